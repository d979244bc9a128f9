"""Everybody can read the letters and tell the circles apart, whatever their eyes."""

from itertools import combinations

import pytest

from tests.design.palette import CIRCLES, SIGHTS, contrast, distance, themes

THEMES = themes()
PAIRS = list(combinations(CIRCLES, 2))
DEFAULT_PAIRS = list(combinations(("orange", "blue", "purple"), 2))
PAGES = ("paper", "sand", "surface")


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
    assert contrast(palette[circle], palette["paper"]) >= 4.5
    assert contrast(palette[circle], palette["sand"]) >= 4.5
    assert contrast(palette[f"{circle}-fill"], palette["fill-ink"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("circle", CIRCLES)
def test_small_letters_in_the_hall_have_seven_to_one(theme: str, circle: str) -> None:
    palette = THEMES[theme]
    assert contrast(palette["ink"], palette["paper"]) >= 7
    assert contrast(palette[f"{circle}-strong"], palette["paper"]) >= 7
    assert contrast(palette[f"{circle}-note"], palette["fill-ink"]) >= 7


@pytest.mark.parametrize("circle", CIRCLES)
def test_post_it_has_seven_to_one_in_both_themes(circle: str) -> None:
    for palette in THEMES.values():
        assert palette["note"] == "#FFF3B0"
        assert contrast(palette["note-ink"], palette["note"]) >= 7
        assert contrast(palette["note-soft"], palette["note"]) >= 7
        assert contrast(palette[f"{circle}-note"], palette["note"]) >= 7


@pytest.mark.parametrize("sight", SIGHTS)
def test_default_circles_are_far_apart_for_every_sight(sight: str) -> None:
    light, dark = THEMES["light"], THEMES["dark"]
    for one, other in DEFAULT_PAIRS:
        assert distance(light[one], light[other], sight) >= 40, (one, other)
        assert distance(dark[one], dark[other], sight) >= 30, (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
def test_five_circles_stay_apart_for_every_sight(sight: str) -> None:
    light = THEMES["light"]
    for one, other in PAIRS:
        assert distance(light[f"{one}-fill"], light[f"{other}-fill"], sight) >= 30, (one, other)
        assert distance(light[one], light[other], sight) >= 30, (one, other)


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
