"""A whole evening in the chair without a mouse: Tab, Enter, arrows and letters, nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import at, connected, stage
from tests.example.evening import LAPTOP, PHONE
from tests.servers import Server
from tests.web.halls import Hall, hall

from .conftest import Browsers

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
MAIN = "#main-button"
MOST_TABS = 250

# The focused element, and whether anybody can see that it is: an outline on it or around it.
FOCUSED = """(selector) => {
  const one = document.activeElement;
  const ringed = (node) => node && getComputedStyle(node).outlineStyle !== "none"
    && parseFloat(getComputedStyle(node).outlineWidth) >= 2;
  return [one.matches(selector), ringed(one) || ringed(one.closest(".postit"))];
}"""


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the focus is there; it must show."""
    for _ in range(MOST_TABS):
        there, shown = page.evaluate(FOCUSED, selector)
        if there:
            assert shown, f"no visible focus on {selector}"
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab does not come to {selector}")


def press(page: Page, selector: str) -> None:
    """Go to a button and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def write(page: Page, selector: str, text: str) -> None:
    """Go to a field and type."""
    tab_to(page, selector)
    page.keyboard.type(text)


def go_on(page: Page) -> None:
    """The next step, and yes when the page asks whether it is not too early."""
    before = stage(page)["number"]
    press(page, MAIN)
    if page.locator("#confirm[open]").count():
        press(page, '#confirm [value="yes"]')
    at(page, before + 1)


def card(page: Page, note: str, *keys: str) -> None:
    """Arrows to a note's card."""
    for key in keys:
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id").endswith(note)


def test_evening_from_the_lobby_to_the_end_by_keyboard(server: Server, browsers: Browsers) -> None:
    with hall(server) as here:
        page = browsers.page(LAPTOP)
        page.goto(here.made["chair_url"])
        connected(page)
        go_on(page)
        go_on(page)
        _sort(page, here)
        _ask(page)
        for _ in range(7):
            go_on(page)
        _close(page)
        written = server.minutes(here.made["code"])
        page.context.close()
    pupils = written["circles"][0]
    asked = [(one["text"], one["answer"], len(one["merged"])) for one in pupils["questions"]]
    assert asked == [
        ("Welk huiswerk was zinvol?", "Oefenen.", 0),
        ("Hoeveel tijd kost het?", "", 1),
    ]
    assert (pupils["summary"], pupils["present"]) == ("Kortere opdrachten.", 11)
    assert written["response"] == "We voelen ons gehoord."
    assert [one["what"] for one in written["agreements"]] == ["Een bakje bij de deur"]
    assert written["follow_up"] == "In de nieuwsbrief."
    assert written["conversation"]["ended_at"] is not None


def _sort(page: Page, here: Hall) -> None:
    """During the talk and the collection: choose, merge, set aside, undo, type in, put in order."""
    time, long, _gone = (
        here.joost.done("submit_note", text=text)["note"]
        for text in ("Hoeveel tijd kost het?", "Hoe lang ben je bezig?", "Ik weet het niet")
    )
    useful = here.de_wit.done("submit_note", text="Welk huiswerk was zinvol?")["note"]
    expect(page.locator("#pile-parents h2")).to_contain_text("3")
    press(page, "#pile-parents > summary")
    press(page, f'#note-{time} [data-do="select_note"]')
    expect(page.locator("[data-chosen]")).to_have_count(1)
    card(page, long, "ArrowDown")
    page.keyboard.press("v")
    card(page, time, "ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(f"#beneath-{time}")).to_be_visible()
    go_on(page)
    tab_to(page, f'#note-{time} [data-do="unselect_note"]')
    page.keyboard.press("ArrowDown")
    page.keyboard.press("w")
    expect(page.locator("#aside-parents")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator("#aside-parents")).to_have_count(0)
    press(page, f'#note-{useful} [data-do="select_note"]')
    expect(page.locator("[data-chosen]")).to_have_count(2)
    press(page, "#paper-teachers > summary")
    write(page, "#paper-text-teachers", "Van papier?")
    press(page, "#paper-form-teachers button")
    expect(page.locator("#pile-teachers h2")).to_contain_text("2")
    tab_to(page, f"#up-{useful}")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-chosen]").first).to_have_attribute("data-chosen", useful)
    go_on(page)


def _ask(page: Page) -> None:
    """Put both questions, write an answer, sum up, count the people."""
    first, second = (
        page.locator("[data-chosen]").nth(place).get_attribute("data-chosen") for place in (0, 1)
    )
    press(page, f"#put-{first}")
    expect(page.locator(f"#chosen-{first}")).to_have_attribute("data-state", "floor")
    write(page, f"#answer-{first}", "Oefenen.")
    press(page, f"#done-{first}")
    expect(page.locator(f"#chosen-{first}")).to_have_attribute("data-state", "answered")
    card(page, str(second), "ArrowDown")
    page.keyboard.press("l")
    expect(page.locator(f"#chosen-{second}")).to_have_attribute("data-state", "floor")
    page.keyboard.press("b")
    expect(page.locator(f"#chosen-{second}")).to_have_attribute("data-state", "answered")
    write(page, "#summary-pupils", "Kortere opdrachten.")
    page.keyboard.press("Tab")
    expect(page.locator("#state-summary-pupils.state-good")).not_to_be_empty()
    press(page, "#chair-people > summary")
    write(page, "#present-pupils-number", "11")
    press(page, "#present-pupils button")
    expect(page.locator("#present-pupils-number")).to_have_value("11")


def _close(page: Page) -> None:
    """Response, agreement, follow-up by the tabs, and the end."""
    while stage(page)["phase"] != "response":
        go_on(page)
    write(page, "#response", "We voelen ons gehoord.")
    page.keyboard.press("Tab")
    expect(page.locator("#state-response.state-good")).not_to_be_empty()
    go_on(page)
    write(page, "#agreement-what", "Een bakje bij de deur")
    press(page, "#agreement-form button")
    expect(page.locator(".draft.chair-agreement")).to_have_count(1)
    tab_to(page, "#tab-agreements")
    page.keyboard.press("ArrowRight")
    tab_to(page, "#tab-follow-up")
    write(page, "#follow-up", "In de nieuwsbrief.")
    page.keyboard.press("Tab")
    expect(page.locator("#state-follow-up.state-good")).not_to_be_empty()
    go_on(page)
    assert stage(page)["phase"] == "ended"


def test_phone_by_keyboard(server: Server, browsers: Browsers) -> None:
    """Somebody with a keyboard at a tablet joins, writes, changes and withdraws."""
    with hall(server, 2) as here:
        page = browsers.page(PHONE)
        page.goto(here.made["join_url"])
        press(page, "button[value=parents]")
        connected(page)
        write(page, "#box-text", "Helpt het?")
        press(page, "#box .button-main")
        own = page.locator("#region-own li")
        expect(own).to_have_count(1)
        press(page, "[data-edit]")
        write(page, "#edit-text", " Echt")
        press(page, '#edit [value="save"]')
        expect(own.locator(".text")).to_have_text("Helpt het? Echt")
        press(page, "[data-withdraw] button")
        press(page, '#confirm [value="yes"]')
        expect(own).to_have_count(0)
        page.context.close()
