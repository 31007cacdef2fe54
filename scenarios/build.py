"""Makes a `Scenario` of a checked file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.model import (
    BOTH,
    Decision,
    Expectation,
    Goal,
    History,
    Inject,
    Known,
    Learn,
    Option,
    Role,
    Scenario,
    Scene,
    Share,
    View,
    Way,
)

Data = Mapping[str, Any]


def scenario(data: Data) -> Scenario:
    """The scenario of a file that its schema has checked."""
    scenes = [_scene(each) for each in data["scenes"]]
    return Scenario(
        id=data["id"],
        setting=data["setting"],
        level=data["level"],
        users=tuple(data["users"]),
        minutes=data["minutes"],
        roles=tuple(_role(each) for each in data["roles"]),
        goals=tuple(Goal(each["id"], each.get("optional", False)) for each in data["goals"]),
        begin=data["begin"],
        scenes={scene.id: scene for scene in scenes},
        injects=tuple(_inject(each) for each in data.get("injects", ())),
        debrief=tuple(data["debrief"]),
        expect=tuple(_expectation(each) for each in data.get("expect", ())),
        sources=tuple(data["sources"]),
        signs=tuple(data.get("signs", ())),
        checked=data["checked"],
        confidence=data["confidence"],
        review=data["review"],
        words=data["text"],
        content_note=data.get("content_note", ""),
    )


def _role(data: Data) -> Role:
    return Role(data["id"], tuple(data["professions"]), tuple(data.get("ask_about", ())))


def _scene(data: Data) -> Scene:
    return Scene(
        id=data["id"],
        learn=_learn(data),
        decide=_decision(data["decide"]) if "decide" in data else None,
        next=_ways(data["next"]) if "next" in data else (),
        ending=data.get("ending"),
        teaches=tuple(data.get("teaches", ())),
    )


def _decision(data: Data) -> Decision:
    view = data["view"]
    return Decision(
        id=data["id"],
        role=data["role"],
        view=View(view["health"], view["danger"], view["sure"]),
        options=tuple(_option(each) for each in data["options"]),
        law=tuple(data.get("law", ())),
        teaches=tuple(data.get("teaches", ())),
        otherwise=data.get("otherwise", ""),
    )


def _option(data: Data) -> Option:
    return Option(
        id=data["id"],
        practice=data["practice"],
        next=_ways(data["next"]),
        shares=tuple(Share(each["to"], tuple(each["items"])) for each in data.get("shares", ())),
        does=tuple(data.get("does", ())),
        learn=_learn(data),
        sources=tuple(data.get("sources", ())),
        only_if=_history(data.get("only_if", {})),
    )


def _inject(data: Data) -> Inject:
    return Inject(data["id"], data["minute"], data["scene"], data.get("role", BOTH))


def _expectation(data: Data) -> Expectation:
    return Expectation(
        country=data["in"],
        at=data["at"],
        outcomes=data["outcomes"],
        profession=data.get("as", ""),
        after=data.get("after", {}),
        rules=tuple(data.get("rules", ())),
    )


def _ways(data: Any) -> tuple[Way, ...]:
    if isinstance(data, str):
        return (Way(data),)
    return tuple(Way(each["to"], _history(each.get("when", {}))) for each in data)


def _history(data: Data) -> History:
    return {decision: tuple(options) for decision, options in data.items()}


def _learn(data: Data) -> Learn:
    return {role: _known(known) for role, known in data.get("learn", {}).items()}


def _known(data: Data) -> Known:
    return Known(data.get("facts", {}), data.get("recipients", {}), tuple(data.get("unknown", ())))
