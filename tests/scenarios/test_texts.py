"""How hard a text is to read, by hand-counted texts; and words to avoid in the texts of a scenario."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Entry, Problem
from kb.words import WordsToAvoid, terms
from scenarios.library import Library
from scenarios.reading_age import FOURTEEN, grade, lix
from scenarios.texts import SHORTEST, check_texts

EASY = "He sits by the door and looks at his hands for a long time. "
"""Fourteen words, none of them long."""

HARD = "Professional confidentiality obligations notwithstanding, practitioners communicate proportionate information."
"""Eight words, all of them long: LIX 108."""


# -- reading age -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "sentences", "long"),
    [
        ("The cat sat.", 3, 1, 0),
        ("The cat sat. It was warm!", 6, 2, 0),
        ("Is he well? He is. Good.", 6, 3, 0),
        ("The psychiatrist listens to her patient.", 6, 1, 3),
        ("secret is six letters", 4, 1, 1),
        ("Patient is seven letters", 4, 1, 2),
        ("No full stop at the end", 6, 1, 0),
        ("He said: “I go.” Then he went.", 7, 3, 0),
        ("“Stop!” she said.", 3, 2, 0),
        ("It costs 3.50 today", 3, 1, 0),
        ("It is four o’clock", 4, 1, 1),
        ("a well-known man", 3, 1, 1),
        ("Er hört häufiger Stimmen als früher.", 6, 1, 2),
        ("One. Two. Three.", 3, 3, 0),
    ],
)
def test_lix_is_the_length_of_sentences_and_the_share_of_long_words(
    text: str, words: int, sentences: int, long: int
) -> None:
    assert lix(text) == pytest.approx(words / sentences + 100 * long / words)


def test_a_text_without_words_is_not_hard() -> None:
    assert lix("") == lix(" ... 12 !") == 0.0


def test_words_of_the_field_count_as_short_whatever_their_case() -> None:
    text = "Patients trust a Psychiatrist."
    assert lix(text) == 4 + 50
    assert lix(text, {"psychiatrist"}) == 4 + 25
    assert lix(text, {"psychiatrist", "patients"}) == 4


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_easier_than_nothing(text: str, more: str) -> None:
    assert lix(text) >= 0
    assert lix(f"{text} {more}") <= len(f"{text} {more}") + 100


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 1), (9.9, 1), (10, 2), (15, 3), (20, 4), (24, 5), (31.9, 6), (36, 8), (43.9, 9), (44, 10), (48, 11), (90, 13)],
)
def test_a_grade_is_the_one_of_its_step(value: float, expected: int) -> None:
    assert grade(value) == expected


@given(st.floats(0, 150), st.floats(0, 150))
def test_what_is_harder_never_has_a_lower_grade(one: float, two: float) -> None:
    assert grade(min(one, two)) <= grade(max(one, two))


def test_up_to_about_fourteen_years_is_grade_nine() -> None:
    assert (grade(FOURTEEN - 0.01), grade(FOURTEEN)) == (9, 10)


# -- texts of a scenario -----------------------------------------------------------------------------------------------


@pytest.fixture
def entry(cases: Library) -> Entry:
    """The smallest case of the example house."""
    return cases.entries["town-table"]


def wrong(cases: Library, entry: Entry, **changes: str) -> list[Problem]:
    """What is wrong with the texts of a case in which some are changed."""
    changed = replace(entry, data={**entry.data, "text": {**entry.data["text"], **changes}})
    content = cases.knowledge.content
    return list(check_texts(changed, WordsToAvoid(content), terms(content)))


def test_plain_texts_are_fine(cases: Library, entry: Entry) -> None:
    assert wrong(cases, entry) == []
    assert wrong(cases, entry, about=EASY * 5) == []


def test_a_hard_text_is_reported_at_its_place(cases: Library, entry: Entry) -> None:
    (problem,) = wrong(cases, entry, about=" ".join([HARD.rstrip(".")] * 4))
    assert problem.code == "hard-to-read"
    assert (problem.line, problem.column) == entry.position(("text", "about"))
    assert "13" in problem.found


def test_a_short_text_counts_with_the_whole_only(cases: Library, entry: Entry) -> None:
    assert len(HARD.split()) < SHORTEST
    assert wrong(cases, entry, about=HARD) == []


def test_a_case_whose_short_texts_are_all_hard_is_reported_as_a_whole(cases: Library, entry: Entry) -> None:
    changes = dict.fromkeys(("title", "about", "dilemma"), HARD)
    hard = {"text": {**changes, "goals": {"one": HARD}, "roles": {"one": HARD}}}
    content = cases.knowledge.content
    found = list(check_texts(replace(entry, data={**entry.data, **hard}), WordsToAvoid(content), terms(content)))
    assert [problem.code for problem in found] == ["hard-to-read"]
    assert (found[0].line, found[0].column) == entry.position(("text",))


def test_terms_of_the_field_do_not_make_a_text_hard(cases: Library, entry: Entry) -> None:
    easy = "The emergency services come at once and the emergency services help. " * 4
    assert wrong(cases, entry, about=easy) == []
    assert [p.code for p in wrong(cases, entry, about=easy.replace("emergency services", "ambulance engines"))] == [
        "hard-to-read"
    ]


def test_every_word_to_avoid_is_reported_with_what_to_write_instead(cases: Library, entry: Entry) -> None:
    found = wrong(cases, entry, about="A Nutter, a ticking time bomb.", title="Nutters")
    assert {problem.code for problem in found} == {"word-to-avoid"}
    assert sorted(problem.found for problem in found) == ["nutter", "nutters", "ticking time bomb"]
    assert ["a person in distress" in problem.todo for problem in found].count(True) == 2
