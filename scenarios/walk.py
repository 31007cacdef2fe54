"""A walk through a scenario: where it has come to, what each role knows there, and what can be chosen.

A walk is only the options that were chosen; everything else follows from the scenario.  So going back is leaving out
the last choice, and a saved walk is a few names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from scenarios.model import BOTH, Chosen, Decision, History, Known, Learn, Option, Scenario, Scene, Way


class NotOffered(ValueError):
    """An option that cannot be chosen where the walk is."""


@dataclass(frozen=True)
class Moment:
    """A scene on the way, with what was chosen there; `unplayed`: nobody in the walk had that choice."""

    scene: Scene
    option: Option | None = None
    unplayed: bool = False


@dataclass(frozen=True)
class Walk:
    """The options chosen so far by the roles that are played (all of them, unless some are named)."""

    scenario: Scenario
    chosen: Chosen
    playing: tuple[str, ...] = ()

    @cached_property
    def trail(self) -> tuple[Moment, ...]:
        """Every scene up to where the walk is, each with what was chosen there."""
        found: list[Moment] = []
        scene: Scene | None = self.scenario.scenes[self.scenario.begin]
        done: dict[str, str] = {}
        while scene is not None and len(found) <= len(self.scenario.scenes):
            moment = self._moment(scene)
            found.append(moment)
            if scene.decide and moment.option:
                done[scene.decide.id] = moment.option.id
            ways = moment.option.next if moment.option else scene.next
            scene = self.scenario.scenes[_to(ways, done)] if ways else None
        return tuple(found)

    def _moment(self, scene: Scene) -> Moment:
        decision = scene.decide
        if decision is None:
            return Moment(scene)
        if decision.id in self.chosen:
            return Moment(scene, decision.option(self.chosen[decision.id]))
        if decision.otherwise and self.playing and decision.role not in self.playing:
            return Moment(scene, decision.option(decision.otherwise), unplayed=True)
        return Moment(scene)

    @property
    def here(self) -> Scene:
        """The scene that the walk has come to: one with a decision still to take, or an ending."""
        return self.trail[-1].scene

    @property
    def ended(self) -> bool:
        """Whether there is nothing left to choose."""
        return self.here.ending is not None

    @property
    def arrived(self) -> Sequence[Moment]:
        """The scenes since the last choice of one's own, the one that the walk has come to last."""
        since = next((i for i in reversed(range(len(self.trail))) if _own(self.trail[i])), -1)
        return self.trail[since + 1 :]

    @property
    def offered(self) -> Sequence[Option]:
        """The options of the decision that the walk has come to, as far as what was done before leaves them.

        Authors put the best one first, so that they find it; here they stand in an order that is always the same and
        tells nothing.
        """
        decision = self.here.decide
        if decision is None:
            return []
        done = self._done()
        return shuffled(self.scenario.id, decision.id, [o for o in decision.options if fits(o.only_if, done)])

    def _done(self) -> dict[str, str]:
        return {m.scene.decide.id: m.option.id for m in self.trail if m.scene.decide and m.option}

    def choose(self, option: str) -> Walk:
        """The walk with an option chosen. Raises `NotOffered`."""
        decision = self.here.decide
        if decision is None or option not in {each.id for each in self.offered}:
            raise NotOffered(option)
        return replace(self, chosen={**self.chosen, decision.id: option})

    def back(self) -> Walk:
        """The walk without the last choice of one's own; the same walk where there is none."""
        own = [decision.id for decision, _ in decisions_taken(self)]
        return replace(self, chosen={key: self.chosen[key] for key in own[:-1]})

    def until(self, decision: str) -> Walk:
        """The walk as it was when it came to a decision."""
        own = [
            m.scene.decide.id for m in self.trail if m.scene.decide and m.option and m.scene.decide.id in self.chosen
        ]
        before = own[: own.index(decision)] if decision in own else own
        return replace(self, chosen={key: self.chosen[key] for key in before})

    def known(self, role: str) -> Known:
        """What a role knows where the walk has come to: what it learned last stands."""
        facts: dict[str, str | list[str]] = {}
        recipients: dict[str, dict[str, str | list[str]]] = {}
        unknown: list[str] = []
        for known in _learned(self.trail, role):
            for fact in (*known.facts, *(fact for about in known.recipients.values() for fact in about)):
                unknown = [each for each in unknown if each != fact]
            for fact in known.unknown:
                facts.pop(fact, None)
                for about in recipients.values():
                    about.pop(fact, None)
            facts |= known.facts
            unknown += [fact for fact in known.unknown if fact not in unknown]
            for recipient, answers in known.recipients.items():
                recipients[recipient] = {**recipients.get(recipient, {}), **answers}
        return Known(facts, recipients, tuple(unknown))


def shuffled(scenario: str, decision: str, options: Iterable[Option]) -> list[Option]:
    """Options in an order that hangs on nothing but their names."""
    return sorted(options, key=lambda option: sha256(f"{scenario}/{decision}/{option.id}".encode()).digest())


def fits(history: History, done: Chosen) -> bool:
    """Whether what was done fits: at each of the decisions one of the options was chosen."""
    return all(done.get(decision) in options for decision, options in history.items())


def decisions_taken(walk: Walk) -> Sequence[tuple[Decision, Option]]:
    """The choices of one's own on a walk, in order."""
    return [(m.scene.decide, m.option) for m in walk.trail if _own(m) and m.scene.decide and m.option]


def _own(moment: Moment) -> bool:
    return moment.option is not None and not moment.unplayed


def _to(ways: Sequence[Way], done: Chosen) -> str:
    """The first way that fits; the last one is open to all (`scenarios.crossref`)."""
    return next(way.to for way in ways if fits(way.when, done))


def _learned(trail: Iterable[Moment], role: str) -> Iterable[Known]:
    for moment in trail:
        yield from _of(moment.scene.learn, role)
        if moment.option:
            yield from _of(moment.option.learn, role)


def _of(learn: Learn, role: str) -> Iterable[Known]:
    return (learn[whose] for whose in (BOTH, role) if whose in learn)
