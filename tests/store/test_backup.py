"""A copy made while running, and put back while stopped."""

import sqlite3
import threading
from pathlib import Path

import pytest

from facilitation.store import Store
from facilitation.store.backup import NotRestored, restore
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .conftest import Open
from .keeping import driven, kept, loaded


def test_backup_is_one_file_that_loads_the_same(store: Store, tmp_path: Path) -> None:
    after = driven(store, kept(store, evening.conversation()), evening.TO_END)
    target = tmp_path / "copies" / "copy.db"
    store.backup(target)
    assert [one.name for one in target.parent.iterdir()] == ["copy.db"]
    copied = SqliteStore(target)
    assert (loaded(copied), copied.journal("avond")) == (after, store.journal("avond"))
    copied.close()


def test_backup_while_another_writes_holds_one_moment(
    store: Store, open_store: Open, tmp_path: Path
) -> None:
    before = kept(store, evening.conversation())
    other = open_store()
    writer = threading.Thread(target=lambda: driven(other, before, evening.TO_END))
    writer.start()
    for number in range(5):
        store.backup(tmp_path / f"{number}.db")
    writer.join()
    for number in range(5):
        copied = SqliteStore(tmp_path / f"{number}.db")
        # Whatever moment it is: the state that the journal's last entry made.
        assert loaded(copied).revision == copied.journal("avond")[-1].revision
        copied.close()


def test_backup_that_fails_leaves_what_was_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(store, evening.conversation())
    target = tmp_path / "copy.db"
    target.write_text("an older copy")

    def broken(one: object, other: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("facilitation.store.backup.os.replace", broken)
    with pytest.raises(OSError, match="no space"):
        store.backup(target)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["copy.db"]
    assert target.read_text() == "an older copy"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of one prepared conversation."""
    store = SqliteStore(tmp_path / "other" / "driegesprek.db")
    kept(store, evening.conversation())
    store.backup(tmp_path / "copy.db")
    store.close()
    return tmp_path / "copy.db"


def test_restore_where_nothing_was(copy: Path, path: Path) -> None:
    restore(copy, path)
    store = SqliteStore(path)
    assert loaded(store) == evening.conversation()
    store.close()


def test_restore_puts_back_what_was_copied(copy: Path, path: Path) -> None:
    store = SqliteStore(path)
    kept(store, evening.conversation("later"))
    store.close()
    restore(copy, path)
    again = SqliteStore(path)
    assert [one.id for one in again.conversations()] == ["avond"]
    again.close()


def test_restore_beneath_a_running_program_is_refused(copy: Path, store: Store, path: Path) -> None:
    kept(store, evening.conversation("later"))
    with pytest.raises(NotRestored) as refused:
        restore(copy, path)
    after = driven(store, loaded(store, "later"), evening.JOINS)
    assert (refused.value.code, loaded(store, "later")) == ("in_use", after)


def _damaged(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[8192:12288] = bytes(4096)
    copy.write_bytes(data)


def _other_program(copy: Path) -> None:
    copy.unlink()
    sqlite3.connect(copy).execute("CREATE TABLE other (id)").connection.close()


def _newer(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Path.unlink, "missing"),
        (_damaged, "damaged"),
        (lambda copy: copy.write_bytes(b"no database" * 999), "damaged"),
        (_other_program, "not_ours"),
        (_newer, "newer"),
    ],
)
def test_restore_of_what_is_no_good_copy_changes_nothing(
    copy: Path, path: Path, change: object, code: str
) -> None:
    store = SqliteStore(path)
    kept(store, evening.conversation("later"))
    store.close()
    change(copy)  # type: ignore[operator]
    with pytest.raises(NotRestored) as refused:
        restore(copy, path)
    again = SqliteStore(path)
    assert (refused.value.code, loaded(again, "later").id) == (code, "later")
    again.close()
