"""What a scenario has to be on every way through it: possible, complete, readable, and no riddle of form.

These checks walk all ways and ask the rules whether the facts can all be true, so they take longer than those of
`scenarios.crossref`; they run when content is validated, not when pages are served.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from kb import Entry, Problem
from rules import CaseError, Clash, KnowledgeBase
from scenarios.law import case_document, possible_case
from scenarios.model import Known, Role, Scenario
from scenarios.paths import TooManyWays, walks
from scenarios.walk import Walk

FEWEST_OFFERED = 2


def check_ways(knowledge: KnowledgeBase, entry: Entry, scenario: Scenario, today: date) -> list[Problem]:
    """All problems that some way through a scenario has."""
    try:
        ended = list(walks(scenario))
    except TooManyWays:
        todo = "Leave out decisions, or let fewer of them lead to different scenes."
        return [entry.problem(("scenes",), "too-many-ways", found=scenario.id, todo=todo)]
    return [
        *_goals(entry, scenario, ended),
        *_few_options(entry, scenario, ended),
        *_never(entry, scenario, ended),
        *_contradictions(knowledge, entry, scenario, ended, today),
    ]


def _goals(entry: Entry, scenario: Scenario, ended: Sequence[Walk]) -> Iterator[Problem]:
    for index, goal in enumerate(scenario.goals):
        missing = next((walk for walk in ended if goal.id not in _taught(walk)), None)
        if missing is not None and not goal.optional:
            todo = "Teach it in a scene or at a decision that every way passes, or mark it `optional: true`."
            way = ", ".join(f"{decision}: {option}" for decision, option in missing.chosen.items())
            found = f"{goal.id} is not met by the way {way}"
            yield entry.problem(("goals", index), "goal-not-met", found=found, todo=todo)


def _taught(walk: Walk) -> set[str]:
    """The goals that a way meets: taught in a scene, or by the feedback at a decision."""
    scenes = [moment.scene for moment in walk.trail]
    return {goal for scene in scenes for goal in (*scene.teaches, *(scene.decide.teaches if scene.decide else ()))}


def _few_options(entry: Entry, scenario: Scenario, ended: Iterable[Walk]) -> Iterator[Problem]:
    found = {
        moment.scene.id
        for walk in ended
        for moment in walk.trail
        if moment.scene.decide and len(walk.until(moment.scene.decide.id).offered) < FEWEST_OFFERED
    }
    for index, scene in enumerate(scenario.scenes):
        if scene in found:
            todo = "Let fewer of its options hang on what was done before."
            yield entry.problem(("scenes", index, "decide"), "one-option", found=scene, todo=todo)


def _never(entry: Entry, scenario: Scenario, ended: Iterable[Walk]) -> Iterator[Problem]:
    """Scenes that no way comes to, and options that none is offered: what they hang on cannot have been done."""
    moments = [moment for walk in ended for moment in walk.trail]
    reached = {moment.scene.id for moment in moments}
    taken = {(m.scene.id, m.option.id) for m in moments if m.option}
    for index, scene in enumerate(scenario.scenes.values()):
        if scene.id not in reached:
            todo = "Let something that can be done before lead to it, or leave it out."
            yield entry.problem(("scenes", index, "id"), "unreachable", found=scene.id, todo=todo)
            continue
        for at, option in enumerate(scene.decide.options if scene.decide else ()):
            if (scene.id, option.id) not in taken:
                todo = "Let it hang on what can have been done before, or leave it out."
                where = ("scenes", index, "decide", "options", at, "only_if")
                yield entry.problem(where, "never-offered", found=option.id, todo=todo)


# -- facts that cannot all be true -------------------------------------------------------------------------------------


def _contradictions(
    knowledge: KnowledgeBase, entry: Entry, scenario: Scenario, ended: Sequence[Walk], today: date
) -> Iterator[Problem]:
    for role in scenario.roles:
        clashes = (
            (scene, clash)
            for scene, known in _ever_known(ended, role)
            if (clash := _clash(knowledge, role, known, today))
        )
        for scene, clash in islice(clashes, 1):
            where = ("scenes", list(scenario.scenes).index(scene))
            todo = f"{clash} Change what is learned on the way there, so that all of it can be true."
            yield entry.problem(where, "contradiction", found=f"what {role.id} knows at {scene}", todo=todo)


def _ever_known(ended: Iterable[Walk], role: Role) -> Iterator[tuple[str, Known]]:
    """Everything that a role knows somewhere on some way, with the scene where it first does."""
    seen: set[str] = set()
    for walk in ended:
        for moment in walk.trail:
            until = walk.until(moment.scene.decide.id) if moment.scene.decide else walk
            known = until.known(role.id)
            if repr(known) not in seen:
                seen.add(repr(known))
                yield moment.scene.id, known


def _clash(knowledge: KnowledgeBase, role: Role, known: Known, today: date) -> str:
    """Why what a role knows cannot all be true, in the words of the constraints; empty if it can."""
    for country in knowledge.countries:
        if role.professions[0] in country.roles and not knowledge.errors(country.id):
            book = knowledge.rulebook(country.id, today)
            document = case_document(country.id, role, role.professions[0], known, ())
            try:
                possible_case(book, document)
            except (Clash, CaseError) as error:
                return str(error)
            return ""
    return ""
