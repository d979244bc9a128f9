"""The final minutes for whoever has their link, and the short edition behind the QR code.

Rule: a page that holds the minutes and nothing else: no way on, no script, no cookie, and no search
engine. A key that is wrong, withdrawn or not there yet gets the same answer.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template

from facilitation import keys, minutes
from facilitation.core import commands as c
from facilitation.core.model import Conversation, LinkKind, Role
from facilitation.locale import translations
from facilitation.minutes import Edition

from . import access
from .locale import circle_names, current

blueprint = Blueprint("sharing", __name__)

ACTOR = c.Actor(Role.ORGANISER)


@blueprint.get("/m/<key>")
def shared(key: str) -> Response:
    """The public edition of the final minutes."""
    hashed = keys.hashed(key)
    found = access.service().read(lambda store: store.shared(hashed))
    conversation = access.service().latest(found) if found else None
    if conversation is None or not conversation.shared or conversation.final_at is None:
        return nothing_here()
    return alone(shared_edition(conversation))


@blueprint.get("/j/<key>/minutes")
def short(key: str) -> Response:
    """The short edition, once the minutes are final, for whoever has the evening's QR code."""
    hashed = keys.hashed(key)
    found = access.service().read(lambda store: store.joining(hashed))
    conversation = access.service().latest(found) if found else None
    if conversation is None or conversation.final_at is None:
        return nothing_here()
    return alone(short_edition(conversation))


def shared_edition(conversation: Conversation) -> str:
    """What the link of the final minutes shows."""
    return _page(conversation, Edition.PUBLIC, conversation.language)


def short_edition(conversation: Conversation) -> str:
    """What the QR code leads to, with headings in the reader's language."""
    return _page(conversation, Edition.BRIEF, current().language)


def _page(conversation: Conversation, edition: Edition, language: str) -> str:
    service = access.service()
    return minutes.page(
        conversation,
        words=translations(language),
        language=language,
        names=circle_names(conversation, language),
        now=conversation.final_at or service.clock(),
        appendix=False,
        edition=edition,
        earlier=service.earlier(conversation),
        run=service.in_turn,
    )


def alone(page: str) -> Response:
    """A page that search engines leave alone."""
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def nothing_here() -> Response:
    """The one answer to every key that shows nothing."""
    response = alone(render_template("minutes/gone.html"))
    response.status_code = 404
    return response


# --- the organiser's link


def url_of(conversation: Conversation) -> str:
    """The address that shows the final minutes; "" when they are not shared."""
    if not conversation.shared or LinkKind.SHARE not in conversation.links:
        return ""
    key = access.link_key(conversation, current_app.extensions["secret"], LinkKind.SHARE)
    return f"{current_app.extensions['public_url']()}/m/{key}"


def share(conversation: Conversation) -> None:
    """Make the link, or let it work again under a key that nobody has."""
    hash_ = keys.hashed(_key(conversation, further=0))
    access.service().run(conversation.id, c.ShareMinutes(actor=ACTOR, hash=hash_))


def withdraw(conversation: Conversation) -> None:
    """Whoever has the link sees nothing any more, now and later."""
    hash_ = keys.hashed(_key(conversation, further=1))
    access.service().run(conversation.id, c.WithdrawShare(actor=ACTOR, hash=hash_))


def _key(conversation: Conversation, further: int) -> str:
    link = conversation.links.get(LinkKind.SHARE)
    generation = link.generation + further if link else 0
    secret: bytes = current_app.extensions["secret"]
    return keys.link_key(secret, conversation.id, LinkKind.SHARE, generation)
