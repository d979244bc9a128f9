"""Sends every live screen the latest committed state, whole and revisioned.

Rule: commit, then publish. A publishing reads the state itself, so it may be late, repeated or
coalesced without harm. Nothing else in the program emits. What a screen has already is left out; a
phone whose regions and stage did not change is left alone.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from facilitation.core.model import Conversation, Role
from facilitation.core.refusals import Refused
from facilitation.service import Service
from facilitation.views import participant

from .presence import Presence, Screen
from .screens import JoinDoor, Regions, Renderer, Scene, formal_for, language_of, stage

GATHER_S = 0.04
"""Changes within this time are one publishing: felt as at once, and a burst costs one."""

LONGEST_REST_S = 0.5
"""After publishing, rest for as long as it took, so that answers get half of the time at least."""

Emit = Callable[[str, Any, str], None]


class Publisher:
    """One loop; told of changes, it sends views."""

    def __init__(
        self,
        service: Service,
        presence: Presence,
        renderer: Renderer,
        emit: Emit,
        door: Callable[[Conversation], JoinDoor],
        log: Callable[[str], None],
    ) -> None:
        self._service = service
        self._presence = presence
        self._renderer = renderer
        self._emit = emit
        self._door = door
        self._log = log
        self._dirty: set[str] = set()
        self._wake = threading.Event()
        self.clock_jumps: dict[str, tuple[int, int]] = {}
        """Conversation → (phase number, seconds) that the server's clock jumped in that phase."""

    def start(self) -> None:
        """Begin to publish."""
        threading.Thread(target=self._run, daemon=True).start()

    def changed(self, conversations: set[str]) -> None:
        """These conversations (or who is connected to them) changed."""
        self._dirty |= conversations
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(GATHER_S)
            self._wake.clear()
            dirty, self._dirty = self._dirty, set()
            began = time.monotonic()
            for conversation in dirty:
                try:
                    self.publish(conversation)
                except Exception as error:  # One conversation's bug must not silence the others.
                    self.log_failure(error)
            time.sleep(min(LONGEST_REST_S, time.monotonic() - began))

    def log_failure(self, error: Exception) -> None:
        """A bug, told by its place in the code and never by the data that it stumbled over."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        self._log(f"failed: {type(error).__name__} at {frame.name}:{frame.lineno}")

    def clock_jumped(self, conversation: Conversation, seconds: int) -> None:
        """The server's own clock stepped while this conversation's clock ran: tell its chair."""
        if conversation.phase.running_since is None:
            return
        number, before = self.clock_jumps.get(conversation.id, (conversation.current, 0))
        total = seconds + (before if number == conversation.current else 0)
        self.clock_jumps[conversation.id] = (conversation.current, total)
        self.changed({conversation.id})

    def scene(self, conversation: Conversation) -> Scene:
        """What the screens of a conversation depend on, now."""
        number, seconds = self.clock_jumps.get(conversation.id, (-1, 0))
        return Scene(
            conversation,
            self._service.clock(),
            self._presence.phones(conversation.id),
            self._door(conversation),
            seconds if number == conversation.current else 0,
            self._service.earlier(conversation),
        )

    def publish(self, conversation_id: str) -> None:
        """Send everybody connected what they do not have yet."""
        screens = self._presence.of(conversation_id)
        if not screens:
            return
        try:
            conversation = self._service.latest(conversation_id)
        except Refused:
            self._turn_away(screens)
            return
        scene = self.scene(conversation)
        memo: dict[object, Regions] = {}
        own = participant.own_keys(conversation)
        for screen in screens:
            self._send(scene, screen, memo, own)
            time.sleep(0)  # Whoever waits for an answer comes between.

    def _turn_away(self, screens: list[Screen]) -> None:
        for screen in screens:
            self._emit("gone", {"code": "unknown_conversation"}, screen.sid)

    def _send(
        self, scene: Scene, screen: Screen, memo: dict[object, Regions], own: dict[str, object]
    ) -> None:
        conversation = scene.conversation
        if not _still_seated(conversation, screen):
            self._emit("gone", {"code": "unknown_ticket"}, screen.sid)
            return
        if conversation.revision < screen.sent_revision:
            return
        regions = self._regions(scene, screen, memo, own)
        news = {name: html for name, html in regions.items() if screen.sent.get(name) != html}
        at = stage(conversation)
        everything = screen.seat.role is not Role.PARTICIPANT
        moved = everything and conversation.revision != screen.sent_revision
        if not (news or moved or at != screen.sent_stage):
            return
        screen.sent |= news
        screen.sent_stage = at
        screen.sent_revision = conversation.revision
        view = {"revision": conversation.revision, "now": self._service.clock(), "stage": at}
        self._emit("view", {**view, "regions": news}, screen.sid)

    def _regions(
        self, scene: Scene, screen: Screen, memo: dict[object, Regions], own: dict[str, object]
    ) -> Regions:
        """All regions of a screen; those it shares with others come from the memo."""
        conversation, seat = scene.conversation, screen.seat
        language = language_of(conversation, seat)
        if seat.participant is None:
            return self._shared(scene, screen, memo, (seat.role, language), None)
        row = conversation.participants[seat.participant]
        screen.circle, screen.language = row.circle, row.language
        formal = formal_for(conversation, seat)
        quieted = seat.participant in conversation.quieted
        key = (row.circle, language, formal, quieted)
        shared = self._shared(scene, screen, memo, key, participant.SHARED)
        own_key = (own.get(seat.participant), language, formal)
        if screen.own_key != own_key or "own" not in screen.sent:
            screen.own_key = own_key
            # Most phones have the same of their own as many others: nothing.
            return shared | self._shared(scene, screen, memo, own_key, participant.OWN)
        return shared

    def _shared(
        self,
        scene: Scene,
        screen: Screen,
        memo: dict[object, Regions],
        key: object,
        names: tuple[str, ...] | None,
    ) -> Regions:
        if key not in memo:
            memo[key] = self._renderer.regions(scene, screen.seat, names)
        return memo[key]


def _still_seated(conversation: Conversation, screen: Screen) -> bool:
    """Whether the ticket of a live screen is still good: its link may have been renewed."""
    seat = screen.seat
    if seat.participant is not None:
        return seat.participant in conversation.participants
    return any(
        str(link.kind) == str(seat.role) and link.hash == screen.ticket
        for link in conversation.links.values()
    )
