"""Facts as variables of the diagrams: their order, their values, and what has no value."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import rules
from rules.compiled import CompiledRole
from rules.conditions import Test
from rules.diagram import FALSE, TRUE, Diagrams
from rules.model import ROLE_FACT, Fact, Rulebook, Side
from rules.variables import NOT_APPLICABLE, Variables
from tests.rules.small import NURSE, OFFICER, fact
from tests.rules.tiny import book, norm, reading

HOUSE = Path(rules.__file__).parent.parent

ORDER_OF_FACTS = """
from rules.variables import Variables
from tests.rules.small import fact
from tests.rules.tiny import book, norm
facts = [fact(f"f{n}") for n in range(12)]
rules = [norm(f"r{n}", "may", when={"all": [{f"f{n}": "yes"}, {f"f{(n * 5 + 3) % 12}": "no"}]}) for n in range(12)]
made = book(facts, rules)
print(Variables(made, "care", made.rules.values()).order)
"""


def variables(rulebook: Rulebook, side: Side = "care") -> Variables:
    """The variables of a rulebook."""
    return Variables(rulebook, side, rulebook.rules.values())


def compiled(*facts: Fact, when: dict[str, object] | None = None, role: str = NURSE) -> CompiledRole:
    """A rulebook over some facts with one rule, compiled."""
    return CompiledRole(book(facts, [norm("r", "may", when=when)]), role)


# -- order -------------------------------------------------------------------------------------------------------------


def test_the_order_is_the_same_in_every_process() -> None:
    """Whatever the seed of hashing: a proof or a picture made twice is the same."""
    orders = {
        subprocess.run(
            [sys.executable, "-c", ORDER_OF_FACTS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HOUSE)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(orders) == 1
    assert "f11" in orders.pop()


def test_facts_that_stand_together_come_to_lie_together() -> None:
    """Three pairs of facts, far apart in the file, are neighbours in the order."""
    facts = [fact(name) for name in ("a", "b", "c", "x", "y", "z")]
    pairs = [("a", "x"), ("b", "y"), ("c", "z")]
    rules = [norm(f"{one}{other}", "may", when={"all": [{one: "yes"}, {other: "yes"}]}) for one, other in pairs]
    order = variables(book(facts, rules)).order
    assert all(abs(order.index(one) - order.index(other)) == 1 for one, other in pairs)


def test_readings_come_last() -> None:
    rules = [norm("r", "may", when={"all": [{"wide": "yes"}, {"x": "yes"}, {"y": "yes"}]})]
    found = variables(book([fact("x"), fact("y")], rules, readings=[reading("wide", "yes", "no")]))
    assert found.order[-1] == "wide"
    assert found.reading_levels == frozenset(found.levels["wide"])


def test_every_fact_has_its_own_levels_in_the_order() -> None:
    found = variables(book([fact("list", "p", "q", "r", kind="any_of"), fact("x", "a", "b", "c"), fact("y")], []))
    taken = [level for name in found.order for level in found.levels[name]]
    assert taken == list(range(len(found.sizes)))
    assert {name: [found.sizes[level] for level in found.levels[name]] for name in found.order} == {
        "list": [2, 2, 2],
        "x": [3],
        "y": [2],
    }


# -- who is asked ------------------------------------------------------------------------------------------------------


def test_the_profession_and_the_questions_of_the_other_side_are_no_variables() -> None:
    rulebook = book([fact("x", side="officer"), fact("y", side="practitioner"), fact("z")], [])
    assert ROLE_FACT not in variables(rulebook).order
    assert set(variables(rulebook).order) == {"y", "z"}
    assert set(variables(rulebook, "officer").order) == {"x", "z"}
    assert set(variables(rulebook, "public").order) == {"y", "z"}


def test_a_condition_on_a_question_of_the_other_side_fails() -> None:
    found = compiled(fact("x", side="officer"))
    assert found.condition(Test("x", ("yes", "no"))) == FALSE
    assert found.variables.assign("x", ["yes"]) == {}


def test_the_profession_is_folded_in() -> None:
    assert compiled().condition(Test(ROLE_FACT, (NURSE,))) == TRUE
    assert compiled(role=OFFICER).condition(Test(ROLE_FACT, (NURSE,))) == FALSE


def test_per_recipient_facts_are_told_apart() -> None:
    found = variables(book([fact("x"), fact("consent", per_recipient=True)], []))
    assert found.recipient_levels == frozenset(found.levels["consent"])


# -- not applicable ----------------------------------------------------------------------------------------------------


def test_where_a_fact_does_not_apply_no_value_can_be_named() -> None:
    """So every test of it fails there, and with it the negation of each holds."""
    found = compiled(fact("x"), fact("y", asked_when={"x": "yes"}))
    y = found.variables.levels["y"][0]
    assert found.variables.sizes[y] == 3
    assert found.variables.real[y] == 2
    any_value = found.condition(Test("y", ("yes", "no")))
    assert found.diagrams.negate(any_value) == found.diagrams.literal(y, (2,))
    assert found.variables.read({y: 2}) == {"y": [NOT_APPLICABLE]}


def test_a_fact_has_a_value_exactly_where_it_is_asked() -> None:
    found = compiled(fact("x"), fact("y", asked_when={"x": "yes"}))
    asked = found.condition(Test("x", ("yes",)))
    has_value = found.condition(Test("y", ("yes", "no")))
    assert found.diagrams.both(found.possible, asked) == found.diagrams.both(found.possible, has_value)
    assert found.diagrams.count(found.possible, range(len(found.variables.sizes))) == 1 + 2


def test_a_tick_list_has_a_value_as_a_whole() -> None:
    """Never half of its options; where it is not asked, not even `none` holds."""
    found = compiled(fact("x"), fact("list", "p", "q", kind="any_of", asked_when={"x": "yes"}))
    assert found.diagrams.count(found.possible, range(len(found.variables.sizes))) == 1 + 4
    none = found.diagrams.both(found.possible, found.condition(Test("list", ("none",))))
    assert found.diagrams.count(none, range(len(found.variables.sizes))) == 1


# -- answers -----------------------------------------------------------------------------------------------------------


def test_answers_become_values_and_are_read_back() -> None:
    found = variables(book([fact("list", "p", "q", "r", kind="any_of"), fact("x", "a", "b", "c")], []))
    assignment = found.assign("list", ["p", "r"]) | found.assign("x", ["b"])
    assert len(assignment) == 4
    assert found.read(assignment) == {"list": ["p", "r"], "x": ["b"]}
    assert found.read(found.assign("list", [])) == {"list": []}


def test_several_values_ask_for_one_of_them() -> None:
    found = compiled(fact("x", "a", "b", "c"), fact("list", "p", "q", kind="any_of"))
    diagrams: Diagrams = found.diagrams
    one = [found.condition(Test("x", (value,))) for value in "ab"]
    assert found.condition(Test("x", ("a", "b"))) == diagrams.either(*one)
    p, none = found.condition(Test("list", ("p",))), found.condition(Test("list", ("none",)))
    assert found.condition(Test("list", ("p", "none"))) == diagrams.either(p, none)
    assert diagrams.both(p, none) == FALSE


def test_a_fact_without_asked_when_always_applies() -> None:
    always = fact("x")
    assert not Variables.may_not_apply(always)
    assert Variables.may_not_apply(replace(always, asked_when=Test("y", ("yes",))))
