"""Sorting notes in a real browser: by hand, by buttons, by keys, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server
from tests.web.halls import Hall, hall

from .conftest import Desk, connected

pytestmark = pytest.mark.e2e

TEXTS = ("Hoeveel tijd kost het?", "Helpt iemand je?", "Wat slaat u over?", "En in het weekend?")


@contextmanager
def table(server: Server, desk: Desk, chosen: int = 3) -> Iterator[tuple[Hall, Page, list[str]]]:
    """The collection of the pupils' round with four notes of Joost, some of them chosen."""
    with hall(server, 2) as here:
        notes = [here.joost.done("submit_note", text=text)["note"] for text in TEXTS]
        for note in notes[:chosen]:
            here.chair.done("select_note", revision=None, note=note)
        here.to(3)
        page = desk.open(here.made["chair_url"])
        expect(page.locator("[data-chosen]")).to_have_count(chosen)
        yield here, page, notes


def order(page: Page) -> list[str]:
    """The chosen notes from first to last."""
    ids: list[str] = page.evaluate(
        "[...document.querySelectorAll('[data-chosen]')].map((one) => one.dataset.chosen)"
    )
    return ids


def expect_order(page: Page, notes: list[str]) -> None:
    page.wait_for_function(
        """notes => [...document.querySelectorAll('[data-chosen]')]
             .map((one) => one.dataset.chosen).join() === notes.join()""",
        arg=notes,
    )


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


# --- order


def test_order_by_buttons(server: Server, desk: Desk) -> None:
    with table(server, desk) as (_, page, (first, second, third, _rest)):
        page.click(f"#up-{third}")
        expect_order(page, [first, third, second])
        page.click(f"#down-{first}")
        expect_order(page, [third, first, second])
        expect(page.locator(f"#up-{third}")).to_have_attribute("aria-disabled", "true")


def test_order_by_keys_keeps_the_focus_on_the_note(server: Server, desk: Desk) -> None:
    with table(server, desk) as (_, page, (first, second, third, _rest)):
        page.focus(f"#chosen-{third}")
        page.keyboard.press("Alt+ArrowUp")
        expect_order(page, [first, third, second])
        assert focused(page) == f"chosen-{third}"
        page.keyboard.press("Alt+ArrowUp")
        expect_order(page, [third, first, second])
        page.keyboard.press("ArrowDown")
        assert focused(page) == f"chosen-{first}"


KEYS = """(keys) => {
  for (const [key, altKey] of keys) {
    const event = new KeyboardEvent("keydown", { key, altKey, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
  }
}"""
UP = ("ArrowUp", True)


def pressed_at_once(page: Page, *keys: tuple[str, bool]) -> None:
    """Keys (with Alt or not) faster than any answer can come."""
    page.evaluate(KEYS, list(keys))


def test_order_by_keys_pressed_faster_than_answers_come(server: Server, desk: Desk) -> None:
    with table(server, desk) as (_, page, (first, second, third, _rest)):
        page.focus(f"#chosen-{third}")
        pressed_at_once(page, UP, UP)
        expect_order(page, [third, first, second])
        assert focused(page) == f"chosen-{third}"
        pressed_at_once(page, ("z", False), ("z", False))
        expect_order(page, [first, second, third])
        expect(page.locator("#undo")).to_be_hidden()


def test_order_by_dragging(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, (first, second, third, rest)):
        handle = page.locator(f"#chosen-{third} [data-drag]").bounding_box()
        above = page.locator(f"#chosen-{first}").bounding_box()
        assert handle
        assert above
        page.mouse.move(handle["x"] + 10, handle["y"] + 10)
        page.mouse.down()
        page.mouse.move(handle["x"] + 10, above["y"] + 40, steps=6)
        expect(page.locator(f"#chosen-{third}")).to_have_class("card is-dragged")
        # A note that arrives in the middle of a drag does no harm.
        here.chair.done("add_paper_note", revision=None, circle="teachers", text="Van papier?")
        expect(page.locator("#pile-teachers h2")).to_contain_text("1")
        page.mouse.move(handle["x"] + 10, above["y"] + 5, steps=3)
        page.mouse.up()
        expect_order(page, [third, first, second])
        page.click("#undo")
        expect_order(page, [first, second, third])
        assert rest not in order(page)


# --- merge


def test_merge_by_tapping_the_other_note_and_take_out_again(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=0) as (_, page, (first, second, *_rest)):
        page.click(f'#note-{first} [data-do="merge"]')
        expect(page.locator("#merging")).to_be_visible()
        page.click(f"#note-{second} .postit-text")
        expect(page.locator(f"#note-{first}")).to_have_count(0)
        expect(page.locator(f"#beneath-{second}")).to_be_visible()
        page.click(f"#beneath-{second} > summary")
        page.click(f'[data-note="{first}"] [data-do="unmerge_note"]')
        expect(page.locator(f"#note-{first}")).to_be_visible()


def test_merge_by_keyboard_and_undo(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=1) as (_, page, (first, second, *_rest)):
        page.focus(f"#note-{first}")
        page.keyboard.press("v")
        page.keyboard.press("ArrowDown")
        assert focused(page) == f"note-{second}"
        page.keyboard.press("Enter")
        expect(page.locator(f"#beneath-{second}")).to_be_visible()
        expect_order(page, [second])
        page.click("#undo")
        expect(page.locator(f"#note-{first}")).to_be_visible()
        expect_order(page, [first])
        expect(page.locator(f"#beneath-{second}")).to_have_count(0)


def test_escape_stops_merging(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=0) as (_, page, (first, second, *_rest)):
        page.focus(f"#note-{first}")
        page.keyboard.press("v")
        page.keyboard.press("Escape")
        expect(page.locator("#merging")).to_be_hidden()
        page.click(f"#note-{second} .postit-text")
        expect(page.locator(f"#note-{first}")).to_be_visible()


# --- undo


def test_chosen_note_set_aside_comes_back_to_its_place(server: Server, desk: Desk) -> None:
    with table(server, desk) as (_, page, (first, second, third, _rest)):
        page.click(f'#note-{second} [data-do="set_aside_note"]')
        expect_order(page, [first, third])
        page.click("#undo")
        expect_order(page, [first, second, third])
        expect(page.locator("#undo")).to_be_hidden()


def test_undo_takes_back_what_was_pressed_last_before_its_answer(
    server: Server, desk: Desk
) -> None:
    with table(server, desk, chosen=1) as (_, page, (first, second, *_rest)):
        page.focus(f"#note-{second}")
        pressed_at_once(page, ("k", False), ("z", False))
        expect(page.locator("#notice")).not_to_be_empty()
        expect_order(page, [first])
        expect(page.locator(f"#note-{second}")).to_be_visible()
        expect(page.locator("#undo")).to_be_hidden()


def test_all_that_was_done_to_one_note_is_undone_step_by_step(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=2) as (_, page, (first, second, third, _rest)):
        page.click(f'#note-{third} [data-do="select_note"]')
        expect_order(page, [first, second, third])
        page.click(f"#up-{third}")
        expect_order(page, [first, third, second])
        page.click("#undo")
        expect_order(page, [first, second, third])
        page.click("#undo")
        expect_order(page, [first, second])
        expect(page.locator(f"#note-{third}")).to_be_visible()


def test_undo_does_not_overrun_somebody_else(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=0) as (here, page, (first, *_rest)):
        page.click(f'#note-{first} [data-do="select_note"]')
        expect_order(page, [first])
        here.chair.wait(lambda chair: first in chair.regions.get("chosen", ""))
        here.chair.done("set_aside_note", revision=None, note=first)
        expect_order(page, [])
        page.click("#undo")
        expect(page.locator("#notice")).to_have_class("notice notice-bad")
        expect(page.locator("#aside-parents")).to_be_visible()


# --- keys and focus


def test_keys_choose_and_set_aside(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=0) as (_, page, (first, second, *_rest)):
        page.keyboard.press("ArrowDown")
        assert focused(page) == f"note-{first}"
        page.keyboard.press("k")
        expect_order(page, [first])
        assert focused(page) == f"note-{first}"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("w")
        expect(page.locator("#aside-parents")).to_be_visible()
        page.keyboard.press("z")
        expect(page.locator("#aside-parents")).to_have_count(0)
        expect(page.locator(f"#note-{second}")).to_be_visible()


def test_space_pauses_only_when_nothing_has_the_focus(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.keyboard.press(" ")
        here.chair.wait(lambda chair: chair.stage["running_since"] is None)
        page.focus("#summary-pupils")
        page.keyboard.type("a b")
        page.locator("#summary-pupils").blur()
        expect(page.locator("#state-summary-pupils")).not_to_be_empty()
        assert here.chair.stage["running_since"] is None
        page.keyboard.press(" ")
        here.chair.wait(lambda chair: chair.stage["running_since"] is not None)


def test_single_keys_can_be_switched_off_for_good(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.uncheck("#single-keys")
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
        page.reload()
        connected(page)
        page.keyboard.press("?")
        page.keyboard.press(" ")
        page.wait_for_timeout(300)
        expect(page.locator("#keys")).to_be_hidden()
        assert here.chair.stage["running_since"] is not None
        page.click('[data-open="keys"]')
        expect(page.locator("#single-keys")).not_to_be_checked()


def test_push_moves_no_focus_and_folds_nothing(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=1) as (here, page, (_first, second, *_rest)):
        page.focus(f'#note-{second} [data-do="merge"]')
        page.click("#chair-people > summary")
        page.focus(f"#note-{second}")
        here.chair.done("add_paper_note", revision=None, circle="parents", text="Van papier?")
        expect(page.locator("#pile-parents h2")).to_contain_text("5")
        assert focused(page) == f"note-{second}"
        expect(page.locator("#chair-people")).to_have_attribute("open", "")


# --- one note


def test_paper_note_erase_and_silence(server: Server, desk: Desk) -> None:
    with table(server, desk, chosen=0) as (here, page, (first, second, *_rest)):
        page.click("#paper-parents > summary")
        page.fill("#paper-text-parents", "Van papier?")
        page.click("#paper-form-parents button")
        expect(page.locator("#pile-parents h2")).to_contain_text("5")
        expect(page.locator("#paper-text-parents")).to_have_value("")
        page.click(f'#note-{first} [data-do="more"]')
        page.click('[data-more="erase_note"]')
        expect(page.locator(f"#note-{first}")).to_have_count(0)
        page.click(f'#note-{second} [data-do="more"]')
        page.click('[data-more="quiet_author"]')
        page.click("#chair-hall > summary")
        expect(page.locator('[data-command="unquiet_authors"]')).to_be_visible()
        page.locator('[data-command="back"]').click()
        here.joost.wait(lambda phone: phone.stage["number"] == 2)
        assert here.joost.refused("submit_note", text="Nog een?") == "quieted"


# --- what a note says in the language of the evening


def test_translation_stands_below_the_note_on_every_screen(server: Server, desk: Desk) -> None:
    arabic = "كم من الوقت تحتاج؟"
    with hall(server, 2) as here:
        note = here.joost.done("submit_note", text=arabic)["note"]
        minute_taker = desk.open(here.made["minute_taker_url"])
        minute_taker.click(f"#render-{note}")
        box = minute_taker.get_by_label("Wat er staat (Nederlands)")
        box.fill("Hoeveel tijd")
        minute_taker.keyboard.press("Escape")
        minute_taker.click(f"#render-{note}")
        expect(box).to_have_value("Hoeveel tijd")  # closed by mistake: nothing is lost
        box.fill("Hoeveel tijd heb je nodig?")
        minute_taker.get_by_role("dialog").get_by_role("button", name="Bewaar").click()
        expect(minute_taker.get_by_role("dialog")).to_have_count(0)
        expect(minute_taker.locator(f"#note-{note} .rendering")).to_have_text(
            "Hoeveel tijd heb je nodig?"
        )
        here.to(4)
        here.chair.done("put_question", revision=None, note=note)
        screen = desk.browser.new_page()
        screen.goto(here.made["screen_url"])
        shown = screen.locator(".hall-note")
        expect(shown.locator(".postit-text")).to_have_text(arabic)
        expect(shown.locator(".rendering")).to_have_text("Hoeveel tijd heb je nodig?")
        screen.close()


def test_translation_of_somebody_else_is_not_overwritten_unseen(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        note = here.joost.done("submit_note", text="كم من الوقت تحتاج؟")["note"]
        page = desk.open(here.made["minute_taker_url"])
        page.click(f"#render-{note}")
        page.fill("#render-words", "Hoe laat")
        here.chair.done("render_note", revision=None, note=note, text="Hoeveel tijd?")
        expect(page.locator(f"#note-{note} .rendering")).to_have_text("Hoeveel tijd?")
        page.click("#render button.button-dark")
        told = page.locator("#render-error")
        expect(told).to_contain_text("Hoeveel tijd?")
        expect(told).to_have_css("font-weight", "700")  # what is wrong looks wrong
        expect(page.locator("#render-words")).to_have_value("Hoe laat")
        page.click("#render button.button-dark")
        expect(page.locator("#render")).to_be_hidden()
        expect(page.locator(f"#note-{note} .rendering")).to_have_text("Hoe laat")


def test_translation_of_a_note_that_was_chosen_meanwhile_is_kept(
    server: Server, desk: Desk
) -> None:
    with hall(server, 2) as here:
        note = here.joost.done("submit_note", text="كم من الوقت تحتاج؟")["note"]
        page = desk.open(here.made["minute_taker_url"])
        page.click(f"#render-{note}")
        page.fill("#render-words", "Hoeveel tijd?")
        here.chair.done("select_note", revision=None, note=note)
        expect(page.locator(f"#note-{note}.is-chosen")).to_have_count(1)
        page.click("#render button.button-dark")
        expect(page.locator("#render")).to_be_hidden()
        expect(page.locator(f"#note-{note} .rendering")).to_have_text("Hoeveel tijd?")
