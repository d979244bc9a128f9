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


def estimate_ms(conversation: Conversation, phase: Phase) -> int:
    """What a phase that has not begun is expected to add to the evening.

    A collection is part of its circle's second quarter, so unless the full quarter is kept
    (or there is no questions phase left to take it off) it adds nothing by itself.
    """
    if phase.planned_ms is not None:
        return phase.planned_ms
    if phase.name is PhaseName.COLLECTION and not conversation.full_quarter:
        questions = questions_after(conversation, phase)
        if questions is not None and not skipped(questions):
            return 0
    return ESTIMATES_MS.get(phase.name, 0)


def present_ms(conversation: Conversation, now: int) -> int:
    """What the present phase is expected still to take; nothing once it is in overtime."""
    phase = conversation.phase
    if phase.name in (PhaseName.LOBBY, PhaseName.ENDED):
        return 0
    planned = phase.planned_ms
    if planned is None:
        planned = ESTIMATES_MS.get(phase.name, 0)
    left = max(0, planned - timer.used_ms(phase, now))
    if phase.name is PhaseName.COLLECTION and not conversation.full_quarter:
        # The collection eats from the questions phase, so the two together end on time.
        questions = questions_after(conversation, phase)
        if questions is not None and questions.planned_ms:
            used = timer.used_ms(phase, now)
            shortest = min(questions.planned_ms, SHORTEST_MS)
            return max(shortest, questions.planned_ms - used) - questions.planned_ms
    return left


def questions_after(conversation: Conversation, collection: Phase) -> Phase | None:
    """The questions phase of the same circle as this collection."""
    for phase in conversation.phases:
        if phase.name is PhaseName.QUESTIONS and phase.circle == collection.circle:
            return phase
    return None


def expected_end(conversation: Conversation, now: int) -> int:
    """When the evening is expected to end, estimates included (unix ms)."""
    if conversation.ended_at is not None:
        return conversation.ended_at
    begin = now
    if conversation.phase.name is PhaseName.LOBBY:
        begin = max(now, conversation.starts_at)
    ahead = sum(estimate_ms(conversation, phase) for phase in not_begun(conversation))
    return begin + present_ms(conversation, now) + ahead


def fit_to_end(conversation: Conversation, ends_at: int, now: int) -> tuple[Phase, ...] | None:
    """The planned phases not begun, shortened in proportion to end at ``ends_at`` (unix ms).

    Nothing is made longer: an evening that fits already gives ``()``. ``None`` when even a minute
    for each phase is too much. Whole seconds, rounded down.
    """
    surplus = expected_end(conversation, now) - ends_at
    if surplus <= 0:
        return ()
    ahead = [phase for phase in not_begun(conversation) if phase.planned_ms]
    total = sum(phase.planned_ms or 0 for phase in ahead)
    if total - surplus < sum(min(phase.planned_ms or 0, SHORTEST_MS) for phase in ahead):
        return None
    return _shortened(ahead, total - surplus)


def _shortened(ahead: Sequence[Phase], target_ms: int) -> tuple[Phase, ...]:
    """Scale to ``target_ms`` in all; phases that would drop under the shortest are held there."""
    lengths = {phase.number: phase.planned_ms or 0 for phase in ahead}
    held: dict[int, int] = {}
    while True:
        free = {number: ms for number, ms in lengths.items() if number not in held}
        room = target_ms - sum(held.values())
        factor = room / sum(free.values()) if free else 0.0
        low = {
            number: min(ms, SHORTEST_MS)
            for number, ms in free.items()
            if ms * factor < min(ms, SHORTEST_MS)
        }
        if not low:
            break
        held |= low
    fitted = held | {n: int(ms * factor) // SECOND * SECOND for n, ms in free.items()}
    return tuple(replace(phase, planned_ms=max(1, fitted[phase.number])) for phase in ahead)
