"""A walk stays in the page: no log, header, address, cookie or title has anything of it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from rules import KnowledgeBase, diagram
from tests.authoring.examples import TODAY
from tests.webapp.browse import Page
from tests.webapp.walks import CASE, HOME, POOR, document
from webapp.app import create_app
from webapp.pages import scenarios as pages
from webapp.site import Site

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

CANARY = "canary-4711"
WALK = json.dumps(document(POOR))
WORDS = (CANARY, *POOR, *POOR.values(), "psychotherapist")
"""What would give a walk away, anywhere but in a page."""

SENT: list[dict[str, Any]] = [
    {"do": "begin", "country": "NL", "as-clinician": "psychotherapist", "as-officer": "police_officer"},
    {"do": "begin", "country": CANARY, "as-clinician": CANARY},
    {"do": "begin", "country": "NL", "as-clinician": CANARY},
    {"walk": json.dumps(document(dict(list(POOR.items())[:2]))), "option": "whole-file"},
    {"walk": WALK, "option": CANARY},
    *({"walk": WALK, "do": do} for do in ("back", "go-on", "save", "debrief", CANARY)),
    {"walk": json.dumps(document({})), "do": "law"},
    {"walk": json.dumps(document(POOR, **{CANARY: CANARY})), "do": "back"},
    {"walk": CANARY, "do": "back"},
    {"walk": WALK, CANARY: CANARY},
]
FILES = [WALK, CANARY, json.dumps(document({**POOR, CANARY: CANARY})), json.dumps(document(POOR, country=CANARY))]
HEADERS = {"User-Agent": CANARY, "Referer": f"https://x.example/{CANARY}", "Cookie": f"session={CANARY}"}


def everything(app: Flask) -> Iterator[TestResponse]:
    """Every answer to everything that can be sent, with the canary wherever something can be put."""
    client = app.test_client()
    for data in SENT:
        yield client.post(HOME, data=data, headers=HEADERS)
    for text in FILES:
        yield client.post("/scenarios/", data={"file": (io.BytesIO(text.encode()), f"{CANARY}.json")}, headers=HEADERS)
    yield client.post(HOME, data={"walk": WALK, "do": "back"}, headers={**HEADERS, "Sec-Fetch-Site": "cross-site"})
    yield client.post(f"/scenarios/{CANARY}", data={"walk": WALK}, headers=HEADERS)
    yield client.get(f"{HOME}?walk={CANARY}", headers=HEADERS)


@pytest.fixture(scope="module")
def answers(real_app: Flask) -> list[TestResponse]:
    """All of them."""
    return list(everything(real_app))


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that was written to any log, at any level, with all that a record holds."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(str(vars(record)) for record in caplog.records)


def test_no_log_has_anything_of_it(
    real_app: Flask, logged: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    statuses = {answer.status_code for answer in everything(real_app)}
    printed = capfd.readouterr()
    assert statuses == {200, 400, 403, 404, 422}
    assert "POST /scenarios/<name> 200" in logged()
    said = logged() + printed.out + printed.err
    assert [word for word in (*WORDS, CASE) if word in said] == []


def test_no_header_and_no_cookie_has_anything_of_it(answers: list[TestResponse]) -> None:
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert [word for word in WORDS if word in str(answer.headers)] == []


def test_no_address_and_no_title_has_anything_of_it(real_app: Flask, answers: list[TestResponse]) -> None:
    for answer in answers:
        if answer.mimetype != "text/html":
            continue
        page = Page.of(real_app.test_client(), answer)
        addresses = [one.get(key, "") for one in page.tree.elements for key in ("href", "src", "action", "formaction")]
        assert not any("?" in address for address in addresses if address.startswith("/"))
        assert [word for word in WORDS for address in addresses if word in address] == []
        assert [word for word in WORDS if word in page.title] == []
        assert CANARY not in page.html


def test_the_walk_is_in_the_page_and_in_the_file_alone(answers: list[TestResponse]) -> None:
    holding = {answer.mimetype for answer in answers if "handrail_walk" in answer.get_data(as_text=True)}
    assert holding == {"text/html", "application/json"}


def test_a_fault_of_ours_keeps_the_walk_to_itself(
    real_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(pages, "resume", broken)
    client = create_app(Site(real_knowledge, lambda: TODAY)).test_client()
    page = Page.of(client, client.post(HOME, data={"walk": WALK, "do": "back"}, headers=HEADERS))
    assert page.status == 500
    assert "112" in page.text
    assert "ValueError at" in logged()
    assert [word for word in WORDS if word in page.html + logged()] == []


@pytest.mark.parametrize("do", ["law", "debrief"])
def test_what_takes_too_long_is_given_up_with_the_emergency_number(
    real_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    monkeypatch.setattr(diagram, "WATCH_EVERY", 1)
    client = create_app(Site(real_knowledge, lambda: TODAY, seconds=-1)).test_client()
    walk = document({}) if do == "law" else document(POOR)
    page = Page.of(client, client.post(HOME, data={"walk": json.dumps(walk), "do": do}))
    assert page.status == 503
    assert "112" in page.text
    assert not any(word in page.html for word in WORDS)
    assert client.get(f"{HOME}/pack/NL").status_code == 503
    assert client.get(HOME).status_code == 200
