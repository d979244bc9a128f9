"""Token buckets: so many at once, so many a second after that.

Rule: limits count tickets and conversations, never addresses, because a whole school shares one.
The contract's floors (20 notes or 40 commands within a second and 5 connections a second for a
ticket, 300 joins a second for a conversation) are never refused: the buckets are roomier, and
joins wait for their turn rather than be refused (turns.py).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass

from facilitation.core.refusals import Refused

MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """``burst`` at once, ``per_second`` after that."""

    burst: float
    per_second: float


COMMANDS = Limit(burst=80, per_second=40)
CONNECTIONS = Limit(burst=20, per_second=5)
JOINS = Limit(burst=300, per_second=300)
"""A whole hall at once; more than that comes in by turns."""
PINGS = Limit(burst=1000, per_second=200)
"""Of the page that tests a phone, from everybody together: a hall that presses at once."""
LOADS = Limit(burst=100, per_second=20)


class Limiter:
    """Buckets by key; the ones longest unused are dropped (they would be full again)."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """One more for ``key``. Refuses ``too_fast``."""
        now = time.monotonic()
        left, since = self._buckets.pop(key, (self._limit.burst, now))
        left = min(self._limit.burst, left + (now - since) * self._limit.per_second)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if not allowed:
            raise Refused("too_fast")

    def within(self, key: str) -> bool:
        """Whether one more is within the limit; it counts if so."""
        try:
            self.take(key)
        except Refused:
            return False
        return True
