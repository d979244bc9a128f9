"""What is kept comes back equal: whatever the dataclasses allow, and whatever `decide` makes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from facilitation.core import commands as c
from facilitation.core.decide import Entry
from facilitation.core.model import Conversation, LinkKind, Role
from facilitation.store import Store
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .conftest import Open
from .keeping import CREATED, driven, kept, loaded
from .strategies import CONVERSATIONS

GONE_AGAIN = (
    *evening.TO_PUPILS,
    c.EditNote(actor=evening.phone(evening.JOOST), note="thuis", text="En bij jullie thuis?"),
    c.WithdrawNote(actor=evening.phone(evening.DE_WIT), note="les"),
    c.EraseNote(actor=evening.CHAIR, note="nacht"),
    c.SetLanguage(actor=evening.phone(evening.DE_WIT), lang="fr"),
    c.AddBreak(actor=evening.CHAIR, seconds=600),
    c.AddAgreement(actor=evening.CHAIR, fresh_id="een", what="Eerst dit"),
    c.RemoveAgreement(actor=evening.CHAIR, agreement="een"),
    c.RenewLink(actor=evening.CHAIR, kind=LinkKind.JOIN, hash="nieuw", code="NIEUW1"),
)


@pytest.mark.parametrize(
    "commands",
    [evening.TO_PUPILS, evening.TO_QUESTIONS, evening.TO_END, GONE_AGAIN],
    ids=["pupils", "questions", "end", "gone again"],
)
def test_evening_loads_as_decided_after_each_command(
    store: Store, commands: Sequence[c.Command]
) -> None:
    after = kept(store, evening.conversation())
    for number, command in enumerate(commands):
        after = driven(store, after, [command], evening.START + number * evening.SECOND)
        assert loaded(store) == after


def test_whole_evening_loads_from_another_connection(store: Store, open_store: Open) -> None:
    after = driven(store, kept(store, evening.conversation()), evening.TO_END)
    assert loaded(open_store()) == after


def test_notes_load_in_the_order_they_were_sent(store: Store) -> None:
    after = driven(store, kept(store, evening.conversation()), evening.TO_PUPILS)
    assert list(loaded(store).notes) == list(after.notes) == ["thuis", "les", "les-ook", "nacht"]


def test_links_that_are_cut_load_as_cut(store: Store) -> None:
    ended = driven(store, kept(store, evening.conversation()), evening.TO_END)
    cut = driven(store, ended, [c.CutLinks(actor=evening.SYSTEM)], evening.START + 10**7)
    assert (cut.authors, loaded(store)) == ({}, cut)


@given(before=CONVERSATIONS, after=CONVERSATIONS)
def test_any_conversation_becomes_any_other(before: Conversation, after: Conversation) -> None:
    # Counts are kept once, when the notes are erased, and never changed.
    counts = before.kept_counts or after.kept_counts
    after = replace(after, revision=before.revision + 1, kept_counts=counts)
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "any.db")
        try:
            kept_revision = replace(CREATED, revision=before.revision)
            with store.batch():
                store.create(before, kept_revision)
            assert store.load(before.id) == before
            with store.batch():
                store.save(before, after, Entry(after.revision, 0, Role.SYSTEM, "test"))
            assert store.load(before.id) == after
        finally:
            store.close()
