"""What is said when something cannot be answered: a calm page, or a problem document for programs (RFC 9457).

Every refusal says what happened, that nothing was lost, what to do next, and the emergency number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from kb.text import NOT_TEXT
from rules import CaseError, Clash, DateRefused, RulebookUnavailable, UnknownJurisdiction
from rules.diagram import NodeLimitExceeded
from webapp.site import OutOfTime, site

PROBLEM = "application/problem+json"
PROGRAMS = "/api/"
"""Below this path programs ask, and get problem documents."""

RETRY_SECONDS = 30

MOST_PROBLEMS = 100
"""At most so many problems of one case are listed."""

MOST_SHOWN = 160
"""At most so many characters of what was sent are repeated at each problem."""


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer: status, title, what happened, what to do, and each single problem with its place."""

    status: int
    title: str
    says: str
    todo: str = "Go back and try again. Nothing was changed."
    problems: tuple[Mapping[str, object], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    country: str = ""


def answer(app: Flask) -> None:
    """Answer every error of an application in its own words."""
    for error in (HTTPException, CaseError, Clash, RulebookUnavailable, NodeLimitExceeded, OutOfTime):
        app.register_error_handler(error, refuse)


def refuse(error: Exception) -> Response:
    """The answer to an error, for people or for programs."""
    refusal = refusal_for(error)
    if request.path.startswith(PROGRAMS):
        response = problem_document(refusal)
    else:
        response = make_response(render_template("refusal.html", title=refusal.title, refusal=refusal), refusal.status)
    response.headers.update(refusal.headers)
    return response


def problem_document(refusal: Refusal) -> Response:
    """A refusal as a problem document (RFC 9457): no type of its own, so `title` says what the status means."""
    import json

    document: dict[str, object] = {
        "type": "about:blank",
        "title": refusal.title,
        "status": refusal.status,
        "detail": f"{refusal.says} {refusal.todo}".strip(),
        "emergency_numbers": list(site().emergency_numbers),
    }
    if refusal.problems:
        document["problems"] = list(refusal.problems)
    body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return Response(body, refusal.status, content_type=PROBLEM)


def refusal_for(error: Exception) -> Refusal:
    """What is said about an error."""
    match error:
        case RulebookUnavailable(code=code):
            return _unavailable(code)
        case UnknownJurisdiction() | DateRefused() | CaseError():
            return _unusable(error)
        case Clash():
            where = ", ".join("/".join(filter(None, key)) for key in error.answers)
            problem = {"where": where, "says": " ".join(error.says).rstrip(".") or str(error)}
            title, says = "These answers cannot all be true", "Some of the answers rule each other out."
            return Refusal(422, title, says, "Change one of them. Nothing was lost.", (problem,))
        case NodeLimitExceeded() | OutOfTime():
            return Refusal(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "This took too long",
                "Working out this answer needed more room or time than one answer may take. Nothing was lost.",
                "Try again, name fewer people to tell, or ask one of your own advisers.",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        case HTTPException():
            return _http(error)
    raise error


def _unusable(error: CaseError) -> Refusal:
    problems = tuple(
        {
            "where": _shown(problem.where),
            "found": _shown(problem.found),
            "allowed": list(problem.allowed),
            "nearest": problem.nearest,
            "todo": problem.todo,
        }
        for problem in error.problems[:MOST_PROBLEMS]
    )
    return Refusal(422, "This case cannot be used", "Something in it does not fit the rulebook.", problems=problems)


def _shown(text: str) -> str:
    """What was sent, as far as somebody needs it to find the place, and as far as it is text."""
    text = NOT_TEXT.sub("\ufffd", text)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _unavailable(code: str) -> Refusal:
    name = next(country.name for country in site().countries if country.id == code)
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "These rules are unavailable",
        f"The content of the rulebook for {name} has errors. Half a rulebook misleads, so none of it is shown.",
        "Ask one of the contacts below. Whoever keeps the content can list the errors with “handrail validate”.",
        headers={"Retry-After": "3600"},
        country=code,
    )


_HTTP: dict[int, tuple[str, str, str]] = {
    400: ("This could not be read", "The page sent something that is not understood here.", ""),
    403: ("Sent from another site", "", ""),
    404: ("Nothing is here", "There is no page at this address.", "Begin at the start page, or look the law up."),
    405: (
        "Not possible here",
        "This address does not take this kind of request.",
        "A page with answers has no address of its own: begin at the start page, or load a case that you saved.",
    ),
    413: (
        "Too large",
        "What was sent is larger than anything that belongs here.",
        "A case is far smaller than 64 kB. Nothing was changed.",
    ),
    415: ("Not in this form", "", ""),
    500: (
        "Something went wrong here",
        "The fault is ours. Your answers were in the page and nowhere else, and nothing was kept.",
        "Go back and try again. If it happens again, tell whoever runs this site what you did, without case details.",
    ),
}


def _http(error: HTTPException) -> Refusal:
    status = error.code or 500
    title, says, todo = _HTTP.get(status, (HTTPStatus(status).phrase, "", ""))
    own = error.description if error.description and error.description != type(error).description else ""
    headers = {name: value for name, value in error.get_headers() if name.lower() in ("allow", "retry-after")}
    return Refusal(status, title, own or says, todo or "Go back and try again. Nothing was changed.", headers=headers)
