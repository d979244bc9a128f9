"""What the organiser decides: one frozen value, what it holds at first, and its form fields."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from facilitation.locale import translations

from .problems import CIRCLE_FIELD

COLOURS = ("orange", "blue", "purple", "green", "grey")
QUARTER = 15.0
RETENTION_DAYS = 30
TIMEZONE = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class PreparedCircle:
    """One circle and its two quarters, in minutes."""

    key: str
    name: str
    singular: str
    formal: bool
    colour: str
    discussion_minutes: float = QUARTER
    questions_minutes: float = QUARTER


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything that the organiser decides. As read, it is valid."""

    school: str
    theme: str
    question: str
    ground_rules: str
    date: str
    time: str
    timezone: str
    language: str
    trusted_contact: str
    retention_days: int
    full_quarter: bool
    late_notes: bool
    wifi_name: str
    wifi_password: str
    wifi_hidden: bool
    circles: tuple[PreparedCircle, ...]

    @property
    def starts_at(self) -> int:
        """The planned start (unix ms)."""
        moment = datetime.fromisoformat(f"{self.date}T{self.time}")
        return int(moment.replace(tzinfo=ZoneInfo(self.timezone)).timestamp() * 1000)


# --- what is filled in beforehand


def ground_rules(language: str) -> str:
    """The five rules of the form, one a line."""
    _ = translations(language).gettext
    rules = (
        _("Only the circle whose turn it is speaks."),
        _("The others listen and do not react."),
        _("If you have a question, write it on a note: one question on each note."),
        _("The chair keeps the time."),
        _("We talk with each other, not about each other."),
    )
    return "\n".join(rules)


def default_circles(language: str) -> tuple[PreparedCircle, ...]:
    """Pupils, parents and teachers, a quarter and a quarter each."""
    pgettext = translations(language).pgettext
    named = (
        ("pupils", pgettext("circle", "Pupils"), pgettext("circle", "pupil"), False),
        ("parents", pgettext("circle", "Parents"), pgettext("circle", "parent"), True),
        ("teachers", pgettext("circle", "Teachers"), pgettext("circle", "teacher"), True),
    )
    return tuple(
        PreparedCircle(key, str(name), str(singular), formal, colour)
        for (key, name, singular, formal), colour in zip(named, COLOURS, strict=False)
    )


def defaults(language: str, now: int, timezone_name: str = TIMEZONE) -> Preparation:
    """What the form shows at first: today, the next quarter of an hour, no theme yet."""
    moment = _next_quarter(now, timezone_name)
    return Preparation(
        school="",
        theme="",
        question="",
        ground_rules=ground_rules(language),
        date=moment.date().isoformat(),
        time=f"{moment:%H:%M}",
        timezone=timezone_name,
        language=language,
        trusted_contact="",
        retention_days=RETENTION_DAYS,
        full_quarter=False,
        late_notes=False,
        wifi_name="",
        wifi_password="",  # nosec B106  # none yet
        wifi_hidden=False,
        circles=default_circles(language),
    )


def next_day(now: int, timezone_name: str, time: str) -> str:
    """The first day (ISO) on which ``time`` (hh:mm) is still to come, in that time zone."""
    moment = _next_quarter(now, timezone_name)
    passed = f"{moment:%H:%M}" > time
    return (moment.date() + timedelta(days=passed)).isoformat()


def _next_quarter(now: int, timezone_name: str) -> datetime:
    """``now`` rounded up to a quarter of an hour, on the clock of that time zone."""
    quarter = timedelta(minutes=15)
    since = timedelta(milliseconds=now)
    rounded = datetime(1970, 1, 1, tzinfo=UTC) + math.ceil(since / quarter) * quarter
    return rounded.astimezone(ZoneInfo(timezone_name))


# --- forms: flat text fields, as a browser sends them


def as_form(preparation: Preparation) -> dict[str, str]:
    """The fields that ``read`` makes this preparation of again."""
    form = {
        one.name: _as_field(getattr(preparation, one.name))
        for one in fields(preparation)
        if one.name != "circles"
    }
    for position, circle in enumerate(preparation.circles):
        form |= circle_fields(position, circle)
    return form


def circle_fields(position: int, circle: PreparedCircle) -> dict[str, str]:
    """One circle's fields."""
    given = {
        "key": circle.key,
        "name": circle.name,
        "singular": circle.singular,
        "formal": circle.formal,
        "colour": circle.colour,
        "discussion": circle.discussion_minutes,
        "questions": circle.questions_minutes,
    }
    return {f"circle-{position}-{name}": _as_field(value) for name, value in given.items()}


def _as_field(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def positions(form: Mapping[str, str]) -> list[int]:
    """The places of the circles that a form holds, in order."""
    found = {int(match[1]) for name in form if (match := CIRCLE_FIELD.fullmatch(name))}
    return sorted(found)
