"""Somebody with a real browser, who notices whatever goes wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Device:
    """What somebody holds in their hand or sits before."""

    name: str
    width: int
    height: int
    touch: bool

    def __str__(self) -> str:
        return self.name


PHONE = Device("phone", 390, 844, touch=True)
DESKTOP = Device("desktop", 1280, 900, touch=False)
DEVICES = (PHONE, DESKTOP)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass
class Visitor:
    """Opens pages of the server at `home`, each time as somebody new; `problems` lists what went wrong.

    `leaves_to` is the one other address where a person may go from here; nothing may be fetched from anywhere else.
    """

    browser: Browser
    home: str
    leaves_to: str
    problems: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def arrive(
        self,
        path: str = "/",
        device: Device = PHONE,
        scheme: Scheme = "light",
        *,
        scripts: bool = True,
        **more: Any,
    ) -> Page:
        """Open a page in a fresh browser, set to Dutch unless told; `more` goes to Playwright's `new_context`."""
        more.setdefault("locale", "nl-NL")
        context = self.browser.new_context(
            base_url=self.home,
            viewport={"width": device.width, "height": device.height},
            is_mobile=device.touch,
            has_touch=device.touch,
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        page = context.new_page()
        page.goto(path)
        return page

    def leave(self) -> None:
        """Close everything; nothing may be left behind."""
        for context in self.contexts:
            if context.cookies():
                self.problems.append(f"cookies: {context.cookies()}")
            context.close()
        self.contexts.clear()

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is noticed below, with its address.
        if message.type in ("error", "warning", "assert") and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if request.url.startswith(f"{self.home}/"):
            return
        if not (request.url.startswith(self.leaves_to) and request.is_navigation_request()):
            self.problems.append(f"asked another host: {request.method} {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left stops what it was still fetching.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self.problems.append(f"answered {response.status}: {response.url}")


def axe(page: Page) -> None:
    """Fail with every accessibility rule that a page violates, the elements, and where to read on."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}})
    lines = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}, {violation['helpUrl']}\n"
        + "\n".join(f"    {node['target']} {node['html'][:160]}\n      {_why(node)}" for node in violation["nodes"][:6])
        for violation in found.response["violations"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for key in ("any", "all", "none") for check in node[key])


def scrolls_sideways(page: Page) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def focused(page: Page) -> str:
    """What the keyboard is on: the start of its tag and its text."""
    said: str = page.evaluate(
        "(() => { const it = document.activeElement; return it.tagName.toLowerCase() + (it.id ? '#' + it.id : '')"
        " + ' ' + (it.innerText || it.value || '').trim().slice(0, 40) })()"
    )
    return said


def focus_is_visible(page: Page) -> bool:
    """Whether the element with the focus is within the window and looks different from how it looks without."""
    return bool(page.evaluate(_LOOKS_FOCUSED))


_LOOKS_FOCUSED = """(() => {
  const it = document.activeElement;
  const shape = it.closest('label') || it;
  const look = () => [it, shape].map(one => {
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join();
  }).join();
  const with_focus = look(), box = shape.getBoundingClientRect();
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  it.blur();
  const without = look();
  it.focus({focusVisible: true, preventScroll: true});
  return inside && with_focus !== without;
})()"""
