"""The check as pages, without scripts: the short form, one question at a time, and every way back and on."""

from __future__ import annotations

import pytest

from tests.webapp.browse import Browse, Page
from tests.webapp.walk import begin, question, reply, walk
from tests.webapp.walks import site_of

NAMED_THREAT = {
    "learned_how": "confided",
    "harm_severity": "death",
    "harm_timeframe": "within_days",
    "harm_likelihood": "most_likely",
    "knowledge_state": "believes",
    "consent": "refused",
    "other_ways": "tried_failed",
    "sharing_helps": "nearly_certain",
    "necessity": "indispensable",
    "nl_conscience": "yes",
    "still_avertable": "yes",
    "steps_tried": ["dissuaded", "consulted"],
    "plan_stage": "outline_plan",
    "concern_kind": ["violence"],
    "offence_group": ["killing"],
    "offence_tense": ["future"],
    "target": "named_person",
    "capacity": "able",
    "person_age": "adult",
}


@pytest.fixture
def threat(browse_real: Browse) -> Page:
    """The first question for a psychiatrist who thinks of telling the police."""
    return begin(browse_real, "psychiatrist", "police")


def test_the_form_offers_every_profession_that_the_rulebook_covers(browse_real: Browse) -> None:
    form = browse_real.get("/check").form("role")
    covered = {role for land in site_of(browse_real).countries for role in land.roles}
    assert {"psychiatrist", "nurse", "police_officer", "anyone_else"} <= covered
    assert set(form.choices("role")) == covered
    assert {"police", "crisis_service", "health_insurer"} <= set(form.choices("about"))


def test_a_form_without_a_profession_comes_back_with_what_was_chosen(browse_real: Browse) -> None:
    page = browse_real.post("/check", {"do": "begin", "country": "NL", "about": "police"}, status=422)
    assert "profession" in page.texts("div", css="wrong")[0]
    checked = [one.get("value") for one in page.form("about").controls if "checked" in one.attrib]
    assert checked == ["NL", "police"]


def test_whoever_cannot_be_told_by_a_profession_is_named(browse_real: Browse) -> None:
    chosen = {"do": "begin", "country": "NL", "role": "police_officer", "about": "own_management"}
    page = browse_real.post("/check", chosen, status=422)
    assert "Your own management" in page.texts("div", css="wrong")[0]


def test_who_does_not_know_whom_to_tell_gets_the_usual_ones(browse_real: Browse) -> None:
    page = begin(browse_real, "psychiatrist")
    tags = page.texts("span", css="tag")
    assert "Police" in tags
    assert "Mental-health crisis service" in tags


def test_the_first_question_is_about_danger_and_the_number_stands_before_it(threat: Page) -> None:
    assert question(threat) == "harm_timeframe"
    assert threat.text.index("112") < threat.text.index("When could the harm happen?")


def test_danger_within_hours_puts_the_number_first_on_every_page_after(threat: Page) -> None:
    page = reply(threat, "within_hours")
    assert "Danger within hours: call 112" in page.texts("p", css="call")[0]
    advice = page.submit("Show what we have so far")
    assert "112" in advice.texts("p", css="call")[0]
    assert advice.text.index("Call the emergency number") < advice.text.index("Before you share")


def test_a_question_says_why_it_is_asked_and_offers_not_to_know(threat: Page) -> None:
    assert "Why this is asked" in threat.text
    assert "I do not know" in threat.buttons
    page = reply(threat, None)
    assert question(page) != "harm_timeframe"
    assert "I do not know" in page.texts("dd")[0]


def test_back_returns_to_the_question_before_and_from_the_first_to_the_form(threat: Page) -> None:
    second = reply(threat, "within_days")
    assert question(second.submit("Back")) == "harm_timeframe"
    form = threat.submit("Back")
    checked = {one.get("value") for one in form.form("role").controls if "checked" in one.attrib}
    assert checked == {"NL", "psychiatrist", "police"}


def test_an_earlier_answer_can_be_changed_and_the_later_ones_stay(threat: Page) -> None:
    third = reply(reply(threat, "within_days"), "confided")
    again = third.submit("change=harm_timeframe")
    assert question(again) == "harm_timeframe"
    pressed = [one.get("value") for form in again.forms for one in form.buttons if one.get("aria-pressed") == "true"]
    assert pressed == ["within_days"]
    page = reply(again, "within_weeks" if "within_weeks" in again.html else "later")
    assert question(page) not in ("harm_timeframe", "learned_how")
    assert len(page.texts("dd")) >= 2


def test_an_assumption_is_shown_and_can_be_changed(threat: Page) -> None:
    assert "What we assume until you say otherwise" in threat.text
    page = threat.submit("change=driving")
    assert question(page) == "driving"
    assert "Assumed until now" in page.text


def test_an_answer_that_does_not_fit_the_others_says_why_and_which_to_change(threat: Page) -> None:
    page = reply(reply(threat, "within_days").submit("change=legal_status"), ["deceased"])
    assert page.status == 422
    assert question(page) == "legal_status"
    assert "Someone who has died is no danger any more." in page.texts("div", css="wrong")[0]
    other = page.submit("change=harm_timeframe")
    assert question(other) == "harm_timeframe"
    assert reply(other, "passed").status == 200


def test_ticking_nothing_is_no_answer(browse_real: Browse) -> None:
    page = begin(browse_real, "psychiatrist", "police").submit("change=legal_status")
    again = page.submit("do=ticked")
    assert again.status == 422
    assert question(again) == "legal_status"
    assert question(page.submit("do=none")) != "legal_status"


def test_where_only_judgements_are_left_the_advice_says_which_and_what_they_would_have_to_be(threat: Page) -> None:
    page, asked = walk(threat, NAMED_THREAT)
    assert len(asked) <= 10, asked
    assert not set(asked) & {"other_ways", "sharing_helps", "necessity", "nl_conscience"}
    assert "Whether you may tell the police is now your judgement." in page.text
    assert "Would keeping silent put you in a serious conflict of conscience? Yes" in page.text


def test_judgements_can_be_answered_and_settle_it(threat: Page) -> None:
    page, asked = walk(threat, NAMED_THREAT)
    page, judged = walk(page.submit("Answer what is left to your judgement"), NAMED_THREAT)
    assert set(judged) == {"other_ways", "sharing_helps/police", "necessity/police", "nl_conscience"}
    assert not set(judged) & set(asked)
    assert "You may tell the police." in page.text


def test_after_the_first_usable_answer_more_can_be_asked(threat: Page) -> None:
    page, asked = walk(threat, {**NAMED_THREAT, "learned_how": "outside_work"})
    more = page.submit("Answer more questions, to be more exact")
    assert question(more) not in ("", *asked)
    end, further = walk(more, NAMED_THREAT)
    assert further
    assert "Answer more questions" not in end.text


def test_what_we_have_so_far_can_be_shown_at_once_and_left_again(threat: Page) -> None:
    page = threat.submit("Show what we have so far")
    assert "Not settled yet." in page.text
    assert question(page.submit("Go on with the questions")) == "harm_timeframe"


def test_forgetting_leads_to_a_page_without_answers(threat: Page) -> None:
    page = reply(threat, "within_days").submit("Forget my answers")
    assert page.title == "Forgotten"
    assert not page.forms


def test_titles_say_nothing_about_the_case(threat: Page) -> None:
    page, _ = walk(threat, NAMED_THREAT)
    assert threat.title == "Question 1"
    assert page.title == "What the rules say"
    assert page.submit("Record to print").title == "Record of a decision"
