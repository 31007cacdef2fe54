"""Which unanswered fact an open outcome hangs on, exactly.

A fact hangs an outcome if, in some consistent extension of the case that leaves the outcome open, some answer to the
fact leaves fewer outcomes.  Where no constraint ties the fact to others this is plain dependence.  Where one does, an
answer can also rule outcomes out through its company; the search below decides that case without enumeration.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from rules.diagram import FALSE, Diagrams


@dataclass(frozen=True)
class Shape:
    """What the search knows of the variables.

    `fact_at[level]` is the fact that a variable belongs to (a tick list has several, one after the other, and is only
    answered as a whole); `real[level]` is how many of its values an answer can give ("not applicable" is none of them).
    """

    fact_at: Sequence[str]
    real: Sequence[int]


class Hanging:
    """The open outcomes of one question put to one case.

    `outcomes` are disjoint diagrams that cover all cases; `possible` the cases that are left, and `parts` conditions
    that together are `possible`.
    """

    def __init__(
        self, diagrams: Diagrams, outcomes: Iterable[int], possible: int, parts: Sequence[int], shape: Shape
    ) -> None:
        self.diagrams = diagrams
        self.shape = shape
        self.possible = possible
        self.parts = parts
        self.outcomes = [node for node in outcomes if diagrams.both(node, possible) != FALSE]
        self.depends = frozenset[int]().union(*(diagrams.support(node) for node in self.outcomes))

    @property
    def open(self) -> bool:
        """Whether more than one outcome is left."""
        return len(self.outcomes) > 1

    def likely_first(self, levels: Iterable[int]) -> list[int]:
        """Levels in the order in which it is cheapest to ask: those on which the outcome depends plainly come first."""
        return sorted(levels, key=lambda level: level not in self.depends)

    def on(self, level: int) -> bool:
        """Whether the outcome hangs on the variable at a level (of a tick list: on this option)."""
        company = self._company(level)
        if level not in self.depends and not company & self.depends:
            return False
        diagrams, values = self.diagrams, range(self.diagrams.sizes[level])
        # Outcomes and possible cases are kept apart for as long as can be: each alone is small.
        at = [[diagrams.restrict(node, {level: value}) for node in self.outcomes] for value in values]
        any_at = [diagrams.restrict(self.possible, {level: value}) for value in values]
        answers = [value for value in range(self.shape.real[level]) if any_at[value] != FALSE]
        for answer, other in product(answers, values) if level in self.depends else ():
            both = diagrams.both(any_at[answer], any_at[other])
            if any(self._alone_decides(x, y, both) for x, y in zip(at[other], at[answer], strict=True)):
                return True
        return bool(company) and any(_Search(self, level, company, answer).loses(at, any_at) for answer in answers)

    def _alone_decides(self, has: int, keeps: int, possible: int) -> bool:
        """Whether two possible cases that differ in this variable alone have different outcomes.

        All else fixed, what is not applicable stays so, since that follows from the rest.
        """
        lost = self.diagrams.without(has, keeps)
        return lost != FALSE and self.diagrams.both(lost, possible) != FALSE

    def _company(self, level: int) -> frozenset[int]:
        """The variables that the constraints tie to the one at a level, directly or through others."""
        supports = [self.diagrams.support(part) for part in self.parts]
        found, new = frozenset[int](), frozenset({level})
        while new:
            found |= new
            new = frozenset[int]().union(*(support for support in supports if support & new)) - found
        return found - {level}


class _Search:
    """Looks for an extension of a case in which an answer loses an outcome through its company.

    An extension fixes some facts as they are in a case c that has the outcome, and leaves others free.  It shows the
    loss if the answer is still possible in it, and none of the cases that then remains has the outcome.  The fewer
    facts are free, the fewer cases remain; so only facts are freed that must change for the answer to be possible:
    one of every constraint that the answer breaks.  All cases c are looked at at once.
    """

    def __init__(self, hanging: Hanging, level: int, company: frozenset[int], value: int) -> None:
        self.diagrams = hanging.diagrams
        self.depends = hanging.depends
        self.level = level
        self.value = value
        fact_at, real = hanging.shape.fact_at, hanging.shape.real
        own = fact_at[level]
        # A tick list is only answered as a whole; the options of the list that is asked are its answer, one by one.
        self.unit = {at: f"{own} {at}" if fact_at[at] == own else fact_at[at] for at in company}
        self.levels: dict[str, frozenset[int]] = {}
        for at in range(len(fact_at)):
            name = f"{own} {at}" if fact_at[at] == own else fact_at[at]
            if name in self.unit.values():
                self.levels[name] = self.levels.get(name, frozenset()) | {at}
        self.lacks_value = {
            unit: self.diagrams.literal(min(levels), range(real[min(levels)], self.diagrams.sizes[min(levels)]))
            for unit, levels in self.levels.items()
            if real[min(levels)] < self.diagrams.sizes[min(levels)]
        }
        self.supports = [self.diagrams.support(part) for part in hanging.parts]
        self.parts = [self.diagrams.restrict(part, {level: value}) for part in hanging.parts]
        self.seen: dict[frozenset[str], int] = {}

    def loses(self, at: list[list[int]], any_at: list[int]) -> bool:
        """Whether there is such an extension for the answer.

        `at`: for each value of the variable, where each outcome holds; `any_at`: for each value, the possible cases.
        """
        both = self.diagrams.both
        elsewhere = [value for value in range(len(at)) if value != self.value]
        outcomes = zip(*(at[value] for value in elsewhere), strict=True)
        self.has = [
            self.diagrams.any_of({both(node, any_at[value]) for node, value in zip(nodes, elsewhere, strict=True)})
            if self.level in self.depends
            else nodes[0]
            for nodes in outcomes
        ]
        self.keeps = at[self.value]
        possible = self.diagrams.any_of(any_at)
        return self._with_free(frozenset(), self.diagrams.without(possible, any_at[self.value]))

    def _with_free(self, free: frozenset[str], cases: int) -> bool:
        """The same for extensions that leave at least these facts free, for these cases c."""
        diagrams = self.diagrams
        cases = diagrams.without(cases, self.seen.get(free, FALSE))
        if cases == FALSE:
            return False
        self.seen[free] = diagrams.either(self.seen.get(free, FALSE), cases)
        lacking = self._unfixable(free)
        near = self._near(free | lacking)
        possible = self._freed(near, free, lacking)
        if self._lost(diagrams.both(cases, possible), near, free, lacking):
            return True
        left = diagrams.without(cases, possible)
        for part in self.parts:
            if left == FALSE:
                return False
            broken = diagrams.without(left, self._freed(part, free, lacking))
            if broken != FALSE and self._with_one_more(free, diagrams.support(part), broken):
                return True
            left = diagrams.without(left, broken)
        # No constraint is broken alone: together they are, so any of them may be where to go on.
        return left != FALSE and self._with_one_more(free, frozenset(self.unit), left)

    def _near(self, changing: frozenset[str]) -> int:
        """The constraints on the fact asked and on these facts; all others hold in c already, and go on holding."""
        levels = frozenset({self.level}).union(*(self.levels[unit] for unit in changing))
        touched = (part for part, support in zip(self.parts, self.supports, strict=True) if support & levels)
        return self.diagrams.all_of(touched)

    def _lost(self, reached: int, near: int, free: frozenset[str], lacking: frozenset[str]) -> bool:
        """Whether one of these cases has an outcome that no case has any more once the answer is given."""
        changing = frozenset({self.level}).union(*(self.levels[unit] for unit in free | lacking))
        if reached == FALSE or not changing & self.depends:
            return False
        for has, keeps in zip(self.has, self.keeps, strict=True):
            had = self.diagrams.both(reached, has)
            if had == FALSE:
                continue
            kept = self._freed(self.diagrams.both(keeps, near), free, lacking)
            if self.diagrams.without(had, kept) != FALSE:
                return True
        return False

    def _with_one_more(self, free: frozenset[str], among: frozenset[int], cases: int) -> bool:
        units = {self.unit[level] for level in among if level in self.unit} - free
        return any(self._with_free(free | {unit}, cases) for unit in sorted(units))

    def _unfixable(self, free: frozenset[str]) -> frozenset[str]:
        """The facts that may have no value in c and may get one once these facts, and the one asked, are free."""
        levels = frozenset[int]({self.level}).union(*(self.levels[unit] for unit in free))
        found: set[str] = set()
        while True:
            near = frozenset[int]().union(*(support for support in self.supports if support & levels))
            new = {unit for unit in self.lacks_value if unit not in found | free and self.levels[unit] & near}
            if not new:
                return frozenset(found)
            found |= new
            levels = levels.union(*(self.levels[unit] for unit in new))

    def _freed(self, node: int, free: frozenset[str], lacking: frozenset[str]) -> int:
        """The cases from which `node` is reached by changing these facts, and the facts that have no value.

        No answer can say "not applicable": an extension cannot fix that.
        """
        levels = frozenset[int]().union(*(self.levels[unit] for unit in free))
        node = self.diagrams.some(node, levels)
        for unit in lacking:
            if self.levels[unit] & self.diagrams.support(node):
                lacks = self.lacks_value[unit]
                freed = self.diagrams.both(lacks, self.diagrams.some(node, self.levels[unit]))
                node = self.diagrams.either(freed, self.diagrams.without(node, lacks))
        return node
