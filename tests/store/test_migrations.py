"""Files of earlier versions open; the tables are the dataclasses."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from facilitation.core.model import Conversation
from facilitation.store.migrations import MIGRATIONS, NewerSchema, migrate, version
from facilitation.store.rows import TABLES, Shape, Table
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .keeping import driven, loaded

FIRST = Path(__file__).with_name("first_version.sql")
"""What the first version wrote; made once by `python -m tests.store.first_version`."""


def from_first_version(path: Path) -> SqliteStore:
    connection = sqlite3.connect(path)
    connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()
    return SqliteStore(path)


def test_file_of_the_first_version_opens_and_goes_on(tmp_path: Path) -> None:
    store = from_first_version(tmp_path / "first.db")
    expected = evening.run(evening.conversation(), *evening.TO_QUESTIONS)
    assert loaded(store) == expected
    after = driven(store, expected, [evening.ADVANCE], evening.START + evening.MINUTE)
    assert (loaded(store), version(store.db)) == (after, len(MIGRATIONS))
    store.close()


def test_file_of_the_first_version_gets_the_same_tables_as_a_new_one(tmp_path: Path) -> None:
    old, new = from_first_version(tmp_path / "first.db"), SqliteStore(tmp_path / "new.db")
    assert sorted(old.db.schema.split(";\n")) == sorted(new.db.schema.split(";\n"))
    old.close()
    new.close()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_the_fields(sqlite: SqliteStore, table: Table) -> None:
    columns = [column.name for column in sqlite.db[table.name].columns]
    assert columns == ["conversation", *table.shape.columns]


def test_columns_of_a_conversation_are_its_scalar_fields(sqlite: SqliteStore) -> None:
    columns = [column.name for column in sqlite.db["conversation"].columns]
    assert columns == list(Shape(Conversation).columns)


def test_participant_is_a_hash_a_circle_and_a_language(sqlite: SqliteStore) -> None:
    columns = [column.name for column in sqlite.db["participant"].columns]
    assert columns == ["conversation", "id", "circle", "language"]


def test_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    SqliteStore(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NewerSchema):
        SqliteStore(path)


def test_migration_that_fails_leaves_the_earlier_version(sqlite: SqliteStore) -> None:
    def broken(db: Database) -> None:
        db.execute("CREATE TABLE half (id)")
        raise OSError("pulled the plug")

    steps: tuple[Callable[[Database], None], ...] = (*MIGRATIONS, broken)
    with pytest.raises(OSError, match="plug"):
        migrate(sqlite.db, steps)
    assert (version(sqlite.db), "half" in sqlite.db.table_names()) == (len(MIGRATIONS), False)
