"""Problems say all they know, in one line that is safe to print."""

from __future__ import annotations

import pytest

from kb import ContentError, Problem, in_order

PROBLEM = Problem(
    *("law/a.yaml", 3, 7, "unknown-key", "effct", ("effect", "title"), "effect"),
    todo="Rename the key.",
)


def test_text_begins_with_the_place_as_editors_read_it() -> None:
    assert PROBLEM.text().startswith("law/a.yaml:3:7: ")


@pytest.mark.parametrize("fact", ["effct", "effect", "title", "Rename the key."])
def test_text_says_what_was_found_what_is_allowed_and_what_to_do(fact: str) -> None:
    assert fact in PROBLEM.text()


def test_text_puts_a_folder_before_the_file_when_asked() -> None:
    assert PROBLEM.text("ours").startswith("ours/law/a.yaml:3:7: ")


def test_a_warning_says_that_it_is_one() -> None:
    warning = Problem("a.yaml", 1, 1, "old", severity="warning")
    assert "warning" in warning.text()
    assert "warning" not in PROBLEM.text()


def test_a_long_list_of_allowed_names_is_shortened_in_the_text_only() -> None:
    names = tuple(f"name_{number}" for number in range(500))
    problem = Problem("a.yaml", 1, 1, "wrong-value", "x", names)
    assert len(problem.text()) < 400
    assert "488 more" in problem.text()
    assert len(problem.allowed) == 500


def test_a_long_value_is_shortened_in_the_text() -> None:
    assert len(Problem("a.yaml", 1, 1, "wrong-value", "x" * 100_000).text()) < 200


def test_text_is_one_line_without_control_characters() -> None:
    text = Problem("a.yaml", 1, 1, "wrong-value", "a\nb\x1b[31m").text()
    assert text.isprintable()


def test_a_content_error_lists_every_problem() -> None:
    other = Problem("law/b.yaml", 1, 1, "empty-file")
    error = ContentError([PROBLEM, other])
    assert error.problems == (PROBLEM, other)
    assert "law/a.yaml:3:7" in str(error)
    assert "law/b.yaml:1:1" in str(error)


def test_a_content_error_without_problems_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ContentError([])


def test_problems_are_put_in_the_order_of_their_places_without_repetition() -> None:
    first = Problem("a.yaml", 2, 1, "x")
    second = Problem("a.yaml", 10, 1, "x")
    overlay = Problem("a.yaml", 1, 1, "x", root=1)
    assert in_order([overlay, second, first, second]) == [first, second, overlay]
