"""A case with an error is left out alone, and what is wrong with a case never makes a rulebook unavailable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb import Cache
from rules import KnowledgeBase
from scenarios.library import Library, UnknownScenario
from tests.authoring.examples import HOUSE, TODAY, Example, examples, load, load_with

CASES = "scenarios/cases"
BROKEN = [one for one in examples() if one.place.startswith(f"{CASES}/") and not one.fine]
ON_THE_WAY = {"goal-not-met", "one-option", "contradiction", "hard-to-read", "word-to-avoid", "never-offered"}
"""What is found when content is validated, and leaves a case playable."""

Own = Callable[..., KnowledgeBase]


@pytest.fixture
def own(tmp_path: Path, cache: Cache) -> Own:
    """The example house with a case of one's own: that of the house with something changed."""

    def laid(name: str, *changes: tuple[str, str], file: str = "") -> KnowledgeBase:
        text = (HOUSE / f"{CASES}/{name}.yaml").read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1
            text = text.replace(old, new)
        path = tmp_path / CASES / f"{file or name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return load(tmp_path, cache)

    return laid


def test_all_sound_cases_can_be_played(cases: Library) -> None:
    assert list(cases.scenarios) == ["night-shift", "town-table"]
    assert cases.scenario("town-table").title == "The town table"
    assert cases.entries["town-table"].file == f"{CASES}/town-table.yaml"
    assert cases.problems == ()
    assert list(cases.more_problems(TODAY)) == []


def test_there_are_broken_examples_enough() -> None:
    assert len(BROKEN) >= 15
    assert {one.facts["code"] for one in BROKEN} >= ON_THE_WAY


@pytest.mark.parametrize("example", BROKEN, ids=lambda one: one.path.stem)
def test_a_broken_case_is_left_out_alone_and_the_law_is_as_it_was(
    example: Example, tmp_path: Path, cache: Cache, knowledge: KnowledgeBase
) -> None:
    broken = load_with(example, tmp_path, cache)
    cases = Library(broken)
    of_the_way = example.facts["code"] in ON_THE_WAY or example.path.stem == "case_never_reached"
    assert sorted(cases.scenarios) == [*(["broken"] if of_the_way else []), "night-shift", "town-table"]
    assert broken.errors("XA") == []
    assert broken.rulebook("XA", TODAY).digest == knowledge.rulebook("XA", TODAY).digest


def test_a_case_that_there_is_not_and_one_that_was_left_out_are_both_unknown(own: Own) -> None:
    cases = Library(own("town-table", ("begin: the-table", "begin: the-tabel")))
    for name in ("town-table", "no-such-case"):
        with pytest.raises(UnknownScenario, match=name):
            cases.scenario(name)
    assert "town-table" not in cases.entries
    assert cases.scenario("night-shift").id == "night-shift"


def test_a_case_of_ones_own_stands_beside_those_of_the_house(own: Own) -> None:
    cases = Library(own("town-table", ("id: town-table", "id: own-table"), file="own-table"))
    assert sorted(cases.scenarios) == ["night-shift", "own-table", "town-table"]


def test_a_case_of_ones_own_with_a_name_of_the_house_replaces_it(own: Own) -> None:
    knowledge = own("town-table", ("title: The town table", "title: Our town table"))
    assert Library(knowledge).scenario("town-table").title == "Our town table"
    assert [(each.now.kind, each.now.id) for each in knowledge.content.replaced] == [("scenario", "town-table")]


def test_two_cases_of_one_name_are_a_mistake(own: Own) -> None:
    knowledge = own("town-table", file="again")
    assert knowledge.problems == ()
    knowledge = own("town-table")
    assert [problem.code for problem in knowledge.problems] == ["duplicate-id"]
    assert knowledge.errors("XA") == []


def test_a_file_in_a_folder_of_its_own_is_not_overlooked(tmp_path: Path, cache: Cache) -> None:
    for place in (f"{CASES}/more/own.yaml", f"{CASES}/own.yml"):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("id: own\n", encoding="utf-8")
    found = load(tmp_path, cache)
    assert sorted((p.code, p.file) for p in found.problems) == [
        ("unknown-file", f"{CASES}/more/own.yaml"),
        ("unknown-file", f"{CASES}/own.yml"),
    ]
    assert found.errors("XA") == []


def test_what_is_wrong_on_the_ways_is_found_for_every_case(own: Own) -> None:
    own("town-table", ("He was well when he came.", "A nutter."))
    cases = Library(own("night-shift", ("You know the boy. You", "You know the nutter. You")))
    assert {(p.file, p.code) for p in cases.more_problems(TODAY)} == {
        (f"{CASES}/town-table.yaml", "word-to-avoid"),
        (f"{CASES}/night-shift.yaml", "word-to-avoid"),
    }


def test_without_cases_there_are_none(tmp_path: Path) -> None:
    cases = Library(load(root=tmp_path))
    assert (dict(cases.scenarios), cases.problems, list(cases.more_problems(TODAY))) == ({}, (), [])


def test_a_case_is_not_law(own: Own, knowledge: KnowledgeBase) -> None:
    changed = own("town-table", ("confidence: low", "confidence: high"))
    assert changed.content.digest != knowledge.content.digest
    assert changed.rulebook("XA", TODAY).digest == knowledge.rulebook("XA", TODAY).digest


# -- what comes with Handrail ------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_the_cases_that_come_with_handrail(real: Library) -> None:
    of_law = [problem for problem in real.knowledge.problems if not problem.file.startswith("rules/")]
    assert [problem.text() for problem in (*of_law, *real.problems, *real.more_problems(TODAY))] == []
    files = [file for _, file in real.knowledge.content.files if file.startswith(f"{CASES}/")]
    assert len(real.scenarios) == len(files) > 0
