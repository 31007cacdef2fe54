"""A walk goes forward to an ending, back again, and holds what each role knows on the way, whatever the scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.model import BOTH, Known, Scenario, Way
from scenarios.walk import NotOffered, Walk, decisions_taken, fits
from tests.rules.dice import Dice
from tests.scenarios.small import choice, end, knows, option, scenario
from tests.scenarios.strategies import PER_RECIPIENT, RECIPIENTS, ROLES, SEEDS, on, scenarios, turned, walks, without

DONE = {"d": "one"}


def own(walk: Walk) -> list[tuple[str, str]]:
    """The choices of one's own: decision and option."""
    return [(decision.id, option.id) for decision, option in decisions_taken(walk)]


def to_the_end(walk: Walk, seed: int) -> Walk:
    return on(walk, Dice(seed, b""))


# -- forward and back --------------------------------------------------------------------------------------------------


@given(walks(), SEEDS)
def test_a_walk_always_ends(walk: Walk, seed: int) -> None:
    ended = to_the_end(walk, seed)
    assert ended.here.ending
    assert ended.offered == []
    assert len({moment.scene.id for moment in ended.trail}) == len(ended.trail)
    assert ended.trail[: len(walk.trail) - 1] == walk.trail[:-1]


@given(walks())
def test_where_a_walk_has_come_to_there_is_a_choice_or_the_end(walk: Walk) -> None:
    assert bool(walk.offered) != walk.ended
    assert walk.here.decide is None or walk.here.decide.id not in walk.chosen


@given(walks())
def test_going_back_undoes_a_choice(walk: Walk) -> None:
    for each in walk.offered:
        assert walk.choose(each.id).back() == walk


@given(walks())
def test_going_back_often_enough_leads_to_the_beginning(walk: Walk) -> None:
    for _ in walk.chosen:
        walk = walk.back()
    assert walk == replace(walk, chosen={})
    assert walk.back() == walk


@given(walks())
def test_a_walk_until_a_decision_is_the_walk_as_it_was_there(walk: Walk) -> None:
    for number, (decision, _) in enumerate(own(walk)):
        before = walk.until(decision)
        assert before.here.decide
        assert before.here.decide.id == decision
        assert own(before) == own(walk)[:number]


@given(walks())
def test_a_walk_until_a_decision_that_it_has_not_taken_is_the_walk_itself(walk: Walk) -> None:
    assert walk.until("no-such-decision") == walk
    if walk.here.decide:
        assert walk.until(walk.here.decide.id) == walk


@given(walks())
def test_choices_are_kept_in_the_order_in_which_they_were_taken(walk: Walk) -> None:
    assert own(walk) == list(walk.chosen.items())


@given(walks())
def test_what_has_happened_since_the_last_choice_of_ones_own_is_what_follows_it(walk: Walk) -> None:
    choices = [m for m in walk.trail if m.option and not m.unplayed]
    assert list(walk.arrived) == list(walk.trail[walk.trail.index(choices[-1]) + 1 :] if choices else walk.trail)


def test_a_walk_is_nothing_but_what_was_chosen() -> None:
    small = scenario(choice("s", [option("one", "e"), option("two", "e")]), end("e"))
    walk = Walk(small, {}).choose("two")
    assert (walk.chosen, walk.here.id, walk.ended) == ({"at-s": "two"}, "e", True)
    assert walk == Walk(small, {"at-s": "two"})


# -- what is offered ---------------------------------------------------------------------------------------------------


@given(walks())
def test_what_is_offered_is_what_fits_what_was_done(walk: Walk) -> None:
    decision = walk.here.decide
    done = {m.scene.decide.id: m.option.id for m in walk.trail if m.scene.decide and m.option}
    every = decision.options if decision else ()
    offered = {each.id for each in walk.offered}
    assert offered == {each.id for each in every if fits(each.only_if, done)}
    for each in {each.id for each in every} - offered | {"no-such-option"}:
        with pytest.raises(NotOffered, match=each):
            walk.choose(each)


@given(walks())
def test_the_order_offered_hangs_on_nothing_but_names(walk: Walk) -> None:
    other = replace(walk, scenario=turned(walk.scenario))
    assert [each.id for each in other.offered] == [each.id for each in walk.offered]


def test_the_order_offered_is_always_the_same_and_does_not_put_the_best_first() -> None:
    options = [option("x", "e", "best"), option("y", "e"), option("z", "e")]
    cases = [scenario(choice(f"s{number}", options), end("e")) for number in range(40)]
    places = [[each.practice for each in Walk(case, {}).offered].index("best") for case in cases]
    assert set(places) == {0, 1, 2}
    assert [each.id for each in Walk(cases[0], {}).offered] == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ({}, True),
        ({"d": ("one",)}, True),
        ({"d": ("two", "one")}, True),
        ({"d": ("two",)}, False),
        ({"other": ("one",)}, False),
        ({"d": ("one",), "other": ("one",)}, False),
    ],
)
def test_a_history_fits_if_each_of_its_decisions_was_taken_with_one_of_its_options(
    history: dict[str, tuple[str, ...]], expected: bool
) -> None:
    assert fits(history, DONE) is expected


def test_the_first_way_that_fits_is_taken() -> None:
    ways = (Way("well", {"at-s": ("two", "three")}), Way("also-well", {"at-s": ("two",)}), Way("badly"))
    options = [option(name, "", next=ways) for name in ("one", "two", "three")]
    small = scenario(choice("s", options), end("well"), end("also-well"), end("badly"))
    came = {name: Walk(small, {}).choose(name).here.id for name in ("one", "two", "three")}
    assert came == {"one": "badly", "two": "well", "three": "well"}


# -- roles that nobody plays -------------------------------------------------------------------------------------------


@given(scenarios(), st.sampled_from(ROLES), SEEDS)
def test_where_nobody_plays_a_role_what_is_usual_is_taken(case: Scenario, role: str, seed: int) -> None:
    walk = to_the_end(Walk(case, {}, (role,)), seed)
    for moment in walk.trail:
        decision = moment.scene.decide
        assert moment.unplayed is (decision is not None and decision.role != role)
        if decision and moment.unplayed:
            assert moment.option
            assert moment.option.id == decision.otherwise
            assert decision.id not in walk.chosen
    assert {decision.role for decision, _ in decisions_taken(walk)} <= {role}


@given(scenarios(), SEEDS)
def test_who_plays_both_roles_has_every_choice(case: Scenario, seed: int) -> None:
    walk = to_the_end(Walk(case, {}, ROLES), seed)
    assert not any(moment.unplayed for moment in walk.trail)
    assert replace(walk, playing=()).trail == walk.trail


# -- what is known -----------------------------------------------------------------------------------------------------


def learned(walk: Walk, role: str) -> Iterator[Known]:
    """Everything that a role learned, in order."""
    for moment in walk.trail:
        for learn in (moment.scene.learn, moment.option.learn if moment.option else {}):
            yield from (learn[whose] for whose in (BOTH, role) if whose in learn)


def said_last(walk: Walk, role: str) -> Known:
    """What a role knows, told another way: of every question the last that was said about it."""
    last: dict[tuple[str, str], str | list[str] | None] = {}
    unknown: dict[str, bool] = {}
    for known in learned(walk, role):
        for fact in known.unknown:
            last |= {(fact, about): None for about in ("", *RECIPIENTS)}
            unknown[fact] = True
        answers = [("", known.facts), *known.recipients.items()]
        for about, said in answers:
            last |= {(fact, about): value for fact, value in said.items()}
            unknown |= dict.fromkeys(said, False)
    facts = {fact: value for (fact, about), value in last.items() if not about and value is not None}
    recipients = {
        recipient: {fact: value for (fact, about), value in last.items() if about == recipient and value is not None}
        for recipient in RECIPIENTS
    }
    return Known(facts, recipients, tuple(fact for fact, is_so in unknown.items() if is_so))


@given(walks(), st.sampled_from(ROLES))
def test_what_was_learned_last_stands(walk: Walk, role: str) -> None:
    known, expected = walk.known(role), said_last(walk, role)
    assert known.facts == expected.facts
    assert {r: answers for r, answers in known.recipients.items() if answers} == {
        r: answers for r, answers in expected.recipients.items() if answers
    }
    assert set(known.unknown) == set(expected.unknown)
    assert len(set(known.unknown)) == len(known.unknown)


@given(walks())
def test_a_role_knows_only_what_itself_or_both_have_learned(walk: Walk) -> None:
    for role in walk.scenario.roles:
        (other,) = [each for each in walk.scenario.roles if each != role]
        alone = replace(walk, scenario=without(walk.scenario, other.id))
        assert alone.known(role.id) == walk.known(role.id)


@given(walks(), st.sampled_from(ROLES))
def test_nothing_is_both_answered_and_unknown(walk: Walk, role: str) -> None:
    known = walk.known(role)
    answered = {*known.facts, *(fact for answers in known.recipients.values() for fact in answers)}
    assert not answered & set(known.unknown)


def test_what_can_no_longer_be_told_about_anybody_is_unknown_for_each_recipient() -> None:
    fact = PER_RECIPIENT[0]
    begins = {"a": Known({}, {"p": {fact: "x"}, "q": {fact: "y"}})}
    later = option("one", "e", learn={"a": Known({}, {}, (fact,))})
    small = scenario(choice("s", [later, option("two", "e")], learn=begins), end("e"))
    known = Walk(small, {}).choose("one").known("a")
    assert known.unknown == (fact,)
    assert not any(known.recipients.values())


def test_what_an_option_tells_is_known_after_it_and_not_before() -> None:
    tells = option("one", "e", learn={"b": knows(f="y")})
    small = scenario(choice("s", [tells, option("two", "e")], learn={BOTH: knows(f="x")}), end("e"))
    walk = Walk(small, {})
    assert walk.known("b").facts == {"f": "x"}
    assert walk.choose("one").known("b").facts == {"f": "y"}
    assert walk.choose("one").known("a").facts == walk.choose("two").known("b").facts == {"f": "x"}
