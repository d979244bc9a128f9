"""The one door: a link's key or a phone's ticket leads to a seat, by the store's record alone.

Rule: a key in an address is used once; then a cookie for that seat alone carries it, so one browser
may hold a chair, a hall screen and the seats of a whole family. Nothing about rights is ever taken
from a payload or kept in a socket's session.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from facilitation import keys
from facilitation.core import commands as c
from facilitation.core.model import Conversation, LinkKind, Role
from facilitation.core.refusals import Refused
from facilitation.creating import unused_code
from facilitation.service import Service
from facilitation.store import Seat

from .settings import Settings

SEAT_COOKIE = "seat-"
COOKIE_DAYS = 60

PATHS = {
    LinkKind.CHAIR: "chair",
    LinkKind.MINUTE_TAKER: "minute-taker",
    LinkKind.SCREEN: "screen",
    LinkKind.JOIN: "j",
}


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of one conversation; ``code`` is what people type."""

    code: str
    join_url: str
    screen_url: str
    chair_url: str
    minute_taker_url: str


def links(conversation: Conversation, secret: bytes, public: str) -> Links:
    """All links of a conversation, their keys derived again from the installation's secret."""

    def url(kind: LinkKind) -> str:
        return f"{public}/{PATHS[kind]}/{link_key(conversation, secret, kind)}"

    return Links(
        code=conversation.code,
        join_url=url(LinkKind.JOIN),
        screen_url=url(LinkKind.SCREEN),
        chair_url=url(LinkKind.CHAIR),
        minute_taker_url=url(LinkKind.MINUTE_TAKER),
    )


def link_key(conversation: Conversation, secret: bytes, kind: LinkKind) -> str:
    """The present key of one link."""
    return keys.link_key(secret, conversation.id, kind, conversation.links[kind].generation)


def service() -> Service:
    """The application's service."""
    found: Service = current_app.extensions["service"]
    return found


def settings() -> Settings:
    """What the installation was told at its start."""
    found: Settings = current_app.extensions["settings"]
    return found


def seat_id(ticket: str) -> str:
    """The seat's name in addresses and cookies: derived from the ticket, useless without it."""
    return keys.hashed(ticket)[:16]


def ticket_of(seat: str) -> str:
    """The ticket that this browser holds for a seat. Refuses ``unknown_ticket``."""
    ticket = request.cookies.get(SEAT_COOKIE + seat, "")
    if not ticket or seat_id(ticket) != seat:
        raise Refused("unknown_ticket")
    return ticket


def seat_for(ticket: str) -> Seat:
    """What a ticket is good for now. Refuses ``unknown_ticket``."""
    seat = service().seat(ticket)
    if seat is None:
        raise Refused("unknown_ticket")
    return seat


def seated(ticket: str) -> BaseResponse:
    """Send a browser to its seat's page, the ticket in a cookie of that seat."""
    seat = seat_id(ticket)
    response = redirect(url_for("seats.page", seat=seat), 303)
    remember(response, SEAT_COOKIE + seat, ticket)
    return response


def remember(response: BaseResponse | Response, name: str, value: str) -> None:
    """A cookie that scripts cannot read and foreign pages do not send."""
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def wants_json() -> bool:
    """Whether an outside program asks, rather than a browser."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def seats_here(conversation: str) -> list[tuple[str, Seat]]:
    """This browser's participant seats in a conversation: seat id and seat."""
    found = []
    for name, ticket in list(request.cookies.items())[:50]:
        if name.startswith(SEAT_COOKIE):
            seat = service().seat(ticket)
            if seat and seat.conversation == conversation and seat.role is Role.PARTICIPANT:
                found.append((seat_id(ticket), seat))
    return found


def renew(conversation_id: str, kind: LinkKind, role: Role) -> None:
    """A fresh key for one link (and a fresh code with the join link): the old one is out."""
    conversation = service().latest(conversation_id)
    before = conversation.links.get(kind)
    if before is None:  # Erased with the rest: counting anew would bring old keys back.
        raise Refused("conversation_ended")
    generation = before.generation + 1
    secret: bytes = current_app.extensions["secret"]
    key = keys.link_key(secret, conversation_id, kind, generation)
    code = unused_code(service()) if kind is LinkKind.JOIN else None
    actor = c.Actor(role)
    service().run(
        conversation_id, c.RenewLink(actor=actor, kind=kind, hash=keys.hashed(key), code=code)
    )
