"""Simulated phones as a process beside the server: started, fed one line, ended.

Rule: they live no longer than who started them. Their standard input stays open; its closing,
however this process ends, is their sign to end. They get their words on it and never as arguments,
which everybody on the machine can read.
"""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404  # fixed words only
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from facilitation.paths import PACKAGE

STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class Orders:
    """What the phones need to know; ``facilitation.demo.phones.run`` takes these as arguments.

    ``hall``: how many of each circle. ``voices``: whose questions a circle's phones borrow, for
    circles that have none of their own. ``pace``: seconds between two notes, from and to.
    """

    url: str
    join_path: str
    asked_already: int = 0
    hall: Mapping[str, int] = field(default_factory=dict)
    voices: Mapping[str, str] = field(default_factory=dict)
    pace: tuple[float, float] | None = None
    language: str = "nl"


def address(host: str, port: int) -> str:
    """Where a process on this machine reaches a server that listens there."""
    host = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # nosec B104  # comparing
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def start(orders: Orders, silent: bool = False) -> subprocess.Popen[str]:
    """The phones, in a process of their own so that the server's hub is not disturbed.

    ``silent``: not even a traceback of theirs may come into the server's log.
    """
    search = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(  # nosec B603  # fixed words only
        [sys.executable, "-m", "facilitation.demo.phones"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if silent else None,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, search))},
        text=True,
    )
    if process.stdin:
        process.stdin.write(json.dumps(asdict(orders)) + "\n")
        process.stdin.flush()
    return process


def stop(process: subprocess.Popen[str]) -> None:
    """End them, and wait until they are gone."""
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_S)
