"""Loading content once, and asking it for rulebooks, cases and advice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules import CaseError, Clash, KnowledgeBase, RulebookUnavailable, UnknownJurisdiction
from tests.rules.mini_house import (
    BASE,
    COUNTRY,
    FILES,
    INVARIANTS,
    TODAY,
    answer,
    changed,
    country,
    document,
    files,
    golden,
    load,
    rule,
    source,
    with_rules,
    write,
)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The small house as it is."""
    return load(tmp_path_factory.mktemp("house"))


# -- what there is -----------------------------------------------------------------------------------------------------


def test_sound_content_has_no_problems(knowledge: KnowledgeBase) -> None:
    assert [problem.text() for problem in knowledge.problems] == []


def test_only_countries_can_be_chosen(knowledge: KnowledgeBase) -> None:
    """A base is what they stand on."""
    assert [found.id for found in knowledge.countries] == ["XA"]
    for code in ("XB", "xa", "XC"):
        with pytest.raises(UnknownJurisdiction) as caught:
            knowledge.rulebook(code, TODAY)
        (problem,) = caught.value.problems
        assert (problem.where, problem.allowed) == ("jurisdiction", ("XA",))


def test_a_misspelt_country_names_the_nearest(knowledge: KnowledgeBase) -> None:
    with pytest.raises(UnknownJurisdiction, match="Did you mean 'XA'"):
        knowledge.case({"jurisdiction": "XAA"}, TODAY)


@pytest.mark.parametrize("code", [None, 3, ["XA"]])
def test_a_country_that_is_no_text_is_refused(knowledge: KnowledgeBase, code: object) -> None:
    with pytest.raises(UnknownJurisdiction):
        knowledge.case({"jurisdiction": code}, TODAY)


def test_a_rulebook_holds_the_vocabulary_its_bases_and_itself(knowledge: KnowledgeBase) -> None:
    rulebook = knowledge.rulebook("XA", TODAY)
    assert set(rulebook.rules) == {"xb-secrecy", "xb-talk", "xa-speak"}
    assert set(rulebook.facts) == {"sharer_role", "x", "y"}
    assert {rule.owner for rule in rulebook.rules.values()} == {"xa", "xb"}


def test_a_country_knows_nothing_of_another(tmp_path: Path) -> None:
    more: FILES = {
        "rules/sets/xc/jurisdiction.yaml": {"jurisdiction": country("XC")},
        "rules/sets/xc/rules/all.yaml": {"rules": [rule("xc-speak", "may", when={"y": "yes"})]},
    }
    knowledge = load(tmp_path, changed(more))
    assert "xc-speak" not in knowledge.rulebook("XA", TODAY).rules
    assert set(knowledge.rulebook("XC", TODAY).rules) == {"xb-secrecy", "xb-talk", "xc-speak"}


def test_advice_from_a_document_to_an_answer(knowledge: KnowledgeBase) -> None:
    assert answer(knowledge, x="yes") == "may"
    assert answer(knowledge, x="no") == "must_not"
    assert answer(knowledge) == "open"


def test_a_wrong_case_is_refused_with_all_that_is_wrong(knowledge: KnowledgeBase) -> None:
    with pytest.raises(CaseError) as caught:
        knowledge.case(document(z="yes", x="maybe"), TODAY)
    assert {problem.where for problem in caught.value.problems} == {"facts.z", "facts.x"}


def test_answers_that_cannot_all_be_true_are_refused(tmp_path: Path) -> None:
    never = {"all": [{"x": "yes"}, {"y": "yes"}]}
    constraints = {"constraints": [{"id": "c", "says": "Not both.", "never": never}]}
    knowledge = load(tmp_path, changed({"rules/vocabulary/constraints.yaml": constraints}))
    case = knowledge.case(document(x="yes", y="yes"), TODAY)
    with pytest.raises(Clash, match=r"Not both\."):
        knowledge.advise(case, TODAY)


# -- broken content ----------------------------------------------------------------------------------------------------

BROKEN = {"rules": [rule("xb-secrecy", "must_not", gate=True), rule("xb-talk", "may", share=["expertize"])]}


def test_a_country_with_a_mistake_is_unavailable_as_a_whole(tmp_path: Path) -> None:
    """A lost exemption would turn may into must."""
    knowledge = load(tmp_path, with_rules(rule("xa-speak", "may", when={"z": "yes"}), rule("xa-other", "may")))
    with pytest.raises(RulebookUnavailable) as caught:
        knowledge.rulebook("XA", TODAY)
    assert caught.value.code == "XA"
    assert [(p.file, p.code) for p in caught.value.problems] == [(f"{COUNTRY}/rules/all.yaml", "unknown-fact")]


def test_so_are_all_that_stand_on_a_base_with_a_mistake(tmp_path: Path) -> None:
    more: FILES = {"rules/sets/xc/jurisdiction.yaml": {"jurisdiction": country("XC")}, f"{BASE}/rules/all.yaml": BROKEN}
    knowledge = load(tmp_path, changed(more))
    for code in ("XA", "XC"):
        with pytest.raises(RulebookUnavailable):
            knowledge.rulebook(code, TODAY)


def test_a_mistake_in_one_country_leaves_the_others_alone(tmp_path: Path) -> None:
    more: FILES = {
        "rules/sets/xc/jurisdiction.yaml": {"jurisdiction": country("XC")},
        "rules/sets/xc/rules/all.yaml": {"rules": [rule("xc-speak", "may", when={"z": "yes"})]},
    }
    knowledge = load(tmp_path, changed(more))
    assert answer(knowledge, x="yes") == "may"
    with pytest.raises(RulebookUnavailable):
        knowledge.rulebook("XC", TODAY)


def test_a_file_that_cannot_be_read_at_all_counts_as_a_mistake(tmp_path: Path) -> None:
    knowledge = load(tmp_path, {**files(), f"{COUNTRY}/rules/more.yaml": "rules: [\n"})
    with pytest.raises(RulebookUnavailable):
        knowledge.rulebook("XA", TODAY)


def test_a_broken_country_keeps_its_name_and_its_emergency_number(tmp_path: Path) -> None:
    """Its pages say unavailable and what to do all the same."""
    knowledge = load(tmp_path, with_rules(rule("xa-speak", "may", when={"z": "yes"})))
    (found,) = knowledge.countries
    assert (found.name, found.emergency_number) == ("Country XA", "112")


def test_a_mistake_in_the_vocabulary_is_everybodys(tmp_path: Path) -> None:
    broken = {"concepts": [{"id": "xx_odd", "title": "Odd", "when": {"z": "yes"}, "says": "Odd."}]}
    knowledge = load(tmp_path, changed({"rules/vocabulary/concepts.yaml": broken}))
    with pytest.raises(RulebookUnavailable):
        knowledge.rulebook("XA", TODAY)


def test_a_circle_of_defeats_between_rules_of_one_country_is_a_mistake(tmp_path: Path) -> None:
    """The permission opens the gate, and the gate defeats the permission."""
    gate = rule("xa-gate", "must_not", gate=True, defeats=["xa-speak"])
    knowledge = load(tmp_path, with_rules(rule("xa-speak", "may"), gate))
    assert {problem.code for problem in knowledge.problems} == {"rule-circle"}
    with pytest.raises(RulebookUnavailable):
        knowledge.rulebook("XA", TODAY)


def test_a_circle_of_defeats_between_a_country_and_its_base_is_a_mistake(tmp_path: Path) -> None:
    """Else it is met only when somebody asks, as an error of the program."""
    gate = rule("xa-gate", "must_not", gate=True, defeats=["xb-open"])
    opens = [rule("xb-talk", "may", share=["expertise"]), rule("xb-open", "may", when={"y": "yes"})]
    content = with_rules(gate)
    content[f"{BASE}/rules/all.yaml"] = {"rules": [rule("xb-secrecy", "must_not", gate=True), *opens]}
    assert {problem.code for problem in load(tmp_path, content).problems} == {"rule-circle"}


def test_an_overlay_folder_whose_name_is_nearly_right_makes_countries_unavailable(tmp_path: Path) -> None:
    """It may hold rules that are now missing: better no answer than one without them."""
    house = write(tmp_path / "house", files())
    (tmp_path / "own" / "rulez").mkdir(parents=True)
    own = write(tmp_path / "own", {f"{COUNTRY}/myths.yaml": {"myths": []}})
    knowledge = KnowledgeBase.load(root=house, overlay=own)
    assert [problem.code for problem in knowledge.problems] == ["unknown-folder"]
    with pytest.raises(RulebookUnavailable):
        knowledge.rulebook("XA", TODAY)


def test_an_overdue_source_is_a_warning_and_breaks_nothing(tmp_path: Path) -> None:
    overdue = {"sources": [source("xb-source", review_by="2026-01-01")]}
    knowledge = load(tmp_path, changed({f"{BASE}/sources.yaml": overdue}), today=TODAY)
    assert [(problem.code, problem.severity) for problem in knowledge.problems] == [("source-overdue", "warning")]
    advice = knowledge.advise(knowledge.case(document(), TODAY), TODAY)
    assert len(advice.warnings) == 1
    assert "source overdue" in advice.warnings[0]
    assert KnowledgeBase.load(root=tmp_path).problems == ()


# -- version, digest, overlays -----------------------------------------------------------------------------------------


def digest(folder: Path, content: dict[str, dict[str, Any]]) -> str:
    """The digest of the rulebook of XA."""
    return load(folder, content).rulebook("XA", TODAY).digest


@pytest.mark.parametrize(
    "more",
    [
        {f"{COUNTRY}/rules/all.yaml": {"rules": [rule("xa-speak", "may", when={"y": "yes"})]}},
        {f"{BASE}/rules/all.yaml": {"rules": [rule("xb-secrecy", "must_not", gate=True), rule("xb-talk", "must_not")]}},
        {"rules/vocabulary/steps.yaml": {"steps": []}},
    ],
    ids=["country", "base", "vocabulary"],
)
def test_the_digest_changes_with_the_law(tmp_path: Path, more: dict[str, dict[str, Any]]) -> None:
    assert digest(tmp_path / "one", files()) != digest(tmp_path / "other", changed(more))


GOLDEN = {"golden": [golden("xa-g", {"facts": {"sharer_role": "nurse"}}, outcomes={"police": {"answer": "open"}})]}


@pytest.mark.parametrize(
    "more",
    [
        {f"{COUNTRY}/golden/all.yaml": GOLDEN},
        {"rules/sets/xc/jurisdiction.yaml": {"jurisdiction": country("XC")}},
        {f"{COUNTRY}/invariants.yaml": INVARIANTS},
    ],
    ids=["golden cases", "another country", "invariants"],
)
def test_the_digest_changes_with_nothing_else(tmp_path: Path, more: dict[str, dict[str, Any]]) -> None:
    assert digest(tmp_path / "one", files()) == digest(tmp_path / "other", changed(more))


def test_the_digest_does_not_depend_on_where_the_files_lie(tmp_path: Path) -> None:
    assert digest(tmp_path / "one", files()) == digest(tmp_path / "other", dict(reversed(files().items())))


def test_what_an_overlay_replaced_is_said_and_enters_the_digest(tmp_path: Path) -> None:
    plain = load(tmp_path / "house").rulebook("XA", TODAY)
    own = {f"{COUNTRY}/rules/own.yaml": {"rules": [rule("xa-speak", "must_not", when={"x": "yes"})]}}
    knowledge = KnowledgeBase.load(root=tmp_path / "house", overlay=write(tmp_path / "own", own))
    rulebook = knowledge.rulebook("XA", TODAY)
    assert plain.overlays == ()
    assert rulebook.overlays == ("rule xa-speak",)
    assert rulebook.digest != plain.digest
    assert answer(knowledge, x="yes") == "must_not"


def test_the_version_of_the_program_is_part_of_a_rulebook(knowledge: KnowledgeBase) -> None:
    assert knowledge.rulebook("XA", TODAY).version.count(".") == 2
