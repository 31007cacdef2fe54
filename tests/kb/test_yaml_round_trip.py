"""Whatever PyYAML writes of plain data is read back as it was, with true positions."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb import read_yaml
from kb.scalars import NumberTooLargeError, resolve
from kb.text import NOT_TEXT

LOOKALIKES = [
    *("true", "True", "no", "NO", "yes", "on", "null", "~", "", "1", "-1", "1.5", ".inf", "1e3"),
    *("2026-11-24", "12:30", "0x1F", "017", "1_000", "<<", "=", "*a", "&a", "!a", "- a", "a: b"),
    *("# a", "'", '"', "a\nb", "\t", " a ", "---", "...", "%a", "@a", "`a`", "[", "{", "é😀"),
]


class _Plain(yaml.SafeDumper):
    """Writes repeated values out instead of referring to the first."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def dumped(data: Any, *, flow: bool = False) -> str:
    return yaml.dump(data, Dumper=_Plain, default_flow_style=flow, sort_keys=False, allow_unicode=True)


def is_written_as_text(text: str) -> bool:
    """PyYAML writes for YAML 1.1, which takes some numbers of 1.2 (1e3) for plain text."""
    if dumped([text]).startswith(("- '", '- "')):
        return True
    try:
        return isinstance(resolve(text), str)
    except NumberTooLargeError:
        return False


texts = (st.text() | st.sampled_from(LOOKALIKES)).filter(
    lambda text: NOT_TEXT.search(text) is None and is_written_as_text(text)
)
numbers = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(allow_nan=False)
plain_data = st.recursive(
    texts | numbers | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
words = st.text(st.characters(categories=["L", "N"]), min_size=1).filter(is_written_as_text)


@pytest.mark.parametrize("flow", [True, False])
@given(data=plain_data)
def test_what_was_written_is_read_back(flow: bool, data: Any) -> None:
    read = read_yaml(dumped(data, flow=flow).encode(), "a.yaml").data
    # repr also tells True from 1 and 1 from 1.0.
    assert repr(read) == repr(data)


@pytest.mark.parametrize("flow", [True, False])
@given(data=st.dictionaries(words, st.lists(words | st.integers(-99, 99)), min_size=1))
def test_positions_point_at_text_that_begins_with_the_value(flow: bool, data: dict[str, list[Any]]) -> None:
    written = dumped(data, flow=flow)
    lines = written.split("\n")
    marks = read_yaml(written.encode(), "a.yaml").marks
    for key, values in data.items():
        places = [(key, marks.of_key((key,)))]
        places += [(value, marks.of((key, at))) for at, value in enumerate(values)]
        for value, (line, column) in places:
            text = lines[line - 1][column - 1 :]
            assert text.removeprefix("'").startswith(str(value))
