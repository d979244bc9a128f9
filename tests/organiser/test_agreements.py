"""A school's agreements, calendar, reminder and timeline, and choosing what is followed."""

from __future__ import annotations

import re

import icalendar
import pytest

from facilitation.core import commands as c
from facilitation.core.model import Conversation, Role, Status
from facilitation.web.agreements import key_of
from tests.organiser.conftest import Desk, good_form, words

CHAIR = c.Actor(Role.CHAIR)
SCHOOL = "De Regenboog"
PATH = f"/organiser/agreements/{key_of(SCHOOL)}"


def held(desk: Desk, *agreements: tuple[str, str], **form: str) -> Conversation:
    """An evening that ended with these agreements: what, by when. Their ids are a0, a1 …"""
    made = desk.make(**{"school": SCHOOL, "date": "2026-01-09", **form})
    for _ in range(15):
        desk.service.run(made.id, c.Advance(actor=CHAIR))
    for number, (what, by) in enumerate(agreements):
        add = c.AddAgreement(actor=CHAIR, fresh_id=f"a{number}", what=what, who="Wij", by=by)
        desk.service.run(made.id, add)
    desk.service.run(made.id, c.Advance(actor=CHAIR))
    return desk.service.latest(made.id)


def tell(desk: Desk, conversation: Conversation, agreement: str = "a0", **form: str):
    return desk.post(f"/organiser/{conversation.id}/agreements/{agreement}", **form)


def test_agreements_stand_late_first_then_to_do_then_settled(desk: Desk) -> None:
    one = held(desk, ("Klaar", ""), ("Later", "2199-01-01"), ("Te laat", "1 mei 2020"))
    assert tell(desk, one, "a0", status="done", remark="Gelukt").status_code == 303
    text = desk.text(PATH)
    places = [text.index(word) for word in ("Te laat", "Later", "Klaar", "Gelukt")]
    assert places == sorted(places)
    assert "the date has passed" in text
    assert "a reminder" in text.lower()


def test_agreements_stand_as_the_minutes_were_corrected(desk: Desk) -> None:
    one = held(desk, ("Een bakje bij de duer", "2199-01-01"), ("Niet voor iedereen", ""))
    organiser = c.Actor(Role.ORGANISER)
    for command in (
        c.CorrectMinutes(actor=organiser, place="agreement:a0", text="Een bakje bij de deur"),
        c.HideLine(actor=organiser, place="agreement:a1"),
    ):
        desk.service.run(one.id, command)
    for path in (PATH, f"{PATH}/calendar.ics"):
        text = desk.get(path).text
        assert "Een bakje bij de deur" in text
        assert "duer" not in text
        assert "Niet voor iedereen" not in text


def test_one_school_is_gone_to_at_once_and_several_are_listed(desk: Desk) -> None:
    held(desk, ("Rust", ""))
    assert desk.get("/organiser/agreements").location == PATH
    held(desk, ("Boeken", ""), school="De Brug")
    text = desk.text("/organiser/agreements")
    assert re.search(r"De Brug 1 conversation 1 agreement to do .*De Regenboog 1 conv", text)


def test_status_is_told_and_the_page_comes_back_to_it(desk: Desk) -> None:
    one = held(desk, ("Rust", ""))
    answer = tell(desk, one, status="busy", remark=" Bijna ")
    assert answer.location == f"{PATH}?kept=a0#agreement-a0"
    row = desk.service.latest(one.id).agreements["a0"]
    assert (row.status, row.remark, row.what) == (Status.BUSY, "Bijna", "Rust")
    assert "Kept." in desk.text(answer.location)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"status": "done", "remark": "x" * 201}, "This text is too long: at most 200 characters."),
        ({"status": "finished", "remark": "Typed"}, 'name="status"'),
        ({"remark": "Typed"}, 'name="status"'),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    desk: Desk, form: dict[str, str], message: str
) -> None:
    one = held(desk, ("Rust", ""))
    answer = tell(desk, one, **form)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, message in page) == (422, True)
    assert f'value="{form["remark"]}"' in page
    assert 'aria-invalid="true"' in page
    assert desk.service.latest(one.id) == one


def test_unknown_agreement_conversation_or_school_is_refused(desk: Desk) -> None:
    one = held(desk, ("Rust", ""))
    assert tell(desk, one, "none", status="done").status_code == 409
    assert desk.post("/organiser/none/agreements/a0", status="done").status_code == 404
    for path in ("", "/timeline", "/calendar.ics"):
        assert desk.get(f"/organiser/agreements/none{path}").status_code == 404


def test_stranger_sees_and_changes_nothing(stranger: Desk) -> None:
    for path in ("/organiser/agreements", PATH, f"{PATH}/timeline", f"{PATH}/calendar.ics"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")
    answer = stranger.post("/organiser/x/agreements/a0", status="done")
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")


def test_calendar_is_a_file_with_the_days(desk: Desk) -> None:
    held(desk, ("Rust", "1-12-2198"), ("Boeken", "gauw"))
    answer = desk.get(f"{PATH}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ".ics" in answer.headers["Content-Disposition"]
    found = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(one["summary"]) for one in found] == ["Rust (Wij)"]


def test_calendar_is_not_offered_when_nothing_has_a_day(desk: Desk) -> None:
    held(desk, ("Boeken", "gauw"))
    assert "calendar.ics" not in desk.get(PATH).get_data(as_text=True)


def test_words_of_people_are_only_words(desk: Desk) -> None:
    one = held(desk, ("<b>Rust</b>", "<i>ooit</i>"), school="<u>School</u>", theme="<s>T</s>")
    tell(desk, one, status="busy", remark="<em>nu</em>")
    key = key_of("<u>School</u>")
    for path in ("", "/timeline"):
        page = desk.get(f"/organiser/agreements/{key}{path}").get_data(as_text=True)
        assert not re.search(r"<(b|i|u|s|em)>", page)


def test_timeline_tells_themes_people_and_what_was_kept(desk: Desk) -> None:
    one = held(desk, ("Rust", ""), ("Boeken", ""), theme="Telefoons")
    desk.make(school="de  REGENBOOG", theme="Toetsen", date="2199-01-01", follows=one.id)
    tell(desk, one, status="done")
    text = desk.text(f"{PATH}/timeline")
    assert text.index("Toetsen") < text.index("Telefoons")
    assert "Follows on Telefoons" in text
    assert "Agreements kept: 1 of 2" in text
    assert "Not held yet." in text


def test_deleted_conversation_takes_its_agreements_along(desk: Desk) -> None:
    one = held(desk, ("Rust", ""))
    held(desk, ("Boeken", ""))
    desk.post(f"/organiser/{one.id}/delete")
    text = desk.text(PATH)
    assert ("Rust" in text, "Boeken" in text) == (False, True)


# --- choosing what is followed


def test_next_one_is_prepared_from_the_one_before(desk: Desk) -> None:
    one = held(desk, ("Rust", ""), theme="Telefoons")
    assert f"/organiser/{one.id}/copy?next=1" in desk.get(f"/organiser/{one.id}").get_data(
        as_text=True
    )
    form = desk.get(f"/organiser/{one.id}/copy?next=1").get_data(as_text=True)
    assert re.search(rf'<option value="{one.id}" selected>', form)
    two = desk.make(follows=one.id)
    assert two.follows == one.id
    assert "Follows on Telefoons" in desk.text(f"/organiser/{two.id}")


def test_choice_can_change_until_the_evening_is_over(desk: Desk) -> None:
    one, other = held(desk), held(desk, theme="Andere")
    two = desk.make(follows=one.id)
    desk.post(f"/organiser/{two.id}/edit", **good_form(follows=other.id))
    assert desk.service.latest(two.id).follows == other.id
    desk.service.run(two.id, c.Advance(actor=CHAIR))
    begun = {"theme": "T", "question": "Q?", "follows": ""}
    assert desk.post(f"/organiser/{two.id}/edit", **begun).status_code == 303
    assert desk.service.latest(two.id).follows == ""


def test_form_without_the_choice_changes_nothing(desk: Desk) -> None:
    one = held(desk)
    two = desk.make(follows=one.id)
    form = {name: value for name, value in good_form().items() if name != "follows"}
    desk.post(f"/organiser/{two.id}/edit", **form)
    assert desk.service.latest(two.id).follows == one.id


def test_choice_that_is_gone_is_said_and_the_form_kept(desk: Desk) -> None:
    one = held(desk)
    held(desk)
    desk.post(f"/organiser/{one.id}/delete")
    answer = desk.post("/organiser/new", **good_form(follows=one.id, theme="Getypt"))
    assert answer.status_code == 422
    assert words(answer).count("This earlier conversation is no longer there.") == 2
    assert 'value="Getypt"' in answer.get_data(as_text=True)


def test_conversation_cannot_follow_itself_or_one_that_has_not_begun(desk: Desk) -> None:
    waiting = desk.make(theme="Wacht")
    two = held(desk)
    for path, follows in (
        ("/organiser/new", waiting.id),
        (f"/organiser/{waiting.id}/edit", waiting.id),
    ):
        assert desk.post(path, **good_form(follows=follows)).status_code == 422
    assert f'value="{waiting.id}"' not in desk.get(f"/organiser/{two.id}/copy").get_data(
        as_text=True
    )
