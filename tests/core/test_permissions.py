"""Every command by every role in every phase, against the contract's table written out by hand."""

import pytest

from facilitation.core import commands as c
from facilitation.core import permissions
from facilitation.core.model import Conversation, PhaseName, Role
from facilitation.core.refusals import Refused

from .builders import CHAIR, at, back, ended, evening, in_phase, press, refused

ROLES = {
    "submit_note edit_note withdraw_note set_language change_circle join": "participant",
    "advance back pause resume adjust_time backdate_start plan_phase fit_to_end add_break "
    "open_door close_door show_join hide_join erase_note quiet_author unquiet_authors "
    "show_selection hide_selection put_question take_back_question": "chair",
    "set_present select_note unselect_note set_aside_note restore_note move_note merge_notes "
    "unmerge_note add_paper_note render_note answer_question write_summary write_response "
    "write_follow_up "
    "add_agreement change_agreement remove_agreement": "chair minute_taker",
    "edit_conversation renew_link": "chair organiser",
    "set_agreement_status": "chair minute_taker organiser",
    "show_earlier hide_earlier": "chair",
    "prepare set_wifi follow": "organiser",
    "cut_links": "system",
    "correct_minutes hide_line show_line restore_line mark_final": "organiser minute_taker",
    "reopen_minutes share_minutes withdraw_share": "organiser",
}
MAY = {name: set(roles.split()) for names, roles in ROLES.items() for name in names.split()}

SORT = "discussion collection questions summary response closing break"
PHASES = {
    "pause resume adjust_time backdate_start back": f"opening {SORT}",
    "select_note unselect_note set_aside_note restore_note move_note merge_notes unmerge_note "
    "quiet_author answer_question render_note": SORT,
    "add_paper_note": "discussion collection",
    "show_selection hide_selection put_question take_back_question": "questions",
    "show_earlier hide_earlier": "lobby opening",
    "prepare": "lobby",
}
WHEN = {name: set(phases.split()) for names, phases in PHASES.items() for name in names.split()}
ANY = set(PhaseName) - {"ended"}

_WITHIN_GRACE = """back edit_conversation set_wifi follow set_present erase_note answer_question
    render_note write_summary write_response write_follow_up add_agreement change_agreement
    remove_agreement"""
_AFTERWARDS = """correct_minutes hide_line show_line restore_line mark_final reopen_minutes
    share_minutes withdraw_share"""
AFTERWARDS = set(_AFTERWARDS.split())
WITHIN_GRACE = set(_WITHIN_GRACE.split())
FOR_EVER = {"set_language", "renew_link", "cut_links", "set_agreement_status"}

NUMBERS = {
    "lobby": 0,
    "opening": 1,
    "discussion": 2,
    "collection": 3,
    "questions": 4,
    "summary": 11,
    "response": 14,
    "closing": 15,
}


def bare(name: str, role: Role) -> c.Command:
    """A command of which only the kind and the actor matter."""
    command = object.__new__(c.ALL[name])
    object.__setattr__(command, "actor", c.Actor(role=role))
    object.__setattr__(command, "revision", None)
    return command


def verdict(conversation: Conversation, name: str, role: Role, seconds: float) -> str:
    """What the rules say before the content is looked at; "" for yes."""
    command = bare(name, role)
    try:
        permissions.check_role(command)
        permissions.check_not_ended(conversation, command, at(seconds))
        permissions.check_phase(conversation, command)
    except Refused as refused:
        return refused.code
    return ""


def in_named(phase: str) -> Conversation:
    if phase == "break":
        return press(
            press(in_phase(4), c.AddBreak(actor=CHAIR, seconds=60)), c.Advance(actor=CHAIR)
        )
    return in_phase(NUMBERS[phase])


def test_table_here_has_every_command() -> None:
    assert set(MAY) == set(c.ALL)


@pytest.mark.parametrize("phase", sorted(ANY))
def test_every_command_by_every_role_in_every_phase(phase: str) -> None:
    conversation = in_named(phase)
    assert conversation.phase.name == phase
    for name in sorted(set(c.ALL) - {"cut_links"}):
        for role in Role:
            never = name in AFTERWARDS or phase not in WHEN.get(name, ANY)
            expected = "wrong_phase" if never else ""
            expected = expected if role in MAY[name] else "not_allowed"
            assert (name, role, verdict(conversation, name, role, 0)) == (name, role, expected)


@pytest.mark.parametrize(("seconds", "grace"), [(0, True), (899, True), (900, False), (9e6, False)])
def test_every_command_by_every_role_after_the_end(seconds: float, grace: bool) -> None:
    conversation = ended()
    for name in c.ALL:
        for role in Role:
            allowed = name in FOR_EVER | AFTERWARDS or (grace and name in WITHIN_GRACE)
            expected = "" if allowed else "conversation_ended"
            expected = expected if role in MAY[name] else "not_allowed"
            assert (name, role, verdict(conversation, name, role, seconds)) == (
                name,
                role,
                expected,
            )


def test_final_minutes_take_nothing_but_the_erasing_of_a_note() -> None:
    conversation = ended(final_at=at(0))
    for name in sorted(WITHIN_GRACE):
        for role in Role:
            if role in MAY[name]:
                expected = "" if name in ("erase_note", "set_wifi") else "minutes_final"
                assert (name, verdict(conversation, name, role, 60)) == (name, expected)


def test_evening_that_nobody_ended_has_minutes_to_correct_once_its_days_have_passed() -> None:
    purged = in_phase(4, purged_at=at(0))
    assert verdict(purged, "correct_minutes", Role.ORGANISER, 1) == ""
    put_off = evening(purged_at=at(0))
    assert verdict(put_off, "correct_minutes", Role.ORGANISER, 1) == "wrong_phase"


def test_end_can_be_taken_back_for_fifteen_minutes() -> None:
    conversation = press(ended(), back(), 899)
    assert (conversation.phase.name, conversation.ended_at) == ("closing", None)
    assert refused(ended(), back(), 900) == "conversation_ended"


def test_grace_is_over_once_the_links_are_cut() -> None:
    assert permissions.in_grace(ended(links_cut=True), at(1)) is False


def test_screen_may_do_nothing() -> None:
    assert [name for name in c.ALL if verdict(evening(), name, Role.SCREEN, 0) == ""] == []
