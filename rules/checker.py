"""Checks of names for one folder of content: what may be referred to there, and whether what is referred to exists.

The tools only; which references a kind of entry holds is said in `rules.references`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from kb import Content, Entry, Problem, nearest
from rules.build import YES_NO
from rules.conditions import NONE_TICKED, RESTATES

Path = tuple[str | int, ...]


class Scope:
    """What a file of one folder may refer to: the vocabulary, the folder itself, and the bases it stands on."""

    def __init__(self, content: Content, owner: str, folders: Sequence[str]) -> None:
        self.content = content
        self.owner = owner
        self.folders = folders

    def entries(self, kind: str) -> list[Entry]:
        """The entries of a kind in scope."""
        return [entry for folder in self.folders for entry in self.content.entries(kind, folder)]

    def ids(self, *kinds: str) -> dict[str, Entry]:
        """The entries of some kinds in scope, by id."""
        return {entry.id: entry for kind in kinds for entry in self.entries(kind)}

    @cached_property
    def facts(self) -> dict[str, Entry]:
        """Facts, judgements and readings by id."""
        return self.ids("fact", "judgement", "reading")

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """The ids in scope that a reference of each sort may name."""
        sorts = (
            "concept",
            "reading",
            "golden",
            "rule",
            "recipient",
            "item",
            "step",
            "source",
            "judgement",
            "guidance",
            "role",
            "role_group",
        )
        found = {sort: set(self.ids(sort)) for sort in sorts}
        if not self.owner:
            # What is claimed for all countries may rest on the sources of the bases.
            found["source"] = {entry.id for entry in self.content.entries("source")}
        return found | {"fact": set(self.facts), "bound": found["role"] | found["role_group"]}


class Checker:
    """Checks the entries of one folder against its scope."""

    def __init__(self, scope: Scope, problems: list[Problem]) -> None:
        self.scope = scope
        self.problems = problems

    def report(
        self,
        entry: Entry,
        path: Path,
        code: str,
        found: str,
        allowed: Iterable[str],
        todo: str,
        near: str | None = "",
        at_key: bool = False,
    ) -> None:
        """Add a problem at a path of an entry."""
        self.problems.append(
            entry.problem(
                path, code, found=found, allowed=tuple(sorted(allowed)), nearest=near, todo=todo, at_key=at_key
            )
        )

    def name(
        self, entry: Entry, path: Path, name: str, allowed: Iterable[str], what: str, at_key: bool = False
    ) -> bool:
        """Report a name that is not among the allowed ones."""
        allowed = set(allowed)
        if name in allowed:
            return True
        self.report(
            entry,
            path,
            f"unknown-{what.replace(' ', '-')}",
            f"{what} '{name}' does not exist",
            allowed,
            f"Use {'an' if what[0] in 'aeiou' else 'a'} {what} that exists, or add it.",
            nearest(name, allowed),
            at_key,
        )
        return False

    def names(self, entry: Entry, path: Path, sort: str, what: str = "") -> None:
        """Check the list of names that lies at a path of the entry, if there is one."""
        for index, name in enumerate(at(entry.data, path) or ()):
            self.name(entry, (*path, index), name, self.scope.known[sort], what or sort)

    # -- conditions --------------------------------------------------------------------------------------------------

    def condition(self, entry: Entry, path: Path, per_recipient: bool = True) -> None:
        """Check a condition that lies at a path of the entry, if there is one."""
        data = at(entry.data, path)
        if data is None:
            return
        for key, value in data.items():
            here = (*path, key)
            if key in ("all", "any"):
                for index in range(len(value)):
                    self.condition(entry, (*here, index), per_recipient)
            elif key == "not":
                self.condition(entry, here, per_recipient)
            elif key == "is":
                if self.name(entry, here, value, self.scope.known["concept"], "concept") and not per_recipient:
                    self._not_per_recipient(entry, here, value)
            elif key != RESTATES:
                self.test(entry, here, key, value, per_recipient)
        if len([key for key in data if key != RESTATES]) != 1:
            self.report(
                entry,
                path,
                "condition-keys",
                f"{len(data)} conditions side by side: {', '.join(data)}",
                (),
                "Put them into a list under `all` or `any`.",
            )

    def test(self, entry: Entry, path: Path, fact_id: str, values: str | list[str], per_recipient: bool) -> None:
        """Check that a fact exists, may stand here, and has the values named."""
        if not self.name(
            entry, path, fact_id, self.scope.known["fact"] | {"all", "any", "not", "is"}, "fact", at_key=True
        ):
            return
        fact = self.scope.facts[fact_id].data
        if fact.get("per") and not per_recipient:
            self.report(
                entry,
                path,
                "per-recipient",
                f"'{fact_id}' has one answer for each recipient",
                (),
                "It can only stand where a recipient is in question: in a rule with `to` and `share`.",
                at_key=True,
            )
        for value in [values] if isinstance(values, str) else values:
            self.name(entry, path, value, allowed_values(fact), "value")

    def _not_per_recipient(self, entry: Entry, path: Path, concept: str) -> None:
        concepts = self.scope.ids("concept")
        facts = self.scope.facts
        if any(facts[f].data.get("per") for f in facts_below(concept, concepts) if f in facts):
            self.report(
                entry,
                path,
                "per-recipient",
                f"'{concept}' rests on answers for each recipient",
                (),
                "It can only stand where a recipient is in question: in a rule with `to` and `share`.",
            )


def allowed_values(fact: Mapping[str, Any]) -> set[str]:
    """The values that a condition may name for a fact."""
    values = {value["id"] for value in fact["values"]} if "values" in fact else set(YES_NO)
    return values | {NONE_TICKED} if fact.get("type") == "any_of" else values


def at(data: Any, path: Path) -> Any:
    """What lies at a path, or None."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def facts_tested(condition: Mapping[str, Any] | None) -> Iterator[str]:
    """The facts that a condition tests itself (not through concepts)."""
    for key, value in (condition or {}).items():
        if key in ("all", "any"):
            for part in value:
                yield from facts_tested(part)
        elif key == "not":
            yield from facts_tested(value)
        elif key not in ("is", RESTATES):
            yield key


def concepts_named(condition: Mapping[str, Any]) -> Iterator[str]:
    """The concepts that a condition names."""
    for key, value in condition.items():
        if key in ("all", "any"):
            for part in value:
                yield from concepts_named(part)
        elif key == "not":
            yield from concepts_named(value)
        elif key == "is":
            yield value


def facts_below(concept: str, concepts: Mapping[str, Entry], seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The facts that a concept rests on, also through other concepts."""
    if concept in concepts and concept not in seen:
        when = concepts[concept].data["when"]
        yield from facts_tested(when)
        for other in concepts_named(when):
            yield from facts_below(other, concepts, seen | {concept})
