"""Whether the texts of a scenario can be read by those who play it, and hurt nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from kb import Entry, Problem
from kb.words import WordsToAvoid
from scenarios.reading_age import FOURTEEN, grade, lix

SHORTEST = 25
"""A text with fewer words says nothing about how hard it is to read; it counts with the whole case."""

Path = tuple[str | int, ...]


def check_texts(entry: Entry, words: WordsToAvoid, exempt: Collection[str]) -> Iterator[Problem]:
    """Texts that are too hard to read, or use words to avoid."""
    texts = list(_texts(entry.data["text"], ("text",)))
    for path, text in texts:
        for avoided in words.found_in(text):
            todo = f"Write instead: {avoided.instead}. {avoided.why}"
            yield entry.problem(path, "word-to-avoid", found=avoided.word, todo=todo)
        if len(text.split()) >= SHORTEST:
            yield from _hard(entry, path, text, exempt)
    yield from _hard(
        entry, ("text",), " ".join(text if text[-1:] in ".?!" else f"{text}." for _, text in texts), exempt
    )


def _hard(entry: Entry, path: Path, text: str, exempt: Collection[str]) -> Iterator[Problem]:
    value = lix(text, exempt)
    if value > FOURTEEN:
        found = f"LIX {value:.0f} (grade {grade(value)})"
        allowed = (f"up to LIX {FOURTEEN:.0f} (about 14 years)",)
        todo = "Write shorter sentences and plainer words."
        yield entry.problem(path, "hard-to-read", found=found, allowed=allowed, todo=todo)


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    else:
        for key, value in data.items():
            yield from _texts(value, (*path, key))
