"""The answers of a case on the diagrams: what they fix, what they leave possible, and what is presumed until asked.

Facts that are common to all recipients are fixed once; facts with one answer for each recipient are fixed where that
recipient is looked at.  What is said about one recipient can still tell something about the common facts (only somebody
who can decide gives consent), so every recipient's answers count everywhere, with their own facts quantified away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rules.case import EVERYWHERE, Case, Key
from rules.compiled import CompiledRole
from rules.diagram import FALSE, TRUE, Memo
from rules.model import Outcome

Levels = dict[int, int]
"""Values of variables, by level."""


class Clash(ValueError):
    """Answers that no completion fits.

    `answers` are the keys that cannot all be true together, `says` the constraints that forbid it, in words.
    """

    def __init__(self, answers: tuple[Key, ...], says: tuple[str, ...]) -> None:
        self.answers = answers
        self.says = says
        names = ", ".join(f"{fact} ({recipient})" if recipient else fact for fact, recipient in answers)
        super().__init__(f"these answers cannot all be true: {names}. {' '.join(says)}".strip())


@dataclass(frozen=True)
class Given:
    """What is fixed where a recipient is looked at.

    `assignment` holds values by level, `possible` every case that is left (with the fixed values filled in), `parts`
    the same as a list of conditions that all hold.  `memo` is shared by all restrictions to the assignment; `outcomes`
    and `statuses` keep, by class of pairs, what was found out.
    """

    assignment: Levels
    possible: int
    parts: tuple[int, ...]
    memo: Memo = field(default_factory=dict)
    outcomes: dict[int, frozenset[Outcome]] = field(default_factory=dict)
    statuses: dict[int, dict[str, str]] = field(default_factory=dict)


class Answers:
    """All answers of a case, the presumed ones included (unless `strict`).

    Raises `Clash` if no completion fits them; with `explain` off that is left to `fit`.
    """

    def __init__(self, compiled: CompiledRole, case: Case, strict: bool, explain: bool = True) -> None:
        self.compiled = compiled
        self.case = case
        self.diagrams = compiled.diagrams
        self._scope = {recipient.id for recipient in compiled.recipients}
        self.given_values: dict[Key, frozenset[str]] = {}
        self._fixed: dict[str, Levels] = {EVERYWHERE: {}}
        self._projected: dict[object, int] = {}
        self._given: dict[object, Given] = {}
        for key, values in case.answers.items():
            self._take(key, values)
        if explain and not self.fit():
            raise self._clash()
        self.assumed: list[Key] = [] if strict else list(self._presume())

    def _take(self, key: Key, values: frozenset[str]) -> bool:
        """Fix an answer; False for what this side is never asked: another side's fact, or about nobody in question."""
        fact_id, recipient = key
        levels = self.compiled.variables.assign(fact_id, values)
        if not levels or (recipient and recipient not in self._scope):
            return False
        self._fixed.setdefault(recipient, {}).update(levels)
        self.given_values[key] = values
        return True

    # -- what is left possible -------------------------------------------------------------------------------------

    def _about(self, recipient: str) -> Levels:
        """The values fixed where a recipient is looked at: the common ones and its own."""
        return {**self._fixed[EVERYWHERE], **self._fixed.get(recipient, {})}

    def _on_common(self, recipient: str, reopened: frozenset[int] = frozenset()) -> int:
        """What the answers about one recipient say about the common facts."""
        fixed = {level: value for level, value in self._about(recipient).items() if level not in reopened}
        key = frozenset(fixed.items())
        if key not in self._projected:
            here = self.diagrams.restrict(self.compiled.on_recipients, fixed)
            self._projected[key] = self.diagrams.some(here, self.compiled.variables.recipient_levels)
        return self._projected[key]

    def fit(self) -> bool:
        """Whether some completion fits the answers."""
        common = self.diagrams.restrict(self.compiled.on_common, self._fixed[EVERYWHERE])
        return self.diagrams.all_of({common, *(self._on_common(recipient) for recipient in self._fixed)}) != FALSE

    def given(self, recipient: str) -> Given:
        """What is fixed and what is possible where this recipient is looked at."""
        assignment = self._about(recipient)
        key = frozenset(assignment.items())
        if key not in self._given:
            memo: Memo = {}
            parts = {self.diagrams.restrict(node, assignment, memo) for _, node in self.compiled.constraints}
            parts |= {self._on_common(r) for r in self._fixed if self._about(r) != assignment}
            possible = self.diagrams.restrict(self.cases(recipient), assignment, memo)
            self._given[key] = Given(assignment, possible, tuple(sorted(parts - {TRUE})), memo)
        return self._given[key]

    def cases(self, recipient: str, reopened: frozenset[int] = frozenset()) -> int:
        """Every case that is possible where this recipient is looked at, with the values at some levels taken back.

        What is taken back is common or said about this recipient; what is said about others stays.  No value is filled
        in yet.
        """
        common = reopened - self.compiled.variables.recipient_levels
        others = {self._on_common(other, common) for other in self._fixed if other not in (recipient, EVERYWHERE)}
        return self.diagrams.both(self.compiled.possible, self.diagrams.all_of(others))

    # -- presumptions ----------------------------------------------------------------------------------------------

    def _presume(self) -> Iterator[Key]:
        about = [recipient.id for recipient in self.compiled.recipients]
        for fact in self.compiled.rulebook.facts.values():
            presume = fact.presume
            if presume is None or set(presume.unless_asking_about) & set(self.case.ask_about):
                continue
            for key in [(fact.id, r) for r in about] if fact.per_recipient else [(fact.id, EVERYWHERE)]:
                asked = key in self.given_values or key in self.case.unknown
                if not asked and self._assume(key, frozenset(presume.value)):
                    yield key

    def _assume(self, key: Key, values: frozenset[str]) -> bool:
        """Let a presumption hold unless the answers exclude it."""
        recipient = key[1]
        before = dict(self._fixed.get(recipient, {}))
        if self._take(key, values) and self.fit():
            return True
        self.given_values.pop(key, None)
        self._fixed[recipient] = before
        return False

    # -- clashes ---------------------------------------------------------------------------------------------------

    def _clash(self) -> Clash:
        """The fewest answers that clash, found by leaving out one after the other."""
        keys = list(self.case.answers)
        for key in list(keys):
            fewer = [k for k in keys if k != key]
            if not fits(self.compiled, self.case, fewer):
                keys = fewer
        return Clash(tuple(keys), tuple(dict.fromkeys(self._broken(keys))))

    def _broken(self, keys: Iterable[Key]) -> Iterator[str]:
        """What the fewest constraints say that these answers break together."""
        smaller = {key: self.case.answers[key] for key in keys}
        needed = list(self.compiled.constraints)
        for one in list(needed):
            fewer = [other for other in needed if other is not one]
            if not self._fits_with(smaller, [node for _, node in fewer]):
                needed = fewer
        yield from (says for says, _ in needed)

    def _fits_with(self, answers: dict[Key, frozenset[str]], constraints: Iterable[int]) -> bool:
        """Whether some completion fits the answers under these constraints alone."""
        assign, levels = self.compiled.variables.assign, self.compiled.variables.recipient_levels
        here = self.diagrams.all_of(constraints)
        common = {
            at: v for (fact, about), values in answers.items() if not about for at, v in assign(fact, values).items()
        }
        parts = [self.diagrams.restrict(here, common)]
        for recipient in {about for _, about in answers if about}:
            own = {at: v for (f, r), values in answers.items() if r == recipient for at, v in assign(f, values).items()}
            parts.append(self.diagrams.some(self.diagrams.restrict(here, {**common, **own}), levels))
        return self.diagrams.all_of(self.diagrams.some(part, levels) for part in parts) != FALSE


def fits(compiled: CompiledRole, case: Case, keys: Iterable[Key]) -> bool:
    """Whether some completion fits the answers under these keys."""
    smaller = Case(case.jurisdiction, case.role, {key: case.answers[key] for key in keys})
    # Without explanation: to explain a clash is to ask this very question of ever smaller cases.
    return Answers(compiled, smaller, strict=True, explain=False).fit()
