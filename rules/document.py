"""The advice as one document: the contract of the command line and the HTTP interface.

Its fields are described in `kb/about/case-and-advice.md`; every value is plain data.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rules.case import EVERYWHERE
from rules.changes import Change
from rules.duties import members, standing_duties
from rules.model import Rule
from rules.pathway import PathStep, steps_hang_on
from rules.questions import Question, asked_recipients, targets
from rules.words import OPEN, TOLD, answer, ordered

if TYPE_CHECKING:
    from rules.advice import Advice


class AdviceDocument:
    """Writes the document of one advice."""

    def __init__(self, advice: Advice) -> None:
        self.advice = advice
        self.evaluation = advice.evaluation
        self.rulebook = advice.rulebook
        self.case = advice.case

    def data(self) -> dict[str, Any]:
        """The document as plain data."""
        rulebook = self.rulebook
        question = self.advice.next_question
        lists = {fact.id for fact in rulebook.facts.values() if fact.type == "any_of"}
        return {
            "jurisdiction": rulebook.jurisdiction.id,
            "as_of": self.advice.as_of.isoformat(),
            "rulebook": {"version": rulebook.version, "digest": rulebook.digest, "overlays": list(rulebook.overlays)},
            "settled": self.advice.settled,
            "first_usable": self.advice.first_usable,
            "outcomes": {recipient: self.outcome(recipient) for recipient in self.advice.recipients},
            "duties": list(self.duties()),
            "rules": {rule_id: self._rule_status(rule_id) for rule_id in sorted(self.evaluation.compiled.rules)},
            "pathway": [self._step(step) for step in self.advice.pathway.steps],
            "steps_forbidden": [{"step": s.step.id, "because": list(s.because)} for s in self.advice.pathway.forbidden],
            "assumed": [self._assumed(*key) for key in self.evaluation.assumed if key[1] in self._mentioned],
            "next_question": self._question(question) if question else None,
            "irrelevant": self._irrelevant(),
            "changes": [
                _change(c, lists)
                for r in asked_recipients(self.evaluation)
                if self.case.ask_about
                for c in self.advice.changes(r)
            ],
            "coming": [_coming(rule) for rule in rulebook.coming if self.case.role in rule.binds],
            "warnings": [*self.advice.warnings, *self._low_confidence()],
        }

    @cached_property
    def _mentioned(self) -> set[str]:
        return {EVERYWHERE, *asked_recipients(self.evaluation)}

    def outcome(self, recipient: str) -> dict[str, Any]:
        """All that is said about one recipient."""
        possible = self.evaluation.headline(recipient)
        hangs_on = self.evaluation.told_hangs_on(recipient)
        standing = self._standing(recipient)
        items = [item.id for item in self.evaluation.compiled.items]
        return {
            "answer": answer(possible),
            "or": self.alternatives(recipient),
            "possible": ordered(possible),
            "hangs_on": list(hangs_on),
            "unsettled": self._unsettled(recipient) if len(possible) > 1 and not hangs_on else [],
            "advises_against": any(self._against(rule, recipient) for rule in standing),
            "without_naming": self._without_naming(recipient),
            "items": {item: self._item(recipient, item) for item in items},
            "rules": [rule.id for rule in standing],
            "sources": list(dict.fromkeys(source for rule in standing for source in rule.sources)),
            "not_covered": [gap.what for gap in self.rulebook.not_covered if recipient in gap.touches],
        }

    def _without_naming(self, recipient: str) -> str:
        """The strongest answer over what shows nobody."""
        return answer(self.evaluation.without_naming(recipient))

    def _standing(self, recipient: str) -> list[Rule]:
        statuses = self.evaluation.statuses
        rules = self.evaluation.compiled.rules
        return [rules[rule] for rule, about in statuses.items() if about.get(recipient) == "stands"]

    def _item(self, recipient: str, item: str) -> dict[str, Any]:
        possible = self.evaluation.possible(recipient, item)
        cls = self.evaluation.compiled.class_of[recipient, item]
        status = self.evaluation.class_statuses(recipient, cls)
        live = ("stands", OPEN)
        rules = [on.rule.id for on in cls.rules if on.rule.effect in possible and status[on.rule.id] in live]
        return {"answer": answer(possible), "possible": ordered(possible), "rules": rules}

    def alternatives(self, recipient: str) -> list[str]:
        """Who else, or what else, would do: where any one of several satisfies every duty to tell this recipient."""
        if self.advice.answer(recipient) != "must":
            return []
        duties = [rule for rule in self._standing(recipient) if rule.effect == "must"]
        others = [[r for r in members(self.evaluation, rule) if r != recipient] + list(rule.or_do) for rule in duties]
        if any(rule.quantity != "one_of" for rule in duties) or not all(others):
            return []
        return list(dict.fromkeys(name for names in others for name in names))

    def _against(self, rule: Rule, recipient: str) -> bool:
        """Whether a professional body advises against something that the rule, or others, would allow or leave open."""
        against = rule.advises_against
        if against is None or recipient not in against.to:
            return False
        scope = {item.id for item in self.evaluation.compiled.items}
        return any(self.advice.item(recipient, item) != "must_not" for item in against.share if item in scope)

    def _unsettled(self, recipient: str) -> list[dict[str, Any]]:
        """For an outcome that hangs on readings alone: what each interpretation gives, with who says so."""
        found: list[dict[str, Any]] = []
        compiled = self.evaluation.compiled
        headline = self.evaluation.headline_outcomes(recipient)
        for name in self.evaluation.disputed(recipient):
            reading = self.rulebook.readings[name]
            level = compiled.variables.levels[name][0]
            for index, option in enumerate(reading.options):
                here = compiled.diagrams.literal(level, (index,))
                under = {o: compiled.diagrams.both(node, here) for o, node in headline.items()}
                possible = self.evaluation.possible_of(under, recipient)
                found += [
                    {"reading": reading.id, "value": option.value, "answer": answer(possible), "source": source}
                    for source in option.sources
                ]
        return found

    def duties(self) -> Iterable[dict[str, Any]]:
        """The duties that stand."""
        for rule in standing_duties(self.evaluation):
            told = members(self.evaluation, rule)
            if not told and not rule.or_do:
                continue
            items = [
                i
                for i in rule.share
                if any((r, i) in self.evaluation.compiled.class_of and self.advice.item(r, i) == "must" for r in told)
            ]
            yield {
                "rule": rule.id,
                rule.quantity: told,
                "or_do": list(rule.or_do),
                "items": items,
                "deadlines": [{"by": d.by, "form": d.form, "to": d.to} for d in rule.deadlines],
                "sanction": rule.sanction,
                "protection": rule.good_faith,
                "done": self._done(rule, told),
            }

    def _done(self, rule: Rule, recipients: list[str]) -> bool:
        """Whether the duty is met already: one told suffices for one_of, all of them otherwise."""
        told = ["yes" in self.evaluation.answered.get((TOLD, member), ()) for member in recipients]
        return bool(told) and (any(told) if rule.quantity == "one_of" else all(told))

    def _rule_status(self, rule_id: str) -> dict[str, Any]:
        status = self.evaluation.rule_status(rule_id)
        by: list[str] = []
        if status == "defeated":
            rule = self.evaluation.compiled.rules[rule_id]
            by = [
                d.id for d in self.evaluation.compiled.defeaters(rule) if self.evaluation.rule_status(d.id) == "stands"
            ]
        return {"status": status, "defeated_by": by}

    def _step(self, path_step: PathStep) -> dict[str, Any]:
        step = path_step.step
        return {
            "step": step.id,
            "phase": step.phase,
            "force": path_step.force,
            "because": list(path_step.because),
            "guidance": list(step.guidance),
        }

    def _assumed(self, fact_id: str, recipient: str) -> dict[str, Any]:
        fact = self.rulebook.facts[fact_id]
        values = self.evaluation.answered[fact_id, recipient]
        value = [v for v in fact.values if v in values] if fact.type == "any_of" else next(iter(values))
        says = fact.presume.says if fact.presume else ""
        return {"fact": fact_id, "value": value, "says": says} | ({"recipient": recipient} if recipient else {})

    @staticmethod
    def _question(question: Question) -> dict[str, Any]:
        about = {"recipient": question.recipient} if question.recipient else {}
        return {"fact": question.fact.id, **about, "why": question.fact.why}

    def _irrelevant(self) -> list[str]:
        """The unanswered facts that can no longer change anything for those asked about."""
        evaluation = self.evaluation
        open_targets = targets(evaluation)
        relevant = {
            fact
            for target in open_targets
            for fact in evaluation.hangs(
                target.outcomes,
                target.recipient,
                how="exact" if target.recipient in self.case.ask_about else "loose",
            )
        }
        relevant |= steps_hang_on(evaluation)
        answered = {fact for fact, _ in evaluation.answered}
        facts = evaluation.compiled.variables.facts.values()
        return [f.id for f in facts if not f.reading and f.id not in relevant and f.id not in answered]

    def _low_confidence(self) -> Iterable[str]:
        """Rules that carry an answer and that nobody was sure of."""
        carrying = {rule.id: rule for r in asked_recipients(self.evaluation) for rule in self._standing(r)}
        for rule in carrying.values():
            if rule.confidence == "low":
                yield f"{rule.id}: low confidence. {rule.confidence_why}"


def _change(change: Change, lists: set[str]) -> dict[str, Any]:
    facts = {fact: list(values) if fact in lists else values[0] for (fact, _), values in change.facts.items()}
    return {"facts": facts, "recipient": change.recipient, "to": change.to, "by": change.by}


def _coming(rule: Rule) -> dict[str, Any]:
    when = rule.in_force_from.isoformat() if rule.in_force_from else None
    return {"rule": rule.id, "title": rule.title, "from": when}
