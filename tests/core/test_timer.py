"""A clock is a value: spent, running since, planned."""

import pytest

from facilitation.core import timer
from facilitation.core.model import replace

from .builders import SEVEN, at, minutes, phase


def running(seconds_ago: float, **given):
    return phase(running_since=SEVEN - int(seconds_ago * 1000), started_at=SEVEN, **given)


def test_used_of_a_clock_that_never_ran() -> None:
    assert timer.used_ms(phase(), SEVEN) == 0


def test_used_adds_the_run_to_what_was_spent() -> None:
    assert timer.used_ms(running(10, spent_ms=5000), SEVEN) == 15_000


def test_used_while_held_is_what_was_spent() -> None:
    assert timer.used_ms(phase(spent_ms=5000), at(900)) == 5000


def test_used_when_the_servers_clock_jumped_back_does_not_shrink() -> None:
    assert timer.used_ms(running(0, spent_ms=5000), at(-60)) == 5000


@pytest.mark.parametrize(("used", "left"), [(0, 900_000), (899, 1000), (900, 0), (961, -61_000)])
def test_remaining_goes_below_zero_in_overtime(used: int, left: int) -> None:
    assert timer.remaining_ms(running(used), SEVEN) == left


def test_remaining_of_a_phase_that_counts_up_is_nothing() -> None:
    assert timer.remaining_ms(running(5, planned_ms=None), SEVEN) is None


def test_deadline_counts_what_was_spent() -> None:
    assert timer.deadline(running(0, spent_ms=60_000)) == SEVEN + minutes(14)


@pytest.mark.parametrize("held", [phase(), running(0, planned_ms=None)])
def test_deadline_of_a_held_or_planless_clock_is_nothing(held) -> None:
    assert timer.deadline(held) is None


def test_start_first_is_also_the_start_of_the_phase() -> None:
    assert timer.start(phase(), SEVEN) == phase(running_since=SEVEN, started_at=SEVEN)


def test_start_again_keeps_the_start_of_the_phase() -> None:
    held = timer.stop(timer.start(phase(), SEVEN), at(30))
    assert timer.start(held, at(90)) == replace(
        phase(), running_since=at(90), started_at=SEVEN, spent_ms=30_000
    )


def test_stop_keeps_what_was_used() -> None:
    assert timer.stop(running(20, spent_ms=1000), SEVEN) == phase(started_at=SEVEN, spent_ms=21_000)


@pytest.mark.parametrize("ran", [True, False])
def test_take_up_again_runs_only_if_it_ran_when_left(ran: bool) -> None:
    before = timer.start(phase(), SEVEN)
    before = before if ran else timer.stop(before, at(40))
    left = timer.leave(before, at(60))
    again = timer.take_up_again(left, at(100))
    assert (left.ended_at, left.left_running, again.ended_at) == (at(60), ran, None)
    assert timer.used_ms(again, at(100)) == (60_000 if ran else 40_000)
    assert again.running_since == (at(100) if ran else None)


def test_take_up_again_of_a_phase_that_never_began_starts_it() -> None:
    assert timer.take_up_again(phase(), SEVEN).started_at == SEVEN


@pytest.mark.parametrize(
    ("delta", "planned"),
    [
        (60_000, minutes(16)),
        (-60_000, minutes(14)),
        (-minutes(60), 1000),
        (2 * timer.LONGEST_MS, timer.LONGEST_MS),
    ],
)
def test_adjust_stays_between_a_second_and_a_day(delta: int, planned: int) -> None:
    assert timer.adjust(phase(), delta) == phase(planned_ms=planned)


def test_adjust_without_a_plan_is_a_bug() -> None:
    with pytest.raises(ValueError, match="counts up"):
        timer.adjust(phase(planned_ms=None), 1000)


def test_backdate_moves_start_and_used_time_together() -> None:
    moved = timer.backdate(running(0), 120_000, at(30))
    assert (timer.used_ms(moved, at(30)), moved.started_at) == (150_000, at(-120))


def test_backdate_later_stops_at_now() -> None:
    moved = timer.backdate(running(0), -minutes(10), at(30))
    assert (timer.used_ms(moved, at(30)), moved.started_at) == (0, at(30))


def test_backdate_of_a_held_clock_leaves_it_held() -> None:
    moved = timer.backdate(phase(started_at=SEVEN, spent_ms=10_000), 5000, at(30))
    assert (moved.running_since, moved.spent_ms) == (None, 15_000)
