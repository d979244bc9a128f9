"""The hall screen in a real browser: what stands there, that it fits, gong, keys and hints."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from facilitation.core import agenda
from facilitation.core import commands as c
from facilitation.core.model import Circle, Conversation
from facilitation.locale import languages
from facilitation.web import qr
from tests import evening
from tests.evening import ADVANCE, CHAIR, DE_WIT, JOINS, JOOST, note, run
from tests.hall.drawing import JOIN_URL, Door, Hall

pytestmark = pytest.mark.e2e

SIZES = [(1920, 1080), (1280, 720), (1024, 768)]
LONG = "Hoe weten wij thuis wat er echt af moet, zonder dat het elke keer op ruzie uitloopt? "
NOTE_280 = (LONG * 4)[:280]
QUESTION_280 = (LONG * 4)[:280]
TEXT_4000 = (LONG * 50)[:4000]
FIVE = tuple(
    Circle(f"c{place}", place, f"Ouders en verzorgers van groep {place}", "ouder", True, colour)
    for place, colour in enumerate(("orange", "blue", "purple", "green", "grey"))
)

OVERFLOWING = """() => {
  const found = [];
  if (document.body.scrollHeight > innerHeight + 1) found.push("page");
  const apart = ".visually-hidden, .skip-link, .hall-tools, .hall-bar, svg *";
  for (const node of document.querySelectorAll("body *")) {
    if (node.matches(apart) || node.closest(".hall-tools, .hall-bar")) continue;
    if (!node.getClientRects().length) continue;
    const box = node.getBoundingClientRect();
    const name = `${node.tagName}.${node.getAttribute("class")}`;
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1) found.push(name);
    if (box.left < -1 || box.top < -1) found.push(name);
    if (node.matches("[data-fit-box]") && node.scrollHeight > node.clientHeight + 2) {
      found.push(`cut off: ${name}`);
    }
  }
  return found;
}"""


# The code to join by: its shape, and whether a part of it lies outside what is shown.
CODE = """() => {
  const box = document.querySelector(".hall-lobby-join .qr");
  const [outer, inner] = [box, box.firstElementChild].map((one) => one.getBoundingClientRect());
  return {
    ratio: inner.width / inner.height,
    cut: inner.bottom > outer.bottom + 1 || inner.right > outer.right + 1 || inner.width < 200,
  };
}"""

CUT_NAMES = """() => [...document.querySelectorAll(".phase-strip .name, .hall-strip .address")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    || one.scrollHeight > one.clientHeight + 3 && one.clientHeight > 0)
  .map((one) => one.textContent)"""


@pytest.fixture
def hall(browser: Browser) -> Iterator[Hall]:
    screen = Hall(browser)
    yield screen
    screen.close()
    assert screen.errors == []


def now() -> int:
    return int(time.time() * 1000)


def prepared(**changed: object) -> Conversation:
    """An English evening, so that the catalogues need no other language for these tests."""
    circles = (
        Circle("pupils", 0, "Pupils", "pupil", False, "orange"),
        Circle("parents", 1, "Parents", "parent", True, "blue"),
        Circle("teachers", 2, "Teachers", "teacher", True, "purple"),
    )
    return evening.conversation(**{"language": "en", "circles": circles, **changed})


def used(conversation: Conversation, seconds: float) -> Conversation:
    """The same moment, with that much of the phase's time gone."""
    phase = replace(conversation.phase, spent_ms=0, running_since=now() - int(seconds * 1000))
    return agenda.with_phases(conversation, (phase,))


def with_question(text: str, *more: c.Command) -> Conversation:
    here = run(
        prepared(),
        *JOINS,
        ADVANCE,
        ADVANCE,
        note("first", JOOST, text),
        note("second", DE_WIT, "What helps you?"),
        c.SelectNote(actor=CHAIR, note="first"),
        c.SelectNote(actor=CHAIR, note="second"),
        ADVANCE,
        ADVANCE,
        *more,
    )
    return used(here, 100)


FLOOR = c.PutQuestion(actor=CHAIR, note="first")


def without_hints(hall: Hall) -> Hall:
    """As in the hall, once somebody has dismissed the hints."""
    for name in ("sound", "awake"):
        hall.context.add_init_script(f"sessionStorage.setItem('hall:{name}', 'dismissed')")
    return hall


def words(page: Page) -> str:
    return " ".join(page.locator("#main").inner_text().split())


def test_lobby_shows_who_is_there_and_how_to_join(hall: Hall) -> None:
    page = hall.show(prepared(), now(), {"pupils": 14, "parents": 1})
    text = words(page)
    assert "Wanneer helpt een telefoon en wanneer stoort hij?" in text
    assert "Telefoons in de klas · De Regenboog" in text
    assert page.locator(".hall-circles li").all_inner_texts() == [
        "14\nPupils", "1\nParents", "0\nTeachers",
    ]  # fmt: skip
    assert page.locator("#lobby-pupils .chair:not(.is-empty)").count() == 14
    assert "192.168.178.41:8000" in text
    assert "K7M 2PX" in text
    assert page.locator("#region-strip").inner_html() == ""


@pytest.mark.parametrize("place", [".hall-lobby-join", "#hall-join"])
def test_qr_code_is_the_one_of_the_join_address(hall: Hall, place: str) -> None:
    page = hall.show(run(prepared(), c.ShowJoin(actor=CHAIR)), now())
    drawn = page.locator(f"{place} .qr path").get_attribute("d")
    assert re.findall('path d="([^"]+)"', qr.svg(JOIN_URL)) == [drawn]


def test_discussion_says_what_happens_and_where_latecomers_join(hall: Hall) -> None:
    page = hall.show(used(run(prepared(), ADVANCE, ADVANCE), 396.5), now())
    text = words(page)
    assert "Circle of pupils" in text
    assert "The pupils talk with each other." in text
    assert "Wanneer helpt een telefoon" in text
    assert re.fullmatch(r"8:[12]\d", page.locator(".clock-digits").inner_text())
    assert page.locator(".ring .chair.is-empty").count() == 13
    assert "K7M 2PX" in page.locator(".hall-strip-join").inner_text()
    assert page.locator("[aria-current=step]").inner_text() == "Pupils"


def test_circles_with_their_own_names_get_a_general_sentence(hall: Hall) -> None:
    quarter = 15 * evening.MINUTE
    phases = agenda.build([agenda.Turn(one.key, quarter, quarter) for one in FIVE])
    here = used(run(prepared(circles=FIVE, phases=phases), ADVANCE, ADVANCE), 100)
    text = words(hall.show(here, now()))
    assert "Circle Ouders en verzorgers van groep 0 is talking. The others listen" in text


def test_chairs_are_turned_only_while_the_turn_is_young(hall: Hall) -> None:
    turning = run(prepared(), ADVANCE, ADVANCE)
    page = hall.show(used(turning, 5), now())
    assert page.locator(".hall-turn").is_visible()
    hall.give(used(turning, 74), now())
    page.locator(".hall-turn").wait_for(state="hidden", timeout=5000)
    hall.give(used(turning, 2), now())
    assert page.locator(".hall-turn").is_visible()


def test_views_follow_the_evening_in_place(hall: Hall) -> None:
    page = hall.show(with_question(NOTE_280), now())
    assert NOTE_280 not in page.content()
    hall.give(with_question(NOTE_280, FLOOR), now())
    assert page.locator(".hall-note .postit-text").inner_text() == NOTE_280.strip()
    assert page.locator(".hall-note .postit-from").inner_text() == "From a parent"
    assert page.locator(".hall-side .hall-line").inner_text() == "question 1 of 2"
    hall.give(with_question(NOTE_280, FLOOR, c.ShowSelection(actor=CHAIR)), now())
    assert page.locator(".hall-notes .postit-text").all_inner_texts() == [
        NOTE_280.strip(), "What helps you?",
    ]  # fmt: skip
    summary = c.WriteSummary(actor=CHAIR, circle="pupils", text="Not in class.")
    hall.give(run(prepared(), summary, *(ADVANCE,) * 11), now())
    assert page.locator(".hall-paper").inner_text() == "Not in class."
    assert NOTE_280 not in page.content()


def test_break_and_end_are_told(hall: Hall) -> None:
    pause = c.AddBreak(actor=CHAIR, seconds=600)
    page = hall.show(used(run(prepared(), *(ADVANCE,) * 4, pause, ADVANCE), 60), now())
    assert "Break" in words(page)
    assert "Circle of parents" in words(page)
    follow_up = c.WriteFollowUp(actor=CHAIR, text="You hear more in March.")
    hall.give(run(prepared(), follow_up, *(ADVANCE,) * 16), now())
    assert words(page) == "Thank you, everybody You hear more in March."


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_longest_texts_fit_without_scrolling(browser: Browser, size: tuple[int, int]) -> None:
    hall = Hall(browser, size)
    long = {"question": QUESTION_280, "theme": LONG + LONG[:35]}
    quarter = 15 * evening.MINUTE
    five = {
        "circles": FIVE,
        "phases": agenda.build([agenda.Turn(one.key, quarter, quarter) for one in FIVE]),
    }
    rules = c.WriteSummary(actor=CHAIR, circle="pupils", text=TEXT_4000)
    agreed = tuple(
        c.AddAgreement(actor=CHAIR, fresh_id=f"a{n}", what=LONG, who="Amira", by="2026-03-01")
        for n in range(8)
    )
    follow_up = c.WriteFollowUp(actor=CHAIR, text=TEXT_4000)
    pictures = {
        "lobby": prepared(**long),
        "lobby of five": prepared(**long, **five),
        "opening": used(run(prepared(**long), ADVANCE), 20),
        "discussion": used(run(prepared(**long), ADVANCE, ADVANCE), 5),
        "second circle": used(run(prepared(**long), *(ADVANCE,) * 5), 5),
        "discussion of five": used(run(prepared(**long, **five), *(ADVANCE,) * 8), 400),
        "question": with_question(NOTE_280, FLOOR),
        "list": with_question(NOTE_280, c.ShowSelection(actor=CHAIR)),
        "summary": run(prepared(), rules, *(ADVANCE,) * 11),
        "closing": run(prepared(), *agreed, follow_up, *(ADVANCE,) * 15),
        "ended": run(prepared(), *agreed, follow_up, *(ADVANCE,) * 16),
    }
    found = {}
    page = hall.show(prepared(), now())
    for name, conversation in pictures.items():
        hall.give(conversation, now(), {"pupils": 120})
        found[name] = page.evaluate(OVERFLOWING)
        assert page.locator("h1").count() + page.locator("h2").count() > 0
    hall.close()
    assert {name: bad for name, bad in found.items() if bad} == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_lobby_has_room_for_its_rings_in_every_language(
    browser: Browser, size: tuple[int, int]
) -> None:
    hall = Hall(browser, size)
    page = hall.show(prepared(), now())
    found = {}
    for language in languages():
        for question in (LONG[:40], LONG[:68]):
            hall.give(prepared(language=language, question=question), now(), {"pupils": 12})
            widths = page.locator(".hall-circles .clock").evaluate_all(
                "all => all.map((one) => one.getBoundingClientRect().width / innerWidth)"
            )
            assert len(widths) == 3
            wrong = page.evaluate(OVERFLOWING)
            code = page.evaluate(CODE)
            if wrong or min(widths) < 0.06 or not 0.98 < code["ratio"] < 1.02 or code["cut"]:
                found[language, len(question)] = (wrong, min(widths), code)
    hall.close()
    assert found == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_names_in_the_strip_are_whole_in_every_language(
    browser: Browser, size: tuple[int, int]
) -> None:
    hall = Hall(browser, size)
    hall.artist.door = Door(address="gesprek.regenboogschool.nl")
    page = hall.show(prepared(), now())
    found = {}
    for language in languages():
        for steps in (1, 2, 5, 8, 11, 15):
            hall.give(run(prepared(language=language), *(ADVANCE,) * steps), now())
            assert page.locator(".phase-strip > li").count() == 4
            cut = page.evaluate(CUT_NAMES)
            if cut or page.evaluate(OVERFLOWING):
                found[language, steps] = cut
    hall.close()
    assert found == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_digits_are_a_sixth_of_the_screen(browser: Browser, size: tuple[int, int]) -> None:
    hall = without_hints(Hall(browser, size))
    page = hall.show(used(run(prepared(), ADVANCE, ADVANCE), 5), now())
    em = page.locator(".clock-digits").evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize)"
    )
    hall.close()
    height = min(size[1], size[0] * 9 / 16)  # a squarer screen has the same width to fill
    assert em * 0.668 >= 0.15 * height  # digits of this typeface are 0.668 em high


def test_question_of_280_characters_is_at_least_56_pixels_at_1080_lines(browser: Browser) -> None:
    hall = without_hints(Hall(browser, (1920, 1080)))
    page = hall.show(with_question(NOTE_280, FLOOR), now())
    size = page.locator(".postit-text").evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    hall.close()
    assert size >= 56


def test_gong_sounds_once_at_zero_after_sound_was_allowed(hall: Hall) -> None:
    here = run(prepared(), ADVANCE, ADVANCE)
    page = hall.show(used(here, 800), now())
    page.evaluate("window.gongs = 0; document.addEventListener('gong:struck', () => gongs += 1)")
    page.locator("[data-hint=sound]").wait_for(state="visible")
    page.locator("[data-do=sound]").click()
    page.locator("[data-hint=sound]").wait_for(state="hidden")
    hall.give(used(here, 899.2), now())
    page.wait_for_function("document.documentElement.classList.contains('is-overtime')")
    page.wait_for_timeout(1500)
    assert page.evaluate("gongs") == 1
    assert page.locator(".after-zero").is_visible()
    assert re.fullmatch(r"\+0:\d\d", page.locator(".clock-digits").inner_text())


def test_gong_can_be_tested_beforehand(hall: Hall) -> None:
    page = hall.show(prepared(), now())
    page.evaluate("window.gongs = 0; document.addEventListener('gong:struck', () => gongs += 1)")
    page.mouse.move(300, 300)
    page.locator("[data-do=gong]").click()
    page.wait_for_function("gongs === 1")


def test_qr_code_full_screen_by_the_chair_and_by_key(hall: Hall) -> None:
    here = used(run(prepared(), ADVANCE, ADVANCE), 100)
    page = hall.show(here, now())
    full = page.locator("#hall-join")
    assert not full.is_visible()
    page.keyboard.press("q")
    assert full.is_visible()
    page.keyboard.press("Escape")
    assert not full.is_visible()
    hall.give(run(here, c.ShowJoin(actor=CHAIR)), now())
    assert full.is_visible()
    box = full.locator("div.qr").bounding_box()
    assert box is not None
    assert box["height"] >= 0.8 * 720
    hall.give(run(here, c.ShowJoin(actor=CHAIR), c.CloseDoor(actor=CHAIR)), now())
    assert full.count() == 0
    assert page.locator(".qr").count() == 0


def test_lost_connection_is_told_in_words_and_the_clock_goes_on(hall: Hall) -> None:
    page = hall.show(used(run(prepared(), ADVANCE, ADVANCE), 100), now())
    lost = page.locator(".hall-lost")
    assert not lost.is_visible()
    page.evaluate("window.link.onState('offline')")
    assert lost.is_visible()
    before = page.locator(".clock-digits").inner_text()
    page.wait_for_timeout(1200)
    assert page.locator(".clock-digits").inner_text() != before
    assert page.evaluate(OVERFLOWING) == []
    page.evaluate("window.link.onState('online')")
    assert not lost.is_visible()


def test_hint_about_sleep_can_be_dismissed(hall: Hall) -> None:
    page = hall.show(prepared(), now())  # http://hall.test is no secure context: no wake lock
    awake = page.locator("[data-hint=awake]")
    awake.wait_for(state="visible")
    awake.locator("[data-do=dismiss]").click()
    assert not awake.is_visible()
    page.reload()
    page.wait_for_function("window.link !== undefined")
    assert not awake.is_visible()


def test_pointer_and_buttons_hide_when_nobody_moves(hall: Hall) -> None:
    page = hall.show(prepared(), now())
    page.mouse.move(200, 200)
    assert page.locator(".hall-tools").is_visible()
    page.wait_for_function("document.documentElement.classList.contains('is-idle')", timeout=5000)
    page.locator(".hall-tools").wait_for(state="hidden")


def test_buttons_hide_again_after_one_was_clicked(hall: Hall) -> None:
    page = hall.show(prepared(), now())
    page.mouse.move(200, 200)
    page.click(".hall-tools [data-do=gong]")
    page.keyboard.press("q")
    page.locator(".hall-tools").wait_for(state="hidden", timeout=10_000)
