"""Every page of the site, found by its links and its buttons, over the example house and the real one.

Whether a page is in order is checked by the client that fetches it (`tests/webapp/pages.py`).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask

import webapp
from tests.webapp.crawl import Crawl, endpoint_of, press_everything, rendered
from webapp.site import EXTENSION, Site

TEMPLATES = Path(webapp.__file__).parent / "templates"

NOT_LINKED = {
    "api.openapi": "/api/v1/openapi.json",
    "api.jurisdictions": "/api/v1/jurisdictions",
    "api.jurisdiction": "/api/v1/jurisdictions/{code}",
    "api.vocabulary": "/api/v1/vocabulary",
    "api.vocabulary_of": "/api/v1/jurisdictions/{code}/vocabulary",
    "api.rules": "/api/v1/jurisdictions/{code}/rules",
    "api.rule": "/api/v1/jurisdictions/{code}/rules/{rule}",
    "api.sources": "/api/v1/jurisdictions/{code}/sources",
    "api.source": "/api/v1/jurisdictions/{code}/sources/{source}",
    "check.forgotten": "/forgotten",
    "health.health": "/healthz",
    "health.ready": "/readyz",
}
"""Views that no page has to link to, each with an address at which it answers."""

NOTHING_THERE = ["/nowhere", "/law/nowhere", "/law/XA/rules/nowhere"]
"""Addresses at which there is nothing."""

WITH_BUTTONS = ["/check"]
"""Where forms begin."""

WALKED = {"handrail_walk": 1, "scenario": "night-shift", "country": "XA", "playing": {"carer": "nurse"}, "chosen": {}}
"""A walk through a practice case of the example house."""


ALL = 100_000


@pytest.fixture(scope="module", params=[("app", ALL), ("real_app", 4)], ids=["example house", "real house"])
def crawl(request: pytest.FixtureRequest) -> Crawl:
    """Every page of the example house; of the real one every kind of page, a few of each."""
    name, most = request.param
    return Crawl(request.getfixturevalue(name), most).run()


def get_endpoints(app: Flask) -> set[str]:
    """Every view that a browser can open."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - {"static"}


def test_every_view_is_linked_to_or_known_not_to_be(crawl: Crawl) -> None:
    assert get_endpoints(crawl.app) - crawl.endpoints - set(NOT_LINKED) == set()


def test_every_view_that_nothing_links_to_answers(crawl: Crawl) -> None:
    site: Site = crawl.app.extensions[EXTENSION]
    code = site.countries[0].id
    rule = next(rule for rule in site.rulebook(code).rules.values() if rule.sources)
    names = {"code": code, "rule": rule.id, "source": rule.sources[0]}
    client = crawl.app.test_client()
    paths = {endpoint: path.format_map(names) for endpoint, path in NOT_LINKED.items()}
    assert {path: endpoint_of(crawl.app, path) for path in paths.values()} == {v: k for k, v in paths.items()}
    assert {path: client.get(path).status_code for path in paths.values()} == dict.fromkeys(paths.values(), 200)


def test_every_kind_of_page_is_in_order(crawl: Crawl) -> None:
    assert not crawl.faulty, "\n".join(crawl.faulty)


def test_links_lead_to_pages_and_to_places_in_them_that_exist(crawl: Crawl) -> None:
    assert crawl.leading_nowhere == []


@pytest.mark.slow
def test_every_page_of_the_whole_real_site_is_in_order_and_leads_somewhere(real_app: Flask) -> None:
    whole = Crawl(real_app, ALL).run()
    assert not whole.faulty, "\n".join(whole.faulty)
    assert whole.leading_nowhere == []


def test_every_template_is_shown_somewhere(app: Flask) -> None:
    with rendered(app) as names:
        Crawl(app, ALL).run()
        for path in NOTHING_THERE:
            assert app.test_client().get(path).status_code == 404
        press_everything(app, WITH_BUTTONS, most=150)
        for do in ("go-on", "law", "debrief"):
            walk = {"walk": json.dumps(WALKED), "do": do}
            assert app.test_client().post("/scenarios/night-shift", data=walk).status_code == 200
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    parts = {name for name in there if name.rpartition("/")[2].startswith("_")} | {"base.html"}
    assert there - parts - names == set()
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    used = set(re.findall(r"""(?:include|import|from|extends) ["']([^"']+)["']""", text))
    assert parts - used == set()
