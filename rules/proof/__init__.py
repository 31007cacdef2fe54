"""Proof that a rulebook is sound, over all cases exactly, by decision diagrams and not by sampling.

`prove` compiles the rulebook for each profession it covers and runs every proof; a failure comes with the smallest case
that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rules.compiled import CompiledRole, compile_role
from rules.model import Rulebook
from rules.proof.alike import alike
from rules.proof.findings import Finding, merged
from rules.proof.idle import all_idle
from rules.proof.invariants import Invariant, violations
from rules.proof.pairs import contradictions, duties_left_empty, gaps, item_coherence, table_coherence

__all__ = ["Finding", "Invariant", "Proof", "RoleProof", "prove"]


ROOM_FOR_A_PROOF = 4_000_000
"""The most diagram nodes that the proof of one profession may need."""


@dataclass(frozen=True)
class RoleProof:
    """What the proof of one profession covered.

    `cases` is the exact number of possible cases over the facts that the rules use, `classes` the number of classes of
    pairs, `pairs` the number of pairs, `nodes` the size of the diagrams.
    """

    role: str
    cases: int
    facts: int
    pairs: int
    classes: int
    rules: int
    nodes: int


@dataclass(frozen=True)
class Proof:
    """All findings (none: sound), what was covered, and how many invariants were proved."""

    findings: tuple[Finding, ...]
    roles: tuple[RoleProof, ...]
    invariants: int


def prove(
    rulebook: Rulebook,
    invariants: Iterable[Invariant] = (),
    tables: Mapping[str, Iterable[str]] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Proof:
    """Prove a rulebook, profession by profession.

    `tables` maps the recipient that is a case table to those always present there (more than the vocabulary says);
    `progress` is called with each profession as its turn comes.  Professions that the rulebook treats alike are proved
    once; where that finds anything, each is proved by itself, so that findings name all of them.
    """
    invariants = list(invariants)
    members = {r.id: {*r.members, *(tables or {}).get(r.id, ())} for r in rulebook.recipients.values() if r.members}
    compiled: dict[str, CompiledRole] = {}
    proofs: dict[str, RoleProof] = {}
    findings: list[Finding] = []
    for role, first in alike(rulebook, invariants).items():
        progress(role)
        if first != role and not any(first in finding.roles for finding in findings):
            proofs[role] = replace(proofs[first], role=role)
            continue
        compiled[role] = book = compile_role(rulebook, role).session(ROOM_FOR_A_PROOF)
        findings += _of_profession(book, members, invariants)
        proofs[role] = _covered(book)
    progress("all professions")
    findings += all_idle(compiled)
    return Proof(tuple(merged(findings)), tuple(proofs.values()), len(invariants))


def _of_profession(
    book: CompiledRole, members: Mapping[str, set[str]], invariants: Iterable[Invariant]
) -> Iterator[Finding]:
    """Every proof of one profession."""
    for check in (contradictions, gaps, item_coherence, duties_left_empty):
        yield from check(book)
    yield from table_coherence(book, members)
    for invariant in invariants:
        yield from violations(book, invariant)


def _covered(book: CompiledRole) -> RoleProof:
    used = book.levels_used()
    unused = frozenset(range(len(book.diagrams.sizes))) - used
    cases = book.diagrams.count(book.diagrams.some(book.possible, unused), sorted(used))
    facts = {book.variables.fact_at[level] for level in used}
    return RoleProof(
        book.role, cases, len(facts), len(book.class_of), len(book.classes), len(book.rules), len(book.diagrams)
    )
