"""The cache keeps values between starts, privately, and never fails."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kb import Cache
from kb.cache import digest_of

KEY = digest_of("some", "content")
VALUE = [{"a": [1, 1.5, None, True, "é"]}, "body", 3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def the_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_a_value_is_found_again_after_a_restart(folder: Path) -> None:
    Cache(folder).put(KEY, VALUE)
    assert Cache(folder).get(KEY) == VALUE


def test_an_unknown_key_has_no_value(folder: Path) -> None:
    assert Cache(folder).get(KEY) is None


def test_folder_and_files_are_private(folder: Path) -> None:
    Cache(folder).put(KEY, VALUE)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(the_file(folder).stat().st_mode) == 0o600


def test_parts_of_a_key_are_told_apart() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc")
    assert digest_of("a", b"b") == digest_of(b"a", "b")


@pytest.mark.parametrize(
    "damage",
    [
        *(b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000),
        b'{"key":"another","value":1}',
    ],
)
def test_a_damaged_file_is_as_good_as_none(folder: Path, damage: bytes) -> None:
    Cache(folder).put(KEY, VALUE)
    the_file(folder).write_bytes(damage)
    assert Cache(folder).get(KEY) is None
    Cache(folder).put(KEY, VALUE)
    assert Cache(folder).get(KEY) == VALUE


def test_a_file_in_place_of_the_folder_is_ignored(folder: Path) -> None:
    folder.write_text("no folder")
    cache = Cache(folder)
    cache.put(KEY, VALUE)
    assert cache.get(KEY) is None
    assert folder.read_text() == "no folder"


def test_a_folder_that_cannot_be_written_is_ignored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(30, "Read-only file system")

    Cache(folder).put(KEY, VALUE)
    monkeypatch.setattr(os, "open", refuse)
    cache = Cache(folder)
    cache.put(digest_of("other"), VALUE)
    assert cache.get(KEY) == VALUE
    assert cache.get(digest_of("other")) is None


def test_a_folder_that_others_can_write_to_is_not_trusted(folder: Path) -> None:
    Cache(folder).put(KEY, VALUE)
    folder.chmod(0o777)
    assert Cache(folder).get(KEY) is None


def test_a_folder_of_another_user_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(folder).put(KEY, VALUE)
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    assert Cache(folder).get(KEY) is None


def test_a_value_that_is_no_json_is_not_kept(folder: Path) -> None:
    cache = Cache(folder)
    cache.put(KEY, {1, 2})
    assert cache.get(KEY) is None
    assert list(folder.iterdir()) == []


def test_the_number_of_files_is_bounded_and_the_oldest_give_way(folder: Path) -> None:
    cache = Cache(folder, limit=10)
    keys = [digest_of(str(number)) for number in range(25)]
    for age, key in enumerate(keys):
        cache.put(key, age)
        os.utime(folder / f"{key}.json", (age, age))
    assert len(list(folder.iterdir())) <= 10
    assert cache.get(keys[-1]) == 24
    assert cache.get(keys[0]) is None


def test_files_of_others_are_never_deleted(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    strangers = [folder / f"letter-{number}.json" for number in range(20)]
    for path in strangers:
        path.write_text("mine")
    cache = Cache(folder, limit=5)
    for number in range(20):
        cache.put(digest_of(str(number)), number)
    assert all(path.read_text() == "mine" for path in strangers)


def test_an_interrupted_write_leaves_the_old_value(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise OSError(28, "No space left on device")

    cache = Cache(folder)
    cache.put(KEY, "old")
    monkeypatch.setattr(Path, "replace", interrupt)
    cache.put(KEY, "new")
    assert cache.get(KEY) == "old"
    assert len(list(folder.iterdir())) == 1
