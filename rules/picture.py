"""Boxes and the edges between them as SVG: text stays text, nothing is loaded, it prints, and it needs no script.

Where the boxes stand is worked out in `rules.layout`.  A drawing is a file of its own or part of a page (`Form`); a
text equivalent goes into its description.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from rules.layout import FILE, INDENT, LINE_HEIGHT, MARGIN, PADDING, Box, Edge, Form, Layout, Placed, lay_out

MOST_BULGE = 64
"""How far an edge past other boxes may swing out."""

STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1b2733}"
    "rect{fill:#fff;stroke:#5b6b7a;stroke-width:1.2;rx:6}"
    "path{fill:none;stroke:#7b8a98;stroke-width:1.2}"
    ".tip{fill:#7b8a98;stroke:none}"
    ".head{font-weight:600;fill:#44525f}"
    ".strong rect{stroke-width:2.6;stroke:#12436d}"
    ".dashed rect{stroke-dasharray:5 3}"
    ".no rect{stroke-dasharray:2 3}"
)
"""What a file that stands alone looks like; pages have a stylesheet of their own."""


def svg(boxes: Sequence[Box], edges: Iterable[Edge], title: str, heads: Sequence[str] = (), form: Form = FILE) -> str:
    """The drawing of boxes and edges between them; `heads` name the layers (a tree has none)."""
    edges = sorted(set(edges))
    layout = lay_out(boxes, edges, heads, form)
    drawn = [(layout.boxes[a], layout.boxes[b]) for a, b in edges if a in layout.boxes and b in layout.boxes]
    name = f"{form.prefix or 'picture'}-"
    paths = [_path(a, b, form) for a, b in drawn]
    swing = max((_bulge(a, b) for a, b in drawn), default=0) if form.arrange == "down" else 0
    parts = [
        *_opening(layout, name, swing, linked=any(box.href for box in boxes)),
        f'<title id="{name}title">{escape(title)}</title>',
        f'<desc id="{name}text">{escape(_in_words(boxes, edges))}</desc>',
        *([] if form.prefix else [f"<style>{STYLE}</style>"]),
        f'<defs><marker id="{name}tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"',
        'orient="auto"><path class="tip" d="M0 0 L8 4 L0 8 z"/></marker></defs>',
    ]
    parts += [f'<text class="head" x="{head.x}" y="{head.y}">{escape(head.text)}</text>' for head in layout.heads]
    parts += [f'<path d="{path}" marker-end="url(#{name}tip)"/>' for path in paths]
    parts += [_box(p) for p in layout.boxes.values()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _opening(layout: Layout, name: str, swing: int, linked: bool) -> list[str]:
    """An image, but for one that holds links: what is within an image cannot be reached."""
    width, height = layout.right + swing + MARGIN, layout.bottom + MARGIN
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    role = (
        f'role="group" aria-labelledby="{name}title" aria-describedby="{name}text">'
        if linked
        else f'role="img" aria-labelledby="{name}title {name}text">'
    )
    return [f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" {size}', role]


def _path(a: Placed, b: Placed, form: Form) -> str:
    match form.arrange:
        case "tree":
            x = a.x + INDENT // 2
            return f"M{x} {a.bottom} L{x} {b.middle} L{b.x} {b.middle}"
        case "down" if b.row == a.row + 1:
            x = a.right - a.width // 4
            return f"M{x} {a.bottom} L{x} {b.y}"
        case "down":
            x = a.right + _bulge(a, b) * 4 // 3
            return f"M{a.right} {a.middle} C{x} {a.middle} {x} {b.middle} {b.right} {b.middle}"
    if a.box.layer == b.box.layer:
        x = a.right + form.gap // 2
        return f"M{a.right} {a.middle} C{x} {a.middle} {x} {b.middle} {a.right + 2} {b.middle}"
    x1, x2 = (a.right, b.x) if a.x < b.x else (a.x, b.right)
    bend = (x1 + x2) // 2
    return f"M{x1} {a.middle} C{bend} {a.middle} {bend} {b.middle} {x2} {b.middle}"


def _bulge(a: Placed, b: Placed) -> int:
    """How far an edge in a column swings out past the boxes between its ends."""
    return 0 if b.row == a.row + 1 else min(MOST_BULGE, 12 + 8 * abs(b.row - a.row))


def _box(p: Placed) -> str:
    # Lines are separated by line ends, so that words of two lines do not run together when the text is copied.
    spans = "\n".join(
        f'<tspan x="{p.x + PADDING}" y="{p.y + PADDING + 12 + LINE_HEIGHT * n}">{escape(line)}</tspan>'
        for n, line in enumerate(p.lines)
    )
    mark = f' class="{escape(p.box.mark)}"' if p.box.mark else ""
    full = f"<title>{escape(p.box.text)}</title>"
    drawn = f'{full}<rect x="{p.x}" y="{p.y}" width="{p.width}" height="{p.height}"/><text>{spans}</text>'
    if p.box.href:
        drawn = f'<a href="{escape(p.box.href)}">{drawn}</a>'
    return f"<g{mark}>{drawn}</g>"


def _in_words(boxes: Sequence[Box], edges: Sequence[Edge]) -> str:
    """The drawing as sentences, for those who do not see it."""
    text = {box.id: box.text for box in boxes}
    return " ".join(f"{text[a]} leads to {text[b]}." for a, b in edges if a in text and b in text)
