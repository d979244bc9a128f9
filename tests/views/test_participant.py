"""A phone's view holds exactly what its audience may see."""

from __future__ import annotations

from dataclasses import fields, replace

from facilitation.core import commands as c
from facilitation.core.model import Conversation
from facilitation.views import participant
from facilitation.views.hall import hall_view
from facilitation.views.participant import OwnNote, ParticipantView, own_keys, participant_view
from facilitation.views.screen_words import ScreenWords
from tests import evening
from tests.evening import ADVANCE, AMIRA, CHAIR, DE_WIT, JOOST, START, run

NOW = START + 3_600_000


def at(*commands: c.Command, **changed: object) -> Conversation:
    return run(evening.conversation(**changed), *commands)


def seen(conversation: Conversation, who: str) -> ParticipantView:
    return participant_view(conversation, who, NOW)


def states(conversation: Conversation, who: str) -> dict[str, str]:
    return {note.id: note.state for note in seen(conversation, who).notes}


def test_view_has_exactly_these_keys() -> None:
    assert {one.name for one in fields(ParticipantView)} == {
        "phase", "number", "circle", "mine", "circles", "speaking", "listening", "quieted",
        "same_question", "paused", "language", "school", "theme", "question", "ground_rules",
        "starts_at", "timezone", "note_characters", "summary", "follow_up", "erased_on", "floor",
        "listed", "trusted_contact", "notes", "may_change_circle", "screen",
    }  # fmt: skip
    assert {one.name for one in fields(OwnNote)} == {
        "id", "text", "language", "phase", "to_circle", "state", "changeable",
    }  # fmt: skip


def test_hall_screen_in_words_has_exactly_these_keys() -> None:
    assert {one.name for one in fields(ScreenWords)} == {
        "phase", "circle", "circles", "planned_ms", "same_question", "may_write", "school",
        "theme", "question", "ground_rules", "date", "timezone", "starts_at", "starts_today",
        "goes_on_at", "next_circle", "door_open", "floor", "floor_number", "chosen", "listed",
        "text", "agreements", "follow_up", "earlier",
    }  # fmt: skip


def test_hall_screen_in_words_is_what_the_hall_sees_and_counts_no_phones() -> None:
    conversation = at(*evening.TO_QUESTIONS, c.PutQuestion(actor=CHAIR, note="les"))
    words = seen(conversation, JOOST).screen
    hall = hall_view(conversation, NOW, {})
    assert {one.name: getattr(hall, one.name) for one in fields(words)} == {
        one.name: getattr(words, one.name) for one in fields(words)
    }
    assert [one.phones for one in words.circles] == [0, 0, 0]


def test_hall_screen_in_words_is_silent_about_what_was_not_put() -> None:
    written = c.WriteResponse(actor=CHAIR, text="KANARIE")
    agreed = c.AddAgreement(actor=CHAIR, fresh_id="a", what="KANARIE", who="", by="")
    before = at(*evening.TO_QUESTIONS, written, agreed)
    assert "KANARIE" not in repr(seen(before, JOOST))
    assert "aan tafel" not in repr(seen(before, DE_WIT).screen)


def test_regions_are_shared_or_own() -> None:
    assert participant.REGIONS == participant.SHARED + participant.OWN
    assert "own" in participant.OWN


def test_notes_are_ones_own_only() -> None:
    conversation = at(*evening.TO_PUPILS)
    assert [note.text for note in seen(conversation, DE_WIT).notes] == [
        "Wat zou je in mijn les met een telefoon willen doen?"
    ]
    assert "aan tafel" not in repr(seen(conversation, DE_WIT))
    assert seen(conversation, AMIRA).notes == ()


def test_note_is_received_while_the_chair_chooses_and_chosen_in_the_questions() -> None:
    choosing = at(*evening.TO_PUPILS, ADVANCE, c.SelectNote(actor=CHAIR, note="les"))
    assert states(choosing, DE_WIT) == {"les": "received"}
    assert states(run(choosing, ADVANCE), DE_WIT) == {"les": "chosen"}


def test_merged_note_shares_the_fate_of_the_one_above_it() -> None:
    questions = at(*evening.TO_QUESTIONS)
    assert states(questions, JOOST)["les-ook"] == "chosen"
    asking = run(questions, c.PutQuestion(actor=CHAIR, note="les"))
    assert states(asking, JOOST)["les-ook"] == "asking"


def test_note_set_aside_stays_received() -> None:
    assert states(at(*evening.TO_END), JOOST)["nacht"] == "received"


def test_note_is_asked_after_another_is_put() -> None:
    questions = at(*evening.TO_QUESTIONS, c.PutQuestion(actor=CHAIR, note="les"))
    assert states(questions, DE_WIT) == {"les": "asking"}
    assert states(run(questions, c.PutQuestion(actor=CHAIR, note="thuis")), DE_WIT) == {
        "les": "asked"
    }


def test_floor_names_the_circles_that_ask() -> None:
    view = seen(at(*evening.TO_QUESTIONS, c.PutQuestion(actor=CHAIR, note="les")), AMIRA)
    assert view.floor is not None
    assert [one.key for one in view.floor.asked_by] == ["parents", "teachers"]
    assert view.listed == ()


def test_list_shows_what_was_chosen_when_it_was_shown() -> None:
    listed = at(*evening.TO_QUESTIONS, c.ShowSelection(actor=CHAIR))
    assert [one.id for one in seen(listed, AMIRA).listed] == ["thuis", "les"]
    hidden = run(listed, c.HideSelection(actor=CHAIR))
    assert seen(hidden, AMIRA).listed == ()
    assert states(hidden, DE_WIT) == {"les": "asked"}


def test_only_listeners_may_write_and_change() -> None:
    conversation = at(*evening.TO_PUPILS)
    assert [seen(conversation, who).listening for who in (AMIRA, JOOST, DE_WIT)] == [
        False, True, True,
    ]  # fmt: skip
    assert [note.changeable for note in seen(conversation, DE_WIT).notes] == [True]
    assert [note.changeable for note in seen(run(conversation, ADVANCE), DE_WIT).notes] == [False]


def test_circle_can_be_changed_until_a_note_is_in_this_phase() -> None:
    conversation = at(*evening.TO_PUPILS)
    assert not seen(conversation, JOOST).may_change_circle
    assert seen(conversation, AMIRA).may_change_circle
    assert seen(run(conversation, ADVANCE), JOOST).may_change_circle


def test_summary_is_seen_in_its_own_phase_only() -> None:
    written = c.WriteSummary(actor=CHAIR, circle="pupils", text="KANARIE")
    before = at(*evening.TO_QUESTIONS, written, *(ADVANCE,) * 6)
    assert "KANARIE" not in repr(seen(before, JOOST))
    summary = run(before, ADVANCE)
    assert seen(summary, JOOST).summary == "KANARIE"
    assert "KANARIE" not in repr(seen(run(summary, ADVANCE), JOOST))


def test_follow_up_and_date_come_at_the_end() -> None:
    view = seen(at(*evening.TO_END), JOOST)
    assert (view.follow_up, view.erased_on) == ("In de nieuwsbrief van maart.", "2026-02-08")
    assert seen(at(*evening.TO_END[:-1]), JOOST).follow_up == ""


def test_same_question_is_said_from_the_second_circle_on() -> None:
    assert not seen(at(*evening.TO_QUESTIONS), AMIRA).same_question
    assert seen(at(*evening.TO_QUESTIONS, ADVANCE), AMIRA).same_question


def test_own_key_changes_with_ones_own_notes_only() -> None:
    before = at(*evening.TO_PUPILS)
    after = run(before, evening.note("nog-een", DE_WIT, "En in de pauze?"))
    changed = {who for who, key in own_keys(after).items() if key != own_keys(before)[who]}
    assert changed == {DE_WIT}


def test_own_key_ignores_what_the_chair_does_on_the_table() -> None:
    before = at(*evening.TO_PUPILS)
    after = run(before, c.SelectNote(actor=CHAIR, note="thuis"))
    assert own_keys(after) == own_keys(before)


def test_notes_are_nobodys_after_the_links_were_cut() -> None:
    conversation = replace(at(*evening.TO_END), authors={})
    assert seen(conversation, JOOST).notes == ()
