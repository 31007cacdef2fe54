"""Documents against JSON Schema, with the place of each problem.

`Schemas` holds the schemas of one or more folders and checks documents against them by name;
`kb.schema_problems` turns what the validator says into problems with positions. A schema refers to
another by its file name (`{"$ref": "common.json#/$defs/id"}`), never to the network. What files
belong to which schema is the business of `kb.registry`.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.document import Document
from kb.nearest import nearest
from kb.problems import MAX_PROBLEMS, ContentError, Problem, in_order

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from referencing import Registry


class Schemas:
    """The `*.json` schemas (JSON Schema 2020-12) of some folders, each named by its file.

    Making one only reads the files; parsing waits until something is checked, so that a start from
    a warm cache pays for neither.
    """

    def __init__(self, *folders: Path) -> None:
        self._raw: dict[str, bytes] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.json")):
                if path.stem in self._raw:
                    raise ValueError(f"two schema files are named {path.name}: keep one")
                self._raw[path.stem] = path.read_bytes()
        self._validators: dict[str, Draft202012Validator] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all schemas, without `.json`."""
        return tuple(self._raw)

    @cached_property
    def digest(self) -> str:
        """Changes whenever any of the schemas does."""
        total = hashlib.sha256()
        for name in sorted(self._raw):
            total.update(f"{name}\0{hashlib.sha256(self._raw[name]).hexdigest()}\n".encode())
        return total.hexdigest()

    def check(self, document: Document, name: str) -> list[Problem]:
        """All that the schema called `name` finds wrong with the document."""
        from kb.schema_problems import explain

        validator = self._validator(name)
        errors = list(islice(validator.iter_errors(document.data), MAX_PROBLEMS))
        problems = [problem for error in errors for problem in explain(error, document, self._resources)]
        if errors and not problems:
            # No words were found for any of them; it must not pass for all that.
            first = errors[0]
            problems = [document.problem(first.absolute_path, "not-allowed", todo=first.message)]
        return in_order(problems)[:MAX_PROBLEMS]

    def require(self, name: str) -> None:
        """Raise `ValueError` where there is no schema of this name."""
        if name not in self._raw:
            hint = nearest(name, self._raw)
            meant = f"; nearest: {hint!r}" if hint else ""
            raise ValueError(f"no schema is named {name!r}{meant}; there are: {sorted(self._raw)}")

    def _validator(self, name: str) -> Draft202012Validator:
        # Imported here and in _resources: jsonschema is slow to load, and not needed where the
        # cache knows every file.
        from jsonschema import Draft202012Validator

        if name not in self._validators:
            self.require(name)
            self._validators[name] = Draft202012Validator(
                {"$ref": f"{name}.json"},
                registry=self._resources,
                format_checker=Draft202012Validator.FORMAT_CHECKER,
            )
        return self._validators[name]

    @cached_property
    def _resources(self) -> Registry[Any]:
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT202012

        pairs = []
        for name, raw in self._raw.items():
            try:
                contents = json.loads(raw, object_hook=_with_places)
            except ValueError as error:
                line = getattr(error, "lineno", 1)
                column = getattr(error, "colno", 1)
                todo = f"Mend the schema: {error}."
                problem = Problem(f"{name}.json", line, column, "schema-not-json", todo=todo)
                raise ContentError([problem]) from error
            pairs.append((f"{name}.json", Resource.from_contents(contents, DRAFT202012)))
        registry: Registry[Any] = Registry()
        return registry.with_resources(pairs).crawl()


def _with_places(schema: dict[str, Any]) -> dict[str, Any]:
    """A part of a schema in which a forbidden key (`"properties": {"x": false}`) has its place.

    The validator forgets the place of what `false` refuses; that of `{"not": {}}`, which means the
    same, it keeps.
    """
    properties = schema.get("properties")
    if isinstance(properties, dict):
        schema["properties"] = {key: {"not": {}} if value is False else value for key, value in properties.items()}
    return schema
