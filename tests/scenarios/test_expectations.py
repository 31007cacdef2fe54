"""What scenarios expect of the law is put to the rules, and each difference is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb import Cache
from scenarios.expectations import law_at_decisions, run_expectations
from scenarios.library import Library
from tests.authoring.examples import HOUSE, TODAY, load

NIGHT = "scenarios/cases/night-shift.yaml"
TABLE = "scenarios/cases/town-table.yaml"
EXPECTS = "- {in: XA, at: what-to-say, outcomes: {case_table: may}, rules: [xa-table]}"
KNIFE = "- {in: XA, at: whom-to-tell, as: nurse, outcomes: {police: must, care_team: should}, rules: [xa-warn]}"

Change = Callable[..., Library]


@pytest.fixture
def changed(tmp_path: Path, cache: Cache) -> Change:
    """The cases of the example house with one of them changed."""

    def change(file: str, old: str, new: str) -> Library:
        text = (HOUSE / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new), encoding="utf-8")
        found = Library(load(tmp_path, cache))
        assert found.problems == ()
        return found

    return change


def differences(cases: Library) -> dict[tuple[str, int], tuple[str, ...]]:
    """What came out otherwise, by case and number of the expectation."""
    return {(met.entry.id, met.index): met.differences for met in run_expectations(cases, TODAY) if met.differences}


def test_expectations_that_are_met_have_no_differences(cases: Library) -> None:
    met = list(run_expectations(cases, TODAY))
    assert [(each.entry.id, each.index) for each in met] == [
        *(("night-shift", index) for index in range(4)),
        ("town-table", 0),
    ]
    assert differences(cases) == {}


def test_those_of_one_country_can_be_run_alone(cases: Library) -> None:
    assert len(list(run_expectations(cases, TODAY, "XA"))) == 5
    assert list(run_expectations(cases, TODAY, "NL")) == []


def test_another_answer_is_a_difference(changed: Change) -> None:
    found = differences(changed(TABLE, EXPECTS, EXPECTS.replace("may", "must")))
    ((difference,),) = found.values()
    assert set(found) == {("town-table", 0)}
    assert all(word in difference for word in ("case_table", "must", "may"))


def test_each_recipient_is_compared(changed: Change) -> None:
    wrong = KNIFE.replace("police: must", "police: may").replace("should", "must_not")
    (found,) = differences(changed(NIGHT, KNIFE, wrong)).values()
    assert len(found) == 2
    assert ["police" in found[0], "care_team" in found[1]] == [True, True]


def test_a_rule_that_is_not_among_the_reasons_is_a_difference(changed: Change) -> None:
    ((difference,),) = differences(
        changed(TABLE, EXPECTS, EXPECTS.replace("[xa-table]", "[xa-table, xa-warn]"))
    ).values()
    assert "xa-warn" in difference


def test_a_profession_that_the_country_does_not_cover_is_a_difference(changed: Change) -> None:
    found = differences(changed(NIGHT, KNIFE, KNIFE.replace("as: nurse", "as: doctor")))
    assert len(found["night-shift", 1]) == 1


def test_a_way_that_does_not_come_to_the_decision_is_a_difference(changed: Change) -> None:
    old = "- {in: XA, at: what-now, outcomes"
    found = differences(changed(NIGHT, old, old.replace("outcomes", "after: {whom-to-tell: wait}, outcomes")))
    ((difference,),) = found.values()
    assert "what-now" in difference


def test_a_choice_that_is_not_offered_on_the_way_is_a_difference(changed: Change) -> None:
    old = "- {in: XA, at: what-now, outcomes"
    after = "after: {what-first: send-the-record, whom-to-tell: tell-the-friend}, outcomes"
    ((difference,),) = differences(changed(NIGHT, old, old.replace("outcomes", after))).values()
    assert "tell-the-friend" in difference


def test_without_a_profession_the_usual_one_of_the_role_is_meant(cases: Library) -> None:
    expected = cases.scenario("night-shift").expect
    assert [each.profession for each in expected] == ["", "nurse", "", ""]
    assert differences(cases) == {}


def test_expectations_of_a_rulebook_that_is_unavailable_are_a_difference(tmp_path: Path, cache: Cache) -> None:
    path = tmp_path / "rules/sets/xa/rules/broken.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("rules: nothing\n", encoding="utf-8")
    found = differences(Library(load(tmp_path, cache)))
    assert len(found) == 5
    assert all(len(each) == 1 for each in found.values())


# -- what the law says at each decision --------------------------------------------------------------------------------


def test_the_law_at_each_decision_of_the_best_way_is_told_with_what_it_hangs_on(cases: Library) -> None:
    first, second, third = law_at_decisions(cases, cases.scenario("night-shift"), "XA", TODAY)
    assert (first.decision.id, first.country, first.profession) == ("what-first", "XA", "nurse")
    assert first.answers == {"police": "open", "care_team": "open"}
    assert {"learned_how", "other_ways"} <= set(first.hangs_on["police"])
    assert second.answers == {"police": "must", "emergency_services": "must", "care_team": "should"}
    assert second.hangs_on == {}
    assert (third.profession, third.answers["care_team"]) == ("officer", "must")


def test_where_the_country_does_not_cover_the_profession_nothing_is_told(cases: Library) -> None:
    night = cases.scenario("night-shift")
    carer, desk = night.roles
    only_doctors = replace(night, roles=(replace(carer, professions=("doctor",)), desk))
    first, _, third = law_at_decisions(cases, only_doctors, "XA", TODAY)
    assert (first.profession, first.answers, first.hangs_on) == ("", {}, {})
    assert third.answers != {}


def test_decisions_at_which_the_rules_are_not_asked_are_left_out(changed: Change) -> None:
    cases = changed(TABLE, "      law: [case_table]\n", "")
    assert list(law_at_decisions(cases, cases.scenario("town-table"), "XA", TODAY)) == []
