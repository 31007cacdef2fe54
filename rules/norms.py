"""One rule from its entry: what authors may abbreviate (`everyone`, `identifying`, role groups) is spelled out here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb import Entry
from rules.conditions import ALWAYS, NEVER, Condition, parse_optional
from rules.model import AdvisesAgainst, Deadline, Force, Item, Quantity, Recipient, Role, Rule, StepUse

EVERYONE = "everyone"


@dataclass(frozen=True)
class Names:
    """What the abbreviations of a rule can stand for."""

    roles: Mapping[str, Role]
    groups: Mapping[str, tuple[str, ...]]
    recipients: Mapping[str, Recipient]
    items: Mapping[str, Item]


def in_force(rule: Rule, as_of: date) -> bool:
    """Whether a rule is law on a day (`until` is the first day on which it is not)."""
    if rule.not_commenced or (rule.in_force_from and as_of < rule.in_force_from):
        return False
    return not (rule.in_force_until and as_of >= rule.in_force_until)


def coming(rule: Rule, as_of: date) -> bool:
    """Whether a rule is adopted but not law yet on a day."""
    return rule.not_commenced or bool(rule.in_force_from and as_of < rule.in_force_from)


def norm(entry: Entry, names: Names) -> Rule:
    """A rule from its entry, with everything spelled out that its author abbreviated."""
    data = entry.data
    quantity, to, or_do = _addressees(data.get("to"), names.recipients)
    in_force_data = data.get("in_force", {})
    against = data.get("advises_against")
    return Rule(
        id=data["id"],
        title=data["title"],
        effect=data["effect"],
        binds=members(data["binds"], names.roles, names.groups),
        to=to,
        quantity=quantity,
        or_do=or_do,
        share=_shared(data.get("share"), names.items),
        layers=tuple(data.get("layers", ())),
        gate=data.get("gate", False),
        when=parse_optional(data.get("when"), ALWAYS),
        unless=parse_optional(data.get("unless"), NEVER),
        defeats=tuple(data.get("defeats", ())),
        advises_against=_against(against, names.recipients, names.items) if against else None,
        steps=tuple(_step_uses(data.get("steps", {}))),
        deadlines=tuple(Deadline(d["by"], d.get("form", ""), d.get("to", "")) for d in data.get("deadlines", ())),
        sanction=data.get("sanction", ""),
        good_faith=data.get("good_faith", ""),
        summary=data["summary"],
        note=data.get("note", ""),
        reads=data["reads"],
        gateway=data.get("gateway", ""),
        acts=data["acts"]["through"] if isinstance(data.get("acts"), dict) else data.get("acts", "you"),
        sources=tuple(data["sources"]),
        confidence=data["confidence"],
        confidence_why=data.get("confidence_why", ""),
        review=data["review"],
        checked=data["checked"],
        names=data.get("names", {}),
        table_release=data.get("table_release", False),
        restates=data.get("restates", ""),
        territory=tuple(data.get("territory", ())),
        in_force_from=_day(in_force_data.get("from")),
        in_force_until=_day(in_force_data.get("until")),
        not_commenced=in_force_data.get("not_commenced", False),
        owner=entry.owner,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def members(names: str | list[str], roles: Mapping[str, Role], groups: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The roles that a list of roles and role groups (or `everyone`) stands for."""
    if names == EVERYONE:
        return frozenset(roles)
    return frozenset(role for name in names for role in groups.get(name, (name,)))


def _addressees(to: Any, recipients: Mapping[str, Recipient]) -> tuple[Quantity, tuple[str, ...], tuple[str, ...]]:
    match to:
        case None:
            return "list", (), ()
        case dict():
            quantity: Quantity = "one_of" if "one_of" in to else "all_of" if "all_of" in to else "each"
            return quantity, tuple(to[quantity]), tuple(to.get("or_do", ()))
        case _:
            return "list", whom(to, recipients), ()


def whom(to: str | list[str], recipients: Mapping[str, Recipient]) -> tuple[str, ...]:
    """The recipients that a list of them or `everyone` stands for."""
    return tuple(recipients) if to == EVERYONE else tuple(to)


def what(share: str | list[Any], items: Mapping[str, Item]) -> tuple[str, ...]:
    """The items that a list of them, `everything` or `identifying` stands for."""
    if share == "everything":
        return tuple(items)
    if share == "identifying":
        return tuple(item.id for item in items.values() if item.identifying)
    return tuple(share)


def _shared(share: Any, items: Mapping[str, Item]) -> dict[str, Condition]:
    if not isinstance(share, list):
        return dict.fromkeys(what(share, items), ALWAYS) if share else {}
    parts = (part if isinstance(part, dict) else {"item": part} for part in share)
    return {part["item"]: parse_optional(part.get("when"), ALWAYS) for part in parts}


def _against(data: Mapping[str, Any], recipients: Mapping[str, Recipient], items: Mapping[str, Item]) -> AdvisesAgainst:
    return AdvisesAgainst(whom(data["to"], recipients), what(data["share"], items), data["says"], data["source"])


def _step_uses(steps: Mapping[str, Any]) -> Iterable[StepUse]:
    forces: tuple[Force, ...] = ("must", "should", "must_not")
    for force in forces:
        for use in steps.get(force, ()):
            if isinstance(use, dict):
                yield StepUse(use["step"], force, parse_optional(use.get("when"), ALWAYS), use.get("note", ""))
            else:
                yield StepUse(use, force)
