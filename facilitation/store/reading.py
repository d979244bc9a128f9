"""What can be asked of the file.

Rule: every statement is read to its end, and what takes several statements is one state of the
file, whatever others write meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from facilitation.core.decide import Entry
from facilitation.core.model import Agreement, Conversation, Correction, LinkKind, Role

from . import Given, Seat
from .connection import one_value, transaction
from .rows import CONVERSATION, LIGHT, TABLES, Row, Shape, Table, quoted, statement

_SEATS = (LinkKind.CHAIR, LinkKind.MINUTE_TAKER, LinkKind.SCREEN)
_AGREEMENT = Shape(Agreement)
_AGREEMENTS = statement(
    "SELECT conversation, {columns} FROM agreement ORDER BY conversation, position",
    columns=quoted(_AGREEMENT.columns),
)
_CORRECTION = Shape(Correction)
_CORRECTIONS = statement(
    "SELECT conversation, {columns} FROM correction ORDER BY conversation, place",
    columns=quoted(_CORRECTION.columns),
)
_SELECT = statement("SELECT {columns} FROM conversation", columns=quoted(CONVERSATION.columns))


class Reading:
    """The reading half of ``Store``."""

    _connection: sqlite3.Connection

    def seat(self, ticket: str) -> Seat | None:
        for (conversation,) in self._rows(
            "SELECT conversation FROM participant WHERE id = ?", ticket
        ):
            return Seat(conversation, Role.PARTICIPANT, ticket)
        for conversation, kind in self._rows(
            "SELECT conversation, kind FROM link WHERE hash = ?", ticket
        ):
            return Seat(conversation, Role(kind)) if kind in _SEATS else None
        return None

    def joining(self, key: str) -> str | None:
        return self._text("SELECT conversation FROM link WHERE hash = ? AND kind = 'join'", key)

    def shared(self, key: str) -> str | None:
        return self._text(
            "SELECT link.conversation FROM link JOIN conversation ON id = link.conversation"
            " WHERE hash = ? AND kind = 'share' AND shared AND final_at IS NOT NULL",
            key,
        )

    def by_code(self, code: str) -> str | None:
        return self._text(
            "SELECT id FROM conversation WHERE code = ?"
            " ORDER BY ended_at IS NOT NULL, created_at DESC LIMIT 1",
            code,
        )

    def revision(self, conversation: str) -> int | None:
        for (revision,) in self._rows(
            "SELECT revision FROM conversation WHERE id = ?", conversation
        ):
            return int(revision)
        return None

    def load(self, conversation: str) -> Conversation | None:
        with self._one_state():
            for row in self._rows(_SELECT + " WHERE id = ?", conversation):
                return self._read(row, TABLES)
        return None

    def conversations(self, school: str | None = None) -> list[Conversation]:
        of_school = " WHERE id IN (SELECT conversation FROM belonging WHERE school = ?)"
        with self._one_state():
            rows = self._rows(
                _SELECT
                + (of_school if school is not None else "")
                + ' ORDER BY "date" DESC, "time" DESC, created_at DESC',
                *([school] if school is not None else []),
            )
            return [self._read(row, LIGHT) for row in rows]

    def agreements(self) -> dict[str, dict[str, Agreement]]:
        found: dict[str, dict[str, Agreement]] = {}
        for conversation, *row in self._rows(_AGREEMENTS):
            one = _AGREEMENT.read(tuple(row))
            found.setdefault(conversation, {})[one.id] = one
        return found

    def corrections(self) -> dict[str, dict[str, Correction]]:
        found: dict[str, dict[str, Correction]] = {}
        for conversation, *row in self._rows(_CORRECTIONS):
            one = _CORRECTION.read(tuple(row))
            found.setdefault(conversation, {})[one.place] = one
        return found

    def seats_taken(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for conversation, circle, count in self._rows(
            "SELECT conversation, circle, COUNT(*) FROM participant GROUP BY conversation, circle"
        ):
            found.setdefault(conversation, {})[circle] = count
        return found

    def given(self, ticket: str, command: str) -> Given | None:
        for revision, result in self._rows(
            "SELECT revision, result FROM given WHERE ticket = ? AND id = ?", ticket, command
        ):
            return Given(ticket, command, revision, json.loads(result))
        return None

    def journal(self, conversation: str) -> list[Entry]:
        rows = self._rows(
            'SELECT revision, "at", role, name, data FROM journal'
            " WHERE conversation = ? ORDER BY revision",
            conversation,
        )
        return [
            Entry(revision, at, Role(role), name, json.loads(data))
            for revision, at, role, name, data in rows
        ]

    def setting(self, name: str) -> str | None:
        return self._text("SELECT value FROM setting WHERE name = ?", name)

    def changes(self) -> int:
        return int(one_value(self._connection, "PRAGMA data_version"))

    def _read(self, row: Row, tables: Iterable[Table]) -> Conversation:
        scalars = dict(zip(CONVERSATION.columns, CONVERSATION.values(row), strict=True))
        parts = {one.field: one.gathered(self._rows(one.select, row[0])) for one in tables}
        return Conversation(**scalars, **parts)

    @contextmanager
    def _one_state(self) -> Iterator[None]:
        """Several reads that see the same state, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with transaction(self._connection, "DEFERRED"):
            yield

    def _rows(self, sql: str, *values: Any) -> list[Row]:
        # Always to the end: a statement half read holds on to an old state of the file.
        return self._connection.execute(sql, values).fetchall()

    def _text(self, sql: str, *values: Any) -> str | None:
        found: str | None = one_value(self._connection, sql, values)
        return found
