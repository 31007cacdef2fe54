"""Small rulebooks written by hand, and cases for them, in few words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.case import EVERYWHERE, Case, Key
from rules.conditions import parse
from rules.model import (
    ROLE_FACT,
    Constraint,
    Effect,
    Fact,
    FactType,
    Item,
    Jurisdiction,
    Recipient,
    Role,
    Rule,
    Rulebook,
    Side,
)
from tests.rules.reference import Reference

NURSE, OFFICER = "nurse", "officer"
SIDES: tuple[Side, ...] = ("care", "officer")
NAMED, NAMELESS = ("police", "name"), ("police", "nameless")
BOTH_LAYERS = ("confidentiality", "data_protection")


def fact(
    name: str, *values: str, kind: FactType = "one_of", asked_when: Mapping[str, Any] | None = None, **more: Any
) -> Fact:
    """A fact; without values a question of yes or no."""
    kind = kind if values else "yes_no"
    more |= {"asked_when": parse(asked_when)} if asked_when else {}
    return Fact(name, kind, values or ("yes", "no"), {}, "?", **more)


def rule(name: str, effect: Effect, *layers: str, when: Mapping[str, Any] | None = None, **more: Any) -> Rule:
    """A rule about the name for the police, unless said otherwise."""
    share = {item: parse(when or {"all": []}) for item, when in more.pop("share", {"name": None}).items()}
    more |= {"when": parse(when)} if when else {}
    reach: dict[str, Any] = {"to": ("police",), "share": share, "layers": layers, **more}
    return Rule(name, "", effect, frozenset({NURSE, OFFICER}), **reach)


def explains(name: str, **more: Any) -> Rule:
    """A rule of effect none that names no pairs."""
    return rule(name, "none", to=(), share={}, **more)


def rulebook(facts: list[Fact], rules: list[Rule], never: Mapping[str, Any] | None = None) -> Rulebook:
    """A rulebook for nurses and officers who may tell the police or the family."""
    role = fact(ROLE_FACT, NURSE, OFFICER)
    return Rulebook(
        jurisdiction=Jurisdiction(
            "XX", "Nowhere", "country", (), date(2025, 1, 1), "", "", "drafted", (NURSE, OFFICER)
        ),
        as_of=date(2026, 11, 24),
        version="0",
        digest="",
        overlays=(),
        facts={fact.id: fact for fact in [role, *facts]},
        readings={},
        concepts={},
        roles={NURSE: Role(NURSE, "", "health", "care"), OFFICER: Role(OFFICER, "", "authority", "officer")},
        recipients={name: Recipient(name, "", "", SIDES) for name in ("police", "family")},
        items={"name": Item("name", "", True, (), SIDES), "nameless": Item("nameless", "", False, (), SIDES)},
        steps={},
        constraints=(Constraint("c", "c", parse(never)),) if never else (),
        rules={rule.id: rule for rule in rules},
    )


def ask(
    book: Rulebook, *unknown: str, strict: bool = False, role: str = NURSE, about: str = "", **answers: str
) -> Reference:
    """The reference for a case; a value `a+b` ticks two options, an empty one none."""
    given: dict[Key, frozenset[str]] = {
        (name, EVERYWHERE): frozenset(value.split("+") if value else ()) for name, value in answers.items()
    }
    asked = frozenset((name, EVERYWHERE) for name in unknown)
    return Reference(book, Case("XX", role, given, asked, (about,) if about else ()), strict)


def key(name: str, recipient: str = EVERYWHERE) -> Key:
    """The key of a fact."""
    return name, recipient
