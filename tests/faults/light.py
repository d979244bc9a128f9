"""A very light client of the contract, so that 300 phones fit beside the server on two cores.

Rule: engine.io and Socket.IO are spoken by hand over asyncio, and nothing is forgiven: one command
is in flight at a time, it is sent again with the same id until it is answered, and every answer and
view is checked as it comes (an answer never changes, a revision never goes back).
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import random
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

ANSWER_S = 6.0
CONNECT_S = 8.0
SEPARATOR = "\x1e"
LOST = (OSError, EOFError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError)

Json = dict[str, Any]


class Wire(Protocol):
    """An engine.io connection: packets as text."""

    async def open(self) -> None: ...
    async def receive(self) -> list[str]: ...
    async def send(self, *packets: str) -> None: ...
    def close(self) -> None: ...


@dataclass
class Websocket:
    """engine.io over one websocket."""

    address: tuple[str, int]
    origin: str | None
    reader: asyncio.StreamReader = field(init=False)
    writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection(*self.address, limit=2**22)
        key = base64.b64encode(os.urandom(16)).decode()
        head = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {self.address[0]}:{self.address[1]}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Origin: {self.origin}"] if self.origin else []),
        ]
        self.writer.write(("\r\n".join(head) + "\r\n\r\n").encode())
        answer = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in answer.split(b"\r\n")[0]:
            raise ConnectionRefusedError(answer.split(b"\r\n")[0].decode())

    async def receive(self) -> list[str]:
        while True:
            first, second = await self.reader.readexactly(2)
            length = second & 0x7F
            if length == 126:
                length = int.from_bytes(await self.reader.readexactly(2), "big")
            elif length == 127:
                length = int.from_bytes(await self.reader.readexactly(8), "big")
            body = await self.reader.readexactly(length)
            kind = first & 0x0F
            if kind == 1:
                return [body.decode()]
            if kind == 8:
                raise EOFError

    async def send(self, *packets: str) -> None:
        if self.writer is None:
            raise EOFError
        for packet in packets:
            body = packet.encode()
            self.writer.write(_frame_head(len(body)) + body)
        await self.writer.drain()

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


def _frame_head(length: int) -> bytes:
    """A masked text frame's head; the mask is zero, so that the body stands as it is."""
    if length < 126:
        size = bytes([0x80 | length])
    elif length < 2**16:
        size = bytes([0x80 | 126]) + length.to_bytes(2, "big")
    else:
        size = bytes([0x80 | 127]) + length.to_bytes(8, "big")
    return b"\x81" + size + bytes(4)


@dataclass
class Http:
    """One kept-alive connection; one request at a time."""

    address: tuple[str, int]
    origin: str | None
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def request(
        self, method: str, path: str, body: str = "", *headers: str
    ) -> tuple[int, str]:
        async with self.turn:
            return await self._request(method, path, body, *headers)

    async def _request(self, method: str, path: str, body: str, *headers: str) -> tuple[int, str]:
        if self.streams is None:
            self.streams = await asyncio.open_connection(*self.address, limit=2**22)
        reader, writer = self.streams
        content = body.encode()
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.address[0]}:{self.address[1]}",
            f"Content-Length: {len(content)}",
            *([f"Origin: {self.origin}"] if self.origin else []),
            *headers,
        ]
        writer.write(("\r\n".join(head) + "\r\n\r\n").encode() + content)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = answer.split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        got = await self._body(reader, fields)
        if fields.get("connection") == "close":
            self.close()
        return int(first.split()[1]), got.decode()

    async def _body(self, reader: asyncio.StreamReader, fields: dict[str, str]) -> bytes:
        if fields.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(fields.get("content-length", "0")))
        whole = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            whole += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
        return whole

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


class Polling:
    """engine.io over long-polling alone: one connection that asks, one that tells."""

    def __init__(self, address: tuple[str, int], origin: str | None) -> None:
        self.asks, self.tells = Http(address, origin), Http(address, origin)
        self.path = "/socket.io/?EIO=4&transport=polling"
        self.first: list[str] = []

    async def open(self) -> None:
        packets = await self._ask()
        self.path += f"&sid={json.loads(packets[0][1:])['sid']}"
        self.first = packets

    async def _ask(self) -> list[str]:
        status, body = await self.asks.request("GET", self.path)
        if status != 200:
            raise EOFError(status)
        return body.split(SEPARATOR)

    async def receive(self) -> list[str]:
        if self.first:
            packets, self.first = self.first, []
            return packets
        return await self._ask()

    async def send(self, *packets: str) -> None:
        headers = "Content-Type: text/plain;charset=UTF-8"
        status, _ = await self.tells.request("POST", self.path, SEPARATOR.join(packets), headers)
        if status != 200:
            raise EOFError(status)

    def close(self) -> None:
        self.asks.close()
        self.tells.close()


class BrokenPromise(AssertionError):
    """Something that the contract rules out was seen on the wire."""


class Light:
    """A phone (or a chair, or a hall screen): connects, stays connected, keeps an outbox."""

    def __init__(
        self, url: str, ticket: str, transport: str = "websocket", origin: str | None = None
    ) -> None:
        parts = urlsplit(url)
        self.address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.origin = origin or url
        self.ticket = ticket
        self.transport = transport
        self.connected = asyncio.Event()
        self.fresh = True
        """Whether the next view is the first of its connection."""
        self.stage: Json = {}
        self.regions: dict[str, str] = {}
        self.revision = -1
        self.connections = 0
        self.refusal: Json | None = None
        self.gone = False
        self.answers: dict[str, Json] = {}
        self.waits: list[float] = []
        """Seconds from the first sending of a command to its answer."""
        self.sent = 0
        self.broken: list[str] = []
        self._outbox: deque[tuple[Json, asyncio.Future[Json]]] = deque()
        self._more = asyncio.Event()
        self._acks: dict[int, asyncio.Future[Json]] = {}
        self._number = 0
        self._wire: Wire | None = None
        self._tasks: list[asyncio.Task[None]] = []

    # --- living

    def start(self) -> Light:
        self._tasks = [asyncio.create_task(self._stay()), asyncio.create_task(self._pump())]
        return self

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.hang_up()

    def hang_up(self) -> None:
        """Cut the line, as a network does: without a word."""
        if self._wire is not None:
            self._wire.close()
        self.connected.clear()

    async def _stay(self) -> None:
        while not self.gone:
            with contextlib.suppress(*LOST):
                await self._live()
            self._lost()
            await asyncio.sleep(0.2 + random.random() * 0.4)

    def _lost(self) -> None:
        self.hang_up()
        acks, self._acks = self._acks, {}
        for waiting in acks.values():
            if not waiting.done():
                waiting.set_exception(EOFError())

    async def _live(self) -> None:
        make = Websocket if self.transport == "websocket" else Polling
        wire = self._wire = make(self.address, self.origin)
        async with asyncio.timeout(CONNECT_S):
            await wire.open()
            await wire.send("40" + json.dumps({"ticket": self.ticket}))
        while True:
            # The server pings every ten seconds: a longer silence is a dead line.
            async with asyncio.timeout(25):
                packets = await wire.receive()
            for packet in packets:
                await self._take(wire, packet)

    async def _take(self, wire: Wire, packet: str) -> None:
        if packet == "2":
            await wire.send("3")
        elif packet.startswith("42"):
            self._event(*json.loads(packet[2:]))
        elif packet.startswith("43"):
            start = packet.index("[")
            waiting = self._acks.pop(int(packet[2:start]), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(json.loads(packet[start:])[0])
        elif packet.startswith("40"):
            self.connections += 1
            self.fresh = True
            self.connected.set()
        elif packet.startswith("44"):
            self.refusal = json.loads(packet[2:])
            raise EOFError
        elif packet.startswith(("1", "41")):
            raise EOFError

    def _event(self, name: str, data: Json) -> None:
        if name == "gone":
            self.gone = True
            return
        # A view that was overtaken on another connection is late, not wrong: it is not applied.
        if data["revision"] < self.revision and not self.fresh:
            self.broken.append(f"revision went back from {self.revision} to {data['revision']}")
        if data["revision"] >= self.revision:
            self.revision, self.stage = data["revision"], data["stage"]
            self.regions |= data["regions"]
        self.fresh = False

    # --- commands

    def put(self, name: str, **arguments: Any) -> asyncio.Future[Json]:
        """Into the outbox; the future is the answer (ok, or a refusal that is final)."""
        payload = {"id": arguments.pop("command_id", None) or os.urandom(12).hex(), "name": name}
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._outbox.append(({**payload, **arguments}, future))
        self._more.set()
        return future

    async def do(self, name: str, **arguments: Any) -> Json:
        """A command pressed on the view that is shown now; gives its answer."""
        return await self.put(name, revision=self.revision, **arguments)

    async def done(self, name: str, **arguments: Any) -> Json:
        """A command that must be accepted; gives its result."""
        answer = await self.put(name, **arguments)
        if not answer["ok"]:
            raise BrokenPromise(f"{name}: {answer['error']}")
        result: Json = answer["result"]
        return result

    async def _pump(self) -> None:
        while True:
            while not self._outbox:
                self._more.clear()
                await self._more.wait()
            payload, future = self._outbox[0]
            answer = await self._until_answered(payload)
            self._outbox.popleft()
            if not future.done():
                future.set_result(answer)

    async def _until_answered(self, payload: Json) -> Json:
        began = time.monotonic()
        while True:
            await self.connected.wait()
            answer = await self.send_once(payload)
            if answer is not None and (answer["ok"] or not answer["error"]["retry"]):
                self.waits.append(time.monotonic() - began)
                self._remember(payload["id"], answer)
                return answer
            await asyncio.sleep(0.1)

    def _remember(self, command: str, answer: Json) -> None:
        known = self.answers.setdefault(command, answer)
        if known["ok"] and known != answer:
            self.broken.append(f"{command} was answered {known} and then {answer}")

    async def send_once(self, payload: Any) -> Json | None:
        """Send a command now; ``None`` when no answer came."""
        wire, self._number = self._wire, self._number + 1
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._acks[self._number] = waiting
        waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.sent += 1
        try:
            if wire is None:
                raise EOFError
            await wire.send(f"42{self._number}" + json.dumps(["command", payload]))
            return await asyncio.wait_for(waiting, ANSWER_S)
        except LOST:
            return None

    async def wait_revision(self, revision: int, seconds: float = 10.0) -> None:
        """Until a view of at least this revision came."""
        async with asyncio.timeout(seconds):
            while self.revision < revision:
                await asyncio.sleep(0.02)

    async def wait_phase(self, number: int, seconds: float = 10.0) -> None:
        """Until the phase with this number shows."""
        async with asyncio.timeout(seconds):
            while self.stage.get("number") != number:
                await asyncio.sleep(0.02)


async def seat(join_url: str, circle: str, origin: str | None = None) -> str:
    """Take a seat over HTTP; gives the ticket."""
    parts = urlsplit(join_url)
    own = f"{parts.scheme}://{parts.netloc}"
    http = Http((parts.hostname or "", parts.port or 80), origin or own)
    form = ("Accept: application/json", "Content-Type: application/x-www-form-urlencoded")
    try:
        status, body = await http.request("POST", parts.path, f"circle={circle}", *form)
    finally:
        http.close()
    if status != 200:
        raise BrokenPromise(f"join was answered {status}: {body[:200]}")
    ticket: str = json.loads(body)["ticket"]
    return ticket


async def seats(join_url: str, circles: list[str], at_once: int = 50) -> list[str]:
    """A ticket for each of these circles, in their order."""
    gate = asyncio.Semaphore(at_once)

    async def one(circle: str) -> str:
        async with gate:
            return await seat(join_url, circle)

    return list(await asyncio.gather(*(one(circle) for circle in circles)))


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
