"""``make screenshots``: every page and state in every language, into docs/pictures/all.

Those hundreds of pictures and the sheets that hold many of them are for looking at and stay out of
the repository; the few of `CHOSEN` are made small and committed in docs/pictures. ``--lang`` and
``--only-chosen`` make fewer.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from facilitation.locale import languages
from tests.accessibility.conftest import cookies_of_organiser
from tests.browser import ARGUMENTS, executable_path
from tests.example.evening import LAPTOP, MOMENTS, PHONE, PHONES, SCREENS, Evening, begin
from tests.servers import ROOT, Server, running_server

from .sheets import sheets

PICTURES = ROOT / "docs" / "pictures"
ALL = PICTURES / "all"
PUBLIC = "https://gesprek.regenboogschool.nl"
"""What the screens and posters show as their address; nothing is fetched from there."""
THEMES: dict[str, dict[str, Any]] = {"light": {}, "dark": {"color_scheme": "dark"}}
CROWD = {"pupils": 12, "parents": 9, "teachers": 7}
"""Phones without a page."""
IN_THE_DARK = ("nl", "ar")
PHONE_PAGES = {"code": "/", "privacy": "/privacy", "test": "/test", "error": "/nergens"}
DESK_PAGES = {
    "form": "/organiser/new",
    "coming": "/organiser/{coming}",
    "past": "/organiser/{past}",
    "renew": "/organiser/{coming}/renew/join",
    "delete": "/organiser/{past}/delete",
    "paper": "/organiser/{coming}/paper",
    "print": "/organiser/{coming}/print",
    "poster": "/organiser/{coming}/print/posters",
    "codes": "/organiser/{coming}/print/codes",
    "cards": "/organiser/{coming}/print/cards",
    "notes": "/organiser/{coming}/print/notes",
    "minutes": "/organiser/{past}/minutes",
    "edit-minutes": "/organiser/{past}/minutes/edit",
    "agreements": "/organiser/agreements",
    "search": "/organiser/search?q=huiswerk",
    "archive": "/organiser/archive",
    "keeping": "/organiser/keeping",
    "export": "/organiser/export",
    "import": "/organiser/import",
    "accounts": "/organiser/accounts",
}
CHOSEN: dict[str, tuple[str, int] | tuple[str, int, int]] = {
    "hall.png": ("nl-light/hall-discussion.png", 1280),
    "chair.png": ("nl-light/chair-collection.png", 1366),
    "phone.png": ("nl-light/joost-discussion.png", 360),
    "hall-question.png": ("nl-light/hall-foreign-question.png", 1280),
    "hall-lobby.png": ("nl-light/hall-lobby.png", 1280),
    "hall-arabic-dark.png": ("ar-dark/hall-discussion.png", 1280),
    "phone-arabic.png": ("ar-light/joost-discussion.png", 360),
    "phone-turkish.png": ("tr-light/amira-question.png", 360),
    "remote.png": ("nl-light/remote-discussion.png", 360),
    "poster.png": ("nl-light/desk-poster.png", 600, 530),  # the first of three
}


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--lang", action="append", choices=list(languages()))
    parser.add_argument("--only-chosen", action="store_true")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "data", extra=("--public-url", PUBLIC)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable_path(), args=ARGUMENTS)
        cookies = cookies_of_organiser(server)
        for language, theme in _wanted(asked):
            print(f"{language} {theme}", flush=True)
            _one_evening(server, browser, cookies, language, theme)
        browser.close()
    for name, (source, *size) in CHOSEN.items():
        if (ALL / source).exists():
            _small(ALL / source, PICTURES / name, *size)


def _wanted(asked: argparse.Namespace) -> Iterator[tuple[str, str]]:
    chosen = {source.split("/")[0] for source, *_ in CHOSEN.values()}
    for language in asked.lang or languages():
        for theme in THEMES if language in IN_THE_DARK else ("light",):
            if not asked.only_chosen or f"{language}-{theme}" in chosen:
                yield language, theme


def _one_evening(
    server: Server, browser: Browser, cookies: list[Any], language: str, theme: str
) -> None:
    folder = ALL / f"{language}-{theme}"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()

    def new_page(size: dict[str, int]) -> Page:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale=language,
            reduced_motion="reduce",
            **THEMES[theme],
        )
        context.set_default_timeout(20_000)
        return context.new_page()

    evening = begin(server, language, new_page, CROWD)
    for name in (*SCREENS, *PHONES):
        evening.open(name)
    for moment in MOMENTS:
        evening.reach(moment)
        for name, page in evening.pages.items():
            _shoot(page, folder / f"{name}-{moment}.png")
    for name, page in _still(evening, cookies):
        _shoot(page, folder / f"{name}.png", whole=True)
    evening.close()
    sheets(folder)


def _still(evening: Evening, cookies: list[Any]) -> Iterator[tuple[str, Page]]:
    """The pages that do not live: phones' first, then the organiser's and what is printed."""
    url, language = evening.server.url, evening.language
    phone, desk = evening.new_page(PHONE), evening.new_page(LAPTOP)
    new = evening.server.new(lang=language, school="De Regenboog", theme=evening.words.theme)
    for name, path in (
        ("choose", f"{new['join_url']}?lang={language}"),
        ("ended", f"{evening.links['join_url']}?lang={language}"),
        *((name, url + path) for name, path in PHONE_PAGES.items()),
    ):
        phone.goto(path)
        yield f"still-{name}", phone
    desk.goto(f"{url}/organiser?lang={language}")
    yield "desk-sign-in", desk
    desk.context.add_cookies(cookies)
    desk.goto(f"{url}/organiser?lang={language}")
    yield "desk-list", desk
    past, coming = _newest(desk, "over"), _newest(desk, "coming")
    for name, path in DESK_PAGES.items():
        desk.goto(url + path.format(past=past, coming=coming))
        yield f"desk-{name}", desk
    desk.goto(f"{url}/organiser/agreements")
    desk.goto(f"{desk.url}/timeline")
    yield "desk-timeline", desk
    for page in (phone, desk):
        page.context.close()


def _newest(desk: Page, group: str) -> str:
    """The id of the conversation made last in a group of the organiser's list."""
    links = desk.locator(f'[aria-labelledby="group-{group}"] .desk-item a')
    link = links.first if group == "over" else links.last
    return (link.get_attribute("href") or "").removeprefix("/organiser/").partition("/")[0]


def _shoot(page: Page, file: Path, whole: bool = False) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=file, full_page=whole)


def _small(source: Path, target: Path, width: int, rows: int = 2000) -> None:
    with Image.open(source) as picture:
        scale = min(1.0, width / picture.width)
        size = (round(picture.width * scale), round(picture.height * scale))
        smaller = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        smaller = smaller.crop((0, 0, size[0], min(size[1], rows)))
        smaller.quantize(128).save(target, optimize=True)


if __name__ == "__main__":
    main()
