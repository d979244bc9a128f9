"""The agenda as data: numbers, the expected end, fitting the evening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.core import agenda
from facilitation.core import commands as c
from facilitation.core.model import Conversation, PhaseName

from .builders import (
    CHAIR,
    SEVEN,
    advance,
    at,
    back,
    ended,
    evening,
    in_phase,
    minutes,
    numbered,
    press,
    refused,
    steps,
)

# Protocol.md: 5 + 3 × 30 + 3 × 3 + 5 + 5 minutes, the collections within the second quarters.
WHOLE = 114


def expected(conversation: Conversation, seconds: float = 0) -> float:
    """Minutes after seven at which the evening is expected to end."""
    return (agenda.expected_end(conversation, at(seconds)) - SEVEN) / 60_000


def fitted(conversation: Conversation, end_minutes: float, seconds: float = 0) -> Conversation:
    ends_at = SEVEN + minutes(end_minutes)
    return press(conversation, c.FitToEnd(actor=CHAIR, ends_at=ends_at), seconds)


def plan(conversation: Conversation, number: int, seconds: int | None) -> Conversation:
    return press(conversation, c.PlanPhase(actor=CHAIR, number=number, seconds=seconds))


# --- the phases


def test_build_for_three_circles_is_the_table_of_the_protocol() -> None:
    table = [(one.number, one.name, one.circle, one.planned_ms) for one in evening().phases]
    quarter = minutes(15)
    assert table == [
        (0, "lobby", None, None),
        (1, "opening", None, minutes(5)),
        (2, "discussion", "pupils", quarter),
        (3, "collection", "pupils", None),
        (4, "questions", "pupils", quarter),
        (5, "discussion", "parents", quarter),
        (6, "collection", "parents", None),
        (7, "questions", "parents", quarter),
        (8, "discussion", "teachers", quarter),
        (9, "collection", "teachers", None),
        (10, "questions", "teachers", quarter),
        (11, "summary", "pupils", None),
        (12, "summary", "parents", None),
        (13, "summary", "teachers", None),
        (14, "response", "pupils", minutes(5)),
        (15, "closing", None, None),
        (16, "ended", None, None),
    ]


@pytest.mark.parametrize(("circles", "last"), [(2, 12), (3, 16), (4, 20), (5, 24)])
def test_build_for_other_numbers_of_circles(circles: int, last: int) -> None:
    phases = evening(circles).phases
    assert [one.number for one in phases] == list(range(last + 1))
    assert [one.position for one in phases] == list(range(last + 1))
    assert [one.name for one in phases].count(PhaseName.SUMMARY) == circles
    assert phases[-1].name is PhaseName.ENDED


def test_build_lets_the_first_circle_respond_in_any_order() -> None:
    turns = [agenda.Turn(key, minutes(1), minutes(2)) for key in ("staff", "clients")]
    phases = agenda.build(turns)
    assert [one.circle for one in phases if one.name is PhaseName.RESPONSE] == ["staff"]


def test_advance_goes_through_every_number() -> None:
    conversation, seen = evening(), [0]
    while conversation.ended_at is None:
        conversation = press(conversation, advance())
        seen.append(conversation.current)
    assert seen == list(range(17))


def test_skipped_phases_are_passed_over_both_ways() -> None:
    conversation = plan(plan(evening(), 1, 0), 3, 0)
    forward = [steps(conversation, times).current for times in range(4)]
    assert forward == [0, 2, 4, 5]
    assert press(steps(conversation, 2), back(), 70).current == 2


def test_skipped_phase_that_gets_a_plan_again_is_entered() -> None:
    conversation = plan(plan(evening(), 1, 0), 1, 120)
    assert press(conversation, advance()).phase.planned_ms == minutes(2)


def test_break_comes_after_the_present_phase_and_numbers_stay() -> None:
    conversation = press(in_phase(4), c.AddBreak(actor=CHAIR, seconds=600))
    assert [one.number for one in conversation.phases][3:8] == [3, 4, 17, 5, 6]
    assert [one.position for one in conversation.phases] == list(range(18))
    there = press(conversation, advance())
    assert (there.current, there.phase.name, there.phase.planned_ms) == (17, "break", minutes(10))
    assert press(there, advance()).current == 5


# --- the expected end


def test_expected_end_in_the_lobby_counts_from_the_start_of_the_evening() -> None:
    early = agenda.expected_end(evening(), at(-3600))
    assert (early - SEVEN) / 60_000 == WHOLE


def test_expected_end_in_the_lobby_after_the_hour_counts_from_now() -> None:
    assert expected(evening(), 600) == WHOLE + 10


@pytest.mark.parametrize(("circles", "whole"), [(2, 81), (5, 180)])
def test_expected_end_for_other_numbers_of_circles(circles: int, whole: int) -> None:
    assert expected(evening(circles)) == whole


def test_expected_end_with_full_quarters_adds_the_collections() -> None:
    assert expected(evening(full_quarter=True)) == WHOLE + 9


def test_expected_end_does_not_move_while_a_phase_is_within_its_plan() -> None:
    conversation = in_phase(2)
    assert expected(conversation, 890) == expected(conversation, 0)


def test_expected_end_moves_with_overtime() -> None:
    conversation = in_phase(2)
    assert expected(conversation, 1020) == expected(conversation) + 2


def test_expected_end_moves_while_the_clock_is_held() -> None:
    conversation = press(in_phase(2), c.Pause(actor=CHAIR), 60)
    assert expected(conversation, 360) == expected(conversation, 60) + 5


def test_expected_end_is_the_same_however_long_the_collection_takes() -> None:
    conversation = in_phase(3)
    before = expected(conversation)
    assert [expected(conversation, seconds) for seconds in (1, 180, 600, 840)] == [before] * 4


def test_expected_end_moves_once_the_collection_ate_the_questions() -> None:
    conversation = in_phase(3)
    assert expected(conversation, 900) == expected(conversation) + 1


@pytest.mark.parametrize("seconds", [20, 300, 870, 1000])
def test_expected_end_is_the_same_before_and_after_the_step_to_the_questions(seconds: int) -> None:
    collecting = in_phase(3)
    assert expected(press(collecting, advance(), seconds), seconds) == expected(collecting, seconds)


def test_expected_end_knows_the_questions_left_behind_by_a_step_back() -> None:
    asking = press(in_phase(3), advance(), 120)
    collecting = press(asking, back(), 420)
    assert expected(collecting, 420) == expected(asking, 420)


def test_expected_end_two_steps_back_counts_no_used_time_twice() -> None:
    asking = press(in_phase(3), advance(), 120)
    speaking = press(press(asking, back(), 420), back(), 420)
    # The discussion used nothing of its quarter yet.
    assert expected(speaking, 420) == expected(asking, 420) + 15


def test_expected_end_with_a_break_after_the_collection_counts_its_time_once() -> None:
    collecting = press(in_phase(3), c.AddBreak(actor=CHAIR, seconds=300))
    resting = press(collecting, advance(), 240)
    assert expected(resting, 240) == expected(collecting, 240)


def test_expected_end_with_a_planned_collection_is_still_within_the_quarter() -> None:
    assert expected(plan(evening(), 3, 240)) == WHOLE


def test_expected_end_without_questions_to_come_counts_the_collection() -> None:
    conversation = plan(evening(), 4, 0)
    assert expected(conversation) == WHOLE - 15 + 3
    assert expected(steps(conversation, 3)) == WHOLE - 15 + 3 - 20


def test_expected_end_with_questions_that_count_up_counts_the_collection() -> None:
    assert expected(plan(evening(), 4, None)) == WHOLE - 15 + 3


def test_expected_end_leaves_out_what_is_skipped() -> None:
    assert expected(plan(evening(), 13, 0)) == WHOLE - 3


def test_expected_end_after_the_end_is_the_end() -> None:
    assert agenda.expected_end(ended(60), at(9999)) == at(60)


@given(number=st.integers(0, 15), first=st.integers(0, 4000), later=st.integers(0, 4000))
def test_outlook_lets_screens_count_the_end_by_themselves(number, first, later) -> None:
    conversation = in_phase(number)
    rest = agenda.outlook(conversation)
    now = first + later
    used = 0 if conversation.phase.running_since is None else now * 1000
    left = max(0, rest.present_ms - used)
    assert agenda.expected_end(conversation, at(now)) == at(now) + left + rest.ahead_ms


# --- fitting


def test_fit_shortens_all_planned_phases_in_proportion() -> None:
    conversation = fitted(evening(), WHOLE - 50)
    planned = [one.planned_ms for one in conversation.phases if one.planned_ms is not None]
    # 100 planned minutes become 50.
    assert planned == [minutes(2.5), *[minutes(7.5)] * 6, minutes(2.5)]
    assert expected(conversation) == WHOLE - 50


def test_fit_to_a_later_end_changes_no_plan() -> None:
    conversation = evening()
    assert fitted(conversation, 300).phases == conversation.phases


def test_fit_holds_short_phases_at_a_minute() -> None:
    conversation = fitted(plan(evening(), 14, 90), 114 - 3.5 - 72)
    assert conversation.phase_by_number(14).planned_ms == minutes(1)
    assert expected(conversation) <= 114 - 3.5 - 72


def test_fit_to_a_minute_each_is_the_least() -> None:
    least = 8 + 14  # eight planned phases, three summaries and the closing
    conversation = fitted(evening(), least)
    assert {one.planned_ms for one in conversation.phases} == {None, minutes(1)}
    too_early = c.FitToEnd(actor=CHAIR, ends_at=SEVEN + minutes(least) - 1)
    assert refused(evening(), too_early) == "no_room_to_fit"


def test_fit_leaves_the_present_phase_alone() -> None:
    conversation = fitted(in_phase(2), 80)
    assert conversation.phase.planned_ms == minutes(15)


def test_fit_leaves_skipped_phases_and_those_that_count_up() -> None:
    conversation = fitted(plan(evening(), 5, 0), 80)
    kept = [conversation.phase_by_number(number).planned_ms for number in (3, 5, 11, 15)]
    assert kept == [None, 0, None, None]


def test_fit_does_not_shorten_a_collection_that_is_within_the_quarter() -> None:
    assert fitted(plan(evening(), 3, 240), 80).phase_by_number(3).planned_ms == minutes(4)


def test_fit_after_a_long_collection_still_ends_on_time() -> None:
    conversation = fitted(in_phase(3), 60, seconds=600)
    assert expected(conversation, 600) <= 60
    assert conversation.phase_by_number(4).planned_ms >= minutes(11)


@given(
    circles=st.integers(2, 5),
    quarter=st.sampled_from([0.5, 1, 2.5, 7, 15, 40]),
    number=st.integers(0, 9),
    seconds=st.integers(0, 2000),
    end=st.integers(0, 250),
    full=st.booleans(),
)
def test_fit_is_never_longer_never_too_short_and_in_time(
    circles, quarter, number, seconds, end, full
) -> None:
    conversation = steps(evening(circles, quarter, full_quarter=full), number)
    before = agenda.expected_end(conversation, at(seconds))
    ends_at = SEVEN + minutes(end)
    changed = agenda.fit_to_end(conversation, ends_at, at(seconds))
    if changed is None:
        assert ends_at < before
        return
    after = agenda.with_phases(conversation, changed)
    assert agenda.expected_end(after, at(seconds)) <= max(before, ends_at)
    if changed:
        # Rounding down to whole seconds loses less than a second a phase.
        assert agenda.expected_end(after, at(seconds)) > ends_at - 1000 * len(changed) - 1
    for phase in changed:
        was = conversation.phase_by_number(phase.number).planned_ms
        assert was is not None
        assert min(was, agenda.SHORTEST_MS) <= (phase.planned_ms or 0) <= was


def test_next_and_previous_at_the_edges_are_nothing() -> None:
    assert agenda.previous_phase(evening()) is None
    assert agenda.next_phase(ended()) is None


def test_not_begun_leaves_out_present_begun_skipped_and_ended() -> None:
    conversation = numbered(plan(in_phase(12), 14, 0), 13, started_at=SEVEN)
    assert [one.number for one in agenda.not_begun(conversation)] == [15]
