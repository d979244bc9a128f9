"""An export taken in: kept as a conversation of a school, with keys that are new."""

from __future__ import annotations

from facilitation import keys, preparation
from facilitation.core.model import Conversation, replace
from facilitation.creating import unused_code
from facilitation.service import Service

from .reading import read


class AlreadyHere(Exception):
    """This very conversation is one of the school's; ``id`` says which."""

    def __init__(self, id: str) -> None:  # noqa: A002 - the model's word
        super().__init__(id)
        self.id = id


def take_in(service: Service, secret: bytes, data: bytes, school: str) -> Conversation:
    """Keep the conversation of an export. Raises ``NotAnExport`` and ``AlreadyHere``.

    It keeps its code unless another conversation has that by now. Links are made anew, but for one
    whose links were erased with its notes.
    """
    found: Conversation = service.aside(lambda: read(data))
    known: list[Conversation] = service.read(lambda store: store.conversations(school))
    for one in known:
        if (one.code, one.created_at) == (found.code, found.created_at):
            raise AlreadyHere(one.id)
    code = found.code if service.by_code(found.code) is None else unused_code(service)
    fresh = keys.identifier()
    erased = found.purged_at is not None and found.links_cut
    links = {} if erased else preparation.links(secret, fresh)
    return service.create(replace(found, id=fresh, code=code, links=links), school, "import")
