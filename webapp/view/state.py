"""The state of a check, which lives in the page and nowhere else.

It travels in hidden fields of a form and is read back as what it is: untrusted.  Everything in it goes through the same
checks as a case from a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.text import NOT_TEXT
from rules import Case, Rulebook
from rules.case import EVERYWHERE, Key
from webapp.parts import MOST_NESTING, parts
from webapp.site import Site

FIELDS = frozenset({"case", "asked", "on"})
"""The hidden fields that carry the state."""


class Unreadable(ValueError):
    """A state or a file that is no case at all; the message says what was expected."""


@dataclass(frozen=True)
class State:
    """A case on its way: the answers, the order in which they were given, and how far to ask on.

    `on`: 0 stops where only judgements are left, 1 where the answer is usable, 2 where nothing is left to ask.
    """

    case: Case
    book: Rulebook
    asked: tuple[Key, ...] = ()
    on: int = 0

    def fields(self) -> dict[str, str]:
        """The hidden fields that bring this state back."""
        document = json.dumps(self.case.document(self.book), ensure_ascii=False, separators=(",", ":"))
        fields = {"case": document, "asked": " ".join(token(key) for key in self.asked)}
        return fields | ({"on": str(self.on)} if self.on else {})

    def answered(self, key: Key, values: tuple[str, ...]) -> State:
        """The same with one more, or another, answer."""
        return self._asked(key, self.case.with_answer(key, values))

    def unknown(self, key: Key) -> State:
        """The same with a question that was asked and cannot be answered."""
        return self._asked(key, self.case.with_unknown(key))

    def back(self) -> State:
        """The same without the answer given last."""
        return replace(self, case=self.case.without(self.asked[-1]), asked=self.asked[:-1], on=0)

    def with_recipient(self, recipient: str) -> State:
        """The same with one more recipient to think of."""
        about = dict.fromkeys((*self.case.ask_about, recipient))
        return replace(self, case=replace(self.case, ask_about=tuple(about)), on=0)

    def _asked(self, key: Key, case: Case) -> State:
        asked = self.asked if key in self.asked else (*self.asked, key)
        return replace(self, case=case, asked=asked)


def token(key: Key) -> str:
    """A fact, or a fact about a recipient, as one word."""
    fact, recipient = key
    return f"{fact}/{recipient}" if recipient else fact


def key_of(word: str) -> Key:
    """The key that a word stands for; whether there is such a fact is not checked here."""
    fact, _, recipient = word.partition("/")
    return fact, recipient or EVERYWHERE


def parsed(text: str | bytes) -> dict[str, Any]:
    """A JSON object. Raises `Unreadable` for anything else."""
    try:
        document = json.loads(text, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as error:
        raise Unreadable("this is no JSON document of a case") from error
    if not isinstance(document, dict):
        raise Unreadable("a case is a JSON object with names and values")
    _check(document)
    return document


def _check(document: dict[str, Any]) -> None:
    """Refuse what is nested too deep to be a case, and characters that no page could show."""
    for value, depth in parts(document):
        if depth > MOST_NESTING:
            raise Unreadable("it is nested deeper than any case")
        if isinstance(value, str) and NOT_TEXT.search(value):
            raise Unreadable("it has characters that are no text")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def read_state(form: Mapping[str, str], site: Site) -> State:
    """The state in a posted form.

    Raises `Unreadable`, `CaseError` and what `KnowledgeBase.rulebook` raises.
    """
    if "case" not in form:
        raise Unreadable("the answers are missing from the form")
    case = site.knowledge.case(parsed(form["case"]), site.today())
    book = site.knowledge.rulebook(case.jurisdiction, case.as_of or site.today())
    return State(case, book, _order(form.get("asked", ""), case), _far(form.get("on", "0")))


def _far(text: str) -> int:
    if text not in ("0", "1", "2"):
        raise Unreadable("it does not say how far to ask on")
    return int(text)


def _order(words: str, case: Case) -> tuple[Key, ...]:
    """The keys in the order in which they were asked: as the form says, then those it does not name."""
    known = [*case.answers, *sorted(case.unknown)]
    said = list(dict.fromkeys(key_of(word) for word in words.split()))
    if any(key not in known for key in said):
        raise Unreadable("it names a question that was not answered")
    return (*said, *(key for key in known if key not in said))
