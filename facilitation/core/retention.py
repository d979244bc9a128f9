"""What goes when its time has passed, and what stays (protocol.md, Retention).

Rule: notes, answers, seats, links and the guests' Wi-Fi go ``retention_days`` after the evening;
the final texts, agreements, theme, times and counts stay until the organiser deletes them, with
what was corrected in them and the link to the final minutes.
"""

from __future__ import annotations

from .corrections import pruned
from .counts import joined, matrix
from .model import Conversation, LinkKind, Phase, replace

DAY_MS = 24 * 60 * 60 * 1000


def due_at(conversation: Conversation) -> int:
    """When the notes must be gone (unix ms).

    Counted from the end. An evening that nobody ended counts from the last thing known of it, so
    that one with a wrong date in its form is not erased while it is being held.
    """
    begun = (phase.started_at or 0 for phase in conversation.phases)
    last = max(conversation.starts_at, conversation.created_at, *begun)
    evening = last if conversation.ended_at is None else conversation.ended_at
    return evening + conversation.retention_days * DAY_MS


def due(conversation: Conversation, now: int) -> bool:
    """Whether something must be erased now. Only a whole conversation can tell."""
    return now >= due_at(conversation) and _without(conversation) != conversation


def erased(conversation: Conversation, now: int) -> Conversation:
    """The conversation as it may be kept after ``due_at``, one revision further."""
    counted = replace(
        conversation,
        circles=tuple(
            replace(circle, joined=joined(conversation, circle.key))
            for circle in conversation.circles
        ),
        kept_counts=matrix(conversation),
    )
    return replace(_without(counted), revision=conversation.revision + 1, purged_at=now)


def _without(conversation: Conversation) -> Conversation:
    begun = any(phase.started_at for phase in conversation.phases)
    bare = replace(
        conversation,
        phases=tuple(_bare(phase) for phase in conversation.phases),
        notes={},
        questions={},
        participants={},
        authors={},
        quieted=frozenset(),
        wifi_name="",
        wifi_password="",  # nosec B106  # none: it is erased
        wifi_hidden=False,
        # An evening that was put off and never begun keeps its doors.
        links={
            kind: link
            for kind, link in conversation.links.items()
            if kind is LinkKind.SHARE or not begun
        },
        links_cut=conversation.links_cut or begun,
    )
    return pruned(bare)


def _bare(phase: Phase) -> Phase:
    """The phase with its times, without the note that was on the floor."""
    if phase.floor is None and not phase.list_shown:
        return phase
    return replace(phase, floor=None, list_shown=False)
