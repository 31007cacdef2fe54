"""The launcher: what it decides, and that a set-up which did not finish is begun again."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import start

HOUSE = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the files that decide what is installed, and a launcher that believes to lie in it."""
    for name in start.DECIDES:
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    monkeypatch.setattr(start, "HERE", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "STAMP", tmp_path / ".venv" / "stamp.json")
    return tmp_path


class Programs:
    """Stands in for the programs that a set-up runs: keeps the commands, makes the environment, fails where told to."""

    def __init__(self, folder: Path, fails_on: str = "") -> None:
        self.commands: list[list[str]] = []
        self.fails_on = fails_on
        self.brings_browser = ""
        self.has_browser = False
        self.python = start.venv_python(folder / ".venv")

    def __call__(self, command: list[str], **_: object) -> int:
        """Run a command, or rather note it."""
        self.commands.append(command)
        if "venv" in command:
            self.python.parent.mkdir(parents=True)
            self.python.touch()
        if command[1:] == list(start.FIND_BROWSER):
            return int(not self.has_browser)
        self.has_browser |= self.brings_browser in command
        return int(bool(self.fails_on) and self.fails_on in command)

    def ran(self, word: str) -> bool:
        """Whether a command with this word was run since the last question."""
        found = any(word in command for command in self.commands)
        self.commands.clear()
        return found


@pytest.fixture
def programs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """The programs of a computer without uv."""
    stand_in = Programs(folder)
    monkeypatch.setattr(subprocess, "call", stand_in)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    return stand_in


# -- deciding ----------------------------------------------------------------------------------------------------------


def test_the_launcher_uses_only_the_standard_library() -> None:
    tree = ast.parse((HOUSE / "start.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_launcher_can_be_read_by_an_old_python() -> None:
    ast.parse((HOUSE / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_python_that_is_new_enough_is_taken() -> None:
    assert start.too_old((3, 11), None) == ""
    assert start.too_old((3, 14), None) == ""


def test_an_old_python_is_turned_away_with_the_version_that_is_needed() -> None:
    assert "3.11" in start.too_old((3, 10), None)


def test_an_old_python_is_told_of_a_newer_one_on_the_computer() -> None:
    assert "python3.13 start.py" in start.too_old((3, 9), "python3.13")


def test_the_oldest_python_is_the_one_that_the_project_asks_for() -> None:
    assert 'requires-python = ">={}.{}"'.format(*start.OLDEST) in (HOUSE / "pyproject.toml").read_text(encoding="utf-8")


def test_the_python_of_an_environment_is_found_on_windows_too() -> None:
    assert start.venv_python(Path("v"), windows=True) == Path("v/Scripts/python.exe")
    assert start.venv_python(Path("v"), windows=False) == Path("v/bin/python")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["py", "-P", "-m", "webapp", "serve", "--open"]),
        (["--port", "0"], ["py", "-P", "-m", "webapp", "serve", "--open", "--port", "0"]),
        (["check"], ["py", "-P", "-m", "webapp", "check"]),
        (["validate", "--json"], ["py", "-P", "-m", "webapp", "validate", "--json"]),
        (["test"], ["py", "-m", "pytest", "-n", "auto", "--dist", "loadgroup"]),
        (["test", "-k", "word"], ["py", "-m", "pytest", "-n", "auto", "--dist", "loadgroup", "-k", "word"]),
    ],
)
def test_arguments_choose_the_program_and_are_passed_on(arguments: list[str], expected: list[str]) -> None:
    assert start.command_for("py", arguments) == expected


@pytest.mark.parametrize("uv", [None, "uv"])
def test_the_locked_versions_are_constraints_and_only_tests_need_the_tools(uv: str | None) -> None:
    (run,), (tests,) = start.install_commands("py", uv, tests=False), start.install_commands("py", uv, tests=True)
    assert run[run.index("--constraint") + 1] == start.LOCK
    assert run[-1] == "."
    assert tests[-1] == ".[dev]"


def test_a_finished_set_up_serves(folder: Path) -> None:
    want = start.wanted(folder, tests=False)
    assert start.serves(json.loads(json.dumps(want)), want)


def test_a_set_up_with_the_test_tools_serves_without_them_and_not_the_reverse(folder: Path) -> None:
    with_tools, without = start.wanted(folder, tests=True), start.wanted(folder, tests=False)
    assert start.serves(with_tools, without)
    assert not start.serves(without, with_tools)


@pytest.mark.parametrize("name", start.DECIDES)
def test_a_change_of_what_is_to_be_installed_is_noticed(folder: Path, name: str) -> None:
    before = start.wanted(folder, tests=True)
    (folder / name).write_text("something else\n", encoding="utf-8")
    assert not start.serves(before, start.wanted(folder, tests=True))


def test_a_checkout_that_was_moved_is_noticed(folder: Path) -> None:
    before = {**start.wanted(folder, tests=True), "folder": "elsewhere"}
    assert not start.serves(before, start.wanted(folder, tests=True))


@pytest.mark.parametrize("text", ["", "{", "[]", '"text"'])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, text: str) -> None:
    stamp = tmp_path / "stamp.json"
    stamp.write_text(text, encoding="utf-8")
    assert start.finished(stamp) is None


def test_missing_programs_are_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert [line.split()[1] for line in start.missing_for_tests()] == list(start.TESTS_USE)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert start.missing_for_tests() == []


# -- doing -------------------------------------------------------------------------------------------------------------


def test_a_first_run_makes_the_environment_and_a_second_leaves_it_alone(programs: Programs) -> None:
    start.set_up(tests=False)
    assert [command[-1] for command in programs.commands] == [str(start.VENV), "."]
    programs.commands.clear()
    start.set_up(tests=False)
    assert programs.commands == []


def test_asking_for_tests_adds_their_tools_to_the_environment(programs: Programs) -> None:
    start.set_up(tests=False)
    programs.commands.clear()
    start.set_up(tests=True)
    assert programs.ran(".[dev]")
    start.set_up(tests=False)
    assert programs.commands == []


def test_a_changed_lock_file_is_installed_with_the_tools_that_were_there(folder: Path, programs: Programs) -> None:
    start.set_up(tests=True)
    (folder / start.LOCK).write_text("other\n", encoding="utf-8")
    programs.commands.clear()
    start.set_up(tests=False)
    assert programs.ran(".[dev]")


def test_a_set_up_that_was_interrupted_is_begun_again(programs: Programs) -> None:
    programs.fails_on = "--constraint"
    with pytest.raises(start.SetUpError):
        start.set_up(tests=False)
    assert not start.STAMP.exists()
    programs.fails_on = ""
    programs.commands.clear()
    start.set_up(tests=False)
    assert programs.ran("venv")
    assert start.STAMP.exists()


def test_an_environment_whose_python_is_gone_is_made_anew(programs: Programs) -> None:
    start.set_up(tests=False)
    programs.python.unlink()
    programs.commands.clear()
    start.set_up(tests=False)
    assert programs.ran("venv")


def test_uv_is_used_where_it_is(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "uv" else None)
    start.set_up(tests=False)
    assert {command[0] for command in programs.commands} == {"uv"}


def test_where_uv_fails_pip_is_tried(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "uv" else None)
    programs.fails_on = "--python"
    start.set_up(tests=False)
    assert programs.commands[-1][1:4] == ["-m", "pip", "install"]
    assert start.STAMP.exists()


def test_a_distribution_without_venv_is_told_what_to_install(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(start.SetUpError, match="apt install python3-venv"):
        start.set_up(tests=False)
    assert programs.commands == []


def test_something_else_named_like_the_environment_is_not_deleted(folder: Path, programs: Programs) -> None:
    (folder / ".venv").write_text("mine\n", encoding="utf-8")
    with pytest.raises(start.SetUpError, match="Move it away"):
        start.set_up(tests=False)
    assert (folder / ".venv").read_text(encoding="utf-8") == "mine\n"
    assert programs.commands == []


# -- a browser for the tests -------------------------------------------------------------------------------------------


@pytest.fixture
def root_with_apt(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """The programs of a computer with apt-get, and a person who may use it."""
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    return programs


def test_a_browser_that_is_there_is_left_alone(programs: Programs, capsys: pytest.CaptureFixture[str]) -> None:
    programs.has_browser = True
    start.get_browser("py")
    assert programs.commands == [["py", *start.FIND_BROWSER]]
    assert capsys.readouterr().err == ""


def test_a_missing_browser_is_fetched_with_playwright(root_with_apt: Programs) -> None:
    root_with_apt.brings_browser = "playwright"
    start.get_browser("py")
    assert root_with_apt.commands[1] == ["py", "-m", "playwright", "install", "chromium"]
    assert root_with_apt.commands[-1] == ["py", *start.FIND_BROWSER]
    assert not root_with_apt.ran("apt-get")


@pytest.mark.parametrize("fails_on", ["playwright", ""], ids=["no download", "what came does not run"])
def test_where_playwright_brings_none_apt_is_asked(
    root_with_apt: Programs, capsys: pytest.CaptureFixture[str], fails_on: str
) -> None:
    root_with_apt.fails_on, root_with_apt.brings_browser = fails_on, "--yes"
    start.get_browser("py")
    assert root_with_apt.has_browser
    said = capsys.readouterr().err
    assert all(" ".join(command) in said for command in root_with_apt.commands if "apt-get" in command)
    assert said.endswith("Done.\n\n")


def test_only_root_installs_packages(root_with_apt: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    start.get_browser("py")
    assert not root_with_apt.ran("apt-get")


def test_a_system_that_knows_no_root_installs_no_packages(
    root_with_apt: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "geteuid", raising=False)
    start.get_browser("py")
    assert not root_with_apt.ran("apt-get")


def test_without_a_browser_the_tests_run_all_the_same_and_it_is_said(
    folder: Path, programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main(["test"]) == 0
    assert programs.commands[-1][1:3] == ["-m", "pytest"]
    assert "will fail and say what to install" in capsys.readouterr().err


def test_only_tests_need_a_browser(programs: Programs) -> None:
    start.main(["validate"])
    assert not programs.ran("tests.webapp.browsers")


# -- from beginning to end ---------------------------------------------------------------------------------------------


def test_the_exit_code_is_that_of_what_was_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "set_up", lambda tests: start.venv_python(folder / ".venv"))
    monkeypatch.setattr(subprocess, "call", lambda command, **_: 7)
    assert start.main(["validate"]) == 7


def test_a_set_up_that_fails_says_so_and_ends_with_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(tests: bool) -> Path:
        raise start.SetUpError("no network")

    monkeypatch.setattr(start, "set_up", fail)
    assert start.main([]) == start.SET_UP_FAILED
    assert "no network" in capsys.readouterr().err


def test_an_interrupted_set_up_says_that_the_next_run_begins_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(tests: bool) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "set_up", interrupt)
    assert start.main([]) == start.INTERRUPTED
    assert "begins again" in capsys.readouterr().err


def test_help_needs_no_set_up(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(start, "set_up", lambda tests: pytest.fail("nothing was to be set up"))
    assert start.main(["--help"]) == 0
    assert "python3 start.py test" in capsys.readouterr().out
