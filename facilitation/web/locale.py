"""The language of a page or a live screen: gettext bound to one language.

Rule: message ids are English; Dutch is the default. What is said to a participant exists twice, for
"je" and for "u" (msgctxt), and ``say`` picks by the circle's form of address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import Locale, negotiate_locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.support import Translations
from flask import g, has_request_context, request

from facilitation.core.model import Circle, Conversation
from facilitation.locale import DEFAULT, known, languages, translations
from facilitation.moments import TIME, colon, comma, region
from facilitation.views.earlier import is_date

LANGUAGE_COOKIE = "lang"
CAPITAL_NOUNS = ("de",)
"""Languages that write nouns with a capital letter within a sentence too."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One language, ready to speak: its code, direction, and gettext functions."""

    language: str
    translations: Translations

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(Locale.parse(self.language).text_direction)

    def gettext(self, message: str, **values: object) -> str:
        """The message in this language, placeholders filled."""
        return _filled(str(self.translations.gettext(message)), values)

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """The form for the number ``n``, which also fills ``%(n)s``."""
        return _filled(str(self.translations.ngettext(one, many, n)), {"n": n, **values})

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """The message in a context, when the same English has two meanings."""
        return _filled(str(self.translations.pgettext(context, message)), values)

    def say(self, formal: bool) -> Callable[..., str]:
        """The function that speaks to people addressed with "u" (``formal``) or "je"."""
        context = "u" if formal else "je"
        return lambda message, **values: self.pgettext(context, message, **values)

    def circle(self, circle: Circle) -> str:
        """A circle's name: people's own word for it, or the default one in this language."""
        return self._own_or_default(circle.key, circle.name, 0)

    def singular(self, circle: Circle) -> str:
        """One person of the circle."""
        return self._own_or_default(circle.key, circle.singular, 1)

    def inside(self, circle: Circle) -> str:
        """The circle's name within a sentence: "ouders"; people's own word as they wrote it."""
        name = self.circle(circle)
        if not _is_usual(circle.key, name, 0) or self.language in CAPITAL_NOUNS:
            return name
        return name[:1].lower() + name[1:]

    def in_sentence(self, circle: Circle) -> str:
        """The same with the word "circle": "kring ouders"."""
        if _is_usual(circle.key, circle.name, 0):
            return self.gettext(USUAL_CIRCLES[circle.key])
        # Translators: a circle within a sentence; %(name)s is its name, such as "parents".
        return self.gettext("circle %(name)s", name=self.inside(circle))

    def starting(self, circle: Circle) -> str:
        """The same at the start of a sentence: "Kring ouders"."""
        words = self.in_sentence(circle)
        first = "İ" if self.language == "tr" and words[:1] == "i" else words[:1].upper()
        return first + words[1:]

    def titled(self, circle: Circle) -> str:
        """The same as a heading: "Kring ouders"."""
        if _is_usual(circle.key, circle.name, 0):
            return self.gettext(USUAL_TITLES[circle.key])
        return self.gettext("Circle %(name)s", name=self.circle(circle))

    def together(self, circles: Sequence[Circle], first: bool = False) -> str:
        """Names of circles as a list in words: "ouders en docenten"; ``first``: "Ouders en …"."""
        names = [self.inside(one) for one in circles]
        if first:
            names[0] = self.circle(circles[0])
        return format_list(names, locale=self.language)

    def language_name(self, code: str) -> str:
        """What another language is called in this one."""
        return str(Locale.parse(code).get_display_name(self.language))

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The languages to choose from: code and own name."""
        return tuple((code, _own_name(code)) for code in languages())

    def _own_or_default(self, key: str, given: str, which: int) -> str:
        if _is_usual(key, given, which):
            return self.pgettext("circle", DEFAULT_WORDS[key][which])
        return given

    def date(self, iso: str) -> str:
        """A date in words, with its weekday."""
        return format_date(date.fromisoformat(iso), "full", locale=region(self.language))

    def short_date(self, iso: str) -> str:
        """A date, short."""
        return format_date(date.fromisoformat(iso), "medium", locale=region(self.language))

    def day_or_words(self, typed: str) -> str:
        """A date written out when it is one (ISO 8601); else what was typed."""
        return self.date(typed) if is_date(typed) else typed

    def day_of(self, at_ms: int, timezone: str) -> str:
        """The day of a moment in the conversation's time zone, short."""
        moment = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(timezone))
        return self.short_date(moment.date().isoformat())

    def time(self, at_ms: int, timezone: str) -> str:
        """A time of day in the conversation's time zone."""
        moment = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(timezone))
        return format_time(moment, TIME, tzinfo=ZoneInfo(timezone), locale=self.language)

    @property
    def comma(self) -> str:
        """What stands between a date and a time."""
        return comma(self.language)

    @property
    def colon(self) -> str:
        """The colon after a word."""
        return colon(self.language)

    def clock_time(self, moment: datetime) -> str:
        """A time of day with its seconds, to compare clocks by."""
        return format_time(moment, "medium", locale=region(self.language))

    def context(self, formal: bool = True) -> dict[str, Any]:
        """What templates need to speak."""
        return {
            "_": self.gettext,
            "gettext": self.gettext,
            "ngettext": self.ngettext,
            "pgettext": self.pgettext,
            "say": self.say(formal),
            "speech": self,
            "lang": self.language,
            "direction": self.direction,
        }


def _filled(message: str, values: dict[str, Any]) -> str:
    return message % values if values else message


def N_(message: str) -> str:  # noqa: N802
    """Mark a message for the catalogues where it is only named, and translated later."""
    return message


def P_(context: str, message: str) -> str:  # noqa: N802
    """The same for a message in a context."""
    return message


USUAL_TITLES = {
    "pupils": N_("Circle of pupils"),
    "parents": N_("Circle of parents"),
    "teachers": N_("Circle of teachers"),
}
USUAL_CIRCLES = {
    "pupils": N_("the circle of pupils"),
    "parents": N_("the circle of parents"),
    "teachers": N_("the circle of teachers"),
}
"""As a heading and within a sentence, where nobody gave them a name of their own."""

DEFAULT_WORDS = {
    "pupils": (P_("circle", "Pupils"), P_("circle", "pupil")),
    "parents": (P_("circle", "Parents"), P_("circle", "parent")),
    "teachers": (P_("circle", "Teachers"), P_("circle", "teacher")),
}


@cache
def _default_words() -> dict[tuple[str, int], frozenset[str]]:
    """The default words of all languages: what nobody changed may be translated."""
    return {
        (key, which): frozenset(
            str(translations(code).pgettext("circle", words[which])) for code in languages()
        )
        for key, words in DEFAULT_WORDS.items()
        for which in (0, 1)
    }


def _is_usual(key: str, given: str, which: int) -> bool:
    """Whether nobody changed a circle's name (``which`` 0) or its singular (1)."""
    return given in _default_words().get((key, which), ())


def circle_names(conversation: Conversation, language: str) -> dict[str, str]:
    """Key → name of each circle in ``language``; people's own names as they are."""
    spoken = speech(language)
    return {circle.key: spoken.circle(circle) for circle in conversation.circles}


@cache
def _own_name(code: str) -> str:
    name = str(Locale.parse(code).get_display_name(code))
    return name[:1].upper() + name[1:]


@cache
def speech(language: str) -> Speech:
    """The speech that serves a language tag."""
    code = known(language)
    return Speech(code, translations(code))


def wanted() -> str:
    """The language of this request: chosen (cookie), else the browser's, else Dutch."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen and known(chosen) == chosen:
        return chosen
    preferred = [tag.replace("-", "_") for tag in request.accept_languages.values()]
    return negotiate_locale(preferred, list(languages())) or DEFAULT


def current() -> Speech:
    """The speech of this request; a page about one conversation may set ``g.speech``."""
    if not has_request_context():
        return speech(DEFAULT)
    if "speech" not in g:
        g.speech = speech(wanted())
    found: Speech = g.speech
    return found


def _(message: str, **values: object) -> str:
    return current().gettext(message, **values)


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """The form for ``n`` in the request's language."""
    return current().ngettext(one, many, n, **values)


def pgettext(context: str, message: str, **values: object) -> str:
    """A message in a context, in the request's language."""
    return current().pgettext(context, message, **values)
