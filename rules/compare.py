"""One case under several countries at once: who says what, what all have in common, and what makes each difference.

Facts of the shared vocabulary are put to every country; facts that only one country asks for are left out elsewhere,
and named.  What makes an answer is told by the rule that carries it and by the answers that this rule turns on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.advice import Advice
from rules.case import EVERYWHERE
from rules.conditions import NONE_TICKED, UNKNOWN
from rules.document import AdviceDocument
from rules.explain import Reason
from rules.model import ROLE_FACT, Fact, Rule, Rulebook
from rules.questions import asked_recipients
from rules.words import OPEN

MOST_FACTS = 4
"""At most so many facts are named beside an answer; the page of the country has them all."""


class RoleNotCovered(ValueError):
    """A profession that the rulebook of a country does not cover."""


@dataclass(frozen=True)
class TurnsOn:
    """A fact on which the rule that carries an answer turns, with what was answered (empty: not answered)."""

    fact: Fact
    said: tuple[str, ...]
    holds: str


@dataclass(frozen=True)
class Cell:
    """What one country says about one recipient: the answer, the rules that carry it, and the facts they turn on.

    The facts on which only this country turns come first: they make the difference.
    """

    answer: str
    alternatives: tuple[str, ...]
    possible: tuple[str, ...]
    rules: tuple[Rule, ...]
    turns_on: tuple[TurnsOn, ...]


@dataclass(frozen=True)
class Row:
    """One recipient under every country, by the code of the country."""

    recipient: str
    cells: Mapping[str, Cell]

    @property
    def same(self) -> bool:
        """Whether all countries say the same."""
        return len({cell.answer for cell in self.cells.values()}) == 1


@dataclass(frozen=True)
class Comparison:
    """One case under several countries.

    `advices` by country; `refused`: the countries that can say nothing about this case, and why; `left_out`: the facts
    answered that a country has no question for.
    """

    advices: Mapping[str, Advice]
    rows: tuple[Row, ...]
    refused: Mapping[str, str]
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def common(self) -> tuple[Row, ...]:
        """The recipients about whom all countries say the same."""
        return tuple(row for row in self.rows if row.same)

    @property
    def different(self) -> tuple[Row, ...]:
        """The recipients about whom they differ."""
        return tuple(row for row in self.rows if not row.same)

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The countries to show side by side: a country and those of its parts that say the same stand together."""
        found: dict[tuple[Any, ...], list[str]] = {}
        for code, advice in self.advices.items():
            land = advice.rulebook.jurisdiction
            says = tuple(_gist(row.cells[code]) for row in self.rows)
            found.setdefault((land.extends or land.id, *says), []).append(code)
        return tuple(map(tuple, found.values()))

    def data(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "jurisdictions": list(self.advices),
            "outcomes": {
                row.recipient: {code: _cell_data(cell) for code, cell in row.cells.items()} for row in self.rows
            },
            "same": [row.recipient for row in self.common],
            "differs": [row.recipient for row in self.different],
            "refused": dict(self.refused),
            "left_out": {code: list(facts) for code, facts in self.left_out.items() if facts},
        }


def _gist(cell: Cell) -> tuple[object, ...]:
    """All that a cell says, but for the facts it turns on."""
    return cell.answer, cell.alternatives, cell.possible, tuple(rule.id for rule in cell.rules)


def _cell_data(cell: Cell) -> dict[str, Any]:
    return {
        "answer": cell.answer,
        "or": list(cell.alternatives),
        "possible": list(cell.possible),
        "rules": [rule.id for rule in cell.rules],
        "turns_on": [{"fact": each.fact.id, "said": list(each.said), "holds": each.holds} for each in cell.turns_on],
    }


def fitted(document: Mapping[str, Any], book: Rulebook) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A case document for another country, without the answers it has no question for; and which facts these are.

    Raises `RoleNotCovered`.
    """
    if document.get("facts", {}).get(ROLE_FACT) not in book.jurisdiction.roles:
        raise RoleNotCovered(ROLE_FACT)
    out: list[str] = []

    def kept(answers: Mapping[str, Any]) -> dict[str, Any]:
        found = {
            fact: value for fact, value in answers.items() if fact == ROLE_FACT or _asks(book.facts.get(fact), value)
        }
        out.extend(fact for fact in answers if fact not in found)
        return found

    made = {key: value for key, value in document.items() if key not in ("record", "as_of")}
    made |= {"jurisdiction": book.jurisdiction.id, "facts": kept(document.get("facts", {}))}
    if "recipients" in document:
        made["recipients"] = {name: kept(answers) for name, answers in document["recipients"].items()}
    if "unknown" in document:
        made["unknown"] = list(kept(dict.fromkeys(document["unknown"], UNKNOWN)))
    return made, tuple(dict.fromkeys(out))


def _asks(fact: Fact | None, value: Any) -> bool:
    """Whether a country asks for a fact and knows the value given."""
    if fact is None or fact.reading:
        return False
    values = value if isinstance(value, list) else [value]
    return all(each in (*fact.values, UNKNOWN, NONE_TICKED) for each in values)


def compare(
    advices: Mapping[str, Advice], refused: Mapping[str, str], left_out: Mapping[str, tuple[str, ...]]
) -> Comparison:
    """The comparison of advices about one case, for the recipients that it asks about."""
    asked = dict.fromkeys(name for advice in advices.values() for name in asked_recipients(advice.evaluation))
    rows = tuple(Row(name, _cells(advices, name)) for name in asked)
    return Comparison(advices, rows, refused, left_out)


def _cells(advices: Mapping[str, Advice], recipient: str) -> dict[str, Cell]:
    """What each country says; the facts on which not all of them turn stand first."""
    why = {code: [r for r in advice.why(recipient) if r.kind == "rule"] for code, advice in advices.items()}
    turns = {code: list(_facts(reasons[:1])) for code, reasons in why.items()}
    shared = set.intersection(*({leaf.id for leaf in leaves} for leaves in turns.values())) if turns else set()
    return {
        code: _cell(advice, recipient, why[code], sorted(turns[code], key=lambda leaf: leaf.id in shared))
        for code, advice in advices.items()
    }


def _cell(advice: Advice, recipient: str, why: list[Reason], leaves: list[Reason]) -> Cell:
    answer = advice.answer(recipient)
    possible = advice.evaluation.headline(recipient) if answer == OPEN else ()
    return Cell(
        answer,
        tuple(AdviceDocument(advice).alternatives(recipient)),
        tuple(outcome for outcome in ("must", "should", "may", "must_not") if outcome in possible),
        tuple(advice.rulebook.rules[reason.id] for reason in why),
        tuple(_turns_on(advice, recipient, leaf) for leaf in leaves[:MOST_FACTS]),
    )


def _turns_on(advice: Advice, recipient: str, leaf: Reason) -> TurnsOn:
    fact = advice.rulebook.facts[leaf.id]
    given = advice.case.answers.get((fact.id, recipient if fact.per_recipient else EVERYWHERE), frozenset())
    return TurnsOn(fact, tuple(value for value in fact.values if value in given), leaf.holds)


def _facts(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """The facts at the bottom of some trees, each once."""
    seen: set[str] = {ROLE_FACT}
    for reason in reasons:
        for leaf in _leaves(reason):
            if leaf.kind == "fact" and leaf.id not in seen:
                seen.add(leaf.id)
                yield leaf


def _leaves(reason: Reason) -> Iterator[Reason]:
    if not reason.because:
        yield reason
    for below in reason.because:
        yield from _leaves(below)
