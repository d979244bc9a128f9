"""``driegesprek demo``: an example evening, half way, with thirty phones that keep writing.

Rule: nothing of it touches real conversations: it lives in a data directory of its own
(``data/demo``) unless ``--data`` says otherwise, and even there it forgets only its own example.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess  # nosec B404  # fixed words only
import sys
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

from facilitation import keys
from facilitation.concurrency import Tools
from facilitation.core.model import Conversation
from facilitation.demo import example
from facilitation.paths import PACKAGE
from facilitation.service import Service, unix_ms
from facilitation.serving import run as serve
from facilitation.web import access, addresses
from facilitation.web.settings import Settings
from facilitation.web.signin import first_link

STOP_S = 5.0


def run(settings: Settings, open_service: Callable[[], Service], tools: Tools) -> None:
    """Serve the example until it is stopped; its phones stop with it."""
    phones: list[subprocess.Popen[str]] = []
    signal.signal(signal.SIGTERM, _as_interrupt)

    def greet(settings: Settings, service: Service) -> None:
        with closing(open_service()) as aside:
            conversation = example.make(aside, keys.secret(settings.data), unix_ms())
        links = access.links(
            conversation, keys.secret(settings.data), addresses.public_url(settings)
        )
        phones.append(start_phones(settings, links))
        tell(settings, service, conversation, links)

    try:
        serve(settings, open_service(), tools, greet)
    finally:
        for process in phones:
            stop_phones(process)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def tell(
    settings: Settings, service: Service, conversation: Conversation, links: access.Links
) -> None:
    """Print where to look."""
    local = addresses.local_url(settings)
    first = first_link(service, local)
    lines = (
        ("Chair", links.chair_url),
        ("Minute-taker", links.minute_taker_url),
        ("Hall screen", links.screen_url),
        ("Phones join here", links.join_url),
        ("Code to type", links.code),
        ("Organiser", first or f"{local}/organiser"),
        ("Minutes", f"driegesprek minutes {links.code} --data {settings.data}"),
        ("Data", str(settings.data.resolve())),
    )
    print("\nA demo of Driegesprek: the parents' circle has just begun to speak.")
    print("Thirty simulated phones keep writing questions.\n")
    for name, value in lines:
        print(f"  {name + ':':<18}{value}")
    print("\n  Stop with Ctrl+C.\n", flush=True)


def start_phones(settings: Settings, links: access.Links) -> subprocess.Popen[str]:
    """The phones, in a process of their own so that the server's hub is not disturbed."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # nosec B104  # comparing
    host = f"[{host}]" if ":" in host else host
    told = {
        "url": f"http://{host}:{settings.port}",
        "join_path": urlsplit(links.join_url).path,
        "asked_already": example.ASKED_ALREADY,
    }
    search = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(  # nosec B603  # fixed words only
        [sys.executable, "-m", "facilitation.demo.phones"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, search))},
        text=True,
    )
    if process.stdin:
        # Kept open: its closing, however this process ends, is the sign for the phones to end.
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
    return process


def stop_phones(process: subprocess.Popen[str]) -> None:
    """End them, and wait until they are gone."""
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
