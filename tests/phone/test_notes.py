"""Writing: nothing typed is lost, nothing arrives twice, and the phone says how it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.e2e

OUTBOX = "() => Object.entries(localStorage).find(([key]) => key.endsWith(':outbox'))"
PUT_BACK = "([key, value]) => localStorage.setItem(key, value)"


def send(page: Page, text: str) -> None:
    page.fill("#box-text", text)
    page.click("#box .button-main")


def state(page: Page, name: str) -> Locator:
    return page.locator(f'#outbox [data-state="{name}"]:visible')


def test_write_change_and_withdraw(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    send(page, "Hoe lang duurt het?")
    expect(page.locator("#region-own .text")).to_have_text("Hoe lang duurt het?")
    expect(page.locator("#region-own .state")).to_contain_text("Ontvangen")
    expect(page.locator("#box-text")).to_have_value("")
    page.click("[data-edit]")
    page.fill("#edit-text", "Hoe lang duurt het nog?")
    page.click("#edit .button-main")
    expect(page.locator("#region-own .text")).to_have_text("Hoe lang duurt het nog?")
    assert evening.texts() == ["Hoe lang duurt het nog?"]
    page.click("[data-withdraw] button")
    page.click("#confirm [value=yes]")
    expect(page.locator("#mine")).to_be_hidden()
    assert evening.texts() == []


def test_draft_survives_reload_and_push(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    page.locator("#box-text").press_sequentially("Nog niet af")
    evening.chair.done("pause")
    expect(page.locator("html")).to_have_class("has-script is-paused")
    expect(page.locator("#box-text")).to_have_value("Nog niet af")
    expect(page.locator("#box-text")).to_be_focused()
    page.reload()
    expect(page.locator("#box-text")).to_have_value("Nog niet af")


def test_draft_of_a_closed_box_is_kept_and_never_sent(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    page.locator("#box-text").press_sequentially("Bijna")
    evening.to("collection")
    expect(page.locator("#outbox .text")).to_have_text("Bijna")
    expect(state(page, "late")).to_be_visible()
    page.reload()
    expect(page.locator("#outbox .text")).to_have_text("Bijna")
    assert evening.texts() == []
    page.click('#outbox [data-entry="remove"]')
    expect(page.locator("#outbox li")).to_have_count(0)


def test_draft_of_an_earlier_circle_is_asked_about(evening, join) -> None:
    page = join("teachers")
    evening.to("discussion")
    page.locator("#box-text").press_sequentially("Voor de leerlingen")
    evening.to("questions")
    evening.to("discussion")
    expect(page.locator("#box-text")).to_have_value("Voor de leerlingen")
    expect(page.locator("#draft-old")).to_contain_text("kring leerlingen")


def test_characters_are_counted_as_people_count(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    page.fill("#box-text", "👨‍👩‍👧é🇳🇱")
    expect(page.locator("#box-left")).to_contain_text("277")
    send(page, "é" * 281)
    expect(page.locator("#box-error")).not_to_be_empty()
    expect(page.locator("#box-text")).to_have_value("é" * 281)
    assert evening.texts() == []


@pytest.mark.parametrize("text", ["", "é" * 281])
def test_error_stands_until_the_text_changes(evening, join, text: str) -> None:
    page = join("parents")
    evening.to("discussion")
    box, error = page.locator("#box-text"), page.locator("#box-error")
    send(page, text)
    expect(error).not_to_be_empty()
    said = error.text_content() or ""
    evening.chair.done("edit_conversation", question="Wat is er nieuw?")
    expect(page.locator(".central-question")).to_contain_text("Wat is er nieuw?")
    expect(error).to_have_text(said)
    expect(box).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("K")
    page.keyboard.press("Backspace")
    expect(error).to_be_empty()
    expect(box).to_have_attribute("aria-invalid", "false")


def test_two_questions_are_offered_to_split(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    send(page, "Helpt het? En waarom dan?")
    expect(page.locator("#split .postit-text")).to_have_text(["Helpt het?", "En waarom dan?"])
    page.click("[data-split=yes]")
    expect(page.locator("#region-own .text")).to_have_text(["En waarom dan?", "Helpt het?"])
    send(page, "Echt?? Of toch niet?")
    page.click("[data-split=no]")
    expect(page.locator("#region-own li")).to_have_count(3)
    assert evening.texts() == ["Echt?? Of toch niet?", "En waarom dan?", "Helpt het?"]


def test_offline_notes_wait_and_arrive_once(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    expect(page.locator("#box-text")).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("[data-when=offline]")).to_be_visible(timeout=25_000)
    for text in ("Eerste", "Tweede", "Derde"):
        send(page, text)
    expect(state(page, "waiting").first).to_be_visible()
    page.locator("#outbox li").first.locator('[data-entry="cancel"]').click()
    page.context.set_offline(False)
    expect(page.locator("#region-own .text")).to_have_text(["Tweede", "Eerste"], timeout=15_000)
    expect(page.locator("#outbox li")).to_have_count(0)
    assert evening.texts() == ["Eerste", "Tweede"]


def test_note_written_before_the_first_view_waits_too(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    page.route("**/socket.io/**", lambda route: route.abort())
    page.reload()
    send(page, "Heel vroeg?")
    expect(page.locator("#outbox li")).to_have_count(1)
    assert evening.texts() == []
    page.unroute("**/socket.io/**")
    expect(page.locator("#region-own .text")).to_have_text("Heel vroeg?", timeout=15_000)
    assert evening.texts() == ["Heel vroeg?"]


def test_queue_survives_a_killed_server_and_a_reload(evening, join) -> None:
    page = join("parents")
    other = page.context.new_page()
    evening.to("discussion")
    expect(page.locator("#box-text")).to_be_visible()
    other.goto(page.url)
    evening.server.kill()
    for number in range(4):
        send(page, f"Vraag {number}")
    expect(page.locator("#outbox li")).to_have_count(4)
    expect(other.locator("#outbox li")).to_have_count(4)
    evening.server.start()
    for tab in (page, other):
        expect(tab.locator("#region-own li")).to_have_count(4, timeout=20_000)
        expect(tab.locator("#outbox li")).to_have_count(0)
    page.reload()
    expect(page.locator("#region-own li")).to_have_count(4)
    assert evening.texts() == [f"Vraag {number}" for number in range(4)]


def test_answer_that_got_lost_does_not_double_the_note(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    expect(page.locator("#box-text")).to_be_visible()
    page.context.set_offline(True)
    send(page, "Eén keer?")
    expect(page.locator("#outbox li")).to_have_count(1)
    waiting = page.evaluate(OUTBOX)
    assert waiting
    page.context.set_offline(False)
    expect(page.locator("#region-own li")).to_have_count(1, timeout=15_000)
    page.evaluate(PUT_BACK, waiting)  # as a crash right before the answer leaves it
    page.reload()
    expect(page.locator("#outbox li")).to_have_count(0, timeout=15_000)
    expect(page.locator("#region-own li")).to_have_count(1)
    assert evening.texts() == ["Eén keer?"]


def test_note_that_comes_too_late_stays_and_says_so(evening, join) -> None:
    page = join("teachers")
    evening.to("discussion")
    expect(page.locator("#box-text")).to_be_visible()
    page.context.set_offline(True)
    send(page, "Te laat voor de leerlingen?")
    expect(page.locator("#outbox li")).to_have_count(1)
    evening.to("questions")
    evening.to("discussion")
    page.context.set_offline(False)
    expect(state(page, "late").first).to_contain_text("Te laat", timeout=15_000)
    expect(page.locator("#outbox .text")).to_have_text("Te laat voor de leerlingen?")
    page.reload()
    expect(page.locator("#outbox .text")).to_have_text("Te laat voor de leerlingen?")
    assert evening.texts() == []
    page.click('#outbox [data-entry="again"]')
    expect(page.locator("#box-text")).to_have_value("Te laat voor de leerlingen?")
    expect(page.locator("#outbox li")).to_have_count(0)
    assert evening.texts() == []


def test_edit_that_comes_too_late_keeps_the_words(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    send(page, "Oude woorden")
    page.click("[data-edit]")
    page.fill("#edit-text", "Nieuwe woorden")
    evening.to("collection")
    expect(page.locator("#box-text")).to_have_count(0)
    expect(page.locator("#edit-text")).to_have_value("Nieuwe woorden")
    page.click("#edit .button-main")
    expect(state(page, "late").first).to_be_visible()
    expect(page.locator("#outbox .text")).to_have_text("Nieuwe woorden")
    assert evening.texts() == ["Oude woorden"]


def test_own_note_is_told_when_it_is_asked(evening, join) -> None:
    joost, amira = join("parents"), join("pupils")
    evening.to("discussion")
    send(joost, "Wat helpt?")
    expect(joost.locator("#region-own li")).to_have_count(1)
    note = (joost.get_attribute("#region-own li", "id") or "").removeprefix("note-")
    evening.to("collection")
    evening.chair.done("select_note", note=note)
    expect(joost.locator("#region-own .state")).to_contain_text("Ontvangen")
    assert "Wat helpt?" not in amira.content()
    evening.to("questions")
    expect(joost.locator("#region-own .state")).to_contain_text("Gekozen")
    evening.chair.done("put_question", note=note)
    expect(joost.locator("#region-own .state")).to_contain_text("Wordt nu gesteld")
    expect(amira.locator("#region-floor .postit-text")).to_have_text("Wat helpt?")
    evening.to("discussion")
    expect(joost.locator("#region-own .state")).to_contain_text("Is gesteld")


def test_phone_that_was_silenced_is_not_asked_to_write(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    expect(page.locator("#region-head")).to_contain_text("Schrijf op")
    send(page, "Onzin?")
    own = page.locator("#region-own li").first
    note = (own.get_attribute("id") or "").removeprefix("note-")
    evening.chair.done("quiet_author", note=note)
    expect(page.locator("#region-box .notice")).to_be_visible()
    expect(page.locator("#region-head h1")).to_have_text("U luistert nu")
    expect(page.locator("#region-head")).not_to_contain_text("Schrijf op")
