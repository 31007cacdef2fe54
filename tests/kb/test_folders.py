"""Only ordinary files inside the content folder are found and read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.folders import find_files, read_file
from kb.problems import Problem
from kb.text import MAX_BYTES

Write = Callable[..., Path]


def find(root: Path, *folders: str) -> tuple[list[str], list[tuple[str, str]]]:
    files, problems = find_files(root, folders, lambda path: path == "law/left-out")
    return files, [(problem.file, problem.code) for problem in problems]


def test_content_files_are_found_in_order_at_any_depth(write: Write) -> None:
    root = write({"law/b.yaml": "", "law/a/x/y.md": "", "law/c.yml": "", "other/d.yaml": ""})
    assert find(root, "law") == (["law/a/x/y.md", "law/b.yaml", "law/c.yml"], [])


def test_what_is_no_content_is_passed_over(write: Write) -> None:
    root = write(
        {
            "law/code.py": "",
            "law/schema.json": "",
            "law/README.md": "",
            "law/.a.yaml": "",
            "law/.git/a.yaml": "",
            "law/left-out/a.yaml": "",
        }
    )
    assert find(root, "law") == ([], [])


def test_a_folder_that_is_not_there_has_no_files(write: Write) -> None:
    assert find(write({}), "law") == ([], [])


def test_a_content_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert find(tmp_path / "nowhere", "law") == ([], [("nowhere", "no-folder")])


@pytest.mark.parametrize("name", ["law/out.yaml", "law/out"])
def test_a_link_out_of_the_content_folder_is_not_followed(write: Write, name: str) -> None:
    outside = write({"secret.yaml": "a: 1"}, "outside")
    root = write({"law/a.yaml": ""})
    target = outside / "secret.yaml" if name.endswith(".yaml") else outside
    (root / name).symlink_to(target)
    assert find(root, "law") == (["law/a.yaml"], [(name, "link-leads-out")])


def test_a_linked_folder_above_the_content_is_not_followed(write: Write) -> None:
    outside = write({"sets/a.yaml": ""}, "outside")
    root = write({})
    (root / "law").symlink_to(outside)
    assert find(root, "law/sets") == ([], [("law", "link-leads-out")])


def test_a_link_to_a_file_inside_is_followed(write: Write) -> None:
    root = write({"law/a.yaml": "", "store/b.yaml": ""})
    (root / "law/b.yaml").symlink_to("../store/b.yaml")
    assert find(root, "law") == (["law/a.yaml", "law/b.yaml"], [])


def test_a_link_to_a_folder_is_not_followed_even_inside(write: Write) -> None:
    root = write({"law/a.yaml": ""})
    (root / "law/again").symlink_to(root / "law")
    assert find(root, "law") == (["law/a.yaml"], [("law/again", "link-to-folder")])


def test_a_link_that_leads_to_itself_is_a_problem(write: Write) -> None:
    root = write({"law/a.yaml": ""})
    (root / "law/b.yaml").symlink_to("b.yaml")
    files, problems = find(root, "law")
    assert problems == [("law/b.yaml", "link-leads-out")] or isinstance(
        read_file(root / "law/b.yaml", "law/b.yaml"), Problem
    )
    assert "law/a.yaml" in files


def test_the_content_folder_may_itself_be_a_link(write: Write, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(write({"law/a.yaml": ""}))
    assert find(tmp_path / "link", "law") == (["law/a.yaml"], [])


def test_a_file_is_read_as_bytes(write: Write) -> None:
    assert read_file(write({"a.yaml": b"\xff"}) / "a.yaml", "a.yaml") == b"\xff"


def test_no_more_is_read_of_a_large_file_than_shows_its_size(write: Write) -> None:
    raw = read_file(write({"a.yaml": b"x" * (MAX_BYTES + 500)}) / "a.yaml", "a.yaml")
    assert isinstance(raw, bytes)
    assert len(raw) == MAX_BYTES + 1


def test_a_link_to_nothing_is_unreadable(write: Write) -> None:
    root = write({})
    (root / "a.yaml").symlink_to("nothing.yaml")
    problem = read_file(root / "a.yaml", "a.yaml")
    assert isinstance(problem, Problem)
    assert (problem.file, problem.code) == ("a.yaml", "unreadable")


def test_a_file_without_permission_is_unreadable(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    root = write({"a.yaml": ""})
    monkeypatch.setattr(os, "open", refuse)
    problem = read_file(root / "a.yaml", "a.yaml")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.found) == ("unreadable", "Permission denied")


def test_a_named_pipe_is_not_waited_for(write: Write) -> None:
    root = write({})
    os.mkfifo(root / "a.yaml")
    problem = read_file(root / "a.yaml", "a.yaml")
    assert isinstance(problem, Problem)
    assert problem.code == "not-a-file"


def test_a_folder_that_cannot_be_listed_is_a_problem(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> object:
        raise PermissionError(13, "Permission denied")

    root = write({"law/a.yaml": ""})
    monkeypatch.setattr(os, "scandir", refuse)
    assert find(root, "law") == ([], [("law", "unreadable")])
