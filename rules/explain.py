"""Why, and why not: trees of reasons with the source at each step.

A reason says what holds, fails or is still open, and rests on the reasons below it.  Lines that decide nothing are cut:
of an `all` that fails only the failing parts are shown, of an `any` that holds only the holding ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any as Anything

from rules.case import EVERYWHERE
from rules.compiled import RuleOnClass
from rules.conditions import ALWAYS, NEVER, All, Any, Condition, Is, Not, Test
from rules.evaluate import Evaluation
from rules.model import PERMISSIONS, ROLE_FACT, Outcome

HOLDS = {True: "yes", False: "no", None: "open"}

NONE_TEXT = "none of these"

LIVE = ("stands", "open")
"""Statuses of a rule that stands or may yet stand."""


@dataclass(frozen=True)
class Reason:
    """One line of an explanation.

    `kind` is rule, concept, fact, all, any, not or gate; `id` names the record it speaks of (empty for all, any, not);
    `holds` is yes, no or open; `status` only for rules.
    """

    kind: str
    id: str
    text: str
    holds: str
    because: tuple[Reason, ...] = ()
    sources: tuple[str, ...] = ()
    status: str = ""
    recipient: str = ""

    def document(self) -> dict[str, Anything]:
        """The tree as plain data; empty parts are left out."""
        data: dict[str, Anything] = {"kind": self.kind, "id": self.id, "text": self.text, "holds": self.holds}
        if self.status:
            data["status"] = self.status
        if self.sources:
            data["sources"] = list(self.sources)
        if self.because:
            data["because"] = [reason.document() for reason in self.because]
        return {key: value for key, value in data.items() if value}

    def lines(self, depth: int = 0) -> Iterable[str]:
        """The tree as indented lines of text."""
        mark = {"yes": "+", "no": "-", "open": "?"}[self.holds]
        cited = f"  [{', '.join(self.sources)}]" if self.sources else ""
        yield f"{'  ' * depth}{mark} {self.text}{cited}"
        for reason in self.because:
            yield from reason.lines(depth + 1)

    def __str__(self) -> str:
        return "\n".join(self.lines())


@dataclass(frozen=True)
class _Pair:
    """A pair with the rules that reach it and what becomes of each."""

    recipient: str
    item: str
    rules: tuple[RuleOnClass, ...]
    status: Mapping[str, str]


class Explainer:
    """Explains one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.compiled = evaluation.compiled
        self.rulebook = evaluation.compiled.rulebook

    def why(self, recipient: str, item: str) -> tuple[Reason, ...]:
        """The rules that make the outcome of a pair: those that stand for sure, or that may stand while it is open."""
        possible = self.evaluation.possible(recipient, item)
        pair = self._pair(recipient, item)
        makes: set[str] = {*possible} if "fault" not in possible else {"must_not", *PERMISSIONS}
        making = [on for on in pair.rules if on.rule.effect in makes]
        stands = [on for on in making if pair.status[on.rule.id] == "stands"]
        may_stand = [on for on in making if pair.status[on.rule.id] == "open"]
        shown = [*stands, *may_stand] if len(possible) > 1 else stands or may_stand
        return tuple(self._rule(on, pair) for on in shown)

    def why_not(self, recipient: str, item: str, outcome: Outcome) -> tuple[Reason, ...]:
        """Why a pair does not have an outcome: for each rule that could give it, what fails or what defeats it.

        Where such a rule stands all the same, what outranks it is shown too: the closed gate of another layer.
        """
        pair = self._pair(recipient, item)
        shown = [on for on in pair.rules if on.rule.effect == outcome]
        if outcome in PERMISSIONS:
            forbids = (on for on in pair.rules if on.rule.effect == "must_not")
            shown += [on for on in forbids if pair.status[on.rule.id] in LIVE]
        return tuple(self._rule(on, pair) for on in shown)

    def _pair(self, recipient: str, item: str) -> _Pair:
        cls = self.compiled.class_of[recipient, item]
        return _Pair(recipient, item, cls.rules, self.evaluation.class_statuses(recipient, cls))

    def _rule(self, on: RuleOnClass, pair: _Pair) -> Reason:
        """One rule: whether it stands, and why it applies or not, or what defeats it."""
        rule, status = on.rule, pair.status[on.rule.id]
        holds = {"stands": True, "open": None}.get(status, False)
        because: list[Reason] = []
        if status in ("defeated", "open"):
            beaters = {other.id for other in self.compiled.defeaters(rule)}
            live = (other for other in pair.rules if other.rule.id in beaters and pair.status[other.rule.id] in LIVE)
            because += [self._rule(other, pair) for other in live]
        if status != "defeated":
            because += self._conditions(on, pair)
        return Reason("rule", rule.id, rule.title, HOLDS[holds], tuple(because), rule.sources, status, pair.recipient)

    def _conditions(self, on: RuleOnClass, pair: _Pair) -> list[Reason]:
        """The conditions of a rule on a pair, cut to those that decide whether it applies."""
        rule = on.rule
        conditions = [rule.when, rule.share.get(pair.item, ALWAYS), Not(rule.unless)]
        applies = self.evaluation.holds(on.applies, pair.recipient)
        found = [self.condition(part, pair.recipient) for part in conditions if part not in (ALWAYS, Not(NEVER))]
        return [reason for reason in found if reason.holds == HOLDS[applies] or applies is None]

    # -- conditions ------------------------------------------------------------------------------------------------

    def condition(self, condition: Condition, recipient: str = EVERYWHERE) -> Reason:
        """A condition with what it rests on, cut to the parts that decide it."""
        holds = self.evaluation.holds(self.compiled.condition(condition), recipient)
        match condition:
            case Test(fact, values):
                return Reason("fact", fact, self._test_text(fact, values, recipient), HOLDS[holds])
            case Is(concept_id):
                concept = self.rulebook.concepts[concept_id]
                below = self.condition(concept.when, recipient)
                because = below.because if below.kind in ("all", "any") and below.because else (below,)
                return Reason("concept", concept_id, concept.title, HOLDS[holds], because, concept.sources)
            case Not(part):
                below = self.condition(part, recipient)
                return Reason("not", "", f"Not: {below.text}", HOLDS[holds], below.because, below.sources)
            case All(parts) | Any(parts):
                kind, text = ("all", "All of these") if isinstance(condition, All) else ("any", "At least one of these")
                reasons = [self.condition(part, recipient) for part in parts]
                return Reason(kind, "", text, HOLDS[holds], tuple(_deciding(reasons, kind, HOLDS[holds])))

    def _test_text(self, fact_id: str, values: tuple[str, ...], recipient: str) -> str:
        if fact_id == ROLE_FACT:
            return "Your profession: " + " or ".join(self.rulebook.roles[v].label for v in values)
        fact = self.rulebook.facts[fact_id]
        wanted = " or ".join(fact.labels.get(value, NONE_TEXT) for value in values)
        text = f"{fact.question} {wanted}"
        given = self.evaluation.answered.get((fact_id, recipient if fact.per_recipient else EVERYWHERE))
        if given is None:
            return text
        said = ", ".join(fact.labels[v] for v in fact.values if v in given) or NONE_TEXT
        return text if said == wanted else f"{text} (answered: {said})"


def _deciding(reasons: list[Reason], kind: str, holds: str) -> list[Reason]:
    """What failed in an `all`, what held in an `any`; all parts where all of them decide."""
    decisive = {("all", "no"): ("no",), ("any", "yes"): ("yes",)}.get((kind, holds))
    if decisive is None and holds == "open":
        decisive = ("open",)
    kept = [reason for reason in reasons if decisive is None or reason.holds in decisive]
    return [line for reason in (kept or reasons) for line in _flat(reason, kind)]


def _flat(reason: Reason, kind: str) -> Iterable[Reason]:
    """Spare the reader an `all` within an `all`."""
    return reason.because if reason.kind == kind and reason.because else (reason,)
