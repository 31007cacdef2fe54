"""Countries compared, as a page: reached from every advice, over the example country and its part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import PART, load
from tests.rules.test_compare import CLERK
from tests.webapp.browse import Browse, Page
from tests.webapp.conftest import pages_over

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """The example country with its part."""
    return load(overlay=PART)


@pytest.fixture
def advice(knowledge: KnowledgeBase) -> Page:
    """The advice about the clerk's case."""
    browse = Browse(pages_over(knowledge).test_client())
    return browse.post("/advice/", {"case": json.dumps(CLERK)})


def test_every_advice_leads_to_the_comparison(advice: Page) -> None:
    page = advice.submit("Compare countries")
    assert page.title == "Countries compared"
    assert {"Exampleland", "North of Exampleland"} <= set(page.texts("th"))


def test_what_differs_stands_first_with_the_provision_and_the_facts_it_turns_on(advice: Page) -> None:
    page = advice.submit("Compare countries")
    differ, common = page.texts("table", css="compare")
    assert differ.startswith("Where they differ")
    assert "Clerks in the north" in differ
    assert "What it turns on" in differ
    assert common.startswith("What all of them have in common")


def test_the_provision_opens_the_law_of_its_own_country(advice: Page) -> None:
    page = advice.submit("Compare countries")
    (link,) = {link.href for link in page.links if link.text.startswith("Clerks in the north")}
    assert link == "/law/XA-NORTH/rules/xa-north-clerks"


def test_only_the_countries_that_are_ticked_are_compared(advice: Page) -> None:
    page = advice.submit("Compare countries").submit("Compare these", {"with": ["XA"]})
    assert page.texts("th")[1:] != []
    assert "North of Exampleland" not in page.texts("th")


def test_the_way_back_leads_to_the_same_advice(advice: Page) -> None:
    back = advice.submit("Compare countries").submit("Back to the advice")
    assert back.title == advice.title
    assert back.text == advice.text


def test_for_another_country_no_advice_is_claimed(advice: Page) -> None:
    page = advice.submit("Compare countries")
    assert "gives no advice" in page.text


def test_a_country_that_is_not_known_is_refused(advice: Page) -> None:
    page = Browse(advice.client).post("/compare", {"case": json.dumps(CLERK), "with": "ZZ"}, status=400)
    assert "ZZ" not in page.html


def test_the_form_suggests_the_country_that_the_browser_points_to(knowledge: KnowledgeBase) -> None:
    client = pages_over(knowledge).test_client()
    assert _suggested(client, "en-XA-NORTH,en;q=0.8") == ["XA-NORTH"]
    assert _suggested(client, "en-GB") == []


def test_where_a_country_has_parts_no_language_tells_which(knowledge: KnowledgeBase) -> None:
    assert _suggested(pages_over(knowledge).test_client(), "en-XA") == []


def _suggested(client: FlaskClient, languages: str) -> list[str | None]:
    form = Page.of(client, client.get("/check", headers={"Accept-Language": languages})).form("country")
    return [one.get("value") for one in form.controls if "checked" in one.attrib]


def test_a_country_with_parts_stands_under_its_name_with_a_choice_for_elsewhere(knowledge: KnowledgeBase) -> None:
    page = Browse(pages_over(knowledge).test_client()).get("/check")
    assert page.form("country").choices("country") == ["XA-NORTH", "XA"]
    assert "Elsewhere in Exampleland" in page.text


def test_a_form_without_a_country_asks_for_it(knowledge: KnowledgeBase) -> None:
    browse = Browse(pages_over(knowledge).test_client())
    page = browse.post("/check", {"do": "begin", "role": "nurse", "about": "police"}, status=422)
    assert "country" in page.texts("div", css="wrong")[0]
