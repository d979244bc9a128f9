"""Who may do what, and when: renewed links, racing presses, notes at the moment of collection."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
import requests

from facilitation import keys
from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core.model import LinkKind, Role
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from tests.clients import JSON, Phone, Turned

from .harness import Evening, evening, falls_without
from .light import Light, Websocket, seats
from .switches import STUMBLING


def renewed_link_takes_the_old_chair_away(one: Evening) -> None:
    """The old chair's line stays open and pays no heed to being told that it is over."""
    beside = Service(lambda: SqliteStore(one.server.database), run_here)
    try:
        found = beside.by_code(one.links["code"]) or ""
        renew = c.RenewLink(
            actor=c.Actor(Role.ORGANISER),
            kind=LinkKind.CHAIR,
            hash=keys.hashed("another key"),
            code=None,
        )
        beside.run(found, renew)
    finally:
        beside.close()
    answer = one.chair.command("advance", revision=None)
    assert not answer["ok"]
    assert answer["error"]["code"] == "unknown_ticket"


def test_p07_rights_are_looked_up_for_each_command(one: Evening) -> None:
    renewed_link_takes_the_old_chair_away(one)


def test_p07_falls_when_rights_are_kept_with_the_connection(data: Path) -> None:
    falls_without("ticket_recheck", data, renewed_link_takes_the_old_chair_away)


def test_p07_nothing_in_a_payload_grants_anything(one: Evening) -> None:
    phone = one.phone()
    claims = {"role": "chair", "actor": "chair", "ticket": one.chair.ticket, "participant": "x"}
    for extra in ({}, *({name: value} for name, value in claims.items()), claims):
        answer = phone.command("advance", **extra)
        assert not answer["ok"]
        assert answer["error"]["code"] in ("not_allowed", "bad_request")
    assert one.chair.stage["number"] == 2
    phone.close()


def two_chairs_advance_once(one: Evening) -> None:
    other = Phone(one.server, one.chair.ticket).connect()
    pressed_on = one.chair.revision
    answers: list[dict[str, Any]] = []

    def press(chair: Phone) -> None:
        answers.append(chair.command("advance", revision=pressed_on))

    threads = [threading.Thread(target=press, args=(chair,)) for chair in (one.chair, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert sorted(answer["ok"] for answer in answers) == [False, True]
    refused = next(answer for answer in answers if not answer["ok"])
    assert refused["error"]["code"] == "stale_screen"
    other.wait(lambda chair: chair.stage["number"] == 3)
    other.close()


def test_p09_two_chairs_at_once_advance_once(one: Evening) -> None:
    two_chairs_advance_once(one)


def test_p09_falls_without_the_stale_check(data: Path) -> None:
    falls_without("stale_check", data, two_chairs_advance_once)


def test_p09_chair_tab_of_an_earlier_phase_is_stale_and_one_with_old_notes_is_not(
    one: Evening,
) -> None:
    phone = one.phone()
    old = one.chair.revision
    for number in range(3):
        phone.done("submit_note", text=f"Vraag {number}?")
    assert one.chair.command("advance", revision=old)["ok"]
    assert one.chair.refused("advance", revision=old) == "stale_screen"
    phone.close()


def note_counts_only_before_collection(one: Evening) -> None:
    """Forty phones write while the chair collects: who is told ok was in time, all others late."""

    async def race() -> tuple[list[dict[str, Any]], dict[str, Any]]:
        tickets = await seats(one.links["join_url"], ["parents"] * 40)
        phones = [Light(one.server.url, ticket).start() for ticket in tickets]
        chair = Light(one.server.url, one.chair.ticket).start()
        await asyncio.gather(*(each.connected.wait() for each in [*phones, chair]))
        notes = [phone.put("submit_note", text="Op tijd?", phase=2) for phone in phones]
        advance = chair.put("advance")
        more = [phone.put("submit_note", text="Te laat?", phase=2) for phone in phones]
        answers = await asyncio.gather(*notes, *more)
        await asyncio.gather(*(each.stop() for each in [*phones, chair]))
        return list(answers), await advance

    answers, advance = asyncio.run(race())
    assert advance["ok"]
    accepted = [answer["revision"] for answer in answers if answer["ok"]]
    refused = {answer["error"]["code"] for answer in answers if not answer["ok"]}
    assert all(revision < advance["revision"] for revision in accepted)
    assert refused == {"already_collected"}
    assert len(one.kept_texts()) == len(accepted)


def test_p08_note_is_accepted_only_before_the_chair_collects(one: Evening) -> None:
    note_counts_only_before_collection(one)


def test_p08_falls_without_the_phase_check(data: Path) -> None:
    falls_without("phase_check", data, note_counts_only_before_collection)


# --- the door


@pytest.mark.parametrize("auth", [None, [], "ticket", 7, {}, {"ticket": None}, {"ticket": ["a"]}])
def test_connecting_without_a_proper_ticket_is_refused_with_a_reason(
    one: Evening, auth: object
) -> None:
    phone = Phone(one.server, "unused")
    with pytest.raises(Turned) as turned:
        _connect(phone, auth)
    assert turned.value.data["code"] == "unknown_ticket"


def _connect(phone: Phone, auth: object) -> None:
    from socketio.exceptions import ConnectionError as SocketConnectionError

    try:
        phone.client.connect(
            phone.url, auth=auth, headers={"Origin": phone.url}, transports=["websocket"]
        )
    except SocketConnectionError as error:
        raise Turned(str(error), (phone._refusal or {}).get("data")) from error


def bug_in_connecting_lets_nobody_in(one: Evening) -> None:
    async def connect() -> Light:
        phone = Light(one.server.url, STUMBLING + "-x").start()
        await asyncio.sleep(1.5)
        await phone.stop()
        return phone

    assert asyncio.run(connect()).connections == 0


def test_bug_in_connecting_lets_nobody_in(data: Path) -> None:
    with evening(data, STUMBLE="1") as one:
        bug_in_connecting_lets_nobody_in(one)


def test_bug_in_connecting_lets_people_in_when_auth_has_a_default(data: Path) -> None:
    falls_without("auth_required", data, bug_in_connecting_lets_nobody_in, STUMBLE="1")


def foreign_origins_are_refused(one: Evening) -> None:
    async def upgrade(origin: str | None) -> None:
        wire = Websocket(("127.0.0.1", one.server.port), origin)
        try:
            await wire.open()
        finally:
            wire.close()

    for origin in (None, "http://elsewhere.example", "null"):
        try:
            asyncio.run(upgrade(origin))
        except ConnectionRefusedError:
            continue
        raise AssertionError(f"upgraded for {origin}")
    for headers in ({}, {"Origin": "http://elsewhere.example"}):
        answer = requests.post(
            one.links["join_url"], data={"circle": "parents"}, headers=JSON | headers, timeout=10
        )
        assert answer.status_code == 403
    url = f"{one.server.url}/socket.io/?EIO=4&transport=polling"
    assert requests.get(f"{url}&j=0", timeout=10).status_code == 403
    assert requests.get(url, headers={"Origin": "http://e.example"}, timeout=10).status_code == 403
    spoofed = {"Origin": "http://e.example", "X-Forwarded-Host": "e.example"}
    assert requests.get(url, headers=spoofed, timeout=10).status_code == 403


def test_foreign_and_missing_origins_are_refused(one: Evening) -> None:
    foreign_origins_are_refused(one)


def test_foreign_origins_get_in_without_the_guard(data: Path) -> None:
    falls_without("origin", data, foreign_origins_are_refused)
