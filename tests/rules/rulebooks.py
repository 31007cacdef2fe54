"""Tiny random rulebooks that use every construct of the rule language.

They need not make sense; they are kept so small that the reference can list every full assignment,
and they are well-formed: defeat never runs in a circle, and only a rule with pairs speaks of a
recipient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import prod

from rules.conditions import ALWAYS, NEVER, All, Condition
from rules.model import (
    PERMISSIONS,
    ROLE_FACT,
    Concept,
    Constraint,
    Effect,
    Fact,
    FactType,
    Item,
    Jurisdiction,
    Presumption,
    Recipient,
    Role,
    Rule,
    Rulebook,
    Side,
)
from tests.rules.dice import Dice
from tests.rules.worlds import pairs_of, values_of

MOST_ASSIGNMENTS = 3000
LAYERS = ("confidentiality", "data_protection")
EVERY_SIDE: tuple[Side, ...] = ("care", "public", "officer")
FACT_TYPES: tuple[FactType, ...] = ("yes_no", "one_of", "any_of")
EFFECTS: tuple[Effect, ...] = ("must", "should", "may", "must_not", "must_not", "none")
ROLES: dict[str, Role] = {
    "nurse": Role("nurse", "Nurse", "health", "care"),
    "clerk": Role("clerk", "Clerk", "other", "public"),
    "officer": Role("officer", "Officer", "authority", "officer"),
}
ROLE = Fact(ROLE_FACT, "one_of", tuple(ROLES), {}, "?")
READING = Fact("reading", "one_of", ("wide", "narrow"), {}, "?", reading=True)


# --- facts ----------------------------------------------------------------------------------------


def _fact(dice: Dice, number: int, earlier: Sequence[Fact], recipients: Sequence[str]) -> Fact:
    kind: FactType = dice.one(FACT_TYPES)
    values: tuple[str, ...] = ("yes", "no")
    if kind == "one_of":
        values = ("a", "b", "c")[: dice.one((2, 3))]
    elif kind == "any_of":
        values = ("p", "q", "r")[: dice.one((1, 2, 2, 3))]
    per = dice.chance(35)
    presume = None
    if dice.chance(25):
        presumed = dice.some(values, 0 if kind == "any_of" else 1, None if kind == "any_of" else 1)
        presume = Presumption(presumed, "assumed", dice.some(recipients) if dice.chance(30) else ())
    return Fact(
        id=f"f{number}",
        type=kind,
        values=values,
        labels={},
        question="?",
        side=dice.one(("both", "both", "both", "both", "practitioner", "officer")),
        per_recipient=per,
        asked_when=_asked_when(dice, [fact for fact in earlier if per or not fact.per_recipient]),
        presume=presume,
        mutable=dice.one(("you", "may_happen", "never")),
    )


def _asked_when(dice: Dice, facts: Sequence[Fact]) -> Condition:
    return dice.condition(facts, depth=1) if dice.chance(35) else ALWAYS


def _facts(dice: Dice, recipients: Sequence[str]) -> list[Fact]:
    """Facts with at most `MOST_ASSIGNMENTS` full assignments together (usually far fewer)."""
    limit = dice.one((200, 800, MOST_ASSIGNMENTS))
    facts = [ROLE]
    if dice.chance(50):
        facts.append(READING)
    for number in range(dice.random.randint(2, 6)):
        more = [*facts, _fact(dice, number, facts, recipients)]
        if prod(len(values_of(f)) ** (len(recipients) if f.per_recipient else 1) for f in more[1:]) <= limit:
            facts = more
    return facts


# --- rules ----------------------------------------------------------------------------------------


class _Rules:
    """Adds random rules to a rulebook one by one, so that defeat never runs in a circle."""

    def __init__(self, dice: Dice, rulebook: Rulebook) -> None:
        self.dice = dice
        self.book = rulebook
        self.facts = list(rulebook.facts.values())
        self.plain_facts = [fact for fact in self.facts if not fact.per_recipient]
        self.plain_concepts = [concept for concept in rulebook.concepts if concept.startswith("plain")]

    def condition(self, percent: int, about_recipient: bool, otherwise: Condition) -> Condition:
        """So often a condition, which speaks of a recipient only if it may."""
        if not self.dice.chance(percent):
            return otherwise
        if about_recipient:
            return self.dice.condition(self.facts, list(self.book.concepts))
        return self.dice.condition(self.plain_facts, self.plain_concepts)

    def add(self) -> None:
        """One more rule."""
        dice = self.dice
        effect = dice.one(EFFECTS)
        gate = effect == "must_not" and dice.chance(60)
        rule = Rule(
            id=f"r{len(self.book.rules)}",
            title="",
            effect=effect,
            binds=frozenset(ROLES) - frozenset(dice.some(ROLES, 1, 1) if dice.chance(15) else ()),
            to=self._to(effect),
            share=self._share(effect),
            layers=dice.some(LAYERS, 1 if gate else 0) if effect != "none" else (),
            gate=gate,
        )
        rule = replace(rule, defeats=self._defeats(rule))
        about = self._has_pairs_everywhere(rule)
        when = self.condition(15 if gate else 85, about, ALWAYS)
        self._keep(replace(rule, when=when, unless=self.condition(25, about, NEVER)))

    def _keep(self, rule: Rule) -> None:
        self.book = replace(self.book, rules={**self.book.rules, rule.id: rule})

    def _to(self, effect: Effect) -> tuple[str, ...]:
        return () if effect == "none" and self.dice.chance(60) else self.dice.some(self.book.recipients, 1)

    def _share(self, effect: Effect) -> dict[str, Condition]:
        if effect == "none" and self.dice.chance(60):
            return {}
        return {item: self.condition(15, True, ALWAYS) for item in self.dice.some(self.book.items, 1)}

    def _defeats(self, rule: Rule) -> tuple[str, ...]:
        """Some earlier rules: never one that, through rules and gates, already reaches this one."""
        rules = {**self.book.rules, rule.id: rule}
        wanted = self.dice.some(self.book.rules, min(1, len(self.book.rules)), 2) if self.dice.chance(60) else ()
        return tuple(target for target in wanted if rule.id not in _reached(rules, target))

    def _has_pairs_everywhere(self, rule: Rule) -> bool:
        book = replace(self.book, rules={**self.book.rules, rule.id: rule})
        return all(pairs_of(book, role)[rule.id] for role in rule.binds)


def _reached(rules: Mapping[str, Rule], start: str) -> set[str]:
    """What a rule defeats, directly or through others, by name or by opening a gate."""
    found: set[str] = set()
    left = [start]
    while left:
        rule = rules[left.pop()]
        layers = set(rule.layers) if rule.effect in PERMISSIONS else set()
        new = {*rule.defeats, *(gate.id for gate in rules.values() if gate.gate and layers & set(gate.layers))} - found
        found |= new
        left += new
    return found


# --- rulebooks ------------------------------------------------------------------------------------


def _sides(dice: Dice) -> tuple[Side, ...]:
    return dice.some(EVERY_SIDE, 2) if dice.chance(15) else EVERY_SIDE


def _items(dice: Dice) -> list[Item]:
    items = [Item("name", "Name", True, (), EVERY_SIDE), Item("nameless", "Nameless", False, (), _sides(dice))]
    return [*items, Item("record", "Record", True, ("name",), _sides(dice))] if dice.chance(50) else items


def _concepts(dice: Dice, facts: Sequence[Fact]) -> list[Concept]:
    plain = [fact for fact in facts if not fact.per_recipient]
    first = Concept("plain_0", "", dice.condition(plain))
    second = Concept("plain_1", "", dice.condition(plain, [first.id]))
    return [first, second, Concept("about_recipient", "", dice.condition(facts, [first.id, second.id]))]


def _never(dice: Dice, facts: Sequence[Fact], concepts: Sequence[str]) -> Condition:
    """What cannot be: usually that two things go together, which leaves much that can be."""
    wide = dice.chance(30)
    return All(tuple(dice.condition(facts, concepts, depth) for depth in ((2,) if wide else (0, 1))))


def rulebook_from(dice: Dice) -> Rulebook:
    """A tiny rulebook; `dice` decide everything about it."""
    names = ("police", "family", "table")[: dice.one((2, 3))]
    facts = _facts(dice, names)
    concepts = _concepts(dice, facts)
    never = [_never(dice, facts, [c.id for c in concepts]) for _ in range(dice.one((0, 1, 1, 2)))]
    rules = _Rules(
        dice,
        Rulebook(
            jurisdiction=Jurisdiction(
                "XX", "Nowhere", "country", (), date(2025, 1, 1), "", "", "drafted", tuple(ROLES)
            ),
            as_of=date(2026, 11, 24),
            version="0",
            digest=f"{dice.random.getrandbits(64):x}",
            overlays=(),
            facts=dice.shuffled({fact.id: fact for fact in facts}),
            readings={},
            concepts={concept.id: concept for concept in concepts},
            roles=ROLES,
            recipients={name: Recipient(name, name, "", _sides(dice)) for name in names},
            items={item.id: item for item in _items(dice)},
            steps={},
            constraints=tuple(Constraint(f"c{number}", f"c{number}", part) for number, part in enumerate(never)),
            rules={},
        ),
    )
    for _ in range(dice.random.randint(2, 8)):
        rules.add()
    return replace(rules.book, rules=dice.shuffled(rules.book.rules))
