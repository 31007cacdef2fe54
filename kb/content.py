"""All content of one or more folders, read, checked against its schemas and overlaid.

A broken file contributes no entries and all its problems; everything else is still read, so one
mistake never hides another. What the entries mean, and what refers to what, is checked by the
floors that registered their kinds. `kb.folders` finds the files, `kb.checked_file` reads each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.cache import Cache
from kb.checked_file import CheckedFile, read_checked
from kb.entry import Entry, Replaced, SourceFile, owner_of
from kb.folders import find_files, printable, read_file
from kb.nearest import nearest
from kb.problems import Problem, in_order
from kb.registry import Kind, Registry
from kb.schema import Schemas

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Content:
    """What was read. `files` maps (root, file) to the sha256 of its bytes."""

    problems: tuple[Problem, ...]
    files: Mapping[tuple[int, str], str]
    digest: str
    replaced: tuple[Replaced, ...]
    _entries: Mapping[_Key, Entry]

    def entries(self, kind: str, owner: str | None = None) -> list[Entry]:
        """All entries of a kind, in the order of files and lines; of one owner where named."""
        return [entry for entry in self._entries.values() if entry.kind == kind and owner in (None, entry.owner)]

    def entry(self, kind: str, owner: str, id: str) -> Entry | None:
        """The entry of this name, if there is one."""
        return self._entries.get((kind, owner, id))

    @property
    def owners(self) -> tuple[str, ...]:
        """All owners of files, broken ones included; '' is what belongs to none."""
        return tuple(sorted({owner_of(file) for _, file in self.files}))

    @property
    def broken_owners(self) -> frozenset[str]:
        """The owners of whose content something may be missing."""
        return frozenset(owner_of(p.file) for p in self.problems if p.severity == "error")


def read_content(roots: Sequence[Path], registry: Registry, schemas: Schemas, cache: Cache | None = None) -> Content:
    """Read all registered content of the folders; later ones overlay earlier ones by id.

    Nothing wrong with the content raises: see `Content.problems`. A kind whose schema is missing
    is a mistake in the program and does.
    """
    for kind in registry.kinds:
        schemas.require(kind.schema)
    reader = _Reader(registry, schemas, cache)
    for number, root in enumerate(roots):
        reader.read_root(number, root)
    return reader.content()


class _Reader:
    def __init__(self, registry: Registry, schemas: Schemas, cache: Cache | None) -> None:
        self._registry = registry
        self._schemas = schemas
        self._cache = cache
        self._problems: list[Problem] = []
        self._files: dict[tuple[int, str], str] = {}
        self._entries: dict[_Key, Entry] = {}
        self._replaced: list[Replaced] = []

    def content(self) -> Content:
        total = "".join(f"{r}\0{file}\0{sha}\n" for (r, file), sha in sorted(self._files.items()))
        return Content(
            tuple(in_order(self._problems)),
            self._files,
            hashlib.sha256(total.encode()).hexdigest(),
            tuple(self._replaced),
            self._entries,
        )

    def read_root(self, number: int, root: Path) -> None:
        names, problems = find_files(root, self._registry.folders, self._registry.ignores)
        self._report(number, problems)
        if number:
            self._report(number, self._misnamed_folders(root))
        if not names and not problems:
            folders = self._registry.folders
            todo = "Name the folder that holds these folders."
            self._report(number, [Problem(".", 1, 1, "no-content", "", folders, todo=todo)])
        for name in names:
            source = SourceFile(root / name, printable(name), number)
            kinds = self._registry.kinds_of(source.file)
            if kinds:
                self._read_file(source, kinds)
            else:
                self._report(number, [self._unknown_file(source.file)])

    def _report(self, number: int, problems: Iterable[Problem]) -> None:
        self._problems += [replace(problem, root=number) for problem in problems]

    def _misnamed_folders(self, root: Path) -> list[Problem]:
        """Folders at the top of an overlay whose name is nearly one that is read."""
        known = sorted({folder.split("/")[0] for folder in self._registry.folders})
        todo = "Rename the folder; nothing in it is read."
        names = sorted(path.name for path in root.glob("*") if path.is_dir())
        return [
            Problem(printable(name), 1, 1, "unknown-folder", name, tuple(known), near, todo)
            for name in names
            if name not in known and (near := nearest(name, known))
        ]

    def _unknown_file(self, file: str) -> Problem:
        near, patterns = self._registry.patterns_near(file)
        todo = "Rename or move the file; nothing in it is read."
        return Problem(file, 1, 1, "unknown-file", file, patterns, near, todo)

    def _read_file(self, source: SourceFile, kinds: tuple[Kind, ...]) -> None:
        raw = read_file(source.path, source.file)
        if isinstance(raw, Problem):
            self._report(source.root, [raw])
            return
        self._files[source.root, source.file] = hashlib.sha256(raw).hexdigest()
        names = sorted({kind.schema for kind in kinds})
        checked = read_checked(raw, source.file, names, self._schemas, self._cache)
        if isinstance(checked, CheckedFile):
            for kind in kinds:
                self._take(kind, checked, source)
        else:
            self._report(source.root, checked)

    def _take(self, kind: Kind, checked: CheckedFile, source: SourceFile) -> None:
        """Make entries of what stands under the key of a kind."""
        path: tuple[str | int, ...] = (kind.collection,) if kind.collection else ()
        found = checked.data
        if kind.collection:
            found = found.get(kind.collection) if isinstance(found, dict) else None
        if isinstance(found, list):
            for at, item in enumerate(found):
                self._add(kind, item, checked, source, (*path, at))
        elif found is not None:
            self._add(kind, found, checked, source, path)

    def _add(
        self,
        kind: Kind,
        data: Any,
        checked: CheckedFile,
        source: SourceFile,
        path: tuple[str | int, ...],
    ) -> None:
        id = data.get(kind.id_key) if isinstance(data, dict) else None
        entry = Entry(kind.name, str(id), data, source, path, checked.body, checked.body_line)
        if not isinstance(id, str):
            todo = f"Name the entry with the key '{kind.id_key}'."
            self._problems.append(entry.problem((), "no-id", allowed=(kind.id_key,), todo=todo))
            return
        key = (kind.name, source.owner, id)
        before = self._entries.get(key)
        if before is not None and before.root == source.root:
            line, column = before.position((kind.id_key,))
            first = f"{before.file}:{line}:{column}"
            todo = f"It stands at {first} already. Delete one of the two, or rename it."
            self._problems.append(entry.problem((kind.id_key,), "duplicate-id", found=id, todo=todo))
            return
        if before is not None:
            self._replaced.append(Replaced(before, entry))
        self._entries[key] = entry
