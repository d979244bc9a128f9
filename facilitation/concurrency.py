"""The few tools that differ between eventlet, gevent and plain threads.

Rule: ``app.py`` chooses the mode, patches, makes these tools and hands them over; nothing else in
the program knows which mode it is. No lock is ever shared between a green and a real thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

AsyncMode = Literal["eventlet", "gevent", "threading"]
MODES: tuple[AsyncMode, ...] = ("eventlet", "gevent", "threading")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the chosen mode brings.

    ``run_in_thread(fn)`` runs ``fn`` where it may block without holding up anybody, waits for it,
    and gives its result. ``serve(wsgi, socket)`` serves for ever on a listening socket.
    """

    mode: AsyncMode
    run_in_thread: Callable[[Callable[[], Any]], Any]
    serve: Callable[[Any, Any], None]


def run_here(job: Callable[[], Any]) -> Any:
    """The plain tool: this thread may block, so just run it."""
    return job()
