"""The advice, its record, and saving and loading a case.  Everything here is answered from what the page sent."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from rules import Advice
from webapp.pages.posted import form_with, one_file, posted_state
from webapp.site import site
from webapp.view.advice import advice_view
from webapp.view.picture import pathway_picture
from webapp.view.saved import Loaded, load_saved, saved
from webapp.view.state import FIELDS, State, Unreadable, parsed

pages = Blueprint("advice", __name__, url_prefix="/advice")

SHOWN_FROM = FIELDS | {"do", "question", "ticked", "with"}
"""What may come along when somebody asks for the advice from a question or a comparison."""

FILE_NAME = "handrail-case.json"
"""The name of a saved case: it says nothing about it."""


def advice_page(state: State, advice: Advice, loaded: Loaded | None = None) -> str:
    """The page of an advice."""
    view = advice_view(site(), state, advice)
    picture = pathway_picture(view.pathway, view.recipients)
    title = "What the rules say"
    return render_template("advice/advice.html", title=title, state=state, view=view, loaded=loaded, picture=picture)


@pages.post("/")
def show() -> str:
    """What we have so far."""
    state = posted_state(form_with(SHOWN_FROM))
    return advice_page(state, site().advise(state.case))


@pages.post("/record")
def record() -> str:
    """The record, to be printed and signed."""
    state = posted_state(form_with(FIELDS | {"do"}))
    view = advice_view(site(), state, site().advise(state.case))
    return render_template("advice/record.html", title="Record of a decision", state=state, view=view)


@pages.post("/save")
def save() -> Response:
    """The case as a file of one's own."""
    state = posted_state(form_with(FIELDS | {"do"}))
    document = saved(state, site().advise(state.case), site().today())
    body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    response = Response(body, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@pages.post("/load")
def load() -> ResponseReturnValue:
    """The advice for a case from a file, under the rules of today, with what has changed since."""
    form_with({"do"}, file="file")
    file = one_file()
    try:
        loaded = load_saved(parsed(file), site())
    except Unreadable as error:
        abort(400, f"This file cannot be loaded: {error}.")
    return advice_page(loaded.state, loaded.advice, loaded)
