"""`handrail test` runs the golden cases, `handrail verify` proves; both say what failed and end with 1."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.authoring.examples import HOUSE
from tests.webapp.conftest import Handrail

Overlay = Callable[[str, str], Path]

GOLDEN = HOUSE / "rules/sets/xa/golden/care.yaml"

CONTRADICTION = """rules:
  - id: xa-own
    title: A rule of one's own
    summary: The police are told of every gun.
    effect: may
    layers: [confidentiality, data_protection]
    binds: [nurse]
    to: [police]
    share: [threat, identity, patient_status, diagnosis, full_record]
    when: {weapon: gun}
    reads: Only for the tests.
    sources: [xa-secrecy-act]
    confidence: high
    review: drafted
    checked: '2026-11-24'
"""
"""It contradicts what keeps the record here, and lets it go to the police."""


@pytest.fixture
def lay(
    overlay: Overlay, handrail_loading: Handrail, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], Handrail]:
    """The command with a file of one's own."""

    def run_with(name: str, text: str) -> Handrail:
        monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay(name, text)))
        return handrail_loading

    return run_with


# -- test --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [(), ("XA",)])
def test_golden_cases_that_come_out_as_expected_are_counted(handrail: Handrail, code: tuple[str, ...]) -> None:
    result = handrail("test", *code)
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(
        r"XA: 14 of 14 golden cases as expected, 5 near misses; "
        r"20 of 20 rules stand at least once, 3 of 3 defeats are exercised\.\n"
        r"Practice cases: the rules say what is expected at (\d+) of \1 decisions\.\n",
        result.stdout,
    )


def test_the_results_are_a_document(handrail: Handrail) -> None:
    document = json.loads(handrail("test", "--json").stdout)
    scenarios = document.pop("scenarios")
    assert scenarios["failed"] == {}
    assert scenarios["expectations"] > 0
    assert document == {
        "XA": {
            "cases": 14,
            "cases_of_whole_country": 0,
            "near_misses": 5,
            "failed": {},
            "rules": 20,
            "rules_never_standing": [],
            "defeats": 3,
            "defeats_never_exercised": [],
            "questions": None,
        }
    }


def test_questions_are_counted_on_request(handrail: Handrail) -> None:
    shown = handrail("test", "--questions").stdout
    assert "questions to the first usable answer over" in shown
    counted = json.loads(handrail("test", "XA", "--questions", "--json").stdout)["XA"]["questions"]
    assert set(counted) == {"cases", "mean", "most", "fixed_order", "fewest_at_least", "fewest_at_most"}
    assert 0 <= counted["fewest_at_least"] <= counted["fewest_at_most"] <= counted["mean"] <= counted["most"]
    assert f"over {counted['cases']} cases" in shown


def test_a_case_that_differs_is_named_at_its_place_with_what_differs(lay: Callable[[str, str], Handrail]) -> None:
    text = GOLDEN.read_text(encoding="utf-8").replace("answer: must\n", "answer: may\n", 1)
    handrail = lay("rules/sets/xa/golden/care.yaml", text)
    result = handrail("test")
    assert result.exit_code == 1
    case, difference, summary, _ = result.stdout.splitlines()
    found = re.fullmatch(r"rules/sets/xa/golden/care\.yaml:(\d+): xa-g-grave-danger \(A nurse saw it; .+\)", case)
    assert found
    assert "id: xa-g-grave-danger" in text.splitlines()[int(found[1]) - 1]
    assert difference == "    outcomes.police.answer: expected may, found must"
    assert summary.startswith("XA: 13 of 14 golden cases as expected")
    document = json.loads(handrail("test", "--json").stdout)
    assert document["XA"]["failed"] == {"xa-g-grave-danger": ["outcomes.police.answer: expected may, found must"]}


def test_a_case_that_cannot_be_is_a_difference(lay: Callable[[str, str], Handrail]) -> None:
    given = "police: {consent: given, necessity: indispensable}"
    text = GOLDEN.read_text(encoding="utf-8").replace("police: {consent: refused, necessity: indispensable}", given, 1)
    text = text.replace("        learned_how: seen\n", "        learned_how: seen\n        capacity: unable\n", 1)
    result = lay("rules/sets/xa/golden/care.yaml", text)("test")
    assert result.exit_code == 1
    assert "    case: expected a case that can be, found these answers cannot all be true:" in result.stdout
    assert "Someone who cannot decide cannot agree." in result.stdout


def test_a_rule_that_no_case_lets_stand_is_named(lay: Callable[[str, str], Handrail]) -> None:
    own = CONTRADICTION.replace("when: {weapon: gun}", "when: {all: [{weapon: knife}, {weapon: gun}]}")
    own = own.replace(", full_record", "").replace("    reads", "    defeats: [xa-record-stays]\n    reads")
    result = lay("rules/sets/xa/rules/own.yaml", own)("test")
    assert result.exit_code == 1
    assert "20 of 21 rules stand at least once, 3 of 4 defeats are exercised." in result.stdout
    assert "    never standing: xa-own\n" in result.stdout
    assert "    never exercised: xa-own over xa-record-stays\n" in result.stdout


def test_a_rule_of_a_base_that_no_country_lets_stand_is_named_only_when_all_are_run(
    lay: Callable[[str, str], Handrail],
) -> None:
    own = CONTRADICTION.replace("when: {weapon: gun}", "when: {all: [{weapon: knife}, {weapon: gun}]}")
    own = own.replace(", full_record", "").replace("xa-own", "xb-own").replace("xa-secrecy-act", "xb-charter")
    handrail = lay("rules/sets/xb/rules/own.yaml", own)
    alone, all_of_them = handrail("test", "XA"), handrail("test")
    assert "xb-own" not in alone.stdout
    assert all_of_them.exit_code == 1
    assert "Standing in no case of any country: xb-own" in all_of_them.stdout


@pytest.mark.parametrize("written", ["[]", "[none]"])
def test_nothing_ticked_is_the_same_answer_however_it_is_written(
    lay: Callable[[str, str], Handrail], written: str
) -> None:
    text = (GOLDEN.parent / "others.yaml").read_text(encoding="utf-8")
    before = "        weapon: none\n        harm_timeframe: passed\n        consent: refused\n"
    assert before in text
    result = lay("rules/sets/xa/golden/others.yaml", text.replace(before, before.replace("none", written)))("test")
    assert (result.exit_code, result.stdout.splitlines()[0][:12]) == (0, "XA: 14 of 14")


# -- verify ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [(), ("XA",)])
def test_a_sound_rulebook_is_proved_with_the_number_of_cases(handrail: Handrail, code: tuple[str, ...]) -> None:
    result = handrail("verify", *code)
    assert result.exit_code == 0
    assert "Proving XA" in result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["XA:", "profession", "cases", "facts", "pairs", "classes", "rules"]
    assert [line.split()[0] for line in lines[1:4]] == ["nurse", "clerk", "officer"]
    cases = [int(line.split()[1].replace(",", "")) for line in lines[1:4]]
    assert lines[4] == f"XA: sound; 5 invariants; {sum(cases)} cases in all."


def test_the_proof_is_a_document(handrail: Handrail) -> None:
    result = handrail("verify", "--json")
    document = json.loads(result.stdout)["XA"]
    assert set(document) == {"sound", "invariants", "cases", "professions", "findings"}
    assert (document["sound"], document["invariants"], document["findings"]) == (True, 5, [])
    assert document["cases"] == sum(role["cases"] for role in document["professions"])
    assert {frozenset(role) for role in document["professions"]} == {
        frozenset({"role", "cases", "facts", "pairs", "classes", "rules", "nodes"})
    }


def test_a_rulebook_that_is_not_sound_is_shown_with_the_smallest_case(lay: Callable[[str, str], Handrail]) -> None:
    result = lay("rules/sets/xa/rules/own.yaml", CONTRADICTION)("verify", "XA")
    assert result.exit_code == 1
    assert "contradiction: xa-own and xa-record-stays contradict each other on full_record for police" in result.stdout
    assert "    professions: nurse\n" in result.stdout
    example = re.search(r"    smallest case: (\{.+\})", result.stdout)
    assert example
    case = json.loads(example[1])
    assert case["facts"]["weapon"] == ["gun"]
    assert case["facts"]["sharer_role"] == "nurse"
    assert re.search(r"XA: \d+ finding\(s\); 5 invariants; \d+ cases in all\.\n\Z", result.stdout)


def test_findings_are_in_the_document(lay: Callable[[str, str], Handrail]) -> None:
    result = lay("rules/sets/xa/rules/own.yaml", CONTRADICTION)("verify", "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)["XA"]
    assert not document["sound"]
    assert {frozenset(finding) for finding in document["findings"]} == {
        frozenset({"check", "about", "says", "roles", "example"})
    }
    assert "contradiction" in {finding["check"] for finding in document["findings"]}


def test_an_invariant_that_fails_is_named(lay: Callable[[str, str], Handrail]) -> None:
    own = """invariants:
  - id: own-inv
    title: The police are never told anything
    for: everyone
    claim: {never: {to: [police], share: identifying, outcome: [must, should, may]}}
    why: Only for the tests.
    sources: [xa-secrecy-act]
"""
    result = lay("rules/sets/xa/invariants.yaml", own)("verify")
    assert result.exit_code == 1
    assert "invariant: own-inv fails for threat to police: The police are never told anything" in result.stdout


def test_the_smallest_case_can_be_pasted_into_a_case_file(
    lay: Callable[[str, str], Handrail], handrail_loading: Handrail
) -> None:
    document = json.loads(lay("rules/sets/xa/rules/own.yaml", CONTRADICTION)("verify", "--json").stdout)
    examples = [finding["example"] for finding in document["XA"]["findings"] if finding["check"] == "contradiction"]
    result = handrail_loading("check", "--case", "-", "--json", input=json.dumps(examples[0]))
    assert result.exit_code == 0, result.stderr
    police = json.loads(result.stdout)["outcomes"]["police"]
    assert police["items"]["full_record"] == {"answer": "open", "possible": ["fault"], "rules": []}


# -- both --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("verify", "ZZ"),
        ("verify", "xa"),
        ("verify", "XB"),
        ("test", "XB"),
        ("test", "ZZ"),
        ("test", "xa"),
    ],
)
def test_a_country_that_there_is_not_is_refused(handrail: Handrail, command: str, code: str) -> None:
    result = handrail(command, code)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"jurisdiction: '{code}' has no rule set. " in result.stderr
    assert "'XA'?" in result.stderr or "Allowed: XA." in result.stderr
