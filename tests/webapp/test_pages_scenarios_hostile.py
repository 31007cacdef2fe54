"""Whatever is sent to a practice case, the answer is a calm page that repeats nothing of it."""

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
from tests.webapp.walks import BEST, BOTH, CASE, HOME, document, state
from webapp.guard import MOST_BYTES, MOST_FIELDS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

CANARY = "canary-4711"
WALK = json.dumps(document(BEST))
BEGUN = json.dumps(document({}))

Fields = Mapping[str, str | Sequence[str]]


@pytest.fixture(scope="module")
def client(real_app: Flask) -> FlaskClient:
    """A client that checks every page."""
    return real_app.test_client()


def sent(client: FlaskClient, fields: Fields | bytes, kind: str = URLENCODED, **headers: str) -> Page:
    """The page after something was sent to the case."""
    body = fields if isinstance(fields, bytes) else urlencode(fields, doseq=True, errors="surrogatepass")
    return Page.of(client, client.post(HOME, data=body, content_type=kind, headers=headers))


def load(client: FlaskClient, raw: bytes) -> Page:
    """The page after a file was loaded."""
    return Page.of(client, client.post("/scenarios/", data={"do": "load", "file": (BytesIO(raw), f"{CANARY}.json")}))


def refused(page: Page, *statuses: int) -> None:
    """The page says that nothing was lost, repeats nothing, names the emergency number, and leads on."""
    assert page.status in statuses, (page.status, page.text)
    assert "112" in page.whole_text
    assert "Start page" in [link.text for link in page.links] or "Nothing was lost." in page.text
    assert CANARY not in page.html
    assert len(page.html) < 20_000


# -- forged walks ------------------------------------------------------------------------------------------------------

NO_DOCUMENT: dict[str, str] = {
    "nothing": "",
    "words": CANARY,
    "yaml": f"scenario: {CASE}",
    "half": '{"handrail_walk": 1, "scenario": ',
    "list": f'["{CANARY}"]',
    "text": f'"{CANARY}"',
    "null": "null",
    "a name twice": WALK[:-1] + f', "country": "{CANARY}"}}',
    "deep": "[" * 9000,
    "deep object": '{"chosen":' * 900 + "1" + "}" * 900,
    "huge number": '{"handrail_walk": ' + "9" * 5000 + "}",
    "null character": WALK.replace("NL", r"N\u0000"),
    "half a character": WALK.replace("NL", r"\ud800"),
}

NO_WALK: dict[str, Any] = {
    "a case of the check": {"handrail": 1, "jurisdiction": "NL", "facts": {"sharer_role": CANARY}},
    "an unknown key": document(BEST, **{CANARY: CANARY}),
    "another form": document(BEST, handrail_walk=2),
    "no form": {key: value for key, value in document(BEST).items() if key != "handrail_walk"},
    "a form that is a word": document(BEST, handrail_walk=CANARY),
    "another case": document(BEST, scenario=CANARY),
    "no case": document(BEST, scenario=None),
    "a list of cases": document(BEST, scenario=[CASE]),
    "another country": document(BEST, country=CANARY),
    "a base": document(BEST, country="ECHR"),
    "no country": document(BEST, country=None),
    "a list of countries": document(BEST, country=["NL"]),
    "nobody plays": document(BEST, playing={}),
    "players in a list": document(BEST, playing=["clinician"]),
    "a role that is none": document(BEST, playing={CANARY: "psychiatrist"}),
    "a profession that is none": document(BEST, playing={"clinician": CANARY}),
    "a profession of the other role": document(BEST, playing={"clinician": "police_officer"}),
    "a profession that is a number": document(BEST, playing={"clinician": 1}),
    "professions in a list": document(BEST, playing={"clinician": ["psychiatrist"]}),
    "a long profession": document(BEST, playing={"clinician": CANARY * 4000}),
    "many roles": document(BEST, playing={f"{CANARY}{n}": "x" for n in range(1000)}),
    "choices in a list": document(BEST, chosen=[CANARY]),
    "no choices": document(BEST, chosen=None),
    "a choice that is a list": document(BEST, chosen={"first-words": [CANARY]}),
    "a choice that is a number": document(BEST, chosen={"first-words": 0}),
    "markup": document(BEST, playing={"<script>": "<b>"}),
}


@pytest.mark.parametrize("walk", NO_DOCUMENT.values(), ids=NO_DOCUMENT)
@pytest.mark.parametrize("do", ["go-on", "back", "law", "save", "debrief", CANARY])
def test_a_walk_that_cannot_be_read_is_refused(client: FlaskClient, walk: str, do: str) -> None:
    refused(sent(client, {"walk": walk, "do": do}), 400)


@pytest.mark.parametrize("walk", NO_WALK.values(), ids=NO_WALK)
@pytest.mark.parametrize("do", ["go-on", "save", "debrief"])
def test_a_forged_walk_is_refused(client: FlaskClient, walk: Any, do: str) -> None:
    page = sent(client, {"walk": json.dumps(walk), "do": do})
    refused(page, 400)
    assert "<script>" not in page.html


@pytest.mark.parametrize(
    "walk", [*NO_DOCUMENT.values(), *map(json.dumps, NO_WALK.values())], ids=[*NO_DOCUMENT, *NO_WALK]
)
def test_a_file_that_is_no_walk_is_refused(client: FlaskClient, walk: str) -> None:
    refused(load(client, walk.encode()), 400)


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00", b"%PDF-1.4", json.dumps(document(BEST)).encode("utf-16")[1:]], ids=["bytes", "pdf", "half"]
)
def test_a_file_that_is_no_text_is_refused(client: FlaskClient, raw: bytes) -> None:
    refused(load(client, raw), 400)


def test_a_file_has_to_be_chosen(client: FlaskClient) -> None:
    refused(Page.of(client, client.post("/scenarios/", data={"do": "load"})), 400)
    two = [(BytesIO(WALK.encode()), "a.json"), (BytesIO(WALK.encode()), "b.json")]
    refused(Page.of(client, client.post("/scenarios/", data={"file": two})), 400)


def test_choices_that_nobody_could_make_are_left_out(client: FlaskClient) -> None:
    for chosen in ({"the-desk-acts": "arrest-team"}, {CANARY: CANARY}, {**BEST, CANARY: CANARY}, {"first-words": ""}):
        page = load(client, json.dumps(document({}, chosen=chosen)).encode())
        assert page.status == 200
        assert "changed since you saved" in page.text
        assert CANARY not in page.html
        assert set(state(page)["chosen"]) <= set(BEST)


# -- the fields --------------------------------------------------------------------------------------------------------

ODD_FIELDS: dict[str, Fields] = {
    "nothing": {},
    "no walk": {"option": "ask-him"},
    "an option that is none": {"walk": BEGUN, "option": CANARY},
    "no option": {"walk": BEGUN},
    "an option of a later step": {"walk": BEGUN, "option": "one-call"},
    "an option after the end": {"walk": WALK, "option": "ask-him"},
    "two options": {"walk": BEGUN, "option": ["ask-him", "note-and-go-on"]},
    "a button that is none": {"walk": BEGUN, "do": CANARY},
    "two buttons": {"walk": BEGUN, "do": ["back", "save"]},
    "two walks": {"walk": [BEGUN, WALK], "do": "back"},
    "an unknown field": {"walk": BEGUN, "do": "back", CANARY: CANARY},
    "a role that is none": {"do": "begin", "country": "NL", f"as-{CANARY}": "psychiatrist", **BOTH},
    "a country that is none": {"do": "begin", "country": CANARY, **BOTH},
    "a base": {"do": "begin", "country": "GDPR-EEA", **BOTH},
    "two countries": {"do": "begin", "country": ["NL", "NO"], **BOTH},
    "a profession of the other role": {"do": "begin", "country": "NL", "as-clinician": "police_officer"},
    "a profession of nobody here": {"do": "begin", "country": "NL", "as-clinician": "nurse"},
    "another country that is none": {"walk": WALK, "do": "debrief", "with": ["NO", CANARY]},
    "a country with a null": {"walk": WALK, "do": "debrief", "with": "NO\x00"},
}


@pytest.mark.parametrize("fields", ODD_FIELDS.values(), ids=ODD_FIELDS)
def test_fields_that_no_page_of_ours_sends_are_refused(client: FlaskClient, fields: Fields) -> None:
    refused(sent(client, fields), 400)


@pytest.mark.parametrize("profession", [CANARY, "<b>", "x" * 5000, "\x00"], ids=["word", "tag", "long", "null"])
def test_a_profession_that_is_none_is_put_again(client: FlaskClient, profession: str) -> None:
    page = sent(client, {"do": "begin", "country": "NL", "as-clinician": profession})
    refused(page, 422)
    assert "<b>" not in page.html


def test_the_same_country_many_times_is_one(client: FlaskClient) -> None:
    page = sent(client, {"walk": WALK, "do": "debrief", "with": ["NO"] * 150})
    assert page.status == 200
    assert page.html.count("Rules: Netherlands, Norway") <= len(BEST)


# -- size, kind, origin, method ----------------------------------------------------------------------------------------


def test_too_much_and_too_many_fields_are_refused(client: FlaskClient) -> None:
    refused(sent(client, {f"f{n}": "" for n in range(MOST_FIELDS + 1)}), 413)
    for kind in (URLENCODED, "multipart/form-data; boundary=x", "application/json"):
        refused(sent(client, b"x" * (MOST_BYTES + 1), kind), 413)
    refused(load(client, WALK.encode() + b" " * MOST_BYTES), 413)


@pytest.mark.parametrize("kind", ["", "application/json", "text/plain", "multipart/form-data", "x"])
def test_what_is_not_sent_as_a_form_is_refused(client: FlaskClient, kind: str) -> None:
    refused(sent(client, WALK.encode(), kind), 400)


def test_a_file_where_none_is_due_is_refused(client: FlaskClient) -> None:
    refused(Page.of(client, client.post(HOME, data={"walk": WALK, "do": "back", "file": (BytesIO(b"x"), "x")})), 400)
    refused(Page.of(client, client.post(HOME, data={"walk": (BytesIO(WALK.encode()), "x"), "do": "back"})), 400)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://other.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    for fields in ({"walk": WALK, "do": "debrief"}, {"do": "begin", "country": "NL", **BOTH}):
        page = sent(client, fields, **headers)
        refused(page, 403)
        assert "another site" in page.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [HOME, f"{HOME}/map", f"{HOME}/pack/NL", f"{HOME}/pack/NL/pdf"])
def test_other_methods_are_refused(client: FlaskClient, path: str, method: str) -> None:
    refused(Page.of(client, client.open(path, method=method, data={"walk": WALK})), 405)


# -- anything at all ---------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "",
        "NL",
        "psychiatrist",
        "police_officer",
        "begin",
        "back",
        "law",
        "save",
        "debrief",
        "ask-him",
        CASE,
        WALK,
        BEGUN,
    ]
)
NAMES = st.sampled_from(["walk", "do", "option", "with", "country", "as-clinician", "as-officer"])
TEXT = st.text(st.characters(), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | WORDS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS | TEXT, inside, max_size=3),
    max_leaves=8,
)
CHOSEN = st.dictionaries(st.sampled_from([*BEST]) | TEXT, st.sampled_from([*BEST.values()]) | TEXT, max_size=4)
NEARLY = st.fixed_dictionaries(
    {key: st.just(value) | JSON for key, value in document({}).items() if key != "chosen"} | {"chosen": CHOSEN | JSON}
)
EXPECTED = (200, 400, 413, 422)


@settings(max_examples=60)
@given(pairs=st.lists(st.tuples(NAMES | TEXT, WORDS | TEXT | NEARLY.map(json.dumps)), max_size=5))
def test_any_form_gets_an_answer(client: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    body = urlencode(pairs, errors="surrogatepass")
    assert client.post(HOME, data=body, content_type=URLENCODED).status_code in EXPECTED


@settings(max_examples=60)
@given(walk=NEARLY, do=st.sampled_from(["go-on", "back", "law", "save", "debrief"]))
def test_any_walk_gets_an_answer(client: FlaskClient, walk: Any, do: str) -> None:
    body = urlencode({"walk": json.dumps(walk), "do": do})
    assert client.post(HOME, data=body, content_type=URLENCODED).status_code in EXPECTED


@settings(max_examples=40)
@given(raw=(NEARLY | JSON).map(lambda walk: json.dumps(walk).encode()) | st.binary(max_size=100))
def test_any_file_gets_a_page(client: FlaskClient, raw: bytes) -> None:
    assert load(client, raw).status in EXPECTED
