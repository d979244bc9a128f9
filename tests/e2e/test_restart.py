"""The power goes in the middle of a discussion: the server is killed and started again."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server

from .house import Five, House, connected, five, go_on, sees, stage, write
from .watch import SERVER_AWAY

pytestmark = pytest.mark.e2e

BACK_WITHIN_S = 10


def send(phone: Page, text: str) -> None:
    """Press send; whether it arrives is another matter."""
    phone.fill("#box-text", text)
    phone.click("#box .button-main")


def told(evening: Five) -> list[str]:
    """The notes to the pupils, as the minutes tell them."""
    return sorted(note["text"] for note in evening.minutes()["circles"][0]["notes"])


def all_back(evening: Five) -> float:
    """Seconds until all five screens have their live link again."""
    begun = time.monotonic()
    for page in evening.pages.values():
        left = BACK_WITHIN_S - (time.monotonic() - begun)
        connected(page, max(0.1, left))
    return time.monotonic() - begun


def cut(evening: Five) -> None:
    """Kill -9, and wait until every screen has noticed."""
    evening.server.kill()
    for page in evening.pages.values():
        expect(page.locator("html[data-link=offline]")).to_have_count(1)


def test_killed_server_loses_and_doubles_nothing(
    own_server: Server,
    house_of: Callable[[Server], House],
    record_property: Callable[[str, object], None],
) -> None:
    house = house_of(own_server)
    house.watch.expect(SERVER_AWAY)
    evening = five(house, own_server)
    evening.to(2)
    for number in range(3):
        write(evening.joost, f"Vraag {number} van Joost")
        write(evening.de_wit, f"Question {number} of De Wit")
    before = {name: stage(page) for name, page in evening.pages.items()}
    evening.joost.fill("#box-text", "Vraag 3 van Joost")
    evening.joost.click("#box .button-main", no_wait_after=True)
    cut(evening)
    sees(evening.chair, "geen verbinding")
    sees(evening.hall, "Even geen verbinding")
    sees(evening.amira, "Geen verbinding.")
    sees(evening.de_wit, "No connection.")
    send(evening.de_wit, "Question 3 of De Wit")
    sees(evening.de_wit, "Not sent yet.")
    own_server.start()
    seconds = all_back(evening)
    record_property("seconds until five screens are back", round(seconds, 1))
    print(f"five screens back after {seconds:.1f} s")
    assert {name: stage(page) for name, page in evening.pages.items()} == before
    for phone in (evening.joost, evening.de_wit):
        expect(phone.locator("#region-own li")).to_have_count(4)
        expect(phone.locator("#outbox li")).to_have_count(0)
    assert told(evening) == [
        *(f"Question {number} of De Wit" for number in range(4)),
        *(f"Vraag {number} van Joost" for number in range(4)),
    ]
    go_on(evening.chair)
    for page in evening.pages.values():
        expect(page.locator("html[data-phase=collection]")).to_have_count(1)
    expect(evening.chair.locator("#pile-parents article")).to_have_count(4)


def test_press_without_an_answer_is_told_and_can_be_made_again(
    own_server: Server, house_of: Callable[[Server], House]
) -> None:
    house = house_of(own_server)
    house.watch.expect(SERVER_AWAY)
    links = own_server.new()
    chair = house.open(links["chair_url"])
    go_on(chair)
    own_server.kill()
    expect(chair.locator("html[data-link=offline]")).to_have_count(1)
    minute_more = chair.get_by_role("button", name="Eén minuut erbij")
    minute_more.click()
    sees(chair, "Geen antwoord van de server.")
    own_server.start()
    connected(chair)
    assert stage(chair)["planned_s"] == 300
    minute_more.click()
    expect(chair.locator(".clock-of")).to_have_text("van 6:00")
    expect(chair.locator("#notice")).to_be_empty()
