"""Correcting, finishing, sharing, withdrawing: the pages by plain forms, and who may open them."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitation import preparation
from facilitation.core.commands import Actor, SetAgreementStatus
from facilitation.core.model import Conversation, LinkKind, Role
from facilitation.web import access
from tests import evening
from tests.organiser.conftest import PUBLIC, Desk, words

WORDS = "Niet in de les, wel in de pauze."
QUESTION = "Wat zou je in mijn les met een telefoon willen doen?"


@pytest.fixture
def over(desk: Desk) -> Conversation:
    """An evening that has ended, with links that this installation knows."""
    secret = desk.client.application.extensions["secret"]
    held = evening.run(evening.conversation(), *evening.TO_END)
    return desk.service.create(replace(held, links=preparation.links(secret, held.id)))


def path_of(desk: Desk, kind: LinkKind) -> str:
    secret = desk.client.application.extensions["secret"]
    conversation = desk.service.latest("avond")
    return f"/{access.PATHS[kind]}/{access.link_key(conversation, secret, kind)}"


def press(desk: Desk, do: str, place: str, **given: str) -> TestResponse:
    path = "/organiser/avond/minutes/edit"
    return desk.post(path, do=do, place=place, **given)


def whole(desk: Desk, what: str) -> TestResponse:
    return desk.post(f"/organiser/avond/minutes/{what}")


def shared_path(desk: Desk) -> str:
    page = desk.get("/organiser/avond").get_data(as_text=True)
    url = page.partition('id="share-url" type="text" value="')[2].partition('"')[0]
    assert url.startswith(f"{PUBLIC}/m/")
    return urlsplit(url).path


def stranger_in(desk: Desk) -> Desk:
    """Another browser, that never signed in anywhere."""
    return Desk(desk.client.application.test_client(), desk.service)


def minute_taker(desk: Desk) -> tuple[FlaskClient, str]:
    client = desk.client.application.test_client()
    answer = client.get(path_of(desk, LinkKind.MINUTE_TAKER))
    return client, answer.headers["Location"] + "minutes"


@pytest.mark.usefixtures("over")
def test_corrected_line_shows_what_was_noted_and_can_be_put_back(desk: Desk) -> None:
    answer = press(desk, "correct", "summary:pupils", text="Alleen in de pauze.")
    assert answer.headers["Location"].endswith("#line-summary:pupils")
    text = desk.text("/organiser/avond/minutes/edit")
    assert "Alleen in de pauze. As it was noted: " + WORDS in text
    assert "Alleen in de pauze." in desk.text("/organiser/avond/minutes")
    assert WORDS in desk.text("/organiser/avond/minutes?as_noted=yes")
    press(desk, "restore", "summary:pupils")
    assert WORDS in desk.text("/organiser/avond/minutes")
    assert "As it was noted: " not in desk.text("/organiser/avond/minutes/edit")


@pytest.mark.usefixtures("over")
def test_hidden_line_is_in_no_download_but_in_the_unedited_one(desk: Desk) -> None:
    press(desk, "hide", "note:les")
    for form in ("html", "md", "csv", "json"):
        assert QUESTION not in desk.text(f"/organiser/avond/minutes.{form}")
        assert QUESTION in desk.text(f"/organiser/avond/minutes.{form}?as_noted=yes")
    press(desk, "show", "note:les")
    assert QUESTION in desk.text("/organiser/avond/minutes.html")


@pytest.mark.usefixtures("over")
def test_refused_line_keeps_what_was_typed_and_says_why_beside_it(desk: Desk) -> None:
    answer = press(desk, "correct", "functions:pupils", text="mentor " * 60)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "mentor mentor" in page
    assert 'aria-describedby="hint-functions:pupils error-functions:pupils"' in page
    assert page.count('id="error-') == 1
    assert desk.service.latest("avond").corrections == {}


def test_line_that_somebody_else_just_corrected_is_shown_beside_it(
    desk: Desk, over: Conversation
) -> None:
    press(desk, "correct", "response", text="Bedankt.", revision=str(over.revision))
    late = press(desk, "correct", "response", text="Dank u.", revision=str(over.revision))
    assert late.status_code == 422
    assert "It says now: Bedankt." in words(late)
    assert ">Dank u.</textarea>" in late.get_data(as_text=True)


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize("do", ["", "advance", "erase_note", "final2"])
def test_nonsense_presses_change_nothing(desk: Desk, do: str) -> None:
    before = desk.service.latest("avond")
    assert press(desk, do, "response").status_code in (400, 409, 422)
    assert desk.service.latest("avond") == before


@pytest.mark.usefixtures("over")
def test_stranger_with_the_link_sees_the_final_minutes_and_nothing_else(desk: Desk) -> None:
    press(desk, "hide", "note:thuis")
    whole(desk, "final")
    whole(desk, "share")
    answer = stranger_in(desk).get(shared_path(desk))
    page, text = answer.get_data(as_text=True), words(answer)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert QUESTION in text
    for absent in ("Mag de telefoon bij jullie thuis", "Ligt hij", "En in de pauze?"):
        assert absent not in text
    for absent in ("<script", "<form", "<a ", "<nav"):
        assert absent not in page


@pytest.mark.usefixtures("over")
def test_withdrawn_never_made_and_wrong_links_get_the_same_answer(desk: Desk) -> None:
    whole(desk, "final")
    whole(desk, "share")
    path = shared_path(desk)
    whole(desk, "withdraw")
    stranger = stranger_in(desk)
    wrong = stranger.get("/m/AAAAAAAAAAAAAAAAAAAAAA")
    gone = stranger.get(path)
    assert (gone.status_code, gone.data) == (404, wrong.data)
    assert "Set-Cookie" not in gone.headers
    secret = desk.client.application.extensions["secret"]
    following = access.link_key(desk.service.latest("avond"), secret, LinkKind.SHARE)
    assert stranger.get(f"/m/{following}").status_code == 404
    whole(desk, "share")
    assert stranger.get(path).status_code == 404
    assert shared_path(desk) != path
    assert stranger.get(shared_path(desk)).status_code == 200


@pytest.mark.usefixtures("over")
def test_link_shows_nothing_while_the_minutes_are_open(desk: Desk) -> None:
    whole(desk, "final")
    whole(desk, "share")
    path, stranger = shared_path(desk), stranger_in(desk)
    whole(desk, "reopen")
    assert stranger.get(path).status_code == 404
    assert "It shows nothing until" in desk.text("/organiser/avond")
    press(desk, "correct", "response", text="Bedankt voor alles.")
    whole(desk, "final")
    assert "Bedankt voor alles." in words(stranger.get(path))


@pytest.mark.usefixtures("over")
def test_other_links_open_no_minutes_and_this_one_no_seat(desk: Desk) -> None:
    whole(desk, "final")
    whole(desk, "share")
    key = shared_path(desk).rpartition("/")[2]
    stranger = stranger_in(desk)
    for kind in (LinkKind.JOIN, LinkKind.CHAIR, LinkKind.MINUTE_TAKER, LinkKind.SCREEN):
        other = path_of(desk, kind).rpartition("/")[2]
        assert stranger.get(f"/m/{other}").status_code == 404
        path = f"/{access.PATHS[kind]}/{key}"
        assert stranger.get(path).status_code in (403, 404)
    assert desk.get("/organiser/avond/renew/share").status_code in (404, 409)


@pytest.mark.usefixtures("over")
def test_only_final_minutes_are_shared(desk: Desk) -> None:
    assert whole(desk, "share").status_code == 409
    assert whole(desk, "reopen").status_code == 409
    assert whole(desk, "anything").status_code == 404
    whole(desk, "final")
    assert press(desk, "correct", "response", text="Anders").status_code == 422
    page = desk.get("/organiser/avond/minutes/edit").get_data(as_text=True)
    assert 'value="correct"' not in page
    assert "The organiser can open them again." in page


def test_minute_taker_corrects_and_marks_final_by_the_link_of_the_evening(
    desk: Desk, over: Conversation
) -> None:
    client, path = minute_taker(desk)
    assert client.get(path).status_code == 200
    headers = {"Origin": PUBLIC}
    form = {"do": "correct", "place": "who:bakje", "text": "Meneer De Wit"}
    assert client.post(path, data=form, headers=headers).status_code == 303
    row = desk.service.latest("avond").corrections["who:bakje"]
    assert (row.text, row.original, row.role) == ("Meneer De Wit", "De Wit", "minute_taker")
    assert client.post(path, data={"do": "final"}, headers=headers).status_code == 303
    assert desk.service.latest("avond").final_at is not None
    assert client.post(path, data=form, headers=headers).status_code == 422
    assert over.final_at is None


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize("kind", [LinkKind.CHAIR, LinkKind.SCREEN])
def test_page_is_not_for_other_seats(desk: Desk, kind: LinkKind) -> None:
    client = desk.client.application.test_client()
    path = client.get(path_of(desk, kind)).headers["Location"] + "minutes"
    form = {"do": "hide", "place": "response"}
    assert client.get(path).status_code == 403
    assert client.post(path, data=form, headers={"Origin": PUBLIC}).status_code == 403
    assert desk.service.latest("avond").corrections == {}


@pytest.mark.usefixtures("over")
def test_page_is_not_for_strangers(desk: Desk) -> None:
    stranger = stranger_in(desk)
    for path in ("/organiser/avond/minutes/edit", "/organiser/avond/minutes/share"):
        assert stranger.post(path, do="hide", place="response").status_code == 303
    assert "sign-in" in stranger.get("/organiser/avond/minutes/edit").headers["Location"]
    assert stranger.get("/seat/nobody/minutes").status_code == 403
    assert desk.service.latest("avond").corrections == {}


def test_there_is_nothing_to_correct_before_the_end(desk: Desk) -> None:
    made = desk.make()
    desk.service.run(made.id, evening.ADVANCE)
    assert desk.get(f"/organiser/{made.id}/minutes/edit").status_code == 409
    assert "Correct and finish" not in desk.text(f"/organiser/{made.id}")


# --- the same QR code afterwards


@pytest.mark.usefixtures("over")
def test_qr_code_tells_afterwards_what_happened_next(desk: Desk) -> None:
    press(desk, "correct", "follow_up", text="In de nieuwsbrief van april.")
    path, stranger = path_of(desk, LinkKind.JOIN), stranger_in(desk)
    text = words(stranger.get(path))
    for told in ("What happened next", "In de nieuwsbrief van april.", "Een bakje bij de deur"):
        assert told in text
    for absent in ("nieuwsbrief van maart", WORDS, QUESTION, "We voelen ons gehoord"):
        assert absent not in text
    assert "The minutes are not ready yet." in text
    assert stranger.get(f"{path}/minutes").status_code == 404
    press(desk, "hide", "agreement:bakje")
    assert "Een bakje" not in words(stranger.get(path))


@pytest.mark.usefixtures("over")
def test_qr_code_leads_to_the_short_edition_once_it_is_final(desk: Desk) -> None:
    whole(desk, "final")
    path, stranger = path_of(desk, LinkKind.JOIN), stranger_in(desk)
    assert f'href="{path}/minutes"' in stranger.get(path).get_data(as_text=True)
    answer = stranger.get(f"{path}/minutes")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert "Ligt hij" not in words(answer)


@pytest.mark.usefixtures("over")
def test_short_edition_has_the_headings_of_the_reader_and_what_became_of_agreements(
    desk: Desk,
) -> None:
    whole(desk, "final")
    told = SetAgreementStatus(
        actor=Actor(Role.ORGANISER), agreement="bakje", status="done", remark="Sinds maandag"
    )
    desk.service.run("avond", told)
    path, stranger = f"{path_of(desk, LinkKind.JOIN)}/minutes", stranger_in(desk)
    arabic = stranger.client.get(path, headers={"Accept-Language": "ar"})
    page = arabic.get_data(as_text=True)
    assert '<html lang="ar" dir="rtl" class="minutes is-brief">' in page
    assert "Sinds maandag" in page
    dutch = stranger.client.get(path, headers={"Accept-Language": "nl"}).get_data(as_text=True)
    assert "Wat hebben we afgesproken?" in dutch
    assert "Gedaan" in dutch


@pytest.mark.usefixtures("over")
def test_shared_link_shows_the_public_edition(desk: Desk) -> None:
    whole(desk, "final")
    whole(desk, "share")
    page = stranger_in(desk).get(shared_path(desk)).get_data(as_text=True)
    assert 'class="minutes is-public"' in page
    assert "minder dan 5" in page


@pytest.mark.usefixtures("over")
def test_page_afterwards_speaks_arabic_from_right_to_left_and_is_light(desk: Desk) -> None:
    answer = stranger_in(desk).get(f"{path_of(desk, LinkKind.JOIN)}?lang=ar")
    page = answer.get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page
    assert "<script" not in page
    assert len(answer.data) < 20_000


@pytest.mark.usefixtures("over")
def test_nobody_joins_afterwards(desk: Desk) -> None:
    answer = stranger_in(desk).post(path_of(desk, LinkKind.JOIN), circle="pupils")
    assert answer.status_code == 410


def test_shared_minutes_outlive_the_notes(desk: Desk, over: Conversation) -> None:
    press(desk, "correct", "note:les", text="Kanarie?")
    press(desk, "correct", "summary:pupils", text="Alleen in de pauze.")
    whole(desk, "final")
    whole(desk, "share")
    path, join = shared_path(desk), path_of(desk, LinkKind.JOIN)
    assert desk.service.purge() == [over.id]
    text = words(stranger_in(desk).get(path))
    assert "Alleen in de pauze." in text
    assert "Een bakje bij de deur" in text
    for absent in ("Kanarie", QUESTION):
        assert absent not in text
    assert stranger_in(desk).get(join).status_code == 404
    assert shared_path(desk) == path
    written = json.loads(desk.get("/organiser/avond/minutes.json").data)
    assert written["circles"][0]["summary"] == "Alleen in de pauze."
