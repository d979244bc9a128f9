"""One look at a page: axe in every theme, and what axe cannot see (looking.js). Gives complaints.

Rule: a look begins with the heading and the main control of the page that is meant, so that an
error page never passes. The page is left as it was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.core import Locale
from playwright.sync_api import Page, expect

from tests.servers import ROOT

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text("utf-8")
QUESTIONS = Path(__file__).with_suffix(".js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
THEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}
RULES: dict[str, list[str]] = {
    "light": [],
    "dark": ["color-contrast", "link-in-text-block"],
    "forced colours": ["target-size"],
}
"""What axe looks for in a theme: all of it in the light one, and in the others what may differ
there. Contrast of forced colours is the reader's own system's; axe would read ours behind them."""
NARROW_PX = 320
LEAST_TARGET_PX = 24  # WCAG 2.2, 2.5.8
THUMB_PX = 48  # what a phone of ours offers


@dataclass(frozen=True)
class View:
    """What must be on a page before it is looked at, and what is asked of it.

    ``reflows``: not the hall screen, which is one picture for a projector; phones tell the same.
    """

    heading: str
    control: str
    target_px: int = LEAST_TARGET_PX
    reflows: bool = True


def phone(heading: str, control: str) -> View:
    """A page for thumbs."""
    return View(heading, control, THUMB_PX)


def hall(heading: str, control: str) -> View:
    """A picture on the hall screen."""
    return View(heading, control, reflows=False)


def complaints(page: Page, view: View, themes: Sequence[str] = tuple(THEMES)) -> list[str]:
    """Everything that is wrong with a page as it stands."""
    for needed in (view.heading, view.control):
        expect(page.locator(needed).first).to_be_visible()
    expect(page.locator(view.heading).first).not_to_be_empty()
    found = [f"{theme}: {one}" for theme in themes for one in _in_theme(page, theme)]
    page.emulate_media(**THEMES["light"])
    found += [f"too small: {one}" for one in ask(page, "targets", view.target_px)]
    found += [f"moves: {one}" for one in ask(page, "moving")]
    found += [f"described by nothing: {one}" for one in ask(page, "describedByNothing")]
    found += [f"only to be dragged: {one}" for one in ask(page, "draggedOnly")]
    return found + _reflow(page, view) if view.reflows else found


def speaks(page: Page, language: str) -> None:
    """The page says which language it is in, and runs in its direction."""
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", str(Locale.parse(language).text_direction))


def none_in(found: Mapping[str, Sequence[str]]) -> None:
    """Fails with every complaint on a line of its own."""
    lines = [f"{name}: {one}" for name, wrong in found.items() for one in wrong]
    if lines:
        raise AssertionError("\n".join([f"{len(lines)} complaints", *lines]))


def ask(page: Page, question: str, *given: Any) -> list[str]:
    """One of the questions of looking.js."""
    if not page.evaluate("'looking' in window"):
        page.evaluate(AXE)
        page.evaluate(QUESTIONS)
    found: list[str] = page.evaluate(
        "([question, given]) => looking[question](...given)", [question, list(given)]
    )
    return found


def _in_theme(page: Page, theme: str) -> Iterator[str]:
    page.emulate_media(**THEMES[theme])
    yield from ask(page, "axe", TAGS, RULES[theme])
    yield from (f"circle without shape or word: {one}" for one in ask(page, "shapeless"))


def _reflow(page: Page, view: View) -> list[str]:
    found = [f"cut off with text spacing: {one}" for one in ask(page, "spaced")]
    if view.target_px == THUMB_PX:
        found += [f"too wide at 200 %: {one}" for one in ask(page, "wideWhenLarge")]
    with narrow(page):
        return found + [f"too wide at {NARROW_PX} px: {one}" for one in ask(page, "wide")]


@contextmanager
def narrow(page: Page) -> Iterator[None]:
    """The page as wide as the narrowest phone."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROW_PX, "height": 640})
    yield
    page.set_viewport_size(size)
