"""Bytes of a content file to text, before anything looks at its meaning.

Only UTF-8 of at most one megabyte passes. A byte order mark at the very beginning (some editors
write one) is dropped, line ends become plain newlines; both leave lines and columns as an editor
shows them. Control and invisible characters are refused: they would travel into pages, terminals
and exports.
"""

from __future__ import annotations

import codecs
import re

from kb.problems import MAX_PROBLEMS, Problem

MAX_BYTES = 1_000_000

#: Characters that no text of a content file may hold, however they are written. Newline, carriage
#: return and tab are not among them; separators that count as line ends in some tools are.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SAVE_AS_UTF8 = "Save the file as UTF-8 (in the editor: 'Save with encoding')."


def read_text(raw: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, and what is wrong with it.

    Text is None where there is none to go on with. Refused characters are reported and replaced,
    one for one, so that the rest of the file can still be checked.
    """
    if len(raw) > MAX_BYTES:
        found, allowed = f"more than {MAX_BYTES} bytes", (f"at most {MAX_BYTES} bytes",)
        todo = "Split the file into several."
        return None, [Problem(name, 1, 1, "file-too-large", found, allowed, todo=todo)]
    if raw.startswith(_WIDE_MARKS):
        return None, [Problem(name, 1, 1, "not-utf-8", "UTF-16", ("UTF-8",), todo=_SAVE_AS_UTF8)]
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_undecodable(raw, error.start, name)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if NOT_TEXT.search(text) is None:
        return text, []
    return NOT_TEXT.sub("\ufffd", text), _refused_characters(text, name)


def character_name(character: str) -> str:
    """A character that cannot be shown, as its number: U+0000."""
    return f"U+{ord(character):04X}"


def _undecodable(raw: bytes, at: int, name: str) -> Problem:
    before = raw[:at].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    found = f"byte 0x{raw[at]:02X}"
    return Problem(name, line, column, "not-utf-8", found, ("UTF-8",), todo=_SAVE_AS_UTF8)


def _refused_characters(text: str, name: str) -> list[Problem]:
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        match = NOT_TEXT.search(line)
        if match is None:
            continue
        todo = "Delete this invisible character."
        if match[0] == "\x00":
            todo = f"{todo} If there are many, the file is not UTF-8: {_SAVE_AS_UTF8}"
        found = character_name(match[0])
        column = match.start() + 1
        problems.append(Problem(name, number, column, "control-character", found, todo=todo))
        if len(problems) >= MAX_PROBLEMS:
            break
    return problems
