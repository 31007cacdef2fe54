"""The duties that stand in a case: who may still be told, and what is left to do where nobody may be.

A member of a one-of duty who is forbidden drops out.  Where all of them do, the duty is met by an action alone
(`or_do`), and that action belongs on the pathway.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.evaluate import Evaluation
from rules.model import Rule
from rules.words import answer


def standing_duties(evaluation: Evaluation) -> Iterator[Rule]:
    """The duties that stand."""
    for rule_id, rule in evaluation.compiled.rules.items():
        if rule.effect == "must" and evaluation.rule_status(rule_id) == "stands":
            yield rule


def members(evaluation: Evaluation, duty: Rule) -> list[str]:
    """The recipients of a duty who are not forbidden."""
    return [recipient for recipient in duty.to if _may_hear(evaluation, duty, recipient)]


def met_by_deed_alone(evaluation: Evaluation) -> Iterator[Rule]:
    """The standing duties of which no recipient may be told, and which something else satisfies."""
    duties = [rule for rule in evaluation.compiled.rules.values() if rule.effect == "must" and rule.or_do]
    standing = (duty for duty in duties if any(_stands(evaluation, duty, recipient) for recipient in duty.to))
    return (duty for duty in standing if not members(evaluation, duty))


def _stands(evaluation: Evaluation, duty: Rule, recipient: str) -> bool:
    """Whether the duty stands on some pair with this recipient."""
    return any(
        on.rule.id == duty.id and evaluation.holds(on.stands, recipient)
        for cls in evaluation.compiled.classes_of.get(recipient, ())
        for on in cls.rules
    )


def _may_hear(evaluation: Evaluation, duty: Rule, recipient: str) -> bool:
    """Whether the duty stands on some pair with this recipient that is not forbidden."""
    class_of = evaluation.compiled.class_of
    return any(
        on.rule.id == duty.id
        and evaluation.holds(on.stands, recipient)
        and answer(evaluation.possible(recipient, item)) != "must_not"
        for item in duty.share
        if (recipient, item) in class_of
        for on in class_of[recipient, item].rules
    )
