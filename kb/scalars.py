"""Which unquoted words of a YAML file are more than text.

This is the core schema of YAML 1.2, a little narrower. Resolved are `true`, `false`, `null`, `~`
and nothing at all (with the capitals that the core schema knows), decimal whole numbers of at
most 15 digits, and decimal fractions. Everything else is text: `no`, `yes`, `on`, dates, `12:30`,
and also what the core schema would take for numbers in hexadecimal (`0x1F`), in octal (`0o17`)
or with leading zeros (`0800`), because here such a word is a reference or a telephone number and
must not lose its form.
"""

from __future__ import annotations

import math
import re

MAX_DIGITS = 15

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_NUMBER_START = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)


class NumberTooLargeError(ValueError):
    """A number that the reader does not take: too many digits, or beyond every float."""


def resolve(word: str) -> Scalar:
    """The value of an unquoted word."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _NUMBER_START:
        return word
    if _INTEGER.fullmatch(word):
        if len(word.lstrip("+-")) > MAX_DIGITS:
            raise NumberTooLargeError(word)
        return int(word)
    if _FLOAT.fullmatch(word):
        number = float(word)
        if math.isinf(number):
            raise NumberTooLargeError(word)
        return number
    return word
