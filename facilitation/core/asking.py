"""Questions to the circle: put, taken back, answered, or shown all together.

Rule: at most one question is on the floor, because the floor is one field of the questions phase.
A question is 'asked' when it was put and is not on the floor now; so going on marks it asked, and
going back puts it on the floor again, without either having to touch it.
"""

from __future__ import annotations

from typing import Any

from . import commands as c
from . import text
from .agenda import with_phases
from .model import Conversation, Note, Place, Question, replace
from .refusals import Refused
from .table import chosen

ANSWER_CHARACTERS = 1000

Decided = tuple[Conversation, dict[str, Any]]


def put_question(conversation: Conversation, command: c.PutQuestion, now: int) -> Decided:
    """Put one note to the circle: it, and only it, stands on the hall screen."""
    note = conversation.notes.get(command.note)
    if note is None:
        raise Refused("unknown_note")
    if note.to_circle != conversation.phase.circle:
        raise Refused("wrong_phase", phase=str(conversation.phase.name))
    if note.place is Place.MERGED:
        raise Refused("not_selected")
    after = _put(conversation, note, now, listed=False)
    phase = replace(after.phase, floor=note.id)
    return with_phases(after, (phase,)), {}


def _put(conversation: Conversation, note: Note, now: int, listed: bool) -> Conversation:
    """``note`` as a question of this phase; what was put before keeps its order and answer."""
    revision = conversation.revision + 1
    if note.place is not Place.SELECTED:
        note = chosen(conversation, note)
    notes = {**conversation.notes, note.id: replace(note, changed=revision)}
    before = conversation.questions.get(note.id)
    if before is not None and not before.taken_back:
        question = before
    else:
        order = 1 + max((q.put_order for q in conversation.questions.values()), default=0)
        answer = before.answer if before else ""
        question = Question(note.id, conversation.current, order, now, answer, listed=listed)
    questions = {**conversation.questions, note.id: question}
    return replace(conversation, notes=notes, questions=questions)


def take_back_question(
    conversation: Conversation, command: c.TakeBackQuestion, now: int
) -> Decided:
    """Off the floor (or out of the list), back among the chosen, as if it had not been put."""
    question = _put_already(conversation, command.note)
    if question.phase != conversation.current:
        raise Refused("wrong_phase", phase=str(conversation.phase.name))
    taken = replace(question, taken_back=True, listed=False)
    phase = conversation.phase
    if phase.floor == command.note:
        phase = replace(phase, floor=None)
    return with_phases(_with_question(conversation, taken), (phase,)), {}


def answer_question(conversation: Conversation, command: c.AnswerQuestion, now: int) -> Decided:
    """A line on the answer, or none; sent by the chair it takes the question off the floor."""
    question = _put_already(conversation, command.note)
    words = text.lines_of(command.answer, ANSWER_CHARACTERS)
    after = _with_question(conversation, replace(question, answer=words, answered=True))
    phase = after.phase
    if command.actor.role == "chair" and phase.floor == command.note:
        after = with_phases(after, (replace(phase, floor=None),))
    return after, {}


def _put_already(conversation: Conversation, note_id: str) -> Question:
    if note_id not in conversation.notes:
        raise Refused("unknown_note")
    if not conversation.is_put(note_id):
        raise Refused("not_put")
    return conversation.questions[note_id]


def _with_question(conversation: Conversation, question: Question) -> Conversation:
    revision = conversation.revision + 1
    note = replace(conversation.notes[question.note], changed=revision)
    return replace(
        conversation,
        notes={**conversation.notes, note.id: note},
        questions={**conversation.questions, question.note: question},
    )


def show_selection(conversation: Conversation, command: c.ShowSelection, now: int) -> Decided:
    """All that is chosen now, as a list in the hall; so all of it is put to the circle.

    What is chosen later does not slip in: it stands there after the next ``show_selection``.
    """
    selection = conversation.selected(conversation.phase.circle or "")
    if not selection:
        raise Refused("not_selected")
    after = conversation
    for note in selection:
        after = _put(after, note, now, listed=True)
        question = replace(after.questions[note.id], listed=True)
        after = replace(after, questions={**after.questions, note.id: question})
    phase = replace(after.phase, floor=None, list_shown=True)
    return with_phases(after, (phase,)), {}


def hide_selection(conversation: Conversation, command: c.HideSelection, now: int) -> Decided:
    """The list leaves the hall screen; its questions have been asked."""
    return with_phases(conversation, (replace(conversation.phase, list_shown=False),)), {}


DECIDERS: dict[type[c.Command], Any] = {
    c.PutQuestion: put_question,
    c.TakeBackQuestion: take_back_question,
    c.AnswerQuestion: answer_question,
    c.ShowSelection: show_selection,
    c.HideSelection: hide_selection,
}
