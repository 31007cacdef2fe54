"""The advice: everything a rulebook says about a case, in one object and in one document.

The document is the contract of the interface (command line and HTTP).  The object adds what a notebook or a page asks
for next: why, why not, the pathway and the next question.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from rules.case import EVERYWHERE, Case
from rules.changes import Change, changes
from rules.evaluate import Evaluation, evaluate
from rules.explain import Explainer, Reason
from rules.model import Outcome
from rules.pathway import URGENT, Pathway, pathway, step_question
from rules.questions import USABLE_ITEMS, Question, asked_recipients, first_usable, next_question
from rules.words import OPEN, answer


class Advice:
    """What a rulebook says about a case; `as_of` is the day whose law was asked for."""

    def __init__(self, evaluation: Evaluation, as_of: date, warnings: Iterable[str] = ()) -> None:
        self.evaluation = evaluation
        self.as_of = as_of
        self.rulebook = evaluation.compiled.rulebook
        self.case: Case = evaluation.case
        self.explainer = Explainer(evaluation)
        self._warnings = tuple(warnings)

    # -- outcomes --------------------------------------------------------------------------------------------------

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        """Every recipient in scope for the practitioner's side; those asked about first."""
        asked = asked_recipients(self.evaluation)
        rest = [r.id for r in self.evaluation.compiled.recipients if r.id not in asked]
        return (*asked, *rest)

    def answer(self, recipient: str) -> str:
        """must, should, may, must_not, or open."""
        return answer(self.evaluation.headline(recipient))

    def item(self, recipient: str, item: str) -> str:
        """The answer for one item of information."""
        return answer(self.evaluation.possible(recipient, item))

    @property
    def settled(self) -> bool:
        """Whether the headline of everyone asked about is settled."""
        return all(self.answer(recipient) != OPEN for recipient in asked_recipients(self.evaluation))

    @cached_property
    def first_usable(self) -> bool:
        """Whether identity and threat are settled for everyone asked about."""
        return first_usable(self.evaluation)

    @property
    def left_to_judgement(self) -> bool:
        """Whether all facts that could still matter for a usable answer are known, and only judgements are left."""
        question = self.next_question
        return question is not None and question.fact.judgement and not self.first_usable

    @property
    def within_hours(self) -> bool:
        """Whether the answers say that the harm may come within hours."""
        concept = self.rulebook.concepts.get(URGENT)
        if concept is None:
            return False
        return bool(self.evaluation.holds(self.evaluation.compiled.condition(concept.when), EVERYWHERE))

    @cached_property
    def next_question(self) -> Question | None:
        """What to ask next; None when no answer can narrow anything."""
        return next_question(self.evaluation) or step_question(self.evaluation)

    @cached_property
    def pathway(self) -> Pathway:
        """The recommended steps in order."""
        return pathway(self.evaluation)

    @cached_property
    def assumed_that_matter(self) -> frozenset[str]:
        """The presumed facts that, all else fixed, would decide the headline of somebody asked about."""
        if not self.evaluation.assumed:
            return frozenset()
        strict = evaluate(self.rulebook, self.case, strict=True, watch=self.evaluation.diagrams.watch)
        asked = asked_recipients(strict)
        hanging = (strict.hangs(strict.headline_outcomes(recipient), recipient, how="plain") for recipient in asked)
        return frozenset(fact for facts in hanging for fact in facts) & {fact for fact, _ in self.evaluation.assumed}

    # -- reasons ---------------------------------------------------------------------------------------------------

    def why(self, recipient: str, item: str | None = None) -> tuple[Reason, ...]:
        """The reasons for the answer about a recipient (of one item, or of the strongest identifying one)."""
        return self.explainer.why(recipient, item or self.telling_item(recipient))

    def why_not(self, recipient: str, outcome: Outcome = "may", item: str | None = None) -> tuple[Reason, ...]:
        """Why a recipient does not have an outcome: what failed, or what defeats or outranks it."""
        return self.explainer.why_not(recipient, item or self.telling_item(recipient), outcome)

    def telling_item(self, recipient: str) -> str:
        """The identifying item that carries the headline; identity where several do."""
        headline = self.evaluation.headline(recipient)
        items = [item.id for item in self.evaluation.compiled.items if item.identifying]
        ranked = sorted(items, key=lambda item: item not in USABLE_ITEMS)
        return next((item for item in ranked if self.evaluation.possible(recipient, item) == headline), ranked[0])

    def changes(self, recipient: str) -> list[Change]:
        """The smallest changes of given answers that settle another answer for a recipient."""
        return changes(self.evaluation, recipient)

    def document(self) -> dict[str, Any]:
        """The advice as plain data: the contract of the interface (see `rules.document`)."""
        from rules.document import AdviceDocument

        return AdviceDocument(self).data()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to take care of in the content that this rests on."""
        return self._warnings
