"""Running the evening: steps, the clock, the plan, the door."""

import pytest

from facilitation.core import agenda, timer
from facilitation.core import commands as c
from facilitation.core.model import Conversation, PhaseName, Role, replace
from facilitation.core.run import MOST_PHASES

from .builders import (
    CHAIR,
    ORGANISER,
    SYSTEM,
    advance,
    at,
    back,
    decided,
    ended,
    evening,
    in_phase,
    minutes,
    on_note,
    phases_for,
    press,
    refused,
    steps,
    submit,
    with_notes,
)

PAUSE = c.Pause(actor=CHAIR)
RESUME = c.Resume(actor=CHAIR)


def used(conversation: Conversation, seconds: float) -> float:
    return timer.used_ms(conversation.phase, at(seconds)) / 1000


def adjust(seconds: int, **given) -> c.AdjustTime:
    return c.AdjustTime(actor=CHAIR, seconds=seconds, **given)


def backdate(seconds: int) -> c.BackdateStart:
    return c.BackdateStart(actor=CHAIR, seconds=seconds)


def plan(number: int, seconds: int | None, **given) -> c.PlanPhase:
    return c.PlanPhase(actor=CHAIR, number=number, seconds=seconds, **given)


def asking() -> Conversation:
    """Two minutes into the pupils' questions, n1 on the floor, n2 and n3 chosen."""
    conversation = with_notes("n1", "n2", "n3")
    for note in ("n1", "n2", "n3"):
        conversation = press(conversation, on_note(c.SelectNote, note))
    conversation = steps(conversation, 2)
    return press(conversation, on_note(c.PutQuestion, "n1"), 120)


def moments(conversation: Conversation) -> Conversation:
    """The conversation without what every accepted command changes."""
    phases = tuple(replace(one, changed=0) for one in conversation.phases)
    return replace(conversation, revision=0, phases=phases)


# --- forward


def test_advance_from_the_lobby_starts_the_opening() -> None:
    conversation = press(evening(), advance(), 30)
    opening = conversation.phase
    assert (opening.name, opening.running_since, opening.started_at) == ("opening", at(30), at(30))
    assert conversation.phase_by_number(0) == replace(evening().phase, changed=1)


def test_advance_keeps_the_used_time_of_what_is_left() -> None:
    conversation = press(in_phase(2), advance(), 1000)
    left = conversation.phase_by_number(2)
    assert (left.spent_ms, left.ended_at, left.running_since) == (1_000_000, at(1000), None)


def test_advance_is_never_refused_because_much_time_is_left() -> None:
    assert press(in_phase(2), advance(), 1).current == 3


def test_advance_from_the_closing_ends_the_evening() -> None:
    conversation = press(in_phase(15), advance(), 60)
    assert (conversation.phase.name, conversation.ended_at) == ("ended", at(60))
    assert conversation.phase.running_since is None


def test_advance_after_the_end_is_refused() -> None:
    assert refused(ended(), advance(), 1) == "conversation_ended"


def test_advance_takes_the_join_code_off_the_hall_screen() -> None:
    shown = press(evening(), c.ShowJoin(actor=CHAIR))
    assert (shown.join_shown, press(shown, advance()).join_shown) == (True, False)


def test_advance_pressed_twice_on_one_screen_goes_one_step() -> None:
    conversation = press(in_phase(2), advance(revision=2))
    assert refused(conversation, advance(revision=2)) == "stale_screen"


def test_advance_is_not_stale_because_of_a_note() -> None:
    conversation = submit(in_phase(2))
    assert press(conversation, advance(revision=2)).current == 3


def test_advance_marks_the_question_on_the_floor_as_asked() -> None:
    conversation = press(asking(), advance(), 200)
    assert (conversation.floor, conversation.is_put("n1")) == (None, True)


# --- the second quarter


@pytest.mark.parametrize(
    ("collected", "planned"), [(0, 900), (200, 700), (840, 60), (870, 60), (2000, 60)]
)
def test_questions_have_their_quarter_less_the_collection(collected: int, planned: int) -> None:
    asked = press(in_phase(3), advance(), collected).phase
    assert (asked.planned_ms, asked.deducted_ms) == (planned * 1000, (900 - planned) * 1000)


def test_questions_have_their_full_quarter_where_that_is_set() -> None:
    assert press(in_phase(3, full_quarter=True), advance(), 200).phase.planned_ms == minutes(15)


def test_questions_shorter_than_a_minute_are_not_shortened() -> None:
    conversation = press(in_phase(3), plan(4, 40))
    assert press(conversation, advance(), 200).phase.planned_ms == 40_000


def test_questions_that_count_up_lose_nothing() -> None:
    conversation = press(in_phase(3), plan(4, None))
    assert press(conversation, advance(), 200).phase.planned_ms is None


def test_questions_after_a_held_collection_lose_only_what_it_used() -> None:
    conversation = press(in_phase(3), PAUSE, 100)
    assert press(conversation, advance(), 500).phase.planned_ms == 800_000


def test_questions_after_a_break_still_lose_what_the_collection_used() -> None:
    conversation = press(in_phase(3), c.AddBreak(actor=CHAIR, seconds=300))
    conversation = press(press(conversation, advance(), 180), advance(), 600)
    assert conversation.phase.planned_ms == 720_000


def test_questions_after_a_second_collection_lose_both_its_parts_once() -> None:
    conversation = press(in_phase(3), advance(), 120)
    conversation = press(conversation, back(), 420)
    conversation = press(conversation, advance(), 480)
    assert (conversation.phase.planned_ms, used(conversation, 480)) == (720_000, 300)


# --- back


def test_back_from_the_lobby_is_refused() -> None:
    assert refused(evening(), back()) == "wrong_phase"


def test_back_from_the_opening_goes_to_the_lobby() -> None:
    conversation = press(in_phase(1), back(), 5)
    assert moments(conversation) == moments(evening())


def test_back_resumes_with_the_time_that_was_used() -> None:
    conversation = press(press(in_phase(2), advance(), 300), back(), 340)
    assert (conversation.current, used(conversation, 340), used(conversation, 350)) == (2, 300, 310)
    assert conversation.phase.ended_at is None


def test_back_to_a_held_clock_leaves_it_held() -> None:
    conversation = press(press(press(in_phase(2), PAUSE, 60), advance(), 90), back(), 95)
    assert (conversation.phase.running_since, used(conversation, 999)) == (None, 60)


def test_back_restores_the_question_on_the_floor() -> None:
    conversation = press(press(asking(), advance(), 200), back(), 205)
    assert (conversation.current, conversation.floor) == (4, "n1")


def test_back_restores_the_list_in_the_hall() -> None:
    shown = press(asking(), c.ShowSelection(actor=CHAIR), 130)
    conversation = press(press(shown, advance(), 200), back(), 205)
    assert (conversation.phase.list_shown, conversation.floor) == (True, None)


@pytest.mark.parametrize("number", range(16))
def test_back_at_once_after_advance_restores_everything(number: int) -> None:
    conversation = in_phase(number)
    there_and_back = press(press(conversation, advance(), 200), back(), 200)
    phase = conversation.phase
    if phase.name is not PhaseName.LOBBY:
        spent = replace(phase, spent_ms=200_000, running_since=at(200), left_running=True)
        conversation = agenda.with_phases(conversation, (spent,))
    assert moments(there_and_back) == moments(conversation)


def test_back_within_a_minute_makes_the_step_a_mis_tap() -> None:
    conversation = press(press(in_phase(3), advance(), 200), back(), 259)
    untouched = in_phase(3).phase_by_number(4)
    assert replace(conversation.phase_by_number(4), changed=0) == untouched


def test_back_after_a_minute_keeps_what_was_begun() -> None:
    conversation = press(press(in_phase(2), advance(), 200), back(), 260)
    left = conversation.phase_by_number(3)
    assert (left.started_at, left.spent_ms, left.ended_at) == (at(200), 60_000, at(260))


def test_back_within_a_minute_keeps_a_phase_with_a_note_in_it() -> None:
    conversation = steps(in_phase(4), 1)
    conversation = submit(
        conversation, note="n9", who=c.Actor(role=Role.PARTICIPANT, participant="amira")
    )
    assert press(conversation, back(), 10).phase_by_number(5).started_at == at(0)


def test_back_within_a_minute_keeps_a_phase_with_a_question_in_it() -> None:
    conversation = press(asking(), back(), 121)
    assert conversation.phase_by_number(4).floor == "n1"
    assert press(conversation, advance(), 130).floor == "n1"


def test_back_within_a_minute_keeps_an_adjusted_plan() -> None:
    conversation = press(press(in_phase(1), advance(), 5), adjust(120), 6)
    assert press(conversation, back(), 20).phase_by_number(2).planned_ms == minutes(17)


def test_back_from_the_end_goes_on_with_the_closing() -> None:
    conversation = press(ended(), back(), 600)
    assert (conversation.current, conversation.ended_at, used(conversation, 601)) == (15, None, 1)


def test_back_pressed_twice_on_one_screen_goes_one_step() -> None:
    conversation = press(in_phase(3), back(revision=3))
    assert refused(conversation, back(revision=3)) == "stale_screen"


# --- the clock


def test_pause_and_resume_leave_the_time_between_out() -> None:
    conversation = press(press(in_phase(2), PAUSE, 100), RESUME, 400)
    assert used(conversation, 410) == 110


@pytest.mark.parametrize("twice", [PAUSE, RESUME])
def test_pause_and_resume_again_change_nothing(twice: c.Command) -> None:
    conversation = in_phase(2) if twice is RESUME else press(in_phase(2), PAUSE, 10)
    assert press(conversation, twice, 50) == replace(
        conversation, revision=conversation.revision + 1
    )


@pytest.mark.parametrize("clock", [PAUSE, RESUME, adjust(60), backdate(60)])
def test_clock_in_the_lobby_is_refused(clock: c.Command) -> None:
    assert refused(evening(), clock) == "wrong_phase"


@pytest.mark.parametrize(("seconds", "planned"), [(60, 960), (-60, 840), (-86_400, 1)])
def test_adjust_changes_the_plan(seconds: int, planned: int) -> None:
    assert press(in_phase(2), adjust(seconds)).phase.planned_ms == planned * 1000


def test_adjust_where_the_clock_counts_up_is_refused() -> None:
    assert refused(in_phase(3), adjust(60)) == "no_plan"


@pytest.mark.parametrize("seconds", [86_401, -86_401, 2**53 - 1])
def test_clock_beyond_a_day_is_refused(seconds: int) -> None:
    assert refused(in_phase(2), adjust(seconds)) == "bad_request"
    assert refused(in_phase(2), backdate(seconds)) == "bad_request"


def test_adjust_pressed_twice_on_one_screen_counts_once() -> None:
    conversation = press(in_phase(2), adjust(60, revision=2))
    assert refused(conversation, adjust(60, revision=2)) == "stale_screen"


def test_adjust_makes_an_older_advance_stale() -> None:
    conversation = press(in_phase(2), adjust(60))
    assert refused(conversation, advance(revision=2)) == "stale_screen"


def test_backdate_says_that_we_began_earlier() -> None:
    conversation = press(in_phase(2, seconds=300), backdate(120), 330)
    assert (used(conversation, 330), conversation.phase.started_at) == (150, at(180))


def test_backdate_forward_says_that_we_begin_only_now() -> None:
    conversation = press(in_phase(2), backdate(-60), 20)
    assert (used(conversation, 20), conversation.phase.started_at) == (0, at(20))


def test_backdate_of_a_collection_is_taken_off_the_questions() -> None:
    conversation = press(in_phase(3), backdate(100), 50)
    assert press(conversation, advance(), 50).phase.planned_ms == 750_000


# --- the plan


@pytest.mark.parametrize("seconds", [600, 0, None, 86_400])
def test_plan_changes_a_phase_ahead(seconds: int | None) -> None:
    planned = press(in_phase(2), plan(5, seconds)).phase_by_number(5).planned_ms
    assert planned == (None if seconds is None else seconds * 1000)


@pytest.mark.parametrize(
    ("number", "seconds", "code"),
    [
        (2, 60, "wrong_phase"),
        (1, 60, "wrong_phase"),
        (0, 60, "wrong_phase"),
        (16, 60, "wrong_phase"),
        (17, 60, "unknown_phase"),
        (-1, 60, "unknown_phase"),
        (5, -1, "bad_request"),
        (5, 86_401, "bad_request"),
    ],
)
def test_plan_of_what_cannot_be_planned_is_refused(number, seconds, code) -> None:
    assert refused(in_phase(2), plan(number, seconds)) == code


def test_plan_of_a_phase_that_was_left_backwards_is_refused() -> None:
    conversation = press(press(in_phase(2), advance(), 10), back(), 100)
    assert refused(conversation, plan(3, 60), 100) == "wrong_phase"


def test_plan_is_stale_when_that_phase_was_planned_meanwhile() -> None:
    conversation = press(in_phase(2), plan(5, 600))
    assert refused(conversation, plan(5, 300, revision=2)) == "stale_screen"
    assert press(conversation, plan(8, 300, revision=2)).phase_by_number(8).planned_ms == 300_000


def test_plan_of_other_phases_makes_no_advance_stale() -> None:
    assert press(press(in_phase(2), plan(5, 600)), advance(revision=2)).current == 3


def test_fit_changes_the_plan_of_what_is_ahead_only() -> None:
    ends_at = at(0) + minutes(80)
    conversation = press(in_phase(2), c.FitToEnd(actor=CHAIR, ends_at=ends_at))
    changed = {one.number for one in conversation.phases if one.changed == conversation.revision}
    assert changed == {4, 5, 7, 8, 10, 14}
    assert agenda.expected_end(conversation, at(0)) <= ends_at


@pytest.mark.parametrize("ends_at", [0, -(2**53) + 1])
def test_fit_to_the_past_is_refused(ends_at: int) -> None:
    assert refused(in_phase(2), c.FitToEnd(actor=CHAIR, ends_at=ends_at)) == "no_room_to_fit"


def test_break_tells_its_number_and_can_be_skipped_again() -> None:
    decision = decided(in_phase(4), c.AddBreak(actor=CHAIR, seconds=600))
    assert decision.result == {"number": 17}
    assert press(press(decision.conversation, plan(17, 0)), advance()).current == 5


@pytest.mark.parametrize("seconds", [0, -60, 86_401])
def test_break_of_no_length_is_refused(seconds: int) -> None:
    assert refused(in_phase(4), c.AddBreak(actor=CHAIR, seconds=seconds)) == "bad_request"


def test_break_pressed_twice_on_one_screen_is_one_break() -> None:
    conversation = press(in_phase(4), c.AddBreak(actor=CHAIR, seconds=600, revision=4))
    again = c.AddBreak(actor=CHAIR, seconds=600, revision=4)
    assert refused(conversation, again) == "stale_screen"
    assert press(conversation, advance(revision=4)).phase.name == "break"


def test_breaks_have_a_bound() -> None:
    conversation = in_phase(1)
    for _ in range(MOST_PHASES - 17):
        conversation = press(conversation, c.AddBreak(actor=CHAIR, seconds=60))
    assert refused(conversation, c.AddBreak(actor=CHAIR, seconds=60)) == "too_many_phases"


# --- the door, the form, the end


@pytest.mark.parametrize(
    ("command", "field", "value"),
    [
        (c.CloseDoor, "door_open", False),
        (c.OpenDoor, "door_open", True),
        (c.ShowJoin, "join_shown", True),
        (c.HideJoin, "join_shown", False),
    ],
)
def test_door_and_join_code(command: type[c.Command], field: str, value: bool) -> None:
    before = (
        in_phase(2, door_open=not value, join_shown=not value) if "door" in field else in_phase(2)
    )
    assert getattr(press(before, command(actor=CHAIR)), field) is value


def join(circle: str = "pupils") -> c.Join:
    actor = c.Actor(role=Role.PARTICIPANT)
    return c.Join(actor=actor, participant="noor", circle=circle, language="nl")


def test_join_takes_a_seat() -> None:
    decision = decided(in_phase(2), join())
    assert decision.result == {"circle": "pupils"}
    assert decision.conversation.participants["noor"].circle == "pupils"
    assert "noor" not in str(decision.entry)


def test_join_is_refused_at_a_closed_door_and_in_no_circle() -> None:
    assert refused(press(evening(), c.CloseDoor(actor=CHAIR)), join()) == "door_closed"
    assert refused(evening(), join("cooks")) == "unknown_circle"
    assert refused(ended(), join()) == "conversation_ended"


def prepare(conversation: Conversation, keys: tuple[str, ...]) -> c.Prepare:
    form = {
        name: getattr(conversation, name)
        for name in c.Prepare.__dataclass_fields__
        if hasattr(conversation, name)
    }
    form |= {
        "circles": tuple(one for one in evening(5).circles if one.key in keys),
        "phases": phases_for(keys),
    }
    form.pop("revision")
    return c.Prepare(actor=ORGANISER, **form)


def test_prepare_in_the_lobby_replaces_circles_and_phases() -> None:
    conversation = press(evening(), prepare(evening(), ("pupils", "teachers")))
    assert [one.key for one in conversation.circles] == ["pupils", "teachers"]
    assert len(conversation.phases) == 13
    assert set(conversation.participants) == {"amira", "de-wit"}


def test_prepare_makes_an_older_plan_stale() -> None:
    conversation = press(evening(), prepare(evening(), ("pupils", "teachers")))
    assert refused(conversation, plan(5, 0, revision=0)) == "stale_screen"


def test_prepare_once_notes_were_written_is_refused() -> None:
    conversation = press(press(with_notes("n1"), back()), back())
    assert conversation.phase.name == "lobby"
    assert refused(conversation, prepare(conversation, ("pupils", "teachers"))) == "wrong_phase"


def test_cut_links_forgets_who_wrote_what() -> None:
    conversation = steps(press(with_notes("n1"), on_note(c.QuietAuthor, "n1")), 14)
    cut = press(conversation, c.CutLinks(actor=SYSTEM), 900)
    assert (cut.authors, cut.quieted, cut.links_cut) == ({}, frozenset(), True)
    assert cut.notes == conversation.notes


def test_cut_links_before_its_time_is_refused() -> None:
    cut = c.CutLinks(actor=SYSTEM)
    assert refused(in_phase(15), cut, 9999) == "wrong_phase"
    assert refused(ended(), cut, 899) == "wrong_phase"
