"""Small clients of the contract: HTTP JSON to take a seat, Socket.IO to use it.

Rule: they know what docs/contract.md promises and nothing else of the program.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
import socketio
from socketio.exceptions import ConnectionError as SocketConnectionError

WAIT_S = 10.0
JSON = {"Accept": "application/json"}

View = dict[str, Any]
Ack = dict[str, Any]


class Addressed(Protocol):
    """Anything with an address: a server of tests/servers.py, for one."""

    @property
    def url(self) -> str: ...


class Turned(Exception):
    """A connection was refused; ``data`` is the contract's error object."""

    def __init__(self, message: str, data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.data = data


def origin_of(url: str) -> str:
    """The Origin that a page at ``url`` would send."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def join_answer(join_url: str, circle: str, lang: str | None = None) -> requests.Response:
    """The answer to taking a seat."""
    form = {"circle": circle} | ({"lang": lang} if lang else {})
    headers = {**JSON, "Origin": origin_of(join_url)}
    return requests.post(join_url, data=form, headers=headers, timeout=WAIT_S)


def join(server: Addressed, join_url: str, circle: str, lang: str | None = None) -> str:
    """Take a seat in a circle; gives the ticket."""
    answer = join_answer(join_url, circle, lang)
    answer.raise_for_status()
    ticket: str = answer.json()["ticket"]
    return ticket


def ticket_of(link: str) -> str:
    """The ticket behind the link of a chair, a minute-taker or a screen."""
    answer = requests.get(link, headers=JSON, timeout=WAIT_S)
    answer.raise_for_status()
    ticket: str = answer.json()["ticket"]
    return ticket


class Phone:
    """One live connection with a ticket: a phone, but also a chair or a hall screen."""

    def __init__(
        self,
        server: Addressed,
        ticket: str,
        transports: Sequence[str] = ("websocket",),
        reconnection: bool = False,
    ) -> None:
        self.url = server.url
        self.ticket = ticket
        self.transports = list(transports)
        self.views: list[View] = []
        self.regions: dict[str, str] = {}
        self.gone: list[Any] = []
        self._refusal: Any = None
        self._news = threading.Condition()
        # Headers given to connect() do not reach polling's POSTs; those of the session do.
        session = requests.Session()
        session.headers["Origin"] = origin_of(self.url)
        self.client = socketio.Client(
            reconnection=reconnection, request_timeout=6 * WAIT_S, http_session=session
        )
        self.client.on("view", self._view)
        self.client.on("gone", self._gone)
        self.client.on("connect_error", self._turned_away)

    def connect(self, first_view: bool = True) -> Phone:
        """Connect; waits for the first view unless told not to. Raises ``Turned``."""
        self._refusal = None
        try:
            self.client.connect(
                self.url,
                auth={"ticket": self.ticket},
                transports=self.transports,
                wait_timeout=WAIT_S,
            )
        except SocketConnectionError as error:
            told = self._refusal if isinstance(self._refusal, dict) else {}
            raise Turned(told.get("message", str(error)), told.get("data")) from error
        if first_view:
            self.wait(lambda phone: bool(phone.views))
        return self

    def close(self) -> None:
        """Hang up."""
        self.client.disconnect()

    def _view(self, view: View) -> None:
        with self._news:
            self.views.append(view)
            if view["revision"] >= self.revision:
                self.regions |= view["regions"]
            self._news.notify_all()

    def _gone(self, reason: Any = None) -> None:
        with self._news:
            self.gone.append(reason)
            self._news.notify_all()

    def _turned_away(self, told: Any) -> None:
        self._refusal = told

    @property
    def revision(self) -> int:
        """The newest revision seen."""
        return max((view["revision"] for view in self.views), default=0)

    @property
    def stage(self) -> dict[str, Any]:
        """The stage of the last view."""
        stage: dict[str, Any] = self.views[-1]["stage"]
        return stage

    def wait(self, seen: Callable[[Phone], Any], seconds: float = WAIT_S) -> Any:
        """Until ``seen(phone)`` is true; looks again at each event."""
        until = time.monotonic() + seconds
        with self._news:
            while not (found := seen(self)):
                left = until - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"not seen; last stage {self.views and self.stage}")
                self._news.wait(min(left, 0.5))
        return found

    def wait_revision(self, revision: int, seconds: float = WAIT_S) -> None:
        """Until a view of at least this revision came."""
        self.wait(lambda phone: phone.revision >= revision, seconds)

    def command(
        self,
        name: str,
        *,
        command_id: str | None = None,
        revision: int | None = -1,
        **arguments: Any,
    ) -> Ack:
        """Send a command, wait for its answer. Without ``revision``: of the last view seen."""
        payload = {"id": command_id or uuid.uuid4().hex, "name": name, **arguments}
        payload["revision"] = self.revision if revision == -1 else revision
        ack: Ack = self.send(payload)
        return ack

    def send(self, payload: Any) -> Any:
        """Send anything as a ``command`` event; gives its acknowledgement."""
        return self.client.call("command", payload, timeout=WAIT_S)

    def done(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A command that must be accepted; gives its result."""
        ack = self.command(name, **arguments)
        if not ack["ok"]:
            raise AssertionError(f"{name}: {ack['error']}")
        result: dict[str, Any] = ack["result"]
        return result

    def refused(self, name: str, **arguments: Any) -> str:
        """A command that must be refused; gives the code."""
        ack = self.command(name, **arguments)
        if ack["ok"]:
            raise AssertionError(f"{name} was accepted: {ack}")
        code: str = ack["error"]["code"]
        return code


@contextmanager
def connected(
    server: Addressed, *tickets: str, transports: Sequence[str] = ("websocket",)
) -> Iterator[list[Phone]]:
    """Live connections for these tickets, hung up at the end."""
    phones: list[Phone] = []
    try:
        for ticket in tickets:
            phone = Phone(server, ticket, transports)
            phones.append(phone)
            phone.connect()
        yield phones
    finally:
        # At once: a server may take its time to answer a goodbye.
        closing = [threading.Thread(target=phone.close) for phone in phones]
        for one in closing:
            one.start()
        for one in closing:
            one.join(WAIT_S)
