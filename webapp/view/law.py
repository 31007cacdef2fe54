"""One rulebook as pages need it: what stands in it, where each thing comes from, its graph, and what rests on what.

Made once for each rulebook; a few are kept.  What a page shows is put together in `law_rule`,
`law_entries` and `law_overview`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kb import Entry
from rules import KnowledgeBase, Rulebook
from rules.graph import Node, rulebook_graph
from rules.model import Fact, NotCovered, Rule
from webapp.view.law_uses import Uses, uses

if TYPE_CHECKING:
    from rules.graph import Graph

ENTRIES = (
    *("rule", "concept", "fact", "judgement", "reading", "source"),
    *("guidance", "myth", "table", "contact", "change", "not_encoded"),
)
"""The kinds of content that pages show or name."""

MOST = 8
"""For how many rulebooks this is kept."""

SHARED = "All countries"
"""Where the vocabulary comes from."""


@dataclass(frozen=True)
class Target:
    """Something that can be linked to: its kind, its id, what it is called, and where it comes from if from elsewhere.

    `kind` is one of the kinds with a page of its own (rule, concept, fact, source, recipient, item), or of those that
    stand in a list (guidance, myth, table, contact, change, not_encoded).
    """

    kind: str
    id: str
    title: str
    place: str = ""


@dataclass(frozen=True, eq=False)
class Law:
    """A rulebook with all that belongs to it; `places` names the folders that it is made of, `languages` theirs."""

    book: Rulebook
    entries: Mapping[str, Mapping[str, Entry]]
    golden: Sequence[Entry]
    places: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the country."""
        return self.book.jurisdiction.id

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules in force and those to come."""
        return {**self.book.rules, **{rule.id: rule for rule in self.book.coming}}

    @cached_property
    def whole(self) -> Rulebook:
        """The rulebook as if what is to come were in force, to draw and to list what is tied to it."""
        return replace(self.book, rules=self.rules)

    @cached_property
    def graph(self) -> Graph:
        """The graph of all rules, with the titles of sources."""
        graph = rulebook_graph(self.whole)
        for kind, name in graph:
            if kind == "source":
                graph.nodes[kind, name]["title"] = self.title("source", name)
        return graph

    @cached_property
    def uses(self) -> Uses:
        """What rests on what, however it does."""
        return uses(self.whole, self.entries)

    @cached_property
    def cases(self) -> Mapping[str, Sequence[Entry]]:
        """The golden cases that rest on each rule: as their gateway, or as a rule that is expected to stand."""
        found: dict[str, dict[str, Entry]] = {}
        for entry in self.golden:
            outcomes = entry.data["expect"].get("outcomes", {}).values()
            named = [rule for outcome in outcomes for rule in outcome.get("rules", ())]
            same_gateway = [rule.id for rule in self.rules.values() if rule.gateway == entry.data["gateway"]]
            for rule in (*named, *same_gateway):
                found.setdefault(rule, {})[entry.id] = entry
        return {rule: list(entries.values()) for rule, entries in found.items()}

    @cached_property
    def not_covered(self) -> Sequence[NotCovered]:
        """What is not covered, without the provisions that were left out one by one."""
        left_out = {entry.data["says"] for entry in self.entries["not_encoded"].values()}
        return [one for one in self.book.not_covered if one.what not in left_out]

    # -- names -----------------------------------------------------------------------------------------------------

    def title(self, kind: str, name: str) -> str:
        """What something is called."""
        match kind:
            case "rule":
                return self.rules[name].title
            case "concept":
                return self.book.concepts[name].title
            case "fact":
                return self.book.facts[name].question
            case "recipient":
                return self.book.recipients[name].label
            case "item":
                return self.book.items[name].label
        data = self.entries[kind][name].data
        return str(
            next(data[key] for key in ("title_en", "title", "claim", "name_en", "name", "what", "says") if key in data)
        )

    def target(self, kind: str, name: str) -> Target:
        """A link to something."""
        return Target(kind, name, self.title(kind, name), self.place(kind, name))

    def targets(self, kind: str, names: Sequence[str]) -> tuple[Target, ...]:
        """Links to several things of a kind."""
        return tuple(self.target(kind, name) for name in names)

    def touched(self, names: Sequence[str]) -> tuple[Target, ...]:
        """Links to the recipients and rules that something left out touches."""
        kinds = [("recipient", name) if name in self.book.recipients else ("rule", name) for name in names]
        return tuple(self.target(kind, name) for kind, name in kinds if kind == "recipient" or name in self.rules)

    def place(self, kind: str, name: str) -> str:
        """Where something comes from, if neither from the country itself nor from the vocabulary."""
        owner = self.owner(kind, name)
        return "" if owner in ("", self.code.lower()) else self.places[owner]

    def origin(self, kind: str, name: str) -> str:
        """Where something comes from, in words."""
        return self.places.get(self.owner(kind, name), SHARED)

    def owner(self, kind: str, name: str) -> str:
        """The folder that something stands in; '' for the vocabulary."""
        kinds = ("fact", "judgement", "reading") if kind == "fact" else (kind,)
        return next((self.entries[k][name].owner for k in kinds if name in self.entries.get(k, {})), "")

    def names(self, kind: str) -> Sequence[str]:
        """The ids of all things of a kind that have a page."""
        return list(
            {
                "rule": self.rules,
                "concept": self.book.concepts,
                "fact": self.book.facts,
                "recipient": self.book.recipients,
                "item": self.book.items,
                "source": self.entries["source"],
            }[kind]
        )


@lru_cache(maxsize=MOST)
def law_of(knowledge: KnowledgeBase, book: Rulebook) -> Law:
    """What pages need of a rulebook."""
    code = book.jurisdiction.id
    entries: dict[str, dict[str, Entry]] = {kind: {} for kind in ENTRIES}
    for kind, found in entries.items():
        for entry in knowledge.about(kind, code):  # what is nearest to the country comes first
            found.setdefault(entry.id, entry)
    places = {e.owner: str(e.data["name"]) for e in knowledge.content.entries("jurisdiction")}
    languages = {e.owner: str(e.data["languages"][0]) for e in knowledge.content.entries("jurisdiction")}
    return Law(book, entries, knowledge.golden(code), places, languages)


def node_of(fact: Fact) -> Node:
    """The node of a fact in the graph: facts, judgements and readings share pages and not kinds."""
    return ("reading" if fact.reading else "judgement" if fact.judgement else "fact", fact.id)
