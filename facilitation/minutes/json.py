"""The minutes as JSON, for other programs.

Rule: the contract's keys in the contract's order, and no others; ``docs/minutes.schema.json`` says
the same and a test compares. Texts are as they were written: escaping is for who shows them.
"""

from __future__ import annotations

import json
from typing import Any

from facilitation.views.minutes import (
    Agreed,
    CircleMinutes,
    Minutes,
    NoteMinutes,
    Original,
    PhaseMinutes,
    QuestionMinutes,
)

from .wording import Wording


def write(view: Minutes, wording: Wording) -> bytes:
    """UTF-8, indented by two, with a line feed at the end."""
    return (json.dumps(document(view), ensure_ascii=False, indent=2) + "\n").encode(
        errors="replace"
    )


def document(view: Minutes) -> dict[str, Any]:
    """The minutes as plain values."""
    about = view.conversation
    return {
        "conversation": {
            "code": about.code,
            "school": about.school,
            "date": about.date,
            "time": about.time,
            "timezone": about.timezone,
            "theme": about.theme,
            "question": about.question,
            "language": about.language,
            "started_at": about.started_at,
            "ended_at": about.ended_at,
        },
        "phases": [_phase(phase) for phase in view.phases],
        "circles": [_circle(circle) for circle in view.circles],
        "response": view.response,
        "agreements": [_agreed(one) for one in view.agreements],
        "follow_up": view.follow_up,
        "matrix": [
            {
                "from": one.from_circle,
                "to": one.to_circle,
                "sent": one.sent,
                "selected": one.selected,
                "asked": one.asked,
            }
            for one in view.matrix
        ],
        "earlier": [
            {
                "date": one.date,
                "theme": one.theme,
                "agreements": [_agreed(agreed) for agreed in one.agreements],
            }
            for one in view.earlier
        ],
    }


def _agreed(one: Agreed) -> dict[str, Any]:
    return {
        "what": one.what,
        "who": one.who,
        "by": one.by,
        "status": one.status,
        "remark": one.remark,
        "status_at": one.status_at,
    }


def _phase(phase: PhaseMinutes) -> dict[str, Any]:
    return {
        "number": phase.number,
        "name": phase.name,
        "circle": phase.circle,
        "planned_s": phase.planned_s,
        "used_s": phase.used_s,
        "started_at": phase.started_at,
        "ended_at": phase.ended_at,
    }


def _circle(circle: CircleMinutes) -> dict[str, Any]:
    return {
        "key": circle.key,
        "name": circle.name,
        "joined": circle.joined,
        "present": circle.present,
        **({"functions": circle.functions} if circle.functions else {}),
        "summary": circle.summary,
        "questions": [_question(one) for one in circle.questions],
        "notes": [
            {"text": one.text, "from_circle": one.from_circle, "language": one.language}
            | _rendering(one)
            for one in circle.notes
        ],
    }


def _question(question: QuestionMinutes) -> dict[str, Any]:
    return {
        "text": question.text,
        "from_circles": list(question.from_circles),
        "answer": question.answer,
        "merged": [
            {"text": one.text, "from_circle": one.from_circle} | _rendering(one)
            for one in question.merged
        ],
    } | _rendering(question)


def _rendering(one: QuestionMinutes | Original | NoteMinutes) -> dict[str, str]:
    """Only where there is one: the contract's keys are always there, additions need not be."""
    return {"rendering": one.rendering} if one.rendering else {}
