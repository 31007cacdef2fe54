"""`handrail validate`: everything wrong with all content, in one run."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kb import Problem, in_order
from rules import KnowledgeBase
from scenarios.library import Library
from webapp import house
from webapp.cli.errors import refuse


@click.command("validate")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as a JSON list.")
def command(path: Path | None, as_json: bool) -> None:
    """Check all content and list everything that is wrong with it.

    PATH is a folder of your own, shaped like the house (rules/sets/...), that is laid over the content that comes with
    Handrail. Ends with 1 if there is any error; warnings alone are no error.
    """
    if path and not path.is_dir():
        refuse(f"{path} is no folder. Name the folder that holds rules/, not a file in it.")
    knowledge = house.load(path)
    problems = all_problems(knowledge)
    errors = [problem for problem in problems if problem.severity == "error"]
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(problem.text(str(path) if path and problem.root else ""))
        files, warnings = len(knowledge.content.files), len(problems) - len(errors)
        click.echo(f"{files} files read: {_count(len(errors), 'error')}, {_count(warnings, 'warning')}.")
    raise click.exceptions.Exit(1 if errors else 0)


def all_problems(knowledge: KnowledgeBase) -> list[Problem]:
    """Everything wrong with content: of the law, of practice cases, and on the ways through them."""
    library = Library(knowledge)
    return in_order([*knowledge.problems, *library.problems, *library.more_problems(house.today())])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
