"""Notes: written on phones and paper, and sorted on the chair's table.

Rule (protocol.md, Notes and Choosing): a note belongs to the phase it was written in; its author
may change it until the chair collects; what is withdrawn or erased is gone. Notes that were put to
the circle can no longer be moved off the selection.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import commands as c
from . import text
from .agenda import with_phases
from .model import Conversation, Note, PhaseName, Place, replace
from .refusals import Refused

MOST_NOTES = 20
"""Notes of one person in one phase."""
RENDERING_CHARACTERS = 560
"""A translation may need more room than the note; twice as much is always enough."""
MOST_NOTES_IN_ALL = 30_000
"""Notes in one conversation: far beyond any hall, and still a snapshot that a laptop can hold."""

Decided = tuple[Conversation, dict[str, Any]]


# --- phones


def submit_note(conversation: Conversation, command: c.SubmitNote, now: int) -> Decided:
    """A new note for the circle that speaks. Result: ``note``."""
    author = command.actor.participant or ""
    seat = conversation.participants.get(author)
    if seat is None:
        raise Refused("not_allowed")
    _may_write(conversation, seat.circle, command.phase)
    _not_quieted(conversation, author)
    _room_for_another(conversation, author)
    _room_in_all(conversation)
    words = text.note_text(command.text)
    note = Note(
        id=command.fresh_id,
        phase=conversation.current,
        to_circle=conversation.phase.circle or "",
        from_circle=seat.circle,
        text=words,
        language=seat.language,
        sent_at=now,
        changed=conversation.revision + 1,
    )
    authors = {**conversation.authors, note.id: author}
    return replace(_with_notes(conversation, note), authors=authors), {"note": note.id}


def _may_write(conversation: Conversation, circle: str, phase: int | None) -> None:
    if phase is not None and phase != conversation.current:
        raise Refused("already_collected")
    if conversation.listening(circle):
        return
    speaks = conversation.phase.circle == circle
    if speaks and conversation.phase.name is PhaseName.DISCUSSION:
        raise Refused("your_circle_speaks")
    raise Refused("wrong_phase", phase=str(conversation.phase.name))


def _not_quieted(conversation: Conversation, author: str) -> None:
    if author in conversation.quieted:
        raise Refused("quieted")


def _room_for_another(conversation: Conversation, author: str) -> None:
    own = (note for note, by in conversation.authors.items() if by == author)
    here = sum(conversation.notes[note].phase == conversation.current for note in own)
    if here >= MOST_NOTES:
        raise Refused("too_many_notes", limit=MOST_NOTES)


def _room_in_all(conversation: Conversation) -> None:
    if len(conversation.notes) >= MOST_NOTES_IN_ALL:
        raise Refused("no_more_notes", limit=MOST_NOTES_IN_ALL)


def edit_note(conversation: Conversation, command: c.EditNote, now: int) -> Decided:
    """Other words on an own note, until the chair collects. Result: ``note``."""
    note = _own_uncollected(conversation, command.note, command.actor)
    _not_quieted(conversation, command.actor.participant or "")
    words = text.note_text(command.text)
    # What was said of the old words need not be true of the new ones.
    return _changed(conversation, replace(note, text=words, rendering="")), {"note": note.id}


def withdraw_note(conversation: Conversation, command: c.WithdrawNote, now: int) -> Decided:
    """An own note is gone, text and all. Result: ``note``."""
    note = _own_uncollected(conversation, command.note, command.actor)
    return without_note(conversation, note), {"note": note.id}


def _own_uncollected(conversation: Conversation, note_id: str, actor: c.Actor) -> Note:
    note = conversation.notes.get(note_id)
    # The same answer for somebody else's note as for none: whose it is nobody learns.
    author = conversation.authors.get(note_id)
    if note is None or author is None or author != actor.participant:
        raise Refused("unknown_note")
    open_still = note.phase == conversation.current and conversation.listening(note.from_circle)
    if not open_still or conversation.is_put(note_id):
        raise Refused("already_collected")
    return note


# --- the table


def select_note(conversation: Conversation, command: c.SelectNote, now: int) -> Decided:
    """Choose a note: it goes to the end of the selection for its circle."""
    note = _note(conversation, command.note)
    if note.place is Place.SELECTED:
        return conversation, {}
    return _changed(conversation, chosen(conversation, note)), {}


def chosen(conversation: Conversation, note: Note) -> Note:
    """``note`` as the last of the selection of its circle."""
    last = max((one.position or 0 for one in conversation.selected(note.to_circle)), default=-1)
    return replace(note, place=Place.SELECTED, position=last + 1, merged_into=None)


def unselect_note(conversation: Conversation, command: c.UnselectNote, now: int) -> Decided:
    """Back from the selection to the table."""
    note = _note(conversation, command.note)
    if note.place is not Place.SELECTED:
        return conversation, {}
    _not_put(conversation, note)
    return _changed(conversation, _lying(note, Place.TABLE)), {}


def set_aside_note(conversation: Conversation, command: c.SetAsideNote, now: int) -> Decided:
    """Out of sight on the table; nobody but chair and minute-taker learns of it."""
    note = _note(conversation, command.note)
    _not_put(conversation, note)
    return _changed(conversation, _lying(note, Place.ASIDE)), {}


def restore_note(conversation: Conversation, command: c.RestoreNote, now: int) -> Decided:
    """A note that was set aside lies on the table again."""
    note = _note(conversation, command.note)
    if note.place is not Place.ASIDE:
        return conversation, {}
    return _changed(conversation, _lying(note, Place.TABLE)), {}


def move_note(conversation: Conversation, command: c.MoveNote, now: int) -> Decided:
    """Another place in the selection, 0 the first; beyond the end is the end."""
    note = _note(conversation, command.note)
    if note.place is not Place.SELECTED:
        raise Refused("not_selected")
    if command.position < 0:
        raise Refused("bad_request", field="position")
    order = [one for one in conversation.selected(note.to_circle) if one.id != note.id]
    order.insert(command.position, note)
    placed = [replace(one, position=place) for place, one in enumerate(order)]
    moved = [
        replace(one, changed=_next(conversation)) if one.id == note.id else one for one in placed
    ]
    return _with_notes(conversation, *moved), {}


def merge_notes(conversation: Conversation, command: c.MergeNotes, now: int) -> Decided:
    """Lay ``note`` (and what lies beneath it) beneath ``into``; the originals are kept."""
    note = _note(conversation, command.note)
    into = _top(conversation, _note(conversation, command.into))
    if note.id in (command.into, into.id) or note.to_circle != into.to_circle:
        raise Refused("bad_request", field="into")
    _not_put(conversation, note)
    beneath = (note, *conversation.merged_beneath(note.id))
    laid = [replace(_lying(one, Place.MERGED), merged_into=into.id) for one in beneath]
    if note.place is Place.SELECTED and into.place is not Place.SELECTED:
        into = replace(into, place=Place.SELECTED, position=note.position)
    return _changed(conversation, *laid, into), {}


def unmerge_note(conversation: Conversation, command: c.UnmergeNote, now: int) -> Decided:
    """An original lies by itself on the table again."""
    note = _note(conversation, command.note)
    if note.merged_into is None:
        return conversation, {}
    return _changed(conversation, _lying(note, Place.TABLE)), {}


def add_paper_note(conversation: Conversation, command: c.AddPaperNote, now: int) -> Decided:
    """A note from paper, of somebody in ``circle``, for the circle whose turn it is."""
    if not conversation.has_circle(command.circle):
        raise Refused("unknown_circle")
    phase = conversation.phase
    if phase.circle == command.circle:
        raise Refused("your_circle_speaks")
    _room_in_all(conversation)
    note = Note(
        id=command.fresh_id,
        phase=conversation.current,
        to_circle=phase.circle or "",
        from_circle=command.circle,
        text=text.note_text(command.text),
        language=conversation.language,
        sent_at=now,
        paper=True,
        changed=_next(conversation),
    )
    return _with_notes(conversation, note), {"note": note.id}


def render_note(conversation: Conversation, command: c.RenderNote, now: int) -> Decided:
    """What the note says in the conversation's language, beside its own words; "" for nothing."""
    note = _note(conversation, command.note)
    words = text.line_of(command.text, RENDERING_CHARACTERS)
    return _changed(conversation, replace(note, rendering=words)), {}


def erase_note(conversation: Conversation, command: c.EraseNote, now: int) -> Decided:
    """A note is gone everywhere, its question and answer with it."""
    return without_note(conversation, _note(conversation, command.note)), {}


def quiet_author(conversation: Conversation, command: c.QuietAuthor, now: int) -> Decided:
    """The phone behind a note may not write for the rest of the evening."""
    note = _note(conversation, command.note)
    author = conversation.authors.get(note.id)
    if author is None:
        raise Refused("no_author")
    return replace(conversation, quieted=conversation.quieted | {author}), {}


def unquiet_authors(conversation: Conversation, command: c.UnquietAuthors, now: int) -> Decided:
    """Every silenced phone may write again."""
    return replace(conversation, quieted=frozenset()), {}


# --- shared


def without_note(conversation: Conversation, note: Note) -> Conversation:
    """The conversation without any trace of ``note``; what lay beneath it lies on the table."""
    freed = [_lying(one, Place.TABLE) for one in conversation.merged_beneath(note.id)]
    after = _changed(conversation, *freed)
    phases = [replace(one, floor=None) for one in after.phases if one.floor == note.id]
    return replace(
        with_phases(after, phases),
        notes=_less(after.notes, note.id),
        questions=_less(after.questions, note.id),
        authors=_less(after.authors, note.id),
    )


def _less(rows: Any, key: str) -> dict[str, Any]:
    return {one: row for one, row in rows.items() if one != key}


def _note(conversation: Conversation, note_id: str) -> Note:
    note = conversation.notes.get(note_id)
    if note is None:
        raise Refused("unknown_note")
    return note


def _top(conversation: Conversation, note: Note) -> Note:
    return conversation.notes[note.merged_into] if note.merged_into else note


def _not_put(conversation: Conversation, note: Note) -> None:
    if conversation.is_put(note.id):
        raise Refused("already_put")


def _lying(note: Note, place: Place) -> Note:
    return replace(note, place=place, position=None, merged_into=None)


def _next(conversation: Conversation) -> int:
    return conversation.revision + 1


def _with_notes(conversation: Conversation, *notes: Note) -> Conversation:
    return replace(conversation, notes={**conversation.notes, **{one.id: one for one in notes}})


def _changed(conversation: Conversation, *notes: Note) -> Conversation:
    marked: Iterable[Note] = (replace(one, changed=_next(conversation)) for one in notes)
    return _with_notes(conversation, *marked)


DECIDERS: dict[type[c.Command], Any] = {
    c.SubmitNote: submit_note,
    c.EditNote: edit_note,
    c.WithdrawNote: withdraw_note,
    c.SelectNote: select_note,
    c.UnselectNote: unselect_note,
    c.SetAsideNote: set_aside_note,
    c.RestoreNote: restore_note,
    c.MoveNote: move_note,
    c.MergeNotes: merge_notes,
    c.UnmergeNote: unmerge_note,
    c.AddPaperNote: add_paper_note,
    c.RenderNote: render_note,
    c.EraseNote: erase_note,
    c.QuietAuthor: quiet_author,
    c.UnquietAuthors: unquiet_authors,
}
