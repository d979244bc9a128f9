"""What may come over a live connection: the frames that the contract needs, and no others.

Rule: whatever else arrives ends the connection. The libraries below answer some of it with silence,
some with 200 and some with a traceback in the log, and a second seat on one connection would stay
in the room for ever. They log nothing here: what they say can hold what a client sent.
"""

from __future__ import annotations

import contextlib
import logging
import time
import traceback
from typing import Any

import engineio.packet
import engineio.socket
from engineio.exceptions import EngineIOError, SocketIsClosedError
from flask_socketio import SocketIO
from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet

LIBRARIES = ("engineio.server", "socketio.server")
RESERVED = ("connect", "disconnect", "connect_error", "newListener", "removeListener")
_ENGINE_TYPES = (
    engineio.packet.CLOSE,
    engineio.packet.PONG,
    engineio.packet.MESSAGE,
    engineio.packet.UPGRADE,
)


class Frame(Packet):  # type: ignore[misc]
    """A Socket.IO packet; decoding refuses (``ValueError``) what no client of ours sends."""

    def decode(self, encoded_packet: Any) -> int:
        """Read and judge it; no attachments are ever wanted."""
        if not isinstance(encoded_packet, str) or not encoded_packet[:1].isascii():
            raise ValueError("no text")
        attachments: int = super().decode(encoded_packet)
        if attachments or self.packet_type not in (CONNECT, DISCONNECT, EVENT):
            raise ValueError("unwanted kind")
        if self.namespace not in (None, "/") or (self.packet_type == EVENT and not self._named()):
            raise ValueError("unwanted event")
        return 0

    def _named(self) -> bool:
        """Whether it is an event by a name that is a client's to use."""
        named = isinstance(self.data, list) and self.data and isinstance(self.data[0], str)
        return bool(named) and self.data[0] not in RESERVED


SEATLESS_S = 20.0
"""A connection that has taken no seat by then is somebody who only takes up room."""


class Connection(engineio.socket.Socket):  # type: ignore[misc]
    """An Engine.IO connection that is closed by the first thing that is not understood."""

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self.since = time.monotonic()

    def receive(self, pkt: Any) -> None:
        """One packet. Others get a turn first: a line with more to read would never stop."""
        time.sleep(0)
        if self.closed:
            raise SocketIsClosedError
        if pkt.packet_type in _ENGINE_TYPES:
            super().receive(pkt)
        else:
            self.hang_up()

    def handle_post_request(self, environ: Any) -> None:
        """Packets by long-polling. What is not understood is 400 and the end, never 200."""
        try:
            super().handle_post_request(environ)
        except Exception as error:
            self.hang_up()
            raise EngineIOError("not understood") from error

    def _websocket_handler(self, ws: Any) -> Any:
        try:
            return super()._websocket_handler(ws)
        except Exception:
            self.hang_up()
            return []

    def hang_up(self) -> None:
        """Close without waiting for anybody."""
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)


engineio.socket.Socket = Connection


def guard(socketio: SocketIO) -> None:
    """Put the guard between the connection and the events; silence the libraries' logs."""
    server = socketio.server
    inner = server.eio.handlers["message"]

    def message(sid: str, data: Any) -> None:
        try:
            if _second_seat(server, sid, data):
                raise ValueError("seated already")
            inner(sid, data)
        except Exception:
            _end(server, sid)

    server.eio.on("message", message)
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.filters[:] = [_only_where]


def drop_seatless(socketio: SocketIO, now: float) -> None:
    """Hang up whoever connected a while ago (``now``: monotonic seconds) and took no seat."""
    server = socketio.server
    for sid, connection in list(server.eio.sockets.items()):
        if now - connection.since > SEATLESS_S and _seat(server, sid) is None:
            connection.hang_up()
            server.eio.sockets.pop(sid, None)


def _seat(server: Any, sid: str) -> Any:
    return server.manager.sid_from_eio_sid(sid, "/")


def _second_seat(server: Any, sid: str, data: Any) -> bool:
    """A second CONNECT would leave the first seat in the room without anybody behind it."""
    connecting = isinstance(data, str) and data[:1] == str(CONNECT)
    return connecting and _seat(server, sid) is not None


def hang_up(socketio: SocketIO, sid: str) -> None:
    """End the connection of that seat, with whatever it still would send."""
    server = socketio.server
    _end(server, server.manager.eio_sid_from_sid(sid, "/"))


def _end(server: Any, sid: str) -> None:
    with contextlib.suppress(KeyError):
        server.eio.sockets[sid].hang_up()


def _only_where(record: logging.LogRecord) -> bool:
    """Of a library's complaint only the kind and the place of an error, never its words."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return False
    frame = traceback.extract_tb(error.__traceback__)[-1]
    record.msg = f"connection failed: {type(error).__name__} at {frame.name}:{frame.lineno}"
    record.args, record.exc_info, record.exc_text = (), None, None
    return True
