"""`handrail validate`, content of one's own laid over the house, and what is said when a rulebook is unavailable."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from tests.authoring.examples import BROKEN, HOUSE
from tests.webapp.cases import DANGER, OPEN, TABLE, options
from tests.webapp.conftest import Handrail

Overlay = Callable[[str, str], Path]

PROBLEM = {"file", "line", "column", "code", "found", "allowed", "nearest", "todo", "severity", "root"}

CONTACTS = """contacts:
  - id: xa-chamber
    kind: professional_advice
    name: Our own lawyer
    reach: lawyer@example.org
    source: null
    for: Advice at any hour.
    verified: true
  - {id: own-line, kind: ethics, name: Ethics line, reach: '777', source: null, for: Doubts., verified: true}
"""

RULES = "rules/sets/xa/rules/own.yaml"


def broken(name: str) -> tuple[str, str]:
    """The place and the text of a broken example."""
    text = (BROKEN / f"{name}.yaml").read_text(encoding="utf-8")
    return text.splitlines()[1].removeprefix("# place: "), text


# -- validate ----------------------------------------------------------------------------------------------------------


def test_content_that_is_right_is_counted(handrail: Handrail) -> None:
    result = handrail("validate")
    files = len([path for path in HOUSE.rglob("*") if path.is_file()])
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{files} files read: 0 errors, 0 warnings.\n", "")
    assert json.loads(handrail("validate", "--json").stdout) == []


def test_every_error_is_one_line_with_the_folder_before_it(handrail_loading: Handrail, overlay: Overlay) -> None:
    for name in ("name_unknown_item", "shape_wrong_contact"):
        folder = overlay(*broken(name))
    result = handrail_loading("validate", str(folder))
    assert result.exit_code == 1
    contact, item, summary = result.stdout.splitlines()
    assert contact.startswith(f"{folder}/rules/sets/xa/contacts.yaml:")
    assert item.startswith(f"{folder}/rules/sets/xa/rules/broken.yaml:")
    assert "unknown item: \"item 'patient_state' does not exist\"." in item
    assert "Nearest: patient_status." in item
    assert summary.endswith("2 errors, 0 warnings.")


def test_the_document_of_problems_has_all_facts(handrail_loading: Handrail, overlay: Overlay) -> None:
    folder = overlay(*broken("shape_wrong_contact"))
    result = handrail_loading("validate", str(folder), "--json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)
    assert set(problem) == PROBLEM
    assert (problem["code"], problem["found"], problem["nearest"]) == ("wrong-value", "emergancy", "emergency")
    assert (problem["severity"], problem["root"]) == ("error", 1)


def test_warnings_alone_are_no_error(handrail_loading: Handrail, another_day: Callable[[date], None]) -> None:
    another_day(date(2100, 1, 1))
    result = handrail_loading("validate")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].endswith("0 errors, 3 warnings.")
    assert "warning: source overdue: '2099-01-01'." in result.stdout
    assert {problem["severity"] for problem in json.loads(handrail_loading("validate", "--json").stdout)} == {"warning"}


def test_a_warning_about_a_source_is_said_with_the_advice(
    handrail_loading: Handrail, another_day: Callable[[date], None]
) -> None:
    another_day(date(2100, 1, 1))
    document = json.loads(handrail_loading("check", *options(OPEN), "--json").stdout)
    assert len([warning for warning in document["warnings"] if "source overdue" in warning]) == 3


@pytest.mark.parametrize("name", ["missing", "file.yaml"])
def test_a_path_that_is_no_folder_is_refused(handrail: Handrail, tmp_path: Path, name: str) -> None:
    (tmp_path / "file.yaml").write_text("rules: []\n", encoding="utf-8")
    result = handrail("validate", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no folder. Name the folder that holds rules/, not a file in it." in result.stderr


def test_a_folder_without_content_is_an_error(handrail_loading: Handrail, tmp_path: Path) -> None:
    result = handrail_loading("validate", str(tmp_path))
    assert result.exit_code == 1
    assert "no content. Allowed: kb, rules, scenarios/cases. Name the folder that holds these folders." in result.stdout


# -- content of one's own ----------------------------------------------------------------------------------------------


def test_what_was_laid_over_is_named_and_changes_the_digest(
    handrail_loading: Handrail, overlay: Overlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = json.loads(handrail_loading("check", *options(DANGER), "--json").stdout)
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay("rules/sets/xa/contacts.yaml", CONTACTS)))
    document = json.loads(handrail_loading("check", *options(DANGER), "--json").stdout)
    assert plain["rulebook"]["overlays"] == []
    assert document["rulebook"]["overlays"] == ["contact xa-chamber"]
    assert document["rulebook"]["digest"] != plain["rulebook"]["digest"]
    assert document["outcomes"] == plain["outcomes"]


def test_a_rule_that_was_laid_over_is_named_and_holds(
    handrail_loading: Handrail, overlay: Overlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = (HOUSE / "rules/sets/xa/rules/table-and-police.yaml").read_text(encoding="utf-8")
    stricter = rules.replace("when: {table_in_play: 'yes'}", "when: {all: [{table_in_play: 'yes'}, {is: xx_serious}]}")
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay(RULES, stricter)))
    document = json.loads(handrail_loading("check", *options(TABLE), "--json").stdout)
    assert "rule xa-table" in document["rulebook"]["overlays"]
    assert document["outcomes"]["case_table"]["answer"] == "open"
    assert document["outcomes"]["case_table"]["hangs_on"][0] == "harm_severity"


def test_nothing_of_a_case_is_kept(handrail_loading: Handrail, cache_folder: Path) -> None:
    handrail_loading("validate")
    before = {path: path.read_bytes() for path in cache_folder.iterdir()}
    handrail_loading("check", *options(DANGER))
    assert {path: path.read_bytes() for path in cache_folder.iterdir()} == before


@pytest.mark.parametrize("wanted", ["off", "folder"])
def test_the_cache_is_where_it_is_wanted(
    handrail_loading: Handrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDRAIL_CACHE", "off" if wanted == "off" else str(tmp_path / "cache"))
    assert handrail_loading("validate").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ([] if wanted == "off" else ["cache"])


def test_contacts_of_ones_own_are_shown(
    handrail_loading: Handrail, overlay: Overlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay("rules/sets/xa/contacts.yaml", CONTACTS)))
    shown = handrail_loading("check", *options(OPEN)).stdout
    assert "- Our own lawyer: lawyer@example.org. Advice at any hour." in shown
    assert "- Ethics line: 777. Doubts." in shown
    assert "Rescue centre: 199" in shown
    assert "Chamber of nurses" not in shown


def test_the_folder_on_the_command_line_goes_before_that_of_the_environment(
    handrail_loading: Handrail, overlay: Overlay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HANDRAIL_CONTENT", str(tmp_path / "no such folder"))
    assert handrail_loading("validate").exit_code == 1
    assert handrail_loading("validate", str(overlay("rules/sets/xa/contacts.yaml", CONTACTS))).exit_code == 0


# -- a rulebook that is unavailable ------------------------------------------------------------------------------------


@pytest.fixture(params=["name_unknown_item", "yaml_tab", "name_unknown_value_in_constraint", "shape_wrong_contact"])
def broken_house(
    request: pytest.FixtureRequest, overlay: Overlay, handrail_loading: Handrail, monkeypatch: pytest.MonkeyPatch
) -> Handrail:
    """The command with a broken file of one's own: a rule, a file that cannot be read, the vocabulary, a contact."""
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay(*broken(request.param))))
    return handrail_loading


def unavailable(result: Result) -> None:
    assert (result.exit_code, result.stdout) == (3, "")
    lines = result.stderr.splitlines()
    assert lines[0] == (
        "The rules of Exampleland are unavailable: their content has errors, and half a rulebook misleads."
    )
    assert lines[1] == "In danger to life call 199. Say where you are and who is in danger."
    assert lines[2:5] == ["You can ask:", "  Rescue centre: 199", "  Chamber of nurses: chamber@example.org"]
    assert "handrail validate" in lines[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", *options(DANGER)),
        ("check", *options(DANGER), "--json"),
        ("test", "XA"),
        ("test",),
        ("verify", "XA"),
        ("verify", "--json"),
        ("graph", "XA"),
        ("graph", *options(DANGER)),
    ],
    ids=" ".join,
)
def test_a_broken_file_makes_the_rulebook_unavailable_and_keeps_number_and_contacts(
    broken_house: Handrail, arguments: tuple[str, ...]
) -> None:
    unavailable(broken_house(*arguments))


def test_a_broken_file_stops_the_interview_before_anything_is_asked(broken_house: Handrail) -> None:
    result = broken_house("check", input="1\n1\n")
    assert result.exit_code == 3
    assert result.stdout == "Do not enter names. Nothing you answer is stored.\n"
    assert "In danger to life call 199." in result.stderr


def test_validate_lists_what_is_wrong(broken_house: Handrail) -> None:
    result = broken_house("validate")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].endswith("1 error, 0 warnings.")


@pytest.mark.parametrize("place", [None, "rule/sets/xa/rules/own.yaml", "rules/set/xa/rules/own.yaml"])
def test_content_of_ones_own_that_is_not_found_makes_the_rulebook_unavailable(
    handrail_loading: Handrail, tmp_path: Path, overlay: Overlay, monkeypatch: pytest.MonkeyPatch, place: str | None
) -> None:
    folder = overlay(place, broken("circle_of_defeats")[1]) if place else tmp_path / "missing"
    monkeypatch.setenv("HANDRAIL_CONTENT", str(folder))
    assert handrail_loading("validate").exit_code == 1
    unavailable(handrail_loading("check", *options(DANGER)))


def test_a_broken_base_makes_those_that_stand_on_it_unavailable(
    handrail_loading: Handrail, overlay: Overlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay("rules/sets/xb/rules/own.yaml", "rules: [")))
    unavailable(handrail_loading("check", *options(DANGER)))


def test_a_broken_country_leaves_others_alone(
    handrail_loading: Handrail, overlay: Overlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (HOUSE / "rules/sets/xa/jurisdiction.yaml").read_text(encoding="utf-8")
    other = other.replace("id: XA", "id: XC")
    overlay("rules/sets/xc/jurisdiction.yaml", other)
    overlay("rules/sets/xc/rules/own.yaml", "rules: [")
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay("rules/sets/xa/contacts.yaml", CONTACTS)))
    assert handrail_loading("check", *options(DANGER)).exit_code == 0
    assert handrail_loading("check", *options({**DANGER, "jurisdiction": "XC"})).exit_code == 3
