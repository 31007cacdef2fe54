"""Graphs and drawings: every rule is there, the pictures are well-formed, and text is text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from rules.drawings import draw_explanation, draw_rule, draw_rulebook
from rules.graph import KINDS, around, rulebook_graph
from rules.model import Rulebook
from rules.picture import MOST_LINES, Box, svg
from tests.rules.small import explains, fact
from tests.rules.tiny import advise, book, norm, reading, secrecy, step, uses

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert('x')</script> & \"quotes\" ]]> &amp;"

FACTS = [fact("grave"), fact("near"), fact("weighs", judgement=True), fact("idle")]
RULES = [
    secrecy(),
    norm("speak", "may", when={"all": [{"is": "danger"}, {"wide": "yes"}]}, steps=uses("record")),
    norm("weighed", "should", when={"weighs": "yes"}, share={"threat": {"near": "yes"}}),
    explains("exempt", when={"near": "no"}, defeats=("speak",)),
]
BOOK = book(
    FACTS,
    RULES,
    concepts={"danger": {"all": [{"grave": "yes"}, {"is": "soon"}]}, "soon": {"near": "yes"}},
    steps=[step("record")],
    readings=[reading("wide", "yes", "no")],
)


def parsed(picture: str) -> ET.Element:
    """The drawing as XML, which it must be."""
    return ET.fromstring(picture)  # noqa: S314 - our own drawing


def texts(picture: str) -> list[str]:
    """The full text of each box."""
    return [title.text or "" for title in parsed(picture).findall(f"{SVG}g/{SVG}title")]


# -- graph -------------------------------------------------------------------------------------------------------------


def test_every_rule_test_and_fact_that_matters_is_a_node() -> None:
    graph = rulebook_graph(BOOK)
    assert {node for node in graph if node[0] == "rule"} == {("rule", name) for name in BOOK.rules}
    assert {("concept", "danger"), ("concept", "soon"), ("reading", "wide"), ("judgement", "weighs")} <= set(graph)
    assert ("fact", "idle") not in graph
    assert {kind for kind, _ in graph} <= set(KINDS)


def test_edges_go_from_what_something_rests_on_and_say_how() -> None:
    graph = rulebook_graph(BOOK)
    ties = {(a, b): data["tie"] for a, b, data in graph.edges(data=True)}
    assert ties[("fact", "grave"), ("concept", "danger")] == "tests"
    assert ties[("concept", "soon"), ("concept", "danger")] == "is"
    assert ties[("concept", "danger"), ("rule", "speak")] == "is"
    assert ties[("fact", "near"), ("rule", "weighed")] == "tests"
    assert ties[("rule", "exempt"), ("rule", "speak")] == "defeats"
    assert ties[("rule", "speak"), ("recipient", "police")] == "may"
    assert ties[("rule", "speak"), ("item", "threat")] == "may"
    assert ties[("rule", "speak"), ("step", "record")] == "should"
    assert ties[("source", "src-danger"), ("concept", "danger")] == "cited by"


def test_around_a_rule_lies_all_it_rests_on_and_what_it_touches() -> None:
    found = set(around(rulebook_graph(BOOK), ("rule", "speak")))
    assert {("fact", "grave"), ("fact", "near"), ("concept", "danger"), ("source", "src-danger")} <= found
    assert {("rule", "exempt"), ("recipient", "police"), ("step", "record")} <= found
    assert ("rule", "weighed") not in found
    assert ("judgement", "weighs") not in found


def test_around_a_rule_what_other_rules_do_to_each_other_is_left_out() -> None:
    more = [*RULES, explains("second", when={"near": "yes"}, defeats=("speak", "exempt"))]
    graph = around(rulebook_graph(replace(BOOK, rules={rule.id: rule for rule in more})), ("rule", "speak"))
    ties = {(a[1], b[1]) for a, b in graph.edges if a[0] == b[0] == "rule"}
    assert ties == {("exempt", "speak"), ("second", "speak")}


def test_around_a_fact_lie_the_rules_that_test_it() -> None:
    assert ("rule", "weighed") in around(rulebook_graph(BOOK), ("judgement", "weighs"))


def test_a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        around(rulebook_graph(BOOK), ("rule", "gone"))


def test_a_fact_that_decides_a_step_is_tied_to_its_rule() -> None:
    rule = norm("speak", "may", steps=uses("record", when={"near": "yes"}))
    assert ("fact", "near") in rulebook_graph(book(FACTS, [rule], steps=[step("record")]))


# -- drawings ----------------------------------------------------------------------------------------------------------

DRAWINGS: dict[str, Callable[[Rulebook], str]] = {
    "rulebook": draw_rulebook,
    "rule": lambda book: draw_rule(book, ("rule", "speak")),
    "fact": lambda book: draw_rule(book, ("fact", "near")),
    "explanation": lambda book: draw_explanation(advise(book, grave="yes", near="yes"), "police"),
    "empty": lambda _: svg([], [], "Nothing"),
}


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_is_well_formed_and_says_in_words_what_it_shows(draw: Callable[[Rulebook], str]) -> None:
    root = parsed(draw(BOOK))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    named = {element.get("id"): element for element in root if element.get("id")}
    labels = (root.get("aria-labelledby") or "").split()
    assert [named[label].tag for label in labels] == [f"{SVG}title", f"{SVG}desc"]
    assert named[labels[0]].text


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_loads_nothing_and_runs_nothing(draw: Callable[[Rulebook], str]) -> None:
    for element in parsed(draw(BOOK)).iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "style",
            "defs",
            "marker",
            "path",
            "g",
            "rect",
            "text",
            "tspan",
        }
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]
        assert not re.search(r"url\((?!#)", " ".join(element.attrib.values()))


def test_every_rule_of_the_book_is_drawn() -> None:
    shown = texts(draw_rulebook(BOOK))
    assert {rule.title for rule in BOOK.rules.values()} <= set(shown)
    assert "The police" in shown
    assert "Test danger" in shown


def test_the_description_names_the_edges() -> None:
    described = parsed(draw_rulebook(BOOK)).findtext(f"{SVG}desc")
    assert described
    assert "Test danger leads to Rule speak." in described


@pytest.mark.parametrize("draw", list(DRAWINGS.values())[:4], ids=list(DRAWINGS)[:4])
def test_text_is_text_whatever_it_says(draw: Callable[[Rulebook], str]) -> None:
    speak = replace(BOOK.rules["speak"], title=NASTY)
    near = replace(BOOK.facts["near"], question=NASTY)
    nasty = replace(BOOK, rules={**BOOK.rules, "speak": speak}, facts={**BOOK.facts, "near": near})
    nasty = replace(nasty, recipients={**BOOK.recipients, "police": replace(BOOK.recipients["police"], label=NASTY)})
    picture = draw(nasty)
    assert "<script" not in picture
    assert any(NASTY in text for text in texts(picture))


def test_an_explanation_starts_with_the_answer_and_ends_in_facts() -> None:
    shown = texts(draw_explanation(advise(BOOK, grave="yes", near="yes"), "police"))
    assert shown[0] == "The police: open"
    assert "Rule speak (still open)" in shown
    settled = texts(draw_explanation(advise(BOOK, grave="no", near="yes", weighs="no"), "police"))
    assert settled[0] == "The police: must not"
    assert "Rule secrecy" in settled


# -- layout ------------------------------------------------------------------------------------------------------------


def rectangles(picture: str) -> list[tuple[int, int, int, int]]:
    """Where the boxes lie: left, top, right, bottom."""
    found = []
    for rect in parsed(picture).iter(f"{SVG}rect"):
        x, y, width, height = (int(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
        found.append((x, y, x + width, y + height))
    return found


def test_boxes_do_not_overlap_and_lie_within_the_picture() -> None:
    boxes = [Box(f"{layer}.{n}", layer, "word " * (n * 7 + 1)) for layer in range(3) for n in range(5)]
    picture = svg(boxes, [("0.0", "1.4"), ("1.4", "2.0"), ("1.0", "1.3")], "Boxes", ["A", "B", "C"])
    found = rectangles(picture)
    root = parsed(picture)
    assert len(found) == len(boxes)
    for index, (left, top, right, bottom) in enumerate(found):
        assert 0 <= left < right <= int(root.get("width", "0"))
        assert 0 <= top < bottom <= int(root.get("height", "0"))
        for other in found[index + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_boxes_are_ordered_so_that_edges_do_not_cross() -> None:
    """Two ladders, one of them written upside down."""
    boxes = [Box(f"a{n}", 0, f"a{n}") for n in range(4)] + [Box(f"b{n}", 1, f"b{n}") for n in reversed(range(4))]
    picture = svg(boxes, [(f"a{n}", f"b{n}") for n in range(4)], "Ladder")
    places = {title: top for title, (_, top, _, _) in zip(texts(picture), rectangles(picture), strict=True)}
    for layer in "ab":
        order = sorted(range(4), key=lambda n: places[f"{layer}{n}"])
        assert order in ([0, 1, 2, 3], [3, 2, 1, 0])
    assert (places["a0"] < places["a3"]) == (places["b0"] < places["b3"])


def test_long_texts_are_cut_in_the_box_and_kept_in_its_title() -> None:
    text = "word " * 100
    picture = svg([Box("a", 0, text)], [], "Long")
    assert texts(picture) == [text]
    lines = [line.text or "" for line in parsed(picture).iter(f"{SVG}tspan")]
    assert len(lines) == MOST_LINES
    assert lines[-1].endswith(" ...")


def test_edges_to_boxes_that_are_not_drawn_are_left_out() -> None:
    picture = svg([Box("a", 0, "A")], [("a", "gone"), ("gone", "a")], "Lonely")
    assert parsed(picture).findall(f"{SVG}path") == []
    assert parsed(picture).findtext(f"{SVG}desc") == ""


def test_the_same_book_is_drawn_the_same() -> None:
    again = replace(BOOK, rules=dict(reversed([*BOOK.rules.items()])))
    assert draw_rulebook(BOOK) == draw_rulebook(again)
