"""Questions to the circle: one on the floor, or the whole selection as a list."""

import pytest

from facilitation.core import commands as c
from facilitation.core.model import Conversation, Place

from .builders import (
    AMIRA,
    CHAIR,
    MINUTE_TAKER,
    advance,
    at,
    back,
    ended,
    in_phase,
    on_note,
    order,
    press,
    refused,
    steps,
    submit,
    with_notes,
)

SHOW = c.ShowSelection(actor=CHAIR)
HIDE = c.HideSelection(actor=CHAIR)


def put(note: str, **given) -> c.Command:
    return on_note(c.PutQuestion, note, **given)


def take_back(note: str) -> c.Command:
    return on_note(c.TakeBackQuestion, note)


def answer(note: str, words: str = "Ja.", actor: c.Actor = CHAIR, **given) -> c.AnswerQuestion:
    return c.AnswerQuestion(actor=actor, note=note, answer=words, **given)


def questions(*chosen: str, notes: tuple[str, ...] = ("n1", "n2", "n3")) -> Conversation:
    """The pupils' questions phase with these notes chosen."""
    conversation = with_notes(*notes)
    for note in chosen:
        conversation = press(conversation, on_note(c.SelectNote, note))
    return steps(conversation, 2)


def asked(conversation: Conversation) -> list[str]:
    return [one.note for one in conversation.put_questions("pupils")]


def test_put_lays_one_question_on_the_floor() -> None:
    conversation = press(questions("n1", "n2"), put("n1"), 60)
    assert (conversation.floor, asked(conversation)) == ("n1", ["n1"])
    question = conversation.questions["n1"]
    assert (question.phase, question.put_at, question.answered) == (4, at(60), False)


def test_put_of_another_marks_the_first_as_asked() -> None:
    conversation = press(press(questions("n1", "n2"), put("n2")), put("n1"))
    assert (conversation.floor, asked(conversation)) == ("n1", ["n2", "n1"])


def test_put_of_a_note_on_the_table_chooses_it() -> None:
    conversation = press(questions("n1"), put("n3"))
    assert (conversation.floor, order(conversation)) == ("n3", ["n1", "n3"])


def test_put_again_keeps_order_time_and_answer() -> None:
    conversation = press(press(questions("n1", "n2"), put("n1"), 10), answer("n1"), 20)
    conversation = press(press(conversation, put("n2"), 30), put("n1"), 40)
    assert (conversation.floor, asked(conversation)) == ("n1", ["n1", "n2"])
    question = conversation.questions["n1"]
    assert (question.put_at, question.answer, question.answered) == (at(10), "Ja.", True)


def test_put_refusals() -> None:
    assert refused(questions("n1"), put("none")) == "unknown_note"
    assert refused(with_notes("n1"), put("n1")) == "wrong_phase"
    assert refused(steps(questions("n1"), 3), put("n1")) == "wrong_phase"
    merged = press(questions("n1"), c.MergeNotes(actor=CHAIR, note="n2", into="n1"))
    assert refused(merged, put("n2")) == "not_selected"
    assert refused(questions("n1"), put("n1", actor=MINUTE_TAKER)) == "not_allowed"


def test_put_of_a_note_to_another_circle_is_refused() -> None:
    conversation = submit(steps(questions("n1"), 1), note="q1", who=AMIRA)
    conversation = steps(conversation, 2)
    assert refused(conversation, put("n1")) == "wrong_phase"
    assert press(conversation, put("q1")).floor == "q1"


def test_put_is_stale_when_the_note_changed() -> None:
    conversation = press(questions("n1"), on_note(c.SelectNote, "n2"))
    assert refused(conversation, put("n2", revision=6)) == "stale_screen"
    assert press(conversation, put("n1", revision=6)).floor == "n1"


def test_put_does_not_make_an_advance_stale() -> None:
    conversation = questions("n1")
    shown = conversation.revision
    assert press(press(conversation, put("n1")), advance(revision=shown)).current == 5


def test_take_back_is_as_if_it_had_not_been_put() -> None:
    conversation = press(press(questions("n1", "n2"), put("n1")), take_back("n1"))
    assert (conversation.floor, asked(conversation), order(conversation)) == (
        None,
        [],
        ["n1", "n2"],
    )
    unselected = press(conversation, on_note(c.UnselectNote, "n1"))
    assert unselected.notes["n1"].place is Place.TABLE


def test_take_back_of_one_leaves_the_other_on_the_floor() -> None:
    conversation = press(press(questions("n1", "n2"), put("n1")), put("n2"))
    conversation = press(conversation, take_back("n1"))
    assert (conversation.floor, asked(conversation)) == ("n2", ["n2"])


def test_take_back_and_put_again_goes_to_the_end() -> None:
    conversation = press(press(questions("n1", "n2"), put("n1")), put("n2"))
    conversation = press(press(conversation, take_back("n1")), put("n1"))
    assert asked(conversation) == ["n2", "n1"]


def test_take_back_refusals() -> None:
    conversation = questions("n1")
    assert refused(conversation, take_back("none")) == "unknown_note"
    assert refused(conversation, take_back("n1")) == "not_put"
    again = press(press(conversation, put("n1")), take_back("n1"))
    assert refused(again, take_back("n1")) == "not_put"
    assert refused(steps(press(conversation, put("n1")), 3), take_back("n1")) == "wrong_phase"


@pytest.mark.parametrize("words", ["", "Ja,\nmaar niet thuis."])
def test_answer_of_the_chair_takes_the_question_off_the_floor(words: str) -> None:
    conversation = press(press(questions("n1"), put("n1")), answer("n1", words))
    question = conversation.questions["n1"]
    assert (conversation.floor, question.answered, question.answer) == (None, True, words)


def test_answer_of_the_minute_taker_leaves_the_question_on_the_floor() -> None:
    conversation = press(questions("n1"), put("n1"))
    conversation = press(conversation, answer("n1", actor=MINUTE_TAKER))
    assert (conversation.floor, conversation.questions["n1"].answer) == ("n1", "Ja.")


def test_answer_of_another_question_leaves_the_floor() -> None:
    conversation = press(press(questions("n1", "n2"), put("n1")), put("n2"))
    assert press(conversation, answer("n1")).floor == "n2"


def test_answer_can_be_repeated_also_after_the_end() -> None:
    conversation = steps(press(questions("n1"), put("n1")), 12)
    conversation = press(press(conversation, answer("n1", "Ja.")), answer("n1", "Nee."), 899)
    assert conversation.questions["n1"].answer == "Nee."
    assert refused(conversation, answer("n1"), 900) == "conversation_ended"


def test_answer_refusals() -> None:
    assert refused(questions("n1"), answer("n1")) == "not_put"
    assert refused(questions("n1"), answer("none")) == "unknown_note"
    conversation = press(questions("n1"), put("n1"))
    assert refused(conversation, answer("n1", "a" * 1001)) == "text_too_long"
    assert refused(ended(), answer("n1")) == "unknown_note"


def test_answer_by_two_at_once_shows_the_second_what_stands_there() -> None:
    conversation = press(questions("n1"), put("n1"))
    shown = conversation.revision
    conversation = press(conversation, answer("n1", "Ja.", MINUTE_TAKER, revision=shown))
    assert refused(conversation, answer("n1", "Nee.", revision=shown)) == "stale_screen"


def test_list_puts_the_whole_selection_in_its_order() -> None:
    conversation = press(questions("n2", "n1"), SHOW)
    assert (conversation.phase.list_shown, asked(conversation)) == (True, ["n2", "n1"])
    assert [one.listed for one in conversation.put_questions("pupils")] == [True, True]


def test_list_clears_the_floor_which_was_asked() -> None:
    conversation = press(press(questions("n1", "n2"), put("n2")), SHOW)
    assert (conversation.floor, asked(conversation)) == (None, ["n2", "n1"])


def test_list_does_not_show_what_is_chosen_later() -> None:
    conversation = press(press(questions("n1"), SHOW), on_note(c.SelectNote, "n2"))
    assert asked(conversation) == ["n1"]
    assert asked(press(conversation, SHOW)) == ["n1", "n2"]


def test_list_of_nothing_is_refused() -> None:
    assert refused(in_phase(4), SHOW) == "not_selected"


def test_list_hidden_leaves_its_questions_asked() -> None:
    conversation = press(press(questions("n1"), SHOW), HIDE)
    assert (conversation.phase.list_shown, asked(conversation)) == (False, ["n1"])


def test_list_loses_what_is_taken_back() -> None:
    conversation = press(press(questions("n1", "n2"), SHOW), take_back("n1"))
    assert (asked(conversation), conversation.questions["n1"].listed) == (["n2"], False)


def test_back_to_the_questions_shows_what_stood_there() -> None:
    conversation = press(press(questions("n1"), put("n1")), advance())
    assert conversation.floor is None
    assert press(conversation, back()).floor == "n1"
