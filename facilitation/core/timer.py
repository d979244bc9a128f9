"""A phase's clock as a value: planned, spent, running since (idea: scalachess' Clock).

Rule: nothing here knows what time it is; ``now`` (unix ms) comes from the caller. The used time is
``spent_ms`` plus, while the clock runs, ``now - running_since``. It never goes below zero.
"""

from __future__ import annotations

from .model import Phase, replace

LONGEST_MS = 24 * 60 * 60 * 1000
"""No clock is set to more than a day: longer is a slip of the finger."""


def used_ms(phase: Phase, now: int) -> int:
    """Milliseconds that the phase has used at ``now``."""
    running = 0 if phase.running_since is None else max(0, now - phase.running_since)
    return phase.spent_ms + running


def remaining_ms(phase: Phase, now: int) -> int | None:
    """Milliseconds left (negative in overtime), or ``None`` for a phase that counts up."""
    return None if phase.planned_ms is None else phase.planned_ms - used_ms(phase, now)


def deadline(phase: Phase) -> int | None:
    """The moment at which a running, planned phase reaches zero."""
    if phase.running_since is None or phase.planned_ms is None:
        return None
    return phase.running_since + phase.planned_ms - phase.spent_ms


def start(phase: Phase, now: int) -> Phase:
    """Let the clock run from ``now``; a first start is also the phase's start."""
    first = now if phase.started_at is None else phase.started_at
    return replace(phase, running_since=now, started_at=first, ended_at=None)


def stop(phase: Phase, now: int) -> Phase:
    """Hold the clock at what it has used."""
    return replace(phase, spent_ms=used_ms(phase, now), running_since=None)


def leave(phase: Phase, now: int) -> Phase:
    """End the phase, remembering whether its clock ran."""
    running = phase.running_since is not None
    return replace(stop(phase, now), ended_at=now, left_running=running)


def take_up_again(phase: Phase, now: int) -> Phase:
    """Come back to a phase that was left: same used time, running only if it ran when left."""
    again = replace(phase, ended_at=None, running_since=now if phase.left_running else None)
    return again if again.started_at is not None else replace(again, started_at=now)


def adjust(phase: Phase, delta_ms: int) -> Phase:
    """Add ``delta_ms`` to (or take it off) a planned phase; at least one second stays planned."""
    if phase.planned_ms is None:
        raise ValueError("a phase that counts up has no planned time")
    planned = min(LONGEST_MS, max(1000, phase.planned_ms + delta_ms))
    return replace(phase, planned_ms=planned)


def backdate(phase: Phase, delta_ms: int, now: int) -> Phase:
    """Put the start ``delta_ms`` earlier (negative: later, at most to now). Pauses stay pauses."""
    used = min(LONGEST_MS, max(0, used_ms(phase, now) + delta_ms))
    moved = used - used_ms(phase, now)
    started = None if phase.started_at is None else phase.started_at - moved
    running = None if phase.running_since is None else now
    return replace(phase, spent_ms=used, running_since=running, started_at=started)
