"""What goes with an answer in the document: duties, disputed law, assumptions, changes and warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.advice import Advice
from rules.model import AdvisesAgainst, Deadline, NotCovered, Presumption, Rule
from tests.rules.small import NURSE, OFFICER, fact
from tests.rules.tiny import TODAY, advise, book, document, evaluated, norm, outcome, reading, secrecy, step, uses


def duty(*to: str, **more: Any) -> Rule:
    """A duty that telling any one of several satisfies."""
    return norm("duty", "must", to=to, quantity="one_of", **more)


# -- duties ------------------------------------------------------------------------------------------------------------


def test_a_duty_that_one_of_several_satisfies_says_or() -> None:
    rulebook = book([], [secrecy(), duty("police", "family", or_do=("dissuade",))], steps=[step("dissuade")])
    assert outcome(rulebook)["answer"] == "must"
    assert outcome(rulebook)["or"] == ["family", "dissuade"]
    assert outcome(rulebook, "family")["or"] == ["police", "dissuade"]
    (found,) = document(rulebook)["duties"]
    assert found["one_of"] == ["police", "family"]
    assert found["or_do"] == ["dissuade"]


def test_a_duty_towards_each_has_no_or() -> None:
    rulebook = book([], [secrecy(), norm("duty", "must", to=("police", "family"), quantity="all_of")])
    assert outcome(rulebook)["or"] == []
    assert document(rulebook)["duties"][0]["all_of"] == ["police", "family"]


def test_a_forbidden_member_drops_out() -> None:
    closed = norm("closed", "must_not", to=("family",), layers=("data_protection",))
    rulebook = book([], [secrecy(), closed, duty("police", "family")])
    assert outcome(rulebook, "family")["answer"] == "must_not"
    assert outcome(rulebook)["or"] == []
    assert document(rulebook)["duties"][0]["one_of"] == ["police"]


def test_with_all_forbidden_no_duty_is_left() -> None:
    closed = norm("closed", "must_not", to=("police", "family"), layers=("data_protection",))
    assert document(book([], [secrecy(), closed, duty("police", "family")]))["duties"] == []
    with_other_way = duty("police", or_do=("dissuade",))
    (found,) = document(book([], [secrecy(), closed, with_other_way], steps=[step("dissuade")]))["duties"]
    assert found["one_of"] == []
    assert found["or_do"] == ["dissuade"]


def test_a_member_that_may_not_be_told_what_the_duty_asks_drops_out() -> None:
    """That the family may hear something else is no way to meet the duty."""
    closed = norm("closed", "must_not", to=("family",), share=["identity"], layers=("data_protection",))
    other = norm("other", "may", to=("family",), share=["threat"])
    found = document(book([], [secrecy(), closed, other, duty("police", "family", share=["identity"])]))
    assert found["duties"][0]["one_of"] == ["police"]


def test_a_duty_lists_what_to_tell_by_when_and_what_guards_it() -> None:
    share = {"identity": None, "threat": {"needed": "yes"}}
    full = duty(
        "police", share=share, deadlines=(Deadline("at once", "in writing"),), sanction="Fine.", good_faith="Safe."
    )
    (found,) = document(book([fact("needed")], [secrecy(), full]), needed="no")["duties"]
    assert found["items"] == ["identity"]
    assert found["deadlines"] == [{"by": "at once", "form": "in writing", "to": ""}]
    assert (found["sanction"], found["protection"]) == ("Fine.", "Safe.")


def test_a_duty_that_only_may_stand_is_none_yet() -> None:
    rulebook = book([fact("x")], [secrecy(), duty("police", when={"x": "yes"})])
    assert document(rulebook)["duties"] == []
    assert len(document(rulebook, x="yes")["duties"]) == 1


@pytest.mark.parametrize(
    ("quantity", "told", "done"),
    [
        ("one_of", ("police",), True),
        ("one_of", (), False),
        ("all_of", ("police",), False),
        ("all_of", ("police", "family"), True),
    ],
)
def test_a_duty_that_was_met_is_shown_as_done(quantity: str, told: tuple[str, ...], done: bool) -> None:
    rule = norm("duty", "must", to=("police", "family"), quantity=quantity)
    rulebook = book([fact("already_told", per_recipient=True)], [secrecy(), rule])
    of = {r: {"already_told": "yes" if r in told else "no"} for r in ("police", "family")}
    assert document(rulebook, of=of)["duties"][0]["done"] is done


# -- disputed law ------------------------------------------------------------------------------------------------------

DISPUTED = book(
    [fact("x")],
    [secrecy(), norm("speak", "may", when={"all": [{"wide": "yes"}, {"x": "yes"}]})],
    readings=[reading("wide", "yes", "no")],
)


def test_an_answer_that_hangs_on_disputed_law_alone_shows_both_sides_with_their_sources() -> None:
    assert outcome(DISPUTED, x="yes")["unsettled"] == [
        {"reading": "wide", "value": "yes", "answer": "may", "source": "src-yes"},
        {"reading": "wide", "value": "no", "answer": "must_not", "source": "src-no"},
    ]


def test_while_a_fact_is_missing_too_it_is_open_and_not_unsettled() -> None:
    assert outcome(DISPUTED)["unsettled"] == []
    assert outcome(DISPUTED)["hangs_on"] == ["x"]
    assert outcome(DISPUTED, x="no")["unsettled"] == []


def test_a_dispute_that_decides_nothing_here_is_not_shown() -> None:
    other = norm("other", "may", when={"narrow": "yes"}, to=("family",))
    readings = [reading("wide", "yes", "no"), reading("narrow", "yes", "no")]
    rulebook = book([], [secrecy(), norm("speak", "may", when={"wide": "yes"}), other], readings=readings)
    assert {each["reading"] for each in outcome(rulebook)["unsettled"]} == {"wide"}
    assert {each["reading"] for each in outcome(rulebook, "family")["unsettled"]} == {"narrow"}


def test_a_dispute_about_a_question_that_does_not_arise_is_not_shown() -> None:
    """With x no, the question y does not arise, so neither does the dispute about it."""
    asked = fact("y", asked_when={"x": "yes"})
    narrow = norm("narrow", "may", when={"all": [{"y": "yes"}, {"narrow": "yes"}]})
    wide = norm("wide", "may", when={"wide": "yes"})
    readings = [reading("wide", "yes", "no"), reading("narrow", "yes", "no")]
    rulebook = book([fact("x"), asked], [secrecy(), narrow, wide], readings=readings)
    assert {each["reading"] for each in outcome(rulebook, x="no")["unsettled"]} == {"wide"}


# -- what goes with it -------------------------------------------------------------------------------------------------


def test_what_a_professional_body_advises_against_is_marked() -> None:
    against = AdvisesAgainst(("police",), ("identity",), "Better not.", "src")
    speak = norm("speak", "may", to=("police", "family"), when={"x": "yes"}, advises_against=against)
    rulebook = book([fact("x")], [secrecy(), speak])
    assert outcome(rulebook, x="yes")["advises_against"]
    assert not outcome(rulebook, "family", x="yes")["advises_against"]
    assert not outcome(rulebook, x="no")["advises_against"]


def test_what_is_not_covered_is_said_at_the_recipients_it_touches() -> None:
    rulebook = book([], [secrecy()], not_covered=(NotCovered("The police act.", ("police",)),))
    assert outcome(rulebook)["not_covered"] == ["The police act."]
    assert outcome(rulebook, "family")["not_covered"] == []


def test_what_is_coming_is_shown_to_those_whom_it_will_bind() -> None:
    soon = norm("soon", "may", in_force_from=date(2027, 1, 1))
    never_started = norm("adopted", "may", not_commenced=True, binds=(OFFICER,))
    rulebook = book([], [secrecy()], coming=(soon, never_started))
    assert document(rulebook)["coming"] == [{"rule": "soon", "title": "Rule soon", "from": "2027-01-01"}]
    assert document(rulebook, role=OFFICER)["coming"][1] == {"rule": "adopted", "title": "Rule adopted", "from": None}


def test_assumptions_are_listed_with_their_words() -> None:
    """About recipients only for those asked about."""
    told = fact("told", per_recipient=True, presume=Presumption(("no",), "Not told yet."))
    weapon = fact("weapon", "gun", kind="any_of", presume=Presumption((), "No weapon."))
    rulebook = book([told, weapon], [secrecy()])
    assert document(rulebook, about=["family"])["assumed"] == [
        {"fact": "told", "value": "no", "says": "Not told yet.", "recipient": "family"},
        {"fact": "weapon", "value": [], "says": "No weapon."},
    ]
    assert document(rulebook, strict=True)["assumed"] == []


def test_what_can_no_longer_matter_is_listed() -> None:
    facts = [fact(name) for name in "xyz"]
    rulebook = book(facts, [secrecy(), norm("speak", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]})])
    assert document(rulebook)["irrelevant"] == ["z"]
    assert document(rulebook, x="no")["irrelevant"] == ["y", "z"]
    assert document(rulebook, "z")["irrelevant"] == ["z"]


def test_the_next_question_says_why_and_about_whom() -> None:
    consent = fact("consent", per_recipient=True, why="It opens secrecy.")
    rulebook = book([consent], [secrecy(), norm("speak", "may", when={"consent": "yes"})])
    asked = document(rulebook, about=["police"])["next_question"]
    assert asked == {"fact": "consent", "recipient": "police", "why": "It opens secrecy."}
    assert document(rulebook, about=["police"], of={"police": {"consent": "no"}})["next_question"] is None


def test_changes_are_shown_for_those_asked_about_and_say_who_brings_them_about() -> None:
    facts = [fact("asked", mutable="you"), fact("near", mutable="may_happen")]
    rulebook = book(facts, [secrecy(), norm("speak", "may", when={"any": [{"asked": "yes"}, {"near": "yes"}]})])
    found = document(rulebook, about=["police"], asked="no", near="no")["changes"]
    assert found == [
        {"facts": {"asked": "yes"}, "recipient": "police", "to": "may", "by": "you"},
        {"facts": {"near": "yes"}, "recipient": "police", "to": "may", "by": "may_happen"},
    ]
    assert document(rulebook, asked="no", near="no")["changes"] == []


def test_a_ticked_list_is_a_list_in_a_change() -> None:
    weapon = fact("weapon", "gun", "knife", kind="any_of", mutable="may_happen")
    rulebook = book([weapon], [secrecy(), norm("speak", "may", when={"weapon": "gun"})])
    (change,) = document(rulebook, about=["police"], weapon="")["changes"]
    assert change["facts"] == {"weapon": ["gun"]}


def test_rules_that_carry_the_answer_and_are_unsure_give_a_warning() -> None:
    unsure = norm("speak", "may", when={"x": "yes"}, confidence="low", confidence_why="Not read.")
    rulebook = book([fact("x")], [secrecy(), unsure])
    assert document(rulebook, x="yes")["warnings"] == ["speak: low confidence. Not read."]
    assert document(rulebook, x="no")["warnings"] == []


def test_steps_that_are_forbidden_stand_apart() -> None:
    speak = norm("speak", "may", steps=uses("announce", force="must_not") + uses("record", force="must"))
    found = document(book([], [secrecy(), speak], steps=[step("announce"), step("record", "after")]), about=["police"])
    assert found["steps_forbidden"] == [{"step": "announce", "because": ["speak"]}]
    assert found["pathway"] == [
        {"step": "record", "phase": "after", "force": "must", "because": ["speak"], "guidance": []}
    ]


# -- who asks ----------------------------------------------------------------------------------------------------------


def test_rules_that_do_not_bind_the_profession_are_no_part_of_it() -> None:
    rules = [secrecy(), norm("nurses", "may", binds=(NURSE,))]
    assert set(document(book([], rules), role=NURSE)["rules"]) == {"secrecy", "nurses"}
    assert set(document(book([], rules), role=OFFICER)["rules"]) == {"secrecy"}


def test_assumptions_that_matter_are_those_an_answer_would_hang_on() -> None:
    facts = [fact(name, presume=Presumption(("no",), "")) for name in ("matters", "idle")]
    rulebook = book(facts, [secrecy(), norm("speak", "may", when={"matters": "yes"})])
    assert advise(rulebook).assumed_that_matter == {"matters"}
    assert advise(rulebook, strict=True).assumed_that_matter == frozenset()


def test_warnings_about_the_content_go_along() -> None:
    assert Advice(evaluated(book([], [secrecy()])), TODAY, ["A source is overdue."]).document()["warnings"] == [
        "A source is overdue."
    ]


def test_what_is_forbidden_anyway_is_not_advised_against() -> None:
    """The mark is for what is allowed and had better be left."""
    against = AdvisesAgainst(("police",), ("identity",), "Better not.", "src")
    closed = secrecy("privacy", "data_protection")
    rulebook = book([], [secrecy(), closed, norm("speak", "may", advises_against=against)])
    assert outcome(rulebook)["answer"] == "must_not"
    assert not outcome(rulebook)["advises_against"]
