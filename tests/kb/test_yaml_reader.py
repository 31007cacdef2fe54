"""The reader takes the small, safe part of YAML and says exactly what it refuses, and where."""

from __future__ import annotations

import pytest
import yaml

from kb import ContentError, Problem, read_yaml
from kb.text import MAX_BYTES
from kb.yaml_reader import scan_yaml


@pytest.fixture(params=["parser in C", "parser in Python"], autouse=True)
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with both parsers; the second is what machines without libyaml have."""
    if request.param == "parser in Python":
        monkeypatch.setattr(yaml, "__with_libyaml__", False)


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        read_yaml(text if isinstance(text, bytes) else text.encode(), "a.yaml")
    return caught.value.problems


def places(text: str) -> list[tuple[int, int, str, str]]:
    return [(p.line, p.column, p.code, p.found) for p in problems_of(text)]


def test_the_country_code_of_norway_is_text() -> None:
    assert read_yaml(b"jurisdiction: NO\n", "a.yaml").data == {"jurisdiction": "NO"}


def test_words_resolve_only_where_they_are_not_quoted() -> None:
    text = b"[true, 'true', \"1\", 1, null, 'null', ~, no, 2026-11-24, 12:30, 1.5]"
    expected = [True, "true", "1", 1, None, "null", None, "no", "2026-11-24", "12:30", 1.5]
    assert read_yaml(text, "a.yaml").data == expected


def test_long_text_is_text_however_it_is_written() -> None:
    text = b"a: >-\n  one\n  two\nb: |\n  true\nc: 'x\n\n  y'\nd:\ne: []\nf: {}\n"
    expected: dict[str, object] = {
        "a": "one two",
        "b": "true\n",
        "c": "x\ny",
        "d": None,
        "e": [],
        "f": {},
    }
    assert read_yaml(text, "a.yaml").data == expected


def test_a_value_that_looks_like_a_merge_key_is_text() -> None:
    assert read_yaml(b"a: <<\n'<<': b", "a.yaml").data == {"a": "<<", "<<": "b"}


def test_positions_of_keys_and_values_count_from_one() -> None:
    text = "first: é\nlist:\n- one\n- id: two\n  says: >-\n    long\nempty:\nflow: {a: [x, 'y']}\n"
    marks = read_yaml(text.encode(), "a.yaml").marks
    assert marks.of(("first",)) == (1, 8)
    assert marks.of(("list", 0)) == (3, 3)
    assert marks.of(("list", 1)) == (4, 3)
    assert marks.of_key(("list", 1, "says")) == (5, 3)
    assert marks.of(("list", 1, "says")) == (5, 9)
    assert marks.of_key(("empty",)) == (7, 1)
    assert marks.of(("flow", "a", 1)) == (8, 15)


def test_columns_count_characters_not_bytes() -> None:
    marks = read_yaml("{'é😀': x}".encode(), "a.yaml").marks
    assert marks.of(("é😀",)) == (1, 8)


def test_the_position_of_what_is_not_there_is_that_of_its_parent() -> None:
    marks = read_yaml(b"a:\n  b: 1\n", "a.yaml").marks
    assert marks.of(("a", "c", 0)) == (2, 3)
    assert marks.of_key(("a", "c")) == (2, 3)


def test_a_byte_order_mark_and_foreign_line_ends_leave_positions_right() -> None:
    document = read_yaml(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "a.yaml")
    assert document.data == {"a": 1, "b": 2}
    assert document.marks.of_key(("a",)) == (1, 1)
    assert document.marks.of(("b",)) == (2, 4)


def test_one_document_may_be_opened_and_closed() -> None:
    assert read_yaml(b"# first\n---\na: 1\n...\n", "a.yaml").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: &name x\n", (2, 4, "anchor", "&name")),
        ("a: 1\nb: *name\n", (2, 4, "alias", "*name")),
        ("a: !!str 1\n", (1, 4, "tag", "!!str")),
        ("a: !python/object:os.system x\n", (1, 4, "tag", "!python/object:os.system")),
        ("a: !!python/name:os.system {}\n", (1, 4, "tag", "!!python/name:os.system")),
        ("a: ! x\n", (1, 4, "tag", "!")),
        ("a: &x [1]\n", (1, 4, "anchor", "&x")),
        ("a:\n  <<: {b: 1}\n", (2, 3, "merge-key", "<<")),
        ("a: 1\nb: 2\na: 3\n", (3, 1, "duplicate-key", "a")),
        ("a: {'b': 1, b: 2}\n", (1, 13, "duplicate-key", "b")),
        ("112: x\n", (1, 1, "key-not-text", "112")),
        ("a: {true: x}\n", (1, 5, "key-not-text", "true")),
        ("~: x\n", (1, 1, "key-not-text", "~")),
        ("? [a, b]\n: x\n", (1, 3, "key-not-text", "")),
        ("? {a: b}\n: x\n", (1, 3, "key-not-text", "")),
        ("a: 1\n---\nb: 2\n", (2, 1, "several-documents", "---")),
        ("%YAML 1.1\n---\na: 1\n", (1, 1, "directive", "")),
        ("a: 1234567890123456\n", (1, 4, "number-too-large", "1234567890123456")),
        ("a: 1e999\n", (1, 4, "number-too-large", "1e999")),
        ('a: "\\x1b"\n', (1, 4, "control-character", "U+001B")),
        ('"\\x1b": a\n', (1, 1, "control-character", "U+001B")),
        ("a: x\x00\n", (1, 5, "control-character", "U+0000")),
        ("a:\n\tb: 1\n", (2, 1, "tab-indentation", "\t")),
        ("a:\n  \tb: 1\n", (2, 3, "tab-indentation", "\t")),
        ("", (1, 1, "empty-file", "")),
        ("# only a remark\n", (1, 1, "empty-file", "")),
        ("---\n", (2, 1, "empty-file", "")),
    ],
)
def test_what_content_may_not_use_is_refused_where_it_stands(text: str, expected: tuple[int, int, str, str]) -> None:
    assert places(text) == [expected]
    (problem,) = problems_of(text)
    assert problem.file == "a.yaml"
    assert problem.todo


def test_the_message_about_a_repeated_key_names_the_line_of_the_first() -> None:
    (problem,) = problems_of("x: 1\nb: 2\na: 3\nb: 4\n")
    assert "line 2" in problem.todo


def test_the_message_about_a_key_that_is_no_text_shows_it_quoted() -> None:
    (problem,) = problems_of("112: x\n")
    assert "'112'" in problem.todo


def test_the_message_about_a_large_number_says_how_many_digits_are_allowed() -> None:
    (problem,) = problems_of("a: 1234567890123456\n")
    assert "15" in problem.allowed[0]


@pytest.mark.parametrize(
    ("text", "line", "column", "todo"),
    [
        ("a: b: c\n", 1, 5, "quotes"),
        ("a: 1\nb: 'x\nc: 2\n", 2, 4, "quote"),
        ("a: [1, 2\nb: 3\n", 2, 2, "]"),
        ("a: {b: 1\nc\n", 3, 1, "}"),
        ("a: @x\n", 1, 4, "quotes"),
        ("a: `x`\n", 1, 4, "quotes"),
        ("a: 1\n- b\n", 2, 1, "Line this up"),
        ("a:\n    b: 1\n  c: 2\n", 3, 3, "Line this up"),
        ("- a\nb: 1\n", 2, 1, "Line this up"),
        ("a: - b\n", 1, 4, "new line"),
        ('a: "\\q"\n', 1, None, "backslash"),
        ("a: 1\n...\nb: 2\n", 3, 1, "three dots"),
        ("]\n", 1, 1, "value"),
        ('a: "\\UFFFFFFFF"\n', None, None, ""),
    ],
)
def test_a_syntax_error_says_where_and_what_to_do(text: str, line: int | None, column: int | None, todo: str) -> None:
    (problem,) = problems_of(text)
    assert problem.code == "syntax"
    assert line in (None, problem.line)
    assert column in (None, problem.column)
    assert todo in problem.todo


def test_all_problems_of_a_file_are_reported_in_one_run() -> None:
    text = "a: &x 1\nb: !!str 2\na: 3\n7: 4\nc: *x\nd: {<<: {e: 1}}\nf: 12345678901234567\n"
    codes = [problem.code for problem in problems_of(text)]
    expected = ["anchor", "tag", "duplicate-key", "key-not-text", "alias", "merge-key"]
    assert codes == [*expected, "number-too-large"]


def test_problems_before_a_syntax_error_are_reported_with_it() -> None:
    assert [p.code for p in problems_of("a: &x 1\na: 2\nb: [\n")] == [*("anchor", "duplicate-key", "syntax")]


def test_every_line_indented_with_a_tab_is_reported() -> None:
    found = [(p.line, p.code) for p in problems_of("a:\n\tb: 1\nc:\n\td: 2\n")]
    assert found == [(2, "tab-indentation"), (4, "tab-indentation")]


def test_the_deepest_allowed_nesting_is_read() -> None:
    data = read_yaml(b"[" * 50 + b"]" * 50, "a.yaml").data
    for _ in range(49):
        (data,) = data
    assert data == []


def test_one_level_more_is_refused_where_it_opens() -> None:
    (problem,) = problems_of("[" * 51 + "]" * 51)
    assert (problem.code, problem.line, problem.column) == ("nesting-too-deep", 1, 51)
    assert "50" in problem.allowed[0]


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 30_000, "[" * 30_000 + "]" * 30_000, "{a: " * 30_000, "- " * 30_000),
        *("? " * 30_000, "\n".join("  " * level + "a:" for level in range(600))),
    ],
    ids=["brackets", "closed brackets", "braces", "dashes", "question marks", "indentation"],
)
def test_thirty_thousand_levels_are_refused(text: str) -> None:
    (problem,) = problems_of(text)
    assert problem.code == "nesting-too-deep"


def test_a_file_over_a_megabyte_is_refused_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml, "parse", None)
    (problem,) = problems_of(b"#" * (MAX_BYTES + 1))
    assert problem.code == "file-too-large"


def test_a_file_that_is_not_utf8_is_refused() -> None:
    (problem,) = problems_of("a: caf\xe9".encode("latin-1"))
    assert (problem.line, problem.column, problem.code) == (1, 7, "not-utf-8")


@pytest.mark.parametrize("line", ["- *a\n", "- &a x\n", "\tx\n", "- {a: 1, a: 2}\n"])
def test_a_file_full_of_problems_gives_no_endless_report(line: str) -> None:
    assert 90 <= len(problems_of(line * 20_000)) <= 101


def test_a_file_with_a_small_problem_still_gives_its_data_for_further_checks() -> None:
    document, problems = scan_yaml(b"a: 1\na: 2\nb: &x c\n", "a.yaml")
    assert document is not None
    assert document.data == {"a": 1, "b": "c"}
    assert len(problems) == 2


@pytest.mark.parametrize("text", ["a: *b\n", "a: {<<: {b: 1}}\n", "a: [\n", "? [a]\n: 1\n"])
def test_a_file_with_missing_data_gives_none_at_all(text: str) -> None:
    document, problems = scan_yaml(text.encode(), "a.yaml")
    assert document is None
    assert problems
