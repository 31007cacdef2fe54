"""`handrail test`: run the golden cases, name what differs, show what they cover and how many questions they take."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import partial
from statistics import mean
from typing import Any

import click
from click.termui import progressbar

from rules import KnowledgeBase
from rules.golden import Coverage, run_all
from rules.interview import fewest, fixed_order
from rules.interview import interview as simulate
from scenarios.expectations import Met, run_expectations
from scenarios.library import Library
from webapp import house
from webapp.cli.apart import each_apart
from webapp.cli.errors import plain_errors


@click.command("test")
@click.argument("code", required=False)
@click.option("--questions", is_flag=True, help="Also count the questions to the first usable answer (takes a while).")
@click.option("--every", default=1, type=click.IntRange(1), help="With --questions: count over every n-th case only.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as a JSON document.")
def command(code: str | None, questions: bool, every: int, as_json: bool) -> None:
    """Run the golden cases of a country (CODE) or of all, and show what they cover.

    Ends with 1 if a case differs, or if a rule of the country never stands or a defeat by one is never exercised. With
    all countries, also the sets that they are based on have to be covered by some of them.
    """
    knowledge = house.load()
    failed = False
    documents: dict[str, Any] = {}
    stands: set[str] = set()
    idle: set[str] = set()
    with plain_errors(knowledge):
        codes = [code] if code else [country.id for country in knowledge.countries]
        here, apart = partial(_run, every if questions else 0), partial(_run_apart, every if questions else 0)
        for country, (coverage, counted) in each_apart(knowledge, codes, here, apart):
            failed |= bool(coverage.failed or coverage.lacking or coverage.lacking_defeats)
            stands |= {rule for result in coverage.results for rule in result.stands}
            idle |= {rule for rule in coverage.not_standing if rule not in coverage.own}
            documents[country] = _document(coverage, counted)
            if not as_json:
                for line in _lines(country, coverage, counted):
                    click.echo(line)
    expected = list(run_expectations(Library(knowledge), house.today(), code or ""))
    failed |= any(each.differences for each in expected)
    documents |= {"scenarios": _expected(expected)} if expected else {}
    if not as_json and expected:
        for line in _expectation_lines(expected):
            click.echo(line)
    if not code and (nowhere := sorted(idle - stands)):
        failed = True
        click.echo(f"Standing in no case of any country: {', '.join(nowhere)}", err=as_json)
    if as_json:
        click.echo(json.dumps(documents, indent=2, ensure_ascii=False))
    raise click.exceptions.Exit(1 if failed else 0)


Run = tuple[Coverage, dict[str, Any] | None]
"""What the golden cases of a country came to, and how many questions they take, if that was asked."""


def _run(every: int, knowledge: KnowledgeBase, country: str) -> Run:
    counted = count_questions(knowledge, country, every) if every else None
    return run_all(knowledge, country, house.today()), counted


def _run_apart(every: int, country: str) -> Run:
    return _run(every, house.load(), country)


def _expectation_lines(expected: list[Met]) -> Iterator[str]:
    """What came out otherwise than practice cases expect, and how many expectations there are."""
    for each in expected:
        line, _ = each.entry.position(("expect", each.index))
        yield from (f"{each.entry.file}:{line}: {difference}" for difference in each.differences)
    met = sum(not each.differences for each in expected)
    yield f"Practice cases: the rules say what is expected at {met} of {len(expected)} decisions."


def _expected(expected: list[Met]) -> dict[str, Any]:
    failed = {f"{e.entry.id}/{e.expectation.at}/{e.expectation.country}": list(e.differences) for e in expected}
    return {"expectations": len(expected), "failed": {name: found for name, found in failed.items() if found}}


def _lines(country: str, coverage: Coverage, counted: dict[str, Any] | None) -> Iterator[str]:
    for result in coverage.failed:
        line, _ = result.entry.position()
        yield f"{result.entry.file}:{line}: {result.entry.id} ({result.entry.data['title']})"
        yield from (f"    {difference.text()}" for difference in result.differences)
    passed = len(coverage.results) - len(coverage.failed)
    whole = f" ({coverage.inherited} of them those of the whole country)" if coverage.inherited else ""
    yield (
        f"{country}: {passed} of {len(coverage.results)} golden cases as expected{whole}, "
        f"{coverage.near_misses} near misses; "
        f"{coverage.rules - len(coverage.not_standing)} of {coverage.rules} rules stand at least once, "
        f"{coverage.defeats - len(coverage.not_exercised)} of {coverage.defeats} defeats are exercised."
    )
    if coverage.lacking:
        yield f"    never standing: {', '.join(coverage.lacking)}"
    if coverage.lacking_defeats:
        yield f"    never exercised: {', '.join(f'{by} over {of}' for by, of in coverage.lacking_defeats)}"
    if counted:
        yield (
            f"    questions to the first usable answer over {counted['cases']} cases: mean {counted['mean']:.1f} "
            f"(fixed order with skipping {counted['fixed_order']:.1f}; fewest possible "
            f"{counted['fewest_at_least']:.1f} to {counted['fewest_at_most']:.1f}); most {counted['most']}."
        )


def _document(coverage: Coverage, counted: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "cases": len(coverage.results),
        "cases_of_whole_country": coverage.inherited,
        "near_misses": coverage.near_misses,
        "failed": {r.entry.id: [difference.text() for difference in r.differences] for r in coverage.failed},
        "rules": coverage.rules,
        "rules_never_standing": list(coverage.not_standing),
        "defeats": coverage.defeats,
        "defeats_never_exercised": [list(defeat) for defeat in coverage.not_exercised],
        "questions": counted,
    }


def count_questions(knowledge: KnowledgeBase, country: str, every: int = 1) -> dict[str, Any] | None:
    """The number of questions over the golden cases that name whom one thinks of telling and get a usable answer."""
    book = knowledge.rulebook(country, house.today())
    adaptive, fixed, least, most = [], [], [], []
    golden = [*knowledge.golden(country), *knowledge.golden_of_whole(country)]
    entries = [entry for entry in golden if entry.data["case"].get("ask_about")][::every]
    with progressbar(entries, label=f"Counting questions ({country})", file=sys.stderr) as bar:
        for entry in bar:
            known = knowledge.case({"jurisdiction": country, **entry.data["case"]}, house.today())
            done = simulate(book, known)
            if not done.usable:
                continue
            adaptive.append(len(done.asked))
            fixed.append(len(simulate(book, known, fixed_order).asked))
            bounds = fewest(book, known)
            if bounds is not None:
                least.append(bounds[0])
                most.append(bounds[1])
    if not adaptive:
        return None
    return {
        "cases": len(adaptive),
        "mean": mean(adaptive),
        "most": max(adaptive),
        "fixed_order": mean(fixed),
        "fewest_at_least": mean(least),
        "fewest_at_most": mean(most),
    }
