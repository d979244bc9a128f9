"""The guests' Wi-Fi on the organiser's form: optional, judged in place, changed any time."""

from __future__ import annotations

import pytest

from facilitation.core import commands as c
from facilitation.core.model import Conversation, Role
from tests.organiser.conftest import Desk, good_form

ADVANCE = c.Advance(actor=c.Actor(Role.CHAIR))
NETWORK = {"wifi_name": "Gasten; De Brug", "wifi_password": "regenboog 12", "wifi_hidden": "yes"}


def network(conversation: Conversation) -> tuple[str, str, bool]:
    return conversation.wifi_name, conversation.wifi_password, conversation.wifi_hidden


def test_wifi_is_kept_and_comes_back_on_the_form_and_on_a_copy(desk: Desk) -> None:
    made = desk.make(**NETWORK)
    assert network(made) == ("Gasten; De Brug", "regenboog 12", True)
    for path in ("edit", "copy"):
        page = desk.get(f"/organiser/{made.id}/{path}").get_data(as_text=True)
        assert 'value="Gasten; De Brug"' in page
        assert 'value="regenboog 12"' in page
        assert 'name="wifi_hidden" value="yes" checked' in page


def test_wifi_may_stay_empty_and_be_open(desk: Desk) -> None:
    assert network(desk.make()) == ("", "", False)
    assert network(desk.make(wifi_hidden="yes")) == ("", "", False)
    assert network(desk.make(wifi_name="Open")) == ("Open", "", False)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"wifi_password": "regenboog"}, "wifi_name", "Vul ook de naam van het netwerk in."),
        ({"wifi_name": "x" * 33}, "wifi_name", "hoogstens 32 gewone letters"),
        ({"wifi_name": "A", "wifi_password": "kort"}, "wifi_password", "8 tot 63 tekens"),
        ({"wifi_name": "A", "wifi_password": "x" * 64}, "wifi_password", "8 tot 63 tekens"),
        ({"wifi_name": "A", "wifi_password": "één twee drie"}, "wifi_password", "zonder accent"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    desk: Desk, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = desk.post("/organiser/new?lang=nl", **good_form(**typed))
    page = answer.get_data(as_text=True)
    beside = page.partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert (answer.status_code, sentence in beside) == (422, True)
    assert f'href="#{field}"' in page
    assert all(f'value="{value}"' in page for value in typed.values())


def test_wifi_changes_while_the_evening_runs(desk: Desk) -> None:
    made = desk.make(**NETWORK)
    for _ in range(3):
        desk.service.run(made.id, ADVANCE)
    assert 'id="wifi_name"' in desk.get(f"/organiser/{made.id}/edit").get_data(as_text=True)
    form = {"theme": "Huiswerk", "question": "Wanneer helpt huiswerk?"}
    path = f"/organiser/{made.id}/edit"
    wrong = desk.post(path, **form, wifi_name="Ander", wifi_password="kort")
    assert wrong.status_code == 422
    assert desk.post(path, **form, wifi_name="Ander", wifi_password="").status_code == 303
    assert network(desk.service.latest(made.id)) == ("Ander", "", False)
    assert desk.post(path, **form).status_code == 303
    assert network(desk.service.latest(made.id)) == ("Ander", "", False)


def test_typing_error_corrected_while_it_runs_leaves_the_wifi_alone(desk: Desk) -> None:
    made = desk.make(**NETWORK)
    desk.service.run(made.id, ADVANCE)
    before = desk.service.latest(made.id).revision
    form = {"theme": "Huiswerk!", "question": "Wanneer helpt huiswerk?", **NETWORK}
    assert desk.post(f"/organiser/{made.id}/edit", **form).status_code == 303
    assert network(desk.service.latest(made.id)) == ("Gasten; De Brug", "regenboog 12", True)
    assert desk.service.latest(made.id).revision == before + 1
