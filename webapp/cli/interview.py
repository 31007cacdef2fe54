"""The check in a terminal: one question at a time, by keyboard, with what is settled so far.

Keeps the answers in memory only.  Going back, changing an answer, "I do not know", and seeing what is settled so far
are possible at every question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from rules import Advice, Case, Clash, KnowledgeBase, Rulebook
from rules.document import AdviceDocument
from rules.model import ROLE_FACT, Fact
from rules.questions import Question, asked_recipients
from rules.words import OPEN
from webapp import house
from webapp.cli.errors import refuse
from webapp.cli.text import advice_text, headline
from webapp.places import places

KEYS = "Enter a number. Also: ? I do not know, h help, b back, s show what we have so far, q stop and forget."

HEADINGS = {"health": "Health", "social": "Social work", "authority": "Authorities", "other": "Other"}


class Stopped(click.exceptions.Exit):
    """The practitioner stopped; nothing is kept."""


def interview(
    knowledge: KnowledgeBase, jurisdiction: str | None, about: Iterable[str], as_of: str | None, strict: bool = False
) -> dict[str, Any]:
    """Ask until everything asked for is settled or the practitioner wants the advice; the case document."""
    click.echo("Do not enter names. Nothing you answer is stored.")
    country = jurisdiction or _country(knowledge)
    document: dict[str, Any] = {"jurisdiction": country, "facts": {}} | ({"as_of": as_of} if as_of else {})
    book = knowledge.rulebook(country, knowledge.case_date(as_of, house.today()))
    click.secho(f"Danger to life? {_call(book)}", bold=True)
    document["facts"][ROLE_FACT] = _role(book)
    document["ask_about"] = list(about) or _whom(book, document["facts"][ROLE_FACT])
    case = _ask_on(knowledge, knowledge.case(document, house.today()), strict)
    return case.document(book)


def _call(book: Rulebook) -> str:
    return f"Call {book.jurisdiction.emergency_number} first. {book.jurisdiction.emergency_says}"


def _typed(**options: Any) -> str:
    """What was typed. Stopping is possible at every question; where the keyboard goes away, the case cannot be used."""
    try:
        typed = str(click.prompt(">", prompt_suffix=" ", **options)).strip().lower()
    except click.Abort:
        refuse("\nThere is no more to read from the keyboard. Nothing was kept.")
    if typed == "q":
        click.echo("Stopped. Nothing was kept.")
        raise Stopped(0)
    return typed


def _country(knowledge: KnowledgeBase) -> str:
    countries = knowledge.countries
    if len(countries) == 1:
        return countries[0].id
    found = [(heading, place) for heading, under in places(countries) for place in under]
    options = [(code, f"{heading}: {words}" if heading else words) for heading, (code, words) in found]
    return _choose("In which country do you work?", options)


def _role(book: Rulebook) -> str:
    roles = [book.roles[role] for role in book.jurisdiction.roles]
    options = [(role.id, f"{role.label} ({HEADINGS[role.heading]})") for role in roles]
    return _choose("What is your profession?", options)


def _whom(book: Rulebook, role: str) -> list[str]:
    recipients, _ = book.for_side(book.roles[role].side)
    options = [(recipient.id, recipient.label) for recipient in recipients]
    return _several("Whom do you think of telling? (several with commas; empty for all)", options)


def _ask_on(knowledge: KnowledgeBase, case: Case, strict: bool) -> Case:
    history: list[Case] = []
    while True:
        advice = knowledge.advise(case, house.today(), strict)
        question = advice.next_question
        if question is None:
            return case
        if advice.first_usable and not click.confirm(f"{_so_far(advice)}\nThis is usable now. Ask on?", default=False):
            return case
        answered = _answer(knowledge, advice, question)
        if answered is None:
            case = history.pop() if history else case
            continue
        try:
            knowledge.advise(answered, house.today(), strict)
        except Clash as clash:
            click.echo(f"That does not fit your other answers: {clash} Nothing was lost; answer again, or go back.")
            continue
        history.append(case)
        case = answered


def _answer(knowledge: KnowledgeBase, advice: Advice, question: Question) -> Case | None:
    """The case with this question answered, or None to go back."""
    fact = question.fact
    options = [(value, fact.labels[value]) for value in fact.values]
    _put(advice, question, options)
    commands: dict[str, Callable[[], str]] = {
        "h": lambda: f"{fact.help}\nWhy we ask: {fact.why}",
        "s": lambda: advice_text(knowledge, advice, reasons=False),
    }
    while True:
        typed = _typed(default="", show_default=False)
        if typed == "b":
            return None
        if typed == "?":
            return advice.case.with_unknown(question.key)
        if typed in commands:
            click.echo(commands[typed]())
            if typed == "s":
                _put(advice, question, options)
            continue
        values = _values(typed, fact, options)
        if values is not None:
            return advice.case.with_answer(question.key, values)
        click.echo(f"'{typed}' is not among the answers. {KEYS}")


def _put(advice: Advice, question: Question, options: Sequence[tuple[str, str]]) -> None:
    """Put a question, with what is settled so far; with danger within hours in sight, the number first."""
    fact = question.fact
    if advice.within_hours:
        click.secho(f"\nDanger within hours: {_call(advice.rulebook)}", bold=True)
    click.echo(f"\n{_so_far(advice)}\n")
    about = f" ({advice.rulebook.recipients[question.recipient].label})" if question.recipient else ""
    mark = " [your judgement]" if fact.judgement else ""
    click.secho(f"{fact.question}{about}{mark}", bold=True)
    _list(options)
    click.echo("Several with commas; 0 for none of these." if fact.type == "any_of" else "", nl=fact.type == "any_of")
    click.echo(KEYS)


def _values(typed: str, fact: Fact, options: Sequence[tuple[str, str]]) -> list[str] | None:
    if fact.type == "any_of" and typed == "0":
        return []
    numbers = _numbers(typed, len(options))
    if not numbers or (fact.type != "any_of" and len(numbers) != 1):
        return None
    return [options[number - 1][0] for number in numbers]


def _so_far(advice: Advice) -> str:
    asked = asked_recipients(advice.evaluation)
    if not advice.case.ask_about:
        settled = [recipient for recipient in asked if advice.answer(recipient) != OPEN]
        return f"So far: settled for {len(settled)} of {len(asked)} recipients."
    document = AdviceDocument(advice)
    lines = [headline(advice, recipient, document.outcome(recipient)) for recipient in asked]
    facts = advice.rulebook.facts
    assumed = [p.says for fact in sorted(advice.assumed_that_matter) if (p := facts[fact].presume)]
    said = f"\n(Assumed: {' '.join(assumed)})" if assumed else ""
    return "So far: " + " ".join(lines) + said


def _list(options: Sequence[tuple[str, str]]) -> None:
    for number, (_, label) in enumerate(options, 1):
        click.echo(f"{number:>3}  {label}")


def _choose(question: str, options: Sequence[tuple[str, str]]) -> str:
    click.secho(f"\n{question}", bold=True)
    _list(options)
    while True:
        numbers = _numbers(_typed(), len(options))
        if numbers and len(numbers) == 1:
            return options[numbers[0] - 1][0]
        click.echo(f"Enter one number from 1 to {len(options)}.")


def _several(question: str, options: Sequence[tuple[str, str]]) -> list[str]:
    click.secho(f"\n{question}", bold=True)
    _list(options)
    while True:
        typed = _typed(default="", show_default=False)
        if not typed.strip():
            return []
        if numbers := _numbers(typed, len(options)):
            return [options[number - 1][0] for number in numbers]
        click.echo(f"Enter numbers from 1 to {len(options)}, separated by commas.")


def _numbers(typed: str, most: int) -> list[int] | None:
    """The numbers typed, or None if any of them is no number of the list."""
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    if not parts or not all(part.isdigit() and 1 <= int(part) <= most for part in parts):
        return None
    return list(dict.fromkeys(int(part) for part in parts))
