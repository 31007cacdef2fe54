"""What scenarios expect of the law, put to the rules; and whether the law at each decision is settled at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb import Entry
from rules import Advice, CaseError, Clash, RulebookUnavailable
from rules.compare import RoleNotCovered
from scenarios.law import Played, advice
from scenarios.library import Library
from scenarios.model import Decision, Expectation, Scenario
from scenarios.paths import best
from scenarios.play import professions
from scenarios.walk import NotOffered


@dataclass(frozen=True)
class Met:
    """An expectation that was run: what came out otherwise (nothing: it is met)."""

    entry: Entry
    expectation: Expectation
    index: int
    differences: tuple[str, ...]


def run_expectations(library: Library, today: date, country: str = "") -> Iterator[Met]:
    """Every expectation of every scenario, or those about one country."""
    for name, scenario in library.scenarios.items():
        for index, expected in enumerate(scenario.expect):
            if country in ("", expected.country):
                found = tuple(_differences(library, scenario, expected, today))
                yield Met(library.entries[name], expected, index, found)


def _differences(library: Library, scenario: Scenario, expected: Expectation, today: date) -> Iterator[str]:
    decision = scenario.decisions[expected.at]
    profession = expected.profession or scenario.role(decision.role).professions[0]
    try:
        walk = best(scenario, dict(expected.after), until=expected.at)
    except NotOffered as error:
        yield f"{error} is not offered on the way there"
        return
    if walk.here.decide != decision:
        yield f"the way there does not come to {expected.at}"
        return
    try:
        found = advice(library.knowledge, walk, decision, Played(expected.country, profession), today)
    except RoleNotCovered:
        yield f"{expected.country} does not cover the profession '{profession}'"
        return
    except (RulebookUnavailable, Clash, CaseError) as error:
        yield str(error)
        return
    standing: set[str] = set()
    for recipient, wanted in expected.outcomes.items():
        if (answer := found.answer(recipient)) != wanted:
            yield f"{recipient}: expected {wanted}, found {answer}"
        standing |= {reason.id for reason in found.why(recipient)}
    yield from (f"{rule} is not among the reasons" for rule in expected.rules if rule not in standing)


@dataclass(frozen=True)
class AtDecision:
    """What a country's rules say at a decision on the best way: the answer by recipient, and what it hangs on if open.

    `answers` is empty where the country does not cover the profession.
    """

    decision: Decision
    country: str
    profession: str
    answers: dict[str, str]
    hangs_on: dict[str, tuple[str, ...]]


def law_at_decisions(library: Library, scenario: Scenario, country: str, today: date) -> Iterator[AtDecision]:
    """What a country's rules say at each decision at which they are asked."""
    land = next(each for each in library.knowledge.countries if each.id == country)
    for decision in scenario.decisions.values():
        covered = professions(scenario.role(decision.role), land)
        if not decision.law:
            continue
        if not covered:
            yield AtDecision(decision, country, "", {}, {})
            continue
        walk = best(scenario, until=decision.id)
        found = advice(library.knowledge, walk, decision, Played(country, covered[0]), today)
        answers = {recipient: found.answer(recipient) for recipient in decision.law}
        yield AtDecision(decision, country, covered[0], answers, _open(found, answers))


def _open(found: Advice, answers: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {one: found.evaluation.told_hangs_on(one) for one, answer in answers.items() if answer == "open"}
