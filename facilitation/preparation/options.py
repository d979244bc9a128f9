"""The preparation that a command line asks for: ``driegesprek new``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from facilitation.locale import DEFAULT

from .plan import TIMEZONE, Preparation, PreparedCircle, as_form, circle_fields, defaults
from .problems import CIRCLE_FIELD, N_, Invalid, Problem
from .reading import MOST_CIRCLES, read, timezones

CIRCLE_SYNTAX = "key:Name:minutes:minutes"


def from_options(
    options: Mapping[str, str | None], circles: Iterable[str] = (), *, now: int
) -> Preparation:
    """What ``driegesprek new`` was told; what it was not told is as on the form.

    ``options``: by field name (theme, question, school, date, time, timezone, language, …), and
    ``None`` when left out. ``circles``: ``key:Name:minutes:minutes`` each; the minutes may be left
    out, or be fractions down to a second. Raises ``Invalid``.
    """
    given = {name: value for name, value in options.items() if value is not None}
    language = given.get("language", DEFAULT)
    start_zone = timezones().get(given.get("timezone", TIMEZONE).casefold(), TIMEZONE)
    first = defaults(language, now, start_zone)
    form = as_form(first) | given
    wanted = list(circles)
    if wanted:
        form = {name: value for name, value in form.items() if not CIRCLE_FIELD.fullmatch(name)}
        known = {circle.key: circle for circle in first.circles}
        for position, one in enumerate(wanted[: MOST_CIRCLES + 1]):
            form |= _circle_option(position, one, known)
    return read(form, shortest_minutes=1 / 60)


def _circle_option(
    position: int, option: str, known: Mapping[str, PreparedCircle]
) -> dict[str, str]:
    """``key:Name:minutes:minutes`` as form fields; a known key lends what is left out."""
    key, name, discussion, questions, *more = [*option.split(":"), "", "", ""]
    if any(more):
        raise Invalid({"circles": Problem(N_("Write a circle as key:Name:minutes:minutes."))})
    lent = known.get(key, PreparedCircle(key, "", "", True, ""))
    fields_of = circle_fields(position, lent)
    if name.strip() and name.strip() != lent.name:
        fields_of |= {f"circle-{position}-name": name, f"circle-{position}-singular": ""}
    if discussion.strip():
        fields_of |= {f"circle-{position}-discussion": discussion}
        fields_of |= {f"circle-{position}-questions": questions.strip() or discussion}
    return fields_of
