"""A case saved to a file of the practitioner's own, and what has changed when it comes back.

The file is a case document with a `record` of what was said then: the rulebook, the day, and the answers.  It loads
again after content has changed: an answer to a question that no longer exists is left out, and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from rules import Advice, Case, CaseError
from rules.case import CaseProblem
from rules.questions import asked_recipients
from webapp.site import Site
from webapp.view.state import State, Unreadable
from webapp.words import SHORT

RECORD = "record"


@dataclass(frozen=True)
class ChangedAnswer:
    """An answer that was another when the case was saved."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Loaded:
    """A case from a file: the state, today's advice, what was left out, and what is said differently now."""

    state: State
    advice: Advice
    saved_on: str
    rules_changed: bool
    left_out: tuple[CaseProblem, ...]
    changed: tuple[ChangedAnswer, ...]


def saved(state: State, advice: Advice) -> dict[str, Any]:
    """The document to save."""
    book = advice.rulebook
    document = state.case.document(book)
    document[RECORD] = {
        "saved_on": advice.as_of.isoformat(),
        "version": book.version,
        "digest": book.digest,
        "answers": {recipient: advice.answer(recipient) for recipient in asked_recipients(advice.evaluation)},
    }
    return document


def load_saved(document: Mapping[str, Any], site: Site) -> Loaded:
    """The case of a saved document, under the rules of today.

    Raises `Unreadable` for a document that is no case, `CaseError` for one that cannot be used even without the parts
    that no longer exist, and what `KnowledgeBase.rulebook` raises.
    """
    if "facts" not in document or "jurisdiction" not in document:
        raise Unreadable("it is no case that was saved here")
    record = document.get(RECORD)
    record = record if isinstance(record, Mapping) else {}
    case, left_out = _lenient(document, site)
    advice = site.advise(case)
    state = State(case, advice.rulebook, (*case.answers, *sorted(case.unknown)))
    return Loaded(
        state=state,
        advice=advice,
        saved_on=str(record.get("saved_on", ""))[:10],
        rules_changed=bool(record) and record.get("digest") != advice.rulebook.digest,
        left_out=left_out,
        changed=_changed(record.get("answers"), advice),
    )


def _lenient(document: Mapping[str, Any], site: Site) -> tuple[Case, tuple[CaseProblem, ...]]:
    """The case, without the answers that the vocabulary of today does not know, and the problems they made."""
    try:
        return site.knowledge.case(document, site.today()), ()
    except CaseError as error:
        smaller = deepcopy(dict(document))
        if not all(_left_out(smaller, problem) for problem in error.problems):
            raise
        return site.knowledge.case(smaller, site.today()), error.problems


def _left_out(document: dict[str, Any], problem: CaseProblem) -> bool:
    """Remove from a document what a problem is about; False where that is not one answer."""
    place, _, name = problem.where.rpartition(".")
    found: Any = document
    for step in place.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return isinstance(found, dict) and found.pop(name, None) is not None


def _changed(answers: object, advice: Advice) -> tuple[ChangedAnswer, ...]:
    """The recipients about whom something else is said now."""
    if not isinstance(answers, Mapping):
        return ()
    found = []
    for recipient in asked_recipients(advice.evaluation):
        was, now = answers.get(recipient), advice.answer(recipient)
        if isinstance(was, str) and was in SHORT and was != now:
            found.append(ChangedAnswer(advice.rulebook.recipients[recipient].label, SHORT[was], SHORT[now]))
    return tuple(found)
