"""What a rulebook says about a case, exactly: by completion.

An outcome is settled if every completion of the answers that the constraints allow gives the same.  Everything here
follows from that one definition; nothing is estimated.  The result is a bare `Evaluation` for the modules above
(advice, questions, changes, explanations), not something to show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

from rules.answers import Answers, Clash, Given
from rules.case import EVERYWHERE, Case
from rules.compiled import STRENGTH, CompiledRole, PairClass, compile_role
from rules.diagram import FALSE, TRUE, Diagrams
from rules.hangs import Hanging, Shape
from rules.model import Outcome, Rulebook

How = Literal["exact", "plain", "loose"]
"""How closely to look at what an outcome hangs on."""

Status = str
"""stands | defeated | does_not_apply | open"""


class Evaluation:
    """A case under a rulebook compiled for its profession.

    `assumed` lists the keys that hold by presumption; `answered` all keys with a value, the assumed ones included.
    """

    def __init__(self, compiled: CompiledRole, case: Case, strict: bool) -> None:
        self.compiled = compiled
        self.case = case
        self.diagrams = compiled.diagrams
        self.answers = Answers(compiled, case, strict)
        self.assumed = self.answers.assumed
        self.answered = self.answers.given_values
        self._given: dict[str, Given] = {}
        self._headlines: dict[tuple[int, ...], dict[Outcome, int]] = {}
        self._hangs: dict[tuple[int | str, ...], tuple[str, ...]] = {}

    def given(self, recipient: str) -> Given:
        """What is fixed and what is possible where this recipient is looked at."""
        if recipient not in self._given:
            self._given[recipient] = self.answers.given(recipient)
        return self._given[recipient]

    def restrict(self, node: int, recipient: str) -> int:
        """A diagram with everything fixed that is fixed for this recipient."""
        given = self.given(recipient)
        return self.diagrams.restrict(node, given.assignment, given.memo)

    def holds(self, node: int, recipient: str) -> bool | None:
        """Whether something holds in every completion (True), in none (False) or in some (None)."""
        here = self.restrict(node, recipient)
        if here <= TRUE:
            return here == TRUE
        possible = self.given(recipient).possible
        if self.diagrams.both(here, possible) == FALSE:
            return False
        return True if self.diagrams.without(possible, here) == FALSE else None

    def possible_of(self, outcomes: Mapping[Outcome, int], recipient: str) -> frozenset[Outcome]:
        """The outcomes that some completion has."""
        return frozenset(
            o for o, node in outcomes.items() if node != FALSE and self.holds(node, recipient) is not False
        )

    def possible(self, recipient: str, item: str) -> frozenset[Outcome]:
        """The outcomes of a pair that some completion has; one alone means settled."""
        cls = self.compiled.class_of[recipient, item]
        known = self.given(recipient).outcomes
        if cls.index not in known:
            known[cls.index] = self.possible_of(cls.outcomes, recipient)
        return known[cls.index]

    def headline_outcomes(self, recipient: str) -> dict[Outcome, int]:
        """Where each outcome is the strongest over the identifying items of a recipient, among the cases left.

        What is fixed is filled in before the classes are put together: that keeps the diagrams small.
        """
        return self._strongest(self.identifying_classes(recipient), recipient)

    def headline_in_all_cases(self, recipient: str) -> dict[Outcome, int]:
        """The same with nothing filled in."""
        return strongest(self.diagrams, [cls.outcomes for cls in self.identifying_classes(recipient)])

    def without_naming(self, recipient: str) -> frozenset[Outcome]:
        """The outcomes that the strongest of what shows nobody may have."""
        classes = [self.compiled.class_of[recipient, item.id] for item in self.compiled.items if not item.identifying]
        return self.possible_of(self._strongest(classes, recipient), recipient)

    def _strongest(self, classes: Sequence[PairClass], recipient: str) -> dict[Outcome, int]:
        key = (id(self.given(recipient)), *(cls.index for cls in classes))
        if key not in self._headlines:
            here = [{o: self.restrict(node, recipient) for o, node in cls.outcomes.items()} for cls in classes]
            self._headlines[key] = strongest(self.diagrams, here)
        return self._headlines[key]

    def identifying_classes(self, recipient: str) -> list[PairClass]:
        """The classes of a recipient's identifying items."""
        identifying = {item.id for item in self.compiled.items if item.identifying}
        classes = self.compiled.classes_of[recipient]
        return [cls for cls in classes if any(r == recipient and item in identifying for r, item in cls.pairs)]

    def headline(self, recipient: str) -> frozenset[Outcome]:
        """The recipient's possible headlines."""
        return self.possible_of(self.headline_outcomes(recipient), recipient)

    def hangs_on(self, recipient: str) -> tuple[str, ...]:
        """The unanswered facts on which a recipient's headline hangs (design: by completion), readings left out."""
        return self.hangs(self.headline_outcomes(recipient), recipient)

    def told_hangs_on(self, recipient: str) -> tuple[str, ...]:
        """The same as `hangs_on` for those asked about by name; for others, the facts that decide by themselves.

        To follow every tie between facts for everybody whom nobody asked about would take too long for an answer.
        """
        named = recipient in self.case.ask_about
        return self.hangs(self.headline_outcomes(recipient), recipient, how="exact" if named else "plain")

    def disputed(self, recipient: str) -> tuple[str, ...]:
        """The readings of disputed law on which a recipient's headline turns, all else fixed."""
        question = self._question(tuple(self.headline_outcomes(recipient).values()), recipient)
        levels = self.compiled.variables.levels
        readings = self.compiled.rulebook.readings
        return tuple(reading for reading in readings if question.open and question.plainly_on(levels[reading]))

    def hangs(self, outcomes: Mapping[Outcome, int], recipient: str, how: How = "exact") -> tuple[str, ...]:
        """The unanswered facts that in some extension of the case leave fewer of these outcomes.

        `plain`: only those on which the outcomes depend all else fixed; `loose`: also those that are merely tied to
        them.
        """
        given = self.given(recipient)
        nodes = tuple(self.restrict(node, recipient) for node in outcomes.values())
        key = (how, id(given), *nodes)
        if key not in self._hangs:
            self._hangs[key] = self._hanging(self._question(nodes, recipient), given, how)
        return self._hangs[key]

    def _question(self, nodes: Iterable[int], recipient: str) -> Hanging:
        given = self.given(recipient)
        shape = Shape(self.compiled.variables.fact_at, self.compiled.variables.real)
        return Hanging(self.diagrams, nodes, given.possible, given.parts, shape)

    def _hanging(self, question: Hanging, given: Given, how: How) -> tuple[str, ...]:
        if not question.open:
            return ()
        variables = self.compiled.variables
        hangs_on = {"exact": question.on, "plain": question.plainly_on, "loose": question.tied_to}[how]
        return tuple(
            fact.id
            for fact in self.compiled.rulebook.facts.values()
            if fact.id in variables.facts and not fact.reading
            if variables.levels[fact.id][0] not in given.assignment and hangs_on(variables.levels[fact.id])
        )

    # -- rules -----------------------------------------------------------------------------------------------------

    def pair_status(self, rule_id: str, recipient: str, item: str) -> Status:
        """What becomes of a rule on one of its pairs."""
        return self.class_statuses(recipient, self.compiled.class_of[recipient, item])[rule_id]

    def class_statuses(self, recipient: str, cls: PairClass) -> Mapping[str, Status]:
        """What becomes of each rule on a class of pairs at a recipient."""
        known = self.given(recipient).statuses
        if cls.index not in known:
            known[cls.index] = {on.rule.id: self._status(on.applies, on.stands, recipient) for on in cls.rules}
        return known[cls.index]

    def _status(self, applies: int, stands: int, recipient: str) -> Status:
        does = self.holds(stands, recipient)
        if does is not None and does:
            return "stands"
        apply = self.holds(applies, recipient)
        if apply is False:
            return "does_not_apply"
        return "defeated" if apply and does is False else "open"

    @cached_property
    def statuses(self) -> dict[str, dict[str, Status]]:
        """For each rule that binds the profession: its status at each recipient (`EVERYWHERE` for pairless rules)."""
        found: dict[str, dict[str, set[Status]]] = {rule_id: {} for rule_id in self.compiled.rules}
        for rule_id, applies in self.compiled.pairless.items():
            found[rule_id][EVERYWHERE] = {self._status(applies, applies, EVERYWHERE)}
        for recipient, classes in self.compiled.classes_of.items():
            for cls in classes:
                for rule_id, status in self.class_statuses(recipient, cls).items():
                    found[rule_id].setdefault(recipient, set()).add(status)
        return {rule: {r: summary(statuses) for r, statuses in about.items()} for rule, about in found.items()}

    def rule_status(self, rule_id: str) -> Status:
        """A rule's own status: the summary of its pairs."""
        return summary(self.statuses[rule_id].values())


def summary(statuses: Iterable[Status]) -> Status:
    """A rule stands if it stands for any pair; else it is open, defeated, or does not apply, in this order."""
    found = set(statuses)
    return next((status for status in ("stands", "open", "defeated") if status in found), "does_not_apply")


def strongest(diagrams: Diagrams, classes: Sequence[Mapping[Outcome, int]]) -> dict[Outcome, int]:
    """Where each outcome is the strongest on any of the classes; a fault on one is a fault of all."""
    result: dict[Outcome, int] = {}
    taken = FALSE
    for outcome in ("fault", *STRENGTH):
        found = diagrams.any_of(outcomes[outcome] for outcomes in classes)
        result[outcome] = diagrams.without(found, taken)
        taken = diagrams.either(taken, found)
    return result


def evaluate(
    rulebook: Rulebook, case: Case, strict: bool = False, watch: Callable[[], None] | None = None
) -> Evaluation:
    """Evaluate a case; with `strict` no presumption holds; `watch` is called now and then and may raise.

    Raises `Clash` if no completion fits the answers, `NodeLimitExceeded` for an overgrown rulebook.
    """
    return Evaluation(compile_role(rulebook, case.role).session(watch=watch), case, strict)


__all__ = ["Clash", "Evaluation", "How", "Status", "evaluate", "strongest", "summary"]
