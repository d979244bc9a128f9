"""Correcting the minutes: what was noted stays, what is hidden stays hidden, final is final."""

import pytest

from facilitation.core import commands as c
from facilitation.core import retention
from facilitation.core.corrections import (
    KINDS,
    is_hidden,
    noted,
    pruned,
    reads,
    shown,
    standing_agreements,
)
from facilitation.core.model import Conversation, Link, LinkKind, replace

from .builders import (
    CHAIR,
    MINUTE_TAKER,
    ORGANISER,
    advance,
    at,
    back,
    decided,
    in_phase,
    press,
    refusal,
    refused,
    steps,
    submit,
)


def held() -> Conversation:
    """An evening with a question and its answer, a note, texts and two agreements; ended."""
    conversation = submit(submit(in_phase(2), "Waarom huiswrek?"), "Blijft liggen?", "n2")
    for command in (
        c.SelectNote(actor=CHAIR, note="n1"),
        c.RenderNote(actor=CHAIR, note="n1", text="Why homework?"),
        advance(),
        advance(),
        c.PutQuestion(actor=CHAIR, note="n1"),
        c.AnswerQuestion(actor=CHAIR, note="n1", answer="Om te oefenen."),
        c.WriteSummary(actor=CHAIR, circle="pupils", text="Minder huiswrek."),
        c.WriteResponse(actor=CHAIR, text="Dank."),
        c.WriteFollowUp(actor=CHAIR, text="Volgende week een brief."),
        c.AddAgreement(actor=CHAIR, fresh_id="a1", what="In de les", who="Docenten", by="1 mei"),
        c.AddAgreement(actor=CHAIR, fresh_id="a2", what="Meneer X belt"),
    ):
        conversation = press(conversation, command)
    return steps(conversation, 12)


def correct(place: str, text: str, actor: c.Actor = MINUTE_TAKER, **given: int) -> c.Command:
    return c.CorrectMinutes(actor=actor, place=place, text=text, **given)


def hide(place: str) -> c.Command:
    return c.HideLine(actor=ORGANISER, place=place)


def final() -> Conversation:
    return press(held(), c.MarkFinal(actor=ORGANISER), 60)


LINES = {
    "theme": "Telefoons in de klas",
    "question": "Wat hebben we nodig om te leren?",
    "functions:pupils": "",
    "summary:pupils": "Minder huiswrek.",
    "response": "Dank.",
    "follow_up": "Volgende week een brief.",
    "note:n1": "Waarom huiswrek?",
    "rendering:n1": "Why homework?",
    "answer:n1": "Om te oefenen.",
    "agreement:a1": "In de les",
    "who:a1": "Docenten",
    "by:a1": "1 mei",
}


@pytest.mark.parametrize("place", LINES)
def test_each_line_can_be_corrected_and_what_was_noted_stays(place: str) -> None:
    before = held()
    after = press(before, correct(place, "Anders gezegd"), 5)
    row = after.corrections[place]
    assert (noted(after, place), reads(after, place)) == (LINES[place], "Anders gezegd")
    assert (row.original, row.text, row.role, row.at) == (
        LINES[place],
        "Anders gezegd",
        MINUTE_TAKER.role,
        at(5),
    )
    untouched = replace(after, corrections={}, revision=before.revision)
    assert untouched == before
    restored = press(after, c.RestoreLine(actor=ORGANISER, place=place))
    assert (reads(restored, place), restored.corrections) == (LINES[place], {})


def test_every_kind_of_line_is_tried_here() -> None:
    assert {place.partition(":")[0] for place in LINES} == set(KINDS)


MISSING = (
    " nothing summary summary: summary:cooks note:n9 answer:n2 rendering:n2 who:a9 theme:pupils "
    "response: school note:n1:text"
)


@pytest.mark.parametrize("place", MISSING.split(" "))
def test_line_that_is_not_there_is_unknown(place: str) -> None:
    assert refused(held(), correct(place, "Anders")) == "unknown_line"


def test_typing_the_noted_words_again_is_no_correction() -> None:
    after = press(press(held(), correct("response", "Bedankt.")), correct("response", " Dank. "))
    assert after.corrections == {}


def test_hidden_line_shows_nothing_and_keeps_its_correction() -> None:
    corrected = press(held(), correct("summary:pupils", "Minder huiswerk."))
    hidden = press(corrected, hide("summary:pupils"))
    assert (is_hidden(hidden, "summary:pupils"), shown(hidden, "summary:pupils")) == (True, "")
    again = press(hidden, c.ShowLine(actor=MINUTE_TAKER, place="summary:pupils"))
    assert shown(again, "summary:pupils") == "Minder huiswerk."


def test_correcting_a_hidden_line_does_not_show_it() -> None:
    after = press(press(held(), hide("response")), correct("response", "Bedankt."))
    assert (is_hidden(after, "response"), reads(after, "response")) == (True, "Bedankt.")


@pytest.mark.parametrize("place", ["theme", "question", "functions:pupils", "who:a1", "by:a1"])
def test_some_lines_cannot_be_left_out(place: str) -> None:
    assert refused(held(), hide(place)) == "bad_request"


@pytest.mark.parametrize("place", [one for one in LINES if KINDS[one.partition(":")[0]].needed])
def test_some_lines_cannot_be_empty(place: str) -> None:
    assert refused(held(), correct(place, " \u200b ")) == "empty_text"


@pytest.mark.parametrize("place", LINES)
def test_line_has_its_limit(place: str) -> None:
    limit = KINDS[place.partition(":")[0]].limit
    press(held(), correct(place, "é" * limit))
    caught = refusal(lambda: press(held(), correct(place, "é" * (limit + 1))))
    assert (caught.code, caught.data["limit"]) == ("text_too_long", limit)


def test_agreements_read_as_corrected_without_the_hidden() -> None:
    after = press(press(held(), correct("by:a1", "1 juni")), hide("agreement:a2"))
    (only,) = standing_agreements(after)
    assert (only.what, only.who, only.by) == ("In de les", "Docenten", "1 juni")


def test_two_who_correct_one_line_are_told() -> None:
    before = held()
    after = press(before, correct("response", "Bedankt."))
    late = correct("response", "Dank u.", ORGANISER, revision=before.revision)
    caught = refusal(lambda: press(after, late))
    assert (caught.code, caught.data["current"]) == ("stale_screen", "Bedankt.")
    other = correct("follow_up", "Een brief.", ORGANISER, revision=before.revision)
    assert reads(press(after, other), "follow_up") == "Een brief."


def test_words_written_after_the_correction_stand() -> None:
    corrected = press(held(), correct("response", "Bedankt."), 1)
    after = press(corrected, c.WriteResponse(actor=CHAIR, text="Nog meer dank."), 2)
    assert reads(after, "response") == "Nog meer dank."
    assert after.corrections["response"].text == "Bedankt."


def test_what_is_hidden_stays_hidden_whatever_is_written_there() -> None:
    hidden = press(held(), hide("response"), 1)
    after = press(hidden, c.WriteResponse(actor=CHAIR, text="Nog meer dank."), 2)
    assert shown(after, "response") == ""


def test_corrections_of_an_erased_note_are_gone() -> None:
    after = held()
    for place in ("note:n1", "answer:n1", "rendering:n1"):
        after = press(after, correct(place, "Kanarie"))
    after = press(after, correct("note:n2", "Blijft"))
    after = press(after, c.EraseNote(actor=CHAIR, note="n1"), 60)
    assert list(after.corrections) == ["note:n2"]


def test_corrections_of_a_removed_agreement_are_gone() -> None:
    after = press(press(held(), correct("who:a1", "Kanarie")), correct("who:a2", "School"))
    after = press(after, c.RemoveAgreement(actor=CHAIR, agreement="a1"), 60)
    assert list(after.corrections) == ["who:a2"]


def test_of_a_notes_earlier_words_no_correction_keeps_anything() -> None:
    after = press(press(held(), correct("note:n1", "Waarom huiswerk?")), hide("note:n2"))
    notes = {key: replace(one, text="Iets anders?") for key, one in after.notes.items()}
    left = pruned(replace(after, notes=notes)).corrections
    assert [(one.place, one.original, one.text) for one in left.values()] == [
        ("note:n2", "Iets anders?", "Iets anders?")
    ]


def test_journal_names_the_place_and_no_word() -> None:
    entry = decided(held(), correct("summary:pupils", "Kanarie")).entry
    assert (entry.name, entry.data) == ("correct_minutes", {"place": "summary:pupils"})


# --- final, and shared


@pytest.mark.parametrize(
    "command",
    [
        correct("response", "Anders"),
        hide("response"),
        c.ShowLine(actor=ORGANISER, place="response"),
        c.RestoreLine(actor=ORGANISER, place="response"),
        c.MarkFinal(actor=MINUTE_TAKER),
        c.WriteResponse(actor=CHAIR, text="Toch anders"),
        c.ChangeAgreement(actor=CHAIR, agreement="a1", what="Toch anders"),
        back(),
    ],
    ids=lambda command: type(command).__name__,
)
def test_final_minutes_change_no_more(command: c.Command) -> None:
    assert refused(final(), command, 61) == "minutes_final"


def test_note_can_be_erased_from_final_minutes() -> None:
    assert "n1" not in press(final(), c.EraseNote(actor=CHAIR, note="n1"), 61).notes


def test_minute_taker_marks_final_and_the_organiser_opens_again() -> None:
    marked = press(held(), c.MarkFinal(actor=MINUTE_TAKER), 60)
    assert marked.final_at == at(60)
    assert refused(marked, c.ReopenMinutes(actor=MINUTE_TAKER)) == "not_allowed"
    opened = press(marked, c.ReopenMinutes(actor=ORGANISER), 70)
    assert opened.final_at is None
    assert reads(press(opened, correct("response", "Toch")), "response") == "Toch"


def test_only_final_minutes_are_shared_and_reopened() -> None:
    assert refused(held(), c.ShareMinutes(actor=ORGANISER, hash="h")) == "minutes_not_final"
    assert refused(held(), c.ReopenMinutes(actor=ORGANISER)) == "minutes_not_final"


def test_link_is_made_withdrawn_and_made_anew() -> None:
    shared = press(final(), c.ShareMinutes(actor=ORGANISER, hash="first"))
    assert (shared.shared, shared.links[LinkKind.SHARE]) == (
        True,
        Link(LinkKind.SHARE, 0, "first"),
    )
    gone = press(shared, c.WithdrawShare(actor=ORGANISER, hash="second"))
    assert (gone.shared, gone.links[LinkKind.SHARE]) == (
        False,
        Link(LinkKind.SHARE, 1, "second"),
    )
    twice = press(gone, c.WithdrawShare(actor=ORGANISER, hash="third"))
    assert twice.links == gone.links
    assert press(twice, c.ShareMinutes(actor=ORGANISER, hash="second")).shared is True


def test_link_of_the_minutes_is_not_renewed_like_the_others() -> None:
    command = c.RenewLink(actor=ORGANISER, kind=LinkKind.SHARE, hash="h")
    assert refused(final(), command) == "not_allowed"


def test_retention_takes_the_corrections_of_notes_and_keeps_the_others_and_the_link() -> None:
    before = press(press(held(), correct("note:n1", "Kanarie")), correct("answer:n1", "Kanarie"))
    before = press(press(before, correct("summary:pupils", "Blijft")), hide("agreement:a2"))
    before = press(press(before, c.MarkFinal(actor=ORGANISER)), share())
    after = retention.erased(before, retention.due_at(before))
    assert list(after.corrections) == ["summary:pupils", "agreement:a2"]
    assert (list(after.links), after.shared, after.final_at) == (
        [LinkKind.SHARE],
        True,
        before.final_at,
    )
    assert retention.due(after, retention.due_at(before) + 1) is False


def share() -> c.Command:
    return c.ShareMinutes(actor=ORGANISER, hash="h")
