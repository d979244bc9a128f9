"""The script of an evening on paper: every step with its time of day and what the chair does.

Rule: the plan as it stands, estimates included, from the planned start; the words stand in the
template. A collection lies within its circle's second quarter, so it takes no time of its own
unless the full quarter is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitation import preparation
from facilitation.core import agenda
from facilitation.core.model import Circle, Conversation, Phase, PhaseName


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the script. ``at`` is unix ms; ``minutes`` is how long, ``about`` an estimate."""

    name: str
    circle: Circle | None
    others: tuple[Circle, ...]
    earlier: tuple[Circle, ...]
    """Circles that had their turn before this one."""
    at: int
    minutes: int
    about: bool
    within: bool
    """It lies within the step that follows."""


def steps(conversation: Conversation) -> tuple[Step, ...]:
    """The rows from opening to closing, with the time of day at which each begins."""
    made: list[Step] = []
    at = conversation.starts_at
    for phase in conversation.phases:
        if phase.name in (PhaseName.LOBBY, PhaseName.ENDED) or phase.planned_ms == 0:
            continue
        made.append(_step(conversation, phase, at))
        at += 0 if made[-1].within else _length_ms(phase)
    return tuple(made)


def ends_at(conversation: Conversation) -> int:
    """When the evening is over by this plan (unix ms)."""
    rows = steps(conversation)
    return rows[-1].at + rows[-1].minutes * agenda.MINUTE if rows else conversation.starts_at


def _length_ms(phase: Phase) -> int:
    if phase.planned_ms is None:
        return agenda.ESTIMATES_MS.get(phase.name, 0)
    return phase.planned_ms + phase.deducted_ms


def _step(conversation: Conversation, phase: Phase, at: int) -> Step:
    circle = conversation.circle(phase.circle) if phase.circle else None
    others = tuple(one for one in conversation.circles if circle and one.key != circle.key)
    return Step(
        name=str(phase.name),
        circle=circle,
        others=others,
        earlier=tuple(one for one in others if circle and one.position < circle.position),
        at=at,
        minutes=-(-_length_ms(phase) // agenda.MINUTE),
        about=phase.planned_ms is None,
        within=agenda.taken_off(conversation, phase) is not None,
    )


def example(language: str, now: int) -> Conversation:
    """An evening that nobody prepared yet: the default circles, no theme, no question."""
    plan = preparation.defaults(language, now)
    return preparation.conversation(plan, id="paper", code="", links={}, now=now)
