"""Every answer of the application that any test gets is checked here: the headers literally, a page for its mistakes.

The check sits in the test client (`CheckedClient`) and in the server of the browser tests, so that no test can forget
it.  The tables are written out again on purpose: what the product says of itself proves nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.webapp.html_checks import Mistake, mistakes_of
from tests.webapp.html_tree import parse

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers
    from werkzeug.test import TestResponse

PAGE = "text/html; charset=utf-8"

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self'; script-src 'self'; style-src 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers that every answer has, and their values."""

KEPT = "public, max-age=3600"
ASKED_AGAIN = "no-cache"
NOT_KEPT = "no-store"

FILES = "/static/"
"""What is the same for everybody, and may be kept."""

LAW = "/api/v1/"
"""What programs fetch here says nothing about a person; it may be kept if they ask each time whether it still holds."""

ALSO = {
    *("Allow", "Cache-Control", "Connection", "Content-Disposition", "Content-Length", "Content-Type", "Location"),
    *("Retry-After",),
}
"""Headers that an answer may have; whatever else one has is new and has to be thought about."""

ALSO_FILES = {"Date", "ETag", "Last-Modified", "Accept-Ranges", "Content-Range"}

TYPES = {
    PAGE,
    *("application/json", "application/problem+json", "application/yaml", "application/yaml; charset=utf-8"),
    *("image/svg+xml", "image/svg+xml; charset=utf-8", "text/plain; charset=utf-8", "text/markdown; charset=utf-8"),
    *("text/css; charset=utf-8", "text/javascript; charset=utf-8", "font/woff2", "application/pdf"),
}
"""What an answer may be."""


class PageError(AssertionError):
    """An answer with mistakes; `mistakes` holds all of them."""

    def __init__(self, where: str, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n  ".join([f"{where}: {len(self.mistakes)} mistakes", *map(str, self.mistakes)]))


class CheckedClient(FlaskClient):
    """A test client that checks every answer, those along a redirect too."""

    def run_wsgi_app(self, environ: Any, buffered: bool = False) -> Any:
        """Run the application and check what it answers."""
        del buffered  # checking takes all of it
        parts, status, headers = super().run_wsgi_app(environ, buffered=True)
        body = b"".join(parts)
        check(environ["REQUEST_METHOD"], environ["PATH_INFO"], int(status.split()[0]), headers, body)
        return [body], status, headers


def check_page(response: TestResponse) -> None:
    """Check an answer that a test holds in its hand; raises `PageError`."""
    asked = response.request
    check(asked.method, asked.path, response.status_code, response.headers, response.data)


def check(method: str, path: str, status: int, headers: Headers, body: bytes) -> None:
    """Check an answer; raises `PageError` with all that is wrong with it."""
    found = [*headers_of(method, path, status, headers)]
    if not 300 <= status < 400:  # nobody sees what a redirect says
        found += body_of(headers.get("Content-Type", ""), body)
    if found:
        raise PageError(f"{method} {path} ({status})", found)


def check_html(text: str) -> list[Mistake]:
    """Everything that is wrong with the text of a page."""
    return mistakes_of(parse(text))


def headers_of(method: str, path: str, status: int, headers: Headers) -> Iterator[Mistake]:
    """What is wrong with the headers of an answer."""
    fetched = method in ("GET", "HEAD", "OPTIONS") and status < 400
    is_file, is_law = path.startswith(FILES) and fetched, path.startswith(LAW) and fetched and method != "OPTIONS"
    wanted = {**ALWAYS, "Cache-Control": KEPT if is_file else ASKED_AGAIN if is_law else NOT_KEPT}
    for key, value in wanted.items():
        if headers.getlist(key) != [value]:
            yield Mistake("header", f"{key}: {headers.getlist(key)}")
    known = {key.lower() for key in {*wanted, *ALSO, *(ALSO_FILES if is_file or is_law else ())}}
    for key in headers.keys():  # noqa: SIM118  # these headers iterate over pairs
        if key.lower() not in known:
            yield Mistake("header", f"{key} is not expected")
    if status not in (204, 304) and headers.get("Content-Type") not in TYPES:
        yield Mistake("content type", str(headers.get("Content-Type")))
    if "Location" in headers and (urlsplit(headers["Location"]).query or not _ours(headers["Location"])):
        yield Mistake("answers in the address", f"Location: {headers['Location']}")
    if re.search(r"[^A-Za-z0-9._=; \"-]", headers.get("Content-Disposition", "")):
        yield Mistake("header", f"Content-Disposition: {headers['Content-Disposition']}")


def _ours(address: str) -> bool:
    return urlsplit(address).netloc in ("", "localhost") or urlsplit(address).hostname == "127.0.0.1"


def body_of(content_type: str, body: bytes) -> Iterator[Mistake]:
    """What is wrong with what an answer says: pages are checked, documents for programs can be read."""
    if not body:
        return
    if content_type == PAGE:
        yield from check_html(body.decode())
    elif "json" in content_type:
        try:
            json.loads(body)
        except ValueError as error:
            yield Mistake("syntax", str(error))
