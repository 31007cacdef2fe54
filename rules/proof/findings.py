"""What a proof found: a statement that is false in some case, with the smallest such case.

A counterexample is written as a case document, ready to paste into a golden case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rules.case import EVERYWHERE, Case
from rules.compiled import CompiledRole
from rules.diagram import FALSE
from rules.variables import NOT_APPLICABLE


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold.

    `check` names the proof, `about` the records concerned (rules, recipients, items, facts), `example` the smallest
    case that shows it (none for what holds in no case at all, such as a dead rule).
    """

    check: str
    about: tuple[str, ...]
    says: str
    roles: tuple[str, ...]
    example: dict[str, Any] | None = field(default=None, hash=False)


def smallest_case(compiled: CompiledRole, bad: int, recipient: str = EVERYWHERE) -> dict[str, Any]:
    """The case document of fewest answers in which, whatever else is true, `bad` holds.

    `bad` must hold in some possible case.
    """
    diagrams, possible = compiled.diagrams, compiled.possible
    found = diagrams.witness(diagrams.both(bad, possible))
    if found is None:
        raise ValueError("nothing to show: this holds in no possible case")
    for level in sorted(found, key=lambda level: level in diagrams.support(bad)):
        fewer = {at: value for at, value in found.items() if at != level}
        still_possible = diagrams.restrict(possible, fewer)
        if diagrams.without(still_possible, diagrams.restrict(bad, fewer)) == FALSE:
            found = fewer
    return _document(compiled, found, recipient)


def _document(compiled: CompiledRole, assignment: dict[int, int], recipient: str) -> dict[str, Any]:
    facts = compiled.variables.facts
    answers = {
        (fact, recipient if facts[fact].per_recipient else EVERYWHERE): frozenset(values)
        for fact, values in compiled.variables.read(assignment).items()
        if not facts[fact].reading and values != [NOT_APPLICABLE]
    }
    ask_about = (recipient,) if recipient else ()
    case = Case(compiled.rulebook.jurisdiction.id, compiled.role, answers, ask_about=ask_about)
    document = case.document(compiled.rulebook)
    readings = {fact: values[0] for fact, values in compiled.variables.read(assignment).items() if facts[fact].reading}
    return document | ({"under the reading": readings} if readings else {})


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The same finding for several professions as one, with the example of the first."""
    found: dict[tuple[str, tuple[str, ...]], Finding] = {}
    for finding in findings:
        key = (finding.check, finding.about)
        if key in found:
            first = found[key]
            found[key] = Finding(first.check, first.about, first.says, (*first.roles, *finding.roles), first.example)
        else:
            found[key] = finding
    return list(found.values())
