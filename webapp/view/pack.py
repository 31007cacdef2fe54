"""A facilitator pack in words, the same for the page and the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.model import BOTH, Inject, Option
from scenarios.pack import DecisionSheet, Pack, SceneSheet
from webapp.site import Site
from webapp.view.scenario import LAWFUL, PRACTICE, Answer, answer_about, facts_in_words, scene_text


@dataclass(frozen=True)
class OptionLine:
    """An option on a decision sheet: its words, and what practice and the rules say (empty: nothing)."""

    option: Option
    label: str
    feedback: str
    then: str
    practice: str
    law: str


class PackView:
    """Everything in a pack, in words."""

    def __init__(self, site: Site, pack: Pack) -> None:
        self.site = site
        self.pack = pack
        self.scenario = pack.scenario
        self.words: Any = pack.scenario.words
        self.book = site.rulebook(pack.country.id)
        self.today = site.today()

    @property
    def roles(self) -> Sequence[tuple[str, str, str]]:
        """The roles with profession and brief, one handout each."""
        return [
            (self.words["roles"][role]["name"], self.book.roles[profession].label, self.words["roles"][role]["brief"])
            for role, profession in self.pack.professions.items()
        ]

    @property
    def injects(self) -> Sequence[tuple[Inject, str, str]]:
        """The news in order of time: with whom it is for, and the text."""
        found = sorted(self.scenario.injects, key=lambda inject: inject.minute)
        return [(each, self.for_whom(each.role), self.words["injects"][each.id]) for each in found]

    def for_whom(self, role: str) -> str:
        """Whom something is for."""
        return "everybody" if role == BOTH else str(self.words["roles"][role]["name"])

    def title(self, sheet: SceneSheet) -> str:
        """The title of a scene."""
        return str(self.words["scenes"][sheet.scene.id]["title"])

    def read_out(self, sheet: SceneSheet) -> str:
        """What everybody hears, where a scene has such a text."""
        return str(self.words["scenes"][sheet.scene.id].get("both", ""))

    def handouts(self, sheet: SceneSheet) -> Iterator[tuple[str, str]]:
        """What only one role gets to read, by the name of the role."""
        for role in self.pack.professions:
            own = self.words["scenes"][sheet.scene.id].get("roles", {})
            if role in own:
                yield self.for_whom(role), scene_text(self.scenario, sheet.scene.id, role)

    def own_scenes(self, whose: str) -> Iterator[tuple[str, str]]:
        """What only one role gets to read in each scene on the best way, to be handed out scene by scene."""
        for sheet in self.pack.on_the_way:
            yield from ((self.title(sheet), text) for name, text in self.handouts(sheet) if name == whose)

    def question(self, sheet: DecisionSheet) -> Any:
        """The words of a decision."""
        return self.words["decisions"][sheet.decision.id]

    def law(self, sheet: DecisionSheet) -> Sequence[Answer]:
        """What the rules say at a decision on the best way."""
        return [answer_about(sheet.advice, each) for each in sheet.decision.law] if sheet.advice else []

    def facts(self, sheet: DecisionSheet) -> Sequence[tuple[str, str]]:
        """What the role knows then."""
        return facts_in_words(sheet.known, self.book)

    def options(self, sheet: DecisionSheet) -> Iterator[OptionLine]:
        """The options with what practice and the rules say of each."""
        for option in sheet.decision.options:
            words = self.question(sheet)["options"][option.id]
            verdict = sheet.law.get(option.id)
            law = LAWFUL[verdict.says][1] if verdict else ""
            yield OptionLine(
                option, words["label"], words["feedback"], words.get("then", ""), PRACTICE[option.practice][1], law
            )
