"""The way in: the scenarios of some content, checked against the rules.

    knowledge = load()
    library = Library(knowledge)
    walk = Walk(library.scenario("school-images"), {})

A scenario with errors is left out, and nothing else with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from kb import Cache, Entry, Problem
from kb.words import WordsToAvoid, terms
from rules import KnowledgeBase
from rules.knowledge import HOUSE
from scenarios import crossref, kinds
from scenarios.build import scenario
from scenarios.checks import check_ways
from scenarios.model import Scenario
from scenarios.texts import check_texts


def load(
    overlay: Path | None = None, cache: Cache | None = None, today: date | None = None, root: Path = HOUSE
) -> KnowledgeBase:
    """All content up to this floor, as `KnowledgeBase.load` reads it."""
    return KnowledgeBase.load(overlay, cache, today, root, (kinds.registry(), kinds.schemas()))


class UnknownScenario(KeyError):
    """A scenario that there is not, or that was left out because of errors."""


class Library:
    """All scenarios of some content that can be played."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.problems: tuple[Problem, ...] = tuple(crossref.check(knowledge.content))

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The files of all scenarios without errors, by name."""
        found = {entry.id: entry for entry in self.knowledge.content.entries(kinds.SCENARIO)}
        broken = {problem.file for problem in (*self.problems, *self.knowledge.content.problems)}
        return {name: entry for name, entry in found.items() if entry.file not in broken}

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """All scenarios that can be played, by name."""
        return {name: scenario(entry.data) for name, entry in self.entries.items()}

    def scenario(self, name: str) -> Scenario:
        """One scenario. Raises `UnknownScenario`."""
        try:
            return self.scenarios[name]
        except KeyError:
            raise UnknownScenario(name) from None

    def more_problems(self, today: date) -> Iterable[Problem]:
        """What takes longer to find: on the ways through scenarios, and in their texts."""
        content = self.knowledge.content
        words, exempt = WordsToAvoid(content), terms(content)
        for name, found in self.scenarios.items():
            yield from check_ways(self.knowledge, self.entries[name], found, today)
            yield from check_texts(self.entries[name], words, exempt)
