"""Looking back at a walk: each choice with what was known, what the rules say, and what else could have been done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.model import Jurisdiction
from scenarios.debrief import Taken
from scenarios.law import Verdict
from scenarios.model import Option
from scenarios.play import Play
from webapp.site import Site
from webapp.view.scenario import facts_in_words


@dataclass(frozen=True)
class Said:
    """What the rules of some countries say alike: the verdict, what may not be told, and the duties left unmet."""

    countries: str
    verdict: Verdict
    forbidden: Sequence[str]
    duties: Sequence[str]


@dataclass(frozen=True)
class Looked:
    """One choice looked back at.

    `law`: what the rules of the countries say of it; `silent`: the countries whose rules cannot say anything here.
    """

    place: str
    role: str
    question: str
    taken: Taken
    words: Mapping[str, Any]
    law: Sequence[Said]
    silent: Sequence[str]
    facts: Sequence[tuple[str, str]]
    others: Sequence[tuple[Option, Mapping[str, Any]]]


class DebriefView:
    """The page of a debrief."""

    def __init__(self, site: Site, play: Play, taken: Sequence[Taken], codes: Sequence[str]) -> None:
        self.site = site
        self.play = play
        self.codes = codes
        self.words = play.scenario.words
        self.book = site.rulebook(play.country)
        self.looked = [self._looked(each) for each in taken]

    @property
    def choices(self) -> Sequence[Jurisdiction]:
        """The countries that the walk can be looked at under, beside its own."""
        return [c for c in self.site.countries if c.id != self.play.country and self.site.available(c.id)]

    @property
    def ending(self) -> tuple[str, str] | None:
        """The ending that the walk came to: its kind and its title."""
        scene = self.play.walk.here
        return (scene.ending, self.words["scenes"][scene.id]["title"]) if scene.ending else None

    @property
    def too_much(self) -> Sequence[Looked]:
        """The choices that told more than the rules of the own country allow."""
        return [each for each in self.looked if self._here(each) == "too_much"]

    @property
    def too_little(self) -> Sequence[Looked]:
        """The choices that left a duty of the own country unmet."""
        return [each for each in self.looked if self._here(each) == "too_little"]

    def _here(self, looked: Looked) -> str:
        verdict = looked.taken.law[self.play.country]
        return verdict.says if verdict else ""

    def _looked(self, taken: Taken) -> Looked:
        words = self.words["decisions"][taken.decision.id]
        scene = self.play.scenario.scene_of(taken.decision.id).id
        asked = bool(taken.decision.law or taken.option.shares)
        return Looked(
            place=self.words["scenes"][scene]["title"],
            role=self.words["roles"][taken.decision.role]["name"],
            question=words["question"],
            taken=taken,
            words=words["options"][taken.option.id],
            law=self._law(taken.law),
            silent=[self._name(code) for code, verdict in taken.law.items() if verdict is None] if asked else [],
            facts=facts_in_words(taken.known, self.book),
            others=[(option, words["options"][option.id]) for option in taken.others],
        )

    def _name(self, code: str) -> str:
        return next(country.name for country in self.site.countries if country.id == code)

    def _law(self, law: Mapping[str, Verdict | None]) -> Sequence[Said]:
        """What the countries say, those that say the same together."""
        alike: dict[tuple[object, ...], list[str]] = {}
        told: dict[tuple[object, ...], Said] = {}
        for code, verdict in law.items():
            if verdict is not None:
                forbidden, duties = self._why(code, verdict)
                key = (verdict.says, *forbidden, "", *duties)
                alike.setdefault(key, []).append(self._name(code))
                told[key] = Said(", ".join(alike[key]), verdict, forbidden, duties)
        return list(told.values())

    def _why(self, code: str, verdict: Verdict) -> tuple[Sequence[str], Sequence[str]]:
        """What of the told the rules forbid, and the duties left unmet, in words."""
        book = self.site.rulebook(code)
        forbidden = [
            f"{book.items[told.item].label} (to {book.recipients[told.recipient].named})"
            for told in verdict.told
            if told.answer == "must_not"
        ]
        return forbidden, [book.rules[duty].title for duty in verdict.duties]
