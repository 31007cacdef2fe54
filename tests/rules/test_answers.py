"""Answers on the diagrams: which clash, what is presumed until asked, and what one recipient says about all."""

from __future__ import annotations

from typing import Any

import pytest

from rules.answers import Answers
from rules.conditions import parse
from rules.evaluate import Clash
from rules.model import Constraint, Presumption
from tests.rules.small import fact, key
from tests.rules.tiny import book, evaluated, norm, secrecy

# -- clashes -----------------------------------------------------------------------------------------------------------


def test_a_clash_names_the_answers_that_clash_and_no_other() -> None:
    """And what forbids them, in the words of the constraint."""
    facts = [fact(name) for name in ("a", "dead", "b", "dangerous", "c")]
    rulebook = book(facts, [], never={"all": [{"dead": "yes"}, {"dangerous": "yes"}]})
    with pytest.raises(Clash) as caught:
        evaluated(rulebook, a="yes", dead="yes", b="no", dangerous="yes", c="no")
    assert set(caught.value.answers) == {key("dead"), key("dangerous")}
    assert caught.value.says == ("That cannot be.",)
    assert str(caught.value) == "these answers cannot all be true: dead, dangerous. That cannot be."


def test_a_clash_among_many_answers_is_found_by_asking_once_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """To explain a clash while looking for it would double the work with every answer."""
    names = [f"other{number}" for number in range(30)]
    facts = [fact(name) for name in ("dead", "dangerous", *names)]
    rulebook = book(facts, [], never={"all": [{"dead": "yes"}, {"dangerous": "yes"}]})
    asked: list[Answers] = []
    really = Answers.fit

    def fit(answers: Answers) -> bool:
        asked.append(answers)
        return really(answers)

    monkeypatch.setattr(Answers, "fit", fit)
    said: dict[str, Any] = {"dead": "yes", "dangerous": "yes", **dict.fromkeys(names, "no")}
    with pytest.raises(Clash) as caught:
        evaluated(rulebook, **said)
    assert set(caught.value.answers) == {key("dead"), key("dangerous")}
    assert len(asked) == 1 + len(facts)


def test_none_of_the_answers_named_can_be_left_out() -> None:
    """Three answers clash, no two of them do."""
    facts = [fact(name) for name in "xyzw"]
    rulebook = book(facts, [], never={"all": [{"x": "yes"}, {"y": "yes"}, {"z": "yes"}]})
    with pytest.raises(Clash) as caught:
        evaluated(rulebook, x="yes", y="yes", z="yes", w="yes")
    assert set(caught.value.answers) == {key("x"), key("y"), key("z")}
    for left_out in "xyz":
        said: dict[str, Any] = {name: "yes" for name in "xyzw" if name != left_out}
        evaluated(rulebook, **said)


def test_a_clash_about_a_recipient_names_the_recipient() -> None:
    facts = [fact("consent", per_recipient=True), fact("able")]
    rulebook = book(facts, [], never={"all": [{"consent": "yes"}, {"able": "no"}]})
    with pytest.raises(Clash) as caught:
        evaluated(rulebook, able="no", of={"family": {"consent": "yes"}, "police": {"consent": "no"}})
    assert set(caught.value.answers) == {key("able"), key("consent", "family")}
    assert "consent (family)" in str(caught.value)


def test_an_answer_to_a_question_that_does_not_apply_clashes() -> None:
    rulebook = book([fact("asked"), fact("paper", asked_when={"asked": "yes"})], [])
    with pytest.raises(Clash) as caught:
        evaluated(rulebook, asked="no", paper="yes")
    assert set(caught.value.answers) == {key("asked"), key("paper")}
    assert any("'paper'" in says for says in caught.value.says)


def test_two_recipients_can_clash_through_what_they_have_in_common() -> None:
    """Each answer is possible alone; no common fact fits both."""
    facts = [fact("consent", per_recipient=True), fact("able")]
    never = {"any": [{"all": [{"consent": "yes"}, {"able": "no"}]}, {"all": [{"consent": "no"}, {"able": "yes"}]}]}
    rulebook = book(facts, [], never=never)
    evaluated(rulebook, of={"police": {"consent": "yes"}})
    with pytest.raises(Clash) as caught:
        evaluated(rulebook, of={"police": {"consent": "yes"}, "family": {"consent": "no"}})
    assert set(caught.value.answers) == {key("consent", "police"), key("consent", "family")}


def test_a_clash_always_says_what_forbids_it() -> None:
    """Also where the answers clash only through a fact that stands between them."""
    chain = [{"all": [{"x": "yes"}, {"m": "no"}]}, {"all": [{"m": "yes"}, {"y": "yes"}]}]
    parts = [Constraint(str(n), f"Rule {n}.", parse(never)) for n, never in enumerate(chain)]
    rulebook = book([fact(name) for name in "xmy"], [], constraints=tuple(parts))
    with pytest.raises(Clash) as caught:
        evaluated(rulebook, x="yes", y="yes")
    assert set(caught.value.answers) == {key("x"), key("y")}
    assert caught.value.says == ("Rule 0.", "Rule 1.")


# -- presumptions ------------------------------------------------------------------------------------------------------

ORDER = fact("order", presume=Presumption(("no",), "There is no order.", unless_asking_about=("family",)))
ORDERED = book([ORDER, fact("x")], [secrecy(), norm("order", "must", when={"order": "yes"})])


def test_what_is_presumed_holds_and_is_visible() -> None:
    found = evaluated(ORDERED)
    assert found.assumed == [key("order")]
    assert found.answered == {key("order"): frozenset({"no"})}
    assert found.possible("police", "identity") == {"must_not"}


def test_strict_presumes_nothing() -> None:
    found = evaluated(ORDERED, strict=True)
    assert found.assumed == []
    assert found.possible("police", "identity") == {"must", "must_not"}


@pytest.mark.parametrize("value", ["yes", "no"])
def test_an_answer_takes_the_place_of_a_presumption(value: str) -> None:
    found = evaluated(ORDERED, order=value)
    assert found.assumed == []
    assert found.answered == {key("order"): frozenset({value})}


def test_who_does_not_know_is_presumed_nothing() -> None:
    found = evaluated(ORDERED, "order")
    assert found.assumed == []
    assert found.possible("police", "identity") == {"must", "must_not"}


def test_some_presumptions_end_when_a_certain_recipient_is_asked_about() -> None:
    assert evaluated(ORDERED, about=["police"]).assumed == [key("order")]
    assert evaluated(ORDERED, about=["family"]).assumed == []


def test_a_presumption_that_the_answers_exclude_is_dropped() -> None:
    rulebook = book([ORDER, fact("x")], [], never={"all": [{"x": "yes"}, {"order": "no"}]})
    assert evaluated(rulebook).assumed == [key("order")]
    found = evaluated(rulebook, x="yes")
    assert found.assumed == []
    assert found.answered == {key("x"): frozenset({"yes"})}


def test_no_presumption_holds_where_the_question_does_not_apply() -> None:
    asked_when = {"x": "yes"}
    paper = fact("paper", asked_when=asked_when, presume=Presumption(("no",), "No paper."))
    rulebook = book([fact("x"), paper], [])
    assert evaluated(rulebook, x="no").assumed == []
    assert evaluated(rulebook, x="yes").assumed == [key("paper")]


def test_a_presumption_about_recipients_is_dropped_for_the_one_that_excludes_it() -> None:
    told = fact("told", per_recipient=True, presume=Presumption(("no",), "Not told."))
    rulebook = book([told], [])
    found = evaluated(rulebook, of={"police": {"told": "yes"}})
    assert found.assumed == [key("told", "family")]


def test_a_presumed_list_is_presumed_as_a_whole() -> None:
    weapon = fact("weapon", "gun", "knife", kind="any_of", presume=Presumption((), "No weapon."))
    found = evaluated(book([weapon], [norm("r", "may", when={"weapon": "none"})]))
    assert found.answered == {key("weapon"): frozenset()}
    assert found.possible("police", "identity") == {"may"}


def test_what_the_other_side_is_asked_is_not_presumed() -> None:
    shift = fact("shift", side="officer", presume=Presumption(("no",), ""))
    found = evaluated(book([shift], []))
    assert found.assumed == []
    assert found.answered == {}


# -- one recipient and all ---------------------------------------------------------------------------------------------


def test_what_is_said_about_one_recipient_tells_about_all() -> None:
    """Only who can decide gives consent; so consent to the family says that the person can decide."""
    facts = [fact("consent", per_recipient=True), fact("able")]
    rulebook = book(
        facts, [secrecy(), norm("r", "may", when={"able": "yes"})], never={"all": [{"consent": "yes"}, {"able": "no"}]}
    )
    assert evaluated(rulebook).possible("police", "identity") == {"may", "must_not"}
    assert evaluated(rulebook, of={"family": {"consent": "yes"}}).possible("police", "identity") == {"may"}
    assert evaluated(rulebook, of={"family": {"consent": "no"}}).possible("police", "identity") == {"may", "must_not"}


def test_consent_to_one_recipient_is_no_consent_to_another() -> None:
    rules = [secrecy(), norm("r", "may", when={"consent": "yes"}, to=("police", "family"))]
    found = evaluated(book([fact("consent", per_recipient=True)], rules), of={"family": {"consent": "yes"}})
    assert found.possible("family", "identity") == {"may"}
    assert found.possible("police", "identity") == {"may", "must_not"}


def test_answers_about_somebody_who_is_not_in_question_are_left_out() -> None:
    """A case can be put to several professions; what this one cannot be asked is beside the point."""
    rulebook = book([fact("consent", per_recipient=True), fact("shift", side="officer")], [])
    found = evaluated(rulebook, shift="yes", of={"nobody": {"consent": "yes"}})
    assert found.answered == {}
