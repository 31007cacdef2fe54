"""Practice cases: choose one, walk through it scene by scene, and look back.

A walk lives in the page, like the state of a check: every step after the first page is a POST to the address of the
case, and nothing is kept here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from rules import CaseError
from rules.model import Jurisdiction
from scenarios.debrief import debrief
from scenarios.library import UnknownScenario
from scenarios.model import Scenario
from scenarios.play import Play, begin, professions, resume
from scenarios.walk import NotOffered
from webapp.pages.posted import form_with, one_file
from webapp.places import places
from webapp.site import site
from webapp.view import scenario as view
from webapp.view.debrief import DebriefView
from webapp.view.state import Unreadable, parsed

pages = Blueprint("scenarios", __name__, url_prefix="/scenarios")

FIELDS = {"walk", "do", "option", "with"}
OTHERS = 2
"""How many other countries a debrief shows unless some are chosen."""


@pages.get("/")
def index() -> str:
    """All practice cases."""
    return render_template("scenarios/index.html", title="Practice cases", cases=_cases(), settings=view.SETTING)


@pages.post("/")
def load() -> str:
    """Go on with a walk that was saved to a file."""
    form_with({"do"}, file="file")
    try:
        document = parsed(one_file())
    except Unreadable as error:
        abort(400, f"This file cannot be loaded: {error}.")
    name = document.get("scenario")
    if not isinstance(name, str) or name not in site().library.scenarios:
        abort(400, "This file is no walk through a case that there is here.")
    return _scene(*_resumed(document, site().library.scenario(name)))


@pages.get("/<name>")
def intro(name: str) -> str:
    """What a case is about, and how it is to be played."""
    return _intro(_case(name))


@pages.post("/<name>")
def step(name: str) -> ResponseReturnValue:
    """One step of a walk."""
    case = _case(name)
    form = form_with({*FIELDS, "country", *(f"as-{role.id}" for role in case.roles)})
    if form.get("do") == "begin":
        return _begin(case, form)
    play = _play(case, form)
    match form.get("do", ""):
        case "back":
            return _scene(Play(play.walk.back(), play.country, play.playing))
        case "law":
            return _scene(play, with_law=True)
        case "save":
            return _file(play)
        case "debrief":
            return _debrief(play, form.getlist("with"))
        case "go-on":
            return _scene(play)
    try:
        return _scene(Play(play.walk.choose(form.get("option", "")), play.country, play.playing))
    except NotOffered:
        abort(400, "That is not among the choices here. Open the case again, or go back one step.")


def _cases() -> list[Scenario]:
    return sorted(site().library.scenarios.values(), key=lambda case: list(view.SETTING).index(case.setting))


def _case(name: str) -> Scenario:
    try:
        return site().library.scenario(name)
    except UnknownScenario:
        abort(404)


def _intro(case: Scenario, wrong: Mapping[str, str] | None = None, filled: Mapping[str, str] | None = None) -> str:
    countries = [land for land in site().countries if site().available(land.id) and _playable(case, land)]
    labels = {role.id: role.label for role in site().rulebook(countries[0].id).roles.values()} if countries else {}
    chosen = filled or {f"as-{role.id}": "" if index else role.professions[0] for index, role in enumerate(case.roles)}
    more: dict[str, Any] = {"lands": places(countries), "labels": labels, "settings": view.SETTING}
    more |= {"wrong": wrong or {}, "filled": chosen}
    return render_template("scenarios/intro.html", title=case.title, case=case, words=case.words, **more)


def _playable(case: Scenario, land: Jurisdiction) -> bool:
    return any(professions(role, land) for role in case.roles)


def _country(code: object) -> Jurisdiction:
    found = next((land for land in site().countries if land.id == code and site().available(land.id)), None)
    return found or abort(400, "The country is not known here, or its rules are not available. Open the case again.")


def _begin(case: Scenario, form: MultiDict[str, str]) -> ResponseReturnValue:
    wrong: dict[str, str] = {}
    playing = {role.id: form[f"as-{role.id}"] for role in case.roles if form.get(f"as-{role.id}")}
    if not form.get("country"):
        wrong["country"] = "Choose the country whose rules you want to hear."
    if not playing:
        wrong["roles"] = "Choose at least one role."
    if wrong:
        return _intro(case, wrong, form), 422
    land = _country(form["country"])
    covered = [role for role in case.roles if role.id in playing and playing[role.id] not in land.roles]
    if covered:
        names = ", ".join(case.words["roles"][role.id]["name"] for role in covered)
        wrong["roles"] = f"The rules of {land.name} do not cover this profession yet: {names}."
        return _intro(case, wrong, form), 422
    try:
        return _scene(begin(case, land, playing))
    except CaseError:
        abort(400, "The form names a profession by which nobody can play this role. Open the case again.")


def _play(case: Scenario, form: MultiDict[str, str]) -> Play:
    try:
        document = parsed(form.get("walk", ""))
    except Unreadable as error:
        abort(400, f"The form cannot be used: {error}.")
    if document.get("scenario") != case.id:
        abort(400, "The form belongs to another case. Open the case again.")
    return _resumed(document, case)[0]


def _resumed(document: Mapping[str, Any], case: Scenario) -> tuple[Play, Sequence[str]]:
    """The walk of a document; what does not fit is refused without repeating anything of it."""
    try:
        return resume(document, case, _country(document.get("country")))
    except CaseError:
        abort(400, "This is no walk that can be gone on with here. Open the case and begin again.")


def _scene(play: Play, left_out: Any = (), with_law: bool = False) -> str:
    found = view.WalkView(site(), play, left_out, with_law)
    return render_template(
        "scenarios/walk.html",
        title=play.scenario.title,
        view=found,
        state=_state(play),
        practice=view.PRACTICE,
        lawful=view.LAWFUL,
        likely=view.LIKELY,
        sure=view.SURE,
        ending=view.ENDING,
    )


def _debrief(play: Play, chosen: list[str]) -> str:
    wholes = [land.id for land in site().countries if not land.extends and land.id != play.country]
    codes = [_country(code).id for code in chosen] or [code for code in wholes if site().available(code)][:OTHERS]
    taken = debrief(site().knowledge, play, codes, site().today(), site().watch())
    return render_template(
        "scenarios/debrief.html",
        title=f"Looking back: {play.scenario.title}",
        view=DebriefView(site(), play, taken, codes),
        state=_state(play),
        practice=view.PRACTICE,
        lawful=view.LAWFUL,
        ending=view.ENDING,
    )


def _state(play: Play) -> str:
    return json.dumps(play.document(), ensure_ascii=False, separators=(",", ":"))


def _file(play: Play) -> Response:
    response = make_response(json.dumps(play.document(), ensure_ascii=False, indent=2) + "\n")
    response.content_type = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="handrail-walk-{play.scenario.id}.json"'
    return response
