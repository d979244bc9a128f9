"""What the phone of a pupil, parent or teacher may see.

Rule: an allow-list, keyed to one seat. Of notes only the person's own, and of other people's only
what the chair has put to the circle; and what everybody reads on the hall screen. Nothing says
whose a note is or that one was not chosen.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from facilitation.core import retention
from facilitation.core.corrections import shown
from facilitation.core.model import Circle, Conversation, Note, Phase, PhaseName, Place
from facilitation.core.text import NOTE_CHARACTERS

from .screen_words import ScreenWords, screen_words

SHARED = ("head", "floor", "box", "screen")
"""Regions that are the same for a circle, a language and whether the phone was silenced."""
OWN = ("own", "seat")
"""One person's notes, and their seat: whether the circle can still be changed."""
REGIONS = SHARED + OWN

_TURN = frozenset({PhaseName.DISCUSSION, PhaseName.COLLECTION, PhaseName.QUESTIONS})
_SPEAKING = frozenset({PhaseName.DISCUSSION, PhaseName.QUESTIONS, PhaseName.RESPONSE})


@dataclass(frozen=True, slots=True)
class CircleSeen:
    """A circle by its name and colour."""

    key: str
    name: str
    singular: str
    colour: str
    formal: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put to the circle, and the circles that ask it."""

    id: str
    text: str
    language: str
    rendering: str
    """The same in the conversation's language, where chair or minute-taker wrote it."""
    asked_by: tuple[CircleSeen, ...]


@dataclass(frozen=True, slots=True)
class OwnNote:
    """One's own note. ``state``: received, chosen, asking (now on the floor) or asked."""

    id: str
    text: str
    language: str
    phase: int
    to_circle: CircleSeen
    state: str
    changeable: bool


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """All that a phone's templates get."""

    phase: str
    number: int
    circle: CircleSeen | None
    """Whose turn it is."""
    mine: CircleSeen
    circles: tuple[CircleSeen, ...]
    speaking: bool
    listening: bool
    """This circle may write now (a silenced phone still may not)."""
    quieted: bool
    same_question: bool
    """Circles before this one answered the central question already."""
    paused: bool
    language: str
    """The conversation's, in which renderings are; the page itself may be in another."""
    school: str
    theme: str
    question: str
    ground_rules: tuple[str, ...]
    starts_at: int
    timezone: str
    note_characters: int
    summary: str
    follow_up: str
    erased_on: str
    """ISO date on which the notes are gone; "" before the end."""
    floor: Asked | None
    listed: tuple[Asked, ...]
    trusted_contact: str
    notes: tuple[OwnNote, ...]
    may_change_circle: bool
    screen: ScreenWords
    """What the hall screen shows."""


def participant_view(
    conversation: Conversation, participant: str, now: int, earlier: Conversation | None = None
) -> ParticipantView:
    """What the phone of ``participant`` shows. Their seat must exist (``KeyError``)."""
    phase = conversation.phase
    mine = conversation.participants[participant].circle
    theirs = phase.circle == mine
    notes = tuple(
        _own(conversation, note) for note in _written_by(conversation).get(participant, ())
    )
    return ParticipantView(
        phase=str(phase.name),
        number=phase.number,
        circle=None if phase.circle is None else _circle(conversation.circle(phase.circle)),
        mine=_circle(conversation.circle(mine)),
        circles=tuple(_circle(one) for one in conversation.circles),
        speaking=theirs and phase.name in _SPEAKING,
        listening=conversation.listening(mine),
        quieted=participant in conversation.quieted,
        same_question=_others_before(conversation, phase),
        paused=phase.started_at is not None and phase.running_since is None and not _over(phase),
        language=conversation.language,
        school=conversation.school,
        theme=conversation.theme,
        question=conversation.question,
        ground_rules=tuple(conversation.ground_rules.splitlines()),
        starts_at=conversation.starts_at,
        timezone=conversation.timezone,
        note_characters=NOTE_CHARACTERS,
        summary=_summary(conversation, phase),
        follow_up=shown(conversation, "follow_up") if _over(phase) else "",
        erased_on=_erased_on(conversation) if _over(phase) else "",
        floor=_floor(conversation, phase),
        listed=_listed(conversation, phase),
        trusted_contact=conversation.trusted_contact,
        notes=notes,
        may_change_circle=_may_change_circle(conversation, notes),
        screen=screen_words(conversation, now, earlier),
    )


def own_keys(conversation: Conversation) -> dict[str, Hashable]:
    """Participant → what that person's own region is made of, for all at once."""
    written = _written_by(conversation)
    keys: dict[str, Hashable] = {}
    for participant, seat in conversation.participants.items():
        notes = tuple(_own(conversation, note) for note in written.get(participant, ()))
        may_change = _may_change_circle(conversation, notes)
        keys[participant] = (
            notes,
            may_change,
            seat.circle,
            conversation.circles,
            _phase_key(conversation),
        )
    return keys


def _phase_key(conversation: Conversation) -> Hashable:
    """The own region is another one when the evening is over."""
    return _over(conversation.phase)


def _circle(circle: Circle) -> CircleSeen:
    return CircleSeen(circle.key, circle.name, circle.singular, circle.colour, circle.formal)


def _over(phase: Phase) -> bool:
    return phase.name is PhaseName.ENDED


def _others_before(conversation: Conversation, phase: Phase) -> bool:
    """Whether another circle had its turn before this one."""
    return phase.name in _TURN and any(
        one.name is PhaseName.DISCUSSION
        and one.circle != phase.circle
        and one.position < phase.position
        and one.started_at is not None
        for one in conversation.phases
    )


def _summary(conversation: Conversation, phase: Phase) -> str:
    """A circle's summary is private until its summary phase."""
    return conversation.text(f"summary:{phase.circle}") if phase.name is PhaseName.SUMMARY else ""


def _erased_on(conversation: Conversation) -> str:
    due = datetime.fromtimestamp(
        retention.due_at(conversation) / 1000, ZoneInfo(conversation.timezone)
    )
    return due.date().isoformat()


# --- what was put to the circle


def _floor(conversation: Conversation, phase: Phase) -> Asked | None:
    if phase.floor is None or not conversation.is_put(phase.floor):
        return None
    return _asked(conversation, conversation.notes[phase.floor])


def _listed(conversation: Conversation, phase: Phase) -> tuple[Asked, ...]:
    """The selection that the chair shows as a list; a single question on the floor goes first."""
    if not phase.list_shown or phase.floor is not None or phase.circle is None:
        return ()
    return tuple(
        _asked(conversation, note)
        for note in conversation.selected(phase.circle)
        if _in_list(conversation, note.id)
    )


def _in_list(conversation: Conversation, note: str) -> bool:
    return conversation.is_put(note) and conversation.questions[note].listed


def _asked(conversation: Conversation, note: Note) -> Asked:
    asking = {note.from_circle, *(one.from_circle for one in conversation.merged_beneath(note.id))}
    circles = tuple(_circle(one) for one in conversation.circles if one.key in asking)
    return Asked(note.id, note.text, note.language, note.rendering, circles)


# --- one's own notes


class _Last:
    """The grouping of the state that was looked at last: one publishing asks it of every phone."""

    found: tuple[Conversation, Mapping[str, list[Note]]] | None = None


def _written_by(conversation: Conversation) -> Mapping[str, list[Note]]:
    """Each participant's own notes, oldest first."""
    last = _Last.found
    if last is None or last[0] is not conversation:
        last = (conversation, _grouped(conversation))
        _Last.found = last
    return last[1]


def _grouped(conversation: Conversation) -> Mapping[str, list[Note]]:
    written: dict[str, list[Note]] = {}
    for note, author in conversation.authors.items():
        if note in conversation.notes:
            written.setdefault(author, []).append(conversation.notes[note])
    for notes in written.values():
        notes.sort(key=lambda note: (note.sent_at, note.id))
    return written


def _own(conversation: Conversation, note: Note) -> OwnNote:
    here = note.phase == conversation.current
    return OwnNote(
        id=note.id,
        text=note.text,
        language=note.language,
        phase=note.phase,
        to_circle=_circle(conversation.circle(note.to_circle)),
        state=_state(conversation, note),
        changeable=here
        and conversation.listening(note.from_circle)
        and not conversation.is_put(note.id),
    )


def _state(conversation: Conversation, note: Note) -> str:
    """How far a note came. One that was merged into another shares that one's fate."""
    top = conversation.notes.get(note.merged_into or "", note)
    phase = conversation.phase
    if conversation.is_put(top.id):
        listed = phase.list_shown and phase.floor is None and _in_list(conversation, top.id)
        shown = listed and phase.circle == top.to_circle
        return "asking" if shown or phase.floor == top.id else "asked"
    if top.place is Place.SELECTED and _questions_begun(conversation, top.to_circle):
        return "chosen"
    return "received"


def _questions_begun(conversation: Conversation, circle: str) -> bool:
    """That a note was chosen is told from the questions phase on, not while the chair chooses."""
    here = conversation.phase.position
    return any(one.position <= here for one in _questions_phases(conversation, circle))


def _questions_phases(conversation: Conversation, circle: str) -> Iterator[Phase]:
    return (
        one
        for one in conversation.phases
        if one.name is PhaseName.QUESTIONS and one.circle == circle and one.started_at is not None
    )


def _may_change_circle(conversation: Conversation, notes: tuple[OwnNote, ...]) -> bool:
    return conversation.ended_at is None and not any(
        note.phase == conversation.current for note in notes
    )
