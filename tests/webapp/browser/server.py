"""A real server for the browser tests, which checks every page that it sends as the test client does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

import pytest
from werkzeug.datastructures import Headers

import webapp.server
from tests.webapp.pages import PageError, check

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from webapp.site import Site


@dataclass(frozen=True)
class Asked:
    """A request as it came over the line: what a log, a proxy or somebody on the way could see of it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]


@dataclass
class Watch:
    """Stands before an application: notes what is asked, and what is wrong with the answers."""

    application: WSGIApplication
    asked: list[Asked] = field(default_factory=list)
    faults: list[PageError] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and check the answer."""
        path, began = environ["PATH_INFO"], list[tuple[str, list[tuple[str, str]]]]()
        headers = {key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key[:5] == "HTTP_"}
        self.asked.append(Asked(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), headers))

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            began.append((status, headers))
            return start_response(status, headers, exc_info)

        parts = self.application(environ, begin)
        status, sent = began[-1]
        code, is_page = int(status.split()[0]), Headers(sent).get("Content-Type", "").startswith("text/html")
        body = b"".join(parts) if is_page else b""
        try:
            check(environ["REQUEST_METHOD"], path, code, Headers(sent), body)
        except PageError as error:
            self.faults.append(error)
        if not is_page:
            return parts
        close = getattr(parts, "close", None)
        if close is not None:
            close()
        return [body]


@contextmanager
def serving(application: WSGIApplication) -> Iterator[str]:
    """Serve an application with Handrail's own server, on a free port of this computer; gives its address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webapp.server, "create_app", lambda _: application)
        server = webapp.server.make_server(cast("Site", None))
    thread = Thread(target=server.run, name="pages", daemon=True)
    thread.start()
    try:
        yield server.address.rstrip("/")
    finally:
        server.close()
        thread.join(timeout=10)


def elsewhere(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The page to which "Leave this page quickly" leads: another site."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
    start_response("200 OK", headers)
    return [b"<!doctype html><html lang='en'><title>Elsewhere</title><link rel='icon' href='data:,'><h1>Elsewhere</h1>"]
