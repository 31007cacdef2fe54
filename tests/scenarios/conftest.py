"""The example house with its cases, and the cases that come with Handrail, each loaded once."""

from __future__ import annotations

import pytest

from kb import Cache
from rules import KnowledgeBase
from rules.model import Jurisdiction
from scenarios import library
from scenarios.library import Library
from scenarios.model import Scenario
from tests.authoring.examples import TODAY, load


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """Checked files, so that what is sound is parsed once."""
    return Cache(tmp_path_factory.mktemp("cache") / "checked")


@pytest.fixture(scope="session")
def knowledge(cache: Cache) -> KnowledgeBase:
    """The content of the example house."""
    return load(cache=cache)


@pytest.fixture(scope="session")
def cases(knowledge: KnowledgeBase) -> Library:
    """The cases of the example house."""
    return Library(knowledge)


@pytest.fixture(scope="session")
def night(cases: Library) -> Scenario:
    """The larger case of the example house: a nurse and an officer."""
    return cases.scenario("night-shift")


@pytest.fixture(scope="session")
def land(knowledge: KnowledgeBase) -> Jurisdiction:
    """The country of the example house."""
    (found,) = knowledge.countries
    return found


@pytest.fixture(scope="session")
def real(cache: Cache) -> Library:
    """The cases that come with Handrail."""
    return Library(library.load(cache=cache, today=TODAY))
