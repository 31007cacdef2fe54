"""What a drawing shows: a whole rulebook, one rule and what it touches, or the explanation of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rules.advice import Advice
from rules.explain import Reason
from rules.graph import Node, around, rulebook_graph
from rules.layout import FILE, Box, Form
from rules.model import Rulebook
from rules.picture import svg

if TYPE_CHECKING:
    from rules.graph import Graph

_HEADS = {
    "source": "Sources",
    "fact": "Facts and judgements",
    "judgement": "Facts and judgements",
    "reading": "Facts and judgements",
    "concept": "Legal tests",
    "rule": "Rules",
    "recipient": "Recipients and items",
    "item": "Recipients and items",
    "step": "Steps",
}
"""The column of each kind of node; columns stand in this order."""

_OF_A_BOOK = tuple(kind for kind in _HEADS if kind not in ("source", "item", "step"))

DEEPEST = 5
"""An explanation is drawn to this depth unless told; the tree in words goes all the way down."""

_MARKS = {"rule": "strong", "judgement": "dashed", "reading": "dashed"}

_MANY = {
    "source": "sources",
    "fact": "facts",
    "judgement": "judgements",
    "reading": "readings",
    "concept": "legal tests",
    "rule": "rules",
    "recipient": "recipients",
    "item": "items",
    "step": "steps",
}

_DEPTHS = (3, 2)
"""How far below a node is drawn where all of it would be too much."""

FOLDED = ""
"""The id of the node that stands for all nodes of a kind."""

Link = Callable[[Node], str]
"""Where the box of a node leads; '' for nowhere."""


def _nowhere(_: Node) -> str:
    return ""


def draw_rulebook(book: Rulebook, form: Form = FILE, link: Link = _nowhere) -> str:
    """All rules of a rulebook with the facts and tests they rest on and the recipients they reach."""
    graph = rulebook_graph(book)
    return _draw(graph, _OF_A_BOOK, f"Rulebook {book.jurisdiction.name}, {book.as_of}", form, link)


def draw_rule(
    graph: Graph,
    node: Node,
    form: Form = FILE,
    link: Link = _nowhere,
    kinds: Sequence[str] = tuple(_HEADS),
    most: int | None = None,
) -> str:
    """One rule, test, fact or source of a rulebook's graph with what it rests on and touches, of these kinds.

    Where more than `most` nodes of a kind would be shown, less of what lies far below is; where there are too many
    even next to it, one box says how many.  Raises `KeyError` if the graph has no such node.
    """
    shown = around(graph, node) if most is None else _fitting(graph, node, kinds, most)
    return _draw(shown, kinds, f"{graph.nodes[node].get('title', node[1])}", form, link, node)


def _fitting(graph: Graph, node: Node, kinds: Sequence[str], most: int) -> Graph:
    """What lies around a node, as deep as it can be shown."""
    for depth in (None, *_DEPTHS):
        shown = around(graph, node, depth)
        if not _crowded(shown, node, kinds, most):
            return shown
    return _folded(around(graph, node, 1), node, kinds, most)


def _crowded(graph: Graph, node: Node, kinds: Sequence[str], most: int) -> Mapping[str, list[Node]]:
    """The kinds of which there are more nodes (beside `node`) than `most`."""
    found = {kind: [other for other in graph if other[0] == kind and other != node] for kind in kinds}
    return {kind: many for kind, many in found.items() if len(many) > most}


def _folded(graph: Graph, node: Node, kinds: Sequence[str], most: int) -> Graph:
    """The graph with one node instead of all nodes of a kind that has too many of them."""
    from networkx import relabel_nodes

    for kind, many in _crowded(graph, node, kinds, most).items():
        into = (kind, FOLDED)
        graph = relabel_nodes(graph, dict.fromkeys(many, into))
        graph.add_node(into, title=f"{len(many)} {_MANY[kind]}")
        graph.remove_edges_from([(into, into)])
    return graph


def _draw(graph: Graph, kinds: Sequence[str], title: str, form: Form, link: Link, here: Node | None = None) -> str:
    """A column for each head under which something stands; the box of `here` is marked."""
    shown = [node for node in graph.nodes if node[0] in kinds]
    heads = [head for head in dict.fromkeys(_HEADS.values()) if any(_HEADS[kind] == head for kind, _ in shown)]
    column = {kind: heads.index(head) for kind, head in _HEADS.items() if head in heads}

    def box(node: Node) -> Box:
        mark = f"{_MARKS.get(node[0], '')} here".strip() if node == here else _MARKS.get(node[0], "")
        href = "" if node == here or node[1] == FOLDED else link(node)
        return Box(_name(node), column[node[0]], graph.nodes[node].get("title", node[1]), mark, href)

    boxes = [box(node) for node in sorted(shown, key=lambda node: (column[node[0]], node[1]))]
    edges = ((_name(a), _name(b)) for a, b in graph.edges if a[0] in kinds and b[0] in kinds)
    return svg(boxes, edges, title, heads, form)


def _name(node: Node) -> str:
    return f"{node[0]}:{node[1]}"


def draw_explanation(
    advice: Advice, recipient: str, form: Form = FILE, link: Link = _nowhere, deepest: int = DEEPEST
) -> str:
    """Why a recipient has its answer: the answer, the rules behind it, and what they rest on, down to a depth.

    `link` is asked about rules, concepts and facts (which may be judgements or readings).
    """
    label = advice.rulebook.recipients[recipient].label
    outcome = advice.answer(recipient)
    answer = outcome.replace("_", " ")
    root = Box("answer", 0, f"{label}: {answer}", f"strong is-{outcome}")
    below = _reasons(advice.why(recipient), "answer", 1, link)
    found = [(box, parent) for box, parent in below if box.layer <= deepest]
    boxes = [root, *(box for box, _ in found)]
    edges = [(parent, box.id) for box, parent in found]
    return svg(boxes, edges, f"Why: {label}, {answer}", form=form)


def _reasons(reasons: Iterable[Reason], parent: str, depth: int, link: Link) -> Iterator[tuple[Box, str]]:
    for index, reason in enumerate(reasons):
        mark = {"yes": "", "no": "no", "open": "dashed"}[reason.holds]
        said = {"yes": "", "no": " (does not hold)", "open": " (still open)"}[reason.holds]
        href = link((reason.kind, reason.id)) if reason.kind in ("rule", "concept", "fact") else ""
        box = Box(f"{parent}/{index}", depth, reason.text + said, mark, href)
        yield box, parent
        yield from _reasons(reason.because, box.id, depth + 1, link)
