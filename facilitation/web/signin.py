"""The organisers' door: a one-time link sets a password, after that the password opens.

Rule: an account's link and password are kept as hashes only, in the store, so that
``reset-password`` works beside a running server and signs that account out (``version``). While
there is one account, nobody is asked for a name. Wrong passwords make every next try of strangers
for that name wait longer, up to seconds and never for ever; a browser that signed in before, and
the serving computer, wait in lines of their own, so nobody can lock an organiser out.
"""

from __future__ import annotations

import hmac
import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from facilitation import keys
from facilitation.core.refusals import Refused
from facilitation.core.schools import Organiser
from facilitation.service import Service
from facilitation.store import Store

from . import access, addresses
from .locale import N_, current

blueprint = Blueprint("signin", __name__)

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
KNOWN_COOKIE = "organiser-known"
KNOWN_DAYS = 400

FREE_MISTAKES = 3
LONGEST_WAIT_S = 5.0
FORGIVEN_PER_S = 1 / 30
MOST_WAITING = 20
"""Tries of strangers under way at once; one more is told to come back in a moment."""
LINES = 64
"""Of strangers: a name has the line that the installation's secret gives it, there or not."""


# --- accounts


def organisers(service: Service) -> list[Organiser]:
    """All accounts, the first one first."""
    found: list[Organiser] = service.read(lambda store: store.organisers())
    return found


def named(accounts: list[Organiser], name: str) -> Organiser | None:
    """The account with that name; while there is only one, that one."""
    if len(accounts) == 1:
        return accounts[0]
    wanted = name.strip().casefold()
    return next((one for one in accounts if one.name.casefold() == wanted), None)


# --- the one-time link


def first_link(
    service: Service, public_url: str, reset: bool = False, account: str | None = None
) -> str | None:
    """A fresh one-time link to set a password, or ``None`` when there is a password already.

    Of the first account unless another one's id is given. Its links made earlier stop working.
    ``reset`` drops its password and signs it out everywhere.
    """
    token = keys.ticket()

    def job(store: Store) -> bool:
        accounts = store.organisers()
        found = next((one for one in accounts if one.id == account), accounts[0])
        if not reset and found.password is not None:
            return False
        fresh = replace(found, first_link=keys.hashed(token))
        store.keep_organiser(replace(fresh, password=None, version=None) if reset else fresh)
        return True

    return f"{public_url}/sign-in/first/{token}" if service.write(job) else None


def set_password(service: Service, token: str, password: str) -> str | None:
    """Use the link once; gives the new password version, ``None`` if the link is no good."""
    hashed = _hashed(service, password)
    version = keys.identifier()

    def job(store: Store) -> bool:
        found = _invited(store.organisers(), token)
        if found is None:
            return False
        store.keep_organiser(replace(found, first_link=None, password=hashed, version=version))
        return True

    return version if service.write(job) else None


def _invited(accounts: list[Organiser], token: str) -> Organiser | None:
    """Whose one-time link this is."""
    hashed = keys.hashed(token)
    return next((one for one in accounts if one.first_link == hashed), None)


def _hashed(service: Service, password: str) -> str:
    # Hashing is slow on purpose: in a real thread it holds nobody up.
    return str(service.aside(lambda: generate_password_hash(password)))


# --- who is signed in


def signed_in() -> Organiser | None:
    """The account that this browser is signed in with, as it is kept now."""
    if "organiser" not in g:
        given = session.get("organiser")
        accounts = organisers(access.service()) if isinstance(given, str) and given else []
        g.organiser = next((one for one in accounts if one.version == given), None)
    found: Organiser | None = g.organiser
    return found


def _sign_in(account: Organiser, back: str) -> Response:
    session.clear()
    session["organiser"] = account.version
    g.pop("organiser", None)
    response = redirect(back, 303)
    response.set_cookie(
        KNOWN_COOKIE,
        _known_value(f"{account.id}.{keys.identifier()}"),
        max_age=KNOWN_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def _known_value(name: str) -> str:
    secret: bytes = current_app.extensions["secret"]
    return f"{name}.{hmac.digest(secret, f'known:{name}'.encode(), 'sha256').hex()}"


def _known() -> str:
    """The id of the account that this browser signed in with last, "" for none."""
    value = request.cookies.get(KNOWN_COOKIE, "")
    name = value.rpartition(".")[0]
    right = hmac.compare_digest(value.encode(), _known_value(name).encode())
    return name.rpartition(".")[0] if right else ""


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
    """For each name a line of strangers and one of the serving computer; one for each account's own
    browsers, so that no account's browsers can make another one's wait.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self.strangers = tuple(Line(sleep) for _ in range(LINES))
        self.here = tuple(Line(sleep) for _ in range(LINES))
        self._sleep = sleep
        self._known: dict[str, Line] = {}

    def known(self, account: str) -> Line:
        """The line of browsers that signed in with this account before."""
        return self._known.setdefault(account, Line(self._sleep))


def place(name: str) -> int:
    """Which line of strangers a typed name waits in; nobody else can tell which names share one."""
    secret: bytes = current_app.extensions["secret"]
    return hmac.digest(secret, f"line:{name}".encode(), "sha256")[0] % LINES


def _line(account: Organiser | None, name: str) -> Line:
    lines: Lines = current_app.extensions.setdefault("sign_in_lines", Lines())
    if account is not None and _known() == account.id:
        return lines.known(account.id)
    number = place(account.name.casefold() if account else name.strip().casefold())
    return lines.here[number] if _is_here() else lines.strangers[number]


def _is_here() -> bool:
    """Whether the browser runs on the serving computer; behind a proxy nobody can tell."""
    return not access.settings().proxied and addresses.is_this_machine(request.remote_addr or "")


@cache
def _nobodys() -> str:
    """Looked at for names that are not there, so that the time does not tell which are."""
    return generate_password_hash(keys.ticket())


def _right(account: Organiser | None, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    kept = account.password if account else None
    right = access.service().aside(lambda: check_password_hash(kept or _nobodys(), password))
    return kept is not None and bool(right)


# --- pages


@blueprint.get("/sign-in")
def page() -> Response | str:
    """Asks for the password, and for the name where there are several accounts."""
    back = safe_path(request.args.get("back", ""))
    if signed_in():
        return redirect(back, 303)
    return _page(back, organisers(access.service()))


@blueprint.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    """The password: right is let in, wrong is told so."""
    back = safe_path(request.form.get("back", ""))
    name, password = request.form.get("username", ""), request.form.get("password", "")
    accounts = organisers(access.service())
    account = named(accounts, name)
    try:
        right = _line(account, name).attempt(lambda: _right(account, password))
    except Refused:
        message = N_("Many people are trying to sign in. Try again in a moment.")
        return _page(back, accounts, message, name), 429
    if not right or account is None:
        wrong = N_("This is not the password.")
        if len(accounts) > 1:
            wrong = N_("This name and this password do not belong together.")
        return _page(back, accounts, wrong, name), 403
    return _sign_in(account, back)


def _page(back: str, accounts: list[Organiser], message: str = "", name: str = "") -> str:
    return render_template(
        "organiser/sign-in.html",
        back=back,
        error=current().gettext(message) if message else None,
        none_yet=all(one.password is None for one in accounts),
        several=len(accounts) > 1,
        name=name[:200],
    )


@blueprint.post("/sign-out")
def leave() -> Response:
    """Signs this browser out."""
    session.clear()
    return redirect(url_for(".page"), 303)


@blueprint.get("/sign-in/first/<token>")
def first(token: str) -> str | tuple[str, int]:
    """The page behind the one-time link; opening it uses nothing up."""
    account = _invited(organisers(access.service()), token)
    if account is None:
        return render_template("organiser/link-used.html"), 403
    return _first_page(account, token, {})


@blueprint.post("/sign-in/first/<token>")
def choose(token: str) -> Any:
    """Set the password and be signed in."""
    password, again = request.form.get("password", ""), request.form.get("again", "")
    account = _invited(organisers(access.service()), token)
    if account is None:
        return render_template("organiser/link-used.html"), 403
    errors = _password_errors(password, again)
    if errors:
        return _first_page(account, token, errors), 422
    version = set_password(access.service(), token, password)
    if version is None:
        return render_template("organiser/link-used.html"), 403
    return _sign_in(replace(account, version=version), url_for("organiser.index"))


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


def _first_page(account: Organiser, token: str, errors: dict[str, str]) -> str:
    return render_template(
        "organiser/password.html",
        token=token,
        errors=errors,
        shortest=SHORTEST_PASSWORD,
        name=account.name,
        several=len(organisers(access.service())) > 1,
    )


def safe_path(path: str) -> str:
    """Where to go after signing in: a page of the organiser's and nothing else."""
    home = url_for("organiser.index")
    inside = path == home or path.startswith((f"{home}/", f"{home}?"))
    return path if inside and "\\" not in path and path.isprintable() else home
