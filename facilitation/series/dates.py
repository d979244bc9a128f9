"""By when: a date, where people surely wrote one.

Rule: day, month and year must all be there, in figures (ISO 8601, or day-month-year as people here
write it) or with the month in words, in the conversation's language, Dutch or English. "Before the
holidays" stays words, and so does "1 May", because nobody knows of which year.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_FIGURES = re.compile(r"(?P<day>\d{1,2})\s?[-/. ]\s?(?P<month>\d{1,2})\s?[-/. ]\s?(?P<year>\d{4})")
_WORDS = (
    re.compile(
        r"(?P<day>\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?(?P<name>[^\W\d]+)\.?,?\s+(?:de\s+)?(?P<year>\d{4})"
    ),
    re.compile(r"(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"),
)
_WEEKDAY = re.compile(r"(?P<weekday>[^\W\d]+)[.,]?\s+(?P<rest>.+)")
_ENDING = re.compile(r"\s+(?:r\.|г\.|р\.)$")
"""What Polish, Russian and Ukrainian put after a year."""


def due_date(by: str, language: str) -> date | None:
    """The day that ``by`` names, ``None`` when it names none."""
    words = _ENDING.sub("", " ".join(by.split()))
    found = _read(words, language)
    weekday = _WEEKDAY.fullmatch(words)
    if found is None and weekday and weekday["weekday"].casefold() in _weekdays(language):
        found = _read(weekday["rest"], language)
    return found


def _read(words: str, language: str) -> date | None:
    figures = _ISO.fullmatch(words) or _FIGURES.fullmatch(words)
    if figures:
        return _day(int(figures["year"]), int(figures["month"]), int(figures["day"]))
    for form in _WORDS:
        match = form.fullmatch(words)
        month = _months(language).get(match["name"].casefold()) if match else None
        if match and month:
            return _day(int(match["year"]), month, int(match["day"]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 2000 <= year <= 2199 else None
    except ValueError:
        return None


def _locales(language: str) -> tuple[Locale, ...]:
    """English and Dutch first, so that the conversation's own language has the last word."""
    known = []
    for code in ("en", "nl", language):
        try:
            known.append(Locale.parse(code, sep="-" if "-" in code else "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return tuple(known)


@cache
def _months(language: str) -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for locale in _locales(language)
        for width in ("abbreviated", "wide")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, locale).items()
    }


@cache
def _weekdays(language: str) -> frozenset[str]:
    return frozenset(
        name.casefold().rstrip(".")
        for locale in _locales(language)
        for width in ("abbreviated", "wide")
        for name in get_day_names(width, "format", locale).values()
    )
