"""`handrail new`: files to begin with, which validate at once and overwrite nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.webapp.conftest import run
from webapp import house


def begin(into: Path) -> Path:
    """A country of one's own."""
    result = run("new", "jurisdiction", "ZZ", "--name", "Zedland", "--emergency", "199", "--into", str(into))
    assert result.exit_code == 0, result.output
    return into / "rules" / "sets" / "zz"


def test_a_new_country_validates_at_once(tmp_path: Path) -> None:
    begin(tmp_path)
    result = run("validate", str(tmp_path))
    assert result.exit_code == 0, result.output


def test_a_new_country_is_silent_until_its_law_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(tmp_path)
    monkeypatch.setenv(house.CONTENT, str(tmp_path))
    result = run("test", "ZZ")
    assert result.exit_code == 0, result.output
    assert "1 of 1" in result.output


def test_it_says_what_is_still_to_do(tmp_path: Path) -> None:
    folder = begin(tmp_path)
    assert all("TO DO" in (folder / name).read_text("utf-8") for name in ("jurisdiction.yaml", "sources.yaml"))


def test_a_country_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    folder = begin(tmp_path)
    (folder / "contacts.yaml").write_text("contacts: []\n", encoding="utf-8")
    result = run("new", "jurisdiction", "ZZ", "--name", "Z", "--emergency", "1", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert (folder / "contacts.yaml").read_text("utf-8") == "contacts: []\n"


@pytest.mark.parametrize("code", ["zz", "Z", "../ZZ", "Z Z"])
def test_a_code_that_is_none_is_refused(tmp_path: Path, code: str) -> None:
    result = run("new", "jurisdiction", code, "--name", "Z", "--emergency", "1", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert not list(tmp_path.rglob("*.yaml"))


@pytest.mark.parametrize("effect", ["must", "should", "may", "must_not"])
def test_a_new_rule_of_any_effect_validates(tmp_path: Path, effect: str) -> None:
    begin(tmp_path)
    for name in ("zz-first", "zz-second"):
        options = ["--effect", effect, "--source", "zz-secrecy-act", "--into", str(tmp_path)]
        assert run("new", "rule", "ZZ", name, *options).exit_code == 0
    result = run("validate", str(tmp_path))
    assert result.exit_code == 0, result.output


def test_a_rule_that_exists_is_not_written_twice(tmp_path: Path) -> None:
    folder = begin(tmp_path)
    result = run("new", "rule", "ZZ", "zz-secrecy", "--source", "zz-secrecy-act", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert not (folder / "rules" / "new.yaml").exists()


def test_a_rule_for_a_country_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    begin(tmp_path)
    result = run("new", "rule", "ZY", "zy-first", "--source", "x", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert "ZZ" in result.output


def test_a_rule_bears_the_code_of_its_country(tmp_path: Path) -> None:
    begin(tmp_path)
    result = run("new", "rule", "ZZ", "first", "--source", "x", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert "zz-" in result.output


# -- a practice case ---------------------------------------------------------------------------------------------------

FIRST_CASE = ("new", "scenario", "night-call", "--title", 'A "call" at night: 3 o’clock')


def test_a_new_practice_case_validates_at_once(tmp_path: Path) -> None:
    result = run(*FIRST_CASE, "--into", str(tmp_path))
    assert result.exit_code == 0, result.output
    path = tmp_path / "scenarios" / "cases" / "night-call.yaml"
    assert str(path) in result.output
    assert "TO DO" in path.read_text("utf-8")
    checked = run("validate", str(tmp_path))
    assert checked.exit_code == 0, checked.output
    assert "0 errors, 0 warnings." in checked.output


def test_a_new_practice_case_can_be_walked_to_every_ending_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*FIRST_CASE, "--into", str(tmp_path))
    monkeypatch.setenv(house.CONTENT, str(tmp_path))
    assert 'night-call: A "call" at night: 3 o’clock' in run("walk").output
    counted = json.loads(run("walk", "night-call", "--random", "--runs", "60", "--json").stdout)
    assert set(counted["night-call"]) == {"averted", "trust-lost", "too-late"}
    ends = [run("walk", "night-call", "--country", code, input="1\n1\n") for code in ("NL", "NO")]
    assert [end.exit_code for end in ends] == [0, 0]
    assert all("== Looking back ==" in end.stdout for end in ends)


def test_a_practice_case_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    run(*FIRST_CASE, "--into", str(tmp_path))
    path = tmp_path / "scenarios" / "cases" / "night-call.yaml"
    path.write_text("mine", encoding="utf-8")
    assert run(*FIRST_CASE, "--into", str(tmp_path)).exit_code == 2
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "name", ["", "Night", "night_call", "-night", "night-", "1night", "../night", "night.yaml", "ñ"]
)
def test_a_name_that_a_practice_case_cannot_have_is_refused(tmp_path: Path, name: str) -> None:
    result = run("new", "scenario", "--title", "A title", "--into", str(tmp_path), "--", name)
    assert result.exit_code == 2
    assert not list(tmp_path.rglob("*.yaml"))


def test_a_practice_case_needs_a_title(tmp_path: Path) -> None:
    result = run("new", "scenario", "night-call", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert "--title" in result.output
    assert not list(tmp_path.rglob("*.yaml"))


def test_what_was_written_is_told_to_programs_too(tmp_path: Path) -> None:
    result = run("new", "--json", *FIRST_CASE[1:], "--into", str(tmp_path))
    assert json.loads(result.stdout) == {"written": [str(tmp_path / "scenarios" / "cases" / "night-call.yaml")]}
