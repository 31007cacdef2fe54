"""What the edge knows and the floors below do not: today's date, the environment, where the cache lies."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from rules import KnowledgeBase

CONTENT = "HANDRAIL_CONTENT"
"""Environment variable: a folder of one's own content, laid over what comes with Handrail."""

CACHE = "HANDRAIL_CACHE"
"""Environment variable: where checked content is kept between starts; `off` keeps nothing."""


def today() -> date:
    """The date on which advice is given where the case names none."""
    return datetime.now(tz=UTC).astimezone().date()


def cache_folder() -> Path | None:
    """The private folder for checked content (law only; never an answer to a question)."""
    wanted = os.environ.get(CACHE, "")
    if wanted == "off":
        return None
    if wanted:
        return Path(wanted)
    default = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    base = os.environ.get(default)
    try:
        return (Path(base) if base else Path.home() / ".cache") / "handrail"
    except RuntimeError:  # no home folder
        return None


def load(overlay: Path | None = None) -> KnowledgeBase:
    """All content, with the overlay of the environment unless another is named."""
    from kb import Cache
    from scenarios.library import load as load_all

    folder = cache_folder()
    named = os.environ.get(CONTENT)
    overlay = overlay or (Path(named) if named else None)
    return load_all(overlay, Cache(folder) if folder else None, today())
