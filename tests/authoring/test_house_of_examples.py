"""The example house is right, sound and worked through, and it uses everything that the language has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb import SCHEMA_FOLDER, Cache, read_yaml
from rules import KnowledgeBase
from rules import kinds as law
from rules.golden import run, run_all
from rules.proof import prove
from scenarios import kinds
from scenarios.expectations import run_expectations
from scenarios.kinds import registry
from scenarios.library import Library
from tests.authoring.examples import HERE, HOUSE, PART, TODAY, load, problems

FILES = sorted(path for folder in (HOUSE, PART) for path in folder.rglob("*") if path.is_file())

UNUSABLE = {("steps", "guidance")}
"""Steps stand in the vocabulary and guidance in the sets, which the vocabulary does not see."""

NEED_NOT_BE_SHOWN = {"setting", "level"}
"""Plain lists within a schema, of which the house need not show every word."""

ONE_OF_MANY = {"contacts", "source", "roles", "tables", "judgements"}
"""Schemas with plain lists of kinds, of which the house need not show every one, or with those of facts."""


def schema(name: str) -> dict[str, Any]:
    """A schema by its name."""
    folders = (SCHEMA_FOLDER, law.SCHEMAS, kinds.SCHEMA)
    folder = next(each for each in folders if (each / f"{name}.json").exists())
    loaded: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def schema_names() -> list[str]:
    return sorted({kind.schema for kind in registry().kinds})


def place(path: Path) -> str:
    """The name of a file below its content folder."""
    return "/".join(path.relative_to(HERE).parts[1:])


def files_of(name: str) -> list[Path]:
    """The files of the house and of the part that a schema describes."""
    patterns = [kind for kind in registry().kinds if kind.schema == name]
    return [path for path in FILES if any(kind.matches(place(path)) for kind in patterns)]


def keys_of_schema(node: Any) -> Iterator[str]:
    """Every key that a schema allows, at any depth."""
    if isinstance(node, dict):
        properties = node.get("properties", {})
        yield from properties
        for inner in (*properties.values(), *(value for key, value in node.items() if key != "properties")):
            yield from keys_of_schema(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from keys_of_schema(inner)


def choices_of_schema(node: Any) -> Iterator[str]:
    """Every word that a schema offers to choose from."""
    if isinstance(node, dict):
        yield from (word for word in node.get("enum", ()) if isinstance(word, str))
        shown = [inner for key, inner in node.items() if key not in NEED_NOT_BE_SHOWN]
        yield from (word for inner in shown for word in choices_of_schema(inner))
    elif isinstance(node, list):
        yield from (word for inner in node for word in choices_of_schema(inner))


def words_of(node: Any) -> Iterator[str]:
    """Every key and every text of a file."""
    if isinstance(node, dict):
        yield from node
        yield from (word for inner in node.values() for word in words_of(inner))
    elif isinstance(node, list):
        yield from (word for inner in node for word in words_of(inner))
    elif isinstance(node, str):
        yield node


def used(name: str) -> set[str]:
    """Every key and every text in the files that a schema describes."""
    return {word for path in files_of(name) for word in words_of(read_yaml(path.read_bytes(), path.name).data)}


def test_nothing_is_wrong_with_it(house: KnowledgeBase) -> None:
    assert problems(house) == []
    assert len(house.content.files) == len([path for path in FILES if path.is_relative_to(HOUSE)])


def test_it_is_sound(house: KnowledgeBase) -> None:
    book = house.rulebook("XA", TODAY)
    proof = prove(book, house.invariants(book), house.table_members(book))
    assert proof.findings == ()
    assert {role.role for role in proof.roles} == {"nurse", "clerk", "officer"}
    assert proof.invariants == 5


def test_its_golden_cases_come_out_as_expected_and_cover_all_rules_and_defeats(house: KnowledgeBase) -> None:
    coverage = run_all(house, "XA", TODAY)
    assert [difference.text() for result in coverage.failed for difference in result.differences] == []
    assert coverage.not_standing == ()
    assert coverage.not_exercised == ()
    assert coverage.near_misses * 3 >= len(coverage.results)


def test_its_practice_cases_meet_what_they_expect_of_the_law(house: KnowledgeBase) -> None:
    met = list(run_expectations(Library(house), TODAY))
    assert [each.differences for each in met] == [()] * 5


def test_a_part_of_the_country_has_its_rules_and_its_own(cache: Cache) -> None:
    knowledge = load(PART, cache)
    assert knowledge.problems == ()
    north, whole = (set(knowledge.rulebook(code, TODAY).rules) for code in ("XA-NORTH", "XA"))
    assert (north - whole, whole - north) == ({"xa-north-clerks", "xa-islands"}, set())
    book = knowledge.rulebook("XA-NORTH", TODAY)
    assert prove(book, knowledge.invariants(book), knowledge.table_members(book)).findings == ()
    assert run_all(knowledge, "XA-NORTH", TODAY).failed == []


def test_the_cases_of_the_whole_country_hold_in_its_part_unless_they_say_otherwise(cache: Cache) -> None:
    knowledge = load(PART, cache)
    whole, north = (run_all(knowledge, code, TODAY) for code in ("XA", "XA-NORTH"))
    ran = {result.entry.id for result in north.results[-north.inherited :]}
    assert ran == {result.entry.id for result in whole.results} - {"xa-g-mainland-clerk"}
    (otherwise,) = [entry for entry in knowledge.golden("XA") if entry.id == "xa-g-mainland-clerk"]
    found = [difference.where for difference in run(knowledge, "XA-NORTH", otherwise, TODAY).differences]
    assert found == ["outcomes.family.answer"]


@pytest.mark.parametrize("name", schema_names())
def test_it_uses_every_key(name: str) -> None:
    missing = set(keys_of_schema(schema(name))) - used(name)
    assert {(name, key) for key in missing} <= UNUSABLE


@pytest.mark.parametrize("name", [name for name in schema_names() if name not in ONE_OF_MANY])
def test_it_uses_every_word_to_choose_from(name: str) -> None:
    assert set(choices_of_schema(schema(name))) - used(name) == set()


def test_it_uses_every_form_of_condition_and_of_step() -> None:
    everywhere = {word for name in schema_names() for word in used(name)}
    common = schema("common")["$defs"]
    assert set(keys_of_schema(common)) - everywhere == set()
    assert set(choices_of_schema(common)) - everywhere == set()


@pytest.mark.parametrize("path", FILES, ids=place)
def test_every_file_names_its_schema_and_says_what_it_shows(path: Path) -> None:
    first, second = path.read_text(encoding="utf-8").splitlines()[:2]
    marker = "# yaml-language-server: $schema="
    assert first.startswith(marker)
    described = (path.parent / first.removeprefix(marker)).resolve()
    wanted = {kind.schema for kind in registry().kinds if kind.matches(place(path))}
    assert described.is_file()
    assert {described.stem} == wanted
    assert second.startswith("# Shown here: ")
