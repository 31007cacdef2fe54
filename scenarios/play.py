"""A walk as somebody plays it: in a country, in one role or in both, by a profession each.

It is kept in a small document: names of the scenario, the roles, and the options chosen, and nothing of the text.  So
it loads again after texts were changed; a choice that is no longer offered is left out, with those after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb import nearest
from rules.case import CaseError, CaseProblem
from rules.model import Jurisdiction
from scenarios.law import Played
from scenarios.model import Role, Scenario
from scenarios.walk import Walk, decisions_taken

FORMAT = 1
KEYS = ("handrail_walk", "scenario", "country", "playing", "chosen")


@dataclass(frozen=True)
class Play:
    """A walk in a country; `playing` are the professions by the role that is played."""

    walk: Walk
    country: str
    playing: Mapping[str, str]

    @property
    def scenario(self) -> Scenario:
        """The scenario that is walked through."""
        return self.walk.scenario

    def played(self, role: str, country: str = "") -> Played:
        """How a role is played, here or in another country; by its usual profession where nobody plays it."""
        profession = self.playing.get(role) or self.scenario.role(role).professions[0]
        return Played(country or self.country, profession)

    def document(self) -> dict[str, Any]:
        """What has to be kept to go on later."""
        chosen = {decision.id: option.id for decision, option in decisions_taken(self.walk)}
        named = {"scenario": self.scenario.id, "country": self.country, "playing": dict(self.playing), "chosen": chosen}
        return {"handrail_walk": FORMAT, **named}


def begin(scenario: Scenario, country: Jurisdiction, playing: Mapping[str, str]) -> Play:
    """A walk at its beginning. Raises `CaseError` with everything that is wrong with who plays what."""
    problems = [*_problems(scenario, country, playing)]
    if problems:
        raise CaseError(problems)
    return Play(Walk(scenario, {}, tuple(playing)), country.id, dict(playing))


def professions(role: Role, country: Jurisdiction) -> Sequence[str]:
    """The professions by which a role can be played in a country."""
    return [profession for profession in role.professions if profession in country.roles]


def resume(document: Mapping[str, Any], scenario: Scenario, country: Jurisdiction) -> tuple[Play, Sequence[str]]:
    """The walk of a document as far as it still fits, and the decisions whose choice had to be left out.

    Raises `CaseError` with everything that is wrong with a document that is no walk.
    """
    problems = list(_shape(document))
    if problems:
        raise CaseError(problems)
    play = begin(scenario, country, document["playing"])
    walk, chosen = play.walk, document["chosen"]
    while walk.here.decide and chosen.get(walk.here.decide.id) in {option.id for option in walk.offered}:
        walk = walk.choose(chosen[walk.here.decide.id])
    left_out = [decision for decision in chosen if decision not in walk.chosen]
    return Play(walk, country.id, play.playing), left_out


def _shape(document: Mapping[str, Any]) -> Sequence[CaseProblem]:
    found = [
        CaseProblem(str(key), f"'{key}' is no part of a walk", KEYS, nearest(str(key), KEYS), "Remove it.")
        for key in document
        if key not in KEYS
    ]
    version = document.get("handrail_walk")
    if version != FORMAT or isinstance(version, bool):
        todo = "Load a file that was saved here."
        found.append(
            CaseProblem("handrail_walk", "not a walk in the form that is read here", (str(FORMAT),), None, todo)
        )
    for key in ("playing", "chosen"):
        value = document.get(key)
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in (*value, *value.values())):
            found.append(CaseProblem(key, "no names by names", (), None, "Load a file that was saved here."))
    return found


def _problems(scenario: Scenario, country: Jurisdiction, playing: Mapping[str, str]) -> Sequence[CaseProblem]:
    roles = {role.id: role for role in scenario.roles}
    if not playing:
        return [CaseProblem("playing", "nobody plays", tuple(roles), None, "Choose a role.")]
    found: list[CaseProblem] = []
    for name, profession in playing.items():
        if name not in roles:
            found.append(
                CaseProblem("playing", f"no role '{name}'", tuple(roles), nearest(name, roles), "Choose a role.")
            )
            continue
        allowed = tuple(professions(roles[name], country))
        if profession not in allowed:
            todo = "Choose one of these." if allowed else "Choose another country or another role."
            near = nearest(profession, allowed)
            found.append(CaseProblem(f"playing.{name}", f"'{profession}' does not fit here", allowed, near, todo))
    return found
