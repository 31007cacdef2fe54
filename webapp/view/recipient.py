"""What the advice says about one recipient: the answer and why, what may go and what stays, duties, what is open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules import Advice
from rules.document import AdviceDocument
from rules.explain import NONE_TEXT, Reason
from rules.model import AdvisesAgainst, Fact, Item, Outcome, Recipient, Rule
from rules.readings import Reading, ReadingOption
from webapp.words import SHORT, left_to_you, listed, named, sentence

GOES, STAYS = ("must", "should", "may"), "must_not"
NOT_REACHED: tuple[Outcome, ...] = ("must", "should", "may")


@dataclass(frozen=True)
class Duty:
    """A duty that stands: whom to tell, or what else to do, what to say, by when, and what follows."""

    rule: Rule
    says: str
    items: str
    done: bool


@dataclass(frozen=True)
class Interpretation:
    """One reading of disputed law, and the answer under it."""

    option: ReadingOption
    answer: str
    says: str


@dataclass(frozen=True)
class Dispute:
    """Disputed law on which the answer hangs, with the answer under each interpretation."""

    reading: Reading
    interpretations: tuple[Interpretation, ...]


@dataclass(frozen=True)
class ChangeLine:
    """What would change the answer: the answers that would have to be others, and who can bring it about."""

    to: str
    by_you: bool
    facts: tuple[tuple[Fact, str], ...]


@dataclass(frozen=True)
class RecipientView:
    """All that is said about one recipient."""

    recipient: Recipient
    answer: str
    sentence: str
    possible: tuple[str, ...]
    local_name: str
    reasons: tuple[Rule, ...]
    hangs_on: tuple[Fact, ...]
    judged: tuple[tuple[Fact, str], ...]
    against: tuple[AdvisesAgainst, ...]
    without_naming: str
    goes: tuple[tuple[str, tuple[Item, ...]], ...]
    stays: tuple[Item, ...]
    open_items: tuple[Item, ...]
    duties: tuple[Duty, ...]
    disputes: tuple[Dispute, ...]
    not_covered: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    why: tuple[Reason, ...]
    why_not: tuple[tuple[str, tuple[Reason, ...]], ...]


class RecipientViews:
    """Makes the views of the recipients of one advice."""

    def __init__(self, advice: Advice) -> None:
        self.advice = advice
        self.book = advice.rulebook
        self.document = AdviceDocument(advice)
        self.duties = list(self.document.duties())

    def of(self, recipient: str) -> RecipientView:
        """The view of one recipient."""
        advice, book = self.advice, self.book
        who = book.recipients[recipient]
        told = self.document.outcome(recipient)
        why = advice.why(recipient)
        items = told["items"]
        hangs_on = tuple(book.facts[fact] for fact in told["hangs_on"])
        judged = tuple(self._judged(why)) if hangs_on and all(fact.judgement for fact in hangs_on) else ()
        says = sentence(book, who, told["answer"], told["or"])
        if (owed := list(self._duties(recipient))) and all(duty.done for duty in owed):
            says += " You have done so."
        return RecipientView(
            recipient=who,
            answer=told["answer"],
            sentence=left_to_you(who, told["possible"]) if judged else says,
            possible=tuple(SHORT[outcome] for outcome in told["possible"]),
            local_name=next((r.names[recipient] for r in self._rules(why) if recipient in r.names), ""),
            reasons=tuple(self._rules(why)),
            hangs_on=hangs_on,
            judged=judged,
            against=tuple(self._against(told["rules"], recipient)) if told["advises_against"] else (),
            without_naming=told["without_naming"],
            goes=tuple((answer, found) for answer in GOES if (found := self._items(items, answer))),
            stays=self._items(items, STAYS),
            open_items=self._items(items, "open"),
            duties=tuple(self._duties(recipient)),
            disputes=tuple(self._disputes(told["unsettled"], who)),
            not_covered=tuple(told["not_covered"]),
            changes=tuple(self._changes(recipient)),
            why=why,
            why_not=tuple(self._why_not(recipient)),
        )

    def _judged(self, reasons: Sequence[Reason]) -> Iterator[tuple[Fact, str]]:
        """The judgements that the rules ask for and that are not given yet, each with the answers that count."""
        found = (leaf for reason in reasons for leaf in _leaves(reason) if leaf.kind == "fact" and leaf.holds == "open")
        for id, text in dict.fromkeys((leaf.id, leaf.text) for leaf in found):
            fact = self.book.facts[id]
            if fact.judgement:
                yield fact, text.removeprefix(fact.question).strip()

    def _rules(self, reasons: Sequence[Reason]) -> Iterator[Rule]:
        return (self.book.rules[reason.id] for reason in reasons if reason.kind == "rule")

    def _against(self, rules: Sequence[str], recipient: str) -> Iterator[AdvisesAgainst]:
        for rule in rules:
            against = self.book.rules[rule].advises_against
            if against and recipient in against.to:
                yield against

    def _items(self, items: Mapping[str, Any], answer: str) -> tuple[Item, ...]:
        return tuple(self.book.items[item] for item, told in items.items() if told["answer"] == answer)

    def _duties(self, recipient: str) -> Iterator[Duty]:
        return (self._duty(duty) for duty in self.duties if recipient in self._members(duty))

    def other_duties(self, asked: Collection[str]) -> Iterator[Duty]:
        """The duties that stand and reach nobody who was asked about."""
        return (self._duty(duty) for duty in self.duties if not set(asked) & set(self._members(duty)))

    def _members(self, duty: Mapping[str, Any]) -> Sequence[str]:
        members: Sequence[str] = duty[self.book.rules[duty["rule"]].quantity]
        return members

    def _duty(self, duty: Mapping[str, Any]) -> Duty:
        rule = self.book.rules[duty["rule"]]
        who = [named(self.book, name) for name in self._members(duty)]
        deeds = "; ".join(named(self.book, name) for name in duty["or_do"])
        tell = f"Tell {listed(who, 'or' if rule.quantity == 'one_of' else 'and')}" if who else ""
        says = f"{tell}, or do this instead: {deeds}." if who and deeds else f"{tell or f'Do this: {deeds}'}."
        items = "; ".join(self.book.items[item].label for item in duty["items"])
        return Duty(rule, says, items, duty["done"])

    def _disputes(self, unsettled: Sequence[Mapping[str, Any]], who: Recipient) -> Iterator[Dispute]:
        for reading_id in dict.fromkeys(entry["reading"] for entry in unsettled):
            reading = self.book.readings[reading_id]
            under = {entry["value"]: entry["answer"] for entry in unsettled if entry["reading"] == reading_id}
            options = {option.value: option for option in reading.options}
            yield Dispute(
                reading,
                tuple(
                    Interpretation(options[value], answer, sentence(self.book, who, answer))
                    for value, answer in under.items()
                ),
            )

    def _changes(self, recipient: str) -> Iterator[ChangeLine]:
        for change in self.advice.changes(recipient):
            facts = tuple((self.book.facts[key[0]], self._said(key[0], values)) for key, values in change.facts.items())
            yield ChangeLine(change.to, change.by == "you", facts)

    def _said(self, fact: str, values: Sequence[str]) -> str:
        return "; ".join(self.book.facts[fact].labels[value] for value in values) or NONE_TEXT

    def _why_not(self, recipient: str) -> Iterator[tuple[str, tuple[Reason, ...]]]:
        possible = self.advice.evaluation.headline(recipient)
        for outcome in NOT_REACHED:
            if outcome in possible:
                continue
            reasons = tuple(r for r in self.advice.why_not(recipient, outcome) if r.status != "stands")
            if reasons:
                yield outcome, reasons


def _leaves(reason: Reason) -> Iterator[Reason]:
    """The reasons at the bottom of a tree."""
    if not reason.because:
        yield reason
    for below in reason.because:
        yield from _leaves(below)
