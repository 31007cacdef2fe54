"""The project documents as pages: all are there, their links lead somewhere, and nothing else can be reached."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.house import files, read
from tests.webapp.browse import Browse, Page
from tests.webapp.html_tree import parse, text_of
from webapp.view.about import DOCUMENTS, Library

PLACES = {
    **{name: f"kb/about/{name}.md" for name in DOCUMENTS.names},
    **{name.lower(): f"{name}.md" for name in ("CONTRIBUTING", "SECURITY", "CHANGELOG")},
}
"""Each document and its file."""

STATEMENTS = ("intended-use", "data-protection", "accessibility", "threat-model")


@pytest.fixture(scope="module")
def about(app: Flask) -> dict[str, Page]:
    """The index (under an empty name) and every document, each fetched once."""
    return {name: Browse(app.test_client()).get(f"/about/{name}") for name in ("", *DOCUMENTS.names)}


def target(page: Page, href: str) -> tuple[str, str]:
    """Where a link leads, as a browser reads it: path and fragment."""
    parts = urlsplit(href)
    path = normpath(join(page.path.rpartition("/")[0], parts.path)) if parts.path else page.path
    return ("/about/" if path == "/about" else path), parts.fragment


# -- what is there -----------------------------------------------------------------------------------------------------


def test_every_document_of_the_project_is_a_page() -> None:
    about = {name.as_posix() for name in files() if name.parts[:2] == ("kb", "about")} - {"kb/about/index.md"}
    assert about <= set(PLACES.values())
    assert set(PLACES) == set(DOCUMENTS.names)


@pytest.mark.parametrize("name", DOCUMENTS.names)
def test_a_document_has_its_own_title_as_the_only_heading_of_first_level(about: dict[str, Page], name: str) -> None:
    page = about[name]
    first_line = read(PLACES[name]).partition("\n")[0]
    assert page.texts("h1") == [first_line.removeprefix("# ")] == [page.title]


@pytest.mark.parametrize("name", DOCUMENTS.names)
def test_a_document_shows_all_its_sections_tables_lists_and_code(about: dict[str, Page], name: str) -> None:
    source = read(PLACES[name])
    prose = re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)
    article = about[name].tree.all("article")[0]
    assert len(list(article.iter("h2"))) == len(re.findall(r"^## ", prose, re.MULTILINE))
    assert len(list(article.iter("table"))) == len(re.findall(r"^\|[-| ]+\|$", prose, re.MULTILINE))
    assert len(list(article.iter("pre"))) == (len(re.findall(r"^```", source, re.MULTILINE))) // 2
    left_as_text = [p.text for p in article.iter("p") if re.search(r"^(?:[-*|>]|\d+\.) ", p.text or "", re.MULTILINE)]
    assert left_as_text == []


@pytest.mark.parametrize("name", DOCUMENTS.names)
def test_a_document_has_a_list_of_its_sections_if_it_has_more_than_four(about: dict[str, Page], name: str) -> None:
    page = about[name]
    headings = {one.get("id", ""): text_of(one) for one in page.tree.all("article")[0].iter("h2")}
    for nav in (one for one in page.tree.all("nav") if one.get("aria-label") == "On this page"):
        listed = {link.get("href", ""): text_of(link) for link in nav.iter("a")}
        assert listed == {f"#{place}": text for place, text in headings.items()}
    there = any(one.get("aria-label") == "On this page" for one in page.tree.all("nav"))
    assert there == (len(headings) > 4)


def test_the_index_leads_to_every_document(about: dict[str, Page]) -> None:
    page = about[""]
    assert page.title == "About Handrail"
    assert {target(page, link.href)[0] for link in page.links} >= {f"/about/{name}" for name in DOCUMENTS.names}


def test_the_decision_records_are_folded_away_in_the_index(about: dict[str, Page]) -> None:
    page = about[""]
    (folded,) = page.tree.all("details")
    linked = {target(page, link.get("href", ""))[0] for link in folded.iter("a")}
    assert linked == {f"/about/{name}" for name in DOCUMENTS.names if name.startswith("decisions/")}


# -- links -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *DOCUMENTS.names])
def test_links_among_the_documents_lead_to_pages_and_to_places_in_them(about: dict[str, Page], name: str) -> None:
    page = about[name]
    for link in page.links:
        path, fragment = target(page, link.href)
        if not urlsplit(link.href).netloc and path.startswith("/about/"):
            there = about[path.removeprefix("/about/")]
            assert not fragment or fragment in there.tree.by_id, link


@pytest.mark.parametrize("name", DOCUMENTS.names)
def test_links_to_other_sites_tell_them_nothing(about: dict[str, Page], name: str) -> None:
    for link in about[name].tree.all("a"):
        if urlsplit(link.get("href", "")).netloc:
            assert link.get("rel") == "noreferrer noopener"


def test_a_link_to_a_record_and_back_to_the_index_is_relative_to_the_page() -> None:
    assert DOCUMENTS.leads_to("intended-use", "decisions/0006-no-stored-cases.md") == "decisions/0006-no-stored-cases"
    assert DOCUMENTS.leads_to("decisions/0006-no-stored-cases", "../language.md#files") == "../language#files"
    assert DOCUMENTS.leads_to("language", "index.md#decision-records") == ".#decision-records"
    assert DOCUMENTS.leads_to("intended-use", "../../SECURITY.md") == "security"
    assert DOCUMENTS.leads_to("contributing", "kb/about/language.md") == "language"


@pytest.mark.parametrize("href", ["../../LICENSE", "../../webapp/guard.py", "javascript:alert(1)", "data:text/html,x"])
def test_a_link_to_what_is_no_page_leads_nowhere(href: str) -> None:
    assert DOCUMENTS.leads_to("intended-use", href) is None


# -- dates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_says_in_the_page_when_it_was_last_reviewed(about: dict[str, Page], name: str) -> None:
    stated = re.search(r"^Last reviewed: (.+)\.$", read(PLACES[name]), re.MULTILINE)
    assert stated
    (shown,) = about[name].tree.all("time")
    day = date.fromisoformat(stated[1])
    assert shown.get("datetime") == stated[1]
    assert text_of(shown) == f"{day.day} {day:%B} {day.year}"


def test_the_accessibility_statement_names_the_day_on_which_it_was_prepared() -> None:
    text = read(PLACES["accessibility"])
    assert re.findall(r"prepared on (\S+)", text) == re.findall(r"^Last reviewed: (.+)\.$", text, re.MULTILINE)


# -- what cannot be reached, and what cannot come through --------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("nothing", "index", "intended-use.md", "Intended-Use", "intended-use/", "decisions", "decisions/"),
        *("../about/intended-use", "decisions/../intended-use", "./intended-use", "%2e%2e/intended-use"),
        *("../../pyproject.toml", "..%2f..%2fpyproject", "..%5cintended-use", "decisions/0001", "%00"),
        *("../../README", "readme", "license"),
    ],
)
def test_a_name_that_is_not_on_the_list_is_nowhere(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/about/{name}").status_code == 404


HOSTILE = """# A <b>title</b>

## One <i onclick="x()">two</i>

<script>alert(1)</script>

<div style="color: red">block</div>

text <img src=x onerror=alert(1)> text [evil](javascript:alert(1)) [there](https://example.org/) [not](gone.md)

| left | right |
|:-----|------:|
| <u>a</u> | `<s>` |

```
<pre> & </pre>
```
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Library:
    """Documents as they lie in an installed package, without the house around them; one is hostile."""
    about = tmp_path / "site-packages" / "kb" / "about"
    about.mkdir(parents=True)
    (about / "index.md").write_text("# About\n\n## All\n\n| [It](it.md) | x |\n| [C](../../CONTRIBUTING.md) | y |\n")
    (about / "it.md").write_text(HOSTILE, encoding="utf-8")
    (about.parent.parent / "CONTRIBUTING.md").write_text("# Of another package\n")
    return Library(about)


def test_raw_html_in_a_document_is_text(elsewhere: Library) -> None:
    document = elsewhere.document("it")
    inside = list(parse(f"<article>{document.body}</article>").all("article")[0].iter())[1:]
    assert {one.tag for one in inside} == {
        *("h2", "p", "span", "a", "div", "table", "thead", "tbody", "tr", "th", "td", "code", "pre")
    }
    assert {key for one in inside for key in one.attrib} == {
        *("id", "class", "href", "rel", "role", "tabindex", "aria-label")
    }
    assert [one.get("href") for one in inside if one.tag == "a"] == ["https://example.org/"]
    assert "<script>" in "".join(one.text or "" for one in inside)
    assert document.title == "A <b>title</b>"
    assert [heading.text for heading in document.headings] == ["One <i onclick=”x()”>two</i>"]


def test_an_installed_package_has_no_documents_from_beside_it(elsewhere: Library) -> None:
    assert elsewhere.names == ("it",)
    (section,) = elsewhere.sections
    assert [(line.title, line.name) for line in section.lines] == [("It", "it"), ("C", None)]


def test_a_document_without_a_title_is_refused(elsewhere: Library, tmp_path: Path) -> None:
    (tmp_path / "site-packages" / "kb" / "about" / "it.md").write_text("no title")
    with pytest.raises(ValueError, match="title"):
        elsewhere.document("it")


def test_a_document_is_read_and_rendered_once(elsewhere: Library, tmp_path: Path) -> None:
    first = elsewhere.document("it")
    (tmp_path / "site-packages" / "kb" / "about" / "it.md").write_text("# Another\n")
    assert elsewhere.document("it") is first
