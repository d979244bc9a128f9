"""What became of earlier agreements: who may read it, where, and that the remark stays private."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from facilitation.core import commands as c
from facilitation.core.model import Conversation, Role, replace
from facilitation.views.chair import chair_view
from facilitation.views.earlier import (
    EarlierAgreed,
    EarlierPage,
    Followed,
    FollowedAgreement,
    earlier_page,
    followed,
)
from facilitation.views.hall import hall_view
from facilitation.views.minutes import Agreed, minutes
from facilitation.views.participant import participant_view
from tests import evening
from tests.evening import ADVANCE, CHAIR, START, run

REMARK = "kanarie-opmerking"


def earlier(count: int = 7) -> Conversation:
    """An evening of before with so many agreements; the first is done, the second busy."""
    made = run(evening.conversation("vorige", theme="Huiswerk"), *evening.JOINS)
    for number in range(count):
        add = c.AddAgreement(
            actor=CHAIR,
            fresh_id=f"a{number}",
            what=f"Afspraak {number}",
            who="Wij",
            by="2026-12-01",
        )
        made = run(made, add)
    for number, status in ((0, "done"), (1, "busy"), (2, "dropped")):
        if number < count:
            told = c.SetAgreementStatus(
                actor=CHAIR, agreement=f"a{number}", status=status, remark=REMARK
            )
            made = run(made, told)
    return made


def follower(*commands: c.Command) -> Conversation:
    here = run(evening.conversation(follows="vorige"), *evening.JOINS)
    return run(here, *commands)


def show(page: int) -> c.ShowEarlier:
    return c.ShowEarlier(actor=CHAIR, page=page)


def names(of: Any) -> list[str]:
    return [one.name for one in fields(of)]


def test_views_have_exactly_these_keys() -> None:
    assert names(EarlierAgreed) == ["what", "who", "by", "by_is_date", "status"]
    assert names(EarlierPage) == ["date", "agreements", "page", "pages", "done", "total"]
    assert names(FollowedAgreement) == [
        "id", "what", "who", "by", "by_is_date", "status", "remark",
    ]  # fmt: skip
    assert names(Followed) == [
        "date", "theme", "agreements", "settled", "page", "pages", "showable",
    ]  # fmt: skip


def test_opening_shows_the_first_five_with_their_status() -> None:
    page = earlier_page(follower(ADVANCE), earlier())
    assert page == EarlierPage(
        "2026-01-09",
        tuple(
            EarlierAgreed(f"Afspraak {number}", "Wij", "2026-12-01", True, status)
            for number, status in enumerate(["done", "busy", "dropped", "open", "open"])
        ),
        page=1,
        pages=2,
        done=1,
        total=7,
    )


@pytest.mark.parametrize(("asked", "shown"), [(2, 2), (20, 2)])
def test_chair_turns_to_another_page_and_never_past_the_last(asked: int, shown: int) -> None:
    page = earlier_page(follower(ADVANCE, show(asked)), earlier())
    assert page is not None
    assert (page.page, [one.what for one in page.agreements]) == (
        shown,
        ["Afspraak 5", "Afspraak 6"],
    )


@pytest.mark.parametrize(
    "here",
    [
        follower(),
        follower(ADVANCE, c.HideEarlier(actor=CHAIR)),
        follower(ADVANCE, ADVANCE),
        replace(follower(ADVANCE, ADVANCE), earlier_page=1),
    ],
    ids=["lobby", "taken off", "a circle speaks", "a circle speaks, page left on"],
)
def test_nothing_is_shown_otherwise(here: Conversation) -> None:
    assert earlier_page(here, earlier()) is None


def test_lobby_shows_them_when_the_chair_wants_it() -> None:
    assert earlier_page(follower(show(1)), earlier()) is not None


def test_nothing_is_shown_when_it_is_erased_or_nothing_was_agreed() -> None:
    assert earlier_page(follower(ADVANCE), None) is None
    assert earlier_page(follower(ADVANCE), earlier(0)) is None


def test_hall_and_phones_read_them_without_the_remark() -> None:
    hall = hall_view(follower(ADVANCE), START, {}, earlier())
    phone = participant_view(follower(ADVANCE), evening.JOOST, START, earlier())
    assert hall.earlier == phone.screen.earlier == earlier_page(follower(ADVANCE), earlier())
    assert REMARK not in repr(hall) + repr(phone)
    assert "a0" not in repr(hall.earlier)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MINUTE_TAKER])
def test_chair_has_them_all_with_remarks_in_every_phase(role: Role) -> None:
    for steps, showable in ((0, True), (1, True), (2, False), (16, False)):
        here = follower(*(ADVANCE,) * steps)
        seen = chair_view(here, role, START, {}, earlier=earlier()).followed
        assert seen is not None
        assert (len(seen.agreements), seen.settled, seen.showable) == (7, 2, showable)
        assert seen.agreements[0] == FollowedAgreement(
            "a0", "Afspraak 0", "Wij", "2026-12-01", True, "done", REMARK
        )


def test_chair_of_an_evening_that_follows_nothing_has_none() -> None:
    assert followed(evening.conversation(), None) is None


def test_minutes_tell_the_earlier_agreements_as_they_stand_now() -> None:
    before = earlier(1)
    made = minutes(follower(ADVANCE), START, earlier=before)
    told = Agreed("Afspraak 0", "Wij", "2026-12-01", "done", REMARK, "2026-01-09T18:00:00Z")
    assert [(one.date, one.theme, one.agreements) for one in made.earlier] == [
        ("2026-01-09", "Huiswerk", (told,))
    ]
    assert minutes(before, START).agreements == (told,)
    assert minutes(follower(ADVANCE), START).earlier == ()
