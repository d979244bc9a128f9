"""After the evening: the page of what happened next, and the screens that tell the same."""

from __future__ import annotations

from dataclasses import fields, replace

from facilitation.core import commands as c
from facilitation.core import retention
from facilitation.core.model import Conversation, Role
from facilitation.views.afterwards import AfterView, after_view
from facilitation.views.chair import chair_view
from facilitation.views.editing import EditingView, editing_view
from facilitation.views.hall import hall_view
from facilitation.views.participant import participant_view
from tests import evening

LATER = evening.START + 10 * evening.MINUTE


def over(*commands: c.Command) -> Conversation:
    held = evening.run(evening.conversation(), *evening.TO_END)
    return evening.run(held, *commands, now=LATER)


def correct(place: str, text: str) -> c.Command:
    return c.CorrectMinutes(actor=evening.MINUTE_TAKER, place=place, text=text)


CORRECTED = (
    correct("follow_up", "In de nieuwsbrief van april."),
    correct("by:bakje", "2026-04-01"),
    correct("theme", "Telefoons"),
)
HIDDEN = tuple(
    c.HideLine(actor=evening.ORGANISER, place=place) for place in ("follow_up", "agreement:bakje")
)


def test_view_holds_exactly_these_fields() -> None:
    assert {one.name for one in fields(AfterView)} == {
        "school",
        "theme",
        "date",
        "follow_up",
        "agreements",
        "erased_on",
        "has_short_edition",
    }


def test_page_tells_what_was_said_to_everybody_as_it_reads_now() -> None:
    view = after_view(over(*CORRECTED))
    (agreed,) = view.agreements
    assert (view.theme, view.follow_up) == ("Telefoons", "In de nieuwsbrief van april.")
    assert (agreed.what, agreed.who, agreed.by, agreed.by_is_date) == (
        "Een bakje bij de deur",
        "De Wit",
        "2026-04-01",
        True,
    )
    assert (view.erased_on, view.has_short_edition) == ("2026-02-08", False)


def test_final_minutes_have_a_short_edition() -> None:
    assert after_view(over(c.MarkFinal(actor=evening.MINUTE_TAKER))).has_short_edition is True


def test_hall_and_phone_tell_the_same_as_the_page() -> None:
    for commands in (CORRECTED, HIDDEN, ()):
        conversation = over(*commands)
        page = after_view(conversation)
        hall = hall_view(conversation, LATER, {})
        phone = participant_view(conversation, evening.AMIRA, LATER)
        assert (hall.follow_up, phone.follow_up) == (page.follow_up, page.follow_up)
        assert hall.agreements == phone.screen.agreements
        told = [(one.what, one.who, one.by, one.by_is_date) for one in page.agreements]
        assert told == [(one.what, one.who, one.by, one.by_is_date) for one in hall.agreements]


def test_chair_and_minute_taker_go_on_writing_what_was_noted() -> None:
    view = chair_view(over(*CORRECTED), Role.MINUTE_TAKER, LATER, {})
    assert view.follow_up.text == "In de nieuwsbrief van maart."


def test_final_minutes_are_not_written_in_nor_is_the_end_taken_back() -> None:
    final = over(c.MarkFinal(actor=evening.ORGANISER))
    for conversation, free in ((over(), True), (final, False)):
        view = chair_view(conversation, Role.CHAIR, LATER, {})
        assert (view.writable, view.can_go_back, view.final) == (free, free, not free)


def lines(view: EditingView) -> dict[str, str]:
    """Every line of the page by its place."""
    found = {}

    def look(one: object) -> None:
        if isinstance(one, tuple):
            for each in one:
                look(each)
        elif hasattr(one, "place"):
            found[one.place] = one.reads
        elif hasattr(one, "__dataclass_fields__"):
            for name in one.__dataclass_fields__:
                look(getattr(one, name))

    look(view)
    return found


def test_page_to_correct_has_every_line_that_can_be_corrected() -> None:
    conversation = over(*CORRECTED)
    found = lines(editing_view(conversation, LATER))
    for place, words in found.items():
        after = evening.run(conversation, correct(place, f"{words}!"), now=LATER)
        assert lines(editing_view(after, LATER)) == found | {place: f"{words}!"}
    kinds = {place.partition(":")[0] for place in found}
    assert kinds == {
        *("theme", "question", "functions", "summary", "response", "follow_up"),
        *("note", "answer", "agreement", "who", "by"),
    }


def test_correction_that_was_overtaken_is_shown_and_not_used() -> None:
    conversation = over(*CORRECTED, c.WriteFollowUp(actor=evening.CHAIR, text="In mei."))
    line = editing_view(conversation, LATER).follow_up
    assert (line.reads, line.corrected, line.outdated) == (
        "In mei.",
        False,
        "In de nieuwsbrief van april.",
    )


def test_after_the_retention_no_line_of_a_note_is_left_to_correct() -> None:
    conversation = over(correct("note:les", "Kanarie?"))
    purged = retention.erased(conversation, retention.due_at(conversation))
    found = lines(editing_view(purged, LATER))
    assert [one for one in found if one.startswith(("note", "answer"))] == []
    assert replace(purged, corrections={}) == purged
