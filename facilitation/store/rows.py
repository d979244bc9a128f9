"""Dataclasses to rows and back: the one place that knows how.

Rule: generic by the dataclasses' fields. A scalar field is a column of the same name; ``bool`` and
the enums are turned back by their type hints. ``TABLES`` lists the parts of a conversation in the
order in which they are written (what hangs on a note after the notes).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from facilitation.core.model import (
    Agreement,
    Circle,
    Conversation,
    Correction,
    Count,
    Link,
    Note,
    Participant,
    Phase,
    Question,
    Text,
)

Row = tuple[Any, ...]


class Shape:
    """How one dataclass is written as a row and read back. Only scalar fields are columns."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        hints = {name: _scalar(hint) for name, hint in get_type_hints(kind).items()}
        self.columns = tuple(one.name for one in fields(kind) if hints[one.name])
        self._turn_back: list[tuple[int, Callable[[Any], Any]]] = [
            (place, hint)
            for place, name in enumerate(self.columns)
            if (hint := hints[name]) and (hint is bool or issubclass(hint, Enum))
        ]

    def row(self, one: Any) -> tuple[Any, ...]:
        """The values of the columns."""
        return tuple(plain(getattr(one, name)) for name in self.columns)

    def values(self, row: Row) -> list[Any]:
        """The fields' values from a row of just these columns."""
        values = list(row)
        for place, turn in self._turn_back:
            if values[place] is not None:
                values[place] = turn(values[place])
        return values

    def read(self, row: Row) -> Any:
        """The dataclass from a row of just these columns, all of it being scalar."""
        return self.kind(*self.values(row))


def _scalar(hint: Any) -> type | None:
    """The type of a field that is one value (or none), ``None`` for a field that holds several."""
    kinds = [one for one in get_args(hint) if one is not NoneType]
    kind = kinds[0] if isinstance(hint, UnionType) else hint
    return kind if isinstance(kind, type) and issubclass(kind, str | int) else None


def plain(value: Any) -> Any:
    """An enum's value; anything else as it is."""
    return value.value if isinstance(value, Enum) else value


@dataclass(frozen=True, slots=True)
class _Author:
    note: str
    participant: str


@dataclass(frozen=True, slots=True)
class _Quieted:
    participant: str


def statement(template: str, **names: str) -> str:
    """SQL with names filled in: names of this package's own tables, never anybody's input."""
    return template.format(**names)


def quoted(names: Collection[str], form: str = '"{}"', between: str = ", ") -> str:
    """Column names as a list in SQL, each in the form given."""
    return between.join(form.format(name) for name in names)


class Table:
    """One part of a conversation: the field that holds it, and its statements."""

    def __init__(
        self, name: str, field: str, kind: type, keys: tuple[str, ...], order: str
    ) -> None:
        self.name, self.field, self.shape, self.keys = name, field, Shape(kind), keys
        columns = self.shape.columns
        sets = quoted([one for one in columns if one not in keys], '"{0}" = excluded."{0}"')
        names = {
            "table": name,
            "columns": quoted(columns),
            "marks": quoted(columns, "?"),
            "keys": quoted(keys),
            "same": quoted(keys, '"{}" = ?', " AND "),
            "action": statement("UPDATE SET {sets}", sets=sets) if sets else "NOTHING",
            "order": order,
        }
        self.select = statement(
            'SELECT {columns} FROM "{table}" WHERE conversation = ? ORDER BY {order}', **names
        )
        self.write = statement(
            'INSERT INTO "{table}" (conversation, {columns}) VALUES (?, {marks})'
            " ON CONFLICT (conversation, {keys}) DO {action}",
            **names,
        )
        self.remove = statement('DELETE FROM "{table}" WHERE conversation = ? AND {same}', **names)

    def held(self, conversation: Conversation) -> Any:
        """The part itself, to be compared by identity."""
        return getattr(conversation, self.field)

    def keyed(self, held: Any) -> Mapping[Any, Any]:
        """The part by its rows' keys."""
        mapping: Mapping[Any, Any] = held
        return mapping

    def row(self, key: Any, one: Any) -> tuple[Any, ...]:
        """The row of one entry of ``keyed``."""
        return self.shape.row(one)

    def key(self, key: Any) -> tuple[Any, ...]:
        """The key columns of one entry of ``keyed``."""
        return key if isinstance(key, tuple) else (plain(key),)

    def gathered(self, rows: Sequence[Row]) -> Any:
        """The part as it was, from its rows."""
        read, first = self.shape.read, self.keys[0]
        return {getattr(one, first): one for one in map(read, rows)}


class _Listed(Table):
    """A part that is a tuple."""

    def keyed(self, held: Any) -> Mapping[Any, Any]:
        return {tuple(getattr(one, name) for name in self.keys): one for one in held}

    def gathered(self, rows: Sequence[Row]) -> Any:
        return tuple(map(self.shape.read, rows))


class _Authors(Table):
    def row(self, key: Any, one: Any) -> tuple[Any, ...]:
        return (key, one)

    def gathered(self, rows: Sequence[Row]) -> Any:
        return dict(rows)


class _Members(Table):
    """A part that is a set of keys."""

    def keyed(self, held: Any) -> Mapping[Any, Any]:
        return dict.fromkeys(held)

    def row(self, key: Any, one: Any) -> tuple[Any, ...]:
        return (key,)

    def gathered(self, rows: Sequence[Row]) -> Any:
        return frozenset(participant for (participant,) in rows)


CONVERSATION = Shape(Conversation)

CIRCLES = _Listed("circle", "circles", Circle, ("key",), "position")
PHASES = _Listed("phase", "phases", Phase, ("number",), "position")
LINKS = Table("link", "links", Link, ("kind",), "rowid")
COUNTS = _Listed("count", "kept_counts", Count, ("from_circle", "to_circle"), "rowid")

TABLES: tuple[Table, ...] = (
    CIRCLES,
    PHASES,
    Table("participant", "participants", Participant, ("id",), "rowid"),
    Table("note", "notes", Note, ("id",), "sent_at, id"),
    Table("question", "questions", Question, ("note",), "put_order"),
    _Authors("note_author", "authors", _Author, ("note",), "rowid"),
    _Members("quieted", "quieted", _Quieted, ("participant",), "rowid"),
    Table("text", "texts", Text, ("name",), "rowid"),
    Table("agreement", "agreements", Agreement, ("id",), "position"),
    Table("correction", "corrections", Correction, ("place",), "rowid"),
    LINKS,
    COUNTS,
)
LIGHT = (CIRCLES, PHASES, LINKS, COUNTS)
"""The parts that a list of conversations shows."""
