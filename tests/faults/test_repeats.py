"""The same command again: double taps, resending storms, two tabs, a reload while sending."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from tests.clients import Ack, Phone

from .harness import Evening, evening, falls_without
from .light import Light

NOTE = {"id": "tik", "name": "submit_note", "text": "Helpt dat?"}


def storm_has_one_effect(one: Evening) -> None:
    """Thirty times, from two tabs and over two transports of one ticket, at once."""
    ticket = one.seat()
    tabs = [Phone(one.server, ticket, (how,)).connect() for how in ("websocket", "polling")]
    answers: list[Ack] = []

    def hammer(tab: Phone) -> None:
        answers.extend(tab.send(NOTE) for _ in range(15))

    threads = [threading.Thread(target=hammer, args=(tab,)) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for tab in tabs:
        tab.close()
    assert len(answers) == 30
    assert answers == [answers[0]] * 30
    assert answers[0]["ok"]
    assert one.kept_texts() == ["Helpt dat?"]


def test_p02_storm_from_two_tabs_and_transports_has_one_effect(one: Evening) -> None:
    storm_has_one_effect(one)


def test_p02_falls_without_remembered_answers(data: Path) -> None:
    falls_without("given_ids", data, storm_has_one_effect)


def test_p02_answer_is_the_same_after_the_phase_and_a_restart(data: Path) -> None:
    with evening(data) as one:
        phone = one.phone()
        first = phone.send(NOTE)
        one.advance_to(4)
        one.server.restart()
        phone.close()
        again = Phone(one.server, phone.ticket).connect()
        assert again.send(NOTE) == first
        again.close()


def test_double_tap_on_one_connection_gives_one_note(one: Evening) -> None:
    async def tap() -> list[Any]:
        phone = Light(one.server.url, one.seat()).start()
        await phone.connected.wait()
        answers = await asyncio.gather(phone.send_once(NOTE), phone.send_once(NOTE))
        await phone.stop()
        return answers

    left, right = asyncio.run(tap())
    assert left == right
    assert one.kept_texts() == ["Helpt dat?"]


def test_reload_while_sending_gives_one_note(one: Evening) -> None:
    async def reload() -> Light:
        phone = Light(one.server.url, one.seat()).start()
        await phone.connected.wait()
        for _ in range(5):
            answer = phone.put("submit_note", text="Herladen?", command_id="herladen")
            await asyncio.sleep(0.002)
            phone.hang_up()
            assert (await asyncio.wait_for(answer, 15))["ok"]
        await phone.stop()
        return phone

    phone = asyncio.run(reload())
    assert phone.broken == []
    assert one.kept_texts() == ["Herladen?"]


def commands_keep_their_order(one: Evening) -> None:
    """Twenty notes in one breath, without waiting for answers, arrive as they were written."""

    async def send() -> list[Any]:
        phone = Light(one.server.url, one.seat()).start()
        await phone.connected.wait()
        notes = [
            {"id": f"n{number}", "name": "submit_note", "text": f"{number:02}"}
            for number in range(20)
        ]
        answers = await asyncio.gather(*(phone.send_once(note) for note in notes))
        await phone.stop()
        return answers

    answers = asyncio.run(send())
    revisions = [answer["revision"] for answer in answers]
    assert revisions == sorted(revisions)


def test_commands_of_one_phone_keep_their_order_on_a_busy_server(data: Path) -> None:
    with evening(data, JITTER="1") as one:
        commands_keep_their_order(one)


def test_commands_are_shuffled_with_the_default_of_socketio(data: Path) -> None:
    falls_without("in_order", data, commands_keep_their_order, JITTER="1")
