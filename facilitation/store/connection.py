"""One connection to the file, opened the one right way.

Rule: what the promises rest on (write-ahead log, ``synchronous=FULL``, foreign keys, forgotten
words overwritten) is set and then asked back, because SQLite ignores what it does not know.
Transactions are begun and ended by hand; no statement is left half read, since that would hold on
to an old state of the file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import StoreBusy

BUSY_TIMEOUT_MS = 4200
"""How long to wait for another process that writes; a command must be answered in 5 s (P3)."""

_FULL, _MEMORY = 2, 2
PRAGMAS: dict[str, int] = {
    "busy_timeout": BUSY_TIMEOUT_MS,
    "synchronous": _FULL,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    # Statement journals and VACUUM's copy hold words: never in a file of the system's temp folder.
    "temp_store": _MEMORY,
}

_CODE_MASK = 0xFF
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_TRIES = 20


class WrongPragma(Exception):
    """This SQLite does not keep a setting on which a promise rests."""


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection is in the way."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _CODE_MASK in _BUSY


@contextmanager
def waiting() -> Iterator[None]:
    """Raises ``StoreBusy`` when another process was in the way for longer than the timeout."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if is_busy(error):
            raise StoreBusy(str(error)) from error
        raise


def connect(path: Path) -> sqlite3.Connection:
    """An open connection with every setting in force; file and folder are made if need be.

    Raises ``StoreBusy`` and ``WrongPragma``.
    """
    make_private(path)
    connection = sqlite3.connect(
        path,
        timeout=BUSY_TIMEOUT_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        with waiting():
            _set(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def make_private(path: Path) -> None:
    """The file, readable by its owner only; its folder too when it is made here."""
    if not path.parent.is_dir():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _set(connection: sqlite3.Connection) -> None:
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    _write_ahead(connection)
    wrong = {name: one_value(connection, f"PRAGMA {name}") for name in PRAGMAS} != PRAGMAS
    if wrong or one_value(connection, "PRAGMA journal_mode") != "wal":
        raise WrongPragma


def _write_ahead(connection: sqlite3.Connection) -> None:
    """To the write-ahead log. SQLite does not wait for others here, so wait for them by hand."""
    for _ in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    raise StoreBusy("journal_mode")


def one_value(connection: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    """The first column of the first row, ``None`` when there is none."""
    rows = connection.execute(sql, values).fetchall()
    return rows[0][0] if rows else None


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """``BEGIN kind`` … ``COMMIT``, rolled back when the body or the commit fails."""
    if connection.in_transaction:
        raise RuntimeError("a transaction is open already")
    with waiting():
        connection.execute(f"BEGIN {kind}")
    try:
        yield
        with waiting():
            connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def roll_back(connection: sqlite3.Connection) -> None:
    """End the transaction, which some errors (a full disk) have ended already."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def truncate_log(connection: sqlite3.Connection, patience_ms: int) -> bool:
    """Put everything into the main file and empty the log; ``False`` if somebody still reads it."""
    connection.execute(f"PRAGMA busy_timeout = {patience_ms}").fetchall()
    try:
        return not one_value(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        if is_busy(error):
            return False
        raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}").fetchall()


def vacuum(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was deleted; ``False`` if others or the disk prevent it."""
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if is_busy(error) or error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            return False
        raise
    return True
