"""Who may give which command, and when: the contract's table once more, written by hand.

Rule: nothing here is taken from ``facilitation.core.permissions``; where the two differ, one of
them is wrong. A phase is its number (0 lobby … 16 ended, within the quarter of an hour in which the
end can be taken back), ``B`` a break in the pupils' round, ``X`` the time after that quarter.
"""

from __future__ import annotations

PHASES = (*(str(number) for number in range(17)), "B", "X")
ROLES = ("chair", "minute_taker", "screen", "pupils", "parents", "teachers")

EVENING = "0-15 B"
WRITABLE = "0-16 B"
TABLE = "2-15 B"
ALWAYS = "0-16 B X"

Row = dict[str, str]


def _chair(when: str) -> Row:
    return {"chair": when}


def _both(when: str) -> Row:
    return {"chair": when, "minute_taker": when}


def _phones(when: str) -> Row:
    return {"pupils": when, "parents": when, "teachers": when}


ALLOWED: dict[str, Row] = {
    # Listeners, in a discussion. (``own``: in the pupils' round a parent's, then a pupil's note.)
    "submit_note": {"pupils": "5 8", "parents": "2 8", "teachers": "2 5"},
    "edit_note": {"parents": "2", "pupils": "5 8"},
    "withdraw_note": {"parents": "2", "pupils": "5 8"},
    "set_language": _phones(ALWAYS),
    # Not where they have written in this phase; each of them writes in each discussion.
    "change_circle": {
        "pupils": "0-4 6 7 9-15 B",
        "parents": "0 1 3-7 9-15 B",
        "teachers": "0 1 3 4 6-15 B",
    },
    "advance": _chair(EVENING),
    "back": _chair("1-16 B"),
    "pause": _chair("1-15 B"),
    "resume": _chair("1-15 B"),
    "adjust_time": _chair("1 2 4 5 7 8 10 14 B"),  # where there is a plan
    "backdate_start": _chair("1-15 B"),
    "plan_phase": _chair("0-14 B"),  # of the closing, which must lie ahead
    "fit_to_end": _chair(EVENING),
    "add_break": _chair(EVENING),
    "open_door": _chair(EVENING),
    "close_door": _chair(EVENING),
    "show_join": _chair(EVENING),
    "hide_join": _chair(EVENING),
    "edit_conversation": _chair(WRITABLE),
    "set_present": _both(WRITABLE),
    "select_note": _both(TABLE),
    "unselect_note": _both(TABLE),
    "set_aside_note": _both(TABLE),
    "restore_note": _both(TABLE),
    "move_note": _both(TABLE),
    "merge_notes": _both(TABLE),
    "unmerge_note": _both(TABLE),
    "add_paper_note": _both("2 3 5 6 8 9"),
    "render_note": _both("2-16 B"),
    "erase_note": _chair("2-16 B"),
    "quiet_author": _chair(TABLE),
    "unquiet_authors": _chair(EVENING),
    "show_selection": _chair("4 7 10"),
    "hide_selection": _chair("4 7 10"),
    "put_question": _chair("4 7 10"),
    "take_back_question": _chair("4 7 10"),
    "answer_question": _both("4-16 B"),
    "write_summary": _both(WRITABLE),
    "write_response": _both(WRITABLE),
    "write_follow_up": _both(WRITABLE),
    "add_agreement": _both(WRITABLE),
    "change_agreement": _both(WRITABLE),
    "remove_agreement": _both(WRITABLE),
    "set_agreement_status": _both(ALWAYS),
    "show_earlier": _chair("0 1"),
    "hide_earlier": _chair("0 1"),
    # The organiser, who has no ticket, as well: tests/organiser/test_editing.py.
    "correct_minutes": {"minute_taker": "16 X"},
    "hide_line": {"minute_taker": "16 X"},
    "show_line": {"minute_taker": "16 X"},
    "restore_line": {"minute_taker": "16 X"},
    "mark_final": {"minute_taker": "16 X"},
}

# What a role that has the right is told outside its phases, where that is not ``wrong_phase``.
OTHERWISE: dict[str, dict[str, str]] = {
    "submit_note": {"pupils 2": "your_circle_speaks", "parents 5": "your_circle_speaks"}
    | {"teachers 8": "your_circle_speaks"},
    "adjust_time": {f"chair {n}": "no_plan" for n in (3, 6, 9, 11, 12, 13, 15)},
    "change_circle": {
        f"{who} {n}": "change_circle_too_late"
        for who, numbers in (("pupils", (5, 8)), ("parents", (2, 8)), ("teachers", (2, 5)))
        for n in numbers
    },
    "answer_question": {
        f"{who} {n}": "not_put" for who in ("chair", "minute_taker") for n in (2, 3)
    },
    "erase_note": {"chair 0": "unknown_note", "chair 1": "unknown_note"},
}

PHONES_COMMANDS = ("submit_note", "edit_note", "withdraw_note", "set_language", "change_circle")


def phases(when: str) -> frozenset[str]:
    """``"2-4 B"`` → ``{"2", "3", "4", "B"}``."""
    found: set[str] = set()
    for part in when.split():
        first, _, last = part.partition("-")
        found |= {str(n) for n in range(int(first), int(last) + 1)} if last else {part}
    return frozenset(found)


def allowed(command: str, role: str, phase: str) -> bool:
    """Whether the contract lets this role give the command in this phase."""
    return phase in phases(ALLOWED[command].get(role, ""))


def refusal(command: str, role: str, phase: str, note_was_theirs: bool) -> str:
    """The code with which it is refused where it is not allowed."""
    phone = role in ("pupils", "parents", "teachers")
    if phone != (command in PHONES_COMMANDS) or (not phone and role not in ALLOWED[command]):
        return "not_allowed"
    if phase in ("16", "X"):
        return "conversation_ended"
    if command in ("edit_note", "withdraw_note"):
        # Somebody else's note and none at all get the same answer.
        return "already_collected" if note_was_theirs else "unknown_note"
    return OTHERWISE.get(command, {}).get(f"{role} {phase}", "wrong_phase")
