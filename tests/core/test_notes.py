"""Notes: who may write when, what happens to them on the table, what is gone when it is gone."""

from dataclasses import fields

import pytest

from facilitation.core import commands as c
from facilitation.core.decide import decide
from facilitation.core.model import Conversation, Place, Role

from .builders import (
    AMIRA,
    CHAIR,
    DE_WIT,
    FATMA,
    JOOST,
    MINUTE_TAKER,
    STRANGER,
    advance,
    at,
    back,
    decided,
    ended,
    evening,
    in_phase,
    lies,
    on_note,
    order,
    press,
    refusal,
    refused,
    steps,
    submit,
    with_notes,
)

TABLE = (Place.TABLE, None, None)
ASIDE = (Place.ASIDE, None, None)


def note(words: str = "Waarom?", who: c.Actor = JOOST, **given) -> c.SubmitNote:
    return c.SubmitNote(actor=who, fresh_id="n1", text=words, **given)


def edit(which: str = "n1", words: str = "Hoe dan?", who: c.Actor = JOOST) -> c.EditNote:
    return c.EditNote(actor=who, note=which, text=words)


def withdraw(which: str = "n1", who: c.Actor = JOOST) -> c.WithdrawNote:
    return c.WithdrawNote(actor=who, note=which)


def merge(which: str, into: str) -> c.MergeNotes:
    return c.MergeNotes(actor=MINUTE_TAKER, note=which, into=into)


def move(which: str, position: int) -> c.MoveNote:
    return c.MoveNote(actor=MINUTE_TAKER, note=which, position=position)


def paper(circle: str, words: str = "Op papier?") -> c.AddPaperNote:
    return c.AddPaperNote(actor=MINUTE_TAKER, fresh_id="p1", circle=circle, text=words)


def selected(*notes: str) -> Conversation:
    conversation = with_notes(*notes)
    for one in notes:
        conversation = press(conversation, on_note(c.SelectNote, one))
    return conversation


def put(which: str = "n1", *others: str) -> Conversation:
    """``which`` on the floor of the pupils' questions."""
    return press(steps(selected(which, *others), 2), on_note(c.PutQuestion, which))


# --- writing


@pytest.mark.parametrize("who", [JOOST, DE_WIT])
@pytest.mark.parametrize("phase", [None, 2])
def test_note_of_a_listening_circle_is_kept_with_its_phase(who: c.Actor, phase: int | None) -> None:
    conversation = press(in_phase(2), note("  Waarom? ", who, phase=phase), 30)
    kept = conversation.notes["n1"]
    circle = conversation.participants[who.participant].circle
    assert (kept.phase, kept.to_circle, kept.from_circle) == (2, "pupils", circle)
    assert (kept.text, kept.language, kept.sent_at, kept.paper) == ("Waarom?", "nl", at(30), False)
    assert lies(conversation, "n1") == TABLE
    assert conversation.authors == {"n1": who.participant}


def test_note_carries_the_language_of_its_phone() -> None:
    assert submit(in_phase(2), who=FATMA).notes["n1"].language == "tr"


def test_note_row_has_no_place_for_its_author() -> None:
    kept = submit(in_phase(2)).notes["n1"]
    assert "joost" not in [getattr(kept, one.name) for one in fields(kept)]


def test_note_of_the_speaking_circle_is_refused() -> None:
    assert refused(in_phase(2), note(who=AMIRA)) == "your_circle_speaks"


SPEAKERS = {2: AMIRA, 5: JOOST, 8: DE_WIT}


@pytest.mark.parametrize("number", range(16))
@pytest.mark.parametrize("who", [AMIRA, JOOST, DE_WIT])
def test_notes_are_taken_only_from_listeners_in_a_discussion(number: int, who: c.Actor) -> None:
    expected = "wrong_phase"
    if number in SPEAKERS:
        expected = "your_circle_speaks" if SPEAKERS[number] == who else ""
    conversation = in_phase(number)
    if expected:
        assert refused(conversation, note(who=who)) == expected
    else:
        assert press(conversation, note(who=who)).notes["n1"].phase == number


def test_note_after_the_end_is_refused() -> None:
    assert refused(ended(), note()) == "conversation_ended"


@pytest.mark.parametrize("number", [3, 4, 5, 8, 11])
def test_note_of_an_earlier_phase_is_not_moved_to_the_next(number: int) -> None:
    assert refused(in_phase(number), note(phase=2)) == "already_collected"


def test_late_note_is_taken_where_that_is_set() -> None:
    conversation = in_phase(4, late_notes=True)
    assert press(conversation, note()).notes["n1"].phase == 4
    assert refused(conversation, note(who=AMIRA)) == "wrong_phase"
    assert refused(in_phase(3, late_notes=True), note()) == "wrong_phase"


def test_note_of_somebody_without_a_seat_is_refused() -> None:
    assert refused(in_phase(2), note(who=STRANGER)) == "not_allowed"
    assert refused(in_phase(2), note(who=c.Actor(role=Role.PARTICIPANT))) == "not_allowed"


def test_note_of_nothing_or_too_much_is_refused() -> None:
    assert refused(in_phase(2), note("\u200b")) == "empty_note"
    assert refused(in_phase(2), note("a" * 281)) == "note_too_long"


def test_note_over_the_twentieth_in_a_phase_is_refused() -> None:
    conversation = with_notes(*(f"n{number}" for number in range(20)))
    over = c.SubmitNote(actor=JOOST, fresh_id="n20", text="Nog een?")
    caught = refusal(lambda: press(conversation, over))
    assert (caught.code, caught.data) == ("too_many_notes", {"limit": 20})
    assert len(submit(conversation, who=FATMA, note="f1").notes) == 21
    assert len(submit(press(conversation, withdraw("n0")), note="n20").notes) == 20


def test_note_limit_counts_each_phase_by_itself() -> None:
    conversation = steps(with_notes(*(f"n{number}" for number in range(20)), who=DE_WIT), 3)
    assert len(submit(conversation, who=DE_WIT, note="n20").notes) == 21


def test_note_of_a_participant_is_never_stale() -> None:
    assert press(in_phase(2), note(revision=0)).notes["n1"].text == "Waarom?"


# --- own notes


def test_edit_changes_the_words_only() -> None:
    conversation = press(with_notes("n1"), edit(), 60)
    kept = conversation.notes["n1"]
    assert (kept.text, kept.sent_at, list(conversation.notes)) == ("Hoe dan?", at(0), ["n1"])


def test_edit_of_a_selected_note_leaves_it_selected() -> None:
    assert order(press(selected("n1"), edit())) == ["n1"]


def test_withdraw_leaves_no_trace() -> None:
    conversation = press(selected("n1"), withdraw())
    assert (conversation.notes, conversation.authors, order(conversation)) == ({}, {}, [])
    assert "Vraag" not in str(conversation)


@pytest.mark.parametrize("who", [FATMA, AMIRA, STRANGER, c.Actor(role=Role.PARTICIPANT)])
def test_own_note_commands_on_a_note_of_another_know_nothing_of_it(who: c.Actor) -> None:
    conversation = press(with_notes("n1"), paper("teachers"))
    for which in ("n1", "p1", "none"):
        assert refused(conversation, edit(which, who=who)) == "unknown_note"
        assert refused(conversation, withdraw(which, who=who)) == "unknown_note"


@pytest.mark.parametrize("further", [1, 2, 3, 10])
def test_own_note_is_fixed_once_collected(further: int) -> None:
    conversation = steps(with_notes("n1"), further)
    assert refused(conversation, edit()) == "already_collected"
    assert refused(conversation, withdraw()) == "already_collected"


def test_own_note_is_open_again_after_a_step_back() -> None:
    conversation = press(press(with_notes("n1"), advance()), back())
    assert press(conversation, edit()).notes["n1"].text == "Hoe dan?"


def test_own_late_note_is_fixed_once_put_to_the_circle() -> None:
    conversation = submit(in_phase(4, late_notes=True))
    assert press(conversation, withdraw()).notes == {}
    assert refused(press(conversation, on_note(c.PutQuestion, "n1")), edit()) == "already_collected"


@pytest.mark.parametrize(("words", "code"), [(" ", "empty_note"), ("a" * 281, "note_too_long")])
def test_edit_to_nothing_or_too_much_is_refused(words: str, code: str) -> None:
    assert refused(with_notes("n1"), edit(words=words)) == code


# --- circle and language


def test_change_circle_as_long_as_no_note_is_in_this_phase() -> None:
    change = c.ChangeCircle(actor=JOOST, circle="pupils")
    decision = decided(in_phase(2), change)
    assert decision.result == {"circle": "pupils"}
    assert refused(decision.conversation, note()) == "your_circle_speaks"
    conversation = with_notes("n1")
    assert refused(conversation, change) == "change_circle_too_late"
    assert press(press(conversation, withdraw()), change).participants["joost"].circle == "pupils"
    assert press(steps(conversation, 1), change).notes["n1"].from_circle == "parents"


def test_change_circle_to_none_or_without_a_seat_is_refused() -> None:
    nowhere = c.ChangeCircle(actor=JOOST, circle="cooks")
    assert refused(evening(), nowhere) == "unknown_circle"
    assert refused(evening(), c.ChangeCircle(actor=STRANGER, circle="pupils")) == "not_allowed"


@pytest.mark.parametrize("lang", ["tr", "nl-BE", "zh-Hant-TW", "ary"])
def test_set_language_changes_the_notes_to_come(lang: str) -> None:
    conversation = press(in_phase(2), c.SetLanguage(actor=JOOST, lang=lang))
    assert submit(conversation).notes["n1"].language == lang


@pytest.mark.parametrize(
    "lang", ["", "x", "nl_BE", "stomme-juf", "noor was here", "NL", "ñé", "nl\n"]
)
def test_set_language_holds_no_words(lang: str) -> None:
    assert refused(in_phase(2), c.SetLanguage(actor=JOOST, lang=lang)) == "bad_request"


# --- the table


def test_select_puts_notes_at_the_end_in_turn() -> None:
    assert order(selected("n1", "n2", "n3")) == ["n1", "n2", "n3"]


def test_select_again_changes_no_order() -> None:
    assert order(press(selected("n1", "n2"), on_note(c.SelectNote, "n1"))) == ["n1", "n2"]


def test_unselect_and_select_again_goes_to_the_end() -> None:
    conversation = press(selected("n1", "n2"), on_note(c.UnselectNote, "n1"))
    assert (order(conversation), lies(conversation, "n1")) == (["n2"], TABLE)
    assert order(press(conversation, on_note(c.SelectNote, "n1"))) == ["n2", "n1"]


def test_set_aside_and_restore() -> None:
    conversation = press(selected("n1"), on_note(c.SetAsideNote, "n1"))
    assert (lies(conversation, "n1"), order(conversation)) == (ASIDE, [])
    assert lies(press(conversation, on_note(c.RestoreNote, "n1")), "n1") == TABLE


def test_restore_of_a_note_that_is_not_aside_changes_nothing() -> None:
    assert order(press(selected("n1"), on_note(c.RestoreNote, "n1"))) == ["n1"]


@pytest.mark.parametrize(
    ("which", "position", "expected"),
    [
        ("n3", 0, ["n3", "n1", "n2"]),
        ("n1", 1, ["n2", "n1", "n3"]),
        ("n1", 2, ["n2", "n3", "n1"]),
        ("n1", 2**53 - 1, ["n2", "n3", "n1"]),
        ("n2", 1, ["n1", "n2", "n3"]),
    ],
)
def test_move_places_a_selected_note(which: str, position: int, expected: list[str]) -> None:
    assert order(press(selected("n1", "n2", "n3"), move(which, position))) == expected


def test_move_of_what_is_not_selected_or_before_the_first_is_refused() -> None:
    assert refused(with_notes("n1"), move("n1", 0)) == "not_selected"
    assert refused(selected("n1"), move("n1", -1)) == "bad_request"


def test_merge_lays_a_note_and_what_is_beneath_it_beneath_another() -> None:
    conversation = press(press(with_notes("n1", "n2", "n3"), merge("n1", "n2")), merge("n2", "n3"))
    assert [one.id for one in conversation.merged_beneath("n3")] == ["n1", "n2"]
    assert lies(conversation, "n1") == (Place.MERGED, None, "n3")


def test_merge_into_a_note_that_lies_beneath_goes_to_its_top() -> None:
    conversation = press(press(with_notes("n1", "n2", "n3"), merge("n1", "n2")), merge("n3", "n1"))
    assert lies(conversation, "n3") == (Place.MERGED, None, "n2")


def test_merge_of_a_selected_note_passes_its_place_on() -> None:
    conversation = press(with_notes("n1", "n2", "n3"), on_note(c.SelectNote, "n1"))
    conversation = press(press(conversation, on_note(c.SelectNote, "n3")), merge("n1", "n2"))
    assert order(conversation) == ["n2", "n3"]


@pytest.mark.parametrize(("which", "into"), [("n1", "n1"), ("n2", "n1")])
def test_merge_with_itself_is_refused(which: str, into: str) -> None:
    conversation = press(with_notes("n1", "n2"), merge("n1", "n2"))
    assert refused(conversation, merge(which, into)) == "bad_request"


def test_merge_of_notes_to_different_circles_is_refused() -> None:
    conversation = submit(steps(with_notes("n1"), 3), note="n2", who=AMIRA)
    assert refused(conversation, merge("n1", "n2")) == "bad_request"


def test_merge_of_a_note_that_was_put_is_refused_but_beneath_it_is_fine() -> None:
    conversation = put("n1", "n2")
    assert refused(conversation, merge("n1", "n2")) == "already_put"
    assert lies(press(conversation, merge("n2", "n1")), "n2") == (Place.MERGED, None, "n1")


def test_merge_is_stale_when_either_note_changed() -> None:
    conversation = press(with_notes("n1", "n2"), on_note(c.SelectNote, "n2"))
    old = c.MergeNotes(actor=CHAIR, note="n1", into="n2", revision=4)
    assert refused(conversation, old) == "stale_screen"


def test_unmerge_lets_an_original_lie_by_itself() -> None:
    conversation = press(selected("n1", "n2"), merge("n1", "n2"))
    conversation = press(conversation, on_note(c.UnmergeNote, "n1"))
    assert (lies(conversation, "n1"), order(conversation)) == (TABLE, ["n2"])
    assert press(conversation, on_note(c.UnmergeNote, "n1")).notes == conversation.notes


def test_select_of_a_merged_note_takes_it_from_beneath() -> None:
    conversation = press(selected("n1", "n2"), merge("n1", "n2"))
    assert order(press(conversation, on_note(c.SelectNote, "n1"))) == ["n2", "n1"]


@pytest.mark.parametrize("kind", [c.UnselectNote, c.SetAsideNote])
def test_note_that_was_put_stays_selected(kind: type[c.Command]) -> None:
    assert refused(put(), on_note(kind, "n1")) == "already_put"


@pytest.mark.parametrize(
    "kind",
    [c.SelectNote, c.UnselectNote, c.SetAsideNote, c.RestoreNote, c.UnmergeNote, c.EraseNote],
)
def test_table_command_on_no_note_is_refused(kind: type[c.Command]) -> None:
    assert refused(in_phase(2), on_note(kind, "none")) == "unknown_note"
    assert refused(with_notes("n1"), merge("n1", "none")) == "unknown_note"
    assert refused(with_notes("n1"), merge("none", "n1")) == "unknown_note"
    assert refused(in_phase(2), move("none", 0)) == "unknown_note"


def test_table_command_is_stale_when_that_note_changed_only() -> None:
    conversation = press(with_notes("n1", "n2"), on_note(c.SelectNote, "n1"))
    assert refused(conversation, on_note(c.SetAsideNote, "n1", revision=4)) == "stale_screen"
    assert lies(press(conversation, on_note(c.SetAsideNote, "n2", revision=4)), "n2") == ASIDE


def test_table_command_on_an_edited_note_is_stale() -> None:
    conversation = press(with_notes("n1"), edit())
    assert refused(conversation, on_note(c.SelectNote, "n1", revision=3)) == "stale_screen"


# --- paper


@pytest.mark.parametrize("number", [2, 3])
def test_paper_note_goes_to_the_circle_whose_turn_it_is(number: int) -> None:
    decision = decided(in_phase(number), paper("teachers"), 9)
    row = decision.conversation.notes["p1"]
    assert decision.result == {"note": "p1"}
    assert (row.to_circle, row.from_circle, row.phase, row.paper) == (
        "pupils",
        "teachers",
        number,
        True,
    )
    assert decision.conversation.authors == {}


def test_paper_note_refusals() -> None:
    assert refused(in_phase(2), paper("pupils")) == "your_circle_speaks"
    assert refused(in_phase(2), paper("cooks")) == "unknown_circle"
    assert refused(in_phase(2), paper("parents", " ")) == "empty_note"
    assert refused(in_phase(4), paper("parents")) == "wrong_phase"


def test_paper_notes_have_no_limit_of_a_person() -> None:
    conversation = in_phase(2)
    for number in range(25):
        one = c.AddPaperNote(
            actor=CHAIR, fresh_id=f"p{number}", circle="parents", text="Op papier?"
        )
        conversation = press(conversation, one)
    assert len(conversation.notes) == 25


# --- what a note says in the language of the evening


def rendered(which: str = "n1", words: str = "Hoe gaat het thuis?", **given) -> c.RenderNote:
    return c.RenderNote(actor=MINUTE_TAKER, note=which, text=words, **given)


def test_rendering_stands_beside_the_words_of_the_note() -> None:
    conversation = press(with_notes("n1"), rendered(words="  Hoe gaat\nhet thuis?"))
    note = conversation.notes["n1"]
    assert (note.text, note.rendering) == ("Vraag n1?", "Hoe gaat het thuis?")
    assert press(conversation, rendered(words=" ")).notes["n1"].rendering == ""


def test_rendering_goes_when_the_author_writes_something_else() -> None:
    conversation = press(press(in_phase(2), note()), rendered())
    assert press(conversation, edit()).notes["n1"].rendering == ""


def test_rendering_stays_when_the_note_is_put_and_when_it_is_merged() -> None:
    conversation = press(press(with_notes("n1", "n2"), rendered()), merge("n1", "n2"))
    assert conversation.notes["n1"].rendering == "Hoe gaat het thuis?"


def test_rendering_refusals() -> None:
    conversation = with_notes("n1")
    assert refused(conversation, rendered("n9")) == "unknown_note"
    assert refused(conversation, rendered(words="é" * 561)) == "text_too_long"
    changed, seen = press(conversation, rendered()), conversation.revision
    again = rendered(words="Anders", revision=seen)
    stale = refusal(lambda: decide(changed, again, at(0)))
    assert (stale.code, stale.data["current"]) == ("stale_screen", "Hoe gaat het thuis?")


# --- erasing and silencing


def test_erase_frees_what_lies_beneath_and_takes_question_and_answer_along() -> None:
    conversation = press(put("n1", "n2"), merge("n2", "n1"))
    answer = c.AnswerQuestion(actor=MINUTE_TAKER, note="n1", answer="GEHEIM")
    conversation = press(press(conversation, answer), on_note(c.EraseNote, "n1"))
    assert (list(conversation.notes), dict(conversation.questions)) == (["n2"], {})
    assert (conversation.floor, lies(conversation, "n2")) == (None, TABLE)
    assert conversation.authors == {"n2": "joost"}
    assert "GEHEIM" not in str(conversation)
    assert "Vraag n1" not in str(conversation)


def test_erase_clears_the_floor_of_a_phase_that_was_left() -> None:
    conversation = press(press(put(), advance()), on_note(c.EraseNote, "n1"))
    assert press(conversation, back()).floor is None


def test_erase_is_possible_in_every_phase_and_shortly_after_the_end() -> None:
    begun_again = press(press(with_notes("n1"), back()), back())
    for conversation in (begun_again, steps(with_notes("n1"), 12), steps(with_notes("n1"), 14)):
        assert press(conversation, on_note(c.EraseNote, "n1"), 10).notes == {}


def test_quiet_stops_the_phone_without_saying_whose_it_is() -> None:
    decision = decided(with_notes("n1"), on_note(c.QuietAuthor, "n1"))
    assert (decision.result, decision.entry.data) == ({}, {"note": "n1"})
    conversation = decision.conversation
    assert refused(conversation, note()) == "quieted"
    assert refused(conversation, edit()) == "quieted"
    assert press(conversation, withdraw()).notes == {}
    assert submit(conversation, who=FATMA, note="f1").notes["f1"].text == "Waarom?"


def test_quiet_lasts_the_evening_until_all_may_write_again() -> None:
    conversation = steps(press(with_notes("n1", who=DE_WIT), on_note(c.QuietAuthor, "n1")), 3)
    again = note(who=DE_WIT)
    assert refused(conversation, again) == "quieted"
    conversation = press(conversation, c.UnquietAuthors(actor=CHAIR))
    assert press(conversation, c.SubmitNote(actor=DE_WIT, fresh_id="n2", text="Ja?")).notes["n2"]


def test_quiet_of_a_paper_note_is_refused() -> None:
    assert (
        refused(press(in_phase(2), paper("parents")), on_note(c.QuietAuthor, "p1")) == "no_author"
    )
