"""Schema problems stand at the right place and are short enough to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb import ContentError, Problem, Schemas, read_yaml

MakeSchemas = Callable[..., Schemas]

CONDITION: dict[str, Any] = {
    "anyOf": [
        {
            "type": "object",
            "required": [key],
            "properties": {key: {"type": "array", "items": {"$ref": "condition.json"}}},
            "additionalProperties": False,
        }
        for key in ("all", "any")
    ]
    + [
        {
            "type": "object",
            "required": ["not"],
            "properties": {"not": {"$ref": "condition.json"}},
            "additionalProperties": False,
        },
        {
            "type": "object",
            "required": ["fact"],
            "properties": {"fact": {"enum": ["harm", "consent", "weapon"]}},
            "additionalProperties": False,
        },
    ]
}


@pytest.fixture
def check(make_schemas: MakeSchemas) -> Callable[..., list[Problem]]:
    """Check YAML text against one schema, with further schemas by keyword."""

    def check_text(schema: object, text: str, **others: object) -> list[Problem]:
        schemas = make_schemas(tested=schema, **others)
        return schemas.check(read_yaml(text.encode(), "a.yaml"), "tested")

    return check_text


Check = Callable[..., list[Problem]]


def place(problem: Problem) -> tuple[int, int, str]:
    return problem.line, problem.column, problem.code


def test_a_sound_document_has_no_problems(check: Check) -> None:
    assert check({"properties": {"a": {"type": "string"}}}, "a: b\n") == []


def test_an_unknown_key_stands_at_the_key_with_all_allowed_and_the_nearest(check: Check) -> None:
    schema = {"properties": {"title": {}, "effect": {}}, "additionalProperties": False}
    (problem,) = check(schema, "title: x\nefect: y\n")
    assert place(problem) == (2, 1, "unknown-key")
    assert (problem.found, problem.allowed) == ("efect", ("title", "effect"))
    assert problem.nearest == "effect"


def test_every_unknown_key_is_a_problem_of_its_own(check: Check) -> None:
    schema = {"properties": {"a": {}}, "additionalProperties": False}
    assert [(p.line, p.found) for p in check(schema, "x: 1\na: 2\ny: 3\n")] == [(1, "x"), (3, "y")]


def test_a_key_is_unknown_only_if_no_pattern_allows_it(check: Check) -> None:
    schema = {"patternProperties": {"^x_": {}}, "additionalProperties": False}
    assert [p.found for p in check(schema, "x_a: 1\ny_a: 2\n")] == ["y_a"]


def test_an_unknown_key_of_a_composed_mapping_knows_the_keys_of_every_part(check: Check) -> None:
    schema = {
        "properties": {
            "entry": {
                "allOf": [{"$ref": "base.json#/$defs/named"}],
                "properties": {"effect": {}},
                "unevaluatedProperties": False,
            }
        }
    }
    base = {"$defs": {"named": {"properties": {"id": {"type": "string"}, "title": {}}}}}
    (problem,) = check(schema, "entry:\n  id: a\n  tilte: x\n  effect: y\n", base=base)
    assert place(problem) == (3, 3, "unknown-key")
    assert (set(problem.allowed), problem.nearest) == ({"id", "title", "effect"}, "title")


def test_a_wrong_value_of_a_composed_mapping_is_the_only_problem(check: Check) -> None:
    schema = {
        "allOf": [{"properties": {"id": {"type": "string"}}}],
        "unevaluatedProperties": False,
    }
    (problem,) = check(schema, "id: 5\n")
    assert place(problem) == (1, 5, "wrong-type")


def test_a_key_that_only_an_unchosen_branch_allows_does_not_pass(check: Check) -> None:
    schema = {
        "if": {"properties": {"kind": {"const": "x"}}},
        "then": {"properties": {"kind": {}, "extra": {}}},
        "else": {"properties": {"kind": {}}},
        "unevaluatedProperties": False,
    }
    assert check(schema, "kind: x\nextra: 1\n") == []
    assert check(schema, "kind: y\nextra: 1\n") != []


def test_a_missing_key_stands_at_its_parent(check: Check) -> None:
    schema = {"properties": {"list": {"items": {"required": ["id", "title"]}}}}
    problems = check(schema, "list:\n- id: a\n  title: b\n- other: c\n")
    assert [(*place(p), p.allowed) for p in problems] == [
        (4, 3, "missing-key", ("id",)),
        (4, 3, "missing-key", ("title",)),
    ]


def test_a_key_that_another_key_asks_for_is_missing(check: Check) -> None:
    (problem,) = check({"dependentRequired": {"confidence": ["why"]}}, "confidence: low\n")
    assert (problem.code, problem.allowed) == ("missing-key", ("why",))


def test_a_wrong_value_stands_at_the_value_with_the_nearest(check: Check) -> None:
    schema = {"properties": {"effect": {"enum": ["must", "should", "may", "must_not"]}}}
    (problem,) = check(schema, "effect: must-not\n")
    assert place(problem) == (1, 9, "wrong-value")
    assert (problem.found, problem.nearest) == ("must-not", "must_not")
    assert problem.allowed == ("must", "should", "may", "must_not")


@pytest.mark.parametrize(
    ("wanted", "value", "allowed"),
    [
        ("string", "5", ("text",)),
        ("string", "true", ("text",)),
        ("string", "[a]", ("text",)),
        ("array", "a", ("list",)),
        ("object", "a", ("mapping",)),
        ("boolean", "yes", ("true or false",)),
        ("integer", "1.5", ("whole number",)),
        (["string", "null"], "{a: b}", ("text", "nothing")),
    ],
)
def test_a_wrong_type_is_said_in_plain_words(check: Check, wanted: Any, value: str, allowed: tuple[str, ...]) -> None:
    (problem,) = check({"properties": {"a": {"type": wanted}}}, f"a: {value}\n")
    assert place(problem) == (1, 4, "wrong-type")
    assert problem.allowed == allowed
    assert problem.nearest is None


def test_a_number_in_place_of_text_is_to_be_quoted(check: Check) -> None:
    (problem,) = check({"properties": {"number": {"type": "string"}}}, "number: 112\n")
    assert problem.found == "112"
    assert "quotes" in problem.todo


def test_nothing_in_place_of_text_is_called_nothing(check: Check) -> None:
    (problem,) = check({"properties": {"a": {"type": "string"}}}, "a:\nb: 1\n")
    assert (*place(problem), problem.found) == (1, 3, "wrong-type", "nothing")


@pytest.mark.parametrize(
    ("schema", "value", "code"),
    [
        ({"pattern": "^[a-z]+$"}, "A1", "wrong-form"),
        ({"format": "date"}, "2026-13-40", "wrong-form"),
        ({"minLength": 1}, "''", "too-short"),
        ({"maxLength": 1}, "ab", "too-long"),
        ({"minItems": 1}, "[]", "too-few-items"),
        ({"maxItems": 1}, "[a, b]", "too-many-items"),
        ({"minProperties": 1}, "{}", "too-few-keys"),
        ({"maxProperties": 1}, "{a: 1, b: 2}", "too-many-keys"),
        ({"minimum": 1}, "0", "too-small"),
        ({"maximum": 1}, "2", "too-large"),
        ({"not": {"const": "x"}}, "x", "not-allowed"),
    ],
)
def test_each_limit_has_its_own_code_and_says_what_is_allowed(
    check: Check, schema: object, value: str, code: str
) -> None:
    (problem,) = check({"properties": {"a": schema}}, f"a: {value}\n")
    assert place(problem) == (1, 4, code)
    assert problem.allowed
    assert problem.todo


def test_a_key_forbidden_beside_others_stands_at_the_key(check: Check) -> None:
    schema = {
        "if": {"properties": {"type": {"const": "yes_no"}}},
        "then": {"properties": {"values": False}},
    }
    assert check(schema, "type: one_of\nvalues: []\n") == []
    (problem,) = check(schema, "type: yes_no\nvalues: []\n")
    assert (*place(problem), problem.found) == (2, 1, "key-not-allowed-here", "values")


def test_nothing_fits_a_schema_that_allows_nothing(check: Check) -> None:
    (problem,) = check({"items": False}, "[a]\n")
    assert problem.code == "not-allowed"


def test_the_description_of_a_schema_says_what_is_allowed(check: Check) -> None:
    schema = {"properties": {"id": {"pattern": "^[a-z]+$", "description": "lower-case letters"}}}
    (problem,) = check(schema, "id: A\n")
    assert problem.allowed == ("lower-case letters",)


def test_a_repeated_item_stands_where_it_is_repeated(check: Check) -> None:
    (problem,) = check({"uniqueItems": True}, "[a, b, a]\n")
    assert (*place(problem), problem.found) == (1, 8, "repeated-item", "a")


def test_a_key_in_the_wrong_form_stands_at_the_key(check: Check) -> None:
    schema = {"properties": {"facts": {"propertyNames": {"pattern": "^[a-z_]+$"}}}}
    (problem,) = check(schema, "facts:\n  good: 1\n  Bad-One: 2\n")
    assert (*place(problem), problem.found) == (3, 3, "wrong-key", "Bad-One")


def test_a_key_that_is_none_of_the_names_has_a_nearest(check: Check) -> None:
    schema = {"propertyNames": {"enum": ["police", "prosecutor"]}}
    (problem,) = check(schema, "polise: 1\n")
    assert (problem.code, problem.nearest) == ("wrong-key", "police")


def test_a_mistake_deep_in_nested_alternatives_is_the_only_one_reported(check: Check) -> None:
    text = "all:\n- any:\n  - {fact: harm}\n  - not: {all: [{fact: wepon}]}\n"
    (problem,) = check({"$ref": "condition.json"}, text, condition=CONDITION)
    assert place(problem) == (4, 24, "wrong-value")
    assert (problem.found, problem.nearest) == ("wepon", "weapon")


def test_many_mistakes_below_a_branch_do_not_speak_against_it(check: Check) -> None:
    text = "all: [{fact: harn}, {fact: konsent}, {fact: wepon}, {fact: wepon}]\n"
    problems = check({"$ref": "condition.json"}, text, condition=CONDITION)
    assert [p.nearest for p in problems] == ["harm", "consent", "weapon", "weapon"]


def test_a_long_text_is_not_carried_along_whole(check: Check) -> None:
    (problem,) = check({"properties": {"a": {"maxLength": 5}}}, f"a: {'x' * 100_000}\n")
    assert len(problem.found) < 500


def test_a_misspelt_key_in_alternatives_gives_a_short_message(check: Check) -> None:
    text = "all:\n- fact: harm\n- ani: [{fact: harm}]\n"
    problems = check({"$ref": "condition.json"}, text, condition=CONDITION)
    assert {problem.line for problem in problems} == {3}
    assert all(len(problem.text()) < 300 for problem in problems)


def test_an_extra_key_beside_a_chosen_alternative_is_the_only_problem(check: Check) -> None:
    text = "all: [{fact: harm}]\nnote: x\n"
    (problem,) = check({"$ref": "condition.json"}, text, condition=CONDITION)
    assert (*place(problem), problem.found) == (2, 1, "unknown-key", "note")


def test_the_deepest_nesting_of_alternatives_is_checked(check: Check) -> None:
    inner = "{not: " * 48 + "{fact: wepon}" + "}" * 48
    (problem,) = check({"$ref": "condition.json"}, inner, condition=CONDITION)
    assert (problem.found, problem.nearest) == ("wepon", "weapon")


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_alternatives_of_value_and_list_name_both(check: Check, keyword: str) -> None:
    schema = {"properties": {"to": {keyword: [{"const": "everyone"}, {"type": "array"}]}}}
    (problem,) = check(schema, "to: everybody\n")
    assert place(problem) == (1, 5, "wrong-value")
    assert (problem.allowed, problem.nearest) == (("everyone", "list"), "everyone")


def test_alternatives_of_kinds_name_all_kinds(check: Check) -> None:
    schema = {"properties": {"to": {"anyOf": [{"type": "string"}, {"type": "array"}]}}}
    (problem,) = check(schema, "to: 5\n")
    assert (problem.code, problem.allowed) == ("wrong-type", ("text", "list"))


def test_the_branch_of_the_right_kind_is_the_one_meant(check: Check) -> None:
    listed = {"type": "array", "items": {"enum": ["police", "court"]}}
    schema = {"properties": {"to": {"oneOf": [{"const": "everyone"}, listed]}}}
    (problem,) = check(schema, "to: [police, cuort]\n")
    assert (*place(problem), problem.nearest) == (1, 14, "wrong-value", "court")


def test_a_key_that_tells_branches_apart_chooses_the_branch(check: Check) -> None:
    schema = {
        "oneOf": [
            {"properties": {"type": {"const": "yes_no"}}, "required": ["type"]},
            {"properties": {"type": {"const": "one_of"}}, "required": ["type", "values"]},
        ]
    }
    (problem,) = check(schema, "type: one_of\n")
    assert (problem.code, problem.allowed) == ("missing-key", ("values",))


def test_where_any_of_several_keys_would_do_all_are_named(check: Check) -> None:
    schema = {"anyOf": [{"required": ["to"]}, {"required": ["steps"]}]}
    (problem,) = check(schema, "a: 1\n")
    assert (problem.code, problem.allowed) == ("missing-key", ("to", "steps"))


def test_a_value_that_fits_two_forms_is_not_clear(check: Check) -> None:
    schema = {"properties": {"a": {"oneOf": [{"type": "number"}, {"type": "integer"}]}}}
    (problem,) = check(schema, "a: 5\n")
    assert place(problem) == (1, 4, "not-clear")


def test_a_document_full_of_mistakes_gives_no_endless_report(check: Check) -> None:
    problems = check({"items": {"type": "string"}}, "[" + "1," * 5000 + "1]")
    assert len(problems) == 100


def test_schemas_are_known_by_the_names_of_their_files(make_schemas: MakeSchemas) -> None:
    assert set(make_schemas(fact={}, rule={}).names) == {"fact", "rule"}


def test_schemas_of_several_folders_refer_to_each_other(make_schemas: MakeSchemas, tmp_path: Path) -> None:
    make_schemas("one", entry={"$ref": "base.json"})
    make_schemas("two", base={"type": "string"})
    schemas = Schemas(tmp_path / "one", tmp_path / "two")
    assert [p.code for p in schemas.check(read_yaml(b"5", "a"), "entry")] == ["wrong-type"]


def test_two_schemas_of_one_name_are_refused(make_schemas: MakeSchemas, tmp_path: Path) -> None:
    make_schemas("one", entry={})
    make_schemas("two", entry={})
    with pytest.raises(ValueError, match=r"entry\.json"):
        Schemas(tmp_path / "one", tmp_path / "two")


def test_the_digest_changes_with_any_schema(make_schemas: MakeSchemas) -> None:
    before = make_schemas("a", fact={}, rule={}).digest
    assert make_schemas("b", fact={}, rule={}).digest == before
    assert make_schemas("c", fact={}, rule={"type": "object"}).digest != before


def test_a_name_without_a_schema_is_a_mistake_of_the_program(make_schemas: MakeSchemas) -> None:
    with pytest.raises(ValueError, match="source"):
        make_schemas(source={}).check(read_yaml(b"a: 1", "a"), "sources")


def test_a_schema_that_is_no_json_is_named_with_its_place(make_schemas: MakeSchemas, tmp_path: Path) -> None:
    make_schemas(fact={})
    (tmp_path / "schemas" / "fact.json").write_text('{\n  "type": }')
    schemas = Schemas(tmp_path / "schemas")
    with pytest.raises(ContentError) as caught:
        schemas.check(read_yaml(b"a: 1", "a"), "fact")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("fact.json", 2)
