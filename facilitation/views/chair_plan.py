"""The rest of the evening on the chair's page: phases ahead, expected end.

Rule: nothing here reads a clock; the screen adds the present moment to ``Expected``.
"""

from __future__ import annotations

from facilitation.core import agenda
from facilitation.core import model as m

from .chair_parts import Circles, Expected, PlanRow, step_of

_QUARTER_S = 15 * 60


def expected(conversation: m.Conversation) -> Expected:
    rest = agenda.outlook(conversation)
    plan = sum(_planned_length(conversation, phase) for phase in conversation.phases)
    return Expected(rest.present_ms, rest.ahead_ms, conversation.starts_at + plan)


def _planned_length(conversation: m.Conversation, phase: m.Phase) -> int:
    """What a phase has by the plan; a collection is part of its circle's second quarter."""
    if agenda.taken_off(conversation, phase) is not None:
        return 0
    if phase.planned_ms is None:
        return agenda.ESTIMATES_MS.get(phase.name, 0)
    return phase.planned_ms + phase.deducted_ms


def ahead(conversation: m.Conversation) -> list[m.Phase]:
    here = conversation.phase.position
    return [
        phase
        for phase in conversation.phases
        if phase.position > here and phase.name is not m.PhaseName.ENDED
    ]


def row(conversation: m.Conversation, phase: m.Phase, circles: Circles) -> PlanRow:
    return PlanRow(
        number=phase.number,
        step=step_of(phase, circles),
        planned_s=None if phase.planned_ms is None else phase.planned_ms // 1000,
        estimate_s=agenda.ESTIMATES_MS.get(phase.name, 0) // 1000,
        skipped=agenda.skipped(phase),
        editable=phase.started_at is None,
        usual_s=_usual_s(conversation, phase),
    )


def _usual_s(conversation: m.Conversation, phase: m.Phase) -> int | None:
    """The length of another phase of this kind, or its usual one; ``None`` counts up."""
    if phase.name in agenda.ESTIMATES_MS:
        return None
    for other in conversation.phases:
        if other.name is phase.name and other.planned_ms:
            return other.planned_ms // 1000
    return agenda.RESPONSE_MS // 1000 if phase.name is m.PhaseName.RESPONSE else _QUARTER_S
