"""What only shows on the ways through a scenario is found, at its place, and nothing else is.

The facts of each message stand in `tests/authoring/broken/case_*.yaml`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from kb import Cache, Problem
from rules import KnowledgeBase
from scenarios import paths
from scenarios.checks import check_ways
from scenarios.library import Library
from scenarios.model import BOTH, Goal, Known, Learn, Option, Scenario, Scene
from scenarios.paths import walks
from scenarios.walk import Walk
from tests.authoring.examples import BROKEN, TODAY, load
from tests.scenarios.small import choice, end, option, scenario
from tests.scenarios.strategies import scenarios


def problems(cases: Library, case: Scenario) -> list[Problem]:
    """What is wrong on the ways through a case; places are those of the night shift."""
    return check_ways(cases.knowledge, cases.entries["night-shift"], case, TODAY)


def found(cases: Library, case: Scenario) -> list[tuple[str, str]]:
    return [(problem.code, problem.found) for problem in problems(cases, case)]


def row(*second: Option, learn: Learn | None = None, goals: tuple[Goal, ...] = (), teaches: str = "") -> Scenario:
    """Two decisions, the second of which is come to whatever was chosen at the first."""
    first = [option("one", "t", "best"), option("two", "t"), option("three", "t")]
    then = second or (option("one", "e", "best"), option("two", "e"))
    scenes: list[Scene] = [choice("s", first, learn=learn or {}), choice("t", then), end("e")]
    scenes[1] = replace(scenes[1], teaches=(teaches,) if teaches else ())
    return scenario(*scenes, goals=goals)


# -- ways --------------------------------------------------------------------------------------------------------------


def test_sound_cases_have_no_problems(cases: Library, night: Scenario) -> None:
    assert problems(cases, night) == problems(cases, row()) == []


@given(case=scenarios())
def test_a_scene_that_no_way_comes_to_and_an_option_that_is_never_offered_are_found(
    cases: Library, case: Scenario
) -> None:
    wrong = [(code, name) for code, name in found(cases, case) if code in ("unreachable", "never-offered")]
    moments = [moment for walk in walks(case) for moment in walk.trail]
    reached = {moment.scene.id for moment in moments}
    offered = {
        (m.scene.id, each.id) for walk in walks(case) for m in walk.trail for each in _offered(case, walk, m.scene)
    }
    idle = [
        ("never-offered", each.id)
        for scene in case.scenes.values()
        if scene.id in reached and scene.decide
        for each in scene.decide.options
        if (scene.id, each.id) not in offered
    ]
    assert sorted(wrong) == sorted([*(("unreachable", scene) for scene in case.scenes if scene not in reached), *idle])


def _offered(case: Scenario, walk: Walk, scene: Scene) -> list[Option]:
    return list(walk.until(scene.decide.id).offered) if scene.decide else []


@given(case=scenarios())
def test_two_options_that_are_always_offered_are_enough(cases: Library, case: Scenario) -> None:
    assert "one-option" not in [code for code, _ in found(cases, case)]


def test_a_decision_with_one_option_on_some_way_is_found_where_it_stands(cases: Library) -> None:
    case = row(option("one", "e", "best"), option("two", "e", only_if={"at-s": ("one", "two")}))
    (problem,) = problems(cases, case)
    assert (problem.code, problem.found) == ("one-option", "t")
    line, column = cases.entries["night-shift"].position(("scenes", 1, "decide"))
    assert (problem.line, problem.column) == (line, column)


def test_two_options_for_each_way_are_enough_though_none_is_for_all(cases: Library) -> None:
    some, others = {"at-s": ("one",)}, {"at-s": ("two", "three")}
    case = row(option("one", "e", "best"), option("two", "e", only_if=some), option("three", "e", only_if=others))
    assert problems(cases, case) == []


def test_too_many_ways_are_one_problem(cases: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MOST", 5)
    assert found(cases, row()) == [("too-many-ways", "small")]


# -- goals -------------------------------------------------------------------------------------------------------------


def test_a_goal_that_some_way_misses_names_the_way(cases: Library) -> None:
    away = [option("one", "t", "best"), option("two", "e")]
    taught = replace(choice("t", [option("one", "e", "best"), option("two", "e")]), teaches=("learn",))
    (problem,) = problems(cases, scenario(choice("s", away), taught, end("e"), goals=[Goal("learn")]))
    assert problem.code == "goal-not-met"
    assert "at-s: two" in problem.found
    assert "learn" in problem.found


def test_a_goal_is_met_where_it_is_taught_in_a_scene_or_at_a_decision(cases: Library) -> None:
    assert problems(cases, row(goals=(Goal("learn"),), teaches="learn")) == []
    case = row(goals=(Goal("learn"),))
    decide = replace(case.scenes["s"].decide, teaches=("learn",))  # type: ignore[type-var]
    assert problems(cases, replace(case, scenes={**case.scenes, "s": replace(case.scenes["s"], decide=decide)})) == []


def test_a_goal_that_is_optional_may_be_missed(cases: Library) -> None:
    assert found(cases, row(goals=(Goal("learn"),)))[0][0] == "goal-not-met"
    assert problems(cases, row(goals=(Goal("learn", optional=True),))) == []


# -- facts -------------------------------------------------------------------------------------------------------------

UNABLE = Known({"capacity": "unable"})
AGREES = Known({}, {"police": {"consent": "given"}})


@pytest.mark.parametrize(
    ("learn", "later", "wrong"),
    [
        ({"a": UNABLE}, {"a": AGREES}, ["a"]),
        ({BOTH: UNABLE}, {"a": AGREES}, ["a"]),
        ({"a": UNABLE}, {"b": AGREES}, []),
        ({"a": UNABLE}, {}, []),
        ({"a": UNABLE}, {"a": replace(AGREES, facts={"capacity": "able"})}, []),
        (
            {"a": Known({"weapon": ["gun"]}), "b": Known({"weapon": ["gun"]})},
            {BOTH: Known({"situation": ["detained"]})},
            ["a", "b"],
        ),
    ],
)
def test_what_a_role_has_learned_on_a_way_has_to_be_possible(
    learn: Learn, later: Learn, wrong: list[str], cases: Library
) -> None:
    second = (option("one", "e", "best", learn=later), option("two", "e"))
    found_here = problems(cases, row(*second, learn=learn))
    assert [problem.code for problem in found_here] == ["contradiction"] * len(wrong)
    assert [problem.found for problem in found_here] == [f"what {role} knows at e" for role in wrong]


def test_a_contradiction_says_why_in_the_words_of_the_constraint(cases: Library) -> None:
    (problem,) = problems(cases, row(learn={"a": Known({"capacity": "unable"}, AGREES.recipients)}))
    assert "Someone who cannot decide cannot agree." in problem.todo
    assert problem.found == "what a knows at s"


def test_a_question_that_no_longer_arises_is_no_contradiction(cases: Library) -> None:
    agreed: dict[str, dict[str, str | list[str]]] = {"police": {"consent": "given", "consent_quality": ["informed"]}}
    back = {"a": Known({}, {"police": {"consent": "refused"}})}
    second = (option("one", "e", "best", learn=back), option("two", "e"))
    assert problems(cases, row(*second, learn={"a": Known({}, agreed)})) == []


def test_where_no_rulebook_is_available_contradictions_are_not_looked_for(tmp_path: Path, cache: Cache) -> None:
    path = tmp_path / "rules/sets/xa/rules/broken.yaml"
    path.parent.mkdir(parents=True)
    path.write_text((BROKEN / "yaml_tab.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    knowledge: KnowledgeBase = load(tmp_path, cache)
    assert problems(Library(knowledge), row(learn={"a": Known({"capacity": "unable"}, AGREES.recipients)})) == []
