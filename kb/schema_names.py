"""The keys that a schema allows at the place of an error.

A mapping may get its keys from several schemas (`allOf`, `$ref`, the branches of alternatives);
an author who misspelt one needs all of them to choose from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kb.schema_error import SchemaError

if TYPE_CHECKING:
    from referencing import Registry

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLES = ("if", "then", "else")


def property_names(registry: Registry[Any], error: SchemaError) -> tuple[str, ...]:
    """The names of all keys allowed where `error` found others."""
    for name in registry:
        # An error does not tell which file its schema is from, and references start from there.
        resolved = registry.resolver().lookup(name)
        if _holds(resolved.contents, error.schema):
            return tuple(dict.fromkeys(_names(error.schema, resolved.resolver)))
    return tuple(error.schema.get("properties", ()))


def _holds(schema: Any, wanted: Any) -> bool:
    if schema is wanted:
        return True
    if isinstance(schema, dict):
        return any(_holds(inner, wanted) for inner in schema.values())
    return isinstance(schema, list) and any(_holds(inner, wanted) for inner in schema)


def unknown_keys(error: SchemaError) -> list[str]:
    """The keys that an error about further keys is about.

    The validator names them in its message only, each as repr writes it.
    """
    known = error.schema.get("properties", ())
    return [key for key in error.instance if key not in known and repr(key) in error.message]


def _names(schema: Any, resolver: Any) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", ())
    for keyword in _LISTS:
        for inner in schema.get(keyword, ()):
            yield from _names(inner, resolver)
    for keyword in _SINGLES:
        yield from _names(schema.get(keyword), resolver)
    reference = schema.get("$ref")
    if reference is not None:
        resolved = resolver.lookup(reference)
        yield from _names(resolved.contents, resolved.resolver)
