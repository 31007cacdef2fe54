"""What every page works with: the content, today's date, and how much one answer may cost.

A `Site` is made once by the edge that starts the application and handed to `webapp.app.create_app`; nothing in the
pages reads the clock or the environment by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from time import monotonic
from typing import cast

from flask import current_app

from kb import Entry, Source, load_sources
from rules import Advice, Case, KnowledgeBase, Rulebook
from rules.model import Jurisdiction
from scenarios.library import Library
from webapp import places

EXTENSION = "handrail"
"""The name under which an application keeps its `Site`."""


class OutOfTime(RuntimeError):
    """One answer took longer than it may; `seconds` is what it may take."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"one answer may take {seconds:g} seconds")


@dataclass(frozen=True)
class Site:
    """The content and the surroundings of one application.

    `seconds` is the time that one answer may take; `leave_to` is where "Leave this page quickly" leads.
    """

    knowledge: KnowledgeBase
    today: Callable[[], date]
    seconds: float = 20.0
    leave_to: str = "https://www.wikipedia.org/"

    @cached_property
    def library(self) -> Library:
        """The practice cases of the content."""
        return Library(self.knowledge)

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.id: source for source in load_sources(self.knowledge.content)}

    def source(self, id: str) -> Source | None:
        """A source, whichever part of the content has it."""
        return self._sources.get(id)

    @cached_property
    def countries(self) -> Sequence[Jurisdiction]:
        """The countries that have a rule set, available or not, by name; parts of a country follow it."""
        return places.in_order(self.knowledge.countries)

    def parts(self, code: str) -> Sequence[Jurisdiction]:
        """The parts of a country that have a rule set, by name."""
        return places.parts(self.countries, code)

    @cached_property
    def emergency_numbers(self) -> Sequence[str]:
        """The emergency numbers of all countries, each once."""
        return sorted({country.emergency_number for country in self.countries})

    @property
    def emergency_number(self) -> str:
        """The number to call where the country is not known, in words."""
        return places.emergency_number(self.countries)

    def rulebook(self, code: str) -> Rulebook:
        """The rulebook of a country as of today; raises what `KnowledgeBase.rulebook` raises."""
        return self.knowledge.rulebook(code, self.today())

    def available(self, code: str) -> bool:
        """Whether a country's rulebook can be used."""
        return not self.knowledge.errors(code)

    def contacts(self, code: str) -> Sequence[Entry]:
        """The contacts of a country itself, without those of its bases."""
        return [entry for entry in self.knowledge.about("contact", code) if entry.owner == code.lower()]

    def advise(self, case: Case, strict: bool = False) -> Advice:
        """What the rulebook says about a case, within the time that one answer may take.

        The time also counts for everything that is asked of the advice afterwards.  Raises `OutOfTime`,
        `NodeLimitExceeded`, `Clash` and what `KnowledgeBase.rulebook` raises.
        """
        return self.knowledge.advise(case, self.today(), strict, watch=self.watch())

    def watch(self) -> Callable[[], None]:
        """Something to call now and then while one answer is worked out: raises `OutOfTime` when its time is up."""
        deadline = monotonic() + self.seconds

        def still_in_time() -> None:
            if monotonic() > deadline:
                raise OutOfTime(self.seconds)

        return still_in_time


def site() -> Site:
    """The site of the application that answers this request."""
    return cast("Site", current_app.extensions[EXTENSION])
