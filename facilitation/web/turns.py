"""Who hammers waits for a turn, and nobody else notices.

Rule: a ticket may do a few things at once and earns more only by pausing: while it hammers, or is
made to wait, it earns nothing. Beyond them it stands in one lane with everybody else who hammers,
and the lane lets so many through a second, however many stand in it. Holding a line up, rather than
refusing, leaves what it would still send in its own machine.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from facilitation.core.refusals import Refused

from .limits import MOST_BUCKETS, Limit


class Lane:
    """``flow.burst`` at once; after that ``flow.per_second``, in the order in which they came."""

    def __init__(self, flow: Limit, longest_s: float) -> None:
        self._step = 1 / flow.per_second
        self._ahead = flow.burst / flow.per_second
        self._longest_s = longest_s
        self._next = 0.0

    def wait(self) -> float:
        """Stand until it is one's turn; gives the seconds waited. Refuses ``too_fast`` at once
        when the turn would come later than ``longest_s`` from now."""
        now = time.monotonic()
        turn = max(self._next, now - self._ahead) + self._step
        if turn - now > self._longest_s:
            raise Refused("too_fast")
        self._next = turn
        hold = max(0.0, turn - now)
        if hold:
            time.sleep(hold)
        return hold


@dataclass(slots=True)
class _Pace:
    left: float
    since: float = field(default_factory=time.monotonic)
    waited: float = 0.0


CALM = Limit(burst=6, per_second=4)
"""What a person does at most, with pauses for breath. Less than that never waits."""
HASTY = Limit(burst=0, per_second=100)
LONGEST_TURN_S = 4.0
PATIENCE_S = 30.0
"""Whoever has stood in the lane so long, all in all, without once pausing is hung up."""


class Turns:
    """The pace of each ticket, and the lane for who goes beyond it."""

    def __init__(self, calm: Limit = CALM) -> None:
        self._calm = calm
        self._lane = Lane(HASTY, LONGEST_TURN_S)
        self._paces: OrderedDict[str, _Pace] = OrderedDict()

    def take(self, key: str) -> None:
        """One more for ``key``: at once, or after its turn. Refuses ``too_fast`` when there is no
        end to it: then its line is to be hung up."""
        pace = self._pace(key)
        now = time.monotonic()
        pause = max(0.0, now - pace.since)
        pace.left = min(self._calm.burst, pace.left + pause * self._calm.per_second)
        pace.since = now
        if pace.left >= 1:
            pace.left -= 1
            pace.waited = 0.0
            return
        if pace.waited > PATIENCE_S:
            raise Refused("too_fast")
        pace.waited += self._lane.wait()
        pace.since = time.monotonic()

    def done(self, key: str) -> None:
        """It has its answer: a pause may begin."""
        if key in self._paces:
            self._paces[key].since = time.monotonic()

    def _pace(self, key: str) -> _Pace:
        pace = self._paces.pop(key, None) or _Pace(self._calm.burst)
        self._paces[key] = pace
        if len(self._paces) > MOST_BUCKETS:
            self._paces.popitem(last=False)
        return pace
