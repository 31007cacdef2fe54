"""Content of one or several folders is read whole, whatever is wrong with a part of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kb.checked_file
from kb import Cache, Content, Kind, Registry, Schemas, owner_of, read_content

Write = Callable[..., Path]
Read = Callable[..., Content]

WORDS = "words:\n- id: harm\n  says: Harm.\n- id: consent\n  says: Consent.\n"
PLACES = "place: {id: NO, says: Norway}\nstreets:\n- {id: main, says: Main}\n"
HOUSE = {
    "law/shared/words.yaml": WORDS,
    "law/sets/no/words.yaml": "words:\n- id: harm\n  says: Skade.\n",
    "law/sets/no/places.yaml": PLACES,
    "pages/a/first.md": "---\nid: first\nsays: A page\n---\n\n# Text\n",
}


@pytest.fixture
def read(registry: Registry, schemas: Schemas) -> Read:
    def read_roots(*roots: Path, cache: Cache | None = None) -> Content:
        return read_content(roots, registry, schemas, cache)

    return read_roots


def names(content: Content, kind: str, owner: str | None = None) -> list[tuple[str, str]]:
    return [(entry.owner, entry.id) for entry in content.entries(kind, owner)]


def codes(content: Content) -> list[tuple[str, int, int, str]]:
    return [(p.file, p.line, p.column, p.code) for p in content.problems]


def test_entries_of_all_kinds_are_read_with_their_owners(write: Write, read: Read) -> None:
    content = read(write(HOUSE))
    assert content.problems == ()
    assert names(content, "word") == [("no", "harm"), ("", "harm"), ("", "consent")]
    assert names(content, "place") == [("no", "NO")]
    assert names(content, "street") == [("no", "main")]
    assert names(content, "page") == [("", "first")]


def test_entries_of_one_owner_can_be_asked_for(write: Write, read: Read) -> None:
    content = read(write(HOUSE))
    assert names(content, "word", "") == [("", "harm"), ("", "consent")]
    assert names(content, "word", "no") == [("no", "harm")]
    assert names(content, "word", "nl") == []


def test_an_entry_can_be_asked_for_by_name(write: Write, read: Read) -> None:
    content = read(write(HOUSE))
    entry = content.entry("word", "no", "harm")
    assert entry is not None
    assert entry.data == {"id": "harm", "says": "Skade."}
    assert (entry.kind, entry.file, entry.root) == ("word", "law/sets/no/words.yaml", 0)
    assert content.entry("word", "no", "consent") is None


def test_positions_inside_an_entry_are_those_of_its_file(write: Write, read: Read) -> None:
    content = read(write(HOUSE))
    consent, page = content.entries("word", "")[1], content.entries("page")[0]
    assert consent.position() == (4, 3)
    assert consent.position(("says",)) == (5, 9)
    assert content.entries("place")[0].position(("id",)) == (1, 13)
    assert page.position(("says",)) == (3, 7)


def test_a_page_has_the_text_below_its_front_matter(write: Write, read: Read) -> None:
    (page,) = read(write(HOUSE)).entries("page")
    assert (page.body, page.body_line) == ("\n# Text\n", 5)


def test_an_entry_makes_problems_at_its_own_places(write: Write, read: Read) -> None:
    entry = read(write({}), write(HOUSE, "overlay")).entries("word", "no")[0]
    problem = entry.problem(("says",), "unknown-name", found="Skad", allowed=["Skade", "Fare"])
    assert (problem.file, problem.line, problem.column) == ("law/sets/no/words.yaml", 3, 9)
    assert (problem.nearest, problem.root) == ("Skade", 1)
    assert entry.problem(("says",), "x", at_key=True).column == 3


def test_a_position_is_given_even_when_the_file_has_gone(write: Write, read: Read) -> None:
    root = write(HOUSE)
    entry = read(root).entries("word", "no")[0]
    (root / entry.file).unlink()
    assert entry.position(("says",)) == (1, 1)


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("law/sets/nl/rules/a.yaml", "nl"),
        ("law/sets/gdpr-eea/words.yaml", "gdpr-eea"),
        ("law/sets/words.yaml", ""),
        ("law/shared/words.yaml", ""),
        ("sets/nl/words.yaml", "nl"),
    ],
)
def test_the_owner_is_the_folder_below_sets(file: str, owner: str) -> None:
    assert owner_of(file) == owner


def test_a_broken_file_gives_no_entries_and_all_else_is_read(write: Write, read: Read) -> None:
    content = read(write({**HOUSE, "law/shared/words.yaml": "words:\n- id: [\n"}))
    assert [(p.file, p.code) for p in content.problems] == [("law/shared/words.yaml", "syntax")]
    assert names(content, "word") == [("no", "harm")]
    assert names(content, "page") == [("", "first")]


def test_problems_of_all_files_and_of_every_sort_are_reported_at_once(write: Write, read: Read) -> None:
    broken = {
        "law/shared/a.yaml": "words:\n- {id: a, id: b, says: 5}\n- {id: c, sais: x}\n",
        "law/sets/no/words.yaml": "\twords: []\n",
        "pages/b.md": "---\nid: b\n---\n",
        "law/sets/no/word.yaml": "",
        "law/sets/nl/places.yaml": b"\xff",
    }
    content = read(write({**HOUSE, **broken}))
    assert codes(content) == [
        ("law/sets/nl/places.yaml", 1, 1, "not-utf-8"),
        ("law/sets/no/word.yaml", 1, 1, "unknown-file"),
        ("law/sets/no/words.yaml", 1, 1, "tab-indentation"),
        ("law/shared/a.yaml", 2, 11, "duplicate-key"),
        ("law/shared/a.yaml", 2, 24, "wrong-type"),
        ("law/shared/a.yaml", 3, 3, "missing-key"),
        ("law/shared/a.yaml", 3, 11, "unknown-key"),
        ("pages/b.md", 2, 1, "missing-key"),
    ]
    assert names(content, "word") == [("", "harm"), ("", "consent")]


def test_a_consequence_of_a_problem_is_not_reported_again(write: Write, read: Read) -> None:
    content = read(write({"law/shared/a.yaml": "words:\n- {id: !!str 5, says: &a 5}\n"}))
    assert [p.code for p in content.problems] == ["tag", "anchor"]


def test_the_owners_of_broken_content_are_known(write: Write, read: Read) -> None:
    content = read(write({**HOUSE, "law/sets/nl/words.yaml": "words: 5\n"}))
    assert content.owners == ("", "nl", "no")
    assert content.broken_owners == {"nl"}


def test_a_file_of_no_kind_is_a_problem_with_the_nearest_pattern(write: Write, read: Read) -> None:
    (problem,) = read(write({**HOUSE, "law/sets/no/word.yaml": WORDS})).problems
    assert (problem.file, problem.code) == ("law/sets/no/word.yaml", "unknown-file")
    assert problem.nearest == "law/sets/*/words.yaml"


def test_an_ignored_folder_is_not_read(write: Write, read: Read, registry: Registry) -> None:
    registry.ignore("law/drafts")
    assert read(write({**HOUSE, "law/drafts/x.yaml": "["})).problems == ()


def test_a_repeated_id_names_both_places(write: Write, read: Read) -> None:
    content = read(write({**HOUSE, "law/shared/more.yaml": "words:\n- {says: x, id: harm}\n"}))
    (problem,) = content.problems
    assert (problem.code, problem.found) == ("duplicate-id", "harm")
    places = {problem.where, "law/shared/more.yaml:2:17", "law/shared/words.yaml:2:7"}
    assert len(places) == 2
    assert all(place in f"{problem.where} {problem.todo}" for place in places)


def test_a_repeated_id_in_one_file_is_a_problem_too(write: Write, read: Read) -> None:
    text = "words:\n- {id: a, says: x}\n- {id: a, says: y}\n"
    (problem,) = read(write({"law/shared/a.yaml": text})).problems
    assert problem.where == "law/shared/a.yaml:3:8"
    assert "law/shared/a.yaml:2:8" in problem.todo


def test_the_same_id_may_serve_several_owners_and_kinds(write: Write, read: Read) -> None:
    text = "place: {id: harm, says: x}\nstreets: [{id: harm, says: x}]\n"
    content = read(write({**HOUSE, "law/sets/no/places.yaml": text}))
    assert content.problems == ()


def test_an_entry_without_an_id_is_a_problem(write: Write, make_schemas: Callable[..., Schemas]) -> None:
    registry = Registry()
    registry.register(Kind("word", "law/*.yaml", "any", "words", id_key="name"))
    root = write({"law/a.yaml": "words:\n- {name: a}\n- {id: b}\n- {name: 5}\n- c\n"})
    content = read_content([root], registry, make_schemas(any={}))
    assert names(content, "word") == [("", "a")]
    assert [(p.line, p.code, p.allowed) for p in content.problems] == [(line, "no-id", ("name",)) for line in (3, 4, 5)]


def test_a_file_may_leave_out_one_of_its_collections(write: Write, read: Read) -> None:
    content = read(write({"law/sets/no/places.yaml": "streets: []\n"}))
    assert content.problems == ()
    assert content.entries("place") == []


def test_a_later_folder_overlays_entries_by_id(write: Write, read: Read) -> None:
    overlay = write({"law/sets/no/words.yaml": "words:\n- {id: harm, says: Ours.}\n"}, "ours")
    content = read(write(HOUSE), overlay)
    entry = content.entry("word", "no", "harm")
    assert entry is not None
    assert (entry.data["says"], entry.root) == ("Ours.", 1)
    (replaced,) = content.replaced
    assert (replaced.now, replaced.was.data["says"], replaced.was.root) == (entry, "Skade.", 0)
    assert names(content, "word", "") == [("", "harm"), ("", "consent")]


def test_an_overlay_may_add_entries_without_replacing_any(write: Write, read: Read) -> None:
    overlay = write({"law/shared/ours.yaml": "words:\n- {id: more, says: x}\n"}, "ours")
    content = read(write(HOUSE), overlay)
    assert content.replaced == ()
    assert ("", "more") in names(content, "word")


def test_a_broken_overlay_is_reported_as_its_own_and_replaces_nothing(write: Write, read: Read) -> None:
    overlay = write({"law/sets/no/words.yaml": "words:\n- {id: harm, says: 5}\n"}, "ours")
    content = read(write(HOUSE), overlay)
    (problem,) = content.problems
    assert (problem.root, problem.file) == (1, "law/sets/no/words.yaml")
    assert content.replaced == ()
    assert content.broken_owners == {"no"}


def test_an_overlay_folder_with_nearly_the_right_name_is_a_problem(write: Write, read: Read) -> None:
    overlay = write({"page/a.md": "", "law/shared/a.yaml": WORDS.replace("id: ", "id: x")}, "ours")
    (problem,) = read(write(HOUSE), overlay).problems
    assert (problem.root, problem.code) == (1, "unknown-folder")
    assert (problem.found, problem.nearest) == ("page", "pages")


def test_a_folder_without_content_is_a_problem(write: Write, read: Read) -> None:
    (problem,) = read(write(HOUSE), write({"x.yaml": ""}, "ours")).problems
    assert (problem.root, problem.code) == (1, "no-content")
    assert "pages" in problem.allowed


def test_a_link_out_of_the_folder_is_a_problem_and_not_followed(write: Write, read: Read) -> None:
    secret = write({"secret.yaml": WORDS}, "outside") / "secret.yaml"
    root = write(HOUSE)
    (root / "law/shared/link.yaml").symlink_to(secret)
    content = read(root)
    assert codes(content) == [("law/shared/link.yaml", 1, 1, "link-leads-out")]


def test_an_unreadable_file_is_a_problem(write: Write, read: Read) -> None:
    root = write(HOUSE)
    (root / "law/shared/gone.yaml").symlink_to("nothing.yaml")
    assert codes(read(root)) == [("law/shared/gone.yaml", 1, 1, "unreadable")]


def test_a_file_name_that_is_no_text_does_no_harm(write: Write, read: Read) -> None:
    root = write(HOUSE)
    (root / "pages" / "a\udcff.md").write_text("---\nid: odd\nsays: x\n---\n")
    content = read(root)
    assert ("", "odd") in names(content, "page")
    assert all(file.encode() for _, file in content.files)


def test_the_digest_changes_with_any_byte_name_or_order_of_folders(write: Write, read: Read) -> None:
    one, two = write(HOUSE), write({"law/shared/x.yaml": WORDS}, "two")
    digest = read(one, two).digest
    assert read(one, two).digest == digest
    assert read(two, one).digest != digest
    assert read(one).digest != digest
    renamed = write({"law/shared/y.yaml": WORDS}, "three")
    assert read(one, renamed).digest != digest
    write({"law/shared/x.yaml": WORDS + "# remark\n"}, "two")
    assert read(one, two).digest != digest


def test_a_broken_file_counts_in_the_digest(write: Write, read: Read) -> None:
    one, two = write({"law/shared/x.yaml": "["}), write({"law/shared/x.yaml": "{"}, "two")
    assert read(one).digest != read(two).digest
    assert list(read(one).files) == [(0, "law/shared/x.yaml")]


def test_a_kind_without_a_schema_is_a_mistake_of_the_program(
    write: Write, registry: Registry, schemas: Schemas
) -> None:
    registry.register(Kind("other", "law/other/*.yaml", "wrods"))
    with pytest.raises(ValueError, match="'words'"):
        read_content([write(HOUSE)], registry, schemas)


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all files that are parsed from now on."""
    parsed: list[str] = []
    for function in ("scan_yaml", "scan_markdown"):
        original = getattr(kb.checked_file, function)

        def counted(raw: bytes, name: str, original: Callable[..., object] = original) -> object:
            parsed.append(name)
            return original(raw, name)

        monkeypatch.setattr(kb.checked_file, function, counted)
    return parsed


def test_with_a_warm_cache_nothing_is_parsed_or_checked_again(
    write: Write, read: Read, tmp_path: Path, parses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(HOUSE)
    cold = read(root, cache=Cache(tmp_path / "cache"))
    assert len(parses) == len(HOUSE)
    monkeypatch.setattr(Schemas, "check", None)
    warm = read(root, cache=Cache(tmp_path / "cache"))
    assert len(parses) == len(HOUSE)
    for kind in ("word", "place", "street", "page"):
        for before, after in zip(cold.entries(kind), warm.entries(kind), strict=True):
            assert (after.owner, after.id, after.data) == (before.owner, before.id, before.data)
            assert (after.body, after.body_line) == (before.body, before.body_line)
            assert after.position(("says",)) == before.position(("says",))
    assert warm.digest == cold.digest


def test_only_a_changed_file_is_read_again(write: Write, read: Read, tmp_path: Path, parses: list[str]) -> None:
    cache = Cache(tmp_path / "cache")
    root = write(HOUSE)
    read(root, cache=cache)
    parses.clear()
    write({"law/shared/words.yaml": WORDS + "# remark\n"})
    read(root, cache=cache)
    assert parses == ["law/shared/words.yaml"]


def test_a_changed_schema_makes_the_cache_forget(
    write: Write,
    registry: Registry,
    schemas: Schemas,
    make_schemas: Callable[..., Schemas],
    tmp_path: Path,
) -> None:
    cache, root = Cache(tmp_path / "cache"), write({"law/shared/a.yaml": WORDS})
    assert read_content([root], registry, schemas, cache).problems == ()
    stricter = make_schemas("new", words={"maxProperties": 0}, places={}, page={})
    assert read_content([root], registry, stricter, cache).problems != ()


def test_problems_are_never_cached(write: Write, read: Read, tmp_path: Path) -> None:
    cache, root = Cache(tmp_path / "cache"), write({"law/shared/a.yaml": "words: 5\n"})
    assert read(root, cache=cache).problems == read(root, cache=cache).problems != ()


def test_a_damaged_cache_changes_nothing(write: Write, read: Read, tmp_path: Path) -> None:
    root = write(HOUSE)
    cold = read(root, cache=Cache(tmp_path / "cache"))
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(b'{"key": "x", "value": [[')
    again = read(root, cache=Cache(tmp_path / "cache"))
    assert (again.problems, again.digest) == ((), cold.digest)
    assert names(again, "word") == names(cold, "word")
