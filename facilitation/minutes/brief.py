"""In short: one page in plain words for pupils and families, in any language of the interface.

Rule: fixed words in the reader's language, people's words as they were written. What a page has no
room for is cut at a word, with "…" and a line that says so; what was agreed and what happens next
come before what was asked. ``Room`` says how much; the typesetter tries until one page holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from facilitation.views.minutes import CircleMinutes, Minutes
from facilitation.views.minutes import QuestionMinutes as Put

from .compose import Parts, signs
from .document import (
    Block,
    Document,
    Heading,
    Line,
    Note,
    Paragraph,
    Question,
    Questions,
    Run,
    Section,
    Table,
    Words,
)
from .wording import Wording


@dataclass(frozen=True, slots=True)
class Room:
    """How much people's words may fill, and in which size (points) they are set."""

    share: float
    size: float
    questions: int
    """Of each circle; the first that were put to it."""


ROOMS = (
    Room(1, 11, 3),
    Room(1, 10.5, 2),
    Room(1, 10, 2),
    Room(1, 10, 1),
    Room(0.7, 9.5, 1),
    Room(0.5, 9.5, 1),
    Room(0.3, 9.5, 0),
    Room(0.15, 9, 0),
    Room(0.05, 8, 0),
)
"""From the most to the least; the last holds any evening there can be."""
_SUMMARIES, _QUESTION, _RESPONSE, _FOLLOW_UP = 1200, 240, 300, 450
_WHAT, _WHO, _BECAME, _AGREEMENTS = 200, 80, 120, 8
_HEAD = 260
"""Characters, for a share of one: about a page with three circles."""
_GRAPHEME = regex.compile(r"\X")


def document(view: Minutes, wording: Wording, now: int, room: Room = ROOMS[0]) -> Document:
    """The short edition, with as much of people's words as ``room`` has."""
    brief = _Brief(Parts(view, wording), room)
    words = wording.words
    sections = tuple(brief.sections())
    foot = [words.gettext("This is the short edition. The school has the whole minutes.")]
    theme = brief.cut(brief.parts.own(view.conversation.theme), _HEAD)
    question = brief.cut(brief.parts.own(view.conversation.question), _HEAD)
    if brief.cuts:
        foot.append(words.gettext("… means: this text goes on in the whole minutes."))
    return Document(
        title=words.gettext("In short: %(theme)s") % {"theme": view.conversation.theme},
        language=wording.language,
        direction=wording.direction,
        edition="brief",
        kind=words.gettext("Driegesprek in short"),
        theme=theme,
        question_label=words.gettext("We talked about this question"),
        question=question,
        facts=brief.parts.facts(),
        remarks=brief.parts.remarks(),
        sections=sections,
        foot=tuple(foot),
        made_at=now,
        size=room.size,
        signs=signs(wording),
    )


@dataclass(frozen=True, slots=True)
class _Brief:
    parts: Parts
    room: Room
    cuts: list[str] = field(default_factory=list)

    def sections(self) -> Iterator[Section]:
        view, gettext = self.parts.view, self.parts.wording.words.gettext
        yield Section("present", (Run(gettext("Who were there?")),), (self.presence(),))
        said = tuple(block for circle in view.circles for block in self.circle(circle))
        if said:
            yield Section("said", (Run(gettext("What did each circle say?")),), said)
        if view.response:
            heading: Line = (Run(gettext("Response")), self.parts.named(view.circles[0]))
            yield Section("response", heading, (self.words(view.response, _RESPONSE),))
        yield Section("agreements", (Run(gettext("What did we agree?")),), tuple(self.agreements()))
        if view.follow_up:
            heading = (Run(gettext("What happens next?")),)
            yield Section("follow-up", heading, (self.words(view.follow_up, _FOLLOW_UP),))

    def presence(self) -> Paragraph:
        """Pupils 12 · Parents 9."""
        line: list[Run] = []
        for circle in self.parts.view.circles:
            shown = self.parts.present(circle)
            if shown == "–" and circle.joined is not None:
                shown = str(circle.joined)
            line += [Run("·")] if line else []
            line += [self.cut(self.parts.named(circle), 40), Run(shown)]
        return Paragraph(tuple(line))

    def circle(self, circle: CircleMinutes) -> Iterator[Block]:
        """What the circle said, and the first question that was put to it."""
        gettext, number = self.parts.wording.words.gettext, len(self.parts.view.circles)
        if not circle.summary and not circle.questions:
            return
        yield Heading((self.cut(self.parts.named(circle), 60),))
        if circle.summary:
            yield self.words(circle.summary, _SUMMARIES // number)
        if circle.questions and self.room.questions:
            asked = [self.question(one) for one in circle.questions[: self.room.questions]]
            label = gettext("Asked of this circle")
            yield Questions(tuple(asked), gettext("Answer"), "", label)

    def question(self, one: Put) -> Question:
        """A question with its answer, both cut to what there is room for."""
        asked = self.parts.question(one)
        text, rendering = self.cut(asked.note.text, _QUESTION), asked.note.rendering
        note = Note(text, self.cut(rendering, _QUESTION) if rendering else None)
        return Question(
            asked.asking, note, (), self.cut(asked.answer, _QUESTION) if asked.answer else None
        )

    def agreements(self) -> Iterator[Block]:
        gettext, view = self.parts.wording.words.gettext, self.parts.view
        whole = self.parts.agreements(gettext("Agreements"), view.agreements)
        if not isinstance(whole, Table):
            yield whole
            return
        most = max(1, round(_AGREEMENTS * self.room.share))
        limits = (_WHAT, _WHO, _WHO, _BECAME)[: len(whole.head)]
        rows = tuple(
            tuple(self.cut_line(cell, limit) for cell, limit in zip(row, limits, strict=True))
            for row in whole.rows[:most]
        )
        yield replace(whole, rows=rows)
        more = len(view.agreements) - len(rows)
        if more > 0:
            told = gettext("And %(number)s more, in the whole minutes.") % {"number": more}
            yield Paragraph((Run(told),), "soft")

    # --- cutting

    def words(self, text: str, most: int) -> Words:
        """A longer text as one paragraph, cut to what there is room for."""
        run = self.cut(self.parts.own(" ".join(text.split())), most)
        return Words(run.text, run.language)

    def cut_line(self, line: Line, most: int) -> Line:
        return tuple(self.cut(run, most) for run in line)

    def cut(self, run: Run, most: int) -> Run:
        """``run`` of at most so many characters of a full page's room."""
        short = shortened(run.text, max(12, round(most * self.room.share)))
        if short != " ".join(run.text.split()):
            self.cuts.append(short)
        return replace(run, text=short)


def shortened(text: str, most: int) -> str:
    """``text``, or its beginning up to the end of a word and "…"; never within a character."""
    flat = " ".join(text.split())
    characters = _GRAPHEME.findall(flat)
    if len(characters) <= most:
        return flat
    start = "".join(characters[: most - 1])
    at_word = start.rpartition(" ")[0]
    return (at_word if len(at_word) > len(start) * 0.6 else start).rstrip(" ,;:") + "…"
