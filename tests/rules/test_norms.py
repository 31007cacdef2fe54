"""A rule from its entry: everything that its author abbreviated is spelled out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb import Entry
from kb.entry import SourceFile
from rules.conditions import ALWAYS, NEVER, parse
from rules.model import Deadline, Item, Recipient, Role, Rule, StepUse
from rules.norms import Names, coming, in_force, members, norm, what, whom
from tests.rules import mini_house
from tests.rules.small import SIDES

SOURCE = SourceFile(Path("all.yaml"), "rules/sets/xa/rules/all.yaml", 0)
NAMES = Names(
    roles={name: Role(name, name, "health", "care") for name in ("nurse", "doctor", "clerk")},
    groups={"carers": ("nurse", "doctor")},
    recipients={name: Recipient(name, name, "", SIDES) for name in ("police", "family")},
    items={
        "identity": Item("identity", "", True, (), SIDES),
        "threat": Item("threat", "", True, (), SIDES),
        "expertise": Item("expertise", "", False, (), SIDES),
    },
)


def made(effect: str = "may", **more: Any) -> Rule:
    """A rule from an entry with these keys; None takes a key away."""
    data = {key: value for key, value in mini_house.rule("xa-r", effect, **more).items() if value is not None}
    return norm(Entry("rule", "xa-r", data, SOURCE), NAMES)


# -- whom and what -----------------------------------------------------------------------------------------------------


def test_groups_and_everyone_are_spelled_out() -> None:
    assert made(binds=["carers", "clerk"]).binds == {"nurse", "doctor", "clerk"}
    assert made(binds="everyone").binds == {"nurse", "doctor", "clerk"}
    assert members(["nurse"], NAMES.roles, NAMES.groups) == {"nurse"}


def test_recipients_are_spelled_out() -> None:
    assert made(to="everyone").to == ("police", "family")
    assert made(to=["family"]).to == ("family",)
    assert whom("everyone", NAMES.recipients) == ("police", "family")


def test_items_are_spelled_out() -> None:
    assert tuple(made(share="identifying").share) == ("identity", "threat")
    assert tuple(made(share="everything").share) == ("identity", "threat", "expertise")
    assert what(["threat"], NAMES.items) == ("threat",)


def test_an_item_can_have_a_condition_of_its_own() -> None:
    share = made(share=["identity", {"item": "threat", "when": {"x": "yes"}}]).share
    assert share == {"identity": ALWAYS, "threat": parse({"x": "yes"})}


@pytest.mark.parametrize("quantity", ["one_of", "all_of", "each"])
def test_the_recipients_of_a_duty_keep_how_many_of_them_it_means(quantity: str) -> None:
    rule = made("must", to={quantity: ["police", "family"]})
    assert (rule.quantity, rule.to, rule.or_do) == (quantity, ("police", "family"), ())


def test_a_duty_may_be_met_in_another_way() -> None:
    assert made("must", to={"one_of": ["police"], "or_do": ["dissuade"]}).or_do == ("dissuade",)


def test_a_rule_without_recipients_or_items_reaches_no_pair() -> None:
    explanation = made("none", to=None, share=None, layers=None)
    assert explanation.pairless
    assert (explanation.to, dict(explanation.share), explanation.layers) == ((), {}, ())
    assert made("none", to=["police"], share=None, layers=None).pairless
    assert not made().pairless


def test_an_item_that_is_listed_twice_may_go_in_either_case(tmp_path: Path) -> None:
    """Or it is refused."""
    twice = [{"item": "identity", "when": {"x": "yes"}}, {"item": "identity", "when": {"y": "yes"}}]
    knowledge = mini_house.load(tmp_path, mini_house.with_rules(mini_house.rule("xa-r", "may", share=twice)))
    assert knowledge.problems or made(share=twice).share == {"identity": parse({"any": [{"x": "yes"}, {"y": "yes"}]})}


# -- conditions and steps ----------------------------------------------------------------------------------------------


def test_without_conditions_a_rule_always_applies() -> None:
    assert (made().when, made().unless) == (ALWAYS, NEVER)
    rule = made(when={"x": "yes"}, unless={"y": "yes"})
    assert (rule.when, rule.unless) == (parse({"x": "yes"}), parse({"y": "yes"}))


def test_steps_keep_their_force_their_condition_and_their_note() -> None:
    steps = {"must_not": ["announce"], "must": ["record", {"step": "ask", "when": {"x": "yes"}, "note": "Kindly."}]}
    assert made(steps=steps).steps == (
        StepUse("record", "must"),
        StepUse("ask", "must", parse({"x": "yes"}), "Kindly."),
        StepUse("announce", "must_not"),
    )


def test_who_acts_is_you_unless_somebody_else_is_named() -> None:
    assert made().acts == "you"
    assert made(acts="your_organisation").acts == "your_organisation"
    assert made(acts={"through": "chief"}).acts == "chief"


def test_texts_go_along() -> None:
    rule = made(
        "must",
        deadlines=[{"by": "at once"}, {"by": "soon", "form": "in writing", "to": "the police"}],
        sanction="Fine.",
        good_faith="Safe.",
        names={"police": "Politie"},
        advises_against={"to": ["police"], "share": "identifying", "says": "Better not.", "source": "s"},
    )
    assert rule.deadlines == (Deadline("at once"), Deadline("soon", "in writing", "the police"))
    assert (rule.sanction, rule.good_faith, rule.names) == ("Fine.", "Safe.", {"police": "Politie"})
    assert rule.advises_against
    assert rule.advises_against.share == ("identity", "threat")
    assert rule.owner == "xa"


def test_a_territory_is_kept() -> None:
    assert made(territory=["XA-1"]).territory == ("XA-1",)
    assert made().territory == ()


# -- time --------------------------------------------------------------------------------------------------------------

DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("span", "is_law", "is_coming"),
    [
        ({}, [True, True, True, True], [False] * 4),
        ({"from": "2026-01-01"}, [False, True, True, True], [True, False, False, False]),
        ({"until": "2026-07-01"}, [True, True, True, False], [False] * 4),
        ({"from": "2026-01-01", "until": "2026-07-01"}, [False, True, True, False], [True, False, False, False]),
        ({"not_commenced": True}, [False] * 4, [True] * 4),
    ],
)
def test_a_rule_is_law_from_its_first_day_to_the_day_before_its_end(
    span: dict[str, Any], is_law: list[bool], is_coming: list[bool]
) -> None:
    rule = made(in_force=span)
    assert [in_force(rule, day) for day in DAYS] == is_law
    assert [coming(rule, day) for day in DAYS] == is_coming
