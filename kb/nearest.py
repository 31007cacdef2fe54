"""The right name that a wrong one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

# Comparing is quadratic in the length, and a longer word is no misspelt name.
_MAX_LENGTH = 100


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None where none is like it.

    Capitals, spaces, dashes and underscores make no difference.
    """
    if len(word) > _MAX_LENGTH:
        return None
    by_plain: dict[str, str] = {}
    for candidate in candidates:
        by_plain.setdefault(_plain(candidate), candidate)
    plain = _plain(word)
    if plain in by_plain:
        return by_plain[plain]
    # Imported here: a start with sound content never needs it.
    from difflib import get_close_matches

    close = get_close_matches(plain, by_plain, n=1)
    return by_plain[close[0]] if close else None


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")
