"""What the service relies on, for every kind of store."""

from dataclasses import replace

import pytest

from facilitation.core import commands as c
from facilitation.core.decide import Entry, decide
from facilitation.core.model import LinkKind, Role
from facilitation.store import Given, RevisionConflict, Seat, Store
from tests import evening

from .conftest import Open
from .keeping import CREATED, driven, kept, loaded

ENTRY = Entry(1, evening.START, Role.CHAIR, "advance")


# --- seats and doors


@pytest.mark.parametrize("kind", [LinkKind.CHAIR, LinkKind.MINUTE_TAKER, LinkKind.SCREEN])
def test_link_is_a_seat(store: Store, kind: LinkKind) -> None:
    kept(store, evening.conversation())
    assert store.seat(f"hash-of-{kind}-avond") == Seat("avond", Role(kind))


def test_phone_that_joined_has_a_seat(store: Store) -> None:
    driven(store, kept(store, evening.conversation()), evening.JOINS)
    assert store.seat(evening.AMIRA) == Seat("avond", Role.PARTICIPANT, evening.AMIRA)


def test_join_link_is_no_seat_but_a_door(store: Store) -> None:
    kept(store, evening.conversation())
    key = "hash-of-join-avond"
    assert (store.seat(key), store.joining(key)) == (None, "avond")


def test_seat_is_no_door(store: Store) -> None:
    kept(store, evening.conversation())
    assert store.joining("hash-of-chair-avond") is None


def test_unknown_key_opens_nothing(store: Store) -> None:
    kept(store, evening.conversation())
    assert (store.seat("?"), store.joining("?"), store.by_code("?")) == (None, None, None)


def test_renewed_link_shuts_out_the_old_key(store: Store) -> None:
    renew = c.RenewLink(actor=evening.ORGANISER, kind=LinkKind.CHAIR, hash="new")
    driven(store, kept(store, evening.conversation()), [renew])
    assert (store.seat("hash-of-chair-avond"), store.seat("new")) == (
        None,
        Seat("avond", Role.CHAIR),
    )


def test_code_finds_the_conversation_that_has_not_ended(store: Store) -> None:
    for name, created, ended in (("oud", 1, 2), ("nieuw", 3, None), ("later", 4, 5)):
        same = evening.conversation(name, code="ABC234", created_at=created, ended_at=ended)
        kept(store, same)
    assert store.by_code("ABC234") == "nieuw"


def test_code_finds_the_newest_of_those_that_ended(store: Store) -> None:
    for name, created in (("oud", 1), ("nieuw", 3)):
        kept(store, evening.conversation(name, code="ABC234", created_at=created, ended_at=9))
    assert store.by_code("ABC234") == "nieuw"


# --- saving


def test_unknown_conversation_is_none(store: Store) -> None:
    assert (store.load("?"), store.revision("?")) == (None, None)


def test_revision_is_the_committed_one(store: Store) -> None:
    driven(store, kept(store, evening.conversation()), evening.JOINS)
    assert store.revision("avond") == 3


def test_save_on_an_older_revision_conflicts_and_writes_nothing(store: Store) -> None:
    before = kept(store, evening.conversation())
    after = driven(store, before, evening.JOINS)
    stale = decide(before, evening.ADVANCE, evening.START)
    with store.batch(), pytest.raises(RevisionConflict):
        store.save(before, stale.conversation, stale.entry)
    assert (loaded(store), len(store.journal("avond"))) == (after, 4)


def test_conflict_leaves_the_rest_of_the_batch(store: Store) -> None:
    before = kept(store, evening.conversation())
    first, second = (decide(before, one, evening.START) for one in evening.JOINS[:2])
    with store.batch():
        store.save(before, first.conversation, first.entry)
        with pytest.raises(RevisionConflict):
            store.save(before, second.conversation, second.entry)
    assert loaded(store) == first.conversation


def test_words_that_no_database_can_keep_leave_the_rest_of_the_batch(store: Store) -> None:
    before = kept(store, evening.conversation())
    good = decide(before, evening.JOINS[0], evening.START)
    broken = replace(
        good.conversation, revision=2, theme="anders", school="\ud800", participants={}
    )
    with store.batch():
        store.save(before, good.conversation, good.entry)
        with pytest.raises(UnicodeEncodeError):
            store.save(good.conversation, broken, replace(good.entry, revision=2))
    assert loaded(store) == good.conversation


def test_later_part_that_fails_takes_the_earlier_ones_back(store: Store) -> None:
    before = driven(store, kept(store, evening.conversation()), evening.TO_PUPILS)
    note = replace(before.notes["les"], text="\ud800")
    broken = replace(
        before,
        revision=before.revision + 1,
        circles=before.circles[:2],
        notes={**before.notes, "les": note},
    )
    with store.batch(), pytest.raises(UnicodeEncodeError):
        store.save(before, broken, replace(ENTRY, revision=broken.revision))
    assert loaded(store) == before


def test_batch_that_raises_is_undone(store: Store) -> None:
    before = kept(store, evening.conversation())
    joined = decide(before, evening.JOINS[0], evening.START)

    def one_that_raises() -> None:
        with store.batch():
            store.save(before, joined.conversation, joined.entry)
            store.set_setting("name", "value")
            raise KeyError

    with pytest.raises(KeyError):
        one_that_raises()
    assert (loaded(store), store.setting("name")) == (before, None)


def test_batch_is_unseen_by_others_until_it_ends(store: Store, open_store: Open) -> None:
    before = kept(store, evening.conversation())
    other = open_store()
    joined = decide(before, evening.JOINS[0], evening.START)
    with store.batch():
        store.save(before, joined.conversation, joined.entry)
        assert (loaded(store), loaded(other)) == (joined.conversation, before)
    assert loaded(other) == joined.conversation


def test_writing_outside_a_batch_is_a_bug(store: Store) -> None:
    before = kept(store, evening.conversation())
    with pytest.raises(RuntimeError):
        store.save(before, replace(before, revision=1), ENTRY)
    with pytest.raises(RuntimeError):
        store.create(evening.conversation("twee"), CREATED)
    with pytest.raises(RuntimeError):
        store.set_setting("name", "value")


def test_batch_in_a_batch_is_a_bug(store: Store) -> None:
    with store.batch(), pytest.raises(RuntimeError), store.batch():
        pass


def test_two_conversations_do_not_touch_each_other(store: Store) -> None:
    other = kept(store, evening.conversation("ander"))
    after = driven(store, kept(store, evening.conversation()), evening.TO_END)
    assert (loaded(store, "ander"), loaded(store)) == (other, after)


# --- answers, journal, settings, lists


def test_answer_is_kept_under_its_ticket_and_id(store: Store) -> None:
    driven(store, kept(store, evening.conversation()), evening.TO_PUPILS)
    assert store.given(evening.JOOST, "command-6") == Given(
        evening.JOOST, "command-6", 6, {"note": "thuis"}
    )
    assert store.given(evening.DE_WIT, "command-6") is None


def test_cut_links_leave_no_answer_that_tells_whose_a_note_is(store: Store) -> None:
    ended = driven(store, kept(store, evening.conversation()), evening.TO_END)
    cut = driven(store, ended, [c.CutLinks(actor=evening.SYSTEM)], evening.START + 10**7)
    assert store.given(evening.JOOST, "command-6") == Given(
        evening.JOOST, "command-6", cut.revision, {}
    )


def test_journal_tells_what_happened_in_order(store: Store) -> None:
    entries = [CREATED]
    before = kept(store, evening.conversation())
    for number, command in enumerate(evening.TO_END):
        now = evening.START + number * evening.SECOND
        entries.append(decide(before, command, now).entry)
        before = driven(store, before, [command], now)
    assert store.journal("avond") == entries


def test_journal_of_an_unknown_conversation_is_empty(store: Store) -> None:
    assert store.journal("?") == []


def test_setting_is_kept_changed_and_dropped(store: Store) -> None:
    seen = [store.setting("password")]
    for value in ("one", "two", None):
        with store.batch():
            store.set_setting("password", value)
        seen.append(store.setting("password"))
    assert seen == [None, "one", "two", None]


def test_conversations_are_light_and_the_newest_comes_first(store: Store) -> None:
    driven(store, kept(store, evening.conversation("vroeg", date="2025-12-01")), evening.TO_PUPILS)
    late = kept(store, evening.conversation("laat", time="20:00"))
    kept(store, evening.conversation("avond"))
    listed = store.conversations()
    assert [one.id for one in listed] == ["laat", "avond", "vroeg"]
    assert listed[0] == late
    assert (listed[2].notes, listed[2].participants, listed[2].phase.number) == ({}, {}, 2)


def test_changes_tell_that_another_wrote(store: Store, open_store: Open) -> None:
    before, other = store.changes(), open_store()
    kept(store, evening.conversation("eigen"))
    own = store.changes()
    kept(other, evening.conversation("ander"))
    assert (own == before, store.changes() == before) == (True, False)


# --- agreements and seats of all conversations


def test_agreements_of_all_conversations_without_their_notes(store: Store) -> None:
    assert store.agreements() == {}
    first = driven(store, kept(store, evening.conversation("een")), evening.TO_END)
    told = c.SetAgreementStatus(
        actor=evening.ORGANISER, agreement="bakje", status="busy", remark="Bijna"
    )
    first = driven(store, first, [told], evening.START + evening.MINUTE)
    kept(store, evening.conversation("twee"))
    assert store.agreements() == {"een": dict(first.agreements)}


def test_corrections_of_all_conversations(store: Store) -> None:
    assert store.corrections() == {}
    first = driven(store, kept(store, evening.conversation("een")), evening.TO_END)
    correct = c.CorrectMinutes(actor=evening.ORGANISER, place="agreement:bakje", text="Een bak")
    first = driven(store, first, [correct], evening.START + evening.MINUTE)
    kept(store, evening.conversation("twee"))
    assert store.corrections() == {"een": dict(first.corrections)}


def test_seats_taken_are_counted_by_circle(store: Store) -> None:
    assert store.seats_taken() == {}
    driven(store, kept(store, evening.conversation()), evening.JOINS)
    assert store.seats_taken() == {"avond": {"pupils": 1, "parents": 1, "teachers": 1}}
