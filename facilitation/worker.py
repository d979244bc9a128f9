"""One queue in front of one store: jobs are taken together, run together, answered together.

Rule: whoever submits waits on an event of its own kind (green or real); the batch itself runs in a
real thread through ``run_in_thread`` and touches no lock. While one batch is on its way to the
disk the next one gathers, which is what makes ``synchronous=FULL`` cheap (group commit).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .core.refusals import Refused

LARGEST_BATCH = 256
"""Jobs in one transaction: enough for a whole hall at once, short enough to answer soon."""
PATIENCE_S = 4.5
"""How long a submitter waits; the promise is an answer within five seconds (P3)."""

Job = Callable[[Any], Any]


@dataclass(slots=True)
class Outcome:
    """What a job gave: a value, or the exception to raise at its submitter."""

    value: Any = None
    error: BaseException | None = None


@dataclass(slots=True, eq=False)
class _Waiting:
    job: Job
    done: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome = field(default_factory=Outcome)


RunBatch = Callable[[Sequence[Job]], list[Outcome]]


class Worker:
    """Runs jobs in batches, one batch at a time, in the order in which they came."""

    def __init__(
        self,
        run_batch: RunBatch,
        run_in_thread: Callable[[Callable[[], Any]], Any],
        after_batch: Callable[[], None] = lambda: None,
    ) -> None:
        self._run_batch = run_batch
        self._run_in_thread = run_in_thread
        self._after_batch = after_batch
        self._queue: queue.Queue[_Waiting | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def submit(self, job: Job, patience: float = PATIENCE_S) -> Any:
        """Run ``job`` in the next batch and give its result.

        Raises what the job raised; ``Refused('server_busy')`` when there is no answer in time. The
        job may still happen then: sending the same command id again tells.
        """
        waiting = _Waiting(job)
        self._queue.put(waiting)
        if not waiting.done.wait(patience):
            raise Refused("server_busy")
        if waiting.outcome.error is not None:
            raise waiting.outcome.error
        return waiting.outcome.value

    def stop(self) -> None:
        """Finish what is queued, then end."""
        self._queue.put(None)
        self._thread.join(PATIENCE_S)

    def _run(self) -> None:
        while True:
            batch, last = self._gather()
            if batch:
                self._answer(batch)
            if last:
                return

    def _gather(self) -> tuple[list[_Waiting], bool]:
        """All that waits, at least one; and whether that was the end."""
        first = self._queue.get()
        batch: list[_Waiting] = []
        while first is not None:
            batch.append(first)
            if len(batch) >= LARGEST_BATCH:
                return batch, False
            try:
                first = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _answer(self, batch: list[_Waiting]) -> None:
        jobs = [waiting.job for waiting in batch]
        try:
            outcomes = self._run_in_thread(lambda: self._run_batch(jobs))
        except Exception as error:
            outcomes = [Outcome(error=error) for _ in batch]
        for waiting, outcome in zip(batch, outcomes, strict=True):
            waiting.outcome = outcome
            waiting.done.set()
        self._after_batch()
