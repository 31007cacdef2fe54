"""A file is known to the cache by everything that decides whether it is sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb import Cache, Schemas
from kb.checked_file import CheckedFile, is_markdown, read_checked

MakeSchemas = Callable[..., Schemas]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_a_file_sound_by_one_schema_is_still_checked_by_another(make_schemas: MakeSchemas, cache: Cache) -> None:
    schemas = make_schemas(loose={}, strict={"maxProperties": 0})
    assert isinstance(read_checked(b"a: 1", "a.yaml", ["loose"], schemas, cache), CheckedFile)
    assert isinstance(read_checked(b"a: 1", "a.yaml", ["strict"], schemas, cache), list)
    assert isinstance(read_checked(b"a: 1", "a.yaml", ["loose", "strict"], schemas, cache), list)


def test_the_same_bytes_are_another_file_as_markdown(make_schemas: MakeSchemas, cache: Cache) -> None:
    raw, schemas = b"---\na: 1\n---\n", make_schemas(any={})
    markdown = read_checked(raw, "a.md", ["any"], schemas, cache)
    assert isinstance(markdown, CheckedFile)
    assert isinstance(read_checked(raw, "a.yaml", ["any"], schemas, cache), list)


def test_a_cached_value_of_another_shape_is_read_again(
    make_schemas: MakeSchemas, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "get", lambda _key: {"data": 5})
    checked = read_checked(b"a: 1", "a.yaml", ["any"], make_schemas(any={}), cache)
    assert checked == CheckedFile({"a": 1})


@pytest.mark.parametrize(("file", "expected"), [("a.md", True), ("a.markdown", True), ("a.yaml", False), ("md", False)])
def test_markdown_is_told_by_its_name(file: str, expected: bool) -> None:
    assert is_markdown(file) is expected
