"""The organiser's door: a one-time link sets the password, after that the password opens.

Rule: the link's token and the password are kept as hashes only, in the store, so that
``reset-password`` works beside a running server and signs everybody out (``password_version``).
Wrong passwords make every next try of strangers wait longer, up to seconds and never for ever; a
browser that signed in before, and the serving computer, wait in lines of their own, so nobody can
lock the organiser out.
"""

from __future__ import annotations

import hmac
import math
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from facilitation import keys
from facilitation.core.refusals import Refused
from facilitation.service import Service
from facilitation.store import Store

from . import access, addresses
from .locale import N_, current

blueprint = Blueprint("signin", __name__)

PASSWORD, VERSION, TOKEN = "password", "password_version", "first_link"  # nosec B105  # names
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
KNOWN_COOKIE = "organiser-known"
KNOWN_DAYS = 400

FREE_MISTAKES = 3
LONGEST_WAIT_S = 5.0
FORGIVEN_PER_S = 1 / 30
MOST_WAITING = 20
"""Tries of strangers under way at once; one more is told to come back in a moment."""


# --- the one-time link


def first_link(service: Service, public_url: str, reset: bool = False) -> str | None:
    """A fresh one-time link to set the password, or ``None`` when there is a password already.

    Links made earlier stop working. ``reset`` drops the password and signs everybody out.
    """
    if not reset and service.setting(PASSWORD) is not None:
        return None
    token = keys.ticket()

    def job(store: Store) -> None:
        with store.batch():
            store.set_setting(TOKEN, keys.hashed(token))
            if reset:
                store.set_setting(PASSWORD, None)
                store.set_setting(VERSION, None)

    service.maintain(job)
    return f"{public_url}/sign-in/first/{token}"


def set_password(service: Service, token: str, password: str) -> str | None:
    """Use the link once; gives the new password version, ``None`` if the link is no good."""
    hashed = _hashed(service, password)
    version = keys.identifier()

    def job(store: Store) -> bool:
        with store.batch():
            if store.setting(TOKEN) != keys.hashed(token):
                return False
            store.set_setting(TOKEN, None)
            store.set_setting(PASSWORD, hashed)
            store.set_setting(VERSION, version)
        return True

    return version if service.maintain(job) else None


def _hashed(service: Service, password: str) -> str:
    # Hashing is slow on purpose: in the reader's real thread it holds nobody up.
    return str(service.read(lambda store: generate_password_hash(password)))


# --- who is signed in


def signed_in() -> bool:
    """Whether this browser is signed in, and no password was reset since."""
    given = session.get("organiser")
    return given is not None and given == access.service().setting(VERSION)


def _sign_in(version: str, back: str) -> Response:
    session.clear()
    session["organiser"] = version
    response = redirect(back, 303)
    response.set_cookie(
        KNOWN_COOKIE,
        _known_value(keys.identifier()),
        max_age=KNOWN_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def _known_value(name: str) -> str:
    secret: bytes = current_app.extensions["secret"]
    return f"{name}.{hmac.digest(secret, f'known:{name}'.encode(), 'sha256').hex()}"


def _known() -> bool:
    """Whether somebody signed in with this browser before."""
    value = request.cookies.get(KNOWN_COOKIE, "")
    return hmac.compare_digest(value.encode(), _known_value(value.partition(".")[0]).encode())


# --- tries


class Line:
    """Tries one after another; each wrong one makes the next wait longer, time forgives."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._wrong = 0.0
        self._since = time.monotonic()
        self._waiting = 0
        self._one_at_a_time = threading.Lock()

    def wait_s(self) -> float:
        """What the next try waits before it is looked at."""
        now = time.monotonic()
        self._wrong = max(0.0, self._wrong - (now - self._since) * FORGIVEN_PER_S)
        self._since = now
        over = self._wrong - FREE_MISTAKES
        return 0.0 if over < 0 else min(LONGEST_WAIT_S, 0.5 * math.exp2(min(over, 10)))

    def attempt(self, right: Callable[[], bool]) -> bool:
        """Wait, then look. Refuses ``too_fast`` when too many are waiting already."""
        if self._waiting >= MOST_WAITING:
            raise Refused("too_fast")
        self._waiting += 1
        try:
            self._sleep(self.wait_s())
            with self._one_at_a_time:
                found = right()
        finally:
            self._waiting -= 1
        self._wrong = 0.0 if found else self._wrong + 1
        return found


class Lines:
    """One line for strangers, one for browsers let in before, one for the serving computer."""

    def __init__(self) -> None:
        self.strangers = Line()
        self.known = Line()
        self.here = Line()


def _line() -> Line:
    lines: Lines = current_app.extensions.setdefault("sign_in_lines", Lines())
    if _known():
        return lines.known
    return lines.here if _is_here() else lines.strangers


def _is_here() -> bool:
    """Whether the browser runs on the serving computer; behind a proxy nobody can tell."""
    return not access.settings().proxied and addresses.is_this_machine(request.remote_addr or "")


def _right(password: str) -> bool:
    service = access.service()
    kept = service.setting(PASSWORD)
    if kept is None or len(password) > LONGEST_PASSWORD:
        return False
    return bool(service.read(lambda store: check_password_hash(kept, password)))


# --- pages


@blueprint.get("/sign-in")
def page() -> Response | str:
    """Asks for the password."""
    back = safe_path(request.args.get("back", ""))
    if signed_in():
        return redirect(back, 303)
    none_yet = access.service().setting(PASSWORD) is None
    return render_template("organiser/sign-in.html", back=back, error=None, none_yet=none_yet)


@blueprint.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    """The password: right is let in, wrong is told so."""
    back = safe_path(request.form.get("back", ""))
    password = request.form.get("password", "")
    try:
        right = _line().attempt(lambda: _right(password))
    except Refused:
        return _again(back, N_("Many people are trying to sign in. Try again in a moment."), 429)
    version = access.service().setting(VERSION)
    if not right or version is None:
        return _again(back, N_("This is not the password."), 403)
    return _sign_in(version, back)


def _again(back: str, message: str, status: int) -> tuple[str, int]:
    error = current().gettext(message)
    none_yet = access.service().setting(PASSWORD) is None
    return (
        render_template("organiser/sign-in.html", back=back, error=error, none_yet=none_yet),
        status,
    )


@blueprint.post("/sign-out")
def leave() -> Response:
    """Signs this browser out."""
    session.clear()
    return redirect(url_for(".page"), 303)


@blueprint.get("/sign-in/first/<token>")
def first(token: str) -> str | tuple[str, int]:
    """The page behind the one-time link; opening it uses nothing up."""
    if access.service().setting(TOKEN) != keys.hashed(token):
        return render_template("organiser/link-used.html"), 403
    return _first_page(token, {})


@blueprint.post("/sign-in/first/<token>")
def choose(token: str) -> Any:
    """Set the password and be signed in."""
    password, again = request.form.get("password", ""), request.form.get("again", "")
    if access.service().setting(TOKEN) != keys.hashed(token):
        return render_template("organiser/link-used.html"), 403
    errors = _password_errors(password, again)
    if errors:
        return _first_page(token, errors), 422
    version = set_password(access.service(), token, password)
    if version is None:
        return render_template("organiser/link-used.html"), 403
    return _sign_in(version, url_for("organiser.index"))


def _password_errors(password: str, again: str) -> dict[str, str]:
    say = current().gettext
    if len(password) < SHORTEST_PASSWORD:
        message = N_("Take at least %(shortest)s characters. A short sentence is fine.")
        return {"password": say(message, shortest=SHORTEST_PASSWORD)}
    if len(password) > LONGEST_PASSWORD:
        return {"password": say(N_("That is too long."))}
    if password != again:
        return {"again": say(N_("The two passwords are not the same."))}
    return {}


def _first_page(token: str, errors: dict[str, str]) -> str:
    return render_template(
        "organiser/password.html", token=token, errors=errors, shortest=SHORTEST_PASSWORD
    )


def safe_path(path: str) -> str:
    """Where to go after signing in: a page of the organiser's and nothing else."""
    home = url_for("organiser.index")
    inside = path == home or path.startswith((f"{home}/", f"{home}?"))
    return path if inside and "\\" not in path and path.isprintable() else home
