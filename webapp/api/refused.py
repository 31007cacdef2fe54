"""What only the interface refuses: names in an address that nothing bears, and bodies that are no JSON object.

All other errors are answered in `webapp.refusals`; the form is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus

from flask import Blueprint, Response

from kb import nearest
from rules import RulebookUnavailable
from rules.case import CaseProblem
from webapp.refusals import Refusal, problem_document, refusal_for
from webapp.site import site


class NotHere(Exception):
    """Nothing bears the name in an address; `problem` says which name, which there are, and the nearest."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        allowed = tuple(known)
        found = f"no {what} here bears this name"
        self.problem = CaseProblem(what, found, allowed, nearest(name, allowed), "Choose one of the list.")
        super().__init__(found)


class Unreadable(Exception):
    """A body that cannot be read as a case; `problem` says where, what was found, and what to do."""

    def __init__(self, where: str, found: str, todo: str, allowed: Iterable[str] = ()) -> None:
        self.problem = CaseProblem(where, found, tuple(allowed), None, todo)
        super().__init__(found)


def answer_in(interface: Blueprint) -> None:
    """Answer these errors wherever the interface meets them."""
    interface.register_error_handler(NotHere, _not_here)
    interface.register_error_handler(Unreadable, _unreadable)
    interface.register_error_handler(RulebookUnavailable, _unavailable)


def _not_here(error: NotHere) -> Response:
    return _said(error.problem, HTTPStatus.NOT_FOUND, "Nothing is here", _says(error.problem))


def _unreadable(error: Unreadable) -> Response:
    return _said(error.problem, HTTPStatus.BAD_REQUEST, "This could not be read", "What was sent is no case in JSON.")


def _says(problem: CaseProblem) -> str:
    meant = f" Did you mean “{problem.nearest}”?" if problem.nearest else ""
    return f"No {problem.where} here bears this name.{meant}"


def _said(problem: CaseProblem, status: int, title: str, says: str) -> Response:
    facts: dict[str, object] = {
        "where": problem.where,
        "found": problem.found,
        "allowed": list(problem.allowed),
        "nearest": problem.nearest,
        "todo": problem.todo,
    }
    return problem_document(Refusal(status, title, says, problem.todo, (facts,)))


def _unavailable(error: RulebookUnavailable) -> Response:
    """The same as everywhere, with the contacts as data: a program shows them in its own way."""
    refusal = refusal_for(error)
    response = problem_document(refusal)
    document = json.loads(response.get_data())
    document["contacts"] = [entry.data for entry in site().contacts(error.code)]
    response.set_data(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    response.headers.update(refusal.headers)
    return response
