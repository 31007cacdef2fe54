"""`handrail check` without a case asks in the terminal: one question at a time, and nothing is ever lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.conftest import Handrail
from tests.webapp.practitioner import ASK_ON, Practitioner

Answers = Mapping[str, str | Sequence[str]]

PROFESSION = "What is your profession?"
WHOM = "Whom do you think of telling?"
HOW_BAD = "How bad is the harm that you fear?"
WHEN = "When could the harm happen?"
WEAPONS = "Which weapons can the person get?"
AGREES = "Does the person agree to telling this recipient? (Police)"
HOW = "How do you know?"
MILDER = "Is there any milder way? [your judgement]"
SILENCE = "Could you answer for your silence? [your judgement]"

CONFLICT: dict[str, str] = {
    PROFESSION: "1",
    WHOM: "1",
    HOW_BAD: "1",
    WHEN: "3",
    WEAPONS: "0",
    AGREES: "2",
    HOW: "2",
    MILDER: "1",
    SILENCE: "2",
}
"""A nurse; serious harm, later; no weapon; consent refused; no milder way; a conflict of conscience."""

CONFLICT_CASE: dict[str, Any] = {
    "handrail": 1,
    "jurisdiction": "XA",
    "ask_about": ["police"],
    "facts": {
        "sharer_role": "nurse",
        "harm_severity": "serious",
        "harm_timeframe": "later",
        "weapon": ["none"],
        "learned_how": "seen",
        "other_ways": "none_left",
        "xa_conscience": "no",
    },
    "recipients": {"police": {"consent": "refused"}},
}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "saved.json"


@pytest.fixture
def ask(handrail: Handrail, saved: Path) -> Callable[..., tuple[Result, Practitioner]]:
    """An interview in which somebody answers; the case is saved at its end."""

    def run(answers: Answers, *arguments: str) -> tuple[Result, Practitioner]:
        practitioner = Practitioner(answers)
        return handrail("check", "--save", str(saved), *arguments, input=practitioner.keyboard), practitioner

    return run


Ask = Callable[..., tuple[Result, Practitioner]]


def case_in(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_whole_case_is_worked_through(ask: Ask, saved: Path) -> None:
    result, practitioner = ask(CONFLICT)
    assert result.exit_code == 0
    assert case_in(saved) == CONFLICT_CASE
    assert len(practitioner.asked) == len(set(practitioner.asked))
    assert [q for q in practitioner.asked if q not in CONFLICT and not q.startswith(WHOM)] == []
    assert "Police: You may tell them." in result.stdout
    assert "confidence low" in result.stdout


def test_it_begins_with_privacy_and_the_emergency_number(ask: Ask) -> None:
    result, _ = ask(CONFLICT)
    first, second = result.stdout.splitlines()[:2]
    assert first == "Do not enter names. Nothing you answer is stored."
    assert second == "Danger to life? Call 199 first. Say where you are and who is in danger."


def test_safety_is_asked_first_and_judgements_last(ask: Ask) -> None:
    _, practitioner = ask(CONFLICT)
    asked = practitioner.asked[2:]
    assert set(asked[:2]) == {HOW_BAD, WHEN}
    assert set(asked[-2:]) == {MILDER, SILENCE}


def test_what_is_shown_at_the_end_is_the_advice_for_the_answers(ask: Ask, saved: Path, handrail: Handrail) -> None:
    result, _ = ask(CONFLICT)
    again = handrail("check", "--case", str(saved))
    assert result.stdout.endswith(again.stdout)


def test_i_do_not_know_is_an_answer_and_is_not_asked_again(ask: Ask, saved: Path) -> None:
    result, practitioner = ask({**CONFLICT, MILDER: "?", SILENCE: "?"})
    assert result.exit_code == 0
    assert practitioner.asked.count(MILDER) == practitioner.asked.count(SILENCE) == 1
    case = case_in(saved)
    assert case["unknown"] == ["other_ways", "xa_conscience"]
    assert "Police: Still open: possible are may, must not." in result.stdout
    assert "Talk it over with a colleague" in result.stdout


def test_not_knowing_about_a_recipient_is_kept_for_that_recipient(ask: Ask, saved: Path) -> None:
    ask({**CONFLICT, AGREES: "?"})
    assert case_in(saved)["recipients"] == {"police": {"consent": "unknown"}}


def test_back_takes_the_last_answer_back(ask: Ask, saved: Path) -> None:
    result, practitioner = ask({**CONFLICT, HOW: ["b", "2"]})
    assert result.exit_code == 0
    at = practitioner.asked.index(HOW)
    before = practitioner.asked[at - 1]
    assert practitioner.asked[at : at + 3] == [HOW, before, HOW]
    assert case_in(saved) == CONFLICT_CASE


def test_back_and_another_answer_changes_it(ask: Ask, saved: Path) -> None:
    answers = {**CONFLICT, HOW: ["3", "2"], MILDER: ["b", "1"]}
    _, practitioner = ask(answers)
    at = practitioner.asked.index(MILDER)
    assert practitioner.asked[at - 1 : at + 3] == [HOW, MILDER, HOW, MILDER]
    assert case_in(saved) == CONFLICT_CASE


def test_back_at_the_first_question_asks_it_again(ask: Ask, saved: Path) -> None:
    _, practitioner = ask({**CONFLICT, HOW_BAD: ["b", "b", "1"], WHEN: ["b", "b", "3"]})
    assert practitioner.asked[2:5] in ([HOW_BAD] * 3, [WHEN] * 3)
    assert case_in(saved) == CONFLICT_CASE


def test_help_says_how_to_answer_and_why_it_is_asked(ask: Ask, saved: Path) -> None:
    result, _ = ask({**CONFLICT, WEAPONS: ["h", "0"], MILDER: ["H", "1"]})
    assert "Tick nothing if there is none.\nWhy we ask: A gun needs a licence" in result.stdout
    assert "The Secrecy Act wants every milder way tried.\nWhy we ask: Breaking secrecy comes last." in result.stdout
    assert case_in(saved) == CONFLICT_CASE


def test_what_is_settled_so_far_can_be_seen_at_any_question(ask: Ask, saved: Path) -> None:
    result, practitioner = ask({**CONFLICT, AGREES: ["s", "2"]})
    assert practitioner.asked.count(AGREES) == 2
    assert result.stdout.count("What may go to Police, and what stays:") == 2
    assert "Next it would help to know: Does the person agree to telling this recipient?" in result.stdout
    assert case_in(saved) == CONFLICT_CASE


def test_stop_forgets_everything(ask: Ask, saved: Path) -> None:
    result, practitioner = ask({**CONFLICT, AGREES: "q"})
    assert result.exit_code == 0
    assert practitioner.asked[-1] == AGREES
    assert result.stdout.endswith("Stopped. Nothing was kept.\n")
    assert not saved.exists()


@pytest.mark.parametrize("wrong", ["9", "0", "x", "1,2", "-1", "1.5", "", "later", "१२"])
def test_what_is_not_among_the_answers_is_asked_again(ask: Ask, saved: Path, wrong: str) -> None:
    result, practitioner = ask({**CONFLICT, WHEN: [wrong, "3"]})
    assert f"'{wrong}' is not among the answers. Enter a number." in result.stdout
    assert practitioner.asked.count(WHEN) == 2
    assert case_in(saved) == CONFLICT_CASE


@pytest.mark.parametrize(
    ("typed", "ticked"), [("0", ["none"]), ("1", ["knife"]), ("2, 1", ["knife", "gun"]), ("1,1", ["knife"])]
)
def test_a_tick_list_takes_none_one_or_several(ask: Ask, saved: Path, typed: str, ticked: list[str]) -> None:
    ask({**CONFLICT, WEAPONS: typed})
    assert case_in(saved)["facts"]["weapon"] == ticked


def test_a_tick_list_takes_nothing_that_is_not_there(ask: Ask, saved: Path) -> None:
    result, _ = ask({**CONFLICT, WEAPONS: ["1,3", "0,1", "0"]})
    assert "'1,3' is not among the answers." in result.stdout
    assert "'0,1' is not among the answers." in result.stdout
    assert case_in(saved) == CONFLICT_CASE


@pytest.mark.parametrize("wrong", ["4", "0", "nurse", "1,2"])
def test_a_profession_that_is_not_there_is_asked_again(ask: Ask, saved: Path, wrong: str) -> None:
    result, practitioner = ask({**CONFLICT, PROFESSION: [wrong, "1"]})
    assert "Enter one number from 1 to 3." in result.stdout
    assert practitioner.asked[:2] == [PROFESSION] * 2
    assert case_in(saved) == CONFLICT_CASE


def test_recipients_that_are_not_there_are_asked_again(ask: Ask, saved: Path) -> None:
    result, _ = ask({**CONFLICT, WHOM: ["7", "police", "1"]})
    assert result.stdout.count("Enter numbers from 1 to 5, separated by commas.") == 2
    assert case_in(saved) == CONFLICT_CASE


def test_an_officer_is_asked_only_about_recipients_of_officers(ask: Ask, saved: Path) -> None:
    result, _ = ask({PROFESSION: "3", WHOM: "3"})
    assert "Family" not in result.stdout.partition("So far")[0]
    assert case_in(saved)["ask_about"] == ["care_team"]


def test_several_recipients_or_all_can_be_asked_about(ask: Ask, saved: Path) -> None:
    ask({**CONFLICT, WHOM: "1, 3"})
    assert case_in(saved)["ask_about"] == ["police", "care_team"]
    saved.unlink()
    result, _ = ask({**CONFLICT, WHOM: ""})
    assert "ask_about" not in case_in(saved)
    assert "So far: settled for 0 of 5 recipients." in result.stdout


def test_country_and_recipients_can_be_given_on_the_command_line(ask: Ask, saved: Path) -> None:
    _, practitioner = ask(CONFLICT, "--jurisdiction", "XA", "--about", "police", "--as-of", "2026-06-01")
    assert not [question for question in practitioner.asked if question.startswith(WHOM)]
    assert case_in(saved) == {**CONFLICT_CASE, "as_of": "2026-06-01"}


def test_once_it_is_usable_one_may_stop_or_ask_on(ask: Ask, saved: Path) -> None:
    danger = {**CONFLICT, WHEN: "1"}
    stopped, _ = ask(danger)
    fewer = case_in(saved)
    saved.unlink()
    asked_on, practitioner = ask({**danger, ASK_ON: "y"})
    assert ASK_ON in stopped.stdout
    assert ASK_ON in practitioner.asked
    more = case_in(saved)
    assert more["facts"].items() >= fewer["facts"].items()
    assert more != fewer
    assert asked_on.exit_code == stopped.exit_code == 0


def test_danger_within_hours_puts_the_emergency_number_first_at_the_end_too(ask: Ask) -> None:
    result, _ = ask({**CONFLICT, WHEN: "1"})
    advice = result.stdout[result.stdout.rindex("\n\n!") :]
    assert advice.strip().startswith("! Danger to life within hours: call 199.")


# -- clashes -----------------------------------------------------------------------------------------------------------

CLASH = """constraints:
  - id: own_constraint
    says: Nobody has seen what comes later.
    never: {all: [{learned_how: seen}, {harm_timeframe: later}]}
"""


def test_an_answer_that_clashes_is_not_taken_and_nothing_is_lost(
    handrail_loading: Handrail, overlay: Callable[[str, str], Path], saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay("rules/vocabulary/constraints.yaml", CLASH)))
    keyboard = Practitioner({**CONFLICT, HOW: ["2", "1"]}).keyboard
    result = handrail_loading("check", "--save", str(saved), input=keyboard)
    assert result.exit_code == 0
    assert "That does not fit your other answers: these answers cannot all be true:" in result.stdout
    assert "Nobody has seen what comes later. Nothing was lost; answer again, or go back." in result.stdout
    facts = {**CONFLICT_CASE["facts"], "learned_how": "confided"}
    assert case_in(saved) == {**CONFLICT_CASE, "facts": facts}


# -- several countries -------------------------------------------------------------------------------------------------

SECOND = """jurisdiction:
  id: XC
  name: Otherland
  kind: country
  languages: [en]
  bases: [XB]
  known_from: '2025-01-01'
  checked: '2026-11-24'
  review: drafted
  summary: Only for the tests.
  emergency: {number: '188', says: Wait for help.}
  roles: [nurse]
"""


def test_where_there_are_several_countries_one_is_asked_for(
    handrail_loading: Handrail, overlay: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay("rules/sets/xc/jurisdiction.yaml", SECOND)))
    practitioner = Practitioner(
        {"In which country do you work?": ["3", "2"], PROFESSION: "1", WHOM: "1", HOW_BAD: "q", AGREES: "q"}
    )
    result = handrail_loading("check", input=practitioner.keyboard)
    assert "In which country do you work?\n  1  Exampleland\n  2  Otherland\n" in result.stdout
    assert "Enter one number from 1 to 2." in result.stdout
    assert "Danger to life? Call 188 first. Wait for help." in result.stdout
    refused = handrail_loading("check", "--set", "sharer_role=nurse")
    assert refused.exit_code == 2
    assert "has no rule set" in refused.stderr


# -- what should be better ---------------------------------------------------------------------------------------------


def test_when_the_keyboard_goes_away_it_ends(handrail: Handrail, saved: Path) -> None:
    result = handrail("check", "--save", str(saved), input="1\n1\n1\n")
    assert result.exit_code != 0
    assert not saved.exists()


def test_when_the_keyboard_goes_away_it_is_no_fault_of_the_content(handrail: Handrail) -> None:
    assert handrail("check", input="1\n1\n1\n").exit_code == 2


def test_a_name_that_is_taken_is_refused_before_anything_is_asked(ask: Ask, saved: Path) -> None:
    saved.write_text("mine", encoding="utf-8")
    _, practitioner = ask(CONFLICT)
    assert practitioner.asked == []


def test_strict_asks_what_would_be_presumed(ask: Ask) -> None:
    _, practitioner = ask(CONFLICT, "--strict")
    assert "Who asks for the information?" in practitioner.asked


def test_a_day_that_is_refused_is_refused_at_once(ask: Ask) -> None:
    result, practitioner = ask(CONFLICT, "--as-of", "2024-01-01")
    assert result.exit_code == 2
    assert practitioner.asked == []


def test_one_can_stop_at_the_first_question(ask: Ask) -> None:
    result, _ = ask({**CONFLICT, PROFESSION: ["q", "1"]})
    assert "Stopped. Nothing was kept." in result.stdout


def test_once_danger_within_hours_is_known_the_number_is_said_before_the_next_question(ask: Ask) -> None:
    result, _ = ask({**CONFLICT, WHEN: "1", HOW_BAD: "1"})
    answered = result.stdout.partition(f"\n{WHEN}\n")[2].partition("> 1\n")[2]
    between = answered.partition("\n  1  ")[0]
    assert "199" in between


def test_after_the_advice_so_far_the_question_is_there_again(ask: Ask) -> None:
    result, _ = ask({**CONFLICT, HOW_BAD: ["s", "1"]})
    assert result.stdout.count(f"\n{HOW_BAD}\n") == 2


def test_the_interview_asks_no_more_than_the_floor_below_would(knowledge: KnowledgeBase, ask: Ask, saved: Path) -> None:
    from rules.interview import interview

    _, practitioner = ask({**CONFLICT, ASK_ON: "n"})
    known = knowledge.case(case_in(saved), TODAY)
    assert len(practitioner.asked) - 2 - practitioner.asked.count(ASK_ON) == len(
        interview(knowledge.rulebook("XA", TODAY), known).asked
    )
