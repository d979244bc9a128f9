"""A sample evening with named people, for the tests of every area.

`conversation()` is a prepared conversation in the lobby; `run` sends commands through the real
`decide`, a second apart. Amira (pupil), Joost (parent) and meneer De Wit (teacher) hold phones.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from facilitation.core import agenda
from facilitation.core import commands as c
from facilitation.core.decide import decide
from facilitation.core.model import EVENING_LINKS, Circle, Conversation, Link, Role

START = 1_767_981_600_000
"""19:00 in Amsterdam on 9 January 2026."""
SECOND = 1000
MINUTE = 60 * SECOND

AMIRA, JOOST, DE_WIT = "hash-of-amira", "hash-of-joost", "hash-of-de-wit"

CHAIR = c.Actor(Role.CHAIR)
MINUTE_TAKER = c.Actor(Role.MINUTE_TAKER)
ORGANISER = c.Actor(Role.ORGANISER)
SYSTEM = c.Actor(Role.SYSTEM)

CIRCLES = (
    Circle("pupils", 0, "Leerlingen", "leerling", False, "orange"),
    Circle("parents", 1, "Ouders", "ouder", True, "blue"),
    Circle("teachers", 2, "Docenten", "docent", True, "purple"),
)


def phone(participant: str) -> c.Actor:
    """Whoever holds this phone."""
    return c.Actor(Role.PARTICIPANT, participant)


def conversation(name: str = "avond", **changed: Any) -> Conversation:
    """A prepared conversation in the lobby. ``name`` is its id, and makes its code and keys."""
    quarter = 15 * MINUTE
    prepared = Conversation(
        id=name,
        code=f"code-{name}",
        school="De Regenboog",
        theme="Telefoons in de klas",
        question="Wanneer helpt een telefoon en wanneer stoort hij?",
        ground_rules="Alleen deze kring spreekt.\nEén vraag op een briefje.",
        date="2026-01-09",
        time="19:00",
        timezone="Europe/Amsterdam",
        starts_at=START,
        language="nl",
        trusted_contact="",
        retention_days=30,
        full_quarter=False,
        late_notes=False,
        created_at=START - 24 * 60 * MINUTE,
        circles=CIRCLES,
        phases=agenda.build([agenda.Turn(one.key, quarter, quarter) for one in CIRCLES]),
        links={kind: Link(kind, 0, f"hash-of-{kind}-{name}") for kind in EVENING_LINKS},
    )
    return replace(prepared, **changed)


def run(before: Conversation, *commands: c.Command, now: int = START) -> Conversation:
    """The conversation after these commands, the first at ``now``, each a second later."""
    for number, command in enumerate(commands):
        before = decide(before, command, now + number * SECOND).conversation
    return before


def join(participant: str, circle: str, language: str = "nl") -> c.Join:
    """A phone takes a seat."""
    return c.Join(
        actor=phone(participant), participant=participant, circle=circle, language=language
    )


def note(name: str, participant: str, text: str) -> c.SubmitNote:
    """A note from a phone; ``name`` becomes its id."""
    return c.SubmitNote(actor=phone(participant), fresh_id=name, text=text)


JOINS = (join(AMIRA, "pupils"), join(JOOST, "parents"), join(DE_WIT, "teachers", "en"))

ADVANCE = c.Advance(actor=CHAIR)

NOTES = (
    note("thuis", JOOST, "Mag de telefoon bij jullie thuis aan tafel?"),
    note("les", DE_WIT, "Wat zou je in mijn les met een telefoon willen doen?"),
    note("les-ook", JOOST, "Waarvoor gebruik je hem in de les?"),
    note("nacht", JOOST, "Ligt hij 's nachts naast je bed? 📱"),
)

TO_PUPILS = (*JOINS, ADVANCE, ADVANCE, *NOTES)
"""To the pupils' discussion, with four notes on the table."""

TO_QUESTIONS = (
    *TO_PUPILS,
    c.AddPaperNote(
        actor=MINUTE_TAKER, fresh_id="papier", circle="teachers", text="En in de pauze?"
    ),
    c.QuietAuthor(actor=CHAIR, note="nacht"),
    c.SetAsideNote(actor=MINUTE_TAKER, note="nacht"),
    c.MergeNotes(actor=CHAIR, note="les-ook", into="les"),
    c.SelectNote(actor=CHAIR, note="les"),
    c.SelectNote(actor=CHAIR, note="thuis"),
    ADVANCE,
    c.MoveNote(actor=CHAIR, note="thuis", position=0),
    ADVANCE,
)
"""To the pupils' questions phase, with two questions chosen (one merged from two notes)."""

TO_END = (
    *TO_QUESTIONS,
    c.PutQuestion(actor=CHAIR, note="les"),
    c.AnswerQuestion(actor=CHAIR, note="les", answer="Iets opzoeken, en dan weer weg."),
    c.PutQuestion(actor=CHAIR, note="thuis"),
    c.WriteSummary(actor=MINUTE_TAKER, circle="pupils", text="Niet in de les, wel in de pauze."),
    c.SetPresent(actor=CHAIR, circle="pupils", number=11),
    *(ADVANCE,) * 6,  # parents, teachers
    *(ADVANCE,) * 3,  # summaries
    ADVANCE,
    c.WriteResponse(actor=CHAIR, text="We voelen ons gehoord."),
    ADVANCE,
    c.AddAgreement(actor=CHAIR, fresh_id="bakje", what="Een bakje bij de deur", who="De Wit"),
    c.WriteFollowUp(actor=CHAIR, text="In de nieuwsbrief van maart."),
    ADVANCE,
)
"""The whole evening."""
