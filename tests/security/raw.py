"""Connections without a library's good manners: raw frames over websocket and long-polling."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import requests
import websocket

WAIT_S = 5.0


class RawSocket:
    """A websocket on which anything can be sent; everything received is kept."""

    def __init__(self, url: str, ticket: str | None = None) -> None:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self.ws = websocket.create_connection(address, origin=url, timeout=WAIT_S)
        self.ws.settimeout(None)  # Else a quiet line would look like one that was hung up.
        self.received: list[str] = []
        self.acks: dict[int, Any] = {}
        self.closed = False
        self._news = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()
        if ticket is not None:
            self.send("40" + json.dumps({"ticket": ticket}))
            self.wait(lambda: any(one.startswith(("40", "44")) for one in self.received))

    @property
    def seated(self) -> bool:
        """Whether the ticket was taken."""
        return any(one.startswith("40") for one in self.received)

    def _read(self) -> None:
        try:
            while True:
                opcode, data = self.ws.recv_data()
                if opcode == websocket.ABNF.OPCODE_CLOSE:
                    break
                self._take(data.decode("utf-8", "replace"))
        except (OSError, websocket.WebSocketException):
            pass
        with self._news:
            self.closed = True
            self._news.notify_all()

    def _take(self, frame: str) -> None:
        if frame == "2":
            self.ws.send("3")
        with self._news:
            self.received.append(frame)
            if frame.startswith("43"):
                number, _, data = frame[2:].partition("[")
                self.acks[int(number)] = json.loads("[" + data)
            self._news.notify_all()

    def send(self, frame: str | bytes) -> None:
        """One frame; bytes go as a binary one. A line that is down takes it in silence."""
        try:
            if isinstance(frame, bytes):
                self.ws.send_binary(frame)
            else:
                self.ws.send(frame.encode("utf-8", "surrogatepass"), websocket.ABNF.OPCODE_TEXT)
        except (OSError, websocket.WebSocketException):
            self.closed = True

    def wait(self, seen: Any, seconds: float = WAIT_S) -> bool:
        """Until ``seen()`` or the end of the line; whether either came."""
        until = time.monotonic() + seconds
        with self._news:
            while not seen() and not self.closed:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._news.wait(left)
        return True

    def close(self) -> None:
        """Hang up."""
        self.ws.close(timeout=0)


class RawPolling:
    """The same by long-polling."""

    def __init__(self, url: str, ticket: str) -> None:
        self._session = requests.Session()
        self._session.headers["Origin"] = url
        self._address = f"{url}/socket.io/?EIO=4&transport=polling"
        opened = self._session.get(self._address, timeout=WAIT_S)
        self._address += f"&sid={json.loads(opened.text[1:])['sid']}"
        self.post(b"40" + json.dumps({"ticket": ticket}).encode())
        self.received = self.poll()

    def post(self, body: bytes, **headers: str) -> int:
        """Send a body; gives the status."""
        answer = self._session.post(self._address, data=body, headers=headers, timeout=WAIT_S)
        return answer.status_code

    def poll(self) -> str:
        """What waits; "" when the connection is gone."""
        answer = self._session.get(self._address, timeout=15)
        return answer.text if answer.status_code == 200 else ""

    def close(self) -> None:
        """Hang up."""
        self.post(b"1")
        self._session.close()
