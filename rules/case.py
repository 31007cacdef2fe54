"""A case: a set of answers about one dilemma, without names or free text.

Cases are read from documents in `rules.case_reader`.  Whether the answers fit together is checked on the diagrams, in
`rules.answers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rules.conditions import NONE_TICKED, UNKNOWN
from rules.model import ROLE_FACT, Fact, Rulebook

FORMAT = 1
"""Version of the case document that this code reads."""

EVERYWHERE = ""
"""The recipient part of a key for facts that are not asked per recipient."""

Key = tuple[str, str]
"""A fact and, for facts that are asked per recipient, the recipient (else `EVERYWHERE`)."""


@dataclass(frozen=True)
class CaseProblem:
    """One thing wrong with a case: where, what was found, what is allowed, the nearest right name, what to do."""

    where: str
    found: str
    allowed: tuple[str, ...]
    nearest: str | None
    todo: str

    def text(self) -> str:
        """The problem as one line for the person who wrote the case."""
        parts = [f"{self.where}: {self.found}."]
        if self.nearest:
            parts.append(f"Did you mean '{self.nearest}'?")
        elif self.allowed:
            shown = ", ".join(self.allowed[:12]) + (", ..." if len(self.allowed) > 12 else "")
            parts.append(f"Allowed: {shown}.")
        parts.append(self.todo)
        return " ".join(parts)


class CaseError(ValueError):
    """A case that cannot be used; `problems` lists everything wrong with it."""

    def __init__(self, problems: Iterable[CaseProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))


@dataclass(frozen=True)
class Case:
    """Answers about one dilemma.

    `answers` maps a key to the set of values given: one value, or the ticked options of a list (empty: none ticked).
    `unknown` holds the keys that were asked and could not be answered.  Neither an unknown nor an absent key is "no".
    """

    jurisdiction: str
    role: str
    answers: Mapping[Key, frozenset[str]] = field(default_factory=dict, hash=False)
    unknown: frozenset[Key] = frozenset()
    ask_about: tuple[str, ...] = ()
    as_of: date | None = None

    def with_answer(self, key: Key, values: Iterable[str]) -> Case:
        """The same case with one more (or another) answer."""
        return replace(self, answers={**self.answers, key: frozenset(values)}, unknown=self.unknown - {key})

    def without(self, key: Key) -> Case:
        """The same case with a question not asked yet."""
        kept = {k: v for k, v in self.answers.items() if k != key}
        return replace(self, answers=kept, unknown=self.unknown - {key})

    def with_unknown(self, key: Key) -> Case:
        """The same case with a question that was asked and that the practitioner cannot answer."""
        return replace(self.without(key), unknown=self.unknown | {key})

    def document(self, rulebook: Rulebook) -> dict[str, Any]:
        """The case as the document of the interface: what `read_case` reads back to an equal case."""
        facts: dict[str, Any] = {ROLE_FACT: self.role}
        recipients: dict[str, dict[str, Any]] = {}
        unknown: list[str] = []
        for (fact_id, recipient), values in sorted(self.answers.items()):
            place = recipients.setdefault(recipient, {}) if recipient else facts
            place[fact_id] = _written(rulebook.facts[fact_id], values)
        for fact_id, recipient in sorted(self.unknown):
            if recipient:
                recipients.setdefault(recipient, {})[fact_id] = UNKNOWN
            else:
                unknown.append(fact_id)
        document: dict[str, Any] = {"handrail": FORMAT, "jurisdiction": self.jurisdiction}
        if self.as_of:
            document["as_of"] = self.as_of.isoformat()
        if self.ask_about:
            document["ask_about"] = list(self.ask_about)
        document["facts"] = facts
        if recipients:
            document["recipients"] = recipients
        if unknown:
            document["unknown"] = unknown
        return document


def _written(fact: Fact, values: frozenset[str]) -> str | list[str]:
    if fact.type == "any_of":
        return [value for value in fact.values if value in values] or [NONE_TICKED]
    return next(iter(values))
