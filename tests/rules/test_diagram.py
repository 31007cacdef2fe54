"""Diagrams against truth tables that are small enough to be written out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.diagram import FALSE, TRUE, Diagrams, NodeLimitExceeded

Row = tuple[int, ...]
Table = Mapping[Row, bool]
"""For every assignment, one value for each level, whether it is true."""


@st.composite
def tables(draw: st.DrawFn, count: int = 1) -> tuple[list[int], list[Table]]:
    """Up to four variables of up to three values, and some functions of them."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    rows = list(product(*(range(size) for size in sizes)))
    bits = st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))
    return sizes, [dict(zip(rows, draw(bits), strict=True)) for _ in range(count)]


def built(diagrams: Diagrams, table: Table) -> int:
    """A table as a diagram: one of its true rows."""
    return diagrams.any_of(
        diagrams.all_of(diagrams.literal(level, (value,)) for level, value in enumerate(row))
        for row, true in table.items()
        if true
    )


def value(diagrams: Diagrams, node: int, row: Row) -> bool:
    """What a diagram says about an assignment."""
    while node > TRUE:
        node = diagrams.children[node][row[diagrams.level[node]]]
    return node == TRUE


def table_of(diagrams: Diagrams, node: int) -> Table:
    """A diagram as a table."""
    rows = product(*(range(size) for size in diagrams.sizes))
    return {row: value(diagrams, node, row) for row in rows}


def put(row: Row, values: Mapping[int, int]) -> Row:
    """An assignment with some values replaced."""
    return tuple(values.get(level, old) for level, old in enumerate(row))


@given(tables())
def test_a_diagram_says_what_its_table_says(drawn: tuple[list[int], list[Table]]) -> None:
    sizes, (table,) = drawn
    diagrams = Diagrams(sizes)
    assert table_of(diagrams, built(diagrams, table)) == table


@given(tables(2))
def test_two_functions_are_equal_exactly_if_their_numbers_are(drawn: tuple[list[int], list[Table]]) -> None:
    """However they were put together."""
    sizes, (one, other) = drawn
    diagrams = Diagrams(sizes)
    upside_down = dict(reversed([*one.items()]))
    not_false = diagrams.negate(built(diagrams, {row: not true for row, true in one.items()}))
    assert built(diagrams, one) == built(diagrams, upside_down) == not_false
    assert (built(diagrams, one) == built(diagrams, other)) == (one == other)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("both", lambda x, y: x and y),
        ("either", lambda x, y: x or y),
        ("without", lambda x, y: x and not y),
    ],
)
@given(drawn=tables(2))
def test_operations_work_row_by_row(
    name: str, meant: Callable[[bool, bool], bool], drawn: tuple[list[int], list[Table]]
) -> None:
    sizes, (one, other) = drawn
    diagrams = Diagrams(sizes)
    result = getattr(diagrams, name)(built(diagrams, one), built(diagrams, other))
    assert table_of(diagrams, result) == {row: meant(one[row], other[row]) for row in one}


@given(tables())
def test_twice_negated_is_the_same(drawn: tuple[list[int], list[Table]]) -> None:
    sizes, (table,) = drawn
    diagrams = Diagrams(sizes)
    node = built(diagrams, table)
    assert table_of(diagrams, diagrams.negate(node)) == {row: not true for row, true in table.items()}
    assert diagrams.negate(diagrams.negate(node)) == node


@given(tables(), st.data())
def test_restricting_fixes_variables(drawn: tuple[list[int], list[Table]], data: st.DataObject) -> None:
    """And what is restricted no longer rests on them."""
    sizes, (table,) = drawn
    diagrams = Diagrams(sizes)
    levels = data.draw(st.sets(st.sampled_from(range(len(sizes)))))
    fixed = {level: data.draw(st.integers(0, sizes[level] - 1)) for level in levels}
    memo: dict[int, int] = {}
    node = diagrams.restrict(built(diagrams, table), fixed, memo)
    assert table_of(diagrams, node) == {row: table[put(row, fixed)] for row in table}
    assert not diagrams.support(node) & levels
    assert diagrams.restrict(built(diagrams, table), fixed, memo) == node


@given(tables(), st.data())
def test_some_asks_whether_any_value_will_do(drawn: tuple[list[int], list[Table]], data: st.DataObject) -> None:
    sizes, (table,) = drawn
    diagrams = Diagrams(sizes)
    levels = data.draw(st.frozensets(st.sampled_from(range(len(sizes)))))
    free = sorted(levels)
    choices = [dict(zip(free, values, strict=True)) for values in product(*(range(sizes[level]) for level in free))]
    node = diagrams.some(built(diagrams, table), levels)
    assert table_of(diagrams, node) == {row: any(table[put(row, choice)] for choice in choices) for row in table}


@given(tables())
def test_the_support_is_what_the_function_depends_on(drawn: tuple[list[int], list[Table]]) -> None:
    sizes, (table,) = drawn
    diagrams = Diagrams(sizes)
    matters = {
        level
        for level, size in enumerate(sizes)
        if any(table[row] != table[put(row, {level: other})] for row in table for other in range(size))
    }
    assert diagrams.support(built(diagrams, table)) == matters


@given(tables())
def test_counting_and_shares(drawn: tuple[list[int], list[Table]]) -> None:
    sizes, (table,) = drawn
    diagrams = Diagrams(sizes)
    node = built(diagrams, table)
    assert diagrams.count(node, range(len(sizes))) == sum(table.values())
    assert diagrams.share(node) == pytest.approx(sum(table.values()) / len(table))


def test_counting_is_over_the_levels_named_only() -> None:
    """Each variable that is named and does not matter multiplies."""
    diagrams = Diagrams([2, 5, 3, 2])
    node = diagrams.literal(2, (0, 1))
    assert diagrams.count(node, [2]) == 2
    assert diagrams.count(node, [0, 2]) == 4
    assert diagrams.count(node, [2, 1]) == 10
    assert diagrams.count(TRUE, [1]) == 5
    assert diagrams.count(FALSE, [1]) == 0


def test_counts_stay_exact_where_shares_are_rounded() -> None:
    """Cases are counted in numbers far beyond what a float can hold."""
    diagrams = Diagrams([3] * 60)
    assert diagrams.count(diagrams.literal(0, (1,)), range(60)) == 3**59


@given(tables())
def test_a_witness_suffices_and_exists_wherever_anything_is_true(drawn: tuple[list[int], list[Table]]) -> None:
    """Whatever the variables that it does not name are; and each that it names lies on the way to true."""
    sizes, (table,) = drawn
    diagrams = Diagrams(sizes)
    found = diagrams.witness(built(diagrams, table))
    if not any(table.values()):
        assert found is None
        return
    assert found is not None
    assert all(table[put(row, found)] for row in table)
    assert len(found) <= len(diagrams.support(built(diagrams, table)))


def test_a_witness_takes_the_shortest_way_through_the_diagram() -> None:
    diagrams = Diagrams([2, 2, 2, 2])
    long = diagrams.all_of(diagrams.literal(level, (0,)) for level in range(4))
    short = diagrams.all_of([diagrams.literal(0, (1,)), diagrams.literal(3, (1,))])
    assert diagrams.witness(diagrams.either(long, short)) == {0: 1, 3: 1}
    assert diagrams.witness(TRUE) == {}


def test_a_variable_with_one_value_decides_nothing() -> None:
    diagrams = Diagrams([1, 2])
    assert diagrams.literal(0, (0,)) == TRUE
    assert diagrams.literal(0, ()) == FALSE


def test_nothing_required_is_true_and_nothing_offered_is_false() -> None:
    diagrams = Diagrams([2])
    assert diagrams.all_of([]) == TRUE
    assert diagrams.any_of([]) == FALSE


def test_too_many_nodes_are_refused_with_the_limit_and_what_to_look_for() -> None:
    diagrams = Diagrams([2] * 8, node_limit=6)
    with pytest.raises(NodeLimitExceeded) as caught:
        diagrams.all_of(diagrams.literal(level, (0,)) for level in range(8))
    assert caught.value.limit == 6
    assert "more than 6 diagram nodes" in str(caught.value)
    assert "constraint" in str(caught.value)
    assert len(diagrams) == 6


# -- forks -------------------------------------------------------------------------------------------------------------


def test_what_is_made_in_a_fork_stays_in_it() -> None:
    """And what was there before has the same number in both."""
    parent = Diagrams([2, 3])
    x = parent.literal(0, (1,))
    fork = parent.fork(room=10)
    assert fork.literal(0, (1,)) == x
    both = fork.both(x, fork.literal(1, (0, 2)))
    assert table_of(fork, both) == {row: row[0] == 1 and row[1] != 1 for row in product(range(2), range(3))}
    assert len(parent) == 3
    assert len(fork) > len(parent)


def test_a_fork_has_room_of_its_own() -> None:
    parent = Diagrams([2] * 8)
    parent.literal(0, (1,))
    fork = parent.fork(room=2)
    with pytest.raises(NodeLimitExceeded):
        fork.all_of(fork.literal(level, (1,)) for level in range(8))


def test_a_manager_with_a_fork_refuses_to_grow() -> None:
    """Its nodes and those of the fork would get the same numbers."""
    parent = Diagrams([2, 2])
    fork = parent.fork(room=10)
    with pytest.raises(RuntimeError):
        parent.literal(0, (0,))
    found = fork.both(fork.literal(0, (0,)), fork.literal(1, (0,)))
    assert table_of(fork, found) == {row: row == (0, 0) for row in product(range(2), range(2))}
