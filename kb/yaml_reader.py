"""YAML to plain data, with the position of every key and value.

Content uses a small, safe part of YAML: no anchors, aliases, tags, merge keys, directives,
repeated keys or keys that are not text, one document a file (see `kb.scalars` for which words are
more than text). The reader works on the stream of parse events and builds the values itself:
nesting is counted before anything is built, because the C parser's own builder crashes on deep
nesting, and nothing in a file can name a Python type. It reports as many problems of a file as it
can in one run. Whether the data makes sense is the business of `kb.schema`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.document import Document, Mark, Marks
from kb.problems import MAX_PROBLEMS, ContentError, Problem, in_order, shortened
from kb.scalars import MAX_DIGITS, NumberTooLargeError, resolve
from kb.text import NOT_TEXT, character_name, read_text

if TYPE_CHECKING:
    from yaml.events import CollectionStartEvent, DocumentStartEvent, Event, NodeEvent, ScalarEvent

#: Changes whenever the same bytes would be read to other data; part of the keys of `kb.cache`.
READER_VERSION = "1"
MAX_NESTING = 50
_TAB_INDENTATION = re.compile(r"^ *\t")
#: The pending key of a mapping: none yet, or one whose value is dropped.
_NO_KEY, _DROPPED = object(), object()


def read_yaml(raw: bytes, name: str) -> Document:
    """Read one file; raises `ContentError` with all problems that were found."""
    document, problems = scan_yaml(raw, name)
    if document is None or problems:
        raise ContentError(problems)
    return document


def scan_yaml(raw: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """Read one file without raising.

    A document may come with problems when its data is whole nevertheless (a repeated key, say), so
    that further checks of it still say something true.
    """
    text, problems = read_text(raw, name)
    if text is None:
        return None, problems
    return scan_text(text, name, problems)


def scan_text(text: str, name: str, known: list[Problem], first_line: int = 1) -> tuple[Document | None, list[Problem]]:
    """Like `scan_yaml`, of text that begins on `first_line` of its file.

    `known` are the problems of the text as such; a syntax error on a line that has one already is
    its consequence and not reported.
    """
    builder = _Builder(name, first_line, [*known, *_tab_problems(text, name, first_line)])
    builder.read(text)
    if not builder.documents and not builder.problems:
        builder.add(0, 0, "empty-file", todo="Write the content, or delete the file.")
    document = None
    if builder.whole and builder.root_mark is not None:
        document = Document(name, builder.root, Marks(builder.root_mark))
    return document, in_order(builder.problems)


def _tab_problems(text: str, name: str, first_line: int) -> list[Problem]:
    if "\t" not in text:
        return []
    todo = "Indent with spaces, two for each step."
    return [
        Problem(name, number, match.end(), "tab-indentation", "\t", ("spaces",), todo=todo)
        for number, line in enumerate(text.split("\n"), first_line)
        if (match := _TAB_INDENTATION.match(line))
    ][:MAX_PROBLEMS]


class _StopReadingError(Exception):
    """Reading on would be dangerous or pointless."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being filled."""

    value: dict[str, Any] | list[Any]
    mark: Mark
    key: Any = _NO_KEY


class _Builder:
    """Takes parse events and makes values, marks and problems of them."""

    def __init__(self, name: str, first_line: int, problems: list[Problem]) -> None:
        self.problems = problems
        self.documents = 0
        self.root: Any = None
        self.root_mark: Mark | None = None
        #: False once part of the data is missing, so that checking it would mislead.
        self.whole = True
        self._name = name
        self._first_line = first_line
        self._frames: list[_Frame] = []
        self._spoiled_lines = {problem.line for problem in problems}

    def read(self, text: str) -> None:
        """Read all events of the text, as far as they can be read."""
        # Imported here: a start from a warm cache never parses.
        import yaml

        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._on_scalar,
            yaml.AliasEvent: self._on_alias,
            yaml.MappingStartEvent: self._on_mapping_start,
            yaml.SequenceStartEvent: self._on_sequence_start,
            yaml.MappingEndEvent: self._on_end,
            yaml.SequenceEndEvent: self._on_end,
            yaml.DocumentStartEvent: self._on_document,
        }
        try:
            for event in yaml.parse(text, Loader=loader):
                if handler := handlers.get(type(event)):
                    handler(event)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The last two are the Python parser's answer to an escape that names no character.
            self.whole = False
            self._on_syntax_error(error)
        except _StopReadingError:
            self.whole = False

    def add(self, line: int, column: int, code: str, **facts: Any) -> None:
        """Note a problem at a position counted from 0; stops when there are too many."""
        line += self._first_line
        self.problems.append(Problem(self._name, line, column + 1, code, **facts))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopReadingError

    def _add_at(self, event: Event, code: str, **facts: Any) -> None:
        mark = self._mark(event)
        self.add(mark.line - self._first_line, mark.column - 1, code, **facts)

    def _mark(self, event: Event) -> Mark:
        start = event.start_mark
        assert start is not None  # both parsers give every event its place
        return Mark(start.line + self._first_line, start.column + 1)

    def _on_document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if event.version or event.tags:
            self._add_at(event, "directive", todo="Delete the lines that begin with %.")
        if self.documents > 1:
            todo = "Keep one document: delete this --- or move what follows to its own file."
            self._add_at(event, "several-documents", found="---", todo=todo)
            raise _StopReadingError

    def _on_scalar(self, event: ScalarEvent) -> None:
        self._refuse_features(event)
        if not self._frames and event.value == "" and not event.style and not event.tag:
            self._add_at(event, "empty-file", todo="Write the content, or delete the file.")
            raise _StopReadingError
        frame = self._frames[-1] if self._frames else None
        if frame and isinstance(frame.value, dict) and frame.key is _NO_KEY:
            frame.key = self._key(event, frame)
        else:
            self._attach(self._value(event), self._mark(event))

    def _on_alias(self, event: NodeEvent) -> None:
        todo = "Write the value out; content has no references of this kind."
        self._add_at(event, "alias", found=f"*{event.anchor}", todo=todo)
        self.whole = False
        self._attach(None, self._mark(event))

    def _on_mapping_start(self, event: CollectionStartEvent) -> None:
        self._open(event, {})

    def _on_sequence_start(self, event: CollectionStartEvent) -> None:
        self._open(event, [])

    def _open(self, event: CollectionStartEvent, value: dict[str, Any] | list[Any]) -> None:
        self._refuse_features(event)
        if len(self._frames) >= MAX_NESTING:
            found, allowed = f"more than {MAX_NESTING} levels", (f"at most {MAX_NESTING} levels",)
            todo = "Give parts a name and refer to them, or check for stray brackets."
            self._add_at(event, "nesting-too-deep", found=found, allowed=allowed, todo=todo)
            raise _StopReadingError
        mark = self._mark(event)
        mark.children = {}
        if isinstance(value, dict):
            mark.keys = {}
        self._frames.append(_Frame(value, mark))

    def _on_end(self, _event: Event) -> None:
        frame = self._frames.pop()
        self._attach(frame.value, frame.mark)

    def _attach(self, value: Any, mark: Mark) -> None:
        if not self._frames:
            self.root, self.root_mark = value, mark
            return
        frame = self._frames[-1]
        children = frame.mark.children
        assert children is not None  # every frame is a collection
        if isinstance(frame.value, list):
            children[len(frame.value)] = mark
            frame.value.append(value)
        elif frame.key is _NO_KEY:
            # A list, a mapping or an alias in place of a key.
            todo = "Write the key as a word of text."
            line = mark.line - self._first_line
            self.whole = False
            frame.key = _DROPPED
            self.add(line, mark.column - 1, "key-not-text", allowed=("text",), todo=todo)
        else:
            if frame.key is not _DROPPED:
                frame.value[frame.key] = value
                children[frame.key] = mark
            frame.key = _NO_KEY

    def _key(self, event: ScalarEvent, frame: _Frame) -> Any:
        assert frame.mark.keys is not None
        assert isinstance(frame.value, dict)
        word, plain = event.value, not event.style and event.tag is None
        self._refuse_characters(event)
        if plain and word == "<<":
            todo = "Write the keys out; content has no merging."
            self.whole = False
            self._add_at(event, "merge-key", found=word, todo=todo)
            return _DROPPED
        if plain and not isinstance(self._resolved(event), str):
            todo = f"Put the key in quotes: '{word}'."
            self._add_at(event, "key-not-text", found=word, allowed=("text",), todo=todo)
        if word in frame.value:
            first = frame.mark.keys[word][0]
            todo = f"It stands on line {first} already. Delete one of the two, or rename it."
            self._add_at(event, "duplicate-key", found=word, todo=todo)
            return _DROPPED
        mark = self._mark(event)
        frame.mark.keys[word] = (mark.line, mark.column)
        return word

    def _value(self, event: ScalarEvent) -> Any:
        self._refuse_characters(event)
        if event.style or event.tag is not None:
            return event.value
        return self._resolved(event)

    def _resolved(self, event: ScalarEvent) -> Any:
        try:
            return resolve(event.value)
        except NumberTooLargeError:
            allowed = (f"numbers of at most {MAX_DIGITS} digits", "text in quotes")
            todo = "If it is a reference and no quantity, put it in quotes."
            self._add_at(event, "number-too-large", found=event.value, allowed=allowed, todo=todo)
            return 0

    def _refuse_features(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            todo = "Delete it, or put a value that begins with & in quotes."
            self._add_at(event, "anchor", found=f"&{event.anchor}", todo=todo)
        if event.tag is not None:
            found = event.tag.replace("tag:yaml.org,2002:", "!!")
            todo = "Delete it, or put a value that begins with ! in quotes."
            self._add_at(event, "tag", found=found, todo=todo)

    def _refuse_characters(self, event: ScalarEvent) -> None:
        if match := NOT_TEXT.search(event.value):
            todo = "Delete this escape: it stands for an invisible character."
            self._add_at(event, "control-character", found=character_name(match[0]), todo=todo)

    def _on_syntax_error(self, error: Exception) -> None:
        from kb.yaml_hints import explain_syntax_error

        (line, column), said, todo = explain_syntax_error(error)
        if line + self._first_line in self._spoiled_lines:
            return
        self.problems.append(
            Problem(
                *(self._name, line + self._first_line, column + 1, "syntax", shortened(said)),
                todo=f"{todo} What follows could not be read yet.",
            )
        )
