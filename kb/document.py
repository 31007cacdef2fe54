"""A file that was read: its data, and where each part of it stands.

The readers make documents; checks ask them for positions. Data is plain (dict, list, str, int,
float, bool, None) and knows nothing of the file, so everything above works on ordinary values and
only asks for a place when it has something to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.nearest import nearest as nearest_of
from kb.problems import Problem, Severity

#: (line, column), both counted from 1.
Position = tuple[int, int]
#: The keys and list indices that lead to a value.
DataPath = Sequence[str | int]


@dataclass(slots=True)
class Mark:
    """Where one value begins and, in a mapping or list, the marks of what is inside."""

    line: int
    column: int
    children: dict[str | int, Mark] | None = None
    keys: dict[str, Position] | None = None


class Marks:
    """The positions of all keys and values of one file."""

    def __init__(self, root: Mark) -> None:
        self._root = root

    def of(self, path: DataPath) -> Position:
        """Where the value at `path` begins; of what is not there, where its parent begins."""
        mark = self._walk(path)
        return mark.line, mark.column

    def of_key(self, path: DataPath) -> Position:
        """Where the key that ends `path` stands; a list item has no key, so its value."""
        if path:
            keys = self._walk(path[:-1]).keys or {}
            last = path[-1]
            if isinstance(last, str) and last in keys:
                return keys[last]
        return self.of(path)

    def _walk(self, path: DataPath) -> Mark:
        mark = self._root
        for step in path:
            below = (mark.children or {}).get(step)
            if below is None:
                break
            mark = below
        return mark


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, with its name and positions."""

    name: str
    data: Any
    marks: Marks

    def problem(
        self,
        path: DataPath,
        code: str,
        *,
        found: str = "",
        allowed: Sequence[str] = (),
        nearest: str | None = None,
        todo: str = "",
        at_key: bool = False,
        severity: Severity = "error",
    ) -> Problem:
        """A problem at the value (or key) at `path`.

        The nearest of the allowed names is looked up unless it is given ("" for none).
        """
        line, column = self.marks.of_key(path) if at_key else self.marks.of(path)
        if nearest is None and found:
            nearest = nearest_of(found, allowed)
        return Problem(self.name, line, column, code, found, tuple(allowed), nearest or None, todo, severity)


@dataclass(frozen=True, slots=True)
class MarkdownDocument:
    """A Markdown file: the data of its front matter, and the text below from `body_line` on."""

    front: Document
    body: str
    body_line: int
