"""The kinds of content that the law floor adds to the registry, and where their files lie."""

from __future__ import annotations

from pathlib import Path

from kb import Kind, Registry, source_kind

SETS = "rules/sets"
VOCABULARY = "rules/vocabulary"

SCHEMAS = Path(__file__).parent / "schema"

_VOCABULARY: tuple[tuple[str, str, str], ...] = (
    ("fact", "facts/*.yaml", "facts"),
    ("judgement", "judgements.yaml", "judgements"),
    ("role", "roles.yaml", "roles"),
    ("role_group", "roles.yaml", "role_groups"),
    ("recipient", "recipients.yaml", "recipients"),
    ("item", "items.yaml", "items"),
    ("step", "steps.yaml", "steps"),
    ("constraint", "constraints.yaml", "constraints"),
    ("concept", "concepts.yaml", "concepts"),
)

_SETS: tuple[tuple[str, str, str], ...] = (
    ("jurisdiction", "jurisdiction.yaml", "jurisdiction"),
    ("fact", "facts.yaml", "facts"),
    ("judgement", "judgements.yaml", "judgements"),
    ("wording", "wording.yaml", "wording"),
    ("concept", "concepts.yaml", "concepts"),
    ("reading", "readings.yaml", "readings"),
    ("rule", "rules/*.yaml", "rules"),
    ("not_encoded", "not_encoded.yaml", "not_encoded"),
    ("contact", "contacts.yaml", "contacts"),
    ("table", "tables.yaml", "tables"),
    ("myth", "myths.yaml", "myths"),
    ("change", "changes.yaml", "changes"),
    ("guidance", "guidance.yaml", "guidance"),
    ("golden", "golden/*.yaml", "golden"),
    ("invariant", "invariants.yaml", "invariants"),
)


def register(registry: Registry) -> None:
    """Make the kinds of the law floor known."""
    for name, pattern, key in _VOCABULARY:
        registry.register(Kind(name, f"{VOCABULARY}/{pattern}", _schema(pattern), key))
    for name, pattern, key in _SETS:
        id_key = "judgement" if name == "wording" else "id"
        registry.register(Kind(name, f"{SETS}/*/{pattern}", _schema(pattern), key, id_key))
    registry.register(Kind("invariant", "rules/invariants.yaml", "invariants", "invariants"))
    registry.register(source_kind(f"{SETS}/*/sources.yaml"))


def _schema(pattern: str) -> str:
    """Schema files bear the name of the content file or folder that they describe."""
    return pattern.split("/", 1)[0].removesuffix(".yaml")
