"""How hard a text is to read: the LIX of Björnsson, and the school grade that it stands for.

LIX is the mean number of words in a sentence, plus the share of words with more than six letters in per cent.  It
counts no syllables, so it serves every language.  Sources: C. H. Björnsson, Läsbarhet (1968); J. Anderson, Lix and Rix:
variations on a little-known readability index, Journal of Reading 26 (1983), whose table of grades is used here.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:](?:[”’\"')]*)(?:\s+|$)")

LONG = 6
"""A word with more letters than this is long."""

GRADES = ((10, 1), (15, 2), (20, 3), (24, 4), (28, 5), (32, 6), (36, 7), (40, 8), (44, 9), (48, 10), (51, 11), (56, 12))
"""Below which LIX a text suits which school grade, one above the grade of Anderson's table that it leaves."""

FOURTEEN = 44.0
"""The LIX up to which a text suits readers of about fourteen years (grade 9)."""


def lix(text: str, exempt: Collection[str] = ()) -> float:
    """The LIX of a text; words that are exempt (in lower case) count as short.  0 for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len([part for part in _SENTENCE.split(text) if _WORD.search(part)]))
    long = sum(1 for word in words if len(word) > LONG and word.lower() not in exempt)
    return len(words) / sentences + 100 * long / len(words)


def grade(value: float) -> int:
    """The school grade that a LIX stands for; 13 is beyond school."""
    return next((grade for limit, grade in GRADES if value < limit), 13)
