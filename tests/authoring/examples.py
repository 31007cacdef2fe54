"""The examples: a house of content that is right, and files with one mistake each.

A broken file begins with comments that say what the mistake is, where the file belongs, and the facts of the message
that its author must get:

    # mistake: one sentence
    # place: the file's name, relative to its content folder
    # file: where the message points to, if not to this file
    # laid: beside the files of the house      (left out: in a folder of its own, laid over the house)
    # noticed: not yet | badly; what is missing (left out, or yes: as described)
    # code, at (line:column), found, allowed (some of them), nearest: the facts
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb import Cache, Problem
from rules import KnowledgeBase
from scenarios import library
from scenarios.library import Library

HERE = Path(__file__).parent
HOUSE = HERE / "house"
"""One country on a base, with practice cases; complete in itself."""

PART = HERE / "part"
"""Content to be laid over the house: a part of its country."""

BROKEN = HERE / "broken"
TODAY = date(2026, 11, 24)

_LINE = re.compile(r"# (mistake|place|file|laid|noticed|code|at|found|allowed|nearest): (.+)")
_FINE = "none: "


@dataclass(frozen=True)
class Example:
    """A file with one mistake (or, where `fine`, with something that looks like one)."""

    path: Path
    facts: dict[str, str]

    @property
    def place(self) -> str:
        """Where the file belongs."""
        return self.facts["place"]

    @property
    def fine(self) -> bool:
        """Whether the file only looks as if something were wrong."""
        return self.facts["mistake"].startswith(_FINE)

    @property
    def noticed(self) -> str:
        """`yes`, `not yet`, or `badly` with what is missing."""
        return self.facts.get("noticed", "yes")


def examples() -> list[Example]:
    """All examples."""
    return [Example(path, _facts(path)) for path in sorted(BROKEN.iterdir())]


def _facts(path: Path) -> dict[str, str]:
    """The comments at the top of a file, which need not be UTF-8."""
    found: dict[str, str] = {}
    for line in path.read_bytes().decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            break
        found[match[1]] = match[2]
    return found


def load(overlay: Path | None = None, cache: Cache | None = None, root: Path = HOUSE) -> KnowledgeBase:
    """The content of the example house, perhaps overlaid."""
    return library.load(overlay, cache, TODAY, root)


def problems(knowledge: KnowledgeBase) -> list[Problem]:
    """Everything wrong with content: of the law, of practice cases, and on the ways through them."""
    cases = Library(knowledge)
    return [*knowledge.problems, *cases.problems, *cases.more_problems(TODAY)]


def problems_with(example: Example, knowledge: KnowledgeBase) -> list[Problem]:
    """What is wrong with the house and a broken file; the cases are walked through only for the sake of a case."""
    return problems(knowledge) if example.place.startswith("scenarios/") else list(knowledge.problems)


def load_with(example: Example, folder: Path, cache: Cache) -> KnowledgeBase:
    """The example house with a broken file, laid over it or put among its files."""
    if "laid" in example.facts:
        root = shutil.copytree(HOUSE, folder / "house")
        _put(example, root)
        return load(cache=cache, root=root)
    _put(example, folder)
    return load(folder, cache)


def _put(example: Example, root: Path) -> None:
    path = root / example.place
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(example.path, path)
