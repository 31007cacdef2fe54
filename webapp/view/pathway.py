"""The pathway as the page tells it: steps in order under headings, and what not to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from rules import Advice
from rules.model import Rule
from rules.pathway import CALL_EMERGENCY, PathStep
from webapp.words import AFTER_CALL, FIRST, PHASE

MOST_ABOUT = 8
"""At most so many facts or items are named beside a step."""


@dataclass(frozen=True)
class StepLine:
    """One step: what to do, how, with what force, because of which rules, and what it is about."""

    id: str
    number: int
    title: str
    meaning: str
    force: str
    care: bool
    because: tuple[Rule, ...]
    about: tuple[str, ...]
    more: int
    notes: tuple[str, ...]
    guidance: tuple[str, ...]


@dataclass(frozen=True)
class StepGroup:
    """The steps under one heading."""

    heading: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class PathwayView:
    """The whole pathway."""

    groups: tuple[StepGroup, ...]
    forbidden: tuple[StepLine, ...]

    @property
    def steps(self) -> Sequence[StepLine]:
        """All recommended steps in order."""
        return [step for group in self.groups for step in group.steps]

    @property
    def first(self) -> Sequence[StepGroup]:
        """What comes before anything is shared."""
        return list(takewhile(lambda group: group.heading not in (PHASE["share"], PHASE["after"]), self.groups))


def pathway_view(advice: Advice) -> PathwayView:
    """The pathway of an advice under its headings."""
    lines = list(_headed(advice))
    groups = tuple(
        StepGroup(heading, tuple(line for _, line in found)) for heading, found in groupby(lines, key=lambda e: e[0])
    )
    forbidden = tuple(_line(advice, path_step, 0) for path_step in advice.pathway.forbidden)
    return PathwayView(groups, forbidden)


def _headed(advice: Advice) -> Iterator[tuple[str, StepLine]]:
    """Each step with its heading; what the danger moves behind the call is not "before" any more."""
    phases, reached = list(PHASE), 0
    for number, path_step in enumerate(advice.pathway.steps, 1):
        place = phases.index(path_step.step.phase)
        late = place < reached
        reached = max(reached, place)
        first = path_step.step.id == CALL_EMERGENCY
        yield FIRST if first else AFTER_CALL if late else PHASE[path_step.step.phase], _line(advice, path_step, number)


def _line(advice: Advice, path_step: PathStep, number: int) -> StepLine:
    book, step = advice.rulebook, path_step.step
    about = [book.items[name].label if name in book.items else book.facts[name].question for name in path_step.about]
    return StepLine(
        step.id,
        number,
        step.title,
        step.meaning,
        path_step.force,
        step.care,
        tuple(book.rules[rule] for rule in path_step.because),
        tuple(about[:MOST_ABOUT]),
        max(0, len(about) - MOST_ABOUT),
        path_step.notes,
        step.guidance,
    )
