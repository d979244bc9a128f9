"""One soak: start, write, kill, write on, and compare the books with disk, minutes and screens."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.clients import ticket_of
from tests.faults.harness import Faulty
from tests.faults.light import Light, percentile, seat, seats
from tests.faults.proxy import Proxy, proxied

from .phones import LIVE_NOTES, Writer
from .real import RealPhones

CIRCLES = ("pupils", "parents", "teachers")
DISCUSSIONS = (2, 5, 8)
ENDED = 16
EVERY_NTH_FLAPS = 5
EVERY_NTH_POLLS = 5
SETTLE_S = 40.0
CLOSING_S = 180.0
"""For taking seats, settling and comparing: after that the run is broken, not patient."""


@dataclass
class Plan:
    """How long and how hard. The run ends at ``acknowledged`` or after ``seconds``."""

    phones: int = 300
    real: int = 15
    kills: int = 50
    acknowledged: int = 50_000
    seconds: float = 600.0
    pause_s: float = 0.35
    seed: int = 1


@dataclass
class Figures:
    """What came of it."""

    phones: int = 0
    real: int = 0
    seconds: float = 0.0
    kills: int = 0
    cuts: int = 0
    acknowledged: int = 0
    on_disk: int = 0
    lost_commands: int = 0
    doubled_commands: int = 0
    notes_standing: int = 0
    rows: int = 0
    in_minutes: int = 0
    lost_notes: int = 0
    doubled_notes: int = 0
    screens: int = 0
    not_converged: int = 0
    resent: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    p50_s: float = 0.0
    p95_s: float = 0.0
    slowest_s: float = 0.0
    back_p50_s: float = 0.0
    back_slowest_s: float = 0.0
    broken: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Nothing lost, nothing doubled, every screen the same."""
        wrong = self.lost_commands + self.doubled_commands + self.lost_notes + self.doubled_notes
        same = self.notes_standing == self.rows == self.in_minutes
        return not (wrong or self.not_converged or self.broken) and same

    def table(self) -> str:
        rows = {name: value for name, value in vars(self).items() if name != "broken"}
        rows["refused"] = dict(self.refused)
        rows["broken"] = self.broken[:5]
        shown = {
            name: f"{value:.3f}" if isinstance(value, float) else value
            for name, value in rows.items()
        }
        return "\n".join(f"  {name.replace('_', ' '):18} {value}" for name, value in shown.items())


class Soak:
    """A run of ``plan`` on a fresh data directory."""

    def __init__(self, plan: Plan, data: Path) -> None:
        self.plan = plan
        self.dice = random.Random(plan.seed)
        self.server = Faulty(data)
        self.links = self.server.prepare()
        self.figures = Figures(plan.phones, plan.real)
        self.backs: list[float] = []

    async def run(self) -> Figures:
        self.server.start()
        try:
            async with asyncio.timeout(self.plan.seconds + CLOSING_S):
                return await self._run()
        finally:
            self.server.end()

    async def _run(self) -> Figures:
        with proxied(self.server.port, flap=(6.0, 1.0)) as proxy:
            await self._take_seats(proxy)
            began = time.monotonic()
            await self._evening(began)
            proxy.flap = None
            proxy.reopen()
            await self._settle()
            self.figures.cuts = proxy.cuts
            self.figures.seconds = time.monotonic() - began
            await self._compare()
            await asyncio.gather(*(one.stop() for one in self._lines()))
            await self.real.close()
        return self.figures

    def _lines(self) -> list[Light]:
        return [*(writer.line for writer in self.writers), self.chair, self.hall]

    async def _take_seats(self, proxy: Proxy) -> None:
        plan, join_url = self.plan, self.links["join_url"]
        circles = [CIRCLES[number % 3] for number in range(plan.phones)]
        tickets = await seats(join_url, circles)
        light = plan.phones - plan.real
        self.writers = [
            self._writer(number, tickets[number], circles[number], proxy) for number in range(light)
        ]
        real = [
            {"name": f"echt{number}", "ticket": tickets[number], "circle": circles[number]}
            for number in range(light, plan.phones)
        ]
        self.tickets = {one["name"]: one["ticket"] for one in real}
        self.chair = self._screen("chair_url")
        self.hall = self._screen("screen_url")
        for line in self._lines():
            line.start()
        self.real = RealPhones(self.server.url, real, plan.pause_s, LIVE_NOTES)
        await self.real.start()

    def _writer(self, number: int, ticket: str, circle: str, proxy: Proxy) -> Writer:
        through = number % EVERY_NTH_FLAPS == 1
        transport = "polling" if number % EVERY_NTH_POLLS == 0 else "websocket"
        url = proxy.url if through else self.server.url
        line = Light(url, ticket, transport, origin=self.server.url)
        dice = random.Random(self.plan.seed * 1000 + number)
        return Writer(f"licht{number}", circle, line, dice, self.plan.pause_s)

    def _screen(self, link: str) -> Light:
        return Light(self.server.url, ticket_of(self.links[link]))

    # --- the evening

    async def _evening(self, began: float) -> None:
        stop = asyncio.Event()
        writing = [asyncio.create_task(writer.write(stop)) for writer in self.writers]
        killing = asyncio.create_task(self._kill_now_and_then())
        for share, discussion in enumerate(DISCUSSIONS, 1):
            await self._advance_to(discussion)
            if share == 2:
                await self._collect_and_go_back()
            await self._until(share / len(DISCUSSIONS), began, killing)
        await killing
        stop.set()
        await asyncio.gather(*writing)
        await self.real.stop_writing()

    async def _until(self, share: float, began: float, killing: asyncio.Task[None]) -> None:
        """Until this share of the answers, of the kills, or of the time."""
        while time.monotonic() - began < self.plan.seconds * share:
            if killing.done():
                killing.result()  # A server that does not come back ends the run, loudly.
            enough = self._acknowledged() >= self.plan.acknowledged * share
            if enough and self.figures.kills >= int(self.plan.kills * share):
                return
            await asyncio.sleep(0.1)

    def _acknowledged(self) -> int:
        # Those of the real ones are known at the end only, and come on top.
        return sum(len(writer.books.acknowledged) for writer in self.writers)

    async def _advance_to(self, number: int) -> None:
        while self.chair.stage.get("number", 0) < number:
            await self._press("advance")

    async def _press(self, name: str, **arguments: Any) -> None:
        before = self.chair.revision
        answer = await self.chair.put(name, **arguments)
        if answer["ok"]:
            with contextlib.suppress(TimeoutError):
                await self.chair.wait_revision(max(before + 1, answer["revision"]), 20)

    async def _collect_and_go_back(self) -> None:
        """A slip of the finger: collected, and back. What stood there stands there again."""
        await asyncio.sleep(1)
        await self._press("advance")
        await asyncio.sleep(0.3)
        await self._press("back")

    async def _kill_now_and_then(self) -> None:
        plan = self.plan
        if not plan.kills:
            return
        gap = plan.seconds * 0.9 / plan.kills
        self.server.warm_up()
        for _ in range(plan.kills):
            await asyncio.sleep(self.dice.uniform(0.4, 1.2) * gap)
            process, self.server.process = self.server.process, None
            process.kill()  # type: ignore[union-attr]
            died = time.monotonic()
            await asyncio.to_thread(process.wait)  # type: ignore[union-attr]
            self.server.take_over()
            self.figures.kills += 1
            await asyncio.to_thread(self.server._await_health)
            self.backs.append(time.monotonic() - died)
            self.server.warm_up()

    async def _settle(self) -> None:
        """The chair ends the evening; every outbox is empty; every line is up."""
        await self._advance_to(ENDED)
        until = time.monotonic() + SETTLE_S
        while time.monotonic() < until:
            if all(
                one.connected.is_set() and one.stage["number"] == ENDED for one in self._lines()
            ):
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(1.5)

    # --- the books

    async def _compare(self) -> None:
        told = await self.real.told()
        self._count(told)
        self._compare_commands(told)
        await self._compare_notes(told)
        await self._compare_screens(told)

    def _count(self, told: list[dict[str, Any]]) -> None:
        figures, waits = self.figures, []
        for writer in self.writers:
            waits += writer.line.waits
            figures.refused.update(writer.books.refused)
            figures.resent += writer.line.sent - len(writer.line.waits)
            figures.broken += writer.line.broken
        for one in told:
            figures.refused.update(one["refused"])
        if waits:
            figures.p50_s, figures.p95_s = percentile(waits, 0.5), percentile(waits, 0.95)
            figures.slowest_s = max(waits)
        if self.backs:
            figures.back_p50_s, figures.back_slowest_s = (
                percentile(self.backs, 0.5),
                max(self.backs),
            )

    def _compare_commands(self, told: list[dict[str, Any]]) -> None:
        """Each acknowledged id stands on the disk; each effect was acknowledged once."""
        ids = set[str]().union(
            *(writer.books.acknowledged for writer in self.writers),
            *(one["acknowledged"] for one in told),
        )
        on_disk = [str(name) for (name,) in self.server.rows("SELECT id FROM given")]
        ours = [name for name in on_disk if name.startswith(("licht", "echt"))]
        journal = self.server.rows("SELECT count(*) FROM journal WHERE name LIKE '%_note'")[0][0]
        figures = self.figures
        figures.acknowledged, figures.on_disk = len(ids), len(ours)
        figures.lost_commands = len(ids - set(ours))
        figures.doubled_commands = max(int(journal) - len(set(ours)), 0) + len(set(ours) - ids)

    async def _compare_notes(self, told: list[dict[str, Any]]) -> None:
        standing: Counter[str] = Counter()
        for writer in self.writers:
            standing.update(writer.books.live.values())
        for one in told:
            standing.update(one["live"].values())
        rows = Counter(str(text) for (text,) in self.server.rows("SELECT text FROM note"))
        minutes = await asyncio.to_thread(self.server.minutes, self.links["code"])
        written = Counter(
            note["text"]
            for circle in minutes["circles"]
            for note in [*circle["notes"], *circle["questions"]]
        )
        figures = self.figures
        figures.notes_standing, figures.rows = standing.total(), rows.total()
        figures.in_minutes = written.total()
        figures.lost_notes = (standing - rows).total() + (standing - written).total()
        figures.doubled_notes = (rows - standing).total() + (written - standing).total()

    async def _compare_screens(self, told: list[dict[str, Any]]) -> None:
        """What a screen shows is what the same seat gets when it comes anew."""
        gate = asyncio.Semaphore(25)

        async def difference(name: str, ticket: str, shown: dict[str, Any]) -> str:
            async with gate:
                fresh = Light(self.server.url, ticket).start()
                with contextlib.suppress(TimeoutError):
                    await fresh.wait_revision(0, 20)
                await fresh.stop()
                anew = {**fresh.stage, **fresh.regions}
                parts = [part for part in shown.keys() | anew if shown.get(part) != anew.get(part)]
                return f"{name} differs in {sorted(parts)}" if parts else ""

        screens = [
            (writer.name, writer.line.ticket, {**writer.line.stage, **writer.line.regions})
            for writer in self.writers
        ]
        screens += [
            (one["name"], self.tickets[one["name"]], {**one["stage"], **one["regions"]})
            for one in told
        ]
        found = [one for one in await asyncio.gather(*(difference(*it) for it in screens)) if one]
        newest = self.server.rows("SELECT max(revision) FROM conversation")[0][0]
        # The chair and the hall are told every revision.
        for name, line in (("chair", self.chair), ("hall", self.hall)):
            if line.revision != newest:
                found.append(f"{name} is at {line.revision} of {newest}")
        self.figures.screens, self.figures.not_converged = len(screens) + 2, len(found)
        self.figures.broken += found


def soak(plan: Plan, data: Path) -> Figures:
    """Run it."""
    return asyncio.run(Soak(plan, data).run())


__all__ = ["Figures", "Plan", "seat", "soak"]
