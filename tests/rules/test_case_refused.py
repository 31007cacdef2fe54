"""Everything wrong with a case document is said at once, with what is allowed and the nearest right name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.case import CaseError, CaseProblem
from rules.case_reader import MAX_ANSWERS, read_case
from rules.model import Recipient, Rulebook
from tests.rules.small import NURSE, OFFICER, fact
from tests.rules.test_case import BOOK, document, facts
from tests.rules.tiny import book


def problems(wrong: dict[str, Any], rulebook: Rulebook = BOOK) -> tuple[CaseProblem, ...]:
    """What is wrong with a document."""
    with pytest.raises(CaseError) as caught:
        read_case(wrong, rulebook)
    return caught.value.problems


def problem(wrong: dict[str, Any]) -> CaseProblem:
    """The only thing that is wrong with a document."""
    (only,) = problems(wrong)
    return only


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_a_key_that_is_no_part_of_a_case_names_the_nearest() -> None:
    found = problem(document(recipient={"police": {}}))
    assert (found.where, found.nearest) == ("recipient", "recipients")
    assert "no part of a case" in found.text()
    assert "Did you mean 'recipients'?" in found.text()


@pytest.mark.parametrize("version", [2, "1", True, None])
def test_another_version_of_the_format_is_refused(version: object) -> None:
    found = problem(document(handrail=version))
    assert (found.where, found.allowed) == ("handrail", ("1",))


def test_a_document_without_a_version_is_read_as_this_one() -> None:
    without = document()
    del without["handrail"]
    assert read_case(without, BOOK).role == NURSE


def test_a_missing_profession_is_asked_for() -> None:
    found = problem(document(facts={}))
    assert (found.where, found.allowed) == ("facts.sharer_role", (NURSE, OFFICER))
    assert "missing" in found.found


def test_an_unknown_profession_names_the_nearest() -> None:
    found = problem(document(facts={"sharer_role": "nurze"}))
    assert found.nearest == NURSE
    assert "no profession known here" in found.found


def test_a_profession_that_the_rulebook_does_not_cover_is_said_to_be_so() -> None:
    """It exists, so it is no slip of the pen: nothing near is proposed."""
    narrow = replace(BOOK, jurisdiction=replace(BOOK.jurisdiction, roles=(NURSE,)))
    (found,) = problems(document(facts={"sharer_role": OFFICER}), narrow)
    assert "not covered by this rulebook" in found.found
    assert (found.allowed, found.nearest) == ((NURSE,), None)


@pytest.mark.parametrize("role", [["nurse"], 3, {"nurse": 1}])
def test_a_profession_that_is_no_text_is_refused(role: object) -> None:
    assert problem(document(facts={"sharer_role": role})).where == "facts.sharer_role"


def test_an_unknown_fact_names_the_nearest() -> None:
    found = problem(facts(weapons=["gun"]))
    assert (found.where, found.nearest) == ("facts.weapons", "weapon")
    assert "disputed" not in found.allowed


def test_a_reading_is_no_fact_that_one_can_answer() -> None:
    """Disputed law is never asked."""
    assert "no fact known here" in problem(facts(disputed="wide")).found
    assert "no fact known here" in problem(document(recipients={"police": {"disputed": "wide"}})).found


@pytest.mark.parametrize(
    ("value", "shown", "nearest"), [("hour", "'hour'", "hours"), (7, "7", None), (None, "None", None)]
)
def test_a_value_that_a_fact_does_not_have_is_named_with_those_it_has(
    value: object, shown: str, nearest: str | None
) -> None:
    found = problem(facts(harm_near=value))
    assert (found.where, found.allowed, found.nearest) == ("facts.harm_near", ("hours", "days"), nearest)
    assert found.found.startswith(shown)


@pytest.mark.parametrize("value", [True, False])
def test_a_bare_yes_or_no_of_another_yaml_is_told_to_be_quoted(value: bool) -> None:
    assert 'Quote "yes" and "no".' in problem(facts(urgent=value)).text()


def test_every_wrong_tick_is_named() -> None:
    assert [found.found.split()[0] for found in problems(facts(weapon=["gum", "knive"]))] == ["'gum'", "'knive'"]


def test_none_stands_alone() -> None:
    """To tick nothing and something is no answer."""
    assert "'none' is no value" in problem(facts(weapon=["none", "gun"])).found


@pytest.mark.parametrize("value", [["hours", "days"], []])
def test_a_fact_with_one_value_takes_one(value: list[str]) -> None:
    assert f"takes one value, not {len(value)}" in problem(facts(harm_near=value)).found


def test_a_fact_about_recipients_needs_a_recipient() -> None:
    found = problem(facts(consent="given"))
    assert "one answer for each recipient" in found.found
    assert "`recipients`" in found.todo
    assert "`ask_about`" in found.todo


def test_a_fact_that_is_the_same_for_all_does_not_stand_under_a_recipient() -> None:
    found = problem(document(recipients={"police": {"urgent": "yes"}}))
    assert found.where == "recipients.police.urgent"
    assert "Move it to `facts`." in found.todo


@pytest.mark.parametrize("wrong", [{"ask_about": ["polic"]}, {"recipients": {"polic": {"consent": "given"}}}])
def test_an_unknown_recipient_names_the_nearest(wrong: dict[str, Any]) -> None:
    assert problem(document(**wrong)).nearest == "police"


@pytest.mark.parametrize(
    "twice",
    [
        facts(urgent="yes") | {"unknown": ["urgent"]},
        document(unknown=["urgent", "urgent"]),
        facts(consent="given") | {"ask_about": ["police"], "recipients": {"police": {"consent": "refused"}}},
    ],
)
def test_a_question_is_answered_once(twice: dict[str, Any]) -> None:
    assert "answered twice" in problem(twice).found


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"facts": ["sharer_role"]}, "facts"),
        ({"recipients": ["police"]}, "recipients"),
        ({"recipients": {"police": "given"}}, "recipients.police"),
        ({"ask_about": "police"}, "ask_about"),
        ({"unknown": "weapon"}, "unknown"),
    ],
)
def test_a_part_of_the_wrong_shape_is_named(wrong: dict[str, Any], where: str) -> None:
    found = next(each for each in problems(document(**wrong)) if each.where == where)
    assert "is not a" in found.found
    assert found.todo


@pytest.mark.parametrize("as_of", ["24-11-2026", "2026-02-30", 20261124, "today"])
def test_what_is_no_date_is_refused(as_of: object) -> None:
    found = problem(document(as_of=as_of))
    assert (found.where, found.allowed) == ("as_of", ("YYYY-MM-DD",))


def test_too_many_answers_are_refused() -> None:
    names = [f"f{number}" for number in range(MAX_ANSWERS + 1)]
    rulebook = book([fact(name) for name in names], [])
    assert f"more than {MAX_ANSWERS}" in problems(facts(**dict.fromkeys(names, "yes")), rulebook)[0].found
    assert len(read_case(facts(**dict.fromkeys(names[1:], "yes")), rulebook).answers) == MAX_ANSWERS


def test_everything_wrong_is_said_at_once() -> None:
    wrong = document(
        handrail=9,
        extra=1,
        facts={"sharer_role": "nurze", "weapons": [], "urgent": True},
        ask_about=["polic"],
        as_of="x",
    )
    assert {found.where for found in problems(wrong)} == {
        "handrail",
        "extra",
        "facts.sharer_role",
        "facts.weapons",
        "facts.urgent",
        "ask_about",
        "as_of",
    }
    with pytest.raises(CaseError) as caught:
        read_case(wrong, BOOK)
    assert str(caught.value).splitlines() == [found.text() for found in caught.value.problems]


def test_long_lists_of_what_is_allowed_are_cut_short() -> None:
    found = CaseProblem("x", "wrong", tuple(str(number) for number in range(20)), None, "Choose.")
    assert found.text() == "x: wrong. Allowed: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, .... Choose."


def test_to_name_a_recipient_twice_is_to_name_it_once() -> None:
    twice = facts(consent="given") | {"ask_about": ["police", "police"]}
    assert read_case(twice, BOOK).ask_about == ("police",)


def test_the_profession_cannot_be_unknown() -> None:
    assert problem(document(unknown=["sharer_role"])).where == "unknown"


def test_a_recipient_that_this_profession_cannot_ask_about_is_refused() -> None:
    adviser = Recipient("adviser", "Adviser", "", ("care",))
    rulebook = replace(BOOK, recipients={**BOOK.recipients, "adviser": adviser})
    (found,) = problems(document(facts={"sharer_role": OFFICER}, ask_about=["adviser"]), rulebook)
    assert found.where == "ask_about"
