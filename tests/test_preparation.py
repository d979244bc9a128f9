"""What the organiser decides: forms, command lines, and the conversation made of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitation import preparation
from facilitation.core.decide import decide
from facilitation.core.model import EVENING_LINKS, Conversation, PhaseName
from facilitation.preparation.reading import LONGEST_MINUTES, MOST_RETENTION_DAYS
from tests.evening import START, TO_PUPILS, run

NOW = START - 7 * 60_000
"""18:53 in Amsterdam."""


def form(**changed: str) -> dict[str, str]:
    """A good form with these fields otherwise; ``circle_0_name`` for a circle."""
    good = preparation.as_form(preparation.defaults("nl", NOW))
    good |= {"theme": "Huiswerk", "question": "Wanneer helpt huiswerk?"}
    return good | {
        name.replace("_", "-") if name.startswith("circle_") else name: value
        for name, value in changed.items()
    }


def errors(**changed: str) -> list[str]:
    with pytest.raises(preparation.Invalid) as caught:
        preparation.read(form(**changed))
    return list(caught.value.errors)


def made(plan: preparation.Preparation) -> Conversation:
    links = preparation.links(b"secret", "avond")
    return preparation.conversation(plan, id="avond", code="K7M2PX", links=links, now=NOW)


def test_defaults_begin_at_the_next_quarter_of_an_hour() -> None:
    plan = preparation.defaults("nl", NOW)
    assert (plan.date, plan.time) == ("2026-01-09", "19:00")
    assert plan.starts_at == START


def test_defaults_are_the_three_circles_with_two_quarters_each() -> None:
    circles = preparation.defaults("nl", NOW).circles
    assert [(one.key, one.formal, one.colour) for one in circles] == [
        ("pupils", False, "orange"),
        ("parents", True, "blue"),
        ("teachers", True, "purple"),
    ]
    assert {(one.discussion_minutes, one.questions_minutes) for one in circles} == {(15.0, 15.0)}
    assert len(preparation.ground_rules("nl").splitlines()) == 5


def test_form_read_and_written_again_is_the_same() -> None:
    plan = preparation.read(form(full_quarter="yes", circle_1_discussion="7,5"))
    assert plan.full_quarter
    assert plan.circles[1].discussion_minutes == 7.5
    assert preparation.read(preparation.as_form(plan)) == plan


@pytest.mark.parametrize(
    "typed", ["2026-03-24", "24-03-2026", "24-3-2026", "24/03/2026", "24.3.2026"]
)
def test_date_is_read_as_people_write_it(typed: str) -> None:
    assert preparation.read(form(date=typed)).date == "2026-03-24"


@pytest.mark.parametrize(
    "typed", ["", "31-02-2026", "24-03-26", "morgen", "2026-13-01", "1-1-1800"]
)
def test_date_that_does_not_exist_is_said(typed: str) -> None:
    assert errors(date=typed) == ["date"]


@pytest.mark.parametrize(("typed", "read"), [("9:05", "09:05"), ("19.30", "19:30")])
def test_time_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert preparation.read(form(time=typed)).time == read


def test_time_zone_moves_the_start() -> None:
    plan = preparation.read(form(timezone="america/paramaribo", time="19:00"))
    assert plan.timezone == "America/Paramaribo"
    assert plan.starts_at == START + 4 * 3600 * 1000


def test_everything_wrong_is_said_at_once() -> None:
    found = errors(
        date="x",
        time="25:00",
        timezone="Mars",
        theme=" \u200b",
        question="",
        language="xx",
        retention_days="0",
        circle_0_name="",
        circle_1_questions="veel",
    )
    assert sorted(found) == sorted(
        [
            *("date", "time", "timezone", "theme", "question", "language", "retention_days"),
            *("circle-0-name", "circle-1-questions"),
        ]
    )


def test_lengths_are_counted_as_people_count() -> None:
    family = "👩‍👧"
    limit = preparation.LIMITS["theme"]
    assert preparation.read(form(theme=family * limit)).theme == family * limit
    assert errors(theme=family * (limit + 1)) == ["theme"]


def test_retention_has_bounds() -> None:
    for days in (1, MOST_RETENTION_DAYS):
        assert preparation.read(form(retention_days=str(days))).retention_days == days
    assert errors(retention_days=str(MOST_RETENTION_DAYS + 1)) == ["retention_days"]


@pytest.mark.parametrize("typed", ["0", "0.9", "-1", "nan", "inf", "", str(LONGEST_MINUTES + 1)])
def test_minutes_out_of_bounds_are_said(typed: str) -> None:
    assert errors(circle_0_discussion=typed) == ["circle-0-discussion"]


def test_circles_are_two_to_five_with_names_of_their_own() -> None:
    one = {
        name: value
        for name, value in form().items()
        if not name.startswith(("circle-1", "circle-2"))
    }
    with pytest.raises(preparation.Invalid) as caught:
        preparation.read(one)
    assert list(caught.value.errors) == ["circles"]
    names = {f"circle_{place}_name": "Ouders" for place in (0, 1)}
    assert errors(**names) == ["circle-1-name"]


def test_new_circle_gets_a_key_and_a_colour_of_its_own() -> None:
    extra = {
        "circle_3_name": "Ouders & Oma’s",
        "circle_3_discussion": "5",
        "circle_3_questions": "5",
    }
    circle = preparation.read(form(**extra)).circles[3]
    assert (circle.key, circle.colour, circle.singular) == (
        "ouders-oma-s",
        "green",
        "Ouders & Oma’s",
    )
    taken = preparation.read(form(**extra | {"circle_3_name": "Pupils!"})).circles[3]
    assert taken.key == "pupils-2"


def test_options_left_out_are_as_on_the_form() -> None:
    plan = preparation.from_options(
        {"theme": "Huiswerk", "question": "Wanneer?", "time": None}, now=NOW
    )
    assert plan == replace(preparation.defaults("nl", NOW), theme="Huiswerk", question="Wanneer?")


def test_options_shorten_an_evening_to_seconds() -> None:
    circles = ["pupils:Leerlingen:0.1:0.05", "clients:Cliënten:20"]
    options = {"theme": "Zorg", "question": "Wat helpt?", "circle": circles, "data": object()}
    plan = preparation.from_options(options, now=NOW)
    assert [one.key for one in plan.circles] == ["pupils", "clients"]
    planned = {
        (one.circle, str(one.name)): one.planned_ms for one in made(plan).phases if one.planned_ms
    }
    assert planned[("pupils", "discussion")] == 6000
    assert planned[("pupils", "questions")] == 3000
    assert planned[("clients", "questions")] == 20 * 60_000


def test_options_that_are_wrong_are_one_line() -> None:
    options = {"theme": "", "question": "Wat?", "circle": ["a:A:1:1", "b:B:x:1"]}
    with pytest.raises(preparation.Invalid) as caught:
        preparation.from_options(options, now=NOW)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith("Theme: ")
    assert "Minutes: conversation (2): " in line


def test_conversation_has_the_agenda_and_four_links() -> None:
    conversation = made(preparation.read(form()))
    assert len(conversation.phases) == 17
    assert set(conversation.links) == set(EVENING_LINKS)
    assert conversation.phase.name is PhaseName.LOBBY
    assert preparation.of(conversation) == preparation.read(form())


def test_prepare_brings_a_waiting_conversation_to_the_form() -> None:
    before = made(preparation.read(form()))
    plan = preparation.read(form(theme="Toetsen", circle_0_discussion="20"))
    after = decide(before, preparation.prepare_command(plan, before), NOW).conversation
    assert preparation.of(after) == plan
    assert after.links == before.links


def test_copy_takes_all_but_the_day() -> None:
    held = run(made(preparation.read(form(date="2025-01-01"))), *TO_PUPILS)
    copied = preparation.copy(held, NOW)
    assert copied == replace(preparation.of(held), date="2026-01-09")


@pytest.mark.parametrize(
    ("held_on", "minutes_later", "copied", "sequel"),
    [
        ("2025-01-01", 0, "2026-01-09", "2026-01-09"),
        ("2026-01-09", 0, "2026-01-09", "2026-01-10"),
        ("2025-01-01", 60, "2026-01-10", "2026-01-10"),
        ("2026-01-12", 60, "2026-01-10", "2026-01-13"),
    ],
)
def test_day_of_another_one_is_still_to_come(
    held_on: str, minutes_later: int, copied: str, sequel: str
) -> None:
    held = run(made(preparation.read(form(date=held_on))), *TO_PUPILS)
    now = NOW + minutes_later * 60_000
    assert preparation.copy(held, now).date == copied
    assert preparation.sequel(held, now).date == sequel


def test_next_day_is_that_of_its_own_time_zone() -> None:
    assert preparation.next_day(NOW, "Europe/Amsterdam", "19:30") == "2026-01-09"
    assert preparation.next_day(NOW, "Pacific/Auckland", "19:30") == "2026-01-10"


@pytest.mark.parametrize(
    ("theme", "circle"),
    [
        ("Rapporten voor docenten", "teachers"),
        ("WERKDRUK", "teachers"),
        ("Wie wil er in de ouderraad?", "parents"),
        ("De leerlingenraad", "pupils"),
        ("Huiswerk", None),
        ("Werkdruk bij leerlingen", None),
        ("Werkdrukte", None),
        ("", None),
    ],
)
def test_theme_of_one_group_is_noticed(theme: str, circle: str | None) -> None:
    found = preparation.touches_one_group(theme)
    assert (found.circle if found else None) == circle


def test_none_of_the_suggestions_is_one_groups_business() -> None:
    assert [one for one in preparation.SUGGESTIONS if preparation.touches_one_group(one)] == []
    assert len(preparation.SUGGESTIONS) == 5
