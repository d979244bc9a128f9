"""``driegesprek demo``: an example evening, half way, with thirty phones that keep writing.

Rule: nothing of it touches real conversations: it lives in a data directory of its own
(``data/demo``) unless ``--data`` says otherwise, and even there it forgets only its own example.
"""

from __future__ import annotations

import signal
import subprocess  # nosec B404  # only named, for its type
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

from facilitation import crew, keys
from facilitation.concurrency import Tools
from facilitation.core.model import Conversation
from facilitation.demo import ending, example
from facilitation.service import Service, unix_ms
from facilitation.serving import run as serve
from facilitation.web import access, addresses
from facilitation.web.settings import Settings
from facilitation.web.signin import first_link


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
        phones.append(crew.start(orders(settings, links)))
        tell(settings, service, conversation, links)

    try:
        serve(settings, open_service(), tools, greet)
    except KeyboardInterrupt:
        pass
    finally:
        for process in phones:
            crew.stop(process)
    leave_minutes(settings, open_service)


def leave_minutes(settings: Settings, open_service: Callable[[], Service]) -> None:
    """The evening's end in every format, to look at: in a folder beside the demo's data."""
    folder = settings.data / "minutes"
    print(f"\nThe evening goes on to its end; its minutes come in {folder.resolve()}:", flush=True)
    with closing(open_service()) as service:
        made = service.setting(example.REMEMBERED)
        if made and service.read(lambda store: store.revision(made)) is not None:
            for path in ending.write(ending.end(service, made, unix_ms()), folder):
                print(f"  {path.name}", flush=True)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def orders(settings: Settings, links: access.Links) -> crew.Orders:
    """For thirty phones in three circles that have asked a few questions already."""
    path = urlsplit(links.join_url).path
    url = crew.address(settings.host, settings.port)
    return crew.Orders(url, path, example.ASKED_ALREADY, example.HALL)


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
    print(
        "\n  Stop with Ctrl+C: the evening then ends, with minutes in every format.\n", flush=True
    )
