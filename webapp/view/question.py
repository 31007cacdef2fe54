"""One question of the check, and what stands beside it: what is settled so far, the answers given, what is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules import Advice, Case, Rulebook
from rules.case import EVERYWHERE, Key
from rules.document import AdviceDocument
from rules.explain import NONE_TEXT
from rules.model import Fact
from rules.questions import asked_recipients
from rules.words import OPEN
from webapp.view.state import token
from webapp.words import SHORT, listed, sentence

UNKNOWN_TEXT = "I do not know"


@dataclass(frozen=True)
class Choice:
    """One answer that can be given; `current` if it is the one given already."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True)
class Given:
    """An answer that was given: the question it belongs to, and what was said."""

    key: str
    question: str
    said: str
    about: str = ""
    judgement: bool = False


@dataclass(frozen=True)
class Asked:
    """A question as it is put."""

    key: str
    fact: Fact
    about: str
    choices: tuple[Choice, ...]
    rests_on: tuple[Given, ...]
    none_current: bool
    unknown_current: bool
    assumed: str = ""

    @property
    def many(self) -> bool:
        """Whether several answers can be ticked."""
        return self.fact.type == "any_of"


@dataclass(frozen=True)
class Headline:
    """What is known so far about one recipient."""

    id: str
    label: str
    answer: str
    says: str
    possible: tuple[str, ...]
    named: str = ""


@dataclass(frozen=True)
class Assumption:
    """Something that holds until it is asked."""

    key: str
    says: str


def asked(advice: Advice, key: Key) -> Asked:
    """The question of a key, with the answer given already, if any."""
    fact_id, recipient = key
    book, case = advice.rulebook, advice.case
    fact = book.facts[fact_id]
    values = case.answers.get(key)
    choices = tuple(Choice(value, fact.labels[value], value in (values or ())) for value in fact.values)
    rests_on = tuple(given(book, case, each) for each in case.answers if each[0] in fact.rests_on)
    about = book.recipients[recipient].named if recipient else ""
    assumed = fact.presume.says if fact.presume and key in advice.evaluation.assumed else ""
    return Asked(token(key), fact, about, choices, rests_on, values == frozenset(), key in case.unknown, assumed)


def given(book: Rulebook, case: Case, key: Key) -> Given:
    """What was answered to the question of a key."""
    fact_id, recipient = key
    fact = book.facts[fact_id]
    about = book.recipients[recipient].label if recipient else ""
    return Given(token(key), fact.question, said(fact, case, key), about, fact.judgement)


def said(fact: Fact, case: Case, key: Key) -> str:
    """An answer in words."""
    if key in case.unknown:
        return UNKNOWN_TEXT
    values = case.answers[key]
    return "; ".join(fact.labels[value] for value in fact.values if value in values) or _capital(NONE_TEXT)


def answers(book: Rulebook, case: Case, order: Sequence[Key]) -> tuple[Given, ...]:
    """All answers, in the order in which they were given."""
    return tuple(given(book, case, key) for key in order)


def headlines(advice: Advice) -> tuple[Headline, ...]:
    """What is known so far about those whom the practitioner thinks of telling."""
    return tuple(headline(advice, recipient) for recipient in asked_recipients(advice.evaluation))


def headline(advice: Advice, recipient: str) -> Headline:
    """What is known so far about one recipient."""
    book = advice.rulebook
    who = book.recipients[recipient]
    answer = advice.answer(recipient)
    alternatives = AdviceDocument(advice).alternatives(recipient) if answer == "must" else []
    possible = advice.evaluation.headline(recipient) if answer == OPEN else ()
    still = tuple(SHORT[outcome] for outcome in ("must", "should", "may", "must_not") if outcome in possible)
    return Headline(recipient, who.label, answer, sentence(book, who, answer, alternatives), still, who.named)


def assumptions(advice: Advice) -> tuple[Assumption, ...]:
    """What is assumed for those asked about, each thing once."""
    mentioned = {EVERYWHERE, *asked_recipients(advice.evaluation)}
    return tuple(_assumptions(advice, mentioned))


def _assumptions(advice: Advice, mentioned: set[str]) -> Iterator[Assumption]:
    seen: set[str] = set()
    for fact_id, recipient in advice.evaluation.assumed:
        presume = advice.rulebook.facts[fact_id].presume
        if presume and recipient in mentioned and fact_id not in seen:
            seen.add(fact_id)
            yield Assumption(token((fact_id, recipient)), presume.says)


def possible_words(words: Sequence[str]) -> str:
    """The outcomes that are still possible, in a sentence."""
    return listed(words, "or")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
