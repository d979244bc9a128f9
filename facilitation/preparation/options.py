"""The preparation that a command line asks for: ``driegesprek new``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facilitation.locale import DEFAULT, known

from .plan import TIMEZONE, Preparation, PreparedCircle, as_form, circle_fields, defaults
from .problems import CIRCLE_FIELD, LABELS, N_, Invalid, Problem
from .reading import MOST_CIRCLES, read, timezones

CIRCLE_SYNTAX = "key:Name:minutes:minutes"
_FIELDS = {name: name for name in LABELS} | {"lang": "language"}
SHORTEST_MINUTES = 1 / 60


def from_options(options: Mapping[str, Any], *, now: int) -> Preparation:
    """What ``driegesprek new`` was told; what it was not told is as on the form.

    ``options``: by option name (theme, question, school, date, time, timezone, lang, …), ``None``
    when left out; ``circle`` is a list of ``key:Name:minutes:minutes``, whose minutes may be left
    out or be fractions down to a second. Raises ``Invalid``.
    """
    given = {
        field: value
        for name, field in _FIELDS.items()
        if isinstance(value := options.get(name), str)
    }
    zone = timezones().get(given.get("timezone", TIMEZONE).casefold(), TIMEZONE)
    first = defaults(known(given.get("language", DEFAULT)), now, zone)
    form = as_form(first) | given
    if circles := list(options.get("circle") or ()):
        form = {name: value for name, value in form.items() if not CIRCLE_FIELD.fullmatch(name)}
        lent = {circle.key: circle for circle in first.circles}
        for position, one in enumerate(circles[: MOST_CIRCLES + 1]):
            form |= _circle(position, one, lent)
    return read(form, shortest_minutes=SHORTEST_MINUTES)


def _circle(position: int, option: str, lent: Mapping[str, PreparedCircle]) -> dict[str, str]:
    """One circle as form fields; one of the default circles lends what is left out."""
    key, name, discussion, questions, *more = [*option.split(":"), "", "", ""]
    if any(more):
        raise Invalid({"circles": Problem(N_("Write a circle as key:Name:minutes:minutes."))})
    base = lent.get(key, PreparedCircle(key, "", "", True, ""))
    form = circle_fields(position, base)
    if name.strip() and name.strip() != base.name:
        form |= {f"circle-{position}-name": name, f"circle-{position}-singular": ""}
    if discussion.strip():
        form |= {f"circle-{position}-discussion": discussion}
        form |= {f"circle-{position}-questions": questions.strip() or discussion}
    return form
