"""The record that is printed and signed: everything that somebody must be able to check later stands on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import TODAY, load
from tests.webapp.advised import advised, golden, of_class, said
from tests.webapp.browse import Browse, Page
from tests.webapp.cases import DANGER, FORBIDDEN, HEARSAY, LICENCE, OPEN, TABLE
from tests.webapp.conftest import pages_over
from tests.webapp.html_tree import elements_in, name
from webapp.app import create_app
from webapp.site import Site

Overlay = Callable[[str, str], Path]

PROVENANCE = re.compile(r"\((?P<rule>[a-z0-9-]+); (?P<sources>[a-z0-9, -]+); (?P<confidence>\w+) confidence; ")


@dataclass(frozen=True)
class Record:
    """The page of a record."""

    page: Page

    @property
    def text(self) -> str:
        """All of it."""
        return said(self.page.tree.all("main")[0])

    def under(self, heading: str) -> str:
        """What stands between a heading and the next one."""
        titles = [said(one) for one in self.page.tree.all("h2")]
        after = self.text[self.text.index(heading) + len(heading) :]
        following = titles[titles.index(heading) + 1 :]
        return after[: after.index(following[0])] if following else after


def recorded(browse: Browse, case: Mapping[str, Any]) -> Record:
    """The record of a case, reached as a person reaches it."""
    return Record(advised(browse, case).page.submit("record"))


@pytest.fixture
def danger(browse: Browse) -> Record:
    return recorded(browse, DANGER)


def test_it_carries_country_profession_rulebook_and_days(danger: Record, knowledge: KnowledgeBase) -> None:
    book = knowledge.rulebook("XA", TODAY)
    assert f"Nurse, Exampleland. Made on {TODAY}. Law of {TODAY}; rulebook XA, version {book.version}" in danger.text
    assert book.digest[:16] in danger.text


def test_the_day_it_was_made_is_not_the_day_of_the_law(browse: Browse) -> None:
    record = recorded(browse, {**TABLE, "as_of": "2025-06-01"})
    assert f"Made on {TODAY}. Law of 2025-06-01" in record.text


def test_it_names_what_an_overlay_replaced(overlay: Overlay) -> None:
    contact = "{id: xa-chamber, kind: ethics, name: Own, reach: '1', source: null, for: Advice., verified: true}"
    own = load(overlay("rules/sets/xa/contacts.yaml", f"contacts:\n  - {contact}\n"))
    assert "contact xa-chamber" in recorded(Browse(pages_over(own).test_client()), OPEN).text


def test_every_answer_is_on_it_and_judgements_are_marked(danger: Record) -> None:
    lines = {said(one) for one in danger.page.tree.all("dt")}
    assert {"How do you know?", "Does the person agree to telling this recipient? (Police)"} <= lines
    assert {"Does this recipient need it? (Police) your judgement", "Is there any milder way? your judgement"} <= lines
    answered = danger.under("What was answered")
    assert "Is there any milder way? your judgement I do not know" in answered
    assert "How bad is the harm that you fear? Death or grave injury" in answered


def test_a_case_without_answers_says_so(browse: Browse) -> None:
    assert "Only country, profession and recipients were chosen." in recorded(browse, OPEN).text


def test_every_assumption_is_on_it_and_what_matters_says_so(browse: Browse, knowledge: KnowledgeBase) -> None:
    record = recorded(browse, HEARSAY)
    document = knowledge.advise(knowledge.case(HEARSAY, TODAY), TODAY).document()
    assumed = record.under("What was assumed")
    assert document["assumed"]
    assert all(entry["says"] in assumed for entry in document["assumed"])
    assert "Nobody has asked you for it. (it matters)" in assumed


def test_every_rule_is_there_with_its_sources_confidence_and_review(browse: Browse, knowledge: KnowledgeBase) -> None:
    book = knowledge.rulebook("XA", TODAY)
    found = list(PROVENANCE.finditer(recorded(browse, HEARSAY).text))
    assert {match["rule"] for match in found} == {"xa-conflict", "xb-data", "xa-secrecy"}
    for match in found:
        assert tuple(match["sources"].split(", ")) == book.rules[match["rule"]].sources
        assert match["confidence"] == book.rules[match["rule"]].confidence


def test_every_source_says_when_it_was_checked_and_whether_it_was_read(browse: Browse) -> None:
    sources = recorded(browse, HEARSAY).under("Sources")
    assert "Schweigegesetz (Secrecy Act), checked 2026-11-24" in sources
    assert "Charter of the examples (Charter of the examples), checked 2026-11-24, text not seen" in sources


def test_a_source_past_its_review_is_named() -> None:
    app = create_app(Site(load(), lambda: date(2099, 6, 1)))
    record = recorded(Browse(app.test_client()), DANGER)
    assert "Secrecy Act: was to be checked again by 2099-01-01." in record.under("Take care")


def test_it_says_what_goes_what_stays_and_what_is_open(browse: Browse, danger: Record) -> None:
    assert "must: What was said or done; Who the person is; That the person is a patient; Diagnosis" in danger.text
    assert "may: General knowledge" in danger.text
    assert "stays: The whole record" in danger.text
    assert "still open: Who the person is" in recorded(browse, LICENCE).text


def test_it_says_the_or_the_deadline_and_that_the_number_comes_first(danger: Record) -> None:
    says = danger.under("What the rules say")
    assert "call 199 first" in says
    assert "the police or Emergency services, or do this instead: prevent the harm yourself" in says
    assert "By when: in time to avert it; by telephone; to whoever is nearest." in says


def test_a_duty_beyond_what_was_asked_and_a_duty_that_was_met_are_on_it(
    browse: Browse, knowledge: KnowledgeBase
) -> None:
    beyond = recorded(browse, golden(knowledge.golden("XA"), "XA", "xa-g-confided"))
    assert "Duty: Duty to warn. Tell Emergency services" in beyond.under("What the rules say")
    assert "Duty (done): Report a licence." in recorded(browse, LICENCE).text


def test_a_must_not_says_what_instead_and_what_is_not_covered(browse: Browse) -> None:
    says = recorded(browse, FORBIDDEN).under("What the rules say")
    assert "Instead: the steps below." in says
    assert "Not covered here: The law of the islands on families is not covered." in says


def test_an_open_answer_says_what_it_depends_on(browse: Browse) -> None:
    says = recorded(browse, OPEN).under("What the rules say")
    assert "It depends on:" in says
    assert "How bad is the harm that you fear?" in says


def test_unsettled_law_is_on_it_with_both_readings(browse: Browse) -> None:
    says = recorded(browse, HEARSAY).under("What the rules say")
    assert "Does hearsay count? The northern courts let it count. Then: may." in says
    assert "The southern courts do not. Then: not on these facts." in says


def test_what_a_professional_body_advises_against_is_on_it(browse: Browse, knowledge: KnowledgeBase) -> None:
    record = recorded(browse, golden(knowledge.golden("XA"), "XA", "xa-g-conflict"))
    assert "A professional body advises against it. Speak to one recipient, not to a table." in record.text


def test_the_steps_are_those_of_the_advice_to_tick_with_what_not_to_do(browse: Browse) -> None:
    page = advised(browse, FORBIDDEN)
    record = Record(page.page.submit("record"))
    (steps,) = [one for one in record.page.tree.all("ol") if "ticks" in one.get("class", "")]
    listed = [said(one) for one in steps if name(one) == "li"]
    assert listed == [f"{step.title} ({step.force})" for step in page.steps("pathway")]
    assert "Do not: Ask for consent; Tell the person." in record.text


def test_it_ends_with_room_for_reasons_and_for_another_decision_and_says_who_may_read_it(danger: Record) -> None:
    headings = [said(one) for one in danger.page.tree.all("h2")]
    assert headings[-2:] == ["My reasons", "I decided otherwise because"]
    assert len(of_class(danger.page.tree.root, "lines")) == 2
    assert "Date and signature" in danger.text
    assert re.search(r"the person may ask to read it, and so may a court", danger.text)


def test_nothing_on_it_has_to_be_opened_or_pressed(danger: Record) -> None:
    paper = [one for one in danger.page.tree.all("main")[0] if "no-print" not in one.get("class", "")]
    names = {name(one) for part in paper for one in elements_in(part)}
    assert not names & {"details", "summary", "button", "input", "a", "form"}


def test_nothing_is_asked_for_that_could_name_anybody(danger: Record) -> None:
    kinds = {one.get("type") for one in danger.page.tree.all("input", "textarea")}
    assert kinds == {"hidden"}


def test_the_advice_and_the_file_are_one_press_away(danger: Record) -> None:
    assert danger.page.submit("show").title == "What the rules say"
    assert danger.page.send("save").mimetype == "application/json"


@pytest.mark.parametrize("id", ["nl-g-named-threat", "nl-g-past-killing", "nl-g-duty-136-social-worker"])
def test_a_real_record_says_what_the_advice_says(browse_real: Browse, real_knowledge: KnowledgeBase, id: str) -> None:
    case = golden(real_knowledge.golden("NL"), "NL", id)
    advice = real_knowledge.advise(real_knowledge.case(case, TODAY), TODAY)
    document, book = advice.document(), advice.rulebook
    record = recorded(browse_real, case)
    for recipient in advice.case.ask_about:
        told = document["outcomes"][recipient]
        for item in (item for item, one in told["items"].items() if one["answer"] in ("must", "should", "may")):
            assert book.items[item].label in record.text
        assert {reason.id for reason in advice.why(recipient)[:4]} <= {
            match["rule"] for match in PROVENANCE.finditer(record.text)
        }
        assert all(gap in record.text for gap in told["not_covered"] if told["answer"] in ("must_not", "open"))
        for entry in told["unsettled"]:
            (option,) = [one for one in book.readings[entry["reading"]].options if one.value == entry["value"]]
            assert option.says in record.text
    sources = {entry.id: entry.data["title"] for entry in real_knowledge.about("source", "NL")}
    listed = record.under("Sources")
    rules = [reason.id for recipient in advice.case.ask_about for reason in advice.why(recipient)]
    assert all(sources[source] in listed for rule in rules for source in book.rules[rule].sources)
