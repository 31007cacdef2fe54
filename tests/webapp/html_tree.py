"""An HTML page as a tree that knows its parents, with the few questions that the checks and the browser-less tests ask.

Read by html5lib as a browser would read it; what its strict reading finds wrong is kept in `errors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import html5lib
from html5lib.constants import E as MESSAGES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
INVISIBLE = {"head", "script", "style", "template", "noscript", "svg:title", "svg:desc"}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s"),
    *("samp", "small", "span", "strong", "sub", "sup", "svg:tspan", "time", "u", "var", "wbr"),
}


@dataclass(frozen=True)
class Tree:
    """A page: its root element, and what is wrong with its syntax as `line N: what`."""

    root: Element
    errors: tuple[str, ...]

    @cached_property
    def elements(self) -> list[Element]:
        """Every element in the order of the page."""
        return elements_in(self.root)

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """The parent of every element but the root."""
        return {child: element for element in self.elements for child in children(element)}

    @cached_property
    def by_id(self) -> dict[str, Element]:
        """Every element that has an id."""
        return {element.attrib["id"]: element for element in self.elements if "id" in element.attrib}

    def above(self, element: Element) -> Iterator[Element]:
        """What an element stands in, from the inside out."""
        while (element := self.parents.get(element)) is not None:  # type: ignore[assignment]
            yield element

    def within(self, element: Element, *names: str) -> Element | None:
        """The nearest element of one of these names that an element stands in."""
        return next((one for one in self.above(element) if name(one) in names), None)

    def all(self, *names: str) -> list[Element]:
        """Every element of one of these names."""
        return [element for element in self.elements if name(element) in names]


def parse(text: str) -> Tree:
    """Read a page."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(text)
    return Tree(root, tuple(f"line {at[0]}: {MESSAGES.get(code, code) % data}" for at, code, data in parser.errors))


def name(element: Element) -> str:
    """The name of an element; drawings have `svg:` before it."""
    return element.tag.replace(SVG, "svg:")


def shown(element: Element) -> str:
    """The start tag of an element, for messages."""
    attributes = "".join(f' {key}="{value}"' for key, value in element.attrib.items())
    return f"<{name(element)}{attributes}>"


def children(element: Element) -> list[Element]:
    """The elements right inside an element."""
    return [child for child in element if is_element(child)]


def elements_in(element: Element) -> list[Element]:
    """An element and everything inside it, in the order of the page."""
    return [one for one in element.iter() if is_element(one)]


def is_element(node: Element) -> bool:
    """Whether a node is an element; comments are nodes of the tree too."""
    tag: object = node.tag
    return isinstance(tag, str)


def text_of(element: Element) -> str:
    """The visible text in an element, each run of white space one blank."""
    return normal("".join(_pieces(element)))


def normal(text: str) -> str:
    """Text with each run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def _pieces(element: Element) -> Iterator[str]:
    if not is_element(element) or name(element) in INVISIBLE or "hidden" in element.attrib:
        return
    edge = "" if name(element) in INLINE else " "
    yield edge + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield edge


def visible_runs(tree: Tree) -> Iterator[tuple[Element, str]]:
    """Each run of visible text with the element right around it."""
    for element in tree.elements:
        hidden = any(name(one) in INVISIBLE or "hidden" in one.attrib for one in (element, *tree.above(element)))
        if hidden:
            continue
        runs = [element.text, *(child.tail for child in element)]
        yield from ((element, normal(run)) for run in runs if run and run.strip())
