"""What rests on what: for each fact, concept, source, rule, recipient and item everything that names it, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kb import Entry
from rules.conditions import Condition, Is, leaves
from rules.graph import Node
from rules.model import Fact, Rule, Rulebook


@dataclass
class Uses:
    """Everything that names a node, by the heading under which it is listed; ids in the order they were found."""

    found: dict[Node, dict[tuple[str, str], dict[str, None]]] = field(default_factory=dict)

    def add(self, node: Node, heading: str, kind: str, name: str) -> None:
        """Note that something names a node."""
        self.found.setdefault(node, {}).setdefault((heading, kind), {})[name] = None

    def of(self, node: Node) -> Mapping[tuple[str, str], Sequence[str]]:
        """The ids of what names a node, by heading and kind."""
        return {key: list(names) for key, names in self.found.get(node, {}).items()}


RULES, TESTS, THROUGH = "Rules", "Legal tests", "Rules, through a legal test"
EXEMPTED, READINGS, JUDGED = "Defeated by", "Disputed law", "Judgements made from it"
ASKED, ADVICE = "Questions asked only because of the answer", "Advice against, within a rule"
GUIDANCE, MYTHS, TABLES = "Guidance", "Myths it corrects", "Case tables"
CONTACTS, CHANGES, NOT_ENCODED = "Contacts", "Changes of the law", "Known and left out"


def uses(book: Rulebook, entries: Mapping[str, Mapping[str, Entry]]) -> Uses:
    """Everything that rests on anything."""
    found = Uses()
    for rule in book.rules.values():
        _of_rule(found, rule)
    for concept in book.concepts.values():
        for node in _named(concept.when):
            found.add(node, TESTS, "concept", concept.id)
        _cite(found, concept.sources, TESTS, "concept", concept.id)
    for rule in book.rules.values():
        _through(found, book, rule)
    for fact in book.facts.values():
        _of_fact(found, fact)
    for reading in book.readings.values():
        cited = (*reading.sources, *(source for option in reading.options for source in option.sources))
        _cite(found, cited, READINGS, "fact", reading.id)
    _of_entries(found, entries)
    for entry in entries["not_encoded"].values():
        for name in entry.data["touches"]:
            kind = "recipient" if name in book.recipients else "rule"
            found.add((kind, name), NOT_ENCODED, "not_encoded", entry.id)
    return found


def conditions(rule: Rule) -> Iterator[Condition]:
    """All conditions of a rule."""
    yield from (rule.when, rule.unless, *rule.share.values(), *(use.when for use in rule.steps))


def _of_rule(found: Uses, rule: Rule) -> None:
    for condition in conditions(rule):
        for node in _named(condition):
            found.add(node, RULES, "rule", rule.id)
    _cite(found, rule.sources, RULES, "rule", rule.id)
    for other in rule.defeats:
        found.add(("rule", other), EXEMPTED, "rule", rule.id)
    for recipient in rule.to:
        found.add(("recipient", recipient), RULES, "rule", rule.id)
    for item in rule.share:
        found.add(("item", item), RULES, "rule", rule.id)
    if rule.advises_against:
        _cite(found, [rule.advises_against.source], ADVICE, "rule", rule.id)


def _through(found: Uses, book: Rulebook, rule: Rule) -> None:
    """What a rule rests on through its legal tests and theirs."""
    direct = {node for condition in conditions(rule) for node in _named(condition)}
    seen: set[Node] = set()
    open_ = [node for node in direct if node[0] == "concept"]
    while open_:
        for node in _named(book.concepts[open_.pop()[1]].when):
            if node not in seen:
                seen.add(node)
                open_ += [node] if node[0] == "concept" else []
    for node in seen - direct:
        found.add(node, THROUGH, "rule", rule.id)


def _of_fact(found: Uses, fact: Fact) -> None:
    for node in _named(fact.asked_when):
        found.add(node, ASKED, "fact", fact.id)
    for other in fact.rests_on:
        found.add(("fact", other), JUDGED, "fact", fact.id)


def _of_entries(found: Uses, entries: Mapping[str, Mapping[str, Entry]]) -> None:
    """What the lists of a country name: guidance, myths, tables, contacts, changes."""
    shapes = (
        ("guidance", GUIDANCE, "source", "for"),
        ("myth", MYTHS, "sources", "rules"),
        ("table", TABLES, "law", "rule"),
        ("contact", CONTACTS, "source", ""),
        ("change", CHANGES, "source", "rules"),
    )
    for kind, heading, sources, rules in shapes:
        for entry in entries.get(kind, {}).values():
            _cite(found, _listed(entry.data.get(sources)), heading, kind, entry.id)
            for rule in _listed(entry.data.get(rules)):
                found.add(("rule", rule), heading, kind, entry.id)
            for recipient in entry.data.get("members", ()) if kind == "table" else ():
                found.add(("recipient", recipient), heading, kind, entry.id)


def _listed(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _cite(found: Uses, sources: Iterable[str], heading: str, kind: str, name: str) -> None:
    for source in sources:
        found.add(("source", source), heading, kind, name)


def _named(condition: Condition) -> list[Node]:
    return [("concept", leaf.concept) if isinstance(leaf, Is) else ("fact", leaf.fact) for leaf in leaves(condition)]
