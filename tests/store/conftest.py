"""A store of each kind, and a second door to the same data."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from facilitation.store import Store
from facilitation.store.sqlite import SqliteStore

Open = Callable[[], Store]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "driegesprek.db"


@pytest.fixture(params=["sqlite"])
def open_store(request: pytest.FixtureRequest, path: Path) -> Iterator[Open]:
    """Opens the same data as often as it is called."""
    opened: list[Store] = []

    def door() -> Store:
        assert request.param == "sqlite"
        opened.append(SqliteStore(path))
        return opened[-1]

    yield door
    for one in opened:
        one.close()


@pytest.fixture
def store(open_store: Open) -> Store:
    return open_store()


@pytest.fixture
def sqlite(store: Store) -> SqliteStore:
    """The same store, for what only SQLite has."""
    assert isinstance(store, SqliteStore)
    return store
