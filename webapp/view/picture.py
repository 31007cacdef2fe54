"""The picture of an advice: its pathway as a chain of steps, with the answers in between."""

from __future__ import annotations

from itertools import pairwise

from rules.layout import Box, Form
from rules.picture import svg
from webapp.view.pathway import PathwayView, StepGroup
from webapp.view.recipient import RecipientView
from webapp.words import PHASE

CHAIN = Form(prefix="pathway", arrange="down", width=310)
"""One column, narrow enough for a phone."""

AFTER_THE_ANSWER = (PHASE["share"], PHASE["after"])
"""The headings that come after what the rules say."""


class _Chain:
    """Collects the boxes of the chain, heading by heading."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.heads: list[str] = []

    def head(self, words: str) -> None:
        self.heads.append(words)

    def add(self, id: str, text: str, mark: str = "") -> None:
        self.boxes.append(Box(id, len(self.heads) - 1, text, mark))


def pathway_picture(pathway: PathwayView, recipients: tuple[RecipientView, ...]) -> str:
    """The steps in one column under their headings; the answers before sharing, what is forbidden at the end."""
    chain = _Chain()
    sharing = next((g for g, group in enumerate(pathway.groups) if group.heading in AFTER_THE_ANSWER), None)
    for group in pathway.groups[:sharing]:
        _add_steps(chain, group)
    chain.head("What the rules say")
    for one in recipients:
        chain.add(f"to-{one.recipient.id}", one.sentence, f"is-{one.answer}")
    for group in pathway.groups[sharing:] if sharing is not None else ():
        _add_steps(chain, group)
    ids = [box.id for box in chain.boxes]
    edges = list(pairwise(ids))
    if pathway.forbidden:
        chain.head("Do not")
        for step in pathway.forbidden:
            chain.add(f"not-{step.id}", f"Do not: {step.title}", "no is-must_not")
    return svg(chain.boxes, edges, "The recommended pathway", chain.heads, CHAIN)


def _add_steps(chain: _Chain, group: StepGroup) -> None:
    chain.head(group.heading)
    for step in group.steps:
        care = ", care" if step.care else ""
        mark = "strong" if step.force == "must" else ""
        chain.add(step.id, f"{step.number}. {step.title} ({step.force}{care})", mark)
