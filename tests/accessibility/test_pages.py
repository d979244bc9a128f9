"""The pages that do not live: joining, the organiser's, the minutes, errors.

In every language and every theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.example.evening import LAPTOP, PHONE
from tests.servers import Server, running_server

from .conftest import PASSWORD, Browsers, first_link
from .looking import View, ask, complaints, none_in, phone, speaks

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@pytest.fixture
def mobile(browsers: Browsers, language: str) -> Iterator[Page]:
    page = browsers.page(PHONE, language)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def desk(browsers: Browsers, organiser: dict[str, Any], language: str) -> Page:
    """The organiser's browser."""
    return browsers.page(LAPTOP, language, storage_state=organiser)


# --- joining


def test_joining(server: Server, mobile: Page, browsers: Browsers, language: str) -> None:
    evening = browsers.evening(server, language)
    choose = phone(".phone-join h1", ".phone-circles button")
    mobile.goto(evening.links["join_url"])
    speaks(mobile, language)
    found = {"choose": complaints(mobile, choose)}
    mobile.click("button[value=parents]")
    expect(mobile.locator(".phone-head h1")).to_be_visible()
    mobile.goto(evening.links["join_url"])
    found["seated"] = complaints(mobile, phone(".phone-join h1", ".phone-seats a"))
    mobile.goto(evening.links["join_url"] + "?another")
    found["another"] = complaints(mobile, choose)
    evening.do("close_door")
    mobile.goto(evening.links["join_url"] + "?another")
    found["closed"] = complaints(mobile, phone(".phone-join h1", ".phone-main .notice"))
    evening.to(16)
    mobile.goto(evening.links["join_url"])
    found["ended"] = complaints(mobile, phone(".phone-join h1", ".phone-languages a"))
    evening.close()
    none_in(found)


def test_code_privacy_and_errors(server: Server, mobile: Page) -> None:
    mobile.goto(server.url)
    code = phone(".phone-join h1", "#code")
    found = {"code": complaints(mobile, code)}
    mobile.fill("#code", "geen-1")
    mobile.click(".button-main")
    expect(mobile.locator("#code")).to_be_focused()
    expect(mobile.locator("#code")).to_have_attribute("aria-invalid", "true")
    expect(mobile.locator("#code")).to_have_attribute("aria-describedby", "code-error")
    found["wrong code"] = complaints(mobile, phone("#code-error", "#code"))
    mobile.goto(server.url + "/privacy")
    found["privacy"] = complaints(mobile, phone("main > h1", "main > h2"))
    for path in ("/nergens", "/chair/geen-sleutel", "/j/geen-sleutel"):
        mobile.goto(server.url + path)
        found[path] = complaints(mobile, phone(".plain-page h1", ".plain-page .button"))
    none_in(found)


# --- the organiser


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, language: str) -> Iterator[Server]:
    """An installation on its first day."""
    with running_server(tmp_path_factory.mktemp("fresh") / "data") as running:
        yield running


def test_first_day(fresh: Server, browsers: Browsers, language: str) -> None:
    page = browsers.page(LAPTOP, language)
    page.goto(fresh.url + "/organiser")
    narrow = ".desk.is-narrow"
    found = {"no password yet": complaints(page, View(f"{narrow} h1", f"{narrow} .notice"))}
    link = first_link(fresh)
    page.goto(link)
    found["password"] = complaints(page, View(f"{narrow} h1", "#password"))
    page.fill("#password", PASSWORD)
    page.fill("#again", "iets anders")
    page.click(".button-main")
    expect(page.locator("#again")).to_be_focused()
    expect(page.locator("#again")).to_have_attribute("aria-invalid", "true")
    found["passwords differ"] = complaints(page, View("#again-error", "#again"))
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click(".button-main")
    found["empty list"] = complaints(page, View(".desk-empty h2", ".desk-empty .button-main"))
    page.click(".desk-bar button")
    page.goto(fresh.url + "/organiser")
    page.fill("#password", "fout")
    page.click(".button-main")
    expect(page.locator("#password")).to_be_focused()
    found["wrong password"] = complaints(page, View("#password-error", "#password"))
    page.goto(link)
    found["used link"] = complaints(page, View(f"{narrow} h1", f"{narrow} .button-main"))
    none_in(found)


def test_form_and_its_errors(server: Server, desk: Page) -> None:
    desk.goto(server.url + "/organiser/new")
    ask(desk, "unfold")
    found = {"form": complaints(desk, View(".desk h1", "#theme"))}
    desk.fill("[name=circle-0-discussion]", "veel")
    desk.fill("[name=circle-1-name]", "")
    desk.fill("#date", "")
    desk.click(".desk-keep button")
    expect(desk.locator("#errors")).to_be_focused()
    found["errors"] = complaints(desk, View("#errors h2", "#theme"))
    for link in desk.locator("#errors a").all():
        link.click()
        focused = desk.evaluate_handle("document.activeElement")
        about = desk.evaluate(
            """(field) => [field.getAttribute("aria-invalid"),
                (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) =>
                    document.getElementById(id)).filter((one) => one?.matches(".error")).length,
                field.closest(".field")?.querySelector(".error") !== null]""",
            focused,
        )
        assert about == ["true", 1, True], link.get_attribute("href")
    none_in(found)


def test_conversation_minutes_and_paper(
    server: Server, desk: Page, browsers: Browsers, language: str
) -> None:
    evening = browsers.evening(server, language)
    desk.goto(server.url + "/organiser")
    found = {"list": complaints(desk, View(".desk h1", ".desk-item a"))}
    desk.locator(".desk-item a").first.click()
    ask(desk, "unfold")
    title = View(".desk-title h1", "#url-chair")
    found["conversation"] = complaints(desk, title)
    own = desk.url
    for name, view in {
        "edit": View(".desk h1", "#theme"),
        "paper": View(".paper-sheet h1", ".paper-steps h3"),
        "delete": View(".desk h1", ".button-danger"),
        "renew/chair": View(".desk h1", ".button-main"),
    }.items():
        desk.goto(f"{own}/{name}")
        found[name] = complaints(desk, view)
    evening.reach("ended")
    evening.close()
    _ended(server, desk, found)
    none_in(found)


def _ended(server: Server, desk: Page, found: dict[str, list[str]]) -> None:
    """The page of the conversation that has minutes, and these."""
    desk.goto(server.url + "/organiser")
    desk.locator("[aria-labelledby=group-over] .desk-item a").first.click()
    found["over"] = complaints(desk, View(".desk-title h1", ".downloads a"))
    own = desk.url
    desk.goto(own + "/minutes/edit")
    desk.locator(".edit-form summary").first.click()
    found["edit"] = complaints(desk, View(".edit h1", ".edit-form[open] textarea"))
    desk.click("button[value=final]")
    desk.locator("form[action$=share] button").click()
    found["final"] = complaints(desk, View(".desk-title h1", "#share-url"))
    address = desk.input_value("#share-url")
    desk.goto(address)
    found["shared"] = complaints(desk, View(".minutes-head h1", ".minutes-questions .postit-text"))
    desk.goto(address + "x")
    found["gone"] = complaints(desk, View(".phone-main h1", ".phone-main p"))
    desk.goto(own + "/minutes")
    found["minutes"] = complaints(desk, View(".minutes-head h1", ".minutes-questions .postit-text"))
