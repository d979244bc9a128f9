"""The phones of the soak: each writes, changes and withdraws, and remembers what it was told."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

from tests.faults.light import Light

LIVE_NOTES = 5
"""A phone has at most so many notes in a phase here; the protocol allows 20."""


@dataclass
class Books:
    """What one phone was told: what must be true at the end."""

    acknowledged: set[str] = field(default_factory=set)
    """Ids of commands that were answered ok."""
    live: dict[str, str] = field(default_factory=dict)
    """Notes that stand, and their words."""
    refused: dict[str, int] = field(default_factory=dict)

    def enter(self, command: dict[str, Any], answer: dict[str, Any]) -> None:
        if not answer["ok"]:
            code = answer["error"]["code"]
            self.refused[code] = self.refused.get(code, 0) + 1
            return
        self.acknowledged.add(command["id"])
        if command["name"] == "withdraw_note":
            self.live.pop(command["note"], None)
        else:
            self.live[answer["result"]["note"]] = command["text"]


@dataclass
class Writer:
    """A person who never stops writing while their circle listens."""

    name: str
    circle: str
    line: Light
    dice: random.Random
    pause_s: float
    books: Books = field(default_factory=Books)
    _here: dict[int, list[str]] = field(default_factory=dict)
    _count: int = 0

    async def write(self, stop: asyncio.Event) -> None:
        """Until ``stop``: a command, its answer, a pause."""
        while not stop.is_set():
            await asyncio.sleep(self.dice.uniform(0.5, 1.5) * self.pause_s)
            command = self._next()
            if command is not None:
                name = command.pop("name")
                self._count += 1
                command["command_id"] = f"{self.name}-{self._count}"
                answer = await self.line.put(name, **command)
                command |= {"name": name, "id": command["command_id"]}
                self.books.enter(command, answer)
                self._settle(command, answer)

    def _next(self) -> dict[str, Any] | None:
        stage = self.line.stage
        if stage.get("phase") != "discussion" or stage.get("circle") == self.circle:
            return None
        here = self._here.setdefault(stage["number"], [])
        text = f"{self.name}, vraag {self._count}?"
        if (len(here) < LIVE_NOTES and self.dice.random() < 0.6) or not here:
            return {"name": "submit_note", "text": text, "phase": stage["number"]}
        note = self.dice.choice(here)
        if self.dice.random() < 0.25:
            return {"name": "withdraw_note", "note": note}
        return {"name": "edit_note", "note": note, "text": text}

    def _settle(self, command: dict[str, Any], answer: dict[str, Any]) -> None:
        if command["name"] == "submit_note" and answer["ok"]:
            self._here.setdefault(command["phase"], []).append(answer["result"]["note"])
        gone = command["name"] == "withdraw_note" or not answer["ok"]
        for notes in self._here.values():
            if gone and command.get("note") in notes:
                notes.remove(command["note"])
