"""Practice cases on pages: choose one, walk through it, ask the law on the way, go back, save, and look back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from kb import Cache
from rules import KnowledgeBase
from rules.model import Jurisdiction
from scenarios import library
from scenarios.kinds import SCHEMA
from scenarios.law import Lawful
from scenarios.model import Practice
from tests.authoring.examples import HOUSE, TODAY
from tests.webapp.browse import Browse, Page
from tests.webapp.conftest import pages_over, run
from tests.webapp.walks import (
    BEST,
    BOTH,
    CASE,
    HOME,
    ONE,
    POOR,
    begin,
    case_of,
    document,
    does,
    offered,
    site_of,
    state,
    walk,
)
from webapp.view import scenario as view

Overlay = Callable[[str, str], Path]


# -- the list and the first page ---------------------------------------------------------------------------------------


def test_the_list_leads_to_every_case(browse_real: Browse) -> None:
    page = browse_real.get("/scenarios/")
    cases = site_of(browse_real).library.scenarios
    assert {link.href for link in page.links if link.text in {case.title for case in cases.values()}} == {
        f"/scenarios/{name}" for name in cases
    }
    for case in cases.values():
        assert case.words["about"] in page.text
        assert f"{len(case.decisions)} decisions" in page.text


def test_the_list_of_a_house_without_cases_says_so(cache_folder: Path) -> None:
    law_alone = KnowledgeBase.load(None, Cache(cache_folder), TODAY, HOUSE)
    page = Browse(pages_over(law_alone).test_client()).get("/scenarios/")
    assert "no case" in page.text
    assert "file" in page.forms[0].names


def test_the_start_page_leads_to_the_cases(browse_real: Browse) -> None:
    assert "/scenarios/" in {link.href for link in browse_real.get("/").links}


def test_the_first_page_says_what_the_case_is_about_and_warns_before_it_begins(browse_real: Browse) -> None:
    page, case = browse_real.get(HOME), case_of(browse_real)
    assert page.title == case.title
    assert case.content_note
    for said in (case.words["about"], case.words["dilemma"], case.content_note):
        assert said in page.text
    assert page.text.index(case.content_note) < page.text.index("Begin")
    for goal in case.goals:
        assert case.words["goals"][goal.id] in page.text
    assert {"/check", "/law/", "/about/"} <= {link.href for link in page.links}, "one can leave"
    for source in case.sources:
        found = site_of(browse_real).source(source)
        assert found is not None
        assert found.title_en in page.text


def test_every_country_and_every_profession_is_offered_and_no_country_is_chosen_for_anybody(
    browse_real: Browse,
) -> None:
    form = browse_real.get(HOME).form("country")
    assert set(form.choices("country")) == {land.id for land in site_of(browse_real).countries}
    for role in case_of(browse_real).roles:
        assert form.choices(f"as-{role.id}") == [*role.professions, ""]
    checked = {one.get("name"): one.get("value") for one in form.controls if "checked" in one.attrib}
    assert checked == {"as-clinician": "psychotherapist", "as-officer": ""}


def test_nothing_chosen_is_said_and_what_was_chosen_stays(browse_real: Browse) -> None:
    page = browse_real.get(HOME).submit("Begin", {"as-clinician": "psychiatrist", "as-officer": "police_officer"})
    assert page.status == 422
    assert "#country" in {link.href for link in page.links}
    assert "Nothing was lost." in page.text
    checked = {one.get("value") for one in page.tree.all("input") if "checked" in one.attrib}
    assert checked == {"psychiatrist", "police_officer"}


def test_somebody_has_to_play(browse_real: Browse) -> None:
    page = browse_real.get(HOME).submit("Begin", {"country": "NL", "as-clinician": "", "as-officer": ""})
    assert page.status == 422
    assert "#roles" in {link.href for link in page.links}
    assert "NL" in {one.get("value") for one in page.tree.all("input") if "checked" in one.attrib}
    again = page.submit("Begin", {"as-clinician": "psychologist"})
    assert state(again)["playing"] == {"clinician": "psychologist"}


def test_a_case_that_there_is_not_is_a_calm_page(browse_real: Browse) -> None:
    for path in ("/scenarios/nowhere", "/scenarios/nowhere/map", "/scenarios/nowhere/pack", "/scenarios/Goodbye-signs"):
        page = browse_real.get(path, status=404)
        assert "Start page" in page.text
    browse_real.post("/scenarios/nowhere", {"do": "begin"}, status=404)


# -- step by step ------------------------------------------------------------------------------------------------------


def test_each_step_shows_scene_decision_two_questions_and_what_can_be_chosen(browse_real: Browse) -> None:
    case, page = case_of(browse_real), begin(browse_real)
    for number, (decision, option) in enumerate(BEST.items()):
        words = case.words["decisions"][decision]
        scene = case.words["scenes"][case.scene_of(decision).id]
        assert scene["title"] in page.texts("h2")
        assert words["question"] in page.texts("legend")
        assert words["health"] in page.text
        assert words["danger"] in page.text
        assert set(offered(page)) == {each.id for each in case.decisions[decision].options}
        assert len(state(page)["chosen"]) == number
        assert scene["roles"][case.decisions[decision].role] in page.text
        page = page.submit(f"option={option}")
        assert words["options"][option]["label"] in page.text
        assert words["options"][option]["feedback"] in page.text
    assert case.words["scenes"]["found-in-time"]["title"] in page.texts("h2")
    assert offered(page) == []
    assert set(does(page)) == {"debrief", "back", "save"}


def test_the_options_do_not_stand_with_the_best_one_first_everywhere(browse_real: Browse) -> None:
    pages = walk(begin(browse_real), BEST)[:-1]
    assert any(offered(page)[0] != best for page, best in zip(pages, BEST.values(), strict=True))
    assert [offered(page) for page in walk(begin(browse_real), BEST)[:-1]] == [offered(page) for page in pages]


def test_practice_and_rules_are_two_verdicts_on_each_choice(browse_real: Browse) -> None:
    page = begin(browse_real).submit("option=call-police-now")
    assert {"Good practice", "The rules (Netherlands)"} <= set(page.texts("dt"))
    tags = page.texts("span", css="tag")
    assert tags == [view.PRACTICE["poor"][1], view.LAWFUL["too_much"][1]]


def test_what_is_known_grows_with_the_walk_and_is_of_the_role_whose_turn_it_is(browse_real: Browse) -> None:
    pages = walk(begin(browse_real), BEST)
    book = site_of(browse_real).rulebook("NL")
    when = book.facts["harm_timeframe"]
    for page, value in zip(pages[:3], ("later", "within_weeks", "within_hours"), strict=True):
        assert when.labels[value] in page.texts("dd"), value
    assert book.facts["officer_purpose"].question in pages[3].text
    assert not any(book.facts["officer_purpose"].question in page.text for page in pages[:3])


def test_two_at_one_screen_hand_over_when_the_turn_changes(browse_real: Browse) -> None:
    case = case_of(browse_real)
    handed = [page.texts("p", css="hand-over") for page in walk(begin(browse_real), BEST)]
    assert [bool(said) for said in handed] == [True, False, False, True, False]
    assert case.words["roles"]["officer"]["name"] in handed[3][0]
    assert not any(page.texts("p", css="hand-over") for page in walk(begin(browse_real, roles=ONE), {})[:1])


def test_who_plays_one_role_never_reads_what_the_other_knows(browse_real: Browse) -> None:
    case = case_of(browse_real)
    choices = {key: option for key, option in BEST.items() if case.decisions[key].role == "clinician"}
    pages = walk(begin(browse_real, roles=ONE), choices)
    hidden = [scene["roles"]["officer"] for scene in case.words["scenes"].values() if "roles" in scene]
    assert [text for text in hidden for page in pages if text in page.text] == []
    assert "debrief" in does(pages[-1]), "the walk ends without the other role"


def test_the_way_so_far_is_a_picture_without_what_lies_ahead(browse_real: Browse) -> None:
    case = case_of(browse_real)
    titles = [scene["title"] for scene in case.words["scenes"].values()]
    for number, page in enumerate(walk(begin(browse_real), BEST)[:4]):
        drawn = " ".join(page.texts("svg:text", "svg:title", "svg:a"))
        assert [title for title in titles if title in drawn or title in page.texts("h2")] == titles[: number + 1]


# -- the law on the way ------------------------------------------------------------------------------------------------


def test_the_law_is_shown_when_it_is_asked_for_and_the_walk_stays_where_it_is(browse_real: Browse) -> None:
    page = walk(begin(browse_real), dict(list(BEST.items())[:2]))[-1]
    assert "law-now" not in page.tree.by_id
    asked = page.submit("do=law")
    assert "law-now" in asked.tree.by_id
    assert state(asked) == state(page)
    assert offered(asked) == offered(page)
    assert "law" not in does(asked)
    rules = {link.href.rpartition("/")[2] for link in asked.links if link.href.startswith("/law/NL/rules/")}
    assert "nl-conflict-of-duties-acute" in rules
    for link in asked.links:
        if link.href.startswith("/law/"):
            browse_real.get(link.href)


def test_the_law_of_the_chosen_country_is_asked(browse_real: Browse) -> None:
    page = begin(browse_real, country="FR").submit("do=law")
    links = [link.href for link in page.links if link.href.startswith("/law/")]
    assert links
    assert all(href.startswith("/law/FR") for href in links if "/rules/" in href)


# -- back, save, load --------------------------------------------------------------------------------------------------


def test_the_last_choice_can_be_undone_until_the_beginning(browse_real: Browse) -> None:
    pages = walk(begin(browse_real), POOR)
    page = pages[-1]
    for before in reversed(pages[:-1]):
        page = page.submit("Undo the last choice")
        assert state(page) == state(before)
        assert offered(page) == offered(before)
    assert "back" not in does(page)
    assert state(page)["chosen"] == {}


def test_going_on_differently_after_going_back_leads_elsewhere(browse_real: Browse) -> None:
    page = walk(begin(browse_real), POOR)[-1].submit("do=back").submit("option=both-at-once")
    assert case_of(browse_real).words["scenes"]["too-much-told"]["title"] in page.texts("h2")


def loaded(browse: Browse, saved: bytes | str) -> Page:
    """The page after a file was loaded from the list of cases."""
    raw = saved if isinstance(saved, bytes) else saved.encode()
    return browse.get("/scenarios/").submit("Go on", file=raw)


def test_a_walk_is_saved_and_goes_on_where_it_was(browse_real: Browse) -> None:
    for page in walk(begin(browse_real), POOR):
        answer = page.send("Save to a file")
        assert answer.mimetype == "application/json"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="handrail-walk-{CASE}.json"'
        again = loaded(browse_real, answer.data)
        assert state(again) == state(page)
        assert offered(again) == offered(page)
        assert not again.texts("p", css="note") or "Hand over" in again.texts("p", css="note")[0]


def test_a_saved_walk_holds_names_and_no_text(browse_real: Browse) -> None:
    saved = json.loads(walk(begin(browse_real), POOR)[-1].send("do=save").data)
    assert saved == document(POOR)


def test_a_choice_that_is_no_longer_offered_is_left_out_with_what_came_after_and_said(browse_real: Browse) -> None:
    page = loaded(browse_real, json.dumps(document({**BEST, "a-possible-victim": "gone"})))
    assert page.status == 200
    assert "changed since you saved" in page.texts("p", css="note")[0]
    assert state(page)["chosen"] == {"first-words": "ask-him"}


# -- looking back ------------------------------------------------------------------------------------------------------


def test_looking_back_shows_each_choice_with_what_else_could_be_done(browse_real: Browse) -> None:
    case = case_of(browse_real)
    page = walk(begin(browse_real), POOR)[-1].submit("Look back")
    assert page.title == f"Looking back: {case.title}"
    assert "looked-4" in page.tree.by_id
    assert "looked-5" not in page.tree.by_id
    for decision, option in POOR.items():
        words = case.words["decisions"][decision]
        assert words["question"] in page.texts("h2")
        assert {each["feedback"] for each in words["options"].values()} <= {
            *page.texts("p"),
            words["options"][option]["feedback"],
        }
    for question in case.debrief:
        assert case.words["debrief"][question] in page.text


def test_looking_back_names_where_too_much_and_too_little_was_told(browse_real: Browse) -> None:
    note = " ".join(walk(begin(browse_real), POOR)[-1].submit("do=debrief").texts("div", css="note"))
    scenes = case_of(browse_real).words["scenes"]
    too_much, too_little = note.split("A duty was left unmet")
    assert scenes["the-remark"]["title"] in too_much
    assert scenes["the-goodbye"]["title"] in too_much
    assert scenes["the-gym"]["title"] not in note
    assert scenes["the-desk"]["title"] in too_little
    clean = walk(begin(browse_real), BEST)[-1].submit("do=debrief")
    assert clean.texts("div", css="note") == []


def countries_shown(page: Page) -> set[str]:
    """The countries whose rules are shown at the choices."""
    return {name for said in page.texts("dt") if said.startswith("Rules: ") for name in said[7:].split(", ")}


def test_looking_back_under_other_countries_shows_those_that_were_chosen(browse_real: Browse) -> None:
    page = walk(begin(browse_real), POOR)[-1].submit("do=debrief")
    assert "Netherlands" in countries_shown(page)
    assert len(countries_shown(page)) == 3
    assert "NL" not in page.form("with").choices("with")
    again = page.submit("Show these", {"with": ["NO"]})
    assert countries_shown(again) == {"Netherlands", "Norway"}
    assert state(again) == state(page)
    assert state(again.submit("do=back"))["chosen"] == dict(list(POOR.items())[:3])


def test_looking_back_before_the_end_is_possible_and_names_no_end(browse_real: Browse) -> None:
    page = browse_real.post(HOME, {"walk": json.dumps(document({})), "do": "debrief"})
    assert not any(words in page.text for words in view.ENDING.values())


# -- content of one's own ----------------------------------------------------------------------------------------------

NEW = ("new", "jurisdiction", "ZZ", "--name", "Zedland", "--emergency", "199")


@pytest.fixture
def with_zedland(tmp_path: Path, cache_folder: Path) -> Browse:
    """Pages over a house with one more country, in which there are psychologists but no officers."""
    assert run(*NEW, "--into", str(tmp_path)).exit_code == 0
    return Browse(pages_over(library.load(tmp_path, Cache(cache_folder), TODAY)).test_client())


def test_a_profession_that_a_country_does_not_cover_is_named(with_zedland: Browse) -> None:
    page = with_zedland.get(HOME).submit("Begin", country="ZZ", **BOTH)
    assert page.status == 422
    (said,) = [link.text for link in page.links if link.href == "#roles"]
    assert "Zedland" in said
    assert all(role["name"] in said for role in case_of(with_zedland).words["roles"].values())
    played = page.submit("Begin", {"as-clinician": "psychologist", "as-officer": ""})
    assert state(played)["country"] == "ZZ"


def test_looking_back_says_of_which_country_nothing_can_be_said(with_zedland: Browse) -> None:
    page = with_zedland.post(HOME, {"walk": json.dumps(document(BEST)), "do": "debrief", "with": ["ZZ"]})
    said = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert "cannot say anything" in said["Rules: Zedland"]


@pytest.fixture
def without_netherlands(overlay: Overlay, cache_folder: Path) -> Browse:
    """Pages over a house whose Dutch rulebook is broken."""
    folder = overlay("rules/sets/nl/rules/own.yaml", "rules:\n  - id: nl-broken\n")
    return Browse(pages_over(library.load(folder, Cache(cache_folder), TODAY)).test_client())


def test_a_country_that_is_unavailable_is_never_offered_and_not_taken(without_netherlands: Browse) -> None:
    browse = without_netherlands
    assert not site_of(browse).available("NL")
    assert "NL" not in browse.get(HOME).form("country").choices("country")
    refused = browse.post(HOME, {"do": "begin", "country": "NL", **ONE}, status=400)
    assert "Start page" in refused.text
    forged = json.dumps(document(BEST))
    browse.post(HOME, {"walk": forged, "do": "go-on"}, status=400)
    assert loaded(browse, forged).status == 400
    away = json.dumps(document(BEST, country="NO"))
    page = browse.post(HOME, {"walk": away, "do": "debrief"})
    assert "NL" not in page.form("with").choices("with")
    assert "Netherlands" not in countries_shown(page)
    browse.post(HOME, {"walk": away, "do": "debrief", "with": "NL"}, status=400)


def test_a_case_that_is_broken_is_left_out_and_nothing_else_with_it(overlay: Overlay, cache_folder: Path) -> None:
    text = (Path(library.__file__).parent / "cases" / f"{CASE}.yaml").read_text(encoding="utf-8")
    folder = overlay(f"scenarios/cases/{CASE}.yaml", text.replace("begin: the-remark", "begin: nowhere"))
    browse = Browse(pages_over(library.load(folder, Cache(cache_folder), TODAY)).test_client())
    browse.get(HOME, status=404)
    assert HOME not in {link.href for link in browse.get("/scenarios/").links}
    browse.get("/law/NL")


# -- words -------------------------------------------------------------------------------------------------------------


def test_there_are_words_for_everything_that_a_case_can_say(browse_real: Browse) -> None:
    schema = json.loads((SCHEMA / "scenario.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]["setting"]["enum"]) == set(view.SETTING)
    assert set(get_args(Practice)) == set(view.PRACTICE)
    assert set(get_args(Lawful)) == set(view.LAWFUL)


def test_countries_stand_under_their_headings(browse_real: Browse) -> None:
    page = browse_real.get(HOME)
    wholes: list[Jurisdiction] = [land for land in site_of(browse_real).countries if not land.extends]
    with_parts = [land.name for land in wholes if site_of(browse_real).parts(land.id)]
    assert page.texts("p", css="group") == with_parts
