"""What a page costs on the wire, by the browser's own network log (the DevTools protocol).

Rule: bytes are `encodedDataLength` of `Network.loadingFinished`: headers and body as they came,
compressed. Frames of a websocket, which that leaves out, are counted by their length.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

Event = dict[str, Any]
SLOW = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 1.6e6 / 8}
"""A slow mobile link: 1.6 Mbit/s, 150 ms from request to answer. The browser slows its requests
with this, not the making of a connection and not the frames of a websocket."""

UPGRADE = "5"
"""Engine.IO's packet by which a client leaves long-polling."""


@dataclass
class Loaded:
    """One request: where from, what kind, what started it, and what came (None: not at its end)."""

    address: str
    kind: str
    started_by: frozenset[str]
    bytes: int | None = None

    @property
    def path(self) -> str:
        return urlsplit(self.address).path


@dataclass
class Log:
    """All requests of one page from now on."""

    page: Page
    requests: dict[str, Loaded] = field(default_factory=dict)
    frames: int = 0
    upgraded: bool = False
    """The link went over from long-polling to a websocket: it has all that it starts with."""

    def __post_init__(self) -> None:
        self.wire = self.page.context.new_cdp_session(self.page)
        self.wire.on("Network.requestWillBeSent", self._begun)
        self.wire.on("Network.loadingFinished", self._finished)
        self.wire.on("Network.webSocketFrameReceived", self._frame)
        self.wire.on("Network.webSocketFrameSent", self._sent)
        self.wire.send("Network.enable")

    def slow_down(self) -> None:
        """From now on the link is slow."""
        self.wire.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})

    def by_kind(self) -> Counter[str]:
        """Bytes by kind; what runs over the link to the server is one kind."""
        bytes_of: Counter[str] = Counter({"link": self.frames} if self.frames else {})
        for one in self.requests.values():
            link = one.path.startswith("/socket.io/")
            bytes_of["link" if link else one.kind] += one.bytes or 0
        return bytes_of

    def resources(self) -> list[Loaded]:
        """What the page consists of: everything but itself and its link."""
        return [one for one in self.requests.values() if one.path.startswith("/static/")]

    def unfinished(self) -> list[str]:
        """Parts of the page that are still on their way."""
        return [one.path for one in self.resources() if one.bytes is None]

    def _begun(self, event: Event) -> None:
        self.requests[event["requestId"]] = Loaded(
            event["request"]["url"],
            event.get("type", "Other").lower(),
            frozenset(_starters(event["initiator"])),
        )

    def _finished(self, event: Event) -> None:
        if event["requestId"] in self.requests:
            self.requests[event["requestId"]].bytes = int(event["encodedDataLength"])

    def _frame(self, event: Event) -> None:
        self.frames += len(event["response"]["payloadData"].encode())

    def _sent(self, event: Event) -> None:
        self.upgraded |= event["response"]["payloadData"] == UPGRADE


def _starters(initiator: Event) -> list[str]:
    """The page, sheet or script that asked for it."""
    frames = initiator.get("stack", {}).get("callFrames", [])
    return [one for one in (initiator.get("url"), *(f["url"] for f in frames)) if one]
