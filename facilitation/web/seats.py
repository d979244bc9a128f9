"""The pages of live seats: chair, minute-taker, hall screen, phone.

Rule: a link's key is exchanged for a cookie and leaves the address bar; an outside program that
asks for JSON gets the ticket instead. Personal pages are never stored by a browser.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitation import keys
from facilitation.core.model import LinkKind, Role
from facilitation.core.refusals import Refused
from facilitation.locale import known

from . import access, addresses, qr, rehearsing
from .compression import personal
from .locale import speech
from .publisher import Publisher
from .refusals import sentence
from .screens import PAGES, Renderer, language_of, region_names, stage

blueprint = Blueprint("seats", __name__)


@blueprint.get("/chair/<key>", defaults={"kind": LinkKind.CHAIR})
@blueprint.get("/minute-taker/<key>", defaults={"kind": LinkKind.MINUTE_TAKER})
@blueprint.get("/screen/<key>", defaults={"kind": LinkKind.SCREEN})
def enter(key: str, kind: LinkKind) -> Response:
    """A link of the organiser's: JSON gets the ticket, a browser its page."""
    seat = access.seat_for(key)
    if str(seat.role) != str(kind):
        raise Refused("unknown_ticket")
    return jsonify(ticket=key) if access.wants_json() else access.seated(key)


@blueprint.get("/p/<ticket>")
def participant(ticket: str) -> Response:
    """A phone's own address, for a program that took a seat without a browser."""
    if access.seat_for(ticket).role is not Role.PARTICIPANT:
        raise Refused("unknown_ticket")
    return access.seated(ticket)


@blueprint.get("/seat/<seat>/")
def page(seat: str) -> Response:
    """The live page of a seat that this browser holds, complete as it stands now."""
    return _page(seat)


def _page(seat: str, error: str = "", typed: str = "", status: int = 200) -> Response:
    """The page; ``error`` and ``typed`` when a form without script was refused."""
    ticket = access.ticket_of(seat)
    place = access.seat_for(ticket)
    conversation = access.service().latest(place.conversation)
    renderer: Renderer = current_app.extensions["renderer"]
    publisher: Publisher = current_app.extensions["publisher"]
    talk = speech(language_of(conversation, place))
    g.speech = talk
    scene = publisher.scene(conversation)
    context = renderer.context(scene, place, talk)
    html = render_template(
        PAGES[place.role],
        **context,
        seat=seat,
        ticket=ticket,
        regions=region_names(place.role),
        revision=conversation.revision,
        now=scene.now,
        stage=stage(conversation),
        conversation_name=conversation.theme,
        seats_here=access.seats_here(place.conversation),
        fresh_id=keys.identifier(),
        rehearsal=rehearsing.banner(place),
        error=error,
        typed=typed,
    )
    answer = personal(html)
    answer.status_code = status
    return answer


@blueprint.post("/seat/<seat>/note")
def note_without_script(seat: str) -> Response:
    """The phone's form when there is no JavaScript: the same command, then the page again.

    The page's id and the text make the command's id: sent twice it is one note, and another text
    from a page that the browser kept is another note.
    """
    words = request.form.get("text", "")
    payload = {
        "id": f"{(request.form.get('fresh') or keys.identifier())[:24]}-{keys.hashed(words)[:32]}",
        "name": "submit_note",
        "text": words,
        "phase": request.form.get("phase", type=int),
    }
    return _without_script(seat, payload, words)


@blueprint.post("/seat/<seat>/withdraw")
def withdraw_without_script(seat: str) -> Response:
    """An own note is taken back, without JavaScript."""
    note = request.form.get("note", "")
    return _without_script(seat, {"name": "withdraw_note", "note": note})


@blueprint.post("/seat/<seat>/circle")
def change_circle_without_script(seat: str) -> Response:
    """Another circle for this phone, without JavaScript."""
    circle = request.form.get("circle", "")
    return _without_script(seat, {"name": "change_circle", "circle": circle})


@blueprint.post("/seat/<seat>/language")
def set_language_without_script(seat: str) -> Response:
    """Another language for this phone, without JavaScript."""
    lang = known(request.form.get("lang", ""))
    return _without_script(seat, {"name": "set_language", "lang": lang})


def _without_script(seat: str, payload: dict[str, Any], typed: str = "") -> Response:
    """Give the command; refused, the page says why and still holds what was typed."""
    ticket = access.ticket_of(seat)
    try:
        access.service().command(ticket, {"id": keys.identifier(), **payload})
    except Refused as refused:
        place = access.seat_for(ticket)
        conversation = access.service().latest(place.conversation)
        talk = speech(language_of(conversation, place))
        return _page(seat, sentence(refused, talk), typed, 400)
    return redirect(url_for("seats.page", seat=seat), 303)


@blueprint.post("/seat/<seat>/renew-join")
def renew_join(seat: str) -> Response:
    """The chair's fresh QR code and typed code: whoever has the old ones stays out."""
    place = access.seat_for(access.ticket_of(seat))
    if place.role is not Role.CHAIR:
        raise Refused("not_allowed")
    access.renew(place.conversation, LinkKind.JOIN, Role.CHAIR)
    return redirect(url_for("seats.page", seat=seat), 303)


@blueprint.post("/seat/<seat>/pair")
def pair(seat: str) -> Response:
    """The chair's own link as a QR code, for the chair's phone.

    Asked for by hand and never kept: the page itself may hang on a projector. Nobody but a chair
    gets it, and it is the link that this chair came by, so that both devices have the same seat.
    """
    place = access.seat_for(access.ticket_of(seat))
    if place.role is not Role.CHAIR:
        raise Refused("not_allowed")
    conversation = access.service().latest(place.conversation)
    public: str = current_app.extensions["public_url"]()
    link = access.links(conversation, current_app.extensions["secret"], public).chair_url
    answer = jsonify(svg=qr.svg(link), only_here=addresses.only_here(public))
    answer.headers["Cache-Control"] = "no-store"
    return answer
