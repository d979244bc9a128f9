"""A form's text fields as a preparation, or everything that is wrong with them.

Rule: nothing is guessed and nothing typed is cut off; all that is wrong is said at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from facilitation.core import text, wifi
from facilitation.core.refusals import Refused
from facilitation.locale import DEFAULT, languages

from .plan import COLOURS, Preparation, PreparedCircle, positions
from .problems import N_, Invalid, Problem

FEWEST_CIRCLES, MOST_CIRCLES = 2, 5
LONGEST_MINUTES = 180
SHORTEST_MINUTES = 1
"""On the form. The command line may go down to a second, for a rehearsal in a minute."""
MOST_RETENTION_DAYS = 730
LIMITS = {
    "school": 100,
    "theme": 120,
    "question": 280,
    "ground_rules": 2000,
    "trusted_contact": 300,
    "name": 40,
    "singular": 40,
}

_DUTCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::\d\d)?")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,31}")


def read(form: Mapping[str, str], shortest_minutes: float = SHORTEST_MINUTES) -> Preparation:
    """A form's fields as a preparation. Raises ``Invalid`` with all that is wrong at once."""
    return _Reading(form, shortest_minutes).whole()


class _Reading:
    """One form being read; gathers what is wrong on the way."""

    def __init__(self, form: Mapping[str, str], shortest_minutes: float) -> None:
        self._form = form
        self._shortest = shortest_minutes
        self._errors: dict[str, Problem] = {}

    def whole(self) -> Preparation:
        prepared = Preparation(
            school=self._line("school"),
            date=self._date(),
            time=self._time(),
            timezone=self._timezone(),
            theme=self._needed("theme", N_("Fill in what the conversation is about.")),
            question=self._needed("question", N_("Fill in the question for all circles.")),
            ground_rules=self._text("ground_rules"),
            circles=self._circles(),
            language=self._language(),
            trusted_contact=self._line("trusted_contact"),
            retention_days=self._days(),
            full_quarter=bool(self._raw("full_quarter")),
            late_notes=bool(self._raw("late_notes")),
            wifi_name=self._wifi_name(),
            wifi_password=self._wifi_password(),
            wifi_hidden=bool(self._raw("wifi_hidden") and self._raw("wifi_name")),
        )
        if self._errors:
            raise Invalid(self._errors)
        return prepared

    def _raw(self, field: str) -> str:
        return self._form.get(field, "").strip()

    def _wrong(self, field: str, message: str, **values: object) -> None:
        self._errors.setdefault(field, Problem(message, **values))

    def _cleaned(self, field: str, clean: Callable[[str, int], str]) -> str:
        limit = LIMITS[field.rpartition("-")[2]]
        try:
            return clean(self._form.get(field, ""), limit)
        except Refused as refused:
            too_long = N_("This is too long: %(count)s characters, at most %(limit)s.")
            self._wrong(field, too_long, limit=limit, count=refused.data["count"])
            return ""

    def _line(self, field: str) -> str:
        return self._cleaned(field, text.line_of)

    def _text(self, field: str) -> str:
        return self._cleaned(field, text.lines_of)

    def _needed(self, field: str, message: str) -> str:
        line = self._line(field)
        if not text.visible(line):
            self._wrong(field, message)
        return line

    def _date(self) -> str:
        if not self._raw("date").strip():
            self._wrong("date", N_("Fill in the date."))
            return ""
        found = _date(self._raw("date"))
        if found is None:
            self._wrong("date", N_("This date does not exist. Write it like 24-03-2026."))
            return ""
        return found.isoformat()

    def _time(self) -> str:
        found = _TIME.fullmatch(self._raw("time"))
        if found is None:
            self._wrong("time", N_("Write the time like 19:30."))
            return ""
        return f"{int(found[1]):02d}:{found[2]}"

    def _timezone(self) -> str:
        found = timezones().get(self._raw("timezone").casefold())
        if found is None:
            self._wrong("timezone", N_("Write the time zone like Europe/Amsterdam."))
        return found or ""

    def _language(self) -> str:
        asked = self._raw("language") or DEFAULT
        if asked not in languages():
            self._wrong("language", N_("This language is not available."))
        return asked

    def _days(self) -> int:
        raw = self._raw("retention_days")
        days = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 0
        if not 1 <= days <= MOST_RETENTION_DAYS:
            message = N_("Fill in a number of days from 1 to %(most)s.")
            self._wrong("retention_days", message, most=MOST_RETENTION_DAYS)
        return days

    def _wifi_name(self) -> str:
        name = self._raw("wifi_name")
        if not name and self._raw("wifi_password"):
            self._wrong("wifi_name", N_("Fill in the name of the network as well."))
        elif not wifi.name_fits(name):
            message = N_("This is too long for a network: at most %(most)s plain letters.")
            self._wrong("wifi_name", message, most=wifi.NAME_BYTES)
        return name

    def _wifi_password(self) -> str:
        password = self._raw("wifi_password")
        if not password:
            return ""
        if not wifi.password_typeable(password):
            message = N_("A Wi-Fi password has only plain letters, digits, spaces and signs.")
            self._wrong("wifi_password", message)
        elif not wifi.password_fits(password):
            message = N_("A Wi-Fi password has %(least)s to %(most)s characters.")
            self._wrong(
                "wifi_password", message, least=wifi.PASSWORD_LEAST, most=wifi.PASSWORD_MOST
            )
        return password

    def _circles(self) -> tuple[PreparedCircle, ...]:
        places = positions(self._form)
        circles: list[PreparedCircle] = []
        for place in places:
            circles.append(self._circle(place, circles))
        if not FEWEST_CIRCLES <= len(circles) <= MOST_CIRCLES:
            message = N_("A conversation has %(fewest)s to %(most)s circles.")
            self._wrong("circles", message, fewest=FEWEST_CIRCLES, most=MOST_CIRCLES)
        return tuple(circles)

    def _circle(self, place: int, before: list[PreparedCircle]) -> PreparedCircle:
        name = self._needed(f"circle-{place}-name", N_("Give this circle a name."))
        if name and name.casefold() in (one.name.casefold() for one in before):
            self._wrong(f"circle-{place}-name", N_("Two circles have the same name."))
        singular = self._line(f"circle-{place}-singular") or name
        return PreparedCircle(
            key=self._key(place, name, [one.key for one in before]),
            name=name,
            singular=singular,
            formal=bool(self._raw(f"circle-{place}-formal")),
            colour=self._colour(place, [one.colour for one in before]),
            discussion_minutes=self._minutes(f"circle-{place}-discussion"),
            questions_minutes=self._minutes(f"circle-{place}-questions"),
        )

    def _key(self, place: int, name: str, taken: list[str]) -> str:
        """The key given, or one made of the name."""
        field = f"circle-{place}-key"
        key = self._raw(field)
        if not key:
            return _free_key(name, {*taken, *self._given_keys()})
        if not _KEY.fullmatch(key):
            self._wrong(field, N_("Use small letters, digits and dashes only, like pupils."))
        elif key in taken:
            self._wrong(field, N_("Two circles have the same short name."))
        return key

    def _given_keys(self) -> Iterable[str]:
        return (self._raw(f"circle-{place}-key") for place in positions(self._form))

    def _colour(self, place: int, taken: list[str]) -> str:
        colour = self._raw(f"circle-{place}-colour")
        if colour in COLOURS and colour not in taken:
            return colour
        later = {self._raw(f"circle-{other}-colour") for other in positions(self._form)}
        free = [one for one in COLOURS if one not in taken]
        return next((one for one in free if one not in later), free[0] if free else COLOURS[-1])

    def _minutes(self, field: str) -> float:
        try:
            minutes = float(self._raw(field).replace(",", "."))
        except ValueError:
            minutes = math.nan
        if not self._shortest <= minutes <= LONGEST_MINUTES:
            message = N_("Fill in minutes, from %(fewest)s to %(most)s.")
            self._wrong(field, message, fewest=f"{self._shortest:.2g}", most=LONGEST_MINUTES)
        return minutes


def _date(raw: str) -> date | None:
    """A date written as ISO 8601 or as people here write it; ``None`` if there is no such day."""
    dutch = _DUTCH_DATE.fullmatch(raw)
    iso = f"{dutch[3]}-{int(dutch[2]):02d}-{int(dutch[1]):02d}" if dutch else raw
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2199 else None


@cache
def timezones() -> dict[str, str]:
    """All time zones, by their names in small letters."""
    return {name.casefold(): name for name in available_timezones()}


def _free_key(name: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:24]
    base = plain if _KEY.fullmatch(plain) else "circle"
    tries = (base if number == 1 else f"{base}-{number}" for number in range(1, MOST_CIRCLES + 2))
    return next(one for one in tries if one not in taken)
