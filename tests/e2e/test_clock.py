"""The clock on five screens is one clock, also on a phone whose own clock is a day off.

Two measures on one common time line (``performance``: nobody shifts it): the moment at which each
page believes the phase to be at zero, and the moments at which its digits really change.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import pytest
from playwright.sync_api import Page

from tests.servers import Server

from .house import CIRCLE_OF, HALL, LAPTOP, MODULE, PHONE, Five, House, connected, go_on, join, tab

pytestmark = pytest.mark.e2e

MOST_MS = 250
BOUNDARIES = 4

# The whole Date of a page a day ahead: what a phone with a wrong date has.
A_DAY_OFF = """
(() => {
    const Right = Date;
    const shifted = () => Right.now() + 86400000;
    window.Date = new Proxy(Right, {
        construct: (target, given) => given.length ? new target(...given) : new target(shifted()),
        apply: () => String(new Right(shifted())),
        get: (target, name) => name === "now" ? shifted : Reflect.get(target, name),
    });
})();
"""

# When the used time was nothing, on the common time line, in milliseconds.
BEGAN = f"""
async () => {{
    const clock = await ({MODULE})("clock");
    return performance.timeOrigin + performance.now() - clock.used() * 1000;
}}
"""

WRITE_DOWN = """
() => {
    const seen = window.seenDigits = {};
    const digits = () => [...document.querySelectorAll("[data-clock=digits]")]
        .find((one) => one.checkVisibility());
    let last = digits().textContent;
    new MutationObserver(() => {
        const now = digits()?.textContent;
        if (!now || now === last) return;
        last = now;
        seen[now] ??= performance.timeOrigin + performance.now();
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
}
"""
SEEN = """
async (changes) => {
    while (Object.keys(window.seenDigits).length < changes) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return window.seenDigits;
}
"""


def spread(moments: list[float]) -> float:
    return max(moments) - min(moments)


def zero_of(pages: list[Page]) -> float:
    """By how many milliseconds the pages' clocks differ."""
    return spread([page.evaluate(BEGAN) for page in pages])


def painted(pages: list[Page]) -> list[float]:
    """By how much each of a few changes of the second differs from screen to screen."""
    for page in pages:
        page.evaluate(WRITE_DOWN)
    seen = [page.evaluate(SEEN, BOUNDARIES + 1) for page in pages]
    common = set.intersection(*({*one} for one in seen))
    return [spread([one[digits] for one in seen]) for digits in common]


def five_with_a_wrong_date(house: House, server: Server) -> Five:
    """The five screens; Joost's phone is a day ahead, and was so before it joined."""
    links = server.new()
    phones = {}
    for name, circle in CIRCLE_OF.items():
        context = house.browser_of(PHONE)
        if name == "joost":
            context.add_init_script(A_DAY_OFF)
        phones[name] = join(context, links["join_url"], circle)
    chair = tab(house.browser_of(LAPTOP), links["chair_url"])
    hall = tab(house.browser_of(HALL), links["screen_url"])
    return Five(server, links, chair, hall, **phones)


def test_clock_is_the_same_on_five_screens(
    house: House, server: Server, record_property: Callable[[str, object], None]
) -> None:
    evening = five_with_a_wrong_date(house, server)
    pages = list(evening.pages.values())
    assert evening.joost.evaluate("Date.now()") - evening.chair.evaluate("Date.now()") > 86_000_000
    evening.to(2)
    differences = {"discussion": zero_of(pages)}
    changes = painted(pages)
    assert len(changes) >= BOUNDARIES
    evening.chair.click("#pause-button")
    evening.chair.wait_for_selector("html.is-paused")
    evening.chair.click("#pause-button")
    evening.chair.wait_for_selector("html:not(.is-paused)")
    for page in pages:
        page.wait_for_selector("html:not(.is-paused)")
    differences["after a pause"] = zero_of(pages)
    go_on(evening.chair)
    evening.to(3)
    differences["counting up"] = zero_of(pages)
    told = {name: round(ms) for name, ms in differences.items()}
    told["painted, median"], told["painted, most"] = round(median(changes)), round(max(changes))
    record_property("clock differences in ms", told)
    print(told)
    assert max(differences.values()) < MOST_MS
    assert median(changes) < MOST_MS


def test_clock_is_the_same_after_a_reload(house: House, server: Server) -> None:
    evening = five_with_a_wrong_date(house, server)
    evening.to(2)
    for page in (evening.joost, evening.hall):
        page.reload()
        connected(page)
    assert zero_of(list(evening.pages.values())) < MOST_MS
