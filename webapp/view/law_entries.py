"""A legal test, a question, a source, a recipient and an item, each as its page shows it, with what rests on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb import Entry
from rules.model import Concept, Fact, Item, Recipient
from rules.readings import Reading
from webapp.view.law import Law, Target, node_of
from webapp.view.law_conditions import Line, label, lines
from webapp.view.law_rule import EFFECT, Listed, below, cited, grouped, listed

FACT_KIND: Mapping[str, str] = {"fact": "question", "judgement": "judgement", "reading": "disputed law"}

SIDE: Mapping[str, str] = {"practitioner": "Practitioners in care and in public offices", "officer": "Police officers"}

ORDER = tuple(EFFECT)


@dataclass(frozen=True)
class ConceptPage:
    """A legal test."""

    concept: Concept
    origin: str
    when: Line | None
    sources: tuple[Entry, ...]
    rests_on: tuple[Listed, ...]
    resting: tuple[Listed, ...]


@dataclass(frozen=True)
class OptionView:
    """One answer to a question; for disputed law one interpretation, with what it says and who says it."""

    label: str
    says: str = ""
    sources: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class FactPage:
    """A question about a fact or for a judgement, or disputed law that is never asked."""

    fact: Fact
    kind: str
    origin: str
    reading: Reading | None
    options: tuple[OptionView, ...]
    several: bool
    asked_of: str
    asked_when: Line | None
    presumed: str
    asked_anyway: tuple[Target, ...]
    rests_on: tuple[Target, ...]
    sources: tuple[Entry, ...]
    cannot: tuple[str, ...]
    resting: tuple[Listed, ...]


@dataclass(frozen=True)
class SourcePage:
    """A source; `overdue` if it was to be checked again by now, `language` if its title is not English.

    `touched` are the rules to read again if it changes, and `cases` the golden cases that rest on them.
    """

    data: Mapping[str, Any]
    origin: str
    language: str
    overdue: bool
    resting: tuple[Listed, ...]
    touched: int
    cases: tuple[Entry, ...]


@dataclass(frozen=True)
class ReachedBy:
    """The rules of one effect that reach a recipient or speak of an item."""

    effect: str
    words: str
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class RecipientPage:
    """Somebody who may be told, or a piece of information: all rules about it."""

    record: Recipient | Item
    members: tuple[Target, ...]
    gives_away: tuple[Target, ...]
    rules: tuple[ReachedBy, ...]
    tables: tuple[Target, ...]
    left_out: tuple[Mapping[str, Any], ...]


def concept_page(law: Law, concept: Concept) -> ConceptPage:
    """The page of a legal test."""
    return ConceptPage(
        concept=concept,
        origin=law.origin("concept", concept.id),
        when=lines(law, concept.when),
        sources=cited(law, concept.sources),
        rests_on=tuple(grouped(law, *below(law, [concept.when]))),
        resting=listed(law, ("concept", concept.id)),
    )


def fact_page(law: Law, fact: Fact) -> FactPage:
    """The page of a fact, a judgement or a reading."""
    reading = law.book.readings.get(fact.id)
    says = {option.value: option for option in reading.options} if reading else {}
    options = [
        OptionView(label(fact, value), says[value].says, cited(law, says[value].sources))
        if value in says
        else OptionView(label(fact, value))
        for value in fact.values
    ]
    presume = fact.presume
    unless = presume.unless_asking_about if presume else ()
    return FactPage(
        fact=fact,
        kind=FACT_KIND[node_of(fact)[0]],
        origin=law.origin("fact", fact.id),
        reading=reading,
        options=tuple(options),
        several=fact.type == "any_of",
        asked_of="" if reading else SIDE.get(fact.side, "Everyone"),
        asked_when=lines(law, fact.asked_when),
        presumed=presume.says if presume else "",
        asked_anyway=law.targets("recipient", unless),
        rests_on=law.targets("fact", fact.rests_on),
        sources=cited(law, reading.sources) if reading else (),
        cannot=tuple(one.says for one in law.book.constraints if fact.id in below(law, [one.never])[1]),
        resting=listed(law, ("fact", fact.id)),
    )


def source_page(law: Law, entry: Entry, today: date) -> SourcePage:
    """The page of a source."""
    rules = [rule.id for rule in law.rules.values() if entry.id in rule.sources]
    cases = {case.id: case for rule in rules for case in law.cases.get(rule, ())}
    return SourcePage(
        data=entry.data,
        origin=law.origin("source", entry.id),
        language=language(law, entry),
        overdue=overdue(entry, today),
        resting=listed(law, ("source", entry.id)),
        touched=len(rules),
        cases=tuple(cases.values()),
    )


def language(law: Law, entry: Entry) -> str:
    """The language of a source's title, where it is not English."""
    return law.languages.get(entry.owner, "") if entry.data["title"] != entry.data["title_en"] else ""


def overdue(entry: Entry, today: date) -> bool:
    """Whether a source was to be checked again by now."""
    return date.fromisoformat(entry.data["review_by"]) < today


def recipient_page(law: Law, record: Recipient | Item) -> RecipientPage:
    """The page of a recipient or an item."""
    kind = "recipient" if isinstance(record, Recipient) else "item"
    found = law.uses.of((kind, record.id))
    rules: Sequence[str] = [name for (_, what), names in found.items() if what == "rule" for name in names]
    by_effect = {effect: [name for name in rules if law.rules[name].effect == effect] for effect in ORDER}
    left_out = {name for (_, what), names in found.items() if what == "not_encoded" for name in names}
    return RecipientPage(
        record=record,
        members=law.targets("recipient", record.members) if isinstance(record, Recipient) else (),
        gives_away=law.targets("item", record.implies) if isinstance(record, Item) else (),
        rules=tuple(
            ReachedBy(effect, EFFECT[effect], law.targets("rule", names))
            for effect, names in by_effect.items()
            if names
        ),
        tables=law.targets("table", [n for (_, what), names in found.items() if what == "table" for n in names]),
        left_out=tuple(entry.data for entry in law.entries["not_encoded"].values() if entry.id in left_out),
    )
