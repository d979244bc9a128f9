"""Schools, accounts and whose a conversation is, as the store keeps them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from facilitation.core.schools import FIRST, HOME, Belonging, Office, Organiser, School
from facilitation.store import Store
from facilitation.store.rows import Shape
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .keeping import CREATED, kept, on_disk

LINDE = School("linde", "De Linde", 14, 5)
FATMA = Organiser("fatma", "Fatma", "linde", Office.ORGANISER, 6, "hash-of-password", "v", None)


def with_linde(store: Store) -> Store:
    with store.batch():
        store.keep_school(LINDE)
        store.keep_organiser(FATMA)
        store.create(evening.conversation("van-linde"), CREATED, LINDE.id)
    kept(store, evening.conversation("van-huis"))
    return store


@pytest.mark.parametrize(("table", "kind"), [("school", School), ("organiser", Organiser)])
def test_columns_are_the_fields(sqlite: SqliteStore, table: str, kind: type) -> None:
    assert [one.name for one in sqlite.db[table].columns] == list(Shape(kind).columns)


def test_new_file_has_one_school_and_one_administrator(store: Store) -> None:
    assert [one.id for one in store.schools()] == [HOME]
    [first] = store.organisers()
    assert (first.id, first.school, first.office) == (FIRST, HOME, Office.ADMINISTRATOR)


def test_conversations_are_those_of_one_school(store: Store) -> None:
    with_linde(store)
    assert [one.id for one in store.conversations("linde")] == ["van-linde"]
    assert [one.id for one in store.conversations(HOME)] == ["van-huis"]
    assert [one.id for one in store.conversations("none")] == []
    assert len(store.conversations()) == 2
    assert store.belongings("linde") == {"van-linde": Belonging("linde")}
    assert store.belonging("none") is None


def test_what_is_kept_anew_replaces_what_was(store: Store) -> None:
    with_linde(store)
    with store.batch():
        store.keep_school(replace(LINDE, name="De Eik"))
        store.keep_organiser(replace(FATMA, first_link="hash"))
        store.belong("van-linde", Belonging("linde", 7))
    assert store.schools()[1] == replace(LINDE, name="De Eik")
    assert store.organisers()[1] == replace(FATMA, first_link="hash")
    assert store.belonging("van-linde") == Belonging("linde", 7)


def test_school_with_conversations_stays_and_an_empty_one_takes_its_accounts_along(
    store: Store,
) -> None:
    with_linde(store)
    with store.batch():
        assert store.remove_school("linde") is False
    assert len(store.organisers()) == 2
    store.forget("van-linde")
    with store.batch():
        assert store.remove_school("linde") is True
    assert [one.id for one in store.organisers()] == [FIRST]


def test_two_accounts_cannot_have_one_name(store: Store) -> None:
    with_linde(store)
    with pytest.raises(Exception, match="UNIQUE"), store.batch():
        store.keep_organiser(replace(FATMA, id="other", name="FATMA"))


def test_removed_account_is_in_no_file(store: Store, path: Path) -> None:
    with_linde(store)
    with store.batch():
        store.remove_organiser("fatma")
    assert store.scrub() is True
    assert on_disk(path.parent, "hash-of-password", "Fatma") == set()


def test_forgotten_conversation_belongs_to_nobody(store: Store) -> None:
    with_linde(store)
    store.forget("van-linde")
    assert store.belongings("linde") == {}


@pytest.mark.parametrize("write", ["keep_school", "keep_organiser", "remove_organiser"])
def test_writing_is_inside_a_batch(store: Store, write: str) -> None:
    given = {"keep_school": LINDE, "keep_organiser": FATMA, "remove_organiser": "fatma"}
    with pytest.raises(RuntimeError, match="only inside a batch"):
        getattr(store, write)(given[write])
