"""Whether everything in a scenario exists, fits together and can be reached.

The schema has checked the shape; what a walk meets on its ways is checked in `scenarios.checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb import Content, Entry, Problem
from rules.checker import Checker, Path, Scope, at
from rules.conditions import UNKNOWN
from scenarios.build import scenario
from scenarios.kinds import SCENARIO
from scenarios.model import BOTH
from scenarios.names import Names
from scenarios.paths import graph
from scenarios.wording import check_words


def check(content: Content) -> list[Problem]:
    """All problems of reference and structure in all scenarios."""
    problems: list[Problem] = []
    there = Names(content)
    for entry in content.entries(SCENARIO):
        ScenarioCheck(Scope(content, "", [""]), problems, there, entry).run()
    return problems


class ScenarioCheck(Checker):
    """All checks of one scenario."""

    def __init__(self, scope: Scope, problems: list[Problem], there: Names, entry: Entry) -> None:
        super().__init__(scope, problems)
        self.there = there
        self.entry = entry
        self.data: Mapping[str, Any] = entry.data
        self.roles = [role["id"] for role in self.data["roles"]]
        self.scenes = [scene["id"] for scene in self.data["scenes"]]
        self.decisions = {
            s["decide"]["id"]: (i, s["decide"]) for i, s in enumerate(self.data["scenes"]) if "decide" in s
        }
        self.options = {d: [o["id"] for o in decide["options"]] for d, (_, decide) in self.decisions.items()}
        self.goals = [goal["id"] for goal in self.data["goals"]]
        self.side: dict[str, str] = {}

    def run(self) -> None:
        """Check everything; the way through only where all names are right."""
        before = len(self.problems)
        self._twice()
        self._roles()
        self.one(("begin",), self.data["begin"], self.scenes, "scene")
        self.each(("sources",), self.data["sources"], self.there.sources, "source")
        for index, scene in enumerate(self.data["scenes"]):
            self._scene(("scenes", index), scene)
        for index, inject in enumerate(self.data.get("injects", ())):
            self.one(("injects", index, "scene"), inject["scene"], self.scenes, "scene")
            self.one(("injects", index, "role"), inject.get("role", BOTH), [*self.roles, BOTH], "role")
        for index, expected in enumerate(self.data.get("expect", ())):
            self._expected(("expect", index), expected)
        check_words(self)
        if len(self.problems) == before:
            self._ways()

    def one(self, path: Path, name: str, allowed: Iterable[str], what: str, at_key: bool = False) -> bool:
        """Whether a name at a path is right; it is reported if not."""
        return self.name(self.entry, path, name, allowed, what, at_key)

    def each(self, path: Path, names: Iterable[str], allowed: Iterable[str], what: str) -> None:
        """Report the names of a list that are wrong."""
        for index, name in enumerate(names):
            self.one((*path, index), name, allowed, what)

    def keys(self, path: Path, allowed: Iterable[str], what: str) -> Iterator[str]:
        """The keys at a path that are right; the others are reported."""
        for key in at(self.data, path) or ():
            if self.one((*path, key), key, allowed, what, at_key=True):
                yield key

    # -- structure -------------------------------------------------------------------------------------------------

    def _twice(self) -> None:
        """One id, one thing: scenes, roles, goals, news, decisions, and the options of each decision."""
        lists: list[tuple[str, list[tuple[Path, str]]]] = [
            ("scene", [(("scenes", i, "id"), s["id"]) for i, s in enumerate(self.data["scenes"])]),
            ("role", [(("roles", i, "id"), r["id"]) for i, r in enumerate(self.data["roles"])]),
            ("goal", [(("goals", i, "id"), g["id"]) for i, g in enumerate(self.data["goals"])]),
            ("inject", [(("injects", i, "id"), n["id"]) for i, n in enumerate(self.data.get("injects", ()))]),
            (
                "decision",
                [
                    (("scenes", i, "decide", "id"), s["decide"]["id"])
                    for i, s in enumerate(self.data["scenes"])
                    if "decide" in s
                ],
            ),
        ]
        for index, decide in self.decisions.values():
            path: Path = ("scenes", index, "decide", "options")
            lists.append(("option", [((*path, i, "id"), o["id"]) for i, o in enumerate(decide["options"])]))
        for what, named in lists:
            seen: set[str] = set()
            for where, name in named:
                if name in seen:
                    todo = "Give one of them another id."
                    self.report(self.entry, where, "duplicate-id", f"two {what}s are called '{name}'", (), todo)
                seen.add(name)

    def _roles(self) -> None:
        for index, role in enumerate(self.data["roles"]):
            path: Path = ("roles", index)
            self.each((*path, "professions"), role["professions"], self.there.side_of_profession, "profession")
            sides = {self.there.side_of_profession.get(name, "") for name in role["professions"]} - {""}
            if len(sides) > 1:
                todo = "Give each side a role of its own."
                self.report(self.entry, (*path, "professions"), "two-sides", ", ".join(sorted(sides)), (), todo)
            self.side[role["id"]] = next(iter(sorted(sides)), "")
            self._recipients((*path, "ask_about"), role.get("ask_about", ()), role["id"])

    def _recipients(self, path: Path, names: Iterable[str], role: str) -> None:
        self.each(path, names, self.there.recipients(self.side.get(role, "")), "recipient")

    def _scene(self, path: Path, scene: Mapping[str, Any]) -> None:
        after = [key for key in ("decide", "next", "ending") if key in scene]
        if len(after) != 1:
            found = " and ".join(after) or "nothing"
            todo = "A scene goes on in exactly one way."
            self.report(
                self.entry, path, "dead-end" if not after else "two-ways-on", found, ("decide", "next", "ending"), todo
            )
        self._learn(path, scene)
        self.each((*path, "teaches"), scene.get("teaches", ()), self.goals, "goal")
        self._next((*path, "next"), scene.get("next"))
        if "decide" in scene:
            self._decide((*path, "decide"), scene["decide"])

    def _decide(self, path: Path, decide: Mapping[str, Any]) -> None:
        role = decide["role"]
        self.one((*path, "role"), role, self.roles, "role")
        self._recipients((*path, "law"), decide.get("law", ()), role)
        self.each((*path, "teaches"), decide.get("teaches", ()), self.goals, "goal")
        if "otherwise" in decide:
            self.one((*path, "otherwise"), decide["otherwise"], self.options[decide["id"]], "option")
            if decide["otherwise"] in [o["id"] for o in decide["options"] if o.get("only_if")]:
                todo = "Take an option that is always offered."
                self.report(self.entry, (*path, "otherwise"), "not-always-offered", decide["otherwise"], (), todo)
        elif len(self.roles) > 1:
            todo = "Add `otherwise`: the option that is taken where nobody plays this role."
            self.report(self.entry, path, "no-otherwise", decide["id"], self.options[decide["id"]], todo)
        if not any(o["practice"] == "best" and not o.get("only_if") for o in decide["options"]):
            todo = "Mark an option that is always offered as the best practice."
            self.report(self.entry, (*path, "options"), "no-best-option", decide["id"], (), todo)
        for index, option in enumerate(decide["options"]):
            self._option((*path, "options", index), option, role)

    def _option(self, path: Path, option: Mapping[str, Any], role: str) -> None:
        side = self.side.get(role, "")
        for index, share in enumerate(option.get("shares", ())):
            self.one((*path, "shares", index, "to"), share["to"], self.there.recipients(side), "recipient")
            self.each((*path, "shares", index, "items"), share["items"], self.there.items(side), "item")
        self.each((*path, "does"), option.get("does", ()), self.there.steps, "step")
        self.each((*path, "sources"), option.get("sources", ()), self.there.sources, "source")
        self._learn(path, option)
        self._next((*path, "next"), option["next"])
        self._history((*path, "only_if"))

    def _next(self, path: Path, ways: Any) -> None:
        if isinstance(ways, str):
            self.one(path, ways, self.scenes, "scene")
        elif ways is not None:
            for index, way in enumerate(ways):
                self.one((*path, index, "to"), way["to"], self.scenes, "scene")
                self._history((*path, index, "when"))
                if ("when" not in way) != (index == len(ways) - 1):
                    todo = "Every way but the last has a `when`; the last has none."
                    self.report(self.entry, (*path, index), "way-out", str(way["to"]), (), todo)

    def _history(self, path: Path) -> None:
        for decision in self.keys(path, self.decisions, "decision"):
            self.each((*path, decision), at(self.data, (*path, decision)), self.options[decision], "option")

    def _learn(self, path: Path, data: Mapping[str, Any]) -> None:
        for role in self.keys((*path, "learn"), [*self.roles, BOTH], "role"):
            here: Path = (*path, "learn", role)
            known = data["learn"][role]
            self.each((*here, "unknown"), known.get("unknown", ()), self.there.values, "fact")
            self._answers((*here, "facts"), per_recipient=False)
            for recipient in self.keys((*here, "recipients"), self.there.sides_of_recipient, "recipient"):
                self._answers((*here, "recipients", recipient), per_recipient=True)

    def _answers(self, path: Path, *, per_recipient: bool) -> None:
        for fact in self.keys(path, self.there.values, "fact"):
            if per_recipient != (fact in self.there.per_recipient):
                code, todo = ("not-per-recipient", "facts") if per_recipient else ("per-recipient", "recipients")
                self.report(self.entry, (*path, fact), code, fact, (), f"Move it to `{todo}`.", at_key=True)
            said = at(self.data, (*path, fact))
            for value in [said] if isinstance(said, str) else said:
                self.one((*path, fact), value, self.there.values[fact] | {UNKNOWN}, "value")

    def _expected(self, path: Path, expected: Mapping[str, Any]) -> None:
        self.one((*path, "in"), expected["in"], self.there.countries, "country")
        told = set(self.there.sides_of_recipient)
        if self.one((*path, "at"), expected["at"], self.decisions, "decision"):
            role = self.decisions[expected["at"]][1]["role"]
            professions = [p for each in self.data["roles"] if each["id"] == role for p in each["professions"]]
            self.one((*path, "as"), expected.get("as", professions[0]), professions, "profession")
            told = self.there.recipients(self.side.get(role, ""))
        for decision in self.keys((*path, "after"), self.decisions, "decision"):
            self.one((*path, "after", decision), expected["after"][decision], self.options[decision], "option")
        for _ in self.keys((*path, "outcomes"), told, "recipient"):
            pass
        self.each((*path, "rules"), expected.get("rules", ()), self.there.rules, "rule")

    # -- ways ------------------------------------------------------------------------------------------------------

    def _ways(self) -> None:
        """No circle, every scene reachable, and some ending."""
        import networkx as nx

        made = scenario(self.data)
        scenes = graph(made)
        if not nx.is_directed_acyclic_graph(scenes):
            circle = [scene for scene, _ in nx.find_cycle(scenes)]
            todo = "A case goes forward: lead one of these scenes elsewhere."
            self.report(self.entry, ("scenes",), "circle", " -> ".join([*circle, circle[0]]), (), todo)
        reached = nx.descendants(scenes, made.begin) | {made.begin}
        for index, scene in enumerate(self.scenes):
            if scene not in reached:
                todo = "Lead to it, or leave it out."
                self.report(self.entry, ("scenes", index, "id"), "unreachable", scene, (), todo)
