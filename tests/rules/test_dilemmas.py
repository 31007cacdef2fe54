"""The twelve dilemmas that the network met with, under every country and part of a country that has a rule set."""

from __future__ import annotations

from datetime import date

import pytest

from kb import Entry
from rules import KnowledgeBase

DILEMMAS = {
    "named_threat": "a concrete threat to a named person",
    "vague_talk": "vague extremist talk without a plan",
    "attack_planned": "a planned terrorist attack, heard in therapy",
    "attack_planned_official": "the same, known to an official at the same table",
    "past_offence": "a past offence, confessed",
    "consent_one": "consent for one recipient only",
    "police_request": "a police request for the whole record",
    "table_invitation": "an invitation to a case table",
    "time_unknown": "a concrete threat, and nobody knows when",
    "from_relative": "knowledge that comes from a relative",
    "patient_threatened": "the patient is the one who is threatened",
    "wvggz_exchange": "compulsory care: exchange with the police",
    "wpg_officer": "an officer who wants to pass something on to care",
}
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """All content."""
    return KnowledgeBase.load()


def cases(knowledge: KnowledgeBase, code: str, dilemma: str) -> list[Entry]:
    """The golden cases of a dilemma that hold under a country: its own, and those of the country it is a part of."""
    found = [*knowledge.golden(code), *knowledge.golden_of_whole(code)]
    return [entry for entry in found if entry.data.get("dilemma") == dilemma]


@pytest.mark.parametrize("dilemma", DILEMMAS)
def test_every_country_answers_it_with_the_provision_named_and_a_near_miss(
    knowledge: KnowledgeBase, dilemma: str
) -> None:
    """What is expected is compared with what comes out by `handrail test`; here only that it is there."""
    for country in knowledge.countries:
        found = cases(knowledge, country.id, dilemma)
        assert any(_provisions(entry) for entry in found), country.id
        whole = knowledge.golden(country.extends) if country.extends else []
        near = {entry.data.get("near_miss_of") for entry in (*found, *whole)}
        assert near & {entry.id for entry in found}, country.id


def _provisions(entry: Entry) -> list[str]:
    """The rules that a golden case expects to carry, or not to carry, its answer."""
    expect = entry.data["expect"]
    told = [rule for about in expect.get("outcomes", {}).values() for rule in about.get("rules", ())]
    return [*told, *expect.get("rules", ()), *expect.get("duties", ())]


@pytest.mark.parametrize("dilemma", DILEMMAS)
def test_compared_every_country_says_something_about_it(knowledge: KnowledgeBase, dilemma: str) -> None:
    wholes = [country.id for country in knowledge.countries if not country.extends]
    case = {"jurisdiction": "NL", **cases(knowledge, "NL", dilemma)[0].data["case"]}
    case["ask_about"] = case.get("ask_about", ["police"])[:1]
    found = knowledge.compare(case, wholes, TODAY)
    assert found.refused == {}
    assert set(found.advices) == set(wholes)
    for row in found.rows:
        assert all(cell.answer in ("must", "should", "may", "must_not", "open") for cell in row.cells.values())
        assert any(cell.rules for cell in row.cells.values())
