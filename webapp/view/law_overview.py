"""A whole rulebook as pages show it: the parts with their counts, and each part as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from kb import Entry
from rules.model import Fact, Rule
from webapp.view.law import Law, node_of
from webapp.view.law_entries import overdue

GROUPS: Mapping[str, tuple[str, str]] = {
    "must": ("Duties to tell", "You must tell when all its conditions hold."),
    "should": ("What should be told", "A professional norm expects it."),
    "may": ("Permissions", "You may tell. You need not."),
    "must_not": ("Secrecy and prohibitions", "Nothing passes unless another rule opens the way, or it stays closed."),
    "none": ("Explanations and exemptions", "They open nothing by themselves: they explain, exempt, or add steps."),
}
"""The effects in the order in which they are listed: what they are called, and what they mean."""

PARTS: Mapping[str, tuple[str, str]] = {
    "rules": ("Rules", "What must, may and must not be told, and by whom."),
    "concepts": ("Legal tests", "The tests that rules are built from, each with its conditions."),
    "facts": ("Questions", "The facts and judgements that the law turns on, and why each is asked."),
    "readings": ("Disputed law", "Where lawyers differ: both interpretations, and who holds them."),
    "tables": ("Case tables", "Where police, care and others meet, and what may be said there."),
    "guidance": ("Guidance", "Steps that professional bodies and authorities give."),
    "myths": ("Common beliefs", "What many believe, and what the law says."),
    "recipients": ("Who may be told", "For each recipient, all the rules that reach it."),
    "items": ("What may be told", "For each piece of information, all the rules that speak of it."),
    "sources": ("Sources", "Statutes, codes, judgments and guidance, each with how it was checked."),
    "changes": ("Changes of the law", "What changed, and what is coming."),
    "limits": ("What is not covered", "Law that is known and left out, with the reason."),
    "contacts": ("Contacts", "Whom to call."),
}
"""The parts of a rulebook that have a page: title, and what it holds."""

FACT_GROUPS: Mapping[str, str] = {
    "sharer": "You and how you know",
    "concern": "The concern",
    "person": "The person",
    "consent": "Consent",
    "request": "A request",
    "avert": "Averting the harm",
    "what": "What would be told",
    "table": "A case table",
    "officer": "For police officers",
    "special": "Special situations",
}

SOURCE_KINDS: Mapping[str, str] = {
    "statute": "Statutes",
    "regulation": "Regulations",
    "treaty": "Treaties",
    "case": "Judgments",
    "professional-code": "Professional codes",
    "official-guidance": "Official guidance",
    "policy": "Policy",
    "research": "Research",
}


@dataclass(frozen=True)
class Part:
    """A part of a rulebook on its overview."""

    name: str
    title: str
    says: str
    count: int


@dataclass(frozen=True)
class Topic:
    """Rules of one effect that belong together."""

    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class RuleGroup:
    """All rules of one effect, by topic."""

    effect: str
    title: str
    says: str
    topics: tuple[Topic, ...]

    @property
    def count(self) -> int:
        """How many rules it holds."""
        return sum(len(topic.rules) for topic in self.topics)


@dataclass(frozen=True)
class Section:
    """Several things of one kind under a heading, as (id, title, one line, pill) each."""

    title: str
    lines: tuple[tuple[str, str, str, str], ...]


def own_rules(law: Law) -> int:
    """How many of its rules only a part of a country has; 0 for a whole country."""
    land = law.book.jurisdiction
    own = (rule for rule in law.book.rules.values() if rule.owner == land.id.lower() or land.id in rule.territory)
    return sum(1 for _ in own) if land.extends else 0


def parts(law: Law) -> Sequence[Part]:
    """The parts of a rulebook that hold anything."""
    counts = {
        "rules": len(law.rules),
        "concepts": len(law.book.concepts),
        "facts": len(law.book.facts) - len(law.book.readings),
        "readings": len(law.book.readings),
        "limits": len(law.book.not_covered),
        "recipients": len(law.book.recipients),
        "items": len(law.book.items),
    }
    found = ((name, counts.get(name, len(law.entries.get(name.rstrip("s"), ())))) for name in PARTS)
    return [Part(name, *PARTS[name], count) for name, count in found if count]


def rule_groups(law: Law) -> Sequence[RuleGroup]:
    """The rules in force by effect and topic; a base is one topic."""
    groups = []
    for effect, (title, says) in GROUPS.items():
        topics: dict[str, list[Rule]] = {}
        for rule in law.book.rules.values():
            if rule.effect == effect:
                topics.setdefault(_topic(law, rule), []).append(rule)
        own_first = sorted(topics, key=lambda topic: topic in law.places.values())
        found = tuple(Topic(topic, tuple(topics[topic])) for topic in own_first)
        groups += [RuleGroup(effect, title, says, found)] if found else []
    return groups


def _topic(law: Law, rule: Rule) -> str:
    """What its file is about, as its name says, or the base it comes from."""
    if place := law.place("rule", rule.id):
        return place
    return PurePosixPath(law.entries["rule"][rule.id].file).stem.replace("-", " ").capitalize()


def sections(law: Law, part: str, today: date) -> Sequence[Section]:
    """A part that is listed line by line: concepts, facts, sources, recipients or items."""
    match part:
        case "concepts":
            return _concepts(law)
        case "facts":
            return _facts(law)
        case "sources":
            return _sources(law, today)
        case "recipients":
            return _reached(law, "recipient", {one.id: f"They can {one.can}." for one in law.book.recipients.values()})
    return _reached(law, "item", dict.fromkeys(law.book.items, ""))


def _reached(law: Law, kind: str, says: Mapping[str, str]) -> Sequence[Section]:
    """Recipients or items with the number of rules about each."""
    counts = {
        name: sum(len(n) for (_, what), n in law.uses.of((kind, name)).items() if what == "rule") for name in says
    }
    lines = tuple((n, law.title(kind, n), text, f"{counts[n]} rules") for n, text in says.items() if counts[n])
    return [Section("", lines)]


def _concepts(law: Law) -> Sequence[Section]:
    """The legal tests by where they come from, the country's own first."""
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for concept in law.book.concepts.values():
        line = (concept.id, concept.title, concept.says, "")
        found.setdefault(law.origin("concept", concept.id), []).append(line)
    own = law.places[law.code.lower()]
    return [Section(title, tuple(found[title])) for title in sorted(found, key=lambda title: title != own)]


def _facts(law: Law) -> Sequence[Section]:
    """The questions by what they are about."""
    asked = [fact for fact in law.book.facts.values() if not fact.reading]
    groups = dict.fromkeys((*FACT_GROUPS, *(fact.group for fact in asked)))
    found = ((FACT_GROUPS.get(g, g.replace("_", " ").capitalize()), [f for f in asked if f.group == g]) for g in groups)
    return [Section(title, tuple(_question(fact) for fact in some)) for title, some in found if some]


def _question(fact: Fact) -> tuple[str, str, str, str]:
    return (fact.id, fact.question, fact.why, "judgement" if node_of(fact)[0] == "judgement" else "")


def _sources(law: Law, today: date) -> Sequence[Section]:
    """The sources by kind."""
    return [
        Section(title, tuple(_source(law, entry, today) for entry in some))
        for kind, title in SOURCE_KINDS.items()
        if (some := [entry for entry in law.entries["source"].values() if entry.data["kind"] == kind])
    ]


def _source(law: Law, entry: Entry, today: date) -> tuple[str, str, str, str]:
    title = entry.data["title"] if entry.data["title"] != entry.data["title_en"] else law.place("source", entry.id)
    pill = "to be checked again" if overdue(entry, today) else "" if entry.data["seen"] else "text not read"
    return (entry.id, entry.data["title_en"], title, pill)


def late_sources(law: Law, today: date) -> Sequence[Entry]:
    """The sources that were to be checked again by now."""
    return [entry for entry in law.entries["source"].values() if overdue(entry, today)]


def changes(law: Law, today: date) -> tuple[Sequence[Entry], Sequence[Entry], Sequence[Entry]]:
    """Changes to come, then those past, latest first, and those whose day is not known."""
    dated = sorted((e for e in law.entries["change"].values() if e.data["date"]), key=lambda e: str(e.data["date"]))
    coming = [entry for entry in dated if entry.data["date"] > today.isoformat()]
    past = [entry for entry in reversed(dated) if entry not in coming]
    return coming, past, [entry for entry in law.entries["change"].values() if not entry.data["date"]]


def reviews(rules: Iterable[Rule]) -> Mapping[str, int]:
    """How many rules there are of each review status."""
    found: dict[str, int] = {}
    for rule in rules:
        found[rule.review] = found.get(rule.review, 0) + 1
    return found
