"""What an edition of the minutes keeps of the view: the allow-list for who gets the document.

Rule: ``full`` is the organiser's. ``public`` and ``brief`` go to everybody: no words of a note that
was not put to its circle (the originals beneath a question are such words too), and of a circle
under five not how many people it had. Counts of notes always stand (contract, reliability.md).
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from .minutes import CircleMinutes, Minutes, QuestionMinutes

FEW = 5
"""A circle with fewer people than this is not anonymous."""


class Edition(StrEnum):
    """Who the minutes are for."""

    FULL = "full"
    PUBLIC = "public"
    BRIEF = "brief"


def edited(view: Minutes, edition: Edition) -> Minutes:
    """The minutes as this edition may show them."""
    if edition is Edition.FULL:
        return view
    return replace(view, circles=tuple(_public(circle) for circle in view.circles))


def _public(circle: CircleMinutes) -> CircleMinutes:
    people = circle.joined if circle.present is None else circle.present
    few = people is None or people < FEW
    return replace(
        circle,
        joined=None if few else circle.joined,
        present=None if few else circle.present,
        few=few,
        notes=(),
        questions=tuple(_without_originals(one) for one in circle.questions),
    )


def _without_originals(question: QuestionMinutes) -> QuestionMinutes:
    """A note that was merged into another was asked with it, but nobody heard its own words."""
    return replace(question, merged=())
