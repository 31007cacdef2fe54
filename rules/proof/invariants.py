"""Invariants: claims, in words a lawyer can read, that hold in every case.

A claim is about pairs (an outcome that never occurs, that alone may occur, or that valid consent never makes worse) or
about a step that is never asked for.  Each is decided over all cases by decision diagrams.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.case import EVERYWHERE
from rules.compiled import CompiledRole, Pair, PairClass
from rules.conditions import ALWAYS, Condition, parse_optional
from rules.diagram import FALSE
from rules.model import PERMISSIONS, Rulebook
from rules.norms import EVERYONE, members, what, whom
from rules.proof.findings import Finding, smallest_case
from rules.proof.pairs import at_least


@dataclass(frozen=True)
class Invariant:
    """A claim about all cases of some professions."""

    id: str
    title: str
    roles: frozenset[str]
    when: Condition
    kind: str
    claim: Mapping[str, Any]


def invariant(data: Mapping[str, Any], rulebook: Rulebook, groups: Mapping[str, tuple[str, ...]]) -> Invariant:
    """An invariant from its entry."""
    ((kind, claim),) = data["claim"].items()
    roles = members(EVERYONE if data["for"] == EVERYONE else list(data["for"]), rulebook.roles, groups)
    return Invariant(data["id"], data["title"], roles, parse_optional(data.get("when"), ALWAYS), kind, claim)


def violations(compiled: CompiledRole, invariant: Invariant) -> Iterator[Finding]:
    """At most one finding for each recipient: the first item for which the claim fails."""
    if compiled.role not in invariant.roles:
        return
    when = compiled.diagrams.both(compiled.condition(invariant.when), compiled.possible)
    if invariant.kind == "never_step":
        yield from _step(compiled, invariant, when)
        return
    rulebook = compiled.rulebook
    items = what(invariant.claim["share"], rulebook.items)
    for recipient in whom(invariant.claim["to"], rulebook.recipients):
        for item in items:
            if (recipient, item) not in compiled.class_of:
                continue
            bad = compiled.diagrams.both(when, _fails(compiled, invariant, (recipient, item)))
            if bad != FALSE:
                says = f"{invariant.id} fails for {item} to {recipient}: {invariant.title}"
                about = (invariant.id, recipient, item)
                yield Finding("invariant", about, says, (compiled.role,), smallest_case(compiled, bad, recipient))
                break


def _fails(compiled: CompiledRole, invariant: Invariant, pair: Pair) -> int:
    """Where the claim is false for a pair."""
    diagrams, claim = compiled.diagrams, invariant.claim
    outcomes = compiled.class_of[pair].outcomes
    if invariant.kind == "never":
        return diagrams.any_of(outcomes[outcome] for outcome in claim["outcome"])
    if invariant.kind == "only":
        return diagrams.negate(diagrams.any_of(outcomes[outcome] for outcome in claim["outcome"]))
    levels: dict[int, int] = {}
    for fact, values in claim["set"].items():
        levels |= compiled.variables.assign(fact, [values] if isinstance(values, str) else values)
    still_possible = diagrams.restrict(compiled.possible, levels)
    worse = FALSE
    for effect in PERMISSIONS:
        before = at_least(compiled, pair, effect)
        worse = diagrams.either(worse, diagrams.without(before, diagrams.restrict(before, levels)))
    return diagrams.both(worse, still_possible)


def _step(compiled: CompiledRole, invariant: Invariant, when: int) -> Iterator[Finding]:
    """Where a rule that stands asks for the step with the force that the claim excludes."""
    diagrams, claim = compiled.diagrams, invariant.claim
    stands = dict(compiled.pairless)
    for cls in compiled.classes:
        for on in cls.rules:
            stands[on.rule.id] = diagrams.either(stands.get(on.rule.id, FALSE), on.stands)
    for rule_id, node in stands.items():
        for use in compiled.rules[rule_id].steps:
            if (use.step, use.force) != (claim["step"], claim["force"]):
                continue
            bad = diagrams.all_of((when, node, compiled.condition(use.when)))
            if bad != FALSE:
                says = f"{invariant.id} fails: {rule_id} asks for {use.step} ({use.force}): {invariant.title}"
                about = (invariant.id, rule_id)
                recipient = next(
                    (r for r, classes in compiled.classes_of.items() if _reaches(classes, rule_id)), EVERYWHERE
                )
                yield Finding("invariant", about, says, (compiled.role,), smallest_case(compiled, bad, recipient))


def _reaches(classes: Iterable[PairClass], rule_id: str) -> bool:
    return any(on.rule.id == rule_id for cls in classes for on in cls.rules)
