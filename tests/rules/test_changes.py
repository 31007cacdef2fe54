"""What would change the answer: shown fewest first, split into what one can bring about and what may happen.

That the sets are exactly the smallest ones is held against the reference in `test_engine_against_reference`.
"""

from __future__ import annotations

from typing import Any

from rules.changes import MOST_CHANGES, Change
from rules.model import ROLE_FACT, Presumption, Rulebook
from tests.rules.small import NURSE, fact, key
from tests.rules.tiny import advise, book, norm, secrecy


def changes(rulebook: Rulebook, recipient: str = "police", **said: Any) -> list[Change]:
    """The changes that are shown for a recipient."""
    return advise(rulebook, **said).changes(recipient)


def opens(when: dict[str, Any], *facts: Any, **more: Any) -> Rulebook:
    """Secrecy and one permission."""
    return book(facts, [secrecy(), norm("speak", "may", when=when, **more)])


def test_a_change_says_what_to_answer_and_what_follows() -> None:
    rulebook = opens({"asked": "yes"}, fact("asked", mutable="you"))
    assert changes(rulebook, asked="no") == [Change({key("asked"): ("yes",)}, "police", "may", "you")]


def test_the_change_that_is_shown_works() -> None:
    rulebook = opens({"x": ["b", "c"]}, fact("x", "a", "b", "c", mutable="may_happen"))
    (change,) = changes(rulebook, x="a")
    ((value,),) = change.facts.values()
    assert advise(rulebook, x=value).answer("police") == change.to == "may"


def test_it_is_up_to_you_only_if_all_of_it_is() -> None:
    facts = [fact("asked", mutable="you"), fact("near", mutable="may_happen")]
    rulebook = opens({"all": [{"asked": "yes"}, {"near": "yes"}]}, *facts)
    (change,) = changes(rulebook, asked="no", near="no")
    assert change.facts == {key("asked"): ("yes",), key("near"): ("yes",)}
    assert change.by == "may_happen"
    (change,) = changes(rulebook, asked="no", near="yes")
    assert change.by == "you"


def test_profession_past_and_what_was_not_answered_never_change() -> None:
    when = {"any": [{ROLE_FACT: "officer"}, {"past": "yes"}, {"open": "yes"}]}
    rulebook = opens(when, fact("past"), fact("open", mutable="you"))
    assert changes(rulebook, past="no") == []
    assert changes(rulebook, past="no", role=NURSE) == []


def test_what_is_only_assumed_is_asked_first_and_not_changed() -> None:
    order = fact("order", mutable="may_happen", presume=Presumption(("no",), "No order."))
    rulebook = opens({"order": "yes"}, order)
    assert changes(rulebook) == []
    assert len(changes(rulebook, order="no")) == 1


def test_the_fewest_facts_come_first_and_at_most_three_are_shown_for_a_target() -> None:
    names = ["a", "b", "c", "d"]
    when = {"any": [{"all": [{"x": "yes"}, {"y": "yes"}]}, *({name: "yes"} for name in names)]}
    facts = [fact(name, mutable="you") for name in ("x", "y", *names)]
    found = changes(opens(when, *facts), x="no", y="no", **dict.fromkeys(names, "no"))
    assert [len(change.facts) for change in found] == [1] * MOST_CHANGES


def test_every_other_outcome_is_a_target_and_the_present_one_is_none() -> None:
    facts = [fact("asked", mutable="you"), fact("law", mutable="may_happen")]
    rules = [secrecy(), norm("speak", "may", when={"asked": "yes"}), norm("duty", "must", when={"law": "yes"})]
    rulebook = book(facts, rules)
    assert {change.to for change in changes(rulebook, asked="no", law="no")} == {"must", "may"}
    assert {change.to for change in changes(rulebook, asked="yes", law="no")} == {"must", "must_not"}


def test_a_list_is_changed_as_a_whole() -> None:
    weapon = fact("weapon", "gun", "knife", kind="any_of", mutable="may_happen")
    rulebook = opens({"all": [{"weapon": "gun"}, {"weapon": "knife"}]}, weapon)
    (change,) = changes(rulebook, weapon="")
    assert change.facts == {key("weapon"): ("gun", "knife")}


def test_consent_to_one_recipient_changes_nothing_for_another() -> None:
    consent = fact("consent", per_recipient=True, mutable="you")
    rulebook = opens({"consent": "yes"}, consent, to=("police", "family"))
    refused = {"police": {"consent": "no"}, "family": {"consent": "no"}}
    assert changes(rulebook, "family", of=refused) == [
        Change({key("consent", "family"): ("yes",)}, "family", "may", "you")
    ]


def test_a_change_that_cannot_be_is_not_proposed() -> None:
    facts = [fact("x", mutable="you"), fact("y", mutable="you")]
    rules = [secrecy(), norm("speak", "may", when={"x": "yes"})]
    rulebook = book(facts, rules, never={"all": [{"x": "yes"}, {"y": "no"}]})
    (change,) = changes(rulebook, x="no", y="no")
    assert change.facts.keys() == {key("x"), key("y")}
