"""How many: notes sent, chosen and asked between each two circles, phones that joined.

Rule: a question that was merged from notes of two circles counts once for each of them
(contract.md, Minutes as JSON). Counts stay when the notes themselves are erased, so what was
counted then (``kept_counts``, ``Circle.joined``) is added to what lies on the table now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .model import Conversation, Count, Note, Place

Pair = tuple[str, str]


def matrix(conversation: Conversation) -> tuple[Count, ...]:
    """A count for every ordered pair of different circles, in the order of the circles."""
    sent, selected, asked = _kept(conversation)
    sent.update((note.from_circle, note.to_circle) for note in conversation.notes.values())
    for note, sources in _tops(conversation):
        pairs = [(circle, note.to_circle) for circle in sources]
        if note.place is Place.SELECTED:
            selected.update(pairs)
        if conversation.is_put(note.id):
            asked.update(pairs)
    return tuple(
        Count(*pair, sent[pair], selected[pair], asked[pair]) for pair in _pairs(conversation)
    )


def _pairs(conversation: Conversation) -> Iterable[Pair]:
    keys = [circle.key for circle in conversation.circles]
    return ((one, other) for one in keys for other in keys if one != other)


def _kept(conversation: Conversation) -> tuple[Counter[Pair], Counter[Pair], Counter[Pair]]:
    kept = [((one.from_circle, one.to_circle), one) for one in conversation.kept_counts]
    return (
        Counter({pair: one.sent for pair, one in kept}),
        Counter({pair: one.selected for pair, one in kept}),
        Counter({pair: one.asked for pair, one in kept}),
    )


def _tops(conversation: Conversation) -> Iterable[tuple[Note, frozenset[str]]]:
    """Each note that lies by itself, with the circles whose notes it holds."""
    sources: dict[str, set[str]] = {}
    for note in conversation.notes.values():
        sources.setdefault(note.merged_into or note.id, set()).add(note.from_circle)
    for top, circles in sources.items():
        yield conversation.notes[top], frozenset(circles)


def joined(conversation: Conversation, circle: str) -> int:
    """Phones that ever took a seat in ``circle``."""
    seated = sum(seat.circle == circle for seat in conversation.participants.values())
    return seated + (conversation.circle(circle).joined or 0)
