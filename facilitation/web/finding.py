"""Searching one school's conversations, agreements and minutes: an index in memory, never on disk.

Rule: SQLite's full-text search (FTS5) on a database that lives in this process alone. An index in
the file would keep words after they were erased there (this SQLite's FTS5 overwrites nothing it
deletes), so ``forget`` and ``purge`` could not keep their promise. It is brought up to date by the
revisions before each search, one conversation at a time.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import methodcaller

from sqlite_utils import Database
from sqlite_utils.db import Table

from facilitation.core.model import Conversation
from facilitation.service import Service

OPEN, CLOSE, MORE = "\ue000", "\ue001", "…"
"""Around the words found: from the private use area, so that nobody's text holds them."""
MOST_WORDS = 12
_QUERY = (
    "SELECT piece.conversation, piece.kind, piece.circle,"
    " snippet(piece_fts, 0, ?, ?, ?, 24) FROM piece_fts JOIN piece ON piece.rowid = piece_fts.rowid"
    " WHERE piece_fts MATCH ? ORDER BY piece_fts.rank LIMIT 300"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a conversation. ``kind``: which; ``circle``: whose, "" for nobody's."""

    kind: str
    circle: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the words stand: parts of the text, each with whether it is one of them."""

    conversation: str
    kind: str
    circle: str
    parts: tuple[tuple[bool, str], ...]


def pieces(conversation: Conversation) -> Iterator[Piece]:
    """All that can be found of a conversation: as it was noted, before any correction."""
    for name in ("theme", "question", "school", "code"):
        yield Piece(name, "", getattr(conversation, name))
    for text in conversation.texts.values():
        kind, _, circle = text.name.partition(":")
        yield Piece(kind, circle, text.text)
    for one in conversation.agreements.values():
        yield Piece("agreement", "", " – ".join(filter(None, (one.what, one.who))))
    for note in conversation.notes.values():
        kind = "asked" if conversation.is_put(note.id) else "note"
        yield Piece(kind, note.from_circle, " ".join(filter(None, (note.text, note.rendering))))
    for question in conversation.questions.values():
        if not question.taken_back:
            circle = conversation.notes[question.note].to_circle
            yield Piece("answer", circle, question.answer)


class Index:
    """The texts of one school."""

    def __init__(self) -> None:
        # Real threads take turns with it; the lock is the requests' alone.
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db = Database(connection)
        self._known: dict[str, int] = {}
        self._lock = threading.Lock()
        table = self._table()
        table.create({"conversation": str, "kind": str, "circle": str, "text": str})
        table.create_index(["conversation"])
        table.enable_fts(
            ["text"],
            fts_version="FTS5",
            tokenize="unicode61 remove_diacritics 2",
            create_triggers=True,
        )

    def _table(self) -> Table:
        table = self._db["piece"]
        if not isinstance(table, Table):
            raise TypeError(table)
        return table

    def look(self, service: Service, shown: Iterable[Conversation], words: str) -> list[Found]:
        """Where all the words stand in these conversations, the best places first."""
        with self._lock:
            self._bring_up_to_date(service, shown)
            return self._search(words)

    def _bring_up_to_date(self, service: Service, shown: Iterable[Conversation]) -> None:
        wanted = {one.id: one.revision for one in shown}
        for one in [known for known in self._known if known not in wanted]:
            self._replace(service, one, None)
        for one, revision in wanted.items():
            if self._known.get(one) != revision:
                self._replace(service, one, service.read(methodcaller("load", one)))

    def _replace(self, service: Service, id: str, fresh: Conversation | None) -> None:  # noqa: A002
        def job() -> None:
            with self._db.atomic():
                self._db.execute("DELETE FROM piece WHERE conversation = ?", (id,))
                for one in pieces(fresh) if fresh else ():
                    if one.text:
                        self._db.execute(
                            "INSERT INTO piece (conversation, kind, circle, text)"
                            " VALUES (?, ?, ?, ?)",
                            (id, one.kind, one.circle, one.text),
                        )

        service.aside(job)
        if fresh is None:
            self._known.pop(id, None)
        else:
            self._known[id] = fresh.revision

    def _search(self, words: str) -> list[Found]:
        query = _query(words)
        if not query:
            return []
        rows = self._db.execute(_QUERY, (OPEN, CLOSE, MORE, query)).fetchall()
        return [Found(one, kind, circle, _parts(text)) for one, kind, circle, text in rows]


def _query(words: str) -> str:
    """The words as FTS5 wants them: each in quotes, so that nothing in them is an operator."""
    found = words.replace("\x00", " ").split()[:MOST_WORDS]
    return " ".join('"{}"*'.format(one.replace('"', '""')) for one in found)


def _parts(text: str) -> tuple[tuple[bool, str], ...]:
    """A snippet cut at its marks."""
    found: list[tuple[bool, str]] = []
    for number, part in enumerate(text.split(OPEN)):
        if number == 0:
            found.append((False, part))
            continue
        inside, _, after = part.partition(CLOSE)
        found += [(True, inside), (False, after)]
    return tuple(one for one in found if one[1])
