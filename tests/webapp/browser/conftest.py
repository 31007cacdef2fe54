"""A browser and a server, started once for each process that runs these tests; a new visitor for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rules import KnowledgeBase
from tests.authoring.examples import TODAY
from tests.webapp import browsers
from tests.webapp.browser.server import Watch, elsewhere, serving
from tests.webapp.browser.visitor import DEVICES, SCHEMES, Device, Scheme, Visitor
from webapp.app import create_app
from webapp.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GROUPS = 2
"""In how many processes these tests run at most: each starts a browser and loads the law."""

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and keep each of its files together."""
    mine = [item for item in items if item.path.parent == HERE]
    names = sorted({item.path.name for item in mine})
    for item in mine:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(f"browser{names.index(item.path.name) % GROUPS}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; where there is none the tests fail and say what to install."""
    from playwright.sync_api import sync_playwright

    path = browsers.find()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[browsers.SANDBOX])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def away() -> Iterator[str]:
    """The address of another site, to which people leave."""
    with serving(elsewhere) as address:
        yield f"{address}/"


@pytest.fixture(scope="session")
def watched(real_knowledge: KnowledgeBase, away: str) -> Watch:
    """The pages over the law that comes with Handrail, with every answer checked."""
    return Watch(create_app(Site(real_knowledge, lambda: TODAY, seconds=600, leave_to=away)))


@pytest.fixture(scope="session")
def home(watched: Watch) -> Iterator[str]:
    """The address of a server with these pages."""
    with serving(watched) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, home: str, away: str, watched: Watch) -> Iterator[Visitor]:
    """Somebody with a fresh browser; whatever goes wrong in it or in a page fails the test."""
    watched.asked.clear()
    watched.faults.clear()
    somebody = Visitor(browser, home, away)
    yield somebody
    somebody.leave()
    if noticed := [*map(str, watched.faults), *somebody.problems]:
        pytest.fail("\n".join(noticed), pytrace=False)


@pytest.fixture(params=DEVICES, ids=str)
def device(request: pytest.FixtureRequest) -> Device:
    """A phone, then a desktop."""
    found: Device = request.param
    return found


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Light, then dark."""
    found: Scheme = request.param
    return found
