"""The engine says about every case what the reference says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

from tests.rules.adapter import Clash, Engine
from tests.rules.describe import describe
from tests.rules.hard import HARD, Dilemma
from tests.rules.reference import NoCompletion, Reference
from tests.rules.strategies import dilemmas
from tests.rules.worlds import HEADLINE_ORDER, Pair, items_for, recipients_for, values_of


def both(dilemma: Dilemma, strict: bool = False) -> tuple[Reference, Engine]:
    """What reference and engine make of a case whose answers fit together."""
    note(describe(*dilemma))
    try:
        reference = Reference(*dilemma, strict)
    except NoCompletion:
        assume(False)
    return reference, Engine(*dilemma, strict)


def recipients_in(dilemma: Dilemma) -> list[str]:
    """The recipients in question."""
    rulebook, case = dilemma
    return recipients_for(rulebook, case.role)


def pairs_in(dilemma: Dilemma) -> list[Pair]:
    """The pairs in question."""
    rulebook, case = dilemma
    return list(product(recipients_in(dilemma), items_for(rulebook, case.role)))


@given(dilemmas())
def test_answers_that_fit_no_completion_are_refused_and_named(dilemma: Dilemma) -> None:
    """Exactly the impossible cases are refused, and the answers named are themselves impossible."""
    rulebook, case = dilemma
    note(describe(rulebook, case))
    try:
        Reference(rulebook, case)
    except NoCompletion:
        with pytest.raises(Clash) as caught:
            Engine(rulebook, case)
        named = replace(case, answers={key: case.answers[key] for key in caught.value.answers})
        with pytest.raises(NoCompletion):
            Reference(rulebook, named)
    else:
        Engine(rulebook, case)


@given(dilemmas(), st.booleans())
def test_presumptions_and_outcomes(dilemma: Dilemma, strict: bool) -> None:
    """The same is assumed, and every pair and recipient has the same possible outcomes."""
    reference, engine = both(dilemma, strict)
    assert engine.assumed == reference.assumed
    for pair in pairs_in(dilemma):
        assert engine.possible(pair) == reference.possible(pair), pair
    for recipient in recipients_in(dilemma):
        assert engine.headline(recipient) == reference.headline(recipient), recipient


@given(dilemmas(), st.booleans())
def test_what_an_open_headline_hangs_on(dilemma: Dilemma, strict: bool) -> None:
    """The same facts matter, and the same recipients are settled, open, or left to disputed law."""
    reference, engine = both(dilemma, strict)
    for recipient in recipients_in(dilemma):
        assert engine.hangs_on(recipient) == reference.hangs_on(recipient), recipient
        assert engine.settledness(recipient) == reference.settledness(recipient), recipient


@given(dilemmas(), st.booleans())
def test_what_becomes_of_each_rule(dilemma: Dilemma, strict: bool) -> None:
    """Every rule that binds the role has the same status, on each of its pairs and as a whole."""
    reference, engine = both(dilemma, strict)
    for rule, pairs in reference.pairs.items():
        for pair in pairs:
            assert engine.pair_status(rule, pair) == reference.pair_status(rule, pair), (rule, pair)
        assert engine.rule_status(rule) == reference.rule_status(rule), rule


@given(dilemmas(answered=90))
def test_what_would_change_the_headline(dilemma: Dilemma) -> None:
    """The same smallest sets of answers would settle a headline that is not settled on it yet."""
    reference, engine = both(dilemma)
    for recipient, target in product(recipients_in(dilemma), HEADLINE_ORDER):
        if reference.headline(recipient) != {target}:
            assert engine.changes(recipient, target) == reference.changes(recipient, target), (recipient, target)


@given(dilemmas())
def test_an_answer_never_unsettles(dilemma: Dilemma) -> None:
    """One more answer that fits what is known and assumed makes nothing possible that was not."""
    reference, engine = both(dilemma)
    rulebook, case = dilemma
    before = {pair: engine.possible(pair) for pair in pairs_in(dilemma)}
    headlines = {recipient: engine.headline(recipient) for recipient in recipients_in(dilemma)}
    for key in reference.unanswered:
        fact = rulebook.facts[key[0]]
        answers = [] if fact.reading else values_of(fact)
        for value in answers:
            if reference.fitting({**reference.answers, key: value}):
                after = Engine(rulebook, case.with_answer(key, value))
                assert all(after.possible(pair) <= before[pair] for pair in before), (key, value)
                assert all(after.headline(recipient) <= headlines[recipient] for recipient in headlines), (key, value)


@given(dilemmas(), st.integers(0, 2**32))
def test_the_order_of_answers_never_matters(dilemma: Dilemma, seed: int) -> None:
    """The same answers in another order give the same results."""
    reference, engine = both(dilemma)
    rulebook, case = dilemma
    answers = list(case.answers.items())
    dice = Random(seed)  # noqa: S311 - chance, not secrets
    shuffled = replace(case, answers=dict(dice.sample(answers, len(answers))))
    assert everything(Engine(rulebook, shuffled), reference) == everything(engine, reference)


@pytest.mark.parametrize("make", HARD)
def test_what_is_easily_got_wrong(make: Callable[[], Dilemma]) -> None:
    """Engine and reference agree on everything about the hard cases."""
    dilemma = make()
    reference, engine = Reference(*dilemma), Engine(*dilemma)
    assert everything(engine, reference) == everything(reference, reference)


def everything(says: Engine | Reference, reference: Reference) -> dict[str, object]:
    """All that the engine or the reference says about a case."""
    dilemma = (reference.rulebook, reference.case)
    recipients = recipients_in(dilemma)
    return {
        "assumed": says.assumed,
        "possible": {pair: says.possible(pair) for pair in pairs_in(dilemma)},
        "headline": {recipient: says.headline(recipient) for recipient in recipients},
        "hangs on": {recipient: says.hangs_on(recipient) for recipient in recipients},
        "changes": {
            (recipient, target): says.changes(recipient, target)
            for recipient, target in product(recipients, HEADLINE_ORDER)
            if says.headline(recipient) != {target}
        },
        "rules": {rule: says.rule_status(rule) for rule in reference.pairs},
        "pairs": {(rule, pair): says.pair_status(rule, pair) for rule, on in reference.pairs.items() for pair in on},
    }
