"""Both journeys from the start page to a printed record, in a real browser: by finger, mouse and keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.browser.journeys import JOURNEYS, Traveller, Typist, golden, question, usable
from tests.webapp.browser.paper import printed
from tests.webapp.browser.visitor import DESKTOP, PHONE, Device, Scheme, Visitor, scrolls_sideways

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_QUESTIONS = 10
MOST_TAPS = 15

WAYS = [
    pytest.param(PHONE, "light", True, id="phone-light"),
    pytest.param(DESKTOP, "dark", True, id="desktop-dark"),
    pytest.param(PHONE, "dark", False, id="phone-dark-without-scripts"),
    pytest.param(DESKTOP, "light", False, id="desktop-light-without-scripts"),
]


@pytest.mark.parametrize("journey", JOURNEYS)
@pytest.mark.parametrize(("held", "colours", "scripts"), WAYS)
def test_a_few_questions_and_taps_lead_from_the_start_page_to_a_printed_record(
    visitor: Visitor, real_knowledge: KnowledgeBase, journey: str, held: Device, colours: Scheme, scripts: bool
) -> None:
    page = visitor.arrive("/", held, colours, scripts=scripts)
    somebody = Traveller(page, golden(real_knowledge, *JOURNEYS[journey]), scripts)
    _walk(somebody)
    assert len(somebody.asked) <= MOST_QUESTIONS, somebody.asked
    assert somebody.taps <= MOST_TAPS
    assert usable(page)
    assert not scrolls_sideways(page)
    somebody.step(somebody.do("record"))
    assert page.locator("[data-print]").is_visible() is scripts, "a button that only works with scripts"
    _the_record_is_printed(page, real_knowledge)


@pytest.mark.parametrize(
    ("journey", "scripts"),
    [
        pytest.param("care", True, id="care"),
        pytest.param("officer", True, id="officer"),
        pytest.param("officer", False, id="officer-without-scripts"),
    ],
)
def test_the_keyboard_alone_leads_from_the_start_page_to_a_printed_record(
    visitor: Visitor, real_knowledge: KnowledgeBase, journey: str, scripts: bool
) -> None:
    page = visitor.arrive("/", DESKTOP, "dark" if scripts else "light", scripts=scripts)
    somebody = Typist(page, golden(real_knowledge, *JOURNEYS[journey]), scripts)
    _walk(somebody)
    assert usable(page)
    somebody.step(somebody.do("record"))
    _the_record_is_printed(page, real_knowledge)
    if scripts:
        page.evaluate("window.print = () => { document.title = 'printed' }")
        somebody.press(page.locator("[data-print]"))
        assert page.title() == "printed"


def _walk(somebody: Traveller) -> None:
    """From the start page to the advice; at each step the page must say where one is."""
    page, titles = somebody.page, [somebody.page.title()]
    somebody.start()
    titles.append(page.title())
    somebody.fill_in()
    while question(page):
        titles.append(page.title())
        _one_is_there(somebody)
        somebody.reply()
    titles.append(page.title())
    _one_is_there(somebody)
    assert len(set(titles)) == len(titles), "each step has a title of its own"


def _one_is_there(somebody: Traveller) -> None:
    """The title, the heading and the focus belong to the step; the address says nothing about it."""
    page = somebody.page
    assert page.title() == page.locator("h1").inner_text()
    assert page.evaluate("[location.pathname, location.search, location.hash, window.scrollY]") == ["/check", "", "", 0]
    if somebody.scripts:
        assert page.evaluate("document.activeElement.id") == "main"
        spoken = page.locator("main").get_attribute("aria-label") or ""
        assert spoken.startswith(page.title())
        content = page.locator(".question, .answer-line > a").first
        assert "".join(content.inner_text().split()) in "".join(spoken.split())


def _the_record_is_printed(page: Page, knowledge: KnowledgeBase) -> None:
    book = knowledge.rulebook("NL", TODAY)
    assert page.title() == "Record of a decision"
    said, sheets = printed(page)
    for wanted in (f"version {book.version}", book.digest[:12], TODAY.isoformat(), "My reasons", "I decided otherwise"):
        assert wanted.replace(" ", "") in said, wanted
    for answer in page.locator(".said dd").all_inner_texts():
        assert "".join(answer.split()) in said, answer
    assert "Savetoafile" not in said
    assert 1 < sheets <= 6
