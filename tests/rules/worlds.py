"""The rule language under one full assignment: what conditions, constraints, rules and pairs mean.

Simple, slow and obviously right.  Nothing of the engine is used: only the data model that both
share.  What a case with open questions means is in `reference`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from itertools import combinations, product

from rules.case import EVERYWHERE, Key
from rules.conditions import ALWAYS, NONE_TICKED, All, Any, Condition, Is, Not, Test, facts_of
from rules.model import PERMISSIONS, ROLE_FACT, Fact, Outcome, Rule, Rulebook, Side

Value = frozenset[str] | None
"""The one value or the ticked options of a fact; None where it is not applicable."""

Assignment = Mapping[Key, Value]
Pair = tuple[str, str]

HEADLINE_ORDER: tuple[Outcome, ...] = ("fault", "must", "should", "may", "must_not", "gap")


def side_of(rulebook: Rulebook, role: str) -> Side:
    """The side of the table on which a role sits."""
    return rulebook.roles[role].side


def recipients_for(rulebook: Rulebook, role: str) -> list[str]:
    """The recipients in question for a role."""
    return [r.id for r in rulebook.recipients.values() if side_of(rulebook, role) in r.sides]


def items_for(rulebook: Rulebook, role: str) -> list[str]:
    """The items in question for a role."""
    return [i.id for i in rulebook.items.values() if side_of(rulebook, role) in i.sides]


# --- conditions -----------------------------------------------------------------------------------


def holds(rulebook: Rulebook, condition: Condition, assignment: Assignment, recipient: str = EVERYWHERE) -> bool:
    """Whether a condition holds, per-recipient facts being those about `recipient`."""
    match condition:
        case All(parts):
            return all(holds(rulebook, part, assignment, recipient) for part in parts)
        case Any(parts):
            return any(holds(rulebook, part, assignment, recipient) for part in parts)
        case Not(part):
            return not holds(rulebook, part, assignment, recipient)
        case Is(concept):
            return holds(rulebook, rulebook.concepts[concept].when, assignment, recipient)
        case Test(fact_id, values):
            fact = rulebook.facts[fact_id]
            given = assignment[fact_id, recipient if fact.per_recipient else EVERYWHERE]
            if given is None:
                return False
            nothing_ticked = fact.type == "any_of" and NONE_TICKED in values and not given
            return nothing_ticked or not given.isdisjoint(values)


def per_recipient(rulebook: Rulebook, condition: Condition) -> bool:
    """Whether a condition speaks of a recipient."""
    concepts = {concept.id: concept.when for concept in rulebook.concepts.values()}
    return any(rulebook.facts[fact].per_recipient for fact in facts_of(condition, concepts))


# --- full assignments -----------------------------------------------------------------------------


def keys_for(rulebook: Rulebook, role: str, fact: Fact) -> list[Key]:
    """The variables that a fact stands for: one, or one for each recipient in question."""
    about = recipients_for(rulebook, role) if fact.per_recipient else [EVERYWHERE]
    return [(fact.id, recipient) for recipient in about]


def all_keys(rulebook: Rulebook, role: str) -> list[Key]:
    """Every variable that can have a value for this role: readings too, but not the role."""
    side = side_of(rulebook, role)
    facts = [fact for fact in rulebook.facts.values() if fact.id != ROLE_FACT and fact.applies_to(side)]
    return [key for fact in facts for key in keys_for(rulebook, role, fact)]


def values_of(fact: Fact) -> list[frozenset[str]]:
    """Every possible answer to a fact: one of its values, or any set of ticked options."""
    sizes = range(len(fact.values) + 1) if fact.type == "any_of" else [1]
    return [frozenset(chosen) for size in sizes for chosen in combinations(fact.values, size)]


def full_assignments(rulebook: Rulebook, role: str) -> list[Assignment]:
    """Every full assignment for a role that the constraints allow."""
    concepts = {concept.id: concept.when for concept in rulebook.concepts.values()}
    needs = {fact.id: facts_of(fact.asked_when, concepts) for fact in rulebook.facts.values()}
    worlds: list[dict[Key, Value]] = [{}]
    for fact_id in TopologicalSorter(needs).static_order():
        fact = rulebook.facts[fact_id]
        for key in keys_for(rulebook, role, fact):
            worlds = [{**world, key: v} for world in worlds for v in _choices(rulebook, role, fact, key, world)]
    return [world for world in worlds if _possible(rulebook, role, world)]


def _choices(rulebook: Rulebook, role: str, fact: Fact, key: Key, world: Assignment) -> list[Value]:
    if fact.id == ROLE_FACT:
        return [frozenset({role})]
    if not fact.applies_to(side_of(rulebook, role)) or not holds(rulebook, fact.asked_when, world, key[1]):
        return [None]
    return [*values_of(fact)]


def _possible(rulebook: Rulebook, role: str, world: Assignment) -> bool:
    for constraint in rulebook.constraints:
        about = recipients_for(rulebook, role) if per_recipient(rulebook, constraint.never) else [EVERYWHERE]
        if any(holds(rulebook, constraint.never, world, recipient) for recipient in about):
            return False
    return True


# --- rules and pairs ------------------------------------------------------------------------------


def pairs_of(rulebook: Rulebook, role: str) -> dict[str, list[Pair]]:
    """The pairs in question of every rule that binds the role."""
    rules = {rule.id: rule for rule in rulebook.rules.values() if role in rule.binds}
    recipients, items = recipients_for(rulebook, role), items_for(rulebook, role)

    def reach(rule: Rule) -> set[Pair]:
        if not rule.pairless or rule.effect != "none":
            return set(product(rule.to, rule.share))
        inherited = {pair for target in rule.defeats if target in rules for pair in reach(rules[target])}
        return {(r, i) for r, i in inherited if (not rule.to or r in rule.to) and (not rule.share or i in rule.share)}

    return {rule.id: [pair for pair in product(recipients, items) if pair in reach(rule)] for rule in rules.values()}


class World:
    """What the rules say under one full assignment."""

    def __init__(self, rulebook: Rulebook, role: str, pairs: Mapping[str, list[Pair]], assignment: Assignment) -> None:
        self.rulebook = rulebook
        self.role = role
        self.pairs = pairs
        self.assignment = assignment
        self.stands = cache(self._stands)
        self.outcome = cache(self._outcome)
        self.headline = cache(self._headline)

    def condition(self, condition: Condition, recipient: str) -> bool:
        """Whether a condition holds here."""
        return holds(self.rulebook, condition, self.assignment, recipient)

    def holds_alone(self, rule_id: str, recipient: str = EVERYWHERE) -> bool:
        """Whether `when` holds and `unless` does not."""
        rule = self.rulebook.rules[rule_id]
        return self.condition(rule.when, recipient) and not self.condition(rule.unless, recipient)

    def applies(self, rule_id: str, pair: Pair) -> bool:
        """Whether a rule applies on one of its pairs."""
        recipient, item = pair
        item_condition = self.rulebook.rules[rule_id].share.get(item, ALWAYS)
        return self.holds_alone(rule_id, recipient) and self.condition(item_condition, recipient)

    def defeaters(self, rule_id: str, pair: Pair) -> Iterator[str]:
        """The rules that defeat a rule on a pair if they stand: by name, or by opening its gate."""
        rule = self.rulebook.rules[rule_id]
        for other_id in self.pairs:
            other = self.rulebook.rules[other_id]
            opens = rule.gate and other.effect in PERMISSIONS and set(other.layers) & set(rule.layers)
            if (rule_id in other.defeats or opens) and pair in self.pairs[other_id]:
                yield other_id

    def _stands(self, rule_id: str, pair: Pair) -> bool:
        beaten = any(self.stands(other, pair) for other in self.defeaters(rule_id, pair))
        return self.applies(rule_id, pair) and not beaten

    def _outcome(self, pair: Pair) -> Outcome:
        standing = [self.rulebook.rules[r] for r in self.pairs if pair in self.pairs[r] and self.stands(r, pair)]
        closed = [rule for rule in standing if rule.effect == "must_not"]
        opened = [rule for rule in standing if rule.effect in PERMISSIONS]
        if any(set(no.layers) & set(yes.layers) for no in closed for yes in opened):
            return "fault"
        if closed:
            return "must_not"
        allowed = {rule.effect for rule in opened}
        return next((outcome for outcome in HEADLINE_ORDER if outcome in allowed), "gap")

    def _headline(self, recipient: str) -> Outcome:
        # the strongest outcome over the items that identify; a fault comes before all
        items = [item for item in items_for(self.rulebook, self.role) if self.rulebook.items[item].identifying]
        outcomes = [self.outcome((recipient, item)) for item in items]
        return min(outcomes, key=HEADLINE_ORDER.index, default="gap")
