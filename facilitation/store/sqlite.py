"""Conversations in one SQLite file: the embedded default store.

Rule: only rows that differ are written, and revision, rows, journal and answer are one transaction.
Statements that run for every note use the connection directly; sqlite-utils makes the tables and
guards each save with a savepoint, so that one that fails leaves nothing behind in its batch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from facilitation.core import retention
from facilitation.core.decide import Entry
from facilitation.core.model import Conversation, Role
from facilitation.core.schools import HOME, Belonging

from . import Given, RevisionConflict
from .backup import copy
from .connection import connect, transaction, truncate_log, vacuum
from .desk import Desk
from .difference import difference
from .migrations import migrate
from .reading import Reading
from .rows import CONVERSATION, TABLES, Table, quoted, statement

SCRUB_PATIENCE_MS = 100
"""A reader is done in a few milliseconds; longer would keep people waiting for their answer."""
WIPE_PATIENCE_MS = 5000
"""Forgetting is rare and worth waiting for."""

# Without the id: setting a key, even to what it is, makes SQLite look through all that hangs on it.
_SET = CONVERSATION.columns[1:]
_INSERT, _UPDATE = (
    statement(
        template,
        columns=quoted(CONVERSATION.columns),
        marks=quoted(CONVERSATION.columns, "?"),
        sets=quoted(_SET, '"{}" = ?'),
    )
    for template in (
        "INSERT INTO conversation ({columns}) VALUES ({marks})",
        "UPDATE conversation SET {sets} WHERE id = ? AND revision = ?",
    )
)


class SqliteStore(Reading, Desk):
    """The ``Store`` protocol on one file. One connection; one thread at a time, any thread.

    Raises ``StoreBusy``, ``NewerSchema`` or ``WrongPragma`` when it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = connect(path)
        try:
            self.db = Database(self._connection, recursive_triggers=False, execute_plugins=False)
            migrate(self.db)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()

    # --- writing

    def batch(self) -> AbstractContextManager[None]:
        return transaction(self._connection, "IMMEDIATE")

    def create(self, conversation: Conversation, entry: Entry, school: str = HOME) -> None:
        with self._undivided():
            self._run(_INSERT, CONVERSATION.row(conversation))
            self.belong(conversation.id, Belonging(school))
            for table in TABLES:
                keyed = table.keyed(table.held(conversation))
                self._write(table, conversation.id, keyed, keyed)
            self._note_down(conversation.id, entry)

    def save(
        self, before: Conversation, after: Conversation, entry: Entry, given: Given | None = None
    ) -> None:
        with self._undivided():
            _, *values = CONVERSATION.row(after)
            if self._run(_UPDATE, (*values, before.id, before.revision)) != 1:
                raise RevisionConflict(before.id)
            self._save_parts(before, after)
            self._note_down(after.id, entry)
            if given is not None:
                self._run(
                    "INSERT INTO given (ticket, id, conversation, revision, result)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (given.ticket, given.id, after.id, given.revision, _json(given.result)),
                )
            if after.links_cut and not before.links_cut:
                self._cut_answers(after)

    def set_setting(self, name: str, value: str | None) -> None:
        if not self._connection.in_transaction:
            raise RuntimeError("only inside a batch")
        self._run("DELETE FROM setting WHERE name = ?", (name,))
        if value is not None:
            self._run("INSERT INTO setting (name, value) VALUES (?, ?)", (name, value))

    def _save_parts(self, before: Conversation, after: Conversation) -> None:
        """What is gone first, last table first; then what is new or changed."""
        written = []
        for table in reversed(TABLES):
            was, becomes = table.held(before), table.held(after)
            if was is becomes:
                continue
            keyed, wanted = table.keyed(was), table.keyed(becomes)
            gone, changed = difference(keyed, wanted)
            rows = [(after.id, *table.key(key)) for key in gone]
            self._connection.executemany(table.remove, rows)
            written.append((table, wanted, changed))
        for table, wanted, changed in reversed(written):
            self._write(table, after.id, wanted, changed)

    def _write(
        self, table: Table, conversation: str, keyed: Mapping[Any, Any], keys: Iterable[Any]
    ) -> None:
        rows = [(conversation, *table.row(key, keyed[key])) for key in keys]
        self._connection.executemany(table.write, rows)

    def _note_down(self, conversation: str, entry: Entry) -> None:
        self._run(
            'INSERT INTO journal (conversation, revision, "at", role, name, data)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            (conversation, entry.revision, entry.at, entry.role, entry.name, _json(entry.data)),
        )

    def _cut_answers(self, after: Conversation) -> None:
        """An answer kept under a ticket names the note: it would say who wrote it."""
        self._run(
            "UPDATE given SET revision = ?, result = '{}' WHERE conversation = ?",
            (after.revision, after.id),
        )

    def _run(self, sql: str, values: Iterable[Any]) -> int:
        """Rows changed."""
        return self._connection.execute(sql, tuple(values)).rowcount

    @contextmanager
    def _undivided(self) -> Iterator[None]:
        if not self._connection.in_transaction:
            raise RuntimeError("only inside a batch")
        with self.db.atomic():
            yield

    # --- erasing

    def forget(self, conversation: str) -> bool:
        with self.batch():
            self._run("DELETE FROM conversation WHERE id = ?", (conversation,))
        return self.wipe()

    def due(self, now: int) -> list[str]:
        return [one.id for one in self.conversations() if now >= retention.due_at(one)]

    def purge(self, now: int) -> list[str]:
        gone = [one for one in self.due(now) if self.purge_one(one, now)]
        # Also when nothing was due: the last time somebody may have been reading.
        if gone:
            self.wipe()
        else:
            self.scrub()
        return gone

    def purge_one(self, conversation: str, now: int) -> bool:
        with self.batch():
            return self._purge(conversation, now)

    def _purge(self, conversation: str, now: int) -> bool:
        before = self.load(conversation)
        if before is None or not retention.due(before, now):
            return False
        after = retention.erased(before, now)
        self.save(before, after, Entry(after.revision, now, Role.SYSTEM, "purge"))
        self._run("DELETE FROM given WHERE conversation = ?", (conversation,))
        self._run(
            "DELETE FROM journal WHERE conversation = ? AND role = 'participant'", (conversation,)
        )
        self._run("UPDATE journal SET data = '{}' WHERE conversation = ?", (conversation,))
        return True

    def scrub(self) -> bool:
        self._between_batches()
        return truncate_log(self._connection, SCRUB_PATIENCE_MS)

    def wipe(self) -> bool:
        self._between_batches()
        anew = vacuum(self._connection)
        return truncate_log(self._connection, WIPE_PATIENCE_MS) and anew

    def _between_batches(self) -> None:
        if self._connection.in_transaction:
            raise RuntimeError("only between batches")

    def backup(self, target: Path) -> None:
        self._between_batches()
        copy(self._connection, target)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
