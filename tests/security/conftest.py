"""A running server for the tests of one module, with one conversation in its lobby."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.clients import ticket_of
from tests.servers import Server, running_server


@dataclass(frozen=True)
class House:
    """A server and the links of its conversation."""

    server: Server
    code: str
    links: dict[str, str]

    def ticket(self, role: str) -> str:
        """The ticket of the chair, the minute-taker or the screen."""
        return ticket_of(self.links[f"{role}_url"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_server(tmp_path_factory.mktemp("house") / "data") as server:
        links = server.new()
        yield House(server, links["code"], links)
