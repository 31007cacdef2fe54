"""`handrail new`: files to begin with, for a country, a rule or a practice case. What is yours to write says TO DO."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from string import Template

import click

from rules.knowledge import HOUSE
from webapp import house
from webapp.cli.errors import refuse

SCAFFOLD = Path(__file__).resolve().parent.parent / "scaffold"
SETS = Path("rules") / "sets"
CODE = re.compile(r"[A-Z]{2,4}(-[A-Z]{2,5})?")
CASES = Path("scenarios") / "cases"
CASE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RULE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
TO = {"must": "{one_of: [police]}", "should": "[police]", "may": "[police]", "must_not": "[police]"}

into = click.option(
    "--into",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=HOUSE,
    help="The content folder, shaped like the house; the house itself if left out.",
)


@click.group("new")
@click.option("--json", "as_json", is_flag=True, help="Print the files written as a JSON document.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Write files to begin with. Nothing that exists is overwritten."""
    context.obj = as_json


@command.command("jurisdiction")
@click.argument("code")
@click.option("--name", required=True, help="Its name in English.")
@click.option("--emergency", required=True, metavar="NUMBER", help="The number to call in danger to life.")
@click.option("--base", "bases", metavar="CODE", multiple=True, help="A set it stands on, for example GDPR-EEA.")
@into
@click.pass_obj
def jurisdiction(as_json: bool, code: str, name: str, emergency: str, bases: tuple[str, ...], into: Path) -> None:
    """The folder of a country (CODE, for example SE) that validates and stays silent until you write its law."""
    if not CODE.fullmatch(code):
        refuse(f"'{code}' is no code of a country. Write capitals, for example SE, or DE-BY for a part.")
    folder = into / SETS / code.lower()
    if folder.exists():
        refuse(f"{folder} exists already and was left as it is.")
    today = house.today()
    words = {
        "code": code,
        "folder": code.lower(),
        "name": name,
        "emergency": emergency,
        "bases": ", ".join(bases),
        "today": today.isoformat(),
        "next_year": (today + timedelta(days=365)).isoformat(),
    }
    written = []
    for template in sorted((SCAFFOLD / "jurisdiction").rglob("*.yaml")):
        written.append(folder / template.relative_to(SCAFFOLD / "jurisdiction"))
        _write(written[-1], template, words)
    _say(as_json, written, f"then `handrail validate` and `handrail test {code}`")


@command.command("rule")
@click.argument("code")
@click.argument("rule_id")
@click.option("--effect", type=click.Choice(list(TO)), default="may", show_default=True, help="What it does.")
@click.option("--source", required=True, metavar="ID", help="A source in the country’s sources.yaml.")
@click.option("--file", "name", metavar="NAME", default="new", show_default=True, help="The file in its folder rules/.")
@into
@click.pass_obj
def rule(as_json: bool, code: str, rule_id: str, effect: str, source: str, name: str, into: Path) -> None:
    """A rule (RULE_ID, for example se-warning) at the end of a file of a country (CODE)."""
    folder = into / SETS / code.lower()
    if not folder.is_dir():
        known = sorted(path.name.upper() for path in (into / SETS).glob("*") if path.is_dir())
        there = f"There are: {', '.join(known)}." if known else "Begin with: new jurisdiction."
        refuse(f"{code} has no folder here. {there}")
    if not RULE.fullmatch(rule_id) or not rule_id.startswith(f"{code.lower()}-"):
        refuse(f"'{rule_id}': begin with {code.lower()}- and write small letters, digits and hyphens.")
    path = folder / "rules" / f"{name}.yaml"
    if any(f"id: {rule_id}\n" in each.read_text(encoding="utf-8") for each in folder.glob("rules/*.yaml")):
        refuse(f"{rule_id} exists already in {folder / 'rules'}; nothing was changed.")
    words = {"id": rule_id, "effect": effect, "to": TO[effect], "source": source, "today": house.today().isoformat()}
    text = Template((SCAFFOLD / "rule.yaml").read_text(encoding="utf-8")).substitute(words)
    if path.exists():
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")
    else:
        head = "# yaml-language-server: $schema=../../../schema/rules.json\n# New rules.\nrules:"
        path.write_text(head + text.removeprefix("\n").replace("  - id", "\n  - id", 1), encoding="utf-8")
    _say(as_json, [path], "then `handrail validate`")


@command.command("scenario")
@click.argument("name")
@click.option("--title", required=True, help="Its title, as players read it.")
@into
@click.pass_obj
def scenario(as_json: bool, name: str, title: str, into: Path) -> None:
    """A practice case (NAME, for example night-call) of five scenes that validates and can be walked at once."""
    if not CASE.fullmatch(name):
        refuse(f"'{name}': write small letters, digits and hyphens, beginning with a letter.")
    path = into / CASES / f"{name}.yaml"
    if path.exists():
        refuse(f"{path} exists already and was left as it is.")
    words = {"id": name, "title": json.dumps(title, ensure_ascii=False), "today": house.today().isoformat()}
    _write(path, SCAFFOLD / "scenario.yaml", words)
    _say(as_json, [path], f"then `handrail validate` and `handrail walk {name} --country NL`")


def _write(path: Path, template: Path, words: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Template(template.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")


def _say(as_json: bool, written: list[Path], then: str) -> None:
    if as_json:
        click.echo(json.dumps({"written": [str(path) for path in written]}, indent=2))
    else:
        click.echo("".join(f"Written: {path}\n" for path in written) + f"Next: fill in what says TO DO, {then}.")
