"""An evening at any phase, with notes in every state, kept by a real service on a real file.

Rule: made by the pure ``decide``, so that it is what a real evening would be; each copy has tickets
of its own. Amira (pupil), Joost (parent) and meneer De Wit (teacher) hold phones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from facilitation import keys
from facilitation.core import commands as c
from facilitation.core.decide import decide
from facilitation.core.model import Conversation, Link, LinkKind, Participant
from facilitation.core.permissions import GRACE_MS
from tests import evening

PEOPLE = {"pupils": evening.AMIRA, "parents": evening.JOOST, "teachers": evening.DE_WIT}
ROUNDS = {2: "pupils", 5: "parents", 8: "teachers"}
STATES = ("free", "host", "chosen", "aside", "under", "put", "own")


def round_of(phase: str) -> int:
    """The discussion whose notes lie on the table in that phase; 0 when there are none yet."""
    if phase == "B":
        return 2
    number = 16 if phase == "X" else int(phase)
    return max((one for one in ROUNDS if one <= number), default=0)


def authors_of(number: int) -> tuple[str, str]:
    """The two circles that listen in a discussion, the first of them writes ``own``."""
    first, second = (circle for circle in PEOPLE if circle != ROUNDS[number])
    return first, second


def _now(phase: str) -> int:
    return evening.START + 40 * evening.MINUTE + (GRACE_MS if phase == "X" else 0)


now_of: Callable[[str], int] = _now


@cache
def conversation_in(phase: str) -> Conversation:
    """The evening in that phase (see ``expectations.PHASES``), all its earlier steps taken."""
    agreement = c.AddAgreement(actor=evening.CHAIR, fresh_id="agreed", what="Elke maand praten")
    before = evening.run(evening.conversation(), *evening.JOINS, agreement)
    last = {"B": 3, "X": 16}.get(phase) if phase in "BX" else int(phase)
    for number in range(1, (last or 0) + 1):
        before = _pressed(before, c.Advance(actor=evening.CHAIR))
        if number in ROUNDS:
            before = _written(before, number)
        if number - 2 in ROUNDS:
            before = _pressed(before, c.PutQuestion(actor=evening.CHAIR, note=f"put-{number - 2}"))
    if phase == "B":
        before = _pressed(before, c.Advance(actor=evening.CHAIR))
        before = _pressed(before, c.PutQuestion(actor=evening.CHAIR, note="put-2"))
        before = _pressed(before, c.AddBreak(actor=evening.CHAIR, seconds=600))
        before = _pressed(before, c.Advance(actor=evening.CHAIR))
    return before


def _pressed(before: Conversation, command: c.Command) -> Conversation:
    return decide(before, command, _now("0")).conversation


def _written(before: Conversation, number: int) -> Conversation:
    first, second = authors_of(number)
    for place, state in enumerate(STATES):
        writer = PEOPLE[first if place % 2 == 0 else second]
        text = f"Een vraag in stap {number}: {state}?"
        before = _pressed(before, evening.note(f"{state}-{number}", writer, text))
    chair = evening.CHAIR
    return evening.run(
        before,
        c.SelectNote(actor=chair, note=f"chosen-{number}"),
        c.SelectNote(actor=chair, note=f"put-{number}"),
        c.SetAsideNote(actor=chair, note=f"aside-{number}"),
        c.MergeNotes(actor=chair, note=f"under-{number}", into=f"host-{number}"),
        now=_now("0"),
    )


def copy_of(base: Conversation, name: str) -> Conversation:
    """The same evening under another name, with tickets of its own (``ticket``)."""
    own = {person: keys.hashed(ticket(circle, name)) for circle, person in PEOPLE.items()}
    kinds = (LinkKind.CHAIR, LinkKind.MINUTE_TAKER, LinkKind.SCREEN, LinkKind.JOIN)
    return replace(
        base,
        id=name,
        code=f"code-{name}",
        participants={
            own[key]: Participant(own[key], seat.circle, seat.language)
            for key, seat in base.participants.items()
        },
        authors={note: own[author] for note, author in base.authors.items()},
        links={kind: Link(kind, 0, keys.hashed(ticket(str(kind), name))) for kind in kinds},
    )


def ticket(role: str, name: str) -> str:
    """The ticket of a role in the conversation of that name."""
    return f"ticket-{role}-{name}"


def arguments(command: str, phase: str) -> dict[str, Any]:
    """Arguments with which the command would be accepted in that phase, if it can be at all."""
    number = round_of(phase)
    put = {"2": 0, "3": 0, "5": 2, "6": 2, "8": 5, "9": 5}.get(phase, number)
    on_note = {
        "edit_note": "own",
        "withdraw_note": "own",
        "select_note": "free",
        "unselect_note": "chosen",
        "set_aside_note": "free",
        "restore_note": "aside",
        "move_note": "chosen",
        "merge_notes": "free",
        "unmerge_note": "under",
        "render_note": "free",
        "erase_note": "free",
        "quiet_author": "free",
        "put_question": "chosen",
        "take_back_question": "put",
    }
    given: dict[str, dict[str, Any]] = {
        "submit_note": {"text": "Waarom?"},
        "edit_note": {"text": "Anders gevraagd?"},
        "set_language": {"lang": "en"},
        "adjust_time": {"seconds": 60},
        "backdate_start": {"seconds": 120},
        "plan_phase": {"number": 15, "seconds": 600},
        "fit_to_end": {"ends_at": _now(phase) + 24 * 60 * evening.MINUTE},
        "add_break": {"seconds": 600},
        "edit_conversation": {"theme": "Telefoons"},
        "set_present": {"circle": "parents", "number": 12},
        "move_note": {"position": 1},
        "merge_notes": {"into": f"host-{number}"},
        "add_paper_note": {
            "circle": "teachers" if number != 8 else "pupils",
            "text": "Van papier?",
        },
        "render_note": {"text": "Hoe lang duurt het?"},
        "answer_question": {"note": f"put-{put or number}", "answer": "Samen bekijken."},
        "write_summary": {"circle": "pupils", "text": "Rust in de les."},
        "write_response": {"text": "Fijn dat u luisterde."},
        "write_follow_up": {"text": "In de nieuwsbrief."},
        "add_agreement": {"what": "Een telefoontas", "who": "School", "by": "2026-02-01"},
        "change_agreement": {"agreement": "agreed", "what": "Elke week praten"},
        "remove_agreement": {"agreement": "agreed"},
        "set_agreement_status": {"agreement": "agreed", "status": "done", "remark": "Gelukt."},
        "show_earlier": {"page": 1},
        "correct_minutes": {"place": "agreement:agreed", "text": "Elke twee weken praten"},
        "hide_line": {"place": "response"},
        "show_line": {"place": "response"},
        "restore_line": {"place": "response"},
    }
    note = {"note": f"{on_note[command]}-{number}"} if command in on_note else {}
    return note | given.get(command, {})
