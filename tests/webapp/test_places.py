"""Where one can work: order, parts, and the number to call."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from rules import KnowledgeBase
from rules.model import Jurisdiction
from webapp.places import emergency_number, places
from webapp.site import Site


def country(name: str, number: str, whole: str = "") -> Jurisdiction:
    """A country, or a part of one, with its emergency number."""
    since = date(2026, 1, 1)
    return Jurisdiction(name, name, "country", (), since, "", "", "", emergency_number=number, extends=whole)


@pytest.mark.parametrize(
    ("countries", "said"),
    [
        ([], ""),
        ([country("A", "112")], "112"),
        ([country("A", "112"), country("B", "112")], "112"),
        ([country("A", "999"), country("B", "112"), country("C", "112")], "112 (A: 999)"),
        ([country("A", "999"), country("A-1", "999", "A"), country("A-2", "999", "A"), country("B", "112")], None),
    ],
)
def test_the_emergency_number_says_where_it_is_another(countries: list[Jurisdiction], said: str | None) -> None:
    """Parts do not count twice: whichever is the usual one, the other is named with its country once."""
    found = emergency_number(countries)
    assert found in ("999 (B: 112)", "112 (A: 999)") if said is None else found == said


def test_parts_of_a_country_follow_it(real_knowledge: KnowledgeBase) -> None:
    countries = Site(real_knowledge, date.today).countries
    wholes = [country for country in countries if not country.extends]
    assert [country.name for country in wholes] == sorted(country.name for country in wholes)
    for before, after in itertools.pairwise(countries):
        assert not after.extends or after.extends in (before.id, before.extends)


def test_a_country_with_parts_has_a_heading_of_its_own_and_a_choice_for_elsewhere() -> None:
    countries = [country("B", "1"), country("A", "1"), country("A-2", "1", "A"), country("A-1", "1", "A")]
    assert places(countries) == [("", [("B", "B")]), ("A", [("A-1", "A-1"), ("A-2", "A-2"), ("A", "A")])]
