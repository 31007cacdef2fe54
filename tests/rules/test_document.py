"""The document of an advice: its keys are a contract, and what each of them says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from rules.advice import Advice
from rules.model import Presumption, Rule
from tests.rules.small import explains, fact
from tests.rules.tiny import book, document, evaluated, norm, outcome, reading, secrecy, step, uses

DUTY_KEYS = {"rule", "one_of", "or_do", "items", "deadlines", "sanction", "protection", "done"}


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


def test_a_gate_that_stays_closed_blocks_whatever_opens_another() -> None:
    """Two keys are needed, and a duty is no exception."""
    rules = [secrecy(), secrecy("privacy", "data_protection"), norm("duty", "must")]
    assert outcome(book([], rules))["answer"] == "must_not"
    both = norm("duty", "must", layers=("confidentiality", "data_protection"))
    assert outcome(book([], [*rules[:2], both]))["answer"] == "must"


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
