"""What the pages of a check share: which fields a form may have, and how bad ones are refused."""

from __future__ import annotations

from collections.abc import Collection

from flask import abort, request
from werkzeug.datastructures import MultiDict

from webapp.site import site
from webapp.view.state import State, Unreadable, read_state

SEVERAL = frozenset({"about", "answer", "ticked", "with"})
"""The fields that may stand in a form more than once."""


def form_with(fields: Collection[str], file: str = "") -> MultiDict[str, str]:
    """The posted form; refused if it has a field (or a file) besides these, or one twice that has one value."""
    form = request.form
    if any(name not in fields for name in form) or any(name != file for name in request.files):
        abort(400, "The form has a field that is not known here. Open the page again and fill it in there.")
    if any(len(form.getlist(name)) > 1 for name in form if name not in SEVERAL):
        abort(400, "The form has the same field twice. Open the page again and fill it in there.")
    return form


def posted_state(form: MultiDict[str, str]) -> State:
    """The state in a form; refused if there is none."""
    try:
        return read_state(form, site())
    except Unreadable as error:
        abort(400, f"The form cannot be used: {error}.")


def one_file() -> bytes:
    """The one file that came with a form; refused if there is none, or more than one."""
    files = request.files.getlist("file")
    if len(files) != 1:
        abort(400, "Choose one file that was saved here before.")
    content: bytes = files[0].read()
    return content
