"""The typed graph behind a rulebook: facts, concepts, rules, pairs, steps, sources, and what ties them.

Nodes are `(kind, id)`; edges point from what something rests on to what rests on it, with a `tie` that names how.
Pages, pictures and the question "what rests on this?" walk this graph; evaluation does not need it.  networkx is
imported here only, when a graph is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rules.conditions import Condition, Is, Test, leaves
from rules.model import Rule, Rulebook

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.DiGraph[tuple[str, str]]

Node = tuple[str, str]

KINDS = ("source", "fact", "judgement", "reading", "concept", "rule", "recipient", "item", "step")
"""Kinds of nodes, from what lies deepest to what is shown to people."""

GROUNDS = ("source", "fact", "judgement", "reading", "concept")
"""Kinds of nodes that rules rest on."""


def rulebook_graph(book: Rulebook) -> Graph:
    """The graph of a whole rulebook."""
    import networkx as nx

    graph: Graph = nx.DiGraph()
    for concept in book.concepts.values():
        node = ("concept", concept.id)
        graph.add_node(node, title=concept.title)
        _rests_on(graph, book, node, concept.when)
        _cites(graph, node, concept.sources)
    for rule in book.rules.values():
        _add_rule(graph, book, rule)
    return graph


def _add_rule(graph: Graph, book: Rulebook, rule: Rule) -> None:
    node = ("rule", rule.id)
    graph.add_node(node, title=rule.title, effect=rule.effect)
    for condition in (rule.when, rule.unless, *rule.share.values(), *(use.when for use in rule.steps)):
        _rests_on(graph, book, node, condition)
    _cites(graph, node, rule.sources)
    for other in rule.defeats:
        if other in book.rules:
            graph.add_edge(node, ("rule", other), tie="defeats")
    for kind, ids in (("recipient", rule.to), ("item", tuple(rule.share))):
        for name in ids:
            title = book.recipients[name].label if kind == "recipient" else book.items[name].label
            graph.add_node((kind, name), title=title)
            graph.add_edge(node, (kind, name), tie=rule.effect)
    for use in rule.steps:
        graph.add_node(("step", use.step), title=book.steps[use.step].title)
        graph.add_edge(node, ("step", use.step), tie=use.force)


def _rests_on(graph: Graph, book: Rulebook, node: Node, condition: Condition) -> None:
    for leaf in leaves(condition):
        match leaf:
            case Is(concept):
                graph.add_edge(("concept", concept), node, tie="is")
            case Test(fact_id):
                fact = book.facts[fact_id]
                kind = "reading" if fact.reading else "judgement" if fact.judgement else "fact"
                graph.add_node((kind, fact_id), title=fact.question)
                graph.add_edge((kind, fact_id), node, tie="tests")


def _cites(graph: Graph, node: Node, sources: Iterable[str]) -> None:
    for source in sources:
        graph.add_node(("source", source), title=source)
        graph.add_edge(("source", source), node, tie="cited by")


def around(graph: Graph, node: Node, depth: int | None = None) -> Graph:
    """One node with all it rests on (but for other rules' conditions) and what it touches directly.

    With `depth`, only what lies so many steps below it.  Raises `KeyError` for a node that the graph does not hold.
    """
    import networkx as nx

    if node not in graph:
        raise KeyError(node)
    grounds = graph.subgraph([n for n in graph if n == node or n[0] in GROUNDS])
    below = nx.single_source_shortest_path_length(grounds.reverse(copy=False), node, depth)
    near = set(graph.successors(node)) | set(graph.predecessors(node))
    kept: Graph = graph.subgraph({node, *below, *near}).copy()
    drop = [(a, b) for a, b in kept.edges if a[0] == b[0] == "rule" and node not in (a, b)]
    kept.remove_edges_from(drop)
    return kept
