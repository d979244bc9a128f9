"""Who is connected right now: in memory, never in the tables or the revision.

Rule: presence is not state. It says which screens to send a view to, and how many phones of each
circle are here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from facilitation.core.model import Role
from facilitation.store import Seat


@dataclass(slots=True, eq=False)
class Screen:
    """One live connection: its seat, its language, and what it was last sent."""

    sid: str
    ticket: str
    """Hash of its ticket."""
    seat: Seat
    circle: str | None
    language: str
    sent: dict[str, str] = field(default_factory=dict)
    sent_stage: object = None
    sent_revision: int = -1
    own_key: object = None


class Presence:
    """The live connections, by conversation."""

    def __init__(self) -> None:
        self._screens: dict[str, Screen] = {}
        self._by_conversation: dict[str, dict[str, Screen]] = defaultdict(dict)

    def add(self, screen: Screen) -> None:
        """A connection came."""
        self._screens[screen.sid] = screen
        self._by_conversation[screen.seat.conversation][screen.sid] = screen

    def remove(self, sid: str) -> Screen | None:
        """A connection went."""
        screen = self._screens.pop(sid, None)
        if screen is not None:
            here = self._by_conversation[screen.seat.conversation]
            here.pop(sid, None)
            if not here:
                del self._by_conversation[screen.seat.conversation]
        return screen

    def get(self, sid: str) -> Screen | None:
        """The connection with that id."""
        return self._screens.get(sid)

    def of(self, conversation: str) -> list[Screen]:
        """The connections to one conversation."""
        return list(self._by_conversation.get(conversation, {}).values())

    def conversations(self) -> list[str]:
        """The conversations that somebody is connected to."""
        return list(self._by_conversation)

    def phones(self, conversation: str) -> Counter[str]:
        """How many different phones of each circle are connected."""
        seats = {
            screen.ticket: screen.circle
            for screen in self.of(conversation)
            if screen.seat.role is Role.PARTICIPANT
        }
        return Counter(circle for circle in seats.values() if circle is not None)

    def has(self, conversation: str, ticket: str) -> bool:
        """Whether this ticket is connected."""
        return any(screen.ticket == ticket for screen in self.of(conversation))
