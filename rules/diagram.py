"""Multi-valued decision diagrams: exact reasoning over all cases at once.

A diagram is a function from full assignments of many-valued variables to true or false, kept in a canonical form, so
that two functions are equal exactly if their node numbers are equal (Kam, Villa, Brayton and Sangiovanni-Vincentelli,
"Multi-valued decision diagrams: theory and applications", 1998).  Node 0 is false, node 1 is true; node n asks the
variable `level[n]` and goes on to `children[n][value]`.

This module knows variables only by their level and their number of values.  What they mean is the business of
`rules.variables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from typing import TypeVar

FALSE = 0
TRUE = 1

K = TypeVar("K")
V = TypeVar("V")

Assignment = Mapping[int, int]
"""Values (as indices) of some variables, by level."""

WATCH_EVERY = 512
"""After so many new nodes, whoever waits for a fork is asked whether they still want to."""

Memo = dict[int, int]
"""Results of one restriction by node; may be shared by all restrictions to the same assignment."""


class NodeLimitExceeded(RuntimeError):
    """The diagrams of a rulebook grew past the limit; `limit` is the number of nodes allowed."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"the rules need more than {limit} diagram nodes; "
            "look for a rule or a constraint that ties many facts together"
        )


class Diagrams:
    """One manager: all diagrams over one order of variables.

    `sizes[level]` is the number of values of the variable at that level (at least one).
    """

    def __init__(self, sizes: Sequence[int], node_limit: int = 2_000_000) -> None:
        self.sizes = tuple(sizes)
        self.node_limit = node_limit
        self.frozen = False
        self.watch: Callable[[], None] | None = None
        bottom = len(self.sizes)
        self.level: list[int] = [bottom, bottom]
        self.children: list[tuple[int, ...]] = [(), ()]
        self._unique: MutableMapping[tuple[int, tuple[int, ...]], int] = {}
        self._and: MutableMapping[tuple[int, int], int] = {}
        self._not: MutableMapping[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._share: dict[int, float] = {FALSE: 0.0, TRUE: 1.0}
        self._support: MutableMapping[int, frozenset[int]] = {FALSE: frozenset(), TRUE: frozenset()}

    def fork(self, room: int, watch: Callable[[], None] | None = None) -> Diagrams:
        """A manager that knows all nodes of this one and keeps to itself the (at most `room`) nodes it makes.

        `watch` is called now and then while it grows, and may raise to give the case up.

        What is built for one case is thrown away with the fork; this manager may have many forks and must not grow any
        more once it has one.
        """
        self.frozen = True
        other = Diagrams(self.sizes, len(self) + room)
        other.watch = watch
        other.level, other.children = list(self.level), list(self.children)
        other._unique = _Layered(self._unique)
        other._and = _Layered(self._and)
        other._not = _Layered(self._not)
        other._support = _Layered(self._support)
        return other

    def __len__(self) -> int:
        """The number of nodes made so far."""
        return len(self.level)

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """The node that asks `level` and goes on to `children`; no node where all children are the same."""
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (level, children)
        found = self._unique.get(key)
        if found is None:
            if self.frozen:
                raise RuntimeError("diagrams that have a fork may not grow: work on a fork")
            found = len(self.level)
            if found >= self.node_limit:
                raise NodeLimitExceeded(self.node_limit)
            if self.watch is not None and found % WATCH_EVERY == 0:
                self.watch()
            self._unique[key] = found
            self.level.append(level)
            self.children.append(children)
        return found

    def literal(self, level: int, values: Iterable[int]) -> int:
        """True where the variable has one of `values`."""
        wanted = set(values)
        return self.node(level, tuple(TRUE if value in wanted else FALSE for value in range(self.sizes[level])))

    def negate(self, a: int) -> int:
        """True where `a` is false."""
        result = self._not.get(a)
        if result is None:
            result = self.node(self.level[a], tuple([self.negate(child) for child in self.children[a]]))
            self._not[a] = result
            self._not[result] = a
        return result

    def both(self, a: int, b: int) -> int:
        """True where `a` and `b` are true."""
        if a == b or b == TRUE:
            return a
        if a == TRUE:
            return b
        if a == FALSE or b == FALSE:
            return FALSE
        if a > b:
            a, b = b, a
        key = (a, b)
        result = self._and.get(key)
        if result is None:
            level_a, level_b = self.level[a], self.level[b]
            level = min(level_a, level_b)
            size = self.sizes[level]
            kids_a = self.children[a] if level_a == level else (a,) * size
            kids_b = self.children[b] if level_b == level else (b,) * size
            result = self.node(level, tuple([self.both(x, y) for x, y in zip(kids_a, kids_b, strict=True)]))
            self._and[key] = result
        return result

    def either(self, a: int, b: int) -> int:
        """True where `a` or `b` is true."""
        return self.negate(self.both(self.negate(a), self.negate(b)))

    def without(self, a: int, b: int) -> int:
        """True where `a` is true and `b` is not."""
        return self.both(a, self.negate(b))

    def all_of(self, parts: Iterable[int]) -> int:
        """True where every part is; true if there is none."""
        result = TRUE
        for part in parts:
            result = self.both(result, part)
        return result

    def any_of(self, parts: Iterable[int]) -> int:
        """True where at least one part is; false if there is none."""
        result = FALSE
        for part in parts:
            result = self.either(result, part)
        return result

    def restrict(self, a: int, assignment: Assignment, memo: Memo | None = None) -> int:
        """`a` with some variables fixed; pass the same `memo` for the same assignment to share the work."""
        if not assignment:
            return a
        memo = {} if memo is None else memo
        return self._restrict(a, assignment, memo, max(assignment))

    def _restrict(self, a: int, assignment: Assignment, memo: Memo, last: int) -> int:
        level = self.level[a]
        if level > last:
            return a
        result = memo.get(a)
        if result is None:
            value = assignment.get(level)
            if value is None:
                kids = tuple([self._restrict(child, assignment, memo, last) for child in self.children[a]])
                result = self.node(level, kids)
            else:
                result = self._restrict(self.children[a][value], assignment, memo, last)
            memo[a] = result
        return result

    def some(self, a: int, levels: frozenset[int], memo: Memo | None = None) -> int:
        """True where some values of the variables at `levels` make `a` true (existential quantification)."""
        if a < 2 or not levels:
            return a
        memo = {} if memo is None else memo
        result = memo.get(a)
        if result is None:
            kids = [self.some(child, levels, memo) for child in self.children[a]]
            level = self.level[a]
            result = self.any_of(kids) if level in levels else self.node(level, tuple(kids))
            memo[a] = result
        return result

    def support(self, a: int) -> frozenset[int]:
        """The levels on which `a` depends."""
        result = self._support.get(a)
        if result is None:
            result = frozenset({self.level[a]}).union(*(self.support(child) for child in set(self.children[a])))
            self._support[a] = result
        return result

    def share(self, a: int) -> float:
        """The share of all assignments that make `a` true, every value of a variable counting the same."""
        result = self._share.get(a)
        if result is None:
            kids = self.children[a]
            result = sum(self.share(child) for child in kids) / len(kids)
            self._share[a] = result
        return result

    def count(self, a: int, levels: Sequence[int]) -> int:
        """The exact number of assignments of `levels` (which must include the support) that make `a` true."""
        order = sorted(levels)
        place = {level: index for index, level in enumerate(order)}
        rest = [1] * (len(order) + 1)
        for index in range(len(order) - 1, -1, -1):
            rest[index] = rest[index + 1] * self.sizes[order[index]]
        place[len(self.sizes)] = len(order)
        memo: dict[int, int] = {FALSE: 0, TRUE: 1}

        def below(n: int) -> int:
            if n not in memo:
                after = rest[place[self.level[n]] + 1]
                memo[n] = sum(below(k) * (after // rest[place[self.level[k]]]) for k in self.children[n] if k)
            return memo[n]

        return below(a) * (rest[0] // rest[place[self.level[a]]])

    def witness(self, a: int) -> dict[int, int] | None:
        """The assignment of fewest variables that makes `a` true whatever the others are; None if there is none."""
        memo: dict[int, tuple[float, int]] = {FALSE: (float("inf"), 0), TRUE: (0, 0)}

        def cost(n: int) -> float:
            if n not in memo:
                memo[n] = min((cost(child) + 1, value) for value, child in enumerate(self.children[n]))
            return memo[n][0]

        if cost(a) == float("inf"):
            return None
        found: dict[int, int] = {}
        while a > TRUE:
            value = memo[a][1]
            found[self.level[a]] = value
            a = self.children[a][value]
        return found


class _Layered(dict[K, V]):
    """A dictionary over another one that it never changes.

    Only `get`, which the manager uses for every look-up, looks at the one below: that keeps it nearly as quick as one
    plain dictionary.
    """

    def __init__(self, below: Mapping[K, V]) -> None:
        super().__init__()
        self.below = below.get

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]
        """What is kept here, or below."""
        found = super().get(key)
        return self.below(key, default) if found is None else found
