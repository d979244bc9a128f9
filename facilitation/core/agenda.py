"""The agenda as data: phases made from circles and minutes, their numbers, the rest of the plan.

Rule: source is the agenda table of protocol.md. A phase keeps its number for ever (notes and other
screens refer to it); a break gets the next free number and takes its place by ``position``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import timer
from .model import Conversation, Phase, PhaseName, replace

SECOND = 1000
MINUTE = 60 * SECOND

OPENING_MS = 5 * MINUTE
RESPONSE_MS = 5 * MINUTE
SHORTEST_MS = MINUTE
"""A planned phase is not shortened below a minute: less is no conversation."""

ESTIMATES_MS = {
    PhaseName.COLLECTION: 3 * MINUTE,
    PhaseName.SUMMARY: 3 * MINUTE,
    PhaseName.CLOSING: 5 * MINUTE,
}
"""What a phase that counts up is expected to take (protocol.md)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One circle's turn: its two quarters in milliseconds."""

    circle: str
    discussion_ms: int
    questions_ms: int


def build(turns: Sequence[Turn]) -> tuple[Phase, ...]:
    """The phases of an evening, numbered as in protocol.md (three circles: lobby 0 … ended 16)."""
    plan: list[tuple[PhaseName, str | None, int | None]] = [
        (PhaseName.LOBBY, None, None),
        (PhaseName.OPENING, None, OPENING_MS),
    ]
    for turn in turns:
        plan.append((PhaseName.DISCUSSION, turn.circle, turn.discussion_ms))
        plan.append((PhaseName.COLLECTION, turn.circle, None))
        plan.append((PhaseName.QUESTIONS, turn.circle, turn.questions_ms))
    plan.extend((PhaseName.SUMMARY, turn.circle, None) for turn in turns)
    plan.append((PhaseName.RESPONSE, turns[0].circle, RESPONSE_MS))
    plan.append((PhaseName.CLOSING, None, None))
    plan.append((PhaseName.ENDED, None, None))
    return tuple(
        Phase(number=number, position=number, name=name, circle=circle, planned_ms=planned)
        for number, (name, circle, planned) in enumerate(plan)
    )


def skipped(phase: Phase) -> bool:
    """Whether the plan leaves this phase out."""
    return phase.planned_ms == 0 and phase.started_at is None


def next_phase(conversation: Conversation) -> Phase | None:
    """The phase that ``advance`` goes to, or ``None`` after the end."""
    position = conversation.phase.position
    for phase in conversation.phases:
        if phase.position > position and not skipped(phase):
            return phase
    return None


def previous_phase(conversation: Conversation) -> Phase | None:
    """The phase that ``back`` goes to, or ``None`` in the lobby."""
    position = conversation.phase.position
    earlier = [one for one in conversation.phases if one.position < position and not skipped(one)]
    return earlier[-1] if earlier else None


def with_phases(conversation: Conversation, changed: Iterable[Phase]) -> Conversation:
    """The conversation with these phases in place of those of the same number."""
    by_number = {phase.number: phase for phase in changed}
    phases = tuple(by_number.get(phase.number, phase) for phase in conversation.phases)
    return replace(conversation, phases=phases)


def insert_break(conversation: Conversation, planned_ms: int, revision: int) -> Conversation:
    """Put a break right after the present phase; every later phase moves one place on."""
    here = conversation.phase.position
    number = max(phase.number for phase in conversation.phases) + 1
    pause = Phase(number, here + 1, PhaseName.BREAK, None, planned_ms, changed=revision)
    before = [phase for phase in conversation.phases if phase.position <= here]
    after = [
        replace(phase, position=phase.position + 1)
        for phase in conversation.phases
        if phase.position > here
    ]
    return replace(conversation, phases=(*before, pause, *after))


def not_begun(conversation: Conversation) -> tuple[Phase, ...]:
    """The phases still to come: not begun, not skipped, and without 'ended'."""
    here = conversation.phase.position
    return tuple(
        phase
        for phase in conversation.phases
        if phase.position > here
        and phase.started_at is None
        and not skipped(phase)
        and phase.name is not PhaseName.ENDED
    )


@dataclass(frozen=True, slots=True)
class Outlook:
    """The rest of the evening without a clock: what the present phase is expected to take in all,
    and what everything after it takes. So screens can count by themselves (``expected_end``).
    """

    present_ms: int
    ahead_ms: int


def outlook(conversation: Conversation) -> Outlook:
    """What is still expected, estimates included.

    A collection is part of its circle's second quarter. While it runs, its own length is what the
    questions phase can lose; only what goes beyond that puts off the end.
    """
    here = conversation.phase
    ahead = sum(_ahead_ms(conversation, one) for one in conversation.phases if _later(one, here))
    questions = taken_off(conversation, here)
    if questions is None:
        return Outlook(_length_ms(here), ahead)
    full = (questions.planned_ms or 0) + questions.deducted_ms
    least = max(min(full, SHORTEST_MS), questions.spent_ms)
    others = ahead - _ahead_ms(conversation, questions)
    return Outlook(max(0, full - least), others + least - questions.spent_ms)


def _later(phase: Phase, here: Phase) -> bool:
    return phase.position > here.position and not skipped(phase)


def _length_ms(phase: Phase) -> int:
    return ESTIMATES_MS.get(phase.name, 0) if phase.planned_ms is None else phase.planned_ms


def _ahead_ms(conversation: Conversation, phase: Phase) -> int:
    """What a phase ahead adds; one that was left backwards has its used time behind it."""
    if taken_off(conversation, phase) is not None:
        return 0
    return max(0, _length_ms(less_collection(conversation, phase)) - phase.spent_ms)


def taken_off(conversation: Conversation, phase: Phase) -> Phase | None:
    """The questions phase that loses what ``phase`` uses, if it is a collection with such a one."""
    if phase.name is not PhaseName.COLLECTION or conversation.full_quarter:
        return None
    for one in conversation.phases:
        if one.name is PhaseName.QUESTIONS and one.circle == phase.circle and one.planned_ms:
            return one
    return None


def less_collection(conversation: Conversation, phase: Phase) -> Phase:
    """A questions phase less what its collection used: a circle has its half hour in all."""
    if phase.name is not PhaseName.QUESTIONS or not phase.planned_ms or conversation.full_quarter:
        return phase
    full = phase.planned_ms + phase.deducted_ms
    left = full - _collected_ms(conversation, phase)
    planned = max(min(full, SHORTEST_MS), left)
    return replace(phase, planned_ms=planned, deducted_ms=full - planned)


def _collected_ms(conversation: Conversation, questions: Phase) -> int:
    return sum(
        one.spent_ms
        for one in conversation.phases
        if one.name is PhaseName.COLLECTION and one.circle == questions.circle
    )


def expected_end(conversation: Conversation, now: int) -> int:
    """When the evening is expected to end, estimates included (unix ms)."""
    if conversation.ended_at is not None:
        return conversation.ended_at
    begin = now
    if conversation.phase.name is PhaseName.LOBBY:
        begin = max(now, conversation.starts_at)
    rest = outlook(conversation)
    left = max(0, rest.present_ms - timer.used_ms(conversation.phase, now))
    return begin + left + rest.ahead_ms


def fit_to_end(conversation: Conversation, ends_at: int, now: int) -> tuple[Phase, ...] | None:
    """The planned phases not begun, shortened in proportion to end at ``ends_at`` (unix ms).

    Nothing is made longer: an evening that fits already gives ``()``. ``None`` when even a minute
    for each phase is too much. Whole seconds, rounded down.
    """
    surplus = expected_end(conversation, now) - ends_at
    if surplus <= 0:
        return ()
    ahead = [one for one in not_begun(conversation) if one.planned_ms]
    # A collection with a plan of its own gains nothing: it is within the questions phase.
    ahead = [one for one in ahead if taken_off(conversation, one) is None]
    lengths = {one.number: one.planned_ms or 0 for one in ahead}
    lowest = {one.number: _lowest_ms(conversation, one, now) for one in ahead}
    target = sum(lengths.values()) - surplus
    if target < sum(lowest.values()):
        return None
    fitted = _shortened(lengths, lowest, target)
    return tuple(replace(one, planned_ms=fitted[one.number]) for one in ahead)


def _lowest_ms(conversation: Conversation, phase: Phase, now: int) -> int:
    """A minute; for questions on top of what their collection has taken already."""
    taken = 0
    if less_collection(conversation, phase) is not phase:
        here = conversation.phase
        collecting = taken_off(conversation, here)
        taken = _collected_ms(conversation, phase)
        if collecting is not None and collecting.number == phase.number:
            taken = timer.used_ms(here, now)
    return min(phase.planned_ms or 0, SHORTEST_MS + taken)


def _shortened(lengths: dict[int, int], lowest: dict[int, int], target_ms: int) -> dict[int, int]:
    """Scale to ``target_ms`` in all; phases that would drop under their lowest are held there."""
    held: dict[int, int] = {}
    while True:
        free = {number: ms for number, ms in lengths.items() if number not in held}
        room = target_ms - sum(held.values())
        factor = room / sum(free.values()) if free else 0.0
        low = {n: lowest[n] for n, ms in free.items() if ms * factor < lowest[n]}
        if not low:
            break
        held |= low
    scaled = {n: max(lowest[n], int(ms * factor) // SECOND * SECOND) for n, ms in free.items()}
    return held | scaled
