"""Which unanswered fact an open outcome hangs on, exactly.

A fact hangs an outcome if, in some consistent extension of the case that leaves the outcome open, some answer to the
fact leaves fewer outcomes.  Where no constraint ties the fact to others this is plain dependence.  Where one does, an
answer can also rule outcomes out through its company; the search below decides that case without enumeration.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from rules.diagram import FALSE, TRUE, Diagrams


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
        live = [(node, diagrams.both(node, possible)) for node in outcomes]
        self.here = [here for _, here in live if here != FALSE]
        self.depends = frozenset[int]().union(*(diagrams.support(node) for node, here in live if here != FALSE))

    @property
    def open(self) -> bool:
        """Whether more than one outcome is left."""
        return len(self.here) > 1

    def on(self, level: int) -> bool:
        """Whether the outcome hangs on the variable at a level (of a tick list: on this option)."""
        company = self._company(level)
        if level not in self.depends and not company & self.depends:
            return False
        values = range(self.diagrams.sizes[level])
        at = [[self.diagrams.restrict(node, {level: value}) for node in self.here] for value in values]
        any_at = [self.diagrams.restrict(self.possible, {level: value}) for value in values]
        asked = [
            (at[u][o], any_at[v], at[v][o])
            for u, v in product(values, range(self.shape.real[level]))
            if u != v and any_at[v] != FALSE
            for o in range(len(self.here))
            if at[u][o] != FALSE and at[v][o] != any_at[v]
        ]
        if any(self._alone_decides(*triple) for triple in asked):
            return True
        search = _Search(self.diagrams, company, self.shape, self.shape.fact_at[level])
        return bool(company) and any(search.extension(*triple) for triple in asked)

    def _alone_decides(self, has: int, other: int, keeps: int) -> bool:
        """Whether two possible cases that differ in this variable alone have different outcomes.

        All else fixed, what is not applicable stays so, since that follows from the rest.
        """
        return self.diagrams.both(has, self.diagrams.without(other, keeps)) != FALSE

    def _company(self, level: int) -> frozenset[int]:
        """The variables that the constraints tie to the one at a level, directly or through others."""
        supports = [self.diagrams.support(part) for part in self.parts]
        found, new = frozenset[int](), frozenset({level})
        while new:
            found |= new
            new = frozenset[int]().union(*(s for s in supports if s & new)) - found
        return found - {level}


class _Search:
    """Looks for an extension of a case in which an answer to the fact `asked` loses an outcome through its company."""

    def __init__(self, diagrams: Diagrams, company: frozenset[int], shape: Shape, asked: str) -> None:
        self.diagrams = diagrams
        self.company = company
        self.shape = shape
        self.asked = asked
        self.memo: dict[tuple[int, int, int, str], bool] = {}

    def extension(self, has: int, other: int, keeps: int, decided: str = "") -> bool:
        """Whether some extension E meets `has` and `other` but not `keeps`.

        `has` is the outcome under one answer, `other` any case under another, `keeps` the outcome under that other.
        Two cases c in `has` and d in `other` span the smallest such E: the answers on which they agree.  Fact by fact
        the two agree (E fixes it) or not (E leaves it free, and `keeps` is quantified over it).  No answer can say "not
        applicable", so E leaves a fact free that has no value in both.  The two need to differ only in the company of
        the fact asked: elsewhere d may as well be like c, since no constraint ties the two.  `decided` says of the tick
        list that is being gone through whether E fixes it.
        """
        if has == FALSE or other == FALSE or keeps == TRUE:
            return False
        if keeps == FALSE:
            return True
        key = (has, other, keeps, decided)
        if key not in self.memo:
            self.memo[key] = self._extension(*key)
        return self.memo[key]

    def _extension(self, has: int, other: int, keeps: int, decided: str) -> bool:
        level = min(self.diagrams.level[n] for n in (has, other, keeps))
        fact = self.shape.fact_at[level]
        # The options of the list that is asked are fixed one by one: its answer is put together from them.
        fixes, frees = (f"fixes {fact}", f"frees {fact}") if fact != self.asked else ("", "")
        size, real = self.diagrams.sizes[level], self.shape.real[level]
        at = [
            self.diagrams.children[n] if self.diagrams.level[n] == level else (n,) * size for n in (has, other, keeps)
        ]
        if decided != frees or not frees:
            agreeing = dict.fromkeys(zip(at[0][:real], at[1][:real], at[2][:real], strict=True))
            if any(self.extension(*nodes, fixes) for nodes in agreeing):
                return True
        if decided == fixes and fixes:
            return False
        free = self.diagrams.any_of(set(at[2]))
        pairs = product(at[0], at[1]) if level in self.company else zip(at[0], at[1], strict=True)
        return any(self.extension(h, o, free, frees) for h, o in dict.fromkeys(pairs))
