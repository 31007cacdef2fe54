"""The recommended pathway of a case: which steps, in which order, and which are forbidden.

A step is recommended if rules that ask for it stand in every completion, and no rule that forbids it may stand.  Care
that may avert the harm comes before sharing; where harm within hours is not excluded and something may be said, the
emergency line comes first and consulting moves behind the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from rules.case import EVERYWHERE
from rules.evaluate import Evaluation
from rules.model import PERMISSIONS, Force, Step, StepUse
from rules.questions import asked_recipients

PHASES = ("now", "before", "share", "after")

URGENT = "xx_imminent"
"""The shared concept "harm now or within hours"."""

CALL_EMERGENCY, FIND_OUT, CONSULT = "call_emergency", "find_out", "consult_colleague"
"""Steps that the pathway itself adds: to be found in the vocabulary like all others."""

EMERGENCY_RECIPIENT = "emergency_services"


@dataclass(frozen=True)
class PathStep:
    """One recommended step: with what force, because of which rules, and what it is about (facts, items)."""

    step: Step
    force: str
    because: tuple[str, ...]
    about: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pathway:
    """The steps in order, and the steps that are forbidden with the rules that forbid them."""

    steps: tuple[PathStep, ...]
    forbidden: tuple[PathStep, ...]
    urgent: bool


@dataclass(frozen=True)
class _Use:
    """A step that a rule asks for, advises or forbids, at one recipient: where that is so."""

    rule: str
    use: StepUse
    recipient: str
    node: int


def pathway(evaluation: Evaluation) -> Pathway:
    """The pathway for the recipients asked about (for all of them where nobody was named)."""
    uses = list(_uses(evaluation))
    known = evaluation.compiled.rulebook.steps
    forbidden = _by_step(evaluation, [use for use in uses if use.use.force == "must_not"], known)
    kept = [use for use in uses if use.use.force != "must_not" and not _may_be_forbidden(evaluation, use, uses)]
    found = _by_step(evaluation, kept, known)
    urgent = _urgent(evaluation)
    for added in _added(evaluation, urgent):
        if added.step.id not in forbidden:
            found.setdefault(added.step.id, added)
    order = step_order(known, urgent)
    steps = tuple(sorted(found.values(), key=lambda path_step: order[path_step.step.id]))
    return Pathway(steps, tuple(forbidden.values()), urgent)


def _uses(evaluation: Evaluation) -> Iterable[_Use]:
    """Every use of a step by a rule, with the diagram of where it is in force at a recipient."""
    compiled, diagrams = evaluation.compiled, evaluation.diagrams
    for recipient in asked_recipients(evaluation):
        stands: dict[str, int] = {}
        for cls in compiled.classes_of[recipient]:
            for on in cls.rules:
                stands[on.rule.id] = diagrams.either(stands.get(on.rule.id, 0), on.stands)
        for rule_id, node in stands.items():
            for use in compiled.rules[rule_id].steps:
                yield _Use(rule_id, use, recipient, diagrams.both(node, compiled.condition(use.when)))
    for rule_id, node in compiled.pairless.items():
        for use in compiled.rules[rule_id].steps:
            yield _Use(rule_id, use, EVERYWHERE, diagrams.both(node, compiled.condition(use.when)))


def _may_be_forbidden(evaluation: Evaluation, use: _Use, uses: Iterable[_Use]) -> bool:
    """Whether some completion in which the use is in force also forbids the step: must_not wins."""
    against = [other for other in uses if other.use.force == "must_not" and other.use.step == use.use.step]
    return any(
        evaluation.holds(evaluation.diagrams.both(use.node, other.node), other.recipient or use.recipient) is not False
        for other in against
        if other.recipient in (EVERYWHERE, use.recipient)
    )


def _by_step(evaluation: Evaluation, uses: Iterable[_Use], known: Mapping[str, Step]) -> dict[str, PathStep]:
    """The steps in force in every completion, the strongest force first, with all rules that ask for them."""
    rank: dict[Force, int] = {"must_not": 0, "must": 1, "should": 2}
    found: dict[str, list[_Use]] = {}
    for use in uses:
        if evaluation.holds(use.node, use.recipient):
            found.setdefault(use.use.step, []).append(use)
    return {
        step: PathStep(
            known[step],
            min((use.use.force for use in same), key=lambda force: rank[force]),
            tuple(dict.fromkeys(use.rule for use in same)),
            notes=tuple(dict.fromkeys(use.use.note for use in same if use.use.note)),
        )
        for step, same in found.items()
    }


def _urgent(evaluation: Evaluation) -> bool:
    """Whether harm within hours is not excluded and there is something that must or may be said."""
    concept = evaluation.compiled.rulebook.concepts.get(URGENT)
    if concept is None:
        return False
    imminent = evaluation.compiled.condition(concept.when)
    return evaluation.holds(imminent, EVERYWHERE) is not False and bool(_sayable(evaluation))


def _sayable(evaluation: Evaluation) -> tuple[str, ...]:
    """The identifying items that the emergency services may, in some completion, be told."""
    compiled = evaluation.compiled
    if EMERGENCY_RECIPIENT not in {recipient.id for recipient in compiled.recipients}:
        return ()
    items = (item.id for item in compiled.items if item.identifying)
    return tuple(i for i in items if evaluation.possible(EMERGENCY_RECIPIENT, i) & set(PERMISSIONS))


def _added(evaluation: Evaluation, urgent: bool) -> Iterable[PathStep]:
    """The steps that follow from the state of the case and not from one rule."""
    steps = evaluation.compiled.rulebook.steps
    if urgent and CALL_EMERGENCY in steps:
        yield PathStep(steps[CALL_EMERGENCY], "should", (), _sayable(evaluation))
    about = [fact for recipient in asked_recipients(evaluation) for fact in evaluation.hangs_on(recipient)]
    if about and FIND_OUT in steps:
        yield PathStep(steps[FIND_OUT], "should", (), tuple(dict.fromkeys(about)))
    settled = all(evaluation.headline(r) <= set(PERMISSIONS) for r in asked_recipients(evaluation))
    if not settled and CONSULT in steps:
        yield PathStep(steps[CONSULT], "should", ())


def step_order(steps: Mapping[str, Step], urgent: bool) -> dict[str, int]:
    """The place of each step: after what it must follow, then by phase, then as in the vocabulary.

    Where harm may come within hours, `urgent_after` replaces `after` for the steps that have one.
    """

    def before(step: Step) -> tuple[str, ...]:
        return step.urgent_after if urgent and step.urgent_after is not None else step.after

    listed = {step_id: place for place, step_id in enumerate(steps)}

    def rank(step_id: str) -> tuple[bool, int, int]:
        moved = urgent and steps[step_id].urgent_after is not None and bool(steps[step_id].urgent_after)
        phases = [PHASES.index(steps[s].phase) for s in (step_id, *before(steps[step_id]) * moved) if s in steps]
        return step_id != CALL_EMERGENCY, max(phases), listed[step_id]

    sorter = TopologicalSorter({s: [b for b in before(step) if b in steps] for s, step in steps.items()})
    sorter.prepare()
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=rank)
        first = ready.pop(0)
        order.append(first)
        sorter.done(first)
    return {step_id: place for place, step_id in enumerate(order)}
