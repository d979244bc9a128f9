"""What happened next: for whoever scans the evening's QR code after it, without an account.

Rule: an allow-list. What was said to everybody at the closing, as it reads after corrections, and
when the notes go; no note, no answer, no summary, no count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from facilitation.core import retention
from facilitation.core.corrections import reads, shown, standing_agreements
from facilitation.core.model import Conversation

from .earlier import EarlierAgreed as Agreed
from .earlier import is_date


@dataclass(frozen=True, slots=True)
class AfterView:
    """All that the page tells."""

    school: str
    theme: str
    date: str
    follow_up: str
    agreements: tuple[Agreed, ...]
    erased_on: str
    """ISO date on which the notes are gone."""
    has_short_edition: bool
    """The minutes are final."""


def after_view(conversation: Conversation) -> AfterView:
    """The page after the evening."""
    due = retention.due_at(conversation) / 1000
    return AfterView(
        school=conversation.school,
        theme=reads(conversation, "theme"),
        date=conversation.date,
        follow_up=shown(conversation, "follow_up"),
        agreements=tuple(
            Agreed(one.what, one.who, one.by, is_date(one.by), str(one.status))
            for one in standing_agreements(conversation)
        ),
        erased_on=datetime.fromtimestamp(due, ZoneInfo(conversation.timezone)).date().isoformat(),
        has_short_edition=conversation.final_at is not None,
    )
