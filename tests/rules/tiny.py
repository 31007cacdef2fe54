"""Tiny rulebooks with everything that advice, explanations and proofs speak of, and the advice about them.

`small` builds what the reference needs; this adds texts, concepts, readings, steps and items by their real names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from rules.advice import Advice
from rules.case import EVERYWHERE, Case, Key
from rules.conditions import parse
from rules.evaluate import Evaluation, evaluate
from rules.model import Concept, Constraint, Effect, Fact, Force, Item, Recipient, Rule, Rulebook, Step, StepUse
from rules.readings import Reading, ReadingOption
from tests.rules.small import NURSE, OFFICER, SIDES, fact, rule, rulebook

TODAY = date(2026, 11, 24)
PEOPLE = ("police", "family")
IDENTIFYING = ("identity", "threat")
ITEMS = (
    Item("identity", "Who it is", True, (), SIDES),
    Item("threat", "What was said", True, (), SIDES),
    Item("expertise", "Knowledge", False, (), SIDES),
)
SECRECY = "confidentiality"


def book(
    facts: Iterable[Fact],
    rules: Iterable[Rule],
    never: Mapping[str, Any] | None = None,
    concepts: Mapping[str, Mapping[str, Any]] | None = None,
    steps: Iterable[Step] = (),
    readings: Iterable[Reading] = (),
    **more: Any,
) -> Rulebook:
    """A rulebook about identity, threat and expert knowledge for the police and the family."""
    readings = list(readings)
    disputed = [fact(r.id, *(option.value for option in r.options), reading=True) for r in readings]
    bare = rulebook([*facts, *disputed], list(rules))
    found = replace(
        bare,
        facts={
            f.id: replace(f, labels={v: v.upper() for v in f.values}, question=f"{f.id}?") for f in bare.facts.values()
        },
        readings={r.id: r for r in readings},
        concepts={
            name: Concept(name, f"Test {name}", parse(when), sources=(f"src-{name}",))
            for name, when in (concepts or {}).items()
        },
        recipients={name: Recipient(name, f"The {name}", "", SIDES) for name in PEOPLE},
        items={item.id: item for item in ITEMS},
        steps={step.id: step for step in steps},
        constraints=(Constraint("c", "That cannot be.", parse(never)),) if never else (),
    )
    return replace(found, **more)


def norm(
    name: str,
    effect: Effect,
    when: Mapping[str, Any] | None = None,
    *,
    to: tuple[str, ...] = ("police",),
    share: Iterable[str] | Mapping[str, Mapping[str, Any] | None] = IDENTIFYING,
    layers: tuple[str, ...] = (SECRECY,),
    unless: Mapping[str, Any] | None = None,
    binds: tuple[str, ...] = (NURSE, OFFICER),
    **more: Any,
) -> Rule:
    """A rule about identity and threat for the police, in the layer of secrecy, with a source of its own."""
    items = share if isinstance(share, Mapping) else dict.fromkeys(share)
    more |= {"unless": parse(unless)} if unless else {}
    made = rule(name, effect, *layers, when=when, to=to, share=items, **more)
    return replace(made, title=f"Rule {name}", sources=made.sources or (f"src-{name}",), binds=frozenset(binds))


def secrecy(name: str = "secrecy", layer: str = SECRECY, **more: Any) -> Rule:
    """The gate of a layer: what identifies goes to nobody."""
    return norm(name, "must_not", to=PEOPLE, layers=(layer,), gate=True, **more)


def uses(*steps: str, force: Force = "should", when: Mapping[str, Any] | None = None) -> tuple[StepUse, ...]:
    """Steps as a rule asks for them."""
    return tuple(StepUse(step, force, parse(when or {"all": []})) for step in steps)


def step(
    name: str,
    phase: Literal["now", "before", "share", "after"] = "before",
    after: tuple[str, ...] = (),
    urgent_after: tuple[str, ...] | None = None,
    **more: Any,
) -> Step:
    """A step of the vocabulary."""
    return Step(name, f"Do {name}", phase, after, "", urgent_after, **more)


def reading(name: str, *options: str) -> Reading:
    """Disputed law, each interpretation with a source of its own."""
    return Reading(name, f"{name}?", "", (), tuple(ReadingOption(o, f"It is {o}.", (f"src-{o}",)) for o in options))


def case(
    *unknown: str,
    about: Iterable[str] = (),
    role: str = NURSE,
    of: Mapping[str, Mapping[str, str]] | None = None,
    **answers: str,
) -> Case:
    """A case; a value `a+b` ticks two options, an empty one none; `of` holds the answers about each recipient."""
    said = {(name, EVERYWHERE): value for name, value in answers.items()}
    said |= {(name, recipient): value for recipient, about_it in (of or {}).items() for name, value in about_it.items()}
    given: dict[Key, frozenset[str]] = {key: frozenset(v.split("+") if v else ()) for key, v in said.items()}
    return Case("XX", role, given, frozenset((name, EVERYWHERE) for name in unknown), tuple(about))


def evaluated(rules: Rulebook, *unknown: str, strict: bool = False, **said: Any) -> Evaluation:
    """What the engine makes of a case (see `case`)."""
    return evaluate(rules, case(*unknown, **said), strict)


def advise(rules: Rulebook, *unknown: str, strict: bool = False, **said: Any) -> Advice:
    """The advice about a case (see `case`)."""
    return Advice(evaluated(rules, *unknown, strict=strict, **said), TODAY)


def document(rulebook: Rulebook, *unknown: str, **said: Any) -> dict[str, Any]:
    """The document of a case."""
    return advise(rulebook, *unknown, **said).document()


def outcome(rulebook: Rulebook, recipient: str = "police", *unknown: str, **said: Any) -> dict[str, Any]:
    """What a document says about one recipient."""
    found: dict[str, Any] = document(rulebook, *unknown, **said)["outcomes"][recipient]
    return found
