"""Reloading any page at any moment brings back the same picture, and what was being written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.clients import Phone, ticket_of
from tests.servers import Server

from .house import HALL, House, at, connected, sees, write

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

# Every visible piece of text within the regions, in order, and what stands in fields; what the
# clock paints left out.
PICTURE = """
() => [...document.querySelectorAll("[data-region]")].map((region) => {
    const walk = document.createTreeWalker(region, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const words = [];
    while (walk.nextNode()) {
        const node = walk.currentNode;
        const holder = node instanceof Text ? node.parentElement : node;
        if (holder.closest("[data-clock]") || !holder.checkVisibility()) continue;
        if (holder.matches("input, textarea")) words.push(holder === node ? holder.value : "");
        else if (node instanceof Text) words.push(node.data);
    }
    return [region.dataset.region, words.join(" ").replace(/\\s+/g, " ").trim()];
})
"""

Picture = dict[str, str]


def picture(page: Page) -> Picture:
    """The visible words of each region."""
    return dict(page.evaluate(PICTURE))


class Hand:
    """The chair's hand, outside the browser: these tests look at pages, not at presses."""

    def __init__(self, server: Server, links: dict[str, str]) -> None:
        self.chair = Phone(server, ticket_of(links["chair_url"])).connect()

    def gives(self, name: str, **arguments: object) -> None:
        """A command that is accepted, seen here before the next one."""
        answer = self.chair.command(name, revision=None, **arguments)
        assert answer["ok"], answer
        self.chair.wait_revision(answer["revision"])

    def goes_on(self, steps: int = 1) -> None:
        """The next phase, or the one after."""
        for _ in range(steps):
            self.gives("advance")


@pytest.fixture
def steer(server: Server) -> Iterator[Callable[[dict[str, str]], Hand]]:
    """A hand for a conversation, let go at the end."""
    hands: list[Hand] = []

    def taken(links: dict[str, str]) -> Hand:
        hands.append(Hand(server, links))
        return hands[-1]

    yield taken
    for hand in hands:
        hand.chair.close()


def reload_all(pages: dict[str, Page]) -> None:
    """Press reload on all of them at once."""
    for page in pages.values():
        page.evaluate("() => { location.reload(); }")
    for page in pages.values():
        page.wait_for_load_state()
        connected(page)


@pytest.fixture
def screens(house: House, server: Server) -> Callable[[dict[str, str]], dict[str, Page]]:
    """Chair, minute-taker, hall, a pupil and a parent."""

    def opened(links: dict[str, str]) -> dict[str, Page]:
        return {
            "amira": house.phone(links["join_url"], "pupils"),
            "joost": house.phone(links["join_url"], "parents"),
            "chair": house.open(links["chair_url"]),
            "minute-taker": house.open(links["minute_taker_url"]),
            "hall": house.open(links["screen_url"], HALL),
        }

    return opened


def evening(hand: Hand, joost: Page) -> Iterator[str]:
    """Goes from moment to moment; gives the name of each."""
    yield "lobby"
    hand.goes_on()
    yield "opening"
    hand.goes_on()
    notes = [write(joost, text) for text in ("Wat helpt jullie?", "En wat niet?")]
    hand.gives("pause")
    yield "discussion, the clock standing still"
    hand.goes_on()
    for note in notes:
        hand.gives("select_note", note=note)
    yield "collection"
    hand.goes_on()
    hand.gives("put_question", note=notes[0])
    yield "questions, one on the floor"
    hand.gives("answer_question", note=notes[0], answer="Rust.")
    hand.gives("show_selection")
    yield "questions, the list shown"
    hand.gives("write_summary", circle="pupils", text="Rust helpt, haast niet.")
    hand.gives("add_break", seconds=300)
    hand.goes_on()
    yield "break"
    hand.goes_on()
    yield "discussion of the second circle"
    hand.goes_on(3)
    yield "summary"
    hand.goes_on(2)
    hand.gives("write_response", text="Wij zijn gehoord.")
    yield "response"
    hand.goes_on()
    hand.gives("add_agreement", what="Een stille ruimte", who="Amira", by="1 mei")
    yield "closing"
    hand.gives("write_follow_up", text="In de nieuwsbrief.")
    hand.goes_on()
    yield "ended"


def settled(page: Page, number: int) -> Picture:
    """The picture, once the page shows this phase and does not change any more."""
    at(page, number)
    before: Picture = {}
    while (now := picture(page)) != before:
        before = now
        page.wait_for_timeout(150)
    return now


def test_reload_brings_back_the_same_picture_at_every_moment(
    screens: Callable[[dict[str, str]], dict[str, Page]],
    steer: Callable[[dict[str, str]], Hand],
    server: Server,
) -> None:
    links = server.new(circle=["pupils:Leerlingen:15:15", "parents:Ouders:15:15"])
    pages = screens(links)
    hand = steer(links)
    for moment in evening(hand, pages["joost"]):
        number = hand.chair.stage["number"]
        before = {name: settled(page, number) for name, page in pages.items()}
        assert all(any(one.values()) for one in before.values())
        reload_all(pages)
        for name, page in pages.items():
            after = settled(page, number)
            changed = {
                region: (words, after[region])
                for region, words in before[name].items()
                if words != after[region]
            }
            assert (moment, name, changed) == (moment, name, {})


# --- what was being written


def test_draft_on_a_phone_survives_a_reload(
    screens: Callable[[dict[str, str]], dict[str, Page]],
    steer: Callable[[dict[str, str]], Hand],
    server: Server,
) -> None:
    links = server.new()
    joost = screens(links)["joost"]
    hand = steer(links)
    hand.goes_on(2)
    at(joost, 2)
    joost.locator("#box-text").press_sequentially("Een halve vr")
    reload_all({"joost": joost})
    expect(joost.locator("#box-text")).to_have_value("Een halve vr")
    joost.locator("#box-text").press_sequentially("aag?")
    hand.goes_on()
    at(joost, 3)
    expect(joost.locator("#outbox .text")).to_have_text("Een halve vraag?")
    reload_all({"joost": joost})
    expect(joost.locator("#outbox .text")).to_have_text("Een halve vraag?")
    sees(joost, "Dit was u nog aan het schrijven")


TAB_OF = {"agreement-what": "Afspraken", "summary-pupils": "Samenvatting"}


@pytest.mark.parametrize("seat", ["chair", "minute-taker"])
def test_words_in_every_field_of_the_desk_survive_a_reload(
    seat: str, house: House, steer: Callable[[dict[str, str]], Hand], server: Server
) -> None:
    links = server.new()
    desk = house.open(links["chair_url" if seat == "chair" else "minute_taker_url"])
    hand = steer(links)
    hand.goes_on(3)
    at(desk, 3)
    desk.locator("#paper-parents > summary").click()
    written = {
        "paper-text-parents": "Een vraag van papier",
        "agreement-what": "Een stille ruimte",
        "agreement-who": "Amira",
        "summary-pupils": "Rust helpt",
    }
    for field, text in written.items():
        if field in TAB_OF:
            desk.get_by_role("tab", name=TAB_OF[field]).click()
        desk.fill(f"#{field}", text)
    reload_all({seat: desk})
    for field, text in written.items():
        expect(desk.locator(f"#{field}")).to_have_value(text)
    expect(desk.locator("#state-summary-pupils")).to_have_text("opgeslagen")
