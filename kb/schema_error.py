"""What is used of an error of the JSON Schema validator.

The validator's own class types every attribute as perhaps unset, which it never is in an error that
comes from checking; this says so once, and shows how much of the library the floor leans on.
"""

from __future__ import annotations

from typing import Any, Protocol


class SchemaError(Protocol):
    """One thing that a schema finds wrong; `context` holds the errors of each branch."""

    message: str
    validator: Any
    validator_value: Any
    instance: Any
    schema: Any
    context: Any

    @property
    def absolute_path(self) -> Any:
        """The keys and indices from the whole document to the value that is wrong."""

    @property
    def relative_schema_path(self) -> Any:
        """The keywords from the schema of the error's parent to the one that failed."""

    @property
    def absolute_schema_path(self) -> Any:
        """The keywords from the whole schema to the one that failed."""
