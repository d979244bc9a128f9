"""A school's network in one object: a small TCP proxy that lets through, cuts, stalls and forgets.

Rule: it knows bytes, and of HTTP only whether a request asks for a websocket. It runs its own event
loop in a thread of the test's process, so that tests of any kind may switch it while it works.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers import free_port

CHUNK = 65536
FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Proxy:
    """Listens on ``port``, passes to ``target``. What it does wrong may be changed at any time.

    ``refuse_upgrade``: a filter that knows no websockets. ``flap``: (seconds up, seconds down).
    ``hold_s``: keeps what it gets this long before passing it on, in both directions.
    ``idle_s``: cuts a connection over which nothing went for so long. ``open``: ``False`` cuts
    everything and accepts nobody; ``silent``: keeps connections and passes nothing.
    """

    target: int
    port: int = field(default_factory=free_port)
    refuse_upgrade: bool = False
    flap: tuple[float, float] | None = None
    hold_s: float = 0.0
    idle_s: float | None = None
    open: bool = True
    silent: bool = False
    cuts: int = 0
    upgrades_refused: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._writers: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def cut(self) -> None:
        """Every connection, now and without a word."""
        self._loop.call_soon_threadsafe(self._cut)

    def close(self) -> None:
        """Cut, and let nobody in until ``reopen``."""
        self.open = False
        self.cut()

    def reopen(self) -> None:
        self.open = True

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, backlog=1024)
        flapping = asyncio.create_task(self._flap())
        self._ready.set()
        await self._end.wait()
        flapping.cancel()
        server.close()
        self._cut()
        # Whoever is being passed on notices the cut by itself; only what hangs is given up.
        await asyncio.sleep(0.1)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _flap(self) -> None:
        while True:
            if self.flap is None:
                await asyncio.sleep(0.05)
                continue
            up, down = self.flap
            await asyncio.sleep(up)
            self.open = False
            self._cut()
            await asyncio.sleep(down)
            self.open = True

    def _cut(self) -> None:
        self.cuts += len(self._writers)
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.open:
            writer.transport.abort()
            return
        try:
            out_reader, out_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, out_writer}
        last = [self._loop.time()]
        jobs = [
            asyncio.create_task(self._pass(reader, out_writer, last, writer)),
            asyncio.create_task(self._pass(out_reader, writer, last, None)),
            asyncio.create_task(self._watch_idle(last)),
        ]
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
        for job in jobs:
            job.cancel()
        for one in (writer, out_writer):
            self._writers.discard(one)
            with contextlib.suppress(Exception):
                one.close()

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        last: list[float],
        back: asyncio.StreamWriter | None,
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                while self.silent:
                    await asyncio.sleep(0.02)
                last[0] = self._loop.time()
                if back is not None and self._refused(data):
                    back.write(FORBIDDEN)
                    await back.drain()
                    return
                if self.hold_s:
                    await asyncio.sleep(self.hold_s)
                writer.write(data)
                await writer.drain()

    def _refused(self, data: bytes) -> bool:
        asks = self.refuse_upgrade and b"upgrade: websocket" in data[:8192].lower()
        self.upgrades_refused += asks
        return asks

    async def _watch_idle(self, last: list[float]) -> None:
        while self.idle_s is None or self._loop.time() - last[0] < self.idle_s:
            await asyncio.sleep(0.1)
        self.cuts += 1


@contextmanager
def proxied(target: int, **wrong: object) -> Iterator[Proxy]:
    """A proxy in front of a port for as long as the block lasts."""
    proxy = Proxy(target, **wrong)  # type: ignore[arg-type]
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
