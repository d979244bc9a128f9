"""The hall's page drawn from a conversation, without a server: what the pictures and the fitting
tests look at. Static files are the real ones, except the link: a page of these tests is connected
by ``Hall.give``, which hands it a view as the server would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from markupsafe import Markup
from playwright.sync_api import Browser, BrowserContext, Page, Route

from facilitation.core.model import Conversation
from facilitation.paths import STATIC, TEMPLATES
from facilitation.views.hall import REGIONS, hall_view
from facilitation.web import qr, static_files
from facilitation.web.locale import Speech, speech

JOIN_URL = "http://192.168.178.41:8000/join/7h3k9-vq2mz-c81xt-p4wnd"
LINK = """
export function connect(ticket, given) { window.link = given; given.onState("online"); }
export function send() { return Promise.reject(new Error("offline")); }
export function freshId() { return "0"; }
export function online() { return true; }
export function reconnect() {}
"""


@dataclass(frozen=True)
class Door:
    """As the web layer makes it."""

    url: str = JOIN_URL
    address: str = "192.168.178.41:8000"
    code: str = "K7M2PX"
    spaced_code: str = "K7M 2PX"

    @property
    def qr(self) -> Markup:
        return Markup(qr.svg(self.url))


def application() -> Flask:
    """Just enough of Flask to render the hall's templates."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static"] = static_files.url
    app.jinja_env.globals["modules"] = static_files.modules
    app.jinja_env.globals["qr_svg"] = qr.picture
    return app


def stage(conversation: Conversation) -> dict[str, Any]:
    """The contract's ``stage``."""
    phase = conversation.phase
    return {
        "phase": str(phase.name),
        "number": phase.number,
        "circle": phase.circle,
        "planned_s": None if phase.planned_ms is None else phase.planned_ms / 1000,
        "spent_s": phase.spent_ms / 1000,
        "running_since": phase.running_since,
    }


class Artist:
    """Draws the hall's page and its regions."""

    def __init__(self, talk: Speech | None = None) -> None:
        self._jinja = application().jinja_env
        self._talk = talk
        self.door = Door()

    def context(
        self, conversation: Conversation, now: int, phones: Mapping[str, int]
    ) -> dict[str, Any]:
        talk = self._talk or speech(conversation.language)
        return {
            **talk.context(),
            "view": hall_view(conversation, now, phones),
            "door": self.door,
            "role": "screen",
        }

    def regions(
        self, conversation: Conversation, now: int, phones: Mapping[str, int] | None = None
    ) -> dict[str, str]:
        """The regions as a live update sends them."""
        context = self.context(conversation, now, phones or {})
        return {
            name: self._jinja.get_template(f"hall/regions/{name}.html").render(context).strip()
            for name in REGIONS
        }

    def page(
        self, conversation: Conversation, now: int, phones: Mapping[str, int] | None = None
    ) -> str:
        """The whole page as a browser first gets it."""
        return self._jinja.get_template("hall/page.html").render(
            **self.context(conversation, now, phones or {}),
            seat="s1",
            ticket="a-ticket",
            regions=REGIONS,
            revision=conversation.revision,
            now=now,
            stage=stage(conversation),
            rehearsal=None,
        )


class Hall:
    """A browser page that shows a conversation, and can be given the next view."""

    def __init__(
        self, browser: Browser, size: tuple[int, int] = (1280, 720), **options: Any
    ) -> None:
        self.artist = Artist(options.pop("talk", None))
        self.direction = options.pop("direction", "")
        width, height = size
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, **options
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._html = ""
        self._given = 0
        self.page.route("**/*", self._answer)

    def show(
        self, conversation: Conversation, now: int, phones: Mapping[str, int] | None = None
    ) -> Page:
        """Load the page as it stands at ``now``."""
        self._html = self.artist.page(conversation, now, phones)
        if self.direction:
            self._html = self._html.replace('dir="ltr"', f'dir="{self.direction}"', 1)
        self.page.goto("http://hall.test/")
        self.page.wait_for_function("window.link !== undefined")
        self.page.evaluate("document.fonts.ready")
        return self.page

    def give(
        self, conversation: Conversation, now: int, phones: Mapping[str, int] | None = None
    ) -> None:
        """A view arrives."""
        self._given += 1  # always newer than the last, whichever evening it is from
        view = {"revision": 10_000 + self._given, "now": now, "stage": stage(conversation)}
        regions = self.artist.regions(conversation, now, phones)
        self.page.evaluate("view => window.link.onView(view)", {**view, "regions": regions})

    def close(self) -> None:
        self.context.close()

    def _answer(self, route: Route) -> None:
        path = route.request.url.partition("hall.test/")[2]
        if path.endswith("js/link.js"):
            route.fulfill(body=LINK, content_type="text/javascript")
        elif path.startswith("static/"):
            route.fulfill(path=STATIC / path.split("/", 2)[2])
        elif path:
            route.fulfill(status=404)
        else:
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
