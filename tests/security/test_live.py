"""A sample of the matrix over real sockets, and what becomes of a ticket that was taken away."""

from __future__ import annotations

import re
import sqlite3
import time
from typing import Any

import pytest
import requests

from facilitation import keys
from facilitation.core import commands as c
from tests.clients import Phone, Turned, connected, join, ticket_of

from . import expectations, stand
from .conftest import House

CLAIMS = {"role": "chair", "actor": {"role": "chair"}, "participant": "x", "fresh_id": "mine"}


def revision_on_disk(house: House, code: str) -> int:
    path = house.server.data / "driegesprek.sqlite"
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        [row] = database.execute("SELECT revision FROM conversation WHERE code = ?", (code,))
        return int(row[0])
    finally:
        database.close()


@pytest.mark.parametrize("role", ["screen", "minute_taker", "pupils"])
def test_role_is_the_tickets_over_sockets_too(house: House, role: str) -> None:
    made = house.server.new()
    ticket = join(house.server, made["join_url"], role) if role == "pupils" else ""
    ticket = ticket or ticket_of(made[f"{role}_url"])
    before = revision_on_disk(house, made["code"])
    with connected(house.server, ticket) as [phone]:
        answers: dict[str, Any] = {}
        for command in c.PUBLIC:
            if expectations.allowed(command, role, "0"):
                continue
            arguments = stand.arguments(command, "0") | (
                {"circle": "parents"} if command == "change_circle" else {}
            )
            ack = phone.command(command, revision=None, **{**CLAIMS, **arguments})
            answers[command] = ack["ok"] or ack["error"]["code"]
            time.sleep(0.03)  # below the limit of 40 a second
    theirs = {
        one for one in answers if expectations.refusal(one, role, "0", False) != "not_allowed"
    }
    wrong = {
        one: code for one, code in answers.items() if code != "not_allowed" and one not in theirs
    }
    assert wrong == {}
    assert True not in answers.values()
    assert revision_on_disk(house, made["code"]) == before


def test_ticket_of_a_forgotten_conversation_is_turned_away(house: House) -> None:
    made = house.server.new()
    chair = ticket_of(made["chair_url"])
    with connected(house.server, chair) as [phone]:
        assert house.server.cli("forget", made["code"]).returncode == 0
        phone.wait(lambda one: one.gone)
        assert phone.gone[0]["code"] in ("unknown_conversation", "unknown_ticket")
        assert phone.refused("advance", revision=None) in ("unknown_ticket", "unknown_conversation")
    with pytest.raises(Turned):
        Phone(house.server, chair).connect()


def test_answer_given_before_does_not_open_the_door_again(house: House) -> None:
    """A resent command still gets its answer; the ticket itself is good for nothing more."""
    made = house.server.new()
    chair = ticket_of(made["chair_url"])
    with connected(house.server, chair) as [phone]:
        first = phone.command("advance", command_id="once", revision=None)
        again = phone.command("advance", command_id="once", revision=None)
        assert (first["ok"], again) == (True, first)
    stranger = keys.ticket()
    with pytest.raises(Turned) as turned:
        Phone(house.server, stranger).connect()
    assert turned.value.data["code"] == "unknown_ticket"


def organiser(house: House) -> requests.Session:
    """A browser that is signed in by the one-time link."""
    first = re.search(r"/sign-in/first/\S+", house.server.log())
    assert first is not None
    browser = requests.Session()
    browser.headers["Origin"] = house.server.url
    password = {"password": "een lange zin", "again": "een lange zin"}
    answer = browser.post(house.server.url + first[0], data=password, timeout=10)
    assert answer.url.endswith("/organiser")
    return browser


def test_renewed_link_ends_the_screens_that_are_open_with_the_old_one(house: House) -> None:
    theme = "Alleen deze avond"
    made = house.server.new(theme=theme)
    browser = organiser(house)
    page = browser.get(f"{house.server.url}/organiser", timeout=5).text
    ids = set(re.findall(r"/organiser/([\w-]{16})", page))
    pages = {one: browser.get(f"{house.server.url}/organiser/{one}", timeout=5).text for one in ids}
    [this] = [one for one, text in pages.items() if made["chair_url"] in text]
    with connected(house.server, ticket_of(made["chair_url"])) as [old]:
        renew = f"{house.server.url}/organiser/{this}/renew/chair"
        assert browser.post(renew, timeout=5).status_code == 200
        old.wait(lambda one: one.gone)
        heard = len(old.views)
        assert old.refused("advance", revision=None) == "unknown_ticket"
        assert len(old.views) == heard
