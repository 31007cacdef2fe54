"""Words in content: those to avoid, with what to write instead, and the terms of the field that everybody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.content import Content


@dataclass(frozen=True)
class Avoided:
    """A word to avoid that was found, what to write instead, and why."""

    word: str
    instead: str
    why: str


class WordsToAvoid:
    """The list of words to avoid of some content."""

    def __init__(self, content: Content) -> None:
        self._of = {
            word: Avoided(word, entry.data["instead"], entry.data["why"])
            for entry in content.entries("avoid")
            for word in entry.data["words"]
        }
        longest_first = sorted(self._of, key=len, reverse=True)
        any_of = "|".join(re.escape(word) for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE) if any_of else None

    def found_in(self, text: str) -> Iterator[Avoided]:
        """The words of a text that are to be avoided, in order, each as often as it stands there."""
        if self._pattern is not None:
            yield from (self._of[match.group().lower()] for match in self._pattern.finditer(text))


def terms(content: Content) -> frozenset[str]:
    """The words of the field that everybody who reads content knows: how long they are says nothing."""
    return frozenset(word for entry in content.entries("term") for word in entry.data["words"])
