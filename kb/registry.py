"""Which kinds of content there are, and in which files they stand.

The ground floor knows no kind of its own: each floor registers what it wants read. A kind is a name
(`source`), a pattern of files below a content folder (`rules/sets/*/sources.yaml`), the schema of
such a file, and the key under which its entries stand. Reading the files is `kb.content`'s job.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kb.nearest import nearest

_WILD = re.compile(r"[*?]")


@dataclass(frozen=True)
class Kind:
    """One kind of entry in the files that match `pattern`.

    In the pattern `*` stands for anything within one name and `**` for any folders. `collection`
    is the key under which the entries stand: a list of them, or one mapping; left empty, the whole
    file (of a Markdown file its front matter) is one entry. `id_key` names an entry.
    """

    name: str
    pattern: str
    schema: str
    collection: str = ""
    id_key: str = "id"

    def __post_init__(self) -> None:
        if not self.folder:
            raise ValueError(f"the pattern {self.pattern!r} must begin with the name of a folder")

    def matches(self, file: str) -> bool:
        """Whether a file, named relative to its content folder, holds entries of this kind."""
        return self._expression.fullmatch(file) is not None

    @property
    def folder(self) -> str:
        """The folder below which all files of the pattern lie."""
        parts = self.pattern.split("/")[:-1]
        fixed = next((at for at, part in enumerate(parts) if _WILD.search(part)), len(parts))
        return "/".join(parts[:fixed])

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        parts = self.pattern.split("/")
        folders = ("(?:[^/]+/)*" if part == "**" else _segment(part) + "/" for part in parts[:-1])
        return re.compile("".join(folders) + _segment(parts[-1]))


class Registry:
    """The kinds that the floors above have registered."""

    def __init__(self) -> None:
        self._kinds: list[Kind] = []
        self._ignored: list[str] = []

    def register(self, *kinds: Kind) -> None:
        """Add kinds. The same name may come again with another pattern (shared and local facts)."""
        for kind in kinds:
            if kind in self._kinds:
                raise ValueError(f"{kind} is registered already")
            self._kinds.append(kind)

    def ignore(self, folder: str) -> None:
        """Leave out a folder that lies among the content but holds none."""
        self._ignored.append(folder)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """All kinds, in the order in which they were registered."""
        return tuple(self._kinds)

    def kinds_of(self, file: str) -> tuple[Kind, ...]:
        """The kinds whose entries stand in a file, named relative to its content folder."""
        return tuple(kind for kind in self._kinds if kind.matches(file))

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that hold content, without those that lie in another of them."""
        folders = sorted({kind.folder for kind in self._kinds})
        return tuple(folder for folder in folders if not any(folder.startswith(f"{other}/") for other in folders))

    def ignores(self, path: str) -> bool:
        """Whether a file or folder lies in a folder that is left out."""
        return any(path == folder or path.startswith(f"{folder}/") for folder in self._ignored)

    def patterns_near(self, file: str) -> tuple[str | None, tuple[str, ...]]:
        """The pattern most like a file that matches none, and all patterns of its folder."""
        patterns = tuple(dict.fromkeys(kind.pattern for kind in self._kinds))
        top = file.partition("/")[0]
        beside = tuple(each for each in patterns if each.startswith(f"{top}/"))
        filled = {_filled(pattern, file): pattern for pattern in beside}
        best = nearest(file, filled)
        return (filled[best] if best else None), beside


def _filled(pattern: str, file: str) -> str:
    """The pattern with its wildcards replaced by the parts of the file, to compare the two."""
    parts, names = pattern.split("/"), file.split("/")
    if len(parts) != len(names):
        return pattern
    stem = names[-1].rpartition(".")[0]
    folders = [name if part == "*" else part for part, name in zip(parts, names, strict=True)]
    return "/".join([*folders[:-1], parts[-1].replace("*", stem)])


def _segment(part: str) -> str:
    # A name that begins with a dot is never content, so * needs no exception for it.
    return "".join({"*": "[^/]*", "?": "[^/]"}.get(char, re.escape(char)) for char in part)
