"""Somebody who follows every link, and somebody who presses every button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from flask import Flask, template_rendered
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.webapp.browse import Form, Page, Value, fetch
from tests.webapp.html_tree import name
from tests.webapp.html_tree import shown as shown_tag
from tests.webapp.pages import PageError


@dataclass
class Crawl:
    """What somebody found who followed every link from the start page: at most `most` pages of each kind."""

    app: Flask
    most: int
    pages: dict[str, Page] = field(default_factory=dict)
    endpoints: set[str] = field(default_factory=set)
    leading_nowhere: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)

    def run(self, start: str = "/") -> Crawl:
        """Follow the links; what leads nowhere and pages with mistakes are written down."""
        client, waiting, counts = self.app.test_client(), [(start, "the start")], dict[str, int]()
        seen = {start}
        while waiting:
            path, source = waiting.pop(0)
            endpoint = endpoint_of(self.app, path)
            kind = f"{endpoint} {path.rpartition('/')[2]}" if endpoint == "law.part" else endpoint
            counts[kind] = counts.get(kind, 0) + 1
            if counts[kind] > self.most:
                continue
            try:
                response = client.get(path)
            except PageError as error:
                self.faulty.append(str(error))
                self.endpoints.add(endpoint)
                continue
            if response.status_code != 200:
                self.leading_nowhere.append(f"{source}: {path} ({response.status_code})")
                continue
            self.endpoints.add(endpoint)
            if response.mimetype != "text/html":
                continue
            page = self.pages[path] = Page.of(client, response)
            found = dict.fromkeys(target for target, _ in inner_links(page) if target not in seen)
            seen.update(found)
            waiting += [(target, path) for target in found]
        self.leading_nowhere += self._missing_fragments()
        return self

    def _missing_fragments(self) -> Iterator[str]:
        for path, page in self.pages.items():
            for target, fragment in inner_links(page):
                there = self.pages.get(target)
                if fragment and there and unquote(fragment) not in there.tree.by_id:
                    yield f"{path}: {target}#{fragment}"


def inner_links(page: Page) -> Iterator[tuple[str, str]]:
    """The links of a page to pages of this site, each as path and fragment."""
    for link in page.links:
        parts = urlsplit(link.href)
        if not parts.scheme and not parts.netloc:
            yield urljoin(page.path, parts.path), parts.fragment


def endpoint_of(app: Flask, path: str) -> str:
    """Which view answers a path, or nothing."""
    try:
        return str(app.url_map.bind("localhost").match(unquote(path), "GET")[0])
    except RequestRedirect:
        return "redirect"
    except HTTPException:
        return ""


@contextmanager
def rendered(app: Flask) -> Iterator[set[str]]:
    """The names of the templates that are rendered meanwhile."""
    names: set[str] = set()

    def note(_: Flask, template: Any, **__: object) -> None:
        names.add(template.name)

    with template_rendered.connected_to(note, app):
        yield names


def press_everything(app: Flask, paths: list[str], most: int) -> list[Page]:
    """Press each button of each kind of page, choosing now the first and now the last of what is offered.

    A page is of a new kind if its address, its title or the names of its buttons are new.  No button that a page offers
    may be refused.
    """
    client = app.test_client()
    waiting, shown, kinds, pressed = [fetch(client, path) for path in paths], list[Page](), set[object](), 0
    while waiting:
        page = waiting.pop(0)
        kind = (page.path, page.title, frozenset(one.get("name") for form in page.forms for one in form.buttons))
        if kind in kinds:
            continue
        kinds.add(kind)
        shown.append(page)
        for form in page.forms:
            if any(control.get("type") == "file" for control in form.controls):
                continue
            for button in form.buttons:
                if pressed >= most:
                    return shown
                pressed += 1
                response = page._send(form, button, filled(form, last=pressed % 2 == 0))
                assert response.status_code < 400, f"{page.title}: {shown_tag(button)} gives {response.status}"
                if response.mimetype == "text/html":
                    waiting.append(Page.of(client, response))
    return shown


def filled(form: Form, *, last: bool) -> dict[str, Value]:
    """Every choice made, and every empty required text filled in."""
    chosen: dict[str, Value] = {}
    for control in form.controls:
        key, kind = control.get("name", ""), control.get("type", "text")
        if not key or name(control) == "button" or kind == "hidden":
            continue
        if offered := form.choices(key):
            chosen[key] = [one for one in (offered[-1] if last else offered[0],) if one] or offered[1:2]
        elif "required" in control.attrib:
            chosen[key] = control.get("min", "1")
    return chosen
