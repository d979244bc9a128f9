"""What the service needs of a store: the protocol; SQLite (sqlite-utils) is the embedded default.

Rule: the store keeps rows and decides nothing. All writes of one batch are one transaction, begun
for writing at once; the journal row of a command is written in the same transaction as its effect.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from facilitation.core.decide import Entry
from facilitation.core.model import Agreement, Conversation, Correction, Role
from facilitation.core.schools import HOME, Belonging, Organiser, School


class RevisionConflict(Exception):
    """Somebody else wrote this conversation since it was loaded. Nothing was written."""


class StoreBusy(Exception):
    """The database was locked by another process for longer than the busy timeout."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What a ticket is good for, by the store's record of its hash."""

    conversation: str
    role: Role
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to an accepted command, kept under its ticket and id: same id, same answer."""

    ticket: str
    """Hash of the ticket."""
    id: str
    revision: int
    result: dict[str, Any]


class Desk(Protocol):
    """Schools, accounts, and whose a conversation is. Whatever writes is inside ``batch``."""

    def schools(self) -> list[School]:
        """All schools, the first one first."""

    def keep_school(self, school: School) -> None:
        """A new school, or what is new of one."""

    def remove_school(self, school: str) -> bool:
        """Drop one and its accounts; ``False``, and nothing done, if it has conversations."""

    def organisers(self) -> list[Organiser]:
        """All accounts, the first one first."""

    def keep_organiser(self, organiser: Organiser) -> None:
        """A new account, or what is new of one."""

    def remove_organiser(self, organiser: str) -> None:
        """Drop an account."""

    def belonging(self, conversation: str) -> Belonging | None:
        """Whose a conversation is; ``None`` when there is no such conversation."""

    def belongings(self, school: str) -> dict[str, Belonging]:
        """All of one school, by conversation."""

    def belong(self, conversation: str, belonging: Belonging) -> None:
        """Say whose a conversation is, and whether it lies in the archive."""


class Store(Desk, Protocol):
    """One open store, used by one thread at a time. Times are unix milliseconds."""

    def batch(self) -> AbstractContextManager[None]:
        """One transaction for writing, begun immediately, on disk when it ends.

        Rolls back when its body raises. Raises ``StoreBusy`` when another process holds the lock.
        """

    def seat(self, ticket: str) -> Seat | None:
        """The seat of a ticket's hash: a participant's, a chair's, minute-taker's or screen's."""

    def joining(self, key: str) -> str | None:
        """The conversation whose join link's key has this hash."""

    def shared(self, key: str) -> str | None:
        """The conversation whose final minutes the link with this key's hash shows now."""

    def by_code(self, code: str) -> str | None:
        """The conversation (not ended first, then newest) with this typed code."""

    def revision(self, conversation: str) -> int | None:
        """The committed revision, or ``None`` when there is no such conversation."""

    def load(self, conversation: str) -> Conversation | None:
        """The whole conversation."""

    def given(self, ticket: str, command: str) -> Given | None:
        """The answer that this command id got before."""

    def create(self, conversation: Conversation, entry: Entry, school: str = HOME) -> None:
        """A new conversation of that school, with all its rows. Inside ``batch``."""

    def save(
        self, before: Conversation, after: Conversation, entry: Entry, given: Given | None = None
    ) -> None:
        """The rows that differ, the journal row and the answer. Inside ``batch``.

        Compares ``before.revision`` with the row and sets ``after.revision``; raises
        ``RevisionConflict`` when they differ. Whatever it raises, this save has written nothing,
        and the batch can go on. When ``after`` has its links cut, answers given before lose what
        they say, because an answer names the note and its ticket the author.
        """

    def conversations(self, school: str | None = None) -> list[Conversation]:
        """All, or one school's, newest date first, with circles, phases, links, counts only."""

    def agreements(self) -> dict[str, dict[str, Agreement]]:
        """All agreements: conversation id → agreement id → agreement, in their order."""

    def corrections(self) -> dict[str, dict[str, Correction]]:
        """All corrections of minutes: conversation id → place → correction."""

    def seats_taken(self) -> dict[str, dict[str, int]]:
        """Phones that took a seat and were not erased: conversation id → circle → how many."""

    def journal(self, conversation: str) -> list[Entry]:
        """What happened, in order."""

    def setting(self, name: str) -> str | None:
        """A setting of the installation (the phones' address seen last …)."""

    def set_setting(self, name: str, value: str | None) -> None:
        """Keep, or with ``None`` drop, a setting. Inside ``batch``."""

    def forget(self, conversation: str) -> bool:
        """Erase a conversation so that none of its words is left in the files. Outside ``batch``.

        ``False``: it is erased, but another process is reading older pages, so that words are
        still in a file; ``scrub`` later.
        """

    def purge(self, now: int) -> list[str]:
        """Erase notes, answers, seats and links whose retention has passed; gives the ids.

        Texts, agreements, times and counts stay. Each such conversation goes up one revision.
        Outside ``batch``; scrubs as well.
        """

    def due(self, now: int) -> list[str]:
        """Those whose retention has passed, erased already or not."""

    def purge_one(self, conversation: str, now: int) -> bool:
        """One of them; ``False`` when there was nothing to erase. ``wipe`` after the last."""

    def wipe(self) -> bool:
        """Nothing of what was deleted left in the files; ``False`` if something is in the way."""

    def scrub(self) -> bool:
        """Empty the write-ahead log, so that what was withdrawn is in no file. Outside ``batch``.

        Hardly waits: ``False`` when somebody is just reading; then once more, later.
        """

    def backup(self, target: Path) -> None:
        """A consistent copy while running, whole or not there. Outside ``batch``."""

    def changes(self) -> int:
        """A number that changes when another connection has written (PRAGMA data_version)."""

    def close(self) -> None:
        """Close the file."""


__all__ = ["Desk", "Given", "RevisionConflict", "Seat", "Store", "StoreBusy"]
