"""A rulebook compiled for one profession: diagrams of what is possible and of each class of pairs.

Pairs (a recipient and an item) under the same rules form one class and are compiled once.  In a class every rule has a
diagram of where it applies and of where it stands, and every outcome a diagram of the cases that have it.  Defeat is
grounded: a rule stands where it applies and no rule that defeats it stands; since "defeats" is acyclic there is exactly
one result (Dung, "On the acceptability of arguments", Artificial Intelligence 77, 1995).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import combinations
from typing import Literal

from rules.conditions import ALWAYS, All, Any, Condition, Is, Not, Test
from rules.diagram import FALSE, TRUE, Diagrams
from rules.model import PERMISSIONS, ROLE_FACT, Outcome, Permission, Rule, Rulebook
from rules.variables import Variables

Pair = tuple[str, str]
"""A recipient and an item."""

ROOM_FOR_A_CASE = 1_000_000
"""The most diagram nodes that one case may need."""

STRENGTH: tuple[Outcome, ...] = ("must", "should", "may", "must_not", "gap")
"""Outcomes from the strongest to the weakest; a fault outranks all."""


@dataclass(frozen=True)
class RuleOnClass:
    """One rule on one class of pairs: where it applies and where it stands."""

    rule: Rule
    applies: int
    stands: int


@dataclass(frozen=True)
class PairClass:
    """All pairs under the same rules."""

    index: int
    rules: tuple[RuleOnClass, ...]
    outcomes: Mapping[Outcome, int]
    pairs: tuple[Pair, ...]


class CompiledRole:
    """The rulebook as it binds one profession.

    `possible` is the diagram of all cases that the constraints allow; `constraints` the same one by one, with what each
    says; `on_common` and `on_recipients` the same in two parts: constraints on common facts alone, and all others.
    `class_of` finds the class of a pair, `classes_of` all classes of a recipient; `pairless` where rules without pairs
    apply.
    """

    def __init__(self, rulebook: Rulebook, role: str) -> None:
        self.rulebook = rulebook
        self.role = role
        self.side = rulebook.roles[role].side
        self.recipients, self.items = rulebook.for_side(self.side)
        self.rules = {rule.id: rule for rule in rulebook.rules.values() if role in rule.binds}
        self.variables = Variables(rulebook, self.side, self.rules.values())
        self.diagrams = Diagrams(self.variables.sizes)
        self.concepts: dict[str, int] = {}
        self.constraints = list(self._constraints())
        about_recipient = [node for _, node in self.constraints if self._about_recipient(node)]
        self.on_recipients = self.diagrams.all_of(about_recipient)
        self.on_common = self.diagrams.all_of(node for _, node in self.constraints if node not in about_recipient)
        self.possible = self.diagrams.both(self.on_common, self.on_recipients)
        self.pairless: dict[str, int] = {}
        self.classes: list[PairClass] = []
        self.class_of: dict[Pair, PairClass] = {}
        self.classes_of: dict[str, list[PairClass]] = {recipient.id: [] for recipient in self.recipients}
        self._compile_classes()

    def condition(self, condition: Condition) -> int:
        """The diagram of a condition."""
        match condition:
            case Test(fact, values) if fact == ROLE_FACT:
                return TRUE if self.role in values else FALSE
            case Test():
                return self.variables.test(self.diagrams, condition)
            case Is(concept):
                if concept not in self.concepts:
                    self.concepts[concept] = self.condition(self.rulebook.concepts[concept].when)
                return self.concepts[concept]
            case Not(part):
                return self.diagrams.negate(self.condition(part))
            case All(parts):
                return self.diagrams.all_of(self.condition(part) for part in parts)
            case Any(parts):
                return self.diagrams.any_of(self.condition(part) for part in parts)

    def _about_recipient(self, node: int) -> bool:
        return bool(self.diagrams.support(node) & self.variables.recipient_levels)

    def _constraints(self) -> Iterator[tuple[str, int]]:
        for constraint in self.rulebook.constraints:
            yield constraint.says, self.diagrams.negate(self.condition(constraint.never))
        for fact in self.variables.facts.values():
            if fact.asked_when != ALWAYS:
                asked = self.condition(fact.asked_when)
                says = f"'{fact.id}' is asked only where its own condition holds"
                yield says, self.variables.applicable(self.diagrams, fact, asked)

    def session(self, room: int = ROOM_FOR_A_CASE, watch: Callable[[], None] | None = None) -> CompiledRole:
        """The same for one case: whatever diagrams the case needs are made in a fork and go with it.

        `watch` is called now and then and may raise to give the case up.
        """
        session = copy(self)
        session.diagrams = self.diagrams.fork(room, watch)
        session.concepts = dict(self.concepts)
        return session

    @property
    def concepts_used(self) -> frozenset[str]:
        """The concepts that some rule or constraint of this profession rests on."""
        return frozenset(self.concepts)

    def levels_used(self) -> frozenset[int]:
        """The levels of all facts that some rule of this profession rests on, with all their options."""
        nodes = [on.applies for cls in self.classes for on in cls.rules] + list(self.pairless.values())
        supports = [self.diagrams.support(node) for node in nodes]
        facts = {self.variables.fact_at[level] for support in supports for level in support}
        return frozenset(level for fact in facts for level in self.variables.levels[fact])

    # -- classes of pairs ------------------------------------------------------------------------------------------

    def pairs_of(self, rule: Rule) -> dict[Pair, Condition]:
        """The pairs of a rule that are in question for this profession, each with the item's own condition.

        A rule of effect `none` that names no pairs takes those of the rules it defeats (or the part it names).
        """
        if rule.pairless:
            found = {
                (recipient, item): rule.share.get(item, ALWAYS)
                for target in rule.defeats
                if target in self.rules
                for recipient, item in self.pairs_of(self.rules[target])
                if (not rule.to or recipient in rule.to) and (not rule.share or item in rule.share)
            }
        else:
            found = {(recipient, item): when for recipient in rule.to for item, when in rule.share.items()}
        recipients = {recipient.id for recipient in self.recipients}
        items = {item.id for item in self.items}
        return {pair: when for pair, when in found.items() if pair[0] in recipients and pair[1] in items}

    def defeaters(self, rule: Rule) -> Iterator[Rule]:
        """The rules that defeat `rule` where both reach a pair: by name, or by opening the gate that it is."""
        for other in self.rules.values():
            opens = rule.gate and other.effect in PERMISSIONS and set(other.layers) & set(rule.layers)
            if rule.id in other.defeats or opens:
                yield other

    def _compile_classes(self) -> None:
        on_pair: dict[Pair, list[tuple[str, Condition]]] = {
            (recipient.id, item.id): [] for recipient in self.recipients for item in self.items
        }
        for rule in self._in_order_of_defeat():
            pairs = self.pairs_of(rule)
            if not pairs and rule.pairless:
                applies = self.diagrams.without(self.condition(rule.when), self.condition(rule.unless))
                self.pairless[rule.id] = applies
            for pair, when in pairs.items():
                on_pair[pair].append((rule.id, when))
        members: dict[tuple[tuple[str, Condition], ...], list[Pair]] = {}
        for pair, rules in on_pair.items():
            members.setdefault(tuple(rules), []).append(pair)
        for key, same in members.items():
            compiled = self._compile_class(len(self.classes), key, tuple(same))
            self.classes.append(compiled)
            self.class_of |= dict.fromkeys(same, compiled)
            for recipient in dict.fromkeys(recipient for recipient, _ in same):
                self.classes_of[recipient].append(compiled)

    def _in_order_of_defeat(self) -> Iterable[Rule]:
        graph = {rule.id: [other.id for other in self.defeaters(rule)] for rule in self.rules.values()}
        return [self.rules[rule_id] for rule_id in TopologicalSorter(graph).static_order()]

    def _compile_class(self, index: int, key: tuple[tuple[str, Condition], ...], pairs: tuple[Pair, ...]) -> PairClass:
        diagrams = self.diagrams
        found: dict[str, RuleOnClass] = {}
        for rule_id, item_when in key:
            rule = self.rules[rule_id]
            applies = diagrams.without(self.condition(rule.when), self.condition(rule.unless))
            applies = diagrams.both(applies, self.condition(item_when))
            beaten = diagrams.any_of(found[other.id].stands for other in self.defeaters(rule) if other.id in found)
            found[rule_id] = RuleOnClass(rule, applies, diagrams.without(applies, beaten))
        return PairClass(index, tuple(found.values()), outcomes(diagrams, found.values()), pairs)


def contradictory(one: Rule, other: Rule) -> bool:
    """Whether two rules may not both stand on a pair: one lets share, the other forbids, and they share a layer."""
    effects = {one.effect, other.effect}
    opposed = "must_not" in effects and bool(effects & set(PERMISSIONS))
    return opposed and bool(set(one.layers) & set(other.layers))


def outcomes(diagrams: Diagrams, rules: Iterable[RuleOnClass]) -> dict[Outcome, int]:
    """Where each outcome holds on a class; the diagrams exclude each other and cover all cases."""
    rules = list(rules)
    clashes = (
        diagrams.both(one.stands, other.stands)
        for one, other in combinations(rules, 2)
        if contradictory(one.rule, other.rule)
    )
    result: dict[Outcome, int] = {"fault": diagrams.any_of(clashes)}
    taken = result["fault"]
    effects: tuple[Literal["must_not"] | Permission, ...] = ("must_not", *PERMISSIONS)
    for effect in effects:
        stands = diagrams.any_of(r.stands for r in rules if r.rule.effect == effect)
        result[effect] = diagrams.without(stands, taken)
        taken = diagrams.either(taken, stands)
    result["gap"] = diagrams.negate(taken)
    return {outcome: result[outcome] for outcome in ("fault", *STRENGTH)}


def compile_role(rulebook: Rulebook, role: str) -> CompiledRole:
    """The rulebook compiled for a profession; the rulebook keeps it.

    Raises `NodeLimitExceeded` for a rulebook whose diagrams grow too large, `graphlib.CycleError` for a cycle of
    defeats (which checking of the content reports first).
    """
    found = rulebook.compiled.get(role)
    if not isinstance(found, CompiledRole):
        found = rulebook.compiled[role] = CompiledRole(rulebook, role)
    return found
