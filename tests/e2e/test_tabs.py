"""Several seats in one browser: chair and hall screen, and a family around one phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server

from .house import (
    HALL,
    PHONE,
    House,
    at,
    connected,
    go_on,
    holds_nothing_of,
    join,
    sees,
    sees_not,
    tab,
    write,
)

pytestmark = pytest.mark.e2e


def test_chair_and_hall_are_two_tabs_of_one_browser(house: House, server: Server) -> None:
    links = server.new()
    laptop = house.browser_of(HALL)
    chair, hall = tab(laptop, links["chair_url"]), tab(laptop, links["screen_url"])
    joost = house.phone(links["join_url"], "parents")
    for number in (1, 2):
        go_on(chair)
        at(hall, number)
        at(joost, number)
    write(joost, "Wie kiest het huiswerk?")
    expect(chair.locator("#pile-parents h2")).to_have_text("Ouders · 1")
    for _ in range(2):
        chair.reload()
        hall.reload()
        connected(chair)
        connected(hall)
        sees(chair, "Wat doet u nu?")
        sees(hall, "De leerlingen praten met elkaar.")
        sees_not(hall, "Wat doet u nu?")
        holds_nothing_of((hall,), "Wie kiest het huiswerk?")
    assert links["chair_url"] not in chair.url
    assert links["screen_url"] not in hall.url


def test_two_conversations_in_one_browser_stay_apart(house: House, server: Server) -> None:
    laptop = house.browser_of()
    one = tab(laptop, server.new(theme="Huiswerk")["chair_url"])
    other = tab(laptop, server.new(theme="Telefoons")["chair_url"])
    go_on(one)
    at(one, 1)
    sees(other, "Voor het begin", "Telefoons")
    other.reload()
    at(other, 0)
    sees(one, "Huiswerk", "Vertel de spelregels")


def family(house: House, join_url: str) -> tuple[Page, Page]:
    """Joost (parent) has joined; Amira (pupil) takes a seat on the same phone, in a second tab."""
    phone = house.browser_of(PHONE)
    joost = join(phone, join_url, "parents")
    joost.locator("#seat > summary").click()
    with phone.expect_page() as opened:
        joost.get_by_text("Nog iemand op deze telefoon").click(modifiers=["ControlOrMeta"])
    amira = opened.value
    sees(amira, "Kies een kring voor de ander")
    amira.click("button[value=pupils]")
    connected(amira)
    return joost, amira


def test_two_seats_of_a_family_share_a_phone(house: House, server: Server) -> None:
    links = server.new()
    chair = house.open(links["chair_url"])
    joost, amira = family(house, links["join_url"])
    assert joost.url != amira.url
    expect(chair.locator("#chair-lobby .clock-digits")).to_have_text("2")
    for _ in range(2):
        go_on(chair)
    at(joost, 2)
    sees(joost, "U luistert nu")
    sees(amira, "Je bent aan het woord")
    write(joost, "Helpt het?")
    joost.fill("#box-text", "Nog een halve vr")
    amira.reload()
    connected(amira)
    sees(amira, "Je bent aan het woord")
    holds_nothing_of((amira,), "Helpt het?", "Nog een halve vr")
    for _ in range(3):
        go_on(chair)
    at(amira, 5)
    at(joost, 5)
    amira.fill("#box-text", "Helpt het jullie?")
    sees(joost, "U bent aan het woord")
    amira.locator("#box .button-main").click()
    expect(amira.locator("#region-own .text")).to_have_text(["Helpt het jullie?"])
    joost.reload()
    connected(joost)
    expect(joost.locator("#region-own .text")).to_have_text(["Helpt het?"])
    expect(joost.locator("#outbox .text")).to_have_text(["Nog een halve vr"])
    holds_nothing_of((joost,), "Helpt het jullie?")


def test_join_link_of_a_seated_phone_leads_to_its_seats(house: House, server: Server) -> None:
    links = server.new()
    joost, amira = family(house, links["join_url"])
    again = joost.context.new_page()
    again.goto(links["join_url"])
    sees(again, "Deze telefoon doet al mee")
    again.get_by_text("Verder als leerling").click()
    connected(again)
    assert again.url == amira.url
    sees(again, "Je zit in de kring leerlingen.")
