"""What chair and minute-taker see: everything, except whose a note is."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from facilitation.core import agenda
from facilitation.core import commands as c
from facilitation.core.model import Conversation, PhaseName, Place, Role
from facilitation.core.permissions import GRACE_MS
from facilitation.views import chair_parts as parts
from facilitation.views import chair_table
from facilitation.views.chair import ChairView, chair_view
from tests import evening as e

PHONES = {"pupils": 3, "parents": 5}


def seen(
    conversation: Conversation, role: Role = Role.CHAIR, now: int = e.START, jump: int = 0
) -> ChairView:
    return chair_view(conversation, role, now, PHONES, jump)


def after(*commands: c.Command) -> Conversation:
    return e.run(e.conversation(), *commands)


def words(view: Any) -> str:
    return repr(asdict(view))


# --- the allow-list


def test_view_holds_exactly_these_fields() -> None:
    assert {one.name for one in fields(ChairView)} == {
        "role",
        "school",
        "theme",
        "question",
        "details_changed",
        "ground_rules",
        "language",
        "timezone",
        "starts_at",
        "phase",
        "number",
        "planned_s",
        "running",
        "has_clock",
        "following",
        "can_go_back",
        "later_circle",
        "expected",
        "ended_at",
        "grace_until",
        "final",
        "clock_jump_s",
        "circles",
        "people",
        "round",
        "folded",
        "sorting",
        "piles",
        "chosen",
        "unheard",
        "list_shown",
        "asking",
        "paper",
        "asked",
        "summaries",
        "earlier",
        "response",
        "follow_up",
        "responding",
        "agreements",
        "followed",
        "plan",
        "door_open",
        "join_shown",
        "silenced",
    }


def test_note_holds_exactly_these_fields() -> None:
    assert {one.name for one in fields(parts.ChairNote)} == {
        "id",
        "text",
        "language",
        "rendering",
        "foreign",
        "circle",
        "place",
        "position",
        "put",
        "paper",
        "beneath",
        "from_phone",
        "like",
    }


def test_no_author_is_in_any_view() -> None:
    for commands in (e.JOINS, e.TO_PUPILS, e.TO_QUESTIONS, e.TO_END):
        for role in (Role.CHAIR, Role.MINUTE_TAKER):
            told = words(seen(after(*commands), role))
            assert [one for one in (e.AMIRA, e.JOOST, e.DE_WIT, "hash-of") if one in told] == []


def test_view_does_not_depend_on_the_second() -> None:
    discussion = after(*e.TO_PUPILS)
    assert seen(discussion, now=e.START) == seen(discussion, now=e.START + 500_000)


def test_silencing_a_second_note_of_the_same_phone_tells_nothing() -> None:
    once = after(*e.TO_PUPILS, c.QuietAuthor(actor=e.CHAIR, note="thuis"))
    twice = e.run(once, c.QuietAuthor(actor=e.CHAIR, note="nacht"))
    other = e.run(once, c.QuietAuthor(actor=e.CHAIR, note="les"))
    assert seen(once).silenced == seen(twice).silenced == seen(other).silenced


# --- the evening


def test_next_step_before_the_start_is_the_opening() -> None:
    view = seen(e.conversation())
    assert (view.phase.name, view.following and view.following.name) == ("lobby", "opening")
    assert (view.has_clock, view.can_go_back) == (False, False)


def test_following_skips_what_the_plan_leaves_out() -> None:
    skipping = after(*e.TO_PUPILS, c.PlanPhase(actor=e.CHAIR, number=3, seconds=0), e.ADVANCE)
    assert skipping.phase.name is PhaseName.QUESTIONS


def test_expected_end_before_the_start_is_the_plan() -> None:
    view = seen(e.conversation())
    assert e.START + view.expected.present_ms + view.expected.ahead_ms == view.expected.plan_at
    assert view.expected.plan_at == agenda.expected_end(e.conversation(), e.START)


def test_plan_keeps_a_break_in_the_middle_of_a_round_with_its_circle() -> None:
    pausing = after(*e.TO_PUPILS, c.AddBreak(actor=e.CHAIR, seconds=600), e.ADVANCE)
    view = seen(pausing)
    assert (view.phase.name, view.round and view.round.key) == ("break", "pupils")


def test_break_between_two_circles_belongs_to_none() -> None:
    between = after(*e.TO_QUESTIONS, c.AddBreak(actor=e.CHAIR, seconds=600), e.ADVANCE)
    assert (seen(between).phase.name, seen(between).round) == ("break", None)


def test_plan_rows_are_the_phases_ahead_without_the_end() -> None:
    view = seen(after(*e.TO_PUPILS))
    assert [row.number for row in view.plan] == list(range(3, 16))
    assert [row.step.name for row in view.plan[:2]] == ["collection", "questions"]


def test_skipped_phase_offers_the_length_of_its_kind() -> None:
    view = seen(after(c.PlanPhase(actor=e.CHAIR, number=5, seconds=0)))
    row = next(row for row in view.plan if row.number == 5)
    assert (row.skipped, row.usual_s, row.editable) == (True, 900, True)


def test_earlier_summaries_stand_beside_the_next_circle() -> None:
    parents = after(*e.TO_QUESTIONS, c.WriteSummary(actor=e.CHAIR, circle="pupils", text="Rust."))
    view = seen(e.run(parents, e.ADVANCE))
    assert [(one.circle.key, one.written.text) for one in view.earlier] == [("pupils", "Rust.")]
    assert view.later_circle


def test_end_can_be_taken_back_for_a_quarter_of_an_hour() -> None:
    ended = after(*e.TO_END)
    until = (ended.ended_at or 0) + GRACE_MS
    assert (seen(ended).grace_until, seen(ended).can_go_back, seen(ended).writable) == (
        until,
        True,
        True,
    )
    late = seen(ended, now=until)
    assert (late.grace_until, late.can_go_back, late.writable) == (None, False, False)


def test_clock_jump_is_told() -> None:
    assert seen(after(*e.TO_PUPILS), jump=-3600).clock_jump_s == -3600


# --- people


def test_few_people_are_told_from_the_first_circle_on() -> None:
    assert [one.few for one in seen(after(*e.JOINS)).people] == [False, False, False]
    assert [one.few for one in seen(after(*e.TO_PUPILS)).people] == [True, False, True]


def test_people_counted_in_the_room_go_before_phones() -> None:
    counted = after(
        *e.TO_PUPILS,
        c.SetPresent(actor=e.CHAIR, circle="pupils", number=11),
        c.SetPresent(actor=e.CHAIR, circle="parents", number=4),
    )
    assert [one.few for one in seen(counted).people] == [False, True, True]


# --- the table


def test_notes_are_folded_for_the_chair_during_a_discussion_only() -> None:
    discussion, questions = after(*e.TO_PUPILS), after(*e.TO_QUESTIONS)
    assert (seen(discussion).folded, seen(questions).folded) == (True, False)
    assert not seen(discussion, Role.MINUTE_TAKER).folded


def test_piles_hold_the_notes_by_who_asks_newest_last() -> None:
    view = seen(after(*e.TO_PUPILS))
    piles = [(pile.circle.key, [note.id for note in pile.notes]) for pile in view.piles]
    assert piles == [("parents", ["thuis", "les-ook", "nacht"]), ("teachers", ["les"])]


def test_merged_and_set_aside_notes_lie_apart() -> None:
    parents, teachers = seen(after(*e.TO_QUESTIONS)).piles
    assert [note.id for note in parents.notes] == ["thuis"]
    assert [note.id for note in parents.aside] == ["nacht"]
    assert [one.id for one in teachers.notes[0].beneath] == ["les-ook"]
    assert parents.count == 1


def test_next_circle_starts_with_an_empty_table() -> None:
    view = seen(e.run(after(*e.TO_QUESTIONS), e.ADVANCE))
    assert [(pile.circle.key, pile.count) for pile in view.piles] == [
        ("pupils", 0),
        ("teachers", 0),
    ]


def test_more_than_three_hundred_notes_show_the_oldest_undecided() -> None:
    discussion = after(*e.TO_PUPILS)
    one = replace(discussion.notes["thuis"], place=Place.SELECTED, position=0)
    many = {f"n{n:03}": replace(one, id=f"n{n:03}", sent_at=n) for n in range(400)}
    for n in range(50, 400):
        many[f"n{n:03}"] = replace(many[f"n{n:03}"], place=Place.TABLE, position=None)
    pile = seen(replace(discussion, notes=many)).piles[0]
    assert (pile.count, pile.hidden, len(pile.notes)) == (400, 100, 300)
    assert [pile.notes[0].id, pile.notes[-1].id] == ["n050", "n349"]
    assert chair_table.MOST_NOTES_SHOWN == 300


# --- chosen and asked


def test_chosen_questions_say_who_asked_also_beneath() -> None:
    view = seen(after(*e.TO_QUESTIONS))
    assert [(one.note.id, [circle.key for circle in one.circles]) for one in view.chosen] == [
        ("thuis", ["parents"]),
        ("les", ["parents", "teachers"]),
    ]


def test_question_goes_from_waiting_to_the_floor_to_answered() -> None:
    put = c.PutQuestion(actor=e.CHAIR, note="les")
    answer = c.AnswerQuestion(actor=e.CHAIR, note="les", answer="Opzoeken.")
    again = c.PutQuestion(actor=e.CHAIR, note="thuis")
    states = [
        [one.state for one in seen(after(*e.TO_QUESTIONS, *commands)).chosen]
        for commands in ((), (put,), (put, again), (put, answer))
    ]
    assert states == [
        ["waiting", "waiting"],
        ["waiting", "floor"],
        ["floor", "asked"],
        ["waiting", "answered"],
    ]


def test_circle_that_asked_and_was_not_chosen_is_named() -> None:
    view = seen(after(*e.TO_PUPILS, c.SelectNote(actor=e.CHAIR, note="thuis")))
    assert [circle.key for circle in view.unheard] == ["teachers"]
    assert seen(after(*e.TO_PUPILS)).unheard == ()


def test_asked_questions_stay_to_be_looked_at() -> None:
    groups = seen(after(*e.TO_END)).asked
    assert [(group.circle.key, [one.note.id for one in group.questions]) for group in groups] == [
        ("pupils", ["les", "thuis"])
    ]
    assert groups[0].questions[0].answer == "Iets opzoeken, en dan weer weg."


# --- texts


def test_texts_carry_the_revision_at_which_they_changed() -> None:
    ended = after(*e.TO_END)
    view = seen(ended)
    assert (view.response.text, view.response.changed) == (
        "We voelen ons gehoord.",
        ended.texts["response"].changed,
    )
    assert [(one.what, one.who, one.by) for one in view.agreements] == [
        ("Een bakje bij de deur", "De Wit", "")
    ]
