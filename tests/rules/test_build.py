"""From content to records: what each kind of entry becomes in a rulebook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from rules.conditions import ALWAYS, parse
from rules.model import Jurisdiction, NotCovered, Presumption, Rulebook
from rules.readings import ReadingOption
from tests.rules.mini_house import COUNTRY, FILES, TODAY, changed, country, fact, files, load


def rulebook(folder: Path, more: FILES) -> Rulebook:
    """The rulebook of the small house with some files replaced or added, which are right."""
    knowledge = load(folder, changed(more))
    assert [problem.text() for problem in knowledge.problems] == []
    return knowledge.rulebook("XA", TODAY)


def facts(folder: Path, *more: dict[str, Any]) -> Rulebook:
    """The rulebook with these facts in the vocabulary."""
    name = "rules/vocabulary/facts/all.yaml"
    return rulebook(folder, {name: {"facts": [*files()[name]["facts"], *more]}})


def test_a_question_of_yes_or_no_has_these_two_answers(tmp_path: Path) -> None:
    x = facts(tmp_path).facts["x"]
    assert (x.values, x.labels) == (("yes", "no"), {"yes": "Yes", "no": "No"})
    assert x.asked_when == ALWAYS
    assert (x.presume, x.first, x.judgement, x.reading, x.per_recipient) == (None, False, False, False, False)


def test_a_fact_keeps_everything_that_was_said_of_it(tmp_path: Path) -> None:
    odd = fact(
        "odd",
        type="any_of",
        values=[{"id": "p", "label": "Pea"}, {"id": "q", "label": "Queue"}],
        per="recipient",
        side="officer",
        mutable="may_happen",
        first=True,
        presume={"value": [], "says": "Nothing.", "unless_asking_about": ["police"]},
        group="request",
    )
    found = facts(tmp_path, odd).facts["odd"]
    assert (found.type, found.values, found.labels) == ("any_of", ("p", "q"), {"p": "Pea", "q": "Queue"})
    assert (found.per_recipient, found.side, found.mutable, found.first) == (True, "officer", "may_happen", True)
    assert found.presume == Presumption((), "Nothing.", ("police",))
    assert (found.group, found.question, found.help, found.why) == ("request", "odd?", "Look.", "It matters.")


def test_a_presumed_value_is_one_value(tmp_path: Path) -> None:
    found = facts(tmp_path, fact("odd", group="request", presume={"value": "no", "says": "No."})).facts["odd"]
    assert found.presume == Presumption(("no",), "No.")


def test_a_judgement_is_a_fact_that_a_country_may_word_in_its_own_way(tmp_path: Path) -> None:
    judgement = fact("weighs", rests_on=["x"])
    del judgement["group"]
    wording = {"judgement": "weighs", "question": "Does it weigh more?", "help": "Ask a colleague."}
    more: FILES = {
        "rules/vocabulary/judgements.yaml": {"judgements": [judgement]},
        f"{COUNTRY}/wording.yaml": {"wording": [wording]},
    }
    found = rulebook(tmp_path, more).facts["weighs"]
    assert (found.judgement, found.rests_on) == (True, ("x",))
    assert (found.question, found.help, found.why) == ("Does it weigh more?", "Ask a colleague.", "It matters.")


def test_disputed_law_is_a_fact_that_is_never_asked_with_its_two_sides(tmp_path: Path) -> None:
    values = [
        {"id": "yes", "label": "Wide", "says": "It is wide.", "sources": ["xb-source"]},
        {"id": "no", "label": "Narrow", "says": "It is narrow.", "sources": ["xb-source"]},
    ]
    reading = {
        "id": "xa_wide",
        "question": "How wide?",
        "values": values,
        "says": "Disputed.",
        "sources": ["xb-source"],
    }
    made = rulebook(tmp_path, {f"{COUNTRY}/readings.yaml": {"readings": [reading]}})
    assert made.facts["xa_wide"].reading
    assert made.facts["xa_wide"].values == ("yes", "no")
    assert made.readings["xa_wide"].options == (
        ReadingOption("yes", "It is wide.", ("xb-source",)),
        ReadingOption("no", "It is narrow.", ("xb-source",)),
    )


def test_what_is_not_covered_comes_from_the_country_and_from_what_was_left_out(tmp_path: Path) -> None:
    left_out = {"id": "xa-old-law", "reason": "Too old.", "says": "An old act.", "touches": ["police"]}
    own = country("XA", not_covered=[{"what": "The islands.", "touches": []}])
    more: FILES = {
        f"{COUNTRY}/jurisdiction.yaml": {"jurisdiction": own},
        f"{COUNTRY}/not_encoded.yaml": {"not_encoded": [left_out]},
    }
    assert rulebook(tmp_path, more).not_covered == (
        NotCovered("The islands.", ()),
        NotCovered("An old act.", ("police",)),
    )


def test_a_country_keeps_its_emergency_number_and_what_it_covers(tmp_path: Path) -> None:
    assert rulebook(tmp_path, {}).jurisdiction == Jurisdiction(
        id="XA",
        name="Country XA",
        kind="country",
        bases=("XB",),
        known_from=date(2025, 1, 1),
        summary="Small.",
        checked="2026-11-24",
        review="drafted",
        roles=("nurse",),
        emergency_number="112",
        emergency_says="Call.",
    )


def test_steps_items_recipients_and_roles_are_read(tmp_path: Path) -> None:
    step = {
        "id": "call",
        "title": "Call",
        "phase": "now",
        "after": ["record"],
        "meaning": "Call.",
        "urgent_after": [],
        "care": True,
    }
    name = "rules/vocabulary/steps.yaml"
    made = rulebook(tmp_path, {name: {"steps": [*files()[name]["steps"], step]}})
    assert (made.steps["call"].after, made.steps["call"].urgent_after, made.steps["call"].care) == (
        ("record",),
        (),
        True,
    )
    assert (made.steps["record"].urgent_after, made.steps["record"].care) == (None, False)
    assert (made.items["identity"].identifying, made.items["identity"].implies) == (True, ())
    assert made.recipients["police"].sides == ("care", "public", "officer")
    assert made.roles["nurse"].side == "care"


def test_tests_and_constraints_are_read_as_conditions(tmp_path: Path) -> None:
    concept = {"id": "xx_odd", "title": "Odd", "when": {"x": "yes"}, "says": "Odd."}
    never = {"all": [{"is": "xx_odd"}, {"y": "yes"}]}
    constraint = {"id": "c", "says": "Not both.", "never": never}
    more: FILES = {
        "rules/vocabulary/concepts.yaml": {"concepts": [concept]},
        "rules/vocabulary/constraints.yaml": {"constraints": [constraint]},
    }
    made = rulebook(tmp_path, more)
    assert made.concepts["xx_odd"].when == parse({"x": "yes"})
    (found,) = made.constraints
    assert (found.id, found.says, found.never) == ("c", "Not both.", parse(never))


def test_a_rulebook_knows_who_and_what_is_in_question_for_a_side(tmp_path: Path) -> None:
    items = files()["rules/vocabulary/items.yaml"]["items"]
    medical = {"id": "medical", "label": "Medical", "identifying": True, "from": ["care"]}
    recipients = files()["rules/vocabulary/recipients.yaml"]["recipients"]
    adviser = {"id": "adviser", "label": "Adviser", "can": "advise", "from": ["care"]}
    more: FILES = {
        "rules/vocabulary/items.yaml": {"items": [*items, medical]},
        "rules/vocabulary/recipients.yaml": {"recipients": [*recipients, adviser]},
    }
    made = rulebook(tmp_path, more)
    assert [[each.id for each in found] for found in made.for_side("care")] == [
        ["police", "adviser"],
        ["identity", "expertise", "medical"],
    ]
    assert [[each.id for each in found] for found in made.for_side("officer")] == [
        ["police"],
        ["identity", "expertise"],
    ]
