"""The words in which outcomes are told."""

from __future__ import annotations

from collections.abc import Iterable

from rules.model import PERMISSIONS, Outcome

OPEN = "open"
"""The answer where more than one outcome is possible, or none is given."""

TOLD = "already_told"
"""The fact that says whether a recipient has been told already."""

ORDER: tuple[Outcome, ...] = ("must", "should", "may", "must_not", "gap", "fault")


def answer(possible: frozenset[Outcome] | frozenset[str]) -> str:
    """One word for a set of possible outcomes; a gap or a fault is never shown as an answer."""
    if len(possible) == 1:
        (only,) = possible
        if only in (*PERMISSIONS, "must_not"):
            return only
    return OPEN


def ordered(possible: Iterable[Outcome]) -> list[str]:
    """Outcomes from the strongest to the weakest."""
    return sorted(possible, key=ORDER.index)
