"""Invariants: each kind of claim holds or fails, and a failure shows a small case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rules.case_reader import read_case
from rules.conditions import ALWAYS, parse
from rules.proof import Finding, Invariant
from rules.proof.invariants import invariant
from tests.rules.proofs import again, answers_in, claims, proved
from tests.rules.small import NURSE, OFFICER, explains, fact
from tests.rules.tiny import PEOPLE, book, norm, secrecy, step, uses

FACTS = [fact("danger"), fact("ill"), fact("consent", per_recipient=True)]
RULES = [
    secrecy(),
    norm("talk", "may", to=PEOPLE, share=["expertise"]),
    norm("speak", "may", when={"danger": "yes"}),
    norm("with_consent", "may", when={"consent": "yes"}, to=PEOPLE),
]
BOOK = book(FACTS, RULES)


def fails(claim: Invariant, **more: Any) -> list[Finding]:
    """The failures of one claim."""
    rulebook = more.pop("rulebook", BOOK)
    return [finding for finding in proved(rulebook, [claim], **more).findings if finding.check == "invariant"]


# -- never, only -------------------------------------------------------------------------------------------------------


def test_never_holds_where_the_outcome_never_occurs() -> None:
    safe = {"danger": "yes"}
    assert fails(claims("never", safe, to=["police"], share="identifying", outcome=["must_not"])) == []
    assert fails(claims("never", to=["police"], share=["identity"], outcome=["must", "should", "gap", "fault"])) == []


def test_never_fails_with_the_smallest_case_that_has_the_outcome() -> None:
    claim = claims("never", to=["police"], share=["identity"], outcome=["must_not"])
    (finding,) = fails(claim)
    assert finding.about == ("inv", "police", "identity")
    assert finding.says == "inv fails for identity to police: Always"
    assert answers_in(finding) == {"danger", "consent"}
    assert again(BOOK, finding).possible("police", "identity") == {"must_not"}
    for name in ("danger", "consent"):
        assert len(again(BOOK, finding, left_out=name).possible("police", "identity")) > 1


def test_a_claim_is_made_only_for_the_cases_it_names() -> None:
    claim = claims("never", {"consent": "no"}, to=["family"], share=["identity"], outcome=["may"])
    assert fails(claim) == []
    (finding,) = fails(replace(claim, when=parse({"ill": "yes"})))
    assert finding.about == ("inv", "family", "identity")
    assert again(BOOK, finding).possible("family", "identity") == {"may"}


def test_only_allows_these_outcomes_and_no_other() -> None:
    assert fails(claims("only", to=["family"], share=["identity"], outcome=["may", "must_not"])) == []
    (finding,) = fails(claims("only", to=["family"], share=["identity"], outcome=["may"]))
    assert again(BOOK, finding).possible("family", "identity") == {"must_not"}


def test_a_gap_is_an_outcome_that_only_does_not_allow() -> None:
    rulebook = book([], [norm("speak", "may", share=["threat"])])
    (finding,) = fails(claims("only", to=["police"], share=["identity"], outcome=["may"]), rulebook=rulebook)
    assert again(rulebook, finding).possible("police", "identity") == {"gap"}


def test_everyone_and_identifying_are_spelled_out_and_one_failure_a_recipient_is_enough() -> None:
    found = fails(claims("never", to="everyone", share="identifying", outcome=["must_not"]))
    assert [finding.about[1:] for finding in found] == [("police", "identity"), ("family", "identity")]


def test_what_is_not_in_question_for_a_profession_is_left_out() -> None:
    claim = claims("never", to=["nobody"], share=["identity"], outcome=["must_not"])
    assert fails(claim) == []


def test_a_claim_about_other_professions_is_not_tried() -> None:
    claim = replace(
        claims("never", to=["police"], share=["identity"], outcome=["must_not"]), roles=frozenset({OFFICER})
    )
    assert fails(claim) == []
    assert len(fails(claim, roles=(NURSE, OFFICER))) == 1


# -- not worse with ----------------------------------------------------------------------------------------------------

CONSENT: Mapping[str, Any] = {"to": "everyone", "share": "identifying", "set": {"consent": "yes"}}


def test_consent_that_only_opens_makes_nothing_worse() -> None:
    assert fails(claims("not_worse_with", **CONSENT)) == []


def test_consent_that_closes_something_makes_it_worse() -> None:
    odd = norm("odd", "must_not", when={"consent": "yes"}, layers=("data_protection",))
    rulebook = book(FACTS, [*RULES, odd])
    (finding,) = fails(claims("not_worse_with", **CONSENT), rulebook=rulebook)
    assert finding.about == ("inv", "police", "identity")
    before = again(rulebook, finding)
    assert before.possible("police", "identity") == {"may"}
    assert finding.example
    finding.example["recipients"] = {"police": {"consent": "yes"}}
    assert again(rulebook, finding).possible("police", "identity") == {"must_not"}


def test_a_duty_that_becomes_a_permission_is_worse() -> None:
    rules = [secrecy(), norm("speak", "may"), norm("duty", "must", unless={"consent": "yes"})]
    assert len(fails(claims("not_worse_with", **CONSENT), rulebook=book(FACTS, rules))) == 1


def test_a_comparison_with_cases_that_cannot_be_is_none() -> None:
    """The one who cannot decide never consents, so consent never makes that case worse."""
    odd = norm("odd", "must_not", when={"consent": "yes"}, layers=("data_protection",))
    never = {"consent": "yes"}
    rulebook = book(FACTS, [*RULES, odd], never=never)
    assert fails(claims("not_worse_with", **CONSENT), rulebook=rulebook) == []


# -- never step --------------------------------------------------------------------------------------------------------


def asks(*rules: Any) -> Any:
    """A rulebook with the step `announce`."""
    return book([*FACTS, fact("risk")], [*RULES, *rules], steps=[step("announce")])


NEVER_ANNOUNCE = claims("never_step", {"risk": "yes"}, step="announce", force="must")


def test_a_step_that_no_rule_asks_for_so_firmly_is_no_failure() -> None:
    advises = norm("advises", "may", when={"danger": "yes"}, steps=uses("announce"))
    careful = norm("careful", "may", when={"ill": "yes"}, steps=uses("announce", force="must", when={"risk": "no"}))
    assert fails(NEVER_ANNOUNCE, rulebook=asks(advises, careful)) == []


def test_a_step_that_a_rule_asks_for_is_a_failure() -> None:
    rulebook = asks(norm("firm", "may", when={"ill": "yes"}, steps=uses("announce", force="must")))
    (finding,) = fails(NEVER_ANNOUNCE, rulebook=rulebook)
    assert finding.about == ("inv", "firm")
    assert answers_in(finding) == {"risk", "ill"}
    assert again(rulebook, finding).rule_status("firm") == "stands"


def test_rules_without_pairs_are_looked_at_too() -> None:
    rulebook = asks(explains("firm", steps=uses("announce", force="must")))
    assert [finding.about for finding in fails(NEVER_ANNOUNCE, rulebook=rulebook)] == [("inv", "firm")]


def test_a_defeated_rule_asks_for_nothing() -> None:
    firm = norm("firm", "may", when={"ill": "yes"}, steps=uses("announce", force="must"))
    rulebook = asks(firm, explains("spares", when={"risk": "yes"}, defeats=("firm",)))
    assert fails(NEVER_ANNOUNCE, rulebook=rulebook) == []


def test_the_example_of_a_step_can_be_read_where_it_turns_on_a_recipient() -> None:
    rulebook = asks(norm("firm", "may", when={"consent": "yes"}, steps=uses("announce", force="must")))
    (finding,) = fails(NEVER_ANNOUNCE, rulebook=rulebook)
    assert finding.example
    read_case(finding.example, rulebook)


# -- from content ------------------------------------------------------------------------------------------------------


def test_an_invariant_is_read_from_its_entry() -> None:
    entry = {
        "id": "inv",
        "title": "Always",
        "for": ["carers", OFFICER],
        "when": {"danger": "yes"},
        "claim": {"never": {"to": "everyone", "share": "identifying", "outcome": ["must"]}},
    }
    found = invariant(entry, BOOK, {"carers": (NURSE,)})
    assert found.roles == {NURSE, OFFICER}
    assert found.kind == "never"
    assert found.when == parse({"danger": "yes"})
    everyone = invariant({**entry, "for": "everyone", "when": None}, BOOK, {})
    assert everyone.roles == {NURSE, OFFICER}
    assert everyone.when == ALWAYS


def test_the_number_of_invariants_is_part_of_the_proof() -> None:
    claim = claims("never", {"danger": "yes"}, to=["police"], share=["identity"], outcome=["must_not"])
    assert proved(BOOK, [claim, claim]).invariants == 2
    assert proved(BOOK).invariants == 0
