"""What would change the answer: the fewest answers whose change settles another outcome.

Only answers that were given and that can change count: never the profession, the country or the past.  Found on the
diagram of the target outcome: everything that is not to be changed is fixed or quantified away, and the paths that
differ from the case in a minimal set of facts are read off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.case import EVERYWHERE, Key
from rules.diagram import FALSE, TRUE
from rules.evaluate import Evaluation
from rules.model import Outcome

MOST_FACTS = 3
"""Changes of more facts at once are no advice."""

MOST_CHANGES = 3
"""At most so many changes are shown for each target."""


@dataclass(frozen=True)
class Change:
    """New values for some answered facts that settle `to` for a recipient; `by`: you, or may_happen."""

    facts: dict[Key, tuple[str, ...]]
    recipient: str
    to: Outcome
    by: str


def changes(evaluation: Evaluation, recipient: str) -> list[Change]:
    """For each other outcome of a recipient: the smallest changes that settle it, fewest facts first."""
    now = evaluation.headline(recipient)
    found: list[Change] = []
    for target in ("must", "should", "may", "must_not"):
        if now != {target}:
            found += _changes_to(evaluation, recipient, target)[:MOST_CHANGES]
    return found


def minimal_changes(evaluation: Evaluation, recipient: str, target: Outcome) -> list[frozenset[Key]]:
    """The inclusion-minimal sets of answered, mutable facts (at most `MOST_FACTS`) whose change can settle a target."""
    return [frozenset(change.facts) for change in _changes_to(evaluation, recipient, target)]


def _changes_to(evaluation: Evaluation, recipient: str, target: Outcome) -> list[Change]:
    search = _Search(evaluation, recipient, target)
    found: list[Change] = []
    for size in range(1, MOST_FACTS + 1):
        for new in search.of_size(size):
            if not any(change.facts.keys() <= new.keys() for change in found):
                found.append(Change(new, recipient, target, search.by(new)))
    return found


class _Search:
    """The cases that settle one outcome for one recipient, as a function of the answers that may change."""

    def __init__(self, evaluation: Evaluation, recipient: str, target: Outcome) -> None:
        self.evaluation = evaluation
        self.diagrams = evaluation.diagrams
        self.facts = evaluation.compiled.variables.facts
        self.levels = evaluation.compiled.variables.levels
        self.keys: dict[str, Key] = {
            fact_id: (fact_id, about)
            for fact_id, about in evaluation.answered
            if about in (EVERYWHERE, recipient)
            and (fact_id, about) not in evaluation.assumed
            and self.facts[fact_id].mutable != "never"
        }
        self.old = {
            level: value
            for fact_id, key in self.keys.items()
            for level, value in evaluation.compiled.variables.assign(fact_id, evaluation.answered[key]).items()
        }
        self.fact_at = evaluation.compiled.variables.fact_at
        self.real = evaluation.compiled.variables.real
        self.settled = self._settled(recipient, target)

    def _settled(self, recipient: str, target: Outcome) -> int:
        """Where, whatever is not answered, the target holds and something is possible."""
        given = self.evaluation.given(recipient)
        fixed = {level: value for level, value in given.assignment.items() if level not in self.old}
        reopened = frozenset(self.old)
        possible = self.diagrams.restrict(self.evaluation.answers.cases(recipient, reopened), fixed)
        wanted = self.diagrams.restrict(self.evaluation.headline_in_all_cases(recipient)[target], fixed)
        free = frozenset(range(len(self.diagrams.sizes))) - reopened
        fails = self.diagrams.some(self.diagrams.without(possible, wanted), free)
        return self.diagrams.without(self.diagrams.some(possible, free), fails)

    def of_size(self, size: int) -> Iterator[dict[Key, tuple[str, ...]]]:
        """The changes of exactly so many facts, each set of facts once."""
        seen: set[frozenset[str]] = set()
        for values in self._paths(self.settled, frozenset(), size):
            changed = frozenset(self.fact_at[level] for level, value in values.items() if value != self.old[level])
            if len(changed) == size and changed not in seen:
                seen.add(changed)
                yield {self.keys[fact]: self._values(fact, values) for fact in sorted(changed)}

    def _values(self, fact: str, values: dict[int, int]) -> tuple[str, ...]:
        levels = self.levels[fact]
        at = {level: values.get(level, self.old[level]) for level in levels}
        if self.facts[fact].type != "any_of":
            return (self.facts[fact].values[at[levels[0]]],)
        return tuple(value for value, level in zip(self.facts[fact].values, levels, strict=True) if at[level])

    def _paths(self, node: int, changed: frozenset[str], budget: int) -> Iterator[dict[int, int]]:
        """Paths to true that change at most `budget` facts; a variable that a path skips keeps its old value."""
        if node == TRUE:
            yield {}
        if node <= TRUE:
            return
        level = self.diagrams.level[node]
        fact = self.fact_at[level]
        for value, child in enumerate(self.diagrams.children[node][: self.real[level]]):
            now = changed if value == self.old[level] else changed | {fact}
            if child != FALSE and len(now) <= budget:
                for path in self._paths(child, now, budget):
                    yield {level: value, **path}

    def by(self, new: dict[Key, tuple[str, ...]]) -> str:
        """`you` if the practitioner can bring all of it about, else `may_happen`."""
        return "you" if all(self.facts[fact].mutable == "you" for fact, _ in new) else "may_happen"
