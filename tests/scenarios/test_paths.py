"""All ways through a scenario are found, each once; the best way and one by chance are among them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import paths
from scenarios.model import Scenario, Scene
from scenarios.paths import TooManyWays, at_random, best, graph, walks
from scenarios.walk import NotOffered, Walk
from tests.rules.dice import Dice
from tests.scenarios.small import choice, end, option, scenario
from tests.scenarios.strategies import ROLES, SEEDS, scenarios


def ways(case: Scenario) -> list[dict[str, str]]:
    return [dict(walk.chosen) for walk in walks(case)]


def chain(long: int, offered: int = 3) -> Scenario:
    """Decisions in a row, each with so many options that all lead to the next."""
    names = [*(f"s{number}" for number in range(long)), "e"]
    scenes: Sequence[Scene] = [
        choice(here, [option(f"o{at}", there, "poor" if at else "best") for at in range(offered)])
        for here, there in pairwise(names)
    ]
    return scenario(*scenes, end("e"))


def test_every_way_is_found() -> None:
    assert len(ways(chain(4))) == 81


@given(scenarios())
def test_every_way_ends_and_is_found_once(case: Scenario) -> None:
    found = ways(case)
    assert len({tuple(way.items()) for way in found}) == len(found) > 0
    assert all(Walk(case, way).ended for way in found)


@given(scenarios())
def test_every_choice_that_a_way_offers_is_on_some_way(case: Scenario) -> None:
    found = ways(case)
    for way in found:
        for decision in way:
            before = Walk(case, way).until(decision)
            for each in before.offered:
                taken = before.choose(each.id).chosen
                assert any(list(other.items())[: len(taken)] == list(taken.items()) for other in found)


@given(scenarios(), SEEDS)
def test_the_best_way_and_one_by_chance_are_among_all_ways(case: Scenario, seed: int) -> None:
    found = ways(case)
    assert best(case).chosen in found
    assert at_random(case, Dice(seed, b"").random).chosen in found
    assert {option.practice for option in [m.option for m in best(case).trail] if option} <= {"best"}


@given(scenarios(), SEEDS, st.sampled_from(ROLES))
def test_the_same_seed_gives_the_same_walk(case: Scenario, seed: int, role: str) -> None:
    one, two = (at_random(case, Dice(seed, b"").random, (role,)) for _ in range(2))
    assert one == two
    assert one.playing == (role,)
    assert one.ended


@given(scenarios())
def test_each_step_of_a_walk_is_an_edge(case: Scenario) -> None:
    edges = graph(case).edges
    for walk in walks(case):
        steps = [moment.scene.id for moment in walk.trail]
        assert all(edge in edges for edge in pairwise(steps))


def test_a_walk_to_a_decision_stops_there_and_takes_what_is_named_on_the_way() -> None:
    case = chain(3)
    walk = best(case, {"at-s0": "o2", "at-s2": "o1"}, until="at-s1")
    assert (walk.chosen, walk.here.id) == ({"at-s0": "o2"}, "s1")
    assert best(case, {"at-s2": "o1"}).chosen == {"at-s0": "o0", "at-s1": "o0", "at-s2": "o1"}


def test_what_is_named_has_to_be_offered() -> None:
    with pytest.raises(NotOffered, match="nothing-like-it"):
        best(chain(2), {"at-s1": "nothing-like-it"})


def test_a_case_with_too_many_ways_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MOST", 80)
    assert len(list(walks(chain(3)))) == 27
    with pytest.raises(TooManyWays, match="small"):
        list(walks(chain(4)))
