"""The people of an evening and their screens: real browsers on a real server.

Rule: they press what stands on the page and read what is visible; nothing here knows the program.
Amira is a pupil, Joost a parent, meneer De Wit a teacher with an English phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.servers import Server

from .watch import Watch

LAPTOP = {"width": 1366, "height": 768}
HALL = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 800}

MAIN = "#main-button"
CIRCLE_OF = {"amira": "pupils", "joost": "parents", "de_wit": "teachers"}
LOCALE_OF = {"amira": "nl-NL", "joost": "nl-NL", "de_wit": "en-GB"}
PATIENCE_MS = 20_000


@dataclass
class House:
    """Opens browsers for one test and listens to their complaints."""

    browser: Browser
    watch: Watch
    open_browsers: list[BrowserContext] = field(default_factory=list)

    def browser_of(
        self, size: dict[str, int] = LAPTOP, locale: str = "nl-NL", **options: Any
    ) -> BrowserContext:
        """A browser of its own: its cookies and its storage."""
        context = self.browser.new_context(viewport=size, locale=locale, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        self.watch.over(context)
        self.open_browsers.append(context)
        return context

    def open(self, url: str, size: dict[str, int] = LAPTOP, **options: Any) -> Page:
        """A live page in a browser of its own."""
        return tab(self.browser_of(size, **options), url)

    def phone(self, join_url: str, circle: str, locale: str = "nl-NL", **options: Any) -> Page:
        """A phone that has joined a circle."""
        touch = {"has_touch": True, "is_mobile": True}
        return join(self.browser_of(PHONE, locale, **touch, **options), join_url, circle)

    def close(self) -> None:
        """Shut everything; what was complained of stays in ``watch``."""
        while self.open_browsers:
            self.open_browsers.pop().close()


def tab(context: BrowserContext, url: str) -> Page:
    """One more live page in this browser."""
    page = context.new_page()
    page.goto(url)
    connected(page)
    return page


def join(context: BrowserContext, join_url: str, circle: str) -> Page:
    """Scan the code and tap a circle."""
    page = context.new_page()
    page.goto(join_url)
    page.click(f"button[value={circle}]")
    connected(page)
    return page


def connected(page: Page, seconds: float = PATIENCE_MS / 1000) -> None:
    """Until the page has its live link."""
    expect(page.locator("html[data-link=online]")).to_have_count(1, timeout=seconds * 1000)


@dataclass
class Five:
    """Chair, hall screen and three phones."""

    server: Server
    links: dict[str, str]
    chair: Page
    hall: Page
    amira: Page
    joost: Page
    de_wit: Page

    @property
    def pages(self) -> dict[str, Page]:
        """By name."""
        names = ("chair", "hall", *CIRCLE_OF)
        return {name: getattr(self, name) for name in names}

    @property
    def phones(self) -> tuple[Page, Page, Page]:
        """Those of the three circles."""
        return self.amira, self.joost, self.de_wit

    def to(self, number: int) -> None:
        """The chair goes on until the phase with this number, and all five are there."""
        while stage(self.chair)["number"] < number:
            go_on(self.chair)
        for page in self.pages.values():
            at(page, number)

    def minutes(self) -> dict[str, Any]:
        """What the minutes say now."""
        return self.server.minutes(self.links["code"])


def five(house: House, server: Server, **options: Any) -> Five:
    """A new conversation with its five screens, in the lobby."""
    links = server.new(**options)
    phones = {
        name: house.phone(links["join_url"], CIRCLE_OF[name], LOCALE_OF[name]) for name in CIRCLE_OF
    }
    chair = house.open(links["chair_url"])
    return Five(server, links, chair, house.open(links["screen_url"], HALL), **phones)


# --- what a page itself knows

# The page's own module, as it runs there (an import gives the same one again).
MODULE = """
(name) => import(performance.getEntriesByType("resource").map((one) => one.name)
    .find((url) => new URL(url).pathname.endsWith(`/js/${name}.js`)))
"""
STAGE = f"async () => (await ({MODULE})('page')).currentStage()"


def stage(page: Page) -> dict[str, Any]:
    """The stage that a page shows."""
    shown: dict[str, Any] = page.evaluate(STAGE)
    return shown


UNTIL = f"""
async ([number, there, patience]) => {{
    const until = performance.now() + patience;
    const page = await ({MODULE})("page");
    while ((page.currentStage()?.number === number) !== there) {{
        if (performance.now() > until) throw new Error(`in ${{page.currentStage()?.number}}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }}
}}
"""


def at(page: Page, number: int) -> None:
    """Until the page shows the phase with this number."""
    page.evaluate(UNTIL, [number, True, PATIENCE_MS])


def beyond(page: Page, number: int) -> None:
    """Until the page shows any other phase."""
    page.evaluate(UNTIL, [number, False, PATIENCE_MS])


# --- what people do


def go_on(chair: Page) -> None:
    """Press the main button; when the page asks whether it is not too early, say yes."""
    before = stage(chair)["number"]
    chair.click(MAIN)
    if chair.locator("#confirm[open]").count():
        chair.click('#confirm button[value="yes"]')
    beyond(chair, before)


def write(phone: Page, text: str, split: str | None = None) -> str:
    """Write a question and send it; gives the note's name once it is received."""
    own = phone.locator("#region-own li")
    before = own.count()
    phone.fill("#box-text", text)
    phone.click("#box .button-main")
    if split:
        phone.click(f"[data-split={split}]")
    expect(own).to_have_count(before + 1)
    return note_name(own.first)


def note_name(card: Locator) -> str:
    """The note that a card on a page shows."""
    return (card.get_attribute("id") or "").partition("-")[2]


# --- what people see


def sees(page: Page, *texts: str) -> None:
    """Each of these stands visibly on the page."""
    for text in texts:
        expect(page.get_by_text(text).filter(visible=True).first).to_be_visible()


def sees_not(page: Page, *texts: str) -> None:
    """None of these is visible."""
    for text in texts:
        expect(page.get_by_text(text).filter(visible=True)).to_have_count(0)


def holds_nothing_of(pages: Sequence[Page], *texts: str) -> None:
    """Not a word of it is anywhere in these pages, hidden or not."""
    for page in pages:
        content = page.content()
        assert [text for text in texts if text in content] == []
