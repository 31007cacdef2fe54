"""Status for people, health and readiness for programs: ids and counts, no path and nothing about the machine."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template

from kb.version import VERSION
from webapp.api.standing import standings
from webapp.site import site

pages = Blueprint("health", __name__)


@pages.get("/status")
def status() -> str:
    """How each rulebook stands."""
    return render_template("status.html", title="Status", version=VERSION, standings=list(standings(site())))


@pages.get("/healthz")
def health() -> Response:
    """Whether the process answers at all."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@pages.get("/readyz")
def ready() -> Response:
    """Whether any advice can be given: at least one rulebook can be used."""
    rulebooks = {country.id: site().available(country.id) for country in site().countries}
    available = sum(rulebooks.values())
    document = {
        "ready": available > 0,
        "version": VERSION,
        "rulebooks": {code: "available" if usable else "unavailable" for code, usable in rulebooks.items()},
        "available": available,
        "unavailable": len(rulebooks) - available,
    }
    return Response(json.dumps(document, indent=2) + "\n", 200 if available else 503, content_type="application/json")
