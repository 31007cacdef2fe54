"""The law as pages: every rulebook, rule, legal test, question, source and recipient, with what rests on it.

What is shown is put together in `webapp.view.law` and its neighbours.  A rulebook whose content is broken is refused as
a whole (`webapp.refusals`); the list of countries still names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, make_response, render_template, url_for
from markupsafe import Markup

from kb import nearest
from rules.drawings import draw_rule
from rules.graph import Node
from rules.layout import Form
from webapp.site import site
from webapp.view import law_entries, law_overview
from webapp.view.law import Law, Target, law_of, node_of
from webapp.view.law_rule import EFFECT, professions, rule_page
from webapp.words import REVIEW

pages = Blueprint("law", __name__, url_prefix="/law")

DRAWN = Form("around", width=172, gap=40)
MOST_BOXES = 12
"""More nodes of a kind than this are one box of a picture; the lists beside it name them all."""

AROUND_A_RULE = ("fact", "judgement", "reading", "concept", "rule", "recipient", "item")
AROUND_OTHERS = ("source", "fact", "judgement", "reading", "concept", "rule")

LISTS = {
    "guidance": "guidance",
    "myth": "myths",
    "table": "tables",
    "contact": "contacts",
    "change": "changes",
    "not_encoded": "limits",
}
"""The part in which that stands which has no page of its own."""

PART_OF = {
    "rule": "rules",
    "concept": "concepts",
    "fact": "facts",
    "source": "sources",
    "recipient": "recipients",
    "item": "items",
}
"""The part that lists what has a page of its own."""

COLLAPSED, COLLAPSED_CHIPS = 8, 20
"""A list longer than this stands collapsed where it is not the matter of the page; chips take less room."""


class _Missing(LookupError):
    """Nothing has the name that was asked for; `near` is what may have been meant."""

    def __init__(self, law: Law | None, near: Target | None, part: str = "") -> None:
        self.law, self.near, self.part = law, near, part
        super().__init__()


@pages.errorhandler(_Missing)
def missing(error: _Missing) -> Response:
    """The page that says that nothing has this name, and what is nearest to it."""
    page = _render("missing.html", "Nothing has this name", error.law, near=error.near, part=error.part)
    return make_response(page, HTTPStatus.NOT_FOUND)


@pages.get("/")
def countries() -> str:
    """Every country with the bases it stands on, available or not."""
    laws = {country.id: _law(country.id) for country in site().countries if site().available(country.id)}
    known = {entry.id: entry.data for entry in site().knowledge.content.entries("jurisdiction")}
    parts = {code: law_overview.parts(law) for code, law in laws.items()}
    return _render("countries.html", "Look up the law", None, laws=laws, known=known, parts=parts)


@pages.get("/<code>")
def rulebook(code: str) -> str:
    """One rulebook: what it covers, and its parts."""
    law = _law(code)
    more = {
        "parts": law_overview.parts(law),
        "groups": law_overview.rule_groups(law),
        "professions": professions(law, law.book.jurisdiction.roles),
        "today": site().today(),
        "own": law_overview.own_rules(law),
        "reviews": law_overview.reviews(law.book.rules.values()),
        "late": law_overview.late_sources(law, site().today()),
    }
    return _render("rulebook.html", law.book.jurisdiction.name, law, **more)


@pages.get("/<code>/<part>")
def part(code: str, part: str) -> str:
    """One part of a rulebook as a list."""
    law, today = _law(code), site().today()
    if part not in law_overview.PARTS:
        near = nearest(part, law_overview.PARTS)
        raise _Missing(law, Target(near, "", law_overview.PARTS[near][0]) if near else None)
    title, says = law_overview.PARTS[part]
    more: dict[str, Any] = {}
    match part:
        case "rules":
            more["groups"] = law_overview.rule_groups(law)
        case "readings":
            more["readings"] = [law_entries.fact_page(law, law.book.facts[name]) for name in law.book.readings]
        case "changes":
            more["coming"], more["past"], more["undated"] = law_overview.changes(law, today)
        case "concepts" | "facts" | "sources" | "recipients" | "items":
            more["sections"], more["kind"] = law_overview.sections(law, part, today), part.removesuffix("s")
    template = "sections.html" if "sections" in more else f"{part}.html"
    return _render(template, f"{title}: {law.book.jurisdiction.name}", law, part=part, says=says, **more)


@pages.get("/<code>/rules/<id>")
def rule(code: str, id: str) -> str:
    """One rule."""
    law = _law(code)
    page = rule_page(law, law.rules[_known(law, "rule", id)])
    picture = _picture(law, ("rule", id), AROUND_A_RULE)
    return _render("rule.html", page.rule.title, law, page=page, picture=picture, part="rules")


@pages.get("/<code>/concepts/<id>")
def concept(code: str, id: str) -> str:
    """One legal test."""
    law = _law(code)
    page = law_entries.concept_page(law, law.book.concepts[_known(law, "concept", id)])
    picture = _picture(law, ("concept", id), AROUND_OTHERS)
    return _render("concept.html", page.concept.title, law, page=page, picture=picture, part="concepts")


@pages.get("/<code>/facts/<id>")
def fact(code: str, id: str) -> str:
    """One question about a fact or for a judgement, or disputed law."""
    law = _law(code)
    found = law.book.facts[_known(law, "fact", id)]
    page = law_entries.fact_page(law, found)
    picture = _picture(law, node_of(found), AROUND_OTHERS)
    part = "readings" if found.reading else "facts"
    return _render("fact.html", found.question, law, page=page, picture=picture, part=part)


@pages.get("/<code>/sources/<id>")
def source(code: str, id: str) -> str:
    """One source."""
    law = _law(code)
    page = law_entries.source_page(law, law.entries["source"][_known(law, "source", id)], site().today())
    picture = _picture(law, ("source", id), AROUND_OTHERS)
    return _render("source.html", page.data["title"], law, page=page, picture=picture, part="sources")


@pages.get("/<code>/recipients/<id>")
def recipient(code: str, id: str) -> str:
    """Somebody who may be told: all rules that reach them."""
    law = _law(code)
    page = law_entries.recipient_page(law, law.book.recipients[_known(law, "recipient", id)])
    return _render("recipient.html", page.record.label, law, page=page, part="recipients")


@pages.get("/<code>/items/<id>")
def item(code: str, id: str) -> str:
    """A piece of information: all rules that speak of it."""
    law = _law(code)
    page = law_entries.recipient_page(law, law.book.items[_known(law, "item", id)])
    return _render("recipient.html", page.record.label, law, page=page, part="items")


def _law(code: str) -> Law:
    """The law of a country; what is said of a broken one is said by `webapp.refusals`."""
    names = {country.id: country.name for country in site().countries}
    if code not in names:
        near = nearest(code, names)
        raise _Missing(None, Target("rulebook", near, names[near]) if near else None)
    return law_of(site().knowledge, site().rulebook(code))


def _known(law: Law, kind: str, name: str) -> str:
    """The name, if something of the kind has it."""
    if name in law.names(kind):
        return name
    elsewhere = next((other for other in PART_OF if name in law.names(other)), None)
    near = nearest(name, law.names(kind))
    target = law.target(elsewhere, name) if elsewhere else law.target(kind, near) if near else None
    raise _Missing(law, target, PART_OF[kind])


def _picture(law: Law, node: Node, kinds: Sequence[str]) -> Markup | None:
    """What lies around a node; nothing where nothing does."""
    if node not in law.graph or not law.graph.degree(node):
        return None

    def link(node: Node) -> str:
        kind = "fact" if node[0] in ("judgement", "reading") else node[0]
        return url_for(f"law.{kind}", code=law.code, id=node[1]) if kind in PART_OF else ""

    return Markup(draw_rule(law.graph, node, DRAWN, link, kinds, MOST_BOXES))  # noqa: S704 - it escapes all text


def _render(template: str, title: str, law: Law | None, **more: Any) -> str:
    def href(target: Target) -> str:
        match target.kind:
            case "rulebook":
                return url_for("law.rulebook", code=target.id)
            case kind if law and kind in PART_OF:
                return url_for(f"law.{kind}", code=law.code, id=target.id)
            case kind if law and kind in LISTS:
                return url_for("law.part", code=law.code, part=LISTS[kind], _anchor=target.id)
            case part:
                return url_for("law.part", code=law.code if law else "", part=part)

    words = {"EFFECT": EFFECT, "REVIEW": REVIEW, "PARTS": law_overview.PARTS, "COLLAPSED": COLLAPSED}
    words["COLLAPSED_CHIPS"] = COLLAPSED_CHIPS
    return render_template(f"law/{template}", title=title, law=law, href=href, **words, **more)
