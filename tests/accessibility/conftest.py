"""One server for this folder; browsers of every sort, which ask for less motion."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page

from facilitation.locale import languages
from tests.example.evening import Evening, begin
from tests.servers import Server, running_server

PASSWORD = "regenboog vis"


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each test, or each language, has its own conversation on it."""
    with running_server(tmp_path_factory.mktemp("accessibility") / "data") as running:
        yield running


@pytest.fixture(scope="module", params=languages())
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the interface in turn: what asks for it is looked at in all of them."""
    return str(request.param)


# Dialogs and rare states: `make access` looks at them in all languages, `make test` in two.
RARE = languages() if os.environ.get("EVERY_LANGUAGE") else ("nl", "ar")


@pytest.fixture(scope="module", params=RARE)
def rare_language(request: pytest.FixtureRequest) -> str:
    """Dutch and, from right to left, Arabic; with EVERY_LANGUAGE set, each language in turn."""
    return str(request.param)


@dataclass
class Browsers:
    """Opens browsers, each with its own cookies, and shuts them all."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, size: dict[str, int], language: str = "nl", **options: Any) -> Page:
        """A page in a browser of its own, in this language."""
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale=language.replace("_", "-"),
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return context.new_page()

    def evening(self, server: Server, language: str) -> Evening:
        """The example evening in its lobby, all its pages in this language."""
        return begin(server, language, lambda size: self.page(size, language))

    def close(self) -> None:
        """Shut everything."""
        while self.contexts:
            self.contexts.pop().close()


@pytest.fixture(scope="module")
def browsers(browser: Browser) -> Iterator[Browsers]:
    opened = Browsers(browser)
    yield opened
    opened.close()


def first_link(server: Server) -> str:
    """The link that sets the password, as the server printed it."""
    found = re.search(r"/sign-in/first/\S+", server.log())
    assert found is not None
    return server.url + found.group()


def cookies_of_organiser(server: Server) -> list[Any]:
    """Set the password by the first link; gives what the browser that did so keeps."""
    session = requests.Session()
    form = {"password": PASSWORD, "again": PASSWORD}
    answer = session.post(first_link(server), data=form, headers={"Origin": server.url}, timeout=10)
    assert answer.status_code == 200
    return [
        {"name": one.name, "value": one.value, "domain": "127.0.0.1", "path": "/"}
        for one in session.cookies
    ]


@pytest.fixture(scope="package")
def organiser(server: Server) -> dict[str, Any]:
    """What a browser that signed in keeps."""
    return {"cookies": cookies_of_organiser(server), "origins": []}
