"""`handrail walk`: through a practice case by keyboard, by chance, and what the law says where."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kb import Cache
from rules import KnowledgeBase
from scenarios.library import Library
from scenarios.model import Scenario
from scenarios.play import Play, resume
from scenarios.walk import Walk
from tests.authoring.examples import HOUSE, TODAY
from tests.webapp.conftest import run
from tests.webapp.walks import BEST, CASE, POOR, document
from webapp import house
from webapp.view.scenario import ENDING, LAWFUL, PRACTICE
from webapp.words import SHORT

BOTH = ("--role", "psychotherapist", "--role", "police_officer")


@pytest.fixture(autouse=True)
def real_house(real_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command over the content that comes with Handrail, in an empty folder."""
    monkeypatch.setattr(house, "load", lambda overlay=None: real_knowledge)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def case(real_knowledge: KnowledgeBase) -> Scenario:
    """The case that is walked through."""
    return Library(real_knowledge).scenario(CASE)


def keys(case: Scenario, choices: dict[str, str]) -> list[str]:
    """What to type to make these choices."""
    walk, typed = Walk(case, {}), []
    for option in choices.values():
        typed.append(str([each.id for each in walk.offered].index(option) + 1))
        walk = walk.choose(option)
    return typed


def typing(*typed: str, arguments: tuple[str, ...] = ("--country", "NL", *BOTH)) -> Result:
    """A walk in which this is typed, a line each."""
    return run("walk", CASE, *arguments, input="".join(f"{line}\n" for line in typed))


def said(result: Result) -> str:
    """What was said, without the breaks of lines."""
    return " ".join(result.stdout.split())


# -- the list ----------------------------------------------------------------------------------------------------------


def test_without_a_name_all_cases_are_listed(case: Scenario, real_knowledge: KnowledgeBase) -> None:
    result = run("walk")
    assert result.exit_code == 0
    for name, each in Library(real_knowledge).scenarios.items():
        assert f"{name}: {each.title}" in result.stdout
        assert " ".join(each.words["about"].split()) in said(result)
    listed = json.loads(run("walk", "--json").stdout)
    assert {"id": CASE, "title": case.title, "setting": case.setting} in listed


def test_a_house_without_cases_has_an_empty_list(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    law_alone = KnowledgeBase.load(None, Cache(cache_folder), TODAY, HOUSE)
    monkeypatch.setattr(house, "load", lambda overlay=None: law_alone)
    assert (run("walk").stdout, json.loads(run("walk", "--json").stdout)) == ("", [])


# -- by keyboard -------------------------------------------------------------------------------------------------------


def test_the_keyboard_alone_leads_to_the_end_and_to_looking_back(case: Scenario) -> None:
    result = typing(*keys(case, POOR))
    assert (result.exit_code, result.stderr) == (0, "")
    shown = said(result)
    for decision, option in POOR.items():
        words = case.words["decisions"][decision]
        assert words["question"] in shown
        assert f"You chose: {words['options'][option]['label']}" in shown
        assert words["options"][option]["feedback"] in shown
        practice = next(each.practice for each in case.decisions[decision].options if each.id == option)
        assert f"Good practice: {PRACTICE[practice][1]}." in shown
    assert f"({ENDING['bad']})" in shown
    looking_back = shown.partition("== Looking back ==")[2]
    assert LAWFUL["too_much"][1] in looking_back
    assert LAWFUL["too_little"][1] in looking_back
    assert "Rules (Netherlands" in looking_back
    assert all(case.words["debrief"][question] in looking_back for question in case.debrief)


def test_two_who_play_hand_over_and_one_who_plays_alone_never_does(case: Scenario) -> None:
    assert said(typing(*keys(case, BEST))).count("Hand over.") == 2
    alone = typing(*keys(case, BEST)[:3], arguments=("--country", "NL"))
    assert alone.exit_code == 0
    assert "Hand over." not in alone.stdout
    assert "== Looking back ==" in alone.stdout
    assert case.words["scenes"]["the-desk"]["roles"]["officer"] not in said(alone)


def test_l_says_what_the_law_says_now(case: Scenario, real_knowledge: KnowledgeBase) -> None:
    result = typing(*keys(case, dict(list(BEST.items())[:2])), "l", "q")
    book = real_knowledge.rulebook("NL", house.today())
    law = said(result).rpartition("nine. What now?")[2]
    assert f"{book.recipients['police'].label}: {SHORT['may']}." in law
    assert book.rules["nl-conflict-of-duties-acute"].title in law


def test_k_says_what_is_known(real_knowledge: KnowledgeBase) -> None:
    when = real_knowledge.rulebook("NL", house.today()).facts["harm_timeframe"]
    assert f"{when.question} {when.labels['later']}" in said(typing("k", "q"))
    assert when.question not in said(typing("q"))


def test_b_goes_back_one_choice_and_nowhere_from_the_beginning(case: Scenario) -> None:
    first = keys(case, POOR)[0]
    shown = said(typing(first, "b", "b", "q"))
    titles = [case.words["scenes"][scene]["title"] for scene in ("the-remark", "the-gym")]
    places = re.findall(r"== (.+?) ==", shown)
    assert places == [titles[0], titles[1], titles[0], titles[0]]


def test_q_stops_and_keeps_nothing(tmp_path: Path) -> None:
    result = typing("q")
    assert result.exit_code == 0
    assert "Nothing was kept." in result.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("typed", ["0", "99", "-1", "x", "ll", "1.5", "²", "help", "  ?  "])
def test_what_is_no_choice_is_said_and_asked_again(typed: str) -> None:
    result = typing(typed, "q")
    assert result.exit_code == 0
    assert "none of the choices" in result.stdout
    assert "Stopped." in result.stdout


def test_capitals_and_spaces_are_no_mistake(case: Scenario) -> None:
    result = typing(f" {keys(case, BEST)[0]} ", " Q ")
    assert "none of the choices" not in result.stdout
    assert "You chose: " in result.stdout


def test_an_end_of_the_keyboard_is_said() -> None:
    result = typing("k")
    assert result.exit_code == 2
    assert "Nothing was kept." in result.stderr


# -- saved walks -------------------------------------------------------------------------------------------------------


def test_s_saves_and_the_walk_goes_on_from_there(case: Scenario, tmp_path: Path) -> None:
    done = dict(list(POOR.items())[:2])
    result = typing(*keys(case, done), "s", "q")
    file = tmp_path / f"handrail-walk-{CASE}.json"
    assert json.loads(file.read_text("utf-8")) == document(done)
    assert f"handrail walk --resume {file.name}\n" in result.stdout, "it can be typed as it stands"
    again = run("walk", "--resume", str(file), input="q\n")
    assert again.exit_code == 0
    assert case.words["scenes"]["the-goodbye"]["title"] in again.stdout
    assert "has changed" not in again.stdout


def test_a_file_that_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / f"handrail-walk-{CASE}.json"
    file.write_text("mine", encoding="utf-8")
    result = typing("s", "q")
    assert result.exit_code == 0
    assert "exists already" in result.stdout
    assert file.read_text("utf-8") == "mine"


def resumed(folder: Path, walk: object, *typed: str) -> Result:
    """Go on with what stands in a file."""
    file = folder / "walk.json"
    file.write_text(walk if isinstance(walk, str) else json.dumps(walk), encoding="utf-8")
    return run("walk", "--resume", str(file), input="".join(f"{line}\n" for line in typed))


def test_a_finished_walk_is_looked_back_at_at_once(tmp_path: Path) -> None:
    result = resumed(tmp_path, document(BEST))
    assert result.exit_code == 0
    assert "== Looking back ==" in result.stdout


def test_a_walk_through_a_case_that_has_changed_goes_on_from_where_it_fits(case: Scenario, tmp_path: Path) -> None:
    result = resumed(tmp_path, document({**BEST, "a-possible-victim": "gone"}), "q")
    assert result.exit_code == 0
    assert "has changed" in said(result)
    assert case.words["decisions"]["a-possible-victim"]["question"] in said(result)


def test_the_same_file_serves_terminal_and_pages(case: Scenario, real_knowledge: KnowledgeBase) -> None:
    land = next(land for land in real_knowledge.countries if land.id == "NL")
    play, left_out = resume(document(BEST), case, land)
    assert isinstance(play, Play)
    assert (play.document(), left_out) == (document(BEST), [])


NO_WALKS: dict[str, Any] = {
    "nothing": "",
    "words": "no walk",
    "list": [],
    "deep": "[" * 9000,
    "a case of the check": {"jurisdiction": "NL"},
    "another case": document(BEST, scenario="goodbye-sings"),
    "another form": document(BEST, handrail_walk=7),
    "another country": document(BEST, country="QQ"),
    "no country": document(BEST, country=None),
    "nobody": document(BEST, playing={}),
    "another profession": document(BEST, playing={"clinician": "psychiatry"}),
    "choices in a list": document(BEST, chosen=["ask-him"]),
}


@pytest.mark.parametrize("walk", NO_WALKS.values(), ids=NO_WALKS)
def test_a_file_that_is_no_walk_is_refused(walk: object, tmp_path: Path) -> None:
    result = resumed(tmp_path, walk)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip()


def test_a_file_that_is_not_there_is_refused() -> None:
    result = run("walk", "--resume", "nowhere.json")
    assert result.exit_code == 2
    assert "nowhere.json" in result.stderr


# -- what is asked for does not exist ----------------------------------------------------------------------------------

WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "a case": (("goodbye-sings", "--country", "NL"), f"Nearest: {CASE}."),
    "a case far from any": (("xxxxxxxxxx",), "lists them"),
    "no country": ((CASE,), "--country"),
    "a country": ((CASE, "--country", "QQ"), "NL"),
    "a profession": ((CASE, "--country", "NL", "--role", "psychiatrst"), "Nearest: psychiatrist."),
    "a profession of nobody here": ((CASE, "--country", "NL", "--role", "nurse"), "police_officer"),
    "a case by chance": (("goodbye-sings", "--random"), f"Nearest: {CASE}."),
    "law of a country": ((CASE, "--law", "--country", "QQ"), "NL"),
    "no walks": ((CASE, "--random", "--runs", "0"), "--runs"),
}


@pytest.mark.parametrize(("arguments", "hint"), WRONG.values(), ids=WRONG)
def test_what_there_is_not_is_refused_with_what_there_is(arguments: tuple[str, ...], hint: str) -> None:
    result = run("walk", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


# -- by chance ---------------------------------------------------------------------------------------------------------


def by_chance(*arguments: str) -> dict[str, dict[str, int]]:
    """How often walks by chance came to each ending, by case."""
    result = run("walk", *arguments, "--random", "--json")
    assert result.exit_code == 0
    counted: dict[str, dict[str, int]] = json.loads(result.stdout)
    return counted


def test_walks_by_chance_all_end_and_reach_every_ending(case: Scenario) -> None:
    counted = by_chance(CASE)
    assert set(counted[CASE]) == {name for name, scene in case.scenes.items() if scene.ending}
    assert sum(counted[CASE].values()) == 1000


def test_walks_by_chance_are_repeatable() -> None:
    assert by_chance(CASE, "--runs", "50") == by_chance(CASE, "--runs", "50")
    assert by_chance(CASE, "--runs", "50", "--seed", "1") != by_chance(CASE, "--runs", "50")


def test_without_a_name_chance_walks_through_all_cases(real_knowledge: KnowledgeBase) -> None:
    assert set(by_chance("--runs", "20")) == set(Library(real_knowledge).scenarios)
    shown = run("walk", "--random", "--runs", "20").stdout
    assert f"{CASE}: 20 walks, all ended" in shown


# -- the law at each decision ------------------------------------------------------------------------------------------


def test_the_law_is_told_at_each_decision(case: Scenario) -> None:
    rows = json.loads(run("walk", CASE, "--law", "--country", "NL", "--json").stdout)
    asked = [decision for decision in case.decisions.values() if decision.law]
    assert [row["decision"] for row in rows] == [decision.id for decision in asked]
    for row, decision in zip(rows, asked, strict=True):
        assert (row["country"], set(row["answers"])) == ("NL", set(decision.law))
        assert set(row["hangs_on"]) == {about for about, answer in row["answers"].items() if answer == "open"}
    assert next(row for row in rows if row["decision"] == "minutes-count")["answers"]["police"] == "may"
    shown = run("walk", CASE, "--law", "--country", "NL").stdout
    assert f"NL minutes-count (psychotherapist): police {SHORT['may']}" in shown


def test_without_a_country_the_law_of_all_is_told(real_knowledge: KnowledgeBase) -> None:
    result = run("walk", CASE, "--law")
    assert result.exit_code == 0
    wholes = {land.id for land in real_knowledge.countries if not land.extends}
    assert {line.split()[0] for line in result.stdout.splitlines()} == wholes
