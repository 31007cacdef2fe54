"""What the rules of a country say of an option: each verdict by its reason, duties met by telling or by doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rules import Advice, Clash, KnowledgeBase
from rules.compare import RoleNotCovered
from scenarios.law import Played, Told, Verdict, advice, case_document, possible_case, verdict
from scenarios.model import Known, Option, Role, Scenario, Share
from scenarios.paths import best
from scenarios.walk import Walk
from tests.authoring.examples import TODAY

GRAVE = {"sharer_role": "nurse", "learned_how": "seen", "harm_severity": "serious", "harm_timeframe": "now"}
"""The police or the emergency services must be warned, or the harm prevented (xa-warn)."""

LATER = {**GRAVE, "harm_timeframe": "later", "other_ways": "none_left"}
CONFLICT = {**LATER, "xa_conscience": "no"}
"""Telling who it is is allowed (xa-conflict)."""

LICENCE = {"sharer_role": "nurse", "weapon": ["gun"], "xa_licence": "yes", "harm_severity": "minor"}
"""The police and the care team, both, must hear of it (xa-licence)."""

OFFICER = {**GRAVE, "sharer_role": "officer", "police_purpose": "avert_danger"}
"""The emergency services and the care team, each, must hear of it (xa-officer-warn)."""

SILENT = {"sharer_role": "nurse", "harm_severity": "minor", "weapon": [], "harm_timeframe": "passed"}
SILENT |= {"learned_how": "seen", "other_ways": "some_left", "consent": "refused"}
"""Nothing lifts secrecy."""

Ask = Callable[..., Advice]
Answers = dict[str, str | list[str]]


@pytest.fixture
def ask(knowledge: KnowledgeBase) -> Ask:
    """What the rules say, for some facts, to who thinks of telling the police."""

    def asked(facts: dict[str, Any], about: tuple[str, ...] = ("police",), **recipients: dict[str, Any]) -> Advice:
        document = {"jurisdiction": "XA", "ask_about": list(about), "facts": facts, "recipients": recipients}
        return knowledge.advise(knowledge.case(document, TODAY), TODAY)

    return asked


def does(*steps: str, **told: tuple[str, ...]) -> Option:
    """An option that does some steps and tells some recipients some items."""
    shares = tuple(Share(to, items) for to, items in told.items())
    return Option("it", "acceptable", (), shares, steps)


# -- verdicts ----------------------------------------------------------------------------------------------------------


def test_telling_what_is_forbidden_is_too_much(ask: Ask) -> None:
    found = verdict(ask(SILENT), does(police=("expertise", "identity")))
    assert (found.says, found.duties) == ("too_much", ())
    assert found.told == (Told("police", "expertise", "may"), Told("police", "identity", "must_not"))


def test_telling_what_may_be_told_is_allowed(ask: Ask) -> None:
    assert verdict(ask(CONFLICT), does(police=("identity",))).says == "allowed"
    assert verdict(ask(SILENT), does(police=("expertise",))).says == "allowed"


def test_telling_what_has_to_be_told_meets_a_duty(ask: Ask) -> None:
    found = verdict(ask(GRAVE), does(police=("identity", "expertise")))
    assert found == Verdict("meets_duty", (Told("police", "identity", "must"), Told("police", "expertise", "may")))


def test_silence_where_a_duty_stands_is_too_little(ask: Ask) -> None:
    assert verdict(ask(GRAVE), does()) == Verdict("too_little", (), ("xa-warn",))


def test_silence_where_no_duty_stands_tells_nothing(ask: Ask) -> None:
    assert verdict(ask(SILENT), does("record")) == Verdict("nothing_told", ())


def test_telling_what_hangs_on_something_unknown_is_open(ask: Ask) -> None:
    found = verdict(ask(LATER), does(police=("identity", "expertise")))
    assert found.says == "open"
    assert [told.answer for told in found.told] == ["open", "may"]


def test_too_much_outweighs_all_and_the_duties_left_unmet_are_named(ask: Ask) -> None:
    refused = {"consent": "refused"}
    found = verdict(ask(GRAVE, family=refused), does(family=("identity",)))
    assert (found.says, found.duties) == ("too_much", ("xa-warn",))
    found = verdict(ask(GRAVE, police=refused), does(police=("threat", "full_record")))
    assert (found.says, found.duties) == ("too_much", ())


def test_a_duty_left_unmet_outweighs_what_is_open(ask: Ask) -> None:
    found = verdict(ask(GRAVE), does(care_team=("identity",)))
    assert found.told[0].answer == "open"
    assert (found.says, found.duties) == ("too_little", ("xa-warn",))


def test_somebody_whom_the_profession_cannot_tell_does_not_count(ask: Ask) -> None:
    officer = ask(OFFICER, ("care_team",))
    assert "family" not in officer.recipients
    assert verdict(officer, does(family=("identity",))).told == ()


# -- duties ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "met"),
    [
        (does(police=("threat",)), True),
        (does(emergency_services=("threat",)), True),
        (does("prevent_harm"), True),
        (does("record"), False),
        (does(care_team=("expertise",)), False),
    ],
)
def test_a_duty_to_one_of_several_is_met_by_telling_any_of_them_or_by_what_may_be_done_instead(
    option: Option, met: bool, ask: Ask
) -> None:
    assert (verdict(ask(GRAVE), option).duties == ()) is met


def test_advice_without_a_name_meets_no_duty_to_warn(ask: Ask) -> None:
    found = verdict(ask(GRAVE), does(police=("expertise",)))
    assert (found.says, found.duties) == ("too_little", ("xa-warn",))


def test_what_gives_away_what_the_duty_asks_for_meets_it(ask: Ask) -> None:
    # the diagnosis tells who it is as well
    told = does(police=("diagnosis",))
    facts = ask({**GRAVE, "necessity": "indispensable"})
    assert verdict(facts, told).duties == ()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"police": ("threat",), "care_team": ("threat",)}, "meets_duty"),
        ({"police": ("threat",)}, "too_little"),
        ({"care_team": ("threat",)}, "too_little"),
        ({}, "too_little"),
    ],
)
def test_a_duty_to_all_of_several_is_met_only_by_telling_all(
    told: dict[str, tuple[str, ...]], says: str, ask: Ask
) -> None:
    found = verdict(ask(LICENCE, ("police", "care_team")), does(**told))
    assert (found.says, found.duties) == (says, () if says == "meets_duty" else ("xa-licence",))


def test_a_duty_to_each_of_several_is_met_only_by_telling_each(ask: Ask) -> None:
    officer = ask(OFFICER, ("care_team",))
    assert verdict(officer, does(care_team=("threat",))).duties == ("xa-officer-warn",)
    assert verdict(officer, does(care_team=("threat",), emergency_services=("threat",))).says == "meets_duty"


def test_a_duty_that_was_met_before_asks_for_nothing(ask: Ask) -> None:
    told = {"already_told": "yes"}
    assert verdict(ask(GRAVE, police=told), does()).says == "nothing_told"
    both = ask(LICENCE, ("police", "care_team"), police=told)
    assert verdict(both, does()).duties == ("xa-licence",)


# -- the case that is put to the rules ---------------------------------------------------------------------------------


def test_the_case_holds_what_the_role_knows_and_whom_the_decision_is_about() -> None:
    role = Role("carer", ("nurse",), ("family",))
    known = Known({"weapon": ["knife"]}, {"police": {"consent": "refused"}}, ("other_ways",))
    document = case_document("XA", role, "doctor", known, ("police",))
    assert document == {
        "jurisdiction": "XA",
        "ask_about": ["police"],
        "facts": {"sharer_role": "doctor", "weapon": ["knife"]},
        "recipients": {"police": {"consent": "refused"}},
        "unknown": ["other_ways"],
    }
    assert case_document("XA", role, "nurse", known, ())["ask_about"] == ["family"]


def test_the_rules_are_asked_at_the_decision_with_what_was_known_there(
    knowledge: KnowledgeBase, night: Scenario
) -> None:
    walk = best(night)
    found = advice(knowledge, walk, night.decisions["what-first"], Played("XA", "nurse"), TODAY)
    assert found.case.ask_about == ("police", "care_team")
    assert found.case.answers["harm_timeframe", ""] == {"later"}
    assert ("other_ways", "") in found.case.unknown
    later = advice(knowledge, walk, night.decisions["whom-to-tell"], Played("XA", "nurse"), TODAY)
    assert later.case.answers["harm_timeframe", ""] == {"within_hours"}
    assert (later.answer("police"), later.answer("care_team")) == ("must", "should")


def test_a_choice_changes_what_the_rules_say_after_it(knowledge: KnowledgeBase, night: Scenario) -> None:
    decision = night.decisions["whom-to-tell"]
    said = {
        before: advice(knowledge, Walk(night, {"what-first": before}), decision, Played("XA", "nurse"), TODAY).answer(
            "police"
        )
        for before in ("ask", "ask-a-friend")
    }
    assert said == {"ask": "must", "ask-a-friend": "must_not"}


def test_a_decision_about_nobody_in_particular_is_about_those_whom_its_options_tell(
    knowledge: KnowledgeBase, night: Scenario
) -> None:
    decision = replace(night.decisions["whom-to-tell"], law=())
    found = advice(knowledge, best(night), decision, Played("XA", "nurse"), TODAY)
    assert found.case.ask_about == ("police", "care_team", "family")


def test_a_profession_that_the_country_does_not_cover_is_refused(knowledge: KnowledgeBase, night: Scenario) -> None:
    with pytest.raises(RoleNotCovered):
        advice(knowledge, best(night), night.decisions["what-first"], Played("XA", "doctor"), TODAY)


def possible(knowledge: KnowledgeBase, known: Known) -> dict[tuple[str, str], frozenset[str]]:
    document = case_document("XA", Role("carer", ("nurse",)), "nurse", known, ("police",))
    return dict(possible_case(knowledge.rulebook("XA", TODAY), document).answers)


def test_a_question_that_no_longer_arises_loses_its_answer(knowledge: KnowledgeBase) -> None:
    # the quality of a consent is asked only where it was given, and it was taken back
    about: Answers = {"consent": "refused", "consent_quality": ["informed", "free"]}
    found = possible(knowledge, Known({"xa_licence": "yes", "weapon": ["knife"]}, {"police": about}))
    assert found == {("consent", "police"): {"refused"}, ("weapon", ""): {"knife"}}


def test_a_question_that_still_arises_keeps_its_answer(knowledge: KnowledgeBase) -> None:
    about: Answers = {"consent": "given", "consent_quality": ["informed"]}
    found = possible(knowledge, Known({"xa_licence": "yes", "weapon": ["gun"]}, {"police": about}))
    assert len(found) == 4


def test_an_answer_that_the_country_has_no_question_for_is_left_out(knowledge: KnowledgeBase) -> None:
    assert possible(knowledge, Known({"only_elsewhere": "yes", "harm_severity": "grim"})) == {}


def test_answers_that_cannot_all_be_true_clash(knowledge: KnowledgeBase) -> None:
    with pytest.raises(Clash) as caught:
        possible(knowledge, Known({"capacity": "unable"}, {"police": {"consent": "given"}}))
    assert set(caught.value.answers) == {("capacity", ""), ("consent", "police")}
