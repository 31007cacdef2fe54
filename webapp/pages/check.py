"""The check: a short form, then one question at a time.  Every step after the first page is a POST to one address.

What an answer means is decided on the floors below; this module moves the state on and chooses the view.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from rules import Advice, Clash
from rules.case import Key
from rules.model import ROLE_FACT
from webapp.pages.advice import advice_page
from webapp.pages.posted import form_with, posted_state
from webapp.site import site
from webapp.view import question as view
from webapp.view.form import Filled, Form
from webapp.view.state import FIELDS, State, key_of

pages = Blueprint("check", __name__)

STEP_FIELDS = FIELDS | {"question", "answer", "ticked", "change", "add", "do"}
BEGIN_FIELDS = {"country", "role", "about", "do"}
NOT_LISTED = "Choose one of the answers listed, or “I do not know”."
NOTHING_TICKED = "Tick at least one, or choose “None of these” or “I do not know”."


@pages.get("/check")
def form() -> str:
    """The short form, empty."""
    return _form_page(Form(site(), Filled(_likely_country())))


@pages.post("/check")
def step() -> ResponseReturnValue:
    """One step of the check."""
    if request.form.get("do") == "begin":
        return _begin(form_with(BEGIN_FIELDS))
    posted = form_with(STEP_FIELDS)
    state = posted_state(posted)
    if "change" in posted:
        return _question_page(state, _known_key(state, posted["change"]))
    if "add" in posted:
        return _next(_with_recipient(state, posted["add"]))
    match posted.get("do"):
        case "back":
            return _next(state.back()) if state.asked else _form_page(Form(site(), _filled(state)))
        case "on":
            usable = site().advise(state.case).first_usable
            return _next(replace(state, on=2 if usable else 1))
    return _answer(state, posted)


@pages.post("/check/forget")
def forget() -> ResponseReturnValue:
    """Leave the answers behind: nothing was kept here, so all that is left is to show a page without them."""
    return redirect(url_for("check.forgotten"), 303)


@pages.get("/forgotten")
def forgotten() -> str:
    """What is gone, and what this page cannot erase."""
    return render_template("forgotten.html", title="Forgotten")


def _likely_country() -> str:
    """The country that the browser's languages point to, if it is one of ours: only a suggestion on the form.

    None where the country has parts with law of their own: a language does not tell which of them.
    """
    known = {country.id for country in site().countries if not site().parts(country.id)}
    regions = (language.replace("_", "-").partition("-")[2].upper() for language in request.accept_languages.values())
    return next((region for region in regions if region in known), "")


def _begin(posted: MultiDict[str, str]) -> ResponseReturnValue:
    filled = Filled(posted.get("country", ""), posted.get("role", ""), tuple(posted.getlist("about")))
    found = Form(site(), filled)
    if wrong := found.problems():
        return _form_page(found, wrong), 422
    return _next(found.begun())


def _form_page(found: Form, wrong: dict[str, str] | None = None) -> str:
    return render_template("check/form.html", title="The check", form=found, filled=found.filled, wrong=wrong or {})


def _filled(state: State) -> Filled:
    return Filled(state.case.jurisdiction, state.case.role, state.case.ask_about)


def _answer(state: State, posted: MultiDict[str, str]) -> ResponseReturnValue:
    """The state with the answer of this form, if it is one, and what comes next."""
    key = _known_key(state, posted.get("question", ""))
    fact = state.book.facts[key[0]]
    match posted.get("do"):
        case "unknown":
            return _checked(state, state.unknown(key), key)
        case "none" if fact.type == "any_of":
            return _checked(state, state.answered(key, ()), key)
        case "ticked" if fact.type == "any_of":
            values = tuple(posted.getlist("ticked"))
            if not values:
                return _question_page(state, key, NOTHING_TICKED), 422
        case None:
            values = tuple(posted.getlist("answer"))
        case _:
            abort(400, "The form asks for something that is not known here. Open the page again.")
    if not set(values) <= set(fact.values) or (fact.type != "any_of" and len(values) != 1):
        return _question_page(state, key, NOT_LISTED), 422
    return _checked(state, state.answered(key, values), key)


def _checked(before: State, after: State, key: Key) -> ResponseReturnValue:
    """What comes after an answer; an answer that does not fit the others is put again, with what it clashes with."""
    try:
        return _next(after)
    except Clash as clash:
        facts = [
            view.given(after.book, after.case, other)
            for other in clash.answers
            if other in after.asked and other != key
        ]
        return _question_page(before, key, " ".join(clash.says), facts), 422


def _next(state: State) -> str:
    """The next question, or the advice where it is usable, left to judgement, or nothing is left to ask."""
    advice = site().advise(state.case)
    question = advice.next_question
    if question is None or (advice.first_usable and state.on < 2) or (advice.left_to_judgement and state.on < 1):
        return advice_page(state, advice)
    return _render(state, advice, question.key)


def _question_page(state: State, key: Key, wrong: str = "", clash: list[view.Given] | None = None) -> str:
    return _render(state, site().advise(state.case), key, wrong, clash)


def _render(state: State, advice: Advice, key: Key, wrong: str = "", clash: list[view.Given] | None = None) -> str:
    asked = view.asked(advice, key)
    number = state.asked.index(key) + 1 if key in state.asked else len(state.asked) + 1
    return render_template(
        "check/question.html",
        title=f"Question {number}",
        state=state,
        asked=asked,
        wrong=wrong,
        clash=clash or [],
        headlines=view.headlines(advice),
        answers=view.answers(state.book, state.case, state.asked),
        assumptions=view.assumptions(advice),
        urgent=advice.within_hours,
        country=state.book.jurisdiction,
        role=state.book.roles[state.case.role],
    )


def _known_key(state: State, word: str) -> Key:
    """The key that a form names; refused if there is no such question for this case."""
    key = key_of(word)
    fact_id, recipient = key
    fact = state.book.facts.get(fact_id)
    side = state.book.roles[state.case.role].side
    in_question, _ = state.book.for_side(side)
    if fact is None or fact.reading or fact_id == ROLE_FACT or not fact.applies_to(side):
        abort(400, "The form names a question that is not known here. Open the page again.")
    if fact.per_recipient != bool(recipient) or (recipient and recipient not in {each.id for each in in_question}):
        abort(400, "The form names a question about somebody who is not in question. Open the page again.")
    return key


def _with_recipient(state: State, recipient: str) -> State:
    in_question, _ = state.book.for_side(state.book.roles[state.case.role].side)
    if recipient not in {each.id for each in in_question}:
        abort(400, "The form names somebody who is not in question. Open the page again.")
    return state.with_recipient(recipient)
