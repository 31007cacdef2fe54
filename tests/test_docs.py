"""Documents are kept true: keys, commands, options, settings and links are checked against what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from kb import SCHEMA_FOLDER, Problem, Schemas, read_yaml
from rules import kinds
from scenarios.kinds import SCHEMA as CASE_SCHEMA
from tests.house import HOUSE, files, read
from webapp import house
from webapp.cli import COMMANDS, main

LANGUAGE = "kb/about/language.md"
COMMANDS_PAGE = "kb/about/commands.md"
CASE_PAGE = "kb/about/case-and-advice.md"

SECTIONS = {
    "facts": "Facts",
    "judgements": "Judgements",
    "wording": "Judgements",
    "concepts": "Concepts",
    "readings": "Readings",
    "roles": "Roles",
    "recipients": "Recipients",
    "items": "Items",
    "steps": "Steps",
    "constraints": "Constraints",
    "invariants": "Invariants",
    "jurisdiction": "Jurisdiction",
    "source": "Sources",
    "rules": "Rules",
    "not_encoded": "Not encoded",
    "contacts": "Contacts",
    "tables": "Tables",
    "myths": "Myths",
    "changes": "Changes",
    "guidance": "Guidance",
    "golden": "Golden cases",
    "words": "Words",
}
"""Each schema and the section of the language reference that describes it."""

MARKDOWN = [name for name in files() if name.suffix == ".md" and name.parts[0] != "rules"]


def section(text: str, title: str) -> str:
    """What stands under a heading of second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section '{title}'"
    return found[1]


def in_code(text: str) -> set[str]:
    """Every word that stands in code, in the text or in a block."""
    return {word for code in re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL) for word in re.findall(r"[\w-]+", code)}


# -- the rule language -------------------------------------------------------------------------------------------------


def schema(name: str) -> dict[str, Any]:
    folder = SCHEMA_FOLDER if (SCHEMA_FOLDER / f"{name}.json").exists() else kinds.SCHEMAS
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


def keys_of(part: Any) -> Iterator[str]:
    """Every key that a schema allows somewhere; keys that refuse (under `not`, `if`) and other files are left out."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield from part["properties"]
        for key, below in part.items():
            if key not in ("not", "if", "then", "else", "allOf"):
                yield from keys_of(below)
    elif isinstance(part, list):
        for below in part:
            yield from keys_of(below)


def test_every_schema_has_a_section() -> None:
    names = {path.stem for folder in (kinds.SCHEMAS, SCHEMA_FOLDER) for path in folder.glob("*.json")}
    assert names - {"common"} == set(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_of_content_is_documented(name: str) -> None:
    missing = set(keys_of(schema(name))) - in_code(section(read(LANGUAGE), SECTIONS[name]))
    assert missing == set()


def test_every_key_of_a_practice_case_is_documented() -> None:
    found = json.loads((CASE_SCHEMA / "scenario.json").read_text(encoding="utf-8"))
    assert set(keys_of(found)) - in_code(read("kb/about/scenarios.md")) == set()


def test_every_key_of_a_rule_has_a_line_of_its_own() -> None:
    rule = schema("rules")["properties"]["rules"]["items"]
    lines = re.findall(r"^\| `(\w+)` \|", section(read(LANGUAGE), "Rules"), re.MULTILINE)
    assert lines == [key for key in lines if key in rule["properties"]]
    assert set(lines) == set(rule["properties"])


def test_the_example_of_a_rule_is_valid() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", section(read(LANGUAGE), "Rules"), re.DOTALL)
    assert problems_of(example, "rules") == []


def problems_of(text: str, name: str) -> list[Problem]:
    return Schemas(SCHEMA_FOLDER, kinds.SCHEMAS).check(read_yaml(text.encode(), "example"), name)


def test_the_worked_examples_for_lawyers_are_the_rules_that_they_name() -> None:
    (shown, change, made) = re.findall(r"```yaml\n(.*?)```", read("CONTRIBUTING.md"), re.DOTALL)
    real = real_rule(shown, "conflict-of-duties")
    changed = {**real, **read_yaml(change.encode(), "change").data}
    assert problems_of(json.dumps({"rules": [changed]}), "rules") == []
    assert real_rule(made, "reporting-duties")["effect"] == "must"


def real_rule(shown: str, file: str) -> dict[str, Any]:
    """The Dutch rule that an example shows a part of: every key shown is as it really is."""
    (example,) = read_yaml(shown.encode(), "shown").data
    rules = read_yaml((HOUSE / f"rules/sets/nl/rules/{file}.yaml").read_bytes(), "rules").data["rules"]
    real: dict[str, Any] = next(rule for rule in rules if rule["id"] == example["id"])
    assert example == {key: real[key] for key in example}
    return real


# -- the case and the advice -------------------------------------------------------------------------------------------


def test_the_example_of_a_case_is_a_case() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", read(CASE_PAGE), re.DOTALL)
    case = house.load().case(read_yaml(example.encode(), "example").data, house.today())
    assert case.ask_about == ("police", "crisis_service")


def test_every_key_of_an_advice_is_documented() -> None:
    knowledge = house.load()
    duty = next(entry for entry in knowledge.golden("NL") if entry.data["expect"].get("duties"))
    case = knowledge.case({"jurisdiction": "NL", **duty.data["case"]}, house.today())
    advice = knowledge.advise(case, house.today()).document()
    documented = in_code(section(read(CASE_PAGE), "The advice document"))
    rows = [*advice["pathway"], *advice["assumed"], *advice["duties"], *advice["outcomes"].values()]
    rows += [item for outcome in advice["outcomes"].values() for item in outcome["items"].values()]
    rows += [advice, advice["rulebook"], *advice["rules"].values()]
    assert {key for row in rows for key in row} <= documented


# -- the command line --------------------------------------------------------------------------------------------------


def options() -> Iterator[tuple[str, str]]:
    """Every command with each of its options."""
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command
        below = command.commands.values() if isinstance(command, click.Group) else ()
        for parameter in [parameter for one in (command, *below) for parameter in one.params]:
            if isinstance(parameter, click.Option):
                yield from ((name, option) for option in parameter.opts)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_and_the_readme_or_the_page_shows_it(name: str) -> None:
    assert section(read(COMMANDS_PAGE), name)
    assert f"[`{name}`](#{name})" in read(COMMANDS_PAGE)


@pytest.mark.parametrize(("name", "option"), sorted(set(options())))
def test_every_option_is_documented(name: str, option: str) -> None:
    page = read(COMMANDS_PAGE)
    assert f"`{option}" in section(page, name) or f"`{option}" in section(page, "A case on the command line")


def test_no_option_is_documented_that_does_not_exist() -> None:
    known = {option for _, option in options()} | {"--help", "--version", "-h"}
    code = " ".join(re.findall(r"`[^`]+`", read(COMMANDS_PAGE))).replace("python -m webapp", "")
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", code)) <= known


def test_every_setting_is_documented() -> None:
    settings = {house.CONTENT, house.CACHE}
    assert set(re.findall(r"HANDRAIL_[A-Z]+", section(read(COMMANDS_PAGE), "Environment"))) == settings


def test_every_exit_code_is_documented() -> None:
    from webapp.cli import BAD_INPUT, UNAVAILABLE

    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", read(COMMANDS_PAGE), re.MULTILINE)}
    assert codes == {0, 1, BAD_INPUT, UNAVAILABLE}


# -- links -------------------------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """The anchors of the headings of a page, as they are commonly made."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(name: Path) -> list[str]:
    text = re.sub(r"```.*?```|`[^`]*`", "", read(name), flags=re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith(("https://", "mailto:"))]


@pytest.mark.parametrize("name", MARKDOWN, ids=str)
def test_every_link_inside_the_house_leads_somewhere(name: Path) -> None:
    broken = []
    for link in links(name):
        target, _, anchor = link.partition("#")
        path = (HOUSE / name).parent / target if target else HOUSE / name
        if not path.exists() or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            broken.append(link)
    assert broken == []


def test_every_document_is_in_the_index() -> None:
    index = Path("kb/about/index.md")
    listed = {((HOUSE / index).parent / link.partition("#")[0]).resolve() for link in links(index)}
    about = {(HOUSE / name).resolve() for name in MARKDOWN if name.parts[:2] == ("kb", "about") and name != index}
    assert about - listed == set()
