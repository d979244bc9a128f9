"""A page under watch: no Content-Security-Policy violation, no request to anybody else.

    with no_violations(page) as seen:
        page.goto(…)

Use it around any end-to-end run; at its end it fails with whatever was seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

LISTEN = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`csp-violation ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


@dataclass
class Seen:
    """What went wrong on a page, and to which origins it spoke."""

    own: set[str]
    wrong: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)

    def console(self, message: Any) -> None:
        """A line on the console."""
        words = message.text
        if "csp-violation" in words or "Content Security Policy" in words:
            self.wrong.append(words)

    def asked(self, address: str) -> None:
        """A request or a websocket."""
        parts = urlsplit(address)
        if parts.scheme in ("data", "blob", "about"):
            return
        origin = parts.netloc
        self.origins.add(origin)
        if self.own and origin not in self.own:
            self.wrong.append(f"request to {origin}")
        self.own = self.own or {origin}


@contextmanager
def no_violations(page: Any, *own: str) -> Iterator[Seen]:
    """Watch ``page``. ``own``: host:port of the server; without it, that of the first request."""
    seen = Seen(set(own))
    page.add_init_script(LISTEN)
    page.on("console", seen.console)
    page.on("request", lambda request: seen.asked(request.url))
    page.on("websocket", lambda socket: seen.asked(socket.url))
    page.on("pageerror", lambda error: seen.wrong.append(f"script error: {error}"))
    yield seen
    if seen.wrong:
        raise AssertionError("\n".join(seen.wrong))
