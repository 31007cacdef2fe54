"""Reads the JSON object in the body of a request, and refuses what would be dangerous or ambiguous to read.

Nothing of what is refused here can be part of a case, whatever its names: whether the names are right is checked in
`rules.case_reader`.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from flask import Request, abort

from kb.text import NOT_TEXT, character_name
from rules.case_reader import MAX_ANSWERS
from webapp.api.refused import Unreadable
from webapp.parts import MOST_NESTING, parts

JSON = "application/json"

MOST_VALUES = 5 * MAX_ANSWERS
"""More names and values than any case has; to look for the nearest right name of each would take too long."""

MOST_DIGITS = 15


def read_object(asked: Request) -> dict[str, Any]:
    """The JSON object that was sent; raises `Unreadable`, or ends the request where it was not sent as JSON."""
    if asked.mimetype != JSON:
        abort(415, f"A case is sent as JSON, with “Content-Type: {JSON}”.")
    document = _parsed(asked.get_data(cache=False))
    _check(document)
    if not isinstance(document, dict):
        raise Unreadable("body", f"{_kind(document)}, not an object", "Send one object with the parts of a case.")
    return document


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_number,
            parse_int=_whole_number,
        )
    except UnicodeDecodeError as error:
        raise Unreadable("body", f"byte {error.start + 1} is not UTF-8", "Send the JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(where, f"no JSON: {error.msg}", "Send one JSON object.") from None
    except RecursionError:
        _too_deep()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; where two programs would read a repeated name differently, nobody should guess."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable("body", f"the name {json.dumps(twice)} stands twice in one object", "Keep one of them.")
    return found


def _whole_number(digits: str) -> int:
    return int(digits) if len(digits.lstrip("-")) <= MOST_DIGITS else _no_number(digits)


def _number(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(word: str) -> NoReturn:
    found = f"the number {word[:MOST_DIGITS]}{'…' if len(word) > MOST_DIGITS else ''}"
    raise Unreadable("body", found, "Answers are text.", (f"numbers of at most {MOST_DIGITS} digits",))


def _check(document: Any) -> None:
    """Refuse what is nested too deep, too much, or has characters that are no text."""
    for values, (value, depth) in enumerate(parts(document), 1):
        if depth > MOST_NESTING:
            _too_deep()
        if values > MOST_VALUES:
            todo = f"A case has at most {MAX_ANSWERS} answers."
            raise Unreadable("body", f"more than {MOST_VALUES} names and values", todo)
        if isinstance(value, str) and (match := NOT_TEXT.search(value)):
            raise Unreadable("body", f"the character {character_name(match[0])}", "Take it out: it is no text.")


def _too_deep() -> NoReturn:
    raise Unreadable("body", f"more than {MOST_NESTING} levels", "A case is flat: facts with their values.")


def _kind(value: Any) -> str:
    names = {list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
