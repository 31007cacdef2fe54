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
    """A case document from which no answer can be left out, in which, whatever else is true, `bad` holds.

    `bad` must hold in some possible case.
    """
    diagrams, variables = compiled.diagrams, compiled.variables
    found = _some_case(compiled, diagrams.both(bad, compiled.possible))
    # That a fact has no value follows from the others; it is no answer.
    facts = [f for f in variables.order if found[variables.levels[f][0]] < variables.real[variables.levels[f][0]]]
    matters = diagrams.support(bad)
    kept = {fact: {level: found[level] for level in variables.levels[fact]} for fact in facts}
    for fact in sorted(facts, key=lambda fact: any(level in matters for level in variables.levels[fact])):
        fewer = {level: value for other, own in kept.items() if other != fact for level, value in own.items()}
        still_possible = diagrams.restrict(compiled.possible, fewer)
        if diagrams.without(still_possible, diagrams.restrict(bad, fewer)) == FALSE:
            del kept[fact]
    return _document(compiled, {level: value for own in kept.values() for level, value in own.items()}, recipient)


def _some_case(compiled: CompiledRole, node: int) -> dict[int, int]:
    """One full case in which `node` holds."""
    found = compiled.diagrams.witness(node)
    if found is None:
        raise ValueError("nothing to show: this holds in no possible case")
    return {level: found.get(level, 0) for level in range(len(compiled.diagrams.sizes))}


def _document(compiled: CompiledRole, assignment: dict[int, int], recipient: str) -> dict[str, Any]:
    facts = compiled.variables.facts
    answers = {
        (fact, recipient if facts[fact].per_recipient else EVERYWHERE): frozenset(values)
        for fact, values in compiled.variables.read(assignment).items()
        if not facts[fact].reading
    }
    ask_about = (recipient,) if recipient else ()
    case = Case(compiled.rulebook.jurisdiction.id, compiled.role, answers, ask_about=ask_about)
    document = case.document(compiled.rulebook)
    readings = {fact: values[0] for fact, values in compiled.variables.read(assignment).items() if facts[fact].reading}
    return document | ({"under the reading": readings} if readings else {})


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The same finding for several professions as one, with the example of the first."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.check, finding.says)
        if key in found:
            first = found[key]
            found[key] = Finding(first.check, first.about, first.says, (*first.roles, *finding.roles), first.example)
        else:
            found[key] = finding
    return list(found.values())
