"""Cases of the example house, as documents and as options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DANGER: dict[str, Any] = {
    "handrail": 1,
    "jurisdiction": "XA",
    "ask_about": ["police"],
    "facts": {
        "sharer_role": "nurse",
        "learned_how": "seen",
        "harm_severity": "serious",
        "harm_timeframe": "now",
        "weapon": ["none"],
    },
    "recipients": {"police": {"consent": "refused", "necessity": "indispensable"}},
    "unknown": ["other_ways"],
}
"""Someone could die now: the police or the emergency services must be told."""

TABLE: dict[str, Any] = {
    "jurisdiction": "XA",
    "ask_about": ["case_table"],
    "facts": {"sharer_role": "clerk", "table_in_play": "yes", "consent": "refused"},
}
"""A clerk at a case table: allowed since 2026."""

HEARSAY: dict[str, Any] = {
    "jurisdiction": "XA",
    "ask_about": ["police", "case_table"],
    "facts": {
        "sharer_role": "nurse",
        "learned_how": "rumour",
        "harm_severity": "serious",
        "harm_timeframe": "later",
        "weapon": "none",
        "other_ways": "none_left",
        "xa_conscience": "no",
        "consent": "refused",
    },
}
"""What may be told hangs on disputed law alone."""

OPEN: dict[str, Any] = {"jurisdiction": "XA", "ask_about": ["police"], "facts": {"sharer_role": "nurse"}}
"""Nothing is known yet."""

FORBIDDEN: dict[str, Any] = {
    "jurisdiction": "XA",
    "ask_about": ["family"],
    "facts": {"sharer_role": "nurse", "request_from": "court", "secret_inquiry": "yes"},
}
"""A secret inquiry: the family may learn nothing."""

LICENCE: dict[str, Any] = {
    "jurisdiction": "XA",
    "ask_about": ["police"],
    "facts": {"sharer_role": "nurse", "weapon": ["gun"], "xa_licence": "yes", "harm_severity": "minor"},
    "recipients": {"police": {"already_told": "yes"}, "care_team": {"already_told": "yes"}},
}
"""A duty to tell two, both of whom know already."""

OFFICER: dict[str, Any] = {
    "jurisdiction": "XA",
    "facts": {
        "sharer_role": "officer",
        "police_purpose": "avert_danger",
        "harm_severity": "serious",
        "harm_timeframe": "within_hours",
    },
}
"""An officer who names nobody in particular."""

CASES = {
    "danger": DANGER,
    "table": TABLE,
    "hearsay": HEARSAY,
    "open": OPEN,
    "forbidden": FORBIDDEN,
    "licence": LICENCE,
    "officer": OFFICER,
}


def options(case: dict[str, Any]) -> list[str]:
    """A case as the options of the command line."""
    found = ["--jurisdiction", case["jurisdiction"]]
    for recipient in case.get("ask_about", ()):
        found += ["--about", recipient]
    settings = [("", fact, value) for fact, value in case["facts"].items()]
    settings += [("", fact, "unknown") for fact in case.get("unknown", ())]
    for recipient, answers in case.get("recipients", {}).items():
        settings += [(f"{recipient}.", fact, value) for fact, value in answers.items()]
    for before, fact, value in settings:
        found += ["--set", f"{before}{fact}={','.join(value) if isinstance(value, list) else value}"]
    return found


def written(folder: Path, case: object, name: str = "case.json") -> str:
    """A case in a file; gives its name."""
    path = folder / name
    path.write_text(json.dumps(case), encoding="utf-8")
    return str(path)
