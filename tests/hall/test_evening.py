"""The hall screen behind a real server: the page follows the chair's commands by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import requests
import socketio
from playwright.sync_api import Browser, Page

from tests.servers import Server, run_cli, running_server

pytestmark = pytest.mark.e2e
JSON = {"Accept": "application/json"}


class Chair:
    """The chair as an outside program: commands through Socket.IO."""

    def __init__(self, server: Server, address: str) -> None:
        self._client = socketio.Client(reconnection=False)
        self._revision, self._given = 0, 0
        self._client.on("view", self._seen)
        ticket = requests.get(address, headers=JSON, timeout=10).json()["ticket"]
        self._client.connect(
            server.url, auth={"ticket": ticket}, headers={"Origin": server.url}, wait_timeout=10
        )

    def _seen(self, view: dict[str, object]) -> None:
        self._revision = int(str(view["revision"]))

    def give(self, name: str, **arguments: object) -> None:
        """A command that must be accepted."""
        self._given += 1
        command = {"id": f"hall-{self._given}", "name": name, "revision": self._revision}
        answer = self._client.call("command", {**command, **arguments}, timeout=10)
        assert answer["ok"], answer
        self._revision = answer["revision"]

    def leave(self) -> None:
        self._client.disconnect()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("hall") / "data") as running:
        yield running


@pytest.fixture
def links(server: Server) -> dict[str, str]:
    made = run_cli(
        "new", "--data", server.data, "--theme", "Homework", "--question", "When does it help?",
        "--lang", "en", "--public-url", server.url, "--json",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return dict(json.loads(made.stdout))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 720})
    yield opened
    opened.close()


def test_hall_follows_the_evening(server: Server, links: dict[str, str], page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(links["screen_url"])
    assert links["screen_url"].rsplit("/", 1)[1] not in page.url
    page.get_by_text("Join with your phone").first.wait_for()
    page.wait_for_function("document.documentElement.dataset.link === 'online'")
    chair = Chair(server, links["chair_url"])
    chair.give("advance")
    page.get_by_role("heading", name="This is how we do it").wait_for()
    chair.give("advance")
    page.locator(".hall-sentence", has_text="The pupils talk with each other.").wait_for()
    chair.give("add_paper_note", circle="parents", text="May a phone lie on the table?")
    chair.give("show_join")
    page.locator("#hall-join.is-shown").wait_for()
    chair.give("hide_join")
    assert "May a phone lie" not in page.content()
    chair.give("write_summary", circle="pupils", text="Not in class.")
    for _ in range(9):
        chair.give("advance")
    page.locator(".hall-paper", has_text="Not in class.").wait_for()
    chair.leave()
    page.reload()
    page.locator(".hall-paper", has_text="Not in class.").wait_for()
    assert complaints == []
