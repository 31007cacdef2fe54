"""The command line and the pages over the example house: small, quick, and independent of any real law.

From here on every answer that a test gets from an application is checked (`pages.CheckedClient`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, Any, Protocol

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from kb import Cache
from rules import KnowledgeBase
from scenarios import library
from tests.authoring.examples import HOUSE, TODAY
from tests.webapp.browse import Browse
from tests.webapp.pages import CheckedClient
from webapp import house
from webapp.app import Application, create_app
from webapp.cli import main
from webapp.site import Site

Application.test_client_class = CheckedClient


class Handrail(Protocol):
    """Runs the command in this process."""

    def __call__(self, *arguments: str, input: str | bytes | IO[Any] | None = None) -> Result:
        """The result of one command, with what was typed."""


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for checked files, so that what is sound is parsed once."""
    return tmp_path_factory.mktemp("cache") / "checked"


@pytest.fixture(scope="session")
def knowledge(cache_folder: Path) -> KnowledgeBase:
    """The example house, loaded and compiled once."""
    return library.load(None, Cache(cache_folder), TODAY, HOUSE)


@pytest.fixture(scope="session")
def real_knowledge(cache_folder: Path) -> KnowledgeBase:
    """The law and the practice cases that come with Handrail, loaded and compiled once."""
    return library.load(None, Cache(cache_folder), TODAY)


@pytest.fixture(scope="session")
def app(knowledge: KnowledgeBase) -> Flask:
    """The pages over the example house (country XA)."""
    return pages_over(knowledge)


@pytest.fixture(scope="session")
def real_app(real_knowledge: KnowledgeBase) -> Flask:
    """The pages over the law that comes with Handrail."""
    return pages_over(real_knowledge)


PATIENCE = 600
"""Seconds for one answer: on a busy machine a test is not to fail for lack of time."""


def pages_over(knowledge: KnowledgeBase) -> Flask:
    """An application in which a fault of ours fails the test that meets it."""
    app = create_app(Site(knowledge, lambda: TODAY, seconds=PATIENCE))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


@pytest.fixture
def browse(app: Flask) -> Browse:
    """Somebody reading pages over the example house."""
    return Browse(app.test_client())


@pytest.fixture
def browse_real(real_app: Flask) -> Browse:
    """Somebody reading pages over the law that comes with Handrail."""
    return Browse(real_app.test_client())


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, cache_folder: Path) -> None:
    """A fixed day, no content of one's own, and a cache that belongs to the tests."""
    monkeypatch.setattr(house, "today", lambda: TODAY)
    monkeypatch.setenv(house.CACHE, str(cache_folder))
    monkeypatch.delenv(house.CONTENT, raising=False)


@pytest.fixture
def handrail(monkeypatch: pytest.MonkeyPatch, knowledge: KnowledgeBase) -> Handrail:
    """The command over the example house as it is."""
    monkeypatch.setattr(house, "load", lambda overlay=None: knowledge)
    return run


@pytest.fixture
def handrail_loading(monkeypatch: pytest.MonkeyPatch) -> Handrail:
    """The command that loads the example house each time, with whatever is laid over it."""
    monkeypatch.setattr(library, "load", partial(library.load, root=HOUSE))
    return run


def run(*arguments: str, input: str | bytes | IO[Any] | None = None) -> Result:
    """Run the command; what it does not expect is a failure of the test."""
    result = CliRunner().invoke(main, arguments, input=input)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file of a content folder of one's own; gives the folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path / "own"

    return write


@pytest.fixture
def another_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let another day be today."""
    return lambda day: monkeypatch.setattr(house, "today", lambda: day)
