"""Ways back, out and away: the browser's Back at each step, forgetting, leaving quickly, and leaving by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from rules import KnowledgeBase
from tests.webapp.browser.journeys import OFFICER, Dialogs, Dilemma, Traveller, forgive, golden, question, text, until
from tests.webapp.browser.server import Watch
from tests.webapp.browser.visitor import Visitor, focused

if TYPE_CHECKING:
    from playwright.sync_api import Page

STATES = ("form", "question", "advice", "record")

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])

WHAT_IS_LEFT = """(() => {
  const main = document.getElementById('main');
  const left = 'input[name=case], input[name=asked], [aria-pressed], [name=role]:checked, [name=about]:checked';
  return main.querySelectorAll(left).length
    + Number(!!history.state && Object.keys(history.state).join() !== 'step');
})()"""

AT_THE_BEGINNING = "history.state === null"
"""A page that was loaded again goes back to the entry of the form by itself."""


@pytest.fixture
def dilemma(real_knowledge: KnowledgeBase) -> Dilemma:
    """An officer brings somebody to the crisis service."""
    return golden(real_knowledge, *OFFICER)


def reach(somebody: Traveller, state: str) -> Page:
    """Go on from the start page until a state is reached."""
    somebody.start()
    if state != "form":
        somebody.fill_in()
    if state in ("advice", "record"):
        somebody.reply()
        somebody.step(somebody.do("show"))
    if state == "record":
        somebody.step(somebody.do("record"))
    return somebody.page


def test_back_leads_through_every_step_to_the_start_page_without_asking_the_server_again(
    visitor: Visitor, watched: Watch, dilemma: Dilemma
) -> None:
    somebody = Traveller(visitor.arrive("/"), dilemma)
    page = somebody.page
    dialogs = Dialogs(page)
    somebody.start()
    somebody.fill_in()
    while question(page) != "weapon_access":
        somebody.reply()
    page.locator("input[name=ticked]").first.check()
    somebody.step(somebody.do("show"))
    requests = len(watched.asked)
    page.go_back()
    assert question(page) == "weapon_access"
    assert page.locator("input[name=ticked]").first.is_checked()
    page.go_forward()
    assert page.title() == "What the rules say"
    page.go_back()
    for key in reversed(somebody.asked):
        page.go_back()
        assert question(page) == key
        chosen = page.locator("button[aria-pressed=true]")
        assert {chosen.get_attribute("value")} == dilemma.answers[key.partition("/")[0]]
        assert focused(page).startswith("main")
    page.go_back()
    assert page.title() == "The check"
    assert page.locator(f"input[value={dilemma.role}]").is_checked()
    assert page.locator(f"input[value={dilemma.about[0]}]").is_checked()
    assert len(watched.asked) == requests
    page.go_back()
    assert page.title() == "Handrail"
    page.go_forward()
    assert page.title() == "The check"
    assert not dialogs.asked


def test_an_answer_that_was_taken_back_can_be_given_differently(visitor: Visitor, dilemma: Dilemma) -> None:
    somebody = Traveller(visitor.arrive("/"), dilemma)
    page = somebody.page
    somebody.start()
    somebody.fill_in()
    first, second = somebody.reply(), somebody.reply()
    page.go_back()
    page.go_back()
    assert question(page) == first
    somebody.step(somebody.do("unknown"))
    assert question(page) not in ("", first)
    page.go_forward()  # what was answered before is gone
    assert question(page) == second
    page.go_back()
    assert question(page) == first
    assert page.locator("button[aria-pressed=true]").get_attribute("value") == "unknown"


@SCRIPTS
def test_the_back_button_of_the_page_leads_to_the_step_before(
    visitor: Visitor, dilemma: Dilemma, scripts: bool
) -> None:
    somebody = Traveller(visitor.arrive("/", scripts=scripts), dilemma, scripts)
    page = somebody.page
    somebody.start()
    somebody.fill_in()
    for _ in range(3):
        somebody.reply()
    somebody.step(somebody.do("show"))
    for key in reversed(somebody.asked):
        somebody.step(somebody.do("back"))
        assert question(page) == key
    somebody.step(somebody.do("back"))
    assert page.title() == "The check"
    assert page.locator(f"input[value={dilemma.role}]").is_checked()


def test_without_scripts_the_browsers_back_brings_an_earlier_step_once_the_form_may_be_sent_again(
    visitor: Visitor, dilemma: Dilemma
) -> None:
    somebody = Traveller(visitor.arrive("/", scripts=False), dilemma, scripts=False)
    page = somebody.page
    somebody.start()
    somebody.fill_in()
    for _ in range(2):
        somebody.reply()
    for key in reversed(somebody.asked):
        with pytest.raises(Error, match="ERR_CACHE_MISS"):
            page.go_back()
        page.wait_for_url("chrome-error://**")  # the browser's own page: "Confirm form resubmission"
        answer = page.reload()
        assert answer is not None
        assert answer.status == 200
        assert question(page) == key
    page.go_back()
    assert page.title() == "The check"
    page.go_back()
    assert page.title() == "Handrail"
    forgive(visitor, "ERR_CACHE_MISS")


@SCRIPTS
def test_forgetting_leaves_no_answer_behind(visitor: Visitor, dilemma: Dilemma, scripts: bool) -> None:
    somebody = Traveller(visitor.arrive("/", scripts=scripts), dilemma, scripts)
    page = reach(somebody, "advice")
    dialogs = Dialogs(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Forget my answers").tap()
    assert page.url.endswith("/forgotten")
    assert page.evaluate(WHAT_IS_LEFT) == 0
    if not scripts:
        return
    for move in (page.go_back, page.reload, page.go_forward):
        move()
        assert page.title() == "The check"
        assert page.evaluate(WHAT_IS_LEFT) == 0
        until(page, AT_THE_BEGINNING)
        assert page.evaluate(WHAT_IS_LEFT) == 0
    page.go_back()
    assert page.title() == "Handrail"
    assert not dialogs.asked


@SCRIPTS
@pytest.mark.parametrize("state", STATES)
def test_leaving_quickly_leads_elsewhere_at_once(
    visitor: Visitor, dilemma: Dilemma, away: str, state: str, scripts: bool
) -> None:
    somebody = Traveller(visitor.arrive("/", scripts=scripts), dilemma, scripts)
    page = reach(somebody, state)
    dialogs, entries = Dialogs(page), page.evaluate("history.length")
    with page.expect_request(away) as request, page.expect_navigation():
        page.locator("#leave").tap()
    assert page.url == away
    assert not {"referer", "cookie"} & set(request.value.headers)
    assert not dialogs.asked
    if not scripts:
        return
    assert page.evaluate("history.length") == entries
    page.go_back()
    assert page.title() == ("Handrail" if state == "form" else "The check")
    assert page.evaluate(WHAT_IS_LEFT) == 0


def test_what_is_left_behind_is_gone_before_the_next_page_answers(visitor: Visitor, dilemma: Dilemma) -> None:
    page = reach(Traveller(visitor.arrive("/"), dilemma), "advice")
    shown = page.evaluate("document.getElementById('leave').click(), document.title + document.body.innerHTML")
    assert shown == "Handrail"


def test_leaving_by_accident_is_asked_about_and_loading_again_begins_anew(visitor: Visitor, dilemma: Dilemma) -> None:
    somebody = Traveller(visitor.arrive("/"), dilemma)
    page = reach(somebody, "question")
    somebody.reply()
    dialogs, key, entries = Dialogs(page, stay=True), question(page), page.evaluate("history.length")
    for leaving in ("location.reload()", "document.querySelector('.brand').click()"):
        dialogs.asked.clear()
        page.evaluate(leaving)
        until(page, "true")
        page.wait_for_timeout(100)
        assert dialogs.asked == ["beforeunload"]
        assert question(page) == key
    dialogs.stay = False
    page.reload()
    until(page, AT_THE_BEGINNING)
    assert page.title() == "The check"
    assert page.evaluate(WHAT_IS_LEFT) == 0
    page.go_forward()  # there is nothing any more to go forward to
    until(page, AT_THE_BEGINNING)
    assert page.title() == "The check"
    assert page.evaluate("history.length") == entries
    page.go_back()
    assert page.title() == "Handrail"


def test_the_law_opens_beside_the_check_and_learns_nothing_from_it(
    visitor: Visitor, watched: Watch, dilemma: Dilemma
) -> None:
    somebody = Traveller(visitor.arrive("/"), dilemma)
    page = reach(somebody, "advice")
    said = text(page)
    with page.context.expect_page() as opened:
        page.locator("main a[target=_blank]:visible").first.tap()
    opened.value.wait_for_load_state()
    assert "/law/NL/" in opened.value.url
    assert opened.value.evaluate("window.opener === null && document.referrer === ''")
    assert "referer" not in watched.asked[-1].headers
    opened.value.close()
    assert text(page) == said
    somebody.step(somebody.do("on"))
    assert question(page)


def test_back_from_the_record_leads_to_the_same_place_of_the_advice(visitor: Visitor, dilemma: Dilemma) -> None:
    somebody = Traveller(visitor.arrive("/"), dilemma)
    page = reach(somebody, "advice")
    page.locator("summary:visible").last.tap()
    page.evaluate("window.scrollTo(0, 300)")
    page.locator("button[value=record]").evaluate("one => one.click()")
    until(page, "document.title.startsWith('Record')")
    assert page.evaluate("window.scrollY") == 0
    page.go_back()
    assert page.evaluate("window.scrollY") == 300
    assert page.locator("details[open]").count() == 1


def test_places_within_the_advice_are_reached_without_a_trace_in_the_address(
    visitor: Visitor, dilemma: Dilemma
) -> None:
    page = reach(Traveller(visitor.arrive("/"), dilemma), "advice")
    before = page.evaluate("[location.href, history.length, history.state.step]")
    page.locator(".answer-line a").first.tap()
    assert "crisis service" in focused(page)
    assert page.title() == "What the rules say"
    assert page.evaluate("[location.href, history.length, history.state.step]") == before
