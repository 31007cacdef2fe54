"""A folder of content so small that a test can say what it changed: one country on one base.

Written as JSON, which is YAML as well. Files are plain data until a test writes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from rules import KnowledgeBase

TODAY = date(2026, 11, 24)
FILES = dict[str, dict[str, Any]]
COUNTRY = "rules/sets/xa"
BASE = "rules/sets/xb"
SIDES = ["care", "public", "officer"]
CHECKED = {"review": "drafted", "checked": "2026-11-24"}


def fact(name: str, **more: Any) -> dict[str, Any]:
    """A question of yes or no."""
    words = {"group": "concern", "type": "yes_no", "question": f"{name}?", "help": "Look.", "why": "It matters."}
    return {"id": name, **words, "side": "both", "mutable": "you", **more}


def rule(name: str, effect: str, **more: Any) -> dict[str, Any]:
    """A rule about what identifies, for everyone, in the layer of secrecy."""
    made = {
        "id": name,
        "title": f"Rule {name}",
        "summary": "It says so.",
        "effect": effect,
        "layers": ["confidentiality"],
    }
    made |= {"binds": "everyone", "to": "everyone", "share": "identifying", "reads": "As it stands."}
    return {**made, "sources": ["xb-source"], "confidence": "high", **CHECKED, **more}


def source(name: str, **more: Any) -> dict[str, Any]:
    """A source."""
    made = {"id": name, "kind": "statute", "title": name, "title_en": name, "url": None, "in_force": None, "seen": True}
    when = {"checked": "2026-11-24", "checked_how": "Made up.", "review_by": "2099-01-01"}
    return {**made, **when, "says": "It says so.", **more}


def country(name: str, **more: Any) -> dict[str, Any]:
    """A jurisdiction that is a country."""
    made = {"id": name, "name": f"Country {name}", "kind": "country", "languages": ["en"], "bases": ["XB"]}
    made |= {"known_from": "2025-01-01", **CHECKED, "summary": "Small.", "roles": ["nurse"]}
    return {**made, "emergency": {"number": "112", "says": "Call."}, **more}


def base(name: str) -> dict[str, Any]:
    """A jurisdiction on which countries stand."""
    made = {"id": name, "name": f"Base {name}", "kind": "base", "languages": ["en"], "bases": []}
    return {**made, "known_from": "2020-01-01", **CHECKED, "summary": "Small."}


def golden(name: str, case: dict[str, Any], **expect: Any) -> dict[str, Any]:
    """A golden case."""
    said = {"title": name, "gateway": "xa-speak", "field": "requires", "quotes": "so", "fails_if": "it is not so"}
    return {"id": name, **said, "case": case, "expect": expect}


def files() -> FILES:
    """All files: secrecy in the base, one permission in the country."""
    role = fact(
        "sharer_role", group="sharer", type="one_of", values=[{"id": "nurse", "label": "Nurse"}], mutable="never"
    )
    items = [
        {"id": "identity", "label": "Who", "identifying": True, "from": SIDES},
        {"id": "expertise", "label": "Knowledge", "identifying": False, "from": SIDES},
    ]
    talk = rule("xb-talk", "may", share=["expertise"])
    return {
        "rules/vocabulary/facts/all.yaml": {"facts": [role, fact("x"), fact("y")]},
        "rules/vocabulary/roles.yaml": {
            "roles": [{"id": "nurse", "label": "Nurse", "heading": "health", "side": "care"}],
            "role_groups": [{"id": "carers", "label": "Carers", "members": ["nurse"]}],
        },
        "rules/vocabulary/recipients.yaml": {
            "recipients": [{"id": "police", "label": "Police", "can": "help", "from": SIDES}]
        },
        "rules/vocabulary/items.yaml": {"items": items},
        "rules/vocabulary/steps.yaml": {
            "steps": [{"id": "record", "title": "Record", "phase": "after", "after": [], "meaning": "Write it down."}]
        },
        f"{BASE}/jurisdiction.yaml": {"jurisdiction": base("XB")},
        f"{BASE}/sources.yaml": {"sources": [source("xb-source")]},
        f"{BASE}/rules/all.yaml": {"rules": [rule("xb-secrecy", "must_not", gate=True), talk]},
        f"{COUNTRY}/jurisdiction.yaml": {"jurisdiction": country("XA")},
        f"{COUNTRY}/rules/all.yaml": {"rules": [rule("xa-speak", "may", when={"x": "yes"})]},
    }


def changed(more: Mapping[str, dict[str, Any]]) -> FILES:
    """The files with some replaced or added."""
    return deepcopy({**files(), **more})


def with_rules(*rules: dict[str, Any]) -> FILES:
    """The files with these rules in the country."""
    return changed({f"{COUNTRY}/rules/all.yaml": {"rules": list(rules)}})


def write(root: Path, content: Mapping[str, object]) -> Path:
    """Write files below a folder; what is text is written as it is."""
    for name, data in content.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data if isinstance(data, str) else json.dumps(data, indent=1), encoding="utf-8")
    return root


def load(root: Path, content: Mapping[str, object] | None = None, **more: Any) -> KnowledgeBase:
    """Write the files and load them."""
    write(root, files() if content is None else content)
    return KnowledgeBase.load(root=root, **more)


def document(**answers: str) -> dict[str, Any]:
    """A case document about telling the police."""
    return {"jurisdiction": "XA", "facts": {"sharer_role": "nurse", **answers}, "ask_about": ["police"]}


def answer(knowledge: KnowledgeBase, today: date = TODAY, **answers: str) -> str:
    """What may be told to the police."""
    return knowledge.advise(knowledge.case(document(**answers), today), today).answer("police")


CLAIM = {"never": {"to": ["police"], "share": ["identity"], "outcome": ["must"]}}
INVARIANTS = {
    "invariants": [
        {"id": "i", "title": "Never", "for": "everyone", "claim": CLAIM, "why": "So.", "sources": ["xb-source"]}
    ]
}
