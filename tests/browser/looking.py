"""Looking at a page as its readers do: with axe, a policy, a small screen, and a thumb."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
SMALL = {"width": 320, "height": 640}
TARGET_PX_MIN = 44
UNTIL_SECONDS_MAX = 20
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LISTEN = """
window.blocked = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.blocked.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
RUN_AXE = """async (tags) => {
  // The same words and colours on larger letters: only what depends on sizes is asked again.
  const large = document.documentElement.classList.contains("large");
  const only = large ? {type: "rule", values: ["target-size", "scrollable-region-focusable"]}
    : {type: "tag", values: tags};
  const found = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id}: ` + one.nodes.map(
    (node) => `${node.target.join(" ")} ${node.any.map((any) => any.message).join("; ")}`
  ).slice(0, 4).join(" | "));
}"""
SMALL_TARGETS = """(least) => {
  const found = [];
  const parts = "button, a.btn, a.tile, a.back, summary, header nav a, nav.tabs a, label.c";
  for (const one of document.querySelectorAll(parts)) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.classList.contains("link")) continue;
    if (box.height < least - 0.5 || box.width < least - 0.5)
      found.push([one.tagName, one.className, one.textContent.trim().slice(0, 20),
        `${Math.round(box.width)}x${Math.round(box.height)}`].join(" "));
  }
  return found;
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => [...document.querySelectorAll("main *")].filter((one) =>
  one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
  && !one.closest(".scroll")).slice(0, 3).map((one) => one.tagName + "." + one.className)"""
T = TypeVar("T")


@dataclass
class Look:
    """What was seen of one page."""

    axe: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    sideways: str = ""


class Eyes:
    """A page of the browser together with everything it complains about."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.said: list[str] = []
        self.blocked: list[str] = []
        self.faults: list[str] = []
        self.bytes = self.requests = 0
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))
        self._wire = page.context.new_cdp_session(page)
        self._wire.on("Network.requestWillBeSent", self._count)
        self._wire.on("Network.loadingFinished", self._weigh)
        self._wire.send("Network.enable")

    def _hear(self, said: ConsoleMessage) -> None:
        # A form that is refused answers 4xx, and Chromium reports that as an error of the page.
        is_refusal = re.search(r"status of 4(09|22|10)", said.text)
        if said.type in {"error", "warning"} and not is_refusal:
            self.said.append(f"{self.page.url}: {said.text}")

    def _count(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.requests += 1

    def _weigh(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def open(self, address: str) -> None:
        self.bytes = self.requests = 0
        answer = self.page.goto(self.base + address)
        assert answer is not None
        assert answer.ok, (address, answer.status, self.page.locator("main").inner_text())

    def press(self, selector: str) -> None:
        """Press a button that leads to another page, or to this one again."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def note_blocked(self) -> list[str]:
        found: list[str] = self.page.evaluate("() => window.blocked || []")
        self.blocked += found
        return found

    def look(self, *, small: bool = True) -> Look:
        """Have axe judge the page, measure what is pressed, and make the window narrow."""
        page = self.page
        self.note_blocked()
        page.evaluate(AXE)
        found = Look(page.evaluate(RUN_AXE, RULES))
        if small:
            before = page.viewport_size
            found.small = page.evaluate(SMALL_TARGETS, TARGET_PX_MIN)
            page.set_viewport_size(SMALL)  # type: ignore[arg-type]
            if page.evaluate(SIDEWAYS) > 0:
                found.sideways = f"{page.evaluate(SIDEWAYS)} px: {page.evaluate(WIDEST)}"
            if before is not None:
                page.set_viewport_size(before)
        return found

    def check(self, name: str) -> None:
        """Look at a step of a journey, keep a picture, and write down what is wrong with it."""
        keep_picture(self.page, name)
        found = self.look()
        wrong = [*found.axe, *found.small, *filter(None, [found.sideways])]
        self.faults += [f"{name}: {one}" for one in wrong]
        for one in wrong:
            note_figure(f"{name}: {one}")

    def all_faults(self) -> list[str]:
        """Everything that was wrong since the window was opened."""
        self.note_blocked()
        return [*self.faults, *self.said, *self.blocked]


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page for people to look at, where one is wanted."""
    folder = os.environ.get("ISLAND_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def note_figure(words: str) -> None:
    """Keep a measured figure beside the pictures."""
    folder = os.environ.get("ISLAND_SCREENSHOTS")
    if folder:
        with Path(folder, "figures.txt").open("a", encoding="utf-8") as figures:
            figures.write(f"{words}\n")


@contextmanager
def a_window(
    browser: Browser,
    base: str,
    size: dict[str, int] = PHONE,
    *,
    cookies: dict[str, str] | None = None,
    javascript: bool = True,
    language: str = "zh-CN",
) -> Iterator[Eyes]:
    """Open a browser that knows nobody, as wide as a phone or a desk; close it again."""
    context: BrowserContext = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale=language,
        timezone_id="Asia/Shanghai",
        java_script_enabled=javascript,
    )
    context.set_default_timeout(30_000)
    if cookies:
        context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
        )
    if javascript:
        context.add_init_script(LISTEN)
    try:
        yield Eyes(context.new_page(), base)
    finally:
        context.close()


def until(read: Callable[[], T], seconds: float = UNTIL_SECONDS_MAX) -> T:
    """Ask again and again until the answer is not empty."""
    ends = time.monotonic() + seconds
    while not (found := read()):
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.02)
    return found
