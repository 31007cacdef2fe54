"""Golden cases: every difference is named, and what the cases exercise is measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.golden import Coverage, Difference, run_all
from tests.rules.mini_house import COUNTRY, FILES, TODAY, changed, golden, load, rule

RULES = [
    rule("xa-speak", "may", when={"x": "yes"}, steps={"must": ["record"]}),
    rule("xa-hush", "must_not", when={"y": "yes"}, defeats=["xa-speak"], steps={"must_not": ["record"]}),
    rule("xa-never", "may", when={"all": [{"x": "yes"}, {"y": "yes"}]}, share=["expertise"], defeats=["xb-talk"]),
]
SPEAKS: dict[str, Any] = {"facts": {"sharer_role": "nurse", "x": "yes", "y": "no"}, "ask_about": ["police"]}


def covered(folder: Path, *cases: dict[str, Any]) -> Coverage:
    """What the golden cases of the small house come to."""
    more: FILES = {f"{COUNTRY}/rules/all.yaml": {"rules": RULES}, f"{COUNTRY}/golden/all.yaml": {"golden": list(cases)}}
    knowledge = load(folder, changed(more))
    assert [problem.text() for problem in knowledge.problems] == []
    return run_all(knowledge, "XA", TODAY)


def differences(folder: Path, case: dict[str, Any], **expect: Any) -> dict[str, Difference]:
    """The differences of one case by where they are."""
    (result,) = covered(folder, golden("xa-g", case, **expect)).results
    return {difference.where: difference for difference in result.differences}


RIGHT: dict[str, Any] = {
    "outcomes": {
        "police": {
            "answer": "may",
            "or": [],
            "possible": ["may"],
            "rules": ["xa-speak"],
            "items": {"identity": "may"},
            "without_naming": "may",
            "advises_against": False,
        }
    },
    "rules": {"xa-speak": "stands", "xa-hush": "does_not_apply"},
    "steps": {"must": ["record"], "should": [], "must_not": []},
    "first_step": "record",
    "duties": [],
}


def test_a_case_that_comes_out_as_expected_has_no_differences(tmp_path: Path) -> None:
    coverage = covered(tmp_path, golden("xa-g", SPEAKS, **RIGHT))
    assert coverage.failed == []
    assert coverage.results[0].differences == ()


@pytest.mark.parametrize(
    ("expect", "where", "found"),
    [
        ({"outcomes": {"police": {"answer": "must"}}}, "outcomes.police.answer", "may"),
        ({"outcomes": {"police": {"answer": "may", "or": ["police"]}}}, "outcomes.police.or", []),
        (
            {"outcomes": {"police": {"answer": "may", "possible": ["may", "must"]}}},
            "outcomes.police.possible",
            ["may"],
        ),
        (
            {"outcomes": {"police": {"answer": "may", "items": {"identity": "must_not"}}}},
            "outcomes.police.items.identity",
            "may",
        ),
        (
            {"outcomes": {"police": {"answer": "may", "without_naming": "must"}}},
            "outcomes.police.without_naming",
            "may",
        ),
        ({"outcomes": {"police": {"answer": "may", "hangs_on": ["y"]}}}, "outcomes.police.hangs_on", []),
        ({"rules": {"xa-hush": "stands"}}, "rules.xa-hush", "does_not_apply"),
        ({"steps": {"should": ["record"]}}, "steps.should", []),
        ({"steps": {"must_not": ["record"]}}, "steps.must_not", []),
        ({"duties": ["xa-speak"]}, "duties", []),
    ],
)
def test_what_comes_out_otherwise_is_named(tmp_path: Path, expect: dict[str, Any], where: str, found: object) -> None:
    named = differences(tmp_path, SPEAKS, **expect)
    assert set(named) == {where}
    assert named[where].found == found


def test_a_missing_rule_is_named_and_one_more_is_no_difference(tmp_path: Path) -> None:
    """The rules of a case are those that must be among it."""
    wanted = {"outcomes": {"police": {"answer": "may", "rules": ["xa-speak", "xa-hush"]}}}
    assert set(differences(tmp_path / "a", SPEAKS, **wanted)) == {"outcomes.police.rules"}
    assert differences(tmp_path / "b", SPEAKS, outcomes={"police": {"answer": "may", "rules": []}}) == {}


def test_what_is_expected_to_be_open_may_name_what_it_hangs_on(tmp_path: Path) -> None:
    open_case = {"facts": {"sharer_role": "nurse", "x": "yes"}, "unknown": ["y"], "ask_about": ["police"]}
    expect = {"outcomes": {"police": {"answer": "open", "possible": ["may", "must_not"], "hangs_on": ["y"]}}}
    assert differences(tmp_path, open_case, **expect) == {}


def test_what_is_possible_must_be_named_in_full(tmp_path: Path) -> None:
    open_case = {"facts": {"sharer_role": "nurse", "x": "yes"}, "unknown": ["y"], "ask_about": ["police"]}
    found = differences(tmp_path, open_case, outcomes={"police": {"answer": "open", "possible": ["may"]}})
    assert found["outcomes.police.possible"].found == ["may", "must_not"]


def test_a_difference_is_told_in_one_line() -> None:
    assert Difference("steps.must", ["record", "call"], []).text() == "steps.must: expected [record, call], found []"
    assert Difference("answer", "may", None).text() == "answer: expected may, found None"


# -- coverage ----------------------------------------------------------------------------------------------------------


def test_only_the_own_rules_of_a_country_are_its_to_cover(tmp_path: Path) -> None:
    coverage = covered(tmp_path)
    assert set(coverage.not_standing) - set(coverage.lacking) == {"xb-secrecy", "xb-talk"}
    assert set(coverage.lacking_defeats) == {("xa-hush", "xa-speak"), ("xa-never", "xb-talk")}


def test_coverage_names_rules_that_no_case_makes_stand_and_defeats_that_none_exercises(tmp_path: Path) -> None:
    hushed = {"facts": {"sharer_role": "nurse", "x": "yes", "y": "yes"}}
    expect = {"rules": {"xa-speak": "defeated"}}
    coverage = covered(tmp_path, golden("xa-hushed", hushed, **expect), golden("xa-g", SPEAKS, **RIGHT))
    assert coverage.failed == []
    assert coverage.rules == 5
    assert coverage.not_standing == ()
    assert coverage.defeats == 2
    assert coverage.not_exercised == ()


def test_without_cases_nothing_is_covered(tmp_path: Path) -> None:
    coverage = covered(tmp_path)
    assert set(coverage.not_standing) == {"xb-secrecy", "xb-talk", "xa-speak", "xa-hush", "xa-never"}
    assert set(coverage.not_exercised) == {("xa-hush", "xa-speak"), ("xa-never", "xb-talk")}


def test_a_defeat_counts_only_where_the_other_rule_would_have_stood(tmp_path: Path) -> None:
    """With x no, hush stands and there is nothing to defeat."""
    quiet = {"facts": {"sharer_role": "nurse", "x": "no", "y": "yes"}}
    coverage = covered(tmp_path, golden("xa-quiet", quiet, rules={"xa-hush": "stands"}))
    assert "xa-hush" not in coverage.not_standing
    assert ("xa-hush", "xa-speak") in coverage.not_exercised


def test_near_misses_are_counted(tmp_path: Path) -> None:
    twin = golden("xa-g", SPEAKS, **RIGHT)
    near = golden(
        "xa-near", {"facts": {"sharer_role": "nurse", "x": "no", "y": "no"}}, rules={"xa-speak": "does_not_apply"}
    )
    assert covered(tmp_path, twin, near | {"near_miss_of": "xa-g", "differs_in": ["x"]}).near_misses == 1


@pytest.mark.parametrize(
    "claim", [{"near_miss_of": "xa-gone", "differs_in": ["x"]}, {"near_miss_of": "xa-g", "differs_in": ["y"]}]
)
def test_a_near_miss_differs_in_what_it_says(tmp_path: Path, claim: dict[str, Any]) -> None:
    twin = golden("xa-g", SPEAKS, **RIGHT)
    near = golden(
        "xa-near", {"facts": {"sharer_role": "nurse", "x": "no", "y": "no"}}, rules={"xa-speak": "does_not_apply"}
    )
    more: FILES = {
        f"{COUNTRY}/rules/all.yaml": {"rules": RULES},
        f"{COUNTRY}/golden/all.yaml": {"golden": [twin, near | claim]},
    }
    knowledge = load(tmp_path, changed(more))
    assert knowledge.problems or run_all(knowledge, "XA", TODAY).failed
