"""What chair and minute-taker write, and what the second of two writers is shown."""

import pytest

from facilitation.core import commands as c
from facilitation.core.model import Agreement

from .builders import (
    CHAIR,
    MINUTE_TAKER,
    ORGANISER,
    decided,
    ended,
    evening,
    in_phase,
    press,
    refusal,
    refused,
)


def summary(words: str, circle: str = "pupils", **given) -> c.WriteSummary:
    return c.WriteSummary(actor=MINUTE_TAKER, circle=circle, text=words, **given)


def agree(what: str = "Telefoons thuis", **given) -> c.AddAgreement:
    made = {"who": "Joost", "by": "1 mei", "fresh_id": "a1", **given}
    return c.AddAgreement(actor=CHAIR, what=what, **made)


def change(what: str = "Telefoons weg", agreement: str = "a1", **given) -> c.ChangeAgreement:
    return c.ChangeAgreement(actor=MINUTE_TAKER, agreement=agreement, what=what, **given)


WRITERS = {
    "summary:pupils": summary,
    "response": lambda words, **given: c.WriteResponse(actor=CHAIR, text=words, **given),
    "follow_up": lambda words, **given: c.WriteFollowUp(actor=CHAIR, text=words, **given),
}


@pytest.mark.parametrize("name", WRITERS)
def test_text_is_kept_with_its_lines_and_can_be_cleared(name: str) -> None:
    conversation = press(in_phase(2), WRITERS[name](" een\r\ntwee "))
    assert conversation.text(name) == "een\ntwee"
    assert press(conversation, WRITERS[name]("")).text(name) == ""


@pytest.mark.parametrize("name", WRITERS)
def test_text_overtaken_by_another_writer_shows_what_stands_there(name: str) -> None:
    conversation = press(in_phase(2), WRITERS[name]("eerst", revision=2))
    caught = refusal(lambda: press(conversation, WRITERS[name]("tweede", revision=2)))
    assert (caught.code, caught.data) == ("stale_screen", {"current": "eerst"})
    assert press(conversation, WRITERS[name]("samen", revision=3)).text(name) == "samen"


@pytest.mark.parametrize("name", WRITERS)
def test_text_has_a_limit_of_4000(name: str) -> None:
    assert len(press(in_phase(2), WRITERS[name]("a" * 4000)).text(name)) == 4000
    assert refused(in_phase(2), WRITERS[name]("a" * 4001)) == "text_too_long"


def test_text_written_the_same_again_makes_nothing_stale() -> None:
    conversation = press(press(in_phase(2), summary("een")), summary("een "))
    assert press(conversation, summary("twee", revision=3)).text("summary:pupils") == "twee"


def test_text_of_another_is_no_reason_to_be_stale() -> None:
    conversation = press(in_phase(2), summary("een", "parents"))
    conversation = press(conversation, c.WriteResponse(actor=CHAIR, text="ja"))
    assert press(conversation, summary("twee", revision=2)).text("summary:pupils") == "twee"


def test_summary_of_no_circle_is_refused() -> None:
    assert refused(in_phase(2), summary("een", "cooks")) == "unknown_circle"


def test_texts_can_be_written_for_fifteen_minutes_after_the_end() -> None:
    assert press(ended(), summary("een"), 899).text("summary:pupils") == "een"
    assert refused(ended(), summary("een"), 900) == "conversation_ended"


def test_agreements_stand_in_the_order_in_which_they_were_made() -> None:
    decision = decided(press(evening(), agree()), agree("Nog iets", who="", by="", fresh_id="a2"))
    assert decision.result == {"agreement": "a2"}
    assert dict(decision.conversation.agreements) == {
        "a1": Agreement("a1", 0, "Telefoons thuis", "Joost", "1 mei", 1),
        "a2": Agreement("a2", 1, "Nog iets", "", "", 2),
    }


def test_agreement_changed_keeps_its_place() -> None:
    conversation = press(press(evening(), agree()), change(who="Noor", by="2026-05-01"))
    row = Agreement("a1", 0, "Telefoons weg", "Noor", "2026-05-01", 2)
    assert conversation.agreements == {"a1": row}


def test_agreement_overtaken_by_another_shows_what_stands_there() -> None:
    conversation = press(press(evening(), agree()), change(who="Noor"))
    caught = refusal(lambda: press(conversation, change("Anders", revision=1)))
    current = {"what": "Telefoons weg", "who": "Noor", "by": ""}
    assert (caught.code, caught.data) == ("stale_screen", {"current": current})


def test_agreement_removed_is_gone_and_leaves_no_number_twice() -> None:
    conversation = press(press(evening(), agree()), agree(fresh_id="a2"))
    conversation = press(conversation, c.RemoveAgreement(actor=CHAIR, agreement="a1"))
    conversation = press(conversation, agree(fresh_id="a3"))
    assert [(one.id, one.position) for one in conversation.agreements.values()] == [
        ("a2", 1),
        ("a3", 2),
    ]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (agree(" \u200b"), "empty_text"),
        (agree("a" * 501), "text_too_long"),
        (agree(who="a" * 121), "text_too_long"),
        (agree(by="a" * 61), "text_too_long"),
        (change(agreement="none"), "unknown_agreement"),
        (c.RemoveAgreement(actor=CHAIR, agreement="none"), "unknown_agreement"),
    ],
)
def test_agreement_refusals(command: c.Command, code: str) -> None:
    assert refused(evening(), command) == code


def test_agreements_have_a_bound() -> None:
    conversation = evening()
    for number in range(100):
        conversation = press(conversation, agree(fresh_id=f"a{number}"))
    assert refused(conversation, agree(fresh_id="over")) == "too_many_agreements"


def test_edit_conversation_corrects_what_is_given() -> None:
    conversation = press(in_phase(2), c.EditConversation(actor=ORGANISER, theme=" Telefoons "))
    assert (conversation.theme, conversation.question) == ("Telefoons", evening().question)
    conversation = press(conversation, c.EditConversation(actor=CHAIR, question="Hoe\nleren we?"))
    assert (conversation.theme, conversation.question) == ("Telefoons", "Hoe leren we?")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "bad_request"),
        ({"theme": " "}, "empty_text"),
        ({"question": "\u3164"}, "empty_text"),
        ({"theme": "a" * 121}, "text_too_long"),
        ({"question": "a" * 301}, "text_too_long"),
    ],
)
def test_edit_conversation_refusals(given: dict, code: str) -> None:
    assert refused(in_phase(2), c.EditConversation(actor=CHAIR, **given)) == code


def test_edit_conversation_on_an_older_screen_is_stale() -> None:
    edit = c.EditConversation(actor=CHAIR, theme="Telefoons", revision=2)
    conversation = press(in_phase(2), edit)
    assert refused(conversation, edit) == "stale_screen"


def test_present_counts_people_of_a_circle() -> None:
    conversation = press(evening(), c.SetPresent(actor=CHAIR, circle="parents", number=12))
    assert [one.present for one in conversation.circles] == [None, 12, None]


@pytest.mark.parametrize(
    ("circle", "number", "code"),
    [
        ("cooks", 1, "unknown_circle"),
        ("pupils", -1, "bad_request"),
        ("pupils", 5001, "bad_request"),
    ],
)
def test_present_refusals(circle: str, number: int, code: str) -> None:
    command = c.SetPresent(actor=CHAIR, circle=circle, number=number)
    assert refused(evening(), command) == code
