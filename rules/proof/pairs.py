"""Proofs about outcomes of pairs, for one profession, over all cases.

No two rules of a layer contradict each other; every pair has an outcome; giving an item never says more than what it
implies may be given; a case table hears no more than each of its members may; a duty always has someone left to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rules.compiled import CompiledRole, Pair, contradictory
from rules.diagram import FALSE, TRUE
from rules.model import PERMISSIONS, Permission
from rules.proof.findings import Finding, smallest_case

WEAKEST_FIRST: tuple[Permission, ...] = tuple(reversed(PERMISSIONS))


def contradictions(compiled: CompiledRole) -> Iterator[Finding]:
    """Two standing rules of one layer, one of which lets share what the other forbids."""
    for cls in compiled.classes:
        if not _happens(compiled, cls.outcomes["fault"]):
            continue
        for index, one in enumerate(cls.rules):
            for other in cls.rules[index + 1 :]:
                both = compiled.diagrams.both(one.stands, other.stands)
                if contradictory(one.rule, other.rule) and _happens(compiled, both):
                    pair = cls.pairs[0]
                    about = (*sorted((one.rule.id, other.rule.id)), *pair)
                    says = f"{about[0]} and {about[1]} contradict each other on {pair[1]} for {pair[0]}"
                    yield _finding(compiled, "contradiction", about, says, both, pair[0])


def gaps(compiled: CompiledRole) -> Iterator[Finding]:
    """Cases in which no rule at all stands on a pair."""
    for cls in compiled.classes:
        gap = cls.outcomes["gap"]
        if _happens(compiled, gap):
            pair = cls.pairs[0]
            says = f"nothing is said about {pair[1]} for {pair[0]} (and {len(cls.pairs) - 1} pairs like it)"
            yield _finding(compiled, "gap", pair, says, gap, pair[0])


def item_coherence(compiled: CompiledRole) -> Iterator[Finding]:
    """Items that come out stronger than what giving them gives away."""
    scope = {item.id for item in compiled.items}
    seen: set[tuple[int, int]] = set()
    for recipient in compiled.recipients:
        for item in compiled.items:
            for implied in (i for i in item.implies if i in scope):
                pairs = (recipient.id, item.id), (recipient.id, implied)
                classes = compiled.class_of[pairs[0]].index, compiled.class_of[pairs[1]].index
                if classes not in seen:
                    seen.add(classes)
                    yield from _exceeds(compiled, "item-coherence", *pairs)


def table_coherence(compiled: CompiledRole, members: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    """Items that a case table may hear although one of its members may not, and no statute about tables says so."""
    scope = {recipient.id for recipient in compiled.recipients}
    for table in members.keys() & scope:
        for item in compiled.items:
            cls = compiled.class_of[table, item.id]
            released = compiled.diagrams.any_of(on.stands for on in cls.rules if on.rule.table_release)
            for member in sorted({*members[table]} & scope):
                pairs = (table, item.id), (member, item.id)
                yield from _exceeds(compiled, "table-coherence", *pairs, ("may",), released)


def _exceeds(
    compiled: CompiledRole,
    check: str,
    pair: Pair,
    bound: Pair,
    effects: Iterable[Permission] = WEAKEST_FIRST,
    exempt: int = FALSE,
) -> Iterator[Finding]:
    diagrams = compiled.diagrams
    for effect in effects:
        more = diagrams.without(at_least(compiled, pair, effect), at_least(compiled, bound, effect))
        more = diagrams.without(more, exempt)
        if _happens(compiled, more):
            says = f"{pair[1]} for {pair[0]} can be {effect} where {bound[1]} for {bound[0]} is less"
            yield _finding(compiled, check, (*pair, *bound), says, more, pair[0])
            return


def duties_left_empty(compiled: CompiledRole) -> Iterator[Finding]:
    """Duties that stand while everybody who could be told is forbidden and nothing else satisfies them."""
    diagrams = compiled.diagrams
    for rule in compiled.rules.values():
        to = [recipient for recipient in rule.to if recipient in compiled.classes_of]
        if rule.effect != "must" or rule.or_do or not to:
            continue
        for item in (item for item in rule.share if (to[0], item) in compiled.class_of):
            stands, forbidden = FALSE, TRUE
            for recipient in to:
                cls = compiled.class_of[recipient, item]
                stands = diagrams.either(stands, next(on.stands for on in cls.rules if on.rule.id == rule.id))
                forbidden = diagrams.both(forbidden, cls.outcomes["must_not"])
            empty = diagrams.both(stands, forbidden)
            if rule.layers and _happens(compiled, empty):
                says = f"{rule.id} obliges, yet {item} may be given to nobody it names"
                yield _finding(compiled, "empty-duty", (rule.id, item), says, empty, to[0])


def at_least(compiled: CompiledRole, pair: Pair, effect: Permission) -> int:
    """Where the outcome of a pair is this permission or a stronger one."""
    strong = [o for o in PERMISSIONS if PERMISSIONS.index(o) <= PERMISSIONS.index(effect)]
    outcomes = compiled.class_of[pair].outcomes
    return compiled.diagrams.any_of(outcomes[outcome] for outcome in strong)


def _happens(compiled: CompiledRole, node: int) -> bool:
    return compiled.diagrams.both(node, compiled.possible) != FALSE


def _finding(
    compiled: CompiledRole, check: str, about: tuple[str, ...], says: str, bad: int, recipient: str
) -> Finding:
    return Finding(check, about, says, (compiled.role,), smallest_case(compiled, bad, recipient))
