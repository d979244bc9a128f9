"""Who hammers waits for a turn; who pauses never waits."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from facilitation.core.refusals import Refused
from facilitation.web import turns
from facilitation.web.limits import JOINS, Limit
from facilitation.web.turns import CALM, HASTY, LONGEST_TURN_S, PATIENCE_S, Lane, Turns


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let so many pass."""
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=made.monotonic, sleep=made.sleep))
    return made


def _take(paces: Turns, clock: Clock, key: str) -> float:
    """One more for ``key``; gives the seconds that it waited."""
    before = clock.now
    paces.take(key)
    paces.done(key)
    return clock.now - before


def test_a_person_never_waits(clock: Clock) -> None:
    paces = Turns()
    for _ in range(500):
        assert _take(paces, clock, "amira") == 0
        clock.sleep(1 / CALM.per_second)


def test_who_hammers_waits_and_earns_nothing_meanwhile(clock: Clock) -> None:
    paces = Turns()
    waits = [_take(paces, clock, "hostile") for _ in range(200)]
    assert waits[: int(CALM.burst)] == [0] * int(CALM.burst)
    assert all(wait > 0 for wait in waits[int(CALM.burst) :])
    assert _take(paces, clock, "amira") == 0


def test_a_pause_makes_calm_again(clock: Clock) -> None:
    paces = Turns()
    while _take(paces, clock, "hasty") == 0:
        pass
    clock.sleep(CALM.burst / CALM.per_second)
    assert _take(paces, clock, "hasty") == 0


def test_the_lane_lets_so_many_through_however_many_stand_in_it(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    asked: list[float] = []
    monkeypatch.setattr(turns.time, "sleep", asked.append)  # all stand there at once
    paces = Turns(Limit(burst=1, per_second=1))
    many = int(HASTY.per_second * LONGEST_TURN_S)
    for number in range(many):
        for _ in range(2):
            paces.take(f"hostile {number}")
    assert len(asked) == many
    assert asked == sorted(asked)
    assert asked[-1] == pytest.approx(many / HASTY.per_second)


def test_who_never_pauses_is_sent_away_in_the_end(clock: Clock) -> None:
    paces = Turns()
    until = clock.now + PATIENCE_S
    while clock.now <= until:
        _take(paces, clock, "hostile")
    with pytest.raises(Refused) as refusal:
        paces.take("hostile")
    assert refusal.value.code == "too_fast"
    clock.sleep(1)
    assert _take(paces, clock, "hostile") == 0


def test_three_hundred_joins_at_once_do_not_wait(clock: Clock) -> None:
    lane = Lane(JOINS, 6.0)
    assert sum(lane.wait() for _ in range(300)) == 0
    assert lane.wait() > 0


def test_a_lane_that_is_too_long_refuses_at_once(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(turns.time, "sleep", lambda seconds: None)
    lane = Lane(Limit(burst=0, per_second=10), 2.05)
    for _ in range(20):
        lane.wait()
    with pytest.raises(Refused) as refusal:
        lane.wait()
    assert refusal.value.code == "too_fast"
    clock.sleep(1)
    assert lane.wait() == pytest.approx(1.1)
