"""Finds a browser for the tests.

    python -m tests.webapp.browsers     prints its path, or says what to install and fails

The launcher and the tests ask the same question here, so that they cannot differ.  A missing browser fails tests; it
never skips them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome")
"""What a Chromium may be called on the PATH."""

TO_DO = (
    "The tests drive a real browser, and there is none that runs. Install one of these, then run the tests again:\n"
    "  Debian:           sudo apt install chromium\n"
    "  other systems:    .venv/bin/python -m playwright install --with-deps chromium"
)

SANDBOX = "--no-sandbox"
"""Tests open only our own pages, and in containers the sandbox of Chromium does not start."""


class NoBrowserError(RuntimeError):
    """There is no browser that runs; the message says what to install."""


def find() -> str:
    """The path of a Chromium that runs; raises `NoBrowserError`."""
    for path in candidates():
        if runs(path):
            return path
    raise NoBrowserError(TO_DO)


def candidates() -> Iterator[str]:
    """Where a Chromium may be: on the PATH, or where Playwright puts its own."""
    yield from filter(None, map(shutil.which, NAMES))
    yield playwrights_own()


def playwrights_own() -> str:
    """Where Playwright puts its own Chromium, there or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def runs(path: str) -> bool:
    """Whether a browser starts; `chromium-browser` may only say how to get one, or libraries may be missing."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def main() -> int:
    """Say where the browser is, or what to install."""
    try:
        sys.stdout.write(find() + "\n")
    except NoBrowserError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
