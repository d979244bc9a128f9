"""The tables as the first version made them.

Rule: one flat table for each dataclass of ``core/model.py``, column names and order being its
fields'; besides those only what nobody sees: the answers that were given, the journal, settings.
What is here never changes any more: a change is a function in ``migrations.py``. A test holds that
the tables after all migrations are the dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey, Table

Columns = dict[str, Any]

CONVERSATION: Columns = {
    "id": str,
    "code": str,
    "school": str,
    "theme": str,
    "question": str,
    "ground_rules": str,
    "date": str,
    "time": str,
    "timezone": str,
    "starts_at": int,
    "language": str,
    "trusted_contact": str,
    "retention_days": int,
    "full_quarter": int,
    "late_notes": int,
    "created_at": int,
    "current": int,
    "ended_at": int,
    "links_cut": int,
    "door_open": int,
    "join_shown": int,
    "details_changed": int,
    "revision": int,
    "purged_at": int,
}

PARTS: dict[str, Columns] = {
    "circle": {
        "key": str,
        "position": int,
        "name": str,
        "singular": str,
        "formal": int,
        "colour": str,
        "present": int,
        "joined": int,
    },
    "phase": {
        "number": int,
        "position": int,
        "name": str,
        "circle": str,
        "planned_ms": int,
        "spent_ms": int,
        "running_since": int,
        "started_at": int,
        "ended_at": int,
        "left_running": int,
        "deducted_ms": int,
        "floor": str,
        "list_shown": int,
        "changed": int,
    },
    "note": {
        "id": str,
        "phase": int,
        "to_circle": str,
        "from_circle": str,
        "text": str,
        "language": str,
        "sent_at": int,
        "paper": int,
        "place": str,
        "position": int,
        "merged_into": str,
        "changed": int,
    },
    "question": {
        "note": str,
        "phase": int,
        "put_order": int,
        "put_at": int,
        "answer": str,
        "answered": int,
        "listed": int,
        "taken_back": int,
    },
    "text": {"name": str, "text": str, "changed": int},
    "agreement": {
        "id": str,
        "position": int,
        "what": str,
        "who": str,
        "by": str,
        "changed": int,
    },
    # A phone: the hash of its ticket, its circle, its language. Nothing else may ever stand here.
    "participant": {"id": str, "circle": str, "language": str},
    "note_author": {"note": str, "participant": str},
    "quieted": {"participant": str},
    "link": {"kind": str, "generation": int, "hash": str},
    "count": {
        "from_circle": str,
        "to_circle": str,
        "sent": int,
        "selected": int,
        "asked": int,
    },
    "journal": {"revision": int, "at": int, "role": str, "name": str, "data": str},
}

KEYS: dict[str, tuple[str, ...]] = {
    "circle": ("key",),
    "phase": ("number",),
    "note": ("id",),
    "question": ("note",),
    "text": ("name",),
    "agreement": ("id",),
    "participant": ("id",),
    "note_author": ("note",),
    "quieted": ("participant",),
    "link": ("kind",),
    "count": ("from_circle", "to_circle"),
    "journal": ("revision",),
}

# Columns in which "not (yet) there" is a value.
EMPTY = frozenset(
    {
        ("conversation", "ended_at"),
        ("conversation", "purged_at"),
        ("circle", "present"),
        ("circle", "joined"),
        ("phase", "circle"),
        ("phase", "planned_ms"),
        ("phase", "running_since"),
        ("phase", "started_at"),
        ("phase", "ended_at"),
        ("phase", "floor"),
        ("note", "position"),
        ("note", "merged_into"),
    }
)

# Rows that hang on a note. (Authors do not hang on participants: an organiser who changes the
# circles sends phones away, but what they wrote stays theirs to be silenced for.)
ON_NOTES = ("question", "note_author")


def create(db: Database) -> None:
    """Every table, empty. Inside a transaction."""
    _table(db, "conversation", CONVERSATION, ("id",))
    for name, columns in PARTS.items():
        keys = ("conversation", *KEYS[name])
        _table(db, name, {"conversation": str, **columns}, keys, _hangs_on(name))
    # Without rowid, so that the order of the answers cannot be laid beside that of the journal.
    db.execute(
        "CREATE TABLE given (ticket TEXT NOT NULL, id TEXT NOT NULL, conversation TEXT NOT NULL"
        " REFERENCES conversation(id) ON DELETE CASCADE, revision INTEGER NOT NULL,"
        " result TEXT NOT NULL, PRIMARY KEY (ticket, id)) STRICT, WITHOUT ROWID"
    )
    _table(db, "setting", {"name": str, "value": str}, ("name",))
    _indexes(db)


def _table(
    db: Database,
    name: str,
    columns: Columns,
    key: tuple[str, ...],
    foreign_keys: Iterable[ForeignKey] = (),
) -> None:
    table = db[name]
    if not isinstance(table, Table):
        raise TypeError(name)
    table.create(
        columns,
        pk=key if len(key) > 1 else key[0],
        not_null=[one for one in columns if (name, one) not in EMPTY],
        foreign_keys=list(foreign_keys),
        strict=True,
    )


def _hangs_on(name: str) -> list[ForeignKey]:
    hangs = [ForeignKey(name, "conversation", "conversation", "id", on_delete="CASCADE")]
    if name in ON_NOTES:
        hangs.append(
            ForeignKey(
                name,
                None,
                "note",
                None,
                columns=("conversation", "note"),
                other_columns=("conversation", "id"),
                is_compound=True,
                on_delete="CASCADE",
            )
        )
    return hangs


def _indexes(db: Database) -> None:
    # A ticket or key opens one door only.
    db.execute("CREATE UNIQUE INDEX participant_ticket ON participant (id)")
    db.execute("CREATE UNIQUE INDEX link_key ON link (hash)")
    db.execute("CREATE INDEX conversation_code ON conversation (code)")
    db.execute(
        "CREATE UNIQUE INDEX conversation_open_code ON conversation (code) WHERE ended_at IS NULL"
    )
    db.execute("CREATE INDEX given_conversation ON given (conversation)")
