"""A rulebook and a case in a few lines, to be read where a property fails."""

from __future__ import annotations

from collections.abc import Iterator

from rules.case import Case, Key
from rules.conditions import ALWAYS, NEVER, All, Any, Condition, Is, Not, Test
from rules.model import ROLE_FACT, Fact, Rule, Rulebook


def describe(rulebook: Rulebook, case: Case) -> str:
    """The rulebook and the case as text."""
    return "\n".join(["", *_rulebook(rulebook), *_case(case)])


def shown(condition: Condition) -> str:
    """A condition as text."""
    match condition:
        case Test(fact, values):
            return f"{fact}={'|'.join(values)}"
        case Is(concept):
            return f"is {concept}"
        case Not(part):
            return f"not({shown(part)})"
        case All(parts):
            return f"all({', '.join(map(shown, parts))})"
        case Any(parts):
            return f"any({', '.join(map(shown, parts))})"


def _rulebook(rulebook: Rulebook) -> Iterator[str]:
    yield from (_fact(fact) for fact in rulebook.facts.values() if fact.id != ROLE_FACT)
    yield from (f"concept {concept.id}: {shown(concept.when)}" for concept in rulebook.concepts.values())
    yield from (f"never {shown(constraint.never)}" for constraint in rulebook.constraints)
    yield from (f"recipient {recipient.id}: {' '.join(recipient.sides)}" for recipient in rulebook.recipients.values())
    yield from (f"item {i.id}: {'identifying' * i.identifying} {' '.join(i.sides)}" for i in rulebook.items.values())
    yield from (_rule(rule) for rule in rulebook.rules.values())


def _fact(fact: Fact) -> str:
    kind = "reading" if fact.reading else fact.type
    words = [f"fact {fact.id}: {kind} {'|'.join(fact.values)} {fact.side} {fact.mutable}"]
    words += ["per recipient"] * fact.per_recipient
    words += [f"asked when {shown(fact.asked_when)}"] * (fact.asked_when != ALWAYS)
    if fact.presume:
        words.append(f"presumed {list(fact.presume.value)} unless {list(fact.presume.unless_asking_about)}")
    return ", ".join(words)


def _rule(rule: Rule) -> str:
    words = [f"rule {rule.id}: {rule.effect}{' gate' * rule.gate} layers {list(rule.layers)}"]
    words.append(f"binds {sorted(rule.binds)}")
    words.append(f"to {list(rule.to)}")
    words.append(
        "share " + (", ".join(f"{i} if {shown(c)}" if c != ALWAYS else i for i, c in rule.share.items()) or "[]")
    )
    words += [f"when {shown(rule.when)}"] * (rule.when != ALWAYS)
    words += [f"unless {shown(rule.unless)}"] * (rule.unless != NEVER)
    words += [f"defeats {list(rule.defeats)}"] * bool(rule.defeats)
    return "; ".join(words)


def _case(case: Case) -> Iterator[str]:
    yield f"case of {case.role}, asking about {list(case.ask_about)}"
    yield from (f"  {_key(key)}: {sorted(values)}" for key, values in case.answers.items())
    yield from (f"  {_key(key)}: unknown" for key in sorted(case.unknown))


def _key(key: Key) -> str:
    fact, recipient = key
    return f"{fact} ({recipient})" if recipient else fact
