"""A case saved to a file of the practitioner's own, and what has changed when it comes back.

The file is a case document with a `record` of what was said then: the rulebook, the day, and the answers.  It loads
again after content has changed: an answer that no longer exists or no longer fits is left out, and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules import Advice, Case, CaseError, Clash, Rulebook
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
class LeftOut:
    """An answer that was left out: its question and why, or the name that nothing bears any more."""

    name: str
    question: str = ""
    why: str = ""


@dataclass(frozen=True)
class Loaded:
    """A case from a file: the state, today's advice, what was left out, and what is said differently now.

    `rules_changed` is None where the file does not say under which rules it was saved.
    """

    state: State
    advice: Advice
    saved_on: str
    rules_changed: bool | None
    left_out: tuple[LeftOut, ...]
    changed: tuple[ChangedAnswer, ...]


def saved(state: State, advice: Advice, today: date) -> dict[str, Any]:
    """The document to save."""
    book = advice.rulebook
    document = state.case.document(book)
    document[RECORD] = {
        "saved_on": today.isoformat(),
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
    case, gone = _lenient(document, site)
    advice, unfit = _fitting(case, site)
    case = advice.case
    state = State(case, advice.rulebook, (*case.answers, *sorted(case.unknown)))
    return Loaded(
        state=state,
        advice=advice,
        saved_on=_day(record.get("saved_on")),
        rules_changed=record["digest"] != advice.rulebook.digest if "digest" in record else None,
        left_out=(*(_gone(problem, advice.rulebook) for problem in gone), *unfit),
        changed=_changed(record.get("answers"), advice),
    )


def _lenient(document: Mapping[str, Any], site: Site) -> tuple[Case, tuple[CaseProblem, ...]]:
    """The case, without the answers that the vocabulary of today does not know, and the problems they made."""
    try:
        return site.knowledge.case(document, site.today()), ()
    except CaseError as error:
        smaller = deepcopy(dict(document))
        for problem in error.problems:
            _leave_out(smaller, problem)
        try:
            return site.knowledge.case(smaller, site.today()), error.problems
        except CaseError:
            raise error from None


def _leave_out(document: dict[str, Any], problem: CaseProblem) -> None:
    """Remove from a document what a problem is about, where that is one answer, or one name in a list."""
    place, _, name = problem.where.rpartition(".")
    listed = document.get(name)
    if not place and isinstance(listed, list):
        document[name] = [each for each in listed if f"'{each}'" not in problem.found]
    found: Any = document if place else None
    for step in place.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, dict):
        found.pop(name, None)


def _gone(problem: CaseProblem, book: Rulebook) -> LeftOut:
    """What is said about something in a file that does not exist here any more."""
    place, _, name = problem.where.rpartition(".")
    if not place:
        return LeftOut(problem.found.split("'")[1])
    question = book.facts[name].question if name in book.facts else ""
    return LeftOut(name, question, "What was answered then can no longer be answered." if question else "")


def _fitting(case: Case, site: Site) -> tuple[Advice, tuple[LeftOut, ...]]:
    """The advice without the answers that cannot all be true under the rules of today, and what was left out for it."""
    unfit: list[LeftOut] = []
    while True:
        try:
            return site.advise(case), tuple(unfit)
        except Clash as clash:
            if not clash.answers:
                raise
            facts = site.knowledge.rulebook(case.jurisdiction, case.as_of or site.today()).facts
            for key in clash.answers:
                case = case.without(key)
                unfit.append(LeftOut(key[0], facts[key[0]].question, " ".join(clash.says)))


def _day(value: object) -> str:
    """A day as it stands in a file; nothing where it is none."""
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""


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
