"""The real JavaScript client under the same faults: in Chromium, on pages of the real server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from .harness import Evening, Faulty, evening_on, falls_without, running, wait_until
from .proxy import Proxy, proxied

CLIENT = "/static/any/vendor/socket.io.esm.min.js"

AT_ONCE = 4
"""A browser has six connections to a server; each of these holds one, and tells over another."""

FLUSH = """async ({client, tickets, each}) => {
  const { io } = await import(client);
  const phones = tickets.map((ticket) => io({
    auth: { ticket }, transports: ["polling"], forceNew: true, autoConnect: false,
  }));
  const answers = [];
  let waiting = tickets.length * each;
  const all = new Promise((done) => {
    for (const [who, phone] of phones.entries()) {
      for (let number = 0; number < each; number += 1) {
        const id = `${who}-${number}`;
        const note = { id, name: "submit_note", text: `Vraag ${number}?` };
        phone.emit("command", note, (answer) => {
          answers.push([id, answer]);
          waiting -= 1;
          if (!waiting) done();
        });
      }
    }
  });
  for (const phone of phones) phone.connect();
  await Promise.race([all, new Promise((done) => setTimeout(done, 12000))]);
  for (const phone of phones) phone.disconnect();
  return answers;
}"""
"""Phones that wrote while there was no line: everything waits, and goes in one request each."""


def _page(browser: Browser, url: str) -> Page:
    page = browser.new_page()
    page.goto(url)
    return page


def queued_notes_arrive(one: Evening, browser: Browser, phones: int, each: int) -> None:
    tickets = [one.seat() for _ in range(phones)]
    page = _page(browser, f"{one.server.url}/")
    answers = []
    for first in range(0, phones, AT_ONCE):
        given = {"client": CLIENT, "tickets": tickets[first : first + AT_ONCE], "each": each}
        answers += page.evaluate(FLUSH, given)
    page.close()
    refused = [answer for _, answer in answers if not answer["ok"]]
    assert (len(answers), refused) == (phones * each, [])
    assert len(one.kept_texts()) == phones * each


@pytest.mark.parametrize(("phones", "each"), [(1, 17), (2, 20), (20, 20)])
def test_queued_notes_over_long_polling_all_arrive(
    one: Evening, browser: Browser, phones: int, each: int
) -> None:
    queued_notes_arrive(one, browser, phones, each)


def test_queued_notes_are_dropped_with_the_limit_of_engineio(data: Path, browser: Browser) -> None:
    falls_without("payload_limit", data, lambda one: queued_notes_arrive(one, browser, 1, 20))


# --- a real phone's page behind a bad network


@contextmanager
def behind(data: Path, **wrong: Any) -> Iterator[tuple[Evening, Proxy]]:
    """An evening whose public address is that of the proxy."""
    server = Faulty(data)
    with proxied(server.port, **wrong) as proxy:
        server.extra = ("--public-url", proxy.url)
        links = server.prepare()
        with running(server), evening_on(server, links=links) as one:
            yield one, proxy


@contextmanager
def phone_page(browser: Browser, one: Evening, url: str, **options: Any) -> Iterator[Page]:
    """A participant's page, reached the way a phone reaches it."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(f"{url}/p/{one.seat()}")
    showing(page, "link", "online")
    try:
        yield page
    finally:
        context.close()


def showing(page: Page, name: str, value: str) -> None:
    """Until the page says so of itself."""
    page.wait_for_selector(f'html[data-{name}="{value}"]', state="attached", timeout=20_000)


def write(page: Page, text: str) -> None:
    """Write a note and hand it in, as a person does."""
    page.locator("#region-box textarea").fill(text)
    page.locator("#region-box button.button-main").click()


def test_proxy_that_refuses_websockets_leaves_long_polling(data: Path, browser: Browser) -> None:
    with behind(data, refuse_upgrade=True) as (one, proxy):
        with phone_page(browser, one, proxy.url) as page:
            write(page, "Komt dit aan?")
            wait_until(lambda: one.kept_texts() == ["Komt dit aan?"])
            one.chair.done("advance", revision=None)
            showing(page, "phase", "collection")
        assert proxy.upgrades_refused > 0


def test_line_cut_every_five_seconds_for_two_loses_nothing(data: Path, browser: Browser) -> None:
    with behind(data) as (one, proxy), phone_page(browser, one, proxy.url) as page:
        proxy.flap = (5.0, 2.0)
        texts = [f"Vraag {number}?" for number in range(8)]
        for text in texts:
            write(page, text)
            time.sleep(1.6)
        wait_until(lambda: len(one.kept_texts()) == len(texts), 20)
        proxy.flap = None
        assert proxy.cuts > 0
        assert one.kept_texts() == texts
        one.chair.done("advance", revision=None)
        began = time.monotonic()
        showing(page, "phase", "collection")
        print(f"\nnewest view {time.monotonic() - began:.2f} s after the change")


def test_p05_half_a_sentence_survives_pushes_cuts_a_kill_and_the_end_of_the_phase(
    data: Path, browser: Browser
) -> None:
    half = "Ik was nog bezig met"
    with behind(data) as (one, proxy), phone_page(browser, one, proxy.url) as page:
        box = page.locator("textarea").first
        box.fill(half)
        one.chair.done("adjust_time", seconds=60, revision=None)
        proxy.cut()
        one.server.restart()
        chair = one.reconnect_chair()
        showing(page, "link", "online")
        chair.done("pause", revision=None)
        page.wait_for_timeout(500)
        assert page.locator("textarea").first.input_value() == half
        page.reload()
        assert page.locator("textarea").first.input_value() == half
        one.advance_to(3)
        showing(page, "phase", "collection")
        assert half in page.evaluate(
            "() => document.body.innerText + [...document.querySelectorAll('textarea')]"
            ".map((one) => one.value).join()"
        )


# --- late and reordered views

REVISION_RULE = "if (view.revision < lastRevision) return;"


def late_view_changes_nothing(one: Evening, browser: Browser, without_rule: bool) -> None:
    """A view of the phase before arrives after the newest: the page stays where it is."""
    context = browser.new_context()
    if without_rule:
        context.route("**/js/page.js*", _page_without_rule)
    page = context.new_page()
    page.route_web_socket("**/socket.io/**", _late)
    page.goto(f"{one.server.url}/p/{one.seat()}")
    try:
        showing(page, "link", "online")
        page.wait_for_timeout(1500)  # until the websocket carries the views
        one.chair.done("pause", revision=None)
        page.wait_for_timeout(400)
        one.chair.done("resume", revision=None)
        page.wait_for_timeout(400)
        one.chair.done("advance", revision=None)
        page.wait_for_timeout(2500)
        assert page.evaluate("document.documentElement.dataset.phase") == "collection"
    finally:
        context.close()


def _page_without_rule(route: Route) -> None:
    answer = route.fetch()
    script = answer.text()
    if REVISION_RULE not in script:
        raise RuntimeError("page.js has another revision rule; the switch must follow it")
    route.fulfill(response=answer, body=script.replace(REVISION_RULE, ""))


def _late(ws: Any) -> None:
    """Every view comes once at once, and the earlier ones again after the newest."""
    server = ws.connect_to_server()
    views: list[str] = []

    def pass_on(message: str | bytes) -> None:
        ws.send(message)
        if isinstance(message, str) and message.startswith('42["view"'):
            if json.loads(message[2:])[1]["stage"]["phase"] == "collection":
                for late in reversed(views):
                    ws.send(late)
            views.append(message)

    server.on_message(pass_on)


def test_p04_late_and_reordered_views_are_not_shown(one: Evening, browser: Browser) -> None:
    late_view_changes_nothing(one, browser, without_rule=False)


def test_p04_late_views_are_shown_without_the_revision_rule(one: Evening, browser: Browser) -> None:
    with pytest.raises(AssertionError):
        late_view_changes_nothing(one, browser, without_rule=True)


# --- the clocks of phones and screens

DIGITS = "() => document.querySelector('[data-clock=digits]').textContent"
SHIFT = """const real = Date.now.bind(Date);
const Shifted = class extends Date {
  constructor(...given) { given.length ? super(...given) : super(real() + %d); }
  static now() { return real() + %d; }
};
globalThis.Date = Shifted;"""


def _seconds(digits: str) -> int:
    minutes, seconds = digits.split(":")
    return int(minutes) * 60 + int(seconds)


@pytest.mark.parametrize("days", [1, -1])
def test_p10_phone_with_a_wrong_clock_shows_the_right_time(
    one: Evening, browser: Browser, days: int
) -> None:
    def opened(context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(f"{one.server.url}/p/{one.seat()}")
        showing(page, "link", "online")
        return page

    shift = days * 24 * 3600 * 1000
    wrong, right = browser.new_context(), browser.new_context()
    wrong.add_init_script(SHIFT % (shift, shift))
    pages = [opened(wrong), opened(right)]
    pages[0].wait_for_timeout(800)
    shown = [_seconds(page.evaluate(DIGITS)) for page in pages]
    assert abs(shown[0] - shown[1]) <= 1
    assert 0 < shown[0] <= 900
    wrong.close()
    right.close()


def test_p10_hall_screen_that_was_hidden_shows_the_right_time_at_once(
    one: Evening, browser: Browser
) -> None:
    """A hidden tab's timers hardly run: here they do not run at all for four minutes."""
    page = browser.new_page()
    page.clock.install()
    page.goto(one.links["screen_url"])
    showing(page, "link", "online")
    before = _seconds(page.evaluate(DIGITS))
    page.clock.fast_forward(240_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    after = _seconds(page.evaluate(DIGITS))
    page.close()
    assert 238 <= before - after <= 244
