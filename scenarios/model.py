"""What a scenario is: a written case that unfolds in scenes, seen by one or two roles.

The structure stands apart from the words: everything has an id, and `Words` holds the text of each.  So a text can be
changed or translated, and a saved walk still fits.  What the law says is not in here: a scenario holds facts in the
words of the rules, and the rules of the chosen country are asked (`scenarios.law`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

BOTH = "both"
"""In place of a role: whoever plays."""

Practice = Literal["best", "acceptable", "poor", "harmful"]
Likelihood = Literal["likely", "possible", "unlikely", "unclear"]
Ending = Literal["good", "mixed", "bad"]

History = Mapping[str, tuple[str, ...]]
"""Decisions with the options of which one was chosen; all have to fit."""

Chosen = Mapping[str, str]
"""The option chosen at each decision, in the order in which they were taken."""


@dataclass(frozen=True)
class Known:
    """What somebody learns: answers in the words of the rules, as in a case document.

    `facts` are common, `recipients` are about one recipient, `unknown` is what was asked and cannot be told.
    """

    facts: Mapping[str, str | list[str]] = field(default_factory=dict)
    recipients: Mapping[str, Mapping[str, str | list[str]]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


Learn = Mapping[str, Known]
"""What each role learns, or `both`."""


@dataclass(frozen=True)
class Way:
    """Where it goes on, if what was chosen before fits."""

    to: str
    when: History = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """What an option tells somebody."""

    to: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One thing to do at a decision.

    `shares` and `does` (steps of the vocabulary) are what the rules are asked about; `practice` is what good practice
    says, whatever the law; `learn` and `next` are what follows in the story.
    """

    id: str
    practice: Practice
    next: tuple[Way, ...]
    shares: tuple[Share, ...] = ()
    does: tuple[str, ...] = ()
    learn: Learn = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    only_if: History = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """The two questions at a moment, kept apart: is there a health need, is there a danger, and how sure one can be."""

    health: Likelihood
    danger: Likelihood
    sure: Literal["well", "somewhat", "hardly"]


@dataclass(frozen=True)
class Decision:
    """A choice of one role.

    `law` are the recipients about whom the rules are asked, `otherwise` the option taken where nobody plays the role.
    """

    id: str
    role: str
    view: View
    options: tuple[Option, ...]
    law: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    otherwise: str = ""

    def option(self, id: str) -> Option | None:
        """The option of this name, if there is one."""
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True)
class Scene:
    """A moment: what each role learns, and then a decision, the next scene, or an ending."""

    id: str
    learn: Learn = field(default_factory=dict)
    decide: Decision | None = None
    next: tuple[Way, ...] = ()
    ending: Ending | None = None
    teaches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """Somebody through whose eyes the case is seen. The first of the professions is the usual one."""

    id: str
    professions: tuple[str, ...]
    ask_about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goal:
    """Something to be learned."""

    id: str
    optional: bool = False


@dataclass(frozen=True)
class Inject:
    """News that a facilitator brings in at a minute of a workshop, while groups are at a scene."""

    id: str
    minute: int
    scene: str
    role: str = BOTH


@dataclass(frozen=True)
class Expectation:
    """What a country's rules have to say at a decision for whoever chose the best (or the named) options before."""

    country: str
    at: str
    outcomes: Mapping[str, str]
    profession: str = ""
    after: Chosen = field(default_factory=dict)
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A case to walk through. `words` holds all text, by the ids of what it belongs to."""

    id: str
    setting: str
    level: str
    users: tuple[str, ...]
    minutes: int
    roles: tuple[Role, ...]
    goals: tuple[Goal, ...]
    begin: str
    scenes: Mapping[str, Scene]
    injects: tuple[Inject, ...]
    debrief: tuple[str, ...]
    expect: tuple[Expectation, ...]
    sources: tuple[str, ...]
    signs: tuple[str, ...]
    checked: str
    confidence: str
    review: str
    words: Mapping[str, Any]
    content_note: str = ""

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.words["title"])

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """All decisions by name, in the order in which they are written."""
        return {scene.decide.id: scene.decide for scene in self.scenes.values() if scene.decide}

    def role(self, id: str) -> Role:
        """The role of this name. Raises `StopIteration` for a name that no role has."""
        return next(role for role in self.roles if role.id == id)

    def scene_of(self, decision: str) -> Scene:
        """The scene in which a decision is taken."""
        return next(scene for scene in self.scenes.values() if scene.decide and scene.decide.id == decision)
