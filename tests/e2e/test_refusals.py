"""What cannot be done gets its own clear sentence, in the person's language, and does nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.servers import Server, running_server

from .house import (
    MODULE,
    PHONE,
    Five,
    House,
    at,
    connected,
    go_on,
    sees,
    sees_not,
    stage,
    write,
)

pytestmark = pytest.mark.e2e

NO_SUCH_ADDRESS = r"status of 4\d\d"

# A command by the page's own link, as somebody with a browser's tools would send it.
FORGE = f"""
async ([name, given]) => {{
    const link = await ({MODULE})("link");
    return link.send({{ id: link.freshId(), name, revision: 0, ...given }});
}}
"""


def refusal(page: Page, name: str, **given: Any) -> tuple[str, str]:
    """Forge a command; gives code and sentence of the refusal."""
    answer = page.evaluate(FORGE, [name, given])
    assert answer["ok"] is False, answer
    return answer["error"]["code"], answer["error"]["message"]


def minutes(evening: Five) -> dict[str, Any]:
    """The minutes without the clock that goes on."""
    told = evening.minutes()
    for phase in told["phases"]:
        phase.pop("used_s")
    return told


def standing(evening: Five) -> tuple[Any, ...]:
    """All that a refusal may not change."""
    return minutes(evening), [stage(page) for page in evening.pages.values()]


# --- at the door


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("nl-NL", "Er is geen gesprek met deze code, of het is gesloten."),
        ("en-GB", "There is no conversation with this code, or it is closed."),
    ],
)
def test_wrong_code_is_told_and_stays_to_be_mended(
    house: House, server: Server, locale: str, sentence: str
) -> None:
    house.watch.expect(NO_SUCH_ADDRESS)
    page = house.browser_of(PHONE, locale).new_page()
    page.goto(server.url)
    page.fill("#code", "000000")
    page.locator("form button").click()
    expect(page.locator("#code-error")).to_contain_text(sentence)
    expect(page.locator("#code")).to_have_value("000000")
    expect(page.locator("#code")).to_have_attribute("aria-invalid", "true")


def test_typed_code_leads_in_however_it_is_typed(house: House, server: Server) -> None:
    code = server.new(theme="Huiswerk en rust")["code"]
    page = house.browser_of(PHONE).new_page()
    page.goto(server.url)
    page.fill("#code", f" {code[:3].lower()} {code[3:].lower()}")
    page.locator("form button").click()
    sees(page, "Kies een kring", "Huiswerk en rust")


def test_closed_door_and_wrong_link_are_told(house: House, server: Server) -> None:
    house.watch.expect(NO_SUCH_ADDRESS)
    links = server.new()
    chair = house.open(links["chair_url"])
    chair.get_by_text("Zaal en deur").click()
    chair.get_by_role("button", name="Doe de deur dicht").click()
    expect(chair.get_by_role("button", name="Doe de deur open")).to_be_visible()
    phone = house.browser_of(PHONE).new_page()
    phone.goto(links["join_url"])
    sees(phone, "Meedoen kan op dit moment niet.")
    expect(phone.locator("button[name=circle]")).to_have_count(0)
    phone.goto(links["join_url"][:-4] + "xxxx")
    sees(phone, "Er is geen gesprek met deze code")
    phone.goto(links["chair_url"][:-4] + "xxxx")
    sees(phone, "Deze link werkt niet meer.")
    expect(chair.locator("#chair-lobby .clock-digits")).to_have_text("0")


def test_ended_conversation_says_so_at_the_door(house: House, server: Server) -> None:
    house.watch.expect(NO_SUCH_ADDRESS)
    links = server.new(circle=["pupils:Leerlingen:0.1:0.1", "parents:Ouders:0.1:0.1"])
    chair = house.open(links["chair_url"])
    joost = house.phone(links["join_url"], "parents")
    while stage(chair)["phase"] != "ended":
        go_on(chair)
    sees(joost, "Het gesprek is afgelopen.")
    sentence = refusal(joost, "submit_note", text="Nog iets?")
    assert sentence == ("conversation_ended", "Het gesprek is afgelopen.")
    english = house.browser_of(PHONE, "en-GB").new_page()
    for page, words in (
        (joost.context.new_page(), "Wat er daarna gebeurde"),
        (english, "What happened next"),
    ):
        page.goto(links["join_url"])
        sees(page, words)
        expect(page.locator("button[name=circle]")).to_have_count(0)
    english.goto(server.url)
    english.fill("#code", links["code"])
    english.locator("form button").click()
    sees(english, "There is no conversation with this code, or it is closed.")


@pytest.fixture
def small_server(tmp_path: Path) -> Iterator[Server]:
    """A hall with room for one phone."""
    with running_server(tmp_path / "data", extra=["--most-phones", "1"]) as running:
        yield running


def test_full_conversation_says_so_and_lets_in_when_there_is_room(
    house_of: Callable[[Server], House], small_server: Server
) -> None:
    house = house_of(small_server)
    house.watch.expect(NO_SUCH_ADDRESS + "|status of 503")
    links = small_server.new()
    amira = house.phone(links["join_url"], "pupils")
    late = {"nl-NL": "Alle plaatsen zijn bezet.", "en-GB": "All places are taken."}
    for locale, sentence in late.items():
        page = house.browser_of(PHONE, locale).new_page()
        page.goto(links["join_url"])
        page.click("button[value=parents]")
        sees(page, sentence)
    address = amira.url
    amira.goto("about:blank")
    joost = house.phone(links["join_url"], "parents")
    amira.goto(address)
    sees(amira, "Alle plaatsen zijn bezet. Op het grote scherm is alles te volgen.")
    joost.close()
    connected(amira)
    sees_not(amira, "Alle plaatsen zijn bezet.")


# --- notes


def test_empty_and_too_long_notes_are_told_and_kept_in_the_box(
    evening: Callable[..., Five],
) -> None:
    held = evening()
    held.to(2)
    before = standing(held)
    told = {
        held.joost: ("Dit briefje is nog leeg.", "Te lang. Tekens te veel: 3"),
        held.de_wit: ("There is nothing on this note yet.", "Too long. Characters too many: 3"),
    }
    for phone, (empty, too_long) in told.items():
        for text, sentence in (("  ", empty), ("é" * 283, too_long)):
            phone.fill("#box-text", text)
            phone.click("#box .button-main")
            expect(phone.locator("#box-error")).to_have_text(re.compile(re.escape(sentence)))
            expect(phone.locator("#box-text")).to_have_value(text)
            expect(phone.locator("#region-own li, #outbox li")).to_have_count(0)
    assert standing(held) == before


def test_forged_notes_are_refused_by_the_server(evening: Callable[..., Five]) -> None:
    held = evening()
    held.to(2)
    joost, de_wit, amira = held.joost, held.de_wit, held.amira
    note = write(joost, "Wat helpt?")
    before = minutes(held)
    told = [
        refusal(joost, "submit_note", text=" \u200b "),
        refusal(de_wit, "submit_note", text=""),
        refusal(joost, "submit_note", text="é" * 281),
        refusal(de_wit, "submit_note", text="é" * 281),
        refusal(amira, "submit_note", text="Wij?"),
        refusal(amira, "edit_note", note=note, text="Ha"),
        refusal(de_wit, "withdraw_note", note=note),
        refusal(joost, "submit_note", text="Eerder", phase=1),
    ]
    assert told == [
        ("empty_note", "Dit briefje is nog leeg."),
        ("empty_note", "There is nothing on this note yet."),
        ("note_too_long", "Dit briefje is te lang: er passen 280 tekens op."),
        ("note_too_long", "This note is too long: at most 280 characters."),
        ("your_circle_speaks", "Deze kring is nu aan het woord. De vragen komen van de anderen."),
        ("unknown_note", "Dit briefje is er niet meer."),
        ("unknown_note", "This note is no longer there."),
        (
            "already_collected",
            "De vragen zijn al opgehaald. Dit briefje blijft op deze telefoon staan.",
        ),
    ]
    assert minutes(held) == before
    held.to(3)
    assert refusal(joost, "submit_note", text="Te laat?", phase=2)[0] == "already_collected"
    assert refusal(de_wit, "submit_note", text="Now?") == (
        "wrong_phase",
        "That is not possible in this step.",
    )
    assert refusal(joost, "withdraw_note", note=note)[0] == "already_collected"
    assert held.minutes()["circles"][0]["notes"] == before["circles"][0]["notes"]


# --- commands that are somebody else's


def test_forged_commands_are_refused_and_change_nothing(evening: Callable[..., Five]) -> None:
    held = evening()
    held.to(2)
    note = write(held.joost, "Wat helpt?")
    before = standing(held)
    for name, given in {
        "advance": {},
        "pause": {},
        "put_question": {"note": note},
        "select_note": {"note": note},
        "erase_note": {"note": note},
        "quiet_author": {"note": note},
        "write_summary": {"circle": "pupils", "text": "Ha!"},
        "set_present": {"circle": "pupils", "number": 3},
    }.items():
        dutch = ("not_allowed", "Dat kan niet vanaf dit scherm.")
        assert refusal(held.joost, name, **given) == dutch
        assert refusal(held.hall, name, **given) == dutch
        assert refusal(held.de_wit, name, **given)[1] == "You cannot do that from this screen."
    assert refusal(held.hall, "submit_note", text="Hier?")[0] == "not_allowed"
    assert refusal(held.chair, "submit_note", text="Hier?")[0] == "not_allowed"
    assert refusal(held.joost, "Advance")[0] == "unknown_command"
    assert refusal(held.joost, "submit_note", text=["a"])[0] == "bad_request"
    assert refusal(held.joost, "advance", role="chair", actor="chair")[0] == "not_allowed"
    assert standing(held) == before
    for page in held.pages.values():
        at(page, 2)


def test_minute_taker_does_not_run_the_phases(house: House, server: Server) -> None:
    links = server.new()
    minute_taker = house.open(links["minute_taker_url"])
    for name in ("advance", "back", "pause", "add_break", "show_join", "close_door"):
        told = refusal(minute_taker, name, **({"seconds": 60} if name == "add_break" else {}))
        assert told == ("not_allowed", "Dat kan niet vanaf dit scherm.")
    assert stage(minute_taker)["number"] == 0
