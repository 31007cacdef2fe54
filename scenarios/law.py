"""What the rules of a country say at a moment of a walk, and of an option there.

A scenario never says what the law is: the facts that a role knows are put to the rules, like the case of a
practitioner.  Practice and story are other verdicts, and stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from rules import Advice, Case, Clash, KnowledgeBase, Rulebook
from rules.answers import Answers
from rules.case import Key
from rules.case_reader import read_case
from rules.compare import fitted
from rules.compiled import compile_role
from rules.conditions import facts_of
from rules.document import AdviceDocument
from rules.model import ROLE_FACT
from scenarios.model import Decision, Known, Option, Role, Share
from scenarios.walk import Walk

Lawful = Literal["meets_duty", "allowed", "too_much", "too_little", "open", "nothing_told"]


@dataclass(frozen=True)
class Told:
    """One piece of information that an option tells somebody, and the answer of the rules."""

    recipient: str
    item: str
    answer: str


@dataclass(frozen=True)
class Verdict:
    """What the rules say of an option: too much, too little, open, allowed, or what a duty asks for.

    `told` is everything that the option tells; `duties` the names of the duties that it leaves unmet.
    """

    says: Lawful
    told: tuple[Told, ...]
    duties: tuple[str, ...] = ()


def case_document(country: str, role: Role, profession: str, known: Known, about: Sequence[str]) -> dict[str, Any]:
    """What a role knows, as the case document of a practitioner who thinks of telling somebody."""
    return {
        "jurisdiction": country,
        "ask_about": list(about or role.ask_about),
        "facts": {ROLE_FACT: profession, **known.facts},
        "recipients": {name: dict(answers) for name, answers in known.recipients.items()},
        "unknown": list(known.unknown),
    }


@dataclass(frozen=True)
class Played:
    """How a role is played: in which country, and by which profession there."""

    country: str
    profession: str


def advice(
    knowledge: KnowledgeBase,
    walk: Walk,
    decision: Decision,
    played: Played,
    today: date,
    watch: Callable[[], None] | None = None,
) -> Advice:
    """What a country's rules say at a decision of a walk, to whoever has it and knows what is known there.

    Answers to questions that the country does not ask are left out.  Raises `RoleNotCovered`, and what
    `KnowledgeBase.advise` raises.
    """
    known = walk.until(decision.id).known(decision.role)
    role = walk.scenario.role(decision.role)
    book = knowledge.rulebook(played.country, today)
    about = decision.law or _told(decision)
    document = case_document(played.country, role, played.profession, known, about)
    return knowledge.advise(possible_case(book, document), today, watch=watch)


def _told(decision: Decision) -> tuple[str, ...]:
    """Everybody whom some option tells anything."""
    return tuple(dict.fromkeys(share.to for option in decision.options for share in option.shares))


def possible_case(book: Rulebook, document: dict[str, Any]) -> Case:
    """The case of a document under a rulebook, without answers that it has no question for.

    A question that no longer arises after what was learned later loses its answer; other answers that cannot all be
    true raise `Clash`.  Raises `RoleNotCovered` and `CaseError`.
    """
    case = read_case(fitted(document, book)[0], book)
    compiled = compile_role(book, case.role).session()
    while True:
        try:
            Answers(compiled, case, strict=True)
        except Clash as clash:
            gone = next((key for key in clash.answers if _no_longer_asked(book, key, clash)), None)
            if gone is None:
                raise
            case = case.without(gone)
        else:
            return case


def _no_longer_asked(book: Rulebook, key: Key, clash: Clash) -> bool:
    """Whether a question hangs on another of the answers that clash."""
    concepts = {concept.id: concept.when for concept in book.concepts.values()}
    hangs_on = facts_of(book.facts[key[0]].asked_when, concepts)
    return any(fact in hangs_on for fact, _ in clash.answers if fact != key[0])


def verdict(advice: Advice, option: Option) -> Verdict:
    """What the rules say of an option."""
    told = tuple(
        Told(share.to, item, advice.item(share.to, item))
        for share in option.shares
        if share.to in advice.recipients
        for item in share.items
    )
    unmet = tuple(_unmet(advice, option))
    answers = {each.answer for each in told}
    if "must_not" in answers:
        return Verdict("too_much", told, unmet)
    if unmet:
        return Verdict("too_little", told, unmet)
    if "open" in answers:
        return Verdict("open", told)
    if not told:
        return Verdict("nothing_told", told)
    return Verdict("meets_duty" if "must" in answers else "allowed", told)


def _unmet(advice: Advice, option: Option) -> list[str]:
    """The duties that stand and that the option leaves unmet."""
    return [duty["rule"] for duty in AdviceDocument(advice).duties() if not _met(advice, duty, option)]


def _met(advice: Advice, duty: dict[str, Any], option: Option) -> bool:
    if duty["done"] or set(option.does) & set(duty["or_do"]):
        return True
    heard = {share.to for share in option.shares if _of_duty(advice, duty, share)}
    if "one_of" in duty:
        return bool(heard & set(duty["one_of"]))
    return set(duty.get("all_of", duty.get("each", ()))) <= heard


def _of_duty(advice: Advice, duty: dict[str, Any], share: Share) -> bool:
    """Whether what is told is something that the duty asks for; advice without a name, say, warns nobody."""
    told = {each for item in share.items for each in (item, *advice.rulebook.items[item].implies)}
    return not duty["items"] or bool(told & set(duty["items"]))
