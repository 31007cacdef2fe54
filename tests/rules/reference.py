"""What the rule language means for a case with open questions, by listing all its completions.

Every full assignment that fits the case is worked out by the definitions (`worlds`), and the
results are compared.  It is for tiny rulebooks; the tests hold the engine to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain, combinations, product
from typing import Literal

from rules.case import EVERYWHERE, Case, Key
from rules.model import Outcome, Rulebook
from tests.rules.worlds import Assignment, Pair, Value, World, all_keys, full_assignments, keys_for, pairs_of, values_of

Status = Literal["stands", "does_not_apply", "defeated", "open"]
Settledness = Literal["settled", "unsettled", "open"]
Extension = tuple[Value | Literal["free"], ...]
"""Values for some of the unanswered keys; the others are free."""

LARGEST_CHANGE = 2


class NoCompletion(ValueError):
    """No full assignment fits the answers."""


def fits(assignment: Assignment, answers: Mapping[Key, frozenset[str]]) -> bool:
    """Whether a full assignment extends the answers; a fact without a value fits no answer."""
    return all(assignment[key] == answer for key, answer in answers.items())


class Reference:
    """Everything the rulebook says about a case, by listing all completions."""

    def __init__(self, rulebook: Rulebook, case: Case, strict: bool = False) -> None:
        self.rulebook = rulebook
        self.case = case
        self.pairs = pairs_of(rulebook, case.role)
        self.everything = [
            World(rulebook, case.role, self.pairs, assignment) for assignment in full_assignments(rulebook, case.role)
        ]
        questions = all_keys(rulebook, case.role)
        # a case can be put to several professions: what this one cannot be asked is beside the point
        self.answers = {key: values for key, values in case.answers.items() if key in questions}
        self.assumed: list[Key] = []
        self.completions = self.fitting(self.answers)
        if not self.completions:
            raise NoCompletion
        if not strict:
            self._presume()

    def fitting(self, answers: Mapping[Key, frozenset[str]]) -> list[World]:
        """The worlds that extend some answers."""
        return [world for world in self.everything if fits(world.assignment, answers)]

    def _presume(self) -> None:
        for fact in self.rulebook.facts.values():
            if fact.presume is None or set(fact.presume.unless_asking_about) & set(self.case.ask_about):
                continue
            for key in keys_for(self.rulebook, self.case.role, fact):
                if key in self.answers or key in self.case.unknown:
                    continue
                presumed = {**self.answers, key: frozenset(fact.presume.value)}
                if remaining := self.fitting(presumed):
                    self.answers, self.completions = presumed, remaining
                    self.assumed.append(key)

    def possible(self, pair: Pair) -> frozenset[Outcome]:
        """The outcomes of a pair that are still possible."""
        return frozenset(world.outcome(pair) for world in self.completions)

    def headline(self, recipient: str) -> frozenset[Outcome]:
        """The headlines of a recipient that are still possible."""
        return frozenset(world.headline(recipient) for world in self.completions)

    @cached_property
    def unanswered(self) -> list[Key]:
        """The variables, readings included, that neither an answer nor a presumption fixes."""
        return [key for key in all_keys(self.rulebook, self.case.role) if key not in self.answers]

    def hangs_on(self, recipient: str) -> set[str]:
        """The facts whose answer leaves fewer headlines in some extension that is still open."""
        extensions = self._extensions(recipient)
        found = set()
        for extension, outcomes in extensions.items():
            if None in extension or len(outcomes) == 1:
                continue
            for place, (fact_id, about) in enumerate(self.unanswered):
                fact = self.rulebook.facts[fact_id]
                if extension[place] != "free" or fact.reading or about not in (EVERYWHERE, recipient):
                    continue
                for value in values_of(fact):
                    answered = (*extension[:place], value, *extension[place + 1 :])
                    if answered in extensions and extensions[answered] < outcomes:
                        found.add(fact_id)
        return found

    def _extensions(self, recipient: str) -> dict[Extension, set[Outcome]]:
        """The possible headlines for each way to fix some unanswered keys and leave others free."""
        table: dict[Extension, set[Outcome]] = {}
        for world in self.completions:
            fixed = tuple(world.assignment[key] for key in self.unanswered)
            table.setdefault(fixed, set()).add(world.headline(recipient))
        for place in range(len(self.unanswered)):
            for extension, outcomes in list(table.items()):
                freed = (*extension[:place], "free", *extension[place + 1 :])
                table.setdefault(freed, set()).update(outcomes)
        return table

    def settledness(self, recipient: str) -> Settledness:
        """Settled; unsettled, where only disputed law is left; or open."""
        if len(self.headline(recipient)) == 1:
            return "settled"
        return "open" if self.hangs_on(recipient) else "unsettled"

    def pair_status(self, rule_id: str, pair: Pair) -> Status:
        """The status of a rule on one of its pairs."""
        applies = [world.applies(rule_id, pair) for world in self.completions]
        stands = [world.stands(rule_id, pair) for world in self.completions]
        if all(stands):
            return "stands"
        if not any(applies):
            return "does_not_apply"
        return "defeated" if all(applies) and not any(stands) else "open"

    def rule_status(self, rule_id: str) -> Status:
        """The status of a rule as a whole."""
        rule = self.rulebook.rules[rule_id]
        if rule.pairless and not self.pairs[rule_id]:
            applies = [world.holds_alone(rule_id) for world in self.completions]
            return "stands" if all(applies) else "open" if any(applies) else "does_not_apply"
        statuses = {self.pair_status(rule_id, pair) for pair in self.pairs[rule_id]}
        order: tuple[Status, ...] = ("stands", "open", "defeated")
        return next((status for status in order if status in statuses), "does_not_apply")

    def changes(self, recipient: str, target: Outcome) -> set[frozenset[Key]]:
        """The smallest sets of answers whose change can settle the headline on the target.

        What was answered about another recipient is no way to change this one, even where a constraint ties the two.
        """
        about = [key for key in self.case.answers if key in self.answers and key[1] in (EVERYWHERE, recipient)]
        given = [key for key in about if self.rulebook.facts[key[0]].mutable != "never"]
        sets = chain.from_iterable(combinations(given, size) for size in range(LARGEST_CHANGE + 1))
        found: set[frozenset[Key]] = set()
        for keys in map(frozenset, sets):
            if not any(smaller < keys for smaller in found) and self._can_settle(keys, recipient, target):
                found.add(keys)
        return found

    def _can_settle(self, keys: frozenset[Key], recipient: str, target: Outcome) -> bool:
        ordered = sorted(keys)
        choices = [[v for v in values_of(self.rulebook.facts[k[0]]) if v != self.answers[k]] for k in ordered]
        for values in product(*choices):
            worlds = self.fitting({**self.answers, **dict(zip(ordered, values, strict=True))})
            if worlds and all(world.headline(recipient) == target for world in worlds):
                return True
        return False
