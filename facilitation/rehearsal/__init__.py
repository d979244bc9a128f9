"""Which rehearsals there are: begun, watched, and cleared away.

Rule: see README.md. What runs is known here, in memory, because the simulated phones die with the
server anyway; the one setting only says what a server that starts again has to erase.
"""

from __future__ import annotations

import json
import subprocess  # nosec B404  # only named, for its type
from dataclasses import dataclass

from facilitation import crew, keys
from facilitation.core.model import Conversation, LinkKind
from facilitation.core.refusals import Refused
from facilitation.creating import made
from facilitation.service import Service

from . import copying

SETTING = "rehearsals"
MOST = 3
"""At once on one server; the evening itself needs the machine more."""
LONGEST_MS = 60 * 60 * 1000
LAST_LOOK_MS = 20 * 1000
"""How long the last screen stays when the chair has ended it."""
PACE_S = (1.5, 4.0)
"""Between two notes: about as many in a fast quarter as a hall writes in a real one."""


class NotNow(Exception):
    """There is one of this conversation already, or as many as there may be."""


@dataclass(slots=True)
class Rehearsal:
    """One that runs. ``of``: the conversation; ``id``: its copy; ``until``: unix ms."""

    of: str
    id: str
    until: int
    begun: bool = False
    ending: bool = False
    phones: subprocess.Popen[str] | None = None


def kept(service: Service) -> list[str]:
    """The ids of the copies that are, or were when a server died, on this data."""
    found: list[str] = json.loads(service.setting(SETTING) or "[]")
    return found


class Rehearsals:
    """The rehearsals of one server that listens on ``host`` and ``port``."""

    def __init__(self, service: Service, secret: bytes, host: str, port: int) -> None:
        self._service = service
        self._secret = secret
        self._url = crew.address(host, port)
        self._running: dict[str, Rehearsal] = {}
        self._clean = True
        """Whether no file holds an older list; somebody who reads just then may be in the way."""

    # --- asking

    def of(self, conversation: str) -> Rehearsal | None:
        """The rehearsal of a conversation that can be entered now."""
        found = self._running.get(conversation)
        return found if found and found.begun and not found.ending else None

    def with_copy(self, id: str) -> Rehearsal | None:  # noqa: A002 - the model's word
        """The rehearsal whose copy has this id."""
        return next((one for one in self._running.values() if one.id == id), None)

    def ids(self) -> set[str]:
        """The conversations that are copies, to be shown and counted nowhere."""
        return {one.id for one in self._running.values()}

    @property
    def full(self) -> bool:
        """Whether there is no room for one more."""
        return len(self._running) >= MOST

    # --- doing

    def start(self, original: Conversation) -> Conversation:
        """Begin one; gives the copy. Raises ``NotNow``."""
        if original.id in self._running or self.full:
            raise NotNow
        now = self._service.clock()
        rehearsal = Rehearsal(original.id, keys.identifier(), now + LONGEST_MS)
        self._running[original.id] = rehearsal  # Before anything that lets others come between.
        try:
            self._remember()
            wanted = copying.prepared(original, now)
            copy = made(self._service, self._secret, wanted, rehearsal.id)
            self._service.create(copying.fast(copy))
            rehearsal.phones = crew.start(self._orders(copy), silent=True)
            rehearsal.begun = True
        except BaseException:
            self._end(rehearsal)
            raise
        return copy

    def stop(self, id: str) -> None:  # noqa: A002
        """End the one with this copy, if it is there; returns when nothing of it is left."""
        rehearsal = self.with_copy(id)
        if rehearsal is not None and not rehearsal.ending:
            self._end(rehearsal)

    def stop_of(self, conversation: str) -> None:
        """End the one of this conversation, if there is one."""
        rehearsal = self._running.get(conversation)
        if rehearsal is not None:
            self.stop(rehearsal.id)

    def look_around(self) -> None:
        """End what is over. Called once in a while."""
        now = self._service.clock()
        for rehearsal in list(self._running.values()):
            if rehearsal.begun and self._over(rehearsal, now):
                self.stop(rehearsal.id)
        if not self._clean:
            self._scrub()

    def clear_away(self) -> None:
        """Erase what a server left that ended in the middle. Called once, before serving."""
        left = kept(self._service)
        for id in left:  # noqa: A001
            self._service.forget(id)
        if left:
            self._remember()

    # --- within

    def _orders(self, copy: Conversation) -> crew.Orders:
        key = keys.link_key(self._secret, copy.id, LinkKind.JOIN, 0)
        return crew.Orders(
            url=self._url,
            join_path=f"/j/{key}",
            hall=copying.hall(copy),
            voices=copying.voices(copy),
            pace=PACE_S,
        )

    def _over(self, rehearsal: Rehearsal, now: int) -> bool:
        copy, original = self._latest(rehearsal.id), self._latest(rehearsal.of)
        if copy is None or original is None or now >= rehearsal.until:
            return True
        return copy.ended_at is not None and now >= copy.ended_at + LAST_LOOK_MS

    def _latest(self, id: str) -> Conversation | None:  # noqa: A002
        try:
            return self._service.latest(id)
        except Refused as refused:
            if refused.code != "unknown_conversation":
                raise
            return None

    def _end(self, rehearsal: Rehearsal) -> None:
        """First the phones, then the copy, then the record of it; tried again if it fails."""
        rehearsal.ending = True
        try:
            if rehearsal.phones is not None:
                crew.stop(rehearsal.phones)
                rehearsal.phones = None
            self._service.forget(rehearsal.id)
        except BaseException:
            rehearsal.begun, rehearsal.ending, rehearsal.until = True, False, 0
            raise
        del self._running[rehearsal.of]
        self._remember()

    def _remember(self) -> None:
        """Write down what a restart would have to erase."""
        ids = [one.id for one in self._running.values()]
        self._service.set_setting(SETTING, json.dumps(ids) if ids else None)
        self._scrub()

    def _scrub(self) -> None:
        self._clean = bool(self._service.maintain(lambda store: store.scrub()))
