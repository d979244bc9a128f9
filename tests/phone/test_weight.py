"""The first load of a phone's page: light enough for a slow link, and one request chain deep.

Bytes are held here; the time that it takes is printed by ``python -m tests.bench.phone``.
"""

from __future__ import annotations

import pytest

from facilitation.locale import languages
from facilitation.web import static_files
from tests.bench.network import Log
from tests.bench.phone import TARGET_BYTES, cold, load, seat, settle

pytestmark = pytest.mark.e2e

IMPORT = "async (address) => { try { await import(address); } catch { /* no seat here */ } }"
FONTS_IN_USE = "() => [...document.fonts].filter((one) => one.status === 'loaded').length"
POLISH = "Kiedy telefon pomaga, a kiedy przeszkadza nam w nauce? Żółć, gęś, jaźń."


@pytest.mark.parametrize("phase", ["lobby", "discussion", "questions"])
def test_first_load_is_light(evening, browser, phase) -> None:
    url, cookies = seat(browser, evening.links["join_url"], "parents")
    evening.to(phase)
    loaded = load(browser, url, cookies, slow=False)
    assert loaded.bytes["font"] > 25_000  # The letters were among it.
    assert loaded.bytes["script"] > 20_000
    assert loaded.bytes.total() <= TARGET_BYTES, loaded.bytes


@pytest.mark.parametrize("language", languages())
def test_first_load_is_light_in_every_language(evening, browser, language) -> None:
    url, cookies = seat(browser, evening.links["join_url"] + f"?lang={language}", "parents")
    evening.to("discussion")
    loaded = load(browser, url, cookies, slow=False)
    assert loaded.bytes.total() <= TARGET_BYTES, loaded.bytes


def test_first_load_with_polish_letters_is_light(server, browser) -> None:
    links = server.new(theme=POLISH)
    url, cookies = seat(browser, links["join_url"], "parents")
    loaded = load(browser, url, cookies, slow=False)
    assert loaded.bytes["font"] > 32_000
    assert loaded.bytes.total() <= TARGET_BYTES, loaded.bytes


@pytest.mark.parametrize("language", ["nl", "ar", "uk"])
def test_page_afterwards_is_light(evening, browser, language) -> None:
    evening.chair.done("write_follow_up", text="In de nieuwsbrief van maart.")
    evening.to("ended")
    address = f"{evening.links['join_url']}?lang={language}"
    with cold(browser, []) as (page, log):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate(FONTS_IN_USE) >= 1
        weight = log.by_kind()
    assert (weight["script"], weight["document"] > 1_000) == (0, True)
    assert weight.total() <= TARGET_BYTES, weight


def waiting_for_another(url: str, log: Log) -> list[str]:
    """What only began because another file had come. A sheet may ask for a font."""
    return [
        one.path
        for one in log.resources()
        if not one.started_by <= {url} and not (one.kind == "font" and _by_sheet(one.started_by))
    ]


def _by_sheet(starters: frozenset[str]) -> bool:
    return all(".css" in one for one in starters)


def test_nothing_waits_for_another_script(evening, browser) -> None:
    url, cookies = seat(browser, evening.links["join_url"], "parents")
    with cold(browser, cookies) as (page, log):
        page.goto(url)
        settle(page, log)
        assert len(log.resources()) > 15
        assert page.evaluate(FONTS_IN_USE) == 1
        assert waiting_for_another(url, log) == []


def test_waiting_would_be_noticed(evening, browser) -> None:
    """A page that preloads nothing and then takes the modules, so the test above can fail."""
    with cold(browser, []) as (page, log):
        page.goto(evening.links["join_url"])
        page.evaluate(IMPORT, static_files.url("js/phone.js"))
        assert len(waiting_for_another(page.url, log)) > 5
