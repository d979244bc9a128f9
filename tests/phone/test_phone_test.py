"""``/test``: what it says on phones and networks of different kinds, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from facilitation.web.limits import Limit, Limiter
from tests.clients import Phone, Turned
from tests.csp import no_violations
from tests.faults.proxy import proxied
from tests.security.building import HOME, building
from tests.servers import Server, free_port, running_server

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]

NO_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
});
"""
AHEAD = "const now = Date.now.bind(Date); Date.now = () => now() + 3 * 60 * 1000;"


def opened(context: BrowserContext, url: str, before: str = "") -> Page:
    """The page once it has come to a verdict."""
    page = context.new_page()
    if before:
        page.add_init_script(before)
    page.goto(f"{url}/test")
    finished(page)
    return page


def finished(page: Page) -> None:
    expect(page.locator("[data-verdict=busy]")).to_be_hidden(timeout=30_000)


def said(page: Page, line: str) -> str:
    """What one line says, its word included."""
    words = page.locator(f"[data-line={line}] [data-outcome]:not([hidden])").inner_text()
    return " ".join(words.split())


def verdict(page: Page) -> str:
    return page.locator("[data-verdict]:not([hidden])").inner_text()


def test_good_phone_on_a_good_network(server: Server, context: Open) -> None:
    phone = context(permissions=["clipboard-read", "clipboard-write"])
    page = phone.new_page()
    lines_out: list[WebSocket] = []
    page.on("websocket", lambda one: lines_out.append(one))
    with no_violations(page):
        page.goto(f"{server.url}/test")
        finished(page)
        for _ in range(50):  # no seatless line stays behind
            if all(one.is_closed() for one in lines_out):
                break
            page.wait_for_timeout(100)
        assert [one.is_closed() for one in lines_out] == [True]
        assert verdict(page) == "Deze telefoon kan meedoen."
        lines = ("page", "websocket", "polling", "clock", "speed", "drafts")
        assert ["Werkt" in said(page, one) for one in lines] == [True] * 6
        assert page.locator("[data-line] .icon").count() >= 6
        assert "seconde" in said(page, "clock")
        assert "Mbit/s" in said(page, "speed") or "megabit" in said(page, "speed")
        expect(page.locator("#advice ul")).to_be_hidden()
        page.click("text=Kopieer deze uitslag")
        copied = page.input_value("#results")
        page.wait_for_function(
            "said => navigator.clipboard.readText().then((held) => held === said)", arg=copied
        )
        assert copied.startswith(f"{server.url}/test, ")
        assert "Deze telefoon kan meedoen." in copied
        assert "Directe verbinding (websocket): Werkt. Nieuws komt meteen aan." in copied
        page.click("text=Test opnieuw")
        expect(page.locator("[data-copied]")).to_be_hidden()
        finished(page)
        assert verdict(page) == "Deze telefoon kan meedoen."
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]


def test_network_that_refuses_websockets(tmp_path: Path, context: Open) -> None:
    port = free_port()
    with proxied(port, refuse_upgrade=True) as proxy:
        public = ("--public-url", proxy.url)
        with running_server(tmp_path / "data", port=port, extra=public):
            page = opened(context(), proxy.url)
            assert "Werkt niet" in said(page, "websocket")
            assert said(page, "polling").startswith("Werkt Die komt")
            assert verdict(page) == "Deze telefoon kan meedoen, via de reserveverbinding."
            assert proxy.upgrades_refused > 0


def test_network_over_which_no_live_connection_goes(server: Server, context: Open) -> None:
    phone = context()
    phone.route("**/socket.io/**", lambda route: route.abort())
    page = opened(phone, server.url)
    assert "Werkt niet" in said(page, "polling")
    assert "kan zo niet meedoen" in verdict(page)
    expect(page.locator("#advice ul")).to_be_visible()


def test_server_that_answers_only_with_errors(server: Server, context: Open) -> None:
    phone = context()
    phone.route("**/test/ping", lambda route: route.fulfill(status=502))
    page = opened(phone, server.url)
    assert "Werkt niet" in said(page, "clock")
    assert "Werkt niet" in said(page, "speed")
    assert "traag" in verdict(page)


def test_clock_that_is_wrong_and_a_browser_that_keeps_nothing(
    server: Server, context: Open
) -> None:
    page = opened(context(), server.url, AHEAD + NO_STORAGE)
    assert said(page, "clock").startswith("Let op Deze klok loopt 3 minuten voor.")
    assert "bewaart niets" in said(page, "drafts")
    assert verdict(page) == "Deze telefoon kan meedoen."


def test_without_script_it_says_what_it_can(server: Server, context: Open) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/test")
    assert "zonder JavaScript" in verdict(page)
    assert said(page, "websocket") == "Niet getest"
    expect(page.locator("#advice ul")).to_be_visible()
    expect(page.locator("noscript p")).to_contain_text("Europe/Amsterdam")
    expect(page.locator("[data-buttons]")).to_be_hidden()
    page.goto(f"{server.url}/test?lang=en")
    expect(page.locator("h1")).to_have_text("Test this phone")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_narrow_with_large_letters(server: Server, context: Open, direction: str) -> None:
    page = opened(context(viewport={"width": 320, "height": 640}), server.url)
    page.click("text=Kopieer deze uitslag")
    page.locator("#advice summary").click()
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320
    small = page.eval_on_selector_all(
        "main button, main a, main summary",
        "all => all.filter((one) => one.getBoundingClientRect().height < 44).length",
    )
    assert small == 0


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_door_stays_shut_without_a_ticket(server: Server, transport: str) -> None:
    """What the page takes for the proof that a connection works."""
    with pytest.raises(Turned) as turned:
        Phone(server, "", [transport]).connect()
    assert turned.value.data["code"] == "unknown_ticket"


def test_ping_and_load_are_small_fresh_and_limited(server: Server, tmp_path: Path) -> None:
    ping = requests.get(f"{server.url}/test/ping", timeout=5)
    load = requests.get(f"{server.url}/test/load", timeout=5)
    assert list(ping.json()) == ["now"]
    assert len(load.content) == 64 * 1024
    assert {one.headers["Cache-Control"] for one in (ping, load)} == {"no-store"}
    assert not ping.cookies
    with building(tmp_path) as made:
        limits: dict[str, Any] = {name: Limiter(Limit(1, 0.001)) for name in ("ping", "load")}
        made.app.extensions["phone_test"] = limits
        for name in limits:
            answers = [made.client().get(f"/test/{name}", base_url=HOME) for _ in range(2)]
            assert [one.status_code for one in answers] == [200, 429]


def test_join_page_and_organiser_lead_to_it(server: Server, context: Open) -> None:
    page = context().new_page()
    page.goto(server.url)
    page.click("text=Test deze telefoon")
    expect(page.locator("h1")).to_have_text("Test deze telefoon")
