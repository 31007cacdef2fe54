"""The parts of a document that somebody sent, before anything is known about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MOST_NESTING = 8
"""How deep a case may be: it is flat, facts with their values."""


def parts(document: Any) -> Iterator[tuple[Any, int]]:
    """Every name and value with its depth, without recursion: no depth is too much to look at."""
    waiting = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if isinstance(value, dict):
            waiting += ((part, depth + 1) for name_and_value in value.items() for part in name_and_value)
        elif isinstance(value, list):
            waiting += ((part, depth + 1) for part in value)
