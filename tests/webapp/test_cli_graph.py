"""`handrail graph` draws a rulebook, one rule, or the reasons for an answer; as SVG, or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.webapp.cases import CASES, DANGER, TABLE, options, written
from tests.webapp.conftest import Handrail


def drawn(handrail: Handrail, *arguments: str) -> str:
    """The drawing as text; it is well-formed and an SVG."""
    result = handrail("graph", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    root = ET.fromstring(result.stdout)  # noqa: S314 - our own drawing
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return result.stdout


@pytest.mark.parametrize("arguments", [(), ("XA",), ("--jurisdiction", "XA"), ("XA", "--as-of", "2026-05-05")])
def test_a_rulebook_is_drawn(handrail: Handrail, arguments: tuple[str, ...]) -> None:
    drawing = drawn(handrail, *arguments)
    for words in ("Duty to warn", "Grave danger"):
        assert words in drawing


@pytest.mark.parametrize(
    "name", ["xa-warn", "xx_grave_danger", "harm_severity", "other_ways", "xa_hearsay", "xb-charter"]
)
def test_one_rule_test_fact_or_source_is_drawn_with_what_it_touches(handrail: Handrail, name: str) -> None:
    assert len(drawn(handrail, "--rule", name)) < len(drawn(handrail))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_reasons_for_an_answer_are_drawn(handrail: Handrail, case: dict[str, object], tmp_path: Path) -> None:
    from_options = drawn(handrail, *options(case))
    from_file = drawn(handrail, "--case", written(tmp_path, case))
    assert from_options == from_file


def test_the_reasons_are_those_of_the_first_recipient_asked_about(handrail: Handrail) -> None:
    document = json.loads(handrail("graph", *options(DANGER), "--json").stdout)
    assert (document["recipient"], document["answer"]) == ("police", "must")
    assert [reason["id"] for reason in document["why"]] == ["xa-warn"]
    other = json.loads(
        handrail("graph", *options({**DANGER, "ask_about": ["family"], "recipients": {}}), "--json").stdout
    )
    assert other["recipient"] == "family"


def test_nodes_and_edges_are_a_document(handrail: Handrail) -> None:
    document = json.loads(handrail("graph", "--json").stdout)
    assert set(document) == {"nodes", "edges"}
    assert {"kind": "rule", "id": "xa-warn"} in document["nodes"]
    assert {"from": ["concept", "xx_grave_danger"], "to": ["rule", "xa-warn"], "tie": "is"} in document["edges"]
    nodes = {(node["kind"], node["id"]) for node in document["nodes"]}
    assert {tuple(edge[end]) for edge in document["edges"] for end in ("from", "to")} <= nodes


def test_one_rule_is_a_smaller_document(handrail: Handrail) -> None:
    whole = json.loads(handrail("graph", "XA", "--json").stdout)
    part = json.loads(handrail("graph", "XA", "--rule", "xa-warn", "--json").stdout)
    assert {"kind": "rule", "id": "xa-warn-exemption"} in part["nodes"]
    assert {"kind": "rule", "id": "xa-table"} not in part["nodes"]
    assert all(node in whole["nodes"] for node in part["nodes"])


def test_the_law_of_the_day_is_drawn(handrail: Handrail) -> None:
    before = json.loads(handrail("graph", "XA", "--as-of", "2025-06-01", "--json").stdout)["nodes"]
    today = json.loads(handrail("graph", "XA", "--json").stdout)["nodes"]
    assert {"kind": "rule", "id": "xa-old-guns"} in before
    assert {"kind": "rule", "id": "xa-table"} not in before
    assert {"kind": "rule", "id": "xa-old-guns"} not in today


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_a_drawing_is_written_to_a_file(handrail: Handrail, tmp_path: Path, option: str) -> None:
    file = tmp_path / "drawing.svg"
    result = handrail("graph", "XA", option, str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert file.read_text(encoding="utf-8") == drawn(handrail, "XA")


def test_where_nothing_can_be_written_it_is_said(handrail: Handrail, tmp_path: Path) -> None:
    result = handrail("graph", "XA", "-o", str(tmp_path / "no" / "drawing.svg"))
    assert result.exit_code == 2
    assert "cannot be written (No such file or directory)." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rule", "xa-wran"), "'xa-wran' is nothing in this rulebook. Did you mean 'xa-warn'?"),
        (("--rule", "qqq"), "'qqq' is nothing in this rulebook."),
        (("--rule", "xa-warn", "--as-of", "yesterday"), "as_of: 'yesterday' is no date."),
        (("XA", "--as-of", "2024-01-01"), "Allowed: from 2025-01-01 on."),
        (("ZZ",), "jurisdiction: 'ZZ' has no rule set. Allowed: XA."),
        (("xa",), "jurisdiction: 'xa' has no rule set. Did you mean 'XA'?"),
        (("XB",), "jurisdiction: 'XB' has no rule set."),
        (("--set", "sharer_role=nurse", "--set", "weapon=axe"), "facts.weapon: 'axe' is no value of 'weapon'."),
        (("--set", "sharer_role"), "--set sharer_role: write fact=value"),
        (("--case", "missing.yaml"), "missing.yaml: cannot be read"),
        (("--set", "sharer_role=nurse", "--set", "weapon=none", "--set", "xa_licence=yes"), "cannot all be true"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_nothing_is_written(
    handrail: Handrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = handrail("graph", *arguments, "-o", "drawing.svg")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


# -- what should be better ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", [("XA",), ("--jurisdiction", "XA")])
def test_the_country_goes_before_what_the_file_says(
    handrail: Handrail, tmp_path: Path, country: tuple[str, ...]
) -> None:
    file = written(tmp_path, {**TABLE, "jurisdiction": "ZZ"})
    assert handrail("graph", *country, "--case", file).exit_code == 0


def test_a_file_and_options_are_not_mixed(handrail: Handrail, tmp_path: Path) -> None:
    file = written(tmp_path, TABLE)
    assert handrail("graph", "--case", file, "--set", "sharer_role=nurse").exit_code == 2


def test_a_drawing_never_overwrites(handrail: Handrail, tmp_path: Path) -> None:
    file = tmp_path / "drawing.svg"
    file.write_text("mine", encoding="utf-8")
    handrail("graph", "XA", "-o", str(file))
    assert file.read_text(encoding="utf-8") == "mine"
