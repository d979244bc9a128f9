"""What the hall screen shows, for those who cannot see it or read it from their seat.

Rule: taken from the hall's own view, so it can hold nothing that the hall may not see; and an
allow-list of its own, so that what the hall gets later (a password on a poster, counts of phones
that would move every phone whenever somebody joins) does not come along by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from facilitation.core.model import Conversation

from .earlier import EarlierPage
from .hall import Agreed, HallCircle, Shown, hall_view


@dataclass(frozen=True, slots=True)
class ScreenWords:
    """The fields of `HallView` that are told in words; they mean the same."""

    phase: str
    circle: HallCircle | None
    circles: tuple[HallCircle, ...]
    planned_ms: int | None
    same_question: bool
    may_write: bool
    school: str
    theme: str
    question: str
    ground_rules: tuple[str, ...]
    date: str
    timezone: str
    starts_at: int
    starts_today: bool
    goes_on_at: int | None
    next_circle: HallCircle | None
    door_open: bool
    floor: Shown | None
    floor_number: int
    chosen: int
    listed: tuple[Shown, ...]
    text: str
    agreements: tuple[Agreed, ...]
    follow_up: str
    earlier: EarlierPage | None


def screen_words(
    conversation: Conversation, now: int, earlier: Conversation | None = None
) -> ScreenWords:
    """The hall screen at ``now`` (unix ms), without counts of phones."""
    hall = hall_view(conversation, now, {}, earlier)
    return ScreenWords(**{one.name: getattr(hall, one.name) for one in fields(ScreenWords)})
