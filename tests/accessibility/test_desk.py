"""The organiser's desk around the conversations: accounts, archive, search, terms, carrying."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.example.evening import LAPTOP
from tests.servers import Server

from .conftest import Browsers
from .looking import View, complaints, none_in

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@pytest.fixture
def desk(browsers: Browsers, organiser: dict[str, Any], rare_language: str) -> Iterator[Page]:
    page = browsers.page(LAPTOP, rare_language, storage_state=organiser)
    yield page
    page.context.close()


def test_pages_around_the_conversations(
    server: Server, desk: Page, browsers: Browsers, rare_language: str
) -> None:
    evening = browsers.evening(server, rare_language)
    evening.to(16)
    evening.close()
    found = {}
    for path, control in {
        "accounts": "#name",
        "keeping": "#retention_days",
        "search?q=telefoon": "#q",
        "export": ".button-main",
        "import": "#file",
        "archive": ".crumb a",
    }.items():
        desk.goto(f"{server.url}/organiser/{path}")
        found[path] = complaints(desk, View(".desk h1", control))
    none_in(found)


def test_errors_and_what_takes_time(
    server: Server, desk: Page, browsers: Browsers, rare_language: str
) -> None:
    evening = browsers.evening(server, rare_language)
    evening.to(16)
    evening.close()
    desk.goto(server.url + "/organiser/accounts")
    desk.click("[aria-labelledby=add] .button-main")
    expect(desk.locator("#name")).to_have_attribute("aria-invalid", "true")
    expect(desk.locator("#name")).to_have_attribute("aria-describedby", "name-error")
    found = {"no name": complaints(desk, View("#name-error", "#name"))}
    desk.goto(server.url + "/organiser/keeping")
    desk.fill("#retention_days", "veel")
    desk.press("#retention_days", "Enter")
    found["no days"] = complaints(desk, View("#retention_days-error", "#retention_days"))
    desk.goto(server.url + "/organiser/import")
    desk.click(".desk .button-main")
    found["no file"] = complaints(desk, View("#file-error", "#file"))
    desk.goto(server.url + "/organiser/export")
    for box in desk.locator('[name="chosen"]').all()[1:]:  # one takes long enough
        box.uncheck()
    desk.click(".desk .button-main")
    expect(desk.locator("#task a.button-main")).to_be_visible(timeout=60_000)
    found["task"] = complaints(desk, View(".task h1", "a.button-main"))
    none_in(found)
