"""Proofs that nothing in a rulebook is idle: no dead or defeated rule, no literal and no rule that never matters.

Each is asked for every profession that a rule binds; a finding is reported only if it holds for all of them.  What an
author marked `restates` is kept for the reader: it is exempt, and proved to be redundant as it claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rules.compiled import CompiledRole, RuleOnClass, outcomes
from rules.conditions import ALWAYS, NEVER, Condition, Is, Test, leaves, replace_leaf
from rules.diagram import FALSE
from rules.model import Rule
from rules.proof.findings import Finding

Compiled = Mapping[str, CompiledRole]
"""The rulebook compiled for each profession."""


def idle_rules(compiled: Compiled) -> Iterator[Finding]:
    """Rules that never apply, that never stand, or whose removal would change nothing."""
    for rule, where in _bound(compiled):
        roles = tuple(book.role for book in where)
        if not any(_ever(book, rule, lambda on: on.applies) for book in where):
            yield Finding("dead-rule", (rule.id,), f"{rule.id} applies in no case", roles)
        elif not any(_ever(book, rule, lambda on: on.stands) for book in where):
            yield Finding("always-defeated", (rule.id,), f"{rule.id} is defeated wherever it applies", roles)
        elif rule.restates or not _speaks(rule):
            idle = all(_removable(book, rule) for book in where)
            if idle and not rule.restates:
                yield Finding("idle-rule", (rule.id,), f"without {rule.id} every answer would be the same", roles)
            if rule.restates and not idle:
                says = f"{rule.id} says that it only restates, yet it matters"
                yield Finding("not-redundant", (rule.id,), says, roles)


def _speaks(rule: Rule) -> bool:
    """Whether a rule matters by what it says itself: steps, a duty, an explanation."""
    return bool(rule.steps) or rule.effect in ("must", "none") or rule.gate


def _bound(compiled: Compiled) -> Iterator[tuple[Rule, list[CompiledRole]]]:
    books = list(compiled.values())
    for rule in books[0].rulebook.rules.values():
        where = [book for book in books if rule.id in book.rules]
        if where:
            yield rule, where


def _on_classes(book: CompiledRole, rule: Rule) -> Iterator[RuleOnClass]:
    for cls in book.classes:
        yield from (on for on in cls.rules if on.rule.id == rule.id)
    if rule.id in book.pairless:
        yield RuleOnClass(rule, book.pairless[rule.id], book.pairless[rule.id])


def _ever(book: CompiledRole, rule: Rule, what: Callable[[RuleOnClass], int]) -> bool:
    return any(book.diagrams.both(what(on), book.possible) != FALSE for on in _on_classes(book, rule))


def _removable(book: CompiledRole, rule: Rule) -> bool:
    """Whether every outcome of every pair stays the same without the rule."""
    for cls in book.classes:
        if not any(on.rule.id == rule.id for on in cls.rules):
            continue
        less: dict[str, RuleOnClass] = {}
        for on in (on for on in cls.rules if on.rule.id != rule.id):
            beaten = book.diagrams.any_of(less[o.id].stands for o in book.defeaters(on.rule) if o.id in less)
            less[on.rule.id] = replace(on, stands=book.diagrams.without(on.applies, beaten))
        after = outcomes(book.diagrams, less.values())
        if any(_differ(book, node, after[outcome]) for outcome, node in cls.outcomes.items()):
            return False
    return True


def _differ(book: CompiledRole, one: int, other: int) -> bool:
    return book.diagrams.both(one, book.possible) != book.diagrams.both(other, book.possible)


# -- literals ----------------------------------------------------------------------------------------------------------


def idle_literals(compiled: Compiled) -> Iterator[Finding]:
    """Parts of conditions that could go without any case noticing."""
    for rule, where in _bound(compiled):
        for part in ("when", "unless"):
            condition = rule.when if part == "when" else rule.unless
            yield from _idle_leaves(f"{rule.id} ({part})", rule.id, condition, where, _applies(rule, part))
        for what, condition in _own_conditions(rule):
            yield from _idle_leaves(f"{rule.id} ({what})", rule.id, condition, where, _applies(rule, "own"))
    books = list(compiled.values())
    for concept in books[0].rulebook.concepts.values():
        used = [book for book in books if concept.id in book.concepts_used]
        if used:
            yield from _idle_leaves(concept.id, concept.id, concept.when, used, lambda book, c: book.condition(c))


def _own_conditions(rule: Rule) -> Iterator[tuple[str, Condition]]:
    """The conditions of a rule's items and steps, each once."""
    yield from {when: (f"item {item}", when) for item, when in rule.share.items() if when != ALWAYS}.values()
    yield from {use.when: (f"step {use.step}", use.when) for use in rule.steps if use.when != ALWAYS}.values()


def _applies(rule: Rule, part: str) -> Callable[[CompiledRole, Condition], int]:
    def build(book: CompiledRole, condition: Condition) -> int:
        when = condition if part == "when" else rule.when
        unless = condition if part == "unless" else rule.unless
        applies = book.diagrams.without(book.condition(when), book.condition(unless))
        return book.diagrams.both(applies, book.condition(condition)) if part == "own" else applies

    return build


def _idle_leaves(
    where_text: str,
    about: str,
    condition: Condition,
    books: Sequence[CompiledRole],
    build: Callable[[CompiledRole, Condition], int],
) -> Iterator[Finding]:
    roles = tuple(book.role for book in books)
    for leaf in list(leaves(condition)):
        idle = any(
            all(
                not _differ(book, build(book, condition), build(book, replace_leaf(condition, leaf, by)))
                for book in books
            )
            for by in (ALWAYS, NEVER)
        )
        name = leaf.fact if isinstance(leaf, Test) else leaf.concept
        if idle and not leaf.restates:
            says = f"in {where_text} the condition on {name} decides nothing"
            yield Finding("idle-literal", (about, name), says, roles)
        elif leaf.restates and not idle:
            says = f"in {where_text} the condition on {name} says that it only restates, yet it matters"
            yield Finding("not-redundant", (about, name), says, roles)
        elif isinstance(leaf, Test):
            yield from _idle_values(where_text, about, condition, leaf, books, build)


def _idle_values(
    where_text: str,
    about: str,
    condition: Condition,
    leaf: Test | Is,
    books: Sequence[CompiledRole],
    build: Callable[[CompiledRole, Condition], int],
) -> Iterator[Finding]:
    if not isinstance(leaf, Test) or len(leaf.values) < 2 or leaf.restates:
        return
    for value in leaf.values:
        fewer = Test(leaf.fact, tuple(v for v in leaf.values if v != value))
        after = replace_leaf(condition, leaf, fewer)
        if all(not _differ(book, build(book, condition), build(book, after)) for book in books):
            says = f"in {where_text} the value {value} of {leaf.fact} decides nothing"
            yield Finding("idle-literal", (about, leaf.fact, value), says, tuple(book.role for book in books))


def idle_facts(compiled: Compiled) -> Iterator[Finding]:
    """Facts that rules test although no outcome, duty or step of any profession depends on them."""
    used: dict[str, list[str]] = {}
    matters: set[str] = set()
    for role, book in compiled.items():
        fact_at, support = book.variables.fact_at, book.diagrams.support
        spoken = [node for cls in book.classes for node in cls.outcomes.values()]
        spoken += [on.stands for cls in book.classes for on in cls.rules if _speaks(on.rule)]
        spoken += [book.condition(use.when) for rule in book.rules.values() for use in rule.steps]
        spoken += list(book.pairless.values())
        matters |= {fact_at[level] for node in spoken for level in support(node)}
        tested = {fact_at[level] for cls in book.classes for on in cls.rules for level in support(on.applies)}
        for fact in tested:
            used.setdefault(fact, []).append(role)
    for fact in sorted(used.keys() - matters):
        yield Finding("idle-fact", (fact,), f"no answer and no step hangs on {fact}", tuple(used[fact]))


def all_idle(compiled: Compiled) -> Iterable[Finding]:
    """Everything idle in a rulebook."""
    yield from idle_rules(compiled)
    yield from idle_literals(compiled)
    yield from idle_facts(compiled)
