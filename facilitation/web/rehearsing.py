"""Rehearsals on the web: begun on the organiser's page, stopped there or on the chair's.

Rule: a rehearsal is a conversation like any other to its own screens, and to no other page: the
organiser's list, minutes and downloads do not know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from facilitation.core.model import Conversation, LinkKind, PhaseName, Role
from facilitation.core.refusals import Refused
from facilitation.rehearsal import NotNow, Rehearsals
from facilitation.store import Seat

from . import access, accounts, phone_test, qr
from .locale import current

desk = Blueprint("rehearsing", __name__)
"""Within the organiser's pages, behind their guard."""
blueprint = Blueprint("rehearsal", __name__)


def rehearsals() -> Rehearsals:
    """The application's rehearsals."""
    found: Rehearsals = current_app.extensions["rehearsals"]
    return found


def shown() -> list[Conversation]:
    """All conversations of the signed-in organiser's school but the copies rehearsed with."""
    found = accounts.conversations()
    copies = rehearsals().ids()
    return [one for one in found if one.id not in copies]


def real(conversation_id: str) -> Conversation:
    """A conversation of one's own school, no rehearsal. Refuses ``unknown_conversation``."""
    if conversation_id in rehearsals().ids():
        raise Refused("unknown_conversation")
    accounts.belonging(conversation_id)
    return access.service().latest(conversation_id)


# --- the organiser's page


@dataclass(frozen=True, slots=True)
class Running:
    """The rehearsal that goes on, as the organiser's page shows it."""

    chair_path: str
    screen_path: str
    until: int


def context(conversation: Conversation) -> dict[str, Any]:
    """What the organiser's page of a conversation shows of the days before."""
    url = phone_test.url()
    return {
        "rehearsal": _running(conversation.id),
        "rehearsals_full": rehearsals().full,
        "test_url": url,
        "test_qr": Markup(qr.svg(url, current().gettext("Test this phone"))),  # nosec B704  # our own drawing
    }


def _running(conversation_id: str) -> Running | None:
    found = rehearsals().of(conversation_id)
    if found is None:
        return None
    try:
        copy = access.service().latest(found.id)
    except Refused:  # Erased this moment.
        return None
    return Running(_path(copy, LinkKind.CHAIR), _path(copy, LinkKind.SCREEN), found.until)


def _path(copy: Conversation, kind: LinkKind) -> str:
    key = access.link_key(copy, current_app.extensions["secret"], kind)
    return f"/{access.PATHS[kind]}/{key}"


@desk.post("/organiser/<id>/rehearsal")
def start(id: str) -> Response:  # noqa: A002 - the address names it
    """Begin, and on to the chair's page; if it cannot be, the organiser's page says why."""
    original = real(id)
    if original.phase.name is PhaseName.LOBBY:
        try:
            copy = rehearsals().start(original)
        except NotNow:
            pass
        else:
            return redirect(_path(copy, LinkKind.CHAIR), 303)
    return redirect(url_for("organiser.show", id=id, _anchor="before"), 303)


@desk.post("/organiser/<id>/rehearsal/stop")
def stop(id: str) -> Response:  # noqa: A002
    """End it, from the organiser's page."""
    rehearsals().stop_of(real(id).id)
    return redirect(url_for("organiser.show", id=id, rehearsed=1, _anchor="before"), 303)


# --- the rehearsal's own screens


def banner(place: Seat) -> dict[str, str] | None:
    """What chair and hall say about it on top; ``None`` when it is no rehearsal."""
    if place.conversation not in rehearsals().ids():
        return None
    copy = access.service().latest(place.conversation)
    return {"screen_path": _path(copy, LinkKind.SCREEN)} if place.role is Role.CHAIR else {}


@blueprint.post("/seat/<seat>/stop-rehearsal")
def stop_as_chair(seat: str) -> Response:
    """End it, from the chair's page; the seat goes with it."""
    place = access.seat_for(access.ticket_of(seat))
    if place.role is not Role.CHAIR or place.conversation not in rehearsals().ids():
        raise Refused("not_allowed")
    rehearsals().stop(place.conversation)
    response = redirect(url_for("rehearsal.over"), 303)
    response.delete_cookie(access.SEAT_COOKIE + seat)
    return response


@blueprint.get("/rehearsal-over")
def over() -> str:
    """What is left of a rehearsal: nothing."""
    return render_template("rehearsal-over.html")
