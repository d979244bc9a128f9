"""What a page says by itself and what a push moves: live regions, and the focus that stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.example.evening import Evening
from tests.servers import Server

from .conftest import Browsers
from .test_keyboard import go_on

pytestmark = pytest.mark.e2e

# Everything that a screen reader is told without asking, as often as it changes to something new.
LISTEN = """() => {
  window.heard = [];
  const live = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]";
  const told = new Map();
  const words = (node) => (node.checkVisibility() ? node.innerText.trim() : "");
  const hear = () => {
    for (const node of document.querySelectorAll(live)) {
      const now = words(node);
      if (now && now !== told.get(node)) heard.push(now);
      told.set(node, now);
    }
  };
  for (const node of document.querySelectorAll(live)) told.set(node, words(node));
  new MutationObserver(hear).observe(document.documentElement,
    { childList: true, subtree: true, characterData: true, attributes: true });
}"""
WHERE = """() => { const one = document.activeElement;
  return { id: one.id || one.dataset.do || one.tagName, start: one.selectionStart ?? null,
           scroll: document.scrollingElement.scrollTop, html: one.tagName }; }"""
SEEN = """async (number) => {
  const url = performance.getEntriesByType("resource").map((one) => one.name)
    .find((one) => new URL(one).pathname.endsWith("/js/page.js"));
  return (await import(url)).revision() >= number;
}"""
QUARTER_S = 900
PAST_S = 5  # beyond a mark, so that a second more or less does not cross it again
STARTS = {
    "chair": "Kring leerlingen · in gesprek",
    "minute-taker": "Kring leerlingen · in gesprek",
    "hall": "De leerlingen praten met elkaar. "
    "Ouders en docenten luisteren en schrijven hun vragen op.",
    "joost": "U luistert nu. Kring leerlingen praat. Schrijf op wat u wilt vragen.",
    "amira": "Je bent aan het woord. Praat met elkaar. Leg je telefoon weg.",
}


@pytest.fixture
def evening(server: Server, browsers: Browsers) -> Iterator[Evening]:
    one = browsers.evening(server, "nl")
    yield one
    one.close()


def live_words(page: Page) -> list[str]:
    """What the page's clock has ready to say: half, five minutes, one minute, zero."""
    found: list[str] = page.evaluate(
        """() => { const { dataset } = document.querySelector("[data-clock=live]");
             return [dataset.half, dataset.five, dataset.one, dataset.zero]; }"""
    )
    return found


def noise(evening: Evening) -> None:
    """Pushes of every kind that nobody needs to hear."""
    note = evening.de_wit.done("submit_note", text="Waarom?")["note"]
    evening.do("close_door")
    evening.do("open_door")
    evening.do("select_note", note=note)
    evening.do("set_present", circle="pupils", number=11)
    evening.do("adjust_time", seconds=1)
    evening.do("adjust_time", seconds=-1)


def test_pages_speak_at_start_half_five_one_and_zero_and_not_more(evening: Evening) -> None:
    evening.to(1)
    pages = {name: evening.open(name) for name in STARTS}
    for page in pages.values():
        page.evaluate(LISTEN)
    evening.to(2)
    marks = (QUARTER_S // 2, QUARTER_S - 300, QUARTER_S - 60, QUARTER_S)
    gone = 0
    for mark in marks:
        noise(evening)
        evening.do("backdate_start", seconds=mark - gone + PAST_S)
        gone = mark + PAST_S
        for page in pages.values():
            page.wait_for_function("(many) => heard.length >= many", arg=2 + marks.index(mark))
    noise(evening)
    for page in pages.values():
        page.wait_for_function(SEEN, arg=evening.chair.revision)
    assert {name: page.evaluate("heard") for name, page in pages.items()} == {
        name: [STARTS[name], *live_words(page)] for name, page in pages.items()
    }


FOCUS = {
    "chair": ("#main-button", "#summary-pupils", "#chair-people > summary"),
    "minute-taker": ("#summary-pupils", '[data-open="keys"]'),
    "joost": ("#box-text", "#seat > summary"),
    "hall": ('[data-do="gong"]',),
}


@pytest.mark.parametrize("name", FOCUS)
def test_push_moves_neither_focus_nor_caret(evening: Evening, name: str) -> None:
    evening.to(2)
    page = evening.open(name)
    page.mouse.move(5, 5)
    for selector in FOCUS[name]:
        page.focus(selector)
        if selector.startswith(("#box", "#summary")):
            page.keyboard.type("Een paar woorden")
            page.keyboard.press("ArrowLeft")
        place = page.evaluate(WHERE)
        assert place["id"] != "BODY"
        noise(evening)
        number = evening.chair.revision
        page.wait_for_function(SEEN, arg=number)
        assert page.evaluate(WHERE) == place


def test_next_step_leaves_the_chair_on_the_same_button(evening: Evening) -> None:
    page = evening.open("chair")
    for _ in range(3):
        go_on(page)
        assert page.evaluate(WHERE)["id"] == "main-button"
