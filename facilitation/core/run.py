"""Running the evening: steps forward and back, the clock, the rest of the plan, the door.

Rule: nothing advances by itself; each function is one press of the chair. A phase's ``changed``
is set only where the phase or its clock changes, because that is what makes a screen stale.
"""

from __future__ import annotations

from typing import Any

from . import agenda, timer
from . import commands as c
from .model import Conversation, Phase, PhaseName, replace
from .refusals import Refused

MIS_TAP_MS = 60 * 1000
"""A step that was left again within a minute, and in which nothing happened, never began."""
MOST_PHASES = 60

Decided = tuple[Conversation, dict[str, Any]]
_WITHOUT_CLOCK = (PhaseName.LOBBY, PhaseName.ENDED)


def advance(conversation: Conversation, command: c.Advance, now: int) -> Decided:
    """To the next phase that is not skipped; its clock starts now."""
    following = agenda.next_phase(conversation)
    if following is None:
        raise Refused("conversation_ended")
    revision = conversation.revision + 1
    left = replace(_left(conversation.phase, now), changed=revision)
    behind = agenda.with_phases(conversation, (left,))
    entered = replace(_entered(behind, following, now), changed=revision)
    ended = now if following.name is PhaseName.ENDED else None
    moved = agenda.with_phases(behind, (entered,))
    # An evening that follows another opens with what became of the agreements.
    page = 1 if entered.name is PhaseName.OPENING and conversation.follows else 0
    return replace(
        moved, current=entered.number, ended_at=ended, join_shown=False, earlier_page=page
    ), {}


def _left(phase: Phase, now: int) -> Phase:
    return phase if phase.name in _WITHOUT_CLOCK else timer.leave(phase, now)


def _entered(conversation: Conversation, phase: Phase, now: int) -> Phase:
    if phase.name in _WITHOUT_CLOCK:
        return phase
    return timer.start(agenda.less_collection(conversation, phase), now)


def back(conversation: Conversation, command: c.Back, now: int) -> Decided:
    """To the phase before, with the time it had used, running again if it ran when it was left."""
    earlier = agenda.previous_phase(conversation)
    if earlier is None:
        raise Refused("wrong_phase", phase=str(conversation.phase.name))
    revision = conversation.revision + 1
    left = replace(_unwound(conversation, now), changed=revision)
    again = earlier
    if earlier.name is not PhaseName.LOBBY:
        again = timer.take_up_again(earlier, now)
    again = replace(again, changed=revision)
    moved = agenda.with_phases(conversation, (left, again))
    return replace(moved, current=again.number, ended_at=None, earlier_page=0), {}


def _unwound(conversation: Conversation, now: int) -> Phase:
    """The present phase as it is left backwards: as if never begun after a mis-tap."""
    phase = conversation.phase
    if phase.name in _WITHOUT_CLOCK:
        return phase
    if timer.used_ms(phase, now) >= MIS_TAP_MS or _something_happened(conversation, phase):
        return timer.leave(phase, now)
    planned = None if phase.planned_ms is None else phase.planned_ms + phase.deducted_ms
    return Phase(phase.number, phase.position, phase.name, phase.circle, planned)


def _something_happened(conversation: Conversation, phase: Phase) -> bool:
    return any(note.phase == phase.number for note in conversation.notes.values()) or any(
        question.phase == phase.number for question in conversation.questions.values()
    )


def _with_clock(conversation: Conversation, phase: Phase) -> Decided:
    changed = replace(phase, changed=conversation.revision + 1)
    return agenda.with_phases(conversation, (changed,)), {}


def pause(conversation: Conversation, command: c.Pause, now: int) -> Decided:
    """Hold the clock. Pausing a paused clock changes nothing."""
    if conversation.phase.running_since is None or conversation.phase.name in _WITHOUT_CLOCK:
        return conversation, {}
    return _with_clock(conversation, timer.stop(conversation.phase, now))


def resume(conversation: Conversation, command: c.Resume, now: int) -> Decided:
    """Let the clock go on. Resuming a running clock changes nothing."""
    if conversation.phase.running_since is not None or conversation.phase.name in _WITHOUT_CLOCK:
        return conversation, {}
    return _with_clock(conversation, timer.start(conversation.phase, now))


def adjust_time(conversation: Conversation, command: c.AdjustTime, now: int) -> Decided:
    """More or less planned time for the present phase; ``no_plan`` where the clock counts up."""
    if conversation.phase.planned_ms is None:
        raise Refused("no_plan")
    _within_a_day(command.seconds, "seconds", lowest=-86_400)
    return _with_clock(conversation, timer.adjust(conversation.phase, command.seconds * 1000))


def backdate_start(conversation: Conversation, command: c.BackdateStart, now: int) -> Decided:
    """'We began two minutes ago' (or, negative, only just now)."""
    _within_a_day(command.seconds, "seconds", lowest=-86_400)
    moved = timer.backdate(conversation.phase, command.seconds * 1000, now)
    return _with_clock(conversation, moved)


def _within_a_day(seconds: int, field: str, lowest: int = 0) -> None:
    if not lowest <= seconds <= 86_400:
        raise Refused("bad_request", field=field)


def plan_phase(conversation: Conversation, command: c.PlanPhase, now: int) -> Decided:
    """Another length for a phase ahead: seconds, ``None`` to count up, 0 to skip it."""
    found = [one for one in conversation.phases if one.number == command.number]
    if not found:
        raise Refused("unknown_phase")
    phase = found[0]
    ahead = phase.position > conversation.phase.position and phase.started_at is None
    if not ahead or phase.name in _WITHOUT_CLOCK:
        raise Refused("wrong_phase", phase=str(phase.name))
    if command.seconds is not None:
        _within_a_day(command.seconds, "seconds")
    planned = None if command.seconds is None else command.seconds * 1000
    return _with_clock(conversation, replace(phase, planned_ms=planned))


def fit_to_end(conversation: Conversation, command: c.FitToEnd, now: int) -> Decided:
    """Shorten what is still planned in proportion, so that the evening ends at ``ends_at``."""
    fitted = agenda.fit_to_end(conversation, command.ends_at, now)
    if fitted is None:
        raise Refused("no_room_to_fit")
    revision = conversation.revision + 1
    changed = (replace(phase, changed=revision) for phase in fitted)
    return agenda.with_phases(conversation, changed), {}


def add_break(conversation: Conversation, command: c.AddBreak, now: int) -> Decided:
    """A break after the present phase; the result names its number."""
    if command.seconds == 0:
        raise Refused("bad_request", field="seconds")
    _within_a_day(command.seconds, "seconds")
    if len(conversation.phases) >= MOST_PHASES:
        raise Refused("too_many_phases", limit=MOST_PHASES)
    revision = conversation.revision + 1
    longer = agenda.insert_break(conversation, command.seconds * 1000, revision)
    return longer, {"number": max(phase.number for phase in longer.phases)}


def open_door(conversation: Conversation, command: c.OpenDoor, now: int) -> Decided:
    """Phones may join."""
    return replace(conversation, door_open=True), {}


def close_door(conversation: Conversation, command: c.CloseDoor, now: int) -> Decided:
    """No new phones; those that are in stay in."""
    return replace(conversation, door_open=False), {}


def show_join(conversation: Conversation, command: c.ShowJoin, now: int) -> Decided:
    """The QR code fills the hall screen."""
    return replace(conversation, join_shown=True), {}


def hide_join(conversation: Conversation, command: c.HideJoin, now: int) -> Decided:
    """The hall screen shows the evening again."""
    return replace(conversation, join_shown=False), {}


DECIDERS: dict[type[c.Command], Any] = {
    c.Advance: advance,
    c.Back: back,
    c.Pause: pause,
    c.Resume: resume,
    c.AdjustTime: adjust_time,
    c.BackdateStart: backdate_start,
    c.PlanPhase: plan_phase,
    c.FitToEnd: fit_to_end,
    c.AddBreak: add_break,
    c.OpenDoor: open_door,
    c.CloseDoor: close_door,
    c.ShowJoin: show_join,
    c.HideJoin: hide_join,
}
