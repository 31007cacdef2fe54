"""`handrail new`: files to begin with, which validate at once and overwrite nothing."""

from __future__ import annotations

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
