"""A conversation with a chair and named phones, met through the contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.clients import Phone, connected, join, ticket_of
from tests.servers import Server

CIRCLE_OF = {"amira": "pupils", "joost": "parents", "de_wit": "teachers"}
LANGUAGE_OF = {"amira": "nl", "joost": "en", "de_wit": "nl"}


@dataclass
class Hall:
    """Live connections: the chair, Amira (pupil), Joost (parent), meneer De Wit (teacher)."""

    server: Server
    made: dict[str, str]
    chair: Phone
    amira: Phone
    joost: Phone
    de_wit: Phone
    others: list[Phone] = field(default_factory=list)

    def to(self, number: int) -> None:
        """Go on until the phase with this number."""
        while self.chair.stage["number"] < number:
            revision = self.chair.command("advance")["revision"]
            self.chair.wait_revision(revision)


@contextmanager
def hall(server: Server, phase: int = 0, **options: object) -> Iterator[Hall]:
    """A new conversation, gone on to ``phase``."""
    made = server.new(**options)
    tickets = [ticket_of(made["chair_url"])]
    tickets += [join(server, made["join_url"], CIRCLE_OF[n], LANGUAGE_OF[n]) for n in CIRCLE_OF]
    with connected(server, *tickets) as (chair, amira, joost, de_wit):
        here = Hall(server, made, chair, amira, joost, de_wit)
        here.to(phase)
        yield here
