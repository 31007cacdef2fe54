"""Every state of the check: accessible, as wide as its window, readable when large, in forced colours and on paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.browser.journeys import Traveller, forgive, golden, question, settled, text
from tests.webapp.browser.server import Watch
from tests.webapp.browser.visitor import DESKTOP, PHONE, Visitor, axe, focus_is_visible, focused, scrolls_sideways
from webapp.app import create_app
from webapp.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAPER = {"width": 718, "height": 1000}
"""What is left of a sheet of A4 within the margins of the browser."""

JUDGEMENTS = ("other_ways", "sharing_helps", "necessity", "nl_conscience")

ADVICE: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "may-and-must-not": ("nl-g-named-threat", ("police", "threatened_person"), ()),
    "must-one-of": ("nl-g-attack-at-table-official", ("police", "prosecutor"), ()),
    "should": ("nl-g-child-goes-on", (), ()),
    "unsettled": ("nl-g-duty-136-social-worker", ("police",), ()),
    "urgent": ("nl-g-attack-tonight", ("police",), ()),
    "left-to-judgement": ("nl-g-named-threat", ("police",), JUDGEMENTS),
}
"""An advice of each kind: a golden case, who is to be told in place of those it names, and what is taken out of it."""

SAYS = {
    "may-and-must-not": ".is-may, .is-must_not",
    "must-one-of": ".is-must",
    "should": ".is-should",
    "unsettled": ".readings",
    "urgent": ".call[role=alert]",
    "left-to-judgement": ".judged",
}
"""What shows that it is of this kind."""

HIDDEN_ON_PAPER = "button, .button, .skip, .top, details.no-print"

CLIPPED = """(() => [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()).filter(one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (one.closest('.unseen') || box.width <= 1) return false;
  return box.right > innerWidth + 1 || box.left < -1
    || (style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0);
}).map(one => one.outerHTML.slice(0, 120)))()"""


def look(page: Page) -> None:
    """No rule of accessibility is violated and nothing sticks out: on a phone in light, on a desktop in dark."""
    for device, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size({"width": device.width, "height": device.height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        axe(page)
        assert not scrolls_sideways(page)
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})


def open_all(page: Page) -> None:
    """Open everything that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def case(
    knowledge: KnowledgeBase, id: str, about: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A golden case as a file, perhaps about others and without some answers."""
    document = deepcopy(dict(golden(knowledge, id, *about).document))
    document["facts"] = {fact: value for fact, value in document["facts"].items() if fact not in without}
    return document


def loaded(visitor: Visitor, document: Mapping[str, Any]) -> Page:
    """The advice for a case from a file."""
    page = visitor.arrive("/check")
    open_all(page)
    file = {"name": "case.json", "mimeType": "application/json", "buffer": json.dumps(document).encode()}
    page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.get_by_role("button", name="Load it").tap()
    assert page.title() == "What the rules say", text(page)
    return page


def press(page: Page, selector: str) -> None:
    """Press a button that leads on."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator(selector).first.tap()
    settled(page)


def test_the_short_form(visitor: Visitor) -> None:
    page = visitor.arrive("/check")
    look(page)
    open_all(page)
    press(page, "button[value=begin]")
    assert page.locator("#wrong").count()
    forgive(visitor, "answered 422")
    look(page)
    open_all(page)
    look(page)
    page.locator("#wrong a").tap()
    assert page.evaluate("document.activeElement.name") == "role"


def test_a_question_of_each_kind(visitor: Visitor) -> None:
    page = visitor.arrive("/check")
    page.locator("input[value=psychiatrist]").check()
    page.locator("input[value=police]").check()
    press(page, "button[value=begin]")
    look(page)
    press(page, "button[value=within_hours]")
    assert page.locator(".call[role=alert]").count()
    open_all(page)
    look(page)
    press(page, "button[name=change][value=legal_status]")
    assert page.locator("input[name=ticked]").count()
    look(page)
    page.locator("input[value=deceased]").check()
    press(page, "button[value=ticked]")
    assert page.locator(".wrong button[name=change]").count()
    forgive(visitor, "answered 422")
    look(page)
    _in_large_letters(page)
    _in_forced_colours(page)
    press(page, ".wrong button[name=change]")
    assert page.locator("button[aria-pressed=true]").count() == 1
    look(page)
    press(page, "button[value=show]")
    assert "Not settled yet" in text(page)
    look(page)


@pytest.mark.parametrize("kind", ADVICE)
def test_an_advice_of_each_kind_with_everything_open(
    visitor: Visitor, real_knowledge: KnowledgeBase, kind: str
) -> None:
    page = loaded(visitor, case(real_knowledge, *ADVICE[kind]))
    for selector in SAYS[kind].split(", "):
        assert page.locator(selector).count(), selector
    open_all(page)
    look(page)


def test_a_judgement_is_asked(visitor: Visitor, real_knowledge: KnowledgeBase) -> None:
    page = loaded(visitor, case(real_knowledge, *ADVICE["left-to-judgement"]))
    press(page, "button[value=on]")
    assert question(page).partition("/")[0] in JUDGEMENTS
    assert "your judgement" in page.locator(".question").inner_text()
    open_all(page)
    look(page)


def test_a_case_from_a_file_that_the_rules_have_outlived(visitor: Visitor, real_knowledge: KnowledgeBase) -> None:
    document = case(real_knowledge, "nl-g-named-threat", ("police",))
    document["facts"]["moon_phase"] = "full"
    document["record"] = {"saved_on": "2026-01-02", "digest": "other", "answers": {"police": "must_not"}}
    page = loaded(visitor, document)
    said = page.locator("[role=status]").inner_text()
    assert "2026-01-02" in said
    assert "moon_phase" in said
    assert "Police" in said
    look(page)


def test_the_keyboard_reaches_everything_on_an_advice(visitor: Visitor, real_knowledge: KnowledgeBase) -> None:
    page = loaded(visitor, case(real_knowledge, *ADVICE["urgent"]))
    page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        assert focus_is_visible(page), focused(page)
    assert stops == sorted(stops)
    assert len(stops) >= page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary')].filter(one => one.checkVisibility()).length"
    )


def test_an_advice_and_its_record_in_large_letters_in_forced_colours_and_on_paper(
    visitor: Visitor, real_knowledge: KnowledgeBase
) -> None:
    page = loaded(visitor, case(real_knowledge, *ADVICE["may-and-must-not"]))
    open_all(page)
    for title in ("What the rules say", "Record of a decision"):
        if page.title() != title:
            press(page, "button[value=record]")
            assert page.title() == title
            look(page)
        _in_large_letters(page)
        _in_forced_colours(page)
        _on_paper(page)


def _in_large_letters(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (PHONE.width, 640):
        page.set_viewport_size({"width": width, "height": 450})
        assert not scrolls_sideways(page), f"{page.title()} at {width}"
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})


def _in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    # Of a button axe reads the colours of its author there, not those that are shown.
    page.evaluate("document.querySelectorAll('button').forEach(one => { one.style.visibility = 'hidden' })")
    axe(page)
    page.evaluate("document.querySelectorAll('button').forEach(one => { one.style.visibility = '' })")
    page.emulate_media(forced_colors="none", color_scheme="light")


def _on_paper(page: Page) -> None:
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    shown = page.locator(HIDDEN_ON_PAPER).evaluate_all("all => all.filter(one => one.checkVisibility()).length")
    assert shown == 0
    assert page.evaluate(CLIPPED) == []
    axe(page)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})


def test_what_cannot_be_read_and_what_takes_too_long(
    visitor: Visitor, watched: Watch, real_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor.arrive("/check")
    somebody = Traveller(page, golden(real_knowledge, "nl-g-officer-hands-over", "crisis_service"))
    somebody.fill_in()
    page.evaluate("document.querySelectorAll('input[name=case]').forEach(one => { one.value = 'no case' })")
    press(page, "button[name=answer]")
    assert page.title() == "This could not be read"
    forgive(visitor, "answered 400")
    look(page)
    page.go_back()
    with monkeypatch.context() as patch:
        patch.setattr(watched, "application", create_app(Site(real_knowledge, lambda: TODAY, seconds=-1)))
        page.reload()
        somebody.fill_in()
    assert page.title() == "This took too long"
    forgive(visitor, "answered 503")
    look(page)
