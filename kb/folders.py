"""The content files of a folder, found and read without leaving it.

Symbolic links to files are followed inside the content folder only, links to folders never; what is
no ordinary file is not opened. Hidden files and README.md are no content.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from kb.problems import Problem
from kb.text import MAX_BYTES

#: What a content file ends with. `.yml` is among them so that such a file is noticed.
SUFFIXES = (".yaml", ".yml", ".md", ".markdown")


def find_files(
    root: Path, folders: tuple[str, ...], leave_out: Callable[[str], bool]
) -> tuple[list[str], list[Problem]]:
    """The content files below some folders of `root`, named relative to it, and what is wrong."""
    if not root.is_dir():
        return [], [_at(root.name or ".", "no-folder", todo="Name a folder that exists.")]
    finder = _Finder(root, leave_out)
    files = sorted(name for folder in folders for name in finder.below(folder))
    return files, finder.problems


def read_file(path: Path, name: str) -> bytes | Problem:
    """The bytes of a file, one more than may be at most, or why they cannot be read."""
    try:
        # A plain `open` of a named pipe would wait until somebody writes to it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return _at(name, "not-a-file", todo="Put an ordinary file here.")
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        return _unreadable(name, error)


class _Finder:
    def __init__(self, root: Path, leave_out: Callable[[str], bool]) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._real_root = root.resolve()
        self._leave_out = leave_out

    def below(self, folder: str) -> Iterator[str]:
        """The content files below a folder; a folder that is not there has none."""
        if any(self._refused_link(part) for part in _with_parents(folder)):
            return
        try:
            with os.scandir(self._root / folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            self.problems.append(_unreadable(folder, error))
            return
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.name.startswith(".") or entry.name == "README.md" or self._leave_out(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self.below(name)
            elif not self._refused_link(name) and entry.name.endswith(SUFFIXES):
                yield name

    def _refused_link(self, name: str) -> bool:
        path = self._root / name
        if not path.is_symlink():
            return False
        try:
            target = path.resolve()
        except (OSError, RuntimeError):
            # A link that leads to itself.
            target = Path(os.sep)
        if not target.is_relative_to(self._real_root):
            todo = "Put a copy of the file here; links may not lead out of the content folder."
            self.problems.append(_at(name, "link-leads-out", todo=todo))
            return True
        if target.is_dir():
            todo = "Put the folder itself here; links to folders are not followed."
            self.problems.append(_at(name, "link-to-folder", todo=todo))
            return True
        return False


def _with_parents(folder: str) -> Iterator[str]:
    parts = folder.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))


def _unreadable(name: str, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return _at(name, "unreadable", found=reason, todo="Make the file readable, or delete it.")


def _at(name: str, code: str, found: str = "", todo: str = "") -> Problem:
    return Problem(printable(name), 1, 1, code, found, todo=todo)


def printable(name: str) -> str:
    """A file name as text that can be printed, whatever bytes it is made of."""
    return name.encode("utf-8", "backslashreplace").decode()
