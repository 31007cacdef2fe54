"""`handrail validate` and `handrail test` over practice cases: what is wrong, and what they expect of the law."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios import library
from tests.webapp.conftest import run
from tests.webapp.walks import CASE
from webapp import house

Overlay = Callable[[str, str], Path]

PLACE = f"scenarios/cases/{CASE}.yaml"
TEXT = (Path(library.__file__).parent / "cases" / f"{CASE}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def changed(overlay: Overlay, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Lay the case over the house with one thing replaced by another; gives the folder."""

    def lay(before: str, after: str) -> Path:
        assert TEXT.count(before) >= 1, before
        folder = overlay(PLACE, TEXT.replace(before, after))
        monkeypatch.setenv(house.CONTENT, str(folder))
        return folder

    return lay


def line_of(text: str, part: str) -> int:
    """The line on which something stands first."""
    return text[: text.index(part)].count("\n") + 1


# -- validate ----------------------------------------------------------------------------------------------------------


def test_the_practice_cases_that_come_with_handrail_have_no_errors() -> None:
    problems = json.loads(run("validate", "--json").stdout)
    assert [problem for problem in problems if problem["file"].startswith("scenarios/")] == []


MISTAKES = {
    "a scene that is not there": ("begin: the-remark", "begin: the-remrak", "the-remark"),
    "a fact that is not there": ("weapon_access: [none]", "weapon_acess: [none]", "weapon_access"),
    "a value that is not there": ("harm_severity: death", "harm_severity: deth", "death"),
    "an item that is not there": ("items: [identity, threat, therapy_content]", "items: [identy, threat]", "identity"),
    "a source that is not there": ("sources: [nice-ng225, meloy-leakage-2011]", "sources: [nice-ng25]", "nice-ng225"),
    "a key that is not there": ("content_note:", "content_nite:", "content_note"),
    "a profession that is not there": (
        "[psychotherapist, psychiatrist,",
        "[psychotherapist, psychiatrst,",
        "psychiatrist",
    ),
}


@pytest.mark.parametrize(("before", "after", "nearest"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_at_its_place_with_what_is_nearest(
    changed: Callable[..., Path], before: str, after: str, nearest: str
) -> None:
    folder = changed(before, after)
    result = run("validate", "--json")
    assert result.exit_code == 1
    found = [problem for problem in json.loads(result.stdout) if problem["severity"] == "error"]
    assert {problem["file"] for problem in found} == {PLACE}
    assert nearest in {problem["nearest"] for problem in found}
    lines = {problem["line"] for problem in found if problem["nearest"] == nearest}
    assert line_of((folder / PLACE).read_text("utf-8"), after.partition(":")[0]) <= max(lines)


def test_a_broken_practice_case_takes_no_rulebook_with_it(changed: Callable[..., Path]) -> None:
    changed("begin: the-remark", "begin: nowhere")
    assert run("walk", CASE, "--country", "NL", input="q\n").exit_code == 2
    assert house.load().errors("NL") == []


def test_a_circle_is_found(changed: Callable[..., Path]) -> None:
    changed("next: the-goodbye", "next: the-remark")
    problems = json.loads(run("validate", "--json").stdout)
    assert "circle" in {problem["code"] for problem in problems if problem["file"] == PLACE}


# -- test --------------------------------------------------------------------------------------------------------------

NEW = ("new", "jurisdiction", "ZZ", "--name", "Zedland", "--emergency", "199")
EXPECT = "expect:\n"
MET = "  - {in: ZZ, at: minutes-count, as: psychologist, outcomes: {police: must_not}, rules: [zz-secrecy]}\n"
DIFFERENT = {
    "another answer": (MET.replace("must_not", "may"), "police: expected may, found must_not"),
    "another reason": (MET.replace("[zz-secrecy]", "[zz-other]"), "zz-other is not among the reasons"),
    "a profession that is not covered": (
        MET.replace("psychologist", "psychotherapist"),
        "ZZ does not cover the profession 'psychotherapist'",
    ),
}


@pytest.fixture
def zedland(changed: Callable[..., Path]) -> Callable[[str], Path]:
    """A house with one more country, of whose law the case expects something; gives the file of the case."""

    def lay(expected: str) -> Path:
        folder = changed(EXPECT, EXPECT + expected)
        assert run(*NEW, "--into", str(folder)).exit_code == 0
        rules = folder / "rules/sets/zz/rules"
        assert run("new", "rule", "ZZ", "zz-other", "--source", "zz-secrecy-act", "--into", str(folder)).exit_code == 0
        assert rules.is_dir()
        return folder / PLACE

    return lay


def test_what_practice_cases_expect_of_a_country_is_run_with_its_golden_cases(zedland: Callable[[str], Path]) -> None:
    zedland(MET)
    assert "Practice cases: the rules say what is expected at 1 of 1 decisions." in run("test", "ZZ").stdout
    assert json.loads(run("test", "ZZ", "--json").stdout)["scenarios"] == {"expectations": 1, "failed": {}}


@pytest.mark.parametrize(("expected", "says"), DIFFERENT.values(), ids=DIFFERENT)
def test_an_expectation_that_is_not_met_is_named_at_its_line_and_ends_with_1(
    zedland: Callable[[str], Path], expected: str, says: str
) -> None:
    line = line_of(zedland(expected).read_text("utf-8"), expected)
    shown, document = run("test", "ZZ"), run("test", "ZZ", "--json")
    assert (shown.exit_code, document.exit_code) == (1, 1)
    (told,) = [one for one in shown.stdout.splitlines() if one.startswith(f"{PLACE}:{line}: ")]
    assert says in told
    (failed,) = json.loads(document.stdout)["scenarios"]["failed"].items()
    assert failed == (f"{CASE}/minutes-count/ZZ", [told.removeprefix(f"{PLACE}:{line}: ")])


def test_a_country_of_which_nothing_is_expected_has_no_line_about_it(zedland: Callable[[str], Path]) -> None:
    zedland("")
    shown, document = run("test", "ZZ"), run("test", "ZZ", "--json")
    assert "Practice cases" not in shown.stdout
    assert "scenarios" not in json.loads(document.stdout)
