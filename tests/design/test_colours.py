"""Everybody can read the letters and tell the circles apart, whatever their eyes."""

import re
from itertools import combinations

import pytest

from tests.design.palette import (
    CIRCLES,
    SIGHTS,
    STYLES,
    blend,
    contrast,
    distance,
    hall_themes,
    themes,
)

THEMES = themes()
HALL = hall_themes()
PAIRS = list(combinations(CIRCLES, 2))
DEFAULT_PAIRS = list(combinations(("orange", "blue", "purple"), 2))
PAGES = ("paper", "sand", "surface")
APART = {"": (40, 30), "-fill": (40, 30), "-strong": (30, 20), "-note": (30, 20)}
"""By use: the least distance between the three usual circles, and between any of the five. Small
letters (-strong in the hall, -note on a post-it) must be 7 to 1, which leaves them less room."""
HEX = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", ["ink", "soft", "good", "warn", "bad"])
def test_text_on_every_page_colour_is_readable(theme: str, text: str) -> None:
    palette = THEMES[theme]
    unreadable = [page for page in PAGES if contrast(palette[text], palette[page]) < 4.5]
    assert unreadable == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_coloured_notices_is_readable(theme: str) -> None:
    palette = THEMES[theme]
    assert contrast(palette["warn"], palette["warn-paper"]) >= 4.5
    assert contrast(palette["bad"], palette["bad-paper"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("circle", CIRCLES)
def test_circle_colour_is_readable_as_text_and_under_white(theme: str, circle: str) -> None:
    palette = THEMES[theme]
    assert [page for page in PAGES if contrast(palette[circle], palette[page]) < 4.5] == []
    assert contrast(palette[f"{circle}-fill"], palette["fill-ink"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_buttons_and_fields_are_readable(theme: str) -> None:
    palette = THEMES[theme]
    assert contrast(palette["paper"], palette["ink"]) >= 4.5  # the main button
    edges = ("line-strong", "ink", "bad")  # fields, whatever has the focus, what is wrong
    pale = [(e, p) for e in edges for p in PAGES if contrast(palette[e], palette[p]) < 3]
    assert pale == []
    for fill in ("#1B1B23", *(palette[f"{circle}-fill"] for circle in CIRCLES)):
        assert contrast(palette["fill-ink"], fill) >= 4.5  # .on-fill: text, buttons, focus


@pytest.mark.parametrize("theme", THEMES)
def test_buttons_on_a_post_it_are_readable(theme: str) -> None:
    palette = THEMES[theme]
    button = blend("#FFFFFF", palette["note"], 0.55)
    assert contrast(palette["note-ink"], button) >= 4.5
    assert contrast("#FFFFFF", palette["note-ink"]) >= 4.5  # the dark one
    assert contrast("#A3161B", palette["note"]) >= 4.5  # too many characters: phone.css


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("circle", CIRCLES)
def test_chairs_of_the_ring_stand_out_and_empty_ones_differ(theme: str, circle: str) -> None:
    for palette in (THEMES[theme], HALL[theme]):
        assert contrast(palette[circle], palette["paper"]) >= 3
        assert contrast(palette[circle], palette["seat-empty"]) >= 3


@pytest.mark.parametrize("theme", HALL)
def test_small_letters_in_the_hall_have_seven_to_one(theme: str) -> None:
    palette = HALL[theme]
    texts = ("ink", "soft")
    pale = [(t, p) for t in texts for p in PAGES if contrast(palette[t], palette[p]) < 7]
    assert pale == []


@pytest.mark.parametrize("theme", HALL)
@pytest.mark.parametrize("circle", CIRCLES)
def test_circles_in_small_letters_in_the_hall_have_seven_to_one(theme: str, circle: str) -> None:
    palette = HALL[theme]
    assert contrast(palette[f"{circle}-strong"], palette["paper"]) >= 7
    assert contrast(palette[f"{circle}-note"], palette["fill-ink"]) >= 7  # the strip's present step


@pytest.mark.parametrize("theme", HALL)
@pytest.mark.parametrize("circle", CIRCLES)
def test_clock_stays_readable_on_its_tinted_floor(theme: str, circle: str) -> None:
    palette = HALL[theme]
    for opacity in (0.08, 0.17):  # the last five minutes, the last one: hall.css
        floor = blend(palette[f"{circle}-fill"], palette["paper"], opacity)
        assert contrast(palette["ink"], floor) >= 7
        assert contrast(palette["soft"], floor) >= 4.5  # beneath the digits, from 60 px
    assert contrast(palette["fill-ink"], palette[f"{circle}-fill"]) >= 4.5  # overtime


@pytest.mark.parametrize("circle", CIRCLES)
def test_post_it_has_seven_to_one_in_both_themes(circle: str) -> None:
    for palette in THEMES.values():
        assert palette["note"] == "#FFF3B0"
        assert contrast(palette["note-ink"], palette["note"]) >= 7
        assert contrast(palette["note-soft"], palette["note"]) >= 7
        assert contrast(palette[f"{circle}-note"], palette["note"]) >= 7


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("use", APART)
@pytest.mark.parametrize("theme", THEMES)
def test_default_circles_are_far_apart_for_every_sight(theme: str, use: str, sight: str) -> None:
    palette = THEMES[theme]
    near = {
        (one, other): round(apart, 1)
        for one, other in DEFAULT_PAIRS
        if (apart := distance(palette[one + use], palette[other + use], sight)) <= APART[use][0]
    }
    assert near == {}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("use", APART)
@pytest.mark.parametrize("theme", THEMES)
def test_five_circles_stay_apart_for_every_sight(theme: str, use: str, sight: str) -> None:
    palette = THEMES[theme]
    near = {
        (one, other): round(apart, 1)
        for one, other in PAIRS
        if (apart := distance(palette[one + use], palette[other + use], sight)) < APART[use][1]
    }
    assert near == {}


def test_whole_surfaces_keep_their_colour_in_the_dark() -> None:
    light, dark = THEMES["light"], THEMES["dark"]
    assert [dark[f"{c}-fill"] for c in CIRCLES] == [light[f"{c}-fill"] for c in CIRCLES]


def test_look_is_the_one_agreed_on() -> None:
    light = THEMES["light"]
    agreed = {
        "paper": "#FBF7EF", "ink": "#1B1B23", "soft": "#5B5866", "line": "#E3DBCB",
        "orange": "#B34A00", "blue": "#0A58CA", "purple": "#4A0E4E", "note": "#FFF3B0",
    }  # fmt: skip
    assert {name: light[name] for name in agreed} == agreed


def test_colours_are_written_in_the_tokens_alone() -> None:
    """Besides those named here: white under a QR code, and what keeps its yellow in the dark."""
    known = {
        "chair.css": ["#8A7A1E"],
        "components.css": ["#1B1B23", "#FFFFFF", "#FFFFFF"],
        "hall.css": ["#474652", "#4A4755", "#CBC6D4", "#DACFB9"],
        "organiser.css": ["#FFFFFF"],
        "phone.css": ["#A3161B"],
    }
    found = {
        path.name: sorted(HEX.findall(path.read_text("utf-8")))
        for path in STYLES.glob("*.css")
        if path.name != "tokens.css"
    }
    assert {name: colours for name, colours in found.items() if colours} == known
