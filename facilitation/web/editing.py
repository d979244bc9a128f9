"""Correcting the minutes before they are sent: the organiser's page, and the minute-taker's.

Rule: plain forms, one for each line; each press is one command, judged anew each time. What was
refused comes back with the words beside its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from facilitation import keys
from facilitation.core import commands as c
from facilitation.core import permissions
from facilitation.core.model import Conversation, Role
from facilitation.core.refusals import Refused
from facilitation.views.editing import CircleLines, editing_view

from . import access, rehearsing, sharing
from .compression import personal
from .locale import current, speech
from .refusals import sentence

desk = Blueprint("editing", __name__)
"""Within the organiser's pages, behind their guard."""
blueprint = Blueprint("editing_seat", __name__)

_LINES = {
    "correct": "correct_minutes",
    "hide": "hide_line",
    "show": "show_line",
    "restore": "restore_line",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was refused, as its form had it."""

    place: str
    typed: str
    message: str
    current: str
    """What somebody else wrote there meanwhile; "" otherwise."""


# --- the organiser


@desk.get("/organiser/<id>/minutes/edit")
def page(id: str) -> Response:  # noqa: A002 - the address names it
    """All lines, and what can be done with the whole."""
    return _page(_over(rehearsing.real(id)), Role.ORGANISER)


@desk.post("/organiser/<id>/minutes/edit")
def press(id: str) -> Response:  # noqa: A002
    """One line is corrected, hidden, shown or put back."""
    conversation = _over(rehearsing.real(id))
    payload = _payload(request.form)
    command = c.parse(payload, c.Actor(Role.ORGANISER), keys.identifier())
    try:
        access.service().run(id, command)
    except Refused as refused:
        return _again(access.service().latest(id), Role.ORGANISER, refused)
    return redirect(url_for(".page", id=conversation.id, _anchor=_anchor()), 303)


@desk.post("/organiser/<id>/minutes/<what>")
def whole(id: str, what: str) -> Response:  # noqa: A002
    """The minutes are marked as final, opened again, shared, or their link is withdrawn."""
    conversation = _over(rehearsing.real(id))
    actor = sharing.ACTOR
    if what == "final":
        access.service().run(id, c.MarkFinal(actor=actor))
    elif what == "reopen":
        access.service().run(id, c.ReopenMinutes(actor=actor))
    elif what == "share":
        sharing.share(conversation)
    elif what == "withdraw":
        sharing.withdraw(conversation)
    else:
        raise Refused("unknown_conversation")
    return redirect(url_for("organiser.show", id=id, minutes=what, _anchor="minutes"), 303)


# --- the minute-taker


@blueprint.get("/seat/<seat>/minutes")
def seat_page(seat: str) -> Response:
    """The same page, for as long as the minute-taker's link works."""
    return _page(_over(_taken_down(seat)), Role.MINUTE_TAKER)


@blueprint.post("/seat/<seat>/minutes")
def seat_press(seat: str) -> Response:
    """One line, or the whole is marked as final."""
    conversation = _over(_taken_down(seat))
    payload = _payload(request.form) | {"id": keys.identifier()}
    try:
        access.service().command(access.ticket_of(seat), payload)
    except Refused as refused:
        latest = access.service().latest(conversation.id)
        return _again(latest, Role.MINUTE_TAKER, refused)
    return redirect(url_for(".seat_page", seat=seat, _anchor=_anchor()), 303)


def _taken_down(seat: str) -> Conversation:
    place = access.seat_for(access.ticket_of(seat))
    if place.role is not Role.MINUTE_TAKER:
        raise Refused("not_allowed")
    conversation = access.service().latest(place.conversation)
    g.speech = speech(conversation.language)
    return conversation


# --- shared


def _over(conversation: Conversation) -> Conversation:
    if not permissions.is_over(conversation):
        raise Refused("wrong_phase", phase=str(conversation.phase.name))
    return conversation


def _payload(form: MultiDict[str, str]) -> dict[str, Any]:
    """The command that a button of the page asks for, as the contract has it."""
    what = form.get("do", "")
    if what == "final":
        return {"name": "mark_final"}
    payload = {"name": _LINES.get(what, ""), "place": form.get("place", "")}
    if what == "correct":
        payload["text"] = form.get("text", "")
    return payload | {"revision": form.get("revision", type=int)}


def _anchor() -> str | None:
    place = request.form.get("place", "")
    return f"line-{place}" if place else None


def _again(conversation: Conversation, role: Role, refused: Refused) -> Response:
    refusal = Refusal(
        place=request.form.get("place", ""),
        typed=request.form.get("text", ""),
        message=sentence(refused, current()),
        current=str(refused.data.get("current", "")),
    )
    return _page(conversation, role, refusal)


def _page(conversation: Conversation, role: Role, refusal: Refusal | None = None) -> Response:
    organiser = role is Role.ORGANISER
    view = editing_view(conversation, access.service().clock())
    html = render_template(
        "minutes/edit.html",
        view=view,
        open_notes={one.key: _places(one) for one in view.circles},
        circles={one.key: one for one in conversation.circles},
        organiser=organiser,
        organiser_id=conversation.id if organiser else "",
        back=url_for("organiser.show", id=conversation.id) if organiser else "./",
        refusal=refusal,
        content_lang=conversation.language,
    )
    answer = personal(html)
    answer.status_code = 422 if refusal else 200
    return answer


def _places(circle: CircleLines) -> set[str]:
    """The lines that lie folded: the notes that were not put."""
    lines = (line for note in circle.notes for line in (note.text, note.rendering))
    return {line.place for line in lines if line is not None}
