"""What waits for a connection that does not read is bounded: then it is hung up.

Rule: engine.io keeps every packet for a client until it is taken, without end. A client that takes
nothing loses its connection instead, and gets a whole view when it comes back; nobody else notices.
"""

from __future__ import annotations

import contextlib
from typing import Any

from flask_socketio import SocketIO

MOST_WAITING = 200
"""Packets. A phone that flushes a whole evening's outbox at once waits for fewer answers."""


def let_go_if_deaf(socketio: SocketIO, sid: str) -> bool:
    """Hang up a connection for which too much waits. Whether it is gone."""
    engine = _engine_socket(socketio, sid)
    if engine is None or engine.queue.qsize() <= MOST_WAITING:
        return False
    engine.close(wait=False, abort=True)
    _empty(engine.queue)
    return True


def _engine_socket(socketio: SocketIO, sid: str) -> Any:
    server = socketio.server
    name = server.manager.eio_sid_from_sid(sid, "/")
    return server.eio.sockets.get(name)


def _empty(queue: Any) -> None:
    """Its writer may hang in a full line for a while yet; what it would have sent need not."""
    with contextlib.suppress(Exception):  # Empty; each concurrency mode has a class of its own.
        while True:
            queue.get(block=False)
    queue.put(None)
