"""Walks through the practice case that the tests use, as a person without scripts takes them, and as documents."""

from __future__ import annotations

import json
from typing import Any

from scenarios.model import Scenario
from tests.webapp.browse import Browse, Page
from webapp.site import EXTENSION, Site

CASE = "goodbye-signs"
HOME = f"/scenarios/{CASE}"

BEST = {
    "first-words": "ask-him",
    "a-possible-victim": "consult-and-ask",
    "minutes-count": "one-call",
    "the-desk-acts": "both-at-once",
}
"""The best option at each decision of the case, in order."""

POOR = {
    "first-words": "call-police-now",
    "a-possible-victim": "consult-and-ask",
    "minutes-count": "whole-file",
    "the-desk-acts": "wait-for-report",
}
"""A walk on which too much is told, and in the end too little."""

BOTH = {"as-clinician": "psychotherapist", "as-officer": "police_officer"}
ONE = {"as-clinician": "psychotherapist", "as-officer": ""}


def site_of(browse: Browse) -> Site:
    """The site whose pages somebody reads."""
    found: Site = browse.client.application.extensions[EXTENSION]
    return found


def case_of(browse: Browse) -> Scenario:
    """The case as the site has it."""
    return site_of(browse).library.scenario(CASE)


def begin(browse: Browse, country: str = "NL", roles: dict[str, str] | None = None) -> Page:
    """The first scene, for somebody who plays both roles unless told."""
    return browse.get(HOME).submit("Begin", country=country, **(roles or BOTH))


def walk(page: Page, choices: dict[str, str]) -> list[Page]:
    """Every page on the way after these choices were made; the last one is where the walk has come to."""
    pages = [page]
    for option in choices.values():
        pages.append(pages[-1].submit(f"option={option}"))
    return pages


def state(page: Page) -> dict[str, Any]:
    """The document of the walk that a page carries."""
    found = {one.get("value", "") for one in page.tree.all("input") if one.get("name") == "walk"}
    assert len(found) == 1, found
    document: dict[str, Any] = json.loads(found.pop())
    return document


def offered(page: Page) -> list[str]:
    """The options that a page offers, in order."""
    buttons = [one for form in page.forms for one in form.buttons]
    return [one.get("value", "") for one in buttons if one.get("name") == "option"]


def does(page: Page) -> list[str]:
    """What else one can do on a page."""
    return [one.get("value", "") for form in page.forms for one in form.buttons if one.get("name") == "do"]


def document(choices: dict[str, str], country: object = "NL", **more: Any) -> dict[str, Any]:
    """A walk as it is saved."""
    playing = {"clinician": "psychotherapist", "officer": "police_officer"}
    chosen = {"handrail_walk": 1, "scenario": CASE, "country": country, "playing": playing, "chosen": dict(choices)}
    return {**chosen, **more}
