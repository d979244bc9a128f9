"""What is written on the chair's page: saved by itself, and never lost to somebody else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.clients import connected as live
from tests.clients import ticket_of
from tests.servers import Server
from tests.web.halls import hall

from .conftest import Desk, connected

pytestmark = pytest.mark.e2e

BOX = "#summary-pupils"
GOOD = re.compile("state-good")
WAITING = re.compile("state-wait")


def saved(page: Page, name: str = "summary-pupils") -> None:
    expect(page.locator(f"#state-{name}")).to_have_class(GOOD)


def test_summary_saves_itself_after_a_pause(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.click(BOX)
        page.keyboard.type("Rust in de klas ")
        saved(page)
        # The server keeps no space at the end, but whoever types on finds it.
        page.keyboard.type("graag")
        expect(page.locator(BOX)).to_have_value("Rust in de klas graag")
        page.locator(BOX).blur()
        saved(page)
        assert server.minutes(here.made["code"])["circles"][0]["summary"] == "Rust in de klas graag"


def test_push_does_not_touch_what_is_typed(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.click(BOX)
        page.keyboard.type("Half een zin")
        here.joost.done("submit_note", text="Helpt het?")
        expect(page.locator("#pile-parents h2")).to_contain_text("1")
        page.keyboard.type(" en verder")
        expect(page.locator(BOX)).to_have_value("Half een zin en verder")


def test_somebody_elses_words_come_in_where_nobody_writes(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        here.chair.done("write_summary", revision=None, circle="pupils", text="Van de notulist.")
        expect(page.locator(BOX)).to_have_value("Van de notulist.")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("both", "Van de notulist.\nVan de voorzitter."),
        ("mine", "Van de voorzitter."),
        ("theirs", "Van de notulist."),
    ],
)
def test_two_writers_are_shown_both(server: Server, desk: Desk, choice: str, kept: str) -> None:
    with (
        hall(server, 2) as here,
        live(server, ticket_of(here.made["minute_taker_url"])) as (taker,),
    ):
        page = desk.open(here.made["chair_url"])
        page.click(BOX)
        page.keyboard.type("Van de voorzitter.")
        taker.done("write_summary", circle="pupils", text="Van de notulist.")
        conflict = page.locator("#conflict-summary-pupils")
        expect(conflict.locator(".theirs")).to_have_text("Van de notulist.")
        expect(conflict.locator(".mine")).to_have_text("Van de voorzitter.")
        conflict.locator(f'[data-solve="{choice}"]').click()
        expect(conflict).to_be_empty()
        expect(page.locator(BOX)).to_have_value(kept)
        saved(page)
        assert server.minutes(here.made["code"])["circles"][0]["summary"] == kept


def test_draft_survives_a_closed_tab(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        browser = desk.contexts[0]
        browser.set_offline(True)
        page.fill(BOX, "Nog niet verstuurd.")
        expect(page.locator("#state-summary-pupils")).to_have_class(WAITING)
        page.close()  # before the line is back, or this page would save it after all
        browser.set_offline(False)
        again = desk.tab(browser, here.made["chair_url"])
        expect(again.locator(BOX)).to_have_value("Nog niet verstuurd.")
        saved(again)
        assert server.minutes(here.made["code"])["circles"][0]["summary"] == "Nog niet verstuurd."


def test_button_knows_what_its_own_page_has_just_changed(server: Server, desk: Desk) -> None:
    """Leaving a box by a click on the button beside it saves the box and presses the button."""
    with hall(server, 2) as here:
        made = here.chair.done("add_agreement", revision=None, what="Een bakje bij de deur")
        page = desk.open(here.made["chair_url"])
        page.click("#tab-agreements")
        page.fill("#panel-agreements .draft [name=by]", "maart")
        page.click(f"#remove-{made['agreement']}")
        page.click('#confirm button[value="yes"]')
        expect(page.locator("#panel-agreements .draft")).to_have_count(0)
        expect(page.locator("#notice")).to_be_empty()


def test_button_does_not_overrule_what_somebody_else_has_just_changed(
    server: Server, desk: Desk
) -> None:
    with hall(server, 2) as here:
        made = here.chair.done("add_agreement", revision=None, what="Een bakje bij de deur")
        page = desk.open(here.made["chair_url"])
        page.click("#tab-agreements")
        page.click(f"#remove-{made['agreement']}")
        changed = "Een mand bij de deur"
        here.chair.done("change_agreement", revision=None, what=changed, **made)
        expect(page.locator("#panel-agreements .draft [name=what]")).to_have_value(changed)
        page.click('#confirm button[value="yes"]')
        expect(page.locator("#notice")).not_to_be_empty()
        expect(page.locator("#panel-agreements .draft")).to_have_count(1)


def test_agreements_are_added_changed_and_dropped(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.click("#tab-agreements")
        page.fill("#agreement-what", "Een bakje bij de deur")
        page.fill("#agreement-who", "De Wit")
        page.click("#agreement-form button")
        added = page.locator("#panel-agreements .draft")
        expect(added).to_have_count(1)
        expect(page.locator("#agreement-what")).to_have_value("")
        added.locator('[name="by"]').fill("maart")
        added.locator('[name="by"]').blur()
        expect(added.locator(".draft-state")).to_have_class(GOOD)
        (noted,) = server.minutes(here.made["code"])["agreements"]
        assert (noted["what"], noted["who"]) == ("Een bakje bij de deur", "De Wit")
        assert (noted["by"], noted["status"]) == ("maart", "open")
        added.locator('[data-command="remove_agreement"]').click()
        page.click('#confirm button[value="yes"]')
        expect(added).to_have_count(0)


def test_response_and_follow_up_are_kept(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["minute_taker_url"])
        page.click("#tab-response")
        page.fill("#response", "We voelen ons gehoord.")
        page.click("#tab-follow-up")
        page.fill("#follow-up", "In de nieuwsbrief.")
        page.locator("#follow-up").blur()
        saved(page, "follow-up")
        page.click("#tab-response")
        saved(page, "response")
        written = server.minutes(here.made["code"])
        assert (written["response"], written["follow_up"]) == (
            "We voelen ons gehoord.",
            "In de nieuwsbrief.",
        )


# --- the rest of the evening


def test_plan_fit_and_break(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.click("#chair-plan > summary")
        row = page.locator("#plan-5")
        row.locator("button").nth(1).click()
        expect(row).to_contain_text("16:00")
        row.locator("button").last.click()
        expect(row).to_have_class("is-skipped")
        row.locator("button").click()
        expect(row).not_to_have_class("is-skipped")
        page.fill("#break-minutes", "7")
        page.click("#break-form button")
        expect(page.locator("#plan-17")).to_contain_text("7:00")
        before = page.locator('[data-clock="end"]').inner_text()
        hours, minutes = map(int, before.split(":"))
        early = (hours * 60 + minutes - 20) % 1440
        page.fill("#fit-time", f"{early // 60:02}:{early % 60:02}")
        page.click("#fit-form button")
        # Phases that count up keep their estimate, so the end is met to the minute.
        page.wait_for_function(
            "before => document.querySelector('[data-clock=end]').textContent !== before",
            arg=before,
        )
        hours, minutes = map(int, page.locator('[data-clock="end"]').inner_text().split(":"))
        assert (hours * 60 + minutes - early) % 1440 in (0, 1, 1439)


def test_people_door_code_and_corrections(server: Server, desk: Desk) -> None:
    with hall(server, 2) as here:
        page = desk.open(here.made["chair_url"])
        page.click("#chair-people > summary")
        page.fill("#present-parents-number", "11")
        page.click("#present-parents button")
        page.click("#chair-hall > summary")
        page.click("#join-button")
        expect(page.locator("#join-button")).to_have_attribute("data-command", "hide_join")
        page.click("#door-button")
        expect(page.locator("#door-button")).to_have_attribute("data-command", "open_door")
        page.fill("#edit-theme", "Huiswerk thuis")
        page.click("#details-form button")
        expect(page.locator("h1")).to_have_text("Huiswerk thuis")
        code = page.locator("#chair-hall .code").inner_text()
        page.click('[data-do="renew"]')
        page.click('#confirm button[value="yes"]')
        page.wait_for_load_state()
        connected(page)
        page.click("#chair-hall > summary")
        expect(page.locator("#chair-hall .code")).not_to_have_text(code)
