"""What trainers take along: the whole case as a picture, and the facilitator pack as a page to print and as a PDF."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template

from rules.model import Jurisdiction
from scenarios.expectations import law_at_decisions
from scenarios.library import UnknownScenario
from scenarios.model import Scenario
from scenarios.pack import Pack, pack
from webapp.site import site
from webapp.view import scenario as view
from webapp.view.case_map import case_map, law_in_words
from webapp.view.pack import PackView
from webapp.view.pack_pdf import pack_pdf

pages = Blueprint("packs", __name__, url_prefix="/scenarios/<name>")


@pages.get("/map")
def case_map_page(name: str) -> str:
    """Every scene and every way of a case, decisions marked."""
    case = _case(name)
    return _render("map.html", f"The whole case: {case.title}", case, picture=case_map(case), countries=_usable())


@pages.get("/map/<code>")
def case_map_of(name: str, code: str) -> str:
    """The same, with what the rules of a country say at each decision on the best way."""
    case, land = _case(name), _country(code)
    law = law_in_words(law_at_decisions(site().library, case, land.id, site().today()), site().rulebook(land.id))
    title = f"The whole case: {case.title} ({land.name})"
    return _render("map.html", title, case, picture=case_map(case, law), law=law, countries=_usable(), land=land)


@pages.get("/pack")
def choose(name: str) -> str:
    """The countries for which the pack can be made."""
    case = _case(name)
    return _render("packs.html", f"Facilitator pack: {case.title}", case, countries=_usable())


@pages.get("/pack/<code>")
def show(name: str, code: str) -> str:
    """The pack for a country, to print."""
    made = _pack(name, code)
    return _render("pack.html", f"Facilitator pack: {made.scenario.title}", made.scenario, view=PackView(site(), made))


@pages.get("/pack/<code>/pdf")
def pdf(name: str, code: str) -> Response:
    """The pack for a country as a PDF."""
    made = _pack(name, code)
    response = make_response(pack_pdf(PackView(site(), made)))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="handrail-{made.scenario.id}-{made.country.id}.pdf"'
    )
    return response


def _case(name: str) -> Scenario:
    try:
        return site().library.scenario(name)
    except UnknownScenario:
        abort(404)


def _pack(name: str, code: str) -> Pack:
    return pack(site().knowledge, _case(name), _country(code), site().today(), site().watch())


def _usable() -> list[Jurisdiction]:
    return [country for country in site().countries if site().available(country.id)]


def _country(code: str) -> Jurisdiction:
    found = next((country for country in _usable() if country.id == code), None)
    return found or abort(404)


def _render(template: str, title: str, case: Scenario, **more: Any) -> str:
    return render_template(
        f"scenarios/{template}",
        title=title,
        case=case,
        words=case.words,
        practice=view.PRACTICE,
        lawful=view.LAWFUL,
        likely=view.LIKELY,
        sure=view.SURE,
        ending=view.ENDING,
        **more,
    )
