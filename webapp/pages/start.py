"""The start page: what this is, and the doors."""

from __future__ import annotations

from flask import Blueprint, render_template

pages = Blueprint("start", __name__)


@pages.get("/")
def start() -> str:
    """The three doors, and looking things up."""
    return render_template("start.html", title="Handrail")
