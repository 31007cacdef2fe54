"""Dutch law put to the engine: a few dilemmas from end to end.

What each rule gives in which case stands beside the rules, as golden cases; here is what must be true of all advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import Any

import pytest

from rules import KnowledgeBase
from rules.advice import Advice
from rules.explain import Reason

TODAY = date(2026, 11, 24)

THREAT: dict[str, Any] = {
    "harm_severity": "death",
    "harm_timeframe": "within_days",
    "harm_likelihood": "most_likely",
    "plan_stage": "outline_plan",
    "concern_kind": ["violence"],
    "offence_group": ["killing"],
    "offence_tense": ["future"],
    "terror_link": ["none"],
    "target": "named_person",
    "target_relation": "partner_or_ex",
    "knowledge_state": "believes",
    "learned_how": "confided",
    "recognisable": "no",
    "whose_clinician": "of_concerned",
    "clinical_task": "treatment",
    "work_setting": "public_health",
    "position": "practitioner",
    "person_age": "adult",
    "capacity": "able",
    "legal_status": ["none"],
    "disorder_link": "present_not_driving",
    "care_response": "refuses",
    "weapon_access": ["none"],
    "violence_history": ["threats"],
    "consent": "refused",
    "still_avertable": "yes",
    "steps_tried": ["dissuaded", "consulted"],
    "authority_route_enough": "yes",
    "telling_risk": ["none"],
    "other_ways": "tried_failed",
    "sharing_helps": "nearly_certain",
    "necessity": "indispensable",
    "nl_conscience": "yes",
}
"""A patient plans to kill his former partner within days; everything milder was tried."""


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """The content that comes with the house."""
    return KnowledgeBase.load()


@pytest.fixture(scope="module")
def empty(knowledge: KnowledgeBase) -> Advice:
    """The advice of a psychiatrist who has answered nothing yet."""
    return advice(knowledge, {})


def advice(
    knowledge: KnowledgeBase, facts: Mapping[str, Any], role: str = "psychiatrist", strict: bool = False, **more: Any
) -> Advice:
    """The advice of Dutch law about telling the police."""
    asked = {"jurisdiction": "NL", "ask_about": ["police"], "facts": {"sharer_role": role, **facts}} | more
    return knowledge.advise(knowledge.case(asked, TODAY), TODAY, strict)


def lines(reasons: tuple[Reason, ...]) -> dict[str, Reason]:
    """All lines of some explanations, by what they speak of."""
    found: dict[str, Reason] = {}
    left = list(reasons)
    while left:
        reason = left.pop(0)
        found.setdefault(reason.id, reason)
        left += reason.because
    return found


def test_the_content_has_no_errors(knowledge: KnowledgeBase) -> None:
    assert [problem.text() for problem in knowledge.problems if problem.severity == "error"] == []


def test_unknown_is_not_no(knowledge: KnowledgeBase) -> None:
    """What is said half-way still holds when all is answered: nobody is told "must not" who may speak in the end."""
    known = list(THREAT.items())
    final = advice(knowledge, THREAT, strict=True)
    for step in accumulate([6] * 5):
        half = advice(knowledge, dict(known[:step]), strict=True)
        for recipient in half.recipients:
            assert final.evaluation.headline(recipient) <= half.evaluation.headline(recipient), (step, recipient)
    assert half.answer("police") == "open"
    assert final.answer("police") == "may"


def test_what_was_asked_and_is_not_known_is_not_no_either(knowledge: KnowledgeBase) -> None:
    without = {name: value for name, value in THREAT.items() if name != "other_ways"}
    unknown = advice(knowledge, without, unknown=["other_ways"])
    assert unknown.answer("police") == "open"
    assert unknown.evaluation.headline("police") == {"may", "must_not"}
    assert unknown.evaluation.hangs_on("police") == ("other_ways",)
    assert unknown.next_question is None
    assert "consult_colleague" in [step.step.id for step in unknown.pathway.steps]


def test_before_any_question_the_emergency_line_comes_first(empty: Advice) -> None:
    assert empty.answer("police") == "open"
    assert empty.pathway.urgent
    assert empty.pathway.steps[0].step.id == "call_emergency"
    assert empty.rulebook.jurisdiction.emergency_number == "112"


def test_the_first_question_is_about_safety(empty: Advice) -> None:
    question = empty.next_question
    assert question
    assert question.fact.first


def test_a_named_threat_lets_the_police_be_told_of_the_danger_and_not_of_the_diagnosis(
    knowledge: KnowledgeBase,
) -> None:
    found = advice(knowledge, THREAT)
    assert found.settled
    assert found.item("police", "identity") == found.item("police", "threat") == "may"
    assert found.item("police", "diagnosis") == found.item("police", "full_record") == "must_not"
    why = lines(found.why("police"))
    assert why["nl-conflict-of-duties"].sources
    assert why["nl_conflict_of_duties"].holds == "yes"
    assert found.next_question is None


def test_with_a_milder_way_untried_secrecy_stays_and_it_is_said_why(knowledge: KnowledgeBase) -> None:
    found = advice(knowledge, {**THREAT, "other_ways": "untried"})
    assert found.answer("police") == "must_not"
    why_not = lines(found.why_not("police", "may", "identity"))
    assert why_not["nl-conflict-of-duties"].status == "does_not_apply"
    assert why_not["xx_no_other_way"].holds == "no"
    assert "nl-secrecy-treatment" in lines(found.why("police"))
    assert "consult_colleague" in [step.step.id for step in found.pathway.steps]


def test_what_would_change_it_is_what_the_practitioner_can_bring_about(knowledge: KnowledgeBase) -> None:
    found = advice(knowledge, {**THREAT, "other_ways": "untried"}).changes("police")
    assert any(set(change.facts) == {("other_ways", "")} and change.to == "may" for change in found)


KNOWN_PLAN = {**THREAT, "knowledge_state": "knows"}


def test_a_clinician_is_free_of_the_duty_that_binds_everybody_else(knowledge: KnowledgeBase) -> None:
    doctor = advice(knowledge, KNOWN_PLAN)
    assert doctor.evaluation.rule_status("nl-sr136-prevent") == "defeated"
    neighbour = advice(knowledge, KNOWN_PLAN, role="anyone_else")
    assert neighbour.answer("police") == "must"
    police = neighbour.document()["outcomes"]["police"]
    assert set(police["or"]) == {"prosecutor", "threatened_person"}


def test_disputed_law_is_shown_from_both_sides(knowledge: KnowledgeBase) -> None:
    found = advice(knowledge, KNOWN_PLAN, role="social_worker").document()["outcomes"]["police"]
    assert found["answer"] == "open"
    assert {(each["reading"], each["value"], each["answer"]) for each in found["unsettled"]} == {
        ("nl_social_privilege", "yes", "may"),
        ("nl_social_privilege", "no", "must"),
    }
    assert all(each["source"] for each in found["unsettled"])


def test_what_is_assumed_is_shown_and_ends_when_it_is_asked(knowledge: KnowledgeBase) -> None:
    found = advice(knowledge, THREAT)
    assert ("request_from", "") in found.evaluation.assumed
    assert ("request_from", "") not in advice(knowledge, {**THREAT, "request_from": "nobody"}).evaluation.assumed
    assert advice(knowledge, THREAT, strict=True).evaluation.assumed == []
