"""The visitor notices what goes wrong in a browser: one small site with a page for each thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.webapp.browser.server import serving
from tests.webapp.browser.visitor import DESKTOP, Visitor, axe, focus_is_visible, scrolls_sideways

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from playwright.sync_api import Browser

HEAD = "<!doctype html><html lang='en'><title>t</title><link rel='icon' href='data:,'>"
AWAY = "http://away.invalid/"

PAGES = {
    "/good": "<main><h1>t</h1><a href='/good'>again</a></main>",
    "/console": "<script>console.error('loud')</script>",
    "/script": "<script>nowhere()</script>",
    "/picture": "<img alt='' src='/missing'>",
    "/host": "<img alt='' src='http://elsewhere.invalid/x.png'>",
    "/fetched-away": f"<img alt='' src='{AWAY}x.png'>",
    "/cookie": "<script>document.cookie = 'role=nurse'</script>",
    "/fault": "<h1>Sorry</h1>",
    "/contrast": "<main><h1>t</h1><p style='color: #aaa; background: #fff'>hard to read</p></main>",
    "/wide": "<main><h1>t</h1><p style='width: 200vw'>wide</p></main>",
    "/unseen": "<style>a:focus { outline: none }</style><main><h1>t</h1><a href='/good'>again</a></main>",
}


def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The small site; it is not Handrail, and its answers are not checked."""
    path = environ["PATH_INFO"]
    status = "500 Internal Server Error" if path == "/fault" else "200 OK" if path in PAGES else "404 Not Found"
    start_response(status, [("Content-Type", "text/html; charset=utf-8")])
    return [(HEAD + PAGES.get(path, "")).encode()]


@pytest.fixture(scope="module")
def small_site() -> Iterator[str]:
    """Its address."""
    with serving(site) as address:
        yield address


@pytest.fixture
def guest(browser: Browser, small_site: str) -> Iterator[Visitor]:
    """Somebody who visits the small site."""
    somebody = Visitor(browser, small_site, AWAY)
    yield somebody
    somebody.leave()


def test_a_page_that_is_in_order_leaves_nothing_to_say(guest: Visitor) -> None:
    page = guest.arrive("/good", DESKTOP)
    axe(page)
    page.keyboard.press("Tab")
    assert focus_is_visible(page)
    assert not scrolls_sideways(page)
    guest.leave()
    assert guest.problems == []


@pytest.mark.parametrize(
    ("path", "noticed"),
    [
        ("/console", "console: loud"),
        ("/script", "script: nowhere is not defined"),
        ("/picture", "answered 404: {home}/missing"),
        ("/host", "asked another host: GET http://elsewhere.invalid/x.png"),
        ("/fetched-away", f"asked another host: GET {AWAY}x.png"),
        ("/cookie", "cookies: "),
        ("/fault", "answered 500: {home}/fault"),
    ],
)
def test_what_goes_wrong_is_noticed(guest: Visitor, path: str, noticed: str) -> None:
    page = guest.arrive(path)
    page.wait_for_load_state("networkidle")
    guest.leave()
    assert any(noticed.format(home=guest.home) in problem for problem in guest.problems), guest.problems


def test_an_accessibility_rule_that_is_violated_is_named_with_the_element(guest: Visitor) -> None:
    with pytest.raises(AssertionError, match=r"(?s)color-contrast .*https://.*<p style"):
        axe(guest.arrive("/contrast", DESKTOP))


def test_a_page_wider_than_its_window_is_noticed(guest: Visitor) -> None:
    assert scrolls_sideways(guest.arrive("/wide", DESKTOP))


def test_a_focus_that_nobody_can_see_is_noticed(guest: Visitor) -> None:
    page = guest.arrive("/unseen", DESKTOP)
    page.keyboard.press("Tab")
    assert not focus_is_visible(page)
