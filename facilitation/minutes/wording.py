"""Words, dates and durations of the minutes, in the conversation's language and time zone.

Rule: translations come in as an argument (the interface of ``gettext.NullTranslations``), so that
this folder needs no web. A date that cannot be read is shown as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import regex
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from facilitation.core.model import PhaseName, Status
from facilitation.moments import TIME, comma, region
from facilitation.views.minutes import Agreed

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BREAKS = re.compile("[\t\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Controls but the line feed, and what turns the direction of all that follows."""
_STRONG = regex.compile(r"(?P<ltr>\p{bc=L})|\p{bc=R}|\p{bc=AL}")
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""Halves of characters and what is none: no file can hold the ones, no XML the others."""


class Words(Protocol):
    """What a writer needs of a catalogue."""

    def gettext(self, message: str) -> str: ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...

    def pgettext(self, context: str, message: str) -> Any: ...  # Babel says str | object


@dataclass(frozen=True, slots=True)
class Wording:
    """One document's language: its catalogue, its dates, its time zone."""

    words: Words
    language: str
    timezone: str
    names: Mapping[str, str] = field(default_factory=dict)
    """Circle key → its name in this language, for names that are the program's own."""

    @property
    def locale(self) -> Locale:
        """Babel's locale; Dutch when the language is not known to it."""
        try:
            named = region(self.language)
            return Locale.parse(named, sep="-" if "-" in named else "_")
        except (UnknownLocaleError, ValueError):
            return Locale("nl")

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, for the document."""
        return str(self.locale.text_direction)

    def day(self, iso: str) -> str:
        """The date of the evening in full."""
        try:
            return format_date(date.fromisoformat(iso), "full", locale=self.locale)
        except ValueError:
            return iso

    def due(self, by: str) -> str:
        """By when something was agreed: a date is written out, other words stay."""
        if not _ISO_DATE.fullmatch(by):
            return by
        try:
            return format_date(date.fromisoformat(by), "long", locale=self.locale)
        except ValueError:
            return by

    def clock(self, moment: str | None) -> str:
        """The time of day of a moment of the view, in the conversation's time zone."""
        if moment is None:
            return ""
        local = datetime.fromisoformat(moment).astimezone(ZoneInfo(self.timezone))
        return format_time(local, TIME, locale=self.locale)

    def made(self, now: int) -> str:
        """Date and time of day of ``now`` (unix ms)."""
        local = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(self.timezone))
        day = format_date(local, "long", locale=self.locale)
        return day + comma(self.locale.language) + format_time(local, TIME, locale=self.locale)

    def phase(self, name: str) -> str:
        """What a phase is called."""
        words = self.words
        names: dict[PhaseName, str] = {
            PhaseName.OPENING: words.pgettext("phase", "Opening"),
            PhaseName.DISCUSSION: words.pgettext("phase", "Discussion"),
            PhaseName.COLLECTION: words.pgettext("phase", "Collecting the notes"),
            PhaseName.QUESTIONS: words.pgettext("phase", "Discussion with questions"),
            PhaseName.SUMMARY: words.pgettext("phase", "Summary"),
            PhaseName.RESPONSE: words.pgettext("phase", "Response"),
            PhaseName.CLOSING: words.pgettext("phase", "Closing"),
            PhaseName.BREAK: words.pgettext("phase", "Break"),
        }
        return names.get(PhaseName(name), name)

    def status(self, name: str) -> str:
        """What became of an agreement, in a word."""
        words = self.words
        names: dict[Status, str] = {
            Status.OPEN: words.pgettext("agreement", "Open"),
            Status.BUSY: words.pgettext("agreement", "In progress"),
            Status.DONE: words.pgettext("agreement", "Done"),
            Status.DROPPED: words.pgettext("agreement", "Dropped"),
        }
        return names[Status(name)]

    def told(self, moment: str | None) -> str:
        """The day on which that was told, short; "" when it never was."""
        if moment is None:
            return ""
        local = datetime.fromisoformat(moment).astimezone(ZoneInfo(self.timezone))
        return format_date(local.date(), "medium", locale=self.locale)

    def became(self, one: Agreed) -> str:
        """Status of an agreement, and the day on which that was told."""
        day = self.told(one.status_at)
        return f"{self.status(one.status)} ({day})" if day else self.status(one.status)

    def duration(self, seconds: float | None) -> str:
        """Minutes and seconds, as on the clock; a dash where there was no plan."""
        if seconds is None:
            return "–"
        whole = int(seconds)
        return f"{whole // 60}:{whole % 60:02d}"


def plain(text: str) -> str:
    """``text`` without what has no place in a text file; of breaks only line feeds stay."""
    text = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)
    return _UNSEEN.sub("", _BREAKS.sub(" ", text.replace("\r\n", "\n")))


def direction_of(text: str) -> str:
    """Which way a text goes, by its first letter, as browsers decide it; "" when it has none."""
    first = _STRONG.search(text)
    if first is None:
        return ""
    return "ltr" if first.group("ltr") else "rtl"


def right_to_left(text: str) -> bool:
    """Whether a text is written from the right."""
    return direction_of(text) == "rtl"


def slug(text: str) -> str:
    """``text`` as part of a file name: letters of any script without accents, digits, hyphens."""
    parts = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(one for one in parts if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", "-", bare).strip("-")[:40].strip("-")
