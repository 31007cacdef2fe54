"""Words to avoid are found as whole words, whatever their case; terms are the words that everybody knows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb import SCHEMA_FOLDER, Content, Registry, Schemas, read_content
from kb.kinds import register
from kb.words import Avoided, WordsToAvoid, terms

Write = Callable[..., Path]
Read = Callable[..., Content]


def avoid(name: str, *words: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "words": list(words),
        "instead": f"not {name}",
        "why": "It hurts.",
        "sources": ["paper"],
        **more,
    }


@pytest.fixture
def read(write: Write) -> Read:
    """Read a list of words to avoid, and of terms."""

    def read_words(*avoided: dict[str, Any], **terms: list[str]) -> Content:
        known = [{"id": name, "words": words} for name, words in terms.items()]
        root = write({"kb/words.yaml": json.dumps({"avoid": avoided, "terms": known})})
        registry = Registry()
        register(registry)
        return read_content([root], registry, Schemas(SCHEMA_FOLDER))

    return read_words


def found(content: Content, text: str) -> list[str]:
    return [each.word for each in WordsToAvoid(content).found_in(text)]


def test_a_word_is_found_with_what_to_write_instead_and_why(read: Read) -> None:
    words = WordsToAvoid(read(avoid("addict", "addict", "junkie")))
    assert list(words.found_in("He is a junkie.")) == [Avoided("junkie", "not addict", "It hurts.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A junkie, a Junkie and a JUNKIE", ["junkie"] * 3),
        ("junkies and subjunkie", []),
        ("junkie-like, “junkie”", ["junkie", "junkie"]),
        ("a time bomb", ["time bomb"]),
        ("a ticking time bomb ticks", ["ticking time bomb"]),
        ("time, bomb", []),
        ("c++ and (x)", ["c++", "(x)"]),
        ("", []),
    ],
)
def test_words_are_found_whole_the_longest_first_in_their_order(text: str, expected: list[str], read: Read) -> None:
    content = read(avoid("a", "junkie", "time bomb"), avoid("b", "ticking time bomb", "c++", "(x)"))
    assert content.problems == ()
    assert found(content, text) == expected


def test_without_a_list_nothing_is_to_be_avoided(read: Read) -> None:
    assert found(read(), "junkie") == []


def test_terms_are_all_words_of_all_groups(read: Read) -> None:
    assert terms(read(care=["ward", "crisis team"], law=["duty"])) == {"ward", "crisis team", "duty"}


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (avoid("a", "Junkie"), "wrong-form"),
        (avoid("a"), "too-few-items"),
        (avoid("a", "junkie", "junkie"), "repeated-item"),
        (avoid("a", "x"), "too-short"),
        (avoid("a", "junkie", sources=[]), "too-few-items"),
        (avoid("a", "junkie", why=""), "too-short"),
        (avoid("A word", "junkie"), "wrong-form"),
        (avoid("a", "junkie", see="b"), "unknown-key"),
    ],
)
def test_a_list_that_is_not_complete_and_true_to_form_is_refused(entry: dict[str, Any], code: str, read: Read) -> None:
    content = read(entry)
    assert [problem.code for problem in content.problems] == [code]


def test_one_name_stands_for_one_entry(read: Read) -> None:
    content = read(avoid("a", "junkie"), avoid("a", "addict"))
    assert [problem.code for problem in content.problems] == ["duplicate-id"]
