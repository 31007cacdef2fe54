"""Explanations: the reasons that decide, each with its source, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rules.advice import Advice
from rules.explain import Reason
from rules.model import Rulebook
from tests.rules.small import NURSE, explains, fact
from tests.rules.tiny import advise, book, norm, secrecy

DANGER = {"all": [{"grave": "yes"}, {"any": [{"near": "yes"}, {"armed": "yes"}]}, {"not": {"calm": "yes"}}]}
FACTS = [fact(name) for name in ("grave", "near", "armed", "calm", "other")]
BOOK = book(
    FACTS,
    [secrecy(), norm("speak", "may", when={"all": [{"is": "danger"}, {"other": "no"}]})],
    concepts={"danger": DANGER},
)
DANGEROUS = {"grave": "yes", "near": "yes", "armed": "no", "calm": "no", "other": "no"}


def said(advice_on: Rulebook, **answers: Any) -> Advice:
    """The advice for some answers."""
    return advise(advice_on, **answers)


def flat(reasons: Iterable[Reason]) -> list[Reason]:
    """All lines of some trees."""
    return [line for reason in reasons for line in (reason, *flat(reason.because))]


def facts_shown(reasons: Iterable[Reason]) -> list[str]:
    """The facts that are given as reasons, in order."""
    return [reason.id for reason in flat(reasons) if reason.kind == "fact"] + [
        reason.text.removeprefix("Not: ").split("?")[0] for reason in flat(reasons) if reason.kind == "not"
    ]


def only(reasons: Iterable[Reason]) -> Reason:
    """The one reason that there is."""
    (reason,) = reasons
    return reason


# -- why ---------------------------------------------------------------------------------------------------------------


def test_why_is_a_tree_of_rule_tests_and_facts_with_their_sources() -> None:
    reason = only(said(BOOK, **DANGEROUS).why("police"))
    assert (reason.kind, reason.id, reason.holds, reason.status) == ("rule", "speak", "yes", "stands")
    assert reason.sources == ("src-speak",)
    danger = next(line for line in flat([reason]) if line.kind == "concept")
    assert (danger.id, danger.holds, danger.sources) == ("danger", "yes", ("src-danger",))
    assert set(facts_shown(danger.because)) == {"grave", "near", "calm"}


def test_of_several_ways_only_the_one_that_holds_is_shown() -> None:
    """Worthless lines are cut: nobody is armed, and that decides nothing."""
    shown = facts_shown(said(BOOK, **DANGEROUS).why("police"))
    assert "near" in shown
    assert "armed" not in shown
    both = facts_shown(said(BOOK, **{**DANGEROUS, "armed": "yes"}).why("police"))
    assert {"near", "armed"} <= set(both)


def test_a_rule_that_always_holds_needs_no_reason() -> None:
    assert only(said(book([], [secrecy()])).why("police")).because == ()


def test_the_profession_is_a_reason_too() -> None:
    rulebook = book([], [secrecy(), norm("speak", "may", when={"sharer_role": NURSE})])
    assert "Your profession" in str(only(said(rulebook).why("police")))


def test_what_was_answered_is_shown_where_it_is_not_what_the_rule_names() -> None:
    rulebook = book([fact("x", "a", "b", "c")], [secrecy(), norm("speak", "may", when={"x": ["a", "b"]})])
    assert "x? A or B (answered: A)" in str(only(said(rulebook, x="a").why("police")))
    narrow = book([fact("x", "a", "b", "c")], [secrecy(), norm("speak", "may", when={"x": "a"})])
    assert str(only(said(narrow, x="a").why("police"))).endswith("x? A")


def test_an_empty_tick_list_is_said_in_words() -> None:
    weapon = fact("weapon", "gun", kind="any_of")
    rulebook = book([weapon], [secrecy(), norm("speak", "may", when={"weapon": "none"})])
    assert "none of these" in str(only(said(rulebook, weapon="").why("police")))


def test_an_exception_is_a_reason_when_it_is_absent_and_when_it_is_there() -> None:
    rulebook = book([fact("x"), fact("y")], [secrecy(), norm("speak", "may", when={"x": "yes"}, unless={"y": "yes"})])
    assert "+ Not: y? YES" in str(only(said(rulebook, x="yes", y="no").why("police")))
    speak = rule_line(said(rulebook, x="yes", y="yes").why_not("police", "may"), "speak")
    assert facts_shown([speak]) == ["y"]


def test_why_a_prohibition_stands_names_the_gate() -> None:
    reason = only(said(BOOK, **{**DANGEROUS, "grave": "no"}).why("police"))
    assert (reason.id, reason.holds) == ("secrecy", "yes")


def test_an_open_outcome_shows_what_may_stand_and_what_is_open() -> None:
    """Both the permission and the gate that would close without it."""
    reasons = said(BOOK, grave="yes", calm="no", other="no").why("police")
    assert {(reason.id, reason.holds) for reason in reasons} == {("speak", "open"), ("secrecy", "open")}
    speak = next(reason for reason in reasons if reason.id == "speak")
    assert set(facts_shown([speak])) == {"near", "armed"}
    assert all(line.holds == "open" for line in flat([speak]))


def test_the_rules_that_decide_are_shown_and_not_those_that_a_stronger_outcome_outranks() -> None:
    rulebook = book([], [secrecy(), norm("duty", "must"), norm("leave", "may")])
    assert [reason.id for reason in said(rulebook).why("police")] == ["duty"]


# -- why not -----------------------------------------------------------------------------------------------------------


def rule_line(reasons: Iterable[Reason], name: str) -> Reason:
    """The line about a rule."""
    return next(reason for reason in reasons if reason.id == name)


def test_why_not_names_the_condition_that_fails_and_only_that() -> None:
    reasons = said(BOOK, **{**DANGEROUS, "grave": "no"}).why_not("police", "may")
    speak = rule_line(reasons, "speak")
    assert (speak.holds, speak.status) == ("no", "does_not_apply")
    assert facts_shown([speak]) == ["grave"]


def test_why_not_names_every_way_that_was_closed() -> None:
    reasons = said(BOOK, **{**DANGEROUS, "near": "no"}).why_not("police", "may")
    assert set(facts_shown([rule_line(reasons, "speak")])) == {"near", "armed"}


def test_why_not_names_the_rule_that_defeats() -> None:
    exempt = explains("exempt", when={"y": "yes"}, defeats=("duty",), sources=("src-exempt",))
    rulebook = book([fact("x"), fact("y")], [secrecy(), norm("duty", "must", when={"x": "yes"}), exempt])
    duty = rule_line(said(rulebook, x="yes", y="yes").why_not("police", "must"), "duty")
    assert duty.status == "defeated"
    beaten_by = only(duty.because)
    assert (beaten_by.id, beaten_by.status, beaten_by.sources) == ("exempt", "stands", ("src-exempt",))
    assert facts_shown([beaten_by]) == ["y"]


def test_why_not_names_the_gate_that_stayed_closed() -> None:
    """The rule itself stands; another layer outranks it."""
    other = secrecy("privacy", "data_protection")
    rulebook = book([], [secrecy(), other, norm("speak", "may")])
    reasons = said(rulebook).why_not("police", "may")
    assert {(reason.id, reason.status) for reason in reasons} == {("speak", "stands"), ("privacy", "stands")}


def test_why_not_leaves_out_prohibitions_that_do_not_apply_or_were_defeated() -> None:
    absent = norm("absent", "must_not", when={"x": "yes"}, layers=("data_protection",))
    rulebook = book([fact("x"), fact("y")], [secrecy(), absent, norm("speak", "may", when={"y": "yes"})])
    reasons = said(rulebook, x="no", y="yes").why_not("police", "must")
    assert reasons == ()


def test_why_not_must_is_silent_where_no_rule_could_oblige() -> None:
    assert [reason.id for reason in said(BOOK, **DANGEROUS).why_not("police", "must")] == []


def test_why_not_names_the_condition_of_the_item() -> None:
    share = {"identity": None, "threat": {"needed": "yes"}}
    rulebook = book([fact("needed")], [secrecy(), norm("speak", "may", share=share)])
    speak = rule_line(said(rulebook, needed="no").why_not("police", "may", "threat"), "speak")
    assert speak.status == "does_not_apply"
    assert facts_shown([speak]) == ["needed"]


def test_a_condition_that_all_items_share_is_named() -> None:
    share = {"identity": {"needed": "yes"}, "threat": {"needed": "yes"}}
    rulebook = book([fact("needed")], [secrecy(), norm("speak", "may", share=share)])
    assert facts_shown(said(rulebook, needed="no").why_not("police", "may", "threat")) == ["needed"]


# -- about whom --------------------------------------------------------------------------------------------------------


def test_an_explanation_is_about_the_recipient_asked_for() -> None:
    rules = [secrecy(), norm("speak", "may", when={"consent": "yes"}, to=("police", "family"))]
    rulebook = book([fact("consent", per_recipient=True)], rules)
    advice = said(rulebook, of={"police": {"consent": "no"}, "family": {"consent": "yes"}})
    assert only(advice.why("family")).id == "speak"
    assert "(answered: NO)" in str(rule_line(advice.why_not("police", "may"), "speak"))


def test_the_item_that_carries_the_answer_is_explained_unless_another_is_named() -> None:
    rulebook = book([], [secrecy(), norm("speak", "may", share=["threat"])])
    advice = said(rulebook)
    assert advice.telling_item("police") == "threat"
    assert only(advice.why("police")).id == "speak"
    assert only(advice.why("police", "identity")).id == "secrecy"


# -- forms -------------------------------------------------------------------------------------------------------------


def test_a_tree_is_written_as_indented_lines_with_marks_and_sources() -> None:
    lines = str(only(said(BOOK, **DANGEROUS).why("police"))).splitlines()
    assert lines[0] == "+ Rule speak  [src-speak]"
    assert all(line.lstrip().startswith(("+", "-", "?")) for line in lines)
    assert {len(line) - len(line.lstrip()) for line in lines} >= {0, 2}


def test_a_tree_as_data_leaves_out_what_is_empty() -> None:
    data = only(said(BOOK, **DANGEROUS).why("police")).document()
    assert data["kind"] == "rule"
    assert data["status"] == "stands"
    assert data["sources"] == ["src-speak"]
    assert all(value for value in data.values())
    assert {line["kind"] for line in data["because"]} <= {"concept", "fact", "not", "all", "any"}


def test_why_a_contradiction_is_open_names_both_rules() -> None:
    rulebook = book([], [norm("no", "must_not"), norm("yes", "may")])
    assert {reason.id for reason in said(rulebook).why("police")} == {"no", "yes"}
