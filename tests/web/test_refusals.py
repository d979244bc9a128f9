"""Refusals reach the screen that was refused: code, sentence in its language, nothing changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from facilitation.locale import translations
from facilitation.web.refusals import SENTENCES
from tests.clients import Phone
from tests.servers import Server

from .halls import Hall, hall

LONG = "a" * 281


def _refused(phone: Phone, code: str, name: str, **arguments: object) -> None:
    ack = phone.command(name, **{"revision": None, **arguments})  # type: ignore[arg-type]
    assert ack["ok"] is False, f"{name} was accepted"
    error = ack["error"]
    assert (error["code"], error["retry"]) == (code, False)
    language = "en" if phone.language == "en" else "nl"  # type: ignore[attr-defined]
    sentence = str(translations(language).gettext(SENTENCES[code]))
    shown = sentence.split("%(")[0]
    assert error["message"].startswith(shown)
    assert "%(" not in error["message"]


@pytest.fixture(scope="module")
def talking(eventlet_server: Server) -> Iterator[Hall]:
    """The pupils' discussion; each phone knows its language."""
    with hall(eventlet_server, 2) as here:
        for name in ("chair", "amira", "joost", "de_wit"):
            getattr(here, name).language = "en" if name == "joost" else "nl"
        yield here


def test_notes_are_refused_with_their_reason(talking: Hall) -> None:
    joost = talking.joost
    note = joost.done("submit_note", text="Van Joost")["note"]
    _refused(talking.amira, "your_circle_speaks", "submit_note", text="x")
    _refused(joost, "empty_note", "submit_note", text="\u200b \u2060")
    _refused(joost, "note_too_long", "submit_note", text=LONG)
    _refused(joost, "already_collected", "submit_note", text="x", phase=1)
    _refused(joost, "unknown_note", "withdraw_note", note="no-such-note")
    _refused(talking.de_wit, "unknown_note", "withdraw_note", note=note)
    _refused(joost, "change_circle_too_late", "change_circle", circle="pupils")
    _refused(talking.de_wit, "unknown_circle", "change_circle", circle="neighbours")


def test_chair_is_refused_with_the_reason(talking: Hall) -> None:
    chair = talking.chair
    paper = chair.done("add_paper_note", circle="parents", text="Van papier", revision=None)
    # On the answers, not on the views: those may come later than what they show.
    revision = chair.command("set_present", circle="pupils", number=2)["revision"]
    _refused(chair, "wrong_phase", "put_question", note=paper["note"])
    _refused(chair, "no_author", "quiet_author", note=paper["note"])
    _refused(chair, "not_selected", "move_note", note=paper["note"], position=0)
    _refused(chair, "unknown_circle", "set_present", circle="neighbours", number=1)
    _refused(chair, "unknown_phase", "plan_phase", number=99, seconds=60)
    _refused(chair, "unknown_agreement", "remove_agreement", agreement="none")
    _refused(chair, "empty_text", "add_agreement", what=" ")
    _refused(chair, "text_too_long", "write_response", text="a" * 15_000)
    _refused(chair, "no_room_to_fit", "fit_to_end", ends_at=1)
    _refused(chair, "bad_request", "set_present", circle="pupils", number=-1)
    assert chair.command("set_present", circle="pupils", number=1)["revision"] == revision + 1


def test_silenced_phone_is_told(talking: Hall) -> None:
    note = talking.de_wit.done("submit_note", text="Iets onaardigs")["note"]
    talking.chair.done("quiet_author", note=note, revision=None)
    _refused(talking.de_wit, "quieted", "submit_note", text="Nog iets")
