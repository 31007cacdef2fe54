"""`handrail walk`: walk through a practice case in the terminal, or let chance walk, or see what the law says where."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from kb import nearest
from rules import KnowledgeBase
from rules.model import Jurisdiction
from scenarios.expectations import law_at_decisions
from scenarios.library import Library
from scenarios.model import Scenario
from scenarios.paths import at_random
from scenarios.play import Play, begin, resume
from webapp import house
from webapp.cli.errors import plain_errors, refuse
from webapp.cli.text import wrapped
from webapp.cli.walk_screen import Screen
from webapp.words import SHORT


@click.command("walk")
@click.argument("name", required=False)
@click.option("--country", metavar="CODE", help="Under which country’s rules.")
@click.option("--role", "as_", metavar="PROFESSION", multiple=True, help="Who you are; twice to play both sides.")
@click.option("--resume", "file", type=click.Path(path_type=Path), help="Go on with a walk that was saved.")
@click.option("--random", "by_chance", is_flag=True, help="Let chance choose, and count where it ends.")
@click.option("--seed", default=0, show_default=True, help="With --random: the same seed gives the same walks.")
@click.option("--runs", default=1000, show_default=True, type=click.IntRange(1), help="With --random: how many walks.")
@click.option("--law", "only_law", is_flag=True, help="What the law says at each decision, settled or open.")
@click.option("--json", "as_json", is_flag=True, help="Print what was asked for as a JSON document.")
def command(
    name: str | None,
    country: str | None,
    as_: tuple[str, ...],
    file: Path | None,
    by_chance: bool,
    seed: int,
    runs: int,
    only_law: bool,
    as_json: bool,
) -> None:
    """Walk through a practice case (NAME; left out: the list of all cases).

    Nothing is kept unless you save it.
    """
    knowledge = house.load()
    library = Library(knowledge)
    with plain_errors(knowledge):
        if file is not None:
            play, left_out = _resumed(library, file)
            Screen(knowledge, play, left_out).run()
        elif by_chance:
            _by_chance(library, name, seed, runs, as_json)
        elif name is None:
            _list(library, as_json)
        elif only_law:
            _law(library, _scenario(library, name), country, as_json)
        elif as_json:
            refuse("A walk in the terminal has no JSON form. Add --law or --random, or leave --json out.")
        else:
            Screen(knowledge, _begun(knowledge, _scenario(library, name), country, as_), ()).run()


def _scenario(library: Library, name: str) -> Scenario:
    if name not in library.scenarios:
        near = nearest(name, library.scenarios)
        refuse(f"There is no case '{name}'." + (f" Nearest: {near}." if near else " `handrail walk` lists them."))
    return library.scenarios[name]


def _list(library: Library, as_json: bool) -> None:
    if as_json:
        found = [{"id": case.id, "title": case.title, "setting": case.setting} for case in library.scenarios.values()]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for case in library.scenarios.values():
            click.echo(f"{case.id}: {case.title}")
            click.echo(wrapped(case.words["about"], 4, "") + "\n")


def _land(knowledge: KnowledgeBase, country: str | None) -> Jurisdiction:
    known = {land.id: land for land in knowledge.countries}
    if country not in known:
        what = f"'{country}' is no country that has rules here" if country else "Say under which country’s rules"
        refuse(f"{what}: --country {', '.join(known)}.")
    knowledge.rulebook(country, house.today())
    return known[country]


def _begun(knowledge: KnowledgeBase, case: Scenario, country: str | None, as_: tuple[str, ...]) -> Play:
    land = _land(knowledge, country)
    roles = {profession: role.id for role in case.roles for profession in role.professions}
    for profession in as_:
        if profession not in roles:
            near = nearest(profession, roles)
            hint = f" Nearest: {near}." if near else ""
            refuse(f"Nobody in this case is '{profession}'. There are: {', '.join(roles)}.{hint}")
    playing = {roles[profession]: profession for profession in as_ or [case.roles[0].professions[0]]}
    return begin(case, land, playing)


def _resumed(library: Library, file: Path) -> tuple[Play, Sequence[str]]:
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        refuse(f"{file} cannot be read as a saved walk: {error}. Nothing was changed.")
    if not isinstance(document, dict) or not isinstance(document.get("scenario"), str):
        refuse(f"{file} is no walk that was saved here. Nothing was changed.")
    case = _scenario(library, document["scenario"])
    return resume(document, case, _land(library.knowledge, str(document.get("country"))))


def _by_chance(library: Library, name: str | None, seed: int, runs: int, as_json: bool) -> None:
    counted: dict[str, Counter[str]] = {}
    for case in [_scenario(library, name)] if name else library.scenarios.values():
        dice = random.Random(f"{seed}/{case.id}")  # noqa: S311 (nothing here is secret)
        counted[case.id] = Counter(at_random(case, dice).here.id for _ in range(runs))
    if as_json:
        click.echo(json.dumps({case: dict(ends) for case, ends in counted.items()}, indent=2))
    else:
        for case_id, ends in counted.items():
            reached = ", ".join(f"{end} {number}" for end, number in ends.most_common())
            click.echo(f"{case_id}: {runs} walks, all ended: {reached}")


def _law(library: Library, case: Scenario, country: str | None, as_json: bool) -> None:
    land = [_land(library.knowledge, country)] if country else library.knowledge.countries
    codes = [each.id for each in land if country or not each.extends]
    found = [each for code in codes for each in law_at_decisions(library, case, code, house.today())]
    if as_json:
        rows = [
            {"country": e.country, "decision": e.decision.id, "role": e.profession, "answers": e.answers}
            | {"hangs_on": {recipient: list(facts) for recipient, facts in e.hangs_on.items()}}
            for e in found
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    for each in found:
        said = ", ".join(_said(each.answers, each.hangs_on)) or "does not cover this profession"
        click.echo(f"{each.country} {each.decision.id} ({each.profession or each.decision.role}): {said}")


def _said(answers: dict[str, str], hangs_on: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for recipient, answer in answers.items():
        why = f" (hangs on {', '.join(hangs_on[recipient][:3])})" if recipient in hangs_on else ""
        yield f"{recipient} {SHORT[answer]}{why}"
