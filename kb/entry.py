"""One entry of content: its data, where it came from, and where to say that it is wrong.

Entries that came from the cache were not parsed in this run. Positions are wanted only when there
is something to say, so they are found by reading the file once more, when first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from kb.checked_file import is_markdown
from kb.document import DataPath, Document, Mark, Marks, Position
from kb.folders import read_file
from kb.front_matter import scan_markdown
from kb.problems import Problem, Severity
from kb.yaml_reader import scan_yaml


def owner_of(file: str) -> str:
    """The folder directly under `sets/` that a file lies in; '' where there is none."""
    parts = file.split("/")[:-1]
    return parts[parts.index("sets") + 1] if "sets" in parts[:-1] else ""


class SourceFile:
    """A file that entries came from."""

    def __init__(self, path: Path, file: str, root: int) -> None:
        self.path = path
        self.file = file
        self.root = root
        self.owner = owner_of(file)

    @cached_property
    def document(self) -> Document:
        """The file read again; without positions where that is no longer possible."""
        raw = read_file(self.path, self.file)
        document: Document | None = None
        if isinstance(raw, bytes) and is_markdown(self.file):
            markdown, _ = scan_markdown(raw, self.file)
            document = markdown.front if markdown else None
        elif isinstance(raw, bytes):
            document, _ = scan_yaml(raw, self.file)
        return document or Document(self.file, None, Marks(Mark(1, 1)))


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry. `data` belongs to all who read the content: look, and do not change it.

    `file` is relative to the content folder, `root` the number of that folder. `body` is the text
    below the front matter of a Markdown file and begins on `body_line`; elsewhere it is empty.
    """

    kind: str
    id: str
    data: dict[str, Any]
    source: SourceFile = field(repr=False)
    path: tuple[str | int, ...] = ()
    body: str = field(default="", repr=False)
    body_line: int = 0

    @property
    def owner(self) -> str:
        """The folder directly under `sets/` that it stands in; '' where there is none."""
        return self.source.owner

    @property
    def file(self) -> str:
        """The file it stands in, relative to its content folder."""
        return self.source.file

    @property
    def root(self) -> int:
        """Which content folder it came from; 0 is the first."""
        return self.source.root

    def position(self, path: DataPath = ()) -> Position:
        """Where the value at `path` inside the entry stands, as (line, column)."""
        return self.source.document.marks.of((*self.path, *path))

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
        """A problem at the value (or key) at `path` inside the entry.

        The nearest of the allowed names is looked up unless it is given ("" for none).
        """
        problem = self.source.document.problem(
            (*self.path, *path),
            code,
            found=found,
            allowed=allowed,
            nearest=nearest,
            todo=todo,
            at_key=at_key,
            severity=severity,
        )
        return replace(problem, root=self.root)


@dataclass(frozen=True)
class Replaced:
    """An entry of one content folder that a later folder put another in the place of."""

    was: Entry
    now: Entry
