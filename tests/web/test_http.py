"""The HTTP half of the contract, in every concurrency mode."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

import pytest
import requests

from facilitation import __version__
from tests.clients import JSON, Phone, Turned, connected, join, join_answer, ticket_of
from tests.servers import ROOT, Server, environment, running_server

FOREIGN = "http://evil.example"


@pytest.fixture(scope="module")
def made(server: Server) -> dict[str, str]:
    """One conversation for all tests that change nothing of it."""
    return server.new()


def test_health_is_told_with_the_version(server: Server) -> None:
    answer = requests.get(f"{server.url}/healthz", timeout=5)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "version": __version__})


def test_joining_gives_ticket_address_and_circle(server: Server, made: dict[str, str]) -> None:
    answer = join_answer(made["join_url"], "parents", "en")
    assert answer.status_code == 200
    told = answer.json()
    assert set(told) == {"ticket", "participant_url", "circle"}
    assert told["circle"] == "parents"
    page = requests.get(told["participant_url"], timeout=5)
    assert page.status_code == 200
    assert told["ticket"] not in page.url
    assert 'lang="en"' in page.text


def test_joining_with_a_browser_gives_a_cookie_and_a_page(made: dict[str, str]) -> None:
    origin = made["join_url"].rpartition("/j/")[0]
    answer = requests.post(
        made["join_url"],
        data={"circle": "pupils"},
        headers={"Accept": "text/html", "Origin": origin},
        allow_redirects=False,
        timeout=5,
    )
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("seat-")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_unknown_circle_is_refused(made: dict[str, str]) -> None:
    answer = join_answer(made["join_url"], "neighbours")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "unknown_circle"


@pytest.mark.parametrize("link", ["chair_url", "minute_taker_url", "screen_url"])
def test_link_gives_a_ticket_or_a_page_without_the_key(made: dict[str, str], link: str) -> None:
    assert requests.get(made[link], headers=JSON, timeout=5).json() == {
        "ticket": ticket_of(made[link])
    }
    page = requests.get(made[link], headers={"Accept": "text/html"}, timeout=5)
    assert page.status_code == 200
    assert made[link].rpartition("/")[2] not in page.url


def test_one_browser_holds_chair_screen_and_two_seats_at_once(made: dict[str, str]) -> None:
    browser = requests.Session()
    browser.headers["Accept"] = "text/html"
    seats = [browser.get(made[link], timeout=5).url for link in ("chair_url", "screen_url")]
    for circle in ("pupils", "parents"):
        told = join_answer(made["join_url"], circle).json()
        seats.append(browser.get(told["participant_url"], timeout=5).url)
    assert len(set(seats)) == 4
    assert [browser.get(seat, timeout=5).status_code for seat in seats] == [200] * 4


def test_join_page_works_without_javascript(made: dict[str, str]) -> None:
    page = requests.get(made["join_url"], headers={"Accept": "text/html"}, timeout=5)
    assert page.status_code == 200
    assert "<form" in page.text
    for circle in ("pupils", "parents", "teachers"):
        assert f'value="{circle}"' in page.text


@pytest.mark.parametrize(
    ("method", "path", "origin"),
    [
        ("POST", "/j/any", None),
        ("POST", "/j/any", FOREIGN),
        ("POST", "/j/any", "null"),
        ("POST", "/code", None),
        ("POST", "/socket.io/?EIO=4&transport=polling", None),
        ("PUT", "/", None),
        ("GET", "/", FOREIGN),
        ("GET", "/healthz", FOREIGN),
        ("GET", "/socket.io/?EIO=4&transport=polling", FOREIGN),
        ("GET", "/socket.io/?EIO=4&transport=polling&j=0", None),
        ("GET", "/healthz?j=", None),
    ],
)
def test_foreign_missing_or_jsonp_request_is_refused(
    server: Server, method: str, path: str, origin: str | None
) -> None:
    headers = {"Origin": origin} if origin else {}
    answer = requests.request(method, server.url + path, headers=headers, timeout=5)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "not_allowed"


@pytest.mark.parametrize("origin", [None, FOREIGN])
def test_websocket_upgrade_needs_an_origin_of_our_own(server: Server, origin: str | None) -> None:
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    } | ({"Origin": origin} if origin else {})
    url = f"{server.url}/socket.io/?EIO=4&transport=websocket"
    assert requests.get(url, headers=headers, timeout=5).status_code == 403


def test_own_origin_is_taken_once_or_twice(server: Server) -> None:
    url = f"{server.url}/socket.io/?EIO=4&transport=polling"
    for origin in (
        server.url,
        f"{server.url}, {server.url}",
        server.url.replace("127.0.0.1", "localhost"),
    ):
        assert requests.get(url, headers={"Origin": origin}, timeout=5).status_code == 200
    mixed = {"Origin": f"{server.url}, {FOREIGN}"}
    assert requests.get(url, headers=mixed, timeout=5).status_code == 403


def test_forwarded_host_opens_no_door(server: Server) -> None:
    headers = {"Origin": FOREIGN, "X-Forwarded-Host": "evil.example", "Host": "evil.example"}
    url = f"{server.url}/socket.io/?EIO=4&transport=polling"
    assert requests.get(url, headers=headers, timeout=5).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/j/no-such-key", 404),
        ("GET", "/chair/no-such-key", 403),
        ("GET", "/seat/0123456789abcdef/", 403),
        ("GET", "/organiser", 200),
        ("GET", "/socket.io/?EIO=4&transport=polling", 200),
        ("GET", "/socket.io/?EIO=4&transport=polling&sid=no-such", 400),
        ("POST", "/nowhere", 403),
        ("DELETE", "/", 403),
    ],
)
def test_every_answer_carries_the_headers(
    server: Server, method: str, path: str, status: int
) -> None:
    answer = requests.request(method, server.url + path, timeout=5)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_hold_nothing_inline(made: dict[str, str]) -> None:
    told = join_answer(made["join_url"], "pupils").json()
    for url in (made["join_url"], made["chair_url"], made["screen_url"], told["participant_url"]):
        page = requests.get(url, headers={"Accept": "text/html"}, timeout=5).text
        assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son[a-z]+=|<style", page) == []


@pytest.mark.parametrize("case", ["unknown", "closed"])
def test_wrong_and_closed_codes_get_the_same_answer(eventlet_server: Server, case: str) -> None:
    server = eventlet_server
    code = "AAAAAA"
    if case == "closed":
        made = server.new()
        with connected(server, ticket_of(made["chair_url"])) as (chair,):
            chair.done("close_door")
        code = made["code"]
    answer = _type(server, code)
    assert answer.status_code == 404
    assert _without_what_was_typed(answer, code) == _without_what_was_typed(
        _type(server, "CCCCCC"), "CCCCCC"
    )


def _type(server: Server, code: str) -> requests.Response:
    url, headers = f"{server.url}/code", {"Origin": server.url, "Accept": "text/html"}
    return requests.post(url, {"code": code}, headers=headers, timeout=20, allow_redirects=False)


def _without_what_was_typed(answer: requests.Response, code: str) -> str:
    return answer.text.replace(code, "…")


def test_right_code_is_answered_while_wrong_ones_slow_down(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with running_server(tmp_path_factory.mktemp("codes") / "data") as server:
        made = server.new()
        took = []
        for number in range(15):
            began = time.monotonic()
            assert _type(server, f"A{number:05}").status_code == 404
            took.append(time.monotonic() - began)
        assert sum(took[12:]) > 1
        typed = made["code"][:3].lower() + " " + made["code"][3:]
        began = time.monotonic()
        right = _type(server, typed)
        assert right.status_code == 303
        assert time.monotonic() - began < 2
        assert right.headers["Location"] == made["join_url"].removeprefix(server.url)


def test_closed_door_keeps_new_phones_out_and_old_ones_in(eventlet_server: Server) -> None:
    server = eventlet_server
    made = server.new()
    amira = join(server, made["join_url"], "pupils")
    with connected(server, ticket_of(made["chair_url"])) as (chair,):
        chair.done("close_door")
        late = join_answer(made["join_url"], "pupils")
        assert (late.status_code, late.json()["error"]["code"]) == (403, "door_closed")
        with connected(server, amira) as (phone,):
            assert phone.command("set_language", lang="en")["ok"] is True


def test_full_conversation_says_so_and_room_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data = tmp_path_factory.mktemp("full") / "data"
    few = Server(data, extra=("--most-phones", "2"))
    few.start()
    try:
        made = few.new()
        tickets = [join(few, made["join_url"], "parents") for _ in range(3)]
        with connected(few, *tickets[:2]):
            full = join_answer(made["join_url"], "pupils")
            assert (full.status_code, full.json()["error"]["code"]) == (503, "conversation_full")
            with pytest.raises(Turned) as turned:
                Phone(few, tickets[2]).connect(first_view=False)
            assert turned.value.data["code"] == "conversation_full"
            with connected(few, tickets[0]) as (second_tab,):
                assert second_tab.stage["phase"] == "lobby"
        _eventually_connects(few, tickets[2])
    finally:
        few.stop()


def _eventually_connects(server: Server, ticket: str) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            with connected(server, ticket):
                return
        except Turned:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_conversation_made_beside_the_server_is_joinable_at_once(server: Server) -> None:
    arguments = ["new", "--data", str(server.data), "--public-url", server.url, "--json"]
    done = subprocess.run(
        [sys.executable, ROOT / "app.py", *arguments, "--theme", "Roken", "--question", "Waar?"],
        capture_output=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    made = json.loads(done.stdout)
    ticket = join(server, made["join_url"], "teachers")
    with connected(server, ticket) as (phone,):
        assert phone.stage == {
            "phase": "lobby",
            "number": 0,
            "circle": None,
            "planned_s": None,
            "spent_s": 0.0,
            "running_since": None,
        }
