"""Reads the case document of the interface (see `kb/about/case-and-advice.md`).

Checks every name in it against the rulebook and reports all problems at once, with the nearest right name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kb import nearest
from rules.case import EVERYWHERE, FORMAT, Case, CaseError, CaseProblem, Key
from rules.conditions import NONE_TICKED, UNKNOWN
from rules.model import ROLE_FACT, Fact, Rulebook

MAX_ANSWERS = 200

MAX_PROBLEMS = 100
"""Who made more mistakes than this in one case is better served by the first of them."""


def read_case(document: Mapping[str, Any], rulebook: Rulebook) -> Case:
    """Check a case document against a rulebook and make a `Case` of it.

    Raises `CaseError` with every problem found.
    """
    reader = _Reader(document, rulebook)
    case = reader.read()
    if reader.problems:
        raise CaseError(reader.problems)
    return case


class _Reader:
    """Collects the answers and the problems of one case document."""

    KEYS = ("handrail", "jurisdiction", "as_of", "ask_about", "facts", "recipients", "unknown", "record")
    """What may stand in a case document; `record` (what was said when it was saved) is for whoever saved it."""

    def __init__(self, document: Mapping[str, Any], rulebook: Rulebook) -> None:
        self.document = document
        self.rulebook = rulebook
        self.problems: list[CaseProblem] = []
        self.answers: dict[Key, frozenset[str]] = {}
        self.unknown: set[Key] = set()

    def problem(self, where: str, found: str, allowed: Iterable[str] = (), word: str = "", todo: str = "") -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            return
        allowed = tuple(allowed)
        near = nearest(word, allowed) if word else None
        self.problems.append(CaseProblem(where, found, allowed, near, todo))

    def read(self) -> Case:
        for key in self.document:
            if key not in self.KEYS:
                self.problem(str(key), f"'{key}' is no part of a case", self.KEYS, str(key), "Remove or rename it.")
        self._check_version()
        self._mapping("record")
        facts = self._mapping("facts")
        role = self._role(facts)
        ask_about = self._recipients("ask_about", self.document.get("ask_about", []))
        self._in_question(role, ask_about)
        for fact_id, value in facts.items():
            if fact_id != ROLE_FACT:
                self._fact(f"facts.{fact_id}", str(fact_id), value, ask_about)
        for recipient, answers in self._mapping("recipients").items():
            self._answers_about(str(recipient), answers)
        for fact_id in self._list("unknown"):
            if fact_id == ROLE_FACT:
                self.problem("unknown", "the profession cannot be unknown", todo="Say who would share.")
                continue
            self._fact("unknown", str(fact_id), UNKNOWN, ask_about)
        if len(self.answers) + len(self.unknown) > MAX_ANSWERS:
            self.problem("facts", f"more than {MAX_ANSWERS} answers", todo="A case needs far fewer.")
        jurisdiction = self.rulebook.jurisdiction.id
        return Case(
            jurisdiction,
            role,
            self.answers,
            frozenset(self.unknown),
            ask_about,
            read_as_of(self.document, self.problems),
        )

    def _check_version(self) -> None:
        version = self.document.get("handrail", FORMAT)
        if version != FORMAT or isinstance(version, bool):
            todo = "Save the case again with this version, or use the version that wrote it."
            self.problem("handrail", f"case format {version!r}", (str(FORMAT),), todo=todo)

    def _mapping(self, key: str) -> Mapping[Any, Any]:
        value = self.document.get(key, {})
        if isinstance(value, Mapping):
            return value
        self.problem(key, f"{value!r} is not a mapping", todo="Write one `name: value` line each.")
        return {}

    def _list(self, key: str) -> list[Any]:
        value = self.document.get(key, [])
        if isinstance(value, list):
            return value
        self.problem(key, f"{value!r} is not a list", todo="Write a list in square brackets.")
        return []

    def _role(self, facts: Mapping[Any, Any]) -> str:
        roles = self.rulebook.jurisdiction.roles
        role = facts.get(ROLE_FACT)
        if role is None:
            self.problem(f"facts.{ROLE_FACT}", "the profession is missing", roles, todo="Say who would share.")
        elif role not in roles:
            known = isinstance(role, str) and role in self.rulebook.roles
            found = f"'{role}' is not covered by this rulebook" if known else f"'{role}' is no profession known here"
            self.problem(f"facts.{ROLE_FACT}", found, roles, "" if known else str(role), "Choose one of the list.")
        return role if isinstance(role, str) else ""

    def _recipients(self, where: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.problem(where, f"{value!r} is not a list", todo="Write a list in square brackets.")
            return ()
        return tuple(dict.fromkeys(recipient for recipient in value if self._is_recipient(where, recipient)))

    def _in_question(self, role: str, ask_about: tuple[str, ...]) -> None:
        """Somebody whom this profession has no business to tell cannot be asked about."""
        if role not in self.rulebook.roles:
            return
        recipients, _ = self.rulebook.for_side(self.rulebook.roles[role].side)
        allowed = [recipient.id for recipient in recipients]
        for recipient in ask_about:
            if recipient not in allowed:
                self.problem(
                    "ask_about",
                    f"'{recipient}' is not in question for this profession",
                    allowed,
                    recipient,
                    "Choose one of the list.",
                )

    def _is_recipient(self, where: str, recipient: Any) -> bool:
        if isinstance(recipient, str) and recipient in self.rulebook.recipients:
            return True
        allowed = tuple(self.rulebook.recipients)
        self.problem(
            where, f"'{recipient}' is no recipient known here", allowed, str(recipient), "Choose one of the list."
        )
        return False

    def _answers_about(self, recipient: str, answers: Any) -> None:
        where = f"recipients.{recipient}"
        if not self._is_recipient(where, recipient):
            return
        if not isinstance(answers, Mapping):
            self.problem(where, f"{answers!r} is not a mapping", todo="Write one `fact: value` line each.")
            return
        for fact_id, value in answers.items():
            fact = self.rulebook.facts.get(fact_id)
            if fact and not fact.reading and not fact.per_recipient:
                self.problem(
                    f"{where}.{fact_id}", "this fact is the same for every recipient", todo="Move it to `facts`."
                )
            else:
                self._fact(f"{where}.{fact_id}", str(fact_id), value, (recipient,))

    def _fact(self, where: str, fact_id: str, value: Any, about: tuple[str, ...]) -> None:
        fact = self.rulebook.facts.get(fact_id)
        if fact is None or fact.reading:
            allowed = tuple(f.id for f in self.rulebook.facts.values() if not f.reading)
            self.problem(where, f"'{fact_id}' is no fact known here", allowed, fact_id, "Use a fact of the vocabulary.")
            return
        if fact.per_recipient and not about:
            todo = "Put it under `recipients`, or say in `ask_about` whom you think of telling."
            self.problem(
                where, f"'{fact_id}' has one answer for each recipient", tuple(self.rulebook.recipients), todo=todo
            )
            return
        keys = [(fact_id, recipient) for recipient in about] if fact.per_recipient else [(fact_id, EVERYWHERE)]
        values = self._values(where, fact, value)
        for key in keys:
            if values is None:
                continue
            if key in self.answers or key in self.unknown:
                self.problem(where, f"'{fact_id}' is answered twice", todo="Keep one answer.")
            elif values == {UNKNOWN}:
                self.unknown.add(key)
            else:
                self.answers[key] = values

    def _values(self, where: str, fact: Fact, value: Any) -> frozenset[str] | None:
        if value == UNKNOWN:
            return frozenset({UNKNOWN})
        given = value if isinstance(value, list) else [value]
        if fact.type == "any_of":
            given = [] if given == [NONE_TICKED] else given
        elif len(given) != 1:
            self.problem(where, f"'{fact.id}' takes one value, not {len(given)}", fact.values, todo="Choose one.")
            return None
        wrong = [v for v in given if not (isinstance(v, str) and v in fact.values)]
        for v in wrong:
            todo = 'Quote "yes" and "no".' if isinstance(v, bool) else "Choose from the list."
            self.problem(where, f"{_shown(v)} is no value of '{fact.id}'", fact.values, str(v), todo)
        return None if wrong else frozenset(given)


def _shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else repr(value)


def read_as_of(document: Mapping[str, Any], problems: list[CaseProblem]) -> date | None:
    """The `as_of` date of a case document; what is wrong with it is added to `problems`."""
    value = document.get("as_of")
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        problems.append(CaseProblem("as_of", f"{value!r} is no date", ("YYYY-MM-DD",), None, "Write it as 2026-11-24."))
        return None
