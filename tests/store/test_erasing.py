"""Words that must be gone are in no file: the database, its log and its index are searched."""

from dataclasses import replace
from pathlib import Path

import pytest

from facilitation.core import commands as c
from facilitation.core.model import Conversation, Count, Role
from facilitation.core.retention import DAY_MS
from facilitation.store import Store
from facilitation.store.connection import PRAGMAS
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .conftest import Open
from .keeping import driven, kept, loaded, on_disk

CANARY = "kanarie-in-een-briefje"
WRITTEN = evening.note("kanarie", evening.JOOST, f"Wat vind je van {CANARY}?")
MONTH = 31 * DAY_MS


def test_search_finds_words_that_are_there(store: Store, path: Path) -> None:
    driven(store, kept(store, evening.conversation()), (*evening.TO_PUPILS, WRITTEN))
    assert on_disk(path.parent, CANARY) == {("driegesprek.db-wal", CANARY)}


@pytest.mark.parametrize(
    "gone",
    [
        c.WithdrawNote(actor=evening.phone(evening.JOOST), note="kanarie"),
        c.EraseNote(actor=evening.CHAIR, note="kanarie"),
        c.EditNote(actor=evening.phone(evening.JOOST), note="kanarie", text="Liever iets anders"),
    ],
    ids=["withdrawn", "erased", "edited"],
)
@pytest.mark.parametrize("reached_the_file", [False, True])
def test_note_that_is_gone_is_in_no_file_after_scrub(
    store: Store, path: Path, gone: c.Command, reached_the_file: bool
) -> None:
    after = driven(store, kept(store, evening.conversation()), (*evening.TO_PUPILS, WRITTEN))
    if reached_the_file:
        assert store.scrub() is True
    driven(store, after, [gone])
    assert (store.scrub(), on_disk(path.parent, CANARY)) == (True, set())


def test_search_finds_an_erased_note_where_sqlite_does_not_overwrite(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the guard the tests above would fail."""
    monkeypatch.setitem(PRAGMAS, "secure_delete", 0)
    store = SqliteStore(path)
    after = driven(store, kept(store, evening.conversation()), (*evening.TO_PUPILS, WRITTEN))
    store.scrub()
    driven(store, after, [c.EraseNote(actor=evening.CHAIR, note="kanarie")])
    assert (store.scrub(), on_disk(path.parent, CANARY)) == (True, {("driegesprek.db", CANARY)})
    store.close()


def test_scrub_says_when_somebody_still_reads(
    store: Store, sqlite: SqliteStore, open_store: Open, path: Path
) -> None:
    after = driven(store, kept(store, evening.conversation()), (*evening.TO_PUPILS, WRITTEN))
    reader = open_store()
    assert isinstance(reader, SqliteStore)
    reader.db.execute("BEGIN")
    reader.db.execute("SELECT * FROM note").fetchall()
    driven(store, after, [c.EraseNote(actor=evening.CHAIR, note="kanarie")])
    assert (store.scrub(), on_disk(path.parent, CANARY) != set()) == (False, True)
    reader.db.execute("COMMIT")
    assert (store.scrub(), on_disk(path.parent, CANARY)) == (True, set())


# --- forget


def test_forgotten_conversation_is_in_no_file(store: Store, path: Path) -> None:
    commands = (
        *evening.TO_PUPILS,
        WRITTEN,
        c.WriteSummary(actor=evening.CHAIR, circle="pupils", text=f"Over {CANARY}"),
        c.AddAgreement(actor=evening.CHAIR, fresh_id="een", what=f"Geen {CANARY}"),
        c.PlanPhase(actor=evening.CHAIR, number=5, seconds=60),
    )
    driven(store, kept(store, evening.conversation(theme=CANARY)), commands)
    assert store.forget("avond") is True
    words = (CANARY, "hash-of-joost", "hash-of-chair-avond", "submit_note", "De Regenboog")
    assert on_disk(path.parent, *words) == set()


def test_forgotten_conversation_is_unknown_and_others_stay(store: Store) -> None:
    driven(store, kept(store, evening.conversation()), evening.TO_END)
    other = kept(store, evening.conversation("ander"))
    store.forget("avond")
    assert (store.load("avond"), store.by_code("code-avond"), store.journal("avond")) == (
        None,
        None,
        [],
    )
    assert (store.seat(evening.AMIRA), store.given(evening.JOOST, "command-6")) == (None, None)
    assert [one.id for one in store.conversations()] == ["ander"]
    assert loaded(store, "ander") == other


def test_forget_says_when_somebody_still_reads(
    store: Store, open_store: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitation.store.sqlite.WIPE_PATIENCE_MS", 100)
    driven(store, kept(store, evening.conversation()), (*evening.TO_PUPILS, WRITTEN))
    reader = open_store()
    assert isinstance(reader, SqliteStore)
    reader.db.execute("BEGIN")
    reader.db.execute("SELECT * FROM note").fetchall()
    assert (store.forget("avond"), store.load("avond")) == (False, None)
    reader.db.execute("COMMIT")
    assert (store.scrub(), on_disk(path.parent, CANARY)) == (True, set())


# --- retention


def test_purge_keeps_what_the_minutes_need(store: Store, path: Path) -> None:
    ended = driven(store, kept(store, evening.conversation()), evening.TO_END)
    now = evening.START + MONTH
    assert store.purge(now) == ["avond"]
    circles = [replace(one, joined=1) for one in ended.circles]
    counts = (
        Count("pupils", "parents", 0, 0, 0),
        Count("pupils", "teachers", 0, 0, 0),
        Count("parents", "pupils", 3, 2, 2),
        Count("parents", "teachers", 0, 0, 0),
        Count("teachers", "pupils", 2, 1, 1),
        Count("teachers", "parents", 0, 0, 0),
    )
    assert loaded(store) == replace(
        ended,
        revision=ended.revision + 1,
        circles=tuple(circles),
        phases=tuple(replace(phase, floor=None) for phase in ended.phases),
        notes={},
        questions={},
        participants={},
        authors={},
        quieted=frozenset(),
        links={},
        links_cut=True,
        purged_at=now,
        kept_counts=counts,
    )


def test_purged_words_are_in_no_file(store: Store, path: Path) -> None:
    driven(store, kept(store, evening.conversation()), evening.TO_END)
    store.purge(evening.START + MONTH)
    words = ("thuis aan tafel", "Iets opzoeken", "hash-of-joost", "command-6", "papier")
    assert on_disk(path.parent, *words) == set()
    assert {word for _, word in on_disk(path.parent, "bakje bij de deur", "nieuwsbrief")} == {
        "bakje bij de deur",
        "nieuwsbrief",
    }


def test_purged_journal_says_when_but_not_what(store: Store) -> None:
    driven(store, kept(store, evening.conversation()), evening.TO_END)
    store.purge(evening.START + MONTH)
    journal = store.journal("avond")
    assert (journal[-1].role, journal[-1].name) == (Role.SYSTEM, "purge")
    assert {one.role for one in journal} == {
        Role.ORGANISER,
        Role.CHAIR,
        Role.MINUTE_TAKER,
        Role.SYSTEM,
    }
    assert [one.data for one in journal if one.data] == []


@pytest.mark.parametrize(("days", "late"), [(30, 0), (30, 1), (7, 0), (7, 1)])
def test_purge_waits_for_the_last_millisecond(store: Store, days: int, late: int) -> None:
    before = kept(store, evening.conversation(retention_days=days))
    ended = driven(store, before, evening.TO_END)
    assert ended.ended_at is not None
    expected = ["avond"] if late else []
    assert store.purge(ended.ended_at + days * DAY_MS - 1 + late) == expected


def test_purge_a_second_time_finds_nothing(store: Store) -> None:
    driven(store, kept(store, evening.conversation()), evening.TO_END)
    store.purge(evening.START + MONTH)
    purged = loaded(store)
    assert (store.purge(evening.START + 2 * MONTH), loaded(store)) == ([], purged)


def test_evening_that_nobody_ended_is_purged_counted_from_its_last_step(store: Store) -> None:
    before = kept(store, evening.conversation())
    later = evening.START + 7 * DAY_MS
    driven(store, before, evening.TO_PUPILS, later)
    assert store.purge(later + 30 * DAY_MS) == []
    assert store.purge(later + 31 * DAY_MS) == ["avond"]


def test_evening_that_never_began_keeps_its_doors_but_no_phones(store: Store) -> None:
    before = driven(store, kept(store, evening.conversation()), evening.JOINS)
    assert store.purge(evening.START + MONTH) == ["avond"]
    after = loaded(store)
    assert (after.links, after.participants, after.links_cut) == (before.links, {}, False)


def test_what_became_of_agreements_stays_and_goes_with_its_conversation(
    store: Store, path: Path
) -> None:
    after = driven(store, kept(store, evening.conversation()), evening.TO_END)
    told = c.SetAgreementStatus(
        actor=evening.ORGANISER, agreement="bakje", status="done", remark=CANARY
    )
    after = driven(store, after, [told], evening.START + evening.MINUTE)
    assert store.purge(evening.START + MONTH) == ["avond"]
    assert loaded(store).agreements == after.agreements
    assert store.forget("avond") is True
    assert (store.agreements(), on_disk(path.parent, CANARY)) == ({}, set())


# --- corrections of the minutes

CORRECTED = (
    c.CorrectMinutes(actor=evening.MINUTE_TAKER, place="note:les", text=f"Wat doe je? {CANARY}"),
    c.CorrectMinutes(actor=evening.ORGANISER, place="answer:les", text=f"Opzoeken {CANARY}"),
    c.CorrectMinutes(actor=evening.ORGANISER, place="summary:pupils", text="Wel in de pauze"),
    c.HideLine(actor=evening.ORGANISER, place="agreement:bakje"),
    c.MarkFinal(actor=evening.ORGANISER),
    c.ShareMinutes(actor=evening.ORGANISER, hash="hash-of-share"),
)
LATER = evening.START + 10 * evening.MINUTE


def corrected(store: Store) -> Conversation:
    ended = driven(store, kept(store, evening.conversation()), evening.TO_END)
    return driven(store, ended, CORRECTED, LATER)


def test_corrections_and_link_come_back_as_they_were(store: Store) -> None:
    after = corrected(store)
    assert loaded(store) == after
    assert (store.shared("hash-of-share"), store.seat("hash-of-share")) == ("avond", None)
    assert store.shared("hash-of-join-avond") is None


def test_withdrawn_link_and_open_minutes_show_nothing(store: Store) -> None:
    after = corrected(store)
    opened = driven(store, after, [c.ReopenMinutes(actor=evening.ORGANISER)], LATER)
    assert store.shared("hash-of-share") is None
    again = driven(store, opened, [c.MarkFinal(actor=evening.ORGANISER)], LATER)
    assert store.shared("hash-of-share") == "avond"
    driven(store, again, [c.WithdrawShare(actor=evening.ORGANISER, hash="next")], LATER)
    assert (store.shared("hash-of-share"), store.shared("next")) == (None, None)


def test_purged_corrections_of_notes_are_in_no_file(store: Store, path: Path) -> None:
    corrected(store)
    assert on_disk(path.parent, CANARY) != set()
    store.purge(evening.START + MONTH)
    assert on_disk(path.parent, CANARY, "thuis aan tafel") == set()
    after = loaded(store)
    assert list(after.corrections) == ["summary:pupils", "agreement:bakje"]
    assert store.shared("hash-of-share") == "avond"


def test_forgotten_corrections_and_link_are_in_no_file(store: Store, path: Path) -> None:
    corrected(store)
    store.forget("avond")
    assert on_disk(path.parent, CANARY, "Wel in de pauze", "hash-of-share") == set()
    assert store.shared("hash-of-share") is None


def test_correction_put_back_is_in_no_file(store: Store, path: Path) -> None:
    ended = driven(store, kept(store, evening.conversation()), evening.TO_END)
    after = driven(store, ended, CORRECTED[:1], LATER)
    assert on_disk(path.parent, CANARY) != set()
    driven(store, after, [c.RestoreLine(actor=evening.ORGANISER, place="note:les")], LATER)
    assert (store.scrub(), on_disk(path.parent, CANARY)) == (True, set())


def test_correction_of_an_erased_note_is_in_no_file(store: Store, path: Path) -> None:
    ended = driven(store, kept(store, evening.conversation()), evening.TO_END)
    after = driven(store, ended, CORRECTED[:2], LATER)
    driven(store, after, [c.EraseNote(actor=evening.CHAIR, note="les")], LATER)
    assert (store.scrub(), on_disk(path.parent, CANARY)) == (True, set())
