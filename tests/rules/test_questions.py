"""Which question comes next, which is never put, and when the answer is usable already."""

from __future__ import annotations

from typing import Any

import pytest

from rules.advice import Advice
from rules.evaluate import evaluate
from rules.model import Presumption, Rulebook
from rules.questions import asked_recipients, candidates, expected_entropy, targets
from tests.rules.small import explains, fact, key
from tests.rules.tiny import TODAY, advise, book, case, evaluated, norm, reading, secrecy, step, uses


def asked(rulebook: Rulebook, *unknown: str, **said: Any) -> str | None:
    """The fact that is asked next."""
    question = advise(rulebook, *unknown, **said).next_question
    return question.fact.id if question else None


def could_ask(advice: Advice) -> set[str]:
    """Every fact that might be asked now."""
    return {question.fact.id for question in candidates(advice.evaluation, targets(advice.evaluation))}


# -- what matters ------------------------------------------------------------------------------------------------------


def test_nothing_is_asked_that_no_longer_matters() -> None:
    """With x known to be no, y and z decide nothing; without it they might."""
    facts = [fact(name) for name in "xyz"]
    rules = [secrecy(), norm("r", "may", when={"all": [{"x": "yes"}, {"any": [{"y": "yes"}, {"z": "yes"}]}]})]
    rulebook = book(facts, rules)
    assert could_ask(advise(rulebook)) == {"x", "y", "z"}
    assert could_ask(advise(rulebook, x="yes", y="no")) == {"z"}
    assert asked(rulebook, x="no") is None
    assert asked(rulebook, x="yes", y="yes") is None


def test_what_the_rules_never_name_is_never_asked() -> None:
    rulebook = book([fact("x"), fact("idle")], [secrecy(), norm("r", "may", when={"x": "yes"})])
    assert could_ask(advise(rulebook)) == {"x"}
    assert advise(rulebook).document()["irrelevant"] == ["idle"]


def test_x_or_not_x_is_not_worth_asking() -> None:
    when = {"any": [{"x": "yes"}, {"not": {"x": "yes"}}]}
    assert asked(book([fact("x")], [secrecy(), norm("r", "may", when=when)])) is None


def test_what_somebody_cannot_tell_is_not_asked_again() -> None:
    rulebook = book([fact("x"), fact("y")], [secrecy(), norm("r", "may", when={"any": [{"x": "yes"}, {"y": "yes"}]})])
    assert asked(rulebook, "x") == "y"
    assert asked(rulebook, "x", "y") is None


def test_disputed_law_is_never_asked() -> None:
    when = {"all": [{"wide": "yes"}, {"x": "yes"}]}
    rulebook = book([fact("x")], [secrecy(), norm("r", "may", when=when)], readings=[reading("wide", "yes", "no")])
    assert asked(rulebook) == "x"
    assert asked(rulebook, x="yes") is None
    assert "wide" not in advise(rulebook, x="yes").document()["irrelevant"]


def test_a_question_that_does_not_apply_is_never_asked() -> None:
    """Nor while it is open whether it applies: what decides that is asked first."""
    facts = [fact("paper", asked_when={"request": "yes"}), fact("request")]
    rulebook = book(facts, [secrecy(), norm("r", "may", when={"paper": "yes"})])
    assert asked(rulebook) == "request"
    assert asked(rulebook, request="yes") == "paper"
    assert asked(rulebook, request="no") is None
    assert asked(rulebook, "request") is None


def test_what_is_presumed_is_not_asked_unless_strict() -> None:
    order = fact("order", presume=Presumption(("no",), "No order."))
    rulebook = book([order], [secrecy(), norm("r", "must", when={"order": "yes"})])
    assert asked(rulebook) is None
    assert asked(rulebook, strict=True) == "order"


def test_what_decides_a_step_is_worth_asking() -> None:
    """Steps are outcomes too: whether the person may be told hangs on it."""
    warn = norm("r", "may", steps=uses("announce", force="must_not", when={"raises_danger": "yes"}))
    rulebook = book([fact("raises_danger")], [secrecy(), warn], steps=[step("announce")])
    document = advise(rulebook, about=["police"]).document()
    assert document["irrelevant"] == []
    assert document["next_question"]["fact"] == "raises_danger"


# -- order -------------------------------------------------------------------------------------------------------------


def test_safety_comes_first_even_where_another_question_narrows_more() -> None:
    plain = book(
        [fact("x"), fact("near", "yes", "a", "b", "c", "d")],
        [secrecy(), norm("r", "may", when={"any": [{"x": "yes"}, {"near": "yes"}]})],
    )
    assert asked(plain) == "x"
    first = book([fact("x"), fact("near", "yes", "a", "b", "c", "d", first=True)], list(plain.rules.values()))
    assert asked(first) == "near"


def test_a_safety_question_that_no_longer_matters_is_left_out() -> None:
    facts = [fact("near", first=True), fact("x"), fact("y")]
    rulebook = book(
        facts, [secrecy(), norm("r", "may", when={"any": [{"all": [{"x": "yes"}, {"near": "yes"}]}, {"y": "yes"}]})]
    )
    assert asked(rulebook) == "near"
    assert asked(rulebook, x="no") == "y"


def test_judgements_come_last() -> None:
    """However much they would narrow, facts come before them."""
    facts = [fact("weighs", judgement=True), fact("x"), fact("y")]
    when = {"all": [{"weighs": "yes"}, {"any": [{"x": "yes"}, {"y": "yes"}]}]}
    rulebook = book(facts, [secrecy(), norm("r", "may", when=when)])
    assert asked(rulebook) in {"x", "y"}
    assert asked(rulebook, x="yes") == "weighs"
    assert asked(rulebook, "x", "y") == "weighs"


def test_what_narrows_more_comes_before_what_narrows_less() -> None:
    facts = [fact("one"), fact("two"), fact("all_of_it")]
    when = {"all": [{"all_of_it": "yes"}, {"any": [{"one": "yes"}, {"two": "yes"}]}]}
    assert asked(book(facts, [secrecy(), norm("r", "may", when=when)])) == "all_of_it"


def test_identity_and_threat_come_before_the_rest() -> None:
    """However much another question would narrow: what else may be told can wait for the first usable answer."""
    facts = [fact("record_opens"), fact("x"), fact("y")]
    rules = [
        secrecy(),
        norm("speak", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]}),
        norm("wide", "may", when={"record_opens": "yes"}, share=["expertise"]),
    ]
    rulebook = book(facts, rules)
    assert asked(rulebook) in {"x", "y"}
    assert asked(rulebook, x="no") == "record_opens"


def test_entropy_left_is_what_an_answer_leaves_on_average() -> None:
    rulebook = book([fact("x"), fact("y")], [secrecy(), norm("r", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]})])
    evaluation = evaluated(rulebook, about=["police"])
    (target,) = targets(evaluation)
    levels = evaluation.compiled.variables.levels
    before = expected_entropy(evaluation.diagrams, target.nodes, ())
    after_x = expected_entropy(evaluation.diagrams, target.nodes, levels["x"])
    after_both = expected_entropy(evaluation.diagrams, target.nodes, [*levels["x"], *levels["y"]])
    assert before == pytest.approx(0.8112781244591328)
    assert after_x == pytest.approx(0.5)
    assert after_both == pytest.approx(0)


# -- about whom --------------------------------------------------------------------------------------------------------

ABOUT_EACH = book(
    [fact("consent", per_recipient=True)],
    [secrecy(), norm("r", "may", when={"consent": "yes"}, to=("police", "family"))],
)


def test_a_question_about_a_recipient_is_put_only_for_those_asked_about() -> None:
    question = advise(ABOUT_EACH, about=["family"]).next_question
    assert question
    assert question.key == key("consent", "family")
    assert question.decides == ("family",)
    assert asked(ABOUT_EACH, about=["family"], of={"family": {"consent": "yes"}}) is None


def test_with_nobody_named_everybody_is_asked_about_in_turn() -> None:
    assert asked_recipients(evaluated(ABOUT_EACH)) == ("police", "family")
    first = advise(ABOUT_EACH).next_question
    assert first
    second = advise(ABOUT_EACH, of={first.recipient: {"consent": "yes"}}).next_question
    assert second
    assert {first.recipient, second.recipient} == {"police", "family"}


def test_a_common_question_says_all_whom_it_decides() -> None:
    rules = [secrecy(), norm("r", "may", when={"x": "yes"}, to=("police", "family"))]
    question = advise(book([fact("x")], rules)).next_question
    assert question
    assert question.recipient == ""
    assert question.decides == ("police", "family")


# -- first usable answer -----------------------------------------------------------------------------------------------


def test_the_answer_is_usable_once_identity_and_threat_are_settled() -> None:
    """Though other items are still open."""
    rules = [
        secrecy(),
        norm("speak", "may", when={"x": "yes"}),
        norm("talk", "may", when={"y": "yes"}, share=["expertise"]),
    ]
    rulebook = book([fact("x"), fact("y")], rules)
    assert not advise(rulebook).first_usable
    assert advise(rulebook, x="no").first_usable
    assert asked(rulebook, x="no") == "y"


def test_the_answer_is_usable_for_those_asked_about_alone() -> None:
    rulebook = book([fact("x")], [secrecy(), norm("r", "may", when={"x": "yes"}, to=("family",))])
    assert not advise(rulebook).first_usable
    assert advise(rulebook, about=["police"]).first_usable
    assert not advise(rulebook, about=["family"]).first_usable


def test_disputed_law_does_not_keep_an_answer_from_being_usable() -> None:
    rulebook = book([], [secrecy(), norm("r", "may", when={"wide": "yes"})], readings=[reading("wide", "yes", "no")])
    assert advise(rulebook).first_usable


def test_who_does_not_know_gets_no_usable_answer() -> None:
    """Unknown is not no."""
    rulebook = book([fact("x")], [secrecy(), norm("r", "may", when={"x": "yes"})])
    assert not advise(rulebook, "x").first_usable


# -- end to end --------------------------------------------------------------------------------------------------------


def test_following_the_questions_always_ends_in_a_settled_answer() -> None:
    """And never asks the same thing twice."""
    facts = [fact(name) for name in "abcd"] + [
        fact("consent", per_recipient=True),
        fact("paper", asked_when={"a": "yes"}),
    ]
    when = {
        "any": [{"all": [{"a": "yes"}, {"paper": "yes"}]}, {"all": [{"b": "no"}, {"consent": "yes"}]}, {"c": "yes"}]
    }
    rules = [secrecy(), norm("r", "may", when=when, to=("police", "family")), explains("why", when={"d": "yes"})]
    rulebook = book(facts, rules)
    for value in ("yes", "no"):
        current, put = case(), []
        while question := Advice(evaluate(rulebook, current), TODAY).next_question:
            put.append(question.key)
            current = current.with_answer(question.key, [value])
        assert len(put) == len(set(put))
        assert Advice(evaluate(rulebook, current), TODAY).settled
