"""What may be wrong with one page: each check finds mistakes of some kinds and leaves the rest to the others.

Whether the page came with the right headers is checked in `pages.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.webapp import html_vocabulary as html
from tests.webapp.html_tree import Tree, children, elements_in, name, shown, text_of, visible_runs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong: its kind, and where or what it is."""

    kind: str
    fact: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.fact}"


def mistakes_of(tree: Tree) -> list[Mistake]:
    """Everything that is wrong with a page."""
    return [mistake for check in CHECKS for mistake in check(tree)]


# -- valid HTML --------------------------------------------------------------------------------------------------------


def syntax(tree: Tree) -> Iterator[Mistake]:
    """What the strict reading of the text found."""
    yield from (Mistake("syntax", error) for error in tree.errors)


def vocabulary(tree: Tree) -> Iterator[Mistake]:
    """Only elements and attributes that HTML has."""
    for element in tree.elements:
        tag = name(element)
        known = tag.removeprefix("svg:") in html.DRAWING if tag.startswith("svg:") else tag in html.ATTRIBUTES
        if not known:
            yield Mistake("unknown element", shown(element))
        elif not tag.startswith("svg:"):
            for key in element.attrib:
                if key not in html.GLOBAL | html.ATTRIBUTES[tag] and not key.startswith(("aria-", "data-", "on")):
                    yield Mistake("unknown attribute", f"{key} in {shown(element)}")


def nesting(tree: Tree) -> Iterator[Mistake]:
    """Each element stands where it may stand."""
    for element in tree.elements:
        tag, parent = name(element), tree.parents.get(element)
        if parent is None or tag.startswith("svg:"):
            continue
        around = next((one for one in (parent, *tree.above(parent)) if name(one) not in html.TRANSPARENT), parent)
        outside = name(around)
        in_line = outside in html.PHRASING_ONLY and tag in html.NOT_PHRASING
        if in_line and not (outside in html.MAY_HOLD_HEADINGS and tag in html.HEADINGS):
            yield Mistake("nesting", f"{shown(element)} in {shown(around)}")
        if name(parent) not in html.ONLY_IN.get(tag, {name(parent)}):
            yield Mistake("nesting", f"{shown(element)} in {shown(parent)}")
        if tag not in html.HOLDS_ONLY.get(name(parent), {tag}):
            yield Mistake("nesting", f"{shown(element)} in {shown(parent)}")
        if tag in html.MUST_BE_FIRST and children(parent)[0] is not element:
            yield Mistake("nesting", f"{shown(element)} is not first in {shown(parent)}")
        if tag in html.INTERACTIVE and (outer := _interactive_around(tree, element)) is not None:
            yield Mistake("nesting", f"{shown(element)} in {shown(outer)}")


def _interactive_around(tree: Tree, element: Element) -> Element | None:
    if name(element) == "input" and element.get("type") == "hidden":
        return None
    return tree.within(element, "a", "button", *(["label"] if name(element) in ("label", "a", "button") else []))


def holes(tree: Tree) -> Iterator[Mistake]:
    """No element that should say something says nothing."""
    for element in tree.all(*html.WITH_TEXT, "a"):
        empty_value = name(element) == "option" and element.get("value") == "" and element.get("label")
        hidden = any("hidden" in one.attrib for one in (element, *tree.above(element)))
        if not (hidden or empty_value or _named(tree, element)):
            yield Mistake("no text", shown(element))
    for element in (*tree.all("dl"), *(one for one in tree.all("div") if tree.parents[one].tag == "dl")):
        groups = [name(child) for child in children(element) if name(child) in ("dt", "dd")]
        if groups and (groups[0], groups[-1]) != ("dt", "dd"):
            yield Mistake("no text", f"a dt without dd, or a dd without dt, in {shown(element)}")


# -- ids and references ------------------------------------------------------------------------------------------------


def ids(tree: Tree) -> Iterator[Mistake]:
    """Each id is there once and can be pointed to."""
    seen: set[str] = set()
    for element in tree.elements:
        id = element.get("id")
        if id is not None and (id in seen or not re.fullmatch(r"\S+", id)):
            yield Mistake("duplicate id" if id in seen else "unusable id", shown(element))
        seen.add(id or "")


def references(tree: Tree) -> Iterator[Mistake]:
    """Whatever points to another element points to one that is there."""
    for element in tree.elements:
        for key, value in element.attrib.items():
            wanted = value.split() if key in html.REFERENCES and name(element) != "form" else []
            if key == "href" and value.startswith("#"):
                wanted = [value[1:]]
            yield from (Mistake("points to nothing", f"{key}={id}") for id in wanted if id not in tree.by_id)


# -- what a person meets -----------------------------------------------------------------------------------------------


def outline(tree: Tree) -> Iterator[Mistake]:
    """A language, a title that the one h1 repeats, headings without a gap, one main."""
    for element in tree.elements:
        language = element.get("lang", "" if element is tree.root else "en")
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
            yield Mistake("language", f"{shown(element)}")
    titles = [" ".join((title.text or "").split()) for title in tree.all("title")]
    first = [text_of(heading) for heading in tree.all("h1")]
    if len(titles) != 1 or titles != first:
        yield Mistake("title", f"title {titles}, h1 {first}")
    levels = [int(name(heading)[1]) for heading in tree.all(*html.HEADINGS)]
    for above, below in pairwise([0, *levels]):
        if below > above + 1:
            yield Mistake("heading skipped", f"h{below} after h{above}")
    mains = tree.all("main")
    if len(mains) != 1:
        yield Mistake("main", f"{len(mains)} of them")
    for main in mains:
        if (around := tree.within(main, *html.NOT_AROUND_MAIN)) is not None:
            yield Mistake("main", f"in {shown(around)}")
    metas = {key: meta.get("content", "") for meta in tree.all("meta") if (key := meta.get("name"))}
    if "width=device-width" not in metas.get("viewport", "") or "scalable" in metas["viewport"]:
        yield Mistake("viewport", metas.get("viewport", "none"))


def labels(tree: Tree) -> Iterator[Mistake]:
    """Every control has a label, and choices stand in a group with a legend."""
    named = {label.get("for") for label in tree.all("label")}
    for element in tree.all(*html.CONTROLS):
        labelled = element.get("id", "") in named or tree.within(element, "label") is not None
        silent = name(element) == "input" and element.get("type", "text") in html.NOT_LABELLED
        if not (silent or labelled or _aria_name(tree, element)):
            yield Mistake("no label", shown(element))
        if element.get("type") == "radio" and not _grouped(tree, element):
            yield Mistake("no group", shown(element))


def pictures(tree: Tree) -> Iterator[Mistake]:
    """Pictures have a name, or are passed over."""
    yield from (Mistake("no name", shown(image)) for image in tree.all("img") if "alt" not in image.attrib)
    for drawing in tree.all("svg:svg"):
        says = any(name(child) == "svg:title" and (child.text or "").strip() for child in children(drawing))
        named = drawing.get("role") and (says or _aria_name(tree, drawing))
        if drawing.get("aria-hidden") != "true" and not named:
            yield Mistake("no name", shown(drawing))


def focus(tree: Tree) -> Iterator[Mistake]:
    """The keyboard follows the order of the page, and reaches nothing that is hidden from screen readers."""
    for element in tree.elements:
        if any(one.get("aria-hidden") == "true" for one in (element, *tree.above(element))) and _focusable(element):
            yield Mistake("focus in hidden part", shown(element))
        if int(element.get("tabindex", "0")) > 0:
            yield Mistake("order of focus", shown(element))


def _grouped(tree: Tree, element: Element) -> bool:
    group = tree.within(element, "fieldset")
    if group is not None:
        return any(name(child) == "legend" and text_of(child) for child in children(group)[:1])
    return any(one.get("role") in ("radiogroup", "group") and _aria_name(tree, one) for one in tree.above(element))


def _named(tree: Tree, element: Element) -> bool:
    """Whether an element says something: in text, by a picture with a name, by a control, or by its own label."""
    if text_of(element) or _aria_name(tree, element):
        return True
    inside = elements_in(element)
    pictures = any(one.get("alt") or (name(one).startswith("svg:") and _aria_name(tree, one)) for one in inside)
    return pictures or (name(element) not in ("a", "button") and any(name(one) in html.CONTROLS for one in inside))


def _aria_name(tree: Tree, element: Element) -> str:
    by = [tree.by_id[id] for id in element.get("aria-labelledby", "").split() if id in tree.by_id]
    return element.get("aria-label", "").strip() or " ".join(
        "".join(one.itertext()).strip() if name(one).startswith("svg:") else text_of(one) for one in by
    )


def _focusable(element: Element) -> bool:
    control = name(element) in html.INTERACTIVE - {"a", "label"} and element.get("type") != "hidden"
    return control or "href" in element.attrib or "tabindex" in element.attrib


# -- answers stay in the page ------------------------------------------------------------------------------------------


def forms(tree: Tree) -> Iterator[Mistake]:
    """Forms say how and where they send, never put answers into an address, and are not remembered by the browser."""
    for form in tree.all("form"):
        method = form.get("method", "").lower()
        if method not in ("get", "post", "dialog") or (method != "dialog" and not form.get("action")):
            yield Mistake("form without method and action", shown(form))
        named = [one for one in elements_in(form) if one.get("name")]
        if method == "get" and named:
            yield Mistake("answers in the address", f"{shown(form)} with {shown(named[0])}")
        if method == "post":
            remembered = [one for one in elements_in(form) if _remembers(one)]
            yield from (
                Mistake("remembered by the browser", shown(one))
                for one in (form, *remembered)
                if one.get("autocomplete") != "off"
            )
    for button in tree.all("button"):
        if button.get("formmethod", "post").lower() != "post":
            yield Mistake("answers in the address", shown(button))
        owned = button.get("form") or tree.within(button, "form") is not None
        if not owned and not any("hidden" in one.attrib for one in (button, *tree.above(button))):
            yield Mistake("button that does nothing without scripts", shown(button))


def _remembers(element: Element) -> bool:
    if element.tag == "textarea":
        return True
    return element.tag == "input" and element.get("type", "text").lower() in html.REMEMBERED


def inline(tree: Tree) -> Iterator[Mistake]:
    """No script, style or handler in the page itself: the content-security policy stops them."""
    for element in tree.elements:
        tag = name(element)
        if tag.removeprefix("svg:") == "style" or (tag.endswith("script") and "src" not in element.attrib):
            yield Mistake("inline", shown(element))
        for key in element.attrib:
            if key == "style" or key.startswith("on"):
                yield Mistake("inline", f"{key} in {shown(element)}")
        if tag == "meta" and "http-equiv" in element.attrib:
            yield Mistake("inline", shown(element))


def addresses(tree: Tree) -> Iterator[Mistake]:
    """Everything fetched is ours, nothing leads anywhere unsafe, and no address of ours carries a query."""
    for element in tree.elements:
        for key, value in element.attrib.items():
            place, parts = (name(element), key), urlsplit(value)
            ours = not parts.scheme and not parts.netloc
            if place in html.FETCHES and not ours:
                yield Mistake("fetched elsewhere", shown(element))
            if place in html.LEADS and not ours:
                yield from _external(element, key, parts.scheme)
            if place in html.LEADS | html.FETCHES and ours and (parts.query or "?" in value):
                yield Mistake("answers in the address", shown(element))
            if place in html.LEADS and value == "":
                yield Mistake("leads nowhere", shown(element))
    yield from (Mistake("leads nowhere", shown(link)) for link in tree.all("a") if "href" not in link.attrib)


def _external(element: Element, key: str, scheme: str) -> Iterator[Mistake]:
    if key != "href" or scheme not in ("http", "https", "mailto", "tel"):
        yield Mistake("unsafe address", shown(element))
    elif scheme.startswith("http") and "noreferrer" not in element.get("rel", "").split():
        yield Mistake("names the page it comes from", shown(element))


# -- leakage -----------------------------------------------------------------------------------------------------------

_LEAKS = re.compile(
    r"\bundefined\b|\bNaN\b|\{\{|\}\}|\{%|%\}|\[\]|\{\}|\(\)|[\[({]['\"]|<\w[\w.]* object"
    r"|(?<!“)\bNone\b(?! \w|[;.])|(?<=[a-z,=(] )None\b|['\"]|\b[a-z]+(?:_[a-z0-9]+)+\b"
)
"""Programs showing through: empty values, templates, lists as Python prints them, straight quotes, raw ids."""

_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_AS_TYPED = ("code", "pre", "kbd", "samp", "textarea")
_CHOICES = ("label", "option", "legend")


def leaks(tree: Tree) -> Iterator[Mistake]:
    """No visible text shows the program behind it; what is typed or read by machines stands in `<code>`."""
    for element, run in visible_runs(tree):
        around = {name(one) for one in (element, *tree.above(element))}
        if around & set(_AS_TYPED) or (run == "None" and around & set(_CHOICES)):
            continue
        if (match := _LEAKS.search(_ADDRESS.sub("", run))) is not None:
            yield Mistake("leak", f"{match[0]!r} in {run[:80]!r}")


CHECKS: tuple[Callable[[Tree], Iterator[Mistake]], ...] = (
    *(syntax, vocabulary, nesting, holes, ids, references, outline, labels, pictures, focus),
    *(forms, inline, addresses, leaks),
)
"""Every check."""
