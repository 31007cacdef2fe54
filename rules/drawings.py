"""What a drawing shows: a whole rulebook, one rule and what it touches, or the explanation of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rules.advice import Advice
from rules.explain import Reason
from rules.graph import Node, around, rulebook_graph
from rules.model import Rulebook
from rules.picture import Box, svg

if TYPE_CHECKING:
    from rules.graph import Graph

_BOOK_LAYERS = {"fact": 0, "judgement": 0, "reading": 0, "concept": 1, "rule": 2, "recipient": 3}
_RULE_LAYERS = {
    "source": 0,
    "fact": 1,
    "judgement": 1,
    "reading": 1,
    "concept": 2,
    "rule": 3,
    "recipient": 4,
    "item": 4,
}
DEEPEST = 5
"""An explanation is drawn to this depth; the tree in words goes all the way down."""

_MARKS = {"rule": "strong", "judgement": "dashed", "reading": "dashed"}


def draw_rulebook(book: Rulebook) -> str:
    """All rules of a rulebook with the facts and tests they rest on and the recipients they reach."""
    graph = rulebook_graph(book)
    heads = ("Facts and judgements", "Legal tests", "Rules", "Recipients")
    return _draw(graph, _BOOK_LAYERS, f"Rulebook {book.jurisdiction.name}, {book.as_of}", heads)


def draw_rule(book: Rulebook, node: Node) -> str:
    """One rule, test, fact or source with what it rests on and what it touches.

    Raises `KeyError` if the rulebook has no such node.
    """
    graph = around(rulebook_graph(book), node)
    layers = _RULE_LAYERS | {"step": 5}
    heads = ("Sources", "Facts and judgements", "Legal tests", "Rules", "Recipients and items", "Steps")
    return _draw(graph, layers, f"{graph.nodes[node].get('title', node[1])}", heads)


def _draw(graph: Graph, layers: dict[str, int], title: str, heads: tuple[str, ...]) -> str:
    nodes: list[Node] = sorted((node for node in graph.nodes if node[0] in layers), key=lambda n: (layers[n[0]], n[1]))
    boxes = [Box(_name(n), layers[n[0]], graph.nodes[n].get("title", n[1]), _MARKS.get(n[0], "")) for n in nodes]
    edges = ((_name(a), _name(b)) for a, b in graph.edges if a[0] in layers and b[0] in layers)
    return svg(boxes, edges, title, heads)


def _name(node: Node) -> str:
    return f"{node[0]}:{node[1]}"


def draw_explanation(advice: Advice, recipient: str) -> str:
    """Why a recipient has its answer: the answer, the rules behind it, and what they rest on."""
    label = advice.rulebook.recipients[recipient].label
    answer = advice.answer(recipient).replace("_", " ")
    root = Box("answer", 0, f"{label}: {answer}", "strong")
    found = [(box, parent) for box, parent in _reasons(advice.why(recipient), "answer", 1) if box.layer <= DEEPEST]
    boxes = [root, *(box for box, _ in found)]
    edges = [(parent, box.id) for box, parent in found]
    return svg(boxes, edges, f"Why: {label}, {answer}")


def _reasons(reasons: Iterable[Reason], parent: str, depth: int) -> Iterator[tuple[Box, str]]:
    for index, reason in enumerate(reasons):
        mark = {"yes": "", "no": "no", "open": "dashed"}[reason.holds]
        said = {"yes": "", "no": " (does not hold)", "open": " (still open)"}[reason.holds]
        box = Box(f"{parent}/{index}", depth, reason.text + said, mark)
        yield box, parent
        yield from _reasons(reason.because, box.id, depth + 1)
