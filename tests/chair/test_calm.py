"""The chair's calm in a real browser: two hundred notes, and nothing jumps or is forgotten."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server
from tests.web.halls import Hall, hall

from .conftest import PHONE, Desk, connected

pytestmark = pytest.mark.e2e

MAIN = "#main-button"
TEXTS = (
    "Hoeveel tijd kost het huiswerk?",
    "Wie helpt je bij wiskunde?",
    "Wat sla je over?",
    "En in het weekend?",
    "Vind je het café op school fijn?",
    "Mag de radio aan?",
    "Hoe laat ga je slapen?",
    "Wat zou jij veranderen?",
    "Fietst u mee naar huis?",
    "Welke toets was eerlijk?",
)


@contextmanager
def table(
    server: Server, desk: Desk, texts: tuple[str, ...] = TEXTS, who: str = "chair"
) -> Iterator[tuple[Hall, Page, list[str]]]:
    """The collection of the pupils' round with these notes of Joost on the table."""
    with hall(server, 2) as here:
        notes = [here.joost.done("submit_note", text=text)["note"] for text in texts]
        here.to(3)
        url = "chair_url" if who == "chair" else "minute_taker_url"
        page = desk.open(here.made[url])
        expect(page.locator("#pile-parents article")).to_have_count(len(notes))
        yield here, page, notes


def paper(here: Hall, text: str, circle: str = "parents") -> str:
    """A note that the other device types in."""
    note: str = here.chair.done("add_paper_note", revision=None, circle=circle, text=text)["note"]
    return note


def many(here: Hall, number: int) -> None:
    """So many notes of parents and teachers, no faster than the server lets one hand type."""
    for one in range(number):
        circle = "parents" if one % 3 else "teachers"
        words = {"circle": circle, "text": f"{TEXTS[one % len(TEXTS)]} {one}"}
        while not here.chair.command("add_paper_note", revision=None, **words)["ok"]:
            time.sleep(0.2)


def arrived(page: Page, number: int, circle: str = "parents") -> None:
    """Until the pile's heading counts so many."""
    expect(page.locator(f"#pile-{circle} h2")).to_contain_text(f"· {number}")


def rest(page: Page) -> None:
    """The person leaves the table alone: the mouse elsewhere, nothing focused, time gone by."""
    page.mouse.move(5, 400)
    page.evaluate(
        """() => {
            document.activeElement.blur();
            const now = performance.now.bind(performance);
            performance.now = () => now() + 60000;
        }"""
    )


# --- twelve new


def test_new_notes_wait_for_who_has_the_focus_in_a_pile(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, notes):
        page.focus(f"#note-{notes[2]}")
        before = page.locator(f"#note-{notes[2]}").bounding_box()
        first = paper(here, "Van papier één?")
        second = paper(here, "Van papier twee?")
        button = page.locator("#new-parents")
        expect(button).to_have_text("2 nieuwe briefjes")
        expect(page.locator(f"#note-{first}")).to_be_hidden()
        assert page.locator(f"#note-{notes[2]}").bounding_box() == before
        arrived(page, len(notes) + 2)
        button.click()
        expect(page.locator(f"#note-{first}")).to_be_focused()
        expect(page.locator(f"#note-{second}")).to_be_visible()
        expect(button).to_be_hidden()


def test_scrolled_table_does_not_move_under_the_eye(server: Server, desk: Desk) -> None:
    texts = tuple(f"{text} {number}" for number in range(4) for text in TEXTS)
    with table(server, desk, texts[:19]) as (here, page, _notes):
        rest(page)
        page.evaluate("document.querySelector('.chair-table').scrollTop = 600")
        note = paper(here, "Van papier?")
        expect(page.locator("#new-parents")).to_have_text("1 nieuw briefje")
        assert page.evaluate("document.querySelector('.chair-table').scrollTop") == 600
        # The button is in sight although the end of the pile is not.
        expect(page.locator("#new-parents")).to_be_in_viewport(ratio=1)
        page.click("#new-parents")
        expect(page.locator(f"#note-{note}")).to_be_in_viewport()


def test_note_comes_at_once_when_nobody_is_at_the_table(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, _notes):
        rest(page)
        note = paper(here, "Van papier?")
        expect(page.locator(f"#note-{note}")).to_be_visible()
        expect(page.locator("#new-parents")).to_be_hidden()


def test_first_note_of_an_empty_pile_comes_at_once(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, notes):
        page.focus(f"#note-{notes[0]}")
        note = paper(here, "Van een docent?", "teachers")
        expect(page.locator(f"#note-{note}")).to_be_visible()
        paper(here, "Van nog een docent?", "teachers")
        expect(page.locator("#new-teachers")).to_have_text("1 nieuw briefje")


def test_own_note_and_what_comes_back_are_never_held(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, notes):
        page.click("#paper-parents > summary")
        page.fill("#paper-text-parents", "Zelf getypt?")
        page.click("#paper-form-parents button")
        expect(page.get_by_text("Zelf getypt?")).to_be_visible()
        page.click(f'#note-{notes[0]} [data-do="set_aside_note"]')
        expect(page.locator("#aside-parents")).to_be_visible()
        page.click("#undo")
        expect(page.locator(f"#note-{notes[0]}")).to_be_visible()
        held = paper(here, "Van papier?")
        expect(page.locator("#new-parents")).to_have_text("1 nieuw briefje")
        here.to(4)  # The next step lays everything open.
        expect(page.locator(f"#note-{held}")).to_be_visible()
        expect(page.locator("#new-parents")).to_be_hidden()


# --- search


def shown(page: Page) -> list[str]:
    texts: list[str] = page.locator("#pile-parents .postit-text:visible").all_inner_texts()
    return texts


def test_search_finds_without_accents_and_capitals(server: Server, desk: Desk) -> None:
    with table(server, desk) as (_here, page, notes):
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()
        page.keyboard.type("CAFE")
        expect(page.locator("#found")).to_have_text("1 briefje gevonden")
        assert shown(page) == ["Vind je het café op school fijn?"]
        page.fill("#find", "je het")
        expect(page.locator("#found")).to_have_text("1 briefje gevonden")
        page.fill("#find", "je")
        expect(page.locator("#found")).to_have_text("4 briefjes gevonden")
        page.keyboard.press("Escape")
        expect(page.locator("#found")).to_be_empty()
        expect(page.locator("#find")).to_have_value("")
        assert len(shown(page)) == len(notes)


def test_arrows_go_through_what_was_found_only(server: Server, desk: Desk) -> None:
    with table(server, desk) as (_here, page, notes):
        page.fill("#find", "wat")
        page.focus(f"#note-{notes[2]}")
        page.keyboard.press("ArrowDown")
        expect(page.locator(f"#note-{notes[7]}")).to_be_focused()


def test_search_goes_through_folded_piles_and_new_notes(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, notes):
        page.focus(f"#note-{notes[0]}")
        paper(here, "Is het cafe ook open?")
        expect(page.locator("#new-parents")).to_be_visible()
        page.click("#pile-parents > summary")
        page.fill("#find", "café")
        expect(page.locator("#found")).to_have_text("2 briefjes gevonden")
        assert len(shown(page)) == 2
        page.fill("#find", "")
        expect(page.locator("#pile-parents")).not_to_have_attribute("open", "")


def test_slash_follows_the_switch_for_single_keys(server: Server, desk: Desk) -> None:
    with table(server, desk) as (_here, page, _notes):
        page.evaluate("localStorage.setItem('chair:single-keys', 'off')")
        page.keyboard.press("/")
        expect(page.locator("#find")).not_to_be_focused()


def test_few_notes_need_no_search(server: Server, desk: Desk) -> None:
    with table(server, desk, TEXTS[:3]) as (_here, page, _notes):
        expect(page.locator("#find-row")).to_be_hidden()


# --- near-duplicates

TWINS = ("Hoe laat gaan jullie slapen?", "Hoe laat ga je slapen?", "Mag de radio aan?")


@pytest.mark.parametrize("who", ["chair", "minute_taker"])
def test_twin_is_offered_and_merged_by_one_button(server: Server, desk: Desk, who: str) -> None:
    with table(server, desk, TWINS, who) as (_here, page, (first, twin, other)):
        offer = page.locator(f"#note-{twin} .note-like")
        expect(offer).to_contain_text(f"Lijkt op: {TWINS[0]}")
        expect(page.locator(".note-like")).to_have_count(1)
        offer.locator('[data-do="merge-like"]').click()
        expect(page.locator(f"#beneath-{first}")).to_be_visible()
        expect(page.locator(f"#note-{twin}")).to_have_count(0)
        expect(page.locator(f"#note-{other}")).to_be_visible()
        page.click("#undo")
        expect(page.locator(f"#note-{twin} .note-like")).to_be_visible()


def test_something_else_hides_the_offer_in_this_browser(server: Server, desk: Desk) -> None:
    with table(server, desk, TWINS) as (here, page, (_first, twin, _other)):
        offer = page.locator(f"#note-{twin} .note-like")
        offer.locator('[data-do="unlike"]').click()
        expect(offer).to_be_hidden()
        expect(page.locator(f"#note-{twin}")).to_be_focused()
        page.reload()
        connected(page)
        paper(here, "Nog iets?")
        arrived(page, 4)
        expect(offer).to_be_hidden()
        minutes = desk.open(here.made["minute_taker_url"])
        expect(minutes.locator(f"#note-{twin} .note-like")).to_be_visible()


# --- the main button asks


def test_going_to_the_questions_without_any_is_asked_once(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, _notes):
        page.click(MAIN)
        expect(page.locator("#confirm [data-question]")).to_contain_text("nog geen vraag gekozen")
        page.click('#confirm button[value="no"]')
        assert here.chair.stage["number"] == 3
        page.click(MAIN)
        page.click('#confirm button[value="yes"]')
        here.chair.wait(lambda chair: chair.stage["number"] == 4)


def test_nothing_is_asked_when_questions_are_chosen_or_no_note_lies_there(
    server: Server, desk: Desk
) -> None:
    with table(server, desk) as (here, page, notes):
        here.chair.done("select_note", revision=None, note=notes[0])
        expect(page.locator("[data-chosen]")).to_have_count(1)
        page.click(MAIN)
        here.chair.wait(lambda chair: chair.stage["number"] == 4)
    with hall(server, 3) as empty:
        page = desk.open(empty.made["chair_url"])
        page.click(MAIN)
        empty.chair.wait(lambda chair: chair.stage["number"] == 4)


def test_chosen_questions_that_were_not_put_are_named(server: Server, desk: Desk) -> None:
    with table(server, desk) as (here, page, notes):
        for note in notes[:3]:
            here.chair.done("select_note", revision=None, note=note)
        here.to(4)
        here.chair.done("backdate_start", revision=None, seconds=14 * 60)
        question = page.locator("#confirm [data-question]")
        here.chair.done("put_question", revision=None, note=notes[0])
        expect(page.locator(f"#chosen-{notes[0]}")).to_have_attribute("data-state", "floor")
        page.click(MAIN)
        expect(question).to_contain_text("2 gekozen vragen zijn nog niet voorgelegd")
        page.click('#confirm button[value="no"]')
        here.chair.done("show_selection", revision=None)
        expect(page.locator(f"#chosen-{notes[2]}")).to_have_attribute("data-state", "asked")
        page.click(MAIN)
        here.chair.wait(lambda chair: chair.stage["number"] == 5)


# --- first-time help


def test_help_stays_away_once_it_was_understood_and_comes_back(server: Server, desk: Desk) -> None:
    with hall(server) as here:
        page = desk.open(here.made["chair_url"])
        expect(page.locator("#help li")).to_have_count(3)
        expect(page.locator("#help")).to_be_visible()
        page.click('[data-do="help-done"]')
        expect(page.locator("#help")).to_be_hidden()
        page.reload()
        connected(page)
        expect(page.locator("#help")).to_be_hidden()
        page.keyboard.press("?")
        page.click('#keys [data-do="help"]')
        expect(page.locator("#keys")).to_be_hidden()
        expect(page.locator("#help")).to_be_focused()
        minutes = desk.open(here.made["minute_taker_url"])
        expect(minutes.locator("#help")).to_have_count(0)


# --- two hundred notes


@pytest.mark.parametrize("size", [None, PHONE])
def test_two_hundred_notes_stay_usable(
    server: Server, desk: Desk, size: dict[str, int] | None
) -> None:
    with hall(server, 3) as here:
        many(here, 200)
        page = desk.open(here.made["chair_url"], size)
        expect(page.locator("article")).to_have_count(200)
        page.fill("#find", "199")
        expect(page.locator("#found")).to_have_text("1 briefje gevonden")
        page.click("#pile-parents article:visible [data-do='select_note']")
        expect(page.locator("[data-chosen]")).to_have_count(1)
        page.fill("#find", "")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        expect(page.locator(MAIN)).to_have_text(re.compile("Naar de vragen"))
