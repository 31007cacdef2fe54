"""Layered drawings as SVG: text stays text, nothing is loaded, it prints, and it needs no script.

Nodes stand in layers; within a layer they are ordered so that few edges cross (median heuristic: Eades and Wormald,
"Edge crossings in drawings of bipartite graphs", Algorithmica 11, 1994).  A text equivalent goes into the description.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

BOX_WIDTH, LINE_HEIGHT, PADDING, GAP_X, GAP_Y, MARGIN = 240, 16, 10, 90, 14, 16
WRAP, MOST_LINES = 30, 5

STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1b2733}"
    "rect{fill:#fff;stroke:#5b6b7a;stroke-width:1.2;rx:6}"
    "path{fill:none;stroke:#7b8a98;stroke-width:1.2}"
    ".head{font-weight:600;fill:#44525f}"
    ".strong rect{stroke-width:2.6;stroke:#12436d}"
    ".dashed rect{stroke-dasharray:5 3}"
    ".no rect{stroke-dasharray:2 3}"
)


@dataclass(frozen=True)
class Box:
    """One node of a drawing: in which layer it stands, what it says, and how it is marked (strong, dashed, no)."""

    id: str
    layer: int
    text: str
    mark: str = ""


@dataclass(frozen=True)
class _Placed:
    box: Box
    lines: tuple[str, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        return len(self.lines) * LINE_HEIGHT + 2 * PADDING


def svg(boxes: Sequence[Box], edges: Iterable[tuple[str, str]], title: str, heads: Sequence[str] = ()) -> str:
    """The drawing of boxes and edges between them, from left to right; `heads` name the layers."""
    edges = sorted(set(edges))
    placed = _place(boxes, edges, bool(heads))
    width = max((p.x for p in placed.values()), default=0) + BOX_WIDTH + MARGIN
    height = max((p.y + p.height for p in placed.values()), default=0) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
        'role="img" aria-labelledby="picture-title picture-text">',
        f'<title id="picture-title">{escape(title)}</title>',
        f'<desc id="picture-text">{escape(_in_words(boxes, edges))}</desc>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
        '<path d="M0 0 L8 4 L0 8 z" style="fill:#7b8a98"/></marker></defs>',
    ]
    for layer, head in enumerate(heads):
        x = MARGIN + layer * (BOX_WIDTH + GAP_X)
        parts.append(f'<text class="head" x="{x}" y="{MARGIN + 12}">{escape(head)}</text>')
    parts += [_edge(placed[a], placed[b]) for a, b in edges if a in placed and b in placed]
    parts += [_box(p) for p in placed.values()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _place(boxes: Sequence[Box], edges: Sequence[tuple[str, str]], headed: bool) -> dict[str, _Placed]:
    layers: dict[int, list[Box]] = {}
    for box in boxes:
        layers.setdefault(box.layer, []).append(box)
    _uncross(layers, edges)
    lines = {box.id: _lines(box.text) for box in boxes}
    heights = {box.id: len(lines[box.id]) * LINE_HEIGHT + 2 * PADDING for box in boxes}
    tall = {layer: sum(heights[box.id] + GAP_Y for box in found) - GAP_Y for layer, found in layers.items()}
    top = MARGIN + (26 if headed else 0)
    placed: dict[str, _Placed] = {}
    for layer, found in layers.items():
        y = top + (max(tall.values()) - tall[layer]) // 2
        for box in found:
            placed[box.id] = _Placed(box, lines[box.id], MARGIN + layer * (BOX_WIDTH + GAP_X), y)
            y += heights[box.id] + GAP_Y
    return placed


def _uncross(layers: Mapping[int, list[Box]], edges: Sequence[tuple[str, str]]) -> None:
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


def _lines(text: str) -> tuple[str, ...]:
    lines = wrap(text, WRAP) or [""]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][: WRAP - 4] + " ..."]
    return tuple(lines)


def _edge(a: _Placed, b: _Placed) -> str:
    y1, y2 = a.y + a.height // 2, b.y + b.height // 2
    if a.box.layer == b.box.layer:
        x = a.x + BOX_WIDTH
        return f'<path d="M{x} {y1} C{x + 46} {y1} {x + 46} {y2} {x + 2} {y2}" marker-end="url(#tip)"/>'
    x1, x2 = (a.x + BOX_WIDTH, b.x) if a.x < b.x else (a.x, b.x + BOX_WIDTH)
    bend = (x1 + x2) // 2
    return f'<path d="M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}" marker-end="url(#tip)"/>'


def _box(p: _Placed) -> str:
    spans = "".join(
        f'<tspan x="{p.x + PADDING}" y="{p.y + PADDING + 12 + LINE_HEIGHT * n}">{escape(line)}</tspan>'
        for n, line in enumerate(p.lines)
    )
    mark = f' class="{p.box.mark}"' if p.box.mark else ""
    full = f"<title>{escape(p.box.text)}</title>"
    return f'<g{mark}>{full}<rect x="{p.x}" y="{p.y}" width="{BOX_WIDTH}" height="{p.height}"/><text>{spans}</text></g>'


def _in_words(boxes: Sequence[Box], edges: Sequence[tuple[str, str]]) -> str:
    """The drawing as sentences, for those who do not see it."""
    text = {box.id: box.text for box in boxes}
    return " ".join(f"{text[a]} leads to {text[b]}." for a, b in edges if a in text and b in text)
