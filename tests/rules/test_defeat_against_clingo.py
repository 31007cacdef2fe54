"""A third opinion, by an answer-set solver: which rules stand, which outcomes are possible.

The rulebook and the answers become a logic program.  Its answer sets are the completions of the
case; in each of them defeat is the textbook rule "a rule stands unless a rule that defeats it
stands".  The program is written from the rulebook alone: neither the engine nor the reference has a
part in it, but for what is assumed, which both agree on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, product

import clingo
from hypothesis import assume, given, note

from rules.case import EVERYWHERE, Case, Key
from rules.conditions import NONE_TICKED, All, Any, Condition, Is, Not, Test, facts_of
from rules.model import PERMISSIONS, ROLE_FACT, Fact, Rule, Rulebook
from tests.rules.adapter import Clash, Engine
from tests.rules.describe import describe
from tests.rules.reference import NoCompletion, Reference
from tests.rules.strategies import dilemmas
from tests.rules.worlds import HEADLINE_ORDER, Pair, World

MEANING = """
% every fact that applies has one value, or some ticked options
1 { has(F, X, V) : option(F, V) } 1 :- one_value(F), about(F, X), applicable(F, X).
{ has(F, X, V) : option(F, V) } :- list(F), about(F, X), applicable(F, X).
nothing(F, X) :- list(F), applicable(F, X), not has(F, X, V) : option(F, V).

% pairs: a rule's own, or those of the rules it defeats
pair(R, X, I) :- to(R, X), share(R, I), recipient(X), item(I).
pair(R, X, I) :- heir(R), defeats(R, S), pair(S, X, I);
                 to(R, X) : narrows_to(R); share(R, I) : narrows_share(R).

% defeat
opens(S, R) :- permission(S), gate(R), layer(S, L), layer(R, L).
defeater(S, R, X, I) :- defeats(S, R), pair(S, X, I), pair(R, X, I).
defeater(S, R, X, I) :- opens(S, R), pair(S, X, I), pair(R, X, I).
defeated(R, X, I) :- defeater(S, R, X, I), stands(S, X, I).
stands(R, X, I) :- applies(R, X, I), not defeated(R, X, I).

% outcomes
effect(X, I, E) :- stands(R, X, I), effect_of(R, E), E != none.
clash(X, I) :- stands(R, X, I), effect_of(R, must_not), layer(R, L),
               stands(S, X, I), permission(S), layer(S, L).
outcome(X, I, fault) :- clash(X, I).
outcome(X, I, must_not) :- effect(X, I, must_not), not clash(X, I).
outcome(X, I, must) :- effect(X, I, must), not effect(X, I, must_not).
outcome(X, I, should) :- effect(X, I, should), not effect(X, I, must_not), not effect(X, I, must).
outcome(X, I, may) :- effect(X, I, may), not effect(X, I, must_not), not effect(X, I, must),
                      not effect(X, I, should).
outcome(X, I, gap) :- recipient(X), item(I), not effect(X, I, E) : effect_of(_, E), E != none.

#show stands/3.
#show outcome/3.
"""


class Program:
    """The logic program of a rulebook and the answers given."""

    def __init__(self, rulebook: Rulebook, role: str, answers: Mapping[Key, frozenset[str]]) -> None:
        self.book = rulebook
        self.role = role
        self.side = rulebook.roles[role].side
        self.recipients = [r.id for r in rulebook.recipients.values() if self.side in r.sides]
        self.concepts = {concept.id: concept.when for concept in rulebook.concepts.values()}
        self.lines: list[str] = [MEANING]
        self.numbers = count()
        self._vocabulary()
        for rule in rulebook.rules.values():
            if role in rule.binds:
                self._rule(rule)
        for constraint in rulebook.constraints:
            about = self.recipients if self._per_recipient(constraint.never) else [EVERYWHERE]
            self.lines += [f":- {self._condition(constraint.never, recipient)}." for recipient in about]
        for (fact, recipient), values in answers.items():
            in_question = recipient in (EVERYWHERE, *self.recipients)
            if in_question and rulebook.facts[fact].applies_to(self.side):
                self._answer(rulebook.facts[fact], recipient, values)

    def _vocabulary(self) -> None:
        self.lines += [f'recipient("{recipient}").' for recipient in self.recipients]
        self.lines += [f'item("{item.id}").' for item in self.book.items.values() if self.side in item.sides]
        for fact in self.book.facts.values():
            self.lines.append(f'{"list" if fact.type == "any_of" else "one_value"}("{fact.id}").')
            self.lines += [f'option("{fact.id}", "{value}").' for value in fact.values]
            for recipient in self.recipients if fact.per_recipient else [EVERYWHERE]:
                self.lines.append(f'about("{fact.id}", "{recipient}").')
                if fact.applies_to(self.side):
                    asked = self._condition(fact.asked_when, recipient)
                    self.lines.append(f'applicable("{fact.id}", "{recipient}") :- {asked}.')
        self._answer(self.book.facts[ROLE_FACT], EVERYWHERE, frozenset({self.role}))

    def _rule(self, rule: Rule) -> None:
        self.lines += [f"effect_of({rule.id}, {rule.effect})."]
        self.lines += [f"permission({rule.id})."] * (rule.effect in PERMISSIONS)
        self.lines += [f"gate({rule.id})."] * rule.gate
        self.lines += [f"layer({rule.id}, {layer})." for layer in rule.layers]
        self.lines += [f"defeats({rule.id}, {target})." for target in rule.defeats]
        self.lines += [f'to({rule.id}, "{recipient}").' for recipient in rule.to]
        self.lines += [f'share({rule.id}, "{item}").' for item in rule.share]
        if rule.effect == "none" and not (rule.to and rule.share):
            self.lines += [f"heir({rule.id})."]
            self.lines += [f"narrows_to({rule.id})."] * bool(rule.to)
            self.lines += [f"narrows_share({rule.id})."] * bool(rule.share)
        for recipient, item in product(self.recipients, self.book.items):
            conditions = [rule.when, Not(rule.unless), *(when for i, when in rule.share.items() if i == item)]
            body = ", ".join(self._condition(part, recipient) for part in conditions)
            pair = f'{rule.id}, "{recipient}", "{item}"'
            self.lines.append(f"applies({pair}) :- pair({pair}), {body}.")

    def _answer(self, fact: Fact, recipient: str, values: frozenset[str]) -> None:
        key = f'"{fact.id}", "{recipient}"'
        self.lines.append(f":- not applicable({key}).")
        self.lines += [f':- {"not " * (value in values)}has({key}, "{value}").' for value in fact.values]

    def _per_recipient(self, condition: Condition) -> bool:
        return any(self.book.facts[fact].per_recipient for fact in facts_of(condition, self.concepts))

    def _condition(self, condition: Condition, recipient: str) -> str:
        """An atom that is true where the condition holds."""
        atom = f"c({next(self.numbers)})"
        self.lines += [f"{atom} :- {body}." if body else f"{atom}." for body in self._bodies(condition, recipient)]
        return atom

    def _bodies(self, condition: Condition, recipient: str) -> Iterator[str]:
        match condition:
            case All(parts):
                yield ", ".join(self._condition(part, recipient) for part in parts)
            case Any(parts):
                yield from (self._condition(part, recipient) for part in parts)
            case Not(part):
                yield f"not {self._condition(part, recipient)}"
            case Is(concept):
                yield self._condition(self.concepts[concept], recipient)
            case Test(fact_id, values):
                fact = self.book.facts[fact_id]
                key = f'"{fact_id}", "{recipient if fact.per_recipient else EVERYWHERE}"'
                nothing = fact.type == "any_of" and NONE_TICKED in values
                yield from [f"nothing({key})"] * nothing
                yield from (f'has({key}, "{value}")' for value in values if value in fact.values)

    def solve(self, *options: str) -> list[set[str]]:
        """The answer sets; the last is their union if `brave`, what they share if `cautious`."""
        control = clingo.Control(["0", *options], logger=lambda *_: None)
        control.add("base", [], "\n".join(self.lines))
        control.ground([("base", [])])
        with control.solve(yield_=True) as models:
            return [{str(symbol) for symbol in model.symbols(shown=True)} for model in models]


def stands(rule: str, pair: Pair) -> str:
    """The atom for a rule that stands."""
    return f'stands({rule},"{pair[0]}","{pair[1]}")'


def outcome(pair: Pair, name: str) -> str:
    """The atom for the outcome of a pair."""
    return f'outcome("{pair[0]}","{pair[1]}",{name})'


def pairs_in(rulebook: Rulebook, role: str) -> list[Pair]:
    """The pairs in question for a role."""
    recipients, items = rulebook.for_side(rulebook.roles[role].side)
    return [(recipient.id, item.id) for recipient, item in product(recipients, items)]


def seen_in(reference: Reference, world: World) -> set[str]:
    """What the reference says about one full assignment, as the atoms of the program."""
    pairs = pairs_in(reference.rulebook, reference.case.role)
    standing = {stands(rule, pair) for rule, on in reference.pairs.items() for pair in on if world.stands(rule, pair)}
    return standing | {outcome(pair, world.outcome(pair)) for pair in pairs}


@given(dilemmas())
def test_each_completion_is_an_answer_set(dilemma: tuple[Rulebook, Case]) -> None:
    """Reference and solver find the same completions, with the same standing rules and outcomes."""
    rulebook, case = dilemma
    note(describe(rulebook, case))
    found = Program(rulebook, case.role, case.answers).solve()
    try:
        reference = Reference(rulebook, case, strict=True)
    except NoCompletion:
        assert found == []
    else:
        assert sorted(map(sorted, found)) == sorted(
            sorted(seen_in(reference, world)) for world in reference.completions
        )


@given(dilemmas())
def test_the_engine_agrees_on_what_is_possible_and_certain(dilemma: tuple[Rulebook, Case]) -> None:
    """Brave consequences are what is possible; cautious ones what is settled, or stands."""
    rulebook, case = dilemma
    note(describe(rulebook, case))
    try:
        engine = Engine(rulebook, case)
    except Clash:
        assume(False)
    program = Program(rulebook, case.role, {**case.answers, **engine.presumed(rulebook)})
    possible = program.solve("--enum-mode=brave")[-1]
    certain = program.solve("--enum-mode=cautious")[-1]
    for pair in pairs_in(rulebook, case.role):
        expected = {name for name in HEADLINE_ORDER if outcome(pair, name) in possible}
        assert engine.possible(pair) == expected, pair
        assert (len(expected) == 1) == any(outcome(pair, name) in certain for name in expected), pair
    for rule, pair in product(rulebook.rules, pairs_in(rulebook, case.role)):
        if stands(rule, pair) in possible:
            assert (engine.pair_status(rule, pair) == "stands") == (stands(rule, pair) in certain), (rule, pair)
