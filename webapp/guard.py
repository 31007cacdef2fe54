"""What stands at the door: limits on what comes in, and the headers on what goes out.

Pages hold answers about a real person.  So nothing may be stored or framed, nothing comes from or goes to another host,
and a form may only be sent from a page of this site.  See `kb/about/threat-model.md`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, request

MOST_BYTES = 64 * 1024
"""How large a request may be."""

MOST_FIELDS = 200
"""How many fields a form may have."""

POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; script-src 'self'; style-src 'self'"
)
"""The content-security policy: only what lies on this site, and no inline script or style."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers on every answer; `Cache-Control` comes on top."""

NO_STORE = "no-store"
STATIC = "public, max-age=3600"


def protect(app: Flask) -> None:
    """Put the limits and the headers on every request and answer of an application."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.before_request(_refuse_other_sites)
    app.before_request(_refuse_many_fields)
    app.after_request(_add_headers)


def _refuse_other_sites() -> None:
    if request.method == "POST" and not from_here(request):
        abort(403, "This form was sent from another site. Open the page here and send it again.")


def from_here(asked: Request) -> bool:
    """Whether a request was sent by a page of this site, or by a program.

    Browsers say it in `Sec-Fetch-Site`; those that do not (over plain HTTP) send an `Origin`, which is `null` for our
    own forms because pages here name no referrer.  Programs send neither.
    """
    fetch_site = asked.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = asked.headers.get("Origin")
    return origin in (None, "null") or urlsplit(origin or "").netloc == asked.host


def _refuse_many_fields() -> None:
    """An urlencoded form has no limit of its own on the number of its fields; this also reads it within the limits."""
    if request.method == "POST" and sum(1 for _ in request.form.items(multi=True)) > MOST_FIELDS:
        abort(413, f"A form here has at most {MOST_FIELDS} fields.")


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", NO_STORE)
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = STATIC
    return response
