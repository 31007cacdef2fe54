"""Sources are read with their dates, and known to be due for another look."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kb import (
    SCHEMA_FOLDER,
    Content,
    Registry,
    Schemas,
    load_sources,
    overdue,
    read_content,
    source_kind,
)

Write = Callable[..., Path]

SOURCE: dict[str, Any] = {
    "id": "nl-act-1",
    "kind": "statute",
    "title": "Wet, artikel 1",
    "title_en": "Act, article 1",
    "url": "https://example.org/act#1",
    "in_force": "1995-04-01",
    "checked": "2026-11-23",
    "checked_how": "Read on the page of the publisher.",
    "seen": True,
    "says": "Those who know keep silent.",
    "review_by": "2027-11-23",
}


@pytest.fixture
def read(write: Write) -> Callable[..., Content]:
    """Read one source of the Netherlands, with some keys changed (None: left out)."""

    def read_source(**changes: Any) -> Content:
        source = {key: value for key, value in {**SOURCE, **changes}.items() if value != "-"}
        root = write({"law/sets/nl/sources.yaml": json.dumps({"sources": [source]})})
        registry = Registry()
        registry.register(source_kind("law/sets/*/sources.yaml"))
        return read_content([root], registry, Schemas(SCHEMA_FOLDER))

    return read_source


Read = Callable[..., Content]


def test_the_schema_is_itself_valid() -> None:
    for path in SCHEMA_FOLDER.glob("*.json"):
        Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_a_source_is_loaded_with_its_owner_and_dates(read: Read) -> None:
    (source,) = load_sources(read())
    assert (source.owner, source.id, source.seen) == ("nl", "nl-act-1", True)
    assert (source.in_force, source.until) == (date(1995, 4, 1), None)
    assert (source.checked, source.review_by) == (date(2026, 11, 23), date(2027, 11, 23))


def test_an_unknown_date_or_address_is_none(read: Read) -> None:
    (source,) = load_sources(read(in_force=None, url=None, until="2028-01-01"))
    assert (source.in_force, source.url, source.until) == (None, None, date(2028, 1, 1))


def test_sources_of_one_owner_can_be_asked_for(read: Read) -> None:
    content = read()
    assert [source.id for source in load_sources(content, "nl")] == ["nl-act-1"]
    assert load_sources(content, "de") == []


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2027, 11, 22), False), (date(2027, 11, 23), False), (date(2027, 11, 24), True)],
)
def test_a_source_is_overdue_after_the_day_of_its_review(read: Read, today: date, expected: bool) -> None:
    (source,) = load_sources(read())
    assert overdue(source, today) is expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "NL Act"}, "wrong-form"),
        ({"kind": "law"}, "wrong-value"),
        ({"title": ""}, "too-short"),
        ({"url": "javascript:alert(1)"}, "wrong-form"),
        ({"url": "-"}, "missing-key"),
        ({"in_force": "1995"}, "wrong-form"),
        ({"in_force": 1995}, "wrong-type"),
        ({"checked": "2026-11-31"}, "wrong-form"),
        ({"seen": "yes"}, "wrong-type"),
        ({"says": "-"}, "missing-key"),
        ({"reviewed": "2026-11-23"}, "unknown-key"),
    ],
)
def test_a_source_that_is_not_complete_and_true_to_form_is_refused(
    read: Read, changes: dict[str, Any], code: str
) -> None:
    content = read(**changes)
    assert [problem.code for problem in content.problems] == [code]
    assert load_sources(content) == []
