"""A walk is kept in a small document, goes on from it after a case was changed, and refuses what is no walk."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from rules import CaseError
from rules.case import CaseProblem
from rules.model import Jurisdiction
from scenarios.model import Scenario
from scenarios.play import FORMAT, KEYS, Play, begin, professions, resume
from scenarios.walk import Walk
from tests.authoring.examples import TODAY
from tests.scenarios.strategies import walks

BOTH = {"carer": "nurse", "desk": "officer"}
CHOSEN = {"what-first": "ask", "whom-to-tell": "call", "what-now": "patrol-alone"}


@pytest.fixture
def play(night: Scenario, land: Jurisdiction) -> Play:
    """The night shift as both roles, at its end."""
    walk = begin(night, land, BOTH).walk
    for option in CHOSEN.values():
        walk = walk.choose(option)
    return Play(walk, land.id, BOTH)


def without_option(case: Scenario, decision: str, gone: str) -> Scenario:
    """The case without an option of a decision."""
    scene = case.scene_of(decision)
    assert scene.decide
    decide = replace(scene.decide, options=tuple(each for each in scene.decide.options if each.id != gone))
    return replace(case, scenes={**case.scenes, scene.id: replace(scene, decide=decide)})


def refused(document: dict[str, Any], night: Scenario, land: Jurisdiction) -> tuple[CaseProblem, ...]:
    with pytest.raises(CaseError) as caught:
        resume(document, night, land)
    return caught.value.problems


# -- beginning ---------------------------------------------------------------------------------------------------------


def test_a_walk_begins_at_the_beginning_with_nothing_chosen(night: Scenario, land: Jurisdiction) -> None:
    play = begin(night, land, {"carer": "nurse"})
    assert (play.walk.chosen, play.walk.playing, play.walk.here.id) == ({}, ("carer",), "a-remark")
    assert (play.country, play.playing, play.scenario) == ("XA", {"carer": "nurse"}, night)


def test_the_professions_of_a_role_are_those_that_the_country_covers(night: Scenario, land: Jurisdiction) -> None:
    assert professions(night.role("carer"), land) == ["nurse"]


def test_a_role_is_played_by_the_profession_chosen_else_by_its_usual_one(play: Play) -> None:
    assert play.played("desk").profession == "officer"
    only_desk = Play(play.walk, "XA", {"desk": "officer"})
    assert (only_desk.played("carer").country, only_desk.played("carer").profession) == ("XA", "nurse")
    assert only_desk.played("carer", "XB").country == "XB"


@pytest.mark.parametrize(
    ("playing", "where", "allowed", "nearest"),
    [
        ({}, "playing", ("carer", "desk"), None),
        ({"carrer": "nurse"}, "playing", ("carer", "desk"), "carer"),
        ({"carer": "nurze"}, "playing.carer", ("nurse",), "nurse"),
        ({"carer": "doctor"}, "playing.carer", ("nurse",), None),
        ({"carer": "officer"}, "playing.carer", ("nurse",), None),
    ],
)
def test_who_cannot_play_is_told_who_can(
    playing: dict[str, str],
    where: str,
    allowed: tuple[str, ...],
    nearest: str | None,
    night: Scenario,
    land: Jurisdiction,
) -> None:
    with pytest.raises(CaseError) as caught:
        begin(night, land, playing)
    (problem,) = caught.value.problems
    assert (problem.where, problem.allowed, problem.nearest) == (where, allowed, nearest)
    assert problem.todo


def test_where_a_country_covers_no_profession_of_a_role_another_country_is_named(
    night: Scenario, land: Jurisdiction
) -> None:
    with pytest.raises(CaseError) as caught:
        begin(night, replace(land, roles=("clerk",)), BOTH)
    assert [(p.where, p.allowed) for p in caught.value.problems] == [("playing.carer", ()), ("playing.desk", ())]
    assert all("country" in problem.todo for problem in caught.value.problems)


# -- a document and back -----------------------------------------------------------------------------------------------


def test_a_document_holds_names_only_and_reads_back(play: Play, land: Jurisdiction) -> None:
    document = play.document()
    assert document == {
        "handrail_walk": FORMAT,
        "scenario": "night-shift",
        "country": "XA",
        "playing": BOTH,
        "chosen": CHOSEN,
    }
    assert tuple(document) == KEYS
    assert resume(json.loads(json.dumps(document)), play.scenario, land) == (play, [])


@given(walks())
def test_every_walk_reads_back(walk: Walk) -> None:
    land = Jurisdiction("XA", "", "country", (), TODAY, "", "", "", roles=("nurse", "officer"))
    usual = {role.id: role.professions[0] for role in walk.scenario.roles}
    played = walk.playing or ("a", "b")
    play = Play(replace(walk, playing=played), "XA", {role: usual[role] for role in played})
    assert resume(play.document(), walk.scenario, land) == (play, [])


def test_a_document_does_not_hold_what_nobody_chose(night: Scenario, land: Jurisdiction) -> None:
    walk = begin(night, land, {"desk": "officer"}).walk
    assert walk.here.id == "at-the-station"
    assert Play(walk, "XA", {"desk": "officer"}).document()["chosen"] == {}


def test_a_walk_survives_other_words_and_another_order(play: Play, land: Jurisdiction) -> None:
    def other(words: Any) -> Any:
        return {key: other(inner) for key, inner in words.items()} if isinstance(words, dict) else f"{words} Indeed."

    scenes = dict(reversed(list(play.scenario.scenes.items())))
    changed = replace(play.scenario, words=other(play.scenario.words), scenes=scenes)
    found, left_out = resume(play.document(), changed, land)
    assert (found.walk.chosen, left_out) == (CHOSEN, [])
    assert found.scenario.title.endswith("Indeed.")


def test_a_choice_that_is_gone_is_left_out_with_those_after_it(play: Play, land: Jurisdiction) -> None:
    found, left_out = resume(play.document(), without_option(play.scenario, "whom-to-tell", "call"), land)
    assert found.walk.chosen == {"what-first": "ask"}
    assert found.walk.here.id == "the-knife"
    assert left_out == ["whom-to-tell", "what-now"]


def test_a_choice_that_is_no_longer_offered_after_the_others_is_left_out(play: Play, land: Jurisdiction) -> None:
    scene = play.scenario.scene_of("whom-to-tell")
    assert scene.decide
    harder = [
        replace(o, only_if={"what-first": ("ask-a-friend",)}) if o.id == "call" else o for o in scene.decide.options
    ]
    decide = replace(scene.decide, options=tuple(harder))
    changed = replace(play.scenario, scenes={**play.scenario.scenes, scene.id: replace(scene, decide=decide)})
    _, left_out = resume(play.document(), changed, land)
    assert left_out == ["whom-to-tell", "what-now"]


def test_a_decision_that_there_is_not_is_left_out(play: Play, land: Jurisdiction) -> None:
    document = {**play.document(), "chosen": {**CHOSEN, "no-such-decision": "ask"}}
    assert resume(document, play.scenario, land) == (play, ["no-such-decision"])


def test_a_choice_of_a_role_that_is_not_played_is_left_out(play: Play, land: Jurisdiction) -> None:
    document = {**play.document(), "playing": {"desk": "officer"}}
    found, left_out = resume(document, play.scenario, land)
    assert found.walk.chosen == {"what-now": "patrol-alone"}
    assert left_out == ["what-first", "whom-to-tell"]


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"handrail_walk": 2}, ["handrail_walk"]),
        ({"handrail_walk": "1"}, ["handrail_walk"]),
        ({"handrail_walk": True}, ["handrail_walk"]),
        ({"handrail_walk": None}, ["handrail_walk"]),
        ({"playing": None}, ["playing"]),
        ({"playing": ["carer"]}, ["playing"]),
        ({"playing": {"carer": 1}}, ["playing"]),
        ({"playing": {1: "nurse"}}, ["playing"]),
        ({"playing": {}}, ["playing"]),
        ({"playing": {"boss": "nurse"}}, ["playing"]),
        ({"playing": {"carer": "officer", "desk": "nurse"}}, ["playing.carer", "playing.desk"]),
        ({"chosen": None}, ["chosen"]),
        ({"chosen": "ask"}, ["chosen"]),
        ({"chosen": [["what-first", "ask"]]}, ["chosen"]),
        ({"chosen": {"what-first": ["ask"]}}, ["chosen"]),
        ({"chosen": {"what-first": {"ask": 1}}}, ["chosen"]),
        ({"chosed": {}}, ["chosed"]),
        (
            {"note": "his name", "handrail_walk": 0, "playing": 1, "chosen": 2},
            ["note", "handrail_walk", "playing", "chosen"],
        ),
    ],
)
def test_what_is_no_walk_is_refused_with_everything_that_is_wrong(
    change: dict[str, Any], where: list[str], play: Play, land: Jurisdiction
) -> None:
    found = refused({**play.document(), **change}, play.scenario, land)
    assert [problem.where for problem in found] == where
    assert all(problem.found and problem.todo for problem in found)


@pytest.mark.parametrize("key", ["handrail_walk", "playing", "chosen"])
def test_what_a_walk_needs_is_missed(key: str, play: Play, land: Jurisdiction) -> None:
    document = {name: value for name, value in play.document().items() if name != key}
    (problem,) = refused(document, play.scenario, land)
    assert problem.where == key


def test_a_misspelt_key_names_the_nearest(play: Play, land: Jurisdiction) -> None:
    (problem,) = refused({**play.document(), "chosed": {}}, play.scenario, land)
    assert (problem.allowed, problem.nearest) == (KEYS, "chosen")
