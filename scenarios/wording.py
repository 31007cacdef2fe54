"""Whether everything in a scenario has its text, and every text belongs to something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rules.checker import Path, at

if TYPE_CHECKING:
    from scenarios.crossref import ScenarioCheck

_SEES = "Write what is seen there, under `both` or under `roles`."


def check_words(check: ScenarioCheck) -> None:
    """Report missing texts, and texts of nothing."""
    _texts(check, ("text", "roles"), check.roles, "role")
    _texts(check, ("text", "goals"), check.goals, "goal")
    _texts(check, ("text", "debrief"), check.data["debrief"], "debrief question")
    _texts(check, ("text", "scenes"), check.scenes, "scene")
    _texts(check, ("text", "decisions"), check.decisions, "decision")
    _texts(check, ("text", "injects"), [each["id"] for each in check.data.get("injects", ())], "inject")
    words = check.data["text"]
    for decision in [name for name in check.decisions if name in words["decisions"]]:
        _texts(check, ("text", "decisions", decision, "options"), check.options[decision], "option")
    for scene in [name for name in check.scenes if name in words["scenes"]]:
        here: Path = ("text", "scenes", scene)
        for _ in check.keys((*here, "roles"), check.roles, "role"):
            pass
        unseen = [role for role in check.roles if role not in words["scenes"][scene].get("roles", {})]
        if "both" not in words["scenes"][scene] and unseen:
            check.report(check.entry, here, "nothing-to-see", ", ".join(unseen), (), _SEES)


def _texts(check: ScenarioCheck, path: Path, ids: Iterable[str], what: str) -> None:
    ids = list(ids)
    for _ in check.keys(path, ids, what):
        pass
    for name in ids:
        if name not in (at(check.data, path) or {}):
            check.report(check.entry, path, "no-text", name, (), f"Write the text of this {what}.")
