"""What stands on paper: the text of a PDF that Chromium printed, which is all that a printer would see.

Chromium writes simple files: one object after the other, a font `/F7` is object 7, and a table in each font says which
character a glyph is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj(?=\n)", re.DOTALL)
_STREAM = re.compile(rb"^(<<.*?>>)\s*stream\r?\n(.*)\nendstream", re.DOTALL)
_TABLES = re.compile(r"beginbf(?:char|range)\n(.*?)endbf", re.DOTALL)
_LINE = re.compile(r"<(\w+)> <(\w+)>(?: <(\w+)>)?\n")
_SHOWN = re.compile(r"/F(\d+) [\d.-]+ Tf|<([0-9A-Fa-f]+)> ?Tj|\bET\b")


def printed(page: Page) -> tuple[str, int]:
    """The text of a page as it comes out of a printer, without any space, and on how many sheets of paper."""
    return read(page.pdf(format="A4", print_background=False))


def read(file: bytes) -> tuple[str, int]:
    """The text of a PDF without any space, and the number of its pages."""
    objects = {int(number): body for number, body in _OBJECT.findall(file)}
    streams = {number: text for number, body in objects.items() if (text := _inflated(body))}
    fonts = {
        number: dict(_glyphs(streams[int(table[1])]))
        for number, body in objects.items()
        if (table := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    words = "".join(_text(stream, fonts) for stream in streams.values() if "\nBT\n" in stream)
    return re.sub(r"\s", "", words), sum(1 for body in objects.values() if re.search(rb"/Type /Page\b", body))


def _inflated(body: bytes) -> str:
    found = _STREAM.match(body)
    if not found or b"/Length1" in found[1] or b"/Image" in found[1]:
        return ""
    content = zlib.decompress(found[2]) if b"/FlateDecode" in found[1] else found[2]
    return content.decode("latin-1")


def _glyphs(table: str) -> Iterator[tuple[str, str]]:
    """Each glyph of a font with the characters that it stands for."""
    for first, last, begin in _LINE.findall("".join(_TABLES.findall(table))):
        if not begin:
            yield first.lower(), bytes.fromhex(last).decode("utf-16-be")
            continue
        for step in range(int(last, 16) - int(first, 16) + 1):
            yield f"{int(first, 16) + step:0{len(first)}x}", chr(int(begin, 16) + step)


def _text(stream: str, fonts: dict[int, dict[str, str]]) -> str:
    said, font = [], dict[str, str]()
    for name, glyphs in _SHOWN.findall(stream):
        if name:
            font = fonts.get(int(name), {})
        elif glyphs and font:
            width = len(next(iter(font)))
            said += [font.get(glyphs[at : at + width].lower(), "") for at in range(0, len(glyphs), width)]
    return "".join(said)
