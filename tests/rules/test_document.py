"""The document of an advice: its keys are a contract, and what each of them says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from rules.advice import Advice
from rules.model import AdvisesAgainst, Deadline, NotCovered, Presumption, Rule, Rulebook
from tests.rules.small import NURSE, OFFICER, explains, fact
from tests.rules.tiny import TODAY, advise, book, evaluated, norm, reading, secrecy, step, uses

DUTY_KEYS = {"rule", "one_of", "or_do", "items", "deadlines", "sanction", "protection", "done"}


def document(rulebook: Rulebook, *unknown: str, **said: Any) -> dict[str, Any]:
    """The document of a case."""
    return advise(rulebook, *unknown, **said).document()


def outcome(rulebook: Rulebook, recipient: str = "police", *unknown: str, **said: Any) -> dict[str, Any]:
    """What a document says about one recipient."""
    found: dict[str, Any] = document(rulebook, *unknown, **said)["outcomes"][recipient]
    return found


def duty(*to: str, **more: Any) -> Rule:
    """A duty that telling any one of several satisfies."""
    return norm("duty", "must", to=to, quantity="one_of", **more)


# -- the contract ------------------------------------------------------------------------------------------------------


def test_the_keys_are_those_of_the_contract() -> None:
    facts = [fact("x", mutable="you"), fact("order", presume=Presumption(("no",), "No order."))]
    rules = [secrecy(), duty("police", "family", when={"x": "yes"}, steps=uses("record"))]
    found = document(book(facts, rules, steps=[step("record")]), about=["police"], x="yes")
    assert list(found) == [
        "jurisdiction",
        "as_of",
        "rulebook",
        "settled",
        "first_usable",
        "outcomes",
        "duties",
        "rules",
        "pathway",
        "steps_forbidden",
        "assumed",
        "next_question",
        "irrelevant",
        "changes",
        "coming",
        "warnings",
    ]
    assert list(found["rulebook"]) == ["version", "digest", "overlays"]
    police = found["outcomes"]["police"]
    assert set(police) == {
        "answer",
        "or",
        "possible",
        "hangs_on",
        "unsettled",
        "advises_against",
        "without_naming",
        "items",
        "rules",
        "sources",
        "not_covered",
    }
    assert all(set(item) == {"answer", "possible", "rules"} for item in police["items"].values())
    assert set(found["duties"][0]) == DUTY_KEYS
    assert all(set(rule) == {"status", "defeated_by"} for rule in found["rules"].values())
    assert set(found["pathway"][0]) == {"step", "phase", "force", "because", "guidance"}
    assert set(found["assumed"][0]) == {"fact", "value", "says"}
    assert set(found["changes"][0]) == {"facts", "recipient", "to", "by"}


def test_a_document_is_plain_data() -> None:
    rules = [secrecy(), duty("police", "family", when={"x": "yes"})]
    found = document(book([fact("x")], rules, readings=[reading("wide", "yes", "no")]), about=["police"])
    assert json.loads(json.dumps(found)) == found


def test_the_day_asked_for_is_said_and_the_law_of_which_rulebook() -> None:
    rulebook = book([], [secrecy()])
    found = Advice(evaluated(rulebook), date(2026, 1, 2)).document()
    assert found["as_of"] == "2026-01-02"
    assert found["rulebook"] == {"version": "0", "digest": "", "overlays": []}
    assert found["jurisdiction"] == "XX"


# -- answers -----------------------------------------------------------------------------------------------------------


def test_everybody_in_scope_has_an_outcome_and_those_asked_about_come_first() -> None:
    assert list(document(book([], [secrecy()]), about=["family"])["outcomes"]) == ["family", "police"]


def test_the_headline_is_the_strongest_answer_over_what_identifies() -> None:
    rules = [secrecy(), norm("speak", "may", share=["threat"]), norm("duty", "must", share=["expertise"])]
    found = outcome(book([], rules))
    assert found["answer"] == "may"
    assert found["without_naming"] == "must"
    assert {item: about["answer"] for item, about in found["items"].items()} == {
        "identity": "must_not",
        "threat": "may",
        "expertise": "must",
    }


def test_open_is_never_shown_as_no() -> None:
    rulebook = book([fact("x")], [secrecy(), norm("speak", "may", when={"x": "yes"})])
    for found in (outcome(rulebook), outcome(rulebook, "police", "x")):
        assert found["answer"] == "open"
        assert found["possible"] == ["may", "must_not"]
        assert found["hangs_on"] == ["x"]
        assert found["items"]["identity"]["answer"] == "open"
    assert not document(rulebook)["settled"]


def test_where_no_rule_speaks_the_answer_is_open_and_the_gap_is_named() -> None:
    found = document(book([], []), about=["police"])
    assert found["outcomes"]["police"]["answer"] == "open"
    assert found["outcomes"]["police"]["possible"] == ["gap"]
    assert not found["settled"]


def test_a_contradiction_is_open_and_never_a_permission() -> None:
    """Whatever else would stand."""
    rules = [norm("no", "must_not"), norm("yes", "may"), norm("duty", "must", layers=())]
    found = outcome(book([], rules))
    assert found["answer"] == "open"
    assert found["possible"] == ["fault"]


def test_the_rules_and_sources_that_stand_are_named() -> None:
    rules = [
        secrecy(),
        norm("speak", "may", when={"x": "yes"}, sources=("a", "b")),
        norm("also", "may", sources=("b",)),
    ]
    found = outcome(book([fact("x")], rules), x="yes")
    assert set(found["rules"]) == {"speak", "also"}
    assert sorted(found["sources"]) == ["a", "b"]
    assert set(found["items"]["identity"]["rules"]) == {"speak", "also"}


def test_settled_is_about_those_asked_about() -> None:
    rulebook = book([fact("x")], [secrecy(), norm("speak", "may", when={"x": "yes"}, to=("family",))])
    assert document(rulebook, about=["police"])["settled"]
    assert not document(rulebook, about=["family"])["settled"]


def test_each_rule_has_a_status_and_names_what_defeats_it() -> None:
    rules = [
        secrecy(),
        norm("speak", "may"),
        norm("absent", "may", when={"x": "no"}),
        norm("beaten", "must"),
        explains("exempt", defeats=("beaten",)),
        norm("maybe", "should", when={"y": "yes"}),
    ]
    found = document(book([fact("x"), fact("y")], rules), x="yes")["rules"]
    assert {name: about["status"] for name, about in found.items()} == {
        "secrecy": "stands",
        "speak": "stands",
        "absent": "does_not_apply",
        "beaten": "defeated",
        "exempt": "stands",
        "maybe": "open",
    }
    assert found["beaten"]["defeated_by"] == ["exempt"]
    assert found["absent"]["defeated_by"] == []


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


@pytest.mark.xfail(reason="a member drops out only if nothing at all may be told to it")
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


@pytest.mark.xfail(reason="a list with one tick is written as a text, one with two as a list")
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
