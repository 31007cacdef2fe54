"""From checked content to records: the vocabulary, the jurisdictions, and one rulebook as it stood on a date.

Reads entries whose shape the schemas and whose references `rules.crossref` have already checked; it resolves what
authors may abbreviate (`everyone`, `identifying`, role groups) and leaves all meaning to `rules.compiled`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from kb import Content, Entry
from rules.conditions import ALWAYS, parse, parse_optional
from rules.model import (
    Concept,
    Constraint,
    Fact,
    Item,
    Jurisdiction,
    NotCovered,
    Presumption,
    Recipient,
    Role,
    Rulebook,
    Step,
)
from rules.norms import Names, coming, in_force, norm
from rules.readings import Reading, ReadingOption

YES_NO = ("yes", "no")


def jurisdictions(content: Content) -> dict[str, tuple[str, Jurisdiction]]:
    """Every jurisdiction by id, each with the folder that holds it."""
    found: dict[str, tuple[str, Jurisdiction]] = {}
    for entry in content.entries("jurisdiction"):
        found[entry.id] = (entry.owner, _jurisdiction(entry.data))
    return found


def _jurisdiction(data: Mapping[str, Any]) -> Jurisdiction:
    emergency = data.get("emergency", {})
    return Jurisdiction(
        id=data["id"],
        name=data["name"],
        kind=data["kind"],
        bases=tuple(data["bases"]),
        known_from=date.fromisoformat(data["known_from"]),
        summary=data["summary"],
        checked=data["checked"],
        review=data["review"],
        roles=tuple(data.get("roles", ())),
        emergency_number=emergency.get("number", ""),
        emergency_says=emergency.get("says", ""),
        extends=data.get("extends", ""),
        elsewhere=data.get("elsewhere", ""),
    )


def rulebook(
    content: Content,
    folders: Iterable[str],
    jurisdiction: Jurisdiction,
    as_of: date,
    version: str,
    digest: str,
    overlays: tuple[str, ...],
) -> Rulebook:
    """The rulebook of a jurisdiction on a date, from the entries of the vocabulary, its bases and itself."""
    folders = list(folders)

    def entries(kind: str) -> list[Entry]:
        return [entry for folder in folders for entry in content.entries(kind, folder)]

    roles = {e.id: Role(e.id, e.data["label"], e.data["heading"], e.data["side"]) for e in entries("role")}
    groups = {e.id: tuple(e.data["members"]) for e in entries("role_group")}
    recipients = {e.id: _recipient(e.data) for e in entries("recipient")}
    items = {e.id: _item(e.data) for e in entries("item")}
    names = Names(roles, groups, recipients, items)
    rules = [norm(e, names) for e in entries("rule")]
    places = {e.id for e in entries("jurisdiction")}
    rules = [rule for rule in rules if not rule.territory or places & set(rule.territory)]
    current = {rule.id: rule for rule in rules if in_force(rule, as_of)}
    return Rulebook(
        jurisdiction=jurisdiction,
        as_of=as_of,
        version=version,
        digest=digest,
        overlays=overlays,
        facts=_facts(entries, {e.id: e.data for e in entries("wording")}),
        readings={e.id: _reading(e.data) for e in entries("reading")},
        concepts={e.id: _concept(e.data) for e in entries("concept")},
        roles=roles,
        recipients=recipients,
        items=items,
        steps={e.id: _step(e.data) for e in entries("step")},
        constraints=tuple(Constraint(e.id, e.data["says"], parse(e.data["never"])) for e in entries("constraint")),
        rules=current,
        coming=tuple(rule for rule in rules if coming(rule, as_of)),
        not_covered=tuple(_not_covered(entries)),
    )


def _not_covered(entries: Callable[[str], list[Entry]]) -> Iterable[NotCovered]:
    """What the jurisdiction says it does not cover, and the provisions that were left out with a reason."""
    for entry in entries("jurisdiction"):
        for gap in entry.data.get("not_covered", ()):
            yield NotCovered(gap["what"], tuple(gap["touches"]))
    for entry in entries("not_encoded"):
        yield NotCovered(entry.data["says"], tuple(entry.data["touches"]))


# -- vocabulary --------------------------------------------------------------------------------------------------------


def _facts(entries: Callable[[str], list[Entry]], wording: Mapping[str, Mapping[str, Any]]) -> dict[str, Fact]:
    facts = {e.id: fact(e.data) for e in entries("fact")}
    facts |= {e.id: fact({**e.data, **wording.get(e.id, {})}, judgement=True) for e in entries("judgement")}
    for entry in entries("reading"):
        options = entry.data["values"]
        labels = {option["id"]: option["label"] for option in options}
        question = entry.data["question"]
        facts[entry.id] = Fact(entry.id, "one_of", tuple(labels), labels, question, entry.data["says"], reading=True)
    return facts


def fact(data: Mapping[str, Any], judgement: bool = False) -> Fact:
    """A fact or a judgement from its entry."""
    values = data.get("values") or [{"id": value, "label": value.capitalize()} for value in YES_NO]
    presume = data.get("presume")
    return Fact(
        id=data["id"],
        type=data["type"],
        values=tuple(value["id"] for value in values),
        labels={value["id"]: value["label"] for value in values},
        question=data["question"],
        help=data["help"],
        why=data["why"],
        group=data.get("group", "judgement"),
        side=data["side"],
        per_recipient="per" in data,
        asked_when=parse_optional(data.get("asked_when"), ALWAYS),
        presume=_presumption(presume) if presume else None,
        first=data.get("first", False),
        mutable=data["mutable"],
        judgement=judgement,
        rests_on=tuple(data.get("rests_on", ())),
    )


def _presumption(data: Mapping[str, Any]) -> Presumption:
    value = data["value"]
    values = tuple(value) if isinstance(value, list) else (value,)
    return Presumption(values, data["says"], tuple(data.get("unless_asking_about", ())))


def _reading(data: Mapping[str, Any]) -> Reading:
    options = tuple(ReadingOption(o["id"], o["says"], tuple(o["sources"])) for o in data["values"])
    return Reading(data["id"], data["question"], data["says"], tuple(data["sources"]), options)


def _concept(data: Mapping[str, Any]) -> Concept:
    return Concept(data["id"], data["title"], parse(data["when"]), data["says"], tuple(data.get("sources", ())))


def _recipient(data: Mapping[str, Any]) -> Recipient:
    return Recipient(
        data["id"],
        data["label"],
        data["can"],
        tuple(data["from"]),
        tuple(data.get("members", ())),
        data.get("named", data["label"]),
        data.get("care", False),
        tuple(data.get("usual", ())),
        tuple(data.get("undecided", ())),
    )


def _item(data: Mapping[str, Any]) -> Item:
    return Item(data["id"], data["label"], data["identifying"], tuple(data.get("implies", ())), tuple(data["from"]))


def _step(data: Mapping[str, Any]) -> Step:
    urgent = data.get("urgent_after")
    return Step(
        data["id"],
        data["title"],
        data["phase"],
        tuple(data["after"]),
        data["meaning"],
        None if urgent is None else tuple(urgent),
        tuple(data.get("guidance", ())),
        data.get("care", False),
    )
