"""Unusual answers go through the whole journey; afterwards nothing of them is left but what was sent in bodies."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.browser.journeys import Dilemma, Traveller, golden, question
from tests.webapp.browser.server import Watch
from tests.webapp.browser.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

UNUSUAL = ("nl-g-officer-hands-over", "crisis_service", "weapons_authority")

TRACES = """async () => JSON.stringify([
  location.href, document.title, document.referrer, window.name, history.state, document.cookie,
  Object.entries(localStorage), Object.entries(sessionStorage), await indexedDB.databases(), await caches.keys(),
  (await navigator.serviceWorker.getRegistrations()).length, performance.getEntries().map(each => each.name),
])"""
"""Whatever a page can leave behind in a browser."""

KEPT = "document.cookie + window.name + localStorage.length + sessionStorage.length"
"""What the check never uses at all."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_written: list[str] = []


def _note_writing(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITING:
        _written.append(str(args[0]))


sys.addaudithook(_note_writing)  # tells of every file that is opened, also of those without a name


class Overheard(logging.Handler):
    """Keeps every line of every log, with all that it was made of."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(f"{record.getMessage()} {record.__dict__}")


@pytest.fixture
def overheard() -> Iterator[Overheard]:
    """Everything that is logged, at the finest level, also where a logger keeps its lines to itself."""
    names = [None, "handrail", "handrail.access", "handrail.fault", "waitress", "waitress.queue", "werkzeug", "webapp"]
    loggers = [logging.getLogger(name) for name in names]
    before, handler = [(each, each.level, each.disabled) for each in loggers], Overheard()
    for each in loggers:
        each.setLevel(logging.DEBUG)
        each.disabled = False
        each.addHandler(handler)
    yield handler
    for each, level, disabled in before:
        each.removeHandler(handler)
        each.setLevel(level)
        each.disabled = disabled


def canaries(knowledge: KnowledgeBase, dilemma: Dilemma, asked: list[str]) -> set[str]:
    """Names and words of what was chosen, which nothing else contains."""
    book = knowledge.rulebook("NL", TODAY)
    role, recipients = book.roles[dilemma.role], [book.recipients[id] for id in dilemma.about]
    found = {role.id, role.label} | {word for each in recipients for word in (each.id, each.label)}
    for key in asked:
        fact = book.facts[key.partition("/")[0]]
        found |= {fact.id, fact.question}
        for value in dilemma.answers.get(fact.id, ()):
            found |= {value, fact.labels[value]}
    return {word.lower() for word in found if len(word) > 6}


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_nothing_of_a_case_is_left_anywhere(
    visitor: Visitor,
    watched: Watch,
    real_knowledge: KnowledgeBase,
    overheard: Overheard,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    scripts: bool,
) -> None:
    dilemma = golden(real_knowledge, *UNUSUAL)
    page, requests, left = visitor.arrive("/", scripts=scripts), list["Request"](), list[str]()

    def note(request: Request) -> None:
        requests.append(request)

    page.context.on("request", note)
    _written.clear()
    somebody = Traveller(page, dilemma, scripts)
    _go_through(somebody, tmp_path / "mine.json", left)
    written = list(_written)

    bodies = "".join(request.post_data or "" for request in requests).lower()
    over_the_line = [f"{request.method} {request.url} {request.all_headers()}" for request in requests]
    answers = [request.response() for request in requests if not request.failure]
    over_the_line += [f"{answer.url} {answer.all_headers()}" for answer in answers if answer]
    printed = "".join(capfd.readouterr())
    state = json.dumps(page.context.storage_state())
    everywhere = "\n".join(map(str, [*watched.asked, *over_the_line, *left, *overheard.lines, printed, state])).lower()

    words = canaries(real_knowledge, dilemma, somebody.asked)
    assert len(somebody.asked) >= 5
    assert len(words) >= 15
    assert all(
        word in bodies for word in (*dilemma.about, dilemma.role, *(key.split("/")[0] for key in somebody.asked))
    )
    assert [word for word in sorted(words) if word in everywhere] == []
    assert any("/advice/record" in line for line in overheard.lines)
    assert written == []
    headers = {name for each in watched.asked for name in each.headers}
    assert not headers & {"referer", "cookie"}


def _note_traces(page: Page, left: list[str]) -> None:
    left.append(page.evaluate(TRACES))
    assert page.evaluate(KEPT) == "00"


def _go_through(somebody: Traveller, file: Path, left: list[str]) -> None:
    """Everything that one can do with a case, noting after each step what the browser keeps."""
    page = somebody.page
    somebody.start()
    somebody.fill_in()
    while question(page) and len(somebody.asked) < 6:
        _note_traces(page, left)
        somebody.reply()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    somebody.step(page.locator("button[name=change]").first)
    somebody.step(somebody.do("show"))
    _note_traces(page, left)
    if somebody.scripts:
        page.locator(".answer-line a").first.tap()
        _note_traces(page, left)
    with page.expect_download() as saved:
        somebody.press(somebody.do("save"))
    left.append(f"{saved.value.suggested_filename} {saved.value.url}")
    saved.value.save_as(file)
    somebody.step(somebody.do("record"))
    _note_traces(page, left)
    page.emulate_media(media="print")
    page.pdf()
    page.emulate_media(media="screen")
    somebody.step(somebody.do("show"))
    with page.expect_navigation():
        page.get_by_role("button", name="Forget my answers").tap()
    _note_traces(page, left)
    page.goto("/check")
    page.get_by_text("Load a case that you saved").tap()
    page.locator("#file").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Load it").tap()
    _note_traces(page, left)
    with page.expect_navigation():
        page.locator("#leave").tap()
    _note_traces(page, left)
