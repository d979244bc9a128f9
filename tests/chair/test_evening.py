"""The chair's page in a real browser: one circle from the lobby to its last question."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server
from tests.web.halls import hall

from .conftest import LAPTOP, PHONE, Desk, connected

pytestmark = pytest.mark.e2e

MAIN = "#main-button"


def go_on(page: Page) -> None:
    """Press the main button, and answer yes if the page asks."""
    before = page.text_content(MAIN)
    page.click(MAIN)
    if page.locator("#confirm[open]").count():
        page.click('#confirm button[value="yes"]')
    expect(page.locator(MAIN)).not_to_have_text(before or "")


def test_circle_goes_from_the_lobby_to_the_next_circle(server: Server, desk: Desk) -> None:
    with hall(server) as here:
        page = desk.open(here.made["chair_url"])
        go_on(page)
        go_on(page)
        joost = here.joost.wait(lambda _: here.joost.stage["number"] == 2) and here.joost
        note = joost.done("submit_note", text="Wat doe je als je vastloopt?")["note"]
        other = here.de_wit.done("submit_note", text="Welk huiswerk was zinvol?")["note"]
        pile = page.locator("#pile-parents")
        expect(pile.locator("h2")).to_contain_text("1")
        expect(page.locator(f"#note-{note}")).to_be_hidden()
        pile.locator(":scope > summary").click()
        expect(page.locator(f"#note-{note}")).to_be_visible()

        go_on(page)
        expect(page.locator(f"#note-{other}")).to_be_visible()
        page.click(f'#note-{note} [data-do="select_note"]')
        page.click(f'#note-{other} [data-do="select_note"]')
        expect(page.locator("[data-chosen]")).to_have_count(2)

        go_on(page)
        page.click(f"#put-{note}")
        expect(page.locator(f"#chosen-{note}")).to_have_attribute("data-state", "floor")
        page.fill(f"#answer-{note}", "Een klasgenoot vragen.")
        page.click(f"#done-{note}")
        expect(page.locator(f"#chosen-{note}")).to_have_attribute("data-state", "answered")
        page.click(f"#put-{other}")
        expect(page.locator(f"#chosen-{other}")).to_have_attribute("data-state", "floor")
        page.fill("#summary-pupils", "Kortere opdrachten.")
        page.locator("#summary-pupils").blur()
        expect(page.locator("#state-summary-pupils")).to_have_class(re.compile("state-good"))

        go_on(page)
        expect(page.locator("#chair-earlier .text")).to_have_text("Kortere opdrachten.")
        expect(page.locator("#asked-pupils h2")).to_contain_text("2")
        written = server.minutes(here.made["code"])["circles"][0]
        assert [(one["text"], one["answer"]) for one in written["questions"]] == [
            ("Wat doe je als je vastloopt?", "Een klasgenoot vragen."),
            ("Welk huiswerk was zinvol?", ""),
        ]


def test_answer_on_the_floor_waits_for_the_button(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        note = here.joost.done("submit_note", text="Helpt het?")["note"]
        here.chair.done("select_note", revision=None, note=note)
        here.to(4)
        here.chair.done("put_question", revision=None, note=note)
        page = desk.open(here.made["chair_url"])
        page.fill(f"#answer-{note}", "Soms")
        page.wait_for_timeout(2200)
        expect(page.locator(f"#chosen-{note}")).to_have_attribute("data-state", "floor")
        page.keyboard.press("Tab")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("b")
        expect(page.locator(f"#chosen-{note}")).to_have_attribute("data-state", "answered")


# --- going on, and back


def test_going_on_early_is_asked_once_more(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.click(MAIN)
        expect(page.locator("#confirm")).to_be_visible()
        page.click('#confirm button[value="no"]')
        assert here.chair.stage["number"] == 2
        page.click(MAIN)
        page.click('#confirm button[value="yes"]')
        here.chair.wait(lambda chair: chair.stage["number"] == 3)


def test_going_on_near_the_end_is_not_asked(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        here.chair.done("backdate_start", revision=None, seconds=11 * 60)
        page = desk.open(here.made["chair_url"])
        page.click(MAIN)
        here.chair.wait(lambda chair: chair.stage["number"] == 3)
        expect(page.locator("#confirm")).to_be_hidden()


def test_step_back_and_pause_and_a_minute_more(server: Server, desk: Desk) -> None:
    with hall(server, 3) as here:
        page = desk.open(here.made["chair_url"])
        page.click("#back-button")
        here.chair.wait(lambda chair: chair.stage["number"] == 2)
        expect(page.locator('[data-command="adjust_time"]').first).not_to_have_attribute(
            "aria-disabled", "true"
        )
        page.locator('[data-command="adjust_time"]').first.click()
        here.chair.wait(lambda chair: chair.stage["planned_s"] == 960)
        expect(page.locator(".clock-of")).to_contain_text("16:00")
        page.click("#pause-button")
        here.chair.wait(lambda chair: chair.stage["running_since"] is None)
        expect(page.locator("html")).to_have_class(re.compile("is-paused"))


def test_just_begun_puts_the_clock_back(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        here.chair.done("backdate_start", revision=None, seconds=120)
        page = desk.open(here.made["chair_url"])
        page.click("#chair-start > summary")
        page.click('[data-do="began-now"]')
        here.chair.wait(lambda chair: chair.stage["spent_s"] < 3)


def test_two_chairs_agree_and_an_overtaken_press_is_told(server: Server, desk: Desk) -> None:
    with hall(server, 3) as here:
        first = desk.open(here.made["chair_url"])
        second = desk.open(here.made["chair_url"])
        # The second is busy while the first goes on, and then presses what it still shows.
        second.evaluate(
            """() => setTimeout(() => {
                const until = Date.now() + 3000;
                while (Date.now() < until);
                document.querySelector("#main-button").click();
            }, 50)"""
        )
        first.wait_for_timeout(200)
        first.click(MAIN)
        expect(second.locator("#notice")).not_to_be_empty()
        here.chair.wait(lambda chair: chair.stage["number"] == 4)
        expect(second.locator("#chosen-heading")).to_be_visible()
        assert here.chair.stage["number"] == 4
        assert first.locator(MAIN).text_content() == second.locator(MAIN).text_content()


# --- a phone in the hand


def test_at_zero_the_phone_says_so_with_its_whole_screen(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"], PHONE, has_touch=True, is_mobile=True)
        laptop = desk.open(here.made["chair_url"], LAPTOP)
        here.chair.done("backdate_start", revision=None, seconds=900 - 3)
        expect(page.locator("#over")).to_be_visible(timeout=15_000)
        expect(page.locator("#over [data-over-next]")).to_have_text(
            page.locator(MAIN).inner_text().strip()
        )
        expect(laptop.locator("#over")).to_be_hidden()
        expect(laptop.locator(".chair-clock .clock-digits")).to_contain_text("+")
        page.click("#over [data-over-minute]")
        expect(page.locator("#over")).to_be_hidden()
        here.chair.wait(lambda chair: chair.stage["planned_s"] == 960)


def test_main_button_is_on_the_first_screen_of_a_phone(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"], PHONE, has_touch=True, is_mobile=True)
        box = page.locator(MAIN).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < PHONE["height"]
        expect(page.locator("#fold-table")).not_to_have_attribute("open", "")


@pytest.mark.parametrize("width", [320, 360, 683, 1024, 1366, 1920])
def test_nothing_sticks_out_sideways(server: Server, desk: Desk, width: int) -> None:
    with hall(server, 2) as here:
        note = here.joost.done("submit_note", text="Donaudampfschifffahrt" * 8)["note"]
        here.chair.done("select_note", revision=None, note=note)
        here.to(4)
        here.chair.done("put_question", revision=None, note=note)
        page = desk.open(here.made["chair_url"], {"width": width, "height": 700})
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        inside = page.evaluate(
            """[...document.querySelectorAll("section")]
                 .filter((one) => one.scrollWidth > one.clientWidth + 1).length"""
        )
        assert (wide <= 0, inside) == (True, 0)


# --- the minute-taker


def test_minute_taker_sorts_but_does_not_run_the_steps(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        note = here.joost.done("submit_note", text="Helpt het?")["note"]
        page = desk.open(here.made["minute_taker_url"])
        expect(page.locator(f"#note-{note}")).to_be_visible()
        run = '#main-button, [data-command="advance"], [data-command="pause"], [data-do="more"]'
        assert page.locator(run).count() == 0
        page.click(f'#note-{note} [data-do="select_note"]')
        expect(page.locator("[data-chosen]")).to_have_count(1)


def test_reload_brings_back_the_same_picture(server: Server, desk: Desk) -> None:
    with hall(server, 3) as here:
        added = here.chair.done("add_paper_note", circle="parents", text="Van papier?")
        page = desk.open(here.made["chair_url"])
        expect(page.locator(f"#note-{added['note']}")).to_be_visible()
        before = page.locator("#main").inner_text()
        page.reload()
        connected(page)
        clock = re.compile(r"\d+:\d\d")
        assert clock.sub("", page.locator("#main").inner_text()) == clock.sub("", before)
