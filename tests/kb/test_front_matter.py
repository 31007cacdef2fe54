"""Markdown files give the data of their front matter and the text below it."""

from __future__ import annotations

import pytest

from kb import ContentError, read_markdown

PAGE = "---\nid: one\ntags: [a, b]\n---\n\n# Title\n\n\tcode\n---\nrest\n"


def test_data_and_text_are_told_apart() -> None:
    page = read_markdown(PAGE.encode(), "a.md")
    assert page.front.data == {"id": "one", "tags": ["a", "b"]}
    assert page.body == "\n# Title\n\n\tcode\n---\nrest\n"
    assert PAGE.split("\n")[page.body_line - 1 :] == page.body.split("\n")


def test_positions_are_those_of_the_whole_file() -> None:
    marks = read_markdown(PAGE.encode(), "a.md").front.marks
    assert marks.of_key(("id",)) == (2, 1)
    assert marks.of(("tags", 1)) == (3, 11)


def test_line_ends_and_byte_order_mark_of_other_systems_are_taken() -> None:
    page = read_markdown(b"\xef\xbb\xbf---\r\nid: one\r\n---\r\ntext\r\n", "a.md")
    assert (page.front.data, page.body) == ({"id": "one"}, "text\n")


def test_a_page_may_have_no_text() -> None:
    page = read_markdown(b"---\nid: one\n---", "a.md")
    assert page.body == ""


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("# Title\n", 1, 1, "no-front-matter"),
        ("", 1, 1, "no-front-matter"),
        ("\n---\nid: one\n---\n", 1, 1, "no-front-matter"),
        ("---\nid: one\n", 1, 1, "front-matter-not-closed"),
        ("---\n---\ntext", 2, 1, "empty-file"),
        ("---\nid: one\nid: two\n---\n", 3, 1, "duplicate-key"),
        ("---\nid: b: c\n---\n", 2, 6, "syntax"),
        ("---\nid: one\n---\nte\x00xt\n", 4, 3, "control-character"),
        ("---\nid:\n\tx: y\n---\n", 3, 1, "tab-indentation"),
    ],
)
def test_a_broken_page_is_refused_at_the_right_place(text: str, line: int, column: int, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_markdown(text.encode(), "a.md")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column, problem.code) == (
        "a.md",
        line,
        column,
        code,
    )


def test_a_page_in_another_encoding_is_refused() -> None:
    with pytest.raises(ContentError) as caught:
        read_markdown("---\nid: é\n---\n".encode("latin-1"), "a.md")
    assert caught.value.problems[0].code == "not-utf-8"
