"""Cases from the command line: from a file, from standard input, or put together from options."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from kb import ContentError, read_yaml
from rules import KnowledgeBase
from webapp.cli.errors import refuse

MOST_BYTES = 64 * 1024


def from_file(name: str) -> Mapping[str, Any]:
    """The case document in a file (YAML or JSON), or on standard input for `-`.

    Raises `ContentError` for what is not well-formed.
    """
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else _read(Path(name))
    except OSError as error:
        refuse(f"{name}: cannot be read ({error.strerror}). Nothing was changed.")
    if len(raw) > MOST_BYTES:
        refuse(f"{name}: larger than {MOST_BYTES // 1024} kB. A case is far smaller.")
    document = _parsed(raw, "case" if name == "-" else name)
    if not isinstance(document, dict):
        refuse(f"{name}: a case is a list of names with values (`facts:`, `jurisdiction:`, ...).")
    return document


def _parsed(raw: bytes, name: str) -> Any:
    """What a file says. JSON may be indented with tabs, which YAML refuses; all other limits are those of YAML."""
    if raw.lstrip().startswith(b"{"):
        raw = raw.replace(b"\t", b" ")
    return read_yaml(raw, name).data


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def from_options(
    jurisdiction: str | None, about: Iterable[str], as_of: str | None, settings: Iterable[str]
) -> dict[str, Any]:
    """The case document that options describe: `--set fact=value`, `--set recipient.fact=value`, lists with commas."""
    facts: dict[str, Any] = {}
    recipients: dict[str, dict[str, Any]] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name or not value:
            refuse(f"--set {setting}: write fact=value, or recipient.fact=value; several values with commas.")
        values: Any = value.split(",") if "," in value else value
        recipient, dot, fact = name.partition(".")
        if (fact if dot else name) in (recipients.get(recipient, {}) if dot else facts):
            refuse(f"--set {setting}: '{name}' is answered twice. Keep one answer.")
        if dot:
            recipients.setdefault(recipient, {})[fact] = values
        else:
            facts[name] = values
    document: dict[str, Any] = {"facts": facts}
    if recipients:
        document["recipients"] = recipients
    return _completed(document, jurisdiction, about, as_of)


def _completed(
    document: dict[str, Any], jurisdiction: str | None, about: Iterable[str], as_of: str | None
) -> dict[str, Any]:
    if jurisdiction:
        document["jurisdiction"] = jurisdiction
    if about:
        document["ask_about"] = list(about)
    if as_of is not None:
        document["as_of"] = as_of
    return document


def overridden(
    document: Mapping[str, Any], jurisdiction: str | None, about: Iterable[str], as_of: str | None
) -> dict[str, Any]:
    """A case document with what the options say instead."""
    return _completed(dict(document), jurisdiction, about, as_of)


def only_country(knowledge: KnowledgeBase) -> str | None:
    """The country, where there is only one to choose."""
    countries = knowledge.countries
    return countries[0].id if len(countries) == 1 else None


def case_options(function: Any) -> Any:
    """The options that name a case, the same for every command that takes one."""
    warning = "Your shell may keep what you type in its history: prefer --case FILE for a real case."
    options = (
        click.option("--case", "file", metavar="FILE", help="A case file (YAML or JSON); - for standard input."),
        click.option("--set", "settings", metavar="FACT=VALUE", multiple=True, help=f"One answer. {warning}"),
        click.option("--jurisdiction", metavar="CODE", help="The country whose law is asked, for example NL."),
        click.option("--about", metavar="RECIPIENT", multiple=True, help="Whom you think of telling; may be repeated."),
        click.option("--as-of", metavar="DATE", help="The day whose law is asked (YYYY-MM-DD); today if left out."),
    )
    for option in reversed(options):
        function = option(function)
    return function


__all__ = ["ContentError", "case_options", "from_file", "from_options", "only_country", "overridden"]
