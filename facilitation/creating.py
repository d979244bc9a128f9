"""A prepared conversation kept, with fresh keys and a code that nobody else has.

Rule: the one place where a conversation comes into being, for the form, the command line and the
demo alike.
"""

from __future__ import annotations

from facilitation import keys, preparation
from facilitation.core.model import Conversation
from facilitation.core.schools import HOME
from facilitation.service import Service


def create(
    service: Service, secret: bytes, prepared: preparation.Preparation, school: str = HOME
) -> Conversation:
    """Keep a new conversation of a school in its lobby."""
    return service.create(made(service, secret, prepared, keys.identifier()), school)


def made(
    service: Service,
    secret: bytes,
    prepared: preparation.Preparation,
    id: str,  # noqa: A002 - the model's word
) -> Conversation:
    """The conversation that would be kept under this fresh id."""
    return preparation.conversation(
        prepared,
        id=id,
        code=unused_code(service),
        links=preparation.links(secret, id),
        now=service.clock(),
    )


def unused_code(service: Service) -> str:
    """A code that no conversation has."""
    while True:
        code = keys.code()
        if service.by_code(code) is None:
            return code
