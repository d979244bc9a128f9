"""Two evenings of one school: the second opens with what the first agreed; the minutes tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server

from .house import HALL, House, go_on, holds_nothing_of, sees, stage

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

PASSWORD = "regenboog vis"
REMARK = "Sinds maandag in elk lokaal"
FILLER = ("Rust in de gang", "Boeken mee", "Elkaar groeten", "Ramen open")


def signed_in(house: House, server: Server) -> Page:
    """The organiser's browser."""
    found = re.search(r"/sign-in/first/\S+", server.log())
    assert found is not None
    page = house.browser_of().new_page()
    page.goto(server.url + found.group())
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/organiser$"))
    return page


def prepared(desk: Page, theme: str) -> None:
    """Fill in what must be; on the page of the new conversation afterwards."""
    desk.fill("#theme", theme)
    desk.fill("#question", "Wanneer helpt het ons?")
    desk.fill("#school", "De Regenboog")
    desk.click(".desk-keep button")
    expect(desk.locator("h1")).to_have_text(theme)


def agree(chair: Page, what: str, who: str, by: str) -> None:
    chair.fill("#agreement-what", what)
    chair.fill("#agreement-who", who)
    chair.fill("#agreement-by", by)
    chair.click("#agreement-form button")
    expect(chair.locator("#agreement-what")).to_have_value("")


def until_over(chair: Page) -> None:
    while stage(chair)["phase"] != "ended":
        go_on(chair)


def followed(chair: Page, what: str):
    """The card of one earlier agreement on the chair's page."""
    return chair.locator(".chair-followed-list > li", has_text=what)


def test_second_evening_opens_with_the_agreements_of_the_first(
    house_of: Callable[[Server], House], own_server: Server
) -> None:
    house = house_of(own_server)
    house.watch.expect("favicon")  # Chromium asks for one on the organiser's pages.
    desk = signed_in(house, own_server)

    # Evening one agrees on six things.
    desk.goto(own_server.url + "/organiser/new")
    prepared(desk, "Telefoons")
    first = desk.url.partition("?")[0]
    chair = house.open(desk.input_value("#url-chair"))
    while stage(chair)["phase"] != "closing":
        go_on(chair)
    agree(chair, "Telefoons in de tas", "Docenten", "1 december 2198")
    for what in FILLER:
        agree(chair, what, "", "gauw")
    agree(chair, "Een avond zonder huiswerk", "Het team", "2199-01-15")
    until_over(chair)

    # The organiser prepares the next one from it.
    desk.goto(first)
    desk.click("text=Bereid een vervolg hierop voor")
    expect(desk.locator("#follows option:checked")).to_contain_text("Telefoons")
    prepared(desk, "Huiswerk")
    expect(desk.locator(".desk-title")).to_contain_text("Volgt op Telefoons")
    second = desk.url.partition("?")[0]
    chair = house.open(desk.input_value("#url-chair"))
    hall = house.open(desk.input_value("#url-screen"), HALL)
    minute_taker = house.open(desk.input_value("#url-minute_taker"))
    phone = house.phone(desk.input_value("#url-join"), "parents")

    # It opens with what was agreed, five on a page, the same on the phone.
    holds_nothing_of([hall], "Telefoons in de tas")
    go_on(chair)
    rows = hall.locator(".hall-earlier-list > li")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text("Open")
    phone.wait_for_selector("#region-screen li:has-text('Telefoons in de tas')", state="attached")

    # The chair ticks off with the room, the minute-taker writes the remark.
    followed(chair, "Telefoons in de tas").get_by_role("button", name="Gedaan").click()
    expect(rows.first).to_contain_text("Gedaan")
    remark = followed(minute_taker, "Telefoons in de tas").locator("input")
    remark.fill(REMARK)
    remark.press("Enter")
    expect(followed(chair, "Telefoons in de tas").locator("input")).to_have_value(REMARK)
    chair.click("#earlier-next")
    expect(rows).to_have_count(1)
    followed(chair, "zonder huiswerk").get_by_role("button", name="Bezig").click()
    expect(rows.first).to_contain_text("Bezig")
    chair.click("#earlier-hide")
    expect(rows).to_have_count(0)
    sees(hall, "De voorzitter bewaakt de tijd.")
    holds_nothing_of([hall, phone], REMARK)

    # While a circle speaks they lie folded, and can still be told.
    go_on(chair)
    chair.click("#chair-followed-fold > summary")
    followed(chair, "Boeken mee").get_by_role("button", name="Vervallen").click()
    pressed = followed(chair, "Boeken mee").get_by_role("button", name="Vervallen")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(chair.locator("#chair-followed-fold > summary")).to_contain_text("2 / 6")
    until_over(chair)

    # The minutes of the second show them; those of the first what became of them.
    desk.goto(second + "/minutes")
    earlier = desk.locator("section[aria-labelledby=earlier]")
    expect(earlier.locator("tbody tr")).to_have_count(6)
    expect(earlier.locator("tbody tr").first).to_contain_text(REMARK)
    desk.goto(first + "/minutes")
    expect(desk.locator("section[aria-labelledby=agreements]")).to_contain_text("Gedaan")

    # The school's page: late, to do, settled; another status by a plain form; the calendar.
    desk.goto(own_server.url + "/organiser")
    desk.click("text=Afspraken en tijdlijn")
    card = desk.locator(".agreed-card", has_text="Een avond zonder huiswerk")
    expect(card).to_contain_text("Bezig")
    card.locator("summary").click()
    card.locator("input[value=done]").check()
    card.locator("input[name=remark]").fill("Het lukt")
    card.get_by_role("button", name="Bewaar").click()
    card = desk.locator(".agreed-card", has_text="Een avond zonder huiswerk")
    expect(card.locator(".agreed-state")).to_have_text("Gedaan")
    expect(card).to_contain_text("Bewaard.")
    expect(desk.locator("text=Agendabestand")).to_have_count(0)  # nothing with a day is left
    telefoons = desk.locator(".agreed-card", has_text="Telefoons in de tas")
    telefoons.locator("summary").click()
    telefoons.locator("input[value=busy]").check()
    telefoons.get_by_role("button", name="Bewaar").click()
    with desk.expect_download() as download:
        desk.click("text=Agendabestand")
    written = Path(download.value.path()).read_bytes()
    events = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert [(str(one["summary"]), one.decoded("dtstart").isoformat()) for one in events] == [
        ("Telefoons in de tas (Docenten)", "2198-12-01")
    ]
    reminder = desk.input_value("#reminder-text")
    assert "Telefoons in de tas (Docenten, 1 dec 2198): Bezig" in reminder
    assert "Boeken mee" not in reminder
    desk.click("nav >> text=Tijdlijn")
    expect(desk.locator(".timeline > li")).to_have_count(2)
    expect(desk.locator(".timeline > li").last).to_contain_text("Nagekomen afspraken: 1 van 6")
