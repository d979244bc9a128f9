"""One server and one Chromium for this folder; each test has its own conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.servers import Server, running_server

from .house import PATIENCE_MS, Five, House, five
from .watch import Watch

PLAYWRIGHT_PATIENCE_MS = 5_000


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """For tests that neither kill nor fill it."""
    with running_server(tmp_path_factory.mktemp("e2e") / "data") as running:
        yield running


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that this test may kill."""
    with running_server(tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=PLAYWRIGHT_PATIENCE_MS)


@pytest.fixture
def house_of(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[[Server], House]]:
    """A house on a server; at the end nobody in it may have complained."""
    houses: list[House] = []

    def built(server: Server) -> House:
        houses.append(House(browser, Watch(server.url)))
        # Whatever the order of the fixtures: people go home before their server does.
        request.node.addfinalizer(houses[-1].close)
        return houses[-1]

    yield built
    assert [one for house in houses for one in house.watch.complaints] == []


@pytest.fixture
def house(house_of: Callable[[Server], House], server: Server) -> House:
    """The people of one test on the shared server."""
    return house_of(server)


@pytest.fixture
def evening(house: House, server: Server) -> Callable[..., Five]:
    """Begin a conversation with its five screens; keywords go to ``driegesprek new``."""

    def begun(**options: Any) -> Five:
        return five(house, server, **options)

    return begun
