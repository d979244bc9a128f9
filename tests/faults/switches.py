"""What the tests may do to a server from the inside: faults, and guards taken away.

Rule: the program knows nothing of this. ``server.py`` calls ``turn`` in the server's own process,
after the concurrency mode has patched and before anything of the program runs. Each entry of
``GUARDS`` removes exactly one guard; a test shows that the fault it guards against gets through.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

DEADLY = "☠"
"""A note with this mark in it kills the server that has the kill switch on."""
STUMBLING = "struikelen"
"""A ticket that begins with this makes connecting fail with a bug."""


def turn(environment: Mapping[str, str]) -> None:
    """Everything that the environment asks for."""
    if control := environment.get("CONTROL"):
        _obey(Path(control))
    if place := environment.get("KILL_AT"):
        _kill_at(place)
    if environment.get("JITTER"):
        _jitter()
    if environment.get("STUMBLE"):
        _stumble()
    for guard in filter(None, environment.get("WITHOUT", "").split(",")):
        GUARDS[guard]()


# --- faults


def _obey(control: Path) -> None:
    """Read ``control`` (JSON) again and again: ``ahead_s`` moves the clock, ``max_pages`` the disk.

    ``max_pages`` is counted from the pages that the file has when it is first seen.
    """
    seen: dict[str, Any] = {"at": 0, "wanted": {}}

    def wanted() -> dict[str, Any]:
        with contextlib.suppress(OSError):
            at = os.stat(control).st_mtime_ns
            if at != seen["at"]:
                seen.update(at=at, wanted=json.loads(control.read_text()))
        return seen["wanted"]  # type: ignore[no-any-return]

    real, real_ns = time.time, time.time_ns
    time.time = lambda: real() + wanted().get("ahead_s", 0)
    time.time_ns = lambda: real_ns() + int(wanted().get("ahead_s", 0) * 1_000_000_000)
    _fill_disk(wanted)


def _fill_disk(wanted: Callable[[], dict[str, Any]]) -> None:
    from facilitation.store.sqlite import SqliteStore

    batch = SqliteStore.batch
    told: dict[str, Any] = {"spare": None}

    def on_full_disk(self: SqliteStore) -> Any:
        spare = wanted().get("spare_pages")
        if spare != told["spare"]:
            told["spare"] = spare
            (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
            most = pages + spare if spare is not None else 2**30
            self._connection.execute(f"PRAGMA max_page_count = {most}").fetchall()
        return batch(self)

    SqliteStore.batch = on_full_disk  # type: ignore[method-assign]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_at(place: str) -> None:
    """Die at ``place`` for a deadly note that is new; sent again after a restart it is harmless."""
    from facilitation.service import Service
    from facilitation.store.sqlite import SqliteStore
    from facilitation.web.publisher import Publisher

    deadly = {"note": False}
    save, commit, publish = SqliteStore.save, Service._commit, Publisher.publish

    def saving(self: Any, before: Any, after: Any, *rest: Any) -> None:
        save(self, before, after, *rest)
        fresh = after.notes.keys() - before.notes.keys()
        deadly["note"] |= any(DEADLY in after.notes[one].text for one in fresh)

    def committing(self: Any, jobs: Any) -> Any:
        outcomes = commit(self, jobs)
        if place == "after_commit" and deadly["note"]:
            _die()
        return outcomes

    def publishing(self: Any, conversation: str) -> None:
        if place == "before_publish" and deadly["note"]:
            _die()
        publish(self, conversation)

    SqliteStore.save = saving  # type: ignore[method-assign,assignment]
    Service._commit = committing  # type: ignore[method-assign]
    Publisher.publish = publishing  # type: ignore[method-assign]


def _jitter() -> None:
    """Commands are held up before they are taken in, each for another while."""
    from facilitation.web.sockets import Sockets

    command = Sockets.command

    def held_up(self: Any, *payload: Any) -> Any:
        time.sleep(random.random() * 0.03)
        return command(self, *payload)

    Sockets.command = held_up  # type: ignore[method-assign]


def _stumble() -> None:
    """A bug in connecting: a TypeError, for one who brings a ticket that asks for it."""
    from facilitation.web import sockets

    ticket = sockets._ticket

    def stumbling(auth: Any) -> str:
        found = ticket(auth)
        if found.startswith(STUMBLING):
            raise TypeError
        return found

    sockets._ticket = stumbling


# --- guards, each taken away


def _given_ids() -> None:
    """An id that was answered is not looked up, nor kept."""
    from facilitation.service import Service
    from facilitation.store.sqlite import SqliteStore

    save = Service._save
    SqliteStore.given = lambda self, ticket, command: None  # type: ignore[method-assign]
    Service._save = lambda self, store, before, decision, given: save(  # type: ignore[method-assign]
        self, store, before, decision, None
    )


def _commit_first() -> None:
    """A batch with a note in it is answered when it is written, and committed with the next one."""
    from facilitation.store.sqlite import SqliteStore

    save = SqliteStore.save
    note = {"written": False}

    def saving(self: Any, before: Any, after: Any, entry: Any, given: Any = None) -> None:
        note["written"] |= entry.name == "submit_note"
        save(self, before, after, entry, given)

    @contextlib.contextmanager
    def late(self: Any) -> Iterator[None]:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        note["written"] = False
        self._connection.execute("BEGIN IMMEDIATE")
        yield
        if not note["written"]:
            self._connection.execute("COMMIT")

    SqliteStore.save = saving  # type: ignore[method-assign]
    SqliteStore.batch = late  # type: ignore[method-assign,assignment]


def _synchronous_full() -> None:
    """Commits do not wait for the disk."""
    from facilitation.store import connection

    connection.PRAGMAS["synchronous"] = 1


def _immediate_begin() -> None:
    """Transactions begin when they first read."""
    from facilitation.store import sqlite

    begin = sqlite.transaction
    sqlite.transaction = lambda connection, kind: begin(connection, "DEFERRED")


def _patience() -> None:
    """Submitters and the database wait for as long as it takes."""
    from facilitation import worker
    from facilitation.store import connection

    worker.Worker.submit.__defaults__ = (60.0,)
    connection.PRAGMAS["busy_timeout"] = connection.BUSY_TIMEOUT_MS = 60_000


def _group_commit() -> None:
    """Each job has a transaction of its own."""
    from facilitation import worker

    worker.LARGEST_BATCH = 1


def _real_thread() -> None:
    """The database is used where everything else runs too."""
    import app

    make = app._eventlet
    app._eventlet = lambda: (lambda job: job(), make()[1])


def _payload_limit() -> None:
    """engine.io's own limit on the packets of one request."""
    from engineio.payload import Payload

    import facilitation.web  # noqa: F401  (sets ours)

    Payload.max_decode_packets = 16


def _in_order() -> None:
    """Socket.IO's default: every event in a task of its own."""
    from flask_socketio import SocketIO

    start = SocketIO.__init__

    def starting(self: Any, *args: Any, **options: Any) -> None:
        start(self, *args, **{**options, "async_handlers": True})

    SocketIO.__init__ = starting


def _stale_check() -> None:
    """A command counts, whatever it was pressed on."""
    from facilitation.core import stale

    stale.check = lambda conversation, command: None


def _ticket_recheck() -> None:
    """What a ticket was good for once, it stays good for."""
    from facilitation.store.sqlite import SqliteStore

    seat = SqliteStore.seat
    known: dict[str, Any] = {}

    def remembered(self: Any, ticket: str) -> Any:
        known[ticket] = seat(self, ticket) or known.get(ticket)
        return known[ticket]

    SqliteStore.seat = remembered  # type: ignore[method-assign]


def _origin() -> None:
    """Whoever asks is let in."""
    from facilitation.web.security import Guard

    Guard.allows = lambda self, environ: True  # type: ignore[method-assign]


def _limits() -> None:
    """As fast as anybody likes."""
    from facilitation.web.limits import Limiter

    Limiter.take = lambda self, key: None  # type: ignore[method-assign]


def _turns() -> None:
    """Nobody waits for a turn."""
    from facilitation.web.turns import Turns

    Turns.take = lambda self, key: None  # type: ignore[method-assign]


def _auth_required() -> None:
    """The connect handler can be called without ``auth``."""
    from facilitation.web.sockets import Sockets

    connect = Sockets.connect
    Sockets.connect = (  # type: ignore[method-assign]
        lambda self, auth=None: None if auth is None else connect(self, auth)
    )


def _whole_views() -> None:
    """A screen that comes back is sent only what it was not sent before."""
    from facilitation.web.presence import Presence

    add = Presence.add
    before: dict[str, Any] = {}

    def adding(self: Any, screen: Any) -> None:
        old = before.get(screen.ticket)
        if old is not None:
            screen.sent, screen.sent_stage = old.sent, old.sent_stage
            screen.sent_revision, screen.own_key = old.sent_revision, old.own_key
        before[screen.ticket] = screen
        add(self, screen)

    Presence.add = adding  # type: ignore[method-assign]


def _backlog() -> None:
    """A listening socket with hardly any room."""
    from facilitation import serving

    serving.BACKLOG = 1


def _bounded_queue() -> None:
    """Whatever a client does not read is kept for it."""
    from facilitation.web import backlog

    backlog.MOST_WAITING = 10**9


def _clock_notice() -> None:
    """Nobody looks whether the server's clock jumps."""
    from facilitation.serving import Housekeeping

    Housekeeping._notice_clock = lambda self: None  # type: ignore[method-assign]


def _absolute_clock() -> None:
    """A running phase begins to run anew when it is loaded from the disk."""
    from dataclasses import replace

    from facilitation.store.sqlite import SqliteStore

    load = SqliteStore.load

    def loading(self: Any, conversation: str) -> Any:
        found = load(self, conversation)
        if found is None or found.phase.running_since is None:
            return found
        now = time.time_ns() // 1_000_000
        phases = tuple(
            replace(one, running_since=now) if one is found.phase else one for one in found.phases
        )
        return replace(found, phases=phases)

    SqliteStore.load = loading  # type: ignore[method-assign]


def _phase_check() -> None:
    """A note is taken whatever the phase."""
    from facilitation.core import permissions, table

    table._may_write = lambda conversation, circle, phase: None
    permissions.check_phase = lambda conversation, command: None


def _all_or_nothing() -> None:
    """A batch that fails is answered as if it had not."""
    from facilitation.service import Service

    commit = Service._commit

    def careless(self: Any, jobs: Any) -> Any:
        import sqlite3

        from facilitation.service import Accepted
        from facilitation.worker import Outcome

        try:
            return commit(self, jobs)
        except sqlite3.Error:
            return [Outcome(Accepted(0, {"note": "lost"})) for _ in jobs]

    Service._commit = careless  # type: ignore[method-assign]


def _frames() -> None:
    """Whatever arrives is the libraries' business."""
    import engineio.socket
    from socketio.packet import Packet

    from facilitation.web import frames

    engineio.socket.Socket = frames.Connection.__mro__[1]
    frames.Frame.decode = Packet.decode  # type: ignore[method-assign]
    frames.guard = lambda socketio: None
    frames.drop_seatless = lambda socketio, now: None


GUARDS: dict[str, Callable[[], None]] = {
    "given_ids": _given_ids,
    "commit_first": _commit_first,
    "synchronous_full": _synchronous_full,
    "immediate_begin": _immediate_begin,
    "patience": _patience,
    "group_commit": _group_commit,
    "real_thread": _real_thread,
    "payload_limit": _payload_limit,
    "in_order": _in_order,
    "stale_check": _stale_check,
    "ticket_recheck": _ticket_recheck,
    "origin": _origin,
    "limits": _limits,
    "turns": _turns,
    "auth_required": _auth_required,
    "whole_views": _whole_views,
    "backlog": _backlog,
    "bounded_queue": _bounded_queue,
    "clock_notice": _clock_notice,
    "absolute_clock": _absolute_clock,
    "phase_check": _phase_check,
    "all_or_nothing": _all_or_nothing,
    "frames": _frames,
}
