"""Saving a case to a file of one's own and loading it again: the same advice, also after content has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from rules import KnowledgeBase
from tests.authoring.examples import TODAY, load
from tests.webapp.advised import Advised, advised, golden
from tests.webapp.browse import Browse, Page
from tests.webapp.cases import CASES, DANGER, FORBIDDEN, HEARSAY, OPEN, TABLE
from tests.webapp.conftest import Handrail, pages_over
from tests.webapp.walk import question
from webapp.app import create_app
from webapp.site import Site

Overlay = Callable[[str, str], Path]

OWN_FACT = """
facts:
  - id: own_flag
    group: concern
    type: yes_no
    question: Is this our own question?
    help: Yes or no.
    why: Our house asks it.
    side: both
    mutable: never
"""
OWN_VALUES = """
facts:
  - id: weapon
    group: concern
    type: any_of
    values:
      - {id: knife, label: A knife}
      - {id: gun, label: A gun}
      - {id: bow, label: A bow}
      - {id: sling, label: A sling}
    question: Which weapons can the person get?
    help: Tick nothing if there is none.
    why: Our house knows more of them.
    side: both
    mutable: may_happen
"""
OWN_RECIPIENT = """
recipients:
  - {id: mayor, label: Mayor, can: decide, from: [care, public, officer]}
"""
OWN_PERMISSION = """
rules:
  - id: xa-own-mayor
    title: Own permission
    summary: Our house let nurses tell the police.
    effect: may
    layers: [confidentiality, data_protection]
    binds: [care_staff]
    to: [police]
    share: [identity, threat]
    when: {harm_timeframe: passed}
    reads: A permission that is no more.
    sources: [xa-secrecy-act]
    confidence: high
    review: drafted
    checked: '2026-11-24'
"""
OWN_CONSTRAINT = """
constraints:
  - id: seen_is_never_over
    says: What you saw yourself is never over.
    never: {all: [{learned_how: seen}, {harm_timeframe: passed}]}
"""
OWN_COUNTRY = """
jurisdiction:
  id: XA
  name: Exampleland
  kind: country
  languages: [en, de]
  bases: [XB]
  known_from: '2025-01-01'
  checked: '2026-11-24'
  review: drafted
  summary: The rule is silence.
  emergency: {number: '199', says: Say where you are.}
  roles: [clerk, officer]
"""
OVER: dict[str, Any] = {
    **OPEN,
    "facts": {
        "sharer_role": "nurse",
        "harm_timeframe": "passed",
        "learned_how": "seen",
        "weapon": "none",
        "consent": "refused",
    },
}


def save(page: Page) -> bytes:
    """The file that a page gives."""
    answer = page.send("save")
    assert answer.status_code == 200
    return bytes(answer.data)


def file_of(browse: Browse, case: Mapping[str, Any]) -> bytes:
    """The file of a case."""
    return save(advised(browse, case).page)


def loaded(browse: Browse, file: bytes | object) -> Page:
    """The page after a file was loaded on the form."""
    raw = file if isinstance(file, bytes) else json.dumps(file).encode()
    return browse.get("/check").submit("Load it", file=raw)


def state_of(page: Page) -> Any:
    """The case that the page would send on."""
    (state,) = {one.get("value", "") for one in page.tree.all("input") if one.get("name") == "case"}
    return json.loads(state)


def over(overlay: Path | None = None) -> Browse:
    """Somebody reading pages over the example house with an overlay."""
    return Browse(pages_over(load(overlay)).test_client())


# -- there and back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_saved_case_gives_the_same_advice_when_it_is_loaded(browse: Browse, case: dict[str, Any]) -> None:
    before = advised(browse, case)
    after = Advised(loaded(browse, save(before.page)))
    assert after.page.status == 200
    assert after.answers == before.answers
    assert after.sentences == before.sentences
    assert {r: card.items for r, card in after.cards.items()} == {r: card.items for r, card in before.cards.items()}
    assert after.steps("pathway") == before.steps("pathway")
    assert after.forbidden == before.forbidden
    assert state_of(after.page) == state_of(before.page)


@pytest.mark.parametrize("id", ["nl-g-named-threat", "nl-g-police-disturbed-gunman"])
def test_a_real_case_comes_back_as_it_was(browse_real: Browse, real_knowledge: KnowledgeBase, id: str) -> None:
    before = advised(browse_real, golden(real_knowledge.golden("NL"), "NL", id))
    after = Advised(loaded(browse_real, save(before.page)))
    assert after.answers == before.answers
    assert state_of(after.page) == state_of(before.page)
    assert "The content of the rulebook is the same as then." in after.page.text


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_file_works_on_the_command_line_too(
    browse: Browse, case: dict[str, Any], handrail: Handrail, tmp_path: Path
) -> None:
    file = tmp_path / "handrail-case.json"
    file.write_bytes(file_of(browse, case))
    result = handrail("check", "--case", str(file), "--json")
    outcomes = json.loads(result.output)["outcomes"]
    assert result.exit_code == 0
    assert {recipient: outcomes[recipient]["answer"] for recipient in advised(browse, case).answers} == advised(
        browse, case
    ).answers


def test_the_file_is_the_case_with_a_record_and_its_name_says_nothing(browse: Browse, knowledge: KnowledgeBase) -> None:
    answer = advised(browse, DANGER).page.send("save")
    document = json.loads(answer.data)
    record = document.pop("record")
    book = knowledge.rulebook("XA", TODAY)
    assert knowledge.case(document, TODAY) == knowledge.case(DANGER, TODAY)
    assert record == {
        "saved_on": TODAY.isoformat(),
        "version": book.version,
        "digest": book.digest,
        "answers": {"police": "must"},
    }
    assert answer.headers["Content-Disposition"] == 'attachment; filename="handrail-case.json"'


def test_the_day_in_the_file_is_the_day_of_saving_and_not_of_the_law(browse: Browse) -> None:
    file = json.loads(file_of(browse, {**TABLE, "as_of": "2025-06-01"}))
    assert file["record"]["saved_on"] == TODAY.isoformat()
    assert file["as_of"] == "2025-06-01"
    page = Advised(loaded(browse, file))
    assert page.answers == {"case_table": "must_not"}
    assert f"saved on {TODAY}" in page.page.text


def test_a_loaded_case_can_be_asked_on_changed_and_taken_back(browse: Browse) -> None:
    page = loaded(browse, file_of(browse, {**OPEN, "facts": {"sharer_role": "nurse", "harm_severity": "serious"}}))
    assert question(page.submit("on")) not in ("", "harm_severity")
    assert question(page.submit("change=harm_severity")) == "harm_severity"
    assert "harm_severity" not in state_of(page.submit("back"))["facts"]
    assert page.submit("record").title == "Record of a decision"


def test_it_loads_on_another_day_under_the_law_of_that_day(knowledge: KnowledgeBase, browse: Browse) -> None:
    later = Browse(create_app(Site(knowledge, lambda: date(2026, 12, 24))).test_client())
    page = Advised(loaded(later, file_of(browse, DANGER)))
    assert "law of 2026-12-24" in page.part("rests")
    assert f"saved on {TODAY}" in page.page.text


# -- after content has changed -----------------------------------------------------------------------------------------


def test_what_is_said_differently_now_is_said_with_both_answers(overlay: Overlay, browse: Browse) -> None:
    old = over(overlay("rules/sets/xa/rules/own.yaml", OWN_PERMISSION))
    page = Advised(loaded(browse, file_of(old, OVER)))
    assert page.answers == {"police": "must_not"}
    assert "The content of this rulebook has changed since." in page.page.text
    assert "Police: then “may”, now “not on these facts”." in page.page.text


def test_what_is_said_as_before_is_not_called_a_difference(overlay: Overlay, browse: Browse) -> None:
    old = over(overlay("rules/sets/xa/rules/own.yaml", OWN_PERMISSION))
    page = loaded(browse, file_of(old, DANGER))
    assert "The content of this rulebook has changed since." in page.text
    assert "Said differently now" not in page.text
    assert "Left out" not in page.text


WEAPON = "Which weapons can the person get?"
GONE = [
    ("rules/vocabulary/facts/own.yaml", OWN_FACT, {"facts": {"own_flag": "yes"}}, "own_flag"),
    ("rules/vocabulary/facts/own.yaml", OWN_FACT, {"unknown": ["own_flag"]}, "own_flag"),
    ("rules/vocabulary/facts/own.yaml", OWN_VALUES, {"facts": {"weapon": ["gun", "bow"]}}, WEAPON),
    ("rules/vocabulary/facts/own.yaml", OWN_VALUES, {"facts": {"weapon": ["bow", "sling"]}}, WEAPON),
    ("rules/vocabulary/recipients.yaml", OWN_RECIPIENT, {"ask_about": ["police", "mayor"]}, "mayor"),
    ("rules/vocabulary/recipients.yaml", OWN_RECIPIENT, {"recipients": {"mayor": {"consent": "given"}}}, "mayor"),
]


@pytest.mark.parametrize(
    ("file", "text", "more", "said"),
    GONE,
    ids=["a fact", "a fact not known", "a ticked value", "two ticked values", "a recipient", "answers about one"],
)
def test_what_no_longer_exists_is_left_out_and_said_and_the_rest_stays(
    overlay: Overlay, browse: Browse, file: str, text: str, more: dict[str, Any], said: str
) -> None:
    old = over(overlay(file, text))
    case: dict[str, Any] = {**DANGER, **more}
    case["facts"] = {**DANGER["facts"], **more.get("facts", {})}
    case["recipients"] = {**DANGER["recipients"], **more.get("recipients", {})}
    page = Advised(loaded(browse, file_of(old, case)))
    left_out = page.page.texts("div", css="note")[0].partition("Left out, because")[2]
    assert said in left_out
    assert page.answers == {"police": "must"}
    state = state_of(page.page)
    assert not any(name in json.dumps(state) for name in ("own_flag", "mayor", "bow", "sling"))
    assert (WEAPON in left_out) == ("weapon" not in state["facts"])
    assert state["facts"]["harm_severity"] == "serious"
    assert state["recipients"]["police"] == DANGER["recipients"]["police"]


def test_answers_that_no_longer_fit_together_are_left_out_said_and_asked_again(
    overlay: Overlay, browse: Browse
) -> None:
    new = over(overlay("rules/vocabulary/constraints.yaml", OWN_CONSTRAINT))
    page = loaded(new, file_of(browse, OVER))
    assert page.status == 200
    assert "What you saw yourself is never over." in page.texts("div", css="note")[0]
    assert set(state_of(page)["facts"]) == {"sharer_role", "weapon"}
    assert state_of(page)["recipients"] == {"police": {"consent": "refused"}}
    assert question(page.submit("on")) in ("harm_severity", "harm_timeframe", "learned_how")


def test_a_profession_that_is_no_longer_covered_is_refused_by_its_name(overlay: Overlay, browse: Browse) -> None:
    new = over(overlay("rules/sets/xa/jurisdiction.yaml", OWN_COUNTRY))
    page = loaded(new, file_of(browse, OPEN))
    assert page.status == 422
    assert "'nurse' is not covered by this rulebook" in page.text
    assert "199" in page.text


def test_a_rulebook_with_broken_content_is_unavailable_and_keeps_its_contacts(overlay: Overlay, browse: Browse) -> None:
    broken = over(overlay("rules/sets/xa/rules/own.yaml", OWN_PERMISSION.replace("police", "polise")))
    for page in (
        Page.of(broken.client, broken.client.post("/advice/load", data={"file": (_file(browse), "x.json")})),
        broken.post("/advice/", {"case": json.dumps(DANGER)}, status=503),
    ):
        assert page.status == 503
        assert "Retry-After" in page.headers
        assert "199" in page.text
        assert "Chamber of nurses" in page.text


def _file(browse: Browse) -> BytesIO:
    return BytesIO(file_of(browse, DANGER))


# -- what is no file of ours -------------------------------------------------------------------------------------------

NO_CASES: dict[str, bytes] = {
    "nothing": b"",
    "bytes": bytes(range(256)),
    "yaml": b"handrail: 1\njurisdiction: XA\nfacts: {sharer_role: nurse}\n",
    "half": b'{"jurisdiction": "XA", "facts": {',
    "a list": b"[]",
    "a number": b"1",
    "a name twice": b'{"jurisdiction": "XA", "jurisdiction": "XA", "facts": {}}',
    "too deep": b'{"jurisdiction": "XA", "facts": {"weapon": ' + b"[" * 9 + b"]" * 9 + b"}}",
    "very deep": b"[" * 30_000,
    "half a character": rb'{"jurisdiction": "XA", "facts": {"sharer_role": "\ud800"}}',
    "no text": rb'{"jurisdiction": "XA", "facts": {"sharer_role": "\u0000"}}',
    "a huge number": b'{"jurisdiction": "XA", "facts": {"weapon": ' + b"9" * 5000 + b"}}",
    "something else": b'{"name": "package", "version": "1.0.0"}',
    "an advice": b'{"jurisdiction": "XA", "outcomes": {}, "rules": {}}',
}


@pytest.mark.parametrize("raw", NO_CASES.values(), ids=NO_CASES)
def test_a_file_that_is_no_case_is_refused_and_says_why(browse: Browse, raw: bytes) -> None:
    page = loaded(browse, raw) if raw else browse.post("/advice/load", {}, status=400)
    assert page.status == 400
    assert "This file cannot be loaded" in page.text or not raw
    assert "Nothing was changed." in page.text
    assert "199" in page.text


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unknown country": ({**OPEN, "jurisdiction": "QQ"}, "'QQ' has no rule set"),
    "a base": ({**OPEN, "jurisdiction": "XB"}, "'XB' has no rule set"),
    "country of another type": ({**OPEN, "jurisdiction": ["XA"]}, "has no rule set"),
    "no profession": ({**OPEN, "facts": {}}, "the profession is missing"),
    "facts of another type": ({**OPEN, "facts": []}, "[] is not a mapping"),
    "record of another type": ({**OPEN, "record": "x"}, "'x' is not a mapping"),
    "another format": ({**OPEN, "handrail": 2}, "case format 2"),
    "a part that is none": ({**OPEN, "notes": "x"}, "'notes' is no part of a case"),
    "a day that is none": ({**OPEN, "as_of": "soon"}, "'soon' is no date"),
    "a day too early": ({**OPEN, "as_of": "1999-01-01"}, "is not known here"),
}


@pytest.mark.parametrize(("case", "says"), WRONG.values(), ids=WRONG)
def test_a_case_that_cannot_be_used_is_refused_with_the_place(browse: Browse, case: dict[str, Any], says: str) -> None:
    page = loaded(browse, case)
    assert page.status == 422
    assert says in page.text
    assert "199" in page.text


def test_a_file_that_is_too_large_is_refused(browse: Browse) -> None:
    page = loaded(browse, b" " * 70_000)
    assert page.status == 413
    assert "Nothing was changed." in page.text


RECORDS: list[Any] = [{}, {"saved_on": "soon"}, {"saved_on": ["x"]}, {"answers": []}, {"answers": {"police": [1]}}]


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_a_record_that_says_nothing_usable_is_no_reason_to_refuse(browse: Browse, record: Any) -> None:
    page = loaded(browse, {**FORBIDDEN, "record": record})
    note = page.texts("div", css="note")[0]
    assert page.status == 200
    assert note == "Loaded from your file."


def test_a_case_without_a_record_says_nothing_about_what_changed(browse: Browse) -> None:
    note = loaded(browse, HEARSAY).texts("div", css="note")[0]
    assert note == "Loaded from your file."


def test_one_file_is_loaded_at_a_time(app: Flask) -> None:
    files = [(BytesIO(json.dumps(case).encode()), "x.json") for case in (OPEN, DANGER)]
    answer = app.test_client().post("/advice/load", data={"file": files})
    assert answer.status_code == 400
