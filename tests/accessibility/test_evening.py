"""The whole evening: each live page at each moment, in every language and every theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.example.evening import MOMENTS, Evening
from tests.servers import Server

from .conftest import Browsers
from .looking import View, complaints, hall, none_in, phone, speaks

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

HEAD = ".phone-head h1[data-news]"
FULL = ".phone-full h1[data-news]"
SEAT = "#seat > summary"
CALM = phone(HEAD, SEAT)
TEXT = hall(".hall-text h1", ".hall-paper .prose")
TURN = hall("h1.hall-turn-of .circle-chip", ".hall-discussion .clock-digits")
WRITE = phone(HEAD, "#box-text")
RUN = View(".chair-bar h1", "#main-button")
HELP = View(".chair-bar h1", "#tab-summary")

VIEWS: dict[str, dict[str, View]] = {
    "lobby": {"joost": CALM, "hall": hall(".hall-lobby h1", ".hall-lobby-join .qr")},
    "opening": {"joost": CALM, "hall": hall(".hall-words h2", ".hall-rules li")},
    "discussion": {"amira": phone(FULL, SEAT), "joost": WRITE, "hall": TURN},
    "collection": {"amira": CALM, "joost": CALM, "hall": TURN},
    "question": {
        "amira": phone(HEAD, ".phone-floor .postit-text"),
        "joost": phone(HEAD, ".phone-floor .postit-text"),
        "hall": hall(".hall-question h1", ".hall-note .postit-text"),
    },
    "foreign-question": {
        "amira": phone(HEAD, ".phone-floor .rendering"),
        "joost": phone(HEAD, ".phone-floor .rendering"),
        "hall": hall(".hall-question h1", ".hall-note .rendering"),
    },
    "list": {
        "amira": phone(HEAD, ".phone-listed .postit-text"),
        "hall": hall(".hall-list h1", ".hall-notes .postit-text"),
    },
    "break": {"joost": CALM, "hall": hall(".is-break h1", ".is-break .clock-digits")},
    "parents-turn": {"amira": WRITE, "joost": phone(FULL, SEAT), "hall": TURN},
    "quieted": {"joost": phone(HEAD, "#region-box .notice")},
    "summary": {"joost": phone(HEAD, ".phone-prose"), "hall": TEXT},
    "response": {"amira": phone(FULL, SEAT), "joost": CALM, "hall": TEXT},
    "closing": {"joost": CALM, "hall": hall(".hall-text h1", ".hall-agreements li")},
    "ended": {
        "joost": phone(HEAD, ".phone-calm .phone-prose"),
        "hall": hall(".hall-text h1", ".hall-agreements li"),
        "chair": View(".chair-bar h1", "#tab-agreements"),
    },
}
for _moment in VIEWS:
    VIEWS[_moment] |= {"chair": RUN, "minute-taker": HELP} | VIEWS[_moment]


@pytest.fixture(scope="module")
def evening(server: Server, browsers: Browsers, language: str) -> Iterator[Evening]:
    one = browsers.evening(server, language)
    for name in ("amira", "joost", "hall", "chair", "minute-taker"):
        one.open(name)
    yield one
    one.close()


def test_every_moment_is_looked_at() -> None:
    assert list(VIEWS) == list(MOMENTS)


@pytest.mark.parametrize("moment", VIEWS)
def test_pages_at_each_moment(evening: Evening, moment: str) -> None:
    evening.reach(moment)
    found = {}
    for name, view in VIEWS[moment].items():
        page = evening.open(name)
        speaks(page, evening.language)
        found[name] = complaints(page, view)
    none_in(found)
