"""Conversations and agreements by school, and a school's timeline.

Rule: a school is what stands in the conversations, spelled however: case and spaces make no other
school. Light conversations do (circles and phases, no notes).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from facilitation.core.model import Agreement, Circle, Conversation, Status

from .dates import due_date

_KEY_DIGITS = 12
_TO_DO = (Status.OPEN, Status.BUSY)

Agreements = Mapping[str, Mapping[str, Agreement]]
"""Conversation id → agreement id → agreement."""


@dataclass(frozen=True, slots=True)
class School:
    """A school by its newest spelling, "" where none was filled in; its evenings, oldest first."""

    key: str
    """For addresses: says nothing of the name."""
    name: str
    conversations: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One agreement of one conversation."""

    conversation: Conversation
    agreement: Agreement
    due: date | None
    late: bool
    """It is still to be done, and its day has passed where the school is."""

    @property
    def to_do(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.agreement.status in _TO_DO


@dataclass(frozen=True, slots=True)
class Attendance:
    """People of one circle in the room; ``counted``: by the chair, else phones that joined."""

    circle: Circle
    number: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Evening:
    """One row of the timeline."""

    conversation: Conversation
    follows: Conversation | None
    attendance: tuple[Attendance, ...]
    made: int
    kept: int
    """Agreements that are done."""
    dropped: int


def schools(conversations: Iterable[Conversation]) -> tuple[School, ...]:
    """The schools by the alphabet, those without a name last."""
    grouped: dict[str, list[Conversation]] = {}
    for one in sorted(conversations, key=lambda one: (one.starts_at, one.created_at)):
        grouped.setdefault(key_of(one.school), []).append(one)
    found = [
        School(key, " ".join(members[-1].school.split()), tuple(members))
        for key, members in grouped.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.name, one.name.casefold(), one.key)))


def key_of(school: str) -> str:
    """The same for every spelling of a school's name."""
    plain = " ".join(unicodedata.normalize("NFKC", school).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:_KEY_DIGITS]


def items(school: School, agreements: Agreements, now: int) -> tuple[Item, ...]:
    """Its agreements: what is due first comes first, what has no date last."""
    found = [
        _item(one, agreement, now)
        for one in school.conversations
        for agreement in agreements.get(one.id, {}).values()
    ]
    return tuple(sorted(found, key=lambda one: one.due or date.max))


def _item(conversation: Conversation, agreement: Agreement, now: int) -> Item:
    due = due_date(agreement.by, conversation.language)
    here = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(conversation.timezone))
    late = due is not None and due < here.date() and agreement.status in _TO_DO
    return Item(conversation, agreement, due, late)


def timeline(
    school: School, agreements: Agreements, seats: Mapping[str, Mapping[str, int]]
) -> tuple[Evening, ...]:
    """Its evenings, the newest first. ``seats``: phones that joined, by conversation and circle."""
    by_id = {one.id: one for one in school.conversations}
    return tuple(
        _evening(one, by_id.get(one.follows), agreements.get(one.id, {}), seats.get(one.id, {}))
        for one in reversed(school.conversations)
    )


def _evening(
    conversation: Conversation,
    follows: Conversation | None,
    agreements: Mapping[str, Agreement],
    seats: Mapping[str, int],
) -> Evening:
    became = [one.status for one in agreements.values()]
    return Evening(
        conversation,
        follows,
        tuple(_attendance(one, seats) for one in conversation.circles),
        made=len(became),
        kept=became.count(Status.DONE),
        dropped=became.count(Status.DROPPED),
    )


def _attendance(circle: Circle, seats: Mapping[str, int]) -> Attendance:
    if circle.present is not None:
        return Attendance(circle, circle.present, counted=True)
    joined = seats.get(circle.key, 0) if circle.joined is None else circle.joined
    return Attendance(circle, joined, counted=False)
