"""A whole case as a picture for trainers: scenes from left to right, decisions and endings marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx

from rules import Rulebook
from rules.layout import Box, Form
from rules.picture import svg
from scenarios.expectations import AtDecision
from scenarios.model import Scenario
from scenarios.paths import graph
from webapp.words import SHORT

_END = {"good": "is-may", "mixed": "is-open", "bad": "is-must_not"}


def case_map(scenario: Scenario, law: Mapping[str, str] | None = None) -> str:
    """The picture of a case: it shows how the case goes on, so it is not for those who want to play it.

    With `law` the decisions say what the rules of a country answer there (`law_in_words`), by the name of the decision.
    """
    scenes = graph(scenario)
    depth: dict[str, int] = {}
    for name in nx.topological_sort(scenes):
        depth[name] = 1 + max((depth[before] for before in scenes.predecessors(name)), default=-1)
    boxes = [_box(scenario, name, depth[name], law or {}) for name in scenario.scenes]
    heads = [f"{step + 1}" for step in range(max(depth.values()) + 1)]
    form = Form(prefix="case", arrange="across", width=180, gap=36)
    return svg(boxes, list(scenes.edges), f"All ways through {scenario.title}", heads, form)


def law_in_words(law: Iterable[AtDecision], book: Rulebook) -> dict[str, str]:
    """What the rules of a country say at each decision on the best way, by the name of the decision."""
    return {each.decision.id: _said(each, book) for each in law}


def _said(at: AtDecision, book: Rulebook) -> str:
    told = (f"{book.recipients[one].label}: {SHORT[answer]}" for one, answer in at.answers.items())
    return "; ".join(told) or "this profession is not covered"


def _box(scenario: Scenario, name: str, depth: int, law: Mapping[str, str]) -> Box:
    scene = scenario.scenes[name]
    title = scenario.words["scenes"][name]["title"]
    if scene.ending:
        return Box(name, depth, title, _END[scene.ending])
    if scene.decide is None:
        return Box(name, depth, title)
    decides = f"Decides: {scenario.words['roles'][scene.decide.role]['name']}."
    return Box(name, depth, f"{title}. {law.get(scene.decide.id, decides)}", "strong" if scene.decide.law else "")
