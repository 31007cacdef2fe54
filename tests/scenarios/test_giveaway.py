"""The form of options must not give the best one away: a guess by form alone is measured against chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from scenarios.giveaway import MARGIN, Guessing, guess
from scenarios.library import Library
from scenarios.model import Option, Scenario
from scenarios.walk import shuffled
from tests.scenarios.small import choice, end, option, scenario

SHORT = "Wait here for now"
Labels = Callable[[Sequence[Option]], dict[str, str]]


def case(labels: Labels, decisions: int = 5, number: int = 0) -> Scenario:
    """A case whose options are labelled by a function of them as they are shown; the best is the first written."""
    names = [*(f"case{number}-s{at}" for at in range(decisions)), "e"]
    scenes = [
        choice(here, [option("x", there, "best"), option("y", there), option("z", there)])
        for here, there in pairwise(names)
    ]
    shown = {s.decide.id: shuffled("small", s.decide.id, s.decide.options) for s in scenes if s.decide}
    words = {
        decision: {"options": {each: {"label": label} for each, label in labels(options).items()}}
        for decision, options in shown.items()
    }
    return scenario(*scenes, end("e"), words={"title": "Small", "decisions": words})


def cases(labels: Labels, number: int = 20) -> list[Scenario]:
    return [case(labels, number=each) for each in range(number)]


def alike(options: Sequence[Option]) -> dict[str, str]:
    return {option.id: SHORT for option in options}


def best_is(label: str) -> Labels:
    return lambda options: {o.id: label if o.practice == "best" else SHORT for o in options}


def test_options_that_look_alike_leave_chance() -> None:
    found = guess(cases(alike))
    assert found.chance == pytest.approx(1 / 3)
    assert found.decisions == 100
    assert not found.gives_away


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("Wait here for now and then go on as the plan has it", id="the longest"),
        pytest.param("Wait", id="the shortest"),
        pytest.param("Ask here, both", id="the one that hedges"),
    ],
)
def test_a_best_option_that_can_be_told_by_its_form_is_given_away(label: str) -> None:
    found = guess(cases(best_is(label)))
    assert found.right == 1.0
    assert found.gives_away


def test_a_best_option_told_by_what_the_others_claim_is_given_away() -> None:
    def labels(options: Sequence[Option]) -> dict[str, str]:
        return {o.id: "Wait a bit for now" if o.practice == "best" else "Wait all the day.." for o in options}

    assert guess(cases(labels)).right > 0.9


def test_lengths_by_chance_give_nothing_away() -> None:
    dice = random.Random(7)  # noqa: S311 - chance, not secrets

    def labels(options: Sequence[Option]) -> dict[str, str]:
        return {o.id: "word " * dice.randint(3, 9) for o in options}

    found = guess(cases(labels, 40))
    assert abs(found.right - found.chance) < MARGIN


def test_what_is_learned_of_a_case_does_not_serve_to_guess_it() -> None:
    # in each of two cases the best is told by another form: knowing one misleads in the other
    two = [case(best_is("Wait here for now and then go on"), number=1), case(best_is("Wait"), number=2)]
    assert guess(two).right < 1 / 2
    assert guess([two[0]] * 2).right == 1.0


def test_the_chance_is_the_mean_over_decisions() -> None:
    small = scenario(
        choice("s", [option("a", "t", "best"), option("b", "t")]),
        choice("t", [option(each, "e", "best" if each == "a" else "poor") for each in "abcd"]),
        end("e"),
        words={
            "decisions": {
                "at-s": {"options": {each: {"label": SHORT} for each in "ab"}},
                "at-t": {"options": {each: {"label": SHORT} for each in "abcd"}},
            }
        },
    )
    assert guess([small]).chance == pytest.approx((1 / 2 + 1 / 4) / 2)


def test_without_a_decision_nothing_is_guessed() -> None:
    assert guess([]) == Guessing(0.0, 0.0, 0)
    assert not guess([]).gives_away


def test_the_margin_is_what_may_be_better_than_chance() -> None:
    assert not Guessing(0.40, 0.30, 10).gives_away
    assert Guessing(0.41, 0.30, 10).gives_away


def test_the_cases_that_come_with_handrail_give_nothing_away(real: Library) -> None:
    found = guess(real.scenarios.values())
    assert found.decisions == sum(len(each.decisions) for each in real.scenarios.values()) > 0
    assert not found.gives_away, f"{found.right:.0%} guessed right, {found.chance:.0%} by chance"
