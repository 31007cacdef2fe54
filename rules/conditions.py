"""Conditions of the rule language as an immutable tree.

A condition says something about facts, judgements and readings (one namespace, here called *facts*) and about
named concepts; it never mentions a rule.  This module parses the data form that authors write and walks the tree.
Whether the names exist is checked in `rules.crossref`; what a condition is worth for a case is worked out on
decision diagrams in `rules.compiled`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any as Anything

NONE_TICKED = "none"
"""Reserved value: on a tick list it means "asked, and nothing ticked"."""

UNKNOWN = "unknown"
"""Reserved answer: asked, and the practitioner cannot tell."""

RESTATES = "restates"
"""Key beside a condition that marks it as kept for the reader although another condition implies it."""


@dataclass(frozen=True)
class Test:
    """`fact: value` or `fact: [values]`: the fact has one of these values (on a tick list: one of them is ticked)."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    fact: str
    values: tuple[str, ...]
    restates: str | None = None


@dataclass(frozen=True)
class Is:
    """`is: concept`: the named concept holds."""

    concept: str
    restates: str | None = None


@dataclass(frozen=True)
class Not:
    """`not: condition`."""

    part: Condition


@dataclass(frozen=True)
class All:
    """`all: [conditions]`: every part holds; with no part it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    """`any: [conditions]`: at least one part holds; with no part it never holds."""

    parts: tuple[Condition, ...]


Condition = Test | Is | Not | All | Any

ALWAYS: Condition = All(())
NEVER: Condition = Any(())


def parse(data: Mapping[str, Anything]) -> Condition:
    """Turn the author's mapping (already valid by schema) into a tree.

    >>> parse({"all": [{"is": "xx_grounded"}, {"harm_severity": ["death", "serious"]}]})
    All(parts=(Is(concept='xx_grounded', restates=None), Test(fact='harm_severity', values=('death', 'serious'), \
restates=None)))
    """
    note = data.get(RESTATES)
    ((key, value),) = [(k, v) for k, v in data.items() if k != RESTATES]
    match key:
        case "all":
            return All(tuple(parse(part) for part in value))
        case "any":
            return Any(tuple(parse(part) for part in value))
        case "not":
            return Not(parse(value))
        case "is":
            return Is(value, note)
        case fact:
            return Test(fact, tuple(value) if isinstance(value, list) else (value,), note)


def parse_optional(data: Mapping[str, Anything] | None, default: Condition) -> Condition:
    """The parsed condition, or `default` where the author left it out."""
    return default if data is None else parse(data)


def leaves(condition: Condition) -> Iterator[Test | Is]:
    """The tests and concept references of a condition, in reading order."""
    match condition:
        case Test() | Is():
            yield condition
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)


def facts_of(condition: Condition, concepts: Mapping[str, Condition]) -> set[str]:
    """Every fact that the condition rests on, also through concepts."""
    found: set[str] = set()
    for leaf in leaves(condition):
        if isinstance(leaf, Test):
            found.add(leaf.fact)
        else:
            found |= facts_of(concepts[leaf.concept], concepts)
    return found


def replace_leaf(condition: Condition, leaf: Test | Is, by: Condition) -> Condition:
    """The same tree with one leaf (by identity) replaced: what the proof of idle conditions needs."""
    if condition is leaf:
        return by
    match condition:
        case Not(part):
            return Not(replace_leaf(part, leaf, by))
        case All(parts):
            return All(tuple(replace_leaf(part, leaf, by) for part in parts))
        case Any(parts):
            return Any(tuple(replace_leaf(part, leaf, by) for part in parts))
        case _:
            return condition
