"""A case that cannot be used is refused: what is wrong, where, what was meant; nothing is lost, nothing written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.webapp.cases import DANGER, options, written
from tests.webapp.conftest import Handrail
from webapp.cli.cases import MOST_BYTES

NURSE = ("--set", "sharer_role=nurse")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to work in, so that anything written would be seen."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def refused(handrail: Handrail, *arguments: str, input: str | bytes | None = None) -> str:
    """What is said about a command that cannot be done."""
    result = handrail(*arguments, input=input)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert list(Path.cwd().iterdir()) == []
    return result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            (*NURSE, "--set", "learnd_how=seen"),
            "facts.learnd_how: 'learnd_how' is no fact known here. Did you mean 'learned_how'?",
        ),
        (
            (*NURSE, "--set", "blood_type=rare"),
            "facts.blood_type: 'blood_type' is no fact known here. Allowed: harm_severity,",
        ),
        ((*NURSE, "--set", "xa_hearsay=yes"), "'xa_hearsay' is no fact known here."),
        (
            (*NURSE, "--set", "harm_timeframe=within_hour"),
            "facts.harm_timeframe: 'within_hour' is no value of 'harm_timeframe'. Did you mean 'within_hours'?",
        ),
        (
            (*NURSE, "--set", "harm_timeframe=soon"),
            "'soon' is no value of 'harm_timeframe'. Allowed: now, within_hours, later, passed. Choose from the list.",
        ),
        ((*NURSE, "--set", "harm_timeframe=now,later"), "'harm_timeframe' takes one value, not 2."),
        ((*NURSE, "--set", "weapon=knife,rifle"), "'rifle' is no value of 'weapon'."),
        ((*NURSE, "--about", "polise"), "ask_about: 'polise' is no recipient known here. Did you mean 'police'?"),
        (
            (*NURSE, "--set", "familly.consent=given"),
            "recipients.familly: 'familly' is no recipient known here. Did you",
        ),
        (
            (*NURSE, "--set", "police.weapon=gun"),
            "recipients.police.weapon: this fact is the same for every recipient.",
        ),
        ((*NURSE, "--set", "consent=given"), "facts.consent: 'consent' has one answer for each recipient."),
        (("--set", "weapon=gun"), "facts.sharer_role: the profession is missing. Allowed: nurse, clerk, officer."),
        (("--set", "sharer_role=nusre"), "'nusre' is no profession known here. Did you mean 'nurse'?"),
        (("--set", "sharer_role=doctor"), "'doctor' is not covered by this rulebook. Allowed: nurse, clerk, officer."),
        ((*NURSE, "--jurisdiction", "XAA"), "jurisdiction: 'XAA' has no rule set. Did you mean 'XA'?"),
        ((*NURSE, "--jurisdiction", "xa"), "jurisdiction: 'xa' has no rule set. Did you mean 'XA'?"),
        ((*NURSE, "--jurisdiction", "XB"), "jurisdiction: 'XB' has no rule set."),
        (
            (*NURSE, "--as-of", "2024-12-31"),
            "as_of: the law of Exampleland on 2024-12-31 is not known here. Allowed: from 2025-01-01 on.",
        ),
        ((*NURSE, "--as-of", "tomorrow"), "as_of: 'tomorrow' is no date. Allowed: YYYY-MM-DD. Write it as 2026-11-24."),
        ((*NURSE, "--as-of", "2026-02-30"), "as_of: '2026-02-30' is no date."),
    ],
)
def test_what_is_wrong_with_the_answers_is_said(handrail: Handrail, arguments: tuple[str, ...], said: str) -> None:
    message = refused(handrail, "check", *arguments)
    assert message.startswith("This case cannot be used. Nothing was changed.\n")
    assert said in message


def test_answers_that_clash_are_named_with_what_they_break(handrail: Handrail) -> None:
    able = ("--set", "learned_how=seen", "--set", "harm_timeframe=now")
    message = refused(
        handrail, "check", *NURSE, *able, "--about", "police", "--set", "capacity=unable", "--set", "consent=given"
    )
    first, second = message.splitlines()
    assert first == "This case cannot be used. Nothing was changed."
    assert "cannot all be true" in second
    assert second.endswith("Someone who cannot decide cannot agree.")
    assert "capacity" in second
    assert "consent (police)" in second
    assert "learned_how" not in second


def test_an_answer_to_a_question_that_makes_no_sense_clashes(handrail: Handrail) -> None:
    message = refused(handrail, "check", *NURSE, "--set", "weapon=knife", "--set", "xa_licence=yes")
    assert "cannot all be true" in message
    assert "xa_licence" in message


def test_all_that_is_wrong_is_said_at_once(handrail: Handrail) -> None:
    arguments = ("--about", "polise", "--set", "sharer_role=nurs", "--set", "weapon=axe", "--set", "colour=red")
    lines = refused(handrail, "check", *arguments).splitlines()[1:]
    assert [line.partition(":")[0] for line in lines] == [
        "facts.sharer_role",
        "ask_about",
        "facts.weapon",
        "facts.colour",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"handrail": 2}, "handrail: case format 2. Allowed: 1. Save the case again with this version"),
        ({"handrail": "1"}, "handrail: case format '1'."),
        ({"facts": ["nurse"]}, "facts: ['nurse'] is not a mapping."),
        ({"ask_about": "police"}, "ask_about: 'police' is not a list. Write a list in square brackets."),
        ({"unknown": "weapon"}, "unknown: 'weapon' is not a list."),
        ({"recipients": []}, "recipients: [] is not a mapping."),
        ({"recipients": {"police": "refused"}}, "recipients.police: 'refused' is not a mapping."),
        ({"fact": {}}, "fact: 'fact' is no part of a case. Did you mean 'facts'?"),
        ({"name": "somebody"}, "name: 'name' is no part of a case. Allowed: handrail, jurisdiction,"),
        ({"as_of": 20261124}, "as_of: 20261124 is no date."),
        ({"jurisdiction": 5}, "jurisdiction: '5' has no rule set."),
        ({"unknown": ["wepon"]}, "unknown: 'wepon' is no fact known here. Did you mean 'weapon'?"),
        ({"unknown": ["weapon"]}, "unknown: 'weapon' is answered twice."),
        (
            {"facts": {"sharer_role": "nurse", "table_in_play": True}},
            'True is no value of \'table_in_play\'. Allowed: yes, no. Quote "yes" and "no".',
        ),
        ({"facts": {"sharer_role": "nurse", "weapon": None}}, "None is no value of 'weapon'."),
        ({"facts": {"sharer_role": ["nurse"]}}, "facts.sharer_role: '['nurse']' is no profession known here."),
        ({"facts": {"sharer_role": "nurse", "harm_timeframe": []}}, "'harm_timeframe' takes one value, not 0."),
        ({"facts": {"sharer_role": "nurse", "weapon": {"gun": 1}}}, "{'gun': 1} is no value of 'weapon'."),
    ],
)
def test_what_is_wrong_with_the_document_is_said(
    handrail: Handrail, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    file = written(tmp_path, {**DANGER, **change})
    assert said in refused(handrail, "check", "--case", file)
    assert json.loads(Path(file).read_text(encoding="utf-8")) == {**DANGER, **change}


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        ("facts:\n\tsharer_role: nurse\n", "case:2:1", "tab indentation"),
        ("facts: {sharer_role: nurse\n", "case:2:1", "Close the mapping with }"),
        ("facts: {a: 1, a: 2}\n", "case:1:15", "duplicate key: 'a'"),
        ("facts: &f {}\n", "case:1:8", "anchor: '&f'"),
        ("", "case:1:1", "empty file"),
        (b"facts: \xff\xfe\n", "case:1:8", "not utf 8"),
        ("[" * 100, "case:1:51", "nesting too deep"),
    ],
)
def test_a_malformed_file_is_refused_at_its_place(
    handrail: Handrail, typed: str | bytes, place: str, said: str
) -> None:
    message = refused(handrail, "check", "--case", "-", input=typed)
    assert message.startswith("This case cannot be used. Nothing was changed.\n")
    assert f"{place}: " in message
    assert said in message


def test_the_name_of_a_malformed_file_is_said(handrail: Handrail, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("facts: [\n", encoding="utf-8")
    assert f"{file}:2:1: syntax:" in refused(handrail, "check", "--case", str(file))


@pytest.mark.parametrize("typed", ["- sharer_role\n", "nurse\n", "5\n"])
def test_what_is_no_mapping_is_no_case(handrail: Handrail, typed: str) -> None:
    assert "a case is a list of names with values" in refused(handrail, "check", "--case", "-", input=typed)


def test_a_case_that_is_far_too_large_is_not_read(handrail: Handrail, tmp_path: Path) -> None:
    padded = json.dumps(DANGER).encode()
    padded += b" " * (MOST_BYTES - len(padded))
    assert handrail("check", "--case", "-", "--json", input=padded).exit_code == 0
    file = tmp_path / "large.json"
    file.write_bytes(padded + b" ")
    for name, typed in ((str(file), None), ("-", padded + b" ")):
        assert f"{name}: larger than 64 kB." in refused(handrail, "check", "--case", name, input=typed)


def test_a_file_that_cannot_be_read_is_named(handrail: Handrail, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.yaml")
    assert f"{missing}: cannot be read (No such file or directory). Nothing was changed." in refused(
        handrail, "check", "--case", missing
    )
    assert "cannot be read (Is a directory)" in refused(handrail, "check", "--case", str(tmp_path))


@pytest.mark.parametrize("setting", ["weapon", "weapon=", "=gun", ""])
def test_an_answer_that_is_not_written_as_one_is_refused(handrail: Handrail, setting: str) -> None:
    assert f"--set {setting}: write fact=value, or recipient.fact=value;" in refused(
        handrail, "check", *NURSE, "--set", setting
    )


def test_a_file_and_options_are_not_mixed(handrail: Handrail, tmp_path: Path) -> None:
    message = refused(handrail, "check", "--case", written(tmp_path, DANGER), *NURSE)
    assert message == "Give either --case or --set, not both.\n"


def test_nothing_is_saved_of_a_case_that_cannot_be_used(handrail: Handrail) -> None:
    refused(handrail, "check", *options(DANGER), "--set", "wepon=gun", "--save", "saved.json")


def test_the_document_of_the_interface_is_never_half_printed(handrail: Handrail) -> None:
    refused(handrail, "check", *options(DANGER), "--set", "wepon=gun", "--json")


def test_naming_a_recipient_twice_changes_nothing(handrail: Handrail) -> None:
    once = (*NURSE, "--about", "police", "--set", "consent=refused", "--json")
    assert handrail("check", *once).stdout == handrail("check", *once, "--about", "police").stdout


# -- what should be better ---------------------------------------------------------------------------------------------


def test_a_file_that_names_no_country_is_told_so(handrail: Handrail, tmp_path: Path) -> None:
    file = written(tmp_path, {"facts": {"sharer_role": "nurse"}})
    assert "None" not in handrail("check", "--case", file).stderr


def test_a_question_answered_twice_by_options_is_refused(handrail: Handrail) -> None:
    message = refused(handrail, "check", *NURSE, "--set", "weapon=gun", "--set", "weapon=knife")
    assert "answered twice" in message


def test_an_empty_date_is_no_date(handrail: Handrail) -> None:
    assert "is no date" in refused(handrail, "check", *NURSE, "--as-of", "")


def test_json_that_is_indented_with_tabs_is_read(handrail: Handrail) -> None:
    assert handrail("check", "--case", "-", "--json", input=json.dumps(DANGER, indent="\t")).exit_code == 0
