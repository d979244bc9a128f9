"""People, evenings and presses for the tests of the core.

Rule: plain functions; time is given in seconds after ``SEVEN`` (19:00 on the evening).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from facilitation.core import agenda
from facilitation.core import commands as c
from facilitation.core.decide import Decision, decide
from facilitation.core.model import (
    Circle,
    Conversation,
    Note,
    Participant,
    Phase,
    PhaseName,
    Place,
    Role,
    replace,
)
from facilitation.core.refusals import Refused

SEVEN = 1_700_000_000_000
MINUTE = 60

CHAIR = c.Actor(role=Role.CHAIR)
MINUTE_TAKER = c.Actor(role=Role.MINUTE_TAKER)
SCREEN = c.Actor(role=Role.SCREEN)
ORGANISER = c.Actor(role=Role.ORGANISER)
SYSTEM = c.Actor(role=Role.SYSTEM)
AMIRA = c.Actor(role=Role.PARTICIPANT, participant="amira")  # a pupil
JOOST = c.Actor(role=Role.PARTICIPANT, participant="joost")  # a parent
DE_WIT = c.Actor(role=Role.PARTICIPANT, participant="de-wit")  # meneer De Wit, a teacher
FATMA = c.Actor(role=Role.PARTICIPANT, participant="fatma")  # another parent
STRANGER = c.Actor(role=Role.PARTICIPANT, participant="nobody")  # has no seat

SEATS = {
    "amira": Participant("amira", "pupils", "nl"),
    "joost": Participant("joost", "parents", "nl"),
    "de-wit": Participant("de-wit", "teachers", "nl"),
    "fatma": Participant("fatma", "parents", "tr"),
}
KEYS = ("pupils", "parents", "teachers", "staff", "neighbours")
COLOURS = ("orange", "blue", "purple", "green", "grey")


def minutes(number: float) -> int:
    return int(number * 60_000)


def at(seconds: float) -> int:
    """So many seconds after seven, in unix milliseconds."""
    return SEVEN + int(seconds * 1000)


def circle(key: str, position: int) -> Circle:
    return Circle(key, position, key.title(), key.rstrip("s"), position > 0, COLOURS[position])


def phases_for(keys: tuple[str, ...], quarter: float = 15) -> tuple[Phase, ...]:
    return agenda.build([agenda.Turn(key, minutes(quarter), minutes(quarter)) for key in keys])


def evening(circles: int = 3, quarter: float = 15, **given: Any) -> Conversation:
    """An evening in the lobby at seven, with Amira, Joost, meneer De Wit and Fatma in it."""
    keys = KEYS[:circles]
    made = {
        "participants": {name: seat for name, seat in SEATS.items() if seat.circle in keys},
        "circles": tuple(circle(key, place) for place, key in enumerate(keys)),
        "phases": phases_for(keys, quarter),
    }
    return Conversation(
        **{
            "id": "evening",
            "code": "K7MRT4",
            "school": "De Brug",
            "theme": "Telefoons in de klas",
            "question": "Wat hebben we nodig om te leren?",
            "ground_rules": "Alleen deze kring spreekt",
            "date": "2023-11-14",
            "time": "19:00",
            "timezone": "Europe/Amsterdam",
            "starts_at": SEVEN,
            "language": "nl",
            "trusted_contact": "",
            "retention_days": 30,
            "full_quarter": False,
            "late_notes": False,
            "created_at": SEVEN - 86_400_000,
            **made,
            **given,
        }
    )


def press(conversation: Conversation, command: c.Command, seconds: float = 0) -> Conversation:
    """The conversation after ``command``, given so many seconds after seven."""
    return decide(conversation, command, at(seconds)).conversation


def decided(conversation: Conversation, command: c.Command, seconds: float = 0) -> Decision:
    return decide(conversation, command, at(seconds))


def refused(conversation: Conversation, command: c.Command, seconds: float = 0) -> str:
    """The code with which ``command`` is refused."""
    with pytest.raises(Refused) as caught:
        decide(conversation, command, at(seconds))
    return caught.value.code


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def advance(actor: c.Actor = CHAIR, **given: Any) -> c.Advance:
    return c.Advance(actor=actor, **given)


def back(**given: Any) -> c.Back:
    return c.Back(actor=CHAIR, **given)


def steps(conversation: Conversation, times: int, seconds: float = 0) -> Conversation:
    """Advance so many times at one moment."""
    for _ in range(times):
        conversation = press(conversation, advance(), seconds)
    return conversation


def in_phase(number: int, seconds: float = 0, **given: Any) -> Conversation:
    """A three-circle evening that came to phase ``number`` at that moment."""
    return steps(evening(**given), number, seconds)


def ended(seconds: float = 0, **given: Any) -> Conversation:
    return in_phase(16, seconds, **given)


def submit(
    conversation: Conversation,
    words: str = "Waarom?",
    note: str = "n1",
    who: c.Actor = JOOST,
    seconds: float = 0,
) -> Conversation:
    command = c.SubmitNote(actor=who, fresh_id=note, text=words)
    return press(conversation, command, seconds)


def with_notes(*notes: str, who: c.Actor = JOOST, seconds: float = 0) -> Conversation:
    """The pupils' discussion with a note of each of these ids, all written by ``who``."""
    conversation = in_phase(2)
    for note in notes:
        conversation = submit(conversation, f"Vraag {note}?", note, who, seconds)
    return conversation


def on_note(kind: type[c.Command], note: str, actor: c.Actor = CHAIR, **given: Any) -> c.Command:
    return kind(actor=actor, note=note, **given)


def lies(conversation: Conversation, note: str) -> tuple[Place, int | None, str | None]:
    row = conversation.notes[note]
    return row.place, row.position, row.merged_into


def order(conversation: Conversation, circle: str = "pupils") -> list[str]:
    return [note.id for note in conversation.selected(circle)]


def note_row(note: str, **given: Any) -> Note:
    row = Note(note, 2, "pupils", "parents", "Waarom?", "nl", SEVEN)
    return replace(row, **given)


def numbered(conversation: Conversation, number: int, **given: Any) -> Conversation:
    """The conversation with these fields changed in one phase."""
    phase = replace(conversation.phase_by_number(number), **given)
    return agenda.with_phases(conversation, (phase,))


def phase(name: PhaseName = PhaseName.DISCUSSION, **given: Any) -> Phase:
    return replace(Phase(2, 2, name, "pupils", minutes(15)), **given)
