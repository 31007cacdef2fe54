"""Whatever is posted to a page, the answer is a page that says what happened, loses nothing, and is never a fault."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.browse import URLENCODED, Page
from tests.webapp.cases import DANGER, OFFICER, OPEN
from tests.webapp.walk import question
from webapp.guard import MOST_BYTES, MOST_FIELDS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

STATEFUL = ["/check", "/compare", "/advice/", "/advice/record", "/advice/save"]
"""The addresses that a page sends its state to."""

POSTED = [*STATEFUL, "/advice/load", "/check/forget", "/scenarios/"]
"""Every address of a page that something is sent to and that every house has."""

OF_A_CASE = ["/scenarios/<name>"]
"""Those of practice cases: see `test_pages_scenarios_hostile.py`."""

CASE = json.dumps(OPEN)
OFFICERS = json.dumps({**OFFICER, "ask_about": ["care_team"]})

Fields = Mapping[str, str | Sequence[str]]


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    """A client that checks every page."""
    return app.test_client()


def sent(client: FlaskClient, path: str, fields: Fields | bytes, kind: str = URLENCODED, **headers: str) -> Page:
    """The page after something was posted."""
    body = fields if isinstance(fields, bytes) else urlencode(fields, doseq=True, errors="surrogatepass")
    return Page.of(client, client.post(path, data=body, content_type=kind, headers=headers, follow_redirects=True))


def refused(page: Page, *statuses: int) -> None:
    """The page says what happened, that nothing was lost, what to do, and the emergency number."""
    assert page.status in statuses, (page.status, page.text)
    assert "Nothing was changed." in page.text or "Nothing was lost." in page.text
    assert "199" in page.text
    assert "Start page" in page.text or question(page)
    assert len(page.html) < 30_000


def test_these_are_all_addresses_that_something_is_sent_to(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert sorted(rule for rule in rules if not rule.startswith("/api/")) == sorted([*POSTED, *OF_A_CASE])


# -- the state ---------------------------------------------------------------------------------------------------------

UNREADABLE: dict[str, str | bytes] = {
    "empty": "",
    "no json": "{'jurisdiction': 'XA'}",
    "yaml": "jurisdiction: XA",
    "half": '{"jurisdiction": "XA", "facts": {',
    "two": "{} {}",
    "list": "[]",
    "text": '"XA"',
    "null": "null",
    "name twice": '{"jurisdiction": "XA", "jurisdiction": "XA", "facts": {}}',
    "huge number": '{"handrail": ' + "9" * 5000 + "}",
    "deep list": "[" * 9000,
    "deep object": '{"facts":' * 900 + "1" + "}" * 900,
    "nine levels": '{"facts": ' + "[" * 9 + "]" * 9 + "}",
    "null character": "\x00",
    "null character in json": r'{"jurisdiction": "X\u0000A"}',
    "half a character in json": r'{"jurisdiction": "\ud800"}',
    "half a character in a name": r'{"facts": {"\udfff": "x"}}',
    "a line separator": r'{"facts": {"sharer_role": "\u2028"}}',
    "no utf-8": b"case=%ff%fe%00",
}


@pytest.mark.parametrize("path", STATEFUL)
@pytest.mark.parametrize("case", UNREADABLE.values(), ids=UNREADABLE)
def test_a_state_that_cannot_be_read_is_refused(client: FlaskClient, path: str, case: str | bytes) -> None:
    refused(sent(client, path, case if isinstance(case, bytes) else {"case": case}), 400)


NOT_TEXT: list[Any] = [None, True, 0, -1.5, float("nan"), 1e999, [], {}, [[]], [None], {"a": {}}, ""]
PLACES: list[tuple[Any, ...]] = [
    *(("handrail",), ("jurisdiction",), ("as_of",), ("ask_about",), ("facts",), ("recipients",), ("unknown",)),
    *(("record",), ("facts", "sharer_role"), ("facts", "harm_severity"), ("facts", "weapon"), ("ask_about", 0)),
    *(("recipients", "police"), ("recipients", "police", "consent"), ("unknown", 0)),
]


@pytest.mark.parametrize("value", NOT_TEXT, ids=repr)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_wrong_type_in_the_state_is_never_a_fault(client: FlaskClient, place: tuple[Any, ...], value: Any) -> None:
    case = json.loads(json.dumps({**DANGER, "as_of": "2026-11-24"}))
    inside = case
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    page = sent(client, "/advice/", {"case": json.dumps(case)})
    assert page.status in (200, 422)
    if page.status == 422:
        refused(page, 422)


NO_CASES: dict[str, Any] = {
    "another country": {**OPEN, "jurisdiction": "QQ"},
    "a base": {**OPEN, "jurisdiction": "XB"},
    "no profession": {**OPEN, "facts": {}},
    "a long profession": {**OPEN, "facts": {"sharer_role": "x" * 50_000}},
    "many facts": {**OPEN, "facts": {f"f{n}": "" for n in range(2000)}},
    "many values": {**OPEN, "facts": {"sharer_role": "nurse", "weapon": ["x"] * 5000}},
    "a reading": {**OPEN, "facts": {"sharer_role": "nurse", "xa_hearsay": "yes"}},
    "impossible": {**OPEN, "facts": {"sharer_role": "nurse", "situation": "detained", "weapon": ["gun"]}},
    "markup": {**OPEN, "facts": {"sharer_role": "nurse", "<script>": "<b>"}},
}


@pytest.mark.parametrize("path", STATEFUL)
@pytest.mark.parametrize("case", NO_CASES.values(), ids=NO_CASES)
def test_a_state_that_is_no_case_of_the_rulebook_is_refused(client: FlaskClient, path: str, case: Any) -> None:
    page = sent(client, path, {"case": json.dumps(case), "do": "on"})
    refused(page, 422)
    assert "<script>" not in page.html


# -- the fields --------------------------------------------------------------------------------------------------------

ODD_FIELDS: dict[str, Fields] = {
    "no state": {"question": "harm_severity", "answer": "serious"},
    "nothing to do": {"case": CASE},
    "an unknown field": {"case": CASE, "question": "harm_severity", "answer": "serious", "note": "x"},
    "the state twice": {"case": [CASE, CASE], "question": "harm_severity", "answer": "serious"},
    "the question twice": {"case": CASE, "question": ["harm_severity", "weapon"], "answer": "serious"},
    "two buttons": {"case": CASE, "question": "harm_severity", "do": ["unknown", "back"]},
    "two changes": {"case": CASE, "change": ["weapon", "harm_severity"]},
    "two countries": {"do": "begin", "country": ["XA", "XA"], "role": "nurse"},
    "a button that is none": {"case": CASE, "question": "harm_severity", "do": "explode"},
    "none of one": {"case": CASE, "question": "harm_severity", "do": "none"},
    "ticks for one": {"case": CASE, "question": "harm_severity", "do": "ticked", "ticked": "serious"},
    "a question that is none": {"case": CASE, "question": "nonsense", "answer": "yes"},
    "a question with a null": {"case": CASE, "question": "harm_severity\x00", "answer": "serious"},
    "a reading": {"case": CASE, "question": "xa_hearsay", "answer": "yes"},
    "the profession": {"case": CASE, "question": "sharer_role", "answer": "clerk"},
    "a fact of the other side": {"case": CASE, "question": "police_purpose", "answer": "investigate"},
    "about nobody": {"case": CASE, "question": "consent", "answer": "given"},
    "about a stranger": {"case": CASE, "question": "consent/mayor", "answer": "given"},
    "about two": {"case": CASE, "question": "consent/police/family", "answer": "given"},
    "about somebody without need": {"case": CASE, "question": "weapon/police", "do": "none"},
    "about somebody not in question": {"case": OFFICERS, "question": "already_told/family", "answer": "yes"},
    "a change of nonsense": {"case": CASE, "change": "nonsense"},
    "a change of the profession": {"case": CASE, "change": "sharer_role"},
    "an empty change": {"case": CASE, "change": ""},
    "a recipient that is none": {"case": CASE, "add": "mayor"},
    "a recipient not in question": {"case": OFFICERS, "add": "family"},
    "how far": {"case": CASE, "do": "on", "on": "99"},
    "how far in words": {"case": CASE, "do": "back", "on": "far"},
    "asked nonsense": {"case": CASE, "asked": "x y z", "do": "back"},
    "asked what was not": {"case": CASE, "asked": "harm_severity", "do": "back"},
}


@pytest.mark.parametrize("fields", ODD_FIELDS.values(), ids=ODD_FIELDS)
def test_fields_that_no_page_of_ours_sends_are_refused(client: FlaskClient, fields: Fields) -> None:
    refused(sent(client, "/check", fields), 400)


PUT_AGAIN: dict[str, Fields] = {
    "not listed": {"question": "harm_severity", "answer": "enormous"},
    "two of one": {"question": "harm_severity", "answer": ["serious", "minor"]},
    "empty": {"question": "harm_severity", "answer": ""},
    "one ticked is not listed": {"question": "weapon", "do": "ticked", "ticked": ["gun", "bow"]},
    "nothing ticked": {"question": "weapon", "do": "ticked"},
    "half a character": {"question": "harm_severity", "answer": "\ud800"},
    "long": {"question": "harm_severity", "answer": "x" * 50_000},
}


@pytest.mark.parametrize("fields", PUT_AGAIN.values(), ids=PUT_AGAIN)
def test_an_answer_that_is_none_puts_the_question_again_and_keeps_the_others(
    client: FlaskClient, fields: Fields
) -> None:
    page = sent(client, "/check", {"case": CASE, **fields})
    refused(page, 422)
    assert question(page) == fields["question"]
    states = {one.get("value", "") for one in page.tree.all("input") if one.get("name") == "case"}
    assert [json.loads(state)["facts"] for state in states] == [OPEN["facts"]]


@pytest.mark.parametrize("path", ["/advice/record", "/advice/save", "/advice/load", "/scenarios/"])
def test_an_unknown_field_is_refused_everywhere(client: FlaskClient, path: str) -> None:
    refused(sent(client, path, {"case": CASE, "note": "x"}), 400)


@pytest.mark.parametrize(
    "country", ["QQ", "XB", "x" * 5000, "\x00", "<b>"], ids=["none", "base", "long", "null", "tag"]
)
def test_a_country_that_is_none_is_refused(client: FlaskClient, country: str) -> None:
    refused(sent(client, "/check", {"do": "begin", "country": country, "role": "nurse"}), 422)


BEGUN: list[Fields] = [
    {"country": "XA"},
    {"country": "XA", "role": "baker"},
    {"country": "XA", "role": "doctor"},
    {"country": "XA", "role": "nurse", "about": ("mayor", "police")},
    {"country": "XA", "role": "officer", "about": "family"},
    {"country": "", "role": "nurse"},
]


@pytest.mark.parametrize("fields", BEGUN, ids=str)
def test_a_short_form_that_does_not_fit_comes_back_with_what_was_chosen(client: FlaskClient, fields: Fields) -> None:
    page = sent(client, "/check", {"do": "begin", **fields})
    if fields["country"]:
        assert page.status == 422
        assert "Nothing was lost." in page.text
        assert "199" in page.text
        chosen = {one.get("value") for one in page.tree.all("input") if "checked" in one.attrib}
        assert chosen <= {fields.get("role"), fields.get("about"), "police"} - {None}
    else:  # there is one country, and the form sends it
        assert page.status == 200


# -- size, kind, origin, method ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", POSTED)
def test_too_many_fields_are_refused(client: FlaskClient, path: str) -> None:
    fields = {f"f{n}": "" for n in range(MOST_FIELDS + 1)}
    refused(sent(client, path, fields), 413)
    boundary = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n\r\n' for name in fields)
    refused(sent(client, path, f"{boundary}--x--".encode(), "multipart/form-data; boundary=x"), 413)


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize("kind", [URLENCODED, "multipart/form-data; boundary=x", "application/json"])
def test_too_much_is_refused(client: FlaskClient, path: str, kind: str) -> None:
    refused(sent(client, path, b"x" * (MOST_BYTES + 1), kind), 413)


KINDS = ["", "application/json", "text/plain", "application/yaml", "multipart/form-data", "image/png", "x"]


@pytest.mark.parametrize("path", [*STATEFUL, "/advice/load", "/scenarios/"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_sent_as_a_form_is_refused(client: FlaskClient, path: str, kind: str) -> None:
    refused(sent(client, path, CASE.encode(), kind), 400)


def test_a_form_sent_in_parts_is_read_as_the_same_form(client: FlaskClient) -> None:
    page = Page.of(client, client.post("/advice/", data={"case": CASE}, content_type="multipart/form-data"))
    assert page.status == 200
    assert page.title == "What the rules say"


@pytest.mark.parametrize("path", STATEFUL)
def test_a_file_where_none_is_due_is_refused(client: FlaskClient, path: str) -> None:
    for fields in ({"case": (BytesIO(CASE.encode()), "x")}, {"case": CASE, "file": (BytesIO(b"x"), "x")}):
        refused(Page.of(client, client.post(path, data=fields)), 400)


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://other.example"},
        {"Origin": "http://localhost.other.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "nonsense", "Origin": "null"},
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    page = sent(client, path, {"case": CASE}, **headers)
    refused(page, 403)
    assert "another site" in page.text


@pytest.mark.parametrize("path", POSTED)
def test_an_address_that_is_only_sent_to_says_so_when_it_is_opened(client: FlaskClient, path: str) -> None:
    page = Page.of(client, client.get(path))
    if path in ("/check", "/scenarios/"):
        assert page.status == 200
        return
    assert page.status == 405
    assert "POST" in page.headers["Allow"]
    assert "no address of its own" in page.text
    assert "199" in page.text
    assert "Start page" in [link.text for link in page.links]


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(client: FlaskClient, path: str, method: str) -> None:
    page = Page.of(client, client.open(path, method=method, data={"case": CASE}))
    assert page.status == 405
    assert "199" in page.text


def test_forgetting_always_works(client: FlaskClient) -> None:
    page = sent(client, "/check/forget", {"case": "no case", "x": ["1", "2"]})
    assert page.title == "Forgotten"
    assert "no case" not in page.html


# -- anything at all ---------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *(
            "",
            "XA",
            "nurse",
            "police",
            "consent",
            "consent/police",
            "harm_severity",
            "serious",
            "weapon",
            "gun",
            "none",
        ),
        *("begin", "back", "on", "unknown", "ticked", "show", "1", "2", "sharer_role", "family", "unable", "mayor"),
        *(CASE, json.dumps(DANGER), OFFICERS),
    ]
)
NAMES = st.sampled_from(
    ["case", "asked", "on", "question", "answer", "ticked", "change", "add", "do", "country", "role", "about", "file"]
)
TEXT = st.text(st.characters(), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | WORDS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES | WORDS | TEXT, inside, max_size=3),
    max_leaves=8,
)
NEARLY = st.fixed_dictionaries(
    {"jurisdiction": st.just("XA"), "facts": st.dictionaries(WORDS, WORDS | JSON, max_size=3)},
    optional={"ask_about": JSON, "recipients": JSON, "unknown": JSON, "as_of": st.dates().map(str), "record": JSON},
)
VALUES = WORDS | TEXT | JSON.map(json.dumps) | NEARLY.map(json.dumps)
EXPECTED = (200, 400, 413, 422)


def status_of(client: FlaskClient, path: str, pairs: list[tuple[str, str]]) -> int:
    """The status of the page that answers these fields, in this order."""
    body = urlencode(pairs, errors="surrogatepass")
    return client.post(path, data=body, content_type=URLENCODED, follow_redirects=True).status_code


@settings(max_examples=80)
@given(path=st.sampled_from(POSTED), pairs=st.lists(st.tuples(NAMES | TEXT, VALUES), max_size=5))
def test_any_form_gets_a_page(client: FlaskClient, path: str, pairs: list[tuple[str, str]]) -> None:
    assert status_of(client, path, pairs) in EXPECTED


@settings(max_examples=60)
@given(path=st.sampled_from(STATEFUL), pairs=st.lists(st.tuples(NAMES, WORDS), max_size=3), case=NEARLY | JSON)
def test_any_state_gets_a_page(client: FlaskClient, path: str, pairs: list[tuple[str, str]], case: Any) -> None:
    assert status_of(client, path, [("case", json.dumps(case)), *pairs]) in EXPECTED


@settings(max_examples=40)
@given(path=st.sampled_from(POSTED), body=st.binary(max_size=200), kind=st.sampled_from([URLENCODED, *KINDS]))
def test_any_bytes_get_a_page(client: FlaskClient, path: str, body: bytes, kind: str) -> None:
    assert client.post(path, data=body, content_type=kind, follow_redirects=True).status_code in EXPECTED


@settings(max_examples=40)
@given(raw=(NEARLY | JSON).map(lambda case: json.dumps(case).encode()) | st.binary(max_size=100))
def test_any_file_gets_a_page(client: FlaskClient, raw: bytes) -> None:
    answer = client.post("/advice/load", data={"file": (BytesIO(raw), "handrail-case.json")})
    assert answer.status_code in EXPECTED
