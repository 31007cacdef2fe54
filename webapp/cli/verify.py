"""`handrail verify`: prove the rulebooks sound over all cases, and say how many cases that was."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from typing import Any

import click
from click.termui import progressbar

from rules import KnowledgeBase
from rules.proof import Finding, Proof, prove
from webapp import house
from webapp.cli.errors import plain_errors


@click.command("verify")
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the proof as a JSON document.")
def command(code: str | None, as_json: bool) -> None:
    """Prove that the rulebook of a country (CODE), or of all, is sound: over all cases, exactly.

    No contradiction, no gap, no dead or always defeated rule, nothing that never matters, items that fit together,
    every invariant. A failure comes with the smallest case that shows it. Ends with 1 if anything fails.
    """
    knowledge = house.load()
    proofs: dict[str, Proof] = {}
    with plain_errors(knowledge):
        for country, proof in _proofs(knowledge, [code] if code else [country.id for country in knowledge.countries]):
            proofs[country] = proof
            if not as_json:
                for line in _lines(country, proof):
                    click.echo(line)
    if as_json:
        click.echo(json.dumps({country: _document(proof) for country, proof in proofs.items()}, indent=2))
    raise click.exceptions.Exit(1 if any(proof.findings for proof in proofs.values()) else 0)


def _proofs(knowledge: KnowledgeBase, codes: Sequence[str]) -> Iterator[tuple[str, Proof]]:
    """The proof of each country; several are proved side by side, each in a process of its own."""
    if len(codes) == 1:
        yield codes[0], _prove(knowledge, codes[0])
        return
    for code in codes:
        knowledge.rulebook(code, house.today())  # whatever is unavailable is said before the long work begins
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from zip(codes, pool.map(_prove_apart, codes), strict=True)


def _prove_apart(code: str) -> Proof:
    return _prove(house.load(), code)


def _prove(knowledge: KnowledgeBase, country: str) -> Proof:
    book = knowledge.rulebook(country, house.today())
    steps = len(book.jurisdiction.roles) + 1
    with progressbar(length=steps, label=f"Proving {country}", file=sys.stderr) as bar:
        invariants, tables = knowledge.invariants(book), knowledge.table_members(book)
        return prove(book, invariants, tables, lambda _: bar.update(1))


def _lines(country: str, proof: Proof) -> Iterator[str]:
    yield f"{country}: {'profession':<26} {'cases':>24} {'facts':>6} {'pairs':>6} {'classes':>8} {'rules':>6}"
    for role in proof.roles:
        yield (
            f"    {role.role:<26} {_power(role.cases):>24} {role.facts:>6} {role.pairs:>6} "
            f"{role.classes:>8} {role.rules:>6}"
        )
    for finding in proof.findings:
        yield from _finding(finding)
    outcome = "sound" if not proof.findings else f"{len(proof.findings)} finding(s)"
    cases = sum(role.cases for role in proof.roles)
    yield f"{country}: {outcome}; {proof.invariants} invariants; {cases} cases in all."


def _power(cases: int) -> str:
    """An exact number in few characters; the exact one is in the JSON document."""
    return f"{cases:,}" if cases < 10**12 else f"{cases:.6e}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.check}: {finding.says}"
    yield f"    professions: {', '.join(finding.roles)}"
    if finding.example is not None:
        yield "    smallest case: " + json.dumps(finding.example, ensure_ascii=False)


def _document(proof: Proof) -> dict[str, Any]:
    return {
        "sound": not proof.findings,
        "invariants": proof.invariants,
        "cases": sum(role.cases for role in proof.roles),
        "professions": [asdict(role) for role in proof.roles],
        "findings": [asdict(finding) for finding in proof.findings],
    }
