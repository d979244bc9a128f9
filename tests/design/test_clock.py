"""The page's clock and its ring of chairs, in a real browser whose time we hold in our hands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).parents[2] / "static"
NOW = 1_800_000_000_000  # unix ms; the browser's clock at the start of each test
HALL = """<!doctype html><html lang="nl"><title>Zaal</title>
<svg data-clock="ring"></svg><span data-clock="digits"></span>
<svg data-ring="fill" data-filled="14" data-chairs="17"></svg>
<p data-clock="live" data-half="Halverwege" data-five="Nog vijf" data-one="Nog één"
   data-zero="De tijd is om"></p>
<script type="module">
  import * as clock from "/static/js/clock.js";
  import * as ring from "/static/js/ring.js";
  Object.assign(window, { clock, ring, heard: [] });
  for (const name of ["half", "five", "one", "zero"]) {
    document.addEventListener(`clock:${name}`, () => window.heard.push(name));
  }
</script>"""


@pytest.fixture
def hall(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    # A minute early: on a busy machine the page may take its time before the clock is held.
    page.clock.install(time=NOW / 1000 - 60)
    page.route("**/*", _answer)
    page.goto("http://hall.test/")
    page.wait_for_function("window.clock !== undefined")
    page.clock.pause_at((NOW + 1000) / 1000)
    yield page
    page.close()


def _answer(route: Route) -> None:
    path = route.request.url.partition("hall.test/")[2]
    if path.startswith("static/"):
        route.fulfill(path=STATIC / path.removeprefix("static/"))
    else:
        route.fulfill(body=HALL, content_type="text/html; charset=utf-8")


def show(page: Page, used_s: float, planned_s: int | None = 900, **other: Any) -> None:
    """Give the page a running stage of which `used_s` seconds are gone at this moment."""
    stage = {
        "phase": "discussion", "number": 2, "circle": "pupils", "planned_s": planned_s,
        "spent_s": used_s, "running": True, **other,
    }  # fmt: skip
    page.evaluate(
        """stage => clock.setStage({...stage, running_since: stage.running ? Date.now() : null})""",
        stage,
    )


def digits(page: Page) -> str:
    return page.locator("[data-clock=digits]").inner_text()


def empty_chairs(page: Page) -> tuple[int, int]:
    chairs = page.locator("svg[data-clock=ring] .chair")
    return page.locator("svg[data-clock=ring] .chair.is-empty").count(), chairs.count()


def classes(page: Page) -> set[str]:
    return set(page.evaluate("[...document.documentElement.classList]"))


def test_ring_empties_one_chair_each_half_minute(hall: Page) -> None:
    show(hall, 0)
    assert (digits(hall), empty_chairs(hall)) == ("15:00", (0, 30))
    hall.clock.run_for(29_100)
    assert (digits(hall), empty_chairs(hall)) == ("14:31", (0, 30))
    hall.clock.run_for(1_000)
    assert (digits(hall), empty_chairs(hall)) == ("14:30", (1, 30))


def test_digits_count_overtime_with_a_plus(hall: Page) -> None:
    show(hall, 899)
    assert digits(hall) == "0:01"
    hall.clock.run_for(1_100)
    assert digits(hall) == "0:00"
    hall.clock.run_for(64_000)
    assert (digits(hall), empty_chairs(hall)) == ("+1:04", (30, 30))
    assert "is-overtime" in classes(hall)


def test_phase_without_plan_counts_up(hall: Page) -> None:
    show(hall, 61, planned_s=None, phase="collection")
    assert digits(hall) == "1:01"
    hall.clock.run_for(2_100)
    assert (digits(hall), classes(hall)) == ("1:03", set())


def test_paused_clock_stands_still(hall: Page) -> None:
    show(hall, 100, running=False)
    hall.clock.run_for(30_000)
    assert (digits(hall), classes(hall)) == ("13:20", {"is-paused"})


def test_lobby_has_no_digits(hall: Page) -> None:
    show(hall, 0, planned_s=None, phase="lobby", running=False)
    assert (digits(hall), classes(hall)) == ("", set())


def test_phone_a_day_off_shows_the_same_second(hall: Page) -> None:
    day = 86_400_000
    hall.evaluate(f"clock.setOffset({day})")
    hall.evaluate(
        f"""clock.setStage({{phase: "discussion", number: 2, planned_s: 900, spent_s: 0,
            running_since: Date.now() + {day} - 60000}})"""
    )
    assert digits(hall) == "14:00"


def test_marks_are_heard_once_each(hall: Page) -> None:
    show(hall, 440)
    for _ in range(10):
        hall.clock.run_for(60_000)
    assert hall.evaluate("heard") == ["half", "five", "one", "zero"]
    assert hall.locator("[data-clock=live]").text_content() == "De tijd is om"


def test_mark_before_the_page_opened_is_not_heard(hall: Page) -> None:
    show(hall, 910)
    hall.clock.run_for(5_000)
    assert hall.evaluate("heard") == []


def test_added_minute_sounds_the_gong_again(hall: Page) -> None:
    show(hall, 898)
    hall.clock.run_for(3_000)
    show(hall, 901, planned_s=960)
    hall.clock.run_for(60_000)
    assert hall.evaluate("heard") == ["zero", "zero"]


def test_clock_that_morphing_emptied_is_painted_again(hall: Page) -> None:
    show(hall, 396)
    hall.evaluate(
        """document.querySelector("svg[data-clock=ring]").replaceChildren();
           document.querySelector("[data-clock=digits]").textContent = "";"""
    )
    hall.wait_for_function("document.querySelector('[data-clock=digits]').textContent !== ''")
    assert (digits(hall), empty_chairs(hall)) == ("8:24", (13, 30))


def test_lobby_ring_shows_who_is_there(hall: Page) -> None:
    filled = "svg[data-ring=fill] .chair:not(.is-empty)"
    assert hall.locator(filled).count() == 14
    hall.evaluate('document.querySelector("[data-ring=fill]").dataset.filled = "20"')
    hall.wait_for_function(f"document.querySelectorAll('{filled}').length === 20")
    assert hall.locator("svg[data-ring=fill] .chair").count() == 20


@pytest.mark.parametrize(
    ("planned_s", "chairs"), [(900, 30), (20, 10), (None, 10), (3600, 40), (960, 32)]
)
def test_number_of_chairs_follows_the_plan(hall: Page, planned_s: int, chairs: int) -> None:
    assert hall.evaluate("planned => ring.chairsFor(planned)", planned_s) == chairs


@pytest.mark.parametrize("chairs", [10, 17, 30, 40])
def test_chairs_fit_in_the_picture_without_touching(hall: Page, chairs: int) -> None:
    size = hall.evaluate("chairs => ring.measures(chairs)", chairs)
    outside = size["radius"] + size["depth"] / 2 + size["gap"] + size["back"]
    inner_arc = 2 * 3.14159 * (size["radius"] - size["depth"] / 2) / chairs
    assert outside <= 100
    assert size["width"] < inner_arc
