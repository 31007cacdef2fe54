"""Dice: random choices from a seed, among them random conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TypeVar

from rules.conditions import NONE_TICKED, All, Any, Condition, Is, Not, Test
from rules.model import ROLE_FACT, Fact

T = TypeVar("T")


class Dice:
    """Random choices from a seed; a byte of `keep` each decides whether to keep what was made."""

    def __init__(self, seed: int, keep: bytes) -> None:
        self.random = Random(seed)  # noqa: S311 - chance, not secrets
        self._keep = iter(keep)

    def keeps(self) -> bool:
        """Whether to keep something: nearly always, but shrinking turns it to False."""
        return next(self._keep) >= 16

    def chance(self, percent: int) -> bool:
        """True about so often."""
        return self.random.randrange(100) < percent

    def one(self, values: Sequence[T]) -> T:
        """One of the values."""
        return self.random.choice(values)

    def some(self, values: Collection[T], low: int = 0, high: int | None = None) -> tuple[T, ...]:
        """Some of the values, in their order."""
        most = len(values) if high is None else min(high, len(values))
        places = self.random.sample(range(len(values)), self.random.randint(low, most))
        return tuple(value for place, value in enumerate(values) if place in places)

    def shuffled(self, records: Mapping[str, T]) -> dict[str, T]:
        """The same records in another order: no result may rest on the order of a file."""
        return {key: records[key] for key in self.random.sample(list(records), len(records))}

    def condition(self, facts: Sequence[Fact], concepts: Sequence[str] = (), depth: int = 2) -> Condition:
        """A condition over some facts and concepts."""
        kind = self.one(("leaf", "leaf", "not", "all", "any", "any")) if depth else "leaf"
        if kind == "leaf":
            return self._leaf(facts, concepts)
        if kind == "not":
            return Not(self.condition(facts, concepts, depth - 1))
        parts = tuple(self.condition(facts, concepts, depth - 1) for _ in range(self.random.randint(1, 3)))
        return All(parts) if kind == "all" else Any(parts)

    def _leaf(self, facts: Sequence[Fact], concepts: Sequence[str]) -> Condition:
        if concepts and self.chance(25):
            return Is(self.one(concepts))
        # the role is known, so a test of it decides little: keep it rare
        fact = self.one([*facts, *[fact for fact in facts if fact.id != ROLE_FACT] * 3])
        values = (*fact.values, NONE_TICKED) if fact.type == "any_of" else fact.values
        return Test(fact.id, self.some(values, 1, max(1, len(values) - 1)))
