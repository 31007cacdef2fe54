"""The bytes of one content file to sound data: read, checked by its schemas, remembered.

Files are known to the cache by everything that decides about them, so a file that was sound before
is neither parsed nor checked again. Entries are made of the data in `kb.content`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.cache import Cache, digest_of
from kb.front_matter import scan_markdown
from kb.problems import Problem
from kb.schema import Schemas
from kb.yaml_reader import READER_VERSION, scan_yaml

_MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The data of a file without problems; `body` is the text below its front matter."""

    data: Any
    body: str = ""
    body_line: int = 0


def is_markdown(file: str) -> bool:
    """Whether a content file is Markdown with front matter (the others are YAML)."""
    return file.endswith(_MARKDOWN)


def read_checked(
    raw: bytes, file: str, names: Sequence[str], schemas: Schemas, cache: Cache | None
) -> CheckedFile | list[Problem]:
    """The data of a file that is sound by the schemas of these names, or what is wrong with it."""
    if cache is None:
        return _check(raw, file, names, schemas)
    form = "markdown" if is_markdown(file) else "yaml"
    key = digest_of(READER_VERSION, schemas.digest, form, *names, raw)
    match cache.get(key):
        case [data, str(body), int(body_line)]:
            return CheckedFile(data, body, body_line)
    checked = _check(raw, file, names, schemas)
    if isinstance(checked, CheckedFile):
        cache.put(key, [checked.data, checked.body, checked.body_line])
    return checked


def _check(raw: bytes, file: str, names: Sequence[str], schemas: Schemas) -> CheckedFile | list[Problem]:
    body, body_line = "", 0
    if is_markdown(file):
        markdown, problems = scan_markdown(raw, file)
        document = markdown.front if markdown else None
        if markdown:
            body, body_line = markdown.body, markdown.body_line
    else:
        document, problems = scan_yaml(raw, file)
    if document is None:
        return problems
    # What a schema finds at a place that was reported already follows from that.
    reported = {(problem.line, problem.column) for problem in problems}
    for name in names:
        found = schemas.check(document, name)
        problems += [each for each in found if (each.line, each.column) not in reported]
    return problems or CheckedFile(document.data, body, body_line)
