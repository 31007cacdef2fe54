"""The project documents as HTML: a fixed list of Markdown files, each rendered once and kept.

They lie in `kb/about/`; in a checkout a few more lie beside the packages.  Pages ask for a name of the list, so nothing
that a person sends ever becomes part of a path.  Raw HTML in a document is shown as text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

import kb

BESIDE = ("CONTRIBUTING", "SECURITY", "CHANGELOG")
"""Documents beside the packages; an installed package does not have them."""

FEW = 4
"""Up to so many sections a page needs no list of them."""

_TITLE = re.compile(r"\A# (.+)\n")
_REVIEWED = re.compile(r"^Last reviewed: (\d{4}-\d\d-\d\d)\.\n", re.MULTILINE)
_HEADING = re.compile(r'<h2 id="([^"]+)">(.+?)</h2>')
_SECTION = re.compile(r"^## (?P<title>.+)\n(?P<text>(?:(?!## ).*\n?)*)", re.MULTILINE)
_ROW = re.compile(r"^\| \[(?P<title>[^\]]+)\]\((?P<target>[^)\s]+)\) \| (?P<says>.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Heading:
    """A heading of second level, and its place in the page."""

    id: str
    text: str


@dataclass(frozen=True)
class Document:
    """One document: its title, the HTML below it, its sections, and when it was last reviewed if it says so."""

    title: str
    body: Markup
    headings: tuple[Heading, ...]
    reviewed: date | None

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The list of sections, where there are enough of them."""
        return self.headings if len(self.headings) > FEW else ()


@dataclass(frozen=True)
class Line:
    """A document in the index: its title, its name if it is there, and whom it is for or what it says in short."""

    title: str
    name: str | None
    says: str


@dataclass(frozen=True)
class Section:
    """A section of the index."""

    id: str
    title: str
    says: str
    lines: tuple[Line, ...]


class Library:
    """All documents in one folder, and those beside the packages that the folder belongs to."""

    def __init__(self, about: Path) -> None:
        house = about.parent.parent
        files = {path.relative_to(about).with_suffix("").as_posix(): path for path in sorted(about.rglob("*.md"))}
        if (house / "start.py").is_file():  # a checkout: elsewhere other packages may leave files of the same names
            files |= {name.lower(): house / f"{name}.md" for name in BESIDE if (house / f"{name}.md").is_file()}
        self._index = files.pop("index")
        self._files: Mapping[str, Path] = files
        self._names = {path.relative_to(house).as_posix(): name for name, path in files.items()}
        self._names[self._index.relative_to(house).as_posix()] = ""
        self._places = {name: place for place, name in self._names.items()}
        self.document = cache(self._document)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of every document."""
        return tuple(self._files)

    @cached_property
    def title(self) -> str:
        """The title of the index."""
        return _split(self._index.read_text(encoding="utf-8"))[0]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The index, section by section: the tables of `index.md`."""
        return tuple(
            Section(
                slug(found["title"]),
                found["title"],
                " ".join(line for line in found["text"].splitlines() if line and not line.startswith("|")),
                tuple(self._line(row) for row in _ROW.finditer(found["text"])),
            )
            for found in _SECTION.finditer(self._index.read_text(encoding="utf-8"))
        )

    def leads_to(self, name: str, href: str) -> str | None:
        """Where a link in a document leads as a page, relative to the page; `None` if nothing is there."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return href if parts.scheme in ("http", "https", "mailto") else None
        if not parts.path:
            return href
        target = self._target(name, parts.path)
        if target is None:
            return None
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return posixpath.relpath(f"/{target}", f"/{posixpath.dirname(name)}") + anchor

    def _target(self, name: str, path: str) -> str | None:
        return self._names.get(posixpath.normpath(posixpath.join(posixpath.dirname(self._places[name]), path)))

    def _line(self, row: re.Match[str]) -> Line:
        return Line(row["title"], self._target("", row["target"]), row["says"])

    def _document(self, name: str) -> Document:
        """The document of this name, which must be one of `names`."""
        title, text = _split(self._files[name].read_text(encoding="utf-8"))
        reviewed = _REVIEWED.search(text)
        writer = Markdown(extensions=["tables", "fenced_code", "sane_lists", "smarty", TocExtension(slugify=slug)])
        writer.preprocessors.deregister("html_block")
        writer.inlinePatterns.deregister("html")
        writer.treeprocessors.register(_Page(writer, self, name), "page", 1)  # after all that makes headings and links
        body = writer.convert(_REVIEWED.sub("", text, count=1))
        return Document(
            title,
            Markup(body.replace("<pre>", '<pre tabindex="0">')),  # noqa: S704 -- raw HTML is off: a document cannot write a tag
            tuple(Heading(found[1], Markup(found[2]).striptags()) for found in _HEADING.finditer(body)),  # noqa: S704
            date.fromisoformat(reviewed[1]) if reviewed else None,
        )


class _Page(Treeprocessor):
    """Fits a document into a page: links lead to pages, wide tables scroll, nothing brings a style of its own."""

    def __init__(self, writer: Markdown, library: Library, name: str) -> None:
        super().__init__(writer)
        self.library = library
        self.name = name

    def run(self, root: Element) -> None:
        """Change the tree of a document in place."""
        for link in root.iter("a"):
            self._lead(link)
        for cell in (cell for tag in ("th", "td") for cell in root.iter(tag)):
            cell.attrib.pop("style", None)
        under = ""
        for place, element in enumerate(list(root)):
            if re.fullmatch("h[2-6]", element.tag):
                under = "".join(element.itertext())
            elif element.tag == "table":
                root[place] = _scrolling(element, under)

    def _lead(self, link: Element) -> None:
        href = self.library.leads_to(self.name, link.get("href", ""))
        if href is None:
            link.tag = "span"
            link.attrib.clear()
            return
        link.set("href", href)
        if urlsplit(href).netloc:
            link.set("rel", "noreferrer noopener")


def _scrolling(table: Element, under: str) -> Element:
    """A table in a box that scrolls by itself, also by keyboard."""
    says = f"Table: {under}" if under else "Table"
    box = Element("div", {"class": "scroll", "role": "group", "tabindex": "0", "aria-label": says})
    box.tail = table.tail
    box.append(table)
    return box


def _split(text: str) -> tuple[str, str]:
    """The title of a document, and what stands below it."""
    title = _TITLE.match(text)
    if title is None:
        raise ValueError("a document begins with its title: # Title")
    return title[1], text[title.end() :]


def slug(heading: str, separator: str = "-") -> str:
    """The anchor of a heading, made as code hosts make it, so that one link serves both."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", separator)


DOCUMENTS = Library(Path(kb.__file__).parent / "about")
"""The documents of this project."""
