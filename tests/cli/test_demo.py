"""``driegesprek demo``: within seconds everything can be seen, and it leaves nothing running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from facilitation.demo.example import HALL
from facilitation.demo.phones import Words
from facilitation.demo.questions import DECKS
from tests.clients import JSON, connected
from tests.servers import ROOT, Server, environment, free_port

WAIT_S = 60.0


@dataclass
class Demo:
    """A running demo: its process, its address, and what it printed."""

    process: subprocess.Popen[str]
    server: Server
    links: dict[str, str]


def eventually(seen: Callable[[], Any], seconds: float = WAIT_S) -> Any:
    """What ``seen`` gives once it is something."""
    until = time.monotonic() + seconds
    while not (found := seen()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.2)
    return found


@contextmanager
def demo(data: Path) -> Iterator[Demo]:
    """A demo on ``data``."""
    server = Server(data, port=free_port())
    where = ["--data", str(data), "--host", "127.0.0.1", "--port", str(server.port)]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "demo", *where],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        start_new_session=True,
    )
    try:
        yield Demo(process, server, _printed(process))
    finally:
        process.kill()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def _printed(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    links: dict[str, str] = {}
    for line in process.stdout:
        if line.startswith("  Stop"):
            break
        name, colon, value = line.strip().partition(": ")
        if colon:
            links[name] = value.strip()
    return links


def children_of(process: subprocess.Popen[str]) -> list[int]:
    """Processes of the demo's session that still run, itself not included."""
    told = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-s", str(process.pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    rows = [line.split() for line in told.splitlines()]
    return [int(pid) for pid, stat in rows if int(pid) != process.pid and stat[0] != "Z"]


@pytest.mark.slow
def test_demo_shows_a_running_evening_and_leaves_nothing(tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as running:
        ticket = requests.get(running.links["Chair"], headers=JSON, timeout=10).json()["ticket"]
        code = running.links["Code to type"]
        with connected(running.server, ticket) as (chair,):
            assert (chair.stage["phase"], chair.stage["circle"]) == ("discussion", "parents")
            already = _sent(running.server, code)
            eventually(lambda: _sent(running.server, code) >= already + 3)
        eventually(lambda: _joined(running.server, code) >= sum(HALL.values()))
        assert "/sign-in/first/" in running.links["Organiser"]
        assert len(children_of(running.process)) == 1
        os.kill(running.process.pid, signal.SIGINT)
        assert running.process.wait(60) == 0
        assert children_of(running.process) == []
    _minutes_are_left(tmp_path / "demo" / "minutes")


@pytest.mark.slow
@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGKILL])
def test_phones_end_with_their_demo(tmp_path: Path, with_signal: signal.Signals) -> None:
    with demo(tmp_path / "demo") as running:
        eventually(lambda: children_of(running.process))
        os.kill(running.process.pid, with_signal)
        assert running.process.wait(60) == (0 if with_signal is signal.SIGTERM else -9)
        eventually(lambda: not children_of(running.process), 10)


def _minutes_are_left(folder: Path) -> None:
    """Whole, of an evening that ended, in all formats and editions."""
    names = sorted(
        one.name.replace(one.suffix, "").rsplit("-", 3)[0] + one.suffix for one in folder.iterdir()
    )
    formats = (".csv", ".docx", ".html", ".json", ".md", ".pdf")
    whole = [f"verslag-huiswerk{ending}" for ending in formats]
    assert names == ["in-het-kort-huiswerk.pdf", "openbaar-verslag-huiswerk.pdf", *whole]
    told = json.loads(next(folder.glob("verslag*.json")).read_text("utf-8"))
    assert told["conversation"]["ended_at"]
    assert [len(one["questions"]) > 0 and one["summary"] != "" for one in told["circles"]] == [
        True
    ] * 3
    assert len(told["agreements"]) == 3


def _sent(server: Server, code: str) -> int:
    rows = server.minutes(code)["matrix"]
    return sum(row["sent"] for row in rows if row["to"] == "parents")


def _joined(server: Server, code: str) -> int:
    return sum(circle["joined"] for circle in server.minutes(code)["circles"])


def test_words_do_not_come_again_before_all_were_said() -> None:
    words = Words(0)
    for asks, asked in DECKS:
        dealt = [words.next(asks, asked) for _ in DECKS[asks, asked]]
        assert sorted(dealt) == sorted(DECKS[asks, asked])
    assert words.repeating is False
    words.next("pupils", "parents")
    assert words.repeating is True


def test_questions_are_many_different_and_fit_a_note() -> None:
    everything = [question for deck in DECKS.values() for question in deck]
    assert len(set(everything)) == len(everything) >= 80
    assert max(map(len, everything)) <= 280
