"""The recommended steps: which are in force, which are forbidden, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rules.model import Recipient, Rule, Rulebook, Step
from rules.pathway import PathStep, Pathway, step_order
from tests.rules.small import SIDES, explains, fact
from tests.rules.tiny import advise, book, norm, secrecy, step, uses

NEAR = fact("near", "hours", "weeks")
STEPS = (
    step("call_emergency", "now"),
    step("secure", "now"),
    step("care", "before", care=True),
    step("find_out", "before"),
    step("consult_colleague", "before", urgent_after=("share_minimum",)),
    step("announce", "before", after=("consult_colleague",), urgent_after=("share_minimum",)),
    step("share_minimum", "share", after=("announce",), urgent_after=()),
    step("record", "after", after=("share_minimum",)),
)


def with_help(*rules: Rule, facts: Iterable[Any] = (), **more: Any) -> Rulebook:
    """A rulebook with all steps, a test of imminence, and emergency services that may be called."""
    made = book([NEAR, *facts], [secrecy(), *rules], concepts={"xx_imminent": {"near": "hours"}}, steps=STEPS, **more)
    help_line = Recipient("emergency_services", "Emergency line", "", SIDES)
    return replace(made, recipients={**made.recipients, "emergency_services": help_line})


def rescue(when: dict[str, Any] | None = None) -> Rule:
    """Permission to call for rescue."""
    return norm("rescue", "may", when=when or {"near": "hours"}, to=("emergency_services",), share=["identity"])


def shut() -> Rule:
    """The gate towards emergency services, who are nobody else's recipient here."""
    return norm("shut", "must_not", to=("emergency_services",), gate=True)


def path(rulebook: Rulebook, *unknown: str, **said: Any) -> Pathway:
    """The pathway of a case."""
    return advise(rulebook, *unknown, **said).pathway


def names(steps: Iterable[PathStep]) -> list[str]:
    """The steps by id."""
    return [path_step.step.id for path_step in steps]


def of(found: Pathway, name: str) -> PathStep:
    """One of the recommended steps."""
    return next(path_step for path_step in found.steps if path_step.step.id == name)


# -- what is in force --------------------------------------------------------------------------------------------------


def test_a_step_is_recommended_with_its_force_and_the_rules_that_ask_for_it() -> None:
    rules = [
        secrecy(),
        norm("one", "may", steps=uses("record")),
        norm("two", "may", steps=uses("record", force="must")),
    ]
    found = of(path(book([], rules, steps=STEPS), about=["police"]), "record")
    assert found.force == "must"
    assert set(found.because) == {"one", "two"}


def test_where_nobody_may_be_told_what_meets_the_duty_instead_is_a_step() -> None:
    closed = norm("closed", "must_not", layers=("data_protection",))
    duty = norm("duty", "must", to=("police",), quantity="one_of", or_do=("care",))
    found = of(path(book([], [secrecy(), closed, duty], steps=STEPS), about=["police"]), "care")
    assert (found.force, found.because) == ("must", ("duty",))
    assert "care" not in names(path(book([], [secrecy(), duty], steps=STEPS), about=["police"]).steps)


def test_of_several_deeds_that_meet_a_duty_none_alone_is_a_must() -> None:
    closed = norm("closed", "must_not", layers=("data_protection",))
    duty = norm("duty", "must", to=("police",), quantity="one_of", or_do=("care", "secure"))
    found = path(book([], [secrecy(), closed, duty], steps=STEPS), about=["police"])
    assert [of(found, deed).force for deed in duty.or_do] == ["should", "should"]


def test_a_step_is_in_force_only_if_it_is_so_in_every_completion() -> None:
    speak = norm("speak", "may", when={"x": "yes"}, steps=uses("record"))
    rulebook = book([fact("x")], [secrecy(), speak], steps=STEPS)
    assert "record" not in names(path(rulebook).steps)
    assert "record" in names(path(rulebook, x="yes").steps)
    assert "record" not in names(path(rulebook, x="no").steps)


def test_a_step_with_a_condition_of_its_own_waits_for_it() -> None:
    speak = norm("speak", "may", steps=uses("record", when={"x": "yes"}))
    rulebook = book([fact("x")], [secrecy(), speak], steps=STEPS)
    assert "record" not in names(path(rulebook).steps)
    assert "record" in names(path(rulebook, x="yes").steps)


def test_a_step_is_in_force_where_one_rule_or_another_asks_for_it() -> None:
    """Whatever x is, one of the two rules stands and wants a record."""
    one = norm("one", "may", when={"x": "yes"}, steps=uses("record"))
    other = norm("other", "may", when={"x": "no"}, steps=uses("record"))
    rulebook = book([fact("x")], [secrecy(), one, other], steps=STEPS)
    assert "record" in names(path(rulebook, about=["police"]).steps)


def test_a_defeated_rule_asks_for_nothing() -> None:
    duty = norm("duty", "must", steps=uses("record", force="must"))
    exempt = explains("exempt", defeats=("duty",))
    assert "record" not in names(path(book([], [secrecy(), duty, exempt], steps=STEPS)).steps)


def test_a_rule_without_pairs_can_ask_for_steps() -> None:
    rules = [secrecy(), explains("advice", when={"x": "yes"}, steps=uses("record"))]
    rulebook = book([fact("x")], rules, steps=STEPS)
    assert of(path(rulebook, x="yes"), "record").because == ("advice",)
    assert "record" not in names(path(rulebook, x="no").steps)


def test_only_rules_about_those_asked_about_ask_for_steps() -> None:
    """A step for telling the family is none for telling the police."""
    rules = [secrecy(), norm("family", "may", to=("family",), steps=uses("announce"))]
    rulebook = book([], rules, steps=STEPS)
    assert "announce" in names(path(rulebook, about=["family"]).steps)
    assert "announce" not in names(path(rulebook, about=["police"]).steps)


def test_notes_of_a_step_go_along() -> None:
    (use,) = uses("record")
    rules = [secrecy(), norm("speak", "may", steps=(replace(use, note="In ink."),))]
    assert of(path(book([], rules, steps=STEPS), about=["police"]), "record").notes == ("In ink.",)


# -- what is forbidden -------------------------------------------------------------------------------------------------

TIPPING_OFF = norm("silence", "may", when={"investigated": "yes"}, steps=uses("announce", force="must_not"))


def test_must_not_wins_and_is_shown_as_forbidden() -> None:
    rules = [secrecy(), norm("speak", "may", steps=uses("announce", force="must")), TIPPING_OFF]
    rulebook = book([fact("investigated")], rules, steps=STEPS)
    found = path(rulebook, investigated="yes")
    assert "announce" not in names(found.steps)
    assert names(found.forbidden) == ["announce"]
    assert found.forbidden[0].because == ("silence",)
    assert "announce" in names(path(rulebook, investigated="no").steps)
    assert names(path(rulebook, investigated="no").forbidden) == []


def test_what_may_be_forbidden_is_not_recommended_while_that_is_open() -> None:
    """Nor is it shown as forbidden yet."""
    rules = [secrecy(), norm("speak", "may", steps=uses("announce", force="must")), TIPPING_OFF]
    found = path(book([fact("investigated")], rules, steps=STEPS), about=["police"])
    assert "announce" not in names(found.steps)
    assert names(found.forbidden) == []


def test_a_step_that_is_forbidden_is_not_added_by_the_pathway_itself() -> None:
    rules = [secrecy("secrecy", steps=uses("consult_colleague", force="must_not"))]
    assert "consult_colleague" not in names(path(book([], rules, steps=STEPS)).steps)


def test_what_is_forbidden_is_never_recommended_at_the_same_time() -> None:
    """Who may not be told of the report to the police may not be told for the family's sake either."""
    hush = norm("hush", "may", steps=uses("announce", force="must_not"))
    kind = norm("kind", "may", to=("family",), steps=uses("announce"))
    found = path(book([], [secrecy(), hush, kind], steps=STEPS), about=["police", "family"])
    assert names(found.forbidden) == ["announce"]
    assert "announce" not in names(found.steps)


# -- order -------------------------------------------------------------------------------------------------------------

EVERYTHING = norm(
    "speak", "may", steps=uses(*(s.id for s in reversed(STEPS) if s.id not in ("call_emergency", "find_out")))
)


def test_care_comes_before_sharing_and_recording_after() -> None:
    found = names(path(with_help(EVERYTHING, shut()), about=["police"], near="weeks").steps)
    assert found == ["secure", "care", "consult_colleague", "announce", "share_minimum", "record"]


def test_with_harm_within_hours_the_call_comes_first_and_consulting_after_it() -> None:
    found = path(with_help(EVERYTHING, rescue(), shut()), about=["police"], near="hours")
    order = names(found.steps)
    assert found.urgent
    assert order[0] == "call_emergency"
    assert order.index("share_minimum") < order.index("consult_colleague")
    assert order.index("share_minimum") < order.index("announce")
    assert order.index("care") < order.index("share_minimum")


def test_the_order_holds_for_steps_that_no_rule_asked_for() -> None:
    """A step between two others orders them, asked for or not."""
    steps = {s.id: s for s in (step("last", after=("between",)), step("between", after=("first",)), step("first"))}
    order = step_order(steps, urgent=False)
    assert order["first"] < order["between"] < order["last"]


def test_without_an_order_of_their_own_steps_stand_by_phase_and_then_as_in_the_vocabulary() -> None:
    listed: list[Step] = [step("d", "after"), step("b", "before"), step("a", "now"), step("c", "before")]
    order = step_order({s.id: s for s in listed}, urgent=False)
    assert sorted(order, key=order.__getitem__) == ["a", "b", "c", "d"]


def test_the_call_comes_before_every_other_step_of_its_phase() -> None:
    """Wherever it stands in the vocabulary."""
    listed = [step("secure", "now"), step("clarify", "now"), step("call_emergency", "now")]
    order = step_order({s.id: s for s in listed}, urgent=True)
    assert sorted(order, key=order.__getitem__) == ["call_emergency", "secure", "clarify"]


def test_an_order_that_names_a_step_nobody_has_is_no_obstacle() -> None:
    assert step_order({"a": step("a", after=("gone",))}, urgent=False) == {"a": 0}


# -- what the state of the case adds -----------------------------------------------------------------------------------


def test_the_emergency_line_comes_first_while_harm_within_hours_is_not_excluded() -> None:
    """Before any question is finished: unknown is not no."""
    rulebook = with_help(rescue(), shut())
    for found in (path(rulebook), path(rulebook, "near"), path(rulebook, near="hours")):
        assert found.urgent
        assert names(found.steps)[0] == "call_emergency"
    assert not path(rulebook, near="weeks").urgent
    assert "call_emergency" not in names(path(rulebook, near="weeks").steps)


def test_the_emergency_line_says_what_may_be_told() -> None:
    rulebook = with_help(rescue(), shut())
    assert of(path(rulebook, near="hours"), "call_emergency").about == ("identity",)


def test_where_nothing_may_be_said_to_them_the_emergency_line_is_no_step() -> None:
    assert not path(with_help(shut()), near="hours").urgent


def test_the_emergency_line_stands_first_whoever_was_asked_about() -> None:
    assert names(path(with_help(rescue(), shut()), about=["family"], near="hours").steps)[0] == "call_emergency"


def test_find_out_names_the_facts_while_the_answer_is_open_and_goes_when_it_is_settled() -> None:
    rules = [norm("speak", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]}), shut()]
    rulebook = with_help(*rules, facts=[fact("x"), fact("y"), fact("idle")])
    assert of(path(rulebook, about=["police"]), "find_out").about == ("x", "y")
    assert of(path(rulebook, about=["police"], x="yes"), "find_out").about == ("y",)
    assert "find_out" not in names(path(rulebook, about=["police"], x="no").steps)


def test_find_out_names_what_somebody_could_not_tell() -> None:
    """It can still be found out."""
    rulebook = with_help(norm("speak", "may", when={"x": "yes"}), shut(), facts=[fact("x")])
    assert of(path(rulebook, "x", about=["police"]), "find_out").about == ("x",)


def test_consulting_is_advised_while_it_is_open_and_where_sharing_is_forbidden() -> None:
    """A "must not" never stands alone; a settled permission needs no advice of its own."""
    rulebook = with_help(norm("speak", "may", when={"x": "yes"}), shut(), facts=[fact("x")])
    assert "consult_colleague" in names(path(rulebook, about=["police"]).steps)
    assert "consult_colleague" in names(path(rulebook, about=["police"], x="no").steps)
    assert "consult_colleague" not in names(path(rulebook, about=["police"], x="yes").steps)


def test_consulting_is_advised_while_it_is_open_whether_one_must_or_may() -> None:
    rules = [norm("may", "may"), norm("must", "must", when={"x": "yes"}), shut()]
    assert "consult_colleague" in names(path(with_help(*rules, facts=[fact("x")]), about=["police"]).steps)


def test_who_cannot_tell_a_judgement_is_told_to_consult() -> None:
    facts = [fact("weighs", judgement=True)]
    rulebook = with_help(norm("speak", "may", when={"weighs": "yes"}), shut(), facts=facts)
    assert "consult_colleague" in names(path(rulebook, "weighs", about=["police"]).steps)


def test_a_rulebook_without_these_steps_gets_a_pathway_without_them() -> None:
    assert path(book([fact("x")], [secrecy(), norm("r", "may", when={"x": "yes"})])).steps == ()
