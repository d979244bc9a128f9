"""The file, its settings, and other connections beside this one."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from facilitation.core import commands as c
from facilitation.store import Store, StoreBusy, connection
from facilitation.store.connection import PRAGMAS, WrongPragma, one_value
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .conftest import Open
from .keeping import driven, kept, loaded


def test_settings_on_which_promises_rest_are_in_force(sqlite: SqliteStore) -> None:
    asked = {name: one_value(sqlite.db.conn, f"PRAGMA {name}") for name in PRAGMAS}
    assert asked == {
        "busy_timeout": 4200,
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "temp_store": 2,
    }
    assert one_value(sqlite.db.conn, "PRAGMA journal_mode") == "wal"


def test_setting_that_is_not_kept_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRAGMAS, "synchronous", 7)
    with pytest.raises(WrongPragma):
        SqliteStore(path)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_only_the_owner_can_read_the_data(store: Store, path: Path) -> None:
    kept(store, evening.conversation())
    modes = {one.name: one.stat().st_mode & 0o777 for one in (path.parent, *path.parent.iterdir())}
    assert modes == {
        "data": 0o700,
        "driegesprek.db": 0o600,
        "driegesprek.db-wal": 0o600,
        "driegesprek.db-shm": 0o600,
    }


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.touch(mode=0o644)
    SqliteStore(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_row_of_no_conversation_is_refused(sqlite: SqliteStore) -> None:
    with pytest.raises(sqlite3.IntegrityError), sqlite.batch():
        sqlite.db.execute("INSERT INTO quieted (conversation, participant) VALUES ('?', 'x')")


def test_question_without_its_note_is_refused(sqlite: SqliteStore) -> None:
    driven(sqlite, kept(sqlite, evening.conversation()), evening.TO_PUPILS)
    with pytest.raises(sqlite3.IntegrityError), sqlite.batch():
        sqlite.db.execute("INSERT INTO note_author VALUES ('avond', 'no such note', 'x')")


def test_one_ticket_is_one_seat(store: Store) -> None:
    driven(store, kept(store, evening.conversation()), evening.JOINS)
    other = kept(store, evening.conversation("ander"))
    with pytest.raises(sqlite3.IntegrityError):
        driven(store, other, evening.JOINS)
    assert loaded(store, "ander") == other


# --- others


def test_writing_waits_for_another_and_then_says_busy(
    sqlite: SqliteStore, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(sqlite, evening.conversation())
    sqlite.db.execute("PRAGMA busy_timeout = 50").fetchall()
    other = open_store()
    with other.batch(), pytest.raises(StoreBusy), sqlite.batch():
        pass
    with sqlite.batch():
        sqlite.set_setting("usable", "afterwards")
    assert sqlite.setting("usable") == "afterwards"


def test_writing_goes_on_when_the_other_ends_in_time(store: Store, open_store: Open) -> None:
    other = open_store()
    begun, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with other.batch():
            begun.set()
            let_go.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(5)
    threading.Timer(0.2, let_go.set).start()
    with store.batch():
        store.set_setting("waited", "yes")
    thread.join()
    assert store.setting("waited") == "yes"


def test_reading_is_never_in_the_way_of_writing(store: Store, open_store: Open) -> None:
    before = kept(store, evening.conversation())
    other = open_store()
    with store.batch():
        assert loaded(other) == before
        with pytest.raises(StoreBusy):
            _impatient(other)


def _impatient(store: Store) -> None:
    assert isinstance(store, SqliteStore)
    store.db.execute("PRAGMA busy_timeout = 1").fetchall()
    with store.batch():
        pass


def test_second_process_makes_a_conversation_beside_this_one(store: Store, path: Path) -> None:
    kept(store, evening.conversation())
    script = (
        "import sys; from pathlib import Path; from tests import evening;"
        "from tests.store.keeping import kept; from facilitation.store.sqlite import SqliteStore;"
        "kept(SqliteStore(Path(sys.argv[1])), evening.conversation('ander'))"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=root, check=True)
    after = driven(store, loaded(store), evening.JOINS)
    assert (loaded(store), loaded(store, "ander")) == (after, evening.conversation("ander"))


def test_processes_that_open_the_same_fresh_file_at_once_all_can(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    at_once = context.Barrier(4)
    processes = [context.Process(target=_open_at_once, args=(path, at_once)) for _ in range(4)]
    for one in processes:
        one.start()
    for one in processes:
        one.join(60)
    assert [one.exitcode for one in processes] == [0, 0, 0, 0]


def _open_at_once(path: Path, at_once: object) -> None:
    for number in range(5):
        at_once.wait(30)  # type: ignore[attr-defined]
        SqliteStore(path.with_name(f"{number}.db")).close()


def test_another_thread_may_use_the_store(store: Store) -> None:
    kept(store, evening.conversation())
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(store.load("avond")))
    thread.start()
    thread.join()
    assert seen == [evening.conversation()]


# --- a full disk


def test_full_disk_undoes_the_batch_and_leaves_the_store_usable(sqlite: SqliteStore) -> None:
    before = driven(sqlite, kept(sqlite, evening.conversation()), evening.JOINS)
    pages = one_value(sqlite.db.conn, "PRAGMA page_count")
    sqlite.db.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
    with pytest.raises(sqlite3.OperationalError, match="full"):
        driven(sqlite, before, [_long_summary(number) for number in range(20)])
    written = loaded(sqlite)
    sqlite.db.execute("PRAGMA max_page_count = 100000").fetchall()
    after = driven(sqlite, written, [_long_summary(99)])
    assert (loaded(sqlite), after.revision) == (after, written.revision + 1)


def _long_summary(number: int) -> c.Command:
    return c.AddAgreement(
        actor=evening.CHAIR, fresh_id=f"agreement-{number}", what="Zo doen we het. " * 30
    )


def test_connection_is_closed_when_opening_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        connection.connect(path)
