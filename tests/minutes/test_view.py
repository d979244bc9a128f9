"""The minutes view: the contract's semantics, and nothing besides."""

from __future__ import annotations

from dataclasses import fields

from facilitation.core import retention
from facilitation.core.model import Role
from facilitation.views import minutes as view
from facilitation.views.minutes import Asked, NoteMinutes, Original, QuestionMinutes, minutes

from . import evening


def held() -> view.Minutes:
    sample = evening.held()
    return minutes(sample.conversation, sample.now)


def test_question_names_every_circle_that_asked_it_and_keeps_the_originals() -> None:
    assert held().circles[0].questions == (
        QuestionMinutes(
            text="Wat doe je als je vastloopt?",
            from_circles=("parents", "teachers"),
            answer="Eerst een klasgenoot vragen.\nDan de docent.",
            merged=(Original("Wat doe je als het niet lukt?", "teachers", language="nl"),),
            language="nl",
        ),
    )


def test_notes_are_what_was_not_put_set_aside_and_paper_included() -> None:
    assert held().circles[0].notes == (
        NoteMinutes("Mogen wij helpen of juist niet?", "parents", "nl"),
        NoteMinutes(
            "Ödev için ne kadar zaman harcıyorsun?",
            "parents",
            "tr",
            "Hoeveel tijd besteed je aan huiswerk?",
        ),
        NoteMinutes("Wie controleert het nakijkblad?", "teachers", "nl"),
    )


def test_originals_of_a_note_that_was_not_put_are_notes_by_themselves() -> None:
    sample = evening.seated()
    sample.later(5).do("advance")
    top = sample.write("mevrouw-bakker", "Helpt het?")
    beneath = sample.write("meneer-de-wit", "Werkt het?")
    sample.do("merge_notes", note=beneath, into=top)
    pupils = minutes(sample.conversation, sample.now).circles[0]
    assert [note.text for note in pupils.notes] == ["Helpt het?", "Werkt het?"]


def test_withdrawn_erased_and_taken_back() -> None:
    sample = evening.seated()
    sample.later(5).do("advance")
    gone = sample.write("mevrouw-bakker", "Weg?")
    sample.do("withdraw_note", Role.PARTICIPANT, "mevrouw-bakker", note=gone)
    erased = sample.write("meneer-de-wit", "Gewist?")
    kept = sample.write("meneer-de-wit", "Toch niet?")
    sample.later(15).do("advance")
    sample.do("erase_note", note=erased)
    sample.do("advance")
    sample.do("put_question", note=kept)
    sample.do("take_back_question", note=kept)
    made = minutes(sample.conversation, sample.now)
    assert made.circles[0].questions == ()
    assert made.circles[0].notes == (NoteMinutes("Toch niet?", "teachers", "nl"),)
    assert Asked("teachers", "pupils", sent=1, selected=1, asked=0) in made.matrix


def test_matrix_counts_a_merged_question_once_for_each_circle() -> None:
    assert held().matrix == (
        Asked("pupils", "parents", 1, 1, 1),
        Asked("pupils", "teachers", 0, 0, 0),
        Asked("parents", "pupils", 3, 1, 1),
        Asked("parents", "teachers", 0, 0, 0),
        Asked("teachers", "pupils", 2, 1, 1),
        Asked("teachers", "parents", 1, 1, 1),
    )


def test_people_of_each_circle() -> None:
    people = [(one.key, one.joined, one.present) for one in held().circles]
    assert people == [("pupils", 2, 12), ("parents", 2, 9), ("teachers", 1, None)]


def test_phases_are_those_begun_with_planned_and_used_time() -> None:
    sample = evening.seated()
    sample.do("add_break", seconds=60)
    sample.later(5.5).do("advance")
    sample.later(1.25)
    made = minutes(sample.conversation, sample.now)
    assert [(one.name, one.planned_s, one.used_s) for one in made.phases] == [
        ("opening", 300, 330),
        ("break", 60, 75),
    ]
    assert made.phases[1].started_at == "2026-11-25T19:09:30Z"
    assert made.phases[1].ended_at is None
    assert made.conversation.started_at == "2026-11-25T19:04:00Z"
    assert made.conversation.ended_at is None


def test_turn_holds_what_the_collection_took_off() -> None:
    pupils = held().circles[0]
    assert (pupils.planned_s, pupils.used_s) == (1800, 1845)


def test_turn_leaves_the_collection_out_when_the_quarter_is_kept_full() -> None:
    sample = evening.Evening(evening.conversation(full_quarter=True))
    sample.do("advance")
    for spent in (5, 15, 2, 14):
        sample.later(spent).do("advance")
    pupils = minutes(sample.conversation, sample.now).circles[0]
    assert (pupils.planned_s, pupils.used_s) == (1800, 1740)


def test_turn_without_a_plan_has_none() -> None:
    sample = evening.Evening()
    sample.do("plan_phase", number=2, seconds=None)
    assert minutes(sample.conversation, sample.now).circles[0].planned_s is None


def test_appendix_left_out_leaves_everything_else() -> None:
    sample = evening.held()
    without = minutes(sample.conversation, sample.now, appendix=False)
    assert [circle.notes for circle in without.circles] == [(), (), ()]
    assert without.matrix == held().matrix


def test_counts_and_texts_stay_when_the_notes_were_erased() -> None:
    sample = evening.held()
    kept = retention.erased(sample.conversation, sample.now)
    made = minutes(kept, sample.now)
    assert made.erased
    assert made.matrix == held().matrix
    assert [one.joined for one in made.circles] == [2, 2, 1]
    assert [one.questions + one.notes for one in made.circles] == [(), (), ()]
    assert made.agreements == held().agreements
    assert made.phases == held().phases


def test_view_has_exactly_these_fields() -> None:
    made = {
        kind.__name__: [one.name for one in fields(kind)]
        for kind in (view.Minutes, view.About, view.CircleMinutes, view.NoteMinutes)
    }
    assert made == {
        "Minutes": [
            "conversation",
            "phases",
            "circles",
            "response",
            "agreements",
            "follow_up",
            "matrix",
            "erased",
            "earlier",
        ],
        "About": [
            "code",
            "school",
            "date",
            "time",
            "timezone",
            "theme",
            "question",
            "language",
            "started_at",
            "ended_at",
        ],
        "CircleMinutes": [
            "key",
            "name",
            "joined",
            "present",
            "summary",
            "questions",
            "notes",
            "singular",
            "colour",
            "planned_s",
            "used_s",
            "few",
            "functions",
        ],
        "NoteMinutes": ["text", "from_circle", "language", "rendering", "id"],
    }


def test_nothing_in_the_minutes_tells_whose_note_it_was() -> None:
    told = repr(held())
    for who in ("amira", "joost", "mevrouw-bakker", "meneer-yilmaz", "meneer-de-wit"):
        assert who not in told
    assert not any(f"'{note}'" in told for note in evening.held().conversation.notes)
