"""``driegesprek check``: whether this machine is ready for an evening, one line for each thing.

Rule: it changes nothing and guesses nothing; what it cannot find out it says it could not tell.
Only what stops an evening outright is an error: data that cannot be written, a port that is taken.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from facilitation.check import machine
from facilitation.check.machine import Ask, ask
from facilitation.web.addresses import lan_addresses, public_url
from facilitation.web.settings import Settings

Level = Literal["ok", "warning", "error"]
ENOUGH_MB = 200
TOO_LITTLE_MB = 20
OLDEST_SQLITE = (3, 42, 0)
"""Before it, a full-text index keeps words that were forgotten until it is rebuilt."""
MADE_AT = 1_767_225_600
"""2026-01-01: no evening can be before this program was written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how serious, about what, and what to do about it."""

    level: Level
    about: str
    told: str

    def __str__(self) -> str:
        return f"{self.level:<8} {self.about + ':':<10} {self.told}"


def run(settings: Settings) -> int:
    """Print all findings; 1 when one of them stops an evening."""
    worst = 0
    for finding in findings(settings):
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()
        worst = max(worst, int(finding.level == "error"))
    return worst


def findings(settings: Settings, asking: Ask = ask) -> Iterator[Finding]:
    """Everything that an evening needs, one after the other."""
    yield data_directory(settings.data)
    yield port(settings)
    yield address(settings)
    yield clock(time.time(), machine.clock_is_synchronised(asking))
    yield sleep(machine.sleep_settings(asking))
    yield sqlite(sqlite3.sqlite_version_info)
    yield browser(machine.browsers())


def data_directory(data: Path) -> Finding:
    """Whether the evening can be kept."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=data, prefix="check-") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(data).free // 1_000_000
    except OSError as error:
        told = f"cannot write in {data} ({error.strerror}); choose another place with --data"
        return Finding("error", "data", told)
    if free < TOO_LITTLE_MB:
        return Finding("error", "data", f"the disk with {data} is full: {free} MB free")
    if free < ENOUGH_MB:
        return Finding("warning", "data", f"only {free} MB free on the disk with {data}")
    return Finding("ok", "data", f"{data.resolve()} is writable, {free:,} MB free")


def port(settings: Settings) -> Finding:
    """Whether the server could listen."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
            probe.listen(1)
        except OSError as error:
            told = f"{settings.port} cannot be used ({error.strerror}): is the server running "
            return Finding("error", "port", told + "already? Otherwise choose another with --port")
    return Finding("ok", "port", f"{settings.port} is free")


def address(settings: Settings, addresses: Callable[[], list[str]] = lan_addresses) -> Finding:
    """Whether phones can reach this machine."""
    if settings.public_url:
        return Finding("ok", "phones", f"they use {settings.public_url}")
    found = addresses()
    if not found:
        told = (
            "no network: join the Wi-Fi that the phones use, or bring a router, or see --public-url"
        )
        return Finding("warning", "phones", told)
    others = f" (other addresses: {', '.join(found[1:])})" if found[1:] else ""
    told = f"on the same network they use {public_url(settings)}{others}"
    return Finding("ok", "phones", told)


def clock(now: float, synchronised: bool | None) -> Finding:
    """Whether the machine's clock can be right; every deadline hangs on it."""
    shown = time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(now))
    if now < MADE_AT:
        return Finding("warning", "clock", f"it says {shown}, which is too early: set it right")
    if synchronised is False:
        told = f"{shown}, not set over the network: compare it with your phone's"
        return Finding("warning", "clock", told)
    how = "set over the network" if synchronised else "could not tell whether the network sets it"
    return Finding("ok", "clock", f"{shown}, {how}")


def sleep(wishes: list[str] | None) -> Finding:
    """Whether the machine stays awake when its lid closes or nobody touches it."""
    if wishes is None:
        told = "could not tell; keep the lid open, the plug in and automatic sleep switched off"
        return Finding("warning", "sleep", told)
    if wishes:
        return Finding("warning", "sleep", "; ".join(wishes) + ": switch that off for the evening")
    return Finding("ok", "sleep", "the machine stays awake; keep it plugged in all the same")


def sqlite(version: tuple[int, ...]) -> Finding:
    """Whether the database on this machine is recent."""
    shown = ".".join(map(str, version))
    if version < OLDEST_SQLITE:
        return Finding("warning", "SQLite", f"{shown} works; a newer Python brings a newer one")
    return Finding("ok", "SQLite", shown)


def browser(found: list[str]) -> Finding:
    """Which browser can show the hall screen."""
    if not found:
        told = "could not tell; any Chrome, Edge, Firefox or Safari of the last two years will do"
        return Finding("warning", "browser", told)
    return Finding("ok", "browser", f"{', '.join(found)}; one of the last two years will do")
