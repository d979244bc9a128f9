"""Schools by their spelling, agreements by their day, a calendar read back, reminder, timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
import pytest

from facilitation import series
from facilitation.core.model import Agreement, Conversation, Status
from facilitation.web.locale import speech
from tests import evening
from tests.evening import START

DAY = 24 * 60 * evening.MINUTE
ENGLISH = speech("en")


def held(name: str, school: str = "De Regenboog", days: int = 0, **given: Any) -> Conversation:
    return evening.conversation(name, school=school, starts_at=START + days * DAY, **given)


def agreed(name: str, by: str = "", status: Status = Status.OPEN, **given: Any) -> Agreement:
    row = Agreement(name, 0, f"Afspraak {name}", "Wij", by, 3, status)
    return replace(row, **given)


def school(*conversations: Conversation) -> series.School:
    (found,) = series.schools(conversations)
    return found


def items(*agreements: Agreement, now: int = START) -> tuple[series.Item, ...]:
    rows = {one.id: one for one in agreements}
    return series.items(school(held("avond")), {"avond": rows, "andere": {"x": agreed("x")}}, now)


def test_spelling_makes_no_other_school() -> None:
    spelled = ["De  Regenboog", "de regenboog ", "ＤＥ regenboog"]
    found = series.schools(held(str(n), name, n) for n, name in enumerate(spelled))
    assert [(one.name, len(one.conversations)) for one in found] == [("ＤＥ regenboog", 3)]


def test_schools_by_the_alphabet_and_without_a_name_last() -> None:
    found = series.schools([held("1", ""), held("2", "het Anker"), held("3", "De Brug")])
    assert [one.name for one in found] == ["De Brug", "het Anker", ""]
    assert len({one.key for one in found}) == 3
    assert all("brug" not in one.key.lower() for one in found)


def test_agreements_by_their_day_and_late_when_it_has_passed_where_the_school_is() -> None:
    found = items(
        agreed("geen"),
        agreed("later", "1 maart 2026"),
        agreed("vandaag", "2026-01-09"),
        agreed("gisteren", "8-1-2026"),
        agreed("klaar", "2026-01-01", Status.DONE),
    )
    assert [(one.agreement.id, one.late, one.to_do) for one in found] == [
        ("klaar", False, False),
        ("gisteren", True, True),
        ("vandaag", False, True),
        ("later", False, True),
        ("geen", False, True),
    ]
    midnight = START + 5 * 60 * evening.MINUTE
    assert [one.late for one in items(agreed("vandaag", "2026-01-09"), now=midnight)] == [True]


# --- the calendar, read back by the library


def events(written: bytes) -> list[Any]:
    calendar = icalendar.Calendar.from_ical(written)
    assert calendar["version"] == "2.0"
    return list(calendar.walk("VEVENT"))


def test_calendar_has_a_day_for_what_is_to_do_and_has_a_date() -> None:
    written = series.calendar(
        "Afspraken De Regenboog",
        items(
            agreed("a", "1-12-2026", Status.BUSY, remark="Bijna"),
            agreed("b", "voor de vakantie"),
            agreed("c", "2026-12-02", Status.DONE),
            agreed("d", "2026-12-03", Status.DROPPED),
        ),
        START,
    )
    (event,) = events(written)
    assert event["uid"] == "a@driegesprek"
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert event["summary"] == "Afspraak a (Wij)"
    assert event["description"] == "Telefoons in de klas\nDe Regenboog\nBijna"
    assert (event["transp"], event["sequence"]) == ("TRANSPARENT", 3)
    assert written.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize(
    "what",
    [
        "Regel\r\nBEGIN:VEVENT\r\nSUMMARY:ingebroken",
        "komma, puntkomma; schuine \\ streep",
        "ديسمبر 👩‍👧 " + "é" * 200,
    ],
)
def test_words_come_back_as_they_were_and_cannot_break_out(what: str) -> None:
    written = series.calendar("x", items(agreed("a", "1-12-2026", what=what, who="")), START)
    (event,) = events(written)
    assert str(event["summary"]).replace("\r\n", "\n") == what.replace("\r\n", "\n")
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


# --- the reminder


def test_reminder_names_what_is_to_do_with_its_day_and_status() -> None:
    text = series.reminder(
        items(
            agreed("a", "8-1-2026", remark="Sleutel kwijt"),
            agreed("b", "voor de vakantie", Status.BUSY, who=""),
            agreed("c", "", Status.DONE),
        ),
        ENGLISH,
        str.upper,
    )
    assert text.splitlines() == [
        "Dear all,",
        "",
        "On 9 Jan 2026 we talked about “Telefoons in de klas”."
        " This was agreed and is not done yet:",
        "- Afspraak a (Wij, 8 Jan 2026): OPEN, the date has passed. Sleutel kwijt",
        "- Afspraak b (voor de vakantie): BUSY",
        "",
        "How is it going? Please let us know, even if something is not working out.",
    ]


def test_reminder_of_nothing_is_nothing() -> None:
    assert series.reminder(items(agreed("c", "", Status.DONE)), ENGLISH, str) == ""


def test_words_in_another_direction_turn_nothing_around_them() -> None:
    text = series.reminder(
        items(agreed("a", "8-1-2026", what="لا واجبات يوم الجمعة", who="De Wit")),
        ENGLISH,
        str.upper,
    )
    told = next(line for line in text.split("\n") if line.startswith("- "))
    assert told == (
        "- \u2068لا واجبات يوم الجمعة\u2069 (\u2068De Wit\u2069, \u20688 Jan 2026\u2069):"
        " \u2068OPEN\u2069, the date has passed"
    )


# --- the timeline


def test_timeline_counts_people_and_agreements_kept() -> None:
    counted = replace(evening.CIRCLES[0], present=14)
    kept = replace(evening.CIRCLES[1], joined=6)
    first = held("een", circles=(counted, kept, evening.CIRCLES[2]))
    second = held("twee", days=60, follows="een")
    alone = held("drie", days=90, follows="erased")
    rows = {
        "a": agreed("a", status=Status.DONE),
        "b": agreed("b"),
        "c": agreed("c", status=Status.DROPPED),
    }
    seats = {"een": {"pupils": 9, "parents": 2, "teachers": 3}}
    found = series.timeline(school(second, alone, first), {"een": rows}, seats)
    assert [(one.conversation.id, one.follows and one.follows.id) for one in found] == [
        ("drie", None),
        ("twee", "een"),
        ("een", None),
    ]
    assert [(one.made, one.kept, one.dropped) for one in found] == [(0, 0, 0), (0, 0, 0), (3, 1, 1)]
    assert [(one.number, one.counted) for one in found[2].attendance] == [
        (14, True),
        (6, False),
        (3, False),
    ]
