"""The HTTP interface answers with advice and with the law as data, and every answer is what its description says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from kb import Cache
from rules import KnowledgeBase
from rules.model import Fact, Rule
from tests.authoring.examples import BROKEN, HOUSE, TODAY, load
from tests.webapp.api_program import PROBLEM, Program
from tests.webapp.cases import CASES, DANGER, HEARSAY, OPEN
from tests.webapp.conftest import Handrail
from webapp.app import create_app
from webapp.site import Site


@pytest.fixture
def program(knowledge: KnowledgeBase) -> Program:
    return Program(create_app(Site(knowledge, lambda: TODAY)))


def program_over(content: KnowledgeBase) -> Program:
    return Program(create_app(Site(content, lambda: TODAY)))


@pytest.fixture
def broken(overlay: Callable[[str, str], Path], cache_folder: Path) -> Program:
    """The interface over a country whose content has an error."""
    text = (BROKEN / "name_unknown_item.yaml").read_text(encoding="utf-8")
    return program_over(load(overlay("rules/sets/xa/rules/broken.yaml", text), Cache(cache_folder)))


# -- advice ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_advice_is_what_the_command_prints(program: Program, handrail: Handrail, case: dict[str, Any]) -> None:
    answer = program.ask(case)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    printed = handrail("check", "--json", "--case", "-", input=json.dumps(case))
    assert answer.text == printed.stdout


def test_every_golden_case_of_the_example_house_is_answered_as_described(
    program: Program, knowledge: KnowledgeBase
) -> None:
    for entry in knowledge.golden("XA"):
        answer = program.ask({"jurisdiction": "XA", **entry.data["case"]})
        assert answer.status_code == 200
        outcomes = answer.json["outcomes"] if answer.json else {}
        for recipient, wanted in entry.data["expect"].get("outcomes", {}).items():
            assert wanted.get("answer") in (None, outcomes[recipient]["answer"])


def test_a_duty_names_who_else_would_do(program: Program) -> None:
    document = program.ask(DANGER).get_json()
    assert document["outcomes"]["police"]["answer"] == "must"
    assert "emergency_services" in document["outcomes"]["police"]["or"]
    assert document["duties"][0]["one_of"] == ["police", "emergency_services"]


def test_open_and_unsettled_answers_say_what_they_wait_for(program: Program) -> None:
    waiting = program.ask(OPEN).get_json()
    assert waiting["outcomes"]["police"]["answer"] == "open"
    assert waiting["outcomes"]["police"]["hangs_on"]
    assert waiting["next_question"]["fact"]
    disputed = program.ask(HEARSAY).get_json()["outcomes"]["police"]
    assert {row["reading"] for row in disputed["unsettled"]} == {"xa_hearsay"}


def test_the_law_of_the_day_named_in_the_case_is_asked(program: Program) -> None:
    assert program.ask({**OPEN, "as_of": "2025-06-01"}).get_json()["as_of"] == "2025-06-01"
    assert program.ask(OPEN).get_json()["as_of"] == TODAY.isoformat()


def test_advice_that_takes_too_long_is_given_up_with_the_emergency_number(knowledge: KnowledgeBase) -> None:
    impatient = Program(create_app(Site(knowledge, lambda: TODAY, seconds=-1)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rules.diagram.WATCH_EVERY", 1)
        answer = impatient.ask(OPEN)
    assert answer.status_code == 503
    assert answer.get_json()["emergency_numbers"] == ["199"]


# -- the law -----------------------------------------------------------------------------------------------------------


def test_a_country_says_what_it_covers_and_whom_to_call(program: Program) -> None:
    (listed,) = program.get("/jurisdictions").get_json()["jurisdictions"]
    country = program.get("/jurisdictions/XA").get_json()
    assert country == listed
    assert (country["available"], country["bases"], country["known_from"]) == (True, ["XB"], "2025-01-01")
    assert country["emergency"]["number"] == "199"
    assert country["roles"] == ["nurse", "clerk", "officer"]
    assert [contact["id"] for contact in country["contacts"]] == ["xa-199", "xa-chamber"]
    assert country["counts"] == {"rules": 20, "sources": 3, "golden_cases": 14, "errors": 0, "warnings": 0}


def test_a_rule_is_there_with_all_that_the_model_knows(program: Program) -> None:
    answer = program.get("/jurisdictions/XA/rules/xa-warn").get_json()
    rule = answer["rule"]
    assert set(rule) == {field.name for field in fields(Rule)}
    assert (rule["effect"], rule["quantity"], rule["to"]) == ("must", "one_of", ["police", "emergency_services"])
    assert rule["when"] == {"is": "xx_grave_danger"}
    assert rule["unless"] == {"learned_how": ["rumour"]}
    assert rule["share"]["threat"] is None
    assert rule["share"]["diagnosis"] == {"necessity": ["indispensable"]}
    assert answer["in_force"] is True


def test_rules_to_come_are_told_apart_from_the_law_of_today(program: Program) -> None:
    document = program.get("/jurisdictions/XA/rules").get_json()
    coming = [rule["id"] for rule in document["coming"]]
    assert "xa-coming-children" in coming
    assert set(coming).isdisjoint(rule["id"] for rule in document["rules"])
    assert program.get("/jurisdictions/XA/rules/xa-coming-children").get_json()["in_force"] is False


def test_every_rule_and_source_has_an_address(program: Program) -> None:
    for what in ("rules", "sources"):
        for each in program.get(f"/jurisdictions/XA/{what}").get_json()[what]:
            answer = program.get(f"/jurisdictions/XA/{what}/{each['id']}")
            assert answer.get_json()[what.removesuffix("s")] == each


def test_a_source_says_what_rests_on_it(program: Program) -> None:
    document = program.get("/jurisdictions/XA/sources/xa-secrecy-act").get_json()
    assert document["source"]["seen"] is True
    assert "xa-warn" in document["rules"]


def test_the_vocabulary_says_what_a_case_may_hold(program: Program) -> None:
    shared = {fact["id"]: fact for fact in program.get("/vocabulary").get_json()["facts"]}
    assert shared["harm_severity"]["question"]
    assert shared["harm_severity"]["values"][0]["label"]
    assert shared["other_ways"]["judgement"] is True
    assert set(shared["weapon"]) == {field.name for field in fields(Fact)} - {"labels", "reading"}
    assert "xa_licence" not in shared


def test_a_country_adds_its_own_words_and_its_wording(program: Program) -> None:
    document = program.get("/jurisdictions/XA/vocabulary").get_json()
    facts = {fact["id"]: fact for fact in document["facts"]}
    assert facts["other_ways"]["question"] == "Is there any milder way?"
    assert facts["xa_licence"]["asked_when"] == {"weapon": ["gun"]}
    assert "xa_hearsay" not in facts
    assert [reading["id"] for reading in document["readings"]] == ["xa_hearsay"]


def test_the_law_may_be_kept_as_long_as_it_is_asked_whether_it_still_holds(program: Program) -> None:
    for path in ("/jurisdictions", "/vocabulary", "/jurisdictions/XA/rules", "/openapi.json"):
        first = program.get(path)
        again = program.get(path, headers={"If-None-Match": first.headers["ETag"]})
        other = program.get(path, headers={"If-None-Match": '"other"'})
        assert (again.status_code, again.headers["Cache-Control"]) == (304, "no-cache")
        assert (other.status_code, other.text) == (200, first.text)


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/jurisdictions/xa", "XA"),
        ("/jurisdictions/xa/rules", "XA"),
        ("/jurisdictions/QQ/sources", None),
        ("/jurisdictions/XA/rules/xa-warm", "xa-warn"),
        ("/jurisdictions/XA/sources/xa-secrecy-acts", "xa-secrecy-act"),
    ],
)
def test_a_name_that_nothing_bears_is_answered_with_the_nearest(
    program: Program, path: str, nearest: str | None
) -> None:
    answer = program.get(path)
    (problem,) = answer.get_json()["problems"]
    assert (answer.status_code, problem["nearest"]) == (404, nearest)


@pytest.mark.parametrize("path", ["/", "/advices", "/jurisdictions/XA/rules/a/b", "/openapi.yaml"])
def test_an_address_that_is_none_is_a_problem_document(program: Program, path: str) -> None:
    assert program.get(path, described=False).status_code == 404


def test_a_method_that_is_not_there_says_which_are(program: Program) -> None:
    answer = program.held(program.client.get("/api/v1/advice"), "get", "/advice")
    assert (answer.status_code, answer.content_type) == (405, PROBLEM)
    assert "POST" in answer.headers["Allow"]
    posted = program.held(program.client.post("/api/v1/vocabulary"), "post", "/vocabulary")
    assert (posted.status_code, posted.content_type) == (405, PROBLEM)


@pytest.mark.parametrize("path", ["/vocabulary", "/rules", "/rules/xa-warn", "/sources", "/sources/xa-secrecy-act"])
def test_broken_content_leaves_numbers_and_contacts(broken: Program, path: str) -> None:
    answer = broken.get(f"/jurisdictions/XA{path}")
    assert answer.status_code == 503
    assert answer.get_json()["emergency_numbers"] == ["199"]
    assert [contact["id"] for contact in answer.get_json()["contacts"]] == ["xa-199", "xa-chamber"]
    assert "broken.yaml" not in answer.text


def test_no_advice_is_given_from_half_a_rulebook(broken: Program) -> None:
    answer = broken.ask(DANGER)
    assert (answer.status_code, bool(answer.get_json()["contacts"])) == (503, True)
    country = broken.get("/jurisdictions/XA").get_json()
    assert (country["available"], country["rulebook"], country["counts"]["errors"]) == (False, None, 1)
    assert broken.get("/vocabulary").status_code == 200


def test_a_broken_vocabulary_is_not_served(overlay: Callable[[str, str], Path]) -> None:
    content = load(overlay("rules/vocabulary/items.yaml", "items: wrong\n"))
    assert program_over(content).get("/vocabulary").status_code == 503


def test_a_fault_of_ours_says_nothing_of_what_was_sent(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("canary-4711")

    monkeypatch.setattr(Site, "advise", fail)
    answer = program.ask(DANGER)
    assert (answer.status_code, "canary-4711" in answer.text) == (500, False)
    assert "KeyError" in caplog.text
    assert "canary-4711" not in caplog.text


# -- the real law ------------------------------------------------------------------------------------------------------


@pytest.fixture
def real(real_app: Flask) -> Program:
    return Program(real_app)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("must, with others", lambda wanted: wanted.get("answer") == "must" and wanted.get("or")),
        ("may", lambda wanted: wanted.get("answer") == "may"),
        ("must not", lambda wanted: wanted.get("answer") == "must_not"),
        ("open", lambda wanted: wanted.get("hangs_on")),
        ("unsettled", lambda wanted: wanted.get("unsettled")),
    ],
)
def test_an_answer_of_every_kind_about_the_netherlands_is_as_described(
    real: Program, real_knowledge: KnowledgeBase, kind: str, expected: Callable[[dict[str, Any]], Any]
) -> None:
    entry, recipient = next(
        (entry, recipient)
        for entry in real_knowledge.golden("NL")
        for recipient, wanted in entry.data["expect"].get("outcomes", {}).items()
        if expected(wanted) and recipient in entry.data["case"].get("ask_about", ())
    )
    outcome = real.ask({"jurisdiction": "NL", **entry.data["case"]}).get_json()["outcomes"][recipient]
    wanted = entry.data["expect"]["outcomes"][recipient]
    assert outcome["answer"] == wanted.get("answer", outcome["answer"])
    assert set(wanted.get("or", ())) <= set(outcome["or"])
    assert set(wanted.get("unsettled", ())) <= {row["reading"] for row in outcome["unsettled"]}


@pytest.mark.parametrize("path", ["", "/vocabulary", "/rules", "/sources"])
def test_the_law_of_the_netherlands_is_as_described(real: Program, path: str) -> None:
    assert real.get(f"/jurisdictions/NL{path}").status_code == 200


def test_the_folder_of_the_example_house_is_nowhere_in_an_answer(program: Program) -> None:
    for path in ("/jurisdictions", "/jurisdictions/XA/rules", "/jurisdictions/XA/sources", "/openapi.json"):
        assert str(HOUSE.parent) not in program.get(path).text
