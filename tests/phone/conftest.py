"""A server, an evening and phones: real Chromium through real sockets.

Rule: a phone is a browser context of its own (its cookies and storage), the chair an ordinary
client of the contract. Nothing here reaches into the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.clients import Phone, ticket_of
from tests.servers import Server, running_server

expect.set_options(timeout=15_000)  # a machine that runs other tests as well
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "nl-NL"}


@dataclass
class Evening:
    """One conversation on one server, its chair connected."""

    server: Server
    links: dict[str, str]
    chair: Phone

    def to(self, phase: str, circle: str | None = None) -> None:
        """Advance until this phase (of that circle)."""
        while not self._at(phase, circle):
            number = self.chair.stage["number"]
            self.chair.done("advance")
            self.chair.wait(lambda chair, before=number: chair.stage["number"] != before)

    def _at(self, phase: str, circle: str | None) -> bool:
        stage = self.chair.stage
        return stage["phase"] == phase and circle in (None, stage["circle"])

    def texts(self) -> list[str]:
        """The notes that lie on the table, as the minutes tell them."""
        circles = self.server.minutes(self.links["code"])["circles"]
        return sorted(note["text"] for circle in circles for note in circle["notes"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("phone") / "data"
    with running_server(data) as running:
        yield running


@pytest.fixture
def evening(server: Server) -> Iterator[Evening]:
    links = server.new(school="De Regenboog")
    chair = Phone(server, ticket_of(links["chair_url"]), reconnection=True).connect()
    yield Evening(server, links, chair)
    chair.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A fresh phone; keywords go to the browser (``java_script_enabled=False``)."""
    opened: list[BrowserContext] = []

    def another(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(**{**PHONE, **options}))
        return opened[-1]

    yield another
    for one in opened:
        one.close()


@pytest.fixture
def join(evening: Evening, context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Join in a circle, as a person does: the page after tapping the circle."""

    def joined(circle: str, phone: BrowserContext | None = None, **options: Any) -> Page:
        page = (phone or context(**options)).new_page()
        page.goto(evening.links["join_url"] + "?another")
        page.click(f"button[value={circle}]")
        page.wait_for_selector("#region-head h1")
        return page

    return joined
