"""After the evening, in real browsers: corrected, shared, withdrawn; the QR code again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.clients import connected, join, ticket_of
from tests.organiser.test_browser import PASSWORD, first_link
from tests.servers import Server, running_server

pytestmark = pytest.mark.e2e

ASKED = "Waarom huiswrek?"
UNASKED = "Blijft dit liggen?"
PRIVATE = "Meneer Pietersen is altijd te laat."
FOLLOW_UP = "In maart staat het in de nieuwsbrief."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data") as running:
        yield running


class People:
    """Each in a browser of their own, so that nobody has another's cookies."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.open: list[BrowserContext] = []

    def page(self, script: bool = True, width: int = 1280) -> Page:
        context = self.browser.new_context(
            locale="en-GB",
            java_script_enabled=script,
            viewport={"width": width, "height": 800},
        )
        context.set_default_timeout(20_000)
        self.open.append(context)
        return context.new_page()


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    found = People(browser)
    yield found
    for context in found.open:
        context.close()


def held(server: Server) -> dict[str, str]:
    """An evening with two notes, one of them put; a summary that should not have been noted."""
    made = server.new(lang="en", theme="Homework")
    parent = join(server, made["join_url"], "parents")
    with connected(server, ticket_of(made["chair_url"]), parent) as [chair, phone]:
        for _ in range(2):
            chair.done("advance", revision=None)
        phone.wait(lambda one: one.stage["number"] == 2)
        note = phone.done("submit_note", text=ASKED)["note"]
        phone.done("submit_note", text=UNASKED)
        for _ in range(2):
            chair.done("advance", revision=None)
        chair.done("put_question", revision=None, note=note)
        chair.done("write_summary", revision=None, circle="pupils", text=PRIVATE)
        chair.done("write_follow_up", revision=None, text=FOLLOW_UP)
        chair.done("add_agreement", revision=None, what="Huiswerk in de les", who="Docenten")
        for _ in range(12):
            chair.done("advance", revision=None)
        chair.wait(lambda one: one.stage["phase"] == "ended")
    return made


def line(page: Page, words: str) -> str:
    """The line of the page on which these words stand: its place in the page."""
    found = page.locator(".edit-line", has_text=words).first
    return f'[id="{found.get_attribute("id")}"]'


def corrected_by_the_minute_taker(page: Page, made: dict[str, str]) -> None:
    """From the page of the evening to the minutes; the rest works by plain forms."""
    page.goto(made["minute_taker_url"])
    page.click("text=Correct the minutes")
    expect(page.locator("h1")).to_have_text("Correct the minutes")
    question = line(page, ASKED)
    page.click(f"{question} summary")
    page.fill(f"{question} textarea", "Waarom huiswerk?")
    page.click(f"{question} button[value=correct]")
    expect(page.locator(f"{question} .edit-text")).to_have_text("Waarom huiswerk?")
    expect(page.locator(f"{question} .edit-noted")).to_contain_text(ASKED)
    summary = line(page, PRIVATE)
    page.click(f"{summary} button[value=hide]")
    expect(page.locator(f"{summary} .state")).to_contain_text("Hidden")
    expect(page.locator(f"{summary} .edit-text")).to_have_text(PRIVATE)
    # Put back and corrected once more: what was noted is there each time.
    page.click(f"{question} button[value=restore]")
    expect(page.locator(f"{question} .edit-text")).to_have_text(ASKED)
    page.click(f"{question} summary")
    page.fill(f"{question} textarea", "Waarom huiswerk?")
    page.click(f"{question} button[value=correct]")
    expect(page.locator(f"{question} .edit-text")).to_have_text("Waarom huiswerk?")


def signed_in(page: Page, server: Server) -> None:
    page.goto(first_link(server))
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("text=Set the password")
    page.locator(".desk-item a").first.click()


def seen(page: Page) -> str:
    return page.locator("body").inner_text()


def test_evening_is_corrected_finished_shared_and_withdrawn(server: Server, people: People) -> None:
    made = held(server)
    stranger = people.page(script=False, width=320)
    stranger.goto(made["join_url"])
    expect(stranger.locator("h1")).to_have_text("What happened next")
    expect(stranger.locator("main")).to_contain_text(FOLLOW_UP)
    expect(stranger.locator("main")).to_contain_text("The minutes are not ready yet.")

    corrected_by_the_minute_taker(people.page(), made)

    desk = people.page()
    signed_in(desk, server)
    desk.click("text=Correct and finish")
    expect(desk.locator(".edit-noted")).to_contain_text(ASKED)
    desk.click("text=Mark as final")
    desk.click("text=Make a link to share")
    address = desk.input_value("#share-url")

    stranger.context.clear_cookies()
    stranger.goto(address)
    told = seen(stranger)
    for words in ("Waarom huiswerk?", "Huiswerk in de les", FOLLOW_UP):
        assert words in told
    for words in (PRIVATE, ASKED, UNASKED):
        assert words not in told
    assert stranger.locator("a, form, button, script").count() == 0
    assert stranger.context.cookies() == []
    assert stranger.evaluate("document.documentElement.scrollWidth") <= 320

    stranger.goto(made["join_url"])
    stranger.click("text=Read the minutes in short")
    assert PRIVATE not in seen(stranger)
    assert UNASKED not in seen(stranger)

    desk.click("text=Withdraw the link")
    expect(desk.locator("#minutes ~ .notice")).to_contain_text("withdrawn")
    answer = stranger.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(stranger.locator("h1")).to_have_text("There is nothing to read here")


def test_phone_that_took_part_finds_the_same_page(server: Server, people: People) -> None:
    made = server.new(lang="en", theme="Homework")
    phone = people.page(width=360)
    phone.goto(made["join_url"])
    phone.click("button[value=pupils]")
    with connected(server, ticket_of(made["chair_url"])) as [chair]:
        chair.done("write_follow_up", revision=None, text=FOLLOW_UP)
        for _ in range(16):
            chair.done("advance", revision=None)
    expect(phone.locator(".phone-calm")).to_contain_text(FOLLOW_UP)
    phone.click("text=Agreements and minutes")
    expect(phone.locator("h1")).to_have_text("What happened next")
    expect(phone.locator("main")).to_contain_text(FOLLOW_UP)
    phone.click("text=Go on as pupil")
    expect(phone.locator(".phone-calm")).to_contain_text(FOLLOW_UP)
