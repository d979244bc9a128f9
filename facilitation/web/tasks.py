"""What takes longer than a second: done beside the request, watched on a page that can be reloaded.

Rule: a task is somebody's, lives in memory only and is gone a quarter of an hour after it ended, or
with the server; what it made is in no file here. Its slow parts run in a real thread, so that an
evening that goes on is not held up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from facilitation import keys
from facilitation.core.refusals import Refused

KEPT_MS = 15 * 60 * 1000
MOST_RUNNING = 3
"""At once on one server."""


@dataclass(slots=True)
class Task:
    """One job under way. ``account``: whose; ``kind``: which words its page has."""

    id: str
    account: str
    kind: str
    total: int
    done: float = 0
    ended_at: int | None = None
    failed: bool = False
    result: bytes = b""
    file_name: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    """What its page says at the end."""

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self.ended_at is None

    def progress(self, done: float, total: int) -> None:
        """How far it is; part of a conversation counts in the bar."""
        self.done, self.total = done, total


class Tasks:
    """The tasks of one server; an account has one at a time."""

    def __init__(self, clock: Callable[[], int], failed: Callable[[BaseException], None]) -> None:
        self._clock = clock
        self._failed = failed
        self._tasks: dict[str, Task] = {}

    def start(self, account: str, kind: str, total: int, work: Callable[[Task], None]) -> Task:
        """Begin one, in place of the last. Refuses ``server_busy`` beside a running one."""
        self._drop_old()
        mine = [one for one in self._tasks.values() if one.account == account]
        running = sum(one.running for one in self._tasks.values())
        if running >= MOST_RUNNING or any(one.running for one in mine):
            raise Refused("server_busy")
        for one in mine:
            del self._tasks[one.id]
        task = Task(keys.identifier(), account, kind, total)
        self._tasks[task.id] = task
        threading.Thread(target=self._run, args=(task, work), daemon=True).start()
        return task

    def of(self, account: str, id: str) -> Task | None:  # noqa: A002 - the address names it
        """A task of this account's, ``None`` when it is another's or gone."""
        self._drop_old()
        found = self._tasks.get(id)
        return found if found is not None and found.account == account else None

    def _run(self, task: Task, work: Callable[[Task], None]) -> None:
        try:
            work(task)
        except Exception as error:
            task.failed = True
            self._failed(error)
        finally:
            task.ended_at = self._clock()

    def _drop_old(self) -> None:
        now = self._clock()
        for one in list(self._tasks.values()):
            if one.ended_at is not None and now > one.ended_at + KEPT_MS:
                del self._tasks[one.id]
