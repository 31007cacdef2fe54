"""Bad input at the command line: one clear message, and the right exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from kb import ContentError
from rules import CaseError, Clash, KnowledgeBase, RulebookUnavailable
from rules.diagram import NodeLimitExceeded
from webapp.cli import BAD_INPUT, UNAVAILABLE
from webapp.places import emergency_number


def refuse(message: str, code: int = BAD_INPUT) -> NoReturn:
    """Say what is wrong on standard error and end."""
    click.echo(message, err=True)
    raise click.exceptions.Exit(code)


@contextmanager
def plain_errors(knowledge: KnowledgeBase) -> Iterator[None]:
    """Turn what the floors below raise about input into messages for the person at the terminal."""
    try:
        yield
    except (CaseError, ContentError, Clash) as error:
        refuse(f"This case cannot be used. Nothing was changed.\n{error}")
    except RulebookUnavailable as error:
        refuse(unavailable(knowledge, error), UNAVAILABLE)
    except NodeLimitExceeded as error:
        number = emergency_number(knowledge.countries)
        refuse(
            f"This case needs more room than one answer may take: {error}. In danger to life call {number}.",
            UNAVAILABLE,
        )


def unavailable(knowledge: KnowledgeBase, error: RulebookUnavailable) -> str:
    """What to say when a rulebook is left out: the emergency number and the contacts still stand."""
    country = next(c for c in knowledge.countries if c.id == error.code)
    lines = [
        f"The rules of {country.name} are unavailable: their content has errors, and half a rulebook misleads.",
        f"In danger to life call {country.emergency_number}. {country.emergency_says}",
        "You can ask:",
        *(f"  {entry.data['name']}: {entry.data['reach']}" for entry in knowledge.about("contact", error.code)),
        "Whoever keeps the content: `handrail validate` lists what is wrong.",
    ]
    return "\n".join(lines)
