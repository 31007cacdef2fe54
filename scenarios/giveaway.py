"""Whether the form of options gives the best one away: its length, its place, or words that hedge.

A plain classifier learns from all other cases how often the best option is the longest, the first, the one that hedges,
and guesses.  If it does clearly better than chance, a learner could as well, without understanding anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scenarios.model import Decision, Scenario
from scenarios.walk import shuffled

MARGIN = 0.10
"""How much better than chance a guess may be."""

_HEDGE = re.compile(
    r"\b(?:if|unless|perhaps|may|might|first|only|both|together|agree\w*|ask\w*|minimum|calm\w*)\b", re.IGNORECASE
)
_ABSOLUTE = re.compile(
    r"\b(?:all|always|never|nothing|everything|every|full|whole|at once|just|simply|must)\b", re.IGNORECASE
)

Feature = tuple[str, int]


@dataclass(frozen=True)
class Guessing:
    """How well guessing went: the share of decisions guessed right, and what chance would give."""

    right: float
    chance: float
    decisions: int

    @property
    def gives_away(self) -> bool:
        """Whether the form of options tells more than it may."""
        return self.right > self.chance + MARGIN


def guess(scenarios: Iterable[Scenario]) -> Guessing:
    """How often a classifier that knows all other cases finds the best option by its form."""
    by_case = [[(_shown(case, decision)) for decision in case.decisions.values()] for case in scenarios]
    asked = [decision for case in by_case for decision in case]
    if not asked:
        return Guessing(0.0, 0.0, 0)
    right = 0
    for index, case in enumerate(by_case):
        learned = _learn([d for other, decisions in enumerate(by_case) if other != index for d in decisions])
        right += sum(_best(decision, learned) for decision in case)
    chance = sum(1 / len(decision) for decision in asked) / len(asked)
    return Guessing(right / len(asked), chance, len(asked))


Shown = Sequence[tuple[tuple[Feature, ...], bool]]
"""The options of a decision in the order shown: the form of each, and whether it is the best."""


def _shown(case: Scenario, decision: Decision) -> Shown:
    words = case.words["decisions"][decision.id]["options"]
    options = shuffled(case.id, decision.id, decision.options)
    lengths = sorted((len(words[option.id]["label"]) for option in options), reverse=True)
    return [(_form(words[o.id]["label"], at, lengths), o.practice == "best") for at, o in enumerate(options)]


def _form(label: str, at: int, lengths: Sequence[int]) -> tuple[Feature, ...]:
    return (
        ("length", lengths.index(len(label))),
        ("place", at),
        ("hedges", min(2, len(_HEDGE.findall(label)))),
        ("absolute", min(1, len(_ABSOLUTE.findall(label)))),
    )


Learned = tuple[Counter[Feature], Counter[Feature]]
"""How often a feature was seen, and how often on the best option."""


def _learn(decisions: Iterable[Shown]) -> Learned:
    seen: Counter[Feature] = Counter()
    best: Counter[Feature] = Counter()
    for decision in decisions:
        for features, is_best in decision:
            seen.update(features)
            best.update(features if is_best else ())
    return seen, best


def _best(decision: Shown, learned: Learned) -> bool:
    """Whether the option whose form looks most like that of a best one is the best."""
    seen, best = learned

    def score(features: tuple[Feature, ...]) -> float:
        value = 1.0
        for feature in features:
            value *= (best[feature] + 1) / (seen[feature] + 4)
        return value

    return max(decision, key=lambda each: score(each[0]))[1]
