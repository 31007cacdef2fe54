"""What goes wrong on the way: double taps, a slow or a lost connection, a server that cannot answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.browser.journeys import OFFICER, Dialogs, Traveller, forgive, golden, question, settled, text, until
from tests.webapp.browser.server import Watch
from tests.webapp.browser.visitor import Visitor
from webapp.app import create_app
from webapp.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Request, Route

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])

TAKES_LONG = "This took too long"


def asked_first(visitor: Visitor, knowledge: KnowledgeBase, *, scripts: bool = True) -> Traveller:
    """Somebody who is asked the first question."""
    somebody = Traveller(visitor.arrive("/", scripts=scripts), golden(knowledge, *OFFICER), scripts)
    somebody.start()
    somebody.fill_in()
    return somebody


def posts(watched: Watch) -> int:
    """How many forms the server got."""
    return sum(1 for each in watched.asked if each.method == "POST")


@SCRIPTS
def test_a_double_tap_is_one_step(
    visitor: Visitor, watched: Watch, real_knowledge: KnowledgeBase, scripts: bool
) -> None:
    somebody = asked_first(visitor, real_knowledge, scripts=scripts)
    before = posts(watched)
    somebody.page.locator("button[name=answer]").nth(2).dblclick()
    expect(somebody.page).to_have_title("Question 2")
    somebody.page.wait_for_timeout(200)
    assert somebody.page.title() == "Question 2"
    if scripts:
        assert posts(watched) == before + 1


def test_while_an_answer_is_on_its_way_others_are_not_taken_and_back_calls_it_off(
    visitor: Visitor, watched: Watch, real_knowledge: KnowledgeBase
) -> None:
    somebody = asked_first(visitor, real_knowledge)
    page, held, before = somebody.page, list["Route"](), posts(watched)

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/check", hold)
    page.locator("button[name=answer]").nth(2).tap()
    expect(page.locator("body.busy")).to_have_count(1)
    page.locator("button[name=answer]").nth(3).tap()
    page.wait_for_timeout(100)
    assert len(held) == 1
    page.go_back()
    expect(page.locator("body.busy")).to_have_count(0)
    assert page.title() == "The check"
    page.unroute("**/check")
    page.wait_for_timeout(100)
    assert page.title() == "The check"
    assert posts(watched) == before
    page.go_forward()
    somebody.reply()
    assert page.title() == "Question 2"


def test_where_sending_in_the_background_fails_an_ordinary_form_takes_over(
    visitor: Visitor, real_knowledge: KnowledgeBase
) -> None:
    somebody = asked_first(visitor, real_knowledge)
    page, dialogs, kinds = somebody.page, Dialogs(somebody.page), list[str]()

    def only_pages(route: Route, request: Request) -> None:
        kinds.append(request.resource_type)
        route.abort() if request.resource_type == "fetch" else route.continue_()

    page.route("**/check", only_pages)
    with page.expect_navigation():
        page.locator("button[name=answer]").nth(2).tap()
    assert page.title() == "Question 2"
    assert kinds == ["fetch", "document"]
    assert not dialogs.asked
    forgive(visitor, "ERR_FAILED")
    page.unroute("**/check")
    somebody.reply()
    assert page.title() == "Question 3"
    page.go_back()
    assert page.title() == "Question 2"


def test_without_a_connection_nothing_is_lost_and_it_is_said(visitor: Visitor, real_knowledge: KnowledgeBase) -> None:
    somebody = asked_first(visitor, real_knowledge)
    page, key = somebody.page, question(somebody.page)
    page.context.set_offline(True)
    for _ in range(2):
        page.locator("button[name=answer]").nth(2).tap()
        settled(page)
        expect(page.locator("[role=alert]")).to_have_count(1)
        expect(page.locator("[role=alert]")).to_contain_text("Nothing was lost")
    assert question(page) == key
    page.context.set_offline(False)
    forgive(visitor, "ERR_INTERNET_DISCONNECTED")
    somebody.reply()
    assert page.title() == "Question 2"


@SCRIPTS
def test_a_server_that_cannot_answer_loses_nothing(
    visitor: Visitor, watched: Watch, real_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, scripts: bool
) -> None:
    somebody = asked_first(visitor, real_knowledge, scripts=scripts)
    page = somebody.page
    first = somebody.reply()
    with monkeypatch.context() as patch:
        patch.setattr(watched, "application", create_app(Site(real_knowledge, lambda: TODAY, seconds=-1)))
        second = somebody.reply()
        assert page.title() == TAKES_LONG
        assert "Nothing was lost" in text(page)
        assert "112" in text(page)
        forgive(visitor, "answered 503")
        if scripts:
            page.go_back()
            assert question(page) == second
            assert first in page.locator("main input[name=asked]").first.input_value()
    if scripts:
        somebody.reply()
    else:
        page.reload()
    assert page.title() == "Question 3"


def test_a_case_that_cannot_be_saved_at_the_moment_is_still_there(
    visitor: Visitor, watched: Watch, real_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = asked_first(visitor, real_knowledge)
    page, dialogs = somebody.page, Dialogs(somebody.page)
    somebody.step(somebody.do("show"))
    with monkeypatch.context() as patch:
        patch.setattr(watched, "application", create_app(Site(real_knowledge, lambda: TODAY, seconds=-1)))
        somebody.step(somebody.do("save"))
        assert page.title() == TAKES_LONG
    forgive(visitor, "answered 503")
    page.go_back()
    assert page.title() == "What the rules say"
    with page.expect_download():
        somebody.do("save").tap()
    until(page, "document.title === 'What the rules say'")
    assert not dialogs.asked
