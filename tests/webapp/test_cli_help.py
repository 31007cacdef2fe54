"""Help and version come at once, and bad commands are refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kb.version import VERSION
from tests.house import HOUSE
from tests.webapp.conftest import run
from webapp.cli import COMMANDS

HEAVY = {"flask", "yaml", "jsonschema", "networkx", "rules", "markdown"}


def handrail_in_a_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, without what only this process has set."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=HOUSE, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_command_with_what_it_does(option: str) -> None:
    result = run(option)
    assert result.exit_code == 0
    assert "emergency number first" in result.stdout
    for name, says in COMMANDS.items():
        assert f"  {name}" in result.stdout
        assert says in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_describes_itself(command: str, option: str) -> None:
    result = run(command, option)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {command} [OPTIONS]")
    assert "--json" in result.stdout


def test_the_version_is_said() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"handrail, version {VERSION}\n")


@pytest.mark.parametrize("arguments", [("chek",), ("check", "--strickt"), ("check", "extra"), ("graph", "XA", "extra")])
def test_what_there_is_not_is_refused(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_no_command_at_all_shows_the_help() -> None:
    result = run()
    assert result.exit_code in (0, 2)
    assert "Commands:" in result.output


def test_help_needs_none_of_the_heavy_libraries() -> None:
    result = handrail_in_a_process("-X", "importtime", "-m", "webapp", "--help")
    assert result.returncode == 0
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in result.stderr.splitlines()}
    assert "click" in imported
    assert imported & HEAVY == set()


def imported_by(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The packages that a process imported."""
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}


def test_a_start_from_a_warm_cache_needs_neither_parser_nor_checker(tmp_path: object) -> None:
    cache = {"HANDRAIL_CACHE": f"{tmp_path}/cache"}
    first = handrail_in_a_process("-m", "webapp", "validate", **cache)
    again = handrail_in_a_process("-X", "importtime", "-m", "webapp", "validate", **cache)
    assert (first.returncode, again.returncode) == (0, 0), first.stdout
    assert again.stdout == first.stdout
    assert imported_by(again) & {"yaml", "jsonschema", "flask"} == set()
    start = handrail_in_a_process("-X", "importtime", "-c", "from webapp import house; house.load()", **cache)
    assert start.returncode == 0, start.stderr
    assert imported_by(start) & {"yaml", "jsonschema", "networkx", "flask"} == set()
