"""The page of all parts: there when asked for, nowhere else, and complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page

from facilitation.paths import STATIC
from tests.csp import no_violations
from tests.servers import Server, running_server

pytestmark = pytest.mark.e2e
PATH = "/-/patterns"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A developer's server."""
    data = tmp_path_factory.mktemp("patterns") / "data"
    with running_server(data, env={"DRIEGESPREK_PATTERNS": "1"}) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("env", [{}, {"DRIEGESPREK_PATTERNS": "0"}], ids=["without", "0"])
def test_page_is_unknown_on_an_ordinary_server(tmp_path: Path, env: dict[str, str]) -> None:
    with running_server(tmp_path / "data", env=env) as ordinary:
        answer = requests.get(ordinary.url + PATH, timeout=10)
    assert answer.status_code == 404
    assert "swatch" not in answer.text


def test_page_shows_every_colour_icon_and_ring_within_the_policy(
    server: Server, page: Page
) -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text("utf-8").partition("@media")[0]
    icons = (STATIC / "icons.svg").read_text("utf-8")
    with no_violations(page):
        page.goto(server.url + PATH)
        page.wait_for_selector("#rings .clock-digits:text-is('8:24')")
    assert page.locator("h1").inner_text() == "Patterns"
    shown = [one.removeprefix("--") for one in page.locator("#tokens code").all_inner_texts()]
    assert shown == re.findall(r"--([a-z-]+):\s*#", tokens)
    assert page.locator("#icons code").all_inner_texts() == re.findall(
        r'id="icon-([a-z-]+)"', icons
    )
    painted = page.locator("#rings .ring").evaluate_all(
        "rings => rings.map(r => r.children.length)"
    )
    assert min(painted) > 0
    assert page.locator("[style]").count() == 0


@pytest.mark.parametrize("width", [320, 1366])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_sticks_out_in_either_direction(
    server: Server, page: Page, direction: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server.url}{PATH}?dir={direction}")
    assert page.get_attribute("html", "dir") == direction
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_clock_shows_its_states_and_the_dialog_opens(server: Server, page: Page) -> None:
    page.goto(server.url + PATH)
    page.click("button:has-text('Overtime')")
    page.wait_for_selector("html.is-overtime")
    assert page.locator("#rings .clock-digits").first.inner_text().startswith("+1:0")
    page.click("button:has-text('Paused')")
    page.wait_for_selector("html.is-paused")
    page.click("[data-open=pattern-dialog]")
    assert page.locator("#pattern-dialog").is_visible()
