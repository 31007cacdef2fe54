"""Every mistake that an author can make is reported once, at its place, with what is allowed and what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from kb import Cache, Problem
from rules import KnowledgeBase, RulebookUnavailable
from scenarios import library
from tests.authoring.examples import HOUSE, TODAY, Example, examples, load, load_with, problems, problems_with

FIELDS = {"mistake", "place", "code", "at"}


def parameters() -> list[object]:
    """The examples; those that are not noticed as they should be are expected to fail until they are."""
    return [
        pytest.param(
            example,
            id=example.path.name.partition(".")[0],
            marks=pytest.mark.xfail(reason=example.noticed, raises=AssertionError) if example.noticed != "yes" else (),
        )
        for example in examples()
    ]


def errors(knowledge: KnowledgeBase) -> list[Problem]:
    return only_errors(knowledge.problems)


def only_errors(found: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in found if problem.severity == "error"]


def as_written(text: str) -> str:
    """What was found, as it can be written in a comment."""
    return text if text.isprintable() else text.encode("unicode_escape").decode()


@pytest.mark.parametrize("example", parameters())
def test_the_error_says_where_what_and_what_instead(example: Example, tmp_path: Path, cache: Cache) -> None:
    found = only_errors(problems_with(example, load_with(example, tmp_path, cache)))
    if example.fine:
        assert found == []
        return
    if example.noticed == "not yet":
        assert found, "once it is noticed: write `# noticed: yes` and compare the facts"
        return
    assert len(found) == 1
    problem = found[0]
    facts = example.facts
    assert problem.code == facts["code"]
    assert f"{problem.line}:{problem.column}" == facts["at"]
    assert as_written(problem.found) == facts.get("found", "")
    assert set(problem.allowed) >= {name for name in facts.get("allowed", "").split(", ") if name}
    assert problem.nearest == facts.get("nearest")
    assert problem.todo
    assert problem.file == facts.get("file", example.place)
    assert problem.where in problem.text()


def test_there_are_examples_enough_and_each_says_what_it_shows() -> None:
    found = examples()
    assert len(found) >= 45
    for example in found:
        needed = {"mistake", "place", "code"} if example.fine else FIELDS
        assert needed <= example.facts.keys(), example.path.name
        assert example.path.read_bytes().startswith(b"# mistake: "), example.path.name


def test_words_that_other_readers_take_for_more_are_text(tmp_path: Path, cache: Cache) -> None:
    (example,) = [one for one in examples() if one.path.stem == "yaml_yes_no_date_are_text"]
    entry = load_with(example, tmp_path, cache).content.entry("rule", "xa", "xa-fine")
    assert entry is not None
    assert entry.data["when"] == {"all": [{"xa_licence": "yes"}, {"not": {"secret_inquiry": "no"}}]}
    assert (entry.data["checked"], entry.data["reads"]) == ("2026-11-24", "12:30")


def test_a_misspelt_folder_at_the_top_of_an_overlay_is_named(tmp_path: Path, cache: Cache) -> None:
    put(tmp_path, "rules/sets/xa/myths.yaml", "myths: []\n")
    put(tmp_path, "rule/sets/xa/myths.yaml", "myths: []\n")
    (problem,) = errors(load(tmp_path, cache))
    assert (problem.code, problem.found, problem.nearest, problem.root) == ("unknown-folder", "rule", "rules", 1)


def test_all_mistakes_of_all_files_are_reported_at_once(tmp_path: Path, cache: Cache) -> None:
    chosen = {"name_unknown_value_in_constraint", "name_unknown_step_before", "shape_wrong_contact", "yaml_tab"}
    chosen |= {"case_unknown_fact", "words_unknown_source"}
    wanted = [example for example in examples() if example.path.stem in chosen]
    for example in wanted:
        put(tmp_path, example.place, example.path.read_text(encoding="utf-8"))
    found = [(p.file, f"{p.line}:{p.column}", p.code) for p in only_errors(problems(load(tmp_path, cache)))]
    assert sorted(found) == sorted((e.place, e.facts["at"], e.facts["code"]) for e in wanted)


def test_a_misspelt_key_that_is_needed_is_named_and_missed(tmp_path: Path, cache: Cache) -> None:
    house = (HOUSE / "rules/sets/xa/wording.yaml").read_text(encoding="utf-8")
    put(tmp_path, "rules/sets/xa/wording.yaml", house.replace("help:", "hlp:"))
    unknown, missing = sorted(errors(load(tmp_path, cache)), key=lambda problem: problem.code, reverse=True)
    assert (unknown.code, unknown.found, unknown.nearest) == ("unknown-key", "hlp", "help")
    assert (missing.code, missing.allowed) == ("missing-key", ("help",))


@pytest.mark.parametrize(
    "name", ["name_unknown_fact_of_item", "yaml_tab", "shape_unknown_key", "place_folder", "name_unknown_step_before"]
)
def test_a_broken_file_makes_the_whole_rulebook_unavailable(name: str, tmp_path: Path, cache: Cache) -> None:
    (example,) = [one for one in examples() if one.path.stem == name]
    knowledge = load_with(example, tmp_path, cache)
    with pytest.raises(RulebookUnavailable) as caught:
        knowledge.rulebook("XA", TODAY)
    assert caught.value.code == "XA"
    assert list(caught.value.problems) == errors(knowledge)


def test_a_source_past_its_review_date_warns_and_leaves_the_rulebook_as_it_is(cache: Cache) -> None:
    late = date(2100, 1, 1)
    knowledge = library.load(None, cache, late, HOUSE)
    assert {(p.code, p.severity, p.found) for p in knowledge.problems} == {("source-overdue", "warning", "2099-01-01")}
    assert len(knowledge.problems) == 3
    assert knowledge.rulebook("XA", late).jurisdiction.id == "XA"


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
