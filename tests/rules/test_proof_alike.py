"""Professions that a rulebook treats alike are proved once, and nothing gets lost by that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rules.conditions import parse
from rules.model import Rule, Rulebook
from rules.proof import prove
from rules.proof.alike import alike
from tests.rules.proofs import claims
from tests.rules.small import NURSE, fact
from tests.rules.tiny import PEOPLE, book, norm, secrecy

DOCTOR = "doctor"


def two(*more: Rule, **parts: Any) -> Rulebook:
    """A rulebook for nurses and doctors that binds both of them by every rule."""
    talk = norm("talk", "may", to=PEOPLE, share=["expertise"])
    rules = [secrecy(), talk, norm("speak", "may", when={"x": "yes"}), *more]
    made = book([fact("x"), fact("y")], [replace(rule, binds=frozenset({NURSE, DOCTOR})) for rule in rules], **parts)
    roles = {**made.roles, DOCTOR: replace(made.roles[NURSE], id=DOCTOR)}
    return replace(made, roles=roles, jurisdiction=replace(made.jurisdiction, roles=(NURSE, DOCTOR)))


def test_professions_bound_by_the_same_rules_are_alike() -> None:
    assert alike(two(), ()) == {NURSE: NURSE, DOCTOR: NURSE}


def test_a_rule_for_one_of_them_tells_them_apart() -> None:
    made = two()
    speak = replace(made.rules["speak"], binds=frozenset({NURSE}))
    assert alike(replace(made, rules={**made.rules, "speak": speak}), ()) == {NURSE: NURSE, DOCTOR: DOCTOR}


def test_a_condition_on_the_profession_tells_them_apart_even_where_it_names_both() -> None:
    """Whether naming a profession decides anything is seen only in the proof of that profession."""
    made = two()
    for value in (NURSE, [NURSE, DOCTOR]):
        speak = replace(made.rules["speak"], when=parse({"sharer_role": value}))
        assert alike(replace(made, rules={**made.rules, "speak": speak}), ())[DOCTOR] == DOCTOR


def test_a_profession_that_is_named_beside_another_is_not_found_idle() -> None:
    """The rule binds clerks too, so the condition decides something for all three."""
    made = two()
    when = parse({"all": [{"x": "yes"}, {"sharer_role": [NURSE, DOCTOR]}]})
    clerks = {rule.id: replace(rule, binds=rule.binds | {"clerk"}) for rule in made.rules.values()}
    rules = {**clerks, "speak": replace(clerks["speak"], when=when)}
    roles = {**made.roles, "clerk": replace(made.roles[NURSE], id="clerk")}
    land = replace(made.jurisdiction, roles=(NURSE, DOCTOR, "clerk"))
    assert prove(replace(made, rules=rules, roles=roles, jurisdiction=land)).findings == ()


def test_a_claim_for_one_of_them_tells_them_apart() -> None:
    claim = replace(claims("never", to=["police"], share=["identity"], outcome=["may"]), roles=frozenset({NURSE}))
    assert alike(two(), [claim])[DOCTOR] == DOCTOR


def test_both_are_covered_by_the_proof() -> None:
    proof = prove(two())
    assert proof.findings == ()
    assert [role.role for role in proof.roles] == [NURSE, DOCTOR]
    assert len({replace(role, role="") for role in proof.roles}) == 1


def test_a_finding_names_both() -> None:
    proof = prove(two(norm("no", "must_not", when={"y": "yes"})))
    (finding,) = [finding for finding in proof.findings if finding.check == "contradiction"]
    assert set(finding.roles) == {NURSE, DOCTOR}
