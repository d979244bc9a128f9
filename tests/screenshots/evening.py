"""One evening of the pictures: driven over the contract, watched on all its screens.

Rule: forward only, like an evening. `MOMENTS` names where pictures are taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, expect

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
PHONES = {"pupil": "pupils", "parent": "parents"}
PRESENT = {"pupils": 12, "parents": 9, "teachers": 7}


def rather(language: str) -> str:
    """Another language than this one, that a parent may write in."""
    return "nl" if language == "ar" else "ar"


@dataclass
class Evening:
    """The conversation, who speaks to it by contract, and the pages that watch."""

    server: Server
    browser: Browser
    language: str
    options: dict[str, Any]
    links: dict[str, str]
    chair: Phone
    crowd: dict[str, list[Phone]]
    pages: dict[str, Page] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def words(self) -> Words:
        """What is said in it."""
        return WORDS[self.language]

    def page(self, size: dict[str, int], **options: Any) -> Page:
        """A page in a browser of its own."""
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale=self.language,
            reduced_motion="reduce",
            **{**self.options, **options},
        )
        context.set_default_timeout(20_000)
        return context.new_page()

    def open(self) -> None:
        """Every screen and phone."""
        for name, (kind, size) in SCREENS.items():
            self.pages[name] = self.page(size)
            self.pages[name].goto(self.links[kind])
        for name, circle in PHONES.items():
            self.pages[name] = self.page(PHONE)
            self.pages[name].goto(f"{self.links['join_url']}?lang={self.language}")
            self.pages[name].click(f"button[value={circle}]")
        for page in self.pages.values():
            connected(page)

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A command of the chair."""
        ack = self.chair.command(name, revision=None, **arguments)
        assert ack["ok"], ack
        self.chair.wait_revision(ack["revision"])
        result: dict[str, Any] = ack["result"]
        return result

    def to(self, number: int) -> None:
        """Go on until the phase with this number, with every page."""
        while self.chair.stage["number"] != number:
            self.do("advance")
        for page in self.pages.values():
            at(page, number)

    def close(self) -> None:
        """Hang up."""
        for phone in (self.chair, *(one for circle in self.crowd.values() for one in circle)):
            phone.close()
        for page in self.pages.values():
            page.context.close()


def begin(server: Server, browser: Browser, language: str, options: dict[str, Any]) -> Evening:
    """A conversation in its lobby, with a hall of phones."""
    words = WORDS[language]
    links = server.new(
        lang=language, school="De Regenboog", theme=words.theme, question=words.question
    )
    chair = Phone(server, ticket_of(links["chair_url"])).connect()
    crowd = {
        circle: [
            Phone(server, join(server, links["join_url"], circle, language)).connect()
            for _ in range(number)
        ]
        for circle, number in PRESENT.items()
    }
    return Evening(server, browser, language, options, links, chair, crowd)


def _opening(evening: Evening) -> None:
    for name in ("chair", "remote"):  # they have read the first help
        evening.pages[name].locator("#help button").click()
    evening.to(1)


def _discussion(evening: Evening) -> None:
    evening.to(2)
    parent = evening.pages["parent"]
    parent.fill("#box-text", evening.words.parents[0])
    parent.click("#box .button-main")
    expect(parent.locator("#region-own li")).to_have_count(1)
    own = parent.locator("#region-own li").first.get_attribute("id") or ""
    evening.notes.append(own.removeprefix("note-"))
    parent.fill("#box-text", evening.words.parents[1])


def _collection(evening: Evening) -> None:
    sent = evening.notes
    parents, teachers = evening.crowd["parents"], evening.crowd["teachers"]
    for phone, text in zip(teachers, evening.words.teachers, strict=False):
        sent.append(phone.done("submit_note", text=text)["note"])
    for phone, text in zip(parents, evening.words.parents[1:], strict=False):
        sent.append(phone.done("submit_note", text=text)["note"])
    foreign = rather(evening.language)
    parents[-1].done("set_language", lang=foreign)
    sent.append(parents[-1].done("submit_note", text=FOREIGN[foreign])["note"])
    evening.do("merge_notes", note=sent[1], into=sent[0])
    evening.to(3)
    for note in (sent[0], sent[2], sent[-1]):
        evening.do("select_note", note=note)
    evening.do("render_note", note=sent[-1], text=FOREIGN_HERE[evening.language])


def _floor(evening: Evening) -> None:
    evening.to(4)
    evening.do("put_question", note=evening.notes[0])
    for name in ("pupil", "hall"):
        expect(evening.pages[name].locator(".postit-text").first).to_be_visible()


def _foreign(evening: Evening) -> None:
    evening.do("answer_question", note=evening.notes[0], answer=evening.words.answer)
    evening.do("put_question", note=evening.notes[-1])
    expect(evening.pages["hall"].get_by_text(FOREIGN_HERE[evening.language])).to_be_visible()


def _list(evening: Evening) -> None:
    evening.do("show_selection")
    expect(evening.pages["hall"].locator(".hall-list")).to_be_visible()
    evening.do("write_summary", circle="pupils", text=evening.words.summary)


def _break(evening: Evening) -> None:
    evening.to(evening.do("add_break", seconds=600)["number"])


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
    "summary": lambda evening: evening.to(11),
    "response": _response,
    "closing": _closing,
    "ended": lambda evening: evening.to(16),
}
