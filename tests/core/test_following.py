"""What becomes of agreements, and which page of the earlier ones the hall shows."""

import pytest

from facilitation.core import commands as c
from facilitation.core import retention
from facilitation.core.model import Agreement, Conversation, Status

from .builders import (
    CHAIR,
    MINUTE_TAKER,
    ORGANISER,
    at,
    back,
    decided,
    ended,
    evening,
    press,
    refused,
    steps,
)

YEAR = 365 * 86_400


def agreed(conversation: Conversation | None = None) -> Conversation:
    command = c.AddAgreement(actor=CHAIR, fresh_id="a1", what="Telefoons thuis", who="Joost")
    return press(conversation or evening(), command)


def told(status: str | None = "done", actor: c.Actor = CHAIR, **given) -> c.SetAgreementStatus:
    return c.SetAgreementStatus(actor=actor, **{"agreement": "a1", "status": status, **given})


def row(conversation: Conversation) -> tuple[Status, str, int | None, int]:
    one = conversation.agreements["a1"]
    return one.status, one.remark, one.status_at, one.changed


def test_agreement_is_open_at_first() -> None:
    assert agreed().agreements["a1"] == Agreement("a1", 0, "Telefoons thuis", "Joost", "", 1)
    assert row(agreed()) == (Status.OPEN, "", None, 1)


@pytest.mark.parametrize("status", Status)
def test_status_with_remark_and_moment(status: Status) -> None:
    conversation = press(agreed(), told(status, remark=" Sinds\nmaandag "), 60)
    assert row(conversation) == (status, "Sinds maandag", at(60), 2)


def test_status_alone_keeps_the_remark_and_a_remark_alone_the_status() -> None:
    conversation = press(agreed(), told("busy", remark="Bijna"), 1)
    conversation = press(conversation, told("done"), 2)
    assert row(conversation) == (Status.DONE, "Bijna", at(2), 3)
    conversation = press(conversation, told(None, remark=""), 3)
    assert row(conversation) == (Status.DONE, "", at(3), 4)


def test_same_again_is_no_new_moment() -> None:
    conversation = press(press(agreed(), told(), 1), told(), 99)
    assert row(conversation) == (Status.DONE, "", at(1), 2)


def test_other_words_keep_what_became_of_it() -> None:
    change = c.ChangeAgreement(actor=CHAIR, agreement="a1", what="Telefoons weg")
    conversation = press(press(agreed(), told("busy", remark="Bijna"), 5), change, 9)
    assert conversation.agreements["a1"].what == "Telefoons weg"
    assert row(conversation) == (Status.BUSY, "Bijna", at(5), 3)


def test_status_can_be_told_long_after_the_end_and_after_the_notes_are_erased() -> None:
    kept = retention.erased(agreed(), at(YEAR))
    over = press(agreed(ended()), told("done", ORGANISER), YEAR)
    assert row(over)[0] is row(press(kept, told("done", ORGANISER), YEAR))[0] is Status.DONE


def test_status_and_remark_stay_when_the_notes_are_erased() -> None:
    conversation = press(agreed(), told(remark="Gelukt"), 7)
    assert retention.erased(conversation, at(YEAR)).agreements == conversation.agreements


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (told("finished"), "bad_request"),
        (told(""), "bad_request"),
        (told(None), "bad_request"),
        (told(agreement="none"), "unknown_agreement"),
        (told(remark="a" * 201), "text_too_long"),
    ],
)
def test_status_refusals(command: c.Command, code: str) -> None:
    assert refused(agreed(), command) == code


def test_status_pressed_on_an_overtaken_screen_is_stale() -> None:
    conversation = press(agreed(), told("busy", MINUTE_TAKER, revision=1))
    assert refused(conversation, told("done", revision=1)) == "stale_screen"


def test_journal_knows_which_agreement_and_no_words_of_it() -> None:
    entry = decided(agreed(), told(remark="Geheim")).entry
    assert (entry.name, entry.data) == ("set_agreement_status", {"agreement": "a1"})


# --- following


def following(**given) -> Conversation:
    return press(evening(**given), c.Follow(actor=ORGANISER, earlier="vorige"))


def show(page: int = 1) -> c.ShowEarlier:
    return c.ShowEarlier(actor=CHAIR, page=page)


def test_evening_follows_one_other_and_can_be_freed_again() -> None:
    assert following().follows == "vorige"
    assert press(following(), c.Follow(actor=ORGANISER, earlier="")).follows == ""
    itself = c.Follow(actor=ORGANISER, earlier=evening().id)
    assert refused(evening(), itself) == "unknown_conversation"


def test_following_evening_opens_with_the_earlier_agreements() -> None:
    pages = [steps(following(), times).earlier_page for times in range(4)]
    assert pages == [0, 1, 0, 0]
    assert steps(evening(), 1).earlier_page == 0


def test_step_back_takes_them_off() -> None:
    assert press(steps(following(), 1), back()).earlier_page == 0
    assert press(steps(following(), 2), back()).earlier_page == 0


def test_chair_turns_pages_and_takes_them_off() -> None:
    conversation = press(following(), show(3))
    assert conversation.earlier_page == 3
    assert press(conversation, c.HideEarlier(actor=CHAIR)).earlier_page == 0


def test_nothing_is_shown_where_nothing_is_followed() -> None:
    assert press(evening(), show()).earlier_page == 0


@pytest.mark.parametrize("page", [0, -1, 21])
def test_page_that_cannot_be_is_refused(page: int) -> None:
    assert refused(following(), show(page)) == "bad_request"
