"""An organiser without a browser, and a look into a server's files and processes."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.servers import Server

WAIT_S = 30.0
PASSWORD = "regenboog vis"


def eventually(seen: Callable[[], Any], seconds: float = WAIT_S) -> Any:
    """What ``seen`` gives once it is something."""
    until = time.monotonic() + seconds
    while not (found := seen()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.2)
    return found


@dataclass
class Organiser:
    """Signed in on a server, by forms as a browser sends them."""

    server: Server
    session: requests.Session = field(default_factory=requests.Session)

    def sign_in(self) -> None:
        """By the first link, which sets the password."""
        found = re.search(r"/sign-in/first/\S+", self.server.log())
        assert found is not None
        self.post(found[0], password=PASSWORD, again=PASSWORD)

    def post(self, path: str, **form: str) -> requests.Response:
        """A form; gives the answer to it and does not go where that sends."""
        url = self.server.url + path
        headers = {"Origin": self.server.url}
        return self.session.post(url, form, headers=headers, allow_redirects=False, timeout=20)

    def page(self, path: str) -> str:
        """A page in Dutch."""
        headers = {"Accept-Language": "nl"}
        return self.session.get(self.server.url + path, headers=headers, timeout=20).text


def rows(server: Server, sql: str) -> list[tuple[Any, ...]]:
    """What the database of a running server holds."""
    path = server.data / "driegesprek.sqlite"
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def copies(server: Server) -> list[tuple[str, str]]:
    """Id and code of each copy that there is."""
    found = rows(server, "SELECT id, code FROM conversation WHERE theme LIKE 'Oefening: %'")
    return [(str(copy), str(code)) for copy, code in found]


def found_in_files(server: Server, words: list[str]) -> list[tuple[str, str]]:
    """Which of these words stand in which of the server's files, its log included."""
    files = [one for one in server.data.rglob("*") if one.is_file()]
    return [
        (one.name, word)
        for one in [*files, server.log_file]
        for word in words
        if word.encode() in one.read_bytes()
    ]


def children(session: int) -> list[int]:
    """Processes of the session that a server began, itself not included."""
    told = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-s", str(session)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    lines = [line.split() for line in told.splitlines()]
    return [int(pid) for pid, stat in lines if int(pid) != session and stat[0] != "Z"]
