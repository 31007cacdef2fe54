"""Everything that an advice can have, one by one, on pages over the example house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import TODAY, load
from tests.webapp.advised import Advised, advised, golden
from tests.webapp.browse import Browse
from tests.webapp.cases import DANGER, FORBIDDEN, HEARSAY, LICENCE, OFFICER, OPEN
from tests.webapp.conftest import pages_over
from tests.webapp.walk import question
from webapp.app import create_app
from webapp.site import Site

Overlay = Callable[[str, str], Path]
Case = Callable[[str], Advised]

OWN_RULE = """
rules:
  - id: xa-own-ban
    title: Own ban
    summary: Our house forbids it.
    effect: must_not
    layers: [confidentiality]
    binds: [care_staff]
    to: [police]
    share: [identity, threat]
    when: {is: xx_grave_danger}
    reads: It contradicts the duty to warn.
    sources: [xa-secrecy-act]
    confidence: high
    review: drafted
    checked: '2026-11-24'
"""

OWN_CONTACT = """
contacts:
  - id: xa-chamber
    kind: professional_advice
    name: Our own lawyer
    reach: '4711'
    source: xa-secrecy-act
    for: Advice.
    verified: true
"""


@pytest.fixture
def case(browse: Browse, knowledge: KnowledgeBase) -> Case:
    """The page of a golden case."""
    return lambda name: advised(browse, golden(knowledge.golden("XA"), "XA", name))


# -- duties ------------------------------------------------------------------------------------------------------------


def test_a_duty_to_one_of_several_names_the_others_and_what_else_would_do(case: Case) -> None:
    page = case("xa-g-grave-danger")
    assert page.answers == {"police": "must"}
    for text in (page.sentences[0], page.cards["police"].sentence, page.cards["police"].duties[0], page.picture[2]):
        assert "the police or Emergency services" in text
        assert "prevent the harm yourself" in text


def test_a_duty_says_by_when_and_what_silence_and_speaking_bring(case: Case) -> None:
    (duty,) = case("xa-g-grave-danger").duties
    assert "in time to avert it; by telephone; to whoever is nearest" in duty
    assert "For silence a fine." in duty
    assert "Who warns in good faith is not punished." in duty


def test_a_duty_towards_somebody_nobody_asked_about_is_said_at_the_top(case: Case) -> None:
    page = case("xa-g-confided")
    assert page.answers == {"police": "must_not"}
    assert page.cards["police"].duties == []
    assert "Tell Emergency services, or do this instead: prevent the harm yourself." in page.sentences[0]
    assert "Duty to warn" in page.duties[0]
    assert "Tell Emergency services" in page.duties[0]


def test_a_duty_to_all_of_several_names_all_and_who_acts(case: Case) -> None:
    page = case("xa-g-licence")
    for card in page.cards.values():
        assert "Tell the police and the care team." in card.duties[0]
        assert "The ward manager" in card.duties[0]
    assert all(" or " not in sentence for sentence in page.sentences)


def test_a_permission_of_the_organisation_says_who_acts(browse: Browse) -> None:
    facts = {**OFFICER["facts"], "harm_severity": "minor", "harm_timeframe": "later"}
    page = advised(browse, {**OFFICER, "facts": facts, "ask_about": ["care_team"]})
    assert page.answers == {"care_team": "may"}
    assert "Who acts: Your organisation" in page.cards["care_team"].text


def test_a_duty_that_was_met_is_shown_as_done(browse: Browse, case: Case) -> None:
    done = advised(browse, LICENCE).cards["police"].duties[0]
    half = case("xa-g-licence").cards["police"].duties[0]
    assert "Duty (done): Report a licence" in done
    assert "(done)" not in half


# -- open, unsettled, in conflict --------------------------------------------------------------------------------------


def test_unsettled_law_shows_every_reading_with_its_source_and_the_answer_under_it(browse: Browse) -> None:
    page = advised(browse, HEARSAY)
    card = page.cards["police"]
    assert card.answer == "open"
    assert "Does hearsay count?" in card.text
    assert "The northern courts let it count. Then: may Secrecy Act" in card.text
    assert "The southern courts do not. Then: not on these facts Charter of the examples" in card.text
    hrefs = {one.get("href") for one in card.element.iter("a")}
    assert {"/law/XA/sources/xa-secrecy-act", "/law/XA/sources/xb-charter"} <= hrefs


def test_an_open_answer_is_never_shown_as_no(browse: Browse) -> None:
    card = advised(browse, OPEN).cards["police"]
    assert card.answer == "open"
    assert "Possible: must or may or not on these facts. It depends on:" in card.text
    assert "Instead:" not in card.text


def test_rules_that_contradict_each_other_give_no_permission_and_say_whose_mistake_it_is(overlay: Overlay) -> None:
    own = load(overlay("rules/sets/xa/rules/own.yaml", OWN_RULE))
    page = advised(Browse(pages_over(own).test_client()), DANGER)
    card = page.cards["police"]
    assert page.answers == {"police": "open"}
    assert "The rules contradict each other here." in card.text
    assert "It depends on" not in card.text
    assert card.items["Who the person is"] == "open"
    assert {"/law/XA/rules/xa-own-ban", "/law/XA/rules/xa-warn"} <= set(card.links("Why, in full"))


# -- may, but ----------------------------------------------------------------------------------------------------------


def test_what_a_professional_body_advises_against_is_said_only_where_it_does(case: Case) -> None:
    cards = case("xa-g-conflict").cards
    assert cards["case_table"].answer == cards["police"].answer == "may"
    assert "Your professional body advises against it. Speak to one recipient" in cards["case_table"].text
    assert "advises against" not in cards["police"].text


def test_low_confidence_says_why(case: Case) -> None:
    assert "Conflict of duties: low confidence. It is not written anywhere." in case("xa-g-conflict").part("rests")


def test_guidance_and_myths_come_with_the_rules_that_they_are_about(case: Case) -> None:
    conflict, danger = case("xa-g-conflict").part("guidance"), case("xa-g-grave-danger").part("guidance")
    assert "Is there another way?" in conflict
    assert "Every rumour must be reported." not in conflict
    assert "A rumour alone obliges nobody." in danger
    assert "Weighing a conflict of duties" not in danger


def test_should_is_neither_must_nor_may(case: Case) -> None:
    page = case("xa-g-armed-child")
    assert page.answers == {"care_team": "should"}
    assert page.cards["care_team"].items["Diagnosis"] == "should"
    assert page.cards["care_team"].items["The whole record"] == "must_not"


# -- no ----------------------------------------------------------------------------------------------------------------


def test_forbidden_steps_stand_under_do_not_and_nowhere_else(browse: Browse) -> None:
    page = advised(browse, FORBIDDEN)
    assert page.forbidden == ["Ask for consent", "Tell the person"]
    assert not set(page.forbidden) & {step.title for step in page.steps("pathway")}
    assert page.picture[-2:] == ["Do not: Ask for consent", "Do not: Tell the person"]
    assert "A secret inquiry stays secret" in page.part("now")


def test_advice_without_naming_is_offered_only_where_it_is_allowed(browse: Browse, case: Case) -> None:
    assert "without naming or describing anyone" in case("xa-g-confided").cards["police"].text
    secret = advised(browse, FORBIDDEN).cards["family"]
    assert "without naming" not in secret.text
    assert "Instead: Follow the steps under What to do now and ask one of the contacts." in secret.text


def test_what_is_not_covered_is_said_with_a_must_not(browse: Browse) -> None:
    assert "The law of the islands on families is not covered." in advised(browse, FORBIDDEN).cards["family"].text


def test_what_defeats_a_rule_stands_in_why_not(browse: Browse) -> None:
    facts = {**FORBIDDEN, "recipients": {"family": {"consent": "given", "consent_quality": ["informed", "free"]}}}
    links = advised(browse, facts).cards["family"].links("Why not otherwise")
    assert links.index("/law/XA/rules/xa-consent") < links.index("/law/XA/rules/xa-secret-inquiry")


# -- time and content --------------------------------------------------------------------------------------------------


def test_coming_law_is_for_those_whom_it_will_bind_with_its_day_where_there_is_one(browse: Browse) -> None:
    nurse = advised(browse, OPEN).part("rests")
    clerk = advised(browse, {**OPEN, "facts": {"sharer_role": "clerk"}}).part("rests")
    assert "Coming from 2098-01-01: Families of children" in nurse
    assert "Clerks and families" not in nurse
    assert "Coming: Clerks and families" in clerk


def test_law_of_another_day_is_the_law_of_that_day(case: Case) -> None:
    now, then = case("xa-g-table"), case("xa-g-table-2025")
    assert now.answers == {"case_table": "may"}
    assert then.answers == {"case_table": "must_not"}
    assert "law of 2025-06-01" in then.part("rests")


def test_a_source_that_was_to_be_checked_again_is_named_without_files_and_lines(knowledge: KnowledgeBase) -> None:
    later = date(2099, 6, 1)
    app = create_app(Site(load(), lambda: later))
    page = advised(Browse(app.test_client()), DANGER)
    assert "Secrecy Act: was to be checked again by 2099-01-01." in page.part("rests")
    assert ".yaml" not in page.page.whole_text


def test_what_an_overlay_replaced_is_said_and_changes_the_digest(overlay: Overlay, knowledge: KnowledgeBase) -> None:
    own = load(overlay("rules/sets/xa/contacts.yaml", OWN_CONTACT))
    page = advised(Browse(pages_over(own).test_client()), OPEN)
    assert "contact xa-chamber" in page.part("done")
    assert "Our own lawyer" in page.part("contacts")
    assert own.rulebook("XA", TODAY).digest[:12] in page.part("done")
    assert knowledge.rulebook("XA", TODAY).digest[:12] not in page.page.html


# -- what can be pressed -----------------------------------------------------------------------------------------------


def test_looking_closely_at_care_adds_it_and_keeps_the_answers(case: Case) -> None:
    page = case("xa-g-conflict")
    assert page.care == {"care_team": "may"}
    closer = Advised(page.page.submit("add=care_team"))
    assert list(closer.answers) == ["police", "case_table", "care_team"]
    assert closer.answers["care_team"] == "may"
    assert closer.care == {}
    assert set(page.changeable()) <= set(closer.changeable())


def test_who_asked_about_nobody_sees_everybody_who_is_in_question(browse: Browse) -> None:
    page = advised(browse, OFFICER)
    assert set(page.answers) == {"police", "emergency_services", "care_team"}
    assert page.care == {}


@pytest.mark.parametrize("key", ["harm_timeframe", "request_from", "consent/police"])
def test_every_change_button_leads_to_its_question(case: Case, key: str) -> None:
    page = case("xa-g-grave-danger")
    assert key in page.changeable()
    assert question(page.page.submit(f"change={key}")) == key


def test_every_answer_and_every_assumption_can_be_changed(case: Case) -> None:
    page = case("xa-g-grave-danger")
    wanted = {"learned_how", "harm_severity", "harm_timeframe", "weapon", "other_ways", "consent/police"}
    wanted |= {"necessity/police", "situation", "request_from", "table_in_play", "already_told/police"}
    assert set(page.changeable()) == wanted


def test_a_judgement_is_marked_and_a_fact_is_not(case: Case) -> None:
    marked = dict(_marked(case("xa-g-conflict")))
    assert marked["Is there any milder way?"]
    assert marked["Could you answer for your silence?"]
    assert not marked["How do you know?"]


def _marked(page: Advised) -> Iterator[tuple[str, bool]]:
    for line in page.section("rests").iter("dt"):
        text = " ".join("".join(line.itertext()).split())
        yield text.removesuffix(" your judgement"), text.endswith("your judgement")
