"""The page on which the minutes are corrected: each line as it was noted and as it reads.

Rule: for organiser and minute-taker, who may see all of it; made of the minutes' own view, so that
the page has every line of the minutes and no other.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitation.core.corrections import KINDS, kind_of, said
from facilitation.core.model import Conversation, Correction

from .minutes import Agreed, CircleMinutes, NoteMinutes, Original, QuestionMinutes, minutes


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``outdated``: corrected before somebody wrote what is noted now."""

    place: str
    noted: str
    reads: str
    hidden: bool
    corrected: bool
    outdated: str
    """The correction that no longer holds; "" when there is none."""
    limit: int
    several: bool
    may_hide: bool
    by: str
    """The role that corrected it last; "" for nobody."""


@dataclass(frozen=True, slots=True)
class NoteLines:
    """A note with its translation, if there is one."""

    from_circle: str
    text: Line
    rendering: Line | None


@dataclass(frozen=True, slots=True)
class QuestionLines:
    """A question that was put, with its answer and what was merged into it."""

    from_circles: tuple[str, ...]
    text: Line
    rendering: Line | None
    answer: Line
    merged: tuple[NoteLines, ...]


@dataclass(frozen=True, slots=True)
class CircleLines:
    """One circle's part."""

    key: str
    name: str
    colour: str
    functions: Line
    summary: Line
    questions: tuple[QuestionLines, ...]
    notes: tuple[NoteLines, ...]


@dataclass(frozen=True, slots=True)
class AgreementLines:
    """What, who, by when."""

    what: Line
    who: Line
    by: Line


@dataclass(frozen=True, slots=True)
class EditingView:
    """The whole page. ``corrections``: how many lines read otherwise than they were noted."""

    revision: int
    timezone: str
    final_at: int | None
    shared: bool
    corrections: int
    theme: Line
    question: Line
    circles: tuple[CircleLines, ...]
    response: Line
    agreements: tuple[AgreementLines, ...]
    follow_up: Line


def editing_view(conversation: Conversation, now: int) -> EditingView:
    """The minutes line by line."""
    whole = minutes(conversation, now)
    line = _Lines(conversation).line
    return EditingView(
        revision=conversation.revision,
        timezone=conversation.timezone,
        final_at=conversation.final_at,
        shared=conversation.shared,
        corrections=len(conversation.corrections),
        theme=line("theme", conversation.theme),
        question=line("question", conversation.question),
        circles=tuple(_circle(one, _Lines(conversation)) for one in whole.circles),
        response=line("response", whole.response),
        agreements=tuple(_agreement(one, _Lines(conversation)) for one in whole.agreements),
        follow_up=line("follow_up", whole.follow_up),
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    conversation: Conversation

    def line(self, place: str, noted: str) -> Line:
        """The line at ``place``."""
        row = self.conversation.corrections.get(place)
        kind = KINDS[kind_of(place)]
        return Line(
            place=place,
            noted=noted,
            reads=said(row, noted),
            hidden=row is not None and row.hidden,
            corrected=said(row, noted) != noted,
            outdated=_outdated(row, noted),
            limit=kind.limit,
            several=kind.several,
            may_hide=kind.hidden,
            by=str(row.role) if row else "",
        )

    def rendering(self, one: NoteMinutes | Original | QuestionMinutes) -> Line | None:
        """The line of its translation."""
        return self.line(f"rendering:{one.id}", one.rendering) if one.rendering else None

    def note(self, one: NoteMinutes | Original) -> NoteLines:
        """The lines of a note."""
        return NoteLines(
            one.from_circle, self.line(f"note:{one.id}", one.text), self.rendering(one)
        )


def _outdated(row: Correction | None, noted: str) -> str:
    overtaken = row is not None and row.original not in (noted, row.text)
    return row.text if row is not None and overtaken else ""


def _circle(circle: CircleMinutes, lines: _Lines) -> CircleLines:
    return CircleLines(
        key=circle.key,
        name=circle.name,
        colour=circle.colour,
        functions=lines.line(f"functions:{circle.key}", ""),
        summary=lines.line(f"summary:{circle.key}", circle.summary),
        questions=tuple(_question(one, lines) for one in circle.questions),
        notes=tuple(lines.note(one) for one in circle.notes),
    )


def _question(one: QuestionMinutes, lines: _Lines) -> QuestionLines:
    return QuestionLines(
        from_circles=one.from_circles,
        text=lines.line(f"note:{one.id}", one.text),
        rendering=lines.rendering(one),
        answer=lines.line(f"answer:{one.id}", one.answer),
        merged=tuple(lines.note(each) for each in one.merged),
    )


def _agreement(one: Agreed, lines: _Lines) -> AgreementLines:
    return AgreementLines(
        what=lines.line(f"agreement:{one.id}", one.what),
        who=lines.line(f"who:{one.id}", one.who),
        by=lines.line(f"by:{one.id}", one.by),
    )
