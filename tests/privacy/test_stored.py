"""What is kept of a participant, for how long, and that nothing is left of it afterwards."""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from facilitation import keys
from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core.model import Conversation, Role, replace
from facilitation.core.permissions import GRACE_MS
from facilitation.core.refusals import Refused
from facilitation.service import Service
from facilitation.serving import Housekeeping
from facilitation.store.sqlite import SqliteStore
from facilitation.views.chair import chair_view
from tests import evening
from tests.clients import connected, join, ticket_of
from tests.security import stand
from tests.security.building import building
from tests.servers import Server, running_server

DAY_MS = 24 * 3600 * 1000


class Clock:
    """Time in the test's hand."""

    def __init__(self) -> None:
        self.now = stand.now_of("0")

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(tmp_path: Path, clock: Clock) -> Iterator[Service]:
    service = Service(lambda: SqliteStore(tmp_path / "driegesprek.sqlite"), run_here, clock)
    yield service
    service.close()


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def columns(path: Path) -> dict[str, set[str]]:
    tables = [name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {one: {row[1] for row in rows(path, f"PRAGMA table_info('{one}')")} for one in tables}


def pressed(service: Service, ticket: str, name: str, **arguments: Any) -> dict[str, Any]:
    payload = {"id": keys.identifier(), "name": name, **arguments}
    return service.command(ticket, payload).result


def seated(service: Service, phase: str = "2") -> Conversation:
    return service.create(stand.copy_of(stand.conversation_in(phase), "avond"))


# --- what is kept


def test_of_a_participant_only_hash_circle_and_language_are_kept(
    service: Service, tmp_path: Path
) -> None:
    seated(service)
    path = tmp_path / "driegesprek.sqlite"
    assert columns(path)["participant"] == {"conversation", "id", "circle", "language"}
    amira = keys.hashed(stand.ticket("pupils", "avond"))
    kept = rows(path, "SELECT conversation, id, circle, language FROM participant")
    assert ("avond", amira, "pupils", "nl") in kept


def test_no_table_has_a_place_for_anything_personal(service: Service, tmp_path: Path) -> None:
    found = columns(tmp_path / "driegesprek.sqlite")
    pointing = {table for table, names in found.items() if names & {"participant", "ticket"}}
    assert pointing == {"note_author", "quieted", "given"}
    unwanted = re.compile("address|agent|email|person|author|device|finger|phone|^ip$|user")
    named = {
        (table, one) for table, names in found.items() for one in names if unwanted.search(one)
    }
    assert named == set()


def test_note_and_journal_do_not_say_whose_it_is(service: Service, tmp_path: Path) -> None:
    seated(service)
    joost = stand.ticket("parents", "avond")
    pressed(service, joost, "submit_note", text="Van wie is dit?")
    path = tmp_path / "driegesprek.sqlite"
    for table in ("note", "journal", "question"):
        told = json.dumps(rows(path, f"SELECT * FROM {table}"))
        assert keys.hashed(joost) not in told
    assert "Van wie is dit?" not in json.dumps(rows(path, "SELECT * FROM journal"))


# --- the link between note and phone


def pointing(path: Path) -> list[int]:
    """How many rows tie a ticket to a note: authors, silenced phones, answers that name one."""
    return [
        len(rows(path, "SELECT * FROM note_author")),
        len(rows(path, "SELECT * FROM quieted")),
        len(rows(path, "SELECT * FROM given WHERE result LIKE '%note%'")),
    ]


def ended(service: Service) -> str:
    seated(service, "15")
    chair = stand.ticket("chair", "avond")
    pressed(service, chair, "quiet_author", note="free-8")
    pressed(service, chair, "advance")
    return chair


def test_links_are_cut_a_quarter_of_an_hour_after_the_end(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    ended(service)
    path = tmp_path / "driegesprek.sqlite"
    cut = c.CutLinks(actor=c.Actor(Role.SYSTEM))
    clock.now += GRACE_MS - 1
    with pytest.raises(Refused, match="wrong_phase"):
        service.run("avond", cut)
    assert pointing(path)[:2] == [21, 1]
    clock.now += 1
    service.run("avond", cut)
    assert pointing(path) == [0, 0, 0]


def test_answers_given_lose_the_note_they_named(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    seated(service)
    joost, chair = stand.ticket("parents", "avond"), stand.ticket("chair", "avond")
    pressed(service, joost, "submit_note", text="Van wie is dit?")
    path = tmp_path / "driegesprek.sqlite"
    assert pointing(path)[2] == 1
    for _ in range(14):
        pressed(service, chair, "advance")
    clock.now += GRACE_MS
    service.run("avond", c.CutLinks(actor=c.Actor(Role.SYSTEM)))
    assert pointing(path) == [0, 0, 0]
    # Nor does the revision of an answer lead to the journal's row that names the note.
    assert len(set(rows(path, "SELECT revision FROM given"))) == 1


def test_housekeeping_cuts_them_by_itself(tmp_path: Path) -> None:
    with building(tmp_path) as made:
        now = [stand.now_of("0")]
        made.service.clock = lambda: now[0]
        ended(made.service)
        housekeeping = Housekeeping(made.service, made.web)
        housekeeping.look_around()
        assert made.service.latest("avond").links_cut is False
        now[0] += GRACE_MS
        housekeeping.look_around()
        assert made.service.latest("avond").links_cut is True
        assert pointing(tmp_path / "driegesprek.sqlite") == [0, 0, 0]


# --- silencing reveals nobody


def test_silencing_two_notes_does_not_tell_whether_one_phone_sent_both(service: Service) -> None:
    """The chair's whole view after silencing a note is the same, whoever wrote it."""
    views = []
    for second in ("host-2", "chosen-2"):  # by another circle's phone; by the same phone
        name = f"stil-{second}"
        service.create(stand.copy_of(stand.conversation_in("2"), name))
        chair = stand.ticket("chair", name)
        answers = [pressed(service, chair, "quiet_author", note=one) for one in ("free-2", second)]
        view = chair_view(service.latest(name), Role.CHAIR, stand.now_of("2"), {})
        views.append((answers, view))
    authors = service.latest("stil-host-2").authors
    assert authors["free-2"] != authors["host-2"]
    assert authors["free-2"] == authors["chosen-2"]
    assert views[0] == views[1]


def test_silencing_changes_nothing_on_a_note(service: Service) -> None:
    seated(service)
    chair = stand.ticket("chair", "avond")
    before = chair_view(service.latest("avond"), Role.CHAIR, stand.now_of("2"), {})
    assert pressed(service, chair, "quiet_author", note="free-2") == {}
    after = chair_view(service.latest("avond"), Role.CHAIR, stand.now_of("2"), {})
    assert (after.piles, after.chosen, after.people) == (before.piles, before.chosen, before.people)


# --- nothing left


CANARY = "kanarie-op-het-briefje"
ANSWERED = "kanarie-in-het-antwoord"
AGREED = "kanarie-in-de-afspraak"


def with_canaries(server: Server) -> dict[str, str]:
    """An evening with words in every kind of row, its phones still connected a moment ago."""
    made = server.new()
    parent = join(server, made["join_url"], "parents")
    with connected(server, ticket_of(made["chair_url"]), parent) as [chair, phone]:
        for _ in range(2):
            chair.done("advance", revision=None)
        phone.wait(lambda one: one.stage["number"] == 2)
        note = phone.done("submit_note", text=f"Waarom {CANARY}?")["note"]
        for _ in range(2):
            chair.done("advance", revision=None)
        chair.done("put_question", revision=None, note=note)
        chair.done("answer_question", revision=None, note=note, answer=ANSWERED)
        chair.done("add_agreement", revision=None, what=AGREED)
    return made


def left(data: Path, *words: str) -> list[tuple[str, str]]:
    """Words still in a file of the data directory."""
    return [
        (file.name, word)
        for file in sorted(data.rglob("*"))
        if file.is_file()
        for word in words
        if word.encode() in file.read_bytes()
    ]


def gone(data: Path, *words: str) -> list[tuple[str, str]]:
    """The same, after the server had a moment to notice."""
    until = time.monotonic() + 10
    while (found := left(data, *words)) and time.monotonic() < until:
        time.sleep(0.2)
    return found


def test_forgetting_beside_a_running_server_leaves_no_word(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        made = with_canaries(server)
        assert left(server.data, CANARY) != []
        done = server.cli("forget", made["code"])
        assert done.returncode == 0, done.stderr
        assert "Copies carried away are not" in done.stdout
        assert gone(server.data, CANARY, ANSWERED, AGREED, "Wanneer helpt huiswerk?") == []
        answer = requests.get(made["chair_url"], timeout=5)
        assert answer.status_code == 403
        server.stop()
        assert left(server.data, CANARY, ANSWERED, AGREED) == []


def test_purging_leaves_the_agreement_and_no_note(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        made = with_canaries(server)
    later = Service(
        lambda: SqliteStore(server.data / "driegesprek.sqlite"),
        run_here,
        lambda: time.time_ns() // 1_000_000 + 40 * DAY_MS,
    )
    assert len(later.purge()) == 1
    later.close()
    assert left(server.data, CANARY, ANSWERED) == []
    assert left(server.data, AGREED) != []
    minutes = server.minutes(made["code"])
    assert minutes["agreements"][0]["what"] == AGREED


def test_withdrawn_and_erased_words_are_gone_while_running(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        made = server.new()
        parent = join(server, made["join_url"], "parents")
        with connected(server, ticket_of(made["chair_url"]), parent) as [chair, phone]:
            chair.done("advance", revision=None)
            chair.done("advance", revision=None)
            phone.wait(lambda one: one.stage["number"] == 2)
            notes = [phone.done("submit_note", text=f"kanarie-{one}")["note"] for one in range(3)]
            phone.done("withdraw_note", note=notes[0])
            chair.done("erase_note", revision=None, note=notes[1])
            phone.done("edit_note", note=notes[2], text="Liever zo?")
            chair.done("pause", revision=None)
            assert gone(server.data, "kanarie-") == []


# --- what people are told, what documents tell


def test_page_to_join_says_how_long_words_are_kept(tmp_path: Path) -> None:
    with building(tmp_path) as made:
        page = made.client().get(made.path(made.links.join_url)).get_data(as_text=True)
        assert re.search(r"\b30 (days|dagen)\b", page)
        assert 'href="/privacy"' in page


def test_page_about_a_note_is_there_for_everybody(tmp_path: Path) -> None:
    with building(tmp_path) as made:
        answer = made.client().get("/privacy")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert page.count("<h2>") == 6
        assert "0800-0432" in page
        assert "<script" not in page


def test_minutes_do_not_tie_notes_of_one_phone_together(service: Service) -> None:
    """Swapping the authors of all notes changes no byte of the minutes, and no order in them."""
    from facilitation.locale import translations
    from facilitation.minutes import write

    base = stand.conversation_in("16")
    swapped = dict(base.authors)
    people = {evening.JOOST: evening.DE_WIT, evening.DE_WIT: evening.JOOST}
    for note, author in base.authors.items():
        swapped[note] = people.get(author, author)
    written = []
    for authors in (base.authors, swapped, {}):
        held = replace(base, authors=authors)
        for form in ("json", "csv", "md", "html"):
            document, *_ = write(
                held, form, words=translations("nl"), language="nl", now=stand.now_of("16")
            )
            written.append(document)
    for one, other, none in zip(written[:4], written[4:8], written[8:], strict=True):
        assert one == other == none
    notes = [n for circle in json.loads(written[0])["circles"] for n in circle["notes"]]
    assert {frozenset(one) for one in notes} == {frozenset({"text", "from_circle", "language"})}
    for hashed in itertools.chain(base.participants, base.notes):
        assert hashed.encode() not in written[0]
