"""Proofs that nothing is idle: each kind of idle rule, condition and value, and what is kept for the reader."""

from __future__ import annotations

from typing import Any

import pytest

from rules.conditions import ALWAYS, NEVER, Is, Test, parse
from rules.model import ROLE_FACT, Rule, Rulebook
from tests.rules.proofs import findings
from tests.rules.small import NURSE, OFFICER, explains, fact
from tests.rules.tiny import book, norm, secrecy, uses

IDLE = ("dead-rule", "always-defeated", "idle-rule", "idle-literal", "not-redundant")
ROLES = (NURSE, OFFICER)


def idle(rulebook: Rulebook, roles: tuple[str, ...] = (NURSE,)) -> list[tuple[str, tuple[str, ...]]]:
    """What is found to be idle."""
    return [(finding.check, finding.about) for finding in findings(rulebook, roles=roles) if finding.check in IDLE]


def with_rules(*rules: Rule, facts: str = "xyz", **more: Any) -> Rulebook:
    """Secrecy, and some rules over some facts."""
    return book([fact(name) for name in facts], [secrecy(), *rules], **more)


# -- rules -------------------------------------------------------------------------------------------------------------


def test_rules_that_all_matter_are_not_idle() -> None:
    assert idle(with_rules(norm("speak", "may", when={"x": "yes"}), norm("duty", "must", when={"y": "yes"}))) == []


def test_a_rule_that_no_possible_case_meets_is_dead() -> None:
    rulebook = with_rules(
        norm("speak", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]}), never={"all": [{"x": "yes"}, {"y": "yes"}]}
    )
    assert ("dead-rule", ("speak",)) in idle(rulebook)


def test_a_rule_whose_exception_covers_all_of_it_is_dead() -> None:
    assert ("dead-rule", ("speak",)) in idle(with_rules(norm("speak", "may", when={"x": "yes"}, unless={"x": "yes"})))


def test_an_explanation_without_pairs_can_be_dead_too() -> None:
    rule = explains("why", when={"all": [{"x": "yes"}, {"x": "no"}]})
    assert ("dead-rule", ("why",)) in idle(with_rules(rule))


def test_a_rule_that_another_defeats_wherever_it_applies_never_stands() -> None:
    rules = [
        norm("speak", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]}),
        explains("never", when={"x": "yes"}, defeats=("speak",)),
    ]
    assert ("always-defeated", ("speak",)) in idle(with_rules(*rules))


def test_a_rule_that_sometimes_stands_is_not_always_defeated() -> None:
    rules = [norm("speak", "may", when={"x": "yes"}), explains("never", when={"y": "yes"}, defeats=("speak",))]
    assert idle(with_rules(*rules)) == []


def test_a_rule_without_which_every_answer_is_the_same_is_idle() -> None:
    rules = [norm("wide", "may", when={"x": "yes"}), norm("narrow", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]})]
    assert idle(with_rules(*rules)) == [("idle-rule", ("narrow",))]


def test_a_rule_that_is_outranked_everywhere_is_idle() -> None:
    rules = [norm("duty", "must", when={"x": "yes"}), norm("speak", "may", when={"x": "yes"})]
    assert idle(with_rules(*rules)) == [("idle-rule", ("speak",))]


@pytest.mark.parametrize(
    "rule",
    [
        norm("speaks", "may", when={"x": "yes"}, steps=uses("record")),
        norm("speaks", "must", when={"x": "yes"}, quantity="one_of"),
        explains("speaks", when={"x": "yes"}),
    ],
    ids=["it asks for steps", "it is a duty of its own", "it explains"],
)
def test_a_rule_that_says_something_of_its_own_is_not_idle(rule: Rule) -> None:
    first = norm("first", "must" if rule.effect == "must" else "may", when={"x": "yes"}, steps=uses("record"))
    assert idle(with_rules(first, rule)) == []


def test_a_rule_kept_for_the_reader_may_be_idle_and_must_be() -> None:
    wide = norm("wide", "may", when={"x": "yes"})
    kept = norm("kept", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]}, restates="Readers look for it.")
    assert idle(with_rules(wide, kept)) == []
    matters = norm("kept", "may", when={"y": "yes"}, restates="Readers look for it.")
    assert idle(with_rules(wide, matters)) == [("not-redundant", ("kept",))]


@pytest.mark.parametrize(
    "rule",
    [
        norm("kept", "may", when={"y": "yes"}, steps=uses("record"), restates="Readers look for it."),
        norm("kept", "must", when={"y": "yes"}, restates="Readers look for it."),
    ],
    ids=["it asks for steps", "it is a duty"],
)
def test_what_claims_to_restate_is_proved_to_do_so(rule: Rule) -> None:
    assert ("not-redundant", ("kept",)) in idle(with_rules(rule))


def test_a_rule_is_idle_only_if_it_is_so_for_every_profession_it_binds() -> None:
    rules = [norm("nurses", "may", when={"x": "yes"}, binds=(NURSE,)), norm("all", "may", when={"x": "yes"})]
    assert ("idle-rule", ("all",)) in idle(with_rules(*rules), roles=(NURSE,))
    assert idle(with_rules(*rules), roles=ROLES) == [("idle-rule", ("nurses",))]


def test_to_take_away_a_rule_is_to_take_away_what_it_defeats_as_well() -> None:
    """The exemption changes nothing on its own pairs; without it the duty would stand."""
    rules = [norm("duty", "must", when={"x": "yes"}), norm("exempt", "may", when={"x": "yes"}, defeats=("duty",))]
    assert ("idle-rule", ("exempt",)) not in idle(with_rules(*rules))


# -- conditions --------------------------------------------------------------------------------------------------------


def test_a_condition_that_decides_nothing_is_found() -> None:
    rule = norm("speak", "may", when={"all": [{"x": "yes"}, {"any": [{"x": "yes"}, {"y": "yes"}]}]})
    assert ("idle-literal", ("speak", "y")) in idle(with_rules(rule))
    assert "in speak (when) the condition on y decides nothing" in {f.says for f in findings(with_rules(rule))}


def test_a_condition_that_a_constraint_implies_decides_nothing() -> None:
    rule = norm("speak", "may", when={"all": [{"x": "yes"}, {"y": "no"}]})
    never = {"all": [{"x": "yes"}, {"y": "yes"}]}
    assert idle(with_rules(rule)) == []
    assert idle(with_rules(rule, never=never)) == [("idle-literal", ("speak", "y"))]


def test_an_exception_that_decides_nothing_is_found() -> None:
    unless = {"all": [{"y": "yes"}, {"any": [{"y": "yes"}, {"z": "yes"}]}]}
    found = findings(with_rules(norm("speak", "may", when={"x": "yes"}, unless=unless)), "idle-literal")
    says = {finding.about: finding.says for finding in found}
    assert says["speak", "z"] == "in speak (unless) the condition on z decides nothing"


def test_two_idle_conditions_on_one_fact_are_both_told() -> None:
    """The rule and its exception both test x, and either could go."""
    rule = norm("speak", "may", when={"x": "yes"}, unless={"any": [{"y": "yes"}, {"x": "no"}]})
    found = findings(with_rules(rule), "idle-literal")
    assert {finding.says.split(" the ")[0] for finding in found} == {"in speak (when)", "in speak (unless)"}
    assert all(finding.roles == (NURSE,) for finding in found)


def test_a_test_that_decides_nothing_is_found_by_its_name() -> None:
    rule = norm("speak", "may", when={"all": [{"x": "yes"}, {"is": "wide"}]})
    rulebook = with_rules(rule, concepts={"wide": {"any": [{"x": "yes"}, {"y": "yes"}]}})
    assert ("idle-literal", ("speak", "wide")) in idle(rulebook)


def test_a_part_of_a_test_that_decides_nothing_is_found() -> None:
    rule = norm("speak", "may", when={"is": "odd"})
    rulebook = with_rules(rule, concepts={"odd": {"any": [{"x": "yes"}, {"all": [{"x": "yes"}, {"y": "yes"}]}]}})
    assert ("idle-literal", ("odd", "y")) in idle(rulebook)


def test_a_test_that_nobody_uses_is_left_alone() -> None:
    """Shared tests are there for several countries."""
    rulebook = with_rules(
        norm("speak", "may", when={"x": "yes"}), concepts={"unused": {"any": [{"x": "yes"}, {"x": "no"}]}}
    )
    assert idle(rulebook) == []


def test_a_value_that_decides_nothing_is_found() -> None:
    when = {"all": [{"x": ["a", "b"]}, {"y": "yes"}]}
    rulebook = book(
        [fact("x", "a", "b", "c"), fact("y")],
        [secrecy(), norm("speak", "may", when=when)],
        never={"all": [{"x": "b"}, {"y": "yes"}]},
    )
    assert idle(rulebook) == [("idle-literal", ("speak", "x", "b"))]


def test_a_profession_that_the_rule_does_not_bind_decides_nothing() -> None:
    when = {"all": [{ROLE_FACT: [NURSE, OFFICER]}, {"x": "yes"}]}
    rulebook = with_rules(norm("speak", "may", when=when))
    assert ("idle-literal", ("speak", ROLE_FACT)) in idle(rulebook)


def test_a_condition_is_idle_only_if_it_is_so_for_every_profession() -> None:
    when = {"all": [{ROLE_FACT: NURSE}, {"x": "yes"}]}
    assert idle(with_rules(norm("speak", "may", when=when)), roles=ROLES) == []


def test_a_condition_kept_for_the_reader_may_be_idle_and_must_be() -> None:
    kept = {"x": "no", "restates": "Said for clarity."}
    redundant = norm("speak", "may", when={"all": [{"y": "yes"}, {"not": kept}]})
    never = {"all": [{"y": "yes"}, {"x": "no"}]}
    assert idle(with_rules(redundant, never=never)) == []
    assert idle(with_rules(redundant)) == [("not-redundant", ("speak", "x"))]


@pytest.mark.parametrize(
    "rule",
    [
        norm("speak", "may", when={"x": "yes"}, share={"identity": {"x": "yes"}}),
        norm("speak", "may", when={"x": "yes"}, steps=uses("record", when={"x": "yes"})),
    ],
    ids=["item", "step"],
)
def test_an_idle_condition_of_an_item_or_a_step_is_found(rule: Rule) -> None:
    assert ("idle-literal", ("speak", "x")) in idle(with_rules(rule))


def test_a_fact_on_which_nothing_hangs_is_found() -> None:
    """Each rule needs its condition on y; together they do not."""
    rules = [norm(f"speak-{y}", "may", when={"all": [{"x": "yes"}, {"y": y}]}) for y in ("yes", "no")]
    assert [f.about for f in findings(with_rules(*rules, facts="xy")) if f.check == "idle-fact"] == [("y",)]


# -- the tree ----------------------------------------------------------------------------------------------------------


def test_conditions_keep_what_they_restate() -> None:
    assert parse({"x": "yes", "restates": "why"}) == Test("x", ("yes",), "why")
    assert parse({"is": "c", "restates": "why"}) == Is("c", "why")


def test_always_and_never_are_the_empty_lists() -> None:
    assert parse({"all": []}) == ALWAYS
    assert parse({"any": []}) == NEVER
