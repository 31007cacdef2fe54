"""Records of the law as plain data, ready for JSON: every field under its own name.

Sets become sorted lists, days their ISO form, conditions the nested form of the rule language; a condition that was
left out is `None`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from rules import conditions
from rules.conditions import ALWAYS, NEVER, RESTATES, Condition


def plain(value: Any) -> Any:
    """The plain data of a record, or of anything that records hold."""
    match value:
        case conditions.Test() | conditions.Is() | conditions.Not() | conditions.All() | conditions.Any():
            return None if value in (ALWAYS, NEVER) else condition(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {key: plain(part) for key, part in value.items()}
        case frozenset():
            return sorted(plain(part) for part in value)
        case list() | tuple():
            return [plain(part) for part in value]
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return value


def condition(tree: Condition) -> dict[str, Any]:
    """A condition as authors write it, with the values of a fact always as a list.

    >>> condition(conditions.Not(conditions.Test("weapon", ("gun", "knife"))))
    {'not': {'weapon': ['gun', 'knife']}}
    """
    match tree:
        case conditions.Test(fact, values, restates):
            return _marked({fact: list(values)}, restates)
        case conditions.Is(concept, restates):
            return _marked({"is": concept}, restates)
        case conditions.Not(part):
            return {"not": condition(part)}
        case conditions.All(parts):
            return {"all": [condition(part) for part in parts]}
        case conditions.Any(parts):
            return {"any": [condition(part) for part in parts]}


def _marked(data: dict[str, Any], restates: str | None) -> dict[str, Any]:
    return data | {RESTATES: restates} if restates else data
