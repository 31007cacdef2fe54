"""Tiny random rulebooks with a case each, as Hypothesis draws them.

Hypothesis draws a seed, and dice thrown from that seed decide everything: built from many draws of
its own, most examples would be small variations of few.  What lets a failing example shrink all the
same is a second draw: which rules, constraints and answers to keep.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from rules.case import EVERYWHERE, Case, Key
from rules.model import ROLE_FACT, Rule, Rulebook
from tests.rules.dice import Dice
from tests.rules.rulebooks import ROLES, rulebook_from
from tests.rules.worlds import all_keys, full_assignments, values_of

MOST_KEPT = 50
"""More than there are rules, constraints and answers to keep."""


def _fewer(dice: Dice, rulebook: Rulebook) -> Rulebook:
    """The rulebook without some rules and constraints; heirs of their pairs go with them."""
    kept: dict[str, Rule] = {}
    for rule in sorted(rulebook.rules.values(), key=lambda rule: rule.id):
        complete = kept.keys() >= set(rule.defeats)
        if dice.keeps() and (complete or not rule.pairless):
            kept[rule.id] = replace(rule, defeats=tuple(target for target in rule.defeats if target in kept))
    constraints = tuple(constraint for constraint in rulebook.constraints if dice.keeps())
    return replace(
        rulebook, rules={rule: kept[rule] for rule in rulebook.rules if rule in kept}, constraints=constraints
    )


def _answers(dice: Dice, rulebook: Rulebook, role: str) -> dict[Key, frozenset[str]]:
    """An answer to every question; usually they fit together, but they need not."""
    keys = [key for key in all_keys(rulebook, role) if not rulebook.facts[key[0]].reading]
    worlds = full_assignments(rulebook, role)
    if worlds and dice.chance(90):
        world = dice.one(worlds)
        return {key: value for key in keys if (value := world[key]) is not None}
    return {key: dice.one(values_of(rulebook.facts[key[0]])) for key in keys}


def _beside_the_point(dice: Dice, rulebook: Rulebook, role: str) -> dict[Key, frozenset[str]]:
    """Answers that another profession could give and this one cannot: a case can be put to several."""
    every = [
        (fact, (fact.id, recipient))
        for fact in rulebook.facts.values()
        for recipient in (rulebook.recipients if fact.per_recipient else [EVERYWHERE])
    ]
    questions = all_keys(rulebook, role)
    strange = [(fact, key) for fact, key in every if fact.id != ROLE_FACT and key not in questions]
    return {key: dice.one(values_of(fact)) for fact, key in strange if dice.chance(50)}


def case_from(dice: Dice, rulebook: Rulebook, answered: int | None = None) -> Case:
    """A case: some questions (`answered` percent) are answered, others were asked in vain or not yet."""
    role = dice.one(tuple(ROLES))
    percent = dice.one((0, 25, 70)) if answered is None else answered
    answers: dict[Key, frozenset[str]] = {}
    unknown: set[Key] = set()
    for key, value in _answers(dice, rulebook, role).items():
        known, in_vain = dice.chance(percent), dice.chance(20)
        if known and dice.keeps():
            answers[key] = value
        elif in_vain and dice.keeps():
            unknown.add(key)
    if dice.chance(20):
        answers |= {key: value for key, value in _beside_the_point(dice, rulebook, role).items() if dice.keeps()}
    ask_about = dice.some(rulebook.recipients) if dice.chance(30) else ()
    return Case(rulebook.jurisdiction.id, role, answers, frozenset(unknown), ask_about)


def dilemma_from(seed: int, keep: bytes, answered: int | None = None) -> tuple[Rulebook, Case]:
    """A tiny rulebook and a case for it, as the dice decide."""
    dice = Dice(seed, keep)
    rulebook = _fewer(dice, rulebook_from(dice))
    return rulebook, case_from(dice, rulebook, answered)


def dilemmas(answered: int | None = None) -> st.SearchStrategy[tuple[Rulebook, Case]]:
    """Tiny rulebooks, each with a case; `answered`: how many percent of the questions are, else it varies."""
    keep = st.binary(min_size=MOST_KEPT, max_size=MOST_KEPT)
    return st.builds(dilemma_from, st.integers(0, 2**64 - 1), keep, st.just(answered))
