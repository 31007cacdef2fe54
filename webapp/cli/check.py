"""`handrail check`: ask in the terminal, or give the advice for a case that is known."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from rules import Advice, KnowledgeBase
from webapp import house
from webapp.cli import cases
from webapp.cli.errors import plain_errors, refuse
from webapp.cli.interview import interview
from webapp.cli.text import advice_text


@click.command("check")
@cases.case_options
@click.option("--json", "as_json", is_flag=True, help="Print the advice as the JSON document of the interface.")
@click.option("--strict", is_flag=True, help="Presume nothing: what was not answered stays open.")
@click.option("--why", is_flag=True, help="Add the full reasons, and why not.")
@click.option("--save", metavar="FILE", help="Save the case, with your answers, to a file of your own.")
def command(
    file: str | None,
    settings: tuple[str, ...],
    jurisdiction: str | None,
    about: tuple[str, ...],
    as_of: str | None,
    as_json: bool,
    strict: bool,
    why: bool,
    save: str | None,
) -> None:
    """Work through a dilemma, one question at a time, or give the advice for a case.

    Without --case or --set it asks in the terminal, by keyboard only. Nothing you answer is stored, unless you save it
    to a file yourself. Do not enter names.
    """
    knowledge = house.load()
    with plain_errors(knowledge):
        if file and settings:
            refuse("Give either --case or --set, not both.")
        if save and Path(save).exists():
            refuse(f"{save} exists already and was left as it is. Choose another name.")
        if file:
            document = cases.overridden(cases.from_file(file), jurisdiction, about, as_of)
        elif settings or as_json:
            country = jurisdiction or cases.only_country(knowledge)
            document = cases.from_options(country, about, as_of, settings)
        else:
            document = interview(knowledge, jurisdiction, about, as_of, strict)
        advice = knowledge.advise(knowledge.case(document, house.today()), house.today(), strict)
        click.echo(_shown(knowledge, advice, as_json, why), nl=False)
        if save:
            _save(advice, Path(save))


def _shown(knowledge: KnowledgeBase, advice: Advice, as_json: bool, why: bool) -> str:
    if as_json:
        return json.dumps(advice.document(), indent=2, ensure_ascii=False) + "\n"
    return advice_text(knowledge, advice, why)


def _save(advice: Advice, path: Path) -> None:
    text = json.dumps(advice.case.document(advice.rulebook), indent=2, ensure_ascii=False) + "\n"
    try:
        # Readable by its owner alone, like the record that it belongs to.
        with open(path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
    except FileExistsError:
        refuse(f"{path} exists already and was left as it is. Choose another name.")
    except OSError as error:
        refuse(f"{path}: cannot be written ({error.strerror}).")
    click.echo(f"Saved to {path}. Keep it as you keep the record.", err=True)
