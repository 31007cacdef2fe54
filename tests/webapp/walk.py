"""Walks through the check on pages, as a person without scripts does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.webapp.browse import Browse, Page

ANSWER, TICKED, UNKNOWN = "answer", "ticked", "I do not know"

Answers = Mapping[str, str | Sequence[str]]
"""What a person answers, by fact (or fact/recipient); what is not there they do not know."""


def begin(browse: Browse, role: str, *about: str) -> Page:
    """The first page after the short form, for somebody who works in the Netherlands."""
    return browse.get("/check").submit("Go to the questions", country="NL", role=role, about=about)


def question(page: Page) -> str:
    """The key of the question that a page puts; empty where it puts none."""
    for form in page.forms:
        if "question" in form.names:
            return next(one.get("value", "") for one in form.controls if one.get("name") == "question")
    return ""


def reply(page: Page, said: str | Sequence[str] | None) -> Page:
    """Give one answer: a value, ticks, or None for "I do not know"."""
    if said is None:
        return page.submit(UNKNOWN)
    if isinstance(said, str):
        return page.submit(f"{ANSWER}={said}")
    return page.submit("do=ticked", ticked=said) if said else page.submit("do=none")


def walk(page: Page, answers: Answers, most: int = 40) -> tuple[Page, list[str]]:
    """Answer until the advice is there; the last page, and what was asked."""
    asked: list[str] = []
    while key := question(page):
        assert len(asked) < most, asked
        asked.append(key)
        page = reply(page, answers.get(key, answers.get(key.partition("/")[0])))
    return page, asked
