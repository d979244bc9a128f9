"""The one writer with real threads and a real file: answers, ids, two presses at once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitation.concurrency import run_here
from facilitation.core.model import Conversation
from facilitation.core.refusals import Refused
from facilitation.service import Accepted, Service
from facilitation.store.sqlite import SqliteStore

from .conftest import AMIRA, CHAIR, JOOST, command


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run all jobs at the same moment in real threads; results, or the refusal's code."""
    gate = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[place] = job()
        except Refused as refused:
            results[place] = refused.code

    threads = [threading.Thread(target=run, args=one) for one in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


def loads_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which conversations are read whole from the disk, from now on."""
    loads: list[str] = []
    load = SqliteStore.load

    def counted(store: SqliteStore, conversation: str) -> Conversation | None:
        loads.append(conversation)
        return load(store, conversation)

    monkeypatch.setattr(SqliteStore, "load", counted)
    return loads


def test_acknowledged_note_is_in_the_file(
    service: Service, conversation: Conversation, path: Path
) -> None:
    accepted = service.command(JOOST, command("submit_note", "a", text="Helpt dat?"))
    with sqlite3.connect(path) as other:
        rows = other.execute("SELECT id, text FROM note").fetchall()
    assert rows == [(accepted.result["note"], "Helpt dat?")]


def test_same_id_gives_the_same_answer_and_no_second_note(
    service: Service, conversation: Conversation
) -> None:
    first = service.command(JOOST, command("submit_note", "a", text="Helpt dat?"))
    again = service.command(JOOST, command("submit_note", "a", text="Iets anders"))
    assert again == first
    assert [one.text for one in service.latest(conversation.id).notes.values()] == ["Helpt dat?"]


def test_same_id_at_once_from_eight_threads_has_one_effect(
    service: Service, conversation: Conversation
) -> None:
    send = command("submit_note", "a", text="Helpt dat?")
    answers = at_once(*[lambda: service.command(JOOST, send)] * 8)
    assert len(set(map(repr, answers))) == 1
    assert isinstance(answers[0], Accepted)
    assert len(service.latest(conversation.id).notes) == 1


def test_refused_id_is_judged_anew(service: Service, conversation: Conversation) -> None:
    with pytest.raises(Refused, match="empty_note"):
        service.command(JOOST, command("submit_note", "a", text="  "))
    service.command(JOOST, command("submit_note", "a", text="Nu wel"))
    assert [one.text for one in service.latest(conversation.id).notes.values()] == ["Nu wel"]


def test_ids_count_per_ticket(service: Service, conversation: Conversation) -> None:
    service.command(JOOST, command("submit_note", "a", text="Helpt dat?"))
    with pytest.raises(Refused, match="your_circle_speaks"):
        service.command(AMIRA, command("submit_note", "a", text="Helpt dat?"))


def test_two_chairs_at_once_advance_once(service: Service, conversation: Conversation) -> None:
    pressed_on = conversation.revision
    answers = at_once(
        lambda: service.command(CHAIR, command("advance", "left", revision=pressed_on)),
        lambda: service.command(CHAIR, command("advance", "right", revision=pressed_on)),
    )
    assert sorted(isinstance(one, Accepted) for one in answers) == [False, True]
    assert "stale_screen" in answers
    assert service.latest(conversation.id).phase.name == "collection"


def test_notes_of_many_phones_at_once_are_all_kept(
    service: Service, conversation: Conversation
) -> None:
    def send(number: int) -> Callable[[], Accepted]:
        text = f"Vraag {number}?"
        return lambda: service.command(JOOST, command("submit_note", str(number), text=text))

    answers = at_once(*(send(number) for number in range(20)))
    assert {type(one) for one in answers} == {Accepted}
    kept = service.latest(conversation.id)
    assert {one.text for one in kept.notes.values()} == {f"Vraag {n}?" for n in range(20)}
    assert len({one.revision for one in answers}) == 20


@pytest.mark.parametrize(
    "payload", [None, [], "advance", {}, {"id": 7, "name": "advance"}, {"id": ""}]
)
def test_payload_without_a_usable_id_is_a_bad_request(
    service: Service, conversation: Conversation, payload: object
) -> None:
    with pytest.raises(Refused, match="bad_request"):
        service.command(CHAIR, payload)


def test_unknown_ticket_is_refused(service: Service, conversation: Conversation) -> None:
    with pytest.raises(Refused, match="unknown_ticket"):
        service.command("nobody", command("advance", "a"))


def test_bug_in_one_job_sinks_only_itself(service: Service, conversation: Conversation) -> None:
    def bug(store: object) -> None:
        raise ZeroDivisionError

    def stumble() -> str:
        with pytest.raises(ZeroDivisionError):
            service._writer.submit(bug)
        return "raised"

    note = command("submit_note", "a", text="Blijft")
    answers = at_once(lambda: service.command(JOOST, note), stumble)
    assert answers[1] == "raised"
    assert [one.text for one in service.latest(conversation.id).notes.values()] == ["Blijft"]


def test_locked_database_is_busy_and_may_be_tried_again(
    conversation: Conversation, service: Service, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service._store._connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[attr-defined]
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="server_busy") as refusal:
            service.command(JOOST, command("submit_note", "a", text="Helpt dat?"))
        other.execute("ROLLBACK")
    assert refusal.value.retry
    service.command(JOOST, command("submit_note", "a", text="Helpt dat?"))
    assert len(service.latest(conversation.id).notes) == 1


def test_other_process_forgets_a_conversation_and_it_is_noticed(
    conversation: Conversation, service: Service, path: Path
) -> None:
    service.notice_others()
    told: list[set[str]] = []
    service.on_commit = told.append
    beside = Service(lambda: SqliteStore(path), run_here)
    beside.forget(conversation.id)
    beside.close()
    service.notice_others()
    assert told == [{conversation.id}]
    with pytest.raises(Refused, match="unknown_conversation"):
        service.latest(conversation.id)


def test_own_writing_is_not_taken_for_somebody_elses(
    conversation: Conversation, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.notice_others()
    loads = loads_of(monkeypatch)
    told: list[set[str]] = []
    service.on_commit = told.append
    for number in range(3):
        service.command(JOOST, command("submit_note", str(number), text="Helpt dat?"))
        service.notice_others()
    assert told == [{conversation.id}] * 3
    assert loads == []


def test_many_who_come_at_once_read_the_disk_once(
    conversation: Conversation, service: Service, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = loads_of(monkeypatch)
    restarted = Service(lambda: SqliteStore(path), run_here)
    at_once(*[lambda: restarted.latest(conversation.id)] * 20)
    restarted.close()
    assert loads == [conversation.id]


def test_other_process_writes_and_the_next_command_stands_on_it(
    conversation: Conversation, service: Service, path: Path
) -> None:
    beside = Service(lambda: SqliteStore(path), run_here)
    beside.command(JOOST, command("submit_note", "elsewhere", text="Van hiernaast"))
    beside.close()
    accepted = service.command(JOOST, command("submit_note", "here", text="Van hier"))
    assert accepted.revision == conversation.revision + 2
    texts = [one.text for one in service.latest(conversation.id).notes.values()]
    assert texts == ["Van hiernaast", "Van hier"]


def test_commit_is_told_after_it_is_readable(conversation: Conversation, service: Service) -> None:
    seen: list[int] = []
    service.on_commit = lambda changed: seen.extend(service.latest(one).revision for one in changed)
    accepted = service.command(CHAIR, command("advance", "a"))
    for _ in range(200):
        if seen:
            break
        threading.Event().wait(0.01)
    assert seen == [accepted.revision]
