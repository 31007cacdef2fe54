"""The recommended pathway of a case: which steps, in which order, and which are forbidden.

A step is recommended if in every completion some rule that asks for it stands, and in none a rule that forbids it.
Care that may avert the harm comes before sharing; where harm within hours is not excluded and something may be said,
the emergency line comes first and consulting moves behind the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from rules.case import EVERYWHERE
from rules.diagram import FALSE
from rules.duties import met_by_deed_alone
from rules.evaluate import Evaluation
from rules.model import PERMISSIONS, Force, Outcome, Step, StepUse
from rules.questions import Question, asked_recipients

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
    """A step that a rule asks for, advises or forbids: where that is so."""

    rule: str
    use: StepUse
    node: int


Uses = dict[str, list[_Use]]
"""The uses of steps, by the recipient at which they are looked at."""


def pathway(evaluation: Evaluation) -> Pathway:
    """The pathway for the recipients asked about (for all of them where nobody was named)."""
    uses = _uses(evaluation)
    known = evaluation.compiled.rulebook.steps
    urgent = _urgent(evaluation)
    found: dict[str, PathStep] = {}
    forbidden: dict[str, PathStep] = {}
    for step in known:
        against = _because(evaluation, uses, step, ("must_not",))
        if against:
            forbidden[step] = PathStep(known[step], "must_not", *_told(against))
        elif not _may_be_forbidden(evaluation, uses, step):
            forces: tuple[tuple[Force, ...], ...] = (("must",), ("must", "should"))
            for among in forces:
                if _because(evaluation, uses, step, among):
                    asking = _because(evaluation, uses, step, ("must", "should"))
                    found.setdefault(step, PathStep(known[step], among[-1], *_told(asking)))
    for added in _added(evaluation, urgent):
        if added.step.id not in forbidden:
            found.setdefault(added.step.id, added)
    order = step_order(known, urgent)
    steps = tuple(sorted(found.values(), key=lambda path_step: order[path_step.step.id]))
    return Pathway(steps, tuple(forbidden.values()), urgent)


def _uses(evaluation: Evaluation) -> Uses:
    """Every use of a step by a rule, with the diagram of where it is in force, at each recipient asked about."""
    compiled, diagrams = evaluation.compiled, evaluation.diagrams
    found: Uses = {}
    for recipient in asked_recipients(evaluation):
        stands: dict[str, int] = {}
        # What is fixed is filled in before anything is put together: that keeps the diagrams small.
        for cls in compiled.classes_of[recipient]:
            for on in cls.rules:
                here = evaluation.restrict(on.stands, recipient)
                stands[on.rule.id] = diagrams.either(stands.get(on.rule.id, FALSE), here)
        pairless = {rule: evaluation.restrict(node, recipient) for rule, node in compiled.pairless.items()}
        found[recipient] = [
            _Use(rule, use, diagrams.both(node, evaluation.restrict(compiled.condition(use.when), recipient)))
            for rule, node in (*pairless.items(), *stands.items())
            for use in compiled.rules[rule].steps
        ]
    return found


def steps_hang_on(evaluation: Evaluation) -> set[str]:
    """The unanswered facts on which it depends whether some step is asked for or forbidden."""
    found: set[str] = set()
    for recipient, uses in _uses(evaluation).items():
        for use in uses:
            outcomes: dict[Outcome, int] = {"may": use.node, "gap": evaluation.diagrams.negate(use.node)}
            found |= set(evaluation.hangs(outcomes, recipient, how="plain"))
    return found


def step_question(evaluation: Evaluation) -> Question | None:
    """A question that decides a step, where none is left that decides an outcome: steps are outcomes too."""
    hanging = steps_hang_on(evaluation)
    for fact in evaluation.compiled.rulebook.facts.values():
        asked = evaluation.compiled.condition(fact.asked_when)
        for recipient in asked_recipients(evaluation) if fact.per_recipient else (EVERYWHERE,):
            known = (fact.id, recipient) in evaluation.answered or (fact.id, recipient) in evaluation.case.unknown
            if fact.id in hanging and not known and evaluation.holds(asked, recipient):
                return Question(fact, recipient, ())
    return None


def _because(evaluation: Evaluation, uses: Uses, step: str, forces: tuple[Force, ...]) -> list[_Use]:
    """The uses that together put a step in force, at some recipient, in every completion; none if they do not."""
    found: list[_Use] = []
    for recipient, here in uses.items():
        same = [use for use in here if use.use.step == step and use.use.force in forces]
        if same and evaluation.holds(evaluation.diagrams.any_of(use.node for use in same), recipient):
            found += [use for use in same if evaluation.holds(use.node, recipient) is not False]
    return found


def _may_be_forbidden(evaluation: Evaluation, uses: Uses, step: str) -> bool:
    """Whether some completion forbids the step because of anybody who would be told: must_not wins."""
    return any(
        evaluation.holds(use.node, recipient) is not False
        for recipient, here in uses.items()
        for use in here
        if use.use.step == step and use.use.force == "must_not"
    )


def _told(uses: Iterable[_Use]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The rules, nothing that they are about, and the notes of some uses."""
    uses = list(uses)
    notes = dict.fromkeys(use.use.note for use in uses if use.use.note)
    return tuple(dict.fromkeys(use.rule for use in uses)), (), tuple(notes)


def _urgent(evaluation: Evaluation) -> bool:
    """Whether harm within hours is not excluded and there is something that must or may be said."""
    concept = evaluation.compiled.rulebook.concepts.get(URGENT)
    if concept is None:
        return False
    imminent = evaluation.compiled.condition(concept.when)
    return evaluation.holds(imminent, EVERYWHERE) is not False and bool(_sayable(evaluation, settled=False))


def _sayable(evaluation: Evaluation, settled: bool) -> tuple[str, ...]:
    """The identifying items that the emergency services may be told: for sure (`settled`), or in some completion."""
    compiled = evaluation.compiled
    if EMERGENCY_RECIPIENT not in compiled.classes_of:
        return ()
    allowed: set[Outcome] = set(PERMISSIONS)
    items = [
        (item.id, evaluation.possible(EMERGENCY_RECIPIENT, item.id)) for item in compiled.items if item.identifying
    ]
    return tuple(item for item, possible in items if (possible <= allowed if settled else possible & allowed))


def _added(evaluation: Evaluation, urgent: bool) -> Iterable[PathStep]:
    """The steps that follow from the state of the case and not from one rule."""
    steps = evaluation.compiled.rulebook.steps
    if urgent and CALL_EMERGENCY in steps:
        yield PathStep(steps[CALL_EMERGENCY], "should", (), _sayable(evaluation, settled=True))
    for duty in met_by_deed_alone(evaluation):
        force = "must" if len(duty.or_do) == 1 else "should"
        yield from (PathStep(steps[deed], force, (duty.id,)) for deed in duty.or_do if deed in steps)
    headlines = [evaluation.headline(recipient) for recipient in asked_recipients(evaluation)]
    if CONSULT in steps and not all(len(headline) == 1 and headline <= set(PERMISSIONS) for headline in headlines):
        yield PathStep(steps[CONSULT], "should", ())
    about = [fact for recipient in asked_recipients(evaluation) for fact in evaluation.told_hangs_on(recipient)]
    if about and FIND_OUT in steps:
        yield PathStep(steps[FIND_OUT], "should", (), tuple(dict.fromkeys(about)))


def step_order(steps: Mapping[str, Step], urgent: bool) -> dict[str, int]:
    """The place of each step: after what it must follow, then by phase, care first, then as in the vocabulary.

    Where harm may come within hours, `urgent_after` replaces `after` for the steps that have one.
    """

    def before(step: Step) -> tuple[str, ...]:
        return step.urgent_after if urgent and step.urgent_after is not None else step.after

    listed = {step_id: place for place, step_id in enumerate(steps)}

    def rank(step_id: str) -> tuple[bool, int, bool, int]:
        step = steps[step_id]
        phases = [PHASES.index(steps[s].phase) for s in (step_id, *before(step)) if s in steps]
        return step_id != CALL_EMERGENCY, max(phases), not step.care, listed[step_id]

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
