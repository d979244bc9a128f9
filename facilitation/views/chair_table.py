"""The chair's table: notes in piles by who asks, the chosen questions, those that were put.

Rule: a note shows who asks as a circle, never as a person, and at most 300 notes lie in one pile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from facilitation.core import model as m

from .chair_parts import Asked, ChairCircle, ChairNote, Chosen, Circles, Pile

MOST_NOTES_SHOWN = 300
"""In one pile; more is not sorted by a person on one evening, and every push would carry it."""

_NOT_LATIN = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)
_OTHER_SCRIPTS = frozenset({"ar", "uk"})
"""Languages of conversations that are not written in Latin letters themselves."""


def foreign(conversation: m.Conversation, note: m.Note) -> bool:
    """Whether a note may need a rendering: its phone speaks another language than the evening, or
    it is in another script (a parent may read Dutch and write Arabic)."""
    if note.language != conversation.language:
        return True
    latin = conversation.language not in _OTHER_SCRIPTS
    return latin and _NOT_LATIN.search(note.text) is not None


def _note(
    conversation: m.Conversation,
    note: m.Note,
    circles: Circles,
    beneath: Sequence[m.Note] = (),
    position: int | None = None,
) -> ChairNote:
    return ChairNote(
        id=note.id,
        text=note.text,
        language=note.language,
        rendering=note.rendering,
        foreign=foreign(conversation, note),
        circle=circles[note.from_circle],
        place=str(note.place),
        position=position,
        put=conversation.is_put(note.id),
        paper=note.paper,
        beneath=tuple(_note(conversation, one, circles) for one in beneath),
        from_phone=note.id in conversation.authors,
    )


def _beneath(conversation: m.Conversation) -> dict[str, list[m.Note]]:
    """All originals by the note that they lie under, found in one go."""
    found: dict[str, list[m.Note]] = {}
    for note in conversation.notes.values():
        if note.merged_into is not None:
            found.setdefault(note.merged_into, []).append(note)
    return found


def piles(conversation: m.Conversation, here: str | None, circles: Circles) -> tuple[Pile, ...]:
    if here is None:
        return ()
    tops = [
        note
        for note in conversation.notes.values()
        if note.to_circle == here and note.merged_into is None
    ]
    tops.sort(key=lambda note: (note.sent_at, note.id))
    beneath = _beneath(conversation)
    order = {note.id: place for place, note in enumerate(conversation.selected(here))}
    return tuple(
        _pile(
            conversation,
            [note for note in tops if note.from_circle == circle.key],
            circles,
            beneath,
            order,
            circle,
        )
        for circle in circles.values()
        if circle.key != here
    )


def _pile(
    conversation: m.Conversation,
    tops: Sequence[m.Note],
    circles: Circles,
    beneath: Mapping[str, Sequence[m.Note]],
    order: Mapping[str, int],
    circle: ChairCircle,
) -> Pile:
    lying = [note for note in tops if note.place is not m.Place.ASIDE]
    aside = [note for note in tops if note.place is m.Place.ASIDE][-MOST_NOTES_SHOWN:]
    shown = _shown(lying)

    def seen(notes: Sequence[m.Note]) -> tuple[ChairNote, ...]:
        return tuple(
            _note(conversation, one, circles, beneath.get(one.id, ()), order.get(one.id))
            for one in notes
        )

    return Pile(circle, len(lying), seen(shown), len(lying) - len(shown), seen(aside))


def _shown(notes: Sequence[m.Note]) -> list[m.Note]:
    """At most 300: the oldest that nobody decided on first; the chosen stand in their list too."""
    open_first = sorted(notes, key=lambda note: note.place is not m.Place.TABLE)
    kept = {note.id for note in open_first[:MOST_NOTES_SHOWN]}
    return [note for note in notes if note.id in kept]


def chosen(conversation: m.Conversation, here: str | None, circles: Circles) -> tuple[Chosen, ...]:
    if here is None:
        return ()
    return tuple(
        _question(conversation, note, circles, place)
        for place, note in enumerate(conversation.selected(here))
    )


def unheard(piles: Sequence[Pile], chosen: Sequence[Chosen]) -> tuple[ChairCircle, ...]:
    """The circles that asked something of which nothing was chosen, once anything is."""
    heard = {circle for one in chosen for circle in one.circles}
    return tuple(
        pile.circle for pile in piles if chosen and pile.count and pile.circle not in heard
    )


def _question(conversation: m.Conversation, note: m.Note, circles: Circles, place: int) -> Chosen:
    question = conversation.questions.get(note.id)
    beneath = conversation.merged_beneath(note.id)
    sources = {note.from_circle, *(one.from_circle for one in beneath)}
    put_now = conversation.is_put(note.id) and question is not None
    return Chosen(
        note=_note(conversation, note, circles, beneath, place),
        circles=tuple(circle for key, circle in circles.items() if key in sources),
        state=_state(conversation, note.id),
        answer=question.answer if question else "",
        changed=note.changed,
        can_take_back=bool(
            put_now
            and question
            and question.phase == conversation.current
            and conversation.phase.name is m.PhaseName.QUESTIONS
        ),
    )


def _state(conversation: m.Conversation, note: str) -> str:
    if conversation.floor == note:
        return "floor"
    if not conversation.is_put(note):
        return "waiting"
    return "answered" if conversation.questions[note].answered else "asked"


def asked(conversation: m.Conversation, here: str | None, circles: Circles) -> tuple[Asked, ...]:
    """What was put to the circles whose round it is not."""
    groups = []
    for key, circle in circles.items():
        if key == here:
            continue
        put = [conversation.notes[one.note] for one in conversation.put_questions(key)]
        asked = tuple(
            _question(conversation, note, circles, place) for place, note in enumerate(put)
        )
        if asked:
            groups.append(Asked(circle, asked))
    return tuple(groups)
