"""The description of the HTTP interface is valid, complete, and says the same as the documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from kb.version import VERSION
from rules import KnowledgeBase, kinds
from tests.authoring.examples import TODAY
from tests.house import read
from tests.test_docs import section
from tests.webapp.api_program import BASE, Program, resolved, valid
from webapp.api.description import FOLDER, description
from webapp.app import create_app
from webapp.site import Site

CASE_PAGE = "kb/about/case-and-advice.md"
HTTP_PAGE = "kb/about/http.md"
NOT_ASKED_FOR = {"HEAD", "OPTIONS"}
"""What Flask answers besides."""


def schemas() -> dict[str, Any]:
    found: dict[str, Any] = description()["components"]["schemas"]
    return found


def documented(title: str) -> set[str]:
    """The keys in the first column of the table of a section, of second or third level."""
    (text,) = re.findall(rf"^##+ {title}\n(.*?)(?=^##|\Z)", read(CASE_PAGE), re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


def test_the_description_is_valid_openapi_and_bears_the_version() -> None:
    OpenAPIV31SpecValidator(description()).validate()
    assert description()["info"]["version"] == VERSION
    assert description()["openapi"] == "3.1.0"


def test_the_description_is_served(knowledge: KnowledgeBase) -> None:
    program = Program(create_app(Site(knowledge, lambda: TODAY)))
    assert program.get("/openapi.json").get_json() == description()


def test_every_address_is_described_and_the_reverse(knowledge: KnowledgeBase) -> None:
    app = create_app(Site(knowledge, lambda: TODAY))
    answered = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix(BASE)), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - NOT_ASKED_FOR
    }
    described = {(path, method) for path, item in description()["paths"].items() for method in item}
    assert described == answered


def test_every_part_of_an_address_and_no_query_is_a_parameter() -> None:
    for path, item in description()["paths"].items():
        for operation in item.values():
            parameters = [resolved(each) for each in operation.get("parameters", ())]
            named = {each["name"] for each in parameters if each["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))
            assert "query" not in {each["in"] for each in parameters}


def test_no_schema_is_left_over_and_no_file_defines_what_another_does() -> None:
    used = set(references(description()["paths"])) | set(references(description()["components"]))
    assert {name for name in schemas() if f"#/components/schemas/{name}" not in used} == set()
    names = [name for path in names_of_files() for name in top_level_names(path)]
    assert len(names) == len(set(names)) == len(schemas())


def names_of_files() -> list[Path]:
    return [path for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "interface"]


def top_level_names(path: Path) -> list[str]:
    return re.findall(r"^(\w+):$", path.read_text(encoding="utf-8"), re.MULTILINE)


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for below in part.values():
            yield from references(below)
    elif isinstance(part, list):
        for below in part:
            yield from references(below)


def test_what_an_answer_always_has_is_required() -> None:
    sometimes = {
        "Problem": {"problems", "contacts"},
        "Duty": {"one_of", "all_of", "each"},
        "Assumption": {"recipient"},
        "NextQuestion": {"recipient"},
    }
    for name, schema in schemas().items():
        if name not in ("Case", "Condition") and "properties" in schema:
            assert set(schema["properties"]) - set(schema["required"]) == sometimes.get(name, set()), name


@pytest.mark.parametrize(
    ("schema", "title"),
    [
        ("Case", "The case document"),
        ("Advice", "The advice document"),
        ("Outcome", "Outcomes"),
        ("Duty", "Duties"),
    ],
)
def test_the_page_about_case_and_advice_has_the_keys_of_the_schemas(schema: str, title: str) -> None:
    assert documented(title) == set(schemas()[schema]["properties"])


def test_the_keys_inside_an_advice_are_named_on_the_page() -> None:
    text = read(CASE_PAGE)
    for schema in ("RulebookVersion", "PathwayStep", "Assumption", "NextQuestion", "Change", "Deadline"):
        assert [key for key in schemas()[schema]["properties"] if f"`{key}`" not in text] == []


def test_every_address_is_on_the_page_about_the_interface() -> None:
    page = section(read(HTTP_PAGE), "Addresses")
    listed = set(re.findall(r"^\| `(GET|POST) (/\S+)`", page, re.MULTILINE))
    described = {(method.upper(), path) for path, item in description()["paths"].items() for method in item}
    assert listed == described


@pytest.mark.parametrize(
    ("name", "schema", "path"),
    [
        ("common", ("Review",), ("$defs", "review")),
        ("common", ("Rule", "properties", "confidence"), ("$defs", "confidence")),
        ("contacts", ("Contact",), ("properties", "contacts", "items")),
    ],
)
def test_what_the_content_may_say_is_what_is_described(
    name: str, schema: tuple[str, ...], path: tuple[str, ...]
) -> None:
    ours: Any = schemas()
    theirs: Any = json.loads((kinds.SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    for key in schema:
        ours = ours[key]
    for key in path:
        theirs = theirs[key]
    assert ours.get("enum") == theirs.get("enum")
    assert set(ours.get("properties", ())) == set(theirs.get("properties", ()))


def test_golden_cases_are_cases_as_described(real_knowledge: KnowledgeBase) -> None:
    for entry in real_knowledge.golden("NL"):
        valid({"jurisdiction": "NL", **entry.data["case"]}, {"$ref": "#/components/schemas/Case"})


def test_the_example_of_a_case_can_be_used(real_knowledge: KnowledgeBase) -> None:
    body = description()["paths"]["/advice"]["post"]["requestBody"]["content"]["application/json"]
    valid(body["example"], body["schema"])
    assert real_knowledge.case(body["example"], TODAY).ask_about == ("police",)
