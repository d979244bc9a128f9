"""How a moment is written, on screens and on paper, whatever the language."""

from __future__ import annotations

TIME = "HH:mm"
"""A time of day (CLDR): as the clocks on the walls of Dutch schools show it."""


def comma(language: str) -> str:
    """What stands between a date and a time."""
    return "، " if language == "ar" else ", "
