"""Makes the picture of the advice page that the README shows: `.venv/bin/python -m tests.screenshot`.

The case is one of the worked examples of the Dutch rulebook; nobody in it exists.
"""

from __future__ import annotations

import json
from threading import Thread
from typing import TYPE_CHECKING, Any

from playwright.sync_api import FilePayload, sync_playwright

from tests.house import HOUSE
from tests.webapp import browsers
from webapp.server import Server, make_server, make_site

if TYPE_CHECKING:
    from webapp.site import Site

PICTURE = HOUSE / "tests" / "advice.png"
EXAMPLE = "nl-g-named-threat"
WIDTH, HEIGHT = 1280, 1000


def example(site: Site) -> str:
    """The case of the example, about the police alone, as a saved file holds it."""
    entry = next(entry for entry in site.knowledge.golden("NL") if entry.id == EXAMPLE)
    document: dict[str, Any] = {"jurisdiction": "NL", **entry.data["case"], "ask_about": ["police"]}
    case = site.knowledge.case(document, site.today())
    return json.dumps(case.document(site.rulebook("NL")))


def take(server: Server, saved: str) -> None:
    """Load the case on the form, and take the picture of the advice."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.find(), args=[browsers.SANDBOX])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1)
        page.goto(f"{server.address}check")
        page.get_by_text("Load a case that you saved").click()
        file: FilePayload = {"name": "handrail-case.json", "mimeType": "application/json", "buffer": saved.encode()}
        page.set_input_files("input[type=file]", [file])
        page.get_by_role("button", name="Load it").click()
        # By way of the record, so that nothing is said about the file.
        page.get_by_role("button", name="Record to print").click()
        page.get_by_role("button", name="Back to the advice").click()
        page.get_by_role("heading", name="What to do now").wait_for()
        page.screenshot(path=PICTURE)
        chromium.close()


def main() -> None:
    """Serve the pages, take the picture, stop."""
    site = make_site()
    server = make_server(site)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    take(server, example(site))
    server.close()
    thread.join(timeout=10)


if __name__ == "__main__":
    main()
