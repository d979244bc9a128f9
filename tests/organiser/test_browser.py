"""The organiser's whole way in a real browser, on a real server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.servers import Server, running_server

PASSWORD = "regenboog vis"
pytestmark = pytest.mark.e2e


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def page(server: Server, browser: Browser) -> Iterator[Page]:
    """An English browser that fails the test on any error in its console."""
    context = browser.new_context(locale="en-GB", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and "status of 4" not in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert errors == []


def first_link(server: Server) -> str:
    found = re.search(r"/sign-in/first/\S+", server.log())
    assert found is not None
    return server.url + found.group()


def chair_url(page: Page) -> str:
    return page.input_value("#url-chair")


def ticket_status(url: str) -> int:
    return requests.get(url, headers={"Accept": "application/json"}, timeout=10).status_code


def test_organiser_from_first_link_to_minutes(server: Server, page: Page) -> None:
    link = first_link(server)
    page.goto(link)
    page.fill("#password", PASSWORD)
    page.fill("#again", "regenboog vos")
    page.click("text=Set the password")
    expect(page.locator("#again-error")).to_have_text("The two passwords are not the same.")
    page.fill("#password", PASSWORD)
    page.locator("button[data-reveal=password]").click()
    assert page.get_attribute("#password", "type") == "text"
    page.fill("#again", PASSWORD)
    page.click("text=Set the password")

    page.click("text=Prepare the first one")
    page.fill("#theme", "Werkdruk")
    expect(page.locator("#one-group")).to_contain_text("teachers alone")
    page.fill("#theme", "Huiswerk")
    expect(page.locator("#one-group")).to_have_count(0)
    page.fill("#school", "Lyceum De Regenboog")
    page.fill("#date", "2199-01-09")
    page.fill("[name=circle-0-discussion]", "veel")
    page.locator("#theme").press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors li")).to_have_count(2)
    assert page.input_value("#theme") == "Huiswerk"
    assert page.input_value("#school") == "Lyceum De Regenboog"
    assert page.input_value("[name=circle-0-discussion]") == "veel"
    page.click("#errors a[href='#question']")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("Wanneer helpt huiswerk ons echt vooruit?")
    page.fill("[name=circle-0-discussion]", "12")
    page.click(".desk-keep button")
    expect(page.locator("h1")).to_have_text("Huiswerk")

    page.click("text=Change")
    page.fill("#theme", "Huiswerk en ik")
    page.click(".desk-keep button")
    expect(page.locator("h1")).to_have_text("Huiswerk en ik")

    page.locator("button[data-copy=url-chair]").click()
    old = chair_url(page)
    page.wait_for_function(
        "old => navigator.clipboard.readText().then((held) => held === old)", arg=old
    )
    assert ticket_status(old) == 200
    page.locator("#link-chair a", has_text="Renew this link").click()
    page.click("button:has-text('Renew the link')")
    fresh = chair_url(page)
    assert fresh != old
    assert (ticket_status(old), ticket_status(fresh)) == (403, 200)

    own = page.url.partition("?")[0]
    page.click("text=Copy for another evening")
    page.click(".desk-keep button")
    expect(page.locator("#url-chair")).to_be_visible()
    assert page.url.partition("?")[0] != own
    page.goto(server.url + "/organiser")
    expect(page.locator(".desk-item")).to_have_count(2)

    begin(server, fresh)
    page.goto(own)
    with page.expect_download() as download:
        page.locator("td a", has_text="JSON").first.click()
    written = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert written["conversation"]["theme"] == "Huiswerk en ik"
    assert written["phases"][0]["name"] == "opening"
    page.click("text=Read and print")
    expect(page.locator("h1")).to_contain_text("Huiswerk en ik")
    expect(page.locator("body")).to_have_css("font-family", re.compile('^"Atkinson'))

    page.goto(server.url + "/organiser")
    page.click("text=Sign out")
    page.goto(own)
    page.fill("#password", "fout")
    page.keyboard.press("Enter")
    expect(page.locator("#password-error")).to_have_text("This is not the password.")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(own)
    assert requests.get(link, timeout=10).status_code == 403


def begin(server: Server, chair: str) -> None:
    """The chair goes to the opening."""
    from tests.clients import Phone, ticket_of

    phone = Phone(server, ticket_of(chair)).connect()
    try:
        assert phone.command("advance")["ok"] is True
    finally:
        phone.close()


def test_forgotten_password_beside_the_running_server(server: Server, page: Page) -> None:
    page.goto(first_link(server))
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("text=Set the password")
    expect(page.locator("h1")).to_have_text("Conversations")
    done = server.cli("reset-password", "--public-url", server.url)
    assert done.returncode == 0
    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.goto(done.stdout.strip())
    page.fill("#password", "nieuw wachtwoord")
    page.fill("#again", "nieuw wachtwoord")
    page.click("text=Set the password")
    expect(page.locator("h1")).to_have_text("Conversations")


def test_pages_fit_a_narrow_window_and_large_text(server: Server, page: Page) -> None:
    page.goto(first_link(server))
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("text=Set the password")
    server.new(theme="Onvoorstelbaarlangwoordzonderspatie" * 3)
    page.goto(server.url + "/organiser")
    own = page.locator(".desk-item a").get_attribute("href") or ""
    too_wide = []
    for path in ("/organiser", "/organiser/new", own, own + "/paper", own + "/delete"):
        page.goto(server.url + path)
        for width, size in ((320, "100%"), (640, "200%"), (1366, "100%")):
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append((path, width, size))
    assert too_wide == []
