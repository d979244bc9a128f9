"""A real server and a real Chromium, and the chair's page in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.servers import Server, running_server

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of this folder; each has its own conversation."""
    with running_server(tmp_path_factory.mktemp("chair") / "data") as one:
        yield one


@dataclass
class Desk:
    """Opens pages, each in a browser of its own, and keeps what their consoles complain of."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, url: str, size: dict[str, int] | None = None, **options: Any) -> Page:
        """A page that is connected."""
        context = self.browser.new_context(viewport=size or LAPTOP, locale="nl-NL", **options)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return self.tab(context, url)

    def tab(self, context: BrowserContext, url: str) -> Page:
        """One more tab of the same browser."""
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        page.goto(url)
        connected(page)
        return page

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


def connected(page: Page) -> None:
    """Until the page says that it is connected."""
    page.wait_for_selector("[data-connection]:not(.is-lost)")


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    """Pages for one test; nothing may stand in a console at its end."""
    one = Desk(browser)
    yield one
    for context in one.contexts:
        context.close()
    assert one.complaints == []
