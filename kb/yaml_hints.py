"""What to do about a YAML syntax error, in words for authors.

The parsers say what they expected; authors need to know what to change. The phrases cover both
parsers of PyYAML (the one in C and the one in Python), which word the same mistake differently.
"""

from __future__ import annotations

from kb.document import Position

_HINTS = (
    (
        "mapping values are not allowed",
        "Put text that holds a colon in quotes, write a space after the colon of a key, line keys up.",
    ),
    (
        "sequence entries are not allowed",
        "Begin a list on a new line below its key, each item with a dash and a space.",
    ),
    (
        "cannot start any token",
        "Put a value that begins with this character in quotes. A tab is never indentation: use spaces.",
    ),
    ("unexpected end of stream", "Close the quote that opens here."),
    ("could not find expected ':'", "Write a colon and a space after the key."),
    ("escape", "Write a backslash as \\\\ in double quotes, or use single quotes."),
    ("',' or ']'", "Close the list with ] or put a comma between its items."),
    ("',' or '}'", "Close the mapping with } or put a comma between its keys."),
    (
        "node content",
        "A value is missing here, or begins with a character that needs quotes around the value.",
    ),
    (
        "expected key",
        "Line this up with the keys above: two spaces for each step, a dash for each list item.",
    ),
    ("'-' indicator", "Line this up with the list above, or begin it with a dash."),
    (
        "<block end>",
        "Line this up with the lines above: two spaces for each step, a dash for each list item.",
    ),
    ("<document start>", "Delete the line with three dots and what follows it."),
    ("alias", "Put a value that begins with * in quotes."),
    ("anchor", "Put a value that begins with & in quotes."),
)
_ANY = "Check quotes, colons and indentation of this line and of the one above."
#: Errors that show only at the end of the file; their cause is where the quote opens.
_AT_THE_END = "unexpected end of stream"


def explain_syntax_error(error: Exception) -> tuple[Position, str, str]:
    """Where the error is (counted from 0), what the parser met, and what to do about it."""
    said = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    if _AT_THE_END in said:
        mark = getattr(error, "context_mark", None) or mark
    position = (mark.line, mark.column) if mark else (0, 0)
    for phrase, todo in _HINTS:
        if phrase in said:
            return position, said, todo
    for phrase, todo in _HINTS:
        if phrase in context:
            return position, said, todo
    return position, said, _ANY
