"""What is wrong with content, said so that its author can mend it.

A `Problem` carries facts (place, what was found, what is allowed, the nearest right name, what to
do); `text` puts them into one line. Tests look at the facts, people at the text. Nothing here
reads content or decides what is wrong: the readers and the checks of all floors do that and hand
their findings over as problems, all of a file at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

#: At most so many problems are collected from one file; more would help nobody.
MAX_PROBLEMS = 100
_FOUND_LENGTH = 80
_ALLOWED_COUNT = 12
_ALLOWED_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at one place of one file.

    `line` and `column` count from 1. `file` is relative to its content folder and `root` tells
    which of the folders that is (0 is the first). `found` is what stands there now, `allowed` the
    names or forms that may stand there, `nearest` the allowed name that was probably meant.
    """

    file: str
    line: int
    column: int
    code: str
    found: str = ""
    allowed: tuple[str, ...] = ()
    nearest: str | None = None
    todo: str = ""
    severity: Severity = "error"
    root: int = 0

    @property
    def where(self) -> str:
        """The place as `file:line:column`, the form that editors open on a click."""
        return f"{self.file}:{self.line}:{self.column}"

    def text(self, folder: str = "") -> str:
        """The problem in one line; `folder` is put before the file name."""
        parts = [f"{folder}/{self.where}:" if folder else f"{self.where}:"]
        if self.severity == "warning":
            parts.append("warning:")
        words = self.code.replace("-", " ")
        parts.append(f"{words}: {_quoted(self.found)}." if self.found else f"{words}.")
        if self.allowed:
            parts.append(f"Allowed: {_listed(self.allowed)}.")
        if self.nearest:
            parts.append(f"Nearest: {self.nearest}.")
        if self.todo:
            parts.append(self.todo)
        return " ".join(parts)


class ContentError(Exception):
    """Content that cannot be used; `problems` says why and is never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("a ContentError needs at least one problem")
        super().__init__("\n".join(problem.text() for problem in self.problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without repetitions, by content folder and place."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.root, p.file, p.line, p.column, p.code, p.found))


def shortened(text: str, length: int = _FOUND_LENGTH) -> str:
    """The text, cut where it is longer than `length` characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _quoted(found: str) -> str:
    # repr also writes line breaks and invisible characters so that they can be seen and are
    # harmless in a terminal.
    return repr(shortened(found))


def _listed(allowed: tuple[str, ...]) -> str:
    shown = ", ".join(shortened(each, _ALLOWED_LENGTH) for each in allowed[:_ALLOWED_COUNT])
    more = len(allowed) - _ALLOWED_COUNT
    return f"{shown} and {more} more" if more > 0 else shown
