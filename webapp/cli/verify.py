"""`handrail verify`: prove the rulebooks sound over all cases, and say how many cases that was."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click
from click.termui import progressbar

from rules import KnowledgeBase
from rules.proof import Finding, Proof, prove
from webapp import house
from webapp.cli.apart import each_apart
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
        codes = [code] if code else [country.id for country in knowledge.countries]
        for country, proof in each_apart(knowledge, codes, _prove, _prove_apart):
            proofs[country] = proof
            if not as_json:
                for line in _lines(country, proof):
                    click.echo(line)
    if as_json:
        click.echo(json.dumps({country: _document(proof) for country, proof in proofs.items()}, indent=2))
    raise click.exceptions.Exit(1 if any(proof.findings for proof in proofs.values()) else 0)


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
