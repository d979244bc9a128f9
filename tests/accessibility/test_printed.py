"""What is printed, the page that tests a phone, and rehearsals; in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from facilitation.locale import languages
from tests.example.evening import LAPTOP, PHONE
from tests.servers import Server, running_server

from .conftest import Browsers, cookies_of_organiser
from .looking import View, complaints, none_in, phone, speaks

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
VERDICT = "#verdict :is([data-verdict=good], [data-verdict=slow]):not([hidden])"
SHEETS = {
    "posters": ".sheet.poster .qr",
    "codes": ".sheet.codes .qr",
    "cards": ".sheet.cards .qr",
    "notes": ".sheet.notes .note-lines",
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation with a fixed address: only that one prints without a choice."""
    extra = ("--public-url", "https://gesprek.example.org")
    with running_server(tmp_path_factory.mktemp("public") / "data", extra=extra) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(public: Server) -> list[dict[str, Any]]:
    """The cookies of its organiser."""
    return cookies_of_organiser(public)


def look(page: Page, view: View, language: str) -> list[str]:
    """What is wrong with a page, its language and direction included."""
    speaks(page, language)
    return complaints(page, view)


@pytest.mark.parametrize("language", languages())
def test_printed_pages_and_the_days_before(
    public: Server, browsers: Browsers, signed_in: list[Any], language: str
) -> None:
    public.new(lang=language, theme=f"Huiswerk {language}")
    desk, mobile = browsers.page(LAPTOP, language), browsers.page(PHONE, language)
    desk.context.add_cookies(signed_in)
    desk.goto(f"{public.url}/organiser?lang={language}")
    desk.locator(".desk-item a", has_text=f"Huiswerk {language}").click()
    own, found = desk.url, {}
    desk.goto(f"{own}/print")
    found["print"] = look(desk, View(".desk-head h1", ".print-form button"), language)
    for sheet, control in SHEETS.items():
        desk.goto(f"{own}/print/{sheet}?language={language}")
        paper = View(".print-bar h1", control, reflows=False)
        found[sheet] = look(desk, paper, language)
    desk.goto(f"{public.url}/rehearsal-over")
    found["rehearsal over"] = look(desk, View("h1", "a.button"), language)
    mobile.goto(f"{public.url}/test")
    mobile.wait_for_selector(VERDICT, timeout=20_000)
    found["test"] = look(mobile, phone("h1", "main button"), language)
    for page in (desk, mobile):
        page.context.close()
    none_in(found)
