"""`handrail check` gives the advice for a case, however it comes in, as text and as the document of the interface."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.cases import CASES, DANGER, FORBIDDEN, HEARSAY, LICENCE, OFFICER, OPEN, TABLE, options, written
from tests.webapp.conftest import Handrail

TOP = {
    *("jurisdiction", "as_of", "rulebook", "settled", "first_usable", "outcomes", "duties", "rules", "pathway"),
    *("steps_forbidden", "assumed", "next_question", "irrelevant", "changes", "coming", "warnings"),
}
OUTCOME = {
    *("answer", "or", "possible", "hangs_on", "unsettled", "advises_against", "without_naming", "items", "rules"),
    *("sources", "not_covered"),
}
DUTY = {"rule", "or_do", "items", "deadlines", "sanction", "protection", "done"}
ANSWERS = {"must", "should", "may", "must_not", "open"}
STATUSES = {"stands", "defeated", "does_not_apply", "open"}


def advice(handrail: Handrail, case: dict[str, Any], *more: str) -> dict[str, Any]:
    result = handrail("check", *options(case), "--json", *more)
    assert result.exit_code == 0, result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    return document


# -- the document ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_document_has_exactly_the_keys_of_the_interface(handrail: Handrail, case: dict[str, Any]) -> None:
    document = advice(handrail, case)
    assert set(document) == TOP
    assert set(document["rulebook"]) == {"version", "digest", "overlays"}
    for outcome in document["outcomes"].values():
        assert set(outcome) == OUTCOME
        assert outcome["answer"] in ANSWERS
        assert {frozenset(item) for item in outcome["items"].values()} == {frozenset({"answer", "possible", "rules"})}
        for entry in outcome["unsettled"]:
            assert set(entry) == {"reading", "value", "answer", "source"}
    for duty in document["duties"]:
        assert set(duty) - DUTY in ({"one_of"}, {"all_of"}, {"each"})
        assert duty.keys() >= DUTY
        assert all(set(deadline) == {"by", "form", "to"} for deadline in duty["deadlines"])
    for rule in document["rules"].values():
        assert set(rule) == {"status", "defeated_by"}
        assert rule["status"] in STATUSES
    assert all(set(s) == {"step", "phase", "force", "because", "guidance"} for s in document["pathway"])
    assert all(set(step) == {"step", "because"} for step in document["steps_forbidden"])
    assert all(set(entry) - {"recipient"} == {"fact", "value", "says"} for entry in document["assumed"])
    assert all(set(change) == {"facts", "recipient", "to", "by"} for change in document["changes"])
    assert all(set(rule) == {"rule", "title", "from"} for rule in document["coming"])
    assert document["next_question"] is None or set(document["next_question"]) - {"recipient"} == {"fact", "why"}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_document_is_that_of_the_floor_below(
    handrail: Handrail, knowledge: KnowledgeBase, case: dict[str, Any]
) -> None:
    expected = knowledge.advise(knowledge.case(case, TODAY), TODAY).document()
    assert advice(handrail, case) == json.loads(json.dumps(expected))


def test_the_document_says_what_the_rules_say(handrail: Handrail) -> None:
    document = advice(handrail, DANGER)
    police = document["outcomes"]["police"]
    assert (police["answer"], police["or"]) == ("must", ["emergency_services", "prevent_harm"])
    assert police["items"]["full_record"]["answer"] == "must_not"
    assert document["settled"]
    (duty,) = document["duties"]
    assert (duty["rule"], duty["one_of"], duty["done"]) == ("xa-warn", ["police", "emergency_services"], False)
    assert duty["items"] == ["identity", "patient_status", "threat", "diagnosis"]
    assert document["pathway"][0]["step"] == "call_emergency"
    assert [rule["rule"] for rule in document["coming"]] == ["xa-coming-children"]


def test_a_duty_that_was_met_is_shown_as_done(handrail: Handrail) -> None:
    (duty,) = advice(handrail, LICENCE)["duties"]
    assert (duty["rule"], duty["all_of"], duty["done"]) == ("xa-licence", ["police", "care_team"], True)


def test_disputed_law_is_shown_with_each_interpretation_and_its_source(handrail: Handrail) -> None:
    unsettled = advice(handrail, HEARSAY)["outcomes"]["police"]["unsettled"]
    assert unsettled == [
        {"reading": "xa_hearsay", "value": "yes", "answer": "may", "source": "xa-secrecy-act"},
        {"reading": "xa_hearsay", "value": "no", "answer": "must_not", "source": "xb-charter"},
    ]


# -- ways in -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_options_file_and_standard_input_give_the_same_advice(
    handrail: Handrail, case: dict[str, Any], tmp_path: Path
) -> None:
    expected = advice(handrail, case)
    for arguments, typed in (
        (("--case", written(tmp_path, case)), None),
        (("--case", "-"), json.dumps(case)),
        (("--case", "-"), as_yaml(case)),
    ):
        result = handrail("check", *arguments, "--json", input=typed)
        assert (result.exit_code, result.stderr) == (0, "")
        assert json.loads(result.stdout) == expected


def as_yaml(case: dict[str, Any]) -> str:
    """The same in plain YAML, without a quote more than is needed: yes and no are text."""
    lines = [f"jurisdiction: {case['jurisdiction']}", f"ask_about: {listed(case.get('ask_about', []))}"]
    lines += [f"unknown: {listed(case.get('unknown', []))}", "facts:"]
    lines += [f"  {fact}: {listed(value)}" for fact, value in case["facts"].items()]
    for recipient, answers in case.get("recipients", {}).items():
        lines += ["recipients:"] * ("recipients:" not in lines)
        lines += [f"  {recipient}:", *(f"    {fact}: {listed(value)}" for fact, value in answers.items())]
    return "\n".join(lines) + "\n"


def listed(value: Any) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def test_options_go_before_what_the_file_says(handrail: Handrail, tmp_path: Path) -> None:
    file = written(tmp_path, {**TABLE, "jurisdiction": "ZZ", "ask_about": ["police"], "as_of": "2026-05-05"})
    result = handrail(
        *("check", "--case", file, "--jurisdiction", "XA", "--about", "case_table", "--as-of", "2025-06-01", "--json")
    )
    document = json.loads(result.stdout)
    assert (document["jurisdiction"], document["as_of"]) == ("XA", "2025-06-01")
    assert next(iter(document["outcomes"])) == "case_table"
    assert document["outcomes"]["case_table"]["answer"] == "must_not"


def test_the_law_of_the_day_holds(handrail: Handrail) -> None:
    assert advice(handrail, TABLE)["outcomes"]["case_table"]["answer"] == "may"
    before = advice(handrail, TABLE, "--as-of", "2025-12-31")
    assert before["outcomes"]["case_table"]["answer"] == "must_not"
    assert "xa-table" not in before["rules"]


def test_the_only_country_need_not_be_named(handrail: Handrail) -> None:
    result = handrail("check", "--set", "sharer_role=nurse", "--json")
    assert json.loads(result.stdout)["jurisdiction"] == "XA"


def test_strict_presumes_nothing(handrail: Handrail) -> None:
    case = {**FORBIDDEN, "facts": {"sharer_role": "nurse", "harm_severity": "minor", "weapon": "none"}}
    assumed = advice(handrail, case)
    strict = advice(handrail, case, "--strict")
    assert {entry["fact"] for entry in assumed["assumed"]} >= {"request_from", "situation"}
    assert strict["assumed"] == []
    assert set(strict["outcomes"]["family"]["hangs_on"]) > set(assumed["outcomes"]["family"]["hangs_on"])


# -- text --------------------------------------------------------------------------------------------------------------


def text(handrail: Handrail, case: dict[str, Any], *more: str) -> str:
    result = handrail("check", *options(case), *more)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.mark.parametrize("timeframe", ["now", "within_hours"])
def test_danger_within_hours_puts_the_emergency_number_first(handrail: Handrail, timeframe: str) -> None:
    for case in (DANGER, OFFICER):
        shown = text(handrail, {**case, "facts": {**case["facts"], "harm_timeframe": timeframe}})
        assert shown.strip().startswith("! Danger to life within hours: call 199. Say where you are")
        assert shown.index("First:\n  - Call the emergency number") < shown.index("Whom to ask:")


def test_danger_that_is_not_excluded_puts_the_emergency_number_first(handrail: Handrail) -> None:
    assert text(handrail, OPEN).strip().startswith("! Danger to life within hours: call 199.")


def test_without_danger_within_hours_the_answer_comes_first(handrail: Handrail) -> None:
    assert text(handrail, HEARSAY).strip().startswith("Police: Still open: possible are may, must not.")


def test_a_duty_to_one_of_several_is_never_shown_without_its_or(handrail: Handrail) -> None:
    shown = text(handrail, DANGER)
    assert "Police: You must tell them (or: Emergency services, Prevent the harm yourself)." in shown
    for words in ("Duty: Duty to warn", "By when: in time to avert it", "If you stay silent: For silence a fine."):
        assert words in shown
    assert "If you speak: Who warns in good faith is not punished." in shown


def test_a_prohibition_never_stands_alone(handrail: Handrail) -> None:
    shown = text(handrail, FORBIDDEN)
    assert "Family: Not on these facts." in shown
    assert "Not covered here: The law of the islands on families is not covered." in shown
    assert "Do not:\n  - Ask for consent. Because of xa-secret-inquiry." in shown
    assert "Whom to ask:\n  - Rescue centre: 199. Danger to life." in shown
    assert "Chamber of nurses: chamber@example.org (not verified). Advice without a name." in shown


def test_advice_against_unsettled_law_and_doubts_are_said(handrail: Handrail) -> None:
    sure = {**HEARSAY, "facts": {**HEARSAY["facts"], "learned_how": "seen"}}
    shown = text(handrail, sure)
    assert "Case table: You may tell them. Your professional body advises against it." in shown
    assert "Take care: xa-conflict: low confidence. It is not written anywhere." in shown
    assert "Unsettled law: Does hearsay count?" in text(handrail, HEARSAY)


def test_what_goes_and_what_stays_is_said_item_by_item(handrail: Handrail) -> None:
    shown = text(handrail, DANGER)
    assert "What may go to Police, and what stays:" in shown
    assert "must: What was said or done; Who the person is; That the person is a patient; Diagnosis" in shown
    assert "stays: The whole record" in shown


def test_what_was_assumed_and_what_would_change_it_is_said(handrail: Handrail) -> None:
    shown = text(handrail, DANGER)
    assert "What would change this:" in shown
    assert "assumed" in shown
    assert "Coming from 2098-01-01: Families of children (xa-coming-children)" in shown


def test_the_text_closes_with_version_digest_and_what_it_is(handrail: Handrail, knowledge: KnowledgeBase) -> None:
    closing = " ".join(text(handrail, DANGER).split())[-400:]
    book = knowledge.rulebook("XA", TODAY)
    for words in (
        f"version {book.version}",
        f"digest {book.digest[:12]}",
        "2026-11-24",
        "not legal advice",
        "you decide",
    ):
        assert words in closing


def test_why_adds_the_reasons_and_why_not(handrail: Handrail) -> None:
    short, full = text(handrail, DANGER), text(handrail, DANGER, "--why")
    assert "Why (more with --why):" in short
    assert "Why not" not in short
    assert "Why Police (+ holds, - does not, ? open):\n  + Duty to warn  [xa-secrecy-act]" in full
    assert "Why not may:" in full


# -- saving ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_saved_case_gives_the_same_advice_again(handrail: Handrail, case: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    first = handrail("check", *options(case), "--json", "--save", str(file))
    assert (first.exit_code, f"Saved to {file}" in first.stderr) == (0, True)
    assert set(json.loads(file.read_text(encoding="utf-8"))) <= {*CASES["danger"], "as_of"}
    again = handrail("check", "--case", str(file), "--json")
    assert again.stdout == first.stdout


def test_saving_never_overwrites(handrail: Handrail, tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    file.write_text("mine", encoding="utf-8")
    result = handrail("check", *options(DANGER), "--save", str(file))
    assert result.exit_code == 2
    assert "exists already and was left as it is. Choose another name." in result.stderr
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["no/such/folder.json", "."])
def test_where_nothing_can_be_saved_it_is_said(handrail: Handrail, tmp_path: Path, name: str) -> None:
    result = handrail("check", *options(DANGER), "--save", str(tmp_path / name))
    assert result.exit_code == 2
    assert "Choose another name" in result.stderr or "cannot be written" in result.stderr
    assert list(tmp_path.iterdir()) == []
