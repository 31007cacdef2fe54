"""Which references each kind of entry holds, and what else a schema cannot say about an entry alone."""

from __future__ import annotations

from collections.abc import Callable

from kb import Entry
from rules.checker import Checker, Path, allowed_values, at
from rules.conditions import NONE_TICKED
from rules.golden_references import golden
from rules.model import ROLE_FACT
from rules.norms import EVERYONE

_NEVER_PRESUMED = {"consent", "concern"}
"""Groups of facts that carry danger, consent or knowledge: nothing in them may be assumed."""

_NEVER_PRESUMED_FACTS = {ROLE_FACT, "capacity", "person_age"}


def _fact(c: Checker, entry: Entry) -> None:
    values = [value["id"] for value in entry.data.get("values", ())]
    for index, value in enumerate(values):
        if value in values[:index]:
            c.report(entry, ("values", index, "id"), "repeated-value", value, (), "Give each answer a name of its own.")
        if value == NONE_TICKED and entry.data["type"] == "any_of":
            todo = "Take it out: nothing ticked is already an answer."
            c.report(entry, ("values", index, "id"), "none-in-a-list", value, (), todo)
    if entry.id == ROLE_FACT:
        for role in c.scope.entries("role"):
            c.name(role, ("id",), role.id, values, "answer")
    c.condition(entry, ("asked_when",), per_recipient=bool(entry.data.get("per")))
    c.names(entry, ("rests_on",), "fact")
    presume = entry.data.get("presume")
    if not presume:
        return
    c.names(entry, ("presume", "unless_asking_about"), "recipient")
    if "asked_when" in entry.data:
        c.report(
            entry,
            ("presume",),
            "presumed-and-conditional",
            f"'{entry.id}' is presumed and has asked_when",
            (),
            "To presume its value would also presume its condition: keep only one of the two.",
        )
    values = presume["value"]
    if entry.data["type"] != "any_of" and not isinstance(values, str) and len(values) != 1:
        c.report(entry, ("presume", "value"), "several-values", ", ".join(values), (), "Presume one answer.")
    for value in [values] if isinstance(values, str) else values:
        ticks = {NONE_TICKED} if entry.data["type"] == "any_of" else set()
        c.name(entry, ("presume", "value"), value, allowed_values(entry.data) - ticks, "value")
    if entry.data["group"] in _NEVER_PRESUMED or entry.id in _NEVER_PRESUMED_FACTS:
        c.report(
            entry,
            ("presume",),
            "presumed-danger",
            f"'{entry.id}' is presumed",
            (),
            "Danger, consent, knowledge, capacity, age and role are never presumed: remove `presume`.",
        )


def _rule(c: Checker, entry: Entry) -> None:
    data = entry.data
    pairs = bool(data.get("to") and data.get("share")) or bool(data.get("defeats"))
    for key in ("when", "unless"):
        c.condition(entry, (key,), per_recipient=pairs)
    if data["binds"] != EVERYONE:
        c.names(entry, ("binds",), "bound", "profession")
    _whom(c, entry, ("to",))
    _what(c, entry, ("share",))
    c.names(entry, ("defeats",), "rule")
    for force in ("must", "should", "must_not"):
        for index, use in enumerate(data.get("steps", {}).get(force, ())):
            path: Path = ("steps", force, index)
            step, where = (use["step"], (*path, "step")) if isinstance(use, dict) else (use, path)
            c.name(entry, where, step, c.scope.known["step"], "step")
            if isinstance(use, dict):
                c.condition(entry, (*path, "when"), per_recipient=pairs)
    if "advises_against" in data:
        _whom(c, entry, ("advises_against", "to"))
        _what(c, entry, ("advises_against", "share"))
        c.name(
            entry, ("advises_against", "source"), data["advises_against"]["source"], c.scope.known["source"], "source"
        )
    for recipient in data.get("names", {}):
        c.name(entry, ("names", recipient), recipient, c.scope.known["recipient"], "recipient", at_key=True)


def _whom(c: Checker, entry: Entry, path: Path) -> None:
    to = at(entry.data, path)
    if isinstance(to, dict):
        for key in ("one_of", "all_of", "each"):
            c.names(entry, (*path, key), "recipient")
        c.names(entry, (*path, "or_do"), "step")
    elif isinstance(to, list):
        c.names(entry, path, "recipient")


def _what(c: Checker, entry: Entry, path: Path) -> None:
    share = at(entry.data, path)
    if not isinstance(share, list):
        return
    seen: set[str] = set()
    for index, part in enumerate(share):
        here = (*path, index)
        item, where = (part["item"], (*here, "item")) if isinstance(part, dict) else (part, here)
        c.name(entry, where, item, c.scope.known["item"], "item")
        if item in seen:
            todo = "Keep it once; put several conditions under `any`."
            c.report(entry, where, "repeated-item", item, (), todo)
        seen.add(item)
        if isinstance(part, dict):
            c.condition(entry, (*here, "when"))


def _in_force(c: Checker, entry: Entry) -> None:
    spans = entry.data.get("in_force", {})
    if spans.get("from", "") >= spans.get("until", "~"):
        todo = "Let it end after it begins."
        c.report(entry, ("in_force", "until"), "ends-before-it-begins", spans["until"], (), todo)


def _not_encoded(c: Checker, entry: Entry) -> None:
    for index, name in enumerate(entry.data["touches"]):
        c.name(entry, ("touches", index), name, c.scope.known["recipient"] | c.scope.known["rule"], "recipient")


def _role_group(c: Checker, entry: Entry) -> None:
    if entry.id in c.scope.known["role"]:
        todo = "Give the group a name of its own."
        c.report(entry, ("id",), "duplicate-id", f"'{entry.id}' is also a profession", (), todo)


def _territory(c: Checker, entry: Entry) -> None:
    for index, code in enumerate(entry.data.get("territory", ())):
        known = {e.id for e in c.scope.content.entries("jurisdiction")}
        c.name(entry, ("territory", index), code, known, "jurisdiction")


def _sources(c: Checker, entry: Entry) -> None:
    c.names(entry, ("sources",), "source")
    if isinstance(entry.data.get("source"), str):
        c.name(entry, ("source",), entry.data["source"], c.scope.known["source"], "source")


def _lists(**sorts: str) -> Callable[[Checker, Entry], None]:
    """A check of plain lists of names: key of the entry to the sort of name that it lists."""

    def run(c: Checker, entry: Entry) -> None:
        for key, sort in sorts.items():
            c.names(entry, (key,), sort)

    return run


def _reading(c: Checker, entry: Entry) -> None:
    for index in range(len(entry.data["values"])):
        c.names(entry, ("values", index, "sources"), "source")


def _table(c: Checker, entry: Entry) -> None:
    if entry.data["rule"]:
        c.name(entry, ("rule",), entry.data["rule"], c.scope.known["rule"], "rule")


def _jurisdiction(c: Checker, entry: Entry) -> None:
    c.names(entry, ("roles",), "role", "profession")
    for index in range(len(entry.data.get("not_covered", ()))):
        c.names(entry, ("not_covered", index, "touches"), "recipient")


def _invariant(c: Checker, entry: Entry) -> None:
    if entry.data["for"] != EVERYONE:
        c.names(entry, ("for",), "bound", "profession")
    c.condition(entry, ("when",))
    ((kind, claim),) = entry.data["claim"].items()
    if kind == "never_step":
        c.name(entry, ("claim", kind, "step"), claim["step"], c.scope.known["step"], "step")
        return
    _whom(c, entry, ("claim", kind, "to"))
    _what(c, entry, ("claim", kind, "share"))
    for fact, values in claim.get("set", {}).items():
        c.test(entry, ("claim", kind, "set", fact), fact, values, per_recipient=True)
        kind_of_fact = c.scope.facts[fact].data.get("type") if fact in c.scope.facts else "any_of"
        if isinstance(values, list) and len(values) != 1 and kind_of_fact != "any_of":
            todo = "Set one answer."
            c.report(entry, ("claim", kind, "set", fact), "several-values", ", ".join(values), (), todo)


def _wording(c: Checker, entry: Entry) -> None:
    c.name(entry, ("judgement",), entry.data["judgement"], c.scope.known["judgement"], "judgement")


def _condition(key: str) -> Callable[[Checker, Entry], None]:
    return lambda c, entry: c.condition(entry, (key,))


CHECKS: dict[str, tuple[Callable[[Checker, Entry], None], ...]] = {
    "avoid": (_sources,),
    "fact": (_fact,),
    "judgement": (_fact,),
    "role_group": (_lists(members="role"), _role_group),
    "not_encoded": (_not_encoded,),
    "golden": (golden,),
    "recipient": (_lists(members="recipient"),),
    "item": (_lists(implies="item"),),
    "step": (_lists(after="step", urgent_after="step", guidance="guidance"),),
    "constraint": (_condition("never"),),
    "concept": (_condition("when"), _sources),
    "reading": (_sources, _reading),
    "wording": (_wording,),
    "rule": (_rule, _sources, _territory, _in_force),
    "contact": (_sources,),
    "table": (_lists(law="source", members="recipient"), _table),
    "myth": (_sources, _lists(rules="rule")),
    "change": (_sources, _lists(rules="rule")),
    "guidance": (_sources, _lists(**{"for": "rule"})),
    "jurisdiction": (_jurisdiction,),
    "invariant": (_invariant, _sources),
}
