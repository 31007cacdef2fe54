"""The reference against small examples worked out by hand: conditions, defeat, outcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.case import Case
from rules.model import ROLE_FACT
from tests.rules.hard import pairs_that_are_not_in_question
from tests.rules.reference import NoCompletion, Reference
from tests.rules.small import BOTH_LAYERS, NAMED, NAMELESS, NURSE, OFFICER, ask, explains, fact, rule, rulebook
from tests.rules.worlds import full_assignments

# --- what does not apply --------------------------------------------------------------------------


def test_a_fact_that_does_not_apply_has_no_value() -> None:
    """A condition that names a value fails, also `none`, and its negation holds."""
    facts = [fact("x"), fact("y", asked_when={"x": "yes"}), fact("z", "p", kind="any_of", asked_when={"x": "yes"})]
    rules = [
        rule("value", "may", when={"y": ["yes", "no"]}),
        rule("nothing", "may", when={"z": "none"}),
        rule("negated", "may", when={"all": [{"not": {"y": "yes"}}, {"not": {"y": "no"}}, {"not": {"z": "none"}}]}),
    ]
    reference = ask(rulebook(facts, rules), x="no")
    assert [reference.rule_status(name) for name in ("value", "nothing", "negated")] == [
        "does_not_apply",
        "does_not_apply",
        "stands",
    ]
    assert len(full_assignments(rulebook(facts, rules), NURSE)) == 1 + 2 * 2


def test_an_answer_says_that_the_question_applied() -> None:
    """So nothing fits an answer to a question that does not apply."""
    facts = [fact("x"), fact("z", "p", kind="any_of", asked_when={"x": "yes"})]
    book = rulebook(facts, [rule("r", "may", when={"x": "yes"})])
    assert ask(book, z="").possible(NAMED) == {"may"}
    with pytest.raises(NoCompletion):
        ask(book, x="no", z="")


def test_facts_of_the_other_side_have_no_value() -> None:
    """A question for officers is nothing to a nurse."""
    book = rulebook([fact("x", side="officer")], [rule("r", "may", when={"not": {"x": "yes"}})])
    assert ask(book).possible(NAMED) == {"may"}
    assert ask(book, role=OFFICER).possible(NAMED) == {"may", "gap"}


def test_the_role_is_known() -> None:
    """Conditions may test it."""
    book = rulebook([], [rule("r", "may", when={ROLE_FACT: NURSE})])
    assert ask(book).possible(NAMED) == {"may"}
    assert ask(book, role=OFFICER).possible(NAMED) == {"gap"}


def test_a_list_can_tick_several_options_or_none() -> None:
    """Several values in a test ask for one of them; `none` asks for an empty list."""
    rules = [
        rule("p_or_none", "may", when={"x": ["p", "none"]}),
        rule("both", "should", when={"all": [{"x": "p"}, {"x": "q"}]}),
    ]
    book = rulebook([fact("x", "p", "q", kind="any_of")], rules)
    assert ask(book, x="").possible(NAMED) == {"may"}
    assert ask(book, x="p").possible(NAMED) == {"may"}
    assert ask(book, x="q").possible(NAMED) == {"gap"}
    assert ask(book, x="p+q").possible(NAMED) == {"should"}


# --- defeat ---------------------------------------------------------------------------------------


def test_defeat_works_per_pair() -> None:
    """An exemption for the name leaves the rule on everything else."""
    rules = [rule("wide", "must_not", share={"name": None, "nameless": None}), rule("narrow", "may", defeats=("wide",))]
    reference = ask(rulebook([], rules))
    assert reference.possible(NAMED) == {"may"}
    assert reference.possible(NAMELESS) == {"must_not"}
    assert reference.pair_status("wide", NAMED) == "defeated"
    assert reference.rule_status("wide") == "stands"


def test_what_is_defeated_defeats_nothing() -> None:
    """The exemption from the exemption brings the rule back."""
    rules = [rule("rule", "must"), explains("exempt", defeats=("rule",)), explains("back", defeats=("exempt",))]
    assert ask(rulebook([], rules[:2])).possible(NAMED) == {"gap"}
    reference = ask(rulebook([], rules))
    assert reference.possible(NAMED) == {"must"}
    assert reference.rule_status("exempt") == "defeated"


def test_effect_none_takes_the_pairs_of_what_it_defeats() -> None:
    """All of them, or the part that it names."""
    base = rule("base", "must", to=("police", "family"), share={"name": None, "nameless": None})
    assert len(Reference(rulebook([], [base, explains("all", defeats=("base",))]), Case("XX", NURSE)).pairs["all"]) == 4
    part = replace(explains("part", defeats=("base",)), to=("family",))
    reference = ask(rulebook([], [base, part]))
    assert reference.pairs["part"] == [("family", "name"), ("family", "nameless")]
    assert reference.possible(NAMED) == {"must"}
    assert reference.possible(("family", "name")) == {"gap"}


def test_a_rule_without_pairs_stands_by_its_own_condition() -> None:
    """It explains something."""
    book = rulebook([fact("x")], [explains("r", when={"x": "yes"}, defeats=("gone",))])
    assert [ask(book, x=value).rule_status("r") for value in ("yes", "no")] == ["stands", "does_not_apply"]
    assert ask(book).rule_status("r") == "open"


def test_a_rule_with_pairs_that_are_not_in_question_stands_for_none() -> None:
    assert Reference(*pairs_that_are_not_in_question()).rule_status("r") == "does_not_apply"


def test_a_condition_on_an_item_is_part_of_applying() -> None:
    """The rule applies to one item and not to the other."""
    book = rulebook([fact("x")], [rule("r", "may", share={"name": {"x": "yes"}, "nameless": None})])
    reference = ask(book, x="no")
    assert reference.possible(NAMED) == {"gap"}
    assert reference.possible(NAMELESS) == {"may"}


def test_both_gates_must_open() -> None:
    """A ground in data protection alone never lifts secrecy."""
    gates = [rule(f"gate_{layer}", "must_not", layer, gate=True) for layer in BOTH_LAYERS]
    half, other = rule("half", "may", "data_protection"), rule("other", "may", "confidentiality")
    assert ask(rulebook([], [*gates, half])).possible(NAMED) == {"must_not"}
    assert ask(rulebook([], [*gates, half, other])).possible(NAMED) == {"may"}
    assert ask(rulebook([], [*gates, rule("whole", "may", *BOTH_LAYERS)])).possible(NAMED) == {"may"}
    assert ask(rulebook([], [*gates, rule("none", "must")])).possible(NAMED) == {"must_not"}


def test_a_duty_that_is_itself_defeated_opens_no_gate() -> None:
    """The exempt therapist stays bound by secrecy."""
    rules = [rule("gate", "must_not", "confidentiality", gate=True), rule("duty", "must", "confidentiality")]
    assert ask(rulebook([], rules)).possible(NAMED) == {"must"}
    assert ask(rulebook([], [*rules, explains("exempt", defeats=("duty",))])).possible(NAMED) == {"must_not"}


# --- outcomes -------------------------------------------------------------------------------------


def test_a_contradiction_within_a_layer_is_a_fault() -> None:
    """Across layers the prohibition blocks."""
    yes = rule("yes", "may", "confidentiality")
    assert ask(rulebook([], [yes, rule("no", "must_not", "confidentiality")])).possible(NAMED) == {"fault"}
    assert ask(rulebook([], [yes, rule("no", "must_not", "data_protection")])).possible(NAMED) == {"must_not"}
    assert ask(rulebook([], [rule("open", "must"), rule("no", "must_not")])).possible(NAMED) == {"must_not"}


def test_the_strongest_standing_effect_is_the_outcome() -> None:
    """Must before should before may."""
    rules = [rule("a", "may"), rule("b", "must"), rule("c", "should")]
    assert ask(rulebook([], rules)).possible(NAMED) == {"must"}
    assert ask(rulebook([], [rules[0], rules[2]])).possible(NAMED) == {"should"}


def test_the_headline_looks_at_identifying_items_only() -> None:
    """What may be said without naming anyone is another line."""
    rules = [rule("forbid", "must_not"), rule("allow", "must", share={"nameless": None})]
    reference = ask(rulebook([], rules))
    assert reference.headline("police") == {"must_not"}
    assert reference.headline("family") == {"gap"}
