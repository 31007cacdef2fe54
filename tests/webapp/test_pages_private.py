"""What a person answers stays in the page: no log, header, address, cookie or file has anything of it."""

from __future__ import annotations

import builtins
import io
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from rules import KnowledgeBase, diagram
from rules.diagram import Diagrams
from tests.authoring.examples import TODAY
from tests.webapp.browse import Browse, Page
from tests.webapp.cases import DANGER, FORBIDDEN, OPEN
from webapp.app import create_app
from webapp.pages import advice as advice_pages
from webapp.site import Site

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

CANARY = "canary-4711"
"""No answer, no name and no file of ours."""

ODD_DAY = "2026-07-31"
ODD: dict[str, Any] = {
    **FORBIDDEN,
    "as_of": ODD_DAY,
    "facts": {**FORBIDDEN["facts"], "situation": ["child"], "weapon": ["knife"], "capacity": "unable"},
}
"""A case that can be used, and that no other test has."""

ODD_WORDS = (CANARY, ODD_DAY, "secret_inquiry", "capacity", "unable", "knife", "situation")
"""What would give it away, anywhere but in a page."""

STATE = json.dumps(ODD)
BAD = json.dumps({**ODD, "facts": {**ODD["facts"], CANARY: CANARY}})
SENT: list[tuple[str, dict[str, Any]]] = [
    ("/check", {"do": "begin", "country": "XA", "role": "nurse", "about": ["police", "family"]}),
    ("/check", {"do": "begin", "country": CANARY, "role": CANARY, "about": CANARY}),
    ("/check", {"case": STATE, "question": "harm_severity", "answer": "serious"}),
    ("/check", {"case": STATE, "question": "harm_severity", "answer": CANARY}),
    ("/check", {"case": STATE, "question": "weapon", "do": "ticked", "ticked": ["gun", CANARY]}),
    ("/check", {"case": STATE, "question": "consent/family", "do": "unknown"}),
    ("/check", {"case": STATE, "question": CANARY, "answer": CANARY}),
    ("/check", {"case": STATE, "change": "capacity"}),
    ("/check", {"case": STATE, "change": CANARY}),
    ("/check", {"case": STATE, "add": "police"}),
    ("/check", {"case": STATE, "add": CANARY}),
    ("/check", {"case": STATE, "do": "back"}),
    ("/check", {"case": STATE, "do": "on"}),
    ("/check", {"case": STATE, "do": CANARY}),
    ("/check", {"case": STATE, "asked": CANARY, "on": CANARY}),
    ("/check", {"case": STATE, CANARY: CANARY}),
    ("/check/forget", {"case": STATE, CANARY: CANARY}),
    ("/advice/", {"case": STATE}),
    ("/advice/", {"case": BAD}),
    ("/advice/", {"case": CANARY}),
    ("/advice/record", {"case": STATE}),
    ("/advice/record", {"case": BAD}),
    ("/advice/save", {"case": STATE}),
    ("/advice/save", {"case": BAD}),
]
FILES = [STATE, BAD, CANARY, json.dumps({**ODD, "record": {"saved_on": CANARY, "answers": {"family": CANARY}}})]
HEADERS = {
    "User-Agent": CANARY,
    "Referer": f"https://x.example/{CANARY}",
    "Cookie": f"session={CANARY}",
    "X-Own": CANARY,
}


def everything(app: Flask) -> Iterator[TestResponse]:
    """Every answer to everything that can be sent, with the canary wherever something can be put."""
    client = app.test_client()
    for path, data in SENT:
        yield client.post(path, data=data, headers=HEADERS)
    for text in FILES:
        file = (io.BytesIO(text.encode()), f"{CANARY}.json")
        yield client.post("/advice/load", data={"file": file}, headers=HEADERS)
    yield client.post("/advice/", data={"case": STATE}, headers={**HEADERS, "Sec-Fetch-Site": "cross-site"})
    yield client.post("/advice/", data={"case": STATE + " " * 70_000}, headers=HEADERS)
    for path in ("/check", f"/check?answer={CANARY}", f"/{CANARY}", f"/advice/{CANARY}", f"/advice/?case={CANARY}"):
        yield client.get(path, headers=HEADERS)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that was written to any log, at any level, with all that a record holds."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(str(vars(record)) for record in caplog.records)


def test_no_log_has_anything_of_it(app: Flask, logged: Callable[[], str], capfd: pytest.CaptureFixture[str]) -> None:
    statuses = {answer.status_code for answer in everything(app)}
    printed = capfd.readouterr()
    assert {200, 303, 400, 403, 404, 405, 413, 422} == statuses
    assert "POST /advice/record 200" in logged()
    assert [word for word in ODD_WORDS if word in logged() + printed.out + printed.err] == []


def test_no_header_and_no_cookie_has_anything_of_it(app: Flask) -> None:
    for answer in everything(app):
        assert "Set-Cookie" not in answer.headers
        assert [word for word in ODD_WORDS if word in str(answer.headers)] == [], answer.request.path


def test_no_address_on_any_page_has_anything_of_it(app: Flask) -> None:
    for answer in everything(app):
        if answer.mimetype != "text/html" or answer.status_code == 303:
            continue
        page = Page.of(app.test_client(), answer)
        addresses = [one.get(key, "") for one in page.tree.elements for key in ("href", "src", "action", "formaction")]
        ours = [address for address in addresses if not address.startswith("/law/")]  # which law it is, the link says
        assert [word for word in ODD_WORDS for address in ours if word in address] == []
        assert CANARY not in "".join(addresses)
        assert not any("?" in address for address in addresses)


def test_titles_say_nothing_about_the_case(app: Flask) -> None:
    for answer in everything(app):
        if answer.mimetype == "text/html" and answer.status_code != 303:
            assert not any(word in Page.of(app.test_client(), answer).title for word in ODD_WORDS)


def test_a_refusal_repeats_what_was_sent_only_to_show_the_place(app: Flask) -> None:
    repeated = {
        (answer.request.path, answer.status_code)
        for answer in everything(app)
        if CANARY in answer.get_data(as_text=True)
    }
    assert repeated == {(path, 422) for path, data in SENT if BAD in data.values()} | {
        ("/check", 422),  # a country that is none
        ("/advice/load", 200),  # what was left out
    }


def test_nothing_is_written_to_any_file(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []
    open_text, open_raw = io.open, os.open

    def opened(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        if set(mode) & set("wax+"):
            written.append(file)
        return open_text(file, mode, *more, **named)

    def opened_raw(file: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(file)
        return open_raw(file, flags, *more, **named)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(builtins, "open", opened)
    monkeypatch.setattr(io, "open", opened)
    monkeypatch.setattr(os, "open", opened_raw)
    assert len(list(everything(app))) > len(SENT)
    assert written == []
    assert list(tmp_path.iterdir()) == []
    with tempfile.TemporaryFile():
        assert written, "files are not watched"


def test_the_page_after_forgetting_has_no_answers_and_no_form(app: Flask) -> None:
    page = Browse(app.test_client()).post("/check/forget", {"case": STATE})
    assert page.path == "/forgotten"
    assert page.forms == []
    assert not any(word in page.html for word in ODD_WORDS)


def test_a_fault_of_ours_is_a_page_that_keeps_it_to_itself(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(advice_pages, "advice_view", broken)
    client = create_app(Site(knowledge, lambda: TODAY)).test_client()
    page = Page.of(client, client.post("/advice/", data={"case": STATE}, headers=HEADERS))
    assert page.status == 500
    assert "The fault is ours." in page.text
    assert "199" in page.text
    assert "ValueError at" in logged()
    assert [word for word in ODD_WORDS if word in page.html + logged()] == []


# -- what takes too long -----------------------------------------------------------------------------------------------

WORKED_OUT: list[tuple[str, dict[str, Any]]] = [
    ("/check", {"do": "begin", "country": "XA", "role": "nurse", "about": "police"}),
    ("/check", {"case": STATE, "question": "harm_severity", "answer": "serious"}),
    ("/check", {"case": STATE, "change": "capacity"}),
    ("/check", {"case": STATE, "do": "on"}),
    ("/advice/", {"case": STATE}),
    ("/advice/record", {"case": STATE}),
    ("/advice/save", {"case": STATE}),
]


def gave_up(page: Page) -> None:
    assert page.status == 503
    assert page.headers["Retry-After"] == "30"
    assert "Nothing was lost." in page.text
    assert "199" in page.text
    assert not any(word in page.html for word in ODD_WORDS)


@pytest.fixture
def hurried(knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A site that gives no time, over a house so small that the time is looked at with every step."""
    monkeypatch.setattr(diagram, "WATCH_EVERY", 1)
    return create_app(Site(knowledge, lambda: TODAY, seconds=0)).test_client()


@pytest.fixture
def cramped(knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A site without room for one answer."""
    fork = Diagrams.fork
    monkeypatch.setattr(Diagrams, "fork", lambda self, _, watch: fork(self, 0, watch))
    return create_app(Site(knowledge, lambda: TODAY)).test_client()


@pytest.mark.parametrize(("path", "data"), WORKED_OUT)
def test_an_answer_that_takes_too_long_is_given_up_with_the_emergency_number(
    hurried: FlaskClient, path: str, data: dict[str, Any]
) -> None:
    gave_up(Page.of(hurried, hurried.post(path, data=data)))


@pytest.mark.parametrize(("path", "data"), WORKED_OUT)
def test_an_answer_that_needs_too_much_room_is_given_up_with_the_emergency_number(
    cramped: FlaskClient, path: str, data: dict[str, Any]
) -> None:
    gave_up(Page.of(cramped, cramped.post(path, data=data)))


@pytest.mark.parametrize("site", ["hurried", "cramped"])
def test_a_file_that_takes_too_much_is_given_up_too(site: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(site)
    gave_up(Page.of(client, client.post("/advice/load", data={"file": (io.BytesIO(STATE.encode()), "x")})))


@pytest.mark.parametrize("site", ["hurried", "cramped"])
def test_the_form_opens_even_where_no_answer_can_be_worked_out(site: str, request: pytest.FixtureRequest) -> None:
    assert "nurse" in Browse(request.getfixturevalue(site)).get("/check").form("role").choices("role")


def test_a_real_dilemma_is_given_up_too(real_knowledge: KnowledgeBase) -> None:
    case = {"jurisdiction": "NL", "ask_about": ["police"], "facts": {"sharer_role": "psychiatrist"}}
    client = create_app(Site(real_knowledge, lambda: TODAY, seconds=0)).test_client()
    page = Page.of(client, client.post("/advice/", data={"case": json.dumps(case)}))
    assert page.status == 503
    assert "112" in page.text


def test_enough_time_is_enough(knowledge: KnowledgeBase) -> None:
    client = create_app(Site(knowledge, lambda: TODAY)).test_client()
    for case in (OPEN, DANGER, ODD):
        assert client.post("/advice/", data={"case": json.dumps(case)}).status_code == 200
