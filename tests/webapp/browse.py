"""A person with a very plain browser: reads pages, follows links, fills forms in and presses buttons.

It sends exactly what a browser without scripts would send, and refuses what a browser would not let a person do: a
field that is not there, a choice that is not offered, a required field left empty.  Every answer is checked by the
client it uses (`pages.CheckedClient`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from tests.webapp.html_tree import Tree, name, parse, shown, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from flask.testing import FlaskClient
    from werkzeug.datastructures import Headers
    from werkzeug.test import TestResponse

Value = str | Sequence[str] | bytes
"""What goes into a field: a text or a choice, several choices, or a file."""

SAME_SITE = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
"""How a browser marks a form that a page of ours sends: no page names a referrer, so the origin is `null`."""

URLENCODED = "application/x-www-form-urlencoded"
"""How a form is sent that says nothing else; one with a file says `multipart/form-data`."""


@dataclass(frozen=True)
class Link:
    """A link as a person sees it."""

    text: str
    href: str


@dataclass(frozen=True)
class Form:
    """A form: its element, and the controls that belong to it in the order of the page."""

    element: Element
    controls: list[Element]

    @property
    def names(self) -> set[str]:
        """The names of all fields."""
        return {control.get("name", "") for control in self.controls if name(control) != "button"} - {""}

    @property
    def buttons(self) -> list[Element]:
        """The buttons that send it."""
        return [one for one in self.controls if name(one) == "button" and one.get("type", "submit") == "submit"]

    def choices(self, key: str) -> list[str]:
        """What may be chosen in a field, in order."""
        return [value for control in self._named(key) for value in _offered(control)]

    def data(self, pressed: Element, filled: Mapping[str, Value]) -> list[tuple[str, Value]]:
        """What a browser sends when a button is pressed after some fields were filled in, in the order of the page."""
        assert set(filled) <= self.names, f"no field {set(filled) - self.names}; there are {sorted(self.names)}"
        for key, value in filled.items():
            offered = self.choices(key)
            wanted = [value] if isinstance(value, str | bytes) else list(value)
            assert not offered or set(wanted) <= set(offered), f"{key} offers {offered}, not {value!r}"
        sent = [pair for control in self.controls for pair in _sent(control, pressed, filled)]
        if "formnovalidate" not in pressed.attrib and "novalidate" not in self.element.attrib:
            given = {key for key, value in sent if value}
            lacking = [one for one in self.controls if "required" in one.attrib and one.get("name") not in given]
            assert not lacking, f"a browser would ask for {shown(lacking[0])} first"
        return sent

    def _named(self, key: str) -> list[Element]:
        return [control for control in self.controls if control.get("name") == key and name(control) != "button"]


@dataclass(frozen=True)
class Page:
    """A page that was fetched, and what a person can do on it."""

    client: FlaskClient
    path: str
    status: int
    headers: Headers
    html: str
    tree: Tree = field(repr=False)

    @classmethod
    def of(cls, client: FlaskClient, response: TestResponse) -> Page:
        """The page that an answer is."""
        assert response.mimetype == "text/html", f"{response.request.path} is {response.mimetype}"
        html = response.get_data(as_text=True)
        return cls(client, response.request.path, response.status_code, response.headers, html, parse(html))

    @property
    def title(self) -> str:
        """The title, which is also the heading."""
        return " ".join((self.tree.all("title")[0].text or "").split())

    @property
    def text(self) -> str:
        """The visible text of the content, without header and footer."""
        return text_of(self.tree.all("main")[0])

    @property
    def whole_text(self) -> str:
        """The visible text of the whole page."""
        return text_of(self.tree.root)

    @property
    def links(self) -> list[Link]:
        """Every link of the page."""
        return [Link(text_of(one), one.get("href", "")) for one in self.tree.all("a", "svg:a")]

    @property
    def forms(self) -> list[Form]:
        """Every form of the page."""
        return [Form(form, list(self._controls(form))) for form in self.tree.all("form")]

    @property
    def buttons(self) -> list[str]:
        """What stands on the buttons that send something."""
        return [_says(button) for form in self.forms for button in form.buttons]

    def texts(self, *names: str, css: str = "") -> list[str]:
        """The text of every element of some names, perhaps only of those of a class."""
        return [text_of(one) for one in self.tree.all(*names) if not css or css in one.get("class", "").split()]

    def form(self, key: str) -> Form:
        """The form that has a field."""
        found = [form for form in self.forms if key in form.names]
        assert found, f"no field {key}; there are {[sorted(form.names) for form in self.forms]}"
        return found[0]

    def follow(self, text: str) -> Page:
        """Follow the first link with this text."""
        found = [link.href for link in self.links if link.text == text]
        assert found, f"no link {text!r} in {self.links}"
        return fetch(self.client, urljoin(self.path, found[0].partition("#")[0]))

    def submit(self, button: str, filled: Mapping[str, Value] | None = None, /, **more: Value) -> Page:
        """Fill in fields and press the first button that says this (or has this `value`, or `name=value`)."""
        return Page.of(self.client, self.send(button, filled, **more))

    def send(self, button: str, filled: Mapping[str, Value] | None = None, /, **more: Value) -> TestResponse:
        """The same, for what need not be a page: a file that is saved, say."""
        for form in self.forms:
            for element in form.buttons:
                if button in (_says(element), element.get("value"), f"{element.get('name')}={element.get('value')}"):
                    return self._send(form, element, {**(filled or {}), **more})
        raise AssertionError(f"no button {button!r}; there are {self.buttons}")

    def _send(self, form: Form, button: Element, filled: Mapping[str, Value]) -> TestResponse:
        action = urljoin(self.path, button.get("formaction") or form.element.get("action", ""))
        pairs = form.data(button, filled)
        if form.element.get("method", "get").lower() == "get":
            assert not pairs, "answers would stand in the address"
            return self.client.get(action, follow_redirects=True)
        kind = button.get("formenctype") or form.element.get("enctype", URLENCODED)
        if kind == URLENCODED:
            return _post(self.client, action, urlencode(pairs), kind)
        parts: dict[str, list[object]] = {}
        for key, value in pairs:
            part = (BytesIO(value), "case.yaml" if value else "") if isinstance(value, bytes) else value
            parts.setdefault(key, []).append(part)
        return _post(self.client, action, parts, kind)

    def _controls(self, form: Element) -> Iterator[Element]:
        for control in self.tree.all("input", "select", "textarea", "button"):
            owner = control.get("form")
            mine = owner == form.get("id") if owner else self.tree.within(control, "form") is form
            barred = any("disabled" in one.attrib for one in (control, *self.tree.above(control)))
            if mine and not barred:
                yield control


@dataclass(frozen=True)
class Browse:
    """Opens pages of one application."""

    client: FlaskClient

    def get(self, path: str, status: int = 200) -> Page:
        """Open a page."""
        page = fetch(self.client, path)
        assert page.status == status, f"{path}: {page.status} {page.title}"
        return page

    def post(self, path: str, data: Mapping[str, object] | None = None, status: int = 200) -> Page:
        """Send fields as a form of this site would, but none of its forms has to have them."""
        page = Page.of(self.client, _post(self.client, path, dict(data or {})))
        assert page.status == status, f"{path}: {page.status} {page.title}"
        return page


def fetch(client: FlaskClient, path: str) -> Page:
    """Open a page, following redirects."""
    return Page.of(client, client.get(path, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True))


def _post(client: FlaskClient, path: str, data: Mapping[str, object] | str, kind: str | None = None) -> TestResponse:
    return client.post(path, data=data, headers=SAME_SITE, content_type=kind, follow_redirects=True)


def _says(button: Element) -> str:
    return text_of(button) or button.get("aria-label", "")


def _offered(control: Element) -> list[str]:
    if control.get("type") in ("radio", "checkbox"):
        return [control.get("value", "on")]
    return [_value(option) for option in control.iter("option")] if name(control) == "select" else []


def _value(option: Element) -> str:
    return option.get("value", text_of(option))


def _sent(control: Element, pressed: Element, filled: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """The pairs that one control contributes."""
    key, kind = control.get("name", ""), control.get("type", "text")
    if not key:
        return
    wanted = filled.get(key)
    chosen = [wanted] if isinstance(wanted, str | bytes) else wanted
    if name(control) == "button":
        if control is pressed:
            yield key, control.get("value", "")
    elif kind in ("radio", "checkbox"):
        value = control.get("value", "on")
        if ("checked" in control.attrib) if chosen is None else value in chosen:
            yield key, value
    elif name(control) == "select":
        yield from ((key, value) for value in _selected(control, chosen))
    elif kind == "file":
        yield key, wanted if wanted is not None else b""
    elif wanted is not None:
        assert kind != "hidden" or wanted == control.get("value"), f"nobody can change the hidden {key}"
        yield key, wanted.replace("\n", "\r\n") if isinstance(wanted, str) else wanted
    else:
        yield key, (control.text or "").removeprefix("\n") if name(control) == "textarea" else control.get("value", "")


def _selected(control: Element, chosen: Sequence[str | bytes] | None) -> list[str]:
    options = list(control.iter("option"))
    if chosen is not None:
        return [_value(option) for option in options if _value(option) in chosen]
    picked = [_value(option) for option in options if "selected" in option.attrib]
    return picked or ([] if "multiple" in control.attrib else [_value(option) for option in options[:1]])
