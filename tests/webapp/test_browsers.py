"""The browser for the tests: the first that runs is taken, and where there is none it is said what to install."""

from __future__ import annotations

import re
import shutil
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import FLOORS, read
from tests.webapp import browsers

Program = Callable[[str, str], None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Put a program on an otherwise empty PATH, where Playwright has no browser of its own."""
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name) if (tmp_path / name).exists() else None)
    monkeypatch.setattr(browsers, "playwrights_own", lambda: str(tmp_path / "playwright" / "chrome"))

    def write(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return write


def test_the_first_browser_on_the_path_that_runs_is_taken(program: Program) -> None:
    program("chromium", "echo no such library >&2; exit 127")
    program("chromium-browser", "echo 'please install it as a snap'")
    program("google-chrome", "echo Google Chrome 150")
    assert Path(browsers.find()).name == "google-chrome"


def test_playwrights_own_browser_serves_where_none_is_on_the_path(program: Program) -> None:
    program("playwright/chrome", "echo Chromium 150")
    assert Path(browsers.find()).name == "chrome"


def test_without_a_browser_it_is_said_what_to_install(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(browsers.NoBrowserError, match="sudo apt install chromium"):
        browsers.find()
    assert browsers.main() == 1
    assert "playwright install" in capsys.readouterr().err


def test_no_setting_leaves_tests_out() -> None:
    settings = tomllib.loads(read("pyproject.toml"))["tool"]["pytest"]["ini_options"]
    assert not [one for one in settings["addopts"] if re.match(r"-m|-k|--deselect|--ignore|--co|-x|--maxfail", one)]
    assert set(settings["testpaths"]) == {*FLOORS, "tests"}
