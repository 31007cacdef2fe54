"""A case document means what it says, and is read back as it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.case import EVERYWHERE, Case, CaseError, CaseProblem
from rules.case_reader import read_case
from rules.model import Rulebook
from tests.rules.small import NURSE, fact, key
from tests.rules.strategies import dilemmas
from tests.rules.tiny import book, reading

FACTS = [
    fact("harm_near", "hours", "days"),
    fact("weapon", "gun", "knife", kind="any_of"),
    fact("urgent"),
    fact("consent", "given", "refused", per_recipient=True),
]
BOOK = book(FACTS, [], readings=[reading("disputed", "wide", "narrow")])


def document(**changed: Any) -> dict[str, Any]:
    """A case document without a fault, with some of it changed."""
    return {"handrail": 1, "jurisdiction": "XX", "facts": {"sharer_role": NURSE}} | changed


def facts(**answers: Any) -> dict[str, Any]:
    """A case document with these answers."""
    return document(facts={"sharer_role": NURSE, **answers})


# -- what is read ------------------------------------------------------------------------------------------------------


def test_answers_are_read_with_their_meaning() -> None:
    case = read_case(
        facts(harm_near="hours", weapon=["gun", "knife"], urgent="yes")
        | {"as_of": "2026-11-24", "ask_about": ["police"]},
        BOOK,
    )
    assert case == Case(
        "XX",
        NURSE,
        {
            key("harm_near"): frozenset({"hours"}),
            key("weapon"): frozenset({"gun", "knife"}),
            key("urgent"): frozenset({"yes"}),
        },
        frozenset(),
        ("police",),
        date(2026, 11, 24),
    )


@pytest.mark.parametrize("written", [[], ["none"], "none"])
def test_nothing_ticked_is_an_answer(written: object) -> None:
    assert read_case(facts(weapon=written), BOOK).answers == {key("weapon"): frozenset()}


def test_one_tick_needs_no_list_and_one_value_may_stand_in_one() -> None:
    case = read_case(facts(weapon="gun", urgent=["yes"]), BOOK)
    assert case.answers == {key("weapon"): frozenset({"gun"}), key("urgent"): frozenset({"yes"})}


def test_unknown_is_kept_apart_from_answers_wherever_it_is_written() -> None:
    wrote = facts(urgent="unknown") | {"unknown": ["weapon"], "recipients": {"police": {"consent": "unknown"}}}
    case = read_case(wrote, BOOK)
    assert case.answers == {}
    assert case.unknown == {key("urgent"), key("weapon"), key("consent", "police")}


def test_an_answer_about_recipients_holds_for_each_one_asked_about() -> None:
    case = read_case(facts(consent="given") | {"ask_about": ["police", "family"]}, BOOK)
    assert case.answers.keys() == {key("consent", "police"), key("consent", "family")}
    case = read_case(document(ask_about=["police", "family"], unknown=["consent"]), BOOK)
    assert case.unknown == {key("consent", "police"), key("consent", "family")}


def test_an_answer_about_one_recipient_is_about_that_one_only() -> None:
    case = read_case(document(recipients={"family": {"consent": "refused"}}), BOOK)
    assert case.answers == {key("consent", "family"): frozenset({"refused"})}


# -- round trip --------------------------------------------------------------------------------------------------------


@given(dilemmas(), st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_a_case_survives_being_written_and_read(dilemma: tuple[Rulebook, Case], as_of: date | None) -> None:
    rulebook, drawn = dilemma
    recipients, _ = rulebook.for_side(rulebook.roles[drawn.role].side)
    about = tuple(recipient.id for recipient in recipients if recipient.id in drawn.ask_about)
    case = replace(drawn, as_of=as_of, ask_about=about)
    assert read_case(case.document(rulebook), rulebook) == case


def test_a_document_holds_nothing_that_was_not_said() -> None:
    assert Case("XX", NURSE).document(BOOK) == document()


def test_ticked_options_are_written_in_the_order_of_the_vocabulary() -> None:
    case = Case("XX", NURSE, {key("weapon"): frozenset({"knife", "gun"})})
    assert case.document(BOOK)["facts"]["weapon"] == ["gun", "knife"]


def test_a_question_can_be_answered_left_unknown_and_taken_back() -> None:
    """Each replaces what was there before; the case itself never changes."""
    empty = Case("XX", NURSE)
    answered = empty.with_answer(key("urgent"), ["yes"])
    unknown = answered.with_unknown(key("urgent"))
    assert answered.answers == {key("urgent"): frozenset({"yes"})}
    assert unknown.answers == {}
    assert unknown.unknown == {key("urgent")}
    assert unknown.with_answer(key("urgent"), ["no"]).unknown == frozenset()
    assert answered.without(key("urgent")) == unknown.without(key("urgent")) == empty


# -- whatever is thrown at it ------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(
    ["sharer_role", NURSE, "weapon", "gun", "consent", "given", "police", "unknown", "none", "urgent", "yes"]
)
PARTS = st.recursive(
    WORDS | JSON, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2), max_leaves=6
)


@pytest.mark.parametrize("part", ["handrail", "as_of", "ask_about", "facts", "recipients", "unknown"])
@given(data=st.data())
def test_no_document_is_a_surprise(part: str, data: st.DataObject) -> None:
    """It becomes a case or a list of problems, whatever JSON is posted."""
    posted = document() | {part: data.draw(PARTS)}
    case, wrong = read(posted)
    assert all(found.where and found.found and found.todo for found in wrong)
    if case:
        assert read(case.document(BOOK)) == (case, ())
        assert all(about == EVERYWHERE or about in BOOK.recipients for _, about in case.answers)


def read(posted: dict[str, Any]) -> tuple[Case | None, tuple[CaseProblem, ...]]:
    """The case or what is wrong with it."""
    try:
        return read_case(posted, BOOK), ()
    except CaseError as error:
        return None, error.problems
