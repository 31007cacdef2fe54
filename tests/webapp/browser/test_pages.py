"""What holds for every page in a real browser.  A new page is a new line in `PATHS`."""

from __future__ import annotations

import pytest

from tests.webapp.browser.visitor import (
    DESKTOP,
    Device,
    Scheme,
    Visitor,
    axe,
    focus_is_visible,
    focused,
    scrolls_sideways,
)

PATHS = [
    *("/", "/check", "/forgotten", "/status", "/nowhere"),
    *("/law/", "/law/NL", "/law/NL/rules/nl-warn-victim"),
    *("/about/", "/about/language", "/about/data-protection"),
    *("/scenarios/", "/scenarios/goodbye-signs", "/scenarios/goodbye-signs/map", "/scenarios/goodbye-signs/map/NL"),
    *("/scenarios/goodbye-signs/pack", "/scenarios/goodbye-signs/pack/NL"),
]

MANY = 400
"""More stops than the keyboard makes on any page."""


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_the_window(visitor: Visitor, path: str, device: Device, scheme: Scheme) -> None:
    page = visitor.arrive(path, device, scheme)
    axe(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_still_fits_when_its_text_is_twice_as_large(visitor: Visitor, path: str) -> None:
    page = visitor.arrive(path, Device("zoomed", 640, 450, touch=False), device_scale_factor=2)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_skips_to_the_content(visitor: Visitor, path: str, device: Device) -> None:
    page = visitor.arrive(path, device)
    page.keyboard.press("Tab")
    assert "Skip" in focused(page)
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    assert focused(page).startswith("main#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('main, footer')")


@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_reaches_every_link_and_button_in_order_and_is_seen_there(
    visitor: Visitor, path: str, scheme: Scheme
) -> None:
    page = visitor.arrive(path, DESKTOP, scheme)
    stops = []
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        assert focus_is_visible(page), focused(page)
    assert stops == sorted(stops)
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, select, textarea, summary')]"
        ".filter(one => one.checkVisibility()).length"
    )
    assert len(stops) >= wanted > 0


@pytest.mark.parametrize("path", PATHS)
def test_a_page_reads_the_same_without_scripts(visitor: Visitor, path: str) -> None:
    with_scripts, without = visitor.arrive(path), visitor.arrive(path, scripts=False)
    assert without.title() == with_scripts.title()
    assert without.locator("h1").inner_text() == without.title()
    assert without.locator("main").inner_text() == with_scripts.locator("main").inner_text()
