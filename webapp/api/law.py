"""The law as data: jurisdictions, vocabulary, rules and sources, as the interface answers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import ServiceUnavailable

from kb.version import VERSION
from rules import Rulebook, build
from rules.kinds import VOCABULARY
from rules.model import Jurisdiction
from webapp.api.plain import plain
from webapp.api.refused import NotHere
from webapp.api.standing import Standing, rulebook, standing
from webapp.site import Site


def jurisdiction(site: Site, country: Jurisdiction) -> dict[str, Any]:
    """One country: what it covers, whether its rulebook can be used, and whom to call in any case."""
    stands = standing(site, country)
    return {
        "id": country.id,
        "name": country.name,
        "extends": country.extends or None,
        "bases": list(country.bases),
        "available": stands.available,
        "rulebook": _version(stands.rulebook) if stands.rulebook else None,
        "known_from": stands.known_from.isoformat(),
        "emergency": {"number": country.emergency_number, "says": country.emergency_says},
        "roles": list(country.roles),
        "summary": country.summary,
        "checked": country.checked,
        "review": country.review,
        "contacts": [entry.data for entry in site.contacts(country.id)],
        "counts": _counts(stands),
    }


def _counts(stands: Standing) -> dict[str, int]:
    return {
        "rules": len(stands.rulebook.rules) if stands.rulebook else 0,
        "sources": stands.sources,
        "golden_cases": stands.golden,
        "errors": stands.errors,
        "warnings": stands.warnings,
    }


def _version(book: Rulebook) -> dict[str, Any]:
    return {"version": book.version, "digest": book.digest, "overlays": list(book.overlays)}


def country(site: Site, code: str) -> Jurisdiction:
    """The country of a code in an address; raises `NotHere`."""
    found: Jurisdiction = _named({each.id: each for each in site.countries}, "jurisdiction", code)
    return found


def shared_vocabulary(site: Site) -> dict[str, Any]:
    """The words that all countries share; broken, they are refused as a whole, like a rulebook."""
    knowledge = site.knowledge
    if any(p.severity == "error" and p.file.startswith(f"{VOCABULARY}/") for p in knowledge.problems):
        raise ServiceUnavailable("The vocabulary that all countries share has errors.", retry_after=3600)
    nowhere = Jurisdiction("", "", "base", (), site.today(), "", "", "")
    return _vocabulary(build.rulebook(knowledge.content, [""], nowhere, site.today(), VERSION, "", ()))


def vocabulary(site: Site, code: str) -> dict[str, Any]:
    """The words of one rulebook: those that all share, worded for the country, and its own."""
    book = rulebook(site, country(site, code).id)
    return _heading(book) | _vocabulary(book) | {"readings": plain(list(book.readings.values()))}


def _vocabulary(book: Rulebook) -> dict[str, Any]:
    facts = [fact for fact in book.facts.values() if not fact.reading]
    return {
        "facts": [_fact(plain(fact)) for fact in facts],
        "roles": plain(list(book.roles.values())),
        "recipients": plain(list(book.recipients.values())),
        "items": plain(list(book.items.values())),
        "steps": plain(list(book.steps.values())),
        "concepts": plain(list(book.concepts.values())),
        "constraints": plain(book.constraints),
    }


def _fact(data: dict[str, Any]) -> dict[str, Any]:
    """A fact with its values in one list; that it is no reading goes without saying."""
    values = [{"id": value, "label": data["labels"][value]} for value in data["values"]]
    return {key: part for key, part in data.items() if key not in ("labels", "reading")} | {"values": values}


def rules(site: Site, code: str) -> dict[str, Any]:
    """All rules of a country in force today, and those that are coming."""
    book = rulebook(site, country(site, code).id)
    return _heading(book) | {"rules": plain(list(book.rules.values())), "coming": plain(book.coming)}


def rule(site: Site, code: str, name: str) -> dict[str, Any]:
    """One rule of a country."""
    book = rulebook(site, country(site, code).id)
    known = {each.id: each for each in (*book.coming, *book.rules.values())}
    return _heading(book) | {"rule": plain(_named(known, "rule", name)), "in_force": name in book.rules}


def sources(site: Site, code: str) -> dict[str, Any]:
    """All sources that a country's rulebook is made from, without those of practice cases."""
    book = rulebook(site, country(site, code).id)
    return _heading(book) | {"sources": list(_sources(site, book).values())}


def source(site: Site, code: str, name: str) -> dict[str, Any]:
    """One source of a country, with the rules that rest on it."""
    book = rulebook(site, country(site, code).id)
    found = _named(_sources(site, book), "source", name)
    resting = [each.id for each in (*book.rules.values(), *book.coming) if name in each.sources]
    return _heading(book) | {"source": found, "rules": resting}


def _sources(site: Site, book: Rulebook) -> dict[str, dict[str, Any]]:
    entries = site.knowledge.about("source", book.jurisdiction.id)
    return {entry.id: {"until": None, **entry.data, "owner": entry.owner} for entry in entries if entry.owner}


def _heading(book: Rulebook) -> dict[str, Any]:
    """Which rulebook an answer is from, and since when the law in it is the same."""
    unchanged = book.as_of.isoformat()
    return {"jurisdiction": book.jurisdiction.id, "unchanged_since": unchanged, "rulebook": _version(book)}


def _named(known: Mapping[str, Any], what: str, name: str) -> Any:
    if name not in known:
        raise NotHere(what, name, known)
    return known[name]
