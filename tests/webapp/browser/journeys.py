"""Both journeys through the check: what somebody answers, and somebody who answers it by tap, click or keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.browser.visitor import Visitor, focus_is_visible, focused

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Locator, Page

expect.set_options(timeout=60_000)

MANY = 120
"""More stops than the keyboard makes on the way to any control of the check."""


@dataclass(frozen=True)
class Dilemma:
    """Who asks, whom they think of telling, and what they answer by fact; `document` is the whole case."""

    role: str
    about: tuple[str, ...]
    answers: Mapping[str, frozenset[str]]
    document: Mapping[str, Any]


def golden(knowledge: KnowledgeBase, id: str, *about: str) -> Dilemma:
    """A golden case, perhaps with other recipients than it has."""
    entry = next(entry for entry in knowledge.golden("NL") if entry.id == id)
    document = {"handrail": 1, "jurisdiction": "NL", **entry.data["case"]}
    document["ask_about"] = list(about) or document["ask_about"]
    case = knowledge.case(document, TODAY)
    return Dilemma(case.role, case.ask_about, {fact: values for (fact, _), values in case.answers.items()}, document)


CARE = ("nl-g-attack-in-therapy", "police")
"""A tired clinician: a patient speaks of an attack."""

OFFICER = ("nl-g-officer-hands-over", "crisis_service")
"""Officers bring a person in crisis to those who treat."""

JOURNEYS = {"care": CARE, "officer": OFFICER}


@dataclass
class Traveller:
    """Goes through the check with fingers or a mouse; counts what they press and what they are asked."""

    page: Page
    dilemma: Dilemma
    scripts: bool = True
    taps: int = 0
    asked: list[str] = field(default_factory=list)

    def press(self, target: Locator) -> None:
        """Press something."""
        self.taps += 1
        if self.page.evaluate("navigator.maxTouchPoints"):
            target.tap()
        else:
            target.click()

    def step(self, target: Locator) -> None:
        """Press something that leads to the next step, and wait until it is there."""
        if not self.scripts:
            with self.page.expect_navigation():
                self.press(target)
            return
        with self.page.expect_response(lambda response: response.request.method == "POST"):
            self.press(target)
        settled(self.page)

    def start(self) -> None:
        """From the start page to the short form."""
        with self.page.expect_navigation():
            self.press(self.page.locator("main").get_by_role("link", name="Start the check"))

    def fill_in(self) -> None:
        """The short form, up to the first question."""
        self.press(self.page.locator(f"input[name=role][value={self.dilemma.role}]"))
        for recipient in self.dilemma.about:
            box = self.page.locator(f"input[name=about][value={recipient}]")
            if not box.is_visible():
                self.press(self.page.get_by_text("Somebody else"))
            self.press(box)
        self.step(self.do("begin"))

    def reply(self) -> str:
        """Answer the question that is put; its key."""
        key = question(self.page)
        self.asked.append(key)
        values = self.dilemma.answers.get(key.partition("/")[0])
        if values is None:
            self.step(self.do("unknown"))
        elif not self.page.locator("input[name=ticked]").count():
            self.step(self.page.locator(f"button[name=answer][value='{min(values)}']"))
        elif values:
            for value in sorted(values):
                self.press(self.page.locator(f"input[name=ticked][value={value}]"))
            self.step(self.do("ticked"))
        else:
            self.step(self.do("none"))
        return key

    def answer_all(self) -> None:
        """Answer until there is an advice."""
        while question(self.page):
            assert len(self.asked) < 30, self.asked
            self.reply()

    def do(self, what: str) -> Locator:
        """The button that does something."""
        return self.page.locator(f"button[name=do][value={what}]").first


class Typist(Traveller):
    """Goes through the check without ever touching a mouse, and sees at every stop where they are."""

    def press(self, target: Locator) -> None:
        """Go to something by keyboard and press it."""
        self.taps += 1
        kind = target.get_attribute("type")
        wanted = target.element_handle()
        for _ in range(MANY):
            among = self.page.evaluate(_AMONG, wanted)
            if among == "there":
                break
            self.page.keyboard.press("ArrowDown" if among == "beside" else "Tab")
            assert focus_is_visible(self.page), focused(self.page)
            assert self.page.evaluate(_UNCOVERED), f"{focused(self.page)} is covered"
        else:
            raise AssertionError(f"the keyboard does not reach {target}")
        if kind != "radio" or not target.is_checked():
            self.page.keyboard.press("Space" if kind in ("radio", "checkbox") else "Enter")


_AMONG = """wanted => {
  const it = document.activeElement;
  return it === wanted ? 'there' : it.type === 'radio' && it.name === wanted.name ? 'beside' : 'elsewhere';
}"""

_UNCOVERED = """(() => {
  const it = document.activeElement.closest('label') || document.activeElement, box = it.getBoundingClientRect();
  return [0.1, 0.5, 0.9].some(across => [0.2, 0.5, 0.8].some(down => {
    const found = document.elementFromPoint(box.left + across * box.width, box.top + down * box.height);
    return found && (it.contains(found) || found.contains(it) && found.tagName !== 'HTML' && found.tagName !== 'BODY');
  }));
})()"""


@dataclass
class Dialogs:
    """What the browser asks from now on; it is told to go on, or to `stay`."""

    page: Page
    stay: bool = False
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        self.asked.append(dialog.type)
        (dialog.dismiss if self.stay else dialog.accept)()


def until(page: Page, expression: str) -> None:
    """Wait until something holds in a page."""
    for _ in range(500):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"never came true: {expression}")


def settled(page: Page) -> None:
    """Wait until nothing is on its way any more."""
    expect(page.locator("body.busy")).to_have_count(0)


def question(page: Page) -> str:
    """The key of the question that a page puts; empty where it puts none."""
    field = page.locator("main input[name=question]")
    return field.input_value() if field.count() else ""


def text(page: Page) -> str:
    """What stands in the content of a page."""
    return page.locator("main").inner_text()


def usable(page: Page) -> bool:
    """Whether an advice can be used, or only the practitioner's own judgement is left."""
    said = text(page)
    return "is now your judgement" in said or "Not settled yet" not in said


def forgive(visitor: Visitor, part: str) -> None:
    """Take out of what a visitor noticed what was meant to happen; it must have happened."""
    meant = [problem for problem in visitor.problems if part in problem]
    assert meant, visitor.problems
    visitor.problems[:] = [problem for problem in visitor.problems if problem not in meant]
