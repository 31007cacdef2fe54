"""What trainers take along: the whole case as a picture, and the facilitator pack as a page and as a PDF."""

from __future__ import annotations

import logging
import re
import zlib
from typing import TYPE_CHECKING

import pytest

from scenarios.paths import best, graph
from tests.webapp.browse import Browse, Page
from tests.webapp.walks import CASE, HOME, case_of, site_of
from webapp.view.case_map import case_map
from webapp.words import SHORT

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

# -- the picture of the whole case -------------------------------------------------------------------------------------


def boxes(page: Page) -> str:
    """What stands in the picture."""
    return " ".join(page.texts("svg:text"))


def test_the_map_shows_every_scene_every_decision_and_where_each_option_leads(browse_real: Browse) -> None:
    case, page = case_of(browse_real), browse_real.get(f"{HOME}/map")
    drawn = "".join(boxes(page).split())
    for scene in case.words["scenes"].values():
        assert "".join(scene["title"].split()) in drawn, scene["title"]
    for decision in case.decisions.values():
        words = case.words["decisions"][decision.id]
        assert words["question"] in page.texts("h3")
        for option in decision.options:
            line = next(one for one in page.texts("li") if one.startswith(words["options"][option.id]["label"]))
            assert all(case.words["scenes"][way.to]["title"] in line for way in option.next)


def test_the_map_draws_as_many_arrows_as_there_are_ways(browse_real: Browse) -> None:
    case = case_of(browse_real)
    drawn = case_map(case)
    assert drawn.count("<path") >= len(graph(case).edges)
    for kind in ("is-may", "is-open", "is-must_not"):
        assert kind in drawn, "the endings are marked"


def test_the_map_of_a_country_says_what_its_rules_answer(browse_real: Browse) -> None:
    bare, page = browse_real.get(f"{HOME}/map"), browse_real.get(f"{HOME}/map/NL")
    police = site_of(browse_real).rulebook("NL").recipients["police"].label
    assert "".join(f"{police}: {SHORT['may']}".split()) in "".join(boxes(page).split())
    assert police not in boxes(bare)
    assert "Netherlands" in page.title
    assert f"{HOME}/map/NL" not in {link.href for link in page.links}
    assert f"{HOME}/map/NO" in {link.href for link in page.links}


# -- the pack ----------------------------------------------------------------------------------------------------------


def test_the_packs_of_all_countries_are_listed_each_as_page_and_pdf(browse_real: Browse) -> None:
    page = browse_real.get(f"{HOME}/pack")
    wanted = {f"{HOME}/pack/{land.id}{end}" for land in site_of(browse_real).countries for end in ("", "/pdf")}
    assert {link.href for link in page.links if link.href.startswith(f"{HOME}/pack/")} == wanted
    names = [link.text for link in page.links if link.href in wanted]
    assert len(set(names)) == len(names), "links that sound alike lead to the same place"


def test_a_country_that_there_is_not_has_neither_map_nor_pack(browse_real: Browse) -> None:
    for path in ("map/QQ", "map/ECHR", "pack/QQ", "pack/QQ/pdf", "pack/nl"):
        assert "Start page" in browse_real.get(f"{HOME}/{path}", status=404).text


def said_of_a_session(browse: Browse) -> list[str]:
    """Everything that facilitators need to find on a pack for the Netherlands."""
    case, book = case_of(browse), site_of(browse).rulebook("NL")
    words = case.words
    found = [case.title, words["about"], words["dilemma"], case.content_note or ""]
    for role in case.roles:
        found += [words["roles"][role.id]["name"], words["roles"][role.id]["brief"]]
        found.append(book.roles[role.professions[0]].label)
    for name, scene in words["scenes"].items():
        assert name in case.scenes
        found += [scene["title"], *filter(None, [scene.get("both")]), *scene.get("roles", {}).values()]
    for decision in words["decisions"].values():
        found += [decision["question"], decision["health"], decision["danger"]]
        found += [option[key] for option in decision["options"].values() for key in ("label", "feedback")]
    found += [*words["injects"].values(), *words["debrief"].values(), *words["goals"].values()]
    found += [book.rules["nl-conflict-of-duties-acute"].title]
    return found


def test_the_pack_has_all_that_a_session_needs(browse_real: Browse) -> None:
    page = browse_real.get(f"{HOME}/pack/NL")
    assert [said for said in said_of_a_session(browse_real) if said not in page.text] == []
    assert "Netherlands" in page.text
    assert f"{HOME}/pack/NL/pdf" in {link.href for link in page.links}


def test_the_pack_follows_the_best_way_and_has_the_other_scenes_after_it(browse_real: Browse) -> None:
    case, page = case_of(browse_real), browse_real.get(f"{HOME}/pack/NL")
    way = [moment.scene.id for moment in best(case).trail]
    rest = [scene for scene in case.scenes if scene not in way]
    assert rest
    titles = page.texts("h3")
    shown = [titles.index(case.words["scenes"][scene]["title"]) for scene in (*way, *rest)]
    assert shown == sorted(shown)


def test_handouts_of_one_role_say_nothing_of_the_other(browse_real: Browse) -> None:
    case = case_of(browse_real)
    handouts = browse_real.get(f"{HOME}/pack/NL").texts("section", css="handout")
    assert len(handouts) == len(case.roles)
    for role, handout in zip(case.roles, handouts, strict=True):
        briefs = {other.id: case.words["roles"][other.id]["brief"] in handout for other in case.roles}
        assert briefs == {other.id: other is role for other in case.roles}


def test_news_stand_in_the_order_of_the_clock(browse_real: Browse) -> None:
    text = browse_real.get(f"{HOME}/pack/NL").text
    case = case_of(browse_real)
    by_time = sorted(case.injects, key=lambda inject: inject.minute)
    places = [text.index(case.words["injects"][inject.id]) for inject in by_time]
    assert places == sorted(places)
    assert all(f"Minute {inject.minute}" in text for inject in by_time)


# -- the PDF -----------------------------------------------------------------------------------------------------------


def pdf(browse: Browse, code: str = "NL") -> TestResponse:
    """The pack of a country as a PDF."""
    answer = browse.client.get(f"{HOME}/pack/{code}/pdf")
    assert answer.status_code == 200
    return answer


_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_GLYPH = re.compile(r"<(\w+)> <(\w+)>\n")
_PART = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) ?Tj|\[([^\]]*)\] ?TJ", re.DOTALL)


def text_on_paper(file: bytes) -> str:
    """The text of a PDF without any space, as far as the writer that makes our packs needs it."""
    objects = {int(number): body for number, body in _OBJECT.findall(file)}
    fonts = {}
    for name, number in re.findall(rb"/F(\d+) (\d+) 0 R", file):
        table = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        assert table, "a font says which character a glyph is"
        fonts[name] = dict(_GLYPH.findall(_inflated(objects[int(table[1])]).decode("latin-1")))
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    said = []
    for page in pages:
        content = re.search(rb"/Contents (\d+) 0 R", page)
        assert content
        said.append(_said(_inflated(objects[int(content[1])]), fonts))
    return re.sub(r"\s", "", "".join(said))


def _inflated(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _said(content: bytes, fonts: dict[bytes, dict[str, str]]) -> str:
    said, font = [], dict[str, str]()
    for name, once, several in _PART.findall(content):
        if name:
            font = fonts[name]
        for part in [once] if once else re.findall(rb"\(((?:[^()\\]|\\.)*)\)", several, re.DOTALL):
            raw = re.sub(rb"\\(.)", lambda m: {b"n": b"\n", b"r": b"\r"}.get(m[1], m[1]), part, flags=re.DOTALL)
            glyphs = [raw[at : at + 2].hex().upper() for at in range(0, len(raw), 2)]
            said += [bytes.fromhex(font[glyph]).decode("utf-16-be") for glyph in glyphs]
    return "".join(said)


def test_the_pdf_holds_what_the_page_holds(browse_real: Browse) -> None:
    answer = pdf(browse_real)
    assert answer.data.startswith(b"%PDF-")
    assert answer.data.rstrip().endswith(b"%%EOF")
    on_paper = text_on_paper(answer.data)
    missing = [said for said in said_of_a_session(browse_real) if "".join(said.split()) not in on_paper]
    assert missing == []
    for said in ("Netherlands", "2026-11-24", "drafted", SHORT["may"]):
        assert "".join(said.split()) in on_paper


def test_the_pdf_is_a_download_named_after_the_case_and_the_country(browse_real: Browse) -> None:
    answer = pdf(browse_real)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="handrail-{CASE}-NL.pdf"'


def test_each_role_has_a_sheet_of_its_own(browse_real: Browse) -> None:
    file, case = pdf(browse_real).data, case_of(browse_real)
    assert len(re.findall(rb"/Type /Page\b", file)) >= 2 + len(case.roles)


@pytest.mark.parametrize("code", ["NO", "FR", "DE"])
def test_every_letter_of_a_country_is_on_paper(
    browse_real: Browse, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    with caplog.at_level(logging.WARNING):
        pdf(browse_real, code)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("fpdf")] == []


def test_a_letter_that_the_font_lacks_would_be_noticed(caplog: pytest.LogCaptureFixture) -> None:
    from webapp.view.pack_pdf import _Paper

    paper = _Paper("foot")
    paper.add_page()
    with caplog.at_level(logging.WARNING):
        paper.write_line("漢")
        paper.output()
    assert [record for record in caplog.records if record.name.startswith("fpdf")]
