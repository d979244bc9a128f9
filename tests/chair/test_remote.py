"""The chair's phone as a remote control: in reach of a thumb, paired by a QR code, agreeing."""

from __future__ import annotations

import re
from typing import Any

import pytest
import qrcode
from playwright.sync_api import Page, expect
from qrcode.constants import ERROR_CORRECT_M

from tests.servers import Server
from tests.web.halls import Hall, hall

from .conftest import PHONE, Desk, connected

pytestmark = pytest.mark.e2e

MAIN = "#main-button"
HAND: dict[str, Any] = {"has_touch": True, "is_mobile": True}
THUMB = 300
"""Pixels from the bottom that the thumb of the hand that holds the phone reaches."""
VIBRATION = """
window.shakes = [];
Object.defineProperty(Navigator.prototype, "vibrate", {
    configurable: true, value: (pattern) => { window.shakes.push(pattern); return true; },
});
"""


def chosen(here: Hall, *texts: str) -> list[str]:
    """The pupils' questions phase with these chosen."""
    notes = [here.joost.done("submit_note", text=text)["note"] for text in texts]
    for note in notes:
        here.chair.done("select_note", revision=None, note=note)
    here.to(4)
    return notes


def in_reach(page: Page, selector: str, height: int = PHONE["height"]) -> bool:
    """Whether all of it lies in the last pixels of the screen, at least 48 high."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    below = box["y"] >= height - THUMB and box["y"] + box["height"] <= height
    return below and box["height"] >= 48


# --- pairing


def dark(path: str) -> set[tuple[int, int]]:
    """The modules that a drawing of ours paints: runs of squares."""
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1", path)]
    return {(x + step, y) for x, y, length in runs for step in range(length)}


def expected(text: str) -> set[tuple[int, int]]:
    """The modules of the code for a text, made here."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    return {(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if one}


def pair(page: Page) -> str:
    """The way to the code; gives its drawing."""
    page.click("#chair-device > summary")
    page.click('[data-do="pair"]')
    expect(page.locator("#pair [data-pair=warning]")).to_be_visible()
    page.click('[data-do="pair-show"]')
    drawn = page.locator("#pair svg path")
    expect(drawn).to_be_visible()
    return drawn.get_attribute("d") or ""


def test_code_on_the_laptop_is_the_chairs_own_link(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        laptop = desk.open(here.made["chair_url"])
        assert dark(pair(laptop)) == expected(here.made["chair_url"])
        phone = desk.open(here.made["chair_url"], PHONE, **HAND)
        assert phone.url == laptop.url
        phone.click("#pause-button")
        expect(laptop.locator("html")).to_have_class(re.compile("is-paused"))


def test_code_is_not_in_the_page_before_and_after(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.click("#chair-device > summary")
        page.click('[data-do="pair"]')
        assert [url for url in asked if "pair" in url] == []
        assert page.locator("#pair svg path").count() == 0
        page.click('[data-do="pair-show"]')
        expect(page.locator("#pair svg path")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#pair")).to_be_hidden()
        assert page.locator("[data-pair-code] *").count() == 0
        page.click('[data-do="pair"]')
        expect(page.locator("#pair [data-pair=warning]")).to_be_visible()


def test_code_that_cannot_be_fetched_is_told(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.route("**/pair", lambda route: route.abort())
        page.click("#chair-device > summary")
        page.click('[data-do="pair"]')
        page.click('[data-do="pair-show"]')
        expect(page.locator("#pair [data-pair-error]")).to_contain_text("niet worden opgehaald")


# --- the remote


def test_next_step_and_next_question_lie_in_reach_of_a_thumb(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        chosen(here, "Helpt iemand je?", "Wat slaat u over? " + "Waarom? " * 20)
        page = desk.open(here.made["chair_url"], PHONE, **HAND)
        page.click('[data-do="help-done"]')
        assert [in_reach(page, one) for one in (MAIN, "#remote-next")] == [True, True]
        expect(page.locator("#chair-clock .clock-digits")).to_be_in_viewport(ratio=1)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert [in_reach(page, one) for one in (MAIN, "#remote-next")] == [True, True]
        expect(page.locator(".chair-dock-clock")).to_have_text(re.compile(r"\d+:\d\d"))
        # The last thing on the page is not covered by the bar.
        last = page.locator("#fold-texts").bounding_box()
        bar = page.locator("#chair-dock").bounding_box()
        assert last
        assert bar
        assert last["y"] + last["height"] <= bar["y"] + 1


def test_phone_and_laptop_agree_on_the_question_on_the_floor(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        first, second = chosen(here, "Helpt iemand je?", "Wat slaat u over?")
        laptop = desk.open(here.made["chair_url"])
        phone = desk.open(here.made["chair_url"], PHONE, **HAND)
        phone.tap("#remote-next")
        expect(laptop.locator(f"#chosen-{first}")).to_have_attribute("data-state", "floor")
        expect(phone.locator("#chair-floor .text")).to_have_text("Helpt iemand je?")
        here.chair.done("render_note", note=first, text="Is er iemand die helpt?")
        expect(phone.locator("#chair-floor .rendering")).to_have_text("Is er iemand die helpt?")
        here.chair.done("render_note", note=second, text="Wat vergeet u?")
        expect(phone.locator(".chair-remote-next")).to_have_text("Wat vergeet u?")
        phone.tap("#remote-next")
        expect(laptop.locator(f"#chosen-{second}")).to_have_attribute("data-state", "floor")
        expect(laptop.locator(f"#chosen-{first}")).to_have_attribute("data-state", "asked")
        phone.tap("#remote-answered")
        expect(laptop.locator(f"#chosen-{second}")).to_have_attribute("data-state", "answered")
        laptop.click(MAIN)
        laptop.click('#confirm button[value="yes"]')
        for page in (laptop, phone):
            expect(page.locator(MAIN)).to_have_text("Vragen ophalen")
        phone.tap("#pause-button")
        for page in (laptop, phone):
            expect(page.locator("html")).to_have_class(re.compile("is-paused"))
        digits = [page.inner_text(".chair-clock .clock-digits") for page in (laptop, phone)]
        assert digits[0] == digits[1] != ""


@pytest.mark.parametrize("size", [(320, 568), (360, 740)])
def test_bar_leaves_most_of_the_screen(server: Server, desk: Desk, size: tuple[int, int]) -> None:
    width, height = size
    with hall(server, 2) as here:
        chosen(here, "Wat slaat u over? " + "Waarom? " * 20)
        page = desk.open(here.made["chair_url"], {"width": width, "height": height}, **HAND)
        bar = page.locator("#chair-dock").bounding_box()
        assert bar is not None
        assert bar["height"] <= height * 0.45
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# --- at zero


@pytest.mark.parametrize(("touched", "wanted"), [(True, True), (False, True), (True, False)])
def test_phone_vibrates_at_zero_when_it_was_touched_and_may(
    server: Server, desk: Desk, touched: bool, wanted: bool
) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"], PHONE, **HAND)
        page.context.add_init_script(VIBRATION)
        if not wanted:
            page.evaluate("localStorage.setItem('chair:vibrate', 'off')")
        page.reload()
        connected(page)
        if touched:
            page.tap('[data-do="help-done"]')
        here.chair.done("backdate_start", revision=None, seconds=900 - 3)
        expect(page.locator("#over")).to_be_visible(timeout=15_000)
        shakes = page.evaluate("window.shakes.length")
        assert shakes == (1 if touched and wanted else 0)


def test_vibration_can_be_switched_off_where_there_is_any(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"], PHONE, **HAND)
        page.context.add_init_script(VIBRATION)
        page.reload()
        connected(page)
        page.click("#chair-device > summary")
        page.uncheck("#vibrate")
        page.reload()
        connected(page)
        expect(page.locator("#vibrate")).not_to_be_checked()
        laptop = desk.open(here.made["chair_url"])
        laptop.click("#chair-device > summary")
        expect(laptop.locator("#vibrate-row")).to_be_hidden()
