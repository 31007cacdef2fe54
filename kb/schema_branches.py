"""Which branch of an `anyOf` or `oneOf` an author probably meant.

The validator reports every branch in full, and nested alternatives multiply; an author needs the
one that was meant. It is the branch that fits the kind of value that stands there, then the one
with the fewest mistakes at this level: `{all: [...]}` with a mistake deep inside is still an `all`.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.schema_error import SchemaError
from kb.schema_names import unknown_keys
from kb.schema_words import as_written, type_words

_ALTERNATIVES = ("anyOf", "oneOf")
_FURTHER_KEYS = ("additionalProperties", "unevaluatedProperties")
_CHOICES = ("type", "enum", "const", *_ALTERNATIVES)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What the branches would have accepted in place of the value itself."""

    values: tuple[str, ...]
    types: tuple[str, ...]
    keys: tuple[str, ...]


def leaves(error: SchemaError) -> list[SchemaError]:
    """The errors worth reporting: of alternatives, those of the likeliest branch.

    Where no branch fits the kind of value, or each only misses a key of its own, the alternatives
    themselves are the error: any of them would do.
    """
    if error.validator not in _ALTERNATIVES or not error.context:
        return [error]
    branches = _branches(error)
    likeliest = min(branches, key=lambda branch: _distance(error, branch))
    if all(_is_own(error, leaf) and leaf.validator in _CHOICES for leaf in likeliest):
        return [error]
    if all(_is_own(error, leaf) and leaf.validator == "required" for branch in branches for leaf in branch):
        return [error]
    return likeliest


def own_alternatives(error: SchemaError) -> Alternatives:
    """The values, types and keys that the branches of `error` ask for at its own place."""
    values: list[str] = []
    types: list[str] = []
    keys: list[str] = []
    for leaf in _own_leaves(error):
        match leaf.validator:
            case "const":
                values.append(as_written(leaf.validator_value))
            case "enum":
                values.extend(as_written(value) for value in leaf.validator_value)
            case "type":
                types.extend(type_words(leaf.validator_value))
            case "required":
                keys.extend(key for key in leaf.validator_value if key not in leaf.instance)
    if values or types:
        keys = []
    return Alternatives(*(tuple(dict.fromkeys(each)) for each in (values, types, keys)))


def _own_leaves(error: SchemaError) -> list[SchemaError]:
    found = []
    for inner in error.context or ():
        if inner.validator in _ALTERNATIVES:
            found += _own_leaves(inner)
        elif _is_own(error, inner):
            found.append(inner)
    return found


def _branches(error: SchemaError) -> list[list[SchemaError]]:
    groups: dict[object, list[SchemaError]] = {}
    for inner in error.context or ():
        groups.setdefault(inner.relative_schema_path[0], []).extend(leaves(inner))
    return list(groups.values())


def _distance(error: SchemaError, branch: list[SchemaError]) -> tuple[int, int, int]:
    """How far the value is from the branch: wrong kind first, then mistakes here, then all."""
    depth = len(error.absolute_path)
    kind = here = 0
    for leaf in branch:
        below = len(leaf.absolute_path) - depth
        if below == 0:
            here += len(unknown_keys(leaf)) if leaf.validator in _FURTHER_KEYS else 1
            kind = max(kind, {"type": 2, "const": 1, "enum": 1}.get(str(leaf.validator), 0))
        elif below == 1 and leaf.validator == "const":
            # A key such as `type: one_of` tells the branches apart.
            kind = max(kind, 1)
    return kind, here, len(branch)


def _is_own(error: SchemaError, leaf: SchemaError) -> bool:
    return len(leaf.absolute_path) == len(error.absolute_path)
