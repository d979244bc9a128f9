"""Doors: headers, origins, cookies, keys and codes, asked of every route there is."""

from __future__ import annotations

import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from facilitation import keys
from facilitation.core.refusals import Refused
from facilitation.web import join as joining
from facilitation.web import qr, signin
from tests.clients import JSON, Phone, connected, join, join_answer, origin_of, ticket_of

from .building import HOME, OWN, Building, building
from .conftest import House

FOREIGN: tuple[str, ...] = (
    "http://evil.example",
    "null",
    "http://127.0.0.1:8001",
    "https://127.0.0.1:8000",
    "",
)
FOREIGN += ("http://127.0.0.1:8000.evil.example", "http://127.0.0.1:8000@evil.example", "file://")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    with building(tmp_path_factory.mktemp("doors")) as made:
        yield made


# --- origins


def test_writing_needs_our_own_origin_on_every_route(built: Building) -> None:
    client = built.client()
    open_to: list[Any] = []
    for path, methods in built.every_path():
        for method in methods - {"GET", "HEAD", "OPTIONS"}:
            for origin in (None, *FOREIGN):
                headers = {} if origin is None else {"Origin": origin}
                answer = client.open(path, method=method, headers=headers, base_url=HOME)
                if answer.status_code != 403 or b"Origin" not in answer.data:
                    open_to.append((method, path, origin, answer.status_code))
    assert open_to == []


def test_reading_from_a_foreign_page_is_refused_on_every_route(built: Building) -> None:
    client = built.client()
    for path, methods in built.every_path():
        if "GET" in methods:
            answer = client.get(path, headers={"Origin": "http://evil.example"}, base_url=HOME)
            assert (path, answer.status_code) == (path, 403)


def test_own_origin_passes_the_guard(built: Building) -> None:
    answer = built.client().post("/code", data={"code": "nope"}, headers=OWN, base_url=HOME)
    assert answer.status_code == 404


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
def test_websocket_needs_our_own_origin(house: House, origin: str | None) -> None:
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    headers["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    if origin:
        headers["Origin"] = origin
    url = f"{house.server.url}/socket.io/?EIO=4&transport=websocket"
    assert requests.get(url, headers=headers, timeout=5).status_code == 403


@pytest.mark.parametrize("query", ["j=0", "j=", "j=x&j=1"])
def test_jsonp_is_refused(house: House, query: str) -> None:
    url = f"{house.server.url}/socket.io/?EIO=4&transport=polling&{query}"
    assert requests.get(url, timeout=5).status_code == 403


def test_forwarded_headers_of_strangers_are_not_believed(built: Building) -> None:
    lies = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Prefix": "/evil",
    }
    client = built.client()
    path = built.path(built.links.join_url)
    foreign = client.post(
        path, headers={**lies, "Origin": "https://evil.example"}, data={"circle": "pupils"}
    )
    assert foreign.status_code == 403
    answer = client.post(path, headers={**lies, **OWN}, data={"circle": "pupils"}, base_url=HOME)
    assert answer.status_code == 303
    assert "evil" not in str(answer.headers)
    assert "Secure" not in str(answer.headers.getlist("Set-Cookie"))


def test_forwarded_headers_of_a_configured_proxy_are_believed(tmp_path: Path) -> None:
    public = "https://gesprek.school.example"
    with building(tmp_path, proxied=True, public_url=public) as made:
        headers = {"Origin": public, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "x.example"}
        token = str(signin.first_link(made.service, public)).rpartition("/")[2]
        password = {"password": "een lange zin", "again": "een lange zin"}
        first = made.client().post(f"/sign-in/first/{token}", headers=headers, data=password)
        path = made.path(made.links.join_url)
        seat = made.client().post(path, headers=headers, data={"circle": "pupils"})
        cookies = [*first.headers.getlist("Set-Cookie"), *seat.headers.getlist("Set-Cookie")]
        assert len(cookies) >= 4
        assert [one for one in cookies if "; Secure" not in one] == []
        assert seat.headers["Cross-Origin-Opener-Policy"] == "same-origin"


# --- headers

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def lacking(headers: Any) -> list[str]:
    """Which of the promised headers are not there."""
    policy = headers.get("Content-Security-Policy", "")
    wrong = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    wrong += [] if policy.startswith("default-src 'none';") else ["policy"]
    wrong += [word for word in ("unsafe", "*", "http:", "data:") if word in policy]
    wrong += [] if "frame-ancestors 'none'" in policy else ["frame-ancestors"]
    wrong += [] if headers.get("Permissions-Policy") else ["Permissions-Policy"]
    return wrong + ([] if headers.get("Cache-Control") else ["Cache-Control"])


def test_every_route_carries_the_headers(built: Building) -> None:
    client = built.client()
    wrong = []
    for path, methods in built.every_path():
        for method in sorted(methods | {"DELETE"}):
            answer = client.open(path, method=method, headers=OWN, base_url=HOME)
            if found := lacking(answer.headers):
                wrong.append((method, path, answer.status_code, found))
    assert wrong == []


def test_errors_carry_the_headers(built: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    client = built.client()
    monkeypatch.setitem(built.app.view_functions, "join.privacy", lambda: 1 / 0)
    answers = {
        404: client.get("/no-such-page", base_url=HOME),
        405: client.post("/privacy", headers=OWN, base_url=HOME),
        413: client.post("/code", data={"code": "x" * 300_000}, headers=OWN, base_url=HOME),
        500: client.get("/privacy", base_url=HOME),
        403: client.post("/code", base_url=HOME),
    }
    assert {code: answer.status_code for code, answer in answers.items()} == {c: c for c in answers}
    assert [lacking(answer.headers) for answer in answers.values()] == [[]] * 5
    assert b"ZeroDivision" not in answers[500].data


def test_files_and_polling_carry_the_headers(house: House) -> None:
    url = house.server.url
    page = requests.get(url, timeout=5).text
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    paths = (sheet, "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=9", "/socket.io/")
    wrong = []
    for path in (*paths, "/static/x/../../app.py", "/static/x/%2e%2e/%2e%2e/app.py", "/healthz"):
        answer = requests.get(url + path, timeout=5)
        if found := lacking(answer.headers):
            wrong.append((path, answer.status_code, found))
    assert wrong == []


def test_nothing_but_static_files_may_be_stored(built: Building) -> None:
    client = built.client()
    path = built.path(built.links.chair_url)
    seat = client.get(path, base_url=HOME).headers["Location"]
    personal = (path, seat, "/", "/sign-in", "/organiser", built.path(built.links.join_url))
    kept = {one: client.get(one, base_url=HOME).headers["Cache-Control"] for one in personal}
    assert kept == dict.fromkeys(personal, "no-store")


@pytest.mark.parametrize("trick", ["%2e%2e/app.py", "../app.py", "..%2fapp.py", "//etc/passwd"])
def test_static_files_are_only_those(built: Building, trick: str) -> None:
    answer = built.client().get(f"/static/v/{trick}", base_url=HOME)
    assert answer.status_code in (404, 308)


# --- hosts


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:8000.evil.example", 'a"b; script-src *']
)
def test_addresses_never_come_from_the_host_header(built: Building, host: str) -> None:
    client = built.client()
    for url in (built.links.chair_url, built.links.screen_url, built.links.join_url):
        path = built.path(url)
        first = client.get(path, headers={"Host": host})
        pages = [first]
        if first.status_code == 303:
            assert first.headers["Location"].startswith("/seat/")
            cookie = first.headers["Set-Cookie"].split(";")[0]
            asked = {"Host": host, "Cookie": cookie}
            pages.append(client.get(first.headers["Location"], headers=asked))
        for page in pages:
            assert "evil" not in page.get_data(as_text=True)
            assert "*" not in page.headers["Content-Security-Policy"]


# --- cookies, keys, files


def test_key_leaves_the_address_and_the_cookie_is_of_that_seat(built: Building) -> None:
    client = built.client()
    answer = client.get(built.path(built.links.chair_url), base_url=HOME)
    key = built.links.chair_url.rpartition("/")[2]
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert key not in answer.headers["Location"]
    assert cookie.startswith(f"seat-{keys.hashed(key)[:16]}={key};")
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie) == (True, True)


def test_seat_of_another_browser_cannot_be_opened(built: Building) -> None:
    seat = built.client().get(built.path(built.links.chair_url), base_url=HOME).headers["Location"]
    assert built.client().get(seat, base_url=HOME).status_code == 403
    forged = {"Cookie": f"seat-{seat.split('/')[2]}=guess"}
    assert built.client().get(seat, headers=forged, base_url=HOME).status_code == 403


def test_link_of_one_role_opens_no_other(built: Building) -> None:
    screen = built.links.screen_url.rpartition("/")[2]
    joins = built.links.join_url.rpartition("/")[2]
    paths = [f"/chair/{screen}", f"/minute-taker/{screen}", f"/p/{screen}", f"/chair/{joins}"]
    paths += [f"/j/{screen}", f"/screen/{joins}"]
    codes = [built.client().get(path, headers=JSON, base_url=HOME).status_code for path in paths]
    assert [code for code in codes if code not in (403, 404)] == []


def test_disk_holds_no_key_and_no_ticket(house: House) -> None:
    url = house.links["join_url"]
    secrets = [join(house.server, url, one) for one in ("pupils", "parents")]
    secrets += [house.links[f"{one}_url"].rpartition("/")[2] for one in ("chair", "minute_taker")]
    secrets += [house.links[f"{one}_url"].rpartition("/")[2] for one in ("screen", "join")]
    with connected(house.server, *secrets[:3]) as phones:
        phones[0].command("set_language", lang="en")
        phones[2].command("hide_join")
        files = [one for one in house.server.data.rglob("*") if one.is_file()]
        assert {one.name for one in files} >= {"driegesprek.sqlite", "secret_key"}
        found = [
            (file.name, secret)
            for file in files
            for secret in secrets
            if secret.encode() in file.read_bytes()
        ]
    assert found == []


def test_data_is_readable_by_its_owner_only(house: House) -> None:
    modes = {
        one.name: stat.S_IMODE(one.stat().st_mode) & 0o077 for one in house.server.data.iterdir()
    }
    assert modes == dict.fromkeys(modes, 0)
    assert (house.server.data / "secret_key").stat().st_size == 32


def test_tickets_have_enough_randomness() -> None:
    assert len(keys.ticket()) * 6 >= 128
    assert len(keys.link_key(b"x" * 32, "a", "chair", 0)) * 6 >= 128
    assert len({keys.ticket() for _ in range(1000)}) == 1000


# --- the typed code


def test_wrong_codes_are_answered_ever_more_slowly() -> None:
    mistakes = joining.Mistakes()
    waits = [mistakes.another() for _ in range(20)]
    assert waits[: joining.FREE_MISTAKES] == [0.0] * joining.FREE_MISTAKES
    assert waits[joining.FREE_MISTAKES :] == sorted(waits[joining.FREE_MISTAKES :])
    assert waits[-1] == joining.LONGEST_WAIT_S


def test_wrong_closed_and_unknown_codes_get_the_same_answer(
    built: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("facilitation.web.join.time.sleep", slept.append)
    client = built.client()
    code = built.conversation.code

    def answer(typed: str) -> tuple[int, str]:
        given = client.post("/code", data={"code": typed}, headers=OWN, base_url=HOME)
        return given.status_code, given.get_data(as_text=True).replace(typed, "…")

    chair = built.links.chair_url.rpartition("/")[2]
    assert answer(code)[0] == 303
    built.service.command(chair, {"id": "close", "name": "close_door"})
    answers = [answer(typed) for typed in (code, "QQQQQQ", "234679", "QQ")]
    built.service.command(chair, {"id": "open", "name": "open_door"})
    assert answers == [answers[0]] * 4
    assert answers[0][0] == 404
    assert len(slept) == 4


def test_right_code_is_answered_at_once_beside_a_flood_of_guesses(house: House) -> None:
    url = f"{house.server.url}/code"
    headers = {"Origin": house.server.url}

    def guess() -> None:
        requests.post(url, data={"code": "QQQQQQ"}, headers=headers, timeout=30)

    guessing = [threading.Thread(target=guess) for _ in range(40)]
    for one in guessing:
        one.start()
    time.sleep(1)
    began = time.monotonic()
    right = requests.post(
        url, data={"code": house.code}, headers=headers, timeout=30, allow_redirects=False
    )
    took = time.monotonic() - began
    still_waiting = sum(one.is_alive() for one in guessing)
    for one in guessing:
        one.join()
    assert right.status_code == 303
    assert still_waiting > 0
    assert took < 1


def test_closed_door_lets_nobody_in_and_keeps_who_is_in(house: House) -> None:
    inside = join(house.server, house.links["join_url"], "pupils")
    with connected(house.server, house.ticket("chair"), inside) as [chair, phone]:
        chair.done("close_door")
        answer = join_answer(house.links["join_url"], "pupils")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "door_closed")
        assert phone.command("set_language", lang="en")["ok"] is True
        chair.done("open_door")
    assert join_answer(house.links["join_url"], "pupils").status_code == 200


def test_chair_renews_the_join_link_and_nobody_else_does(house: House) -> None:
    made = house.server.new()
    chair = ticket_of(made["chair_url"])
    browser = requests.Session()
    browser.get(made["chair_url"], timeout=5)
    seat = f"{house.server.url}/seat/{keys.hashed(chair)[:16]}"
    headers = {"Origin": origin_of(house.server.url)}
    assert requests.post(f"{seat}/renew-join", headers=headers, timeout=5).status_code == 403
    assert join_answer(made["join_url"], "pupils").status_code == 200
    answer = browser.post(f"{seat}/renew-join", headers=headers, timeout=5, allow_redirects=False)
    assert answer.status_code == 303
    assert requests.get(made["join_url"], timeout=5).status_code == 404
    assert join_answer(made["join_url"], "pupils").status_code == 404


def test_only_the_chairs_own_browser_is_shown_the_chairs_code(house: House) -> None:
    made = house.server.new()
    headers = {"Origin": origin_of(house.server.url), **JSON}

    def ask(link: str, session: requests.Session) -> requests.Response:
        seat = keys.hashed(ticket_of(link))[:16]
        return session.post(f"{house.server.url}/seat/{seat}/pair", headers=headers, timeout=5)

    def browser_of(link: str) -> requests.Session:
        session = requests.Session()
        session.get(link, timeout=5)
        return session

    chair = browser_of(made["chair_url"])
    answer = ask(made["chair_url"], chair)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.json() == {"svg": qr.svg(made["chair_url"]), "only_here": True}
    others = [browser_of(made[f"{kind}_url"]) for kind in ("minute_taker", "screen")]
    asked = [ask(made["chair_url"], session) for session in (requests.Session(), *others)]
    asked += [ask(made["minute_taker_url"], others[0]), ask(made["screen_url"], others[1])]
    assert [(one.status_code, one.json()["ok"]) for one in asked] == [(403, False)] * 5
    key = made["chair_url"].rsplit("/", 1)[1]
    assert [one for one in asked if key in one.text] == []
    seat = keys.hashed(key)[:16]
    assert chair.get(f"{house.server.url}/seat/{seat}/pair", timeout=5).status_code == 405


# --- the organiser


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Building]:
    with building(tmp_path) as made:
        token = str(signin.first_link(made.service, HOME)).rpartition("/")[2]
        signin.set_password(made.service, token, "een lange zin")
        yield made


def try_password(office: Building, password: str, client: Any = None) -> int:
    client = client or office.client()
    form = {"password": password}
    return int(client.post("/sign-in", data=form, headers=OWN, base_url=HOME).status_code)


def slow_lines(office: Building, slept: list[float]) -> signin.Lines:
    lines = signin.Lines(slept.append)
    office.app.extensions["sign_in_lines"] = lines
    return lines


def test_guessing_passwords_slows_down_strangers_only(office: Building) -> None:
    slept: list[float] = []
    slow_lines(office, slept)
    known = office.client()
    assert try_password(office, "een lange zin", known) == 303
    for _ in range(12):
        assert try_password(office, "verkeerd gegokt") == 403
    assert slept[-1] == signin.LONGEST_WAIT_S
    slept.clear()
    assert try_password(office, "een lange zin", known) == 303
    assert try_password(office, "een lange zin", office.client("127.0.0.1")) == 303
    assert slept == [0.0, 0.0]
    # From another computer it takes some seconds, and never for ever.
    assert try_password(office, "een lange zin") == 303
    assert slept[-1] == signin.LONGEST_WAIT_S


def test_crowd_of_guesses_is_told_to_come_back(office: Building) -> None:
    lines = slow_lines(office, [])
    for line in lines.strangers:
        line._waiting = signin.MOST_WAITING
    assert try_password(office, "een lange zin") == 429
    assert try_password(office, "een lange zin", office.client("127.0.0.1")) == 303
    with pytest.raises(Refused):
        lines.strangers[0].attempt(lambda: True)


def test_reset_signs_everybody_out(office: Building) -> None:
    client = office.client()
    assert try_password(office, "een lange zin", client) == 303
    assert client.get("/organiser", base_url=HOME).status_code == 200
    signin.first_link(office.service, HOME, reset=True)
    assert client.get("/organiser", base_url=HOME).status_code == 303
    assert try_password(office, "een lange zin", client) == 403


def test_organisers_pages_are_closed_to_strangers(built: Building) -> None:
    client = built.client()
    answers = {
        path: client.open(path, method=method, headers=OWN, base_url=HOME)
        for path, methods in built.every_path()
        for method in sorted(methods & {"GET", "POST"})
        if path.startswith("/organiser")
    }
    assert len(answers) > 10
    shown = {
        p: a.status_code
        for p, a in answers.items()
        if "/sign-in" not in a.headers.get("Location", "")
    }
    assert shown == {}


def test_password_and_link_are_kept_as_hashes(office: Building) -> None:
    token = str(signin.first_link(office.service, HOME, reset=True)).rpartition("/")[2]
    signin.set_password(office.service, token, "nog een lange zin")
    for file in office.data.iterdir():
        content = file.read_bytes()
        assert (b"lange zin" in content, token.encode() in content) == (False, False)


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "/organiser\\@evil"]
)
def test_signing_in_leads_nowhere_else(office: Building, back: str) -> None:
    answer = office.client().post(
        "/sign-in", data={"password": "een lange zin", "back": back}, headers=OWN, base_url=HOME
    )
    assert answer.headers["Location"] == "/organiser"


def test_stranger_with_a_random_ticket_gets_no_seat(house: House) -> None:
    from tests.clients import Turned

    with pytest.raises(Turned) as turned:
        Phone(house.server, "x" * 30).connect()
    assert turned.value.data["code"] == "unknown_ticket"
