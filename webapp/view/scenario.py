"""A practice case as pages show it: the way there, what is known, the decision, and the verdicts on what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rules import Advice, Rulebook
from rules.layout import Box, Form
from rules.model import Rule
from rules.picture import svg
from scenarios.debrief import law_of
from scenarios.law import Verdict
from scenarios.law import advice as advice_at
from scenarios.model import BOTH, Decision, Known, Option, Scenario, Scene
from scenarios.play import Play
from scenarios.walk import Moment, decisions_taken
from webapp.site import Site

SETTING: Mapping[str, str] = {
    "school": "School",
    "outpatient": "Outpatient care",
    "inpatient": "Hospital ward",
    "forensic": "Forensic care",
    "prison": "Prison and release",
    "family": "A family that returned",
    "online": "Young and online",
    "public_office": "Public office",
    "suicide": "Suicide and threat",
    "desk": "A family calls",
    "street": "On the street",
    "custody": "Police custody",
    "other": "Elsewhere",
}
LIKELY: Mapping[str, str] = {"likely": "likely", "possible": "possible", "unlikely": "unlikely", "unclear": "unclear"}
SURE: Mapping[str, str] = {"well": "well founded", "somewhat": "somewhat sure", "hardly": "hardly sure"}
PRACTICE: Mapping[str, tuple[str, str]] = {
    "best": ("may", "good practice"),
    "acceptable": ("should", "acceptable"),
    "poor": ("open", "could be better"),
    "harmful": ("must_not", "does harm"),
}
"""How good practice sees an option: the look of the tag, and its words."""
LAWFUL: Mapping[str, tuple[str, str]] = {
    "meets_duty": ("must", "meets a duty"),
    "allowed": ("may", "allowed"),
    "too_much": ("must_not", "too much"),
    "too_little": ("must_not", "too little: a duty stands"),
    "open": ("open", "still open"),
    "nothing_told": ("none", "nothing is told"),
}
"""What the rules say of an option: the look of the tag, and its words."""
ENDING: Mapping[str, str] = {"good": "A good end", "mixed": "A mixed end", "bad": "A bad end"}


@dataclass(frozen=True)
class Seen:
    """A scene as the roles that are played see it: its title, and the text of each by the name of the role."""

    scene: Scene
    title: str
    texts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """What was chosen last: its words, its feedback, what followed, and what the rules say of it."""

    decision: Decision
    option: Option
    words: Mapping[str, str]
    law: Verdict | None


@dataclass(frozen=True)
class Answer:
    """What the rules say now about one recipient."""

    label: str
    answer: str
    rules: Sequence[Rule]
    may_go: Sequence[str]
    stays: Sequence[str]
    hangs_on: Sequence[str]


class WalkView:
    """The page of a walk where it has come to."""

    def __init__(self, site: Site, play: Play, left_out: Sequence[str] = (), with_law: bool = False) -> None:
        self.site = site
        self.play = play
        self.left_out = left_out
        self.scenario: Scenario = play.scenario
        self.words: Mapping[str, Any] = play.scenario.words
        self.book: Rulebook = site.rulebook(play.country)
        self.decision = play.walk.here.decide
        self.with_law = with_law

    @property
    def ended(self) -> bool:
        """Whether the walk has come to an ending."""
        return self.play.walk.ended

    @property
    def seen(self) -> Sequence[Seen]:
        """The scenes since the last choice."""
        return [self._seen(moment) for moment in self.play.walk.arrived]

    def _seen(self, moment: Moment) -> Seen:
        words = self.words["scenes"][moment.scene.id]
        deciding = [moment.scene.decide.role] if moment.scene.decide else []
        roles = [role for role in (deciding or self.play.playing) if role in self.play.playing] or [*self.play.playing]
        own = words.get("roles", {})
        texts = [(self.role_name(role), own[role]) for role in roles if role in own]
        both = [("", words["both"])] if "both" in words else []
        return Seen(moment.scene, words["title"], [*both, *texts])

    def role_name(self, role: str) -> str:
        """The name of a role; empty where only one is played."""
        return str(self.words["roles"][role]["name"]) if len(self.play.playing) > 1 else ""

    @property
    def handed_to(self) -> str:
        """Whose turn it is, where two roles are played at one screen and the turn changes here."""
        taken = decisions_taken(self.play.walk)
        if not self.decision or len(self.play.playing) < 2:
            return ""
        return self.role_name(self.decision.role) if not taken or taken[-1][0].role != self.decision.role else ""

    @property
    def question(self) -> Mapping[str, Any]:
        """The words of the decision."""
        found: Mapping[str, Any] = self.words["decisions"][self.decision.id] if self.decision else {}
        return found

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """The options, as (id, label)."""
        return [(option.id, self.question["options"][option.id]["label"]) for option in self.play.walk.offered]

    @property
    def last(self) -> Choice | None:
        """What was chosen last."""
        taken = decisions_taken(self.play.walk)
        if not taken:
            return None
        decision, option = taken[-1]
        words = self.words["decisions"][decision.id]["options"][option.id]
        law = law_of(self.site.knowledge, self.play, decision, option, self.site.today(), watch=self.site.watch())
        return Choice(decision, option, words, law)

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What the role whose turn it is knows so far, as question and answer."""
        role = self.decision.role if self.decision else next(iter(self.play.playing))
        return facts_in_words(self.play.walk.known(role), self.book)

    @property
    def law(self) -> Sequence[Answer]:
        """What the rules say now, about everyone whom the decision is about."""
        if self.decision is None or not self.with_law:
            return []
        played = self.play.played(self.decision.role)
        walk, today = self.play.walk, self.site.today()
        found = advice_at(self.site.knowledge, walk, self.decision, played, today, self.site.watch())
        return [answer_about(found, recipient) for recipient in self.decision.law]

    @property
    def picture(self) -> str:
        """The way so far, without what lies ahead."""
        trail = self.play.walk.trail
        boxes = [
            Box(m.scene.id, 0, self.words["scenes"][m.scene.id]["title"], "here" if m is trail[-1] else "")
            for m in trail
        ]
        edges = [(a.id, b.id) for a, b in pairwise(boxes)]
        return svg(boxes, edges, "The way so far", ("The way so far",), Form(prefix="way", arrange="down", width=300))


def facts_in_words(known: Known, book: Rulebook) -> Sequence[tuple[str, str]]:
    """What somebody knows as questions with their answers; about one recipient with the name of it."""
    found = [(fact, answers, "") for fact, answers in known.facts.items()]
    found += [
        (fact, answers, book.recipients[about].named)
        for about, answered in known.recipients.items()
        for fact, answers in answered.items()
    ]
    return [
        (f"{book.facts[fact].question} ({about})" if about else book.facts[fact].question, _labels(book, fact, answers))
        for fact, answers, about in found
        if fact in book.facts and answers not in ("none", ["none"])
    ]


def _labels(book: Rulebook, fact: str, answers: str | Iterable[str]) -> str:
    values = [answers] if isinstance(answers, str) else list(answers)
    return "; ".join(book.facts[fact].labels.get(value, value) for value in values)


def answer_about(advice: Advice, recipient: str) -> Answer:
    """What the rules say about one recipient, in words."""
    book, answer = advice.rulebook, advice.answer(recipient)
    items = {item.id: advice.item(recipient, item.id) for item in advice.evaluation.compiled.items if item.identifying}
    rules = [book.rules[reason.id] for reason in advice.why(recipient) if reason.kind == "rule"]
    hangs_on = advice.evaluation.told_hangs_on(recipient) if answer == "open" else ()
    return Answer(
        book.recipients[recipient].label,
        answer,
        rules[:2],
        [book.items[item].label for item, said in items.items() if said in ("must", "should", "may")],
        [book.items[item].label for item, said in items.items() if said == "must_not"],
        [book.facts[fact].question for fact in hangs_on],
    )


def scene_text(scenario: Scenario, scene: str, role: str) -> str:
    """What a role sees in a scene."""
    words = scenario.words["scenes"][scene]
    return " ".join(filter(None, (words.get(BOTH, ""), words.get("roles", {}).get(role, ""))))
