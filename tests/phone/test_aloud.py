"""Reading aloud. A headless browser has no voices, so a stand-in takes the place of its
speechSynthesis: what is tested is what would be said, by which voice, and when the button is there.
Whether it sounds well on a real phone is not tested here.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.clients import Phone
from tests.clients import join as take_seat

pytestmark = pytest.mark.e2e

STAND_IN = """
class Voices extends EventTarget {
  voices = [];
  said = [];
  cancelled = 0;
  getVoices() { return this.voices; }
  speak(one) { this.said.push(one); }
  cancel() { this.cancelled += 1; }
  come(...voices) {
    this.voices = voices.map(([lang, localService]) => ({ lang, localService, name: lang }));
    this.dispatchEvent(new Event("voiceschanged"));
  }
  end() { for (const one of this.said) one.onend?.(); }
}
const voices = new Voices();
Object.defineProperty(window, "speechSynthesis", { value: voices });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
SAID = "() => speechSynthesis.said.map((one) => [one.voice.lang, one.text])"


@pytest.fixture
def speaking(context, join):
    """Join with a phone that can speak, as soon as voices come."""

    def joined(circle: str) -> Page:
        phone = context()
        phone.add_init_script(STAND_IN)
        return join(circle, phone)

    return joined


def come(page: Page, *voices: tuple[str, bool]) -> None:
    page.evaluate("voices => speechSynthesis.come(...voices)", [list(one) for one in voices])


def said(page: Page) -> list[list[str]]:
    return page.evaluate(SAID)


def test_no_button_where_the_device_has_no_voice_of_its_own(speaking) -> None:
    page = speaking("parents")
    expect(page.locator("#aloud")).to_be_hidden()
    come(page, ("nl-NL", False), ("en-GB", True))
    expect(page.locator("#aloud")).to_be_hidden()
    come(page, ("nl_BE", True))
    expect(page.locator("#aloud")).to_be_visible()
    expect(page.locator("#aloud")).to_have_text(re.compile("Lees voor"))
    come(page)
    expect(page.locator("#aloud")).to_be_hidden()


def test_instruction_and_central_question_are_read(evening, speaking) -> None:
    page = speaking("parents")
    come(page, ("en-GB", True), ("nl-NL", True))
    evening.to("discussion")
    expect(page.locator("h1")).to_have_text("U luistert nu")
    page.click("#aloud")
    assert said(page) == [
        ["nl-NL", "U luistert nu"],
        ["nl-NL", "Kring leerlingen praat. Schrijf op wat u wilt vragen."],
        ["nl-NL", "Draai uw stoel, zodat u de sprekers ziet."],
        ["nl-NL", "Centrale vraag"],
        ["nl-NL", "Wanneer helpt huiswerk?"],
    ]


def test_pressing_again_stops_and_the_end_does_too(evening, speaking) -> None:
    page = speaking("pupils")
    come(page, ("nl-NL", True))
    evening.to("discussion")
    expect(page.locator("h1")).to_have_text("Je bent aan het woord")
    page.click("#aloud")
    expect(page.locator("#aloud")).to_have_text(
        re.compile("Stop met voorlezen"), use_inner_text=True
    )
    page.click("#aloud")
    expect(page.locator("#aloud")).to_have_text(re.compile("Lees voor"), use_inner_text=True)
    assert page.evaluate("speechSynthesis.cancelled") == 1
    page.click("#aloud")
    page.evaluate("speechSynthesis.end()")
    expect(page.locator("#aloud")).to_have_text(re.compile("Lees voor"), use_inner_text=True)


def test_push_neither_cuts_it_off_nor_takes_the_button_away(evening, speaking) -> None:
    page = speaking("parents")
    come(page, ("nl-NL", True))
    evening.to("discussion")
    expect(page.locator("h1")).to_have_text("U luistert nu")
    page.click("#aloud")
    evening.to("discussion", "parents")
    expect(page.locator("h1")).to_have_text("U bent aan het woord")
    expect(page.locator("#aloud")).to_have_text(
        re.compile("Stop met voorlezen"), use_inner_text=True
    )
    expect(page.locator("#aloud")).to_be_focused()
    assert page.evaluate("speechSynthesis.cancelled") == 0


def test_question_on_the_floor_is_read_in_its_own_language(evening, speaking) -> None:
    page = speaking("pupils")
    come(page, ("nl-NL", True), ("en-GB", True))
    teacher = Phone(
        evening.server, take_seat(evening.server, evening.links["join_url"], "teachers", "en")
    ).connect()
    evening.to("discussion")
    note = teacher.done("submit_note", text="What helps you at home?")["note"]
    teacher.close()
    evening.chair.done("select_note", note=note, revision=None)
    evening.to("questions")
    evening.chair.done("put_question", note=note, revision=None)
    expect(page.locator("h1")).to_have_text("Een vraag voor je kring")
    page.click("#aloud")
    assert said(page)[-2:] == [["nl-NL", "Docenten"], ["en-GB", "What helps you at home?"]]
    come(page, ("nl-NL", True))
    page.click("#aloud")
    page.click("#aloud")
    assert said(page)[-1] == ["nl-NL", "What helps you at home?"]
