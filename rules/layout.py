"""Where the boxes of a drawing stand: in layers from left to right, in one column, or as a tree.

Across, boxes are ordered within a layer so that few edges cross (median heuristic: Eades and Wormald, "Edge crossings
in drawings of bipartite graphs", Algorithmica 11, 1994).  Down and in a tree the given order stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

LINE_HEIGHT, PADDING, GAP_Y, MARGIN, HEAD = 17, 10, 14, 16, 28
INDENT = 20
MOST_LINES = 5
LETTER_IN_FILE, LETTER_IN_PAGE = 7.3, 6.6
"""Width of a letter: pages bring their font along, a file gets any, so there it is taken generously."""

Edge = tuple[str, str]


@dataclass(frozen=True)
class Box:
    """One node of a drawing.

    `layer` is where it stands (across: the column; down: the group; tree: the depth), `mark` the classes it is styled
    by (strong, dashed, no, or is-must and the like), `href` where it leads.
    """

    id: str
    layer: int
    text: str
    mark: str = ""
    href: str = ""


@dataclass(frozen=True)
class Form:
    """What a drawing is made for.

    Without `prefix` it is a file that stands alone and carries its own style.  With one it becomes part of a page: its
    ids begin with the prefix, and the page styles its classes.  `arrange` places layers from left to right, all boxes
    in one column (layer by layer), or in one column indented by layer.  `width` is that of a box, `gap` lies between
    layers.
    """

    prefix: str = ""
    arrange: Literal["across", "down", "tree"] = "across"
    width: int = 240
    gap: int = 90

    @property
    def letters(self) -> int:
        """How many letters go into a line of a box."""
        return int((self.width - 2 * PADDING) / (LETTER_IN_PAGE if self.prefix else LETTER_IN_FILE))


FILE = Form()
"""A file that stands alone."""


@dataclass(frozen=True)
class Placed:
    """A box with its lines of text and the place of its upper left corner."""

    box: Box
    lines: tuple[str, ...]
    x: int
    y: int
    width: int
    row: int = 0

    @property
    def height(self) -> int:
        """The height that its lines need."""
        return len(self.lines) * LINE_HEIGHT + 2 * PADDING

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return self.y + self.height

    @property
    def right(self) -> int:
        """Where it ends on the right."""
        return self.x + self.width

    @property
    def middle(self) -> int:
        """Half its height."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Head:
    """The name of a layer and where it is written (its base line)."""

    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Layout:
    """All boxes in drawing order, and the heads."""

    boxes: Mapping[str, Placed]
    heads: tuple[Head, ...]

    @property
    def right(self) -> int:
        """Where the boxes end on the right."""
        return max((p.right for p in self.boxes.values()), default=0)

    @property
    def bottom(self) -> int:
        """Where the boxes end."""
        return max((p.bottom for p in self.boxes.values()), default=0)


def lay_out(boxes: Sequence[Box], edges: Sequence[Edge], heads: Sequence[str], form: Form) -> Layout:
    """The places of boxes and heads."""
    if form.arrange == "across":
        return _across(boxes, edges, heads, form)
    if form.arrange == "tree":
        return _column(list(boxes), (), form)
    return _column(sorted(boxes, key=lambda box: box.layer), heads, form)


def _across(boxes: Sequence[Box], edges: Sequence[Edge], heads: Sequence[str], form: Form) -> Layout:
    layers: dict[int, list[Box]] = {}
    for box in boxes:
        layers.setdefault(box.layer, []).append(box)
    _uncross(layers, edges)
    lines = {box.id: _lines(box.text, form.letters) for box in boxes}
    heights = {box.id: len(lines[box.id]) * LINE_HEIGHT + 2 * PADDING for box in boxes}
    tall = {layer: sum(heights[box.id] + GAP_Y for box in found) - GAP_Y for layer, found in layers.items()}
    top = MARGIN + (HEAD if heads else 0)
    placed: dict[str, Placed] = {}
    for layer, found in layers.items():
        y = top + (max(tall.values()) - tall[layer]) // 2
        for box in found:
            placed[box.id] = Placed(box, lines[box.id], _left(layer, form), y, form.width)
            y += heights[box.id] + GAP_Y
    return Layout(placed, tuple(Head(head, _left(layer, form), MARGIN + 12) for layer, head in enumerate(heads)))


def _left(layer: int, form: Form) -> int:
    return MARGIN + layer * (form.width + form.gap)


def _column(boxes: Iterable[Box], heads: Sequence[str], form: Form) -> Layout:
    placed: dict[str, Placed] = {}
    written: dict[int, Head] = {}
    y = MARGIN
    for row, box in enumerate(boxes):
        if box.layer not in written and box.layer < len(heads):
            written[box.layer] = Head(heads[box.layer], MARGIN, y + 12)
            y += HEAD
        x = MARGIN + (INDENT * box.layer if form.arrange == "tree" else 0)
        placed[box.id] = Placed(box, _lines(box.text, form.letters), x, y, form.width, row)
        y = placed[box.id].bottom + (GAP_Y if form.arrange == "tree" else 2 * GAP_Y)
    return Layout(placed, tuple(written.values()))


def _uncross(layers: Mapping[int, list[Box]], edges: Sequence[Edge]) -> None:
    """Order every layer by the median place of its neighbours, sweeping to and fro."""
    near: dict[str, list[str]] = {}
    for a, b in edges:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    order = sorted(layers)
    for sweep in (order, order[::-1], order, order[::-1]):
        at = {box.id: place / max(1, len(found)) for found in layers.values() for place, box in enumerate(found)}
        for layer in sweep:
            layers[layer].sort(key=lambda box: _median([at[n] for n in near.get(box.id, ()) if n in at], at[box.id]))
            at |= {box.id: place / max(1, len(layers[layer])) for place, box in enumerate(layers[layer])}


def _median(values: list[float], default: float) -> float:
    return sorted(values)[len(values) // 2] if values else default


def _lines(text: str, letters: int) -> tuple[str, ...]:
    lines = wrap(text, letters) or [""]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][: letters - 4] + " ..."]
    return tuple(lines)
