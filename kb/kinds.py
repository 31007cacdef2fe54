"""The kinds of content that belong to the ground floor itself: sources that no country owns, and words."""

from __future__ import annotations

from kb.registry import Kind, Registry
from kb.sources import source_kind


def register(registry: Registry) -> None:
    """Make the kinds of the ground floor known; project documents are pages, and no content that is checked here."""
    registry.ignore("kb/about")
    registry.register(
        source_kind("kb/sources/*.yaml"),
        Kind("avoid", "kb/words.yaml", "words", "avoid"),
        Kind("term", "kb/words.yaml", "words", "terms"),
        Kind("article", "kb/guidance/*.md", "article"),
        Kind("sign", "kb/signs/*.yaml", "sign"),
        Kind("tell_apart", "kb/tell_apart.yaml", "tell_apart", "pairs"),
        Kind("warning", "kb/warning.yaml", "warning", "warning"),
        Kind("golden_rule", "kb/card.yaml", "card", "rules"),
        Kind("emergency_sign", "kb/card.yaml", "card", "emergencies"),
        Kind("card_field", "kb/card.yaml", "card", "fields"),
    )
