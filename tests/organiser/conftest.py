"""The organiser's pages on a real store, asked through Flask's client, guard included."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitation import preparation
from facilitation.concurrency import run_here
from facilitation.core.model import Conversation
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from facilitation.web import create_web
from facilitation.web.settings import Settings
from facilitation.web.signin import first_link

PUBLIC = "http://school.example"
PASSWORD = "regenboog vis"


@dataclass
class Desk:
    """One browser of the organiser's, in English, on its own installation."""

    client: FlaskClient
    service: Service

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={"Accept-Language": "en", **headers})

    def post(self, path: str, **form: str) -> TestResponse:
        headers = {"Accept-Language": "en", "Origin": PUBLIC}
        return self.client.post(path, data=form, headers=headers)

    def text(self, path: str) -> str:
        """What stands on a page, without its tags."""
        return words(self.get(path))

    def make(self, **changed: str) -> Conversation:
        """Make a conversation through the form."""
        answer = self.post("/organiser/new", **good_form(**changed))
        assert answer.status_code == 303, words(answer)
        return self.service.latest(urlsplit(answer.location).path.rpartition("/")[2])


def words(answer: TestResponse) -> str:
    """The text of a page, spaces made one."""
    plain = re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))
    return " ".join(html.unescape(plain).split())


def good_form(**changed: str) -> dict[str, str]:
    """A form as a browser sends it: unticked boxes are not there. ``circle_0_name`` for circles."""
    form = preparation.as_form(preparation.defaults("nl", 1_767_981_600_000))
    form |= {"theme": "Huiswerk", "question": "Wanneer helpt huiswerk ons echt vooruit?"}
    form |= {
        name.replace("_", "-") if name.startswith("circle_") else name: value
        for name, value in changed.items()
    }
    return {name: value for name, value in form.items() if value or not name.endswith("formal")}


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Desk]:
    """A browser that never signed in, on an installation without a password."""
    service = Service(lambda: SqliteStore(tmp_path / "driegesprek.sqlite"), run_here)
    web = create_web(service, Settings(data=tmp_path, public_url=PUBLIC), "threading")
    yield Desk(web.app.test_client(), service)
    service.close()


@pytest.fixture
def desk(stranger: Desk) -> Desk:
    """A browser that is signed in."""
    link = first_link(stranger.service, PUBLIC) or ""
    answer = stranger.post(urlsplit(link).path, password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 303
    return stranger
