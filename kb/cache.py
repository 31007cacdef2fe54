"""What was read and checked before, kept between starts.

JSON files in a private folder, one for each key; the key is a digest of everything the value
depends on, so nothing in it can be out of date. A cache is a convenience: whatever is wrong with it
(not writable, damaged, open to other users) makes it forget, never fail.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

# Only files that look like ours are ever deleted.
_OURS = re.compile(r"[0-9a-f]{64}\.(?:json|[0-9a-f]+\.tmp)")
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def digest_of(*parts: str | bytes) -> str:
    """A key that differs whenever any of the parts does."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(f"{len(data)}:".encode())
        total.update(data)
    return total.hexdigest()


class Cache:
    """At most `limit` values in a folder of their own; the oldest give way."""

    def __init__(self, folder: Path, limit: int = 4000) -> None:
        self._folder = folder
        self._limit = limit
        self._usable: bool | None = None
        self._count = 0

    def get(self, key: str) -> Any | None:
        """The value kept under a key (made by `digest_of`), or None."""
        if not self._is_usable():
            return None
        try:
            kept = json.loads(self._path(key).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        # The key inside tells a whole file of this cache from anything else.
        return kept.get("value") if isinstance(kept, dict) and kept.get("key") == key else None

    def put(self, key: str, value: Any) -> None:
        """Keep a JSON value, where that is possible."""
        if not self._is_usable():
            return
        path = self._path(key)
        draft = path.with_suffix(f".{os.urandom(8).hex()}.tmp")
        try:
            data = json.dumps({"key": key, "value": value}, separators=(",", ":")).encode()
            new = not path.exists()
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            draft.replace(path)
            self._count += new
            if self._count > self._limit:
                self._make_room()
        except (OSError, TypeError, ValueError):
            self._forget(draft)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _is_usable(self) -> bool:
        if self._usable is None:
            try:
                self._folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
                self._usable = _is_private(self._folder)
                self._count = sum(1 for _ in self._folder.iterdir()) if self._usable else 0
            except OSError:
                self._usable = False
        return self._usable

    def _make_room(self) -> None:
        """Delete the oldest files, some more than need be, so that this is done rarely."""
        with os.scandir(self._folder) as found:
            files = sorted((entry.stat().st_mtime_ns, entry.path) for entry in found if _OURS.fullmatch(entry.name))
        for _, path in files[: len(files) - self._limit * 9 // 10]:
            self._forget(Path(path))
        self._count = min(len(files), self._limit * 9 // 10)

    @staticmethod
    def _forget(path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return


def _is_private(folder: Path) -> bool:
    """Whether only we can write to the folder: others could plant content there."""
    if not hasattr(os, "getuid"):
        return True
    facts = folder.stat()
    return facts.st_uid == os.getuid() and not facts.st_mode & _WRITABLE_BY_OTHERS
