"""Every other language: the pages that everybody meets, and right-to-left ones in every theme.

Words differ by language, colours and shapes do not: a language from left to right is looked at in
the light theme, where axe also minds language, names and sizes.
"""

from __future__ import annotations

from typing import Any

import pytest
from babel.core import Locale
from playwright.sync_api import Page, expect

from facilitation.locale import DEFAULT, languages
from tests.servers import Server

from .conftest import LAPTOP, PHONE, Browsers
from .evening import Evening, begin
from .looking import THEMES, View, complaints, none_in, phone
from .test_evening import VIEWS

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
OTHERS = [code for code in languages() if code != DEFAULT]
MOMENTS = {
    "lobby": ("hall",),
    "discussion": ("amira", "joost", "hall", "chair"),
    "question on the floor": ("amira", "hall", "chair"),
    "closing": ("joost", "hall", "minute-taker"),
}


def themes_of(direction: str) -> tuple[str, ...]:
    return tuple(THEMES) if direction == "rtl" else ("light",)


def look(page: Page, view: View, language: str) -> list[str]:
    """What is wrong with a page, its language and direction included."""
    direction = str(Locale.parse(language).text_direction)
    expect(page.locator("html")).to_have_attribute("lang", language.replace("_", "-"))
    expect(page.locator("html")).to_have_attribute("dir", direction)
    return complaints(page, view, themes_of(direction))


@pytest.mark.parametrize("language", OTHERS)
def test_live_pages(server: Server, browsers: Browsers, language: str) -> None:
    evening = begin(server, browsers, language)
    try:
        found = _watch(evening)
    finally:
        evening.close()
    none_in(found)


def _watch(evening: Evening) -> dict[str, list[str]]:
    for name in dict.fromkeys(name for names in MOMENTS.values() for name in names):
        evening.open(name)
    found = {}
    for moment, names in MOMENTS.items():
        evening.reach(moment)
        for name in names:
            page = evening.open(name)
            found[f"{moment}: {name}"] = look(page, VIEWS[moment][name], evening.language)
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_still_pages(
    server: Server, browsers: Browsers, organiser: dict[str, Any], language: str
) -> None:
    links = server.new(lang=language)
    mobile, desk = browsers.page(PHONE, language), browsers.page(LAPTOP, language)
    desk.context.add_cookies(organiser["cookies"])
    found = {}
    for name, page, path, view in (
        ("choose", mobile, links["join_url"], phone(".phone-join h1", ".phone-circles button")),
        ("privacy", mobile, f"{server.url}/privacy", phone("main > h1", "main > h2")),
        ("error", mobile, f"{server.url}/-/", phone(".plain-page h1", ".plain-page .button")),
        ("form", desk, f"{server.url}/organiser/new", View(".desk h1", "#theme")),
        ("list", desk, f"{server.url}/organiser", View(".desk h1", ".desk-item a")),
    ):
        page.goto(path)
        found[name] = look(page, view, language)
    desk.locator(".desk-item a").first.click()
    found["conversation"] = look(desk, View(".desk-title h1", "#url-chair"), language)
    for page in (mobile, desk):
        page.context.close()
    none_in(found)
