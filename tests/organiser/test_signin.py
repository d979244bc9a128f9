"""The one-time link, the password, and who is in."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import pytest

from facilitation.core.refusals import Refused
from facilitation.web.signin import (
    LONGEST_WAIT_S,
    MOST_WAITING,
    Line,
    Lines,
    first_link,
    organisers,
)
from tests.organiser.conftest import PASSWORD, PUBLIC, Desk, words


def path_of_link(desk: Desk, reset: bool = False) -> str:
    return urlsplit(first_link(desk.service, PUBLIC, reset) or "").path


def test_first_link_sets_the_password_once(stranger: Desk) -> None:
    path = path_of_link(stranger)
    assert stranger.get(path).status_code == 200
    answer = stranger.post(path, password=PASSWORD, again=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/organiser")
    assert stranger.get("/organiser").status_code == 200
    assert stranger.get(path).status_code == 403
    assert (
        stranger.post(path, password="iets heel anders", again="iets heel anders").status_code
        == 403
    )


def test_link_is_not_made_once_there_is_a_password(desk: Desk) -> None:
    assert first_link(desk.service, PUBLIC) is None


def test_newer_link_replaces_the_older(stranger: Desk) -> None:
    older, newer = path_of_link(stranger), path_of_link(stranger)
    assert stranger.get(older).status_code == 403
    assert stranger.get(newer).status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("negen ab", "negen ab", "Take at least 10 characters."),
        ("x" * 201, "x" * 201, "That is too long."),
        (PASSWORD, PASSWORD + "!", "The two passwords are not the same."),
    ],
)
def test_password_that_will_not_do_is_said(
    stranger: Desk, password: str, again: str, said: str
) -> None:
    path = path_of_link(stranger)
    answer = stranger.post(path, password=password, again=again)
    assert answer.status_code == 422
    assert said in words(answer)
    assert stranger.get("/organiser").status_code == 303


def test_password_and_token_are_kept_as_hashes(stranger: Desk) -> None:
    path = path_of_link(stranger)
    [account] = organisers(stranger.service)
    assert account.first_link not in (None, path.rpartition("/")[2])
    stranger.post(path, password=PASSWORD, again=PASSWORD)
    [account] = organisers(stranger.service)
    kept = account.password or ""
    assert kept.startswith("scrypt:")
    assert PASSWORD not in kept


def test_sign_in_leads_back_to_the_page_asked_for(desk: Desk) -> None:
    desk.post("/sign-out")
    answer = desk.get("/organiser/new")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?back=/organiser/new"
    answer = desk.post("/sign-in", password=PASSWORD, back="/organiser/new")
    assert (answer.status_code, answer.location) == (303, "/organiser/new")


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "https://evil.example/organiser/",
        "/organiser\\x",
        "/organiserevil",
        "/j/x",
    ],
)
def test_sign_in_never_leads_elsewhere(desk: Desk, back: str) -> None:
    answer = desk.post("/sign-in", password=PASSWORD, back=back)
    assert answer.location == "/organiser"


def test_wrong_password_is_said_and_lets_nobody_in(desk: Desk) -> None:
    desk.post("/sign-out")
    answer = desk.post("/sign-in", password="fout", back="/organiser")
    assert answer.status_code == 403
    assert "This is not the password." in words(answer)
    assert desk.get("/organiser").status_code == 303


def test_no_password_yet_says_where_the_link_is(stranger: Desk) -> None:
    assert "There is no password yet." in stranger.text("/sign-in")
    assert stranger.post("/sign-in", password="").status_code == 403


def test_reset_signs_everybody_out_beside_a_running_server(desk: Desk) -> None:
    path = path_of_link(desk, reset=True)
    assert desk.get("/organiser").status_code == 303
    assert desk.post("/sign-in", password=PASSWORD).status_code == 403
    desk.post(path, password="nieuw wachtwoord", again="nieuw wachtwoord")
    assert desk.get("/organiser").status_code == 200


def test_sign_out_needs_our_own_origin(desk: Desk) -> None:
    answer = desk.client.post("/sign-out", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert desk.get("/organiser").status_code == 200


def test_every_page_asks_a_stranger_to_sign_in(desk: Desk) -> None:
    made = desk.make()
    desk.post("/sign-out")
    rules = [
        rule
        for rule in desk.client.application.url_map.iter_rules()
        if rule.endpoint.startswith("organiser.") and "signin" not in rule.endpoint
    ]
    assert len(rules) > 10
    for rule in rules:
        path = rule.rule.replace("<id>", made.id).replace("<kind>", "chair")
        path = path.replace("<format>", "json")
        answer = desk.get(path) if "GET" in (rule.methods or ()) else desk.post(path)
        assert (answer.status_code, urlsplit(answer.location or "").path) == (303, "/sign-in"), path


def test_tries_wait_longer_after_wrong_ones_and_never_for_ever() -> None:
    waited: list[float] = []
    line = Line(sleep=waited.append)
    for _ in range(12):
        assert not line.attempt(lambda: False)
    assert waited[:3] == [0.0, 0.0, 0.0]
    assert waited == sorted(waited)
    assert max(waited) == LONGEST_WAIT_S
    assert line.attempt(lambda: True)
    assert line.wait_s() == 0.0


def test_line_refuses_one_more_than_may_wait() -> None:
    hold, inside = threading.Event(), threading.Semaphore(0)

    def wait(_: float) -> None:
        inside.release()
        hold.wait(10)

    line = Line(sleep=wait)
    tries = [
        threading.Thread(target=line.attempt, args=(lambda: False,)) for _ in range(MOST_WAITING)
    ]
    for one in tries:
        one.start()
        inside.acquire()
    with pytest.raises(Refused, match="too_fast"):
        line.attempt(lambda: True)
    hold.set()
    for one in tries:
        one.join(10)


def test_flood_of_strangers_does_not_keep_out_a_browser_that_was_in(desk: Desk) -> None:
    desk.post("/sign-out")
    lines = desk.client.application.extensions.setdefault("sign_in_lines", Lines())
    for line in (*lines.strangers, *lines.here):
        line._waiting = MOST_WAITING
    assert desk.post("/sign-in", password=PASSWORD).status_code == 303
    desk.post("/sign-out")
    desk.client.delete_cookie("organiser-known")
    answer = desk.post("/sign-in", password=PASSWORD)
    assert answer.status_code == 429
    desk.client.set_cookie("organiser-known", "forged.00")
    assert desk.post("/sign-in", password=PASSWORD).status_code == 429
