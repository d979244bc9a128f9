"""``python -m tests.faults.hostile URL FILE SECONDS``: tickets that do nothing but hammer.

Each line of FILE is a ticket, or a join address. A ticket connects and sends as fast as the line
takes it: notes, what it may not do, rubbish; when it is thrown out it comes back. A join address is
asked for one seat after another. At the end it prints what it got, as JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from .light import LOST, BrokenPromise, Websocket, seat

BREATH = 20
"""Commands in one breath."""


class Hostile:
    """All of them, in one process of their own."""

    def __init__(self, url: str, until: float) -> None:
        parts = urlsplit(url)
        self.url, self.until = url, until
        self.address = (parts.hostname or "", parts.port or 80)
        self.seen: Counter[str] = Counter()

    async def hammer(self, ticket: str) -> None:
        while time.monotonic() < self.until:
            wire = Websocket(self.address, self.url)
            reading = None
            try:
                await asyncio.wait_for(wire.open(), 10)
                await wire.send("40" + json.dumps({"ticket": ticket}))
                self.seen["connections"] += 1
                reading = asyncio.create_task(self._read(wire))
                while time.monotonic() < self.until and not reading.done():
                    async with asyncio.timeout(5):
                        await wire.send(*(self._command(number) for number in range(BREATH)))
                    self.seen["commands"] += BREATH
                    await asyncio.sleep(0)
            except LOST:
                self.seen["thrown out"] += 1
            finally:
                if reading is not None:
                    reading.cancel()
                wire.close()
            await asyncio.sleep(0.05)

    def _command(self, number: int) -> str:
        name, extra = random.choice(
            [
                ("submit_note", {"text": "x" * 250}),
                ("advance", {}),
                ("edit_note", {"note": "none", "text": "y"}),
                ("z" * 500, {}),
            ]
        )
        payload = {"id": f"{random.random()}", "name": name, **extra}
        return f"42{number}" + json.dumps(["command", payload])

    async def _read(self, wire: Websocket) -> None:
        with contextlib.suppress(*LOST):
            while True:
                for packet in await wire.receive():
                    if packet == "2":
                        await wire.send("3")
                    code = "ok" if '"ok":true' in packet else packet.partition('"code":"')[2]
                    if packet.startswith("43"):
                        self.seen[f"answer {code.partition(chr(34))[0]}"] += 1

    async def join(self, address: str) -> None:
        while time.monotonic() < self.until:
            try:
                await asyncio.wait_for(seat(address, "parents"), 10)
                self.seen["joins"] += 1
            except BrokenPromise as refusal:
                self.seen[f"join {str(refusal)[19:23].strip()}"] += 1
            except LOST:
                self.seen["join lost"] += 1


async def main(url: str, file: Path, seconds: float) -> Counter[str]:
    hostile = Hostile(url, time.monotonic() + seconds)
    jobs = [
        hostile.join(line) if line.startswith("http") else hostile.hammer(line)
        for line in file.read_text().split()
    ]
    await asyncio.gather(*jobs)
    return hostile.seen


if __name__ == "__main__":
    os.nice(
        19
    )  # in a school they have processors of their own; here they must not take the server's
    print(json.dumps(asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))))
