"""Disputed law, as immutable records: a question, the interpretations it may take, and who says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadingOption:
    """One interpretation of disputed law: what it says, and who says it."""

    value: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """Disputed law: a variable that is never asked, with the interpretations it may take."""

    id: str
    question: str
    says: str
    sources: tuple[str, ...]
    options: tuple[ReadingOption, ...]
