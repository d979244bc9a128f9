"""One evening in one language, driven over the contract and watched in browsers.

Amira is a pupil, Joost a parent, meneer De Wit a teacher. Chair, hall screen, minute-taker, Amira
and Joost have a page each; De Wit only sends notes. Rule: the evening goes forward only, and
`reach` brings it to a named moment, at which all pages have arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from tests.clients import Phone, join, ticket_of
from tests.e2e.house import at, connected
from tests.servers import Server

from .conftest import HALL, LAPTOP, PHONE, Browsers

PHONES = {"amira": "pupils", "joost": "parents"}
DE_WIT_ASKS = {
    "zin": "Welk huiswerk was zinvol?",
    "ook": "Wat helpt je als je niet verder komt?",
    "weg": "Ik weet het niet",
}
SCREENS = {"hall": HALL, "chair": LAPTOP, "minute-taker": LAPTOP}


@dataclass
class Evening:
    """The conversation, who speaks to it by contract, and the pages that watch."""

    server: Server
    browsers: Browsers
    language: str
    links: dict[str, str]
    chair: Phone
    de_wit: Phone
    pages: dict[str, Page] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    moment: int = -1

    def open(self, name: str) -> Page:
        """The page of a person or a screen, opened when first asked for."""
        if name not in self.pages:
            self.pages[name] = self._phone(name) if name in PHONES else self._screen(name)
        return self.pages[name]

    def _phone(self, name: str) -> Page:
        page = self.browsers.page(PHONE, self.language)
        page.goto(self.links["join_url"])
        page.click(f"button[value={PHONES[name]}]")
        connected(page)
        return page

    def _screen(self, name: str) -> Page:
        page = self.browsers.page(SCREENS[name], self.language)
        kind = {"hall": "screen_url", "chair": "chair_url", "minute-taker": "minute_taker_url"}
        page.goto(self.links[kind[name]])
        connected(page)
        return page

    def to(self, number: int) -> None:
        """Go on until the phase with this number, with every page that is open."""
        while self.chair.stage["number"] != number:
            self.do("advance")
        for page in self.pages.values():
            at(page, number)

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A command of the chair, and everybody has seen it."""
        ack = self.chair.command(name, revision=None, **arguments)
        assert ack["ok"], ack
        self.chair.wait_revision(ack["revision"])
        result: dict[str, Any] = ack["result"]
        return result

    def reach(self, moment: str) -> None:
        """On to a named moment."""
        names = list(MOMENTS)
        while self.moment < names.index(moment):
            self.moment += 1
            MOMENTS[names[self.moment]](self)

    def close(self) -> None:
        """Hang up."""
        self.chair.close()
        self.de_wit.close()
        for page in self.pages.values():
            page.context.close()


def begin(server: Server, browsers: Browsers, language: str) -> Evening:
    """A new conversation in the lobby, in this language all over."""
    links = server.new(lang=language, school="De Regenboog")
    chair = Phone(server, ticket_of(links["chair_url"])).connect()
    de_wit = Phone(server, join(server, links["join_url"], "teachers", language)).connect()
    return Evening(server, browsers, language, links, chair, de_wit)


# --- the moments


def _discussion(evening: Evening) -> None:
    evening.to(2)
    joost = evening.open("joost")
    joost.fill("#box-text", "Wat doe je als je vastloopt?")
    joost.click("#box .button-main")
    expect(joost.locator("#region-own li")).to_have_count(1)
    own = joost.locator("#region-own li").first.get_attribute("id") or ""
    evening.notes["joost"] = own.removeprefix("note-")
    for name, text in DE_WIT_ASKS.items():
        evening.notes[name] = evening.de_wit.done("submit_note", text=text)["note"]


def _collection(evening: Evening) -> None:
    notes = evening.notes
    evening.do("add_paper_note", circle="parents", text="Van papier?")
    evening.do("merge_notes", note=notes["ook"], into=notes["joost"])
    evening.do("set_aside_note", note=notes["weg"])
    evening.to(3)
    evening.do("select_note", note=notes["joost"])
    evening.do("select_note", note=notes["zin"])


def _floor(evening: Evening) -> None:
    evening.to(4)
    evening.do("put_question", note=evening.notes["joost"])
    for name in ("amira", "hall"):
        if name in evening.pages:
            expect(evening.pages[name].locator(".postit-text").first).to_be_visible()


def _list(evening: Evening) -> None:
    evening.do("answer_question", note=evening.notes["joost"], answer="Een klasgenoot vragen.")
    evening.do("show_selection")
    evening.do("write_summary", circle="pupils", text="Kortere opdrachten.\nEn vaker uitleg.")
    expect(evening.open("hall").locator(".hall-list")).to_be_visible()


def _break(evening: Evening) -> None:
    number = evening.do("add_break", seconds=600)["number"]
    evening.to(number)


def _parents(evening: Evening) -> None:
    evening.to(5)


def _quieted(evening: Evening) -> None:
    evening.do("quiet_author", note=evening.notes["joost"])
    evening.to(8)


def _summary(evening: Evening) -> None:
    evening.to(11)


def _response(evening: Evening) -> None:
    evening.do("write_response", text="We voelen ons gehoord.")
    evening.to(14)


def _closing(evening: Evening) -> None:
    evening.do("add_agreement", what="Een bakje bij de deur", who="De Wit", by="2027-01-15")
    evening.do("write_follow_up", text="In de nieuwsbrief van januari.")
    evening.to(15)


MOMENTS: dict[str, Callable[[Evening], None]] = {
    "lobby": lambda evening: evening.to(0),
    "opening": lambda evening: evening.to(1),
    "discussion": _discussion,
    "collection": _collection,
    "question on the floor": _floor,
    "list of questions": _list,
    "break": _break,
    "the parents' turn": _parents,
    "quieted": _quieted,
    "summary": _summary,
    "response": _response,
    "closing": _closing,
    "ended": lambda evening: evening.to(16),
}
