"""Posters, cards and paper notes: pages to print that lead into one conversation.

Rule: an address on paper cannot be changed any more. So it is the fixed public address, or else one
of this machine's own that the organiser takes from a list, never one from a parameter that is not
on it. On paper stand the join link, the typed code and the guests' Wi-Fi; no other role's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for

from facilitation.core import wifi
from facilitation.core.model import Circle, Conversation, LinkKind
from facilitation.core.refusals import Refused
from facilitation.locale import known, languages

from . import access, addresses, desk, rehearsing
from .locale import speech

blueprint = Blueprint("posters", __name__)

SHEETS = ("posters", "codes", "cards", "notes")
WITHOUT_ADDRESS = frozenset({"notes"})
CARDS_ON_A_PAGE = 8
NOTES_ON_A_PAGE = 6


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on paper of one conversation. ``wifi``: the text of its code, "" for none."""

    join_url: str
    address: str
    """Short, to type: without http:// and without a key."""
    code: str
    wifi: str

    def circle_url(self, circle: Circle) -> str:
        """The address at which nobody has to choose a circle any more."""
        return f"{self.join_url}?circle={circle.key}"


@blueprint.get("/organiser/<id>/print")
def choose(id: str) -> str:  # noqa: A002 - the address names it
    """What can be printed, in which language, and with which address."""
    conversation = _conversation(id)
    return render_template(
        "posters/choose.html",
        conversation=conversation,
        address=desk.address(),
        fixed=access.settings().public_url is not None,
        addresses=addresses.for_paper(access.settings()),
        chosen=_base(),
        missing="missing" in request.args,
        language=_language(conversation),
        choices=tuple((code, desk.language_name(code)) for code in languages()),
    )


@blueprint.get("/organiser/<id>/print/<sheet>")
def sheet(id: str, sheet: str) -> Any:  # noqa: A002
    """The pages of one kind, in the language asked for."""
    conversation = _conversation(id)
    if sheet not in SHEETS:
        raise Refused("unknown_conversation")
    base, language = _base(), _language(conversation)
    asked = None if access.settings().public_url else base or None
    if not base and sheet not in WITHOUT_ADDRESS:
        return redirect(url_for(".choose", id=id, language=language, missing=1), 303)
    g.speech = speech(language)
    return render_template(
        f"posters/{sheet}.html",
        conversation=conversation,
        printed=_printed(conversation, base),
        back=url_for(".choose", id=id, language=language, address=asked),
        cards=CARDS_ON_A_PAGE,
        notes=NOTES_ON_A_PAGE,
        **g.speech.context(),
    )


def _conversation(conversation_id: str) -> Conversation:
    """Refuses ``conversation_ended`` when its links are gone: paper would lead nowhere."""
    conversation = rehearsing.real(conversation_id)
    if LinkKind.JOIN not in conversation.links:
        raise Refused("conversation_ended")
    return conversation


def _base() -> str:
    """The address to print with; "" when the organiser still has to choose one."""
    offered = addresses.for_paper(access.settings())
    if access.settings().public_url is not None:
        return offered[0]
    asked = request.args.get("address", "")
    return asked if asked in offered else ""


def _language(conversation: Conversation) -> str:
    asked = request.args.get("language", "")
    return asked if asked in languages() else known(conversation.language)


def _printed(conversation: Conversation, base: str) -> Printed:
    secret: bytes = current_app.extensions["secret"]
    key = access.link_key(conversation, secret, LinkKind.JOIN)
    half = len(conversation.code) // 2
    name, password = conversation.wifi_name, conversation.wifi_password
    return Printed(
        join_url=f"{base}/{access.PATHS[LinkKind.JOIN]}/{key}",
        address=urlsplit(base).netloc,
        code=f"{conversation.code[:half]} {conversation.code[half:]}",
        wifi=wifi.payload(name, password, conversation.wifi_hidden) if name else "",
    )
