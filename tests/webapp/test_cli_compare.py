"""`handrail compare`, over the example country and its part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.authoring.examples import PART
from tests.rules.test_compare import CLERK
from tests.webapp.conftest import Handrail
from webapp import house


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The clerk's case in a file, with the part laid over the house."""
    monkeypatch.setenv(house.CONTENT, str(PART))
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CLERK), encoding="utf-8")
    return str(path)


def test_it_says_who_differs_and_by_which_provision(handrail_loading: Handrail, case: str) -> None:
    result = handrail_loading("compare", "--case", case)
    assert result.exit_code == 0
    assert "xa-north-clerks" in result.output
    assert result.output.index("Police") < result.output.index("The same everywhere")


def test_all_countries_are_compared_unless_some_are_named(handrail_loading: Handrail, case: str) -> None:
    assert json.loads(handrail_loading("compare", "--case", case, "--json").output)["jurisdictions"] == [
        "XA",
        "XA-NORTH",
    ]
    named = json.loads(handrail_loading("compare", "--case", case, "--with", "XA", "--json").output)
    assert named["jurisdictions"] == ["XA"]


def test_the_case_can_be_given_by_options(handrail_loading: Handrail, case: str) -> None:
    result = handrail_loading("compare", "--set", "sharer_role=clerk", "--about", "police", "--json")
    assert set(json.loads(result.output)["outcomes"]) == {"police"}


def test_without_a_case_it_says_what_to_give(handrail_loading: Handrail, case: str) -> None:
    result = handrail_loading("compare")
    assert result.exit_code == 2
    assert "--case" in result.output


def test_an_unknown_country_is_bad_input(handrail_loading: Handrail, case: str) -> None:
    result = handrail_loading("compare", "--case", case, "--with", "ZZ")
    assert result.exit_code == 2
    assert "ZZ" in result.output
