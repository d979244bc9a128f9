"""A rehearsal on a real server: from the organiser's button until nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.clients import connected, join
from tests.csp import no_violations
from tests.servers import Server, running_server

from .organising import Organiser, children, copies, eventually, found_in_files, rows

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
CANARY = "KANARIE-IN-DE-OEFENING"
PHONES = 15
PLAN = {"circle": [f"{key}:{key.title()}:15:15" for key in ("pupils", "parents", "teachers")]}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def organiser(server: Server) -> Organiser:
    made = Organiser(server)
    made.sign_in()
    return made


@pytest.fixture
def laptop(browser: Browser, organiser: Organiser) -> Iterator[BrowserContext]:
    """The organiser's browser, signed in."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 1366, "height": 900})
    context.set_default_timeout(20_000)
    for one in organiser.session.cookies:
        context.add_cookies([{"name": one.name, "value": one.value or "", "url": server_of(one)}])
    yield context
    context.close()


def server_of(cookie: Any) -> str:
    return f"http://{cookie.domain}"


def prepared(server: Server, **options: Any) -> str:
    """Make a conversation; gives its id."""
    code = server.new(**{**PLAN, **options})["code"]
    [(found,)] = rows(server, f"SELECT id FROM conversation WHERE code = '{code}'")
    return str(found)


def join_url(server: Server, code: str) -> str:
    """Where a typed code leads."""
    headers = {"Origin": server.url}
    answer = requests.post(
        f"{server.url}/code", {"code": code}, headers=headers, allow_redirects=False, timeout=10
    )
    assert answer.status_code == 303
    return server.url + answer.headers["Location"]


def go_on(page: Page, phase: str) -> None:
    """Press the chair's main button and say yes if it asks, until this phase."""
    while page.get_attribute("html", "data-phase") != phase:
        before = page.inner_text("#main-button")
        page.click("#main-button")
        if page.locator("#confirm[open]").count():
            page.click('#confirm button[value="yes"]')
        expect(page.locator("#main-button")).not_to_have_text(before)


def note_with_the_canary(server: Server, code: str) -> None:
    parent = join(server, join_url(server, code), "parents")
    with connected(server, parent) as (phone,):
        phone.done("submit_note", text=CANARY)


def test_rehearsal_from_the_button_until_nothing_is_left(
    server: Server, laptop: BrowserContext
) -> None:
    conversation = prepared(server)
    page = laptop.new_page()
    with no_violations(page) as seen:
        page.goto(f"{server.url}/organiser/{conversation}")
        page.get_by_role("button", name="Oefenen").click()
        expect(page.locator(".chair-rehearsal")).to_contain_text("vier seconden")
        expect(page.locator("h1")).to_have_text("Oefening: Huiswerk")
        [(copy, code)] = copies(server)
        joined = f"SELECT count(*) FROM participant WHERE conversation = '{copy}'"
        eventually(lambda: rows(server, joined) == [(PHONES,)])
        assert len(children(_session(server))) == 1

        with laptop.expect_page() as opened:
            page.click("text=Open het zaalscherm")
        hall = opened.value
        expect(hall.locator(".hall-rehearsal")).to_contain_text("Oefening")
        _a_round(server, page, code)
        _is_shown_nowhere(server, laptop, conversation, copy, code)

        assert found_in_files(server, [CANARY]) != []
        page.get_by_role("button", name="Oefening stoppen").click()
        expect(page.locator("h1")).to_have_text("De oefening is voorbij")
        expect(hall.locator("[data-gone]")).to_be_visible()
        assert seen.wrong == []
    _nothing_is_left(server, copy, code)
    assert rows(server, "SELECT count(*) FROM conversation") == [(1,)]


def _a_round(server: Server, page: Page, code: str) -> None:
    """One circle's turn: notes come by themselves, one is chosen and put."""
    go_on(page, "discussion")
    expect(page.locator(".chair-clock")).to_contain_text("1:00")
    note_with_the_canary(server, code)
    eventually(lambda: rows(server, "SELECT count(*) FROM note")[0][0] >= 4)
    go_on(page, "collection")
    page.locator('[data-do="select_note"]').first.click()
    go_on(page, "questions")
    page.locator("[data-command=put_question]:visible").first.click()
    eventually(lambda: rows(server, "SELECT count(*) FROM question WHERE taken_back = 0") == [(1,)])


def _is_shown_nowhere(
    server: Server, laptop: BrowserContext, conversation: str, copy: str, code: str
) -> None:
    desk = laptop.new_page()
    desk.goto(f"{server.url}/organiser")
    expect(desk.locator(".desk-item")).to_have_count(1)
    for rest in ("", "/minutes", "/minutes.json", "/copy"):
        answer = desk.goto(f"{server.url}/organiser/{copy}{rest}")
        assert answer is not None
        assert answer.status == 404, rest
    desk.goto(f"{server.url}/organiser/{conversation}")
    expect(desk.locator("#title-rehearsal ~ *, article").first).to_be_visible()
    expect(desk.get_by_text("De oefening is bezig.")).to_be_visible()
    desk.close()
    refused = server.cli("minutes", code)
    assert (refused.returncode, refused.stdout) == (1, "")


def _nothing_is_left(server: Server, copy: str, code: str) -> None:
    assert copies(server) == []
    assert rows(server, "SELECT name FROM setting WHERE name = 'rehearsals'") == []
    assert found_in_files(server, [CANARY, copy, code, "Oefening: "]) == []
    headers = {"Origin": server.url}
    answer = requests.post(f"{server.url}/code", {"code": code}, headers=headers, timeout=10)
    assert answer.status_code == 404
    assert children(_session(server)) == []


def _session(server: Server) -> int:
    assert server.process is not None
    return server.process.pid


def test_kill_in_the_middle_leaves_no_process_and_after_a_restart_nothing(
    server: Server, organiser: Organiser
) -> None:
    conversation = prepared(server)
    answer = organiser.post(f"/organiser/{conversation}/rehearsal")
    assert answer.headers["Location"].startswith("/chair/")
    [(copy, code)] = copies(server)
    chair = answer.headers["Location"].rpartition("/")[2]
    with connected(server, chair) as (press,):
        press.done("advance")
        press.done("advance", revision=None)
    note_with_the_canary(server, code)
    session = _session(server)
    assert len(children(session)) == 1
    server.kill()
    eventually(lambda: not children(session))
    assert {word for _, word in found_in_files(server, [CANARY, copy])} == {CANARY, copy}
    server.start()
    _nothing_is_left(server, copy, code)
    assert rows(server, "SELECT id FROM conversation") == [(conversation,)]


def test_three_at_once_and_one_of_each(server: Server, organiser: Organiser) -> None:
    made = [prepared(server) for _ in range(4)]
    begun = [organiser.post(f"/organiser/{one}/rehearsal") for one in [*made[:3], made[0]]]
    paths = [one.headers["Location"].split("/")[1] for one in begun]
    assert paths == ["chair", "chair", "chair", "organiser"]
    assert len(copies(server)) == 3
    assert "Er zijn al drie oefeningen bezig." in organiser.page(f"/organiser/{made[3]}")
    assert (
        f"/organiser/{made[3]}"
        in organiser.post(f"/organiser/{made[3]}/rehearsal").headers["Location"]
    )
    organiser.post(f"/organiser/{made[1]}/rehearsal/stop")
    assert "Er zijn al drie" not in organiser.page(f"/organiser/{made[3]}")
    organiser.post(f"/organiser/{made[0]}/delete")
    assert len(copies(server)) == 1
    eventually(lambda: len(children(_session(server))) == 1)


@pytest.mark.parametrize("mode", ["gevent", "threading"])
def test_other_modes_start_and_stop_one_too(tmp_path: Path, mode: str) -> None:
    with running_server(tmp_path / "data", mode=mode) as server:
        organiser = Organiser(server)
        organiser.sign_in()
        conversation = prepared(server)
        organiser.post(f"/organiser/{conversation}/rehearsal")
        [(copy, code)] = copies(server)
        joined = f"SELECT count(*) FROM participant WHERE conversation = '{copy}'"
        eventually(lambda: rows(server, joined) == [(PHONES,)])
        organiser.post(f"/organiser/{conversation}/rehearsal/stop")
        _nothing_is_left(server, copy, code)
