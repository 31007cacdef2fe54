"""One case under several countries as the page shows it: which countries can be chosen, and the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.compare import Comparison
from rules.model import Jurisdiction
from webapp.site import Site
from webapp.view.state import State


@dataclass(frozen=True)
class Choice:
    """A country that a case can be put to."""

    country: Jurisdiction
    available: bool


def choices(site: Site, state: State) -> Sequence[Choice]:
    """Every country, the one of the case with its parts first."""
    here = _here(site, state)
    found = [Choice(country, site.available(country.id)) for country in site.countries]
    return sorted(found, key=lambda choice: (choice.country.extends or choice.country.id) != (here.extends or here.id))


def usual(site: Site, state: State) -> Sequence[str]:
    """The countries compared where none was chosen: all of them as a whole, and the parts of the case's own country."""
    here = _here(site, state)
    return [country.id for country in site.countries if country.extends in ("", here.extends or here.id)]


def _here(site: Site, state: State) -> Jurisdiction:
    return next(country for country in site.countries if country.id == state.case.jurisdiction)


def comparison(site: Site, state: State, codes: Sequence[str]) -> Comparison:
    """The case of a state under its own country and others, within the time that one answer may take.

    Raises what `Site.advise` raises where its own country can say nothing about it.
    """
    document = state.case.document(state.book)
    wanted = dict.fromkeys((state.case.jurisdiction, *codes))
    found = site.knowledge.compare(document, tuple(wanted), site.today(), watch=site.watch())
    if state.case.jurisdiction not in found.advices:
        site.advise(state.case)
    return found
