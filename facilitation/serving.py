"""Running the server: the socket, what is printed at the start, the housekeeping.

Rule: the listening socket is ours, with room for a whole hall that reconnects at once. Nothing here
happens at a deadline; housekeeping only drops what must not be kept.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
import time
from collections.abc import Callable

from facilitation.concurrency import Tools
from facilitation.core import commands as c
from facilitation.core.model import Conversation, PhaseName, Role
from facilitation.core.permissions import GRACE_MS
from facilitation.core.refusals import Refused
from facilitation.service import Service
from facilitation.web import Web, addresses, create_web, frames
from facilitation.web.settings import Settings
from facilitation.web.signin import first_link

SERVED_AT = "served_at"
"""Where the server was reached last: the address of links that another process prints."""
BACKLOG = 1024
"""Three hundred phones reconnect in the same second; eventlet's own 50 overflows."""
SENT_AHEAD = 128 * 1024
"""Bytes that one connection may send ahead of being read: more than the largest message, and far
less than the megabytes the system would keep for each of a few hundred that hammer."""
LOOK_AROUND_S = 2.0
DAY_S = 24 * 3600
CLOCK_TOLERANCE_S = 2.0

log = logging.getLogger("driegesprek")


def run(
    settings: Settings,
    service: Service,
    tools: Tools,
    greeting: Callable[[Settings, Service], None] | None = None,
) -> None:
    """Serve for ever. The socket is opened first: a taken port is refused before anything else."""
    listener = listen(settings)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    web = create_web(service, settings, tools.mode)
    web.rehearsals.clear_away()
    web.publisher.start()
    threading.Thread(target=Housekeeping(service, web).run, daemon=True).start()
    (greeting or greet)(settings, service)
    tools.serve(web.app, listener)


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Raises ``OSError`` with a sentence when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SENT_AHEAD)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise OSError(
            f"cannot listen on port {settings.port} ({error.strerror}); choose another: "
            "--port 8001, or make run ARGS='--port 8001'"
        ) from error
    listener.listen(BACKLOG)
    return listener


def greet(settings: Settings, service: Service) -> None:
    """Print where to click."""
    local = addresses.local_url(settings)
    first = first_link(service, local)
    service.set_setting(SERVED_AT, settings.public_url or local)
    once = "\n                              (this link sets the password and works once)"
    sys.stdout.write(f"""
Driegesprek is running.

  Organiser, on this laptop:  {first or f"{local}/organiser"}{once if first else ""}
  Phones:                     {addresses.public_url(settings)}
  Data:                       {settings.data.resolve()}

  See everything at once, with simulated phones:  make demo
  Stop with Ctrl+C.

""")
    sys.stdout.flush()


class Housekeeping:
    """Once in a while: others' writing, links, rehearsals, retention, a clock that jumped."""

    def __init__(
        self,
        service: Service,
        web: Web,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._web = web
        self._wall = wall
        self._steady = steady
        self._ahead = wall() - steady()
        self._purged: float | None = None

    def run(self) -> None:
        """For ever; a failure is logged and tried again."""
        while True:
            try:
                self.look_around()
            except Exception as error:
                self._web.publisher.log_failure(error)
            time.sleep(LOOK_AROUND_S)

    def look_around(self) -> None:
        """One round."""
        self._notice_clock()
        self._service.notice_others()
        self._cut_links()
        self._web.rehearsals.look_around()
        steady = self._steady()
        frames.drop_seatless(self._web.socketio, steady)
        if self._purged is None or steady - self._purged > DAY_S:
            self._purged = steady
            self._service.purge()

    def _notice_clock(self) -> None:
        """A step of the wall clock against the steady one is told to the chair, never acted on."""
        ahead = self._wall() - self._steady()
        jump = round(ahead - self._ahead)
        if abs(ahead - self._ahead) <= CLOCK_TOLERANCE_S:
            return
        self._ahead = ahead
        for conversation in self._conversations():
            self._web.publisher.clock_jumped(conversation, jump)

    def _conversations(self) -> list[Conversation]:
        found: list[Conversation] = self._service.read(lambda store: store.conversations())
        return found

    def _cut_links(self) -> None:
        now = self._service.clock()
        for conversation in self._conversations():
            ended = conversation.phase.name is PhaseName.ENDED and conversation.ended_at is not None
            if not ended or conversation.links_cut:
                continue
            if now >= (conversation.ended_at or now) + GRACE_MS:
                try:
                    command = c.CutLinks(actor=c.Actor(Role.SYSTEM))
                    self._service.run(conversation.id, command)
                except Refused:
                    continue  # Busy; the next round does it.
