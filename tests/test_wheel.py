"""The package as somebody gets it who has no checkout: built, unpacked elsewhere, run."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from kb.version import VERSION
from tests.house import FLOORS, HOUSE, files

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the sdist, built without asking a registry."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(HOUSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> zipfile.ZipFile:
    """The wheel, opened."""
    (path,) = dist.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    """What the wheel says of itself."""
    return Parser().parsestr(wheel.read(f"handrail-{VERSION}.dist-info/METADATA").decode())


def of_the_floors() -> set[str]:
    """Every file of the house that belongs into the wheel."""
    return {name.as_posix() for name in files() if name.parts[0] in FLOORS}


def test_the_wheel_holds_every_file_of_the_floors_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert inside == of_the_floors()


def test_the_wheel_holds_content_schemas_and_documents(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    for beginning, end in [
        ("rules/sets/nl/rules/", ".yaml"),
        ("rules/vocabulary/facts/", ".yaml"),
        ("rules/schema/", ".json"),
        ("scenarios/cases/", ".yaml"),
        ("scenarios/schema/", ".json"),
        ("webapp/scaffold/", ".yaml"),
        ("webapp/api/openapi/", ".yaml"),
        ("webapp/static/", ".css"),
        ("webapp/static/fonts/", ".woff2"),
        ("webapp/static/fonts/", ".ttf"),
        ("webapp/templates/check/", ".html"),
        ("webapp/templates/scenarios/", ".html"),
        ("kb/schemas/", ".json"),
        ("kb/about/", ".md"),
        ("kb/", "words.yaml"),
        ("kb/", "sources.yaml"),
        ("kb/", "py.typed"),
        ("scenarios/", "py.typed"),
    ]:
        assert [name for name in names if name.startswith(beginning) and name.endswith(end)], beginning


def test_the_wheel_bears_the_version_of_the_code_and_its_licences(wheel: zipfile.ZipFile, metadata: Message) -> None:
    assert metadata["Version"] == VERSION
    inside = {name.rpartition("/")[2] for name in wheel.namelist() if "/licenses/" in name}
    assert inside == {"LICENSE", "LICENSE-CONTENT", "OFL.txt"}


def test_the_tools_of_developers_are_an_extra(metadata: Message) -> None:
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "pytest" in line or "clingo" in line]
    assert needed
    assert all("extra == 'dev'" in line for line in needed)


def test_the_sdist_holds_what_the_tests_need(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert of_the_floors() <= inside
    assert {"start.py", "requirements.lock", "pyproject.toml", "README.md", "LICENSE", "tests/test_wheel.py"} <= inside
    assert not [name for name in inside if "__pycache__" in name or name.startswith((".venv", ".git/"))]


@pytest.mark.parametrize("command", ["validate", "--version"])
def test_the_unpacked_wheel_runs_from_any_folder(wheel: zipfile.ZipFile, tmp_path: Path, command: str) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    wheel.extractall(site)  # noqa: S202  # a wheel, and our own
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HANDRAIL_", "PYTHON"))}
    environment = {**kept, "PYTHONPATH": str(site), "HANDRAIL_CACHE": str(tmp_path / "cache")}
    probe = "import runpy, sys, webapp; assert webapp.__file__.startswith(sys.argv.pop(1)), webapp.__file__; "
    # -P: nothing but the unpacked wheel and what is installed may be imported.
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"{probe}runpy.run_module('webapp', run_name='__main__')", str(site), command],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (VERSION if command == "--version" else "0 errors") in done.stdout
