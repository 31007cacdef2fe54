"""Long work on several countries side by side, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from rules import KnowledgeBase
from webapp import house

T = TypeVar("T")


def each_apart(
    knowledge: KnowledgeBase, codes: Sequence[str], work: Callable[[KnowledgeBase, str], T], apart: Callable[[str], T]
) -> Iterator[tuple[str, T]]:
    """The result for each country in order: `work` here for one alone, else `apart`, which loads content for itself."""
    if len(codes) == 1:
        yield codes[0], work(knowledge, codes[0])
        return
    for code in codes:
        knowledge.rulebook(code, house.today())  # whatever is unavailable is said before the long work begins
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from zip(codes, pool.map(apart, codes), strict=True)
