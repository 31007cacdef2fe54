"""Small dilemmas that are easily got wrong: each was once a difference between engine and reference."""

from __future__ import annotations

from dataclasses import replace

from rules.case import Case
from rules.model import Rulebook
from tests.rules.small import NURSE, explains, fact, key, rule, rulebook

Dilemma = tuple[Rulebook, Case]
NO_ANSWERS = Case("XX", NURSE)


def not_applicable_is_no_answer() -> Dilemma:
    """Only that y has no value would narrow x, and that is nothing one can answer."""
    facts = [fact("z"), fact("x", asked_when={"z": "yes"}), fact("y", asked_when={"z": "yes"})]
    return rulebook(facts, [rule("r", "may", when={"x": "yes"})]), NO_ANSWERS


def a_list_is_answered_as_a_whole() -> Dilemma:
    """To say that p is ticked would exclude x if q were known not to be; but half of a list is never known."""
    facts = [
        fact("list", "p", "q", kind="any_of"),
        fact("x", asked_when={"list": ["q", "none"]}),
        fact("y", asked_when={"list": "p"}),
    ]
    return rulebook(facts, [rule("r", "may", when={"x": "yes"})]), NO_ANSWERS


def half_of_a_list_is_never_known() -> Dilemma:
    """To answer y at all excludes that r alone is ticked, which would decide if p and q were known not to be."""
    facts = [fact("list", "p", "q", "r", kind="any_of"), fact("y", asked_when={"list": ["p", "q", "none"]})]
    return rulebook(facts, [rule("r", "may", when={"list": ["q", "r"]})]), NO_ANSWERS


def an_empty_list_is_an_answer() -> Dilemma:
    """Nothing can be ticked, but that the question applied at all settles the reading."""
    facts = [
        fact("reading", "wide", "narrow", reading=True),
        fact("list", "p", kind="any_of", asked_when={"reading": "narrow"}),
    ]
    return rulebook(facts, [rule("r", "may", when={"reading": "narrow"})], never={"list": "p"}), NO_ANSWERS


def pairs_that_are_not_in_question() -> Dilemma:
    """A rule that names pairs, none of them for a nurse, stands for no pair, though its condition holds."""
    book = rulebook([], [rule("r", "none", share={"nameless": None}), explains("other")])
    items = {**book.items, "nameless": replace(book.items["nameless"], sides=("officer",))}
    return replace(book, items=items), NO_ANSWERS


def an_answer_about_somebody_else_changes_nothing_here() -> Dilemma:
    """The constraint lets the answer about the family decide the reading; to change it is no way to the police."""
    facts = [fact("reading", "wide", "narrow", reading=True), fact("x", per_recipient=True, mutable="you")]
    never = {"all": [{"x": "no"}, {"reading": "wide"}]}
    book = rulebook(facts, [rule("r", "may", when={"reading": "narrow"})], never=never)
    return book, Case("XX", NURSE, {key("x", "family"): frozenset({"yes"})})


def a_change_must_fit_what_is_said_about_others() -> Dilemma:
    """With x and consent about the police changed, x would clash with the consent about the family."""
    facts = [fact("x", mutable="you"), fact("consent", per_recipient=True, mutable="you")]
    never = {"all": [{"x": "yes"}, {"consent": "yes"}]}
    book = rulebook(facts, [rule("r", "may", when={"all": [{"x": "yes"}, {"consent": "no"}]})], never=never)
    no, yes = frozenset({"no"}), frozenset({"yes"})
    answers = {key("x"): no, key("consent", "police"): yes, key("consent", "family"): yes}
    return book, Case("XX", NURSE, answers)


HARD = (
    not_applicable_is_no_answer,
    a_list_is_answered_as_a_whole,
    half_of_a_list_is_never_known,
    an_empty_list_is_an_answer,
    pairs_that_are_not_in_question,
    an_answer_about_somebody_else_changes_nothing_here,
    a_change_must_fit_what_is_said_about_others,
)
