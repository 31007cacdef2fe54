"""Only what YAML 1.2 calls true, false, null or a decimal number is more than text."""

from __future__ import annotations

import math

import pytest

from kb.scalars import NumberTooLargeError, resolve


@pytest.mark.parametrize(
    "word",
    [
        *("NO", "no", "No", "yes", "Yes", "on", "off", "y", "n"),
        *("2026-11-24", "2026-11-24T10:00:00Z", "12:30", "1:30:00", "08.30"),
        *("0x1F", "0o17", "017", "0800", "0b11", "1_000", "1,5", "1.2.3", "12a", "1e", "-", "."),
        *("tRUE", "nULL", "none", "None", "+", "--1", "٣"),
    ],
)
def test_words_that_only_look_like_something_else_are_text(word: str) -> None:
    assert resolve(word) == word
    assert isinstance(resolve(word), str)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(("true", True), ("True", True), ("TRUE", True), ("false", False)),
        *(("null", None), ("~", None), ("", None)),
        *(("0", 0), ("-12", -12), ("+7", 7), ("999999999999999", 999999999999999)),
        *(("1.5", 1.5), ("-0.25", -0.25), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0)),
        *((".inf", math.inf), ("-.inf", -math.inf)),
    ],
)
def test_true_false_null_and_decimal_numbers_resolve(word: str, expected: object) -> None:
    assert resolve(word) == expected
    assert type(resolve(word)) is type(expected)


@pytest.mark.parametrize("word", ["1000000000000000", "-1234567890123456", "9" * 900_000, "1e999"])
def test_a_number_too_large_is_refused_at_once(word: str) -> None:
    with pytest.raises(NumberTooLargeError):
        resolve(word)
