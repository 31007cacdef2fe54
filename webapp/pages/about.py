"""The project documents as pages: what Handrail is for, how it treats data, how it was made."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from webapp.view.about import DOCUMENTS

pages = Blueprint("about", __name__, url_prefix="/about")


@pages.get("/")
def index() -> str:
    """The list of documents."""
    return render_template("about/index.html", title=DOCUMENTS.title, sections=DOCUMENTS.sections)


@pages.get("/<path:name>")
def page(name: str) -> str:
    """One document; a name that is not on the list is nowhere."""
    if name not in DOCUMENTS.names:
        abort(404)
    document = DOCUMENTS.document(name)
    return render_template("about/page.html", title=document.title, document=document)
