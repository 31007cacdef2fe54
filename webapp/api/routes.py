"""The addresses of the interface.  Each is described in `openapi/`; a test holds the two together."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, request

from webapp.api import law, refused
from webapp.api.body import JSON, read_object
from webapp.api.description import description
from webapp.site import site

interface = Blueprint("api", __name__, url_prefix="/api/v1")
refused.answer_in(interface)


@interface.post("/advice")
def advice() -> Response:
    """What the rulebook says about a case: the same document as `handrail check --json`.  Nothing of it is kept."""
    case = site().knowledge.case(read_object(request), site().today())
    return Response(_written(site().advise(case).document()), content_type=JSON)


@interface.get("/openapi.json")
def openapi() -> Response:
    """The description of this interface."""
    return _public(description())


@interface.get("/jurisdictions")
def jurisdictions() -> Response:
    """All countries."""
    return _public({"jurisdictions": [law.jurisdiction(site(), each) for each in site().countries]})


@interface.get("/jurisdictions/<code>")
def jurisdiction(code: str) -> Response:
    """One country."""
    return _public(law.jurisdiction(site(), law.country(site(), code)))


@interface.get("/vocabulary")
def vocabulary() -> Response:
    """The words that all countries share."""
    return _public(law.shared_vocabulary(site()))


@interface.get("/jurisdictions/<code>/vocabulary")
def vocabulary_of(code: str) -> Response:
    """All words that a case for this country may use."""
    return _public(law.vocabulary(site(), code))


@interface.get("/jurisdictions/<code>/rules")
def rules(code: str) -> Response:
    """The rules of a country."""
    return _public(law.rules(site(), code))


@interface.get("/jurisdictions/<code>/rules/<name>")
def rule(code: str, name: str) -> Response:
    """One rule."""
    return _public(law.rule(site(), code, name))


@interface.get("/jurisdictions/<code>/sources")
def sources(code: str) -> Response:
    """The sources of a country."""
    return _public(law.sources(site(), code))


@interface.get("/jurisdictions/<code>/sources/<name>")
def source(code: str, name: str) -> Response:
    """One source."""
    return _public(law.source(site(), code, name))


def _public(data: dict[str, Any]) -> Response:
    """An answer that holds nothing about a person: it may be kept, if it is asked each time whether it still holds."""
    body = _written(data)
    response = Response(body, content_type=JSON)
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def _written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
