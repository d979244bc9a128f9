"""The hall's QR codes: they say what they should, and can be scanned as far as the docs say.

`docs/hall-screen.md` holds a table of sizes; a test here reads it, so that it stays true.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from facilitation.core import commands as c
from facilitation.core import wifi
from facilitation.core.model import Conversation
from facilitation.web import qr
from tests import evening
from tests.decoding import codes_in
from tests.evening import CHAIR
from tests.hall.drawing import JOIN_URL, Hall
from tests.hall.test_page import FIVE, OVERFLOWING, QUESTION_280, now, prepared, run, without_hints

pytestmark = pytest.mark.e2e

DOCS = Path(__file__).resolve().parents[2] / "docs/hall-screen.md"
PICTURE_MM = 2000  # the beamer's picture in the docs is two metres wide
SIZES = {"1920×1080": (1920, 1080), "1024×768": (1024, 768)}
PLACES = {"lobby": ".hall-lobby-join", "full screen": "#hall-join"}
NETWORK = {"wifi_name": "School-Gast", "wifi_password": "regenboog 2026"}
LONGEST = {"wifi_name": "Wifi; 'Gasten' van de Regenboog!", "wifi_password": '0Ol1,;:\\"' * 7}
ROW = re.compile(
    r"\| (.+?) \| (.+?) \| (.+?) \| (\d+) px \| ([\d.]+) px \| (\d+) mm \| ([\d.]+) mm \|"
)


def shown(conversation: Conversation, place: str) -> Conversation:
    return conversation if place == "lobby" else run(conversation, c.ShowJoin(actor=CHAIR))


def codes(page: Page, place: str) -> list[tuple[float, float]]:
    """Width and module size in pixels of each code there."""
    found = []
    for code in page.locator(f"{PLACES[place]} .qr svg").all():
        box = code.bounding_box()
        assert box is not None
        modules = int((code.get_attribute("viewBox") or "").split()[2])
        found.append((box["width"], box["width"] / modules))
    return found


def measured(browser: Browser, size: tuple[int, int], place: str, **network: Any) -> list[Any]:
    hall = without_hints(Hall(browser, size))
    page = hall.show(shown(prepared(**network), place), now())
    found = codes(page, place)
    picture = page.screenshot()
    assert page.evaluate(OVERFLOWING) == []
    hall.close()
    return [found, picture]


def test_level_and_quiet_zone_are_the_standards() -> None:
    assert qr.QUIET_ZONE == 4
    rows = qr.modules(JOIN_URL)
    size = len(rows)
    edge = [
        rows[y][x]
        for y in range(size)
        for x in range(size)
        if min(x, y) < 4 or max(x, y) >= size - 4
    ]
    assert not any(edge)
    # Format information: the two bits of the level, masked as the standard says; M is 00.
    level = (rows[4 + 8][4], rows[4 + 8][5])
    assert (level[0] ^ True, level[1] ^ False) == (False, False)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", SIZES)
def test_codes_are_as_large_as_the_docs_say(browser: Browser, name: str, place: str) -> None:
    documented = {row[:3]: row[3:] for row in ROW.findall(DOCS.read_text("utf-8"))}
    for kind, network in (("join alone", {}), ("with Wi-Fi", NETWORK)):
        found, _ = measured(browser, SIZES[name], place, **network)
        width = min(one for one, _ in found)
        module = min(one for _, one in found)
        to_mm = PICTURE_MM / SIZES[name][0]
        said = documented[(place, kind, name)]
        told = (f"{width:.0f}", f"{module:.1f}", f"{width * to_mm:.0f}", f"{module * to_mm:.1f}")
        assert (place, kind, name, told) == (place, kind, name, said)


@pytest.mark.parametrize("network", [NETWORK, LONGEST, {"wifi_name": "Open", "wifi_hidden": True}])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", SIZES)
def test_both_codes_are_read_by_a_decoder_also_from_afar(
    browser: Browser, name: str, place: str, network: dict[str, Any]
) -> None:
    found, picture = measured(browser, SIZES[name], place, **network)
    said = wifi.payload(
        network["wifi_name"], network.get("wifi_password", ""), network.get("wifi_hidden", False)
    )
    assert len(found) == 2
    assert codes_in(picture) == {said, JOIN_URL}
    # A phone's preview has four pixels for a module at the distance that the docs state.
    smaller = 2.5 / min(module for _, module in found)
    assert codes_in(picture, smaller) == {said, JOIN_URL}


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768)], ids=str)
def test_longest_words_beside_two_codes_fit(browser: Browser, size: tuple[int, int]) -> None:
    hall = Hall(browser, size)
    page = hall.show(prepared(), now())
    phases = {
        "circles": FIVE,
        "phases": evening.agenda.build(
            [evening.agenda.Turn(one.key, 15 * evening.MINUTE, 15 * evening.MINUTE) for one in FIVE]
        ),
    }
    found = {}
    for name, changed in (("three", {}), ("five", phases)):
        for place in PLACES:
            wordy = prepared(question=QUESTION_280, theme=QUESTION_280[:120], **LONGEST, **changed)
            hall.give(shown(wordy, place), now(), {"pupils": 120})
            found[name, place] = page.evaluate(OVERFLOWING)
    hall.close()
    assert {key: bad for key, bad in found.items() if bad} == {}


def test_two_steps_have_a_number_a_word_and_readable_text(browser: Browser) -> None:
    hall = Hall(browser, (1920, 1080))
    page = hall.show(prepared(**NETWORK), now())
    text = " ".join(page.locator(".hall-lobby-join").inner_text().split())
    hall.close()
    for words in ("1 Wi-Fi", "School-Gast", "regenboog 2026", "2 Take part", "K7M 2PX"):
        assert words in text
