"""The pages: one blueprint for each part of the site, one template for each view."""

from __future__ import annotations

from webapp.api import interface
from webapp.pages import about, advice, check, compare, health, law, packs, scenarios, start

BLUEPRINTS = (
    start.pages,
    check.pages,
    advice.pages,
    compare.pages,
    scenarios.pages,
    packs.pages,
    law.pages,
    about.pages,
    health.pages,
    interface,
)
"""Every part of the site."""
