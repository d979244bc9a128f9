"""What the hall may see, and that nothing else gets there: exact keys, and canary texts."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from facilitation.core import commands as c
from facilitation.core.model import Conversation
from facilitation.views.hall import Agreed, HallCircle, HallView, HallWifi, Shown, hall_view
from tests import evening
from tests.evening import ADVANCE, CHAIR, DE_WIT, JOINS, JOOST, MINUTE, START, note, run
from tests.hall.drawing import Artist

KEYS = {
    "phase", "number", "circle", "circles", "chairs", "planned_ms", "same_question", "may_write",
    "school", "theme", "question", "ground_rules", "date", "timezone", "starts_at", "starts_today",
    "goes_on_at", "next_phase", "next_circle", "door_open", "join_shown", "wifi", "floor",
    "floor_number", "chosen", "listed", "text", "agreements", "follow_up", "earlier",
}  # fmt: skip
PRIVATE = "canary-"


def view(conversation: Conversation, **phones: int) -> HallView:
    return hall_view(conversation, START, phones)


def names(of: Any) -> set[str]:
    return {one.name for one in fields(of)}


def questions(*extra: c.Command) -> Conversation:
    """The pupils' questions phase with two chosen notes, one merged from two circles'."""
    return run(evening.conversation(), *evening.TO_QUESTIONS, *extra)


def put(note_id: str) -> c.PutQuestion:
    return c.PutQuestion(actor=CHAIR, note=note_id)


def test_views_have_exactly_these_keys() -> None:
    assert names(HallView) == KEYS
    assert names(HallCircle) == {"key", "name", "singular", "colour", "phones", "state"}
    assert names(Shown) == {"text", "language", "rendering", "asked_by", "several"}
    assert names(HallWifi) == {"name", "password", "payload"}
    assert names(Agreed) == {"what", "who", "by", "by_is_date"}


def test_chosen_notes_are_not_shown_before_they_are_put() -> None:
    seen = view(questions())
    assert (seen.floor, seen.listed, seen.chosen) == (None, (), 0)


def test_question_on_the_floor_shows_the_circles_that_ask() -> None:
    seen = view(questions(put("les")))
    assert seen.floor is not None
    assert seen.floor.text == "Wat zou je in mijn les met een telefoon willen doen?"
    assert [one.key for one in seen.floor.asked_by] == ["parents", "teachers"]
    assert (seen.floor.several, seen.floor_number, seen.chosen) == (True, 1, 2)


def test_answered_question_leaves_the_hall() -> None:
    answered = c.AnswerQuestion(actor=CHAIR, note="les", answer="Opzoeken.")
    assert view(questions(put("les"), answered)).floor is None


def test_list_holds_what_was_shown_and_nothing_chosen_later() -> None:
    shown = questions(
        c.ShowSelection(actor=CHAIR),
        c.SelectNote(actor=CHAIR, note="papier"),
    )
    texts = [one.text for one in view(shown).listed]
    assert texts == [shown.notes["thuis"].text, shown.notes["les"].text]


def test_list_stands_in_the_order_of_the_chair_whatever_was_asked_first() -> None:
    shown = questions(put("les"), c.ShowSelection(actor=CHAIR))
    answered = run(shown, c.AnswerQuestion(actor=CHAIR, note="les", answer="Opzoeken."))
    here = run(answered, c.ShowSelection(actor=CHAIR))
    assert [one.text for one in view(here).listed] == [
        here.notes[one].text for one in ("thuis", "les")
    ]


def test_list_leaves_out_a_question_that_was_taken_back() -> None:
    shown = questions(c.ShowSelection(actor=CHAIR), c.TakeBackQuestion(actor=CHAIR, note="thuis"))
    assert [one.text for one in view(shown).listed] == [shown.notes["les"].text]


def test_list_gives_way_to_the_question_on_the_floor_and_to_hiding() -> None:
    listed = questions(c.ShowSelection(actor=CHAIR))
    assert view(run(listed, put("les"))).listed == ()
    assert view(run(listed, c.HideSelection(actor=CHAIR))).listed == ()


def test_list_does_not_reach_the_next_phase() -> None:
    assert view(questions(c.ShowSelection(actor=CHAIR), ADVANCE)).listed == ()


def test_summary_is_private_until_its_own_phase() -> None:
    written = c.WriteSummary(actor=CHAIR, circle="parents", text="Wat ouders zeiden")
    here = run(evening.conversation(), written)
    texts = {here.phase.number: view(here).text}
    for _ in range(16):
        here = run(here, ADVANCE)
        texts[here.phase.number] = view(here).text
    assert {number for number, text in texts.items() if text} == {12}


def test_agreements_and_follow_up_appear_from_the_closing_on() -> None:
    here = run(
        evening.conversation(),
        c.AddAgreement(actor=CHAIR, fresh_id="a", what="Een bakje", who="De Wit", by="2026-02-01"),
        c.WriteFollowUp(actor=CHAIR, text="In maart."),
    )
    for _ in range(14):
        here = run(here, ADVANCE)
        assert (view(here).agreements, view(here).follow_up) == ((), "")
    for _ in range(2):
        here = run(here, ADVANCE)
        assert view(here).agreements == (Agreed("Een bakje", "De Wit", "2026-02-01", True),)
        assert view(here).follow_up == "In maart."


def test_circles_say_where_their_turn_stands() -> None:
    here = run(evening.conversation(), *(ADVANCE,) * 5)
    assert [one.state for one in view(here).circles] == ["done", "now", "ahead"]
    assert view(here).same_question
    assert not view(run(evening.conversation(), ADVANCE, ADVANCE)).same_question


def test_lobby_puts_out_chairs_by_the_half_dozen() -> None:
    here = evening.conversation()
    assert [view(here, pupils=n).chairs for n in (0, 12, 13, 18, 39, 120)] == [
        12, 12, 18, 18, 40, 40,
    ]  # fmt: skip
    assert [one.phones for one in view(here, pupils=3).circles] == [3, 0, 0]


def test_break_says_when_and_with_whom_it_goes_on() -> None:
    pause = c.AddBreak(actor=CHAIR, seconds=600)
    here = run(evening.conversation(), *(ADVANCE,) * 4, pause, ADVANCE)
    assert view(here).goes_on_at == START + 5000 + 10 * MINUTE
    assert view(here).next_circle is not None
    assert view(here).next_circle.key == "parents"


def test_closed_door_and_ended_evening_show_no_way_in() -> None:
    closed = run(evening.conversation(), c.ShowJoin(actor=CHAIR), c.CloseDoor(actor=CHAIR), ADVANCE)
    ended = run(evening.conversation(), *(ADVANCE,) * 16)
    for here in (closed, ended):
        html = "".join(Artist().regions(here, START).values())
        assert not view(here).door_open
        assert 'class="qr"' not in html
        assert "K7M" not in html


def with_wifi(**changed: Any) -> Conversation:
    network = {"wifi_name": "Gasten", "wifi_password": 'regen";boog', "wifi_hidden": True}
    return evening.conversation(**{**network, **changed})


def test_wifi_is_there_to_read_and_to_scan_while_the_door_is_open() -> None:
    said = 'WIFI:T:WPA;S:Gasten;P:regen\\"\\;boog;H:true;;'
    assert view(with_wifi()).wifi == HallWifi("Gasten", 'regen";boog', said)
    assert view(run(with_wifi(), ADVANCE, ADVANCE)).wifi is not None
    assert view(evening.conversation()).wifi is None
    assert view(run(with_wifi(), c.CloseDoor(actor=CHAIR))).wifi is None
    assert view(run(with_wifi(), *(ADVANCE,) * 16)).wifi is None


def test_wifi_stands_on_lobby_and_full_screen_with_a_number_and_a_word() -> None:
    regions = Artist().regions(with_wifi(), START)
    for region in ("stage", "join"):
        assert "Gasten" in regions[region]
        assert "regen&#34;;boog" in regions[region]
        assert regions[region].count('class="hall-number"') == 2
    later = Artist().regions(run(with_wifi(), ADVANCE, ADVANCE), START)
    assert "Gasten" in later["join"]
    assert "Gasten" not in later["stage"] + later["strip"]
    without = Artist().regions(with_wifi(wifi_password=""), START)["stage"]
    assert "geen wachtwoord" in without
    assert "hall-number" not in Artist().regions(evening.conversation(), START)["stage"]


def canary_evening() -> Conversation:
    """Every private place holds a canary; what the hall may see holds none."""
    here = run(
        evening.conversation("canary-id"),
        *JOINS,
        *(
            c.WriteSummary(actor=CHAIR, circle=key, text=f"{PRIVATE}summary-{key}")
            for key in ("pupils", "parents", "teachers")
        ),
        c.WriteResponse(actor=CHAIR, text=f"{PRIVATE}response"),
        c.WriteFollowUp(actor=CHAIR, text=f"{PRIVATE}follow-up"),
        c.AddAgreement(
            actor=CHAIR,
            fresh_id="canary-agreement-id",
            what=f"{PRIVATE}what",
            who=f"{PRIVATE}who",
            by=f"{PRIVATE}by",
        ),
        ADVANCE,
        ADVANCE,
        note("canary-note-id", JOOST, f"{PRIVATE}chosen"),
        note("canary-other-id", DE_WIT, f"{PRIVATE}lying"),
        note("canary-beneath-id", JOOST, f"{PRIVATE}beneath"),
        note("canary-aside-id", JOOST, f"{PRIVATE}aside"),
        note("open", DE_WIT, "Wat helpt?"),
        c.MergeNotes(actor=CHAIR, note="canary-beneath-id", into="open"),
        c.SetAsideNote(actor=CHAIR, note="canary-aside-id"),
        c.SelectNote(actor=CHAIR, note="canary-note-id"),
        c.SelectNote(actor=CHAIR, note="open"),
    )
    return replace(here, trusted_contact=f"{PRIVATE}contact")


CANARIES = (PRIVATE, JOOST, DE_WIT, evening.AMIRA, "hash-of")


@pytest.mark.parametrize("steps", range(9))
def test_nothing_private_reaches_the_hall(steps: int) -> None:
    here = run(canary_evening(), *(ADVANCE,) * steps)
    if str(here.phase.name) == "questions" and here.phase.circle == "pupils":
        here = run(
            here,
            c.PutQuestion(actor=CHAIR, note="open"),
            c.AnswerQuestion(actor=evening.MINUTE_TAKER, note="open", answer=f"{PRIVATE}answer"),
        )
    page = Artist().page(here, START, {"pupils": 1})
    assert "Telefoons in de klas" in page
    assert [canary for canary in CANARIES if canary in page] == []


def test_canary_of_another_circle_stays_away_in_a_summary_phase() -> None:
    here = run(canary_evening(), *(ADVANCE,) * 9)
    assert (str(here.phase.name), here.phase.circle) == ("summary", "pupils")
    page = Artist().page(here, START)
    assert f"{PRIVATE}summary-pupils" in page
    assert f"{PRIVATE}summary-parents" not in page
    assert f"{PRIVATE}response" not in page
