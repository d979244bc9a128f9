"""Time: restarts, a server's clock that jumps, a laptop that sleeps. No deadline moves."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.clients import Phone

from .harness import Evening, evening, falls_without, wait_until

CLOCK = ("number", "planned_s", "spent_s", "running_since")


def _clock(one: Evening) -> dict[str, Any]:
    return {name: one.chair.stage[name] for name in CLOCK}


def clock_survives_a_restart(one: Evening) -> None:
    before = _clock(one)
    one.server.restart()
    one.reconnect_chair()
    assert _clock(one) == before


def test_p10_restart_with_a_running_clock_keeps_the_deadline(data: Path) -> None:
    with evening(data) as one:
        assert one.chair.stage["running_since"]
        clock_survives_a_restart(one)


def test_p10_falls_when_the_clock_starts_anew_on_loading(data: Path) -> None:
    falls_without("absolute_clock", data, clock_survives_a_restart)


def test_p10_restart_with_a_paused_clock_keeps_it_paused(data: Path) -> None:
    with evening(data) as one:
        one.chair.done("pause", revision=None)
        one.chair.wait(lambda chair: chair.stage["running_since"] is None)
        clock_survives_a_restart(one)


def test_p10_restart_with_an_expired_clock_goes_nowhere_by_itself(data: Path) -> None:
    with evening(data) as one:
        one.chair.done("backdate_start", seconds=1200, revision=None)
        one.chair.wait(_used_up)
        clock_survives_a_restart(one)
        phone = one.phone()
        phone.done("submit_note", text="In de verlenging?")
        phone.close()


def _used_up(chair: Phone) -> bool:
    stage = chair.stage
    running = chair.views[-1]["now"] - (stage["running_since"] or chair.views[-1]["now"])
    return bool(stage["spent_s"] + running / 1000 > stage["planned_s"])


def server_clock_jump_is_told_and_moves_nothing(one: Evening, hours: int) -> None:
    before = _clock(one)
    regions = dict(one.chair.regions)
    one.server.control(ahead_s=hours * 3600)
    one.chair.wait(lambda chair: chair.regions != regions, 8)
    assert _clock(one) == before
    one.server.control()
    wait_until(lambda: one.chair.command("open_door", revision=None)["ok"])
    assert _clock(one) == before
    one.server.restart()
    one.reconnect_chair()
    assert _clock(one) == before


@pytest.mark.parametrize("hours", [1, -1])
def test_p10_server_clock_that_jumps_is_told_to_the_chair_and_moves_no_deadline(
    data: Path, hours: int
) -> None:
    with evening(data) as one:
        server_clock_jump_is_told_and_moves_nothing(one, hours)


def test_p10_falls_when_nobody_watches_the_clock(data: Path) -> None:
    falls_without(
        "clock_notice", data, lambda one: server_clock_jump_is_told_and_moves_nothing(one, 1)
    )


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("seconds", [6, 90])
def test_p10_laptop_that_sleeps_wakes_with_the_same_deadline(data: Path, seconds: int) -> None:
    with evening(data) as one:
        phone = one.phone()
        before = _clock(one)
        one.server.sleep()
        time.sleep(seconds)
        one.server.wake()
        fresh = Phone(one.server, phone.ticket).connect()
        assert {name: fresh.stage[name] for name in CLOCK} == before
        began = time.monotonic()
        fresh.done("submit_note", text="Wakker?")
        assert time.monotonic() - began < 5
        phone.close()
        fresh.close()


def test_chair_that_vanishes_mid_phase_finds_everything_as_it_was(one: Evening) -> None:
    phone = one.phone()
    before = _clock(one)
    one.chair.close()
    phone.done("submit_note", text="Is de voorzitter weg?")
    assert {name: phone.stage[name] for name in CLOCK} == before
    one.reconnect_chair()
    assert _clock(one) == before
    assert "Is de voorzitter weg?" in "".join(one.chair.regions.values())
    phone.close()
