"""Practice cases in a real browser: by keyboard, without scripts, back and forth, and from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.webapp.browser.journeys import Dialogs, Dilemma, Traveller, Typist, forgive, settled, text
from tests.webapp.browser.paper import printed
from tests.webapp.browser.server import Watch
from tests.webapp.browser.test_states import CLIPPED, look, open_all
from tests.webapp.browser.visitor import DESKTOP, PHONE, Device, Visitor, scrolls_sideways
from tests.webapp.walks import BEST, CASE, HOME, POOR, document

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NOBODY = Dilemma("", (), {}, {})
"""In a practice case nobody has a dilemma of their own."""

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])


def option(page: Page, name: str) -> Locator:
    """The button of an option."""
    return page.locator(f"button[name=option][value={name}]")


def state(page: Page) -> dict[str, object]:
    """The choices that a page carries."""
    found: dict[str, object] = json.loads(page.locator("input[name=walk]").first.input_value())["chosen"]
    return found


def begin(somebody: Traveller) -> None:
    """From the first page of the case to the first scene, both roles played."""
    page = somebody.page
    somebody.press(page.locator("input[name=country][value=NL]"))
    somebody.press(page.locator("input[name=as-officer][value=police_officer]"))
    somebody.step(somebody.do("begin"))


def follow(somebody: Traveller, choices: dict[str, str]) -> None:
    """Make these choices."""
    for chosen in choices.values():
        somebody.step(option(somebody.page, chosen))


def arrive(visitor: Visitor, device: Device = PHONE, *, scripts: bool = True) -> Traveller:
    """Somebody on the first page of the case."""
    return Traveller(visitor.arrive(HOME, device, scripts=scripts), NOBODY, scripts)


@SCRIPTS
def test_the_keyboard_alone_leads_from_the_list_to_looking_back(visitor: Visitor, scripts: bool) -> None:
    page = visitor.arrive("/scenarios/", DESKTOP, scripts=scripts)
    somebody = Typist(page, NOBODY, scripts)
    with page.expect_navigation():
        somebody.press(page.locator(f"main a[href='{HOME}']"))
    begin(somebody)
    for number, chosen in enumerate(POOR.values()):
        if number == 2:
            somebody.step(somebody.do("law"))
            assert page.locator("#law-now").count() == 1
        assert page.evaluate("[location.pathname, location.search, location.hash]") == [HOME, "", ""]
        somebody.step(option(page, chosen))
        if scripts:
            assert page.evaluate("document.activeElement.id") == "main"
    assert not page.locator("button[name=option]").count()
    somebody.step(somebody.do("debrief"))
    assert page.title().startswith("Looking back")
    assert page.locator(".looked").count() == len(POOR)
    assert state(page) == POOR
    assert page.locator("[data-print]").is_visible() is scripts


def test_the_walk_is_the_same_with_and_without_scripts(visitor: Visitor) -> None:
    shown = []
    for scripts in (True, False):
        somebody = arrive(visitor, scripts=scripts)
        begin(somebody)
        seen = [text(somebody.page)]
        for chosen in BEST.values():
            somebody.step(option(somebody.page, chosen))
            seen.append(text(somebody.page))
        shown.append(seen)
    assert shown[0] == shown[1]


def test_every_state_is_accessible_and_fits_the_window(visitor: Visitor) -> None:
    somebody = arrive(visitor)
    page = somebody.page
    somebody.step(somebody.do("begin"))
    assert page.locator("#wrong").count()
    forgive(visitor, "answered 422")
    look(page)
    page.locator("#wrong a").first.tap()
    assert page.evaluate("document.activeElement.name") == "country"
    begin(somebody)
    for number, chosen in enumerate(POOR.values()):
        if number in (0, 2):
            somebody.step(somebody.do("law"))
        open_all(page)
        look(page)
        somebody.step(option(page, chosen))
    open_all(page)
    look(page)
    somebody.step(somebody.do("debrief"))
    look(page)
    open_all(page)
    look(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not scrolls_sideways(page)


def test_a_refusal_is_accessible(visitor: Visitor) -> None:
    somebody = arrive(visitor)
    begin(somebody)
    page = somebody.page
    page.evaluate("document.querySelectorAll('input[name=walk]').forEach(one => { one.value = 'no walk' })")
    somebody.step(option(page, "ask-him"))
    forgive(visitor, "answered 400")
    assert page.title() == "This could not be read"
    look(page)
    page.go_back()
    assert option(page, "ask-him").is_visible()


def test_back_leads_through_every_step_to_the_first_page_without_asking_the_server_again(
    visitor: Visitor, watched: Watch
) -> None:
    page = visitor.arrive("/scenarios/")
    somebody, dialogs = Traveller(page, NOBODY), Dialogs(page)
    with page.expect_navigation():
        page.locator(f"main a[href='{HOME}']").tap()
    begin(somebody)
    seen = [state(page)]
    for chosen in POOR.values():
        somebody.step(option(page, chosen))
        seen.append(state(page))
    somebody.step(somebody.do("debrief"))
    requests = len(watched.asked)
    for before in reversed(seen):
        page.go_back()
        assert state(page) == before
    pressed = page.locator("button[name=option][aria-pressed=true]")
    assert pressed.get_attribute("value") == POOR["first-words"], "whoever comes back sees what they chose"
    page.go_back()
    assert page.locator("input[name=country][value=NL]").is_checked()
    assert page.locator("input[name=as-officer][value=police_officer]").is_checked()
    assert len(watched.asked) == requests
    page.go_back()
    assert page.title() == "Practice cases"
    assert not dialogs.asked


def test_a_choice_taken_back_can_be_made_differently(visitor: Visitor) -> None:
    somebody = arrive(visitor)
    page = somebody.page
    begin(somebody)
    follow(somebody, dict(list(BEST.items())[:2]))
    page.go_back()
    somebody.step(option(page, "phone-the-woman"))
    assert state(page) == {"first-words": "ask-him", "a-possible-victim": "phone-the-woman"}


@SCRIPTS
def test_undo_leads_to_the_step_before(visitor: Visitor, scripts: bool) -> None:
    somebody = arrive(visitor, scripts=scripts)
    page = somebody.page
    begin(somebody)
    follow(somebody, POOR)
    for count in (3, 2, 1, 0):
        somebody.step(somebody.do("back"))
        assert len(state(page)) == count
    assert not page.locator("button[value=back]").count()


def test_loading_the_page_again_begins_anew_and_is_asked_about(visitor: Visitor) -> None:
    somebody = arrive(visitor)
    page = somebody.page
    begin(somebody)
    follow(somebody, dict(list(BEST.items())[:1]))
    dialogs = Dialogs(page)
    page.reload()
    assert dialogs.asked == ["beforeunload"]
    page.wait_for_function("history.state === null")
    assert page.locator("button[value=begin]").is_visible()
    assert not page.locator("input[name=walk]").count()


@pytest.mark.parametrize(
    ("held", "scripts"),
    [pytest.param(PHONE, True, id="phone-with-scripts"), pytest.param(DESKTOP, False, id="desktop-without-scripts")],
)
def test_a_saved_walk_goes_on_in_another_browser(visitor: Visitor, tmp_path: Path, held: Device, scripts: bool) -> None:
    somebody = arrive(visitor, held, scripts=scripts)
    begin(somebody)
    follow(somebody, dict(list(POOR.items())[:3]))
    with somebody.page.expect_download() as saved:
        somebody.press(somebody.do("save"))
    assert saved.value.suggested_filename == f"handrail-walk-{CASE}.json"
    saved.value.save_as(tmp_path / "mine.json")
    said = text(somebody.page)

    again = Traveller(visitor.arrive("/scenarios/", held, scripts=scripts), NOBODY, scripts)
    page = again.page
    page.get_by_text("Go on with a walk that you saved").click()
    page.locator("#file").set_input_files(tmp_path / "mine.json")
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()
    assert text(page) == said
    follow(again, {"the-desk-acts": "wait-for-report"})
    again.step(again.do("debrief"))
    assert state(page) == POOR
    if scripts:
        assert page.evaluate("location.pathname") == HOME


def test_nothing_of_a_walk_is_left_in_the_browser_or_on_the_way(visitor: Visitor, watched: Watch) -> None:
    somebody = arrive(visitor)
    page = somebody.page
    begin(somebody)
    follow(somebody, POOR)
    somebody.step(somebody.do("debrief"))
    left = page.evaluate(
        "[location.href, document.title, document.cookie, localStorage.length, sessionStorage.length, window.name,"
        " JSON.stringify(history.state), performance.getEntries().map(each => each.name).join()].join()"
    )
    sent = " ".join(f"{asked.path} {asked.query} {asked.headers}" for asked in watched.asked)
    for word in (*POOR, *POOR.values(), "psychotherapist"):
        assert word not in left
        assert word not in sent
    assert not any(asked.query or "cookie" in asked.headers or "referer" in asked.headers for asked in watched.asked)


def test_looking_back_and_the_pack_fit_on_paper(visitor: Visitor) -> None:
    page = visitor.arrive("/scenarios/")
    file = {"name": "w.json", "mimeType": "application/json", "buffer": json.dumps(document(POOR)).encode()}
    open_all(page)
    page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").tap()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator("button[value=debrief]").tap()
    settled(page)
    said, sheets = printed(page)
    assert "Totalkabout" in said
    assert "Savetoafile" not in said
    assert 1 < sheets <= 6
    pack = visitor.arrive(f"{HOME}/pack/NL", DESKTOP)
    pack.set_viewport_size({"width": 718, "height": 1000})
    pack.emulate_media(media="print")
    assert pack.evaluate(CLIPPED) == []
    said, sheets = printed(pack)
    assert "Handouts" in said
    assert "AsaPDF" not in said
    assert sheets >= 4
