"""The guests' Wi-Fi stands in the hall and on the organiser's desk, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from facilitation import keys
from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core.model import Role
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from tests.clients import Phone, connected, join, ticket_of
from tests.privacy.test_stored import DAY_MS, gone, left
from tests.servers import Server, running_server

NETWORK, PASSWORD = "kanarie-van-het-netwerk", "kanarie-van-het-wachtwoord"
WORDS = (NETWORK, PASSWORD)


@contextmanager
def beside(server: Server, later_ms: int = 0) -> Iterator[Service]:
    """A service of this process on the server's data, its clock perhaps ahead."""
    service = Service(
        lambda: SqliteStore(server.data / "driegesprek.sqlite"),
        run_here,
        lambda: time.time_ns() // 1_000_000 + later_ms,
    )
    yield service
    service.close()


def set_wifi(server: Server, code: str) -> str:
    """Give the conversation its network; gives the conversation's id."""
    command = c.SetWifi(
        actor=c.Actor(Role.ORGANISER), wifi_name=NETWORK, wifi_password=PASSWORD, wifi_hidden=True
    )
    with beside(server) as service:
        found = service.by_code(code)
        assert found is not None
        service.run(found, command)
    return found


def heard(server: Server, phone: Phone) -> str:
    """Everything that a screen was sent, and its page."""
    seat = keys.hashed(phone.ticket)[:16]
    cookies = {f"seat-{seat}": phone.ticket}
    page = requests.get(f"{server.url}/seat/{seat}/", cookies=cookies, timeout=10)
    assert page.status_code == 200
    return page.text + "".join(text for view in phone.views for text in view["regions"].values())


def holding(texts: dict[str, str]) -> dict[str, list[str]]:
    return {
        name: found for name, text in texts.items() if (found := [w for w in WORDS if w in text])
    }


def test_it_reaches_the_hall_screen_alone(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        made = server.new()
        identifier = set_wifi(server, made["code"])
        names = ("chair", "minute_taker", "screen")
        tickets = [ticket_of(made[f"{one}_url"]) for one in names]
        tickets.append(join(server, made["join_url"], "parents"))
        with connected(server, *tickets) as phones:
            for _ in range(3):
                phones[0].done("advance", revision=None)
                for phone in phones[1:]:
                    phone.wait_revision(phones[0].revision)
            texts = {
                name: heard(server, phone)
                for name, phone in zip((*names, "phone"), phones, strict=True)
            }
        assert holding(texts) == {"screen": list(WORDS)}
        outside = {
            form: server.cli("minutes", made["code"], "--format", form).stdout
            for form in ("html", "md", "csv", "json")
        }
        outside["join page"] = requests.get(made["join_url"], timeout=10).text
        outside["log"] = server.log()
        with beside(server) as service:
            outside["journal"] = repr(service.read(lambda store: store.journal(identifier)))
        assert "Huiswerk" in outside["html"]
        assert "set_wifi" in outside["journal"]
        assert holding(outside) == {}


def test_forgetting_leaves_no_word_of_it(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        made = server.new()
        set_wifi(server, made["code"])
        assert left(server.data, *WORDS) != []
        assert server.cli("forget", made["code"]).returncode == 0
        assert gone(server.data, *WORDS) == []


def test_purging_leaves_no_word_of_it(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        made = server.new()
        set_wifi(server, made["code"])
    with beside(server, 40 * DAY_MS) as later:
        assert len(later.purge()) == 1
    assert left(server.data, *WORDS) == []
