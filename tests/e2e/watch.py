"""What no page may do: complain in its console, break the content security policy, ask elsewhere.

Rule: everything is heard; a test that provokes a complaint (a server that is killed, an address
that does not exist) names it beforehand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

OWN_SCHEMES = ("data", "blob", "about")

TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
    `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""

# Chromium's words for a server that is not there, as long as that lasts.
SERVER_AWAY = r"net::ERR_|WebSocket connection to '[^']*' failed|status of 40[0-9]"


@dataclass
class Watch:
    """The complaints of some browsers that may speak to one address only."""

    home: str
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listen to all pages of this browser, also those that are opened later."""
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._heard(f"error: {error.error}"))
        context.on("request", self._request)

    def expect(self, pattern: str) -> None:
        """From now on such complaints are part of the test."""
        self.expected.append(pattern)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._heard(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if not self._is_own(request.url):
            self._heard(f"foreign: {request.url}")

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in OWN_SCHEMES or parts.netloc == urlsplit(self.home).netloc

    def _heard(self, complaint: str) -> None:
        if not any(re.search(pattern, complaint) for pattern in self.expected):
            self.complaints.append(complaint)
