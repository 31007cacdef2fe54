"""The kinds of content that the floor of practice cases adds to the registry, and where their files lie."""

from __future__ import annotations

from pathlib import Path

from kb import SCHEMA_FOLDER, Kind, Registry, Schemas
from rules import kinds as law
from rules import knowledge

CASES = "scenarios/cases"
SCENARIO = "scenario"

SCHEMA = Path(__file__).parent / "schema"


def registry() -> Registry:
    """The kinds of content up to this floor: a case is one file."""
    found = knowledge.registry()
    found.register(Kind(SCENARIO, f"{CASES}/*.yaml", "scenario"))
    return found


def schemas() -> Schemas:
    """The schemas of the kinds of content up to this floor."""
    return Schemas(SCHEMA_FOLDER, law.SCHEMAS, SCHEMA)
