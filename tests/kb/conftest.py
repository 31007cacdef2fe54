"""Small houses with content of their own, for the tests of the ground floor."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from kb import Kind, Registry, Schemas

Write = Callable[..., Path]

WORDS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["words"],
    "additionalProperties": False,
    "properties": {"words": {"type": "array", "items": {"$ref": "common.json#/$defs/word"}}},
}
PLACES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "place": {"$ref": "common.json#/$defs/word"},
        "streets": {"type": "array", "items": {"$ref": "common.json#/$defs/word"}},
    },
}
PAGE_SCHEMA: dict[str, Any] = {"$ref": "common.json#/$defs/word"}
COMMON_SCHEMA: dict[str, Any] = {
    "$defs": {
        "word": {
            "type": "object",
            "required": ["id", "says"],
            "additionalProperties": False,
            "properties": {"id": {"type": "string"}, "says": {"type": "string"}},
        }
    }
}


def _write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files below a folder of the test (`house` unless named) and give the folder."""

    def write_files(files: Mapping[str, str | bytes], folder: str = "house") -> Path:
        (tmp_path / folder).mkdir(exist_ok=True)
        return _write(tmp_path / folder, files)

    return write_files


@pytest.fixture
def make_schemas(tmp_path: Path) -> Callable[..., Schemas]:
    """Schemas from plain data, one file for each keyword."""

    def make(folder: str = "schemas", **schemas: object) -> Schemas:
        files = {f"{name}.json": json.dumps(schema) for name, schema in schemas.items()}
        return Schemas(_write(tmp_path / folder, files))

    return make


@pytest.fixture
def schemas(make_schemas: Callable[..., Schemas]) -> Schemas:
    """The schemas of the words, places and pages of `registry`."""
    return make_schemas(words=WORDS_SCHEMA, places=PLACES_SCHEMA, page=PAGE_SCHEMA, common=COMMON_SCHEMA)


@pytest.fixture
def registry() -> Registry:
    """Words for all and for each set, places with their streets, and pages in Markdown."""
    registry = Registry()
    registry.register(
        Kind("word", "law/shared/*.yaml", "words", "words"),
        Kind("word", "law/sets/*/words.yaml", "words", "words"),
        Kind("place", "law/sets/*/places.yaml", "places", "place"),
        Kind("street", "law/sets/*/places.yaml", "places", "streets"),
        Kind("page", "pages/**/*.md", "page"),
    )
    return registry
