"""Professions that a rulebook treats alike: what is proved for one holds for the other, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rules.conditions import Condition, Test, leaves
from rules.model import ROLE_FACT, Rulebook
from rules.proof.invariants import Invariant


def alike(rulebook: Rulebook, invariants: Sequence[Invariant]) -> dict[str, str]:
    """For each profession covered the first one that is treated like it (itself, if none before it is).

    Two professions are alike if they are on the same side, the same rules bind them, no condition names either, and the
    same invariants are claimed for them.  One that a condition names is proved by itself, even where another is treated
    the same: whether naming it decides anything can only be seen there.
    """
    conditions = [*_conditions(rulebook), *(invariant.when for invariant in invariants)]
    named = {role for condition in conditions for test in _role_tests(condition) for role in test.values}
    first: dict[object, str] = {}
    found: dict[str, str] = {}
    for role in rulebook.jurisdiction.roles:
        bound = frozenset(rule.id for rule in rulebook.rules.values() if role in rule.binds)
        claimed = tuple(role in invariant.roles for invariant in invariants)
        alone = role if role in named else ""
        found[role] = first.setdefault((rulebook.roles[role].side, bound, alone, claimed), role)
    return found


def _role_tests(condition: Condition) -> Iterator[Test]:
    return (leaf for leaf in leaves(condition) if isinstance(leaf, Test) and leaf.fact == ROLE_FACT)


def _conditions(rulebook: Rulebook) -> Iterable[Condition]:
    for rule in rulebook.rules.values():
        yield from (rule.when, rule.unless, *rule.share.values(), *(use.when for use in rule.steps))
    yield from (concept.when for concept in rulebook.concepts.values())
    yield from (constraint.never for constraint in rulebook.constraints)
    yield from (fact.asked_when for fact in rulebook.facts.values())
