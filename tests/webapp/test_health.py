"""Status, health and readiness: ids and counts for people and programs, nothing about the machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb import Cache
from kb.version import VERSION
from rules import KnowledgeBase
from tests.authoring.examples import BROKEN, HOUSE, load
from tests.webapp.conftest import pages_over

MISTAKE = "rules/sets/xa/rules/broken.yaml"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def broken(overlay: Callable[[str, str], Path], cache_folder: Path) -> FlaskClient:
    """The pages over a country whose content has an error."""
    text = (BROKEN / "name_unknown_item.yaml").read_text(encoding="utf-8")
    return pages_over(load(overlay(MISTAKE, text), Cache(cache_folder))).test_client()


def rows(text: str) -> dict[str, str]:
    """What the table says, by the words of each line."""
    found = {}
    for line in text.split("<tr>")[1:]:
        words, value = line.split("</th><td>")
        found[words.partition(">")[2]] = value.partition("</td>")[0].replace("<code>", "").replace("</code>", "")
    return found


def test_the_process_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_it_is_ready_where_a_rulebook_can_be_used(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {
        "ready": True,
        "version": VERSION,
        "rulebooks": {"XA": "available"},
        "available": 1,
        "unavailable": 0,
    }


def test_it_runs_but_is_not_ready_where_no_rulebook_can_be_used(broken: FlaskClient) -> None:
    answer = broken.get("/readyz")
    assert (answer.status_code, answer.get_json()["ready"]) == (503, False)
    assert answer.get_json()["rulebooks"] == {"XA": "unavailable"}
    assert broken.get("/healthz").status_code == 200


def test_it_is_not_ready_where_there_is_no_content(tmp_path: Path) -> None:
    empty = pages_over(load(root=tmp_path)).test_client()
    assert empty.get("/readyz").status_code == 503
    assert empty.get("/status").status_code == 200


def test_the_status_counts_what_a_rulebook_is_made_of(client: FlaskClient, knowledge: KnowledgeBase) -> None:
    text = client.get("/status").text
    shown = rows(text)
    digest = knowledge.rulebook("XA", knowledge.case_date(None, knowledge.countries[0].known_from)).digest
    assert VERSION in text
    assert shown["Digest of its content"] == digest[:12]
    assert digest[:13] not in text
    counts = ("Rules in force", "Rules to come", "Sources", "Golden cases", "Entries replaced by an overlay")
    assert [shown[count] for count in counts] == ["20", "2", "3", "14", "0"]
    assert (shown["State"], shown["Law known from"], shown["Errors"]) == ("available", "2025-01-01", "0")


def test_an_overlay_is_counted(overlay: Callable[[str, str], Path], cache_folder: Path) -> None:
    own = "contacts:\n- {id: xa-199, kind: ethics, name: Own, reach: '1', source: null, for: Life., verified: true}\n"
    over = pages_over(load(overlay("rules/sets/xa/contacts.yaml", own), Cache(cache_folder))).test_client()
    assert rows(over.get("/status").text)["Entries replaced by an overlay"] == "1"


def test_the_status_of_broken_content_names_no_file_and_the_emergency_number(broken: FlaskClient) -> None:
    text = broken.get("/status").text
    assert (rows(text)["State"], rows(text)["Errors"]) == ("unavailable", "1")
    assert "Digest of its content" not in rows(text)
    assert "call 199" in text
    for secret in (str(HOUSE), "broken.yaml", "patient_state"):
        assert secret not in text


def test_nothing_about_health_is_kept_or_kept_apart(client: FlaskClient) -> None:
    for path in ("/status", "/healthz", "/readyz"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
        assert client.post(path).status_code == 405
