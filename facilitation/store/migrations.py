"""From any earlier version of the tables to the present one.

Rule: the version is SQLite's ``user_version``, the number of migrations done. All that are missing
run in one transaction that is begun for writing at once, so that of two processes which open the
same file together one makes the tables and the other finds them made. Migrations are only added.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlite_utils import Database

from . import desk, schema
from .connection import one_value, transaction

APPLICATION_ID = 0x44524945
"""Marks the file as ours ("DRIE"), for ``restore``."""


def _renderings(db: Database) -> None:
    """What a note says in the conversation's language."""
    db.execute("ALTER TABLE note ADD COLUMN rendering TEXT NOT NULL DEFAULT ''")


def _guests_wifi(db: Database) -> None:
    """The network for the guests, on the hall screen and on paper."""
    for column, kind, default in (
        ("wifi_name", "TEXT", "''"),
        ("wifi_password", "TEXT", "''"),
        ("wifi_hidden", "INTEGER", "0"),
    ):
        db.execute(
            f'ALTER TABLE conversation ADD COLUMN "{column}" {kind} NOT NULL DEFAULT {default}'
        )


def _series(db: Database) -> None:
    """What became of agreements; a conversation that follows another."""
    db.execute("ALTER TABLE agreement ADD COLUMN status TEXT NOT NULL DEFAULT 'open'")
    db.execute("ALTER TABLE agreement ADD COLUMN remark TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE agreement ADD COLUMN status_at INTEGER")
    db.execute("ALTER TABLE conversation ADD COLUMN follows TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE conversation ADD COLUMN earlier_page INTEGER NOT NULL DEFAULT 0")


def _corrected_and_shared_minutes(db: Database) -> None:
    """Corrections as a layer of their own; whether the minutes are final and shared."""
    db.execute(
        "CREATE TABLE correction (conversation TEXT NOT NULL"
        " REFERENCES conversation(id) ON DELETE CASCADE,"
        " place TEXT NOT NULL, original TEXT NOT NULL, text TEXT NOT NULL,"
        " hidden INTEGER NOT NULL, role TEXT NOT NULL, at INTEGER NOT NULL,"
        " changed INTEGER NOT NULL, PRIMARY KEY (conversation, place)) STRICT"
    )
    db.execute("ALTER TABLE conversation ADD COLUMN final_at INTEGER")
    db.execute("ALTER TABLE conversation ADD COLUMN shared INTEGER NOT NULL DEFAULT 0")


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    schema.create,
    _renderings,
    _guests_wifi,
    _series,
    desk.create,
    _corrected_and_shared_minutes,
)


class NewerSchema(Exception):
    """The file was written by a newer version of the program, which this one cannot read."""


def version(db: Database) -> int:
    """How many migrations the file has had."""
    return int(one_value(db.conn, "PRAGMA user_version"))


def migrate(db: Database, migrations: Sequence[Callable[[Database], None]] = MIGRATIONS) -> None:
    """Bring the tables up to date. Raises ``NewerSchema``."""
    if version(db) == len(migrations):
        return
    with transaction(db.conn, "IMMEDIATE"):
        _missing(db, migrations)


def _missing(db: Database, migrations: Sequence[Callable[[Database], None]]) -> None:
    # Read again: another process may have migrated while this one waited for its turn.
    done = version(db)
    if done > len(migrations):
        raise NewerSchema(f"version {done} of the tables; known are {len(migrations)}")
    for step in migrations[done:]:
        step(db)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {len(migrations)}")
