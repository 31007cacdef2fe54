"""Graphs and drawings: every rule is there, the pictures are well-formed, and text is text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from rules.drawings import FOLDED, draw_explanation, draw_rule, draw_rulebook
from rules.graph import KINDS, Node, around, rulebook_graph
from rules.layout import MOST_LINES, Box, Form
from rules.model import Rulebook
from rules.picture import svg
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


def test_around_a_rule_the_conditions_of_what_defeats_it_are_left_out() -> None:
    exempt = explains("exempt", when={"apart": "no"}, defeats=("speak",))
    graph = rulebook_graph(
        book([*FACTS, fact("apart")], [secrecy(), norm("speak", "may", when={"near": "yes"}), exempt])
    )
    assert ("rule", "exempt") in around(graph, ("rule", "speak"))
    assert ("fact", "apart") not in around(graph, ("rule", "speak"))


def test_around_a_fact_lie_the_rules_that_test_it() -> None:
    assert ("rule", "weighed") in around(rulebook_graph(BOOK), ("judgement", "weighs"))


def test_around_a_rule_lies_only_as_much_as_is_wanted() -> None:
    graph = rulebook_graph(BOOK)
    assert ("concept", "soon") not in around(graph, ("rule", "speak"), 1)
    assert ("concept", "soon") in around(graph, ("rule", "speak"), 2)
    assert ("fact", "near") not in around(graph, ("rule", "speak"), 2)
    assert set(around(graph, ("rule", "speak"), 9)) == set(around(graph, ("rule", "speak")))


def test_a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        around(rulebook_graph(BOOK), ("rule", "gone"))


def test_a_fact_that_decides_a_step_is_tied_to_its_rule() -> None:
    rule = norm("speak", "may", steps=uses("record", when={"near": "yes"}))
    assert ("fact", "near") in rulebook_graph(book(FACTS, [rule], steps=[step("record")]))


# -- drawings ----------------------------------------------------------------------------------------------------------

DRAWINGS: dict[str, Callable[[Rulebook], str]] = {
    "rulebook": draw_rulebook,
    "rule": lambda book: draw_rule(rulebook_graph(book), ("rule", "speak")),
    "fact": lambda book: draw_rule(rulebook_graph(book), ("fact", "near")),
    "explanation": lambda book: draw_explanation(advise(book, grave="yes", near="yes"), "police"),
    "explanation as a tree": lambda book: draw_explanation(
        advise(book, grave="yes", near="yes"), "police", Form("why", "tree")
    ),
    "part of a page": lambda book: draw_rule(rulebook_graph(book), ("rule", "speak"), Form("around", width=172)),
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


# -- part of a page ----------------------------------------------------------------------------------------------------


def linked(node: Node) -> str:
    """Where a box leads."""
    return f"/{node[0]}/{node[1]}?a&b" if node[0] != "step" else ""


def around_speak(form: Form, **more: int) -> ET.Element:
    """A drawing with links."""
    return parsed(draw_rule(rulebook_graph(BOOK), ("rule", "speak"), form, linked, **more))  # type: ignore[arg-type]


def test_in_a_page_a_drawing_brings_no_style_and_ids_of_its_own() -> None:
    pictures = [around_speak(Form("first")), around_speak(Form("second"))]
    ids = [element.get("id") for picture in pictures for element in picture.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 6
    for picture, prefix in zip(pictures, ("first-", "second-"), strict=True):
        own = {f"{prefix}{name}" for name in ("title", "text", "tip")}
        assert {element.get("id") for element in picture.iter() if element.get("id")} == own
        assert {ref for element in picture.iter() if (ref := element.get("marker-end"))} == {f"url(#{prefix}tip)"}
        assert not [element for element in picture.iter() if element.tag == f"{SVG}style" or "style" in element.attrib]


def test_a_file_keeps_its_style() -> None:
    assert parsed(draw_rulebook(BOOK)).find(f"{SVG}style") is not None


def test_boxes_lead_where_they_are_told_to_and_the_one_in_the_middle_nowhere() -> None:
    picture = around_speak(Form("page"))
    found = {link.findtext(f"{SVG}title"): link.get("href") for link in picture.iter(f"{SVG}a")}
    assert found["Test danger"] == "/concept/danger?a&b"
    assert "Rule speak" not in found
    (here,) = (group for group in picture.iter(f"{SVG}g") if "here" in (group.get("class") or "").split())
    assert here.findtext(f"{SVG}title") == "Rule speak"
    titles = {group.findtext(f"{SVG}title") for group in picture.findall(f"{SVG}g") if group.find(f"{SVG}a") is None}
    assert BOOK.steps["record"].title in titles


def test_links_can_be_reached_because_the_drawing_is_then_no_image() -> None:
    picture = around_speak(Form("page"))
    assert picture.get("role") == "group"
    assert (picture.get("aria-labelledby"), picture.get("aria-describedby")) == ("page-title", "page-text")


def test_reasons_lead_to_their_rules_tests_and_facts() -> None:
    picture = parsed(draw_explanation(advise(BOOK), "police", Form("why"), linked, 9))
    hrefs = {link.get("href") for link in picture.iter(f"{SVG}a")}
    assert {"/rule/speak?a&b", "/concept/danger?a&b", "/fact/grave?a&b"} <= hrefs
    shallow = draw_explanation(advise(BOOK), "police", Form("why"), linked, 1)
    assert len(texts(shallow)) < len(picture.findall(f"{SVG}g"))


def test_what_would_be_too_much_is_left_out_from_below_or_counted() -> None:
    book_ = replace(BOOK, rules={"speak": replace(BOOK.rules["speak"], to=tuple(BOOK.recipients))})
    graph = rulebook_graph(book_)
    many = len(BOOK.recipients)
    assert many > 1
    folded = parsed(draw_rule(graph, ("rule", "speak"), Form("page"), linked, most=1))
    titles = [group.findtext(f".//{SVG}title") for group in folded.findall(f"{SVG}g")]
    assert f"{many} recipients" in titles
    assert not [link for link in folded.iter(f"{SVG}a") if (link.get("href") or "").startswith(f"/recipient/{FOLDED}?")]
    assert "Rule speak" in titles
    assert "Test soon" not in titles
    assert titles.count("Test danger") == 1


COLUMN = [Box("c", 1, "C"), Box("a", 0, "A " * 90), Box("b", 0, "B"), Box("d", 1, "D")]
"""Given out of order: a, b in the first group, c, d in the second."""


def test_down_boxes_stand_in_one_column_group_by_group_in_the_order_given() -> None:
    picture = svg(COLUMN, [("a", "b"), ("b", "c"), ("a", "d")], "Steps", ["First", "Then"], Form("down", "down"))
    assert [text.strip() for text in texts(picture)] == [("A " * 90).strip(), "B", "C", "D"]
    found = rectangles(picture)
    assert len({left for left, *_ in found}) == 1
    assert all(above[3] < below[1] for above, below in pairwise(found))
    heads = [head for head in parsed(picture).iter(f"{SVG}text") if head.get("class") == "head"]
    assert [head.text for head in heads] == ["First", "Then"]
    assert found[1][3] < int(heads[1].get("y", "0")) < found[2][1]


def test_down_an_edge_past_other_boxes_swings_out_within_the_picture() -> None:
    near, far = (svg(COLUMN, [edge], "Steps", (), Form("down", "down")) for edge in (("a", "b"), ("a", "d")))
    widths = [int(parsed(picture).get("width", "0")) for picture in (near, far)]
    assert widths[0] < widths[1] < 390
    (curve,) = (path.get("d", "") for path in parsed(far).findall(f"{SVG}path"))
    corners = [int(number) for number in re.findall(r"\d+", curve)][::2]
    # A curve with both ends at x and both handles at x + 4/3 b reaches x + b.
    assert corners[0] + (max(corners) - corners[0]) * 3 // 4 < widths[1]


def test_in_a_tree_boxes_are_indented_by_depth_in_the_order_given() -> None:
    boxes = [Box("root", 0, "Root"), Box("x", 1, "X"), Box("xx", 2, "XX"), Box("y", 1, "Y")]
    picture = svg(boxes, [("root", "x"), ("x", "xx"), ("root", "y")], "Tree", (), Form("tree", "tree"))
    assert texts(picture) == ["Root", "X", "XX", "Y"]
    lefts = [left for left, *_ in rectangles(picture)]
    assert lefts[0] < lefts[1] == lefts[3] < lefts[2]
    tops = [top for _, top, *_ in rectangles(picture)]
    assert tops == sorted(tops)
