"""``/test``, for the day before: whether a phone on the school's network can take part.

Rule: nothing is stored and nobody is asked for. What proves that a connection works is the refusal
with a reason that whoever comes without a ticket gets over it (``trySocket`` in link.js): the door
stays as shut as it was, the store is not asked, and the browser hangs up at once. Ping and load
have one bucket each for the whole server, so that they can starve nobody but each other.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, g, jsonify, render_template, request
from werkzeug.wrappers import Response

from facilitation import preparation
from facilitation.locale import languages

from . import access
from .limits import LOADS, PINGS, Limiter
from .locale import LANGUAGE_COOKIE, current, speech

blueprint = Blueprint("phone_test", __name__)

PATH = "/test"
LOAD_BYTES = 64 * 1024
_EVERYBODY = ""


def url() -> str:
    """The page's address for phones."""
    return f"{current_app.extensions['public_url']()}{PATH}"


@blueprint.record_once
def _limits(state: Any) -> None:
    state.app.extensions["phone_test"] = {"ping": Limiter(PINGS), "load": Limiter(LOADS)}


@blueprint.get(PATH)
def page() -> Response:
    """The page; without script it says what it can."""
    asked = request.args.get("lang", "")
    if asked in languages():
        g.speech = speech(asked)
    html = render_template(
        "phone-test.html",
        address=urlsplit(url()).netloc,
        server_time=_server_time(),
        timezone=preparation.TIMEZONE,
    )
    response = current_app.make_response(html)
    if asked in languages():
        access.remember(response, LANGUAGE_COOKIE, asked)
    return response


@blueprint.get(f"{PATH}/ping")
def ping() -> Response:
    """The server's time, as small as an answer can be."""
    current_app.extensions["phone_test"]["ping"].take(_EVERYBODY)
    return jsonify(now=access.service().clock())


@blueprint.get(f"{PATH}/load")
def load() -> Response:
    """Some bytes that nothing on the way can squeeze or keep."""
    current_app.extensions["phone_test"]["load"].take(_EVERYBODY)
    return current_app.response_class(_bytes(), mimetype="application/octet-stream")


@cache
def _bytes() -> bytes:
    return os.urandom(LOAD_BYTES)


def _server_time() -> str:
    """Hours, minutes and seconds by the server's clock, to lay beside the phone's own."""
    moment = datetime.fromtimestamp(access.service().clock() / 1000, UTC)
    here = moment.astimezone(ZoneInfo(preparation.TIMEZONE))
    return current().clock_time(here)
