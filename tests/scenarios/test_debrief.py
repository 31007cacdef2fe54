"""After a walk every choice stands beside the others, what was known then, and three verdicts that are kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb import Cache
from rules import KnowledgeBase
from rules.model import Jurisdiction
from scenarios.debrief import debrief
from scenarios.library import Library
from scenarios.model import Known, Scenario, Share
from scenarios.play import Play, begin
from tests.authoring.examples import PART, TODAY, load
from tests.scenarios.small import option

BOTH = {"carer": "nurse", "desk": "officer"}


def walked(case: Scenario, land: Jurisdiction, playing: dict[str, str], *options: str) -> Play:
    walk = begin(case, land, playing).walk
    for each in options:
        walk = walk.choose(each)
    return Play(walk, land.id, playing)


@pytest.fixture
def play(night: Scenario, land: Jurisdiction) -> Play:
    """The night shift, by somebody who asks a friend first and then does right."""
    return walked(night, land, BOTH, "ask-a-friend", "call", "both-come")


def test_every_choice_of_ones_own_is_looked_back_on_in_order(knowledge: KnowledgeBase, play: Play) -> None:
    found = debrief(knowledge, play, [], TODAY)
    assert [(taken.decision.id, taken.option.id) for taken in found] == [
        ("what-first", "ask-a-friend"),
        ("whom-to-tell", "call"),
        ("what-now", "both-come"),
    ]


def test_what_nobody_chose_is_not_looked_back_on(knowledge: KnowledgeBase, night: Scenario, land: Jurisdiction) -> None:
    play = walked(night, land, {"desk": "officer"}, "both-come")
    assert [taken.decision.id for taken in debrief(knowledge, play, [], TODAY)] == ["what-now"]
    assert debrief(knowledge, begin(night, land, BOTH), [], TODAY) == []


def test_law_practice_and_story_are_three_verdicts(knowledge: KnowledgeBase, play: Play) -> None:
    # the call is good practice and has a good end; with hearsay only, the law did not allow it to name anybody
    _, call, desk = debrief(knowledge, play, [], TODAY)
    assert call.practice == "best"
    assert call.law["XA"] is not None
    assert (call.law["XA"].says, play.walk.here.ending) == ("too_much", "good")
    assert desk.law["XA"] is not None
    assert (desk.practice, desk.law["XA"].says) == ("best", "meets_duty")


def test_a_choice_is_judged_by_what_was_known_then(
    knowledge: KnowledgeBase, night: Scenario, land: Jurisdiction
) -> None:
    first, call, _ = debrief(knowledge, walked(night, land, BOTH, "ask", "call", "both-come"), [], TODAY)
    assert (first.known.facts["harm_timeframe"], call.known.facts["harm_timeframe"]) == ("later", "within_hours")
    assert "learned_how" not in first.known.facts
    assert call.law["XA"] is not None
    assert call.law["XA"].says == "meets_duty"


def test_the_others_are_what_else_could_have_been_chosen(knowledge: KnowledgeBase, play: Play) -> None:
    for taken in debrief(knowledge, play, [], TODAY):
        others = [each.id for each in taken.others]
        assert {*others, taken.option.id} == {each.id for each in taken.decision.options}
        assert taken.option.id not in others


def test_the_law_of_other_countries_stands_beside_that_of_ones_own(
    night: Scenario, land: Jurisdiction, cache: Cache
) -> None:
    knowledge = load(PART, cache)
    found = debrief(knowledge, walked(night, land, BOTH, "ask", "call"), ["XA-NORTH", "XA"], TODAY)
    assert [list(taken.law) for taken in found] == [["XA", "XA-NORTH"]] * 2
    assert all(verdict is not None for taken in found for verdict in taken.law.values())


def test_the_law_of_a_country_differs_where_its_rules_differ(cases: Library, land: Jurisdiction, cache: Cache) -> None:
    # the north lets clerks warn the police of serious harm
    case = cases.scenario("town-table")
    scene = case.scene_of("what-to-say")
    assert scene.decide
    tells = replace(
        scene.decide, law=("police",), options=(option("tell", "a-plan", shares=(Share("police", ("identity",)),)),)
    )
    learn = {"clerk": Known({"harm_severity": "serious"}, {"police": {"consent": "refused"}})}
    case = replace(case, scenes={**case.scenes, scene.id: replace(scene, decide=tells, learn=learn)})
    knowledge = load(PART, cache)
    (taken,) = debrief(knowledge, walked(case, land, {"clerk": "clerk"}, "tell"), ["XA-NORTH"], TODAY)
    assert {code: verdict and verdict.says for code, verdict in taken.law.items()} == {
        "XA": "too_much",
        "XA-NORTH": "allowed",
    }


def test_a_country_that_cannot_say_anything_says_nothing(knowledge: KnowledgeBase, play: Play) -> None:
    # no country here covers doctors
    doctor = Play(play.walk, "XA", {"carer": "doctor", "desk": "officer"})
    first, _, desk = debrief(knowledge, doctor, [], TODAY)
    assert first.law == {"XA": None}
    assert desk.law["XA"] is not None


def test_where_the_rules_are_not_asked_and_nothing_is_told_there_is_no_verdict(
    knowledge: KnowledgeBase, night: Scenario, land: Jurisdiction
) -> None:
    scene = night.scene_of("what-first")
    assert scene.decide
    silent = replace(night, scenes={**night.scenes, scene.id: replace(scene, decide=replace(scene.decide, law=()))})
    (taken,) = debrief(knowledge, walked(silent, land, BOTH, "ask"), [], TODAY)
    assert taken.law == {"XA": None}
    (taken,) = debrief(knowledge, walked(silent, land, BOTH, "send-the-record"), [], TODAY)
    assert taken.law["XA"] is not None
