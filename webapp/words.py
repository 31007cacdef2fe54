"""The words in which the edge tells outcomes, steps and forces: the same in the terminal and on pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rules.model import Recipient, Rulebook

SAYS: Mapping[str, str] = {
    "must": "You must tell them",
    "should": "You should tell them",
    "may": "You may tell them",
    "must_not": "Not on these facts",
    "open": "Still open",
}
"""An answer in words. A bare "must not" never stands alone: what to do instead follows."""

SHORT: Mapping[str, str] = {
    "must": "must",
    "should": "should",
    "may": "may",
    "must_not": "not on these facts",
    "open": "still open",
    "gap": "no rule found",
    "fault": "rules in conflict",
}
"""An outcome in a word or two, for lists and tags."""

PHASE: Mapping[str, str] = {
    "now": "Now",
    "before": "Before you share",
    "share": "When you share",
    "after": "Afterwards",
}
FIRST, AFTER_CALL = "First", "As soon as the call is made"

CONTACTS: Sequence[str] = (
    "emergency",
    "mental_health_crisis",
    "professional_advice",
    "ethics",
    "police_non_urgent",
)
"""The kinds of contacts that help with a decision, in the order in which they are shown."""

REVIEW: Mapping[str, str] = {
    "drafted": "drafted: not yet checked by an expert",
    "checked_by_lawyer": "checked by a lawyer",
    "checked_by_clinician": "checked by a clinician",
    "checked_by_police": "checked by a police officer",
    "checked_by_trainer": "checked by a trainer",
}


def named(book: Rulebook, name: str) -> str:
    """A recipient, or a step that meets a duty too, within a sentence."""
    if name in book.recipients:
        return book.recipients[name].named or book.recipients[name].label
    title = book.steps[name].title
    return title[:1].lower() + title[1:]


def sentence(book: Rulebook, recipient: Recipient, answer: str, alternatives: Sequence[str] = ()) -> str:
    """The answer about one recipient as a sentence; a duty with several ways to meet it names them all."""
    who = recipient.named or recipient.label
    people = [named(book, name) for name in alternatives if name in book.recipients]
    deeds = [named(book, name) for name in alternatives if name not in book.recipients]
    either = " or ".join([who, *people])
    instead = f", or do this instead: {'; '.join(deeds)}" if deeds else ""
    return {
        "must": f"You must tell {either}{instead}.",
        "should": f"You should tell {who}.",
        "may": f"You may tell {who}.",
        "must_not": f"On these facts you may not tell {who}.",
    }.get(answer, f"It is still open whether you may tell {who}.")


def left_to_you(recipient: Recipient, possible: Collection[str]) -> str:
    """The sentence about a recipient where the facts are known and the rest is the practitioner's own judgement."""
    verb = next(outcome for outcome in ("may", "should", "must") if outcome in possible or outcome == "must")
    return f"Whether you {verb} tell {recipient.named or recipient.label} is now your judgement."


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Words as a list in a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
