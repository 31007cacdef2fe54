"""After a walk: every choice beside what else could be done, what was known, and what the rules say in some countries.

Three verdicts stand side by side and are never added up: the law of a country, good practice, and what followed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules import Clash, KnowledgeBase, RulebookUnavailable
from rules.compare import RoleNotCovered
from scenarios.law import Verdict, advice, verdict
from scenarios.model import Decision, Known, Option, Practice
from scenarios.play import Play
from scenarios.walk import decisions_taken, shuffled


@dataclass(frozen=True)
class Taken:
    """One choice of a walk.

    `known` is what the role knew then; `law` the verdict of the rules by country (None where a country cannot say
    anything: it does not cover the profession, or is not available).
    """

    decision: Decision
    option: Option
    known: Known
    law: Mapping[str, Verdict | None]
    others: Sequence[Option]

    @property
    def practice(self) -> Practice:
        """What good practice says of the choice."""
        return self.option.practice


def debrief(
    knowledge: KnowledgeBase, play: Play, countries: Sequence[str], today: date, watch: Callable[[], None] | None = None
) -> Sequence[Taken]:
    """Every choice of one's own on a walk, with the law of its own country and of others."""
    found = []
    for decision, option in decisions_taken(play.walk):
        law = {
            code: law_of(knowledge, play, decision, option, today, code, watch)
            for code in dict.fromkeys((play.country, *countries))
        }
        known = play.walk.until(decision.id).known(decision.role)
        others = [o for o in shuffled(play.scenario.id, decision.id, decision.options) if o.id != option.id]
        found.append(Taken(decision, option, known, law, others))
    return found


def law_of(
    knowledge: KnowledgeBase,
    play: Play,
    decision: Decision,
    option: Option,
    today: date,
    country: str = "",
    watch: Callable[[], None] | None = None,
) -> Verdict | None:
    """What a country's rules say of a choice, if they can say anything about it."""
    if not decision.law and not option.shares:
        return None
    try:
        found = advice(knowledge, play.walk, decision, play.played(decision.role, country), today, watch)
    except (RoleNotCovered, RulebookUnavailable, Clash):
        return None
    return verdict(found, option)
