"""Every way through a scenario: what checks, random walks and pictures need.

A scenario has no circle (`scenarios.crossref`), so every walk ends and all of them can be listed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scenarios.model import Scenario, Way
from scenarios.walk import Walk

if TYPE_CHECKING:
    import networkx as nx

MOST = 20_000
"""A scenario with more ways than this is too large to be checked, and to be played."""


class TooManyWays(ValueError):
    """A scenario with more ways through it than `MOST`."""


def graph(scenario: Scenario) -> nx.DiGraph[str]:
    """The scenes with an edge wherever one can lead to another."""
    import networkx as nx

    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(scenario.scenes)
    for scene in scenario.scenes.values():
        ways: list[Way] = list(scene.next)
        if scene.decide:
            ways += [way for option in scene.decide.options for way in option.next]
        found.add_edges_from((scene.id, way.to) for way in ways)
    return found


def walks(scenario: Scenario) -> Iterator[Walk]:
    """Every walk to an ending, with all roles played. Raises `TooManyWays`."""
    waiting = [Walk(scenario, {})]
    count = 0
    while waiting:
        walk = waiting.pop()
        if walk.ended:
            count += 1
            if count > MOST:
                raise TooManyWays(scenario.id)
            yield walk
        waiting += [walk.choose(option.id) for option in walk.offered]


def best(scenario: Scenario, chosen: dict[str, str] | None = None, until: str = "") -> Walk:
    """The walk that takes the best option everywhere but where another is named, up to a decision or the end."""
    walk = Walk(scenario, {})
    while not walk.ended and not (until and walk.here.decide and walk.here.decide.id == until):
        decision = walk.here.decide
        wanted = (chosen or {}).get(decision.id, "") if decision else ""
        usual = next(option.id for option in walk.offered if option.practice == "best")
        walk = walk.choose(wanted or usual)
    return walk


def at_random(scenario: Scenario, dice: random.Random, playing: tuple[str, ...] = ()) -> Walk:
    """A walk to an ending that chooses by chance."""
    walk = Walk(scenario, {}, playing)
    while not walk.ended:
        walk = walk.choose(dice.choice([option.id for option in walk.offered]))
    return walk
