"""Bytes become text only as UTF-8, without invisible characters, and within a megabyte."""

from __future__ import annotations

import pytest

from kb.text import MAX_BYTES, read_text


def test_plain_text_passes_as_it_is() -> None:
    assert read_text("é, ž, 😀\n\tx".encode(), "a") == ("é, ž, 😀\n\tx", [])


def test_a_byte_order_mark_at_the_beginning_is_dropped() -> None:
    assert read_text(b"\xef\xbb\xbfa: 1", "a") == ("a: 1", [])


def test_line_ends_of_all_systems_become_newlines() -> None:
    assert read_text(b"a\r\nb\rc\n", "a") == ("a\nb\nc\n", [])


def test_a_file_of_exactly_the_largest_size_passes() -> None:
    text, problems = read_text(b"x" * MAX_BYTES, "a")
    assert text is not None
    assert problems == []


def test_a_larger_file_is_refused() -> None:
    text, (problem,) = read_text(b"x" * (MAX_BYTES + 1), "big.yaml")
    assert text is None
    assert (problem.file, problem.code) == ("big.yaml", "file-too-large")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_wide_encoding_is_refused_by_name(encoding: str) -> None:
    text, (problem,) = read_text("a: 1".encode(encoding), "a")
    assert text is None
    assert (problem.code, problem.allowed) == ("not-utf-8", ("UTF-8",))


def test_another_encoding_is_refused_at_the_byte_that_tells() -> None:
    text, (problem,) = read_text("a: 1\r\nbé: caf".encode() + b"\xe9", "a")
    assert text is None
    assert (problem.line, problem.column, problem.found) == (2, 8, "byte 0xE9")


@pytest.mark.parametrize(
    ("character", "name"),
    [
        *(("\x00", "U+0000"), ("\x1b", "U+001B"), ("\x7f", "U+007F"), ("\x85", "U+0085")),
        *(("\u2028", "U+2028"), ("\ufeff", "U+FEFF")),
    ],
)
def test_an_invisible_character_is_refused_where_it_stands(character: str, name: str) -> None:
    text, (problem,) = read_text(f"a: 1\nb: {character}x".encode(), "a")
    assert (problem.line, problem.column, problem.found) == (2, 4, name)
    assert text == "a: 1\nb: \ufffdx"


def test_each_line_with_an_invisible_character_is_reported() -> None:
    _, problems = read_text(b"a\x00\nb\nc\x00\x00", "a")
    assert [(problem.line, problem.column) for problem in problems] == [(1, 2), (3, 2)]


def test_a_file_full_of_them_gives_no_endless_report() -> None:
    _, problems = read_text(b"\x00\n" * 400_000, "a")
    assert len(problems) <= 100
