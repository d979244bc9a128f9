"""The web application in this process, without a socket: for what can be asked of every route."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from facilitation import keys, preparation
from facilitation.concurrency import run_here
from facilitation.core.model import Conversation
from facilitation.creating import create
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from facilitation.web import Web, access, create_web
from facilitation.web.settings import Settings

PORT = 8000
HOME = f"http://127.0.0.1:{PORT}"
OWN = {"Origin": HOME}


class Building:
    """A service, its web application, one conversation and its links."""

    def __init__(self, data: Path, **settings: Any) -> None:
        self.data = data
        self.service = Service(lambda: SqliteStore(data / "driegesprek.sqlite"), run_here)
        self.settings = Settings(data=data, host="127.0.0.1", port=PORT, **settings)
        self.web: Web = create_web(self.service, self.settings, "threading")
        self.app = self.web.app
        prepared = preparation.from_options(
            {"theme": "Huiswerk", "question": "Wanneer helpt het?"}, now=self.service.clock()
        )
        secret = keys.secret(data)
        self.conversation: Conversation = create(self.service, secret, prepared)
        self.links = access.links(self.conversation, secret, HOME)

    def client(self, address: str = "192.0.2.7") -> FlaskClient:
        """A browser at that address, which is not the serving computer's."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def path(self, url: str) -> str:
        """The path of one of the links."""
        return url.removeprefix(HOME)

    def every_path(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each route with something in its blanks, and its methods."""
        blanks = itertools.repeat("x")
        for rule in self.app.url_map.iter_rules():
            values = dict(zip(sorted(rule.arguments), blanks, strict=False))
            with self.app.test_request_context(HOME):
                built = rule.build(values, append_unknown=False)
            assert built is not None
            yield built[1], frozenset(rule.methods or ())


@contextmanager
def building(data: Path, **settings: Any) -> Iterator[Building]:
    """A building for as long as the block lasts."""
    made = Building(data, **settings)
    try:
        yield made
    finally:
        made.service.close()
