"""The sources that content rests on: statutes, codes, judgments, guidance, research.

A source says what it says in our own words, when and how it was checked, and when it is to be
checked again. Which statement rests on which source is known to the floors that state it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.content import Content
from kb.entry import Entry
from kb.registry import Kind

#: The folder of the schemas that belong to this floor.
SCHEMA_FOLDER = Path(__file__).parent / "schemas"


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `seen` tells whether its text was read or only remembered."""

    owner: str
    id: str
    kind: str
    title: str
    title_en: str
    url: str | None
    in_force: date | None
    until: date | None
    checked: date
    checked_how: str
    seen: bool
    says: str
    review_by: date


def source_kind(pattern: str) -> Kind:
    """The kind `source` for the files of a pattern, to be registered by the floor that has them."""
    return Kind("source", pattern, schema="source", collection="sources")


def load_sources(content: Content, owner: str | None = None) -> list[Source]:
    """All sources of the content; of one owner where named."""
    return [_source(entry) for entry in content.entries("source", owner)]


def overdue(source: Source, today: date) -> bool:
    """Whether the source should have been checked again before today."""
    return source.review_by < today


def _source(entry: Entry) -> Source:
    data = entry.data
    return Source(
        owner=entry.owner,
        id=entry.id,
        kind=data["kind"],
        title=data["title"],
        title_en=data["title_en"],
        url=data["url"],
        in_force=_date(data["in_force"]),
        until=_date(data.get("until")),
        checked=date.fromisoformat(data["checked"]),
        checked_how=data["checked_how"],
        seen=data["seen"],
        says=data["says"],
        review_by=date.fromisoformat(data["review_by"]),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
