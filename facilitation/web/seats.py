"""The pages of live seats: chair, minute-taker, hall screen, phone.

Rule: a link's key is exchanged for a cookie and leaves the address bar; an outside program that
asks for JSON gets the ticket instead. Personal pages are never stored by a browser.
"""

from __future__ import annotations

from flask import Blueprint, current_app, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitation.core import commands as c
from facilitation.core.model import LinkKind, Role
from facilitation.core.refusals import Refused
from facilitation.locale import known

from . import access
from .locale import speech
from .publisher import Publisher
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
    )
    return current_app.make_response(html)


@blueprint.post("/seat/<seat>/note")
def submit_without_script(seat: str) -> Response:
    """The phone's form when there is no JavaScript: the same command, then the page again."""
    ticket = access.ticket_of(seat)
    payload = {
        "id": request.form.get("id", ""),
        "name": "submit_note",
        "text": request.form.get("text", ""),
        "phase": request.form.get("phase", type=int),
    }
    access.service().command(ticket, payload)
    return redirect(url_for("seats.page", seat=seat), 303)


@blueprint.post("/seat/<seat>/language")
def choose_language(seat: str) -> Response:
    """Another language for this phone, without JavaScript."""
    ticket = access.ticket_of(seat)
    place = access.seat_for(ticket)
    language = known(request.form.get("lang", ""))
    if place.role is Role.PARTICIPANT:
        actor = c.Actor(Role.PARTICIPANT, place.participant)
        access.service().run(place.conversation, c.SetLanguage(actor=actor, lang=language))
    return redirect(url_for("seats.page", seat=seat), 303)


@blueprint.post("/seat/<seat>/renew-join")
def renew_join(seat: str) -> Response:
    """The chair's fresh QR code and typed code: whoever has the old ones stays out."""
    place = access.seat_for(access.ticket_of(seat))
    if place.role is not Role.CHAIR:
        raise Refused("not_allowed")
    access.renew(place.conversation, LinkKind.JOIN, Role.CHAIR)
    return redirect(url_for("seats.page", seat=seat), 303)
