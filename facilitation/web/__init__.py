"""The web application: pages, live screens, and the guard in front of them (see README.md)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from engineio.payload import Payload
from flask import Flask, Request, current_app, render_template, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_socketio import SocketIO
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from facilitation import __version__, keys
from facilitation.core.model import Conversation
from facilitation.core.refusals import Refused
from facilitation.paths import TEMPLATES
from facilitation.rehearsal import Rehearsals
from facilitation.service import Service

from . import (
    access,
    addresses,
    editing,
    frames,
    join,
    organiser,
    patterns,
    phone_test,
    qr,
    refusals,
    rehearsing,
    seats,
    sharing,
    static_files,
)
from .backlog import let_go_if_deaf
from .locale import current
from .presence import Presence
from .publisher import Publisher
from .screens import JoinDoor, Renderer
from .security import Guard
from .settings import Settings
from .sockets import Sockets

Payload.max_decode_packets = 500
"""A phone that was offline sends its queue in one long-polling request; engine.io's own limit of 16
drops the whole request and answers 200."""

LARGEST_MESSAGE = 64 * 1024
LARGEST_FORM = 256 * 1024

log = logging.getLogger("driegesprek")

STATUS = {
    "unknown_conversation": 404,
    "unknown_ticket": 403,
    "not_allowed": 403,
    "door_closed": 403,
    "conversation_ended": 410,
    "conversation_full": 503,
    "server_busy": 503,
    "too_fast": 429,
}


@dataclass(frozen=True, slots=True)
class Web:
    """The application and the parts that others start or ask."""

    app: Flask
    socketio: SocketIO
    presence: Presence
    publisher: Publisher
    rehearsals: Rehearsals


class Sessions(SecureCookieSessionInterface):
    """The organiser's cookie: over https it never travels without.

    Socket events have none: Flask would read it anew for each, and a ticket is all they need.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Empty for ``/socket.io/``, else what the cookie says."""
        if request.path.startswith("/socket.io"):
            return self.session_class()
        return super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        """By this request, since one installation may serve the laptop by http as well."""
        return request.is_secure


def create_web(service: Service, settings: Settings, async_mode: str) -> Web:
    """The whole web side around one service."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=None)
    secret = keys.secret(settings.data)
    app.config.update(
        SECRET_KEY=secret,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        SESSION_COOKIE_NAME="organiser",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https:"),
    )
    app.session_interface = Sessions()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    origins = addresses.Origins(settings)
    socketio = _socketio(app, origins, async_mode)
    presence = Presence()
    renderer = Renderer(app)

    def public_url() -> str:
        return addresses.public_url(settings)

    def door(conversation: Conversation) -> JoinDoor:
        url = public_url()
        links = access.links(conversation, secret, url)
        return JoinDoor(links.join_url, urlsplit(url).netloc, conversation.code)

    def emit(event: str, data: Any, to: str) -> None:
        if not let_go_if_deaf(socketio, to):
            socketio.emit(event, data, to=to)

    publisher = Publisher(service, presence, renderer, emit, door, log.error)
    service.on_commit = publisher.changed
    Sockets(socketio, service, presence, publisher, settings.most_phones)
    rehearsals = Rehearsals(service, secret, settings.host, settings.port)
    app.extensions.update(
        service=service,
        settings=settings,
        secret=secret,
        presence=presence,
        renderer=renderer,
        publisher=publisher,
        rehearsals=rehearsals,
        public_url=public_url,
    )
    _pages(app)
    if settings.proxied:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = Guard(app.wsgi_app, origins, settings.proxied)  # type: ignore[method-assign]
    return Web(app, socketio, presence, publisher, rehearsals)


def _socketio(app: Flask, origins: addresses.Origins, async_mode: str) -> SocketIO:
    socketio = SocketIO(
        app,
        async_mode=async_mode,
        async_handlers=False,  # The default reorders one client's commands.
        cors_allowed_origins=origins.own,
        max_http_buffer_size=LARGEST_MESSAGE,
        ping_interval=10,
        ping_timeout=10,
        logger=False,
        engineio_logger=False,
        manage_session=False,
        serializer=frames.Frame,
    )
    frames.guard(socketio)
    return socketio


def _pages(app: Flask) -> None:
    parts = (join, seats, sharing, editing, organiser, rehearsing, phone_test, static_files)
    for part in parts:
        app.register_blueprint(part.blueprint)
    if app.extensions["settings"].patterns:
        app.register_blueprint(patterns.blueprint)
    app.jinja_env.globals["static"] = static_files.url
    app.jinja_env.globals["modules"] = static_files.modules
    app.jinja_env.globals["qr_svg"] = qr.picture
    app.context_processor(lambda: current().context())
    app.add_url_rule("/healthz", "healthz", healthz)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def healthz() -> tuple[dict[str, Any], int]:
    """Whether the store answers."""
    try:
        access.service().setting("health")
    except Exception:
        return {"ok": False, "version": __version__}, 503
    return {"ok": True, "version": __version__}, 200


def _refused(refused: Refused) -> Response | tuple[Any, int]:
    status = STATUS.get(refused.code, 400)
    if access.wants_json():
        return refusals.as_json(refused, current()), status
    return _page(refusals.sentence(refused, current()), status, refused.code)


def _http_error(error: HTTPException) -> Response | tuple[Any, int]:
    status = error.code or 500
    code = "unknown_conversation" if status == 404 else "bad_request"
    refused = Refused(code)
    if access.wants_json():
        return refusals.as_json(refused, current()), status
    return _page(refusals.sentence(refused, current()), status, f"http_{status}")


def _failed(error: Exception) -> Response | tuple[Any, int]:
    current_app.extensions["publisher"].log_failure(error)
    refused = Refused("server_busy")
    if access.wants_json():
        return refusals.as_json(refused, current()), 500
    return _page(refusals.sentence(refused, current()), 500, "server_error")


def _page(message: str, status: int, code: str) -> tuple[str, int]:
    return render_template("error.html", message=message, code=code, path=request.path), status
