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
    return (rule for rule in standing_duties(evaluation) if rule.or_do and not members(evaluation, rule))


def _may_hear(evaluation: Evaluation, duty: Rule, recipient: str) -> bool:
    """Whether the duty stands on some pair with this recipient that is not forbidden."""
    class_of = evaluation.compiled.class_of
    return any(
        evaluation.class_statuses(recipient, class_of[recipient, item])[duty.id] == "stands"
        and answer(evaluation.possible(recipient, item)) != "must_not"
        for item in duty.share
        if (recipient, item) in class_of
    )
