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


@dataclass(frozen=True)
class Answer:
    """What one answer to a fact leaves: each outcome, the possible cases, and the conditions that they are made of.

    `real` is False for "not applicable", which nobody can answer.
    """

    outcomes: tuple[int, ...]
    possible: int
    parts: tuple[int, ...]
    real: bool


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

    def on(self, levels: Sequence[int]) -> bool:
        """Whether the outcome hangs on the fact at these levels."""
        company = self._company(frozenset(levels))
        if not self.depends & company.union(levels):
            return False
        if self.plainly_on(levels):
            return True
        if not company:
            return False
        answers = self._answers(levels)
        real = [answer for answer in answers if answer.real and answer.possible != FALSE]
        if any(self._decides(answer, other) for answer, other in product(real, answers)):
            return True
        return any(_Search(self, frozenset(levels), company, answer).loses(answers) for answer in real)

    def tied_to(self, levels: Sequence[int]) -> bool:
        """Whether the fact is one the outcome depends on, or tied to one by constraints: cheap, and never too few."""
        return bool(self.depends & self._company(frozenset(levels)).union(levels))

    def plainly_on(self, levels: Sequence[int]) -> bool:
        """Whether two possible cases that differ in one variable of the fact alone have different outcomes."""
        return any(self._differs_at(level) for level in levels if level in self.depends)

    def _differs_at(self, level: int) -> bool:
        """Whether two possible cases that differ in this variable alone have different outcomes."""
        values = range(self.diagrams.sizes[level])
        at = [self._answer({level: value}, real=value < self.shape.real[level]) for value in values]
        return any(self._decides(at[value], other) for value, other in product(values[: self.shape.real[level]], at))

    def _decides(self, answer: Answer, other: Answer) -> bool:
        """Whether one answer for another, all else fixed, can lose an outcome.

        All else fixed, what is not applicable stays so, since that follows from the rest.
        """
        both = self.diagrams.both(answer.possible, other.possible)
        return both != FALSE and any(
            has != keeps and self.diagrams.both(both, self.diagrams.without(has, keeps)) != FALSE
            for has, keeps in zip(other.outcomes, answer.outcomes, strict=True)
        )

    def _answer(self, values: dict[int, int], real: bool) -> Answer:
        def here(nodes: Iterable[int]) -> tuple[int, ...]:
            return tuple(self.diagrams.restrict(node, values) for node in nodes)

        return Answer(here(self.outcomes), here((self.possible,))[0], here(self.parts), real)

    def _answers(self, levels: Sequence[int]) -> list[Answer]:
        """The answers to a fact, those that make no difference to each other as one; "not applicable" among them."""
        found = {(*self.outcomes, self.possible, *self.parts): dict[int, int]()}
        for level in levels:
            after: dict[tuple[int, ...], dict[int, int]] = {}
            for nodes, values in found.items():
                for value in range(self.shape.real[level]):
                    split = tuple(self.diagrams.restrict(node, {level: value}) for node in nodes)
                    after.setdefault(split, {**values, level: value})
            found = after
        answers = [self._answer(values, real=True) for values in found.values()]
        if self.diagrams.sizes[levels[0]] > self.shape.real[levels[0]]:
            lacking = {level: self.shape.real[level] for level in levels}
            answers.append(self._answer(lacking, real=False))
        return answers

    def _company(self, levels: frozenset[int]) -> frozenset[int]:
        """The variables that the constraints tie to those at some levels, directly or through others."""
        supports = [self.diagrams.support(part) for part in self.parts]
        found, new = frozenset[int](), levels
        while new:
            found |= new
            new = frozenset[int]().union(*(support for support in supports if support & new)) - found
        return found - levels


class _Search:
    """Looks for an extension of a case in which an answer loses an outcome through its company.

    An extension fixes some facts as they are in a case c that has the outcome, and leaves others free.  It shows the
    loss if the answer is still possible in it, and none of the cases that then remains has the outcome.  The fewer
    facts are free, the fewer cases remain; so only facts are freed that must change for the answer to be possible:
    one of every constraint that the answer breaks.  All cases c are looked at at once.
    """

    def __init__(self, hanging: Hanging, own: frozenset[int], company: frozenset[int], answer: Answer) -> None:
        self.diagrams = hanging.diagrams
        self.depends = hanging.depends
        self.own = own
        self.answer = answer
        fact_at, real = hanging.shape.fact_at, hanging.shape.real
        self.fact_at = fact_at
        tied = {fact_at[level] for level in company}
        self.levels: dict[str, frozenset[int]] = dict.fromkeys(sorted(tied), frozenset())
        for level, fact in enumerate(fact_at):
            if fact in tied:
                self.levels[fact] |= {level}
        self.lacks_value = {
            fact: self.diagrams.literal(min(levels), range(real[min(levels)], self.diagrams.sizes[min(levels)]))
            for fact, levels in self.levels.items()
            if real[min(levels)] < self.diagrams.sizes[min(levels)]
        }
        self.supports = [self.diagrams.support(part) for part in hanging.parts]
        self.seen: dict[frozenset[str], int] = {}

    def loses(self, answers: Iterable[Answer]) -> bool:
        """Whether there is such an extension, against the other answers to the fact."""
        both, any_of = self.diagrams.both, self.diagrams.any_of
        others = [answer for answer in answers if answer is not self.answer]
        if self.own & self.depends:
            apart = [[both(node, answer.possible) for node in answer.outcomes] for answer in others]
            self.has = [any_of(set(nodes)) for nodes in zip(*apart, strict=True)]
        else:
            self.has = list(self.answer.outcomes)
        possible = any_of({answer.possible for answer in others})
        return self._with_free(frozenset(), self.diagrams.without(possible, self.answer.possible))

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
        for part in self.answer.parts:
            if left == FALSE:
                return False
            broken = diagrams.without(left, self._freed(part, free, lacking))
            if broken != FALSE and self._with_one_more(free, diagrams.support(part), broken):
                return True
            left = diagrams.without(left, broken)
        # No constraint is broken alone: together they are, so any of them may be where to go on.
        return left != FALSE and self._with_one_more(free, frozenset().union(*self.levels.values()), left)

    def _near(self, changing: frozenset[str]) -> int:
        """The constraints on the fact asked and on these facts; all others hold in c already, and go on holding."""
        levels = self.own.union(*(self.levels[unit] for unit in changing))
        touched = (part for part, support in zip(self.answer.parts, self.supports, strict=True) if support & levels)
        return self.diagrams.all_of(touched)

    def _lost(self, reached: int, near: int, free: frozenset[str], lacking: frozenset[str]) -> bool:
        """Whether one of these cases has an outcome that no case has any more once the answer is given."""
        changing = self.own.union(*(self.levels[unit] for unit in free | lacking))
        if reached == FALSE or not changing & self.depends:
            return False
        for has, keeps in zip(self.has, self.answer.outcomes, strict=True):
            had = self.diagrams.both(reached, has)
            if had == FALSE:
                continue
            kept = self._freed(self.diagrams.both(keeps, near), free, lacking)
            if self.diagrams.without(had, kept) != FALSE:
                return True
        return False

    def _with_one_more(self, free: frozenset[str], among: frozenset[int], cases: int) -> bool:
        facts = ({self.fact_at[level] for level in among} & self.levels.keys()) - free
        return any(self._with_free(free | {fact}, cases) for fact in sorted(facts))

    def _unfixable(self, free: frozenset[str]) -> frozenset[str]:
        """The facts that may have no value in c and may get one once these facts, and the one asked, are free."""
        levels = self.own.union(*(self.levels[unit] for unit in free))
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
