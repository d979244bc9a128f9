"""What opens, warns or waits on live pages, to the left and to the right: dialogs, errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import connected
from tests.example.evening import PHONE as PHONE_SIZE
from tests.example.evening import Evening
from tests.servers import Server

from .conftest import Browsers
from .looking import THUMB_PX, View, ask, complaints, hall, none_in, phone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
HEAD = ".phone-head h1[data-news]"


@pytest.fixture(scope="module")
def evening(server: Server, browsers: Browsers, rare_language: str) -> Iterator[Evening]:
    """The collection after the pupils' first talk, with a full table."""
    one = browsers.evening(server, rare_language)
    one.reach("collection")
    yield one
    one.close()


# --- the chair


def _unfold(page: Page) -> View:
    ask(page, "unfold")
    return View(".chair-bar h1", "#chair-plan .button")


def _keys(page: Page) -> View:
    page.click('[data-open="keys"]')
    return View("#keys h2", "#single-keys")


def _more(page: Page) -> View:
    page.locator('[data-do="more"]').first.click()
    return View("#more h2", '[data-more="erase_note"]')


def _confirm(page: Page) -> View:
    ask(page, "unfold")
    page.click('[data-do="renew"]')
    return View("#confirm-question", '#confirm [value="yes"]')


def _merging(page: Page) -> View:
    page.locator('[data-do="merge"]').first.click()
    return View(".chair-bar h1", "#merging button")


def _tab(name: str) -> Callable[[Page], View]:
    def choose(page: Page) -> View:
        page.click(f"#tab-{name}")
        return View(".chair-bar h1", f"#panel-{name} textarea")

    return choose


CHAIR: dict[str, Callable[[Page], View]] = {
    "everything unfolded": _unfold,
    "keys": _keys,
    "one note": _more,
    "asking for certain": _confirm,
    "merging": _merging,
    "response": _tab("response"),
    "agreements": _tab("agreements"),
    "follow-up": _tab("follow-up"),
}


@pytest.mark.parametrize("state", CHAIR)
def test_chair(evening: Evening, state: str) -> None:
    page = evening.open("chair")
    view = CHAIR[state](page)
    found = complaints(page, view, ("light", "forced colours"))
    page.reload()
    none_in({state: found})


def test_chair_on_a_phone(evening: Evening, browsers: Browsers) -> None:
    page = browsers.page(PHONE_SIZE, evening.language, has_touch=True, is_mobile=True)
    page.goto(evening.links["chair_url"])
    connected(page)
    found = complaints(page, View(".chair-bar h1", "#main-button"), ("light",))
    boxes = page.locator("#main-button, .chair-controls .button:visible").all()
    sizes = [one.bounding_box() or {"height": 0} for one in boxes]
    page.context.close()
    none_in({"phone": found})
    assert min(one["height"] for one in sizes) >= THUMB_PX


# --- the phone


@pytest.fixture(scope="module")
def listening(server: Server, browsers: Browsers, rare_language: str) -> Iterator[Evening]:
    """The pupils talk; Joost has sent a question."""
    one = browsers.evening(server, rare_language)
    one.reach("discussion")
    yield one
    one.close()


def _empty(page: Page) -> View:
    page.fill("#box-text", " ")
    page.click("#box .button-main")
    return phone("#box-error", "#box-text")


def _too_long(page: Page) -> View:
    page.fill("#box-text", "Waarom " * 60)
    page.click("#box .button-main")
    return phone("#box-left.is-over", "#box-text")


def _split(page: Page) -> View:
    page.fill("#box-text", "Helpt het? En waarom dan?")
    page.click("#box .button-main")
    return phone("#split-title", "[data-split=yes]")


def _edit(page: Page) -> View:
    page.locator("[data-edit]").first.click()
    return phone("#edit-title", "#edit-text")


def _withdraw(page: Page) -> View:
    page.locator("[data-withdraw] button").first.click()
    return phone("#confirm-question", '#confirm [value="yes"]')


def _seat(page: Page) -> View:
    page.click("#seat > summary")
    return phone(HEAD, "#seat .phone-seat-circles button")


def _offline(page: Page) -> View:
    expect(page.locator("html")).to_have_attribute("data-link", "online")
    page.context.set_offline(True)
    expect(page.locator("[data-when=offline]")).to_be_visible(timeout=25_000)
    page.fill("#box-text", "Komt dit aan?")
    page.click("#box .button-main")
    return phone("[data-when=offline]", '#outbox [data-entry="cancel"]')


PHONE: dict[str, Callable[[Page], View]] = {
    "empty": _empty,
    "too long": _too_long,
    "split": _split,
    "changing": _edit,
    "withdrawing": _withdraw,
    "another seat": _seat,
    "offline": _offline,
}


@pytest.mark.parametrize("state", PHONE)
def test_phone(listening: Evening, state: str) -> None:
    page = listening.open("joost")
    view = PHONE[state](page)
    found = complaints(page, view)
    page.context.set_offline(False)
    page.keyboard.press("Escape")  # a change that was begun would come back after the reload
    page.reload()
    none_in({state: found})


def test_error_stands_with_the_field_that_has_the_focus(listening: Evening) -> None:
    page = listening.open("joost")
    _empty(page)
    box = page.locator("#box-text")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert "box-error" in (box.get_attribute("aria-describedby") or "").split()
    expect(page.locator("#box-error")).to_have_attribute("role", "alert")
    page.keyboard.type("Helpt het?")
    expect(box).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#box-error")).to_be_empty()


# --- the hall


def _large(page: Page) -> View:
    page.keyboard.press("q")
    return hall("#hall-join h2", "#hall-join .qr")


def _hints(page: Page) -> View:
    page.evaluate("for (const one of document.querySelectorAll('[data-hint]')) one.hidden = false")
    page.mouse.move(300, 300)
    return hall("[data-hint=awake]", "[data-hint=awake] button")


def _lost(page: Page) -> View:
    expect(page.locator("html")).to_have_attribute("data-link", "online")
    page.context.set_offline(True)
    return hall(".hall-lost", ".clock-digits")


HALL: dict[str, Callable[[Page], View]] = {"code": _large, "hints": _hints, "lost": _lost}


@pytest.mark.parametrize("state", HALL)
@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)], ids=str)
def test_hall(listening: Evening, state: str, size: tuple[int, int]) -> None:
    page = listening.open("hall")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    view = HALL[state](page)
    found = complaints(page, view)
    page.context.set_offline(False)
    page.reload()
    none_in({state: found})
