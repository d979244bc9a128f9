"""What became of agreements: hall, chair and the school's pages, looked at in every theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.clients import Phone, connected, join, ticket_of
from tests.e2e.house import connected as live
from tests.example.evening import HALL, LAPTOP, PHONE
from tests.servers import Server

from .conftest import Browsers
from .looking import View, complaints, hall, none_in, phone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

STATUSES = ("done", "busy", "dropped", "open", "open", "open")
SCHOOL = {"school": "De Regenboog"}


@pytest.fixture(scope="module")
def links(server: Server, rare_language: str) -> Iterator[dict[str, str]]:
    """An evening in its opening that follows one with six agreements."""
    before = server.new(lang=rare_language, **SCHOOL)
    after = server.new(lang=rare_language, follows=before["code"], **SCHOOL)
    tickets = [ticket_of(one["chair_url"]) for one in (before, after)]
    with connected(server, *tickets) as (earlier, chair):
        for number, status in enumerate(STATUSES):
            _agree(earlier, number, status)
        chair.done("advance")
        yield after


def _agree(earlier: Phone, number: int, status: str) -> None:
    what = f"Een afspraak die wat langer is dan de andere {number}"
    made = earlier.done("add_agreement", what=what, who="De mentor", by="2020-03-01")
    told = {"agreement": made["agreement"], "status": status, "remark": "Bijna klaar"}
    earlier.done("set_agreement_status", revision=None, **told)


def opened(browsers: Browsers, url: str, size: dict[str, int]) -> Page:
    page = browsers.page(size)
    page.goto(url)
    live(page)
    return page


def test_live_screens(server: Server, browsers: Browsers, links: dict[str, str]) -> None:
    screen = opened(browsers, links["screen_url"], HALL)
    chair = opened(browsers, links["chair_url"], LAPTOP)
    remote = opened(browsers, links["chair_url"], PHONE)
    shown = View("#followed-title", "#earlier-hide")
    found = {
        "hall": complaints(screen, hall(".hall-earlier h1", ".hall-earlier-list > li")),
        "chair": complaints(chair, shown),
        "chair's phone": complaints(remote, phone("#followed-title", "#earlier-hide")),
    }
    for page in (screen, chair, remote):
        page.context.close()
    none_in(found)


def test_phone_reads_it_in_words(server: Server, browsers: Browsers, links: dict[str, str]) -> None:
    with connected(server, join(server, links["join_url"], "parents")) as (joost,):
        assert "De mentor" in joost.regions["screen"]


def test_pages_of_a_school(
    server: Server,
    browsers: Browsers,
    links: dict[str, str],
    organiser: dict[str, Any],
    rare_language: str,
) -> None:
    desk = browsers.page(LAPTOP, rare_language, storage_state=organiser)
    desk.goto(f"{server.url}/organiser/agreements")
    found = {"schools": []}
    if desk.locator(".agreed-card").count() == 0:
        found["schools"] = complaints(desk, View(".desk h1", ".desk-item a"))
        desk.click("text=De Regenboog")
    desk.locator(".agreed-card summary").first.click()
    found["agreements"] = complaints(desk, View(".desk h1", ".agreed-card input"))
    desk.locator(".school-head a").last.click()
    found["timeline"] = complaints(desk, View(".desk h1", ".timeline h2 a"))
    desk.context.close()
    none_in(found)
