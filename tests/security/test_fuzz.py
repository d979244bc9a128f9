"""20,000 generated commands and frames: no traceback, no silence, and everybody else is served.

Seeds are fixed, so that a failure comes back. ``FUZZ_SEED`` chooses another one.
"""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core import refusals
from facilitation.core.refusals import Refused
from facilitation.service import Service
from facilitation.store import connection
from facilitation.store.sqlite import SqliteStore
from facilitation.web import LARGEST_MESSAGE
from facilitation.web.frames import SEATLESS_S
from tests.clients import connected, join

from . import expectations, stand
from .conftest import House
from .raw import RawPolling, RawSocket
from .rubbish import Payloads, bodies, frames

SEED = int(os.environ.get("FUZZ_SEED", "20261122"))
# Through sockets few enough to be over well before who hammers is hung up (web/turns.py).
THROUGH_SERVICE, THROUGH_HYPOTHESIS, THROUGH_SOCKETS = 17_450, 500, 1_500
THROUGH_WEBSOCKET, THROUGH_POLLING = 400, 150
CONNECTIONS = 20
IN_FLIGHT = 30

ROLES = expectations.ROLES


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(connection.PRAGMAS, "synchronous", 0)
    service = Service(
        lambda: SqliteStore(tmp_path / "fuzz.sqlite"), run_here, lambda: stand.now_of("0")
    )
    yield service
    service.close()


def test_there_are_twenty_thousand_of_them() -> None:
    sent = THROUGH_SERVICE + THROUGH_HYPOTHESIS + THROUGH_SOCKETS
    assert sent + THROUGH_WEBSOCKET + THROUGH_POLLING == 20_000


def answered(service: Service, ticket: str, payload: Any) -> dict[str, Any]:
    """The result; a typed refusal gives nothing. Anything else is raised."""
    try:
        return service.command(ticket, payload).result
    except Refused:
        return {}


def test_generated_commands_are_answered_in_kind(service: Service) -> None:
    phases = expectations.PHASES
    made = [service.create(stand.copy_of(stand.conversation_in(one), f"p{one}")) for one in phases]
    payloads = Payloads(SEED)
    for number in range(THROUGH_SERVICE):
        name = made[number // 60 % len(made)].id
        ticket = stand.ticket(ROLES[number % len(ROLES)], name)
        payloads.learn(answered(service, ticket, payloads.another()))
    for one in made:
        assert service.latest(one.id) == SqliteStore(service._store.path).load(one.id)  # type: ignore[attr-defined]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
ARGUMENTS = sorted({one for kind in c.PUBLIC.values() for one in kind.__dataclass_fields__})
PAYLOADS = JSON | st.builds(
    lambda name, given: {"id": "h", **given, "name": name},
    st.sampled_from(sorted(c.PUBLIC)) | st.text(),
    st.dictionaries(st.sampled_from([*ARGUMENTS, "id"]), JSON, max_size=5),
)


def test_any_json_is_answered_in_kind(service: Service) -> None:
    service.create(stand.copy_of(stand.conversation_in("2"), "any"))

    @settings(max_examples=THROUGH_HYPOTHESIS, deadline=None, database=None)
    @given(st.sampled_from(ROLES), PAYLOADS)
    def judged(role: str, payload: Any) -> None:
        answered(service, stand.ticket(role, "any"), payload)

    judged()


# --- over the wire


def served(house: House) -> None:
    """An honest phone gets in and is answered, and nothing in the log speaks of trouble."""
    with connected(house.server, house.ticket("chair")) as [chair]:
        chair.command("open_door", revision=None)  # Rubbish from the chair's seat may have shut it.
    ticket = join(house.server, house.links["join_url"], "parents")
    with connected(house.server, ticket) as [phone]:
        asked = time.monotonic()
        assert phone.command("set_language", lang="en")["ok"] is True
        assert time.monotonic() - asked < 2
    log = house.server.log()
    assert [line for line in log.splitlines() if "Traceback" in line or "failed" in line] == []


def tickets(house: House, count: int) -> list[str]:
    circles = ("pupils", "parents", "teachers")
    return [join(house.server, house.links["join_url"], circles[one % 3]) for one in range(count)]


def test_commands_over_sockets_are_each_answered_once(house: House) -> None:
    """Every command gets its acknowledgement: ok or a refusal with a code and a sentence."""
    phones = [house.ticket("chair"), house.ticket("minute_taker")]
    phones += tickets(house, CONNECTIONS - 2)
    each = THROUGH_SOCKETS // CONNECTIONS
    bad: list[Any] = []

    def flood(number: int, ticket: str) -> None:
        socket = RawSocket(house.server.url, ticket)
        payloads = Payloads(SEED + number)
        for ack in range(each):
            socket.send(f"42{ack}{fitting(payloads)}")
            socket.wait(lambda sent=ack: len(socket.acks) > sent - IN_FLIGHT)
        if not socket.wait(lambda: len(socket.acks) == each, 20) or socket.closed:
            bad.append(("unanswered", number, each - len(socket.acks), socket.closed))
        bad.extend(one for one in socket.acks.values() if not well_formed(one))
        socket.close()

    threads = [
        threading.Thread(target=flood, args=(number, ticket))
        for number, ticket in enumerate(phones)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert bad == []
    served(house)


def fitting(payloads: Payloads) -> str:
    """The next command that is not too long for the wire (those end the connection)."""
    while len(sent := json.dumps(["command", payloads.another()])) > LARGEST_MESSAGE - 100:
        pass
    return sent


def well_formed(ack: Any) -> bool:
    match ack:
        case [{"ok": True, "revision": int(), "result": dict()}]:
            return True
        case [{"ok": False, "error": {"code": str(code), "message": str(words), "retry": bool()}}]:
            return code in refusals.CODES and bool(words)
    return False


def test_raw_frames_are_answered_or_end_the_connection(house: House) -> None:
    crowd = tickets(house, 90)
    silent = []
    socket: RawSocket | None = None
    for number, frame in enumerate(frames(SEED, THROUGH_WEBSOCKET)):
        if socket is None or socket.closed:
            socket = RawSocket(house.server.url, crowd[number % len(crowd)])
            assert socket.seated
        socket.send(frame)
        probe = 1_000_000 + number
        socket.send(f'42{probe}["command",{{"id":"p{number}","name":"set_language","lang":"nl"}}]')
        if not answered_or_over(socket, probe):
            silent.append(frame)
            socket = None
    assert silent == []
    served(house)


def answered_or_over(socket: RawSocket, probe: int) -> bool:
    return socket.wait(lambda: probe in socket.acks)


def test_raw_polling_is_answered_or_ends_the_connection(house: House) -> None:
    crowd = tickets(house, 60)
    silent = []
    for number, body in enumerate(bodies(SEED, THROUGH_POLLING)):
        phone = RawPolling(house.server.url, crowd[number % len(crowd)])
        assert "40{" in phone.received
        status = phone.post(body)
        probe = f'427["command",{{"id":"q{number}","name":"set_language","lang":"nl"}}]'
        if phone.post(probe.encode()) == 200:
            got = phone.poll()
            for _ in range(3):
                got += "" if "437[" in got else phone.poll()
            if "437[" not in got:
                silent.append((status, body[:80], got))
            phone.close()
        elif status not in (200, 400, 413):
            silent.append((status, body[:80], "refused"))
    assert silent == []
    served(house)


@pytest.mark.parametrize("header", ["-1", "x", "99999999", ""])
def test_polling_with_a_lying_length_is_refused(house: House, header: str) -> None:
    import socket as plain

    phone = RawPolling(house.server.url, house.ticket("screen"))
    path = phone._address.removeprefix(house.server.url)
    host = house.server.url.removeprefix("http://")
    with plain.create_connection(("127.0.0.1", house.server.port), 5) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        line.sendall(f"{head}Content-Length: {header}\r\nConnection: close\r\n\r\n".encode())
        line.shutdown(plain.SHUT_WR)
        answer = line.recv(1000)
    assert answer[:12] in (b"HTTP/1.1 400", b"HTTP/1.0 400", b"HTTP/1.1 413", b"HTTP/1.1 200"), (
        answer
    )
    served(house)


def test_second_seat_on_one_connection_ends_it(house: House) -> None:
    """Else the first one would be counted and drawn for ever, with nobody behind it."""
    ticket, other = tickets(house, 2)
    socket = RawSocket(house.server.url, ticket)
    socket.send("40" + json.dumps({"ticket": other}))
    assert socket.wait(lambda: False, 5)
    assert socket.closed
    served(house)


@pytest.mark.parametrize("event", ["connect", "disconnect", "\\u0063onnect"])
def test_event_by_a_name_of_the_library_ends_the_connection(house: House, event: str) -> None:
    socket = RawSocket(house.server.url, house.ticket("screen"))
    socket.send(f'427["{event}",{{}},{{"ticket":"{house.ticket("chair")}"}}]')
    assert socket.wait(lambda: False, 5)
    assert socket.closed


def test_unknown_event_is_refused_in_kind(house: House) -> None:
    socket = RawSocket(house.server.url, house.ticket("screen"))
    socket.send('427["shout",{}]')
    socket.wait(lambda: 7 in socket.acks)
    assert socket.acks[7][0]["error"]["code"] == "unknown_command"
    socket.close()


@pytest.mark.slow
def test_connection_without_a_seat_is_hung_up(house: House) -> None:
    seatless, seated = (
        RawSocket(house.server.url),
        RawSocket(house.server.url, tickets(house, 1)[0]),
    )
    began = time.monotonic()
    assert seatless.wait(lambda: False, SEATLESS_S + 10)
    assert (seatless.closed, seated.closed) == (True, False)
    assert time.monotonic() - began >= SEATLESS_S - 1
    seated.close()
    served(house)
