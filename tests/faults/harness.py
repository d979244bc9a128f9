"""A server with its switches, and evenings on it: what all tests of faults begin with."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from facilitation import cli
from facilitation.concurrency import Tools, run_here
from tests.clients import Phone, join, ticket_of
from tests.servers import ROOT, Server, environment

DISCUSSION = 2
"""The first circle's discussion: the pupils talk, the parents and teachers write."""


@dataclass
class Faulty(Server):
    """A server that runs through ``server.py``; ``switches`` are environment variables."""

    switches: dict[str, str] = field(default_factory=dict)
    warm: subprocess.Popen[bytes] | None = None
    program = Path(__file__).with_name("server.py")

    def __post_init__(self) -> None:
        self.env = {**self.switches, "CONTROL": str(self.control_file)}

    @property
    def control_file(self) -> Path:
        return self.data.with_name(f"{self.data.name}-control.json")

    def control(self, **wanted: Any) -> None:
        """``ahead_s``: the server's clock; ``spare_pages``: how much its disk still takes."""
        fresh = self.control_file.with_suffix(".new")
        fresh.write_text(json.dumps(wanted))
        fresh.replace(self.control_file)

    @property
    def database(self) -> Path:
        return self.data / "driegesprek.sqlite"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What another process reads in the database."""
        connection = sqlite3.connect(self.database, timeout=10)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def await_death(self, seconds: float = 10.0) -> None:
        """Until it has died by itself, of a kill switch."""
        if self.process is None:
            raise RuntimeError("it was not running")
        self.process.wait(seconds)
        self.process = None

    def sleep(self) -> None:
        """The laptop's lid is closed."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: int) -> None:
        if self.process is not None:
            self.process.send_signal(which)

    def prepare(self) -> dict[str, str]:
        """As ``new``, in this process: a test that waits for another one's start is a slow test."""
        printed = io.StringIO()
        words = ["new", "--theme", "Huiswerk", "--question", "Helpt het?", "--json"]
        words += ["--data", str(self.data), "--public-url", self.url]
        with contextlib.redirect_stdout(printed):
            code = cli.main(words, Tools("threading", run_here, lambda application, listener: None))
        if code != 0:
            raise RuntimeError(printed.getvalue())
        links: dict[str, str] = json.loads(printed.getvalue())
        return links

    # --- a spare that stands ready

    def warm_up(self) -> None:
        """Start the next server; it waits, with everything imported, until it is needed."""
        arguments = ["serve", "--host", "127.0.0.1", "--port", str(self.port)]
        arguments += ["--data", str(self.data), "--async-mode", self.mode, *self.extra]
        with self.log_file.open("ab") as log:
            self.warm = subprocess.Popen(
                [sys.executable, str(self.program), *arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=environment({**(self.env or {}), "WARM": "1"}),
                start_new_session=True,
            )

    def take_over(self) -> None:
        """The spare goes on where the server was killed; does not wait until it answers."""
        if self.warm is None or self.warm.stdin is None:
            raise RuntimeError("no spare")
        self.process, self.warm = self.warm, None
        self.process.stdin.write(b"\n")  # type: ignore[union-attr]
        self.process.stdin.close()  # type: ignore[union-attr]

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        self._signal(signal.SIGCONT)
        super().stop(with_signal)

    def end(self) -> None:
        """The server and its spare."""
        if self.warm is not None:
            self.warm.kill()
            self.warm.wait(5)
            self.warm = None
        self.stop()


@contextmanager
def running(server: Faulty) -> Iterator[Faulty]:
    """The server runs for as long as the block lasts."""
    try:
        server.start()
        yield server
    finally:
        server.end()


@dataclass
class Evening:
    """A conversation on a server, its chair connected."""

    server: Faulty
    links: dict[str, str]
    chair: Phone

    def seat(self, circle: str = "parents") -> str:
        return join(self.server, self.links["join_url"], circle)

    def phone(self, circle: str = "parents", transport: str = "websocket") -> Phone:
        """A phone with a seat, connected."""
        return Phone(self.server, self.seat(circle), (transport,)).connect()

    def advance_to(self, number: int) -> None:
        """The chair goes on until this phase."""
        while self.chair.stage["number"] < number:
            before = self.chair.stage["number"]
            self.chair.done("advance", revision=None)
            self.chair.wait(lambda chair, before=before: chair.stage["number"] > before)

    def reconnect_chair(self) -> Phone:
        """The chair's screen is back after the server was."""
        self.chair.close()
        self.chair = Phone(self.server, self.chair.ticket).connect()
        return self.chair

    def minutes_texts(self) -> list[str]:
        """Every note that the minutes know, put or not, received or still private."""
        minutes = self.server.minutes(self.links["code"])
        found = []
        for circle in minutes["circles"]:
            found += [one["text"] for one in circle["notes"]]
            found += [one["text"] for one in circle["questions"]]
        return sorted(found)

    def kept_texts(self) -> list[str]:
        """Every note of this conversation in the database."""
        rows = self.server.rows(
            "SELECT conversation.code, text FROM note JOIN conversation ON"
            " conversation.id = note.conversation"
        )
        return sorted(text for code, text in rows if code == self.links["code"])

    def revision(self) -> int:
        """The revision on the disk."""
        rows = self.server.rows("SELECT code, revision FROM conversation")
        return {str(code): int(revision) for code, revision in rows}[self.links["code"]]


@contextmanager
def evening_on(
    server: Faulty, number: int = DISCUSSION, links: dict[str, str] | None = None
) -> Iterator[Evening]:
    """A fresh conversation on a running server, its chair in the given phase."""
    links = links or server.prepare()
    chair = Phone(server, ticket_of(links["chair_url"])).connect()
    one = Evening(server, links, chair)
    try:
        one.advance_to(number)
        yield one
    finally:
        one.chair.close()


@contextmanager
def evening(
    data: Path, number: int = DISCUSSION, extra: Sequence[str] = (), **switches: str
) -> Iterator[Evening]:
    """The same on a server of its own, with these switches; prepared before it starts."""
    server = Faulty(data, extra=extra, switches=switches)
    links = server.prepare()
    with running(server), evening_on(server, number, links) as one:
        yield one


def falls_without(
    guard: str, data: Path, scenario: Callable[[Evening], object], **switches: str
) -> None:
    """With ``guard`` taken away the fault gets through: the scenario fails."""
    with (
        evening(data, WITHOUT=guard, **switches) as one,
        pytest.raises((AssertionError, TimeoutError)),
    ):
        scenario(one)


def overflows() -> int:
    """How often a listening socket of this machine had no room (0 where that is not told)."""
    lines = Path("/proc/net/netstat").read_text().splitlines()
    names, values = (line.split()[1:] for line in lines if line.startswith("TcpExt:"))
    return int(dict(zip(names, values, strict=True)).get("ListenOverflows", 0))


def resident_mb(pid: int) -> float:
    """Memory that a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def wait_until(seen: Any, seconds: float = 10.0) -> None:
    """Until ``seen()`` is true."""
    until = time.monotonic() + seconds
    while not seen():
        if time.monotonic() > until:
            raise TimeoutError("not seen")
        time.sleep(0.05)


def ended_by_itself(server: Faulty) -> bool:
    """Whether the server's process is gone."""
    return server.process is None or server.process.poll() is not None


def here(pid: int) -> bool:
    """Whether a process is alive."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
