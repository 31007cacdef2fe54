"""One case under several countries: a country of the examples, and a part of it with rules of its own."""

from __future__ import annotations

from typing import Any

import pytest

from rules import KnowledgeBase, UnknownJurisdiction
from rules.compare import Comparison
from tests.authoring.examples import PART, TODAY, load

CLERK: dict[str, Any] = {
    "jurisdiction": "XA",
    "ask_about": ["police", "care_team"],
    "facts": {"sharer_role": "clerk", "learned_how": "seen", "harm_severity": "serious", "consent": "refused"},
}
"""A clerk who saw that somebody may be hurt: the north lets clerks warn the police."""


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """The example country with its part."""
    return load(overlay=PART)


@pytest.fixture(scope="module")
def compared(knowledge: KnowledgeBase) -> Comparison:
    """The clerk's case in both."""
    return knowledge.compare(CLERK, ["XA", "XA-NORTH"], TODAY)


def test_a_difference_names_the_provision_that_makes_it(compared: Comparison) -> None:
    (row,) = [row for row in compared.rows if row.recipient == "police"]
    assert not row.same
    assert row.cells["XA-NORTH"].answer == "may"
    assert [rule.id for rule in row.cells["XA-NORTH"].rules] == ["xa-north-clerks"]
    assert row.cells["XA"].answer != "may"


def test_a_difference_names_the_fact_on_which_it_turns_with_what_was_answered(compared: Comparison) -> None:
    (row,) = [row for row in compared.rows if row.recipient == "police"]
    turns_on = {each.fact.id: each.said for each in row.cells["XA-NORTH"].turns_on}
    assert turns_on["harm_severity"] == ("serious",)


def test_what_all_have_in_common_stands_apart(compared: Comparison) -> None:
    assert [row.recipient for row in compared.different] == ["police"]
    assert [row.recipient for row in compared.common] == ["care_team"]


def test_a_part_that_says_the_same_as_its_country_stands_with_it(
    knowledge: KnowledgeBase, compared: Comparison
) -> None:
    assert compared.columns == (("XA",), ("XA-NORTH",))
    nurse = {**CLERK, "facts": {**CLERK["facts"], "sharer_role": "nurse"}}
    assert knowledge.compare(nurse, ["XA", "XA-NORTH"], TODAY).columns == (("XA", "XA-NORTH"),)


def test_each_country_says_what_it_says_alone(knowledge: KnowledgeBase, compared: Comparison) -> None:
    for code in ("XA", "XA-NORTH"):
        alone = knowledge.advise(knowledge.case({**CLERK, "jurisdiction": code}, TODAY), TODAY)
        for row in compared.rows:
            assert row.cells[code].answer == alone.answer(row.recipient)


def test_a_country_that_does_not_cover_the_profession_says_so(knowledge: KnowledgeBase) -> None:
    document = {**CLERK, "facts": {**CLERK["facts"], "sharer_role": "no_such_role"}}
    found = knowledge.compare(document, ["XA"], TODAY)
    assert found.advices == {}
    assert "profession" in found.refused["XA"]


def test_answers_that_a_country_has_no_question_for_are_left_out_and_named(knowledge: KnowledgeBase) -> None:
    document = {**CLERK, "facts": {**CLERK["facts"], "only_elsewhere": "yes", "harm_severity": "no_value_here"}}
    found = knowledge.compare(document, ["XA"], TODAY)
    assert set(found.left_out["XA"]) == {"only_elsewhere", "harm_severity"}
    assert "XA" in found.advices


def test_an_unknown_country_is_refused(knowledge: KnowledgeBase) -> None:
    with pytest.raises(UnknownJurisdiction):
        knowledge.compare(CLERK, ["XA", "ZZ"], TODAY)


def test_the_document_holds_all_of_it(compared: Comparison) -> None:
    data = compared.data()
    assert data["jurisdictions"] == ["XA", "XA-NORTH"]
    assert data["differs"] == ["police"]
    assert data["outcomes"]["police"]["XA-NORTH"]["rules"] == ["xa-north-clerks"]
