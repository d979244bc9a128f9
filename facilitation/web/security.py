"""The guard in front of everything: origins, methods, headers. WSGI, so ``/socket.io/`` too.

Rule: a POST or a websocket upgrade carries an Origin of our own; a GET may carry none, but no
foreign one; JSONP is refused. Every answer, errors included, has the same headers; nothing inline
is ever allowed. X-Forwarded headers are dropped unless a proxy is configured.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from .addresses import Origins

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

_SAFE = ("GET", "HEAD", "OPTIONS")
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def content_security_policy(host: str) -> str:
    """From nothing upwards. Older Safari does not count websockets as 'self', so they are named."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"font-src 'self'; connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _policy(environ: Environ) -> str:
    """A static file opened by itself needs nothing at all; and short headers make a light page."""
    if environ.get("PATH_INFO", "").startswith("/static/"):
        return "default-src 'none'; frame-ancestors 'none'"
    return content_security_policy(environ.get("HTTP_HOST", ""))


def headers(environ: Environ) -> list[tuple[str, str]]:
    """The headers that every answer carries."""
    common = [
        ("Content-Security-Policy", _policy(environ)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", _PERMISSIONS),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    if environ.get("wsgi.url_scheme") == "https":
        common.append(("Cross-Origin-Opener-Policy", "same-origin"))
    return common


class Guard:
    """The WSGI application behind the guard."""

    def __init__(self, application: Wsgi, origins: Origins, proxied: bool = False) -> None:
        self._application = application
        self._origins = origins
        self._proxied = proxied

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._proxied:
            for name in [one for one in environ if one.startswith("HTTP_X_FORWARDED")]:
                del environ[name]
        start = _with_headers(environ, start_response)
        if not self.allows(environ):
            return _forbidden(start)
        return self._application(environ, start)

    def allows(self, environ: Environ) -> bool:
        """Whether the request may come in; also for servers that upgrade before they call us."""
        _one_origin(environ)
        if "j" in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True):
            return False
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None:
            return self._origins.own(origin)
        upgrade = "websocket" in environ.get("HTTP_UPGRADE", "").lower()
        return environ.get("REQUEST_METHOD", "GET") in _SAFE and not upgrade


def _one_origin(environ: Environ) -> None:
    """The same Origin sent twice counts once: websocket clients add theirs to a given one."""
    several = {one.strip() for one in environ.get("HTTP_ORIGIN", "").split(",")}
    if len(several) == 1 and "HTTP_ORIGIN" in environ:
        environ["HTTP_ORIGIN"] = several.pop()


def _with_headers(environ: Environ, start_response: StartResponse) -> StartResponse:
    def start(status: str, given: list[tuple[str, str]], *rest: Any) -> Any:
        ours = headers(environ)  # Only now: ProxyFix has put the proxy's scheme into the environ.
        names = {name.lower() for name, _ in ours}
        kept = [(name, value) for name, value in given if name.lower() not in names]
        if not any(name.lower() == "cache-control" for name, _ in kept):
            kept.append(("Cache-Control", "no-store"))
        return start_response(status, kept + ours, *rest)

    return start


def _forbidden(start_response: StartResponse) -> list[bytes]:
    error = {"code": "not_allowed", "message": "Foreign or missing Origin.", "retry": False}
    body = json.dumps({"ok": False, "error": error}).encode()
    length = str(len(body))
    start_response(
        "403 Forbidden", [("Content-Type", "application/json"), ("Content-Length", length)]
    )
    return [body]
