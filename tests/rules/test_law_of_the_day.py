"""The law of the day and of the place, and what else goes with a country."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules import CaseError, DateRefused, KnowledgeBase, RulebookUnavailable
from tests.rules.mini_house import (
    BASE,
    COUNTRY,
    FILES,
    INVARIANTS,
    TODAY,
    answer,
    base,
    changed,
    country,
    document,
    fact,
    files,
    load,
    rule,
    with_rules,
)

# -- time --------------------------------------------------------------------------------------------------------------

DATED = (
    rule("xa-old", "may", when={"x": "yes"}, in_force={"until": "2026-01-01"}),
    rule("xa-new", "must", when={"x": "yes"}, in_force={"from": "2026-01-01"}, to={"one_of": ["police"]}),
    rule("xa-soon", "may", when={"y": "yes"}, in_force={"from": "2027-01-01"}),
    rule("xa-adopted", "may", when={"y": "yes"}, in_force={"not_commenced": True}),
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A country whose law changes."""
    return load(tmp_path_factory.mktemp("dated"), with_rules(*DATED))


@pytest.mark.parametrize(
    ("day", "in_force", "said"),
    [
        (date(2025, 12, 31), {"xa-old"}, "may"),
        (date(2026, 1, 1), {"xa-new"}, "must"),
        (date(2026, 11, 24), {"xa-new"}, "must"),
        (date(2027, 1, 1), {"xa-new", "xa-soon"}, "must"),
    ],
)
def test_the_law_is_that_of_the_day(dated: KnowledgeBase, day: date, in_force: set[str], said: str) -> None:
    """`until` is the first day on which a rule is no law any more."""
    rules = set(dated.rulebook("XA", day).rules)
    assert {name for name in rules if name.startswith("xa-")} == in_force
    assert answer(dated, day, x="yes") == said


def test_days_between_two_changes_have_the_same_rulebook(dated: KnowledgeBase) -> None:
    """It is dated by the change and kept."""
    spring, autumn = dated.rulebook("XA", date(2026, 3, 1)), dated.rulebook("XA", TODAY)
    assert spring is autumn
    assert autumn.as_of == date(2026, 1, 1)
    assert dated.rulebook("XA", date(2025, 6, 1)).as_of == date(2025, 1, 1)


def test_the_day_that_a_case_names_counts_and_not_today(dated: KnowledgeBase) -> None:
    case = dated.case(document(x="yes") | {"as_of": "2025-06-01"}, TODAY)
    advice = dated.advise(case, TODAY)
    assert advice.answer("police") == "may"
    assert advice.as_of == date(2025, 6, 1)


def test_what_is_adopted_and_not_in_force_is_coming(dated: KnowledgeBase) -> None:
    assert [rule.id for rule in dated.rulebook("XA", TODAY).coming] == ["xa-soon", "xa-adopted"]
    assert [rule.id for rule in dated.rulebook("XA", date(2027, 1, 1)).coming] == ["xa-adopted"]


def test_a_day_before_the_law_is_known_is_refused(dated: KnowledgeBase) -> None:
    assert dated.rulebook("XA", date(2025, 1, 1)).as_of == date(2025, 1, 1)
    with pytest.raises(DateRefused) as caught:
        dated.rulebook("XA", date(2024, 12, 31))
    assert caught.value.known_from == date(2025, 1, 1)
    (problem,) = caught.value.problems
    assert (problem.where, problem.allowed) == ("as_of", ("from 2025-01-01 on",))


def test_a_day_before_the_law_of_a_base_is_known_is_refused(tmp_path: Path) -> None:
    late = base("XB") | {"known_from": "2026-01-01"}
    knowledge = load(tmp_path, changed({f"{BASE}/jurisdiction.yaml": {"jurisdiction": late}}))
    with pytest.raises(DateRefused):
        knowledge.rulebook("XA", date(2025, 6, 1))


@pytest.mark.parametrize("as_of", ["soon", 5])
def test_what_is_no_date_is_refused(dated: KnowledgeBase, as_of: object) -> None:
    with pytest.raises(CaseError, match="is no date"):
        dated.case(document() | {"as_of": as_of}, TODAY)


# -- place -------------------------------------------------------------------------------------------------------------

PART = "rules/sets/xa-p"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A country with a part that has one rule of its own, and rules for that part and for another."""
    own = country("XA-P", bases=[], extends="XA")
    law = [
        rule("xa-speak", "may", when={"x": "yes"}),
        rule("xa-there", "must", when={"x": "yes"}, to={"one_of": ["police"]}, territory=["XA-P"]),
        rule("xa-everywhere", "may", territory=["XA"]),
    ]
    more: FILES = {
        f"{COUNTRY}/rules/all.yaml": {"rules": law},
        f"{PART}/jurisdiction.yaml": {"jurisdiction": own},
        f"{PART}/rules/all.yaml": {"rules": [rule("xap-own", "may", when={"y": "yes"})]},
    }
    return load(tmp_path_factory.mktemp("parts"), changed(more))


def test_a_part_has_the_law_of_its_country_and_its_own(parts: KnowledgeBase) -> None:
    assert [problem.text() for problem in parts.problems] == []
    assert {"xb-secrecy", "xa-speak", "xa-there", "xap-own"} <= set(parts.rulebook("XA-P", TODAY).rules)
    assert "xap-own" not in parts.rulebook("XA", TODAY).rules


def test_a_rule_for_a_part_is_law_there_alone(parts: KnowledgeBase) -> None:
    assert "xa-there" not in parts.rulebook("XA", TODAY).rules
    case = {**document(x="yes"), "jurisdiction": "XA-P"}
    assert parts.advise(parts.case(case, TODAY), TODAY).answer("police") == "must"


def test_a_rule_for_the_whole_country_is_law_in_its_parts(parts: KnowledgeBase) -> None:
    assert "xa-everywhere" in parts.rulebook("XA-P", TODAY).rules


def test_a_part_goes_down_with_its_country(tmp_path: Path) -> None:
    more: FILES = {
        f"{COUNTRY}/rules/all.yaml": {"rules": [rule("xa-speak", "may", when={"z": "yes"})]},
        f"{PART}/jurisdiction.yaml": {"jurisdiction": country("XA-P", bases=[], extends="XA")},
    }
    with pytest.raises(RulebookUnavailable):
        load(tmp_path, changed(more)).rulebook("XA-P", TODAY)


# -- what goes with a country ------------------------------------------------------------------------------------------


def test_invariants_of_all_countries_of_the_base_and_of_the_country_are_proved(tmp_path: Path) -> None:
    one = INVARIANTS["invariants"][0]
    more: FILES = {
        name: {"invariants": [{**one, "id": f"i{number}", "for": ["carers"]}]}
        for number, name in enumerate(
            ("rules/invariants.yaml", f"{BASE}/invariants.yaml", f"{COUNTRY}/invariants.yaml")
        )
    }
    knowledge = load(tmp_path, changed(more))
    assert knowledge.problems == ()
    found = knowledge.invariants(knowledge.rulebook("XA", TODAY))
    assert [invariant.id for invariant in found] == ["i0", "i1", "i2"]
    assert found[0].roles == {"nurse"}


def test_who_always_sits_at_a_table_is_gathered_from_the_tables_of_the_country(tmp_path: Path) -> None:
    table = {"id": "table", "label": "Table", "can": "plan", "from": ["care"], "members": ["police"]}
    recipients = files()["rules/vocabulary/recipients.yaml"]["recipients"]
    tables = [
        {
            "id": f"xa-table-{number}",
            "name": "Tafel",
            "name_en": "Table",
            "purpose": "Plan.",
            "law": ["xb-source"],
            "members": [member],
            "others": "None.",
            "may_be_shared": "Little.",
            "health_part": "Little.",
            "confidence": "high",
            "rule": None,
        }
        for number, member in enumerate(("police", "mayor"))
    ]
    mayor = {"id": "mayor", "label": "Mayor", "can": "act", "from": ["care"]}
    more: FILES = {
        "rules/vocabulary/recipients.yaml": {"recipients": [*recipients, mayor, table]},
        f"{COUNTRY}/tables.yaml": {"tables": tables},
    }
    knowledge = load(tmp_path, changed(more))
    assert [problem.text() for problem in knowledge.problems] == []
    assert knowledge.table_members(knowledge.rulebook("XA", TODAY)) == {"table": {"police", "mayor"}}


def test_a_fact_may_be_named_once_in_all_that_a_country_stands_on(tmp_path: Path) -> None:
    knowledge = load(tmp_path, changed({f"{COUNTRY}/facts.yaml": {"facts": [fact("x")]}}))
    assert [problem.code for problem in knowledge.problems] == ["duplicate-id"]
