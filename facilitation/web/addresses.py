"""The addresses under which the server can be reached, and which origins are its own.

Rule: an address for phones comes from the setting or from the machine's network, never from a
request (no Host header, no parameter), and is never ``localhost`` when there is a network.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from urllib.parse import urlsplit

import ifaddr

from .settings import Settings


def lan_addresses() -> list[str]:
    """The machine's IPv4 addresses that other devices can reach, the likeliest first."""
    found = [
        str(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str)
    ]
    usable = [one for one in found if _usable(one)]
    likely = _outward()
    return sorted(set(usable), key=lambda one: (one != likely, not _private(one), one))


def _usable(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    return not (ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast)


def _private(address: str) -> bool:
    return ipaddress.ip_address(address).is_private


def _outward() -> str | None:
    """The address that the default route uses. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def public_url(settings: Settings) -> str:
    """The address for phones, without a slash at the end."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    if not _everywhere(settings):
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        return f"http://{host}:{settings.port}"
    addresses = lan_addresses()
    return f"http://{addresses[0] if addresses else '127.0.0.1'}:{settings.port}"


def _everywhere(settings: Settings) -> bool:
    return settings.host in ("0.0.0.0", "::", "")  # nosec B104  # comparing, not binding


def for_paper(settings: Settings) -> tuple[str, ...]:
    """The addresses that may be printed: the fixed one, else those that phones can reach now."""
    if settings.public_url or not _everywhere(settings):
        url = public_url(settings)
        return () if only_here(url) and not settings.public_url else (url,)
    return tuple(f"http://{one}:{settings.port}" for one in lan_addresses())


def only_here(url: str) -> bool:
    """Whether no other device than this machine can reach an address."""
    host = (urlsplit(url).hostname or "").casefold()
    local = host == "localhost" or host.endswith(".localhost") or host.startswith("127.")
    return local or host == "::1"


def local_url(settings: Settings) -> str:
    """The address on the serving laptop itself, where browsers allow wake lock and the like."""
    return f"http://localhost:{settings.port}"


KNOWN_S = 10.0
"""How long an answer about this machine's addresses holds: every request asks, and it may move."""
MOST_KNOWN = 64


class Origins:
    """Which ``Origin`` headers are the server's own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._public = _origin(settings.public_url) if settings.public_url else None
        self._known: dict[str, tuple[float, bool]] = {}

    def own(self, origin: str | None) -> bool:
        """Whether ``origin`` is the public address or one that this server listens on.

        engine.io asks with ``None`` for a GET that carries none; the guard has judged it by then.
        """
        if not origin:
            return False
        now = time.monotonic()
        until, known = self._known.get(origin, (now, False))
        if until <= now:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()  # Somebody is trying out names.
            known = self._own(origin)
            self._known[origin] = (now + KNOWN_S, known)
        return known

    def _own(self, origin: str) -> bool:
        if self._public is not None and origin.casefold() == self._public:
            return True
        parts = urlsplit(origin)
        try:
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        except ValueError:
            return False
        if parts.scheme != "http" or port != self._settings.port or parts.path:
            return False
        return is_this_machine((parts.hostname or "").casefold())


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".casefold()


def is_this_machine(host: str) -> bool:
    """Whether ``host`` names this machine: localhost, its name, or an address it can bind."""
    name = socket.gethostname().casefold()
    if host in ("localhost", name, f"{name}.local"):
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    family = socket.AF_INET6 if ip.version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return not ip.is_unspecified
