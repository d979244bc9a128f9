"""How moments and marks between words are written, on screens and on paper, in each language."""

from __future__ import annotations

TIME = "HH:mm"
"""A time of day (CLDR): as the clocks on the walls of Dutch schools show it."""


def region(language: str) -> str:
    """Whose dates a language writes here: the English of Europe, not of America."""
    return "en_GB" if language == "en" else language


def colon(language: str) -> str:
    """The colon as it follows a word."""
    return "\u202f:" if language == "fr" else ":"


def comma(language: str) -> str:
    """What stands between a date and a time."""
    return "، " if language == "ar" else ", "
