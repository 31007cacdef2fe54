"""`handrail compare`: one case under several countries at once."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from rules.compare import Cell, Comparison, Row
from webapp import house
from webapp.cli import cases
from webapp.cli.errors import plain_errors, refuse
from webapp.cli.text import wrapped
from webapp.words import SHORT, listed, named


@click.command("compare")
@cases.case_options
@click.option("--with", "codes", metavar="CODE", multiple=True, help="A country; may be repeated. Left out: all.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as a JSON document.")
def command(
    file: str | None,
    settings: tuple[str, ...],
    jurisdiction: str | None,
    about: tuple[str, ...],
    as_of: str | None,
    codes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Put one case to several countries: who says what, and which provision and facts make the difference."""
    if bool(file) == bool(settings):
        refuse("Give a case with --case FILE, or its answers with --set.")
    knowledge = house.load()
    with plain_errors(knowledge):
        known = [country.id for country in knowledge.countries]
        document = (
            cases.overridden(cases.from_file(file), jurisdiction, about, as_of)
            if file
            else cases.from_options(jurisdiction or known[0], about, as_of, settings)
        )
        comparison = knowledge.compare(document, codes or known, house.today())
    text = json.dumps(comparison.data(), indent=2, ensure_ascii=False) if as_json else "\n".join(_lines(comparison))
    click.echo(text)


def _lines(comparison: Comparison) -> Iterator[str]:
    names = {code: advice.rulebook.jurisdiction.name for code, advice in comparison.advices.items()}
    if comparison.different:
        yield "They differ about:"
    for row in comparison.different:
        yield from _row(comparison, row, names)
    if comparison.common:
        yield "\nThe same everywhere:" if comparison.different else "The same everywhere:"
    for row in comparison.common:
        yield from _row(comparison, row, names)
    for code, why in comparison.refused.items():
        yield wrapped(f"{code}: {why}", 0, "")
    for code, facts in comparison.left_out.items():
        if facts:
            yield wrapped(f"{code} has no question for: {', '.join(facts)}.", 0, "")


def _row(comparison: Comparison, row: Row, names: dict[str, str]) -> Iterator[str]:
    first = next(iter(comparison.advices.values()))
    yield f"\n{first.rulebook.recipients[row.recipient].label}"
    for codes in comparison.columns:
        cell, book = row.cells[codes[0]], comparison.advices[codes[0]].rulebook
        others = f" (or {listed([named(book, name) for name in cell.alternatives], 'or')})" if cell.alternatives else ""
        possible = f": {listed([SHORT[outcome] for outcome in cell.possible], 'or')}" if cell.possible else ""
        yield wrapped(f"{listed([names[c] for c in codes])}: {SHORT[cell.answer]}{others}{possible}. {_because(cell)}")


def _because(cell: Cell) -> str:
    if not cell.rules:
        return ""
    rule = cell.rules[0]
    facts = [
        f"{each.fact.question} {', '.join(each.fact.labels[v] for v in each.said)}".strip() for each in cell.turns_on
    ]
    turns = f" It turns on: {'; '.join(facts)}" if facts else ""
    return f"{rule.title} ({rule.id}; {', '.join(rule.sources)}).{turns}"
