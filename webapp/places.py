"""Where one can work: the countries in order, those with parts of their own law with these, and the number to call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rules.model import Jurisdiction

Place = tuple[str, str]
"""The id of a country or of a part of one, and the words to choose it by."""


def in_order(countries: Iterable[Jurisdiction]) -> list[Jurisdiction]:
    """Countries by name; parts of a country follow it."""
    known = list(countries)
    names = {country.id: country.name for country in known}

    def rank(country: Jurisdiction) -> tuple[str, bool, str]:
        return names.get(country.extends, country.name), bool(country.extends), country.name

    return sorted(known, key=rank)


def parts(countries: Iterable[Jurisdiction], code: str) -> list[Jurisdiction]:
    """The parts of a country."""
    return [country for country in countries if country.extends == code]


def places(countries: Sequence[Jurisdiction]) -> list[tuple[str, list[Place]]]:
    """What one can choose from, under headings: first the countries without parts, under none."""
    wholes = [country for country in in_order(countries) if not country.extends]
    alone = [(each.id, each.name) for each in wholes if not parts(countries, each.id)]
    found: list[tuple[str, list[Place]]] = [("", alone)] if alone else []
    for whole in wholes:
        if own := parts(in_order(countries), whole.id):
            elsewhere = (whole.id, whole.elsewhere or whole.name)
            found.append((whole.name, [*((part.id, part.name) for part in own), elsewhere]))
    return found


def emergency_number(countries: Iterable[Jurisdiction]) -> str:
    """The number to call while the country is not known: the commonest one, and the countries that have another."""
    wholes = [country for country in countries if not country.extends]
    usual = Counter(country.emergency_number for country in wholes).most_common(1)
    if not usual:
        return ""
    number = usual[0][0]
    others = (f"{each.name}: {each.emergency_number}" for each in wholes if each.emergency_number != number)
    return number + "".join(f" ({other})" for other in others)
