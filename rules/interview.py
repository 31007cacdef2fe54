"""How many questions it takes: simulated interviews over known cases.

A known case answers every question put to it; what it does not say is answered with "I do not know".  The number of
questions to the first usable answer is compared with asking in a fixed order (skipping what no longer matters) and with
the fewest of the case's own answers that settle it: no way of asking can need fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rules.case import EVERYWHERE, Case, Key
from rules.evaluate import Evaluation, evaluate
from rules.model import Rulebook
from rules.questions import USABLE_ITEMS, Question, candidates, first_usable, next_question, targets

MOST_QUESTIONS = 60

Asker = Callable[[Evaluation], Question | None]


@dataclass(frozen=True)
class Interview:
    """The questions put until the first usable answer; `usable` is False if they ran out before it."""

    asked: tuple[Key, ...]
    usable: bool


def interview(rulebook: Rulebook, known: Case, ask: Asker = next_question) -> Interview:
    """Ask until identity and threat are settled for those asked about.

    Country, profession and whom one thinks of telling are on the first form and are no questions.
    """
    case = Case(known.jurisdiction, known.role, ask_about=known.ask_about, as_of=known.as_of)
    asked: list[Key] = []
    while len(asked) < MOST_QUESTIONS:
        evaluation = evaluate(rulebook, case)
        if first_usable(evaluation):
            return Interview(tuple(asked), True)
        question = ask(evaluation)
        if question is None:
            return Interview(tuple(asked), False)
        asked.append(question.key)
        case = _answered(case, question.key, known)
    return Interview(tuple(asked), False)


def _answered(case: Case, key: Key, known: Case) -> Case:
    values = known.answers.get(key)
    return case.with_unknown(key) if values is None else case.with_answer(key, values)


def fixed_order(evaluation: Evaluation) -> Question | None:
    """The next question in the order of the vocabulary that can still matter."""
    open_targets = targets(evaluation, USABLE_ITEMS)
    order = list(evaluation.compiled.rulebook.facts)
    askable = sorted(candidates(evaluation, open_targets), key=lambda question: order.index(question.fact.id))
    return askable[0] if askable else None


def fewest(rulebook: Rulebook, known: Case) -> tuple[int, int] | None:
    """Bounds on the fewest of the case's own answers that give a usable answer; equal bounds are the exact number.

    The lower bound counts the answers without which, all others given, the case is not usable: nobody can do without
    them.  The upper bound is the size of a set from which no answer can be left out.  None if all answers together give
    no usable answer.
    """
    keys = [key for key in known.answers if key[1] in (EVERYWHERE, *known.ask_about)]
    if not _usable_with(rulebook, known, keys):
        return None
    needed = [key for key in keys if not _usable_with(rulebook, known, [k for k in keys if k != key])]
    enough = list(keys)
    for key in (key for key in keys if key not in needed):
        fewer = [k for k in enough if k != key]
        if _usable_with(rulebook, known, fewer):
            enough = fewer
    return len(needed), len(enough)


def _usable_with(rulebook: Rulebook, known: Case, keys: list[Key]) -> bool:
    case = replace(known, answers={key: known.answers[key] for key in keys}, unknown=frozenset())
    return first_usable(evaluate(rulebook, case))
