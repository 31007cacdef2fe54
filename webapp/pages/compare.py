"""One case under several countries: a page of its own, reached from every advice."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from webapp.pages.posted import form_with, posted_state
from webapp.site import site
from webapp.view.compare import choices, comparison, usual
from webapp.view.state import FIELDS

pages = Blueprint("compare", __name__)


@pages.post("/compare")
def compare() -> str:
    """The case under the countries that were ticked (where none was: all as a whole, and the parts of its own)."""
    posted = form_with(FIELDS | {"do", "with"})
    state = posted_state(posted)
    known = [country.id for country in site().countries]
    codes = posted.getlist("with") or usual(site(), state)
    if not set(codes) <= set(known):
        abort(400, "The form names a country that is not known here. Open the page again.")
    found = comparison(site(), state, codes)
    return render_template(
        "compare/compare.html",
        title="Countries compared",
        state=state,
        found=found,
        choices=choices(site(), state),
        chosen=codes,
    )
