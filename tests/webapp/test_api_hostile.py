"""Whatever is sent to the HTTP interface, the answer is clear, never a fault, and nothing of it reaches a log."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp.api_program import Program
from tests.webapp.cases import DANGER, OPEN
from webapp.app import create_app
from webapp.guard import MOST_BYTES
from webapp.site import Site

CANARY = "canary-4711"


@pytest.fixture(scope="module")
def program(knowledge: KnowledgeBase) -> Program:
    return Program(create_app(Site(knowledge, lambda: TODAY)))


def problems_of(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.get_json().get("problems", [])
    return found


# -- what is no JSON object --------------------------------------------------------------------------------------------

UNREADABLE = {
    "empty": b"",
    "no json": b"{'jurisdiction': 'XA'}",
    "yaml": b"jurisdiction: XA\nfacts: {sharer_role: nurse}\n",
    "half": b'{"jurisdiction": "XA", "facts": {',
    "more than one": b"{} {}",
    "not utf-8": b'{"jurisdiction": "\xff"}',
    "utf-16": '{"jurisdiction": "XA"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"jurisdiction": "XA"}',
    "list": b"[]",
    "text": b'"XA"',
    "number": b"1",
    "null": b"null",
    "true": b"true",
    "name twice": b'{"jurisdiction": "XA", "jurisdiction": "XB", "facts": {}}',
    "fact twice": b'{"jurisdiction": "XA", "facts": {"sharer_role": "nurse", "sharer_role": "clerk"}}',
    "not a number": b'{"handrail": NaN}',
    "infinity": b'{"handrail": -Infinity}',
    "beyond every number": b'{"handrail": 1e999}',
    "huge number": b'{"handrail": ' + b"9" * 5000 + b"}",
    "sixteen digits": b'{"handrail": 1234567890123456}',
    "deep list": b"[" * 30_000,
    "deep closed list": b"[" * 30_000 + b"]" * 30_000,
    "deep object": b'{"facts":' * 900 + b"1" + b"}" * 900,
    "nine levels": b'{"facts": ' + b"[" * 9 + b"]" * 9 + b"}",
    "half a character": rb'{"jurisdiction": "\ud800"}',
    "half a character in a name": rb'{"facts": {"\udfff": "x"}}',
    "null character": rb'{"jurisdiction": "X\u0000A"}',
    "many facts": json.dumps({"facts": {f"f{n}": "" for n in range(4000)}}).encode(),
    "many values": json.dumps({"facts": {"weapon": ["x"] * 9000}}).encode(),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_a_body_that_cannot_be_read_is_refused_with_the_place(program: Program, body: bytes) -> None:
    answer = program.ask(data=body)
    (problem,) = problems_of(answer)
    assert answer.status_code == 400
    assert problem["found"]
    assert problem["todo"]
    assert len(answer.data) < 2000


def test_the_place_of_a_mistake_in_json_is_said(program: Program) -> None:
    (problem,) = problems_of(program.ask(data=b'{\n  "jurisdiction": XA}'))
    assert problem["where"] == "line 2, column 19"


def test_a_name_that_stands_twice_is_named(program: Program) -> None:
    (problem,) = problems_of(program.ask(data=UNREADABLE["fact twice"]))
    assert '"sharer_role"' in problem["found"]


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/yaml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
def test_only_json_is_taken(program: Program, kind: str) -> None:
    answer = program.ask(data=json.dumps(DANGER), content_type=kind)
    assert answer.status_code == 415
    assert "application/json" in answer.get_json()["detail"]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_is_taken_however_its_type_is_written(program: Program, kind: str) -> None:
    assert program.ask(data=json.dumps(OPEN), content_type=kind).status_code == 200


def test_more_than_64_kb_is_too_large(program: Program) -> None:
    case = json.dumps(OPEN)
    assert program.ask(data=case + " " * (MOST_BYTES - len(case))).status_code == 200
    assert program.ask(data=case + " " * (MOST_BYTES - len(case) + 1)).status_code == 413


# -- what is no case ---------------------------------------------------------------------------------------------------

NOT_TEXT: list[Any] = [None, True, 0, -1.5, [], {}, [[]], [None], {"a": {}}, [{"a": [1]}], ""]


@pytest.mark.parametrize("value", NOT_TEXT, ids=repr)
@pytest.mark.parametrize(
    "path",
    [
        *(
            ("handrail",),
            ("jurisdiction",),
            ("as_of",),
            ("ask_about",),
            ("facts",),
            ("recipients",),
            ("unknown",),
            ("record",),
        ),
        *(("facts", "sharer_role"), ("facts", "harm_severity"), ("facts", "weapon"), ("facts", "consent")),
        *(("recipients", "police"), ("recipients", "police", "consent"), ("ask_about", 0), ("unknown", 0)),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_a_wrong_type_is_never_a_fault(program: Program, path: tuple[Any, ...], value: Any) -> None:
    case = json.loads(json.dumps({**DANGER, "as_of": "2026-11-24"}))
    place = case
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    answer = program.ask(case)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert all(problem["where"] for problem in problems_of(answer))


CASES: list[tuple[dict[str, Any], str, str | None]] = [
    ({**OPEN, "notes": CANARY}, "notes", None),
    ({**OPEN, "fact": {}}, "fact", "facts"),
    ({**OPEN, "handrail": 2}, "handrail", None),
    ({"facts": {"sharer_role": "nurse"}}, "jurisdiction", None),
    ({**OPEN, "jurisdiction": "QQ"}, "jurisdiction", None),
    ({**OPEN, "jurisdiction": "xa"}, "jurisdiction", "XA"),
    ({**OPEN, "as_of": "2024-12-31"}, "as_of", None),
    ({**OPEN, "as_of": "24.11.2026"}, "as_of", None),
    ({**OPEN, "facts": {}}, "facts.sharer_role", None),
    ({**OPEN, "facts": {"sharer_role": "nurze"}}, "facts.sharer_role", "nurse"),
    ({**OPEN, "facts": {"sharer_role": "nurse", "harm_severitie": "minor"}}, "facts.harm_severitie", "harm_severity"),
    ({**OPEN, "facts": {"sharer_role": "nurse", "weapon": "gum"}}, "facts.weapon", "gun"),
    ({**OPEN, "facts": {"sharer_role": "nurse", "xa_hearsay": "yes"}}, "facts.xa_hearsay", None),
    ({**OPEN, "ask_about": ["polise"]}, "ask_about", "police"),
    ({**OPEN, "recipients": {"polise": {}}}, "recipients.polise", "police"),
    ({**OPEN, "unknown": ["sharer_role"]}, "unknown", None),
]


@pytest.mark.parametrize(("case", "where", "nearest"), CASES)
def test_a_case_that_does_not_fit_is_refused_with_place_and_nearest_name(
    program: Program, case: dict[str, Any], where: str, nearest: str | None
) -> None:
    answer = program.ask(case)
    problem = next(each for each in problems_of(answer) if each["where"] == where)
    assert answer.status_code == 422
    assert nearest in (None, problem["nearest"])


def test_all_problems_of_a_case_are_listed_at_once(program: Program) -> None:
    answer = program.ask({**OPEN, "facts": {"sharer_role": "baker", "wepon": "gun"}, "unknown": "all", "x": 1})
    assert {problem["where"] for problem in problems_of(answer)} == {"facts.sharer_role", "facts.wepon", "unknown", "x"}


def test_answers_that_cannot_all_be_true_are_named(program: Program) -> None:
    clash = {**OPEN, "facts": {"sharer_role": "nurse", "situation": "detained", "weapon": ["gun"]}}
    answer = program.ask(clash)
    (problem,) = problems_of(answer)
    assert answer.status_code == 422
    assert set(problem["where"].split(", ")) == {"situation", "weapon"}
    assert problem["says"]


# -- other sites -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://other.example"},
        {"Origin": "http://localhost.other.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "nonsense"},
    ],
    ids=str,
)
def test_a_page_of_another_site_gets_nothing(program: Program, headers: dict[str, str]) -> None:
    answer = program.ask(DANGER, headers=headers)
    assert answer.status_code == 403
    assert "outcomes" not in answer.get_json()


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}], ids=str)
def test_programs_and_pages_from_here_are_answered(program: Program, headers: dict[str, str]) -> None:
    assert program.ask(OPEN, headers=headers).status_code == 200


def test_another_site_is_not_even_allowed_to_ask_whether_it_may(program: Program) -> None:
    asking = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    answer = program.client.options("/api/v1/advice", headers=asking)
    assert [name for name in answer.headers.keys() if name.startswith("Access-Control")] == []  # noqa: SIM118


# -- logs --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case",
    [
        {**OPEN, "facts": {**OPEN["facts"], CANARY: CANARY}},
        {**OPEN, CANARY: [CANARY]},
        {**OPEN, "jurisdiction": CANARY},
        {**OPEN, "as_of": CANARY},
        CANARY,
    ],
    ids=["fact", "key", "country", "date", "text"],
)
def test_no_value_of_a_case_reaches_a_log(program: Program, case: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = program.ask(case, headers={"X-Own": CANARY, "Referer": f"https://x.example/{CANARY}"})
    assert answer.status_code in (400, 422)
    assert "POST /api/v1/advice" in caplog.text
    assert CANARY not in caplog.text


def test_no_part_of_an_address_reaches_a_log(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        program.get(f"/jurisdictions/{CANARY}/rules/{CANARY}?q={CANARY}", described=False)
        program.get(f"/{CANARY}", described=False)
    assert "GET /api/v1/jurisdictions/<code>/rules/<name> 404" in caplog.text
    assert CANARY not in caplog.text


# -- anything at all ---------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "XA",
        "nurse",
        "officer",
        "police",
        "family",
        "unknown",
        "none",
        "yes",
        "gun",
        "consent",
        "refused",
        "weapon",
        "death",
    ]
)
NAMES = st.sampled_from(
    ["sharer_role", "harm_severity", "harm_timeframe", "weapon", "consent", "necessity", "police", "learned_how", "x"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES | st.text(max_size=5), inside, max_size=4),
    max_leaves=12,
)
NEARLY = st.fixed_dictionaries(
    {
        "jurisdiction": st.just("XA") | ANYTHING,
        "facts": st.dictionaries(NAMES, WORDS | ANYTHING, max_size=6) | ANYTHING,
    },
    optional={
        "handrail": ANYTHING,
        "as_of": st.dates().map(str) | ANYTHING,
        "ask_about": st.lists(WORDS, max_size=3) | ANYTHING,
        "recipients": st.dictionaries(WORDS, st.dictionaries(NAMES, WORDS, max_size=3), max_size=3) | ANYTHING,
        "unknown": st.lists(NAMES, max_size=3) | ANYTHING,
    },
)


@settings(max_examples=60)
@given(case=NEARLY | ANYTHING)
def test_anything_that_is_json_gets_an_answer_or_a_clear_refusal(program: Program, case: Any) -> None:
    assert program.ask(data=json.dumps(case)).status_code in (200, 400, 422)


@settings(max_examples=60)
@given(body=st.binary(max_size=200))
def test_any_bytes_get_a_clear_refusal(program: Program, body: bytes) -> None:
    assert program.ask(data=body).status_code in (400, 422)


@settings(max_examples=30)
@given(name=st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_any_name_in_an_address_gets_a_clear_refusal(program: Program, name: str) -> None:
    answer = program.client.get(f"/api/v1/jurisdictions/XA/rules/{name}")
    assert answer.status_code in (308, 404)
