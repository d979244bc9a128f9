"""Fingers and eyes: every control is at least 48 px, and nothing is cut off or scrolls sideways at
320 px wide, with letters at 200 %, from left to right and from right to left, in every step.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

NARROW = {"viewport": {"width": 320, "height": 640}}
LONG = "Hoe weten wij thuis wat er echt af moet, zonder dat het op ruzieuitlooptterwijlwe kijken? "

SMALL = """() => {
  const controls = "a, button, summary, input, textarea, select, [role=button], [tabindex='0']";
  const found = [];
  for (const node of document.querySelectorAll(controls)) {
    if (!node.checkVisibility() || node.type === "hidden" || node.matches(".skip-link")) continue;
    const { width, height } = node.getBoundingClientRect();
    if (width < 48 || height < 47.99) found.push([node.outerHTML.slice(0, 80), width, height]);
  }
  return found;
}"""
SIDEWAYS = """() => {
  const found = [];
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > room) found.push("the page scrolls");
  const apart = ".visually-hidden, .skip-link, svg *";
  for (const node of document.querySelectorAll("body *")) {
    if (node.matches(apart) || !node.checkVisibility()) continue;
    const { left, right } = node.getBoundingClientRect();
    if (left < -1 || right > room + 1) found.push(node.outerHTML.slice(0, 80));
    if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX === "hidden")
      found.push(`cut off: ${node.outerHTML.slice(0, 80)}`);
  }
  return found;
}"""
LETTERS = "size => { document.documentElement.style.fontSize = size; }"
DIRECTION = "dir => { document.documentElement.dir = dir; }"
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"

STEPS = [
    ("lobby", None), ("opening", None), ("discussion", "pupils"), ("collection", "pupils"),
    ("questions", "pupils"), ("discussion", "parents"), ("questions", "parents"),
    ("summary", "pupils"), ("response", "pupils"), ("closing", None), ("ended", None),
]  # fmt: skip


def wrong(page: Page) -> list[tuple[str, str, object]]:
    """What is too small or too wide, for each size of letters and each direction."""
    page.evaluate(UNFOLD)
    page.evaluate("document.getElementById('aloud').hidden = false")
    found = []
    for letters in ("100%", "200%"):
        for direction in ("ltr", "rtl"):
            page.evaluate(LETTERS, letters)
            page.evaluate(DIRECTION, direction)
            seen = page.evaluate(SMALL) + page.evaluate(SIDEWAYS)
            found += [(letters, direction, one) for one in seen]
    page.evaluate(LETTERS, "100%")
    page.evaluate(DIRECTION, "ltr")
    return found


def test_controls_are_big_and_nothing_scrolls_sideways(evening, join) -> None:
    page = join("parents", **NARROW)
    note = ""
    for phase, circle in STEPS:
        evening.to(phase, circle)
        expect(page.locator("html")).to_have_attribute("data-phase", phase)
        if (phase, circle) == ("discussion", "pupils"):
            page.fill("#box-text", LONG)
            page.click("#box .button-main")
            expect(page.locator("#region-own [data-edit]")).to_be_visible()
            note = page.locator("[data-edit]").get_attribute("data-edit") or ""
        if (phase, circle) == ("collection", "pupils"):
            evening.chair.done("select_note", note=note, revision=None)
        if (phase, circle) == ("questions", "pupils"):
            evening.chair.done("put_question", note=note, revision=None)
            expect(page.locator(".phone-floor .postit-text")).to_be_visible()
        assert (phase, circle, wrong(page)) == (phase, circle, [])


def test_splitting_changing_and_asking_are_big_too(evening, join) -> None:
    page = join("parents", **NARROW)
    evening.to("discussion")
    page.fill("#box-text", "Hoe lang duurt het? En wie kijkt het na?")
    page.click("#box .button-main")
    expect(page.locator("#split")).to_be_visible()
    assert wrong(page) == []
    page.click("[data-split=no]")
    page.click("[data-edit]")
    expect(page.locator("#edit")).to_be_visible()
    assert wrong(page) == []
    page.click("#edit [value=cancel]")
    page.click("[data-withdraw] button")
    expect(page.locator("#confirm")).to_be_visible()
    assert wrong(page) == []


def test_every_action_has_an_icon(evening, join) -> None:
    page = join("parents")
    evening.to("discussion")
    page.fill("#box-text", "Hoe lang duurt het?")
    page.click("#box .button-main")
    expect(page.locator("[data-withdraw] button")).to_be_visible()
    page.evaluate(UNFOLD)
    without = page.locator(
        ":is(button, summary, a[href]):visible:not(:has(svg)):not(.skip-link):not([lang])"
    )
    assert without.all_inner_texts() == []


def test_pages_to_join_are_big_too(evening, context) -> None:
    page = context(**NARROW).new_page()
    for address in (evening.server.url, evening.links["join_url"]):
        page.goto(address)
        for letters in ("100%", "200%"):
            page.evaluate(LETTERS, letters)
            assert (address, page.evaluate(SMALL) + page.evaluate(SIDEWAYS)) == (address, [])


def test_measures_would_notice(evening, join) -> None:
    page = join("parents", **NARROW)
    expect(page.locator("html")).to_have_attribute("data-phase", "lobby")
    page.evaluate("document.querySelector('h1').style.inlineSize = '400px'")
    page.evaluate("document.querySelector('#seat summary').style.minBlockSize = '0'")
    assert "the page scrolls" in page.evaluate(SIDEWAYS)
    assert len(page.evaluate(SMALL)) == 1
