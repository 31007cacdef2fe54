"""What a facilitator needs on paper for a case in a country: texts to read out, handouts, news, decisions with the law.

The pack follows the way on which everybody takes the best option; scenes off that way follow at the end.  What the law
says is asked of the rules of the country, for what each role knows on that way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules import Advice, Clash, KnowledgeBase, RulebookUnavailable
from rules.compare import RoleNotCovered
from rules.model import Jurisdiction
from scenarios.law import Played, Verdict, advice, verdict
from scenarios.model import Decision, Inject, Known, Scenario, Scene
from scenarios.paths import best
from scenarios.play import professions


@dataclass(frozen=True)
class DecisionSheet:
    """A decision with the law of the country: the advice (None where it cannot say anything), and of each option."""

    decision: Decision
    known: Known
    advice: Advice | None
    law: Mapping[str, Verdict]


@dataclass(frozen=True)
class SceneSheet:
    """A scene with the news that belong to it and its decision, if it has one."""

    scene: Scene
    injects: Sequence[Inject]
    decision: DecisionSheet | None


@dataclass(frozen=True)
class Pack:
    """All sheets of a case in a country: on the best way, and off it."""

    scenario: Scenario
    country: Jurisdiction
    professions: Mapping[str, str]
    on_the_way: Sequence[SceneSheet]
    elsewhere: Sequence[SceneSheet]


def pack(
    knowledge: KnowledgeBase,
    scenario: Scenario,
    country: Jurisdiction,
    today: date,
    watch: Callable[[], None] | None = None,
) -> Pack:
    """The pack of a case in a country."""
    playing = {role.id: (*professions(role, country), role.professions[0])[0] for role in scenario.roles}
    trail = [moment.scene for moment in best(scenario).trail]
    rest = [scene for scene in scenario.scenes.values() if scene not in trail]

    def sheet(scene: Scene) -> SceneSheet:
        decision = scene.decide
        injects = sorted((i for i in scenario.injects if i.scene == scene.id), key=lambda inject: inject.minute)
        if decision is None:
            return SceneSheet(scene, injects, None)
        played = Played(country.id, playing[decision.role])
        return SceneSheet(scene, injects, _decision(knowledge, scenario, decision, played, today, watch))

    return Pack(scenario, country, playing, [sheet(scene) for scene in trail], [sheet(scene) for scene in rest])


def _decision(
    knowledge: KnowledgeBase,
    scenario: Scenario,
    decision: Decision,
    played: Played,
    today: date,
    watch: Callable[[], None] | None,
) -> DecisionSheet:
    walk = best(scenario, until=decision.id)
    known = walk.until(decision.id).known(decision.role)
    if not decision.law:
        return DecisionSheet(decision, known, None, {})
    try:
        found = advice(knowledge, walk, decision, played, today, watch)
    except (RoleNotCovered, RulebookUnavailable, Clash):
        return DecisionSheet(decision, known, None, {})
    return DecisionSheet(decision, known, found, {option.id: verdict(found, option) for option in decision.options})
