"""P6: over a whole evening, no private word reaches the hall screen or another person's phone.

A canary lies in every private place. Every byte that reaches the hall screen and the phones of
strangers, live (websocket and long-polling) and as pages, is kept with its time; a canary may only
be among them after the command that made it public was sent.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from facilitation import keys
from tests.clients import Phone, join, ticket_of
from tests.servers import Server, running_server

from .raw import RawPolling, RawSocket

NEVER = float("inf")
CIRCLES = ("pupils", "parents", "teachers")


@dataclass
class Recorder:
    """Somebody who sees what the hall sees, or a stranger's phone; keeps all bytes with times."""

    name: str
    url: str
    ticket: str
    heard: list[tuple[float, str]] = field(default_factory=list)

    def listen(self) -> None:
        self.socket = RawSocket(self.url, self.ticket)
        self.polling = RawPolling(self.url, self.ticket)
        self.going = True
        self.thread = threading.Thread(target=self._poll, daemon=True)
        self.heard.append((time.monotonic(), self.polling.received))
        self.thread.start()
        threading.Thread(target=self._frames, daemon=True).start()

    def _poll(self) -> None:
        while self.going:
            try:
                got = self.polling.poll()
            except requests.RequestException:
                return  # The server stops before its last listener.
            self.heard.append((time.monotonic(), got))
            if "2" in got.split("\x1e"):
                self.polling.post(b"3")
            if not got:
                return

    def _frames(self) -> None:
        taken = 0
        while self.going:
            self.socket.wait(lambda: len(self.socket.received) > taken, 1)  # noqa: B023
            for frame in self.socket.received[taken:]:
                self.heard.append((time.monotonic(), frame))
                taken += 1

    def look(self, *pages: str) -> None:
        """Fetch the live page as a browser would, and other pages."""
        seat = keys.hashed(self.ticket)[:16]
        cookies = {f"seat-{seat}": self.ticket}
        for page in (f"/seat/{seat}/", *pages):
            text = requests.get(self.url + page, cookies=cookies, timeout=10).text
            self.heard.append((time.monotonic(), text))

    def seen(self, revision: int) -> None:
        """Wait until a view of that revision came by websocket."""

        def came() -> bool:
            views = (one for one in self.socket.received if one.startswith('42["view"'))
            return any(json.loads(one[2:])[1]["revision"] >= revision for one in views)

        assert self.socket.wait(came, 10)

    def stop(self) -> None:
        self.going = False
        self.socket.close()


@dataclass
class Evening:
    """The script, its canaries, and who listens."""

    server: Server
    chair: Phone
    recorders: list[Recorder]
    public_from: dict[str, float] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def canary(self, name: str) -> str:
        """A word that stands nowhere else, private from now on."""
        word = f"kanarie-{name}-{keys.identifier()[:6].replace('_', 'x').replace('-', 'y')}"
        self.ids[f"word {name}"] = word
        self.public_from[word] = NEVER
        return word

    def publish(self, *names: str) -> None:
        """The command that follows makes these public."""
        for name in names:
            self.public_from[self.ids[f"word {name}"]] = time.monotonic()

    def press(self, phone: Phone, name: str, /, **arguments: Any) -> dict[str, Any]:
        """Give a command, wait until the hall screen has seen it."""
        ack = phone.command(name, revision=None, **arguments)
        assert ack["ok"], (name, ack)
        self.recorders[0].seen(ack["revision"])
        result: dict[str, Any] = ack["result"]
        return result

    def note(self, who: Phone, name: str) -> str:
        """A note with a canary in it; gives its id."""
        words = f"Een vraag {self.canary(name)}?"
        self.ids[name] = self.press(who, "submit_note", text=words)["note"]
        return self.ids[name]

    def on(self, command: str, name: str, **arguments: Any) -> None:
        """A command of the chair on a note."""
        self.press(self.chair, command, note=self.ids[name], **arguments)

    def advance(self) -> None:
        self.press(self.chair, "advance")
        for one in self.recorders:
            one.look()


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """The whole evening, played."""
    with ExitStack() as stack:
        server = stack.enter_context(running_server(tmp_path_factory.mktemp("leak") / "data"))
        links = server.new()
        seats = {one: join(server, links["join_url"], one) for one in CIRCLES}
        strangers = {one: join(server, links["join_url"], one) for one in CIRCLES}
        tickets = {
            one: ticket_of(links[f"{one}_url"]) for one in ("chair", "minute_taker", "screen")
        }
        recorders = [Recorder("hall", server.url, tickets["screen"])]
        recorders += [Recorder(f"a stranger of {c}", server.url, t) for c, t in strangers.items()]
        for one in recorders:
            one.listen()
            stack.callback(one.stop)
        people = {}
        for name, ticket in {**seats, **tickets}.items():
            people[name] = Phone(server, ticket).connect()
            stack.callback(people[name].close)
        played = Evening(server, people["chair"], recorders)
        secrets = [*seats.values(), tickets["chair"], tickets["minute_taker"]]
        played.public_from |= dict.fromkeys(secrets, NEVER)
        played.public_from |= {keys.hashed(one): NEVER for one in [*secrets, *strangers.values()]}
        play(played, people)
        time.sleep(0.5)
        yield played


def play(evening: Evening, people: dict[str, Phone]) -> None:
    """From the lobby to the end, with every kind of private word."""
    minute_taker = people["minute_taker"]
    for circle in CIRCLES:
        text = evening.canary(f"summary-{circle}")
        evening.press(minute_taker, "write_summary", circle=circle, text=text)
    evening.press(minute_taker, "write_response", text=evening.canary("response"))
    evening.press(minute_taker, "write_follow_up", text=evening.canary("follow-up"))
    agreed = {one: evening.canary(f"agreed-{one}") for one in ("what", "who", "by")}
    evening.press(evening.chair, "add_agreement", **agreed)
    evening.advance()
    for circle in CIRCLES:
        evening.advance()
        discuss(evening, circle, [people[one] for one in CIRCLES if one != circle], minute_taker)
        evening.advance()
        evening.advance()
        ask(evening, circle)
    for circle in CIRCLES:
        evening.publish(f"summary-{circle}")
        evening.advance()
    evening.publish("response")
    evening.advance()
    evening.publish("agreed-what", "agreed-who", "agreed-by", "follow-up")
    evening.advance()
    evening.advance()


def discuss(evening: Evening, circle: str, writers: list[Phone], minute_taker: Phone) -> None:
    for number, one in enumerate(
        ("put", "under", "listed", "aside", "loose", "gone", "back", "quiet")
    ):
        evening.note(writers[number % 2], f"{circle}-{one}")
    writer = writers[0]
    before = evening.note(writer, f"{circle}-edited")
    evening.press(writer, "edit_note", note=before, text=evening.canary(f"{circle}-after"))
    asking = next(one for one in CIRCLES if one != circle)
    paper = evening.canary(f"{circle}-paper")
    evening.press(minute_taker, "add_paper_note", circle=asking, text=paper)
    withdrawn = evening.note(writer, f"{circle}-withdrawn")
    evening.press(writer, "withdraw_note", note=withdrawn)
    for one in ("put", "listed", "aside", "loose"):
        rendering = evening.canary(f"{circle}-{one}-rendered")
        evening.on("render_note", f"{circle}-{one}", text=rendering)
    for one in ("put", "listed"):
        evening.on("select_note", f"{circle}-{one}")
    evening.on("set_aside_note", f"{circle}-aside")
    evening.on("merge_notes", f"{circle}-under", into=evening.ids[f"{circle}-put"])
    evening.on("erase_note", f"{circle}-gone")
    evening.on("quiet_author", f"{circle}-quiet")
    evening.press(evening.chair, "unquiet_authors")


def ask(evening: Evening, circle: str) -> None:
    evening.on("select_note", f"{circle}-back")
    evening.publish(f"{circle}-put", f"{circle}-put-rendered")
    evening.on("put_question", f"{circle}-put")
    answer = evening.canary(f"{circle}-answer")
    evening.on("answer_question", f"{circle}-put", answer=answer)
    evening.on("unselect_note", f"{circle}-back")
    evening.publish(f"{circle}-listed", f"{circle}-listed-rendered")
    evening.press(evening.chair, "show_selection")
    evening.press(evening.chair, "hide_selection")


def leaks(evening: Evening) -> list[tuple[str, str, str]]:
    """Who heard what before its time."""
    return [
        (recorder.name, secret, text[max(0, text.find(secret) - 80) :][:160])
        for recorder in evening.recorders
        for at, text in recorder.heard
        for secret, public in evening.public_from.items()
        if at < public and secret in text
    ]


def test_no_canary_sings_before_its_time(evening: Evening) -> None:
    assert leaks(evening) == []


def test_what_was_put_reached_everybody(evening: Evening) -> None:
    """Else the recording would prove nothing."""
    public = [one for one, at in evening.public_from.items() if at < NEVER]
    assert len(public) == 4 * 3 + 3 + 5
    for recorder in evening.recorders:
        heard = "".join(text for _, text in recorder.heard)
        missing = [one for one in public if one not in heard]
        assert (recorder.name, missing) == (recorder.name, [])


def test_both_transports_and_the_pages_were_recorded(evening: Evening) -> None:
    for recorder in evening.recorders:
        texts = [text for _, text in recorder.heard]
        assert sum(text.startswith('42["view"') for text in texts) > 20
        assert sum(text.startswith("<!doctype html>") for text in texts) >= 16
        polled = "".join(text for text in texts if not text.startswith("<!doctype"))
        word = evening.ids["word pupils-put"]
        assert polled.count(word) >= 2


def test_a_leak_would_be_found(evening: Evening) -> None:
    secret = next(one for one, at in evening.public_from.items() if at == NEVER)
    evening.recorders[0].heard.append((time.monotonic(), f"…{secret}…"))
    assert len(leaks(evening)) == 1
    evening.recorders[0].heard.pop()


def test_log_of_the_evening_holds_no_word(evening: Evening) -> None:
    log = evening.server.log()
    assert [one for one in evening.public_from if one in log] == []
    wanted = ("kanarie", "Mozilla", "python-requests", "Een vraag", "Huiswerk", "GET /", "POST /")
    assert [one for one in wanted if one in log] == []


def test_recordings_are_of_a_real_size(evening: Evening, tmp_path: Path) -> None:
    total = sum(len(text) for one in evening.recorders for _, text in one.heard)
    assert total > 200_000
