"""What the tests of authoring share."""

from __future__ import annotations

import pytest

from kb import Cache
from rules import KnowledgeBase
from tests.authoring.examples import load


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """Checked files, so that only the broken file of each test is parsed."""
    return Cache(tmp_path_factory.mktemp("cache") / "checked")


@pytest.fixture(scope="session")
def house(cache: Cache) -> KnowledgeBase:
    """The example house."""
    return load(cache=cache)
