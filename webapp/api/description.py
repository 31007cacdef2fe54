"""The OpenAPI document of the interface, put together from the files in `openapi/`.

The files say all of it but for the version; tests hold them to what is really answered.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kb import read_yaml
from kb.version import VERSION

FOLDER = Path(__file__).parent / "openapi"


@cache
def description() -> dict[str, Any]:
    """The document. It is the same for all who ask: look, and do not change it."""
    document: dict[str, Any] = _read("interface")
    document["info"]["version"] = VERSION
    document["components"]["schemas"] = _read("case") | _read("advice") | _read("law") | _read("refusals")
    return document


def _read(name: str) -> Any:
    path = FOLDER / f"{name}.yaml"
    return read_yaml(path.read_bytes(), path.name).data
