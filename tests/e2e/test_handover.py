"""The chair's laptop is lost, or the organiser's password: the evening goes on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server

from .house import LAPTOP, House, at, connected, go_on, sees, sees_not, tab, write

pytestmark = pytest.mark.e2e

PASSWORD = "regenboog en vis"
FRESH = "nieuwe regenboog"


def link_in(text: str, server: Server) -> str:
    """The one-time link that a program printed, on this server's address."""
    found = re.search(r"/sign-in/first/\S+", text)
    assert found is not None, text
    return server.url + found.group()


def set_password(page: Page, link: str, password: str) -> None:
    """Choose a password behind a one-time link."""
    page.goto(link)
    page.fill("#password", password)
    page.fill("#again", password)
    page.get_by_role("button", name="Stel het wachtwoord in").click()
    sees(page, "Gesprekken")


def sign_in(page: Page, server: Server, password: str) -> None:
    """Through the organiser's door."""
    page.goto(f"{server.url}/organiser")
    page.fill("#password", password)
    page.get_by_role("button", name="Inloggen").click()


def renewed_chair_link(page: Page, theme: str) -> str:
    """From the list of conversations to a fresh link of the chair's."""
    page.get_by_role("link", name=theme).first.click()
    page.locator("#link-chair").get_by_text("Vernieuw deze link").click()
    sees(page, "stopt meteen")
    page.get_by_role("button", name="Vernieuw de link").click()
    sees(page, "De link is vernieuwd.")
    return page.input_value("#url-chair")


def test_chair_is_handed_over_when_the_laptop_is_lost(
    own_server: Server, house_of: Callable[[Server], House]
) -> None:
    house = house_of(own_server)
    links = own_server.new(theme="Huiswerk en rust")
    set_password(house.browser_of().new_page(), link_in(own_server.log(), own_server), PASSWORD)
    lost, hall = house.open(links["chair_url"]), house.open(links["screen_url"])
    joost = house.phone(links["join_url"], "parents")
    for _ in range(2):
        go_on(lost)
    at(joost, 2)
    note = write(joost, "Gaat het door?")
    lost.fill("#summary-pupils", "Al opgeschreven.")
    lost.locator("#summary-pupils").blur()
    expect(lost.locator("#state-summary-pupils")).to_have_text("opgeslagen")

    elsewhere = house.browser_of(LAPTOP)
    desk = elsewhere.new_page()
    sign_in(desk, own_server, PASSWORD)
    chair = tab(elsewhere, renewed_chair_link(desk, "Huiswerk en rust"))

    sees(lost, "Deze link is vernieuwd of het gesprek is gewist.")
    house.watch.expect("status of 403")
    lost.reload()
    sees(lost, "Deze link werkt niet meer.")
    lost.goto(links["chair_url"])
    sees(lost, "Deze link werkt niet meer.")

    sees(chair, "Kring leerlingen · in gesprek")
    expect(chair.locator("#summary-pupils")).to_have_value("Al opgeschreven.")
    go_on(chair)
    for page in (hall, joost):
        at(page, 3)
    chair.click(f'#note-{note} [data-do="select_note"]')
    go_on(chair)
    chair.click(f"#put-{note}")
    sees(hall, "Gaat het door?")
    sees(joost, "Wordt nu gesteld")
    sees_not(hall, "De link van dit scherm")


def test_forgotten_password_is_set_anew_beside_a_running_server(
    own_server: Server, house_of: Callable[[Server], House]
) -> None:
    house = house_of(own_server)
    house.watch.expect("status of 403")
    links = own_server.new()
    chair = house.open(links["chair_url"])
    first = house.browser_of().new_page()
    set_password(first, link_in(own_server.log(), own_server), PASSWORD)
    forgetful = house.browser_of().new_page()
    sign_in(forgetful, own_server, "weet ik niet meer")
    sees(forgetful, "Dit is niet het wachtwoord.")
    forgetful.get_by_text("Wachtwoord vergeten?").click()
    sees(forgetful, "driegesprek reset-password")

    done = own_server.cli("reset-password", "--public-url", own_server.url)
    assert done.returncode == 0, done.stderr
    link = link_in(done.stdout, own_server)
    set_password(forgetful, link, FRESH)
    other = house.browser_of().new_page()
    sign_in(other, own_server, PASSWORD)
    sees(other, "Dit is niet het wachtwoord.")
    sign_in(other, own_server, FRESH)
    sees(other, "Gesprekken")
    other.goto(link)
    sees(other, "Deze link")
    first.reload()
    expect(first.locator("#password")).to_be_visible()

    connected(chair)
    go_on(chair)
    sees(chair, "Vertel de spelregels")
