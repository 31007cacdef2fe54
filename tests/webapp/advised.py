"""Reads the page of an advice as facts: which answer stands where, which items go, which steps are in which order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.webapp.browse import Browse, Page
from tests.webapp.html_tree import elements_in, name, normal, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HEADINGS = {
    "What must go": "must",
    "What should go": "should",
    "What may go": "may",
    "What stays": "must_not",
    "Still open": "open",
    "What may go if you judge so": "open",
}
NEW_TAB = " (opens in a new tab)"


def advised(browse: Browse, case: Mapping[str, Any], **more: str) -> Advised:
    """The page of the advice for a case."""
    return Advised(browse.post("/advice/", {"case": json.dumps(case), **more}))


def golden(entries: Sequence[Any], code: str, id: str) -> dict[str, Any]:
    """The document of a golden case."""
    return {"jurisdiction": code, **next(entry.data["case"] for entry in entries if entry.id == id)}


def of_class(element: Element, word: str) -> list[Element]:
    """Every element below that has a class."""
    return [one for one in elements_in(element) if word in one.get("class", "").split()]


def answer_of(element: Element) -> str:
    """The answer that the first tag below shows."""
    return next(word[3:] for word in of_class(element, "tag")[0].get("class", "").split() if word.startswith("is-"))


def said(element: Element) -> str:
    """The text of an element without the remark on new tabs."""
    return text_of(element).replace(NEW_TAB, "")


@dataclass(frozen=True)
class Step:
    """A step as it is listed."""

    number: str
    title: str
    force: str


@dataclass(frozen=True)
class Card:
    """What the page says about one recipient."""

    element: Element

    @property
    def text(self) -> str:
        """All of it."""
        return said(self.element)

    @property
    def answer(self) -> str:
        """The answer."""
        return answer_of(of_class(self.element, "verdict")[0])

    @property
    def sentence(self) -> str:
        """The sentence with the answer."""
        return said(of_class(self.element, "verdict")[0])

    @cached_property
    def items(self) -> dict[str, str]:
        """The answer for every item that is listed, by its label."""
        found: dict[str, str] = {}
        answer = ""
        for element in (one for box in of_class(self.element, "goes-stays") for one in elements_in(box)):
            if name(element) in ("h4", "summary"):
                answer = HEADINGS[text_of(element).partition(":")[0]]
            elif name(element) == "li":
                assert text_of(element) not in found
                found[text_of(element)] = answer
        return found

    @property
    def duties(self) -> list[str]:
        """Every duty towards this recipient."""
        return [said(one) for one in of_class(self.element, "duty")]

    def part(self, begin: str) -> Element:
        """What can be opened under a heading that begins so."""
        found = [one for one in elements_in(self.element) if name(one) == "summary" and said(one).startswith(begin)]
        return next(one for one in elements_in(self.element) if name(one) == "details" and found[0] in list(one))

    def links(self, begin: str) -> list[str]:
        """Where the links in that part lead."""
        return [one.get("href", "") for one in elements_in(self.part(begin)) if name(one) == "a"]


@dataclass(frozen=True)
class Advised:
    """The page of an advice."""

    page: Page

    @property
    def answers(self) -> dict[str, str]:
        """The answer at the top for every recipient, in order."""
        lines = [line for line in self._classed("answer-line") if line.get("data-about")]
        return {line.get("data-about", ""): answer_of(line) for line in lines}

    @property
    def sentences(self) -> list[str]:
        """The sentences at the top."""
        return [said(line) for line in self._classed("answer-line")]

    @property
    def cards(self) -> dict[str, Card]:
        """What is said about each recipient."""
        found = self._classed("recipient")
        return {one.get("data-about", ""): Card(one) for one in found}

    def section(self, id: str) -> Element:
        """The section under a heading with this id."""
        return next(one for one in self.page.tree.all("section") if one.get("aria-labelledby") == id)

    def part(self, id: str) -> str:
        """The text of that section."""
        return said(self.section(id))

    def steps(self, id: str) -> list[Step]:
        """The steps listed in a section."""
        lists = of_class(self.section(id), "steps")
        return [_step(one) for steps in lists for one in steps if name(one) == "li"]

    @property
    def forbidden(self) -> list[str]:
        """The titles under "Do not"."""
        lists = of_class(self.section("now"), "forbidden")
        return [text_of(_first(one, "strong")).rstrip(".") for steps in lists for one in steps if name(one) == "li"]

    @property
    def care(self) -> dict[str, str]:
        """The answer for each care recipient that can be looked at."""
        rows = [row for routes in self._classed("care-routes") for row in routes if name(row) == "li"]
        return {_first(row, "button").get("value", ""): answer_of(row) for row in rows}

    @property
    def picture(self) -> list[str]:
        """The text of every box of the picture, in order."""
        boxes = [one for one in self.page.tree.all("svg:title") if name(self.page.tree.parents[one]) == "svg:g"]
        return [normal(one.text or "") for one in boxes]

    @property
    def duties(self) -> list[str]:
        """Every duty on the page."""
        return [said(one) for one in self._classed("duty")]

    def changeable(self) -> dict[str, str]:
        """What can be changed: the line beside each "Change" button, by its key."""
        buttons = [one for one in self.page.tree.all("button") if one.get("name") == "change"]
        return {one.get("value", ""): said(self.page.tree.parents[one]) for one in buttons}

    def _classed(self, word: str) -> list[Element]:
        return of_class(self.page.tree.root, word)


def _step(element: Element) -> Step:
    force = next(one for one in of_class(element, "pill") if "force-" in one.get("class", ""))
    return Step(element.get("value", ""), text_of(_first(element, "strong")), text_of(force))


def _first(element: Element, wanted: str) -> Element:
    return next(one for one in elements_in(element) if name(one) == wanted)
