"""The power goes at the worst moment: between commit and answer, between answer and publishing."""

from __future__ import annotations

import asyncio
from pathlib import Path

from .harness import Evening, evening, falls_without
from .light import Light
from .switches import DEADLY


def acknowledged_is_on_disk(one: Evening) -> None:
    phone = one.phone()
    texts = [f"Vraag {number}?" for number in range(5)]
    for text in texts:
        phone.done("submit_note", text=text)
    one.server.kill()
    assert one.kept_texts() == texts
    one.server.start()
    phone.close()
    one.reconnect_chair()
    one.advance_to(3)
    assert one.minutes_texts() == texts


def test_p01_acknowledged_notes_survive_a_kill(data: Path) -> None:
    with evening(data) as one:
        acknowledged_is_on_disk(one)


def test_p01_falls_when_the_answer_comes_before_the_commit(data: Path) -> None:
    falls_without("commit_first", data, acknowledged_is_on_disk)


def answer_comes_after_a_flush(one: Evening, count: Path) -> None:
    phone = one.phone()
    for number in range(5):
        before = count.stat().st_size
        phone.done("submit_note", text=f"Vraag {number}?")
        assert count.stat().st_size > before
    phone.close()


def test_p01_acknowledged_note_was_flushed_to_the_disk(data: Path, slow_disk: Path) -> None:
    count = data.with_name("flushes")
    with evening(data, LD_PRELOAD=str(slow_disk), SLOW_DISK_COUNT=str(count)) as one:
        answer_comes_after_a_flush(one, count)


def test_p01_falls_when_commits_do_not_wait_for_the_disk(data: Path, slow_disk: Path) -> None:
    count = data.with_name("flushes")
    falls_without(
        "synchronous_full",
        data,
        lambda one: answer_comes_after_a_flush(one, count),
        LD_PRELOAD=str(slow_disk),
        SLOW_DISK_COUNT=str(count),
    )


def note_is_there_once_after_a_kill(one: Evening) -> None:
    """The phone gets no answer, asks again with the same id, and the note stands once."""
    text = f"Helpt dat? {DEADLY}"

    async def send() -> Light:
        phone = Light(one.server.url, one.seat()).start()
        answer = phone.put("submit_note", text=text)
        await asyncio.to_thread(one.server.await_death)
        await asyncio.to_thread(one.server.start)
        assert (await asyncio.wait_for(answer, 15))["ok"]
        await phone.stop()
        return phone

    phone = asyncio.run(send())
    assert phone.sent >= 2
    assert phone.broken == []
    assert one.kept_texts() == [text]


def test_kill_between_commit_and_answer_leaves_one_note(data: Path) -> None:
    with evening(data, KILL_AT="after_commit") as one:
        note_is_there_once_after_a_kill(one)


def test_kill_between_commit_and_answer_doubles_without_remembered_answers(data: Path) -> None:
    falls_without("given_ids", data, note_is_there_once_after_a_kill, KILL_AT="after_commit")


def test_p04_kill_between_answer_and_publishing_shows_the_note_after_restart(data: Path) -> None:
    async def scenario(one: Evening) -> tuple[Light, Light]:
        phone = Light(one.server.url, one.seat()).start()
        chair = Light(one.server.url, one.chair.ticket).start()
        await chair.wait_phase(2)
        answer = await phone.put("submit_note", text=f"Zie je mij? {DEADLY}")
        assert answer["ok"]
        await asyncio.to_thread(one.server.await_death)
        assert chair.revision < answer["revision"]
        await asyncio.to_thread(one.server.start)
        await asyncio.gather(*(each.wait_revision(answer["revision"]) for each in (phone, chair)))
        await asyncio.gather(phone.stop(), chair.stop())
        return phone, chair

    with evening(data, KILL_AT="before_publish") as one:
        phone, chair = asyncio.run(scenario(one))
        assert phone.broken == chair.broken == []
        assert "Zie je mij?" in "".join(chair.regions.values())
        assert "Zie je mij?" in phone.regions["own"]
