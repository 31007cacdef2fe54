"""What HTML allows: the elements that pages here may use, their attributes, and what may stand in what.

Left out on purpose: everything obsolete, and whatever the content-security policy would stop.
"""

from __future__ import annotations


def words(text: str) -> set[str]:
    """The words of a text."""
    return set(text.split())


GLOBAL = words("autofocus class dir hidden id inert lang role spellcheck tabindex title translate")
"""Attributes that every element may have, beside `aria-` and `data-`."""

_TABLE = """
html: | head: | body: | title: | meta: charset name content | link: rel href type media sizes
script: src defer async type | noscript: | template:
header: | footer: | main: | nav: | section: | article: | aside: | search: | address: | hgroup:
h1: | h2: | h3: | h4: | h5: | h6: | p: | hr: | pre: | blockquote: cite | figure: | figcaption: | div:
ul: | ol: start reversed type | li: value | dl: | dt: | dd:
a: href rel target download hreflang type | em: | strong: | small: | s: | cite: | q: cite | dfn: | abbr: | code: | var:
samp: | kbd: | sub: | sup: | i: | b: | u: | mark: | bdi: | bdo: | span: | br: | wbr: | time: datetime | data: value
ins: cite datetime | del: cite datetime
img: src alt width height loading decoding
table: | caption: | colgroup: span | col: span | thead: | tbody: | tfoot: | tr:
td: colspan rowspan headers | th: colspan rowspan headers scope abbr
form: action method enctype autocomplete novalidate accept-charset name
label: for | fieldset: disabled form name | legend: | output: for form name
input: type name value checked required disabled readonly form autocomplete placeholder pattern min max step
input: minlength maxlength size multiple accept list inputmode enterkeyhint
button: type name value form formaction formmethod formnovalidate disabled
select: name required multiple size disabled form autocomplete | optgroup: label disabled
option: value selected disabled label | datalist:
textarea: name rows cols required disabled readonly form autocomplete placeholder minlength maxlength wrap
progress: value max | meter: value min max low high optimum
details: open name | summary: | dialog: open
"""


def _attributes() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in _TABLE.replace("\n", "|").split("|"):
        element, _, attributes = entry.partition(":")
        if element.strip():
            found.setdefault(element.strip(), set()).update(attributes.split())
    return found


ATTRIBUTES = _attributes()
"""Every element that a page may use, with the attributes of its own."""

DRAWING = words("svg g path circle ellipse rect line polyline polygon text tspan title desc defs marker symbol use a")
"""The elements that a drawing may use."""

PHRASING_ONLY = words("""
p h1 h2 h3 h4 h5 h6 pre span em strong small s cite q dfn abbr code var samp kbd sub sup i b u mark bdi bdo time
data label button output summary legend
""")
"""Elements that hold text and what may stand in a line of text, nothing else."""

NOT_PHRASING = words("""
address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hgroup
hr main nav ol p pre search section table ul
""")

TRANSPARENT = {"a", "ins", "del"}
"""These may hold what the element around them may hold."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MAY_HOLD_HEADINGS = {"summary", "legend"}

ONLY_IN = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "summary": {"details"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "option": {"select", "optgroup", "datalist"},
    "optgroup": {"select"},
}
"""Elements that only make sense right inside certain others."""

HOLDS_ONLY = {
    "ul": {"li", "template"},
    "ol": {"li", "template"},
    "dl": {"dt", "dd", "div", "template"},
    "select": {"option", "optgroup", "hr"},
}
"""Elements that hold only certain others."""

MUST_BE_FIRST = {"summary", "legend"}
NOT_AROUND_MAIN = ("article", "aside", "header", "footer", "nav", "section")
INTERACTIVE = {"a", "button", "details", "input", "label", "select", "textarea"}

WITH_TEXT = {"button", "caption", "dd", "dt", "label", "legend", "li", "option", "p", "summary", "th", *HEADINGS}
"""Elements that must not be empty: an empty one is a hole in a template, or a control without a name."""

CONTROLS = {"input", "select", "textarea", "output", "meter", "progress"}
NOT_LABELLED = {"hidden", "submit", "button", "reset", "image"}
REMEMBERED = {"text", "search", "tel", "url", "email", "date", "month", "week", "time", "datetime-local", "number"}
"""Types of input to which `autocomplete` applies by itself; the others follow their form."""

REFERENCES = {
    *("for", "form", "headers", "list", "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details"),
    *("aria-errormessage", "aria-flowto", "aria-labelledby", "aria-owns"),
}
"""Attributes that name the ids of other elements."""

FETCHES = {("script", "src"), ("img", "src"), ("link", "href"), ("svg:use", "href"), ("input", "src")}
"""Attributes by which a page fetches something more."""

LEADS = {("a", "href"), ("svg:a", "href"), ("form", "action"), ("button", "formaction")}
"""Attributes by which a person gets to another page."""
