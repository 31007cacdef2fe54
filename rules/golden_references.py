"""What a golden case refers to: the facts and values of its case, and everything that it expects."""

from __future__ import annotations

from collections.abc import Iterable

from kb import Entry
from rules.checker import Checker, Path, allowed_values, at
from rules.conditions import UNKNOWN

_EXPECTED = {"hangs_on": "fact", "rules": "rule", "unsettled": "reading"}


def golden(c: Checker, entry: Entry) -> None:
    """Check every name in a golden case."""
    _case(c, entry)
    _expect(c, entry)
    others = {other.id for other in c.scope.entries("golden")}
    if "near_miss_of" in entry.data:
        c.name(entry, ("near_miss_of",), entry.data["near_miss_of"], others - {entry.id}, "golden")
    c.names(entry, ("differs_in",), "fact")
    parts = {e.id for e in c.scope.content.entries("jurisdiction") if _extends(e, entry.owner)}
    _keys(c, entry, ("otherwise_in",), parts, "part")


def _extends(jurisdiction: Entry, owner: str) -> bool:
    return str(jurisdiction.data.get("extends", "")).lower() == owner


def _case(c: Checker, entry: Entry) -> None:
    case = entry.data["case"]
    c.names(entry, ("case", "ask_about"), "recipient")
    c.names(entry, ("case", "unknown"), "fact")
    _answers(c, entry, ("case", "facts"), about_one=False)
    for recipient in case.get("recipients", {}):
        path: Path = ("case", "recipients", recipient)
        c.name(entry, path, recipient, c.scope.known["recipient"], "recipient", at_key=True)
        _answers(c, entry, path, about_one=True)


def _answers(c: Checker, entry: Entry, path: Path, *, about_one: bool) -> None:
    askable = {name: fact.data for name, fact in c.scope.facts.items() if fact.kind != "reading"}
    for name, values in (at(entry.data, path) or {}).items():
        here = (*path, name)
        if not c.name(entry, here, name, askable, "fact", at_key=True):
            continue
        if about_one and not askable[name].get("per"):
            todo = "Move it to `facts`."
            c.report(
                entry, here, "not-per-recipient", f"'{name}' is the same for every recipient", (), todo, at_key=True
            )
        for value in [values] if isinstance(values, str) else values:
            c.name(entry, here, value, allowed_values(askable[name]) | {UNKNOWN}, "value")


def _expect(c: Checker, entry: Entry) -> None:
    expect = entry.data["expect"]
    known = c.scope.known
    for recipient, outcome in expect.get("outcomes", {}).items():
        path: Path = ("expect", "outcomes", recipient)
        c.name(entry, path, recipient, known["recipient"], "recipient", at_key=True)
        for key, sort in _EXPECTED.items():
            c.names(entry, (*path, key), sort)
        _keys(c, entry, (*path, "items"), known["item"], "item")
        for index, other in enumerate(outcome.get("or", ())):
            c.name(entry, (*path, "or", index), other, known["recipient"] | known["step"], "recipient")
    _keys(c, entry, ("expect", "rules"), known["rule"], "rule")
    for force in ("must", "should", "must_not"):
        c.names(entry, ("expect", "steps", force), "step")
    c.names(entry, ("expect", "duties"), "rule")
    if "first_step" in expect:
        c.name(entry, ("expect", "first_step"), expect["first_step"], known["step"], "step")


def _keys(c: Checker, entry: Entry, path: Path, allowed: Iterable[str], what: str) -> None:
    for name in at(entry.data, path) or ():
        c.name(entry, (*path, name), name, allowed, what, at_key=True)
