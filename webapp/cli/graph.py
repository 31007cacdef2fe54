"""`handrail graph`: a drawing of a rulebook, of one rule and what it touches, or of the reasons for an answer."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kb import nearest
from rules import KnowledgeBase, Rulebook
from webapp import house
from webapp.cli import cases
from webapp.cli.errors import plain_errors, refuse


@click.command("graph")
@click.argument("code", required=False)
@click.option("--rule", metavar="ID", help="One rule, legal test, fact or source, with all it rests on and touches.")
@cases.case_options
@click.option("-o", "--output", metavar="FILE", help="Where to write the SVG; standard output if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print nodes and edges as JSON instead of a drawing.")
def command(
    code: str | None,
    rule: str | None,
    file: str | None,
    settings: tuple[str, ...],
    jurisdiction: str | None,
    about: tuple[str, ...],
    as_of: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Draw the rulebook of a country (CODE), one rule, or the explanation of a case, as SVG."""
    knowledge = house.load()
    with plain_errors(knowledge):
        named = code or jurisdiction
        country = named or cases.only_country(knowledge)
        if file and settings:
            refuse("Give either --case or --set, not both.")
        if output and Path(output).exists():
            refuse(f"{output} exists already and was left as it is. Choose another name.")
        if file or settings:
            drawing = _explanation(knowledge, file, settings, named if file else country, about, as_of, as_json)
        else:
            day = knowledge.case_date(as_of, house.today())
            drawing = _book(knowledge.rulebook(country or "", day), rule, as_json)
    if output:
        try:
            Path(output).write_text(drawing, encoding="utf-8")
        except OSError as error:
            refuse(f"{output}: cannot be written ({error.strerror}).")
    else:
        click.echo(drawing, nl=False)


def _explanation(
    knowledge: KnowledgeBase,
    file: str | None,
    settings: tuple[str, ...],
    country: str | None,
    about: tuple[str, ...],
    as_of: str | None,
    as_json: bool,
) -> str:
    from rules.drawings import draw_explanation
    from rules.questions import asked_recipients

    if file:
        document = cases.overridden(cases.from_file(file), country, about, as_of)
    else:
        document = cases.from_options(country, about, as_of, settings)
    advice = knowledge.advise(knowledge.case(document, house.today()), house.today())
    recipient = asked_recipients(advice.evaluation)[0]
    if as_json:
        reasons = [reason.document() for reason in advice.why(recipient)]
        return json.dumps({"recipient": recipient, "answer": advice.answer(recipient), "why": reasons}, indent=2) + "\n"
    return draw_explanation(advice, recipient)


def _book(book: Rulebook, rule: str | None, as_json: bool) -> str:
    from rules.drawings import draw_rule, draw_rulebook
    from rules.graph import KINDS, around, rulebook_graph

    node = None
    graph = rulebook_graph(book)
    if rule:
        node = next(((kind, rule) for kind in KINDS if (kind, rule) in graph), None)
        if node is None:
            near = nearest(rule, [name for _, name in graph.nodes])
            refuse(f"'{rule}' is nothing in this rulebook." + (f" Did you mean '{near}'?" if near else ""))
    if as_json:
        shown = around(graph, node) if node else graph
        nodes = [{"kind": kind, "id": name} for kind, name in shown.nodes]
        edges = [{"from": list(a), "to": list(b), "tie": shown.edges[a, b]["tie"]} for a, b in shown.edges]
        return json.dumps({"nodes": nodes, "edges": edges}, indent=2) + "\n"
    return draw_rule(graph, node) if node else draw_rulebook(book)
