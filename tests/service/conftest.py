"""A service on a real database file, in real threads (no patching)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facilitation import keys
from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core.model import Conversation, Link, LinkKind, replace
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from tests import evening

CHAIR, MINUTE_TAKER, AMIRA, JOOST = "chair-key", "minute-key", "amira-ticket", "joost-ticket"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "driegesprek.sqlite"


@pytest.fixture
def service(path: Path) -> Iterator[Service]:
    service = Service(lambda: SqliteStore(path), run_here)
    yield service
    service.close()


@pytest.fixture
def conversation(service: Service) -> Conversation:
    """In the pupils' discussion, with Amira (pupil) and Joost (parent) seated."""
    links = {
        LinkKind.CHAIR: Link(LinkKind.CHAIR, 0, keys.hashed(CHAIR)),
        LinkKind.MINUTE_TAKER: Link(LinkKind.MINUTE_TAKER, 0, keys.hashed(MINUTE_TAKER)),
    }
    made = service.create(replace(evening.conversation(), links=links))
    for ticket, circle in ((AMIRA, "pupils"), (JOOST, "parents")):
        service.run(made.id, evening.join(keys.hashed(ticket), circle))
    for _ in range(2):
        service.run(made.id, c.Advance(actor=evening.CHAIR))
    return service.latest(made.id)


def command(name: str, id: str, **arguments: Any) -> dict[str, Any]:  # noqa: A002
    return {"id": id, "name": name, **arguments}
