"""What the tests of the house share: where it stands and which files belong to it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent

FLOORS = ("kb", "rules", "scenarios", "webapp")
"""From the ground up; a floor may import those before it."""

TEXT = {".cfg", ".css", ".html", ".js", ".json", ".lock", ".md", ".py", ".toml", ".txt", ".yaml", ".yml", ""}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to the house: tracked, or new and not ignored."""
    git = shutil.which("git")
    if git and (HOUSE / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=HOUSE, check=True, capture_output=True, text=True).stdout
        names = (Path(name) for name in listed.split("\0") if name)
        return tuple(sorted(name for name in names if (HOUSE / name).is_file()))
    return tuple(sorted(_walked()))


def _walked() -> Iterator[Path]:
    """Without git (in an unpacked sdist, say): all but what tools leave behind."""
    for path in HOUSE.rglob("*"):
        name = path.relative_to(HOUSE)
        hidden = any(part.startswith(".") and part != ".ci" for part in name.parts[:-1])
        if path.is_file() and not hidden and not {"__pycache__", "build", "dist"} & set(name.parts):
            yield name


def python_files(*folders: str) -> list[Path]:
    """The Python files below some folders, or all."""
    return [name for name in files() if name.suffix == ".py" and (not folders or name.parts[0] in folders)]


def read(name: Path | str) -> str:
    """The text of a file of the house."""
    return (HOUSE / name).read_text(encoding="utf-8")
