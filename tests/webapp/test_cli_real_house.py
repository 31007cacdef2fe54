"""The command over the law that comes with Handrail, partly as a person runs it: as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from kb import Cache
from rules import KnowledgeBase
from tests.webapp.conftest import run
from tests.webapp.test_cli_check import OUTCOME, TOP
from tests.webapp.test_cli_help import handrail_in_a_process
from webapp import house

NURSE = ["--jurisdiction", "NL", "--about", "police", "--set", "sharer_role=nurse"]


@pytest.fixture(scope="module")
def law(cache_folder: Path) -> KnowledgeBase:
    """The law that comes with Handrail, loaded and compiled once."""
    return KnowledgeBase.load(cache=Cache(cache_folder))


def urgent(law: KnowledgeBase) -> Iterator[dict[str, Any]]:
    """Golden cases in which the emergency call comes first."""
    for entry in law.golden("NL"):
        if entry.data["expect"].get("first_step") == "call_emergency":
            yield {"jurisdiction": "NL", **entry.data["case"]}


def test_danger_to_life_in_the_netherlands_puts_112_first(law: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "load", lambda overlay=None: law)
    cases = list(islice(urgent(law), 3))
    assert cases
    for case in cases:
        shown = run("check", "--case", "-", input=json.dumps(case))
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert shown.stdout.strip().startswith("! Danger to life within hours: call 112.")
        document: dict[str, Any] = json.loads(run("check", "--case", "-", "--json", input=json.dumps(case)).stdout)
        assert set(document) == TOP
        assert all(set(outcome) == OUTCOME for outcome in document["outcomes"].values())
        assert document["pathway"][0]["step"] == "call_emergency"


@pytest.mark.slow
def test_the_law_of_the_netherlands_is_sound(law: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "load", lambda overlay=None: law)
    result = run("verify", "NL", "--json")
    document = json.loads(result.stdout)["NL"]
    assert document["findings"] == []
    assert (result.exit_code, document["sound"]) == (0, True)
    assert {role["role"] for role in document["professions"]} == set(
        next(country for country in law.countries if country.id == "NL").roles
    )


@pytest.mark.parametrize(
    "command", [["check", *NURSE], ["test", "NL"], ["verify", "NL"], ["graph", "NL"]], ids=lambda words: words[0]
)
def test_a_broken_file_of_ones_own_leaves_number_and_contacts(
    tmp_path: Path, cache_folder: Path, command: list[str]
) -> None:
    broken = tmp_path / "rules" / "sets" / "nl" / "rules" / "own.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("rules:\n  - id: nl-own\n", encoding="utf-8")
    surroundings = {"HANDRAIL_CONTENT": str(tmp_path), "HANDRAIL_CACHE": str(cache_folder)}
    result = handrail_in_a_process("-m", "webapp", *command, **surroundings)
    assert (result.returncode, result.stdout) == (3, "")
    assert "In danger to life call 112." in result.stderr
    assert "Veilig Thuis: 0800-2000" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_file_of_ones_own_is_listed_at_its_place(tmp_path: Path, cache_folder: Path) -> None:
    broken = tmp_path / "rules" / "sets" / "nl" / "rules" / "own.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("rules:\n\t- id: nl-own\n", encoding="utf-8")
    result = handrail_in_a_process("-m", "webapp", "validate", str(tmp_path), HANDRAIL_CACHE=str(cache_folder))
    assert result.returncode == 1
    assert f"{broken}:2:1: tab indentation: " in result.stdout


def test_what_is_typed_comes_through_a_pipe(cache_folder: Path) -> None:
    command = [sys.executable, "-m", "webapp", "check", "--case", "-"]
    typed = "jurisdiction: NL\nfacts: {sharer_role: psychiatrst}\n"
    result = subprocess.run(command, input=typed, capture_output=True, text=True, check=False, timeout=120)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Did you mean 'psychiatrist'?" in result.stderr
