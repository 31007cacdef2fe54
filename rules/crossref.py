"""Whether everything that content of the law floor refers to exists and may be referred to there.

Schemas have checked the shape of every file; this module checks names across files and reports all problems at once, at
their place, with the nearest right name.  Whether the rules are *right* is proved in `rules.proof`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter

from kb import Content, Entry, Problem, load_sources, overdue, owner_of
from rules.checker import Checker, Scope, concepts_named, facts_below, facts_tested
from rules.references import CHECKS


def stands_on(content: Content, code: str) -> list[str]:
    """The folders of content that a jurisdiction stands on: the vocabulary, its bases, its country, itself."""
    known = {entry.id: entry for entry in content.entries("jurisdiction")}
    chain: list[Entry] = []
    while code in known and known[code] not in chain:
        chain.insert(0, known[code])
        code = known[code].data.get("extends", "")
    bases = [known[base].owner for entry in chain for base in entry.data["bases"] if base in known]
    return list(dict.fromkeys(["", *bases, *(entry.owner for entry in chain)]))


def check(content: Content, today: date | None) -> list[Problem]:
    """All problems of reference in the content; with `today`, warnings for sources whose review date has passed."""
    problems: list[Problem] = []
    bases = {entry.id: entry for entry in content.entries("jurisdiction")}
    scopes = [Scope(content, "", [""])]
    for entry in bases.values():
        checker = _FolderCheck(Scope(content, entry.owner, [""]), problems)
        if entry.owner.upper() != entry.id:
            checker.report(
                entry,
                ("id",),
                "jurisdiction-folder",
                f"id '{entry.id}' in folder '{entry.owner}'",
                (entry.owner.upper(),),
                "Name the folder like the id, in lower case.",
            )
        kinds = {other.id: other.data["kind"] for other in bases.values()}
        for index, base in enumerate(entry.data["bases"]):
            checker.name(entry, ("bases", index), base, (code for code in kinds if kinds[code] == "base"), "base")
        if "extends" in entry.data:
            countries = {code for code in kinds if kinds[code] == "country"} - {entry.id}
            checker.name(entry, ("extends",), entry.data["extends"], countries, "country")
        scopes.append(Scope(content, entry.owner, stands_on(content, entry.id)))
    for scope in scopes:
        _FolderCheck(scope, problems).run()
    problems += _belongs_nowhere(content)
    if today:
        problems += _overdue(content, today)
    return problems


def _belongs_nowhere(content: Content) -> Iterator[Problem]:
    """Folders of content without a jurisdiction, reported at their first file."""
    for owner in content.owners:
        if owner and owner not in content.broken_owners and not content.entries("jurisdiction", owner):
            root, file = min(place for place in content.files if owner_of(place[1]) == owner)
            todo = f"Add jurisdiction.yaml to the folder '{owner}'."
            yield Problem(file, 1, 1, "no-jurisdiction", found=owner, todo=todo, root=root)


def _overdue(content: Content, today: date) -> Iterator[Problem]:
    todo = "Check the source again and move `checked` and `review_by` on."
    for source in load_sources(content):
        entry = content.entry("source", source.owner, source.id)
        if entry and overdue(source, today):
            found = source.review_by.isoformat()
            yield entry.problem(("review_by",), "source-overdue", found=found, todo=todo, severity="warning")


class _FolderCheck(Checker):
    """All checks of one folder."""

    def run(self) -> None:
        """Check every entry of the folder, and that nothing runs in a circle."""
        self._twice()
        for kind, checks in CHECKS.items():
            for entry in self.scope.content.entries(kind, self.scope.owner):
                for check_one in checks:
                    check_one(self, entry)
        self._acyclic("concept", lambda e: concepts_named(e.data["when"]), "a concept may not rest on itself")
        if self._acyclic("step", lambda e: e.data["after"], "a step may not come after itself"):
            urgent = "where harm is near, a step may not come after itself"
            self._acyclic("step", lambda e: e.data.get("urgent_after", e.data["after"]), urgent)
        self._acyclic("fact", self._waits_for, "a question may not wait for itself")
        self._acyclic("rule", self._defeated, "rules may not defeat each other in a circle")

    def _twice(self) -> None:
        """One name, one thing: facts, judgements, readings and concepts share a namespace; so do all rules."""
        for kinds in (("fact", "judgement", "reading", "concept"), ("rule",), ("source",)):
            seen: dict[str, Entry] = {}
            for entry in (entry for kind in kinds for entry in self.scope.entries(kind)):
                other = seen.setdefault(entry.id, entry)
                own, first = (entry, other) if entry.owner == self.scope.owner else (other, entry)
                if other is not entry and own.owner == self.scope.owner:
                    self.report(
                        own,
                        ("id",),
                        "duplicate-id",
                        f"'{entry.id}' is also defined in {first.file}",
                        (),
                        "Give one of them another id.",
                    )

    def _waits_for(self, entry: Entry) -> Iterator[str]:
        """The facts on which it depends whether a question is asked, also through legal tests."""
        asked_when = entry.data.get("asked_when") or {}
        yield from facts_tested(asked_when)
        for concept in concepts_named(asked_when):
            yield from facts_below(concept, self.scope.ids("concept"))

    def _acyclic(self, kind: str, before: Callable[[Entry], Iterable[str]], todo: str) -> bool:
        """Whether nothing of a kind runs in a circle; a circle is reported at the first of its own entries."""
        entries = self.scope.facts if kind == "fact" else self.scope.ids(kind)
        graph = {name: [other for other in before(entry) if other in entries] for name, entry in entries.items()}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1]
            entry = next((entries[name] for name in circle if entries[name].owner == self.scope.owner), None)
            if entry is not None:
                self.report(entry, (), f"{kind}-circle", " -> ".join(circle), (), f"Break the circle: {todo}.")
            return False
        return True

    def _defeated(self, entry: Entry) -> Iterator[str]:
        """What a rule defeats: by name, and the gates whose layers it opens."""
        yield from entry.data.get("defeats", ())
        if entry.data["effect"] in ("must", "should", "may"):
            for other in self.scope.entries("rule"):
                if other.data.get("gate") and set(other.data["layers"]) & set(entry.data["layers"]):
                    yield other.id
