"""Which question to ask next, and when the answer is already usable.

A question is worth asking while some answer to it can still narrow what the practitioner asked for (`hangs_on`,
exactly). Among those, safety comes first, then what narrows most, then judgements, which rest on the facts before
them.  "Narrows most" is the expected remaining entropy of the outcomes in question (Shannon, 1948), every completion
counting the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2

from rules.case import EVERYWHERE, Key
from rules.diagram import FALSE, Diagrams
from rules.evaluate import Evaluation, How
from rules.model import Fact, Outcome

USABLE_ITEMS = ("identity", "threat")
"""With these settled for the recipient asked about, the practitioner has a first usable answer."""


@dataclass(frozen=True)
class Question:
    """A fact to ask, about a recipient where it has one answer for each, and what it decides."""

    fact: Fact
    recipient: str
    decides: tuple[str, ...]

    @property
    def key(self) -> Key:
        """The key under which an answer is kept."""
        return self.fact.id, self.recipient


@dataclass(frozen=True)
class Target:
    """The outcomes of one class of a recipient's items, as disjoint diagrams of possible cases."""

    recipient: str
    outcomes: dict[Outcome, int]
    nodes: tuple[int, ...]


def asked_recipients(evaluation: Evaluation) -> tuple[str, ...]:
    """Whom the practitioner thinks of telling; everybody in scope where nobody was named."""
    scope = [recipient.id for recipient in evaluation.compiled.recipients]
    return tuple(r for r in evaluation.case.ask_about if r in scope) or tuple(scope)


def targets(evaluation: Evaluation, items: Iterable[str] | None = None) -> list[Target]:
    """The open classes of the recipients asked about, over some items or all of them."""
    compiled = evaluation.compiled
    wanted = [item.id for item in compiled.items if items is None or item.id in set(items)]
    found: dict[tuple[str, int], Target] = {}
    for recipient in asked_recipients(evaluation):
        possible = evaluation.given(recipient).possible
        for item in wanted:
            cls = compiled.class_of[recipient, item]
            if (recipient, cls.index) in found:
                continue
            here = (evaluation.restrict(node, recipient) for node in cls.outcomes.values())
            nodes = tuple(n for n in (compiled.diagrams.both(node, possible) for node in here) if n != FALSE)
            found[recipient, cls.index] = Target(recipient, dict(cls.outcomes), nodes)
    return [target for target in found.values() if len(target.nodes) > 1]


def first_usable(evaluation: Evaluation) -> bool:
    """Whether identity and threat are settled for those asked about (readings, which nobody can answer, left out)."""
    open_targets = targets(evaluation, USABLE_ITEMS)
    return not any(narrowing(evaluation, target) for target in open_targets)


def next_question(evaluation: Evaluation) -> Question | None:
    """The question that narrows most what was asked for; None when no answer can narrow it any more."""
    hows: tuple[How, ...] = ("exact",) if evaluation.case.ask_about else ("plain", "exact")
    for items in (USABLE_ITEMS, None):
        open_targets = targets(evaluation, items)
        for how in hows:
            if askable := list(candidates(evaluation, open_targets, how)):
                return _best(evaluation, askable, open_targets)
    return None


def candidates(evaluation: Evaluation, open_targets: Sequence[Target], how: How = "exact") -> Iterator[Question]:
    """The questions that can be asked now and can still narrow a target, in the order of the vocabulary.

    Where nobody was named, `plain` looks only for facts that narrow by themselves: there is nearly always one.
    """
    decides: dict[Key, list[str]] = {}
    facts = evaluation.compiled.variables.facts
    for target in open_targets:
        for fact_id in evaluation.hangs(target.outcomes, target.recipient, how):
            key = (fact_id, target.recipient if facts[fact_id].per_recipient else EVERYWHERE)
            decides.setdefault(key, []).append(target.recipient)
    for (fact_id, recipient), recipients in decides.items():
        fact = facts[fact_id]
        if (fact_id, recipient) in evaluation.case.unknown:
            continue
        asked = evaluation.compiled.condition(fact.asked_when)
        if evaluation.holds(asked, recipient or recipients[0]):
            yield Question(fact, recipient, tuple(dict.fromkeys(recipients)))


def narrowing(evaluation: Evaluation, target: Target) -> tuple[str, ...]:
    """The facts that can still narrow a target; where nobody was named, first those that do so by themselves."""
    if target.recipient not in evaluation.case.ask_about:
        plainly = evaluation.hangs(target.outcomes, target.recipient, how="plain")
        if plainly:
            return plainly
    return evaluation.hangs(target.outcomes, target.recipient)


def _best(evaluation: Evaluation, askable: Sequence[Question], open_targets: Sequence[Target]) -> Question:
    group = [q for q in askable if q.fact.first] or [q for q in askable if not q.fact.judgement] or list(askable)
    return min(group, key=lambda question: _remaining(evaluation, question, open_targets))


def _remaining(evaluation: Evaluation, question: Question, open_targets: Sequence[Target]) -> float:
    """The expected entropy, in bits and summed over the targets, that an answer leaves."""
    levels = evaluation.compiled.variables.levels[question.fact.id]
    concerned = (t for t in open_targets if question.recipient in (EVERYWHERE, t.recipient))
    others = (t for t in open_targets if question.recipient not in (EVERYWHERE, t.recipient))
    diagrams = evaluation.diagrams
    after = sum(expected_entropy(diagrams, target.nodes, levels) for target in concerned)
    return after + sum(expected_entropy(diagrams, target.nodes, ()) for target in others)


def expected_entropy(diagrams: Diagrams, nodes: Sequence[int], levels: Iterable[int]) -> float:
    """The entropy left, on average, among disjoint diagrams once the variables at `levels` are known."""
    states: dict[tuple[int, ...], float] = {tuple(nodes): 1.0}
    for level in levels:
        after: dict[tuple[int, ...], float] = {}
        for state, weight in states.items():
            if all(level not in diagrams.support(node) for node in state):
                after[state] = after.get(state, 0.0) + weight
                continue
            size = diagrams.sizes[level]
            for value in range(size):
                split = tuple(diagrams.restrict(node, {level: value}) for node in state)
                after[split] = after.get(split, 0.0) + weight / size
        states = after
    total = sum(diagrams.share(node) for node in nodes)
    left = 0.0
    for state, weight in states.items():
        shares = [diagrams.share(node) for node in state if node != FALSE]
        mass = sum(shares)
        left += sum(-s * log2(s / mass) for s in shares) * weight
    return left / total
