"""Markdown files that begin with front matter.

The first line is `---`, then comes YAML (read by `kb.yaml_reader`, with its positions in the whole
file), then a line `---` again, and below it the text. Turning the text into a page is the business
of others.
"""

from __future__ import annotations

from kb.document import MarkdownDocument
from kb.problems import ContentError, Problem
from kb.text import read_text
from kb.yaml_reader import scan_text

_FENCE = "---"


def read_markdown(raw: bytes, name: str) -> MarkdownDocument:
    """Read one file; raises `ContentError` with all problems that were found."""
    document, problems = scan_markdown(raw, name)
    if document is None or problems:
        raise ContentError(problems)
    return document


def scan_markdown(raw: bytes, name: str) -> tuple[MarkdownDocument | None, list[Problem]]:
    """Read one file without raising; see `kb.yaml_reader.scan_yaml`."""
    text, problems = read_text(raw, name)
    if text is None:
        return None, problems
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        todo = "Begin the file with a line ---, the keys, and a line --- again."
        missing = Problem(name, 1, 1, "no-front-matter", lines[0], (_FENCE,), todo=todo)
        return None, [missing, *problems]
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        todo = "End the keys with a line --- of its own."
        open_end = Problem(name, 1, 1, "front-matter-not-closed", _FENCE, todo=todo)
        return None, [open_end, *problems]
    front, found = scan_text("\n".join(lines[1:end]), name, problems, first_line=2)
    if front is None:
        return None, found
    return MarkdownDocument(front, "\n".join(lines[end + 1 :]), end + 2), found
