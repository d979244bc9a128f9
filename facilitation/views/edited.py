"""The minutes with their corrections laid over them, before any writer sees them.

Rule: pure, and the only place that knows which field of the minutes a correction is for; the places
are those of ``core/corrections.py``. Counts stay what they were: a hidden line was still said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from facilitation.core.corrections import said
from facilitation.core.model import Correction

from .minutes import Agreed, CircleMinutes, Minutes, NoteMinutes, Original, QuestionMinutes

Corrections = Mapping[str, Correction]
Row = TypeVar("Row", Original, NoteMinutes)


def edited(minutes: Minutes, corrections: Corrections) -> Minutes:
    """``minutes`` as they were corrected, without what was hidden."""
    if not corrections:
        return minutes
    layer = _Layer(corrections)
    about = replace(
        minutes.conversation,
        theme=layer.text("theme", minutes.conversation.theme),
        question=layer.text("question", minutes.conversation.question),
    )
    return replace(
        minutes,
        conversation=about,
        circles=tuple(_circle(one, layer) for one in minutes.circles),
        response=layer.text("response", minutes.response),
        agreements=tuple(
            _agreed(one, layer)
            for one in minutes.agreements
            if not layer.hides(f"agreement:{one.id}")
        ),
        follow_up=layer.text("follow_up", minutes.follow_up),
    )


@dataclass(frozen=True, slots=True)
class _Layer:
    corrections: Corrections

    def hides(self, place: str) -> bool:
        found = self.corrections.get(place)
        return found is not None and found.hidden

    def text(self, place: str, noted: str) -> str:
        return "" if self.hides(place) else said(self.corrections.get(place), noted)


def _circle(circle: CircleMinutes, layer: _Layer) -> CircleMinutes:
    return replace(
        circle,
        functions=layer.text(f"functions:{circle.key}", ""),
        summary=layer.text(f"summary:{circle.key}", circle.summary),
        questions=tuple(
            _question(one, layer) for one in circle.questions if not layer.hides(f"note:{one.id}")
        ),
        notes=tuple(_note(one, layer) for one in circle.notes if not layer.hides(f"note:{one.id}")),
    )


def _question(one: QuestionMinutes, layer: _Layer) -> QuestionMinutes:
    return replace(
        one,
        text=layer.text(f"note:{one.id}", one.text),
        rendering=layer.text(f"rendering:{one.id}", one.rendering),
        answer=layer.text(f"answer:{one.id}", one.answer),
        merged=tuple(
            _note(each, layer) for each in one.merged if not layer.hides(f"note:{each.id}")
        ),
    )


def _note(one: Row, layer: _Layer) -> Row:
    return replace(
        one,
        text=layer.text(f"note:{one.id}", one.text),
        rendering=layer.text(f"rendering:{one.id}", one.rendering),
    )


def _agreed(one: Agreed, layer: _Layer) -> Agreed:
    return replace(
        one,
        what=layer.text(f"agreement:{one.id}", one.what),
        who=layer.text(f"who:{one.id}", one.who),
        by=layer.text(f"by:{one.id}", one.by),
    )
