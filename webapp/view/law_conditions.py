"""A condition as lines to read: each leaf is a question with the answers wanted, or a legal test."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rules.conditions import NONE_TICKED, All, Any, Condition, Is, Not, Test
from rules.explain import NONE_TEXT
from rules.model import Fact
from webapp.view.law import Law, Target

ALL, ANY, NONE, NOT_ALL = "All of these", "At least one of these", "None of these", "Not all of these"


@dataclass(frozen=True)
class Line:
    """One line: a question or a legal test that it links to, or a heading over parts.

    `says` is what a legal test says; `answers` are those wanted, or with `but` those that must not be given; `but`
    beside a legal test says that it must not hold.  `restates` says why a line is kept although another implies it;
    `inner` is what a legal test asks, where that is read along.
    """

    target: Target | None = None
    says: str = ""
    answers: tuple[str, ...] = ()
    but: bool = False
    many: bool = False
    restates: str = ""
    heading: str = ""
    parts: tuple[Line, ...] = ()
    inner: Line | None = None


def lines(law: Law, condition: Condition, deep: bool = False) -> Line | None:
    """The condition to read; nothing where it always or never holds. With `deep`, legal tests are read along."""
    match condition:
        case All(()) | Any(()):
            return None
        case All((only,)) | Any((only,)):
            return lines(law, only, deep)
        case All(parts):
            return Line(heading=ALL, parts=_parts(law, parts, deep))
        case Any(parts):
            return Line(heading=ANY, parts=_parts(law, parts, deep))
        case Not(part):
            return _negated(lines(law, part, deep))
        case Is(concept, restates):
            test = law.book.concepts[concept]
            inner = lines(law, test.when) if deep else None
            return Line(law.target("concept", concept), test.says, restates=restates or "", inner=inner)
        case Test(name, values, restates):
            fact = law.book.facts[name]
            answers = tuple(label(fact, value) for value in values)
            many = fact.type == "any_of" and len(values) > 1
            return Line(law.target("fact", name), answers=answers, many=many, restates=restates or "")


def _parts(law: Law, parts: tuple[Condition, ...], deep: bool) -> tuple[Line, ...]:
    return tuple(line for line in (lines(law, part, deep) for part in parts) if line)


def _negated(line: Line | None) -> Line | None:
    if line is None or not line.heading:
        return line and replace(line, but=not line.but)
    return replace(line, heading={ALL: NOT_ALL, ANY: NONE, NOT_ALL: ALL, NONE: ANY}[line.heading])


def label(fact: Fact, value: str) -> str:
    """An answer in words."""
    if value == NONE_TICKED and value not in fact.labels:
        return NONE_TEXT.capitalize()
    return fact.labels.get(value, value)
