"""``python -m tests.bench.phone``: what the first load of a phone's page weighs, and its time.

Prints the bytes by kind, then for a slow mobile link (1.6 Mbit/s, 150 ms) and, beside it, for no
slowing at all on the same machine: when the main sentence was painted and when the page had its
first view over the link. *Usable* is the later of the two. The cache is cold each time. The browser
slows its requests, not connecting and not the frames of a websocket, so a real phone adds a round
trip or two.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.network import Log
from tests.browser import ARGUMENTS, executable_path
from tests.clients import Phone, ticket_of
from tests.servers import running_server

TARGET_BYTES = 100_000
TARGET_MS = 2000
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "nl-NL"}
Cookies = Any
"""As one context of Playwright gives them and another takes them."""

WATCH = """
new MutationObserver(() => { window.viewAt ??= performance.now(); }).observe(
  document, { subtree: true, attributes: true, attributeFilter: ["data-phase"] });
"""
MOMENTS = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return [paint.startTime, window.viewAt];
}"""


@dataclass(frozen=True)
class Load:
    """One cold load: bytes by kind, and moments in milliseconds from asking for the page."""

    bytes: Counter[str]
    requests: int
    painted: float
    viewed: float

    @property
    def usable(self) -> float:
        return max(self.painted, self.viewed)


def seat(browser: Browser, join_url: str, circle: str) -> tuple[str, Cookies]:
    """Join as a person does: the address of the page, and the cookies that open it."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(join_url)
    page.click(f"button[value={circle}]")
    page.wait_for_selector("#region-head h1")
    taken = page.url, context.cookies()
    context.close()
    return taken


@contextmanager
def cold(browser: Browser, cookies: Cookies) -> Iterator[tuple[Page, Log]]:
    """A page of a phone that has the seat and nothing in its cache."""
    context = browser.new_context(**PHONE)
    context.add_cookies(cookies)
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page, Log(page)
    context.close()


def settle(page: Page, log: Log) -> None:
    """Until the first view is in the page, its link is complete and all that it loads has come."""
    page.wait_for_function("() => window.viewAt !== undefined")
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    while log.unfinished() or not log.upgraded:
        page.wait_for_timeout(20)


def load(browser: Browser, url: str, cookies: Cookies, slow: bool) -> Load:
    """One cold load."""
    with cold(browser, cookies) as (page, log):
        if slow:
            log.slow_down()
        page.goto(url, wait_until="commit")
        settle(page, log)
        painted, viewed = page.evaluate(MOMENTS)
        return Load(log.by_kind(), len(log.requests), painted, viewed)


def show(name: str, loads: list[Load]) -> None:
    """The middle one of several loads, and the worst."""
    for what in ("painted", "viewed", "usable"):
        times = [getattr(one, what) for one in loads]
        print(f"  {name:8} {what:8} {statistics.median(times):6.0f} ms (worst {max(times):.0f})")


def weigh(loaded: Load) -> None:
    """The bytes by kind."""
    for kind, count in sorted(loaded.bytes.items(), key=lambda one: -one[1]):
        print(f"  {kind:12} {count:7} bytes")
    total = loaded.bytes.total()
    print(
        f"  {'together':12} {total:7} bytes in {loaded.requests} requests (at most {TARGET_BYTES})"
    )


def advance(chair: Phone) -> None:
    """To the next step, as the chair sees it."""
    before = chair.stage["number"]
    chair.done("advance")
    chair.wait(lambda phone: phone.stage["number"] != before)


def measure(browser: Browser, url: str, cookies: Cookies, runs: int) -> bool:
    """Print one step's figures; slow and floor take turns. Whether both targets are met."""
    slow, floor = [], []
    for _ in range(runs):
        slow.append(load(browser, url, cookies, slow=True))
        floor.append(load(browser, url, cookies, slow=False))
    weigh(slow[0])
    show("slow", slow)
    show("floor", floor)
    usable = statistics.median(one.usable for one in slow)
    return usable <= TARGET_MS and slow[0].bytes.total() <= TARGET_BYTES


def main() -> int:
    """Measure in the lobby and while listening; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phone", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="cold loads of each kind")
    runs = parser.parse_args().runs
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "data") as server,
        sync_playwright() as playwright,
    ):
        links = server.new()
        browser = playwright.chromium.launch(executable_path=executable_path(), args=ARGUMENTS)
        url, cookies = seat(browser, links["join_url"], "parents")
        chair = Phone(server, ticket_of(links["chair_url"])).connect()
        print(f"lobby, {runs} cold loads each:")
        met = [measure(browser, url, cookies, runs)]
        advance(chair)
        advance(chair)
        print(f"listening, {runs} cold loads each:")
        met.append(measure(browser, url, cookies, runs))
        chair.close()
        browser.close()
    print(f"usable within {TARGET_MS} ms on the slow link: {'yes' if all(met) else 'no'}")
    return int(not all(met))


if __name__ == "__main__":
    raise SystemExit(main())
