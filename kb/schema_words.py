"""Values and types in the words of an author, not of a programmer."""

from __future__ import annotations

from kb.problems import shortened

# Enough to recognise a text by; a problem is no copy of the file.
_TEXT_LENGTH = 200
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "nothing",
    "array": "list",
    "object": "mapping",
}
_LIMITS = {
    "pattern": "text that matches {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} keys",
    "maxProperties": "at most {} keys",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
}
_FORMATS = {"date": "a date such as 2026-11-24"}


def limit_words(keyword: str, value: object) -> str:
    """A limit of the schema as words: at least 1 items."""
    if keyword == "format":
        return _FORMATS.get(str(value), str(value))
    return _LIMITS.get(keyword, f"{keyword}: {{}}").format(as_written(value))


def type_words(types: str | list[str]) -> tuple[str, ...]:
    """The types of a schema as words: text, list, mapping."""
    return tuple(_TYPES.get(each, each) for each in ([types] if isinstance(types, str) else types))


def as_written(value: object) -> str:
    """A value as its author would recognise it; long lists and mappings are only described."""
    match value:
        case str():
            return shortened(value, _TEXT_LENGTH)
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            keys = ", ".join(str(key) for key in value)
            return shortened(f"a mapping with {keys}") if keys else "an empty mapping"
        case list():
            items = len(value)
            return f"a list of {items}" if items else "an empty list"
        case _:
            return str(value)
