"""Simulated phones: ordinary clients that come in through the public door.

Rule: a process of its own that knows the contract and nothing else of the program. It gets what it
needs in one line on standard input and ends when that closes, so it never outlives its server.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import requests
import socketio
from socketio.exceptions import SocketIOError

from facilitation.demo.questions import DECKS, SECOND_THOUGHTS

PATIENCE_S = 5.0
AT_FIRST_S = (0.5, 1.5)
USUALLY_S = (3.0, 6.0)
LATER_S = (12.0, 25.0)
"""Between two notes: lively at first, seldom once everybody has asked what they had to ask."""
LIVELY_NOTES = 4
WITHDRAWN, CHANGED = 0.07, 0.17
"""Shares of what happens (the second one includes the first); the rest are new notes."""

Stage = dict[str, Any]


class SimulatedPhone:
    """One seat in a circle."""

    def __init__(self, url: str, circle: str, ticket: str) -> None:
        self.circle = circle
        self.stage: Stage = {}
        self.silent = False
        self.notes: dict[str, tuple[int, str]] = {}
        """Own notes: id → number of the phase, text."""
        self._url = url
        self._ticket = ticket
        self._client = socketio.Client(reconnection_delay_max=5)
        self._client.on("view", self._view)
        self._client.on("gone", self._gone)

    def connect(self) -> None:
        """Be there; comes back by itself when the server was away."""
        self._client.connect(
            self._url,
            auth={"ticket": self._ticket},
            transports=["websocket"],  # which sends its Origin by itself
            wait_timeout=PATIENCE_S,
            retry=True,
        )

    def _view(self, view: dict[str, Any]) -> None:
        self.stage = view["stage"]

    def _gone(self, *_: object) -> None:
        self.silent = True

    def may_write(self) -> bool:
        """Whether another circle is in discussion."""
        speaks = self.stage.get("circle")
        discussion = self.stage.get("phase") == "discussion"
        return discussion and speaks != self.circle and not self.silent and self._client.connected

    def submit(self, text: str) -> None:
        """A new note."""
        number = self.stage["number"]
        result = self._command("submit_note", text=text, phase=number)
        if result is not None:
            self.notes[result["note"]] = number, text

    def own_now(self) -> str | None:
        """The newest own note of this phase, if there is one."""
        here = [one for one, (number, _) in self.notes.items() if number == self.stage["number"]]
        return here[-1] if here else None

    def withdraw(self, note: str) -> None:
        """Take a note back."""
        self._command("withdraw_note", note=note)
        del self.notes[note]

    def change(self, note: str) -> None:
        """Add a second thought to a note."""
        number, text = self.notes[note]
        if not text.endswith(SECOND_THOUGHTS):
            longer = text + random.choice(SECOND_THOUGHTS)  # nosec B311  # play
            self._command("edit_note", note=note, text=longer)
            self.notes[note] = number, longer

    def _command(self, name: str, **arguments: Any) -> dict[str, Any] | None:
        payload = {"id": uuid.uuid4().hex, "name": name, **arguments}
        answer = self._client.call("command", payload, timeout=PATIENCE_S)
        if answer["ok"]:
            result: dict[str, Any] = answer["result"]
            return result
        if answer["error"]["code"] in ("quieted", "unknown_ticket"):
            self.silent = True
        return None


class Words:
    """Deals the questions of each pair of circles, all of them before any comes again.

    ``voices``: circle → the circle of the decks whose words it borrows.
    """

    def __init__(self, asked_already: int, voices: Mapping[str, str] | None = None) -> None:
        self._voices = voices or {}
        self._left = {pair: list(deck[asked_already:]) for pair, deck in DECKS.items()}
        for deck in self._left.values():
            random.shuffle(deck)
        self.repeating = False

    def next(self, asks: str, asked: str) -> str:
        """What somebody of ``asks`` now asks ``asked``."""
        pair = self._pair(asks, asked)
        deck = self._left[pair]
        if not deck:
            self.repeating = True
            deck += random.sample(DECKS[pair], len(DECKS[pair]))  # nosec B311  # play
        return deck.pop()

    def _pair(self, asks: str, asked: str) -> tuple[str, str]:
        """The deck for two circles; two that borrow the same voice take somebody else's."""
        pair = self._voices.get(asks, asks), self._voices.get(asked, asked)
        if pair in DECKS:
            return pair
        return next(one for one in DECKS if one[1] == pair[1])


def joined(
    url: str, join_path: str, hall: Mapping[str, int], language: str
) -> Iterator[SimulatedPhone]:
    """Take all seats, in an order as people walk in."""
    circles = [circle for circle, number in hall.items() for _ in range(number)]
    random.shuffle(circles)
    headers = {"Accept": "application/json", "Origin": url}
    for circle in circles:
        form = {"circle": circle, "lang": language}
        answer = requests.post(url + join_path, form, headers=headers, timeout=PATIENCE_S)
        answer.raise_for_status()
        yield SimulatedPhone(url, circle, answer.json()["ticket"])


def something(phones: list[SimulatedPhone], words: Words) -> bool:
    """Somebody writes, changes or withdraws a note; whether anybody could."""
    able = [phone for phone in phones if phone.may_write()]
    if not able:
        return False
    phone = random.choice(able)  # nosec B311  # play
    luck, own = random.random(), phone.own_now()  # nosec B311  # play
    if own and luck < WITHDRAWN:
        phone.withdraw(own)
    elif own and luck < CHANGED:
        phone.change(own)
    else:
        phone.submit(words.next(phone.circle, phone.stage["circle"]))
    return True


def run(
    url: str,
    join_path: str,
    asked_already: int,
    hall: Mapping[str, int],
    voices: Mapping[str, str],
    pace: tuple[float, float] | None,
    language: str,
) -> None:
    """Join, connect, and write for ever. ``pace``: seconds between two notes, from and to."""
    _await(url)
    phones: list[SimulatedPhone] = []
    seats = joined(url, join_path, hall, language)
    threading.Thread(target=_seat_all, args=(phones, seats), daemon=True).start()
    words, written = Words(asked_already, voices), 0
    while True:
        time.sleep(random.uniform(*(pace or _pace(words, written))))  # nosec B311  # play
        try:
            written += something(phones, words)
        except (SocketIOError, KeyError):
            continue  # The server is away for a moment; its clients come back by themselves.


def _pace(words: Words, written: int) -> tuple[float, float]:
    if written < LIVELY_NOTES:
        return AT_FIRST_S
    return LATER_S if words.repeating else USUALLY_S


def _seat_all(phones: list[SimulatedPhone], seats: Iterator[SimulatedPhone]) -> None:
    for phone in seats:
        phone.connect()
        phones.append(phone)


def _await(url: str) -> None:
    """Until the server answers."""
    while True:
        try:
            requests.get(f"{url}/healthz", timeout=PATIENCE_S)
            return
        except requests.RequestException:
            time.sleep(0.1)


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    """What it needs stands in the first line of standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's; this ends with it.
    told = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    run(**told)


if __name__ == "__main__":
    main()
