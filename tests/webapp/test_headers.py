"""The headers of every kind of answer; their values are checked by the client itself (`tests/webapp/pages.py`)."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.webapp.pages import ALWAYS, CheckedClient
from webapp.app import Application

LARGE = b"a=" + b"b" * 64 * 1024
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
MANY = b"&".join(b"a=b" for _ in range(201))
FORM = "application/x-www-form-urlencoded"


def test_every_client_of_every_application_checks_what_it_gets(app: Flask) -> None:
    assert Application.test_client_class is CheckedClient
    assert isinstance(app.test_client(), CheckedClient)


def test_a_page_has_these_headers_and_no_others(app: Flask) -> None:
    response = app.test_client().get("/")
    assert set(response.headers.keys()) == {*ALWAYS, "Cache-Control", "Content-Length", "Content-Type"}


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/nowhere", "/static/nowhere", "/static/site.css"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"])
def test_every_kind_of_answer_has_the_headers_and_none_is_a_fault(app: Flask, path: str, method: str) -> None:
    response = app.test_client().open(path, method=method)
    assert response.status_code in (200, 404, 405)
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/check", "/api/v1/advice"])
@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [(LARGE, {}, 413), (MANY, {}, 413), (b"a=b", FOREIGN, 403)],
    ids=["too large", "too many fields", "from another site"],
)
def test_what_is_refused_at_the_door_is_refused_with_the_headers(
    app: Flask, path: str, data: bytes, headers: dict[str, str], status: int
) -> None:
    response = app.test_client().post(path, data=data, headers=headers, content_type=FORM)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert response.mimetype == ("application/problem+json" if path.startswith("/api/") else "text/html")


def test_only_files_that_are_the_same_for_everybody_may_be_kept(app: Flask) -> None:
    client = app.test_client()
    kept = {path: client.get(path).headers["Cache-Control"] for path in ("/", "/static/site.css", "/static/nowhere")}
    assert kept == {"/": "no-store", "/static/site.css": "public, max-age=3600", "/static/nowhere": "no-store"}
