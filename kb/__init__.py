"""The ground floor of the house: how content is read, checked, registered and overlaid.

It knows nothing of law, scenarios or pages. Upper floors register their kinds of content and call
`read_content`; see `kb.content`.
"""

from kb.cache import Cache
from kb.content import Content, read_content
from kb.document import Document, MarkdownDocument, Marks
from kb.entry import Entry, Replaced, owner_of
from kb.front_matter import read_markdown
from kb.nearest import nearest
from kb.problems import ContentError, Problem, in_order
from kb.registry import Kind, Registry
from kb.schema import Schemas
from kb.sources import SCHEMA_FOLDER, Source, load_sources, overdue, source_kind
from kb.yaml_reader import read_yaml

__all__ = [
    "SCHEMA_FOLDER",
    "Cache",
    "Content",
    "ContentError",
    "Document",
    "Entry",
    "Kind",
    "MarkdownDocument",
    "Marks",
    "Problem",
    "Registry",
    "Replaced",
    "Schemas",
    "Source",
    "in_order",
    "load_sources",
    "nearest",
    "overdue",
    "owner_of",
    "read_content",
    "read_markdown",
    "read_yaml",
    "source_kind",
]
