"""Scenarios without words, so small that a test can say what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scenarios.model import Decision, Ending, Goal, Known, Option, Practice, Role, Scenario, Scene, View, Way

VIEW = View("likely", "unclear", "hardly")


def ways(*to: str) -> tuple[Way, ...]:
    """Ways on that are open to all; the first is taken."""
    return tuple(Way(each) for each in to)


def option(name: str, to: str, practice: Practice = "poor", **more: Any) -> Option:
    """An option that leads to a scene."""
    return Option(name, practice, more.pop("next", ways(to)), **more)


def decision(name: str, options: Sequence[Option], role: str = "a", **more: Any) -> Decision:
    """A choice of a role; where nobody plays it, the first option is taken."""
    return Decision(name, role, VIEW, tuple(options), otherwise=options[0].id, **more)


def choice(scene: str, options: Sequence[Option], role: str = "a", **more: Any) -> Scene:
    """A scene with a decision that is called like it."""
    return Scene(scene, decide=decision(f"at-{scene}", options, role), **more)


def end(scene: str, ending: Ending = "good", **more: Any) -> Scene:
    """An ending."""
    return Scene(scene, ending=ending, **more)


def scenario(*scenes: Scene, goals: Sequence[Goal] = (), words: dict[str, Any] | None = None) -> Scenario:
    """A case for the roles `a` and `b` that begins with the first scene."""
    return Scenario(
        id="small",
        setting="other",
        level="primary",
        users=("clinicians",),
        minutes=10,
        roles=(Role("a", ("nurse",), ("police",)), Role("b", ("officer",), ("care_team",))),
        goals=tuple(goals),
        begin=scenes[0].id,
        scenes={scene.id: scene for scene in scenes},
        injects=(),
        debrief=(),
        expect=(),
        sources=(),
        signs=(),
        checked="2026-11-24",
        confidence="high",
        review="drafted",
        words=words or {"title": "Small"},
    )


def knows(**facts: str) -> Known:
    """Common facts that somebody learns."""
    return Known(facts)
