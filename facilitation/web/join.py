"""Joining: scan or type, choose a circle and a language. Plain forms, so it works without script.

Rule: the QR code's key says which conversation; a typed code leads to the same page while the
chair's door is open. Wrong codes share one budget for the whole server and are answered ever more
slowly; wrong, closed and unknown get the same answer. Nothing but circle and language is asked.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict

from flask import Blueprint, current_app, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitation import keys
from facilitation.core import commands as c
from facilitation.core.model import Circle, Conversation, LinkKind, Role
from facilitation.core.refusals import Refused
from facilitation.locale import known, languages
from facilitation.views.afterwards import after_view

from . import access
from .limits import JOINS
from .locale import LANGUAGE_COOKIE, current, speech, wanted
from .presence import Presence
from .turns import Lane

blueprint = Blueprint("join", __name__)

LONGEST_WAIT_S = 4.0
FREE_MISTAKES = 10
"""Wrong codes that a whole hall may type before answers slow down."""
FORGIVEN_PER_S = 0.2


class Mistakes:
    """The one budget of wrong codes: each makes the next wrong answer slower, time forgives."""

    def __init__(self) -> None:
        self._count = 0.0
        self._since = time.monotonic()

    def another(self) -> float:
        """Count one more; gives the seconds to wait before answering it."""
        now = time.monotonic()
        self._count = max(0.0, self._count - (now - self._since) * FORGIVEN_PER_S) + 1
        self._since = now
        over = self._count - FREE_MISTAKES
        return 0.0 if over <= 0 else min(LONGEST_WAIT_S, 0.1 * math.exp2(min(over, 10)))


mistakes = Mistakes()
LONGEST_JOIN_S = 6.0
"""A flood of joins holds up who joins meanwhile, and refuses nobody before it is this long."""
_joins: defaultdict[str, Lane] = defaultdict(lambda: Lane(JOINS, LONGEST_JOIN_S))


@blueprint.get("/")
def home() -> str:
    """Where somebody comes who typed the address: the code, please."""
    return render_template("join/code.html", error=None, typed="")


@blueprint.get("/privacy")
def privacy() -> str:
    """What happens to a note, in plain words; the same for everybody."""
    return render_template("join/privacy.html")


@blueprint.post("/code")
def code() -> Response:
    """A typed code leads to the same page as the QR code."""
    typed = keys.typed(request.form.get("code", ""))
    found = access.service().by_code(typed) if typed else None
    conversation = access.service().latest(found) if found else None
    if conversation is None or not conversation.door_open or conversation.ended_at is not None:
        time.sleep(mistakes.another())
        page = render_template(
            "join/code.html",
            error=Refused("unknown_conversation"),
            typed=request.form.get("code", "")[:20],
        )
        return current_app.make_response((page, 404))
    key = access.link_key(conversation, current_app.extensions["secret"], LinkKind.JOIN)
    return redirect(url_for("join.choose", key=key), 303)


@blueprint.get("/j/<key>")
def choose(key: str) -> Response:
    """The page to choose a circle and a language."""
    conversation = _conversation(key)
    language = _language(request.args.get("lang"))
    g.speech = speech(language)
    page = (
        _after(conversation, key)
        if conversation.ended_at is not None
        else _doors(conversation, key)
    )
    response = current_app.make_response(page)
    if request.args.get("lang"):
        access.remember(response, LANGUAGE_COOKIE, language)
    return response


def _doors(conversation: Conversation, key: str) -> str:
    return render_template(
        "join/choose.html",
        conversation=conversation,
        circles=_offered(conversation),
        chosen=len(_offered(conversation)) == 1,
        languages=languages(),
        language=current().language,
        key=key,
        seats_here=access.seats_here(conversation.id),
        another="another" in request.args,
    )


def _after(conversation: Conversation, key: str) -> str:
    """The same QR code after the evening: what happened next."""
    return render_template(
        "join/after.html",
        conversation=conversation,
        view=after_view(conversation),
        language=current().language,
        key=key,
        seats_here=access.seats_here(conversation.id),
    )


def _offered(conversation: Conversation) -> tuple[Circle, ...]:
    """All circles, or the one whose poster was scanned (``?circle=parents``)."""
    wanted = request.args.get("circle", "")
    return tuple(one for one in conversation.circles if one.key == wanted) or conversation.circles


@blueprint.post("/j/<key>")
def take_seat(key: str) -> Response:
    """A seat in the chosen circle: a ticket for a program, a cookie and a page for a browser."""
    conversation = _conversation(key)
    _joins[conversation.id].wait()
    _room(conversation)
    language = _language(request.form.get("lang"))
    ticket = keys.ticket()
    circle = request.form.get("circle", "")
    join = c.Join(
        actor=c.Actor(Role.PARTICIPANT),
        participant=keys.hashed(ticket),
        circle=circle,
        language=language,
    )
    access.service().run(conversation.id, join)
    if access.wants_json():
        url = (
            f"{current_app.extensions['public_url']()}{url_for('seats.participant', ticket=ticket)}"
        )
        return jsonify(ticket=ticket, participant_url=url, circle=circle)
    response = access.seated(ticket)
    access.remember(response, LANGUAGE_COOKIE, language)
    return response


def _conversation(key: str) -> Conversation:
    hashed = keys.hashed(key)
    found = access.service().read(lambda store: store.joining(hashed))
    if found is None:
        raise Refused("unknown_conversation")
    return access.service().latest(found)


def _language(asked: str | None) -> str:
    return known(asked) if asked else wanted()


def _room(conversation: Conversation) -> None:
    presence: Presence = current_app.extensions["presence"]
    if presence.phones(conversation.id).total() >= access.settings().most_phones:
        raise Refused("conversation_full")
