"""A case that goes into a file of one's own and comes back another day, in another browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rules import KnowledgeBase
from tests.webapp.browser.journeys import OFFICER, Dialogs, Traveller, golden, question, text, until
from tests.webapp.browser.visitor import DESKTOP, PHONE, Device, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

FEW = {"jurisdiction": "NL", "ask_about": ["family"], "facts": {"sharer_role": "nurse"}}


def load(page: Page, file: Path) -> None:
    """Load a file through the short form."""
    page.get_by_text("Load a case that you saved").click()
    page.locator("#file").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Load it").click()


@pytest.mark.parametrize(
    ("held", "scripts"),
    [pytest.param(PHONE, True, id="phone-with-scripts"), pytest.param(DESKTOP, False, id="desktop-without-scripts")],
)
def test_a_saved_case_gives_the_same_advice_again(
    visitor: Visitor, real_knowledge: KnowledgeBase, tmp_path: Path, held: Device, scripts: bool
) -> None:
    somebody = Traveller(visitor.arrive("/", held, scripts=scripts), golden(real_knowledge, *OFFICER), scripts)
    page = somebody.page
    somebody.start()
    somebody.fill_in()
    somebody.answer_all()
    dialogs = Dialogs(page)
    with page.expect_download() as saved:
        somebody.press(somebody.do("save"))
    assert saved.value.suggested_filename == "handrail-case.json"
    saved.value.save_as(tmp_path / "mine.json")
    assert not dialogs.asked
    before, shown = text(page), page.locator(".sheet").inner_text()

    again = visitor.arrive("/check", held, scripts=scripts)
    load(again, tmp_path / "mine.json")
    assert again.title() == "What the rules say"
    assert "Loaded from your file, saved on 2026-11-24." in text(again)
    assert again.locator(".sheet").inner_text() == shown
    assert all(line in text(again) for line in before.splitlines())


def test_a_loaded_case_can_be_gone_on_with_left_and_begun_anew(
    visitor: Visitor, real_knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    dilemma = golden(real_knowledge, *OFFICER)
    (tmp_path / "case.json").write_text(json.dumps(FEW), encoding="utf-8")
    page = visitor.arrive("/check", DESKTOP)
    somebody, dialogs = Traveller(page, dilemma), Dialogs(page)
    load(page, tmp_path / "case.json")
    assert page.evaluate("location.pathname") == "/check"
    somebody.step(somebody.do("on"))
    assert question(page)
    page.go_back()
    assert page.title() == "What the rules say"
    page.go_forward()
    assert not dialogs.asked
    page.reload()
    assert dialogs.asked == ["beforeunload"]
    until(page, "history.state === null")
    assert page.title() == "The check"
