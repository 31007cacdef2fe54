"""Small scenarios as Hypothesis draws them, with walks through them.

Hypothesis draws a seed and how many scenes there are at most, and dice thrown from the seed decide everything else.
Scenarios keep what `scenarios.crossref` asks for: ways lead forward, the last is open to all, two options at least are
always offered, and what is taken where nobody plays is one of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from scenarios.model import BOTH, Decision, History, Known, Learn, Option, Practice, Scenario, Scene, Way
from scenarios.walk import Walk
from tests.rules.dice import Dice
from tests.scenarios.small import VIEW, end, scenario

ROLES = ("a", "b")
FACTS = ("f", "g", "h")
PER_RECIPIENT = ("c", "d")
RECIPIENTS = ("p", "q")
VALUES = ("x", "y")
NAMES = ("one", "two", "three", "four")
OTHER_PRACTICE: tuple[Practice, ...] = ("acceptable", "poor", "harmful")
SEEDS = st.integers(0, 2**64 - 1)


def scenarios() -> st.SearchStrategy[Scenario]:
    """A case of one to six scenes before its endings."""
    return st.builds(lambda seed, most: scenario_from(Dice(seed, b""), most), SEEDS, st.integers(1, 6))


def walks() -> st.SearchStrategy[Walk]:
    """A walk through a case, to an ending or only a part of the way; by all roles, by both, or by one."""
    return st.builds(walk_from, SEEDS, st.integers(1, 6), st.integers(0, 6))


def walk_from(seed: int, scenes: int, steps: int) -> Walk:
    """A walk of at most so many steps through a case of so many scenes."""
    dice = Dice(seed, b"")
    walk = Walk(scenario_from(dice, scenes), {}, dice.one([(), ROLES, ("a",), ("b",)]))
    return on(walk, dice, steps)


def on(walk: Walk, dice: Dice, steps: int = 99) -> Walk:
    """The walk so many steps further, or to its end."""
    while not walk.ended and steps:
        walk, steps = walk.choose(dice.one(walk.offered).id), steps - 1
    return walk


def scenario_from(dice: Dice, most: int) -> Scenario:
    """A case in which every scene leads forward."""
    middle = [f"s{number}" for number in range(most)]
    scenes: list[Scene] = []
    for number, name in enumerate(middle):
        later = (*middle[number + 1 :], "well", "badly")
        before = [scene.decide for scene in scenes if scene.decide]
        learn = _learn(dice)
        if dice.chance(75):
            scenes.append(Scene(name, learn, decide=_decision(dice, f"d{number}", before, later)))
        else:
            scenes.append(Scene(name, learn, next=_ways(dice, before, later)))
    return scenario(*scenes, end("well", learn=_learn(dice)), end("badly", "bad"))


def _decision(dice: Dice, name: str, before: Sequence[Decision], later: Sequence[str]) -> Decision:
    """A decision, of whose options the first two are always offered."""
    options = [
        Option(
            option,
            dice.one(OTHER_PRACTICE) if number else "best",
            _ways(dice, before, later),
            learn=_learn(dice),
            only_if=_history(dice, before) if number > 1 else {},
        )
        for number, option in enumerate(NAMES[: dice.one([2, 3, 4])])
    ]
    return Decision(name, dice.one(ROLES), VIEW, tuple(options), otherwise=dice.one(NAMES[:2]))


def _ways(dice: Dice, before: Sequence[Decision], later: Sequence[str]) -> tuple[Way, ...]:
    """Ways on, of which the last is open to all."""
    some = dice.one([0, 0, 1, 2]) if before else 0
    return (*(Way(dice.one(later), _history(dice, before)) for _ in range(some)), Way(dice.one(later)))


def _history(dice: Dice, before: Sequence[Decision]) -> History:
    """What has to have been done: some options of one or two decisions before."""
    named = dice.some(before, min(1, len(before)), 2)
    return {each.id: dice.some([option.id for option in each.options], 1, 2) for each in named}


def _learn(dice: Dice) -> Learn:
    """What each role learns, or both."""
    return {whose: _known(dice) for whose in dice.some([BOTH, *ROLES], 0, 2)}


def _known(dice: Dice) -> Known:
    """Answers; about one question never two at once."""
    facts: Mapping[str, str] = {fact: dice.one(VALUES) for fact in dice.some(FACTS, 0, 2)}
    about = {each: {fact: dice.one(VALUES) for fact in dice.some(PER_RECIPIENT, 1)} for each in RECIPIENTS}
    recipients = {each: about[each] for each in dice.some(RECIPIENTS)}
    said = {*facts, *(fact for answers in recipients.values() for fact in answers)}
    return Known(dict(facts), recipients, dice.some([f for f in (*FACTS, *PER_RECIPIENT) if f not in said], 0, 2))


def without(case: Scenario, role: str) -> Scenario:
    """The case in which a role learns nothing of its own."""

    def less(learn: Learn) -> Learn:
        return {whose: known for whose, known in learn.items() if whose != role}

    def decision(each: Decision | None) -> Decision | None:
        options = [replace(option, learn=less(option.learn)) for option in each.options] if each else []
        return replace(each, options=tuple(options)) if each else None

    scenes = [replace(each, learn=less(each.learn), decide=decision(each.decide)) for each in case.scenes.values()]
    return replace(case, scenes={each.id: each for each in scenes})


def turned(case: Scenario) -> Scenario:
    """The case with the options of each decision in the opposite order."""
    scenes = [
        replace(each, decide=replace(each.decide, options=each.decide.options[::-1])) if each.decide else each
        for each in case.scenes.values()
    ]
    return replace(case, scenes={each.id: each for each in scenes})
