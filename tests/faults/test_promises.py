"""The promises P1–P12: that each has its tests, and the two about words that must not get out.

A promise's tests carry its number (``test_p04_…``), here or in the folders named below.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

from tests.clients import Phone, ticket_of

from .harness import Evening, evening
from .switches import GUARDS

TESTS = Path(__file__).resolve().parents[1]
CANARY = "kanarie-zonder-kooi"
PUT = "dit-mag-de-zaal-zien"


def test_every_promise_has_a_test_named_after_it() -> None:
    named: Counter[int] = Counter()
    for file in TESTS.rglob("test_*.py"):
        for number in re.findall(r"^def test_p(\d\d)_", file.read_text("utf-8"), re.MULTILINE):
            named[int(number)] += 1
    assert sorted(named) == list(range(1, 13))


def test_every_guard_has_a_test_that_misses_it() -> None:
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    calls = re.findall(r'falls_without\(\s*"([\w,]+)"|WITHOUT="([\w,]+)"', tests)
    missed = {guard for call in calls for name in call for guard in name.split(",") if guard}
    assert missed == set(GUARDS)


def _wire(phone: Phone) -> str:
    """Every byte of every view that it was sent."""
    return repr(phone.views)


def test_p06_nothing_private_reaches_the_hall_or_a_strangers_phone(one: Evening) -> None:
    """A note is seen by its author and the chair; the hall sees it once it is put."""
    hall = Phone(one.server, ticket_of(one.links["screen_url"])).connect()
    strangers = [one.phone("parents"), one.phone("pupils"), one.phone("teachers", "polling")]
    author = one.phone("parents")
    notes = [author.done("submit_note", text=f"{CANARY} {number}?")["note"] for number in range(3)]
    notes.append(author.done("submit_note", text=f"{PUT}?")["note"])
    author.done("edit_note", note=notes[0], text=f"{CANARY} anders?")
    author.done("withdraw_note", note=notes[1])
    one.advance_to(3)
    for note in (notes[0], notes[3]):
        one.chair.done("select_note", note=note, revision=None)
    one.chair.done("set_aside_note", note=notes[2], revision=None)
    one.advance_to(4)
    put = one.chair.command("put_question", note=notes[3], revision=None)
    assert put["ok"]
    hall.wait_revision(put["revision"])
    one.advance_to(6)
    hall.wait(lambda screen: screen.stage["number"] == 6)
    seen = {name: _wire(phone) for name, phone in enumerate([hall, *strangers])}
    assert PUT in seen[0]
    assert [name for name, wire in seen.items() if CANARY in wire] == []
    private = [author.ticket, one.chair.ticket, *(phone.ticket for phone in strangers)]
    hashes = [str(name) for (name,) in one.server.rows("SELECT id FROM participant")]
    for secret in (*private, *hashes):
        assert [name for name, wire in seen.items() if secret in wire] == []
    assert CANARY in _wire(author)
    for phone in (hall, author, *strangers):
        phone.close()


def _files_with(folder: Path, words: bytes) -> list[str]:
    return [
        file.name for file in folder.rglob("*") if file.is_file() and words in file.read_bytes()
    ]


def test_p12_nothing_is_left_on_disk_after_forget(data: Path) -> None:
    with evening(data) as one:
        phone = one.phone()
        for number in range(10):
            phone.done("submit_note", text=f"{CANARY} {number}?")
        one.chair.done("write_response", text=CANARY, revision=None)
        assert _files_with(data, CANARY.encode())
        phone.close()
        forgotten = one.server.cli("forget", one.links["code"])
        assert forgotten.returncode == 0, forgotten.stderr
        assert CANARY not in one.server.log()
        one.server.stop()
        assert _files_with(data, CANARY.encode()) == []


def test_p12_withdrawn_words_are_nowhere_on_disk(one: Evening) -> None:
    phone = one.phone()
    words = "spijt-van-gehad"
    note = phone.done("submit_note", text=f"{words}?")["note"]
    phone.done("withdraw_note", note=note)
    phone.done("submit_note", text="Iets anders?")
    assert _files_with(one.server.data, words.encode()) == []
    phone.close()


def test_p11_text_notes_and_messages_are_bounded_at_the_bound_and_one_over(one: Evening) -> None:
    phone = one.phone()
    phone.done("submit_note", text="é" * 280)
    assert phone.refused("submit_note", text="é" * 281) == "note_too_long"
    for number in range(19):
        phone.done("submit_note", text=f"Vraag {number}?")
    assert phone.refused("submit_note", text="De eenentwintigste?") == "too_many_notes"
    phone.close()
    large = one.phone()
    answer = large.send({"id": "groot", "name": "submit_note", "text": "x" * 60_000})
    assert not answer["ok"]
    large.close()
    over = one.phone()
    over.client.emit("command", {"id": "te groot", "name": "submit_note", "text": "x" * 70_000})
    over.wait(lambda gone: not gone.client.connected, 10)
    over.close()


def test_the_shim_is_c_that_compiles_without_a_warning(slow_disk: Path) -> None:
    source = Path(__file__).with_name("slow_disk.c")
    command = ["cc", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", str(source)]
    assert subprocess.run(command, check=False, timeout=60).returncode == 0
