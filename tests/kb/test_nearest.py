"""The nearest name forgives slips of the hand and of spelling, and invents nothing."""

from __future__ import annotations

import pytest

from kb import nearest

NAMES = ("harm_timeframe", "weapon_access", "consent", "NL")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("harm_timefame", "harm_timeframe"),
        ("harm-timeframe", "harm_timeframe"),
        ("Harm Timeframe", "harm_timeframe"),
        ("CONSENT", "consent"),
        ("concent", "consent"),
        ("nl", "NL"),
    ],
)
def test_a_misspelt_name_finds_the_right_one(word: str, expected: str) -> None:
    assert nearest(word, NAMES) == expected


@pytest.mark.parametrize("word", ["zebra", "", "x" * 1_000_000])
def test_a_word_like_none_of_the_names_finds_none(word: str) -> None:
    assert nearest(word, NAMES) is None


def test_a_whole_paragraph_is_no_misspelt_name() -> None:
    paragraph = "Those who know keep silent. " * 10
    assert nearest(paragraph, [paragraph + "!"]) is None


def test_without_names_there_is_no_nearest() -> None:
    assert nearest("consent", []) is None
