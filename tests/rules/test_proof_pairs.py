"""Proofs about pairs find each kind of fault, with a small case that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from rules.model import Item, Outcome, Recipient, Rule, Rulebook
from rules.proof import Finding
from tests.rules.proofs import again, answers_in, findings, proved, the_finding
from tests.rules.small import NURSE, OFFICER, SIDES, fact
from tests.rules.tiny import PEOPLE, book, norm, reading, secrecy, step

OTHER_LAYER = ("data_protection",)


def shown(rulebook: Rulebook, finding: Finding, recipient: str, item: str, outcome: Outcome) -> bool:
    """Whether the example settles a pair on an outcome, and none of its answers could be left out."""
    settled = again(rulebook, finding).possible(recipient, item) == {outcome}
    needed = [again(rulebook, finding, left_out=name).possible(recipient, item) for name in answers_in(finding)]
    return settled and all(len(possible) > 1 for possible in needed)


def spoken_for(*more: Rule) -> list[Rule]:
    """Rules that leave no gap, whatever else there is."""
    return [secrecy(), norm("talk", "may", to=PEOPLE, share=["expertise"]), *more]


def test_a_sound_rulebook_has_no_findings() -> None:
    """And it is said how many cases that was."""
    rulebook = book([fact("x"), fact("idle")], spoken_for(norm("speak", "may", when={"x": "yes"})))
    proof = proved(rulebook)
    assert proof.findings == ()
    (role,) = proof.roles
    assert (role.role, role.cases, role.facts, role.pairs, role.rules) == (NURSE, 2, 1, 6, 3)
    assert role.classes == 3
    assert role.nodes >= 2


def test_cases_are_counted_within_the_constraints() -> None:
    facts = [fact("x"), fact("y", "a", "b", "c"), fact("list", "p", "q", kind="any_of")]
    when = {"any": [{"x": "yes"}, {"y": "a"}, {"list": "p"}]}
    rules = spoken_for(norm("speak", "may", when=when))
    assert proved(book(facts, rules)).roles[0].cases == 2 * 3 * 4
    assert proved(book(facts, rules, never={"all": [{"x": "yes"}, {"y": "a"}]})).roles[0].cases == (6 - 1) * 4


# -- contradictions ----------------------------------------------------------------------------------------------------


def test_rules_of_one_layer_that_contradict_each_other_are_found() -> None:
    rules = spoken_for(norm("no", "must_not", when={"y": "yes"}), norm("yes", "may", when={"x": "yes"}))
    rulebook = book([fact("x"), fact("y"), fact("z")], rules)
    finding = the_finding(rulebook, "contradiction")
    assert finding.about == ("no", "yes", "police", "identity")
    assert answers_in(finding) == {"x", "y"}
    assert shown(rulebook, finding, "police", "identity", "fault")


def test_rules_of_different_layers_do_not_contradict() -> None:
    rules = spoken_for(norm("no", "must_not", layers=OTHER_LAYER, when={"x": "yes"}), norm("yes", "may"))
    assert findings(book([fact("x")], rules), "contradiction") == []


def test_a_contradiction_that_no_case_can_have_is_none() -> None:
    rules = spoken_for(norm("no", "must_not", when={"y": "yes"}), norm("yes", "may", when={"x": "yes"}))
    rulebook = book([fact("x"), fact("y")], rules, never={"all": [{"x": "yes"}, {"y": "yes"}]})
    assert findings(rulebook, "contradiction") == []


def test_a_prohibition_that_defeats_the_permission_does_not_contradict_it() -> None:
    rules = spoken_for(norm("no", "must_not", when={"x": "yes"}, defeats=("yes",)), norm("yes", "may"))
    assert findings(book([fact("x")], rules), "contradiction") == []


# -- gaps --------------------------------------------------------------------------------------------------------------


def test_a_case_that_no_rule_speaks_to_is_found() -> None:
    rules = [secrecy(), norm("talk", "may", to=PEOPLE, share=["expertise"], when={"x": "yes"})]
    rulebook = book([fact("x")], rules)
    finding = the_finding(rulebook, "gap")
    assert finding.about == ("police", "expertise")
    assert answers_in(finding) == {"x"}
    assert shown(rulebook, finding, "police", "expertise", "gap")


# -- items -------------------------------------------------------------------------------------------------------------

RECORD = Item("record", "The record", True, ("identity",), SIDES)


def with_record(*rules: Rule) -> Rulebook:
    """A rulebook in which giving the record gives the identity away."""
    made = book([fact("x")], [*spoken_for(), *rules, norm("shut", "must_not", to=PEOPLE, share=["record"], gate=True)])
    return book([fact("x")], list(made.rules.values()), items={**made.items, "record": RECORD})


def test_an_item_that_may_go_while_what_it_implies_may_not_is_found() -> None:
    rulebook = with_record(norm("speak", "may", when={"x": "yes"}, share=["record"]))
    finding = the_finding(rulebook, "item-coherence")
    assert finding.about == ("police", "record", "police", "identity")
    assert shown(rulebook, finding, "police", "record", "may")
    assert again(rulebook, finding).possible("police", "identity") == {"must_not"}


def test_an_item_that_must_go_while_what_it_implies_only_may_is_found() -> None:
    rules = [norm("duty", "must", share=["record"]), norm("speak", "may", share=["identity"])]
    assert the_finding(with_record(*rules), "item-coherence").about == ("police", "record", "police", "identity")


def test_an_item_that_goes_with_what_it_implies_is_coherent() -> None:
    both = norm("speak", "may", when={"x": "yes"}, share=["record", "identity"])
    assert findings(with_record(both), "item-coherence") == []


# -- tables ------------------------------------------------------------------------------------------------------------


def with_table(*rules: Rule, facts: Iterable[str] = ("x",)) -> Rulebook:
    """A rulebook with a case table at which the police always sits."""
    gates = [secrecy(), norm("shut", "must_not", to=("table",), gate=True)]
    talk = norm("talk", "may", to=(*PEOPLE, "table"), share=["expertise"])
    made = book([fact(name) for name in facts], [*gates, talk, *rules])
    table = Recipient("table", "Table", "", SIDES, members=("police",))
    return book(
        [fact(name) for name in facts], list(made.rules.values()), recipients={**made.recipients, "table": table}
    )


def test_a_table_that_hears_more_than_a_member_may_is_found() -> None:
    rulebook = with_table(norm("tell", "may", to=("table",), when={"x": "yes"}))
    finding = findings(rulebook, "table-coherence")[0]
    assert finding.about == ("table", "identity", "police", "identity")
    assert again(rulebook, finding).possible("table", "identity") == {"may"}
    assert again(rulebook, finding).possible("police", "identity") == {"must_not"}


def test_a_table_that_hears_what_all_members_may_is_coherent() -> None:
    assert findings(with_table(norm("tell", "may", to=("table", "police"), when={"x": "yes"})), "table-coherence") == []


def test_a_statute_about_tables_may_release_more() -> None:
    rule = norm("tell", "may", to=("table",), when={"x": "yes"}, table_release=True)
    assert findings(with_table(rule), "table-coherence") == []


def test_members_that_a_country_adds_count_as_well() -> None:
    rule = norm("tell", "may", to=("table", "police"), when={"x": "yes"})
    found = findings(with_table(rule), "table-coherence", tables={"table": {"family"}})
    assert {finding.about[2] for finding in found} == {"family"}


# -- duties ------------------------------------------------------------------------------------------------------------


def duty(*to: str, when: dict[str, str] | None = None, **more: Any) -> Rule:
    """A duty that one of several satisfies."""
    return norm("duty", "must", when=when, to=to, quantity="one_of", **more)


def closed(*to: str) -> Rule:
    """A prohibition in the other layer."""
    return norm("closed", "must_not", to=to, layers=OTHER_LAYER)


def test_a_duty_with_nobody_left_to_tell_is_found() -> None:
    rulebook = book([fact("x"), fact("y")], spoken_for(closed("police"), duty("police", when={"x": "yes"})))
    found = findings(rulebook, "empty-duty")
    assert {finding.about for finding in found} == {("duty", "identity"), ("duty", "threat")}
    assert answers_in(found[0]) == {"x"}
    assert again(rulebook, found[0]).pair_status("duty", "police", "identity") == "stands"
    assert again(rulebook, found[0]).possible("police", "identity") == {"must_not"}


@pytest.mark.parametrize(
    ("rule", "shut"),
    [
        (lambda: duty("police", "family"), ("police",)),
        (lambda: duty("police", or_do=("dissuade",)), ("police",)),
        (lambda: norm("duty", "must", layers=()), ("police",)),
    ],
    ids=["another member is left", "something else can be done", "it opens no gate and says so"],
)
def test_a_duty_that_can_still_be_met_is_no_fault(rule: Callable[[], Rule], shut: tuple[str, ...]) -> None:
    rulebook = book([], spoken_for(closed(*shut), rule()), steps=[step("dissuade")])
    assert findings(rulebook, "empty-duty") == []


def test_an_empty_duty_is_found_whatever_its_first_item_is() -> None:
    """The first item is the nurse's business only; the duty binds the officer as well."""
    rules = [closed("police"), duty("police", share=["medical", "identity"])]
    made = book([], spoken_for(*rules))
    medical = Item("medical", "Medical", True, (), ("care",))
    rulebook = book([], list(made.rules.values()), items={"medical": medical, **made.items})
    assert {finding.about for finding in findings(rulebook, "empty-duty", roles=(OFFICER,))} == {("duty", "identity")}


# -- examples ----------------------------------------------------------------------------------------------------------


def test_an_example_about_a_recipient_answers_about_that_recipient() -> None:
    facts = [fact("consent", per_recipient=True)]
    rules = spoken_for(norm("no", "must_not", when={"consent": "no"}), norm("yes", "may"))
    rulebook = book(facts, rules)
    finding = the_finding(rulebook, "contradiction")
    assert finding.example
    assert finding.example["recipients"] == {"police": {"consent": "no"}}
    assert finding.example["ask_about"] == ["police"]
    assert shown(rulebook, finding, "police", "identity", "fault")


def test_an_example_says_under_which_reading_it_holds() -> None:
    """A reading is no answer that a case can give, so it stands apart."""
    rules = spoken_for(norm("no", "must_not", when={"wide": "no"}), norm("yes", "may"))
    rulebook = book([], rules, readings=[reading("wide", "yes", "no")])
    finding = the_finding(rulebook, "contradiction")
    assert finding.example
    assert finding.example["under the reading"] == {"wide": "no"}
    assert "fault" in again(rulebook, finding).possible("police", "identity")


def test_an_example_holds_no_answer_that_follows_from_the_others() -> None:
    """That y is yes follows from x."""
    rules = spoken_for(
        norm("no", "must_not", when={"all": [{"x": "yes"}, {"y": "yes"}]}), norm("yes", "may", when={"x": "yes"})
    )
    rulebook = book([fact("x"), fact("y")], rules, never={"all": [{"x": "yes"}, {"y": "no"}]})
    assert answers_in(the_finding(rulebook, "contradiction")) == {"x"}


def test_an_example_does_not_name_what_the_shortest_way_only_passes() -> None:
    """Found on the way over x, though y alone suffices."""
    when = {"any": [{"all": [{"x": "yes"}, {"y": "yes"}]}, {"all": [{"x": "no"}, {"y": "yes"}]}]}
    rules = spoken_for(norm("no", "must_not", when=when), norm("yes", "may"))
    assert answers_in(the_finding(book([fact("x"), fact("y")], rules), "contradiction")) == {"y"}


def test_an_example_with_half_a_list_is_a_case_that_can_be() -> None:
    """Something is always ticked; that q is not leaves p only."""
    rules = spoken_for(norm("no", "must_not", when={"not": {"list": "q"}}), norm("yes", "may"))
    rulebook = book([fact("list", "p", "q", kind="any_of")], rules, never={"list": "none"})
    assert shown(rulebook, the_finding(rulebook, "contradiction"), "police", "identity", "fault")


def test_an_example_shows_why_a_question_does_not_apply() -> None:
    when = {"all": [{"not": {"paper": "yes"}}, {"not": {"paper": "no"}}]}
    rules = spoken_for(norm("no", "must_not", when=when), norm("yes", "may"))
    rulebook = book([fact("asked"), fact("paper", asked_when={"asked": "yes"})], rules)
    assert shown(rulebook, the_finding(rulebook, "contradiction"), "police", "identity", "fault")


# -- professions -------------------------------------------------------------------------------------------------------


def test_the_same_fault_for_several_professions_is_one_finding() -> None:
    rulebook = book([], spoken_for(norm("no", "must_not"), norm("yes", "may")))
    finding = the_finding(rulebook, "contradiction", roles=(NURSE, OFFICER))
    assert finding.roles == (NURSE, OFFICER)
    assert finding.example
    assert finding.example["facts"] == {"sharer_role": NURSE}


def test_a_fault_of_one_profession_is_told_as_such() -> None:
    rulebook = book([], spoken_for(norm("no", "must_not", binds=(OFFICER,)), norm("yes", "may")))
    assert the_finding(rulebook, "contradiction", roles=(NURSE, OFFICER)).roles == (OFFICER,)


def test_progress_is_told_profession_by_profession() -> None:
    told: list[str] = []
    proved(book([], spoken_for()), roles=(NURSE, OFFICER), progress=told.append)
    assert told == [NURSE, OFFICER, "all professions"]


def test_an_example_is_the_smallest_there_is() -> None:
    """That y is yes suffices whatever x is; the way found goes over x and a."""
    either = [{"all": [{"x": x}, {"any": [{"y": "yes"}, {z: "yes"}]}]} for x, z in (("yes", "a"), ("no", "b"))]
    rules = spoken_for(norm("no", "must_not", when={"any": either}), norm("yes", "may"))
    rulebook = book([fact(name) for name in "xaby"], rules)
    assert answers_in(the_finding(rulebook, "contradiction")) == {"y"}


@pytest.mark.xfail(reason="the example answers about the table and leaves open what holds for the member")
def test_an_example_of_a_table_settles_the_member_too() -> None:
    consent = fact("consent", per_recipient=True)
    made = with_table(norm("tell", "may", to=("table",)))
    rules = [*made.rules.values(), norm("agreed", "may", when={"consent": "yes"})]
    rulebook = book([consent], rules, recipients=made.recipients)
    finding = next(f for f in findings(rulebook, "table-coherence") if f.about[1] == "identity")
    assert again(rulebook, finding).possible("police", "identity") == {"must_not"}
