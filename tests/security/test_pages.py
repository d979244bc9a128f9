"""Every page in a real browser: no policy violation, no script error, no foreign request."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.csp import no_violations

from .conftest import House

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def test_pages_of_the_evening_keep_to_the_policy(browser: Any, house: House) -> None:
    """Chair, minute-taker, hall, and a phone that joins, writes and reads what becomes of it."""
    own = house.server.url.removeprefix("http://")
    screens = {}
    for name in ("chair", "minute_taker", "screen"):
        page = browser.new_context().new_page()
        screens[name] = page
        with no_violations(page, own) as seen:
            page.goto(house.links[f"{name}_url"])
            page.wait_for_timeout(800)
            assert "/seat/" in page.url
            assert seen.origins == {own}
    phone = browser.new_context().new_page()
    with no_violations(phone, own) as seen:
        phone.goto(house.server.url)
        phone.goto(f"{house.server.url}/privacy")
        assert phone.locator("h1").count() == 1
        phone.goto(f"{house.links['join_url']}?lang=nl")
        phone.locator("form button[name=circle]").nth(1).click()
        phone.wait_for_url("**/seat/**")
        phone.wait_for_timeout(800)
    watched = [*screens.values(), phone]
    _advance(house, screens["chair"], phone, watched, own)


def _advance(house: House, chair: Any, phone: Any, watched: list[Any], own: str) -> None:
    """Through all the steps by commands, everybody's page drawing each of them."""
    from tests.clients import connected, join

    parent = join(house.server, house.links["join_url"], "parents")
    with connected(house.server, house.ticket("chair"), parent) as [press, writer]:
        for page in watched:
            page.evaluate("window.violations = []")
            page.evaluate(
                "document.addEventListener('securitypolicyviolation',"
                " (event) => window.violations.push(event.violatedDirective))"
            )
        for number in range(1, 17):
            press.done("advance", revision=None)
            if number == 2:
                writer.wait(lambda one: one.stage["number"] == 2)
                note = writer.done("submit_note", text="<style>*{}</style><img src=//x.example>")
                press.done("select_note", revision=None, **note)
            if number == 4:
                press.done("put_question", revision=None, **note)
            for page in watched:
                page.wait_for_timeout(120)
        found = [page.evaluate("window.violations") for page in watched]
    assert found == [[]] * len(watched)


def test_organisers_pages_keep_to_the_policy(browser: Any, house: House) -> None:
    page = browser.new_context().new_page()
    own = house.server.url.removeprefix("http://")
    first = re.search(r"/sign-in/first/\S+", house.server.log())
    assert first is not None
    with no_violations(page, own) as seen:
        page.goto(house.server.url + first[0])
        page.fill("input[name=password]", "een lange zin")
        page.fill("input[name=again]", "een lange zin")
        page.press("input[name=again]", "Enter")
        page.wait_for_url("**/organiser")
        for path in _inside(page):
            page.goto(house.server.url + path)
            page.wait_for_timeout(150)
        assert seen.origins == {own}


def _inside(page: Any) -> list[str]:
    """The organiser's pages of the one conversation that there is."""
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    [one] = {found[0] for link in links if (found := re.match(r"/organiser/[\w-]{16}", link))}
    of_it = ["", "/edit", "/copy", "/paper", "/minutes", "/delete", "/renew/chair", "/renew/join"]
    desk = ["accounts", "archive", "keeping", "export", "import", "search?q=huiswerk"]
    of_all = ["/organiser/new", "/organiser/paper", "/sign-in"]
    return [*of_all, *(f"/organiser/{name}" for name in desk), *(one + rest for rest in of_it)]


def misbehave(page: Any, url: str) -> None:
    with no_violations(page):
        page.goto(url)
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        page.evaluate("document.body.append(Object.assign(new Image(), {src: '//127.0.0.2/x'}))")
        page.wait_for_timeout(500)


def test_a_violation_would_be_seen(browser: Any, house: House) -> None:
    page = browser.new_context().new_page()
    with pytest.raises(AssertionError, match="style-src"):
        misbehave(page, house.server.url)


def test_no_page_can_be_framed(browser: Any, house: House) -> None:
    page = browser.new_context().new_page()
    page.goto(house.server.url)
    page.set_content(f'<iframe src="{house.server.url}/"></iframe>')
    page.wait_for_timeout(500)
    framed = [one for one in page.frames if one != page.main_frame]
    assert "Driegesprek" not in "".join(one.content() for one in framed)
