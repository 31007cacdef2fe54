"""The engine as the tests see it: the only place where they call it."""

from __future__ import annotations

from rules.case import Case, Key
from rules.changes import minimal_changes
from rules.evaluate import Clash, Evaluation, evaluate
from rules.model import Outcome, Rulebook
from tests.rules.reference import LARGEST_CHANGE, Settledness, Status
from tests.rules.worlds import Pair

__all__ = ["Clash", "Engine"]


class Engine:
    """What the engine says about a case, in the words of the reference."""

    def __init__(self, rulebook: Rulebook, case: Case, strict: bool = False) -> None:
        self.evaluation: Evaluation = evaluate(rulebook, case, strict)

    @property
    def assumed(self) -> list[Key]:
        """The keys that hold by presumption."""
        return list(self.evaluation.assumed)

    def presumed(self, rulebook: Rulebook) -> dict[Key, frozenset[str]]:
        """The assumed keys with the values they are assumed to have."""
        found = {key: rulebook.facts[key[0]].presume for key in self.assumed}
        return {key: frozenset(presume.value) for key, presume in found.items() if presume}

    def possible(self, pair: Pair) -> frozenset[Outcome]:
        """The outcomes of a pair that are still possible."""
        return self.evaluation.possible(*pair)

    def headline(self, recipient: str) -> frozenset[Outcome]:
        """The headlines of a recipient that are still possible."""
        return self.evaluation.headline(recipient)

    def hangs_on(self, recipient: str) -> set[str]:
        """The facts that a recipient's headline hangs on."""
        return set(self.evaluation.hangs_on(recipient))

    def settledness(self, recipient: str) -> Settledness:
        """Settled; unsettled, where only disputed law is left; or open."""
        if len(self.headline(recipient)) == 1:
            return "settled"
        return "open" if self.hangs_on(recipient) else "unsettled"

    def pair_status(self, rule_id: str, pair: Pair) -> Status:
        """The status of a rule on one of its pairs."""
        return self.evaluation.pair_status(rule_id, *pair)  # type: ignore[return-value]

    def rule_status(self, rule_id: str) -> Status:
        """The status of a rule as a whole."""
        return self.evaluation.rule_status(rule_id)  # type: ignore[return-value]

    def changes(self, recipient: str, target: Outcome) -> set[frozenset[Key]]:
        """The smallest sets of answers whose change can settle the headline on the target."""
        found = minimal_changes(self.evaluation, recipient, target)
        return {keys for keys in found if len(keys) <= LARGEST_CHANGE}
