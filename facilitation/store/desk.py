"""Schools, accounts, and whose a conversation is: what the organiser's desk keeps.

Rule: beside the conversations, never in them. A conversation whose row here is missing is nobody's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from facilitation.core.schools import (
    FIRST,
    FIRST_NAME,
    HOME,
    RETENTION_DAYS,
    Belonging,
    Office,
    Organiser,
    School,
)

from .rows import Row, Shape, quoted, statement

_SCHOOL, _ORGANISER = Shape(School), Shape(Organiser)


def _statements(table: str, shape: Shape) -> tuple[str, str]:
    columns = shape.columns
    select = statement("SELECT {columns} FROM {table}", columns=quoted(columns), table=table)
    keep = statement(
        "INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}",
        table=table,
        columns=quoted(columns),
        marks=quoted(columns, "?"),
        sets=quoted(columns[1:], '"{0}" = excluded."{0}"'),
    )
    return select, keep


_SCHOOLS, _KEEP_SCHOOL = _statements("school", _SCHOOL)
_ORGANISERS, _KEEP_ORGANISER = _statements("organiser", _ORGANISER)


class Desk:
    """The organiser's half of ``Store``."""

    _connection: sqlite3.Connection

    def _rows(self, sql: str, *values: Any) -> list[Row]:
        raise NotImplementedError

    def _run(self, sql: str, values: Iterable[Any]) -> int:
        raise NotImplementedError

    def _writing(self) -> None:
        if not self._connection.in_transaction:
            raise RuntimeError("only inside a batch")

    # --- schools

    def schools(self) -> list[School]:
        """All schools, the first one first."""
        return [_SCHOOL.read(row) for row in self._rows(_SCHOOLS + " ORDER BY created_at, rowid")]

    def keep_school(self, school: School) -> None:
        """A new school, or what is new of one. Inside ``batch``."""
        self._writing()
        self._run(_KEEP_SCHOOL, _SCHOOL.row(school))

    def remove_school(self, school: str) -> bool:
        """Drop one and its accounts, unless it has conversations. Inside ``batch``."""
        self._writing()
        return bool(
            self._run(
                "DELETE FROM school WHERE id = ?"
                " AND NOT EXISTS (SELECT 1 FROM belonging WHERE school = ?)",
                (school, school),
            )
        )

    # --- accounts

    def organisers(self) -> list[Organiser]:
        """All accounts, the first one first."""
        rows = self._rows(_ORGANISERS + " ORDER BY created_at, rowid")
        return [_ORGANISER.read(row) for row in rows]

    def keep_organiser(self, organiser: Organiser) -> None:
        """A new account, or what is new of one. Inside ``batch``."""
        self._writing()
        self._run(_KEEP_ORGANISER, _ORGANISER.row(organiser))

    def remove_organiser(self, organiser: str) -> None:
        """Drop an account; whoever is signed in with it is out. Inside ``batch``."""
        self._writing()
        self._run("DELETE FROM organiser WHERE id = ?", (organiser,))

    # --- whose a conversation is

    def belonging(self, conversation: str) -> Belonging | None:
        """Whose it is; ``None`` when there is no such conversation."""
        for school, archived_at in self._rows(
            "SELECT school, archived_at FROM belonging WHERE conversation = ?", conversation
        ):
            return Belonging(school, archived_at)
        return None

    def belongings(self, school: str) -> dict[str, Belonging]:
        """All of one school, by conversation."""
        rows = self._rows(
            "SELECT conversation, archived_at FROM belonging WHERE school = ?", school
        )
        return {conversation: Belonging(school, archived) for conversation, archived in rows}

    def belong(self, conversation: str, belonging: Belonging) -> None:
        """Say whose a conversation is, and whether it lies in the archive. Inside ``batch``."""
        self._writing()
        self._run(
            "INSERT INTO belonging (conversation, school, archived_at) VALUES (?, ?, ?)"
            " ON CONFLICT (conversation) DO UPDATE SET school = excluded.school,"
            " archived_at = excluded.archived_at",
            (conversation, belonging.school, belonging.archived_at),
        )


def create(db: Database) -> None:
    """The migration: one school that has all conversations, one account that has the password."""
    db.execute(
        "CREATE TABLE school (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
        " retention_days INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT"
    )
    db.execute(
        "CREATE TABLE organiser (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
        " school TEXT NOT NULL REFERENCES school(id) ON DELETE CASCADE, office TEXT NOT NULL,"
        " created_at INTEGER NOT NULL, password TEXT, version TEXT, first_link TEXT) STRICT"
    )
    db.execute("CREATE UNIQUE INDEX organiser_name ON organiser (name COLLATE NOCASE)")
    db.execute(
        "CREATE TABLE belonging (conversation TEXT NOT NULL PRIMARY KEY"
        " REFERENCES conversation(id) ON DELETE CASCADE,"
        " school TEXT NOT NULL REFERENCES school(id), archived_at INTEGER) STRICT"
    )
    db.execute("CREATE INDEX belonging_school ON belonging (school)")
    db.execute("INSERT INTO school VALUES (?, '', ?, 0)", (HOME, RETENTION_DAYS))
    db.execute("INSERT INTO belonging SELECT id, ?, NULL FROM conversation", (HOME,))
    _first_account(db)


def _first_account(db: Database) -> None:
    """The password and link that were settings of the installation become the first account's."""
    rows = db.execute("SELECT name, value FROM setting").fetchall()
    kept = dict(rows)
    version = kept.get("password_version")
    values = (kept.get("password"), version, kept.get("first_link"))
    db.execute(
        "INSERT INTO organiser VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
        (FIRST, FIRST_NAME, HOME, Office.ADMINISTRATOR.value, *values),
    )
    db.execute("DELETE FROM setting WHERE name IN ('password', 'password_version', 'first_link')")
