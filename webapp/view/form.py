"""The short form at the beginning of a check: country, profession, and whom one thinks of telling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules import Rulebook, RulebookUnavailable, UnknownJurisdiction
from rules.model import ROLE_FACT, Jurisdiction, Recipient, Role, Side
from webapp.places import Place, places
from webapp.site import Site
from webapp.view.state import State

HEADINGS: Mapping[str, str] = {
    "health": "Health care",
    "social": "Social care",
    "authority": "Police and authorities",
    "other": "Other",
}


@dataclass(frozen=True)
class Filled:
    """What was chosen on the form."""

    country: str = ""
    role: str = ""
    about: tuple[str, ...] = ()


class Form:
    """What can be chosen: countries, professions under headings, and recipients, the usual ones first.

    Raises `RulebookUnavailable` where no country at all has a rulebook that can be used.
    """

    def __init__(self, site: Site, filled: Filled) -> None:
        self.site = site
        usable = [country for country in site.countries if site.available(country.id)]
        if not usable:
            raise RulebookUnavailable(site.countries[0].id, site.knowledge.errors(site.countries[0].id))
        self._vocabulary = site.rulebook(usable[0].id)
        self._covered = {role for country in usable for role in country.roles}
        only = site.countries[0].id if len(site.countries) == 1 else ""
        self.filled = Filled(filled.country or only, filled.role, filled.about)

    @property
    def countries(self) -> Sequence[Jurisdiction]:
        """All countries, available or not."""
        return self.site.countries

    @property
    def places(self) -> Sequence[tuple[str, Sequence[Place]]]:
        """Where one can work, under headings."""
        return places(self.countries)

    @property
    def roles(self) -> Sequence[tuple[str, Sequence[Role]]]:
        """The professions that some rulebook covers, under their headings."""
        covered = [role for role in self._vocabulary.roles.values() if role.id in self._covered]
        found = ((words, [role for role in covered if role.heading == key]) for key, words in HEADINGS.items())
        return [(words, roles) for words, roles in found if roles]

    @property
    def usual(self) -> Sequence[Recipient]:
        """The recipients that are usually thought of."""
        return [recipient for recipient in self._vocabulary.recipients.values() if recipient.usual]

    @property
    def others(self) -> Sequence[Recipient]:
        """All other recipients."""
        return [recipient for recipient in self._vocabulary.recipients.values() if not recipient.usual]

    @property
    def others_chosen(self) -> bool:
        """Whether one of the others is chosen already."""
        return any(recipient.id in self.filled.about for recipient in self.others)

    @cached_property
    def book(self) -> Rulebook:
        """The rulebook of the country chosen. Raises `UnknownJurisdiction` and `RulebookUnavailable`."""
        known = [country.id for country in self.countries]
        if self.filled.country not in known:
            raise UnknownJurisdiction(self.filled.country or None, known)
        return self.site.rulebook(self.filled.country)

    def problems(self) -> dict[str, str]:
        """What is missing or does not fit, by field, in words for the person who filled it in."""
        if not self.filled.country:
            return {"country": "Choose the country where you work."}
        book, filled = self.book, self.filled
        if filled.role not in book.roles:
            return {"role": "Choose your profession."}
        if filled.role not in book.jurisdiction.roles:
            covered = book.roles[filled.role].label
            return {"role": f"{covered}: the rulebook of {book.jurisdiction.name} does not cover this yet."}
        in_question = {recipient.id for recipient in book.for_side(book.roles[filled.role].side)[0]}
        strange = [name for name in filled.about if name not in in_question]
        if strange:
            labels = ", ".join(book.recipients[name].label for name in strange if name in book.recipients)
            return {"about": f"{labels or 'One of these'}: not in question for this profession. Choose others."}
        return {}

    def begun(self) -> State:
        """The state with which the questions begin, for a form without problems."""
        side = self.book.roles[self.filled.role].side
        about = self.filled.about or tuple(_undecided(self.book.recipients.values(), side))
        facts = {ROLE_FACT: self.filled.role}
        document = {"jurisdiction": self.filled.country, "ask_about": list(about), "facts": facts}
        return State(self.site.knowledge.case(document, self.site.today()), self.book)


def _undecided(recipients: Iterable[Recipient], side: Side) -> Iterable[str]:
    """Whom to look at where the practitioner does not know yet whom to tell."""
    return (recipient.id for recipient in recipients if side in recipient.undecided)
