"""The hall screen in words on the phone: what stands there, and that it moves nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.clients import Phone
from tests.clients import join as take_seat

pytestmark = pytest.mark.e2e

PLACES = """() => [scrollY, ...[...document.querySelectorAll("a, button, summary, h1, h2")].filter(
  (node) => node.getClientRects().length && !node.closest("#region-screen"),
).map((node) => Math.round(node.getBoundingClientRect().y + scrollY))]"""


def words(page: Page):
    return page.locator("#region-screen")


def opened(page: Page) -> Page:
    page.click("#screen summary")
    expect(words(page)).to_be_visible()
    return page


def test_hall_screen_is_told_in_words(evening, join) -> None:
    page = opened(join("parents"))
    expect(words(page)).to_contain_text("Welkom bij het driegesprek")
    expect(words(page)).to_contain_text("Wanneer helpt huiswerk?")
    evening.to("discussion")
    expect(words(page)).to_contain_text("De leerlingen praten met elkaar.")
    expect(words(page).locator("[aria-current]")).to_have_text("Leerlingen: nu")
    expect(words(page).locator("[data-clock]")).to_have_text(re.compile(r"\d:\d\d"))
    writer = Phone(
        evening.server, take_seat(evening.server, evening.links["join_url"], "teachers")
    ).connect()
    note = writer.done("submit_note", text="Wat helpt je thuis?")["note"]
    writer.close()
    evening.chair.done("select_note", note=note, revision=None)
    expect(words(page)).not_to_contain_text("Wat helpt je thuis?")
    evening.to("questions")
    evening.chair.done("put_question", note=note, revision=None)
    expect(words(page)).to_contain_text("Vraag aan de kring leerlingen")
    expect(words(page)).to_contain_text("Van een docent:")
    expect(words(page)).to_contain_text("Wat helpt je thuis?")
    evening.chair.done("write_summary", circle="pupils", text="Rust helpt.")
    evening.to("summary")
    expect(words(page)).to_contain_text("Rust helpt.")
    evening.chair.done("add_agreement", what="Een stil lokaal", who="De Wit", by="")
    evening.to("closing")
    expect(words(page)).to_contain_text("Een stil lokaal (De Wit)")
    evening.to("ended")
    expect(words(page)).to_contain_text("Een stil lokaal (De Wit)")


def test_it_moves_nothing_when_it_changes(evening, join) -> None:
    page = join("parents")
    evening.to("closing")
    expect(page.locator("h1")).to_have_text("We sluiten af")
    opened(page)
    expect(words(page)).to_contain_text("Er zijn nog geen afspraken")
    page.locator("#screen summary").scroll_into_view_if_needed()
    before = page.evaluate(PLACES)
    for number in range(8):
        evening.chair.done("add_agreement", what=f"Afspraak {number}", who="", by="")
    expect(words(page)).to_contain_text("Afspraak 7")
    assert page.evaluate(PLACES) == before
    expect(page.locator("#screen")).to_have_attribute("open", "")


def test_it_is_no_live_region_and_works_without_script(evening, join) -> None:
    page = join("parents", java_script_enabled=False)
    evening.to("discussion")
    page.reload()
    page.click("#screen summary")
    expect(words(page)).to_contain_text("De leerlingen praten met elkaar.")
    expect(page.locator("[aria-live=polite] #screen, [role=status] #screen")).to_have_count(0)
    expect(words(page).locator("[role=status], [role=alert], [aria-live=polite]")).to_have_count(0)
