"""The page of an advice says what the document of the same advice says, fact by fact, for real dilemmas."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pytest
from flask import Flask

from rules import Advice, KnowledgeBase
from rules.case import Key
from rules.explain import Reason
from rules.model import Rulebook
from tests.authoring.examples import TODAY
from tests.webapp.advised import Advised, Step, advised, golden, said
from tests.webapp.browse import Browse

DILEMMAS = [
    "nl-g-named-threat",
    "nl-g-vague-talk",
    "nl-g-attack-in-therapy",
    "nl-g-attack-at-table-official",
    "nl-g-past-killing",
    "nl-g-consent-for-one",
    "nl-g-police-want-record",
    "nl-g-table-invitation",
    "nl-g-time-unknown",
    "nl-g-told-by-sister",
    "nl-g-patient-threatened",
    "nl-g-wvggz-absent",
    "nl-g-wpg-clinic-staff",
]
"""The first golden case of each dilemma."""

OTHERS = [
    "nl-g-compulsory-end-family",
    "nl-g-duty-136-social-worker",
    "nl-g-duty-acute-hunch",
    "nl-g-officer-life-at-risk-nobody-agreed",
    "nl-g-police-disturbed-gunman",
]
"""Cases with what the dilemmas lack: duties nobody asked about, unsettled law, a hunch with hours left, officers."""

every_case = pytest.mark.parametrize("id", [*DILEMMAS, *OTHERS])


@dataclass(frozen=True)
class Shown:
    """The page of a case, and what it has to say."""

    page: Advised
    advice: Advice

    @property
    def book(self) -> Rulebook:
        """The rulebook."""
        return self.advice.rulebook

    @property
    def asked(self) -> tuple[str, ...]:
        """Those asked about."""
        return self.advice.case.ask_about

    @cached_property
    def document(self) -> dict[str, Any]:
        """The document."""
        return self.advice.document()

    @property
    def beyond(self) -> list[str]:
        """The rules of duties that reach nobody who was asked about."""
        duties = [(one["rule"], one[self.book.rules[one["rule"]].quantity]) for one in self.document["duties"]]
        return [rule for rule, members in duties if not set(members) & set(self.asked)]


Show = Callable[[str], Shown]


@pytest.fixture(scope="module")
def show(real_app: Flask, real_knowledge: KnowledgeBase) -> Show:
    """The page of a golden case with the advice that it is about; each only once."""

    @cache
    def shown(id: str) -> Shown:
        case = golden(real_knowledge.golden("NL"), "NL", id)
        advice = real_knowledge.advise(real_knowledge.case(case, TODAY), TODAY)
        return Shown(advised(Browse(real_app.test_client()), case), advice)

    return shown


def test_the_cases_are_the_first_of_every_dilemma(real_knowledge: KnowledgeBase) -> None:
    first: dict[str, str] = {}
    for entry in real_knowledge.golden("NL"):
        if "dilemma" in entry.data:
            first.setdefault(entry.data["dilemma"], entry.id)
    assert sorted(first.values()) == sorted(DILEMMAS)


@every_case
def test_the_answers_stand_at_the_top_in_the_order_asked(show: Show, id: str) -> None:
    shown = show(id)
    wanted = {recipient: shown.document["outcomes"][recipient]["answer"] for recipient in shown.asked}
    assert list(shown.page.answers.items()) == list(wanted.items())
    assert {recipient: card.answer for recipient, card in shown.page.cards.items()} == wanted


@every_case
def test_no_must_stands_without_its_or(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        for name in shown.document["outcomes"][recipient]["or"]:
            word = shown.book.recipients[name].named if name in shown.book.recipients else shown.book.steps[name].title
            assert word.lower() in shown.page.cards[recipient].sentence.lower()
            assert any(word.lower() in sentence.lower() for sentence in shown.page.sentences)


@every_case
def test_what_goes_and_what_stays_are_the_items_of_the_document(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        items = shown.document["outcomes"][recipient]["items"]
        wanted = {shown.book.items[item].label: told["answer"] for item, told in items.items()}
        assert shown.page.cards[recipient].items == wanted


@every_case
def test_a_must_not_says_what_instead_and_whom_to_ask(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        if shown.document["outcomes"][recipient]["answer"] != "must_not":
            continue
        card = shown.page.cards[recipient]
        general = shown.document["outcomes"][recipient]["without_naming"] == "may"
        assert "Instead:" in card.text
        assert ("without naming" in card.text) == general
        hrefs = {one.get("href") for one in card.element.iter("a")}
        assert {"#now", "#contacts"} <= hrefs


@every_case
def test_the_steps_are_those_of_the_pathway_in_its_order(show: Show, id: str) -> None:
    shown = show(id)
    steps = shown.advice.pathway.steps
    wanted = [Step(str(number), step.step.title, step.force) for number, step in enumerate(steps, 1)]
    now = shown.page.steps("now")
    assert shown.page.steps("pathway") == wanted
    assert now == wanted[: len(now)]
    phases = [step.step.phase for step in steps]
    assert len(now) == next((n for n, phase in enumerate(phases) if phase in ("share", "after")), len(phases))


@every_case
def test_what_not_to_do_is_what_the_document_forbids(show: Show, id: str) -> None:
    shown = show(id)
    wanted = [shown.book.steps[one["step"]].title for one in shown.document["steps_forbidden"]]
    assert shown.page.forbidden == wanted
    assert not set(wanted) & {step.title for step in shown.page.steps("pathway")}


@every_case
def test_the_picture_says_the_same_as_the_list(show: Show, id: str) -> None:
    shown = show(id)
    boxes = shown.page.picture
    steps = [box for box in boxes if box[0].isdigit()]
    listed = shown.page.steps("pathway")
    assert [box.partition(" (")[0] for box in steps] == [f"{step.number}. {step.title}" for step in listed]
    assert all(f"({step.force}" in box for step, box in zip(listed, steps, strict=True))
    assert [box.removeprefix("Do not: ") for box in boxes if box.startswith("Do not: ")] == shown.page.forbidden
    answers = [box for box in boxes if not box[0].isdigit() and not box.startswith("Do not: ")]
    assert len(answers) == len(shown.asked)
    said = shown.page.sentences[-len(answers) :]  # duties towards others stand before them
    assert all(answer in sentence for answer, sentence in zip(answers, said, strict=True))


@every_case
def test_care_that_was_not_asked_about_is_shown_with_its_answer(show: Show, id: str) -> None:
    shown = show(id)
    outcomes = shown.document["outcomes"]
    care = [one for one in outcomes if shown.book.recipients[one].care and one not in shown.asked]
    assert shown.page.care == {recipient: outcomes[recipient]["answer"] for recipient in care}


@every_case
def test_every_duty_is_on_the_page_with_what_it_brings(show: Show, id: str) -> None:
    shown = show(id)
    for duty in shown.document["duties"]:
        rule = shown.book.rules[duty["rule"]]
        reached = [one for one in duty[rule.quantity] if one in shown.asked]
        where = [text for one in reached for text in shown.page.cards[one].duties] or shown.page.duties
        box = next(text for text in where if rule.title in text)
        assert all(shown.book.items[item].label in box for item in duty["items"])
        assert all(deadline["by"] in box for deadline in duty["deadlines"])
        assert (duty["sanction"] or "") in box
        assert (duty["protection"] or "") in box
        if duty["rule"] in shown.beyond and not duty["done"]:
            assert any(rule.title in line for line in shown.page.sentences)


@every_case
def test_every_reason_opens_its_rule_and_its_sources(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        wanted = links_of(shown.advice.why(recipient))
        assert wanted
        assert wanted <= set(shown.page.cards[recipient].links("Why, in full"))


@every_case
def test_every_outcome_that_was_not_reached_says_why(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        possible = shown.document["outcomes"][recipient]["possible"]
        reasons = {
            outcome: [reason for reason in shown.advice.why_not(recipient, outcome) if reason.status != "stands"]
            for outcome in ("must", "should", "may")
            if outcome not in possible
        }
        if any(reasons.values()):
            links = set(shown.page.cards[recipient].links("Why not otherwise"))
            assert set().union(*(links_of(found) for found in reasons.values())) - links == set()
            part = said(shown.page.cards[recipient].part("Why not otherwise"))
            assert [f"“{outcome}”" in part for outcome in reasons] == [bool(found) for found in reasons.values()]


def links_of(reasons: Any) -> set[str]:
    """The addresses of the rules, legal tests and sources in a tree of reasons."""
    found: set[str] = set()
    for reason in reasons:
        assert isinstance(reason, Reason)
        if reason.kind in ("rule", "concept"):
            found.add(f"/law/NL/{reason.kind}s/{reason.id}")
        found |= {f"/law/NL/sources/{source}" for source in reason.sources} | links_of(reason.because)
    return found


def test_the_reasons_of_all_these_cases_lead_to_pages_that_exist(show: Show, real_app: Flask) -> None:
    links = {
        link
        for id in (*DILEMMAS, *OTHERS)
        for element in show(id).page.page.tree.all("a")
        if (link := element.get("href", "")).startswith("/law/")
    }
    assert len(links) > 100
    client = real_app.test_client()
    missing = [link for link in sorted(links) if client.head(link).status_code != 200]
    assert missing == []


@every_case
def test_what_would_change_it_is_what_the_document_lists(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        wanted = [change for change in shown.document["changes"] if change["recipient"] == recipient]
        if not wanted:
            assert "What would change this" not in shown.page.cards[recipient].text
            continue
        lines = [said(one) for one in shown.page.cards[recipient].part("What would change this").iter("li")]
        assert len(lines) == len(wanted)
        for change, line in zip(wanted, lines, strict=True):
            assert ("You can bring this about" in line) == (change["by"] == "you")
            for name, value in change["facts"].items():
                fact = shown.book.facts[name]
                assert fact.question in line
                assert all(fact.labels[each] in line for each in ([value] if isinstance(value, str) else value))


@every_case
def test_what_an_open_answer_hangs_on_is_named(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        for fact in shown.document["outcomes"][recipient]["hangs_on"][:5]:
            assert shown.book.facts[fact].question in shown.page.cards[recipient].text


@every_case
def test_assumptions_can_be_changed_and_those_that_matter_stand_apart(show: Show, id: str) -> None:
    shown = show(id)
    changeable = shown.page.changeable()
    matter = shown.advice.assumed_that_matter
    text = shown.page.part("rests")
    for assumed in shown.document["assumed"]:
        first = text.index(assumed["says"])
        assert any(key.partition("/")[0] == assumed["fact"] for key in changeable)
        if assumed["fact"] in matter:
            assert text.index("Assumed, and it matters") < first
        else:
            assert first > text.index("Also assumed, without effect")


@every_case
def test_every_answer_is_shown_can_be_changed_and_judgements_are_marked(show: Show, id: str) -> None:
    shown = show(id)
    changeable = shown.page.changeable()
    marked = [said(one) for one in shown.page.section("rests").iter("dt") if "your judgement" in said(one)]
    answered: list[Key] = [*shown.advice.case.answers, *shown.advice.case.unknown]
    assert len(marked) == sum(shown.book.facts[fact].judgement for fact, _ in answered)
    for fact, recipient in answered:
        line = changeable[f"{fact}/{recipient}" if recipient else fact]
        values = shown.advice.case.answers.get((fact, recipient))
        labels = [shown.book.facts[fact].labels[value] for value in values or ()]
        assert all(label in line for label in labels or ["I do not know" if values is None else "None of these"])


@every_case
def test_what_is_not_covered_stands_where_it_might_change_the_answer(show: Show, id: str) -> None:
    shown = show(id)
    for recipient in shown.asked:
        told = shown.document["outcomes"][recipient]
        for gap in told["not_covered"]:
            assert (gap in shown.page.cards[recipient].text) == (told["answer"] in ("must_not", "open"))


@every_case
def test_guidance_and_myths_are_about_the_rules_at_hand(show: Show, id: str, real_knowledge: KnowledgeBase) -> None:
    shown = show(id)
    text = shown.page.part("guidance") if 'id="guidance"' in shown.page.page.html else ""
    rules = {reason.id for one in shown.asked for reason in shown.advice.why(one)} | set(shown.beyond)
    for kind, key, title in (("guidance", "for", "title"), ("myth", "rules", "claim")):
        for entry in real_knowledge.about(kind, "NL"):
            assert (entry.data[title] in text) == bool(rules & set(entry.data[key])), entry.id


@every_case
def test_coming_law_and_low_confidence_are_said(show: Show, id: str) -> None:
    shown = show(id)
    text = shown.page.part("rests")
    for rule in shown.document["coming"]:
        assert rule["title"] in text
        assert (rule["from"] or "") in text
    for recipient in shown.asked:
        for reason in shown.advice.why(recipient):
            rule = shown.book.rules[reason.id]
            if rule.confidence == "low":
                assert rule.confidence_why in text


@every_case
def test_the_page_names_the_rulebook_the_day_and_whom_to_ask(
    show: Show, id: str, real_knowledge: KnowledgeBase
) -> None:
    shown = show(id)
    text = shown.page.page.text
    assert shown.book.version in text
    assert shown.book.digest[:12] in text
    assert f"law of {TODAY}" in text
    kinds = ("emergency", "mental_health_crisis", "professional_advice", "ethics", "police_non_urgent")
    asked = [entry for entry in real_knowledge.about("contact", "NL") if entry.data["kind"] in kinds]
    asked = [entry for entry in asked if entry.owner == "nl"]
    assert asked
    contacts = shown.page.part("contacts")
    assert all(entry.data["name"] in contacts and entry.data["reach"] in contacts for entry in asked)


@every_case
def test_the_emergency_number_comes_first_where_hours_may_be_left_and_something_may_be_said(
    show: Show, id: str
) -> None:
    shown = show(id)
    text, urgent = said(shown.page.page.tree.all("main")[0]), shown.advice.pathway.urgent
    assert (shown.page.steps("pathway")[0].title == shown.book.steps["call_emergency"].title) == urgent
    assert ("112" in text[: text.index(shown.page.sentences[0])]) == (urgent or shown.advice.within_hours)


@every_case
def test_the_page_can_be_asked_on_exactly_where_something_is_left_to_ask(show: Show, id: str) -> None:
    shown = show(id)
    values = [one.get("value") for one in shown.page.page.tree.all("button")]
    assert ("on" in values) == (shown.document["next_question"] is not None)


def test_the_state_in_the_page_is_the_case(show: Show) -> None:
    shown = show("nl-g-named-threat")
    (state,) = {one.get("value") for one in shown.page.page.tree.all("input") if one.get("name") == "case"}
    assert json.loads(state or "") == shown.advice.case.document(shown.book)
