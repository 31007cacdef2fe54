"""The rules of the house: which floor may import what, how large a file may be, and what no file may say."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.house import FLOORS, HOUSE, TEXT, files, python_files, read

TOP_FOLDERS = {".ci", "kb", "rules", "scenarios", "tests", "webapp"}
CODE_LINES, TEST_LINES = 300, 400
STATUSES = {"proposed", "accepted", "superseded", "rejected"}

ONLY_THE_TOP_FLOOR = {"click", "flask", "sqlite3", "werkzeug"}
IMPURE = {
    *("aiohttp", "asyncio", "ftplib", "getpass", "http", "httpx", "logging", "os", "requests", "shutil", "smtplib"),
    *("socket", "socketserver", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "webbrowser"),
}
CLOCK = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today"}
SPEAKS = {"print", "input", "breakpoint"}
TOUCHES_FILES = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "glob", "rglob", "unlink"}
LOADER = Path("rules/knowledge.py")

# Written so that these lines do not match themselves.
MACHINE_PATH = re.compile(r"/(?:wor[k]|far[m])/|/hom[e]/|/User[s]/|/roo[t]/|/tm[p]/[a-z]|[A-Z]:\\User[s]\\")
REGISTRY_HOST = re.compile(r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(?:org|com)|deb\.debia[n]|prox[y]\.golang")


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name the floor"
            yield node.module or ""


def called(tree: ast.AST) -> Iterator[str]:
    """The names of everything that is called: `f`, or `x.f` for `a.x.f(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            before = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            yield f"{before}.{node.func.attr}"


def tree_of(name: Path) -> ast.AST:
    return ast.parse(read(name), str(name))


def roots(name: Path) -> set[str]:
    return {module.split(".")[0] for module in imported(tree_of(name))}


# -- floors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_point_down_only(floor: str) -> None:
    above = {*FLOORS[FLOORS.index(floor) + 1 :], "tests", "start"}
    wrong = {str(name): found for name in python_files(floor) if (found := roots(name) & above)}
    assert wrong == {}


def test_only_the_top_floor_knows_flask_click_or_a_database() -> None:
    wrong = {str(name): found for name in python_files(*FLOORS[:-1]) if (found := roots(name) & ONLY_THE_TOP_FLOOR)}
    assert wrong == {}


def test_rules_and_scenarios_know_no_clock_terminal_or_network() -> None:
    wrong = {}
    for name in python_files("rules", "scenarios"):
        tree = tree_of(name)
        found = roots(name) & IMPURE | set(called(tree)) & (CLOCK | SPEAKS)
        if found:
            wrong[str(name)] = found
    assert wrong == {}


def test_only_the_loader_of_the_law_touches_files() -> None:
    wrong = {}
    for name in python_files("rules", "scenarios"):
        found = {call for call in called(tree_of(name)) if call.rpartition(".")[2] in TOUCHES_FILES}
        if found and name != LOADER:
            wrong[str(name)] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import http.client", {"http.client"}),
        ("from urllib import request", {"urllib"}),
        ("def f():\n    import socket", {"socket"}),
    ],
)
def test_imports_are_found_wherever_they_stand(text: str, expected: set[str]) -> None:
    assert set(imported(ast.parse(text))) == expected


def test_calls_are_found_by_name_and_by_attribute() -> None:
    assert set(called(ast.parse("print(datetime.datetime.now(), path.read_text())"))) == {
        "print",
        "datetime.now",
        "path.read_text",
    }


@pytest.mark.parametrize("floor", FLOORS)
def test_every_floor_is_typed_and_says_what_it_is(floor: str) -> None:
    assert (HOUSE / floor / "py.typed").exists()
    assert ast.get_docstring(ast.parse(read(f"{floor}/__init__.py")))


# -- files -------------------------------------------------------------------------------------------------------------


def test_the_house_has_no_other_folders() -> None:
    assert {name.parts[0] for name in files() if len(name.parts) > 1} <= TOP_FOLDERS


def test_no_file_of_code_is_too_long_to_have_one_job() -> None:
    lengths = {str(name): len(read(name).splitlines()) for name in python_files()}
    limits = {name: TEST_LINES if name.startswith("tests/") else CODE_LINES for name in lengths}
    assert {name: length for name, length in lengths.items() if length > limits[name]} == {}


def test_content_folders_hold_no_code() -> None:
    content = (
        *("rules/sets/", "rules/vocabulary/", "scenarios/cases/", "kb/about/"),
        *("kb/schemas/", "rules/schema/", "scenarios/schema/", "webapp/scaffold/"),
    )
    assert [str(name) for name in python_files() if name.as_posix().startswith(content)] == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["a path of one machine", "a registry host"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}: {match[0]}"
        for name in files()
        if name.suffix in TEXT
        for number, line in enumerate(read(name).splitlines(), 1)
        if (match := pattern.search(line))
    ]
    assert found == []


@pytest.mark.parametrize("text", ["cd /hom{}/someone", "open /wor{}/main", "C:\\User{}\\me"])
def test_paths_of_a_machine_are_recognised(text: str) -> None:
    letter = {"/hom": "e", "/wor": "k", "User": "s"}[next(part for part in ("/hom", "/wor", "User") if part in text)]
    assert MACHINE_PATH.search(text.format(letter))


# -- documents and packages --------------------------------------------------------------------------------------------


def records() -> list[Path]:
    return [name for name in files() if name.parts[:3] == ("kb", "about", "decisions")]


def test_decision_records_are_numbered_without_gaps() -> None:
    numbers = [int(name.name[:4]) for name in records()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", records(), ids=lambda name: name.stem[:4])
def test_a_decision_record_has_its_number_a_status_a_date_and_its_parts(name: Path) -> None:
    text = read(name)
    assert text.startswith(f"# {int(name.name[:4])}. ")
    status = re.search(r"^- Status: (\w+)", text, re.MULTILINE)
    assert status
    assert status[1] in STATUSES
    assert re.search(r"^- Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_the_readme_opens_with_what_handrail_is_and_the_two_commands() -> None:
    text = read("README.md")
    assert text.startswith("# Handrail\n\nHandrail ")
    first_block = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert first_block
    assert first_block[1].splitlines() == ["python3 start.py", "python3 start.py test"]


def test_the_lock_file_pins_every_dependency_within_its_bounds() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    needed = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]
    pins = dict(line.split("#")[0].strip().lower().split("==") for line in locked_lines())
    wrong = [str(one) for one in needed if not one.specifier.contains(Version(pins.get(one.name.lower(), "0")))]
    assert wrong == []


def test_the_lock_file_holds_exact_versions_and_nothing_else() -> None:
    pin = re.compile(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*(?:  # .+)?")
    assert [line for line in locked_lines() if not pin.fullmatch(line)] == []


def locked_lines() -> list[str]:
    return [line for line in read("requirements.lock").splitlines() if line and not line.startswith("#")]


def test_every_dependency_has_an_upper_bound() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert [line for line in lines if "<" not in line] == []
