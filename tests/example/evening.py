"""The example evening: driven over the contract, in one language all over, watched in browsers.

Amira is a pupil, Joost a parent, meneer De Wit a teacher; Amira and Joost hold a phone with a page,
the others of the crowd speak the contract. Rule: it goes forward only, and `reach` brings it to one
of `MOMENTS`, at which all open pages have arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from playwright.sync_api import Page, expect

from tests.clients import Phone, join, ticket_of
from tests.e2e.house import at, connected
from tests.servers import Server

from .words import FOREIGN, FOREIGN_HERE, WORDS, Words

HALL = {"width": 1920, "height": 1080}
SQUARE = {"width": 1024, "height": 768}
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
SCREENS = {
    "hall": ("screen_url", HALL),
    "hall-4x3": ("screen_url", SQUARE),
    "chair": ("chair_url", LAPTOP),
    "remote": ("chair_url", PHONE),
    "minute-taker": ("minute_taker_url", LAPTOP),
}
PHONES = {"amira": "pupils", "joost": "parents"}
FEW = {"parents": 1, "teachers": 1}


@dataclass
class Evening:
    """The conversation, who speaks to it by contract, and the pages that watch."""

    server: Server
    language: str
    new_page: Callable[[dict[str, int]], Page]
    """A page of this size, in a browser of its own that asks for the language."""
    links: dict[str, str]
    chair: Phone
    crowd: dict[str, list[Phone]]
    pages: dict[str, Page] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    """Ids of the notes that the moments are about."""
    moment: int = -1

    @property
    def words(self) -> Words:
        """What is said in it."""
        return WORDS[self.language]

    @property
    def de_wit(self) -> Phone:
        """The teacher."""
        return self.crowd["teachers"][0]

    def open(self, name: str) -> Page:
        """The page of a person or a screen, opened when first asked for."""
        if name not in self.pages:
            self.pages[name] = self._phone(name) if name in PHONES else self._screen(name)
        return self.pages[name]

    def _phone(self, name: str) -> Page:
        page = self.new_page(PHONE)
        page.goto(f"{self.links['join_url']}?lang={self.language}")
        page.click(f"button[value={PHONES[name]}]")
        connected(page)
        return page

    def _screen(self, name: str) -> Page:
        link, size = SCREENS[name]
        page = self.new_page(size)
        page.goto(self.links[link])
        connected(page)
        return page

    def watching(self, *names: str) -> list[Page]:
        """Those of them that are open."""
        return [self.pages[name] for name in names if name in self.pages]

    def to(self, number: int) -> None:
        """Go on until the phase with this number, with every page that is open."""
        while self.chair.stage["number"] != number:
            self.do("advance")
        for page in self.pages.values():
            at(page, number)

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A command of the chair, which the chair has seen the effect of."""
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
        for phone in (self.chair, *(one for circle in self.crowd.values() for one in circle)):
            phone.close()
        for page in self.pages.values():
            page.context.close()


def begin(
    server: Server,
    language: str,
    new_page: Callable[[dict[str, int]], Page],
    crowd: Mapping[str, int] = FEW,
) -> Evening:
    """A new conversation in the lobby. ``crowd``: phones without a page, by circle."""
    words = WORDS[language]
    links = server.new(
        lang=language, school="De Regenboog", theme=words.theme, question=words.question
    )
    chair = Phone(server, ticket_of(links["chair_url"])).connect()
    seated = {
        circle: [
            Phone(server, join(server, links["join_url"], circle, language)).connect()
            for _ in range(number)
        ]
        for circle, number in crowd.items()
    }
    return Evening(server, language, new_page, links, chair, seated)


def rather(language: str) -> str:
    """Another language than this one, that a parent may write in."""
    return "nl" if language == "ar" else "ar"


# --- the moments


def _opening(evening: Evening) -> None:
    for page in evening.watching("chair", "remote"):  # they have read the first help
        page.locator("#help button").click()
    for page in evening.watching("hall", "hall-4x3"):  # and somebody has seen to the gong
        # Without a mouse, which would bring up the toolbar.
        page.locator('[data-hint=sound] [data-do="dismiss"]').dispatch_event("click")
    evening.to(1)


def _discussion(evening: Evening) -> None:
    evening.to(2)
    joost, notes = evening.open("joost"), evening.notes
    joost.fill("#box-text", evening.words.parents[0])
    joost.click("#box .button-main")
    expect(joost.locator("#region-own li")).to_have_count(1)
    own = joost.locator("#region-own li").first.get_attribute("id") or ""
    notes["joost"] = own.removeprefix("note-")
    joost.fill("#box-text", evening.words.parents[1])  # still being written
    teachers, parents = cycle(evening.crowd["teachers"]), cycle(evening.crowd["parents"])
    for name, text in zip(("alike", "useful"), evening.words.teachers, strict=True):
        notes[name] = next(teachers).done("submit_note", text=text)["note"]
    for name, text in zip(("begin", "leave"), evening.words.parents[1:], strict=True):
        notes[name] = next(parents).done("submit_note", text=text)["note"]
    other, stranger = rather(evening.language), next(parents)
    stranger.done("set_language", lang=other)
    notes["foreign"] = stranger.done("submit_note", text=FOREIGN[other])["note"]


def _collection(evening: Evening) -> None:
    notes = evening.notes
    evening.do("add_paper_note", circle="parents", text=evening.words.paper)
    evening.do("merge_notes", note=notes["alike"], into=notes["joost"])
    evening.do("set_aside_note", note=notes["leave"])
    evening.to(3)
    for name in ("joost", "useful", "foreign"):
        evening.do("select_note", note=notes[name])
    evening.do("render_note", note=notes["foreign"], text=FOREIGN_HERE[evening.language])


def _floor(evening: Evening) -> None:
    evening.to(4)
    evening.do("put_question", note=evening.notes["joost"])
    for page in evening.watching("amira", "hall"):
        expect(page.locator(".postit-text").first).to_be_visible()


def _foreign(evening: Evening) -> None:
    evening.do("answer_question", note=evening.notes["joost"], answer=evening.words.answer)
    evening.do("put_question", note=evening.notes["foreign"])
    for page in evening.watching("amira", "hall"):
        expect(page.get_by_text(FOREIGN_HERE[evening.language])).to_be_visible()


def _list(evening: Evening) -> None:
    evening.do("show_selection")
    evening.do("write_summary", circle="pupils", text=evening.words.summary)
    for page in evening.watching("hall"):
        expect(page.locator(".hall-list")).to_be_visible()


def _break(evening: Evening) -> None:
    evening.to(evening.do("add_break", seconds=600)["number"])


def _quieted(evening: Evening) -> None:
    evening.do("quiet_author", note=evening.notes["joost"])
    evening.to(8)


def _response(evening: Evening) -> None:
    evening.do("write_response", text=evening.words.response)
    evening.to(14)


def _closing(evening: Evening) -> None:
    evening.do("add_agreement", what=evening.words.agreement, who="De Wit", by="2027-01-15")
    evening.do("write_follow_up", text=evening.words.follow_up)
    evening.to(15)


MOMENTS: dict[str, Callable[[Evening], None]] = {
    "lobby": lambda evening: evening.to(0),
    "opening": _opening,
    "discussion": _discussion,
    "collection": _collection,
    "question": _floor,
    "foreign-question": _foreign,
    "list": _list,
    "break": _break,
    "parents-turn": lambda evening: evening.to(5),
    "quieted": _quieted,
    "summary": lambda evening: evening.to(11),
    "response": _response,
    "closing": _closing,
    "ended": lambda evening: evening.to(16),
}
