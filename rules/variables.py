"""Facts as variables: which level of the diagrams stands for which fact or option, and in what order.

A fact with one value is one variable; a tick list is one variable (unticked or ticked) for each option.  Where a fact
may be not applicable, each of its variables has one value more, and all of them have it or none.  Per-recipient facts
stand here once: the diagrams speak of "the recipient of this pair", and a case fills them in recipient by recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rules.conditions import ALWAYS, NONE_TICKED, Test, facts_of
from rules.diagram import FALSE, Diagrams
from rules.model import ROLE_FACT, Fact, Rule, Rulebook, Side

NOT_APPLICABLE = "not_applicable"
"""Shown where a fact has no value; no condition can name it."""

UNTICKED, TICKED = 0, 1

_FORCE_ROUNDS = 25


class Variables:
    """The variables of one rulebook for practitioners of one side, in a good order for its conditions."""

    def __init__(self, rulebook: Rulebook, side: Side, rules: Iterable[Rule]) -> None:
        self.side = side
        self.facts: dict[str, Fact] = {
            fact.id: fact for fact in rulebook.facts.values() if fact.id != ROLE_FACT and fact.applies_to(side)
        }
        order = _force_order(list(self.facts), _edges(rulebook, self.facts, rules))
        readings = [fact for fact in order if self.facts[fact].reading]
        self.order = [fact for fact in order if not self.facts[fact].reading] + readings
        self.levels: dict[str, tuple[int, ...]] = {}
        self.fact_at: list[str] = []
        self.sizes: list[int] = []
        self.real: list[int] = []
        for fact_id in self.order:
            fact = self.facts[fact_id]
            real = [2] * len(fact.values) if fact.type == "any_of" else [len(fact.values)]
            sizes = [size + self.may_not_apply(fact) for size in real]
            self.levels[fact_id] = tuple(range(len(self.sizes), len(self.sizes) + len(sizes)))
            self.fact_at += [fact_id] * len(sizes)
            self.real += real
            self.sizes += sizes
        self.recipient_levels = frozenset(
            level for fact_id, levels in self.levels.items() if self.facts[fact_id].per_recipient for level in levels
        )
        self.reading_levels = frozenset(level for fact_id in readings for level in self.levels[fact_id])

    @staticmethod
    def may_not_apply(fact: Fact) -> bool:
        """Whether there are cases in which the fact has no value."""
        return fact.asked_when != ALWAYS

    def test(self, diagrams: Diagrams, test: Test) -> int:
        """The diagram of `fact: values`."""
        fact = self.facts.get(test.fact)
        if fact is None:
            return FALSE
        levels = self.levels[test.fact]
        if fact.type == "any_of":
            wanted = [levels[fact.values.index(value)] for value in test.values if value != NONE_TICKED]
            ticked = diagrams.any_of(diagrams.literal(level, (TICKED,)) for level in wanted)
            return (
                diagrams.either(ticked, self._none_ticked(diagrams, levels)) if NONE_TICKED in test.values else ticked
            )
        return diagrams.literal(levels[0], (fact.values.index(value) for value in test.values))

    @staticmethod
    def _none_ticked(diagrams: Diagrams, levels: Sequence[int]) -> int:
        """True where a tick list was asked and no option is ticked."""
        return diagrams.all_of(diagrams.literal(level, (UNTICKED,)) for level in reversed(levels))

    def assign(self, fact_id: str, values: Iterable[str]) -> dict[int, int]:
        """An answer as values of levels; nothing for a fact that this side is never asked."""
        fact = self.facts.get(fact_id)
        if fact is None:
            return {}
        levels = self.levels[fact_id]
        given = set(values)
        if fact.type == "any_of":
            return {level: int(value in given) for level, value in zip(levels, fact.values, strict=True)}
        return {levels[0]: fact.values.index(next(iter(given)))}

    def read(self, assignment: dict[int, int]) -> dict[str, list[str]]:
        """A partial assignment in words: fact to values (of a tick list: the ticked ones, if any is decided)."""
        found: dict[str, list[str]] = {}
        for level, value in sorted(assignment.items()):
            fact = self.facts[self.fact_at[level]]
            if value >= self.real[level]:
                found[fact.id] = [NOT_APPLICABLE]
            elif fact.type != "any_of":
                found[fact.id] = [fact.values[value]]
            else:
                ticks = found.setdefault(fact.id, [])
                if value == TICKED:
                    ticks.append(fact.values[level - self.levels[fact.id][0]])
        return found

    def applicable(self, diagrams: Diagrams, fact: Fact, asked_when: int) -> int:
        """The constraint that a fact has a value exactly where it is asked."""
        levels = self.levels[fact.id]
        has = diagrams.all_of(diagrams.literal(level, range(self.real[level])) for level in reversed(levels))
        has_not = diagrams.all_of(diagrams.literal(level, (self.real[level],)) for level in reversed(levels))
        return diagrams.either(diagrams.both(asked_when, has), diagrams.without(has_not, asked_when))


def _edges(rulebook: Rulebook, facts: dict[str, Fact], rules: Iterable[Rule]) -> list[list[str]]:
    """Which facts stand together in a rule, a constraint or a question's own condition."""
    concepts = {concept.id: concept.when for concept in rulebook.concepts.values()}
    together = [
        set().union(*(facts_of(c, concepts) for c in (rule.when, rule.unless, *rule.share.values()))) for rule in rules
    ]
    together += [facts_of(constraint.never, concepts) for constraint in rulebook.constraints]
    together += [facts_of(fact.asked_when, concepts) | {fact.id} for fact in facts.values()]
    return [sorted(edge & facts.keys()) for edge in together if len(edge & facts.keys()) > 1]


def _force_order(facts: list[str], edges: Sequence[Sequence[str]]) -> list[str]:
    """Put facts that stand together near each other (FORCE: Aloul, Markov and Sakallah, GLSVLSI 2003)."""

    def span(order: list[str]) -> int:
        at = {fact: index for index, fact in enumerate(order)}
        return sum(max(at[f] for f in edge) - min(at[f] for f in edge) for edge in edges)

    member_of: dict[str, list[int]] = {fact: [] for fact in facts}
    for index, edge in enumerate(edges):
        for fact in edge:
            member_of[fact].append(index)
    order, best, best_span = facts, facts, span(facts)
    for _ in range(_FORCE_ROUNDS):
        at = {fact: index for index, fact in enumerate(order)}
        centre = [sum(at[f] for f in edge) / len(edge) for edge in edges]
        weight = {f: sum(centre[e] for e in es) / len(es) if es else float(at[f]) for f, es in member_of.items()}
        order = sorted(order, key=lambda f: (weight[f], at[f]))
        if (now := span(order)) < best_span:
            best, best_span = order, now
    return best
