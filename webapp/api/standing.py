"""How each rulebook stands: ids, counts and days, without a path or anything about the machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb import owner_of
from rules import Rulebook
from rules.crossref import stands_on
from rules.model import Jurisdiction
from webapp.site import Site


@dataclass(frozen=True)
class Standing:
    """One country: since when its law is known, what is wrong with its content, its rulebook if it can be used.

    `sources` and `golden` count what was read; of broken content that is less than there is.
    """

    country: Jurisdiction
    known_from: date
    rulebook: Rulebook | None
    sources: int
    golden: int
    errors: int
    warnings: int

    @property
    def available(self) -> bool:
        """Whether the rulebook can be used."""
        return self.rulebook is not None


def standings(site: Site) -> Iterator[Standing]:
    """How the rulebook of every country stands, by name."""
    return (standing(site, country) for country in site.countries)


def standing(site: Site, country: Jurisdiction) -> Standing:
    """How the rulebook of one country stands."""
    knowledge, code = site.knowledge, country.id
    folders = stands_on(knowledge.content, code)
    since = known_from(site, code)
    errors = knowledge.errors(code)
    warnings = [p for p in knowledge.problems if p.severity == "warning" and owner_of(p.file) in folders]
    return Standing(
        country,
        since,
        None if errors else rulebook(site, code),
        sum(bool(entry.owner) for entry in knowledge.about("source", code)),
        len(knowledge.golden(code)),
        len(errors),
        len(warnings),
    )


def known_from(site: Site, code: str) -> date:
    """The first day on which the law of a country and of all it stands on is known."""
    content = site.knowledge.content
    entries = [entry for folder in stands_on(content, code) for entry in content.entries("jurisdiction", folder)]
    return max(date.fromisoformat(entry.data["known_from"]) for entry in entries)


def rulebook(site: Site, code: str) -> Rulebook:
    """The rulebook as of today, or as of the first day on which it is known; raises `RulebookUnavailable`."""
    return site.knowledge.rulebook(code, max(site.today(), known_from(site, code)))
