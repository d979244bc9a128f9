"""A consistent copy while running, and a copy put back while stopped.

Rule: a copy is either whole or not there, and holds everything in one file. A file is put back only
after it was looked at, and never beneath a program that is using the data. Words that are forgotten
later stay in copies made before: nobody can reach those.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from .connection import is_busy, make_private, one_value
from .migrations import APPLICATION_ID, MIGRATIONS


class NotRestored(Exception):
    """Nothing was put back. ``code``: ``missing``, ``not_ours``, ``damaged``, ``newer``,
    ``in_use``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """Write a copy of the committed state to ``target``, in place of what was there."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    make_private(part)
    try:
        with closing(sqlite3.connect(part)) as into:
            connection.backup(into)
            into.execute("PRAGMA journal_mode = DELETE").fetchall()
        os.replace(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def restore(source: Path, target: Path) -> None:
    """Put the copy ``source`` in the place of ``target``. Raises ``NotRestored``.

    Written in one transaction on the file itself: whatever happens meanwhile, ``target`` is
    afterwards either what it was or what the copy is.
    """
    if not source.is_file():
        raise NotRestored("missing")
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copied:
        _look_at(copied)
        make_private(target)
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as into:
            _alone(into)
            copied.backup(into)


def _look_at(copied: sqlite3.Connection) -> None:
    try:
        if one_value(copied, "PRAGMA application_id") != APPLICATION_ID:
            raise NotRestored("not_ours")
        if one_value(copied, "PRAGMA user_version") > len(MIGRATIONS):
            raise NotRestored("newer")
        sound = one_value(copied, "PRAGMA integrity_check") == "ok"
        if not sound or copied.execute("PRAGMA foreign_key_check").fetchall():
            raise NotRestored("damaged")
    except sqlite3.DatabaseError as error:
        raise NotRestored("damaged") from error


def _alone(into: sqlite3.Connection) -> None:
    """Keep everybody else out until the connection closes; ``in_use`` if somebody is in."""
    try:
        into.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        # Leaving the write-ahead log needs that nobody else has the file open, idle or not.
        into.execute("PRAGMA journal_mode = DELETE").fetchall()
        into.execute("PRAGMA synchronous = FULL").fetchall()
        into.execute("BEGIN EXCLUSIVE")
        into.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if is_busy(error):
            raise NotRestored("in_use") from error
        raise
