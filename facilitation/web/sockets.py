"""Socket.IO: a ticket connects, commands are answered, views go out.

Rule: the answer to a command is its acknowledgement, and there is always exactly one. Rights are
looked up for each command by the ticket; the connection itself grants nothing.
"""

from __future__ import annotations

from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as Turned
from flask_socketio import SocketIO

from facilitation import keys
from facilitation.core.model import Role
from facilitation.core.refusals import Refused
from facilitation.service import Service

from .backlog import let_go_if_deaf
from .frames import hang_up
from .limits import COMMANDS, CONNECTIONS, Limiter
from .locale import Speech, speech, wanted
from .presence import Presence, Screen
from .publisher import Publisher
from .refusals import as_json, sentence
from .screens import language_of
from .turns import Turns

LONGEST_TICKET = 200


class Sockets:
    """The Socket.IO side of the application."""

    def __init__(
        self,
        socketio: SocketIO,
        service: Service,
        presence: Presence,
        publisher: Publisher,
        most_phones: int,
    ) -> None:
        self._socketio = socketio
        self._service = service
        self._presence = presence
        self._publisher = publisher
        self._most_phones = most_phones
        self._commands = Limiter(COMMANDS)
        self._turns = Turns()
        self._connections = Limiter(CONNECTIONS)
        socketio.on_event("connect", self.connect)
        socketio.on_event("disconnect", self.disconnect)
        socketio.on_event("command", self.command)
        socketio.on_event("clock", self.clock)
        socketio.on_event("*", self.unknown)
        socketio.default_exception_handler = self.failed

    def connect(self, auth: Any) -> None:
        """Take a ticket's seat, or refuse with a reason. ``auth`` has no default on purpose:
        Flask-SocketIO calls a handler with one a second time without it, and then accepts."""
        try:
            screen = self._screen(_ticket(auth))
        except Refused as refused:
            talk = speech(wanted())
            error = as_json(refused, talk)["error"]
            raise Turned(sentence(refused, talk), error) from refused
        self._presence.add(screen)
        self._publisher.changed({screen.seat.conversation})

    def _screen(self, ticket: str) -> Screen:
        hashed = keys.hashed(ticket)
        self._connections.take(hashed)
        self._turns.take(hashed)
        seat = self._service.seat(ticket)
        if seat is None:
            raise Refused("unknown_ticket")
        conversation = self._service.latest(seat.conversation)
        circle = None
        if seat.role is Role.PARTICIPANT:
            self._room(seat.conversation, hashed)
            row = conversation.participants.get(seat.participant or "")
            circle = row.circle if row else None
        language = language_of(conversation, seat)
        return Screen(request.sid, hashed, seat, circle, language)  # type: ignore[attr-defined]

    def _room(self, conversation: str, ticket: str) -> None:
        """Only connected seats count towards a conversation's size."""
        full = sum(self._presence.phones(conversation).values()) >= self._most_phones
        if full and not self._presence.has(conversation, ticket):
            raise Refused("conversation_full")

    def disconnect(self, reason: Any = None) -> None:
        """A connection went; the counts change."""
        screen = self._presence.remove(request.sid)  # type: ignore[attr-defined]
        if screen is not None:
            self._publisher.changed({screen.seat.conversation})

    def command(self, *payload: Any) -> dict[str, Any]:
        """A command of the contract; the return value is its acknowledgement."""
        screen = self._presence.get(request.sid)  # type: ignore[attr-defined]
        talk = speech(screen.language if screen else wanted())
        try:
            if screen is None:
                raise Refused("unknown_ticket")
            if let_go_if_deaf(self._socketio, screen.sid):
                raise Refused("server_busy")
            self._turn(screen.ticket)
            self._commands.take(screen.ticket)
            accepted = self._service.command_hashed(screen.ticket, payload[0] if payload else None)
        except Refused as refused:
            return as_json(refused, talk)
        finally:
            if screen is not None:
                self._turns.done(screen.ticket)
        return {"ok": True, "revision": accepted.revision, "result": accepted.result}

    def _turn(self, ticket: str) -> None:
        """Wait for it; a line that never pauses is hung up, with all that it still would send."""
        try:
            self._turns.take(ticket)
        except Refused:
            hang_up(self._socketio, request.sid)  # type: ignore[attr-defined]
            raise

    def clock(self, *_: Any) -> dict[str, int]:
        """The server's time, for a screen that measures its offset."""
        let_go_if_deaf(self._socketio, request.sid)  # type: ignore[attr-defined]
        self._turn(self._who())
        return {"now": self._service.clock()}

    def unknown(self, *_: Any) -> dict[str, Any]:
        """An event that is not the contract's: never silence."""
        self._turn(self._who())
        return as_json(Refused("unknown_command"), _plain())

    def _who(self) -> str:
        screen = self._presence.get(request.sid)  # type: ignore[attr-defined]
        return screen.ticket if screen else request.sid  # type: ignore[attr-defined]

    def failed(self, error: Exception) -> dict[str, Any]:
        """A bug: answered like a refusal that may be tried again, and logged without its data."""
        self._publisher.log_failure(error)
        answer = as_json(Refused("server_busy"), _plain())
        if request.event["message"] == "connect":  # type: ignore[attr-defined]
            # Whatever a handler returns here would let them in.
            raise Turned(answer["error"]["message"], answer["error"])
        return answer


def _ticket(auth: Any) -> str:
    ticket = auth.get("ticket") if isinstance(auth, dict) else None
    if not isinstance(ticket, str) or not 1 <= len(ticket) <= LONGEST_TICKET:
        raise Refused("unknown_ticket")
    return ticket


def _plain() -> Speech:
    return speech(wanted())
