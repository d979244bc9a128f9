"""The minutes of an evening, for whoever may download them: the organiser and the command line.

Rule: source is the contract, "Minutes as JSON". Nothing here says who wrote a note, and notes come
in an order that does not tell which of them were sent together: by circle, then by the alphabet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from facilitation.core import counts, timer
from facilitation.core.corrections import reads, standing_agreements
from facilitation.core.model import (
    Agreement,
    Conversation,
    Note,
    Phase,
    PhaseName,
    Place,
    Question,
)

_TURN = (PhaseName.DISCUSSION, PhaseName.COLLECTION, PhaseName.QUESTIONS)
_NOT_COUNTED = (PhaseName.LOBBY, PhaseName.ENDED)


@dataclass(frozen=True, slots=True)
class About:
    """Which conversation it was. ``date`` and ``time`` are the planned ones, in ``timezone``."""

    code: str
    school: str
    date: str
    time: str
    timezone: str
    theme: str
    question: str
    language: str
    started_at: str | None
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class PhaseMinutes:
    """A phase that was begun. ``planned_s`` is ``None`` where the clock counted up."""

    number: int
    name: str
    circle: str | None
    planned_s: float | None
    used_s: float
    started_at: str
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class Original:
    """A note that was merged into a question."""

    text: str
    from_circle: str
    rendering: str = ""
    language: str = ""
    id: str = field(default="", compare=False, repr=False)
    """For corrections (``edited.py``); no writer writes it."""


@dataclass(frozen=True, slots=True)
class QuestionMinutes:
    """A question that was put to the circle, with the circles that asked it."""

    text: str
    from_circles: tuple[str, ...]
    answer: str
    merged: tuple[Original, ...]
    rendering: str = ""
    """The question in the conversation's language, where it was written in another."""
    language: str = ""
    id: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NoteMinutes:
    """A note that was not put to the circle."""

    text: str
    from_circle: str
    language: str
    rendering: str = ""
    id: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CircleMinutes:
    """One circle's part. What the contract does not name (from ``singular`` on) is for drawing."""

    key: str
    name: str
    joined: int | None
    present: int | None
    summary: str
    questions: tuple[QuestionMinutes, ...]
    notes: tuple[NoteMinutes, ...]
    singular: str
    colour: str
    planned_s: float | None
    """Of the whole turn, what the collection took off included; ``None`` if a part has no plan."""
    used_s: float
    """Of the whole turn; the collection counts where it is part of the second quarter."""
    few: bool = False
    """Fewer than five people, and this edition does not say how many (``editions``)."""
    functions: str = ""
    """What those present are (a mentor, a member of the board), added afterwards; no names."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement: what, who, by when."""

    what: str
    who: str
    by: str
    status: str = "open"
    remark: str = ""
    status_at: str | None = None
    """When that was told; ``None``: nobody has told anything yet."""
    id: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EarlierMinutes:
    """The conversation that this one follows, and what has become of its agreements by now."""

    date: str
    theme: str
    agreements: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions one circle had for another."""

    from_circle: str
    to_circle: str
    sent: int
    selected: int
    asked: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole. ``erased``: notes and answers are gone, because their time has passed."""

    conversation: About
    phases: tuple[PhaseMinutes, ...]
    circles: tuple[CircleMinutes, ...]
    response: str
    agreements: tuple[Agreed, ...]
    follow_up: str
    matrix: tuple[Asked, ...]
    erased: bool
    earlier: tuple[EarlierMinutes, ...] = ()


def minutes(
    conversation: Conversation,
    now: int,
    *,
    appendix: bool = True,
    earlier: Conversation | None = None,
) -> Minutes:
    """The minutes as they stand at ``now`` (unix ms), at any time of the evening or after it.

    Without ``appendix`` the lists of notes that were not put to a circle are empty. ``earlier`` is
    the conversation that this one follows.
    """
    return Minutes(
        conversation=_about(conversation),
        phases=tuple(_phase(phase, now) for phase in _begun(conversation)),
        circles=tuple(
            _circle(conversation, circle.key, now, appendix) for circle in conversation.circles
        ),
        response=conversation.text("response"),
        agreements=_agreements(conversation.agreements.values()),
        follow_up=conversation.text("follow_up"),
        matrix=tuple(
            Asked(one.from_circle, one.to_circle, one.sent, one.selected, one.asked)
            for one in counts.matrix(conversation)
        ),
        erased=conversation.purged_at is not None,
        earlier=() if earlier is None else (_earlier(earlier),),
    )


def _agreements(rows: Iterable[Agreement]) -> tuple[Agreed, ...]:
    return tuple(
        Agreed(
            one.what,
            one.who,
            one.by,
            str(one.status),
            one.remark,
            None if one.status_at is None else _moment(one.status_at),
            one.id,
        )
        for one in sorted(rows, key=lambda one: (one.position, one.id))
    )


def _earlier(conversation: Conversation) -> EarlierMinutes:
    standing = _agreements(standing_agreements(conversation))
    return EarlierMinutes(conversation.date, reads(conversation, "theme"), standing)


def _about(conversation: Conversation) -> About:
    first = min((phase.started_at or 0 for phase in _begun(conversation)), default=None)
    return About(
        code=conversation.code,
        school=conversation.school,
        date=conversation.date,
        time=conversation.time,
        timezone=conversation.timezone,
        theme=conversation.theme,
        question=conversation.question,
        language=conversation.language,
        started_at=None if first is None else _moment(first),
        ended_at=None if conversation.ended_at is None else _moment(conversation.ended_at),
    )


# --- time


def _begun(conversation: Conversation) -> tuple[Phase, ...]:
    return tuple(
        phase
        for phase in conversation.phases
        if phase.started_at is not None and phase.name not in _NOT_COUNTED
    )


def _phase(phase: Phase, now: int) -> PhaseMinutes:
    return PhaseMinutes(
        number=phase.number,
        name=str(phase.name),
        circle=phase.circle,
        planned_s=None if phase.planned_ms is None else _seconds(phase.planned_ms),
        used_s=_seconds(timer.used_ms(phase, now)),
        started_at=_moment(phase.started_at or 0),
        ended_at=None if phase.ended_at is None else _moment(phase.ended_at),
    )


def _turn(conversation: Conversation, circle: str) -> tuple[Phase, ...]:
    """The phases that share the circle's half hour."""
    return tuple(
        phase
        for phase in conversation.phases
        if phase.circle == circle
        and phase.name in _TURN
        and not (phase.name is PhaseName.COLLECTION and conversation.full_quarter)
    )


def _turn_planned(conversation: Conversation, circle: str) -> float | None:
    planned = 0
    for phase in _turn(conversation, circle):
        if phase.planned_ms is not None:
            planned += phase.planned_ms + phase.deducted_ms
        elif phase.name is not PhaseName.COLLECTION:
            return None
    return _seconds(planned)


def _seconds(ms: int) -> float:
    """Seconds; a whole number where it is one, so that JSON says 900 and not 900.0."""
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def _moment(ms: int) -> str:
    """ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- circles


def _circle(conversation: Conversation, key: str, now: int, appendix: bool) -> CircleMinutes:
    circle = conversation.circle(key)
    used = sum(timer.used_ms(phase, now) for phase in _turn(conversation, key))
    return CircleMinutes(
        key=key,
        name=circle.name,
        joined=counts.joined(conversation, key),
        present=circle.present,
        summary=conversation.text(f"summary:{key}"),
        questions=tuple(_question(conversation, one) for one in conversation.put_questions(key)),
        notes=_notes(conversation, key) if appendix else (),
        singular=circle.singular,
        colour=circle.colour,
        planned_s=_turn_planned(conversation, key),
        used_s=_seconds(used),
    )


def _question(conversation: Conversation, question: Question) -> QuestionMinutes:
    note = conversation.notes[question.note]
    merged = _in_order(conversation, conversation.merged_beneath(note.id))
    asking = {note.from_circle, *(one.from_circle for one in merged)}
    return QuestionMinutes(
        text=note.text,
        from_circles=tuple(one.key for one in conversation.circles if one.key in asking),
        answer=question.answer,
        merged=tuple(
            Original(one.text, one.from_circle, one.rendering, one.language, one.id)
            for one in merged
        ),
        rendering=note.rendering,
        language=note.language,
        id=note.id,
    )


def _notes(conversation: Conversation, key: str) -> tuple[NoteMinutes, ...]:
    """What was received for this circle and not put to it.

    What lies beneath a question stands there and not here; beneath a note that was not put it is
    listed like any other, so that no note is lost.
    """
    received = (note for note in conversation.notes.values() if note.to_circle == key)
    left = (note for note in received if not _told(conversation, note))
    ordered = _in_order(conversation, left)
    return tuple(
        NoteMinutes(one.text, one.from_circle, one.language, one.rendering, one.id)
        for one in ordered
    )


def _told(conversation: Conversation, note: Note) -> bool:
    beneath = note.place is Place.MERGED and note.merged_into is not None
    return conversation.is_put((note.merged_into or note.id) if beneath else note.id)


def _in_order(conversation: Conversation, notes: Iterable[Note]) -> list[Note]:
    places = {circle.key: place for place, circle in enumerate(conversation.circles)}
    return sorted(notes, key=lambda one: (places[one.from_circle], one.text.casefold(), one.id))
