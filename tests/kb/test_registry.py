"""Kinds are found by the patterns of their files, and near misses are noticed."""

from __future__ import annotations

import pytest

from kb import Kind, Registry


@pytest.mark.parametrize(
    ("pattern", "file", "matches"),
    [
        ("law/sets/*/sources.yaml", "law/sets/nl/sources.yaml", True),
        ("law/sets/*/sources.yaml", "law/sets/sources.yaml", False),
        ("law/sets/*/sources.yaml", "law/sets/nl/old/sources.yaml", False),
        ("law/sets/*/sources.yaml", "law/sets/nl/sources.yml", False),
        ("law/sets/*/rules/*.yaml", "law/sets/gdpr-eea/rules/base.yaml", True),
        ("law/items.yaml", "law/items.yaml", True),
        ("law/items.yaml", "law/itemsxyaml", False),
        ("pages/**/*.md", "pages/a.md", True),
        ("pages/**/*.md", "pages/a/b/c.md", True),
        ("pages/**/*.md", "pages/a/b.yaml", False),
    ],
)
def test_a_pattern_matches_whole_names_of_files(pattern: str, file: str, matches: bool) -> None:
    assert Kind("x", pattern, "x").matches(file) is matches


@pytest.mark.parametrize("pattern", ["*.yaml", "items.yaml", "*/items.yaml", "**/x.yaml"])
def test_a_pattern_without_a_folder_of_its_own_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="folder"):
        Kind("x", pattern, "x")


def test_a_file_may_hold_several_kinds(registry: Registry) -> None:
    kinds = registry.kinds_of("law/sets/nl/places.yaml")
    assert [kind.name for kind in kinds] == ["place", "street"]


def test_a_kind_may_have_several_patterns(registry: Registry) -> None:
    assert [kind.pattern for kind in registry.kinds if kind.name == "word"] == [
        "law/shared/*.yaml",
        "law/sets/*/words.yaml",
    ]


def test_the_same_kind_is_not_registered_twice(registry: Registry) -> None:
    with pytest.raises(ValueError, match="already"):
        registry.register(registry.kinds[0])


def test_folders_are_the_outermost_ones_that_hold_content() -> None:
    registry = Registry()
    registry.register(
        Kind("a", "law/items.yaml", "a"),
        Kind("b", "law/sets/*/b.yaml", "b"),
        Kind("c", "lawyers/*.yaml", "c"),
    )
    assert registry.folders == ("law", "lawyers")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("law/sets/nl/word.yaml", "law/sets/*/words.yaml"),
        ("law/sets/nl/words.yml", "law/sets/*/words.yaml"),
        ("law/set/nl/places.yaml", "law/sets/*/places.yaml"),
        ("law/shered/a.yaml", "law/shared/*.yaml"),
        ("law/sets/words.yaml", "law/sets/*/words.yaml"),
        ("law/sets/nl/more/words.yaml", "law/sets/*/words.yaml"),
    ],
)
def test_the_nearest_pattern_is_found_for_a_misnamed_file(registry: Registry, file: str, expected: str) -> None:
    near, patterns = registry.patterns_near(file)
    assert near == expected
    assert expected in patterns


def test_an_ignored_folder_is_ignored_with_all_below_it(registry: Registry) -> None:
    registry.ignore("law/about")
    assert registry.ignores("law/about")
    assert registry.ignores("law/about/a/b.md")
    assert not registry.ignores("law/about-us/a.md")
