"""What happens beside the server: a locked database, a full disk, a slow one."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.clients import Phone

from .harness import Evening, evening, falls_without, wait_until
from .light import Light, percentile, seats

ANSWERED_S = 5.0
MANY = 300


@contextlib.contextmanager
def locked(database: Path, seconds: float) -> Iterator[None]:
    """Another process's connection holds the database for writing."""
    taken, release = threading.Event(), threading.Event()

    def hold() -> None:
        other = sqlite3.connect(database, isolation_level=None, timeout=10)
        other.execute("BEGIN IMMEDIATE")
        taken.set()
        release.wait(seconds)
        other.execute("ROLLBACK")
        other.close()

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(10)
    try:
        yield
    finally:
        release.set()
        thread.join()


def lock_of_a_moment_is_waited_for(one: Evening) -> None:
    phone = one.phone()
    with locked(one.server.database, 1.5):
        answer = phone.command("submit_note", text="Even wachten?")
    assert answer["ok"], answer
    phone.close()


def test_database_locked_for_a_moment_is_waited_for(one: Evening) -> None:
    lock_of_a_moment_is_waited_for(one)


def test_lock_is_not_waited_for_when_transactions_begin_deferred(data: Path) -> None:
    falls_without("immediate_begin", data, lock_of_a_moment_is_waited_for)


def every_command_is_answered_in_time(one: Evening) -> None:
    """Locked for longer than anybody waits: typed refusals in five seconds, then all is well."""
    phones = [one.phone() for _ in range(3)]
    answers: list[tuple[float, dict[str, object]]] = []

    def send(phone: Phone, number: int) -> None:
        began = time.monotonic()
        note = {"id": f"n{number}", "name": "submit_note", "text": f"Vraag {number}?"}
        with contextlib.suppress(Exception):
            answers.append((time.monotonic() - began, phone.send(note)))
            answers[-1] = (time.monotonic() - began, answers[-1][1])

    with locked(one.server.database, 12.0):
        threads = [
            threading.Thread(target=send, args=(phone, number))
            for number, phone in enumerate(phones)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(ANSWERED_S + 1.5)
        assert len(answers) == 3
        assert max(waited for waited, _ in answers) <= ANSWERED_S + 1  # a second for the test's own
        assert {answer["error"]["code"] for _, answer in answers} == {"server_busy"}  # type: ignore[index]
    for number, phone in enumerate(phones):
        note = {"id": f"n{number}", "name": "submit_note", "text": f"Vraag {number}?"}
        wait_until(lambda phone=phone, note=note: phone.send(note)["ok"])
        phone.close()
    assert one.kept_texts() == [f"Vraag {number}?" for number in range(3)]


def test_p03_database_locked_by_another_process_is_answered_within_five_seconds(
    one: Evening,
) -> None:
    every_command_is_answered_in_time(one)


def test_p03_falls_when_waiting_has_no_end(data: Path) -> None:
    falls_without("patience", data, every_command_is_answered_in_time)


def test_pages_and_health_are_served_while_the_database_is_locked(one: Evening) -> None:
    with locked(one.server.database, 4.0):
        waits = []
        phone = one.phone()
        threading.Thread(target=lambda: phone.command("submit_note", text="Nu?")).start()
        for _ in range(10):
            began = time.monotonic()
            assert requests.get(f"{one.server.url}/healthz", timeout=5).status_code == 200
            waits.append(time.monotonic() - began)
        assert percentile(waits, 0.5) < 1.0
    wait_until(lambda: one.kept_texts() == ["Nu?"])
    phone.close()


def full_disk_loses_nothing_that_was_acknowledged(one: Evening) -> None:
    phone = one.phone()
    kept = ["Voor"]
    phone.done("submit_note", text="Voor")
    one.server.control(spare_pages=0)
    refused = 0
    for number in range(15):
        text = f"{number} " + "é" * 270
        answer = phone.command("submit_note", text=text, command_id=f"vol-{number}")
        if answer["ok"]:
            kept.append(text)
        else:
            refused += 1
            assert answer["error"]["code"] == "server_busy"
            assert answer["error"]["retry"]
    assert one.kept_texts() == sorted(kept)
    assert refused > 0
    one.server.control()
    for number in range(15):
        text = f"{number} " + "é" * 270
        assert phone.command("submit_note", text=text, command_id=f"vol-{number}")["ok"]
        kept += [] if text in kept else [text]
    assert one.kept_texts() == sorted(kept)
    phone.close()


def test_full_disk_refuses_typed_and_loses_nothing(data: Path) -> None:
    with evening(data) as one:
        full_disk_loses_nothing_that_was_acknowledged(one)


def test_full_disk_loses_notes_when_a_failed_batch_is_answered_ok(data: Path) -> None:
    falls_without("all_or_nothing", data, full_disk_loses_nothing_that_was_acknowledged)


# --- a slow disk


async def _note_each(one: Evening, tickets: list[str]) -> tuple[float, list[float]]:
    """A note from each ticket at once; seconds until all are acknowledged, waits of /healthz."""
    phones = [Light(one.server.url, ticket).start() for ticket in tickets]
    await asyncio.gather(*(phone.connected.wait() for phone in phones))
    await asyncio.sleep(1.5)
    pings: list[float] = []
    done = asyncio.Event()

    async def ping() -> None:
        while not done.is_set():
            began = time.monotonic()
            await asyncio.to_thread(requests.get, f"{one.server.url}/healthz", timeout=20)
            pings.append(time.monotonic() - began)

    pinging = asyncio.create_task(ping())
    began = time.monotonic()
    await asyncio.gather(*(phone.done("submit_note", text="Allemaal?") for phone in phones))
    took = time.monotonic() - began
    done.set()
    await pinging
    await asyncio.gather(*(phone.stop() for phone in phones))
    return took, pings


def notes_at_once(one: Evening, many: int) -> tuple[float, list[float]]:
    """Seconds for ``many`` notes at once, and the waits of /healthz beside them."""
    one.chair.close()  # it would read the whole table again and again, on our own processor

    async def run() -> tuple[float, list[float]]:
        circles = ["parents", "teachers"] * (many // 2)
        return await _note_each(one, await seats(one.links["join_url"], circles))

    took, pings = asyncio.run(run())
    assert len(one.kept_texts()) == many
    return took, pings


def _slow(slow_disk: Path) -> dict[str, str]:
    return {"LD_PRELOAD": str(slow_disk), "SLOW_DISK_MS": "20"}


@pytest.mark.timeout(240)
def test_slow_disk_holds_up_three_hundred_notes_hardly_longer_than_a_fast_one(
    data: Path, slow_disk: Path
) -> None:
    with evening(data) as one:
        floor, floor_pings = notes_at_once(one, MANY)
    with evening(data.with_name("slow"), **_slow(slow_disk)) as one:
        took, pings = notes_at_once(one, MANY)
    print(
        f"\n300 notes at once: {floor:.2f} s, with 20 ms a flush {took:.2f} s;"
        f" slowest /healthz {max(floor_pings):.3f} s and {max(pings):.3f} s"
    )
    # A flush for each note would be at least six seconds more.
    assert took < floor * 2 + 3.0
    assert max(pings) < max(floor_pings) * 2 + 1.0


def hub_stays_awake(one: Evening) -> None:
    """A minute's worth of flushes for single notes freezes nobody who asks for something else."""
    took, pings = notes_at_once(one, 60)
    print(f"\n60 notes at once: {took:.2f} s; slowest /healthz {max(pings):.3f} s")
    assert took < 60 * 0.02
    assert max(pings) < 1.0


def test_slow_disk_is_felt_by_everybody_without_group_commit_and_thread(
    data: Path, slow_disk: Path
) -> None:
    falls_without("group_commit,real_thread", data, hub_stays_awake, **_slow(slow_disk))
