"""The chair of a following conversation tells what became of the earlier one's agreements."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from facilitation import keys
from facilitation.core import commands as c
from facilitation.core.model import Conversation, Link, LinkKind, Status
from facilitation.core.refusals import Refused
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .conftest import CHAIR, JOOST, MINUTE_TAKER, command

STRANGER = "chair-of-something-else"


@pytest.fixture
def earlier(service: Service) -> Conversation:
    """An evening that is long over, with two agreements."""
    ended = evening.run(evening.conversation("vorige"), *evening.TO_END)
    second = replace(ended.agreements["bakje"], id="tas", position=1, what="Telefoontassen")
    return service.create(replace(ended, agreements={**ended.agreements, "tas": second}))


@pytest.fixture
def follower(service: Service, conversation: Conversation, earlier: Conversation) -> Conversation:
    service.run(conversation.id, c.Follow(actor=evening.ORGANISER, earlier=earlier.id))
    return service.latest(conversation.id)


def told(id: str = "a", agreement: str = "bakje", **given: object) -> dict[str, object]:  # noqa: A002
    return command("set_agreement_status", id, agreement=agreement, **{"status": "done", **given})


def status(service: Service, agreement: str = "bakje") -> tuple[Status, str]:
    row = service.latest("vorige").agreements[agreement]
    return row.status, row.remark


@pytest.mark.parametrize("ticket", [CHAIR, MINUTE_TAKER])
def test_table_of_the_follower_tells_it_and_it_is_in_the_file(
    service: Service, follower: Conversation, path: Path, ticket: str
) -> None:
    accepted = service.command(ticket, told(remark="Staat er", revision=0))
    assert accepted.revision == follower.revision
    assert service.latest(follower.id) == follower
    store = SqliteStore(path)
    kept = store.load("vorige")
    store.close()
    assert kept == service.latest("vorige")
    assert status(service) == (Status.DONE, "Staat er")


def test_same_id_has_one_effect_and_one_answer(service: Service, follower: Conversation) -> None:
    first = service.command(CHAIR, told())
    service.command(MINUTE_TAKER, told(status="dropped"))
    assert service.command(CHAIR, told()) == first
    assert status(service)[0] is Status.DROPPED


def test_phone_of_the_follower_may_not(service: Service, follower: Conversation) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        service.command(JOOST, told())
    assert status(service)[0] is Status.OPEN


def test_conversation_that_follows_nothing_or_something_else_may_not(
    service: Service, conversation: Conversation, earlier: Conversation
) -> None:
    with pytest.raises(Refused, match="unknown_agreement"):
        service.command(CHAIR, told())
    other = service.create(evening.conversation("andere"))
    service.run(conversation.id, c.Follow(actor=evening.ORGANISER, earlier=other.id))
    with pytest.raises(Refused, match="unknown_agreement"):
        service.command(CHAIR, told("b"))
    assert status(service)[0] is Status.OPEN


def test_only_its_status_can_be_told_from_there(service: Service, follower: Conversation) -> None:
    for name in ("change_agreement", "remove_agreement"):
        with pytest.raises(Refused, match="unknown_agreement"):
            service.command(CHAIR, command(name, name, agreement="bakje", what="Iets anders"))
    assert service.latest("vorige").agreements["bakje"].what == "Een bakje bij de deur"


def test_chair_of_the_earlier_one_can_tell_it_too(service: Service, earlier: Conversation) -> None:
    link = Link(LinkKind.CHAIR, 1, keys.hashed(STRANGER))
    renew = c.RenewLink(actor=evening.ORGANISER, kind=LinkKind.CHAIR, hash=link.hash)
    service.run(earlier.id, renew)
    service.command(STRANGER, told(status="busy"))
    assert status(service)[0] is Status.BUSY


def test_screens_of_the_follower_are_told_of_every_change(
    service: Service, follower: Conversation
) -> None:
    changed: list[set[str]] = []
    service.on_commit = changed.append
    service.command(CHAIR, told())
    byhand = c.SetAgreementStatus(actor=evening.ORGANISER, agreement="tas", status="busy")
    service.run("vorige", byhand)
    service.forget("vorige")
    assert changed == [{"vorige", follower.id}] * 3


def test_earlier_conversation_is_looked_up_and_gone_when_it_is_erased(
    service: Service, follower: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert service.earlier(follower) == service.latest("vorige")
    service.forget("vorige")
    assert [service.earlier(follower), service.earlier(follower)] == [None, None]
    loads: list[str] = []
    monkeypatch.setattr(SqliteStore, "load", lambda store, name: loads.append(name))
    assert (service.earlier(follower), loads) == (None, [])
    with pytest.raises(Refused, match="unknown_agreement"):
        service.command(CHAIR, told())


def test_it_is_there_again_when_it_is_kept_anew(service: Service, follower: Conversation) -> None:
    before = service.latest("vorige")
    service.forget("vorige")
    assert service.earlier(follower) is None
    service.create(before)
    assert service.earlier(follower) == before


def test_what_another_process_tells_is_noticed(
    service: Service, follower: Conversation, path: Path
) -> None:
    service.earlier(follower)
    service.notice_others()
    other = Service(lambda: SqliteStore(path), lambda job: job())
    other.run(
        "vorige", c.SetAgreementStatus(actor=evening.ORGANISER, agreement="tas", status="busy")
    )
    other.close()
    changed: list[set[str]] = []
    service.on_commit = changed.append
    service.notice_others()
    assert changed == [{"vorige", follower.id}]
    assert status(service, "tas")[0] is Status.BUSY
