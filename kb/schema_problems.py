"""What the JSON Schema validator says, as problems for authors.

Each kind of error gets its own words, its place (the key where a key is wrong, the value where a
value is) and what is allowed there. Of an `anyOf` or `oneOf` only the branch that was probably
meant is reported; `kb.schema_branches` chooses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kb.document import Document
from kb.problems import Problem
from kb.schema_branches import leaves, own_alternatives
from kb.schema_error import SchemaError
from kb.schema_names import property_names, unknown_keys
from kb.schema_words import as_written, limit_words, type_words

if TYPE_CHECKING:
    from referencing import Registry


def explain(error: SchemaError, document: Document, registry: Registry[Any]) -> Iterator[Problem]:
    """The problems behind one error of the validator; `registry` holds all schemas."""
    for leaf in leaves(error):
        if leaf.validator == "additionalProperties":
            yield from _unknown_keys(leaf, document, tuple(leaf.schema.get("properties", ())))
        elif leaf.validator == "unevaluatedProperties":
            yield from _unknown_keys(leaf, document, property_names(registry, leaf))
        else:
            yield from _explain_leaf(leaf, document)


def _explain_leaf(error: SchemaError, document: Document) -> Iterator[Problem]:
    if "propertyNames" in error.relative_schema_path and isinstance(error.instance, str):
        yield _key_name(error, document)
        return
    match error.validator:
        case "required" | "dependentRequired":
            yield from _missing_keys(error, document)
        case "type":
            yield _wrong_type(error, document)
        case "enum" | "const":
            yield _wrong_value(error, document)
        case "anyOf" | "oneOf":
            yield _no_alternative(error, document)
        case "uniqueItems":
            yield _repeated_item(error, document)
        case "not" if error.validator_value == {}:
            yield _forbidden_key(error, document)
        case _:
            yield _other(error, document)


def _unknown_keys(error: SchemaError, document: Document, allowed: Sequence[str]) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    for key in unknown_keys(error):
        # `unevaluatedProperties` also complains of a known key whose value is wrong.
        if key not in allowed:
            todo = "Rename the key or delete it."
            yield document.problem((*path, key), "unknown-key", found=key, allowed=allowed, todo=todo, at_key=True)


def _missing_keys(error: SchemaError, document: Document) -> Iterator[Problem]:
    wanted = error.validator_value
    if isinstance(wanted, dict):
        wanted = [key for has, keys in wanted.items() if has in error.instance for key in keys]
    for key in wanted:
        if key not in error.instance:
            todo = f"Add the key '{key}'."
            yield document.problem(error.absolute_path, "missing-key", allowed=(key,), todo=todo)


def _wrong_type(error: SchemaError, document: Document) -> Problem:
    allowed = type_words(error.validator_value)
    return document.problem(
        error.absolute_path,
        "wrong-type",
        found=as_written(error.instance),
        allowed=allowed,
        nearest="",
        todo=_type_todo(error.instance, allowed),
    )


def _type_todo(value: object, allowed: Sequence[str]) -> str:
    if value is None:
        return "Write something after the colon, or leave the key out."
    if "text" in allowed and isinstance(value, int | float):
        return "Put it in quotes."
    if "list" in allowed and not isinstance(value, dict):
        return "Write a list: each item with a dash, or in square brackets."
    return f"Write {' or '.join(allowed)} here."


def _wrong_value(error: SchemaError, document: Document) -> Problem:
    wanted = error.validator_value if error.validator == "enum" else [error.validator_value]
    return document.problem(
        error.absolute_path,
        "wrong-value",
        found=as_written(error.instance),
        allowed=[as_written(value) for value in wanted],
        todo="Choose one of the allowed values.",
    )


def _no_alternative(error: SchemaError, document: Document) -> Problem:
    alternatives = own_alternatives(error)
    if alternatives.keys:
        keys = alternatives.keys
        todo = f"Add one of the keys {', '.join(keys)}."
        return document.problem(error.absolute_path, "missing-key", allowed=keys, todo=todo)
    if not error.context:
        todo = "It fits several forms at once. Leave out what does not belong."
        found = as_written(error.instance)
        return document.problem(error.absolute_path, "not-clear", found=found, todo=todo)
    return document.problem(
        error.absolute_path,
        "wrong-value" if alternatives.values else "wrong-type",
        found=as_written(error.instance),
        allowed=(*alternatives.values, *alternatives.types),
        todo="Choose one of the allowed values or forms.",
    )


def _key_name(error: SchemaError, document: Document) -> Problem:
    allowed = error.validator_value if error.validator == "enum" else [_described(error)]
    return document.problem(
        (*error.absolute_path, error.instance),
        "wrong-key",
        found=error.instance,
        allowed=allowed,
        todo="Rename the key.",
        at_key=True,
    )


def _forbidden_key(error: SchemaError, document: Document) -> Problem:
    """A key that may not stand beside what stands there, though it may elsewhere."""
    path = tuple(error.absolute_path)
    todo = error.schema.get("description", "It does not go with the other keys here. Delete it.")
    return document.problem(path, "key-not-allowed-here", found=str(path[-1]) if path else "", todo=todo, at_key=True)


def _repeated_item(error: SchemaError, document: Document) -> Problem:
    items = error.instance
    again = next(at for at, item in enumerate(items) if item in items[:at])
    return document.problem(
        (*error.absolute_path, again),
        "repeated-item",
        found=as_written(items[again]),
        todo="Delete it: it stands in this list already.",
    )


def _other(error: SchemaError, document: Document) -> Problem:
    code, todo = _OTHERS.get(str(error.validator), ("not-allowed", "Change or delete it."))
    return document.problem(
        error.absolute_path,
        code,
        found=as_written(error.instance),
        allowed=[_described(error)],
        nearest="",
        todo=todo,
    )


def _described(error: SchemaError) -> str:
    """What the schema wants here: its own description, or the limit that was not kept."""
    if not isinstance(error.schema, dict):
        return "nothing"
    description = error.schema.get("description")
    return description or limit_words(str(error.validator), error.validator_value)


_OTHERS = {
    "pattern": ("wrong-form", "Write it in the form that is allowed."),
    "format": ("wrong-form", "Write it in the form that is allowed."),
    "minLength": ("too-short", "Write more."),
    "maxLength": ("too-long", "Write less."),
    "minItems": ("too-few-items", "Add an item."),
    "maxItems": ("too-many-items", "Delete an item."),
    "minProperties": ("too-few-keys", "Add a key."),
    "maxProperties": ("too-many-keys", "Delete a key, or make two entries of it."),
    "minimum": ("too-small", "Write a larger number."),
    "exclusiveMinimum": ("too-small", "Write a larger number."),
    "maximum": ("too-large", "Write a smaller number."),
    "exclusiveMaximum": ("too-large", "Write a smaller number."),
}
