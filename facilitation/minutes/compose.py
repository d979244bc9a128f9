"""From the minutes view to the document: which sections, in which order, under which headings.

Rule: protocol.md, "Minutes". The fixed words come from the wording, people's words from the view
with the language they were written in; an edition has left out what it may not show already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from facilitation.views.editions import FEW, Edition
from facilitation.views.minutes import Agreed, CircleMinutes, Minutes, NoteMinutes, Original
from facilitation.views.minutes import QuestionMinutes as Put

from . import drawings
from .document import (
    Block,
    Document,
    Fact,
    Figure,
    Heading,
    Line,
    Note,
    Notes,
    Paragraph,
    Question,
    Questions,
    Run,
    Section,
    Table,
    Words,
)
from .wording import Wording


def document(view: Minutes, wording: Wording, now: int, edition: Edition) -> Document:
    """The whole minutes, as the full and the public edition have them."""
    parts = Parts(view, wording)
    words = wording.words
    public = edition is Edition.PUBLIC
    return Document(
        title=words.gettext("Minutes: %(theme)s") % {"theme": view.conversation.theme},
        language=wording.language,
        direction=wording.direction,
        edition=str(edition),
        kind=words.gettext("Public minutes of a driegesprek")
        if public
        else words.gettext("Minutes of a driegesprek"),
        theme=parts.own(view.conversation.theme),
        question_label=words.gettext("Central question"),
        question=parts.own(view.conversation.question),
        facts=parts.facts(),
        remarks=parts.remarks(),
        sections=(
            parts.presence(),
            *parts.earlier(),
            parts.times(),
            *(parts.circle(circle) for circle in view.circles),
            *parts.closing(),
            parts.asked(),
            *parts.phases(),
            *parts.appendix(),
        ),
        foot=(
            words.gettext("Notes are anonymous: nobody knows who wrote which one."),
            words.gettext("Made on %(moment)s.") % {"moment": wording.made(now)},
        ),
        made_at=now,
        signs=signs(wording),
    )


def signs(wording: Wording) -> dict[str, str]:
    """Fixed words that a writer needs by itself."""
    words = wording.words
    return {
        "missing": words.gettext("Sign %(code)s, %(name)s: it cannot be printed here."),
        "minutes": words.gettext("Minutes"),
        "back": words.gettext("Back"),
    }


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document of one view in one wording."""

    view: Minutes
    wording: Wording

    # --- words

    def own(self, text: str, language: str = "") -> Run:
        """Somebody's words; in the conversation's language unless another is known."""
        return Run(text, language or self.view.conversation.language)

    def named(self, circle: CircleMinutes) -> Run:
        """A circle's name: people's own, or the usual one in the document's language."""
        translated = self.wording.names.get(circle.key)
        if translated is not None and translated != circle.name:
            return Run(translated, colour=circle.colour)
        return Run(circle.name, self.view.conversation.language, circle.colour)

    def name_of(self, key: str | None) -> Run:
        """The name of the circle with that key, a dash for none."""
        found = (one for one in self.view.circles if one.key == key)
        return next((self.named(one) for one in found), Run("–"))

    def note(self, one: Put | Original | NoteMinutes, by: Run | None = None) -> Note:
        """A note with what it says in the conversation's language."""
        rendering = self.own(one.rendering) if one.rendering else None
        return Note(self.own(one.text, one.language), rendering, by)

    def or_soft(self, text: str, otherwise: str) -> Block:
        """A text, or a line in its place when nobody wrote one."""
        if text:
            return Words(text, self.view.conversation.language)
        return Paragraph((Run(otherwise),), "soft")

    def or_dash(self, text: str) -> Line:
        """A cell with somebody's words, a dash when it is empty."""
        return (self.own(text),) if text else (Run("–"),)

    # --- head

    def facts(self) -> tuple[Fact, ...]:
        """School, date, time."""
        gettext, wording, about = self.wording.words.gettext, self.wording, self.view.conversation
        began = wording.clock(about.started_at) or about.time
        times = f"{began} – {wording.clock(about.ended_at)}" if about.ended_at else began
        found = (
            Fact(gettext("School"), self.own(about.school)),
            Fact(gettext("Date"), Run(wording.day(about.date))),
            Fact(gettext("Time"), Run(times)),
        )
        return tuple(fact for fact in found if fact.value.text)

    def remarks(self) -> tuple[str, ...]:
        """What must be known before reading on."""
        gettext = self.wording.words.gettext
        found = []
        if self.view.conversation.ended_at is None:
            found.append(gettext("Provisional: the conversation has not ended yet."))
        if self.view.erased:
            found.append(gettext("The notes and answers were erased, as promised."))
        return tuple(found)

    def presence(self) -> Section:
        """People and phones of each circle."""
        gettext = self.wording.words.gettext
        heading = gettext("Who were there")
        circles, names = self.view.circles, gettext("Functions of those present")
        rows = (
            ((self.named(one),), (Run(self.present(one)),), (Run(_number(one.joined)),))
            for one in circles
        )
        head = (gettext("Circle"), gettext("present"), gettext("with a phone"))
        functions = tuple(
            ((self.named(one),), (self.own(one.functions),)) for one in circles if one.functions
        )
        tables = [Table(heading, head, tuple(rows), 2)]
        if functions:
            tables.append(Table(names, (gettext("Circle"), names), functions))
        return Section("present", (Run(heading),), tuple(tables))

    def present(self, circle: CircleMinutes) -> str:
        """How many people, or that they were too few to say so."""
        if circle.few:
            return self.wording.words.gettext("fewer than %(number)s") % {"number": FEW}
        return _number(circle.present)

    # --- time

    def times(self) -> Section:
        """The picture of planned and used time."""
        gettext, wording = self.wording.words.gettext, self.wording
        turns = [
            drawings.Time(
                self.named(one).text,
                one.colour,
                one.planned_s,
                one.used_s,
                wording.duration(one.planned_s),
                wording.duration(one.used_s),
            )
            for one in self.view.circles
        ]
        told = " ".join(
            gettext("%(circle)s: used %(used)s of %(planned)s planned.")
            % {"circle": one.name, "used": one.used, "planned": one.planned}
            for one in turns
        )
        figure = Figure(
            drawings.times(turns, wording.direction == "rtl"),
            f"{gettext('Time of each circle, in minutes and seconds.')} {told}",
            gettext(
                "The outline is the time that was planned, the filled bar the time that was used."
            ),
        )
        return Section("time", (Run(gettext("Time of each circle")),), (figure,))

    def phases(self) -> Iterator[Section]:
        """Every step with its clock."""
        gettext, wording = self.wording.words.gettext, self.wording
        heading = gettext("How the evening went")
        rows = tuple(
            (
                (Run(wording.phase(one.name)),),
                (self.name_of(one.circle),),
                (Run(wording.clock(one.started_at)),),
                (Run(wording.duration(one.planned_s)),),
                (Run(wording.duration(one.used_s)),),
            )
            for one in self.view.phases
        )
        head = (
            gettext("Phase"),
            gettext("Circle"),
            gettext("Began"),
            gettext("Planned"),
            gettext("Used"),
        )
        if rows:
            yield Section("times", (Run(heading),), (Table(heading, head, rows, 3),))

    # --- circles

    def circle(self, circle: CircleMinutes) -> Section:
        """One circle's turn: its time, its summary, the questions put to it."""
        gettext, wording = self.wording.words.gettext, self.wording
        time = gettext("Planned %(planned)s, used %(used)s (minutes:seconds).") % {
            "planned": wording.duration(circle.planned_s),
            "used": wording.duration(circle.used_s),
        }
        return Section(
            f"turn-{circle.key}",
            (self.named(circle),),
            (
                Paragraph((Run(time),), "lead"),
                Heading((Run(gettext("Summary")),)),
                self.or_soft(circle.summary, gettext("No summary was written.")),
                *self.questions(circle),
            ),
            circle.colour,
        )

    def questions(self, circle: CircleMinutes) -> Iterator[Block]:
        """What was put to the circle, in its order; that nothing was, unless it is hidden."""
        put = any(one.asked for one in self.view.matrix if one.to_circle == circle.key)
        if circle.questions or self.view.erased or not put:
            yield Heading((Run(self.wording.words.gettext("Questions put to this circle")),))
            yield self.listed(circle)

    def listed(self, circle: CircleMinutes) -> Block:
        """The questions, or why there are none."""
        gettext = self.wording.words.gettext
        if not circle.questions:
            none = (
                gettext("The questions were erased; how many there were is told below.")
                if self.view.erased
                else gettext("No questions were put to this circle.")
            )
            return Paragraph((Run(none),), "soft")
        made = tuple(self.question(one) for one in circle.questions)
        return Questions(made, gettext("Answer"), gettext("Merged into this question"))

    def question(self, one: Put) -> Question:
        """A question with who asked it and what was answered."""
        return Question(
            asking=tuple(self.name_of(key) for key in one.from_circles),
            note=self.note(one),
            merged=tuple(self.note(each, self.name_of(each.from_circle)) for each in one.merged),
            answer=self.own(one.answer) if one.answer else None,
        )

    # --- closing

    def closing(self) -> Iterator[Section]:
        """Response, agreements, follow-up."""
        gettext, view = self.wording.words.gettext, self.view
        response = self.or_soft(view.response, gettext("No response was noted."))
        by = Paragraph((self.named(view.circles[0]),), "by")
        yield Section("response", (Run(gettext("Response")),), (by, response))
        heading = gettext("Agreements")
        yield Section("agreements", (Run(heading),), (self.agreements(heading, view.agreements),))
        follow_up = self.or_soft(view.follow_up, gettext("Nothing was noted about the follow-up."))
        yield Section("follow-up", (Run(gettext("Follow-up")),), (follow_up,))

    def earlier(self) -> Iterator[Section]:
        """What has become of the agreements of the conversation that this one follows."""
        for number, one in enumerate(self.view.earlier):
            day = self.wording.day(one.date)
            heading = self.wording.words.gettext("Agreements of %(date)s") % {"date": day}
            theme = Paragraph((self.own(one.theme),), "by")
            blocks = (theme, self.agreements(heading, one.agreements, told=True))
            yield Section(f"earlier-{number}" if number else "earlier", (Run(heading),), blocks)

    def agreements(self, label: str, agreed: Sequence[Agreed], told: bool = False) -> Block:
        """What, who, by when; and what became of it, once anybody ``told``."""
        gettext = self.wording.words.gettext
        if not agreed:
            return Paragraph((Run(gettext("No agreements were noted.")),), "soft")
        head = [gettext("What"), gettext("Who"), gettext("By when")]
        rows = [(self.or_dash(one.what), self.or_dash(one.who), self.due(one.by)) for one in agreed]
        if not told and not any(one.status_at for one in agreed):
            return Table(label, tuple(head), tuple(rows), look="agreements")
        head.append(gettext("What became of it"))
        whole = tuple((*row, self.became(one)) for row, one in zip(rows, agreed, strict=True))
        return Table(label, tuple(head), whole, look="agreements")

    def became(self, one: Agreed) -> Line:
        """Status and day, with the remark that somebody wrote there."""
        said = self.wording.became(one)
        return (Run(f"{said}:"), self.own(one.remark)) if one.remark else (Run(said),)

    def due(self, by: str) -> Line:
        """A date in the document's language, other words as they were written."""
        written = self.wording.due(by)
        return self.or_dash(by) if written == by else (Run(written),)

    # --- numbers and notes

    def asked(self) -> Section:
        """Who asked whom: the picture, and the same as a table."""
        gettext = self.wording.words.gettext
        heading = gettext("Who asked whom")
        kinds = (gettext("sent"), gettext("chosen"), gettext("asked"))
        rows = tuple(
            (
                (self.name_of(one.from_circle),),
                (self.name_of(one.to_circle),),
                *((Run(str(number)),) for number in (one.sent, one.selected, one.asked)),
            )
            for one in self.view.matrix
        )
        remark = gettext(
            "A question that was merged from notes of two circles counts once for each of them."
        )
        blocks = (
            self.asked_figure(kinds),
            Table(heading, (gettext("From"), gettext("To"), *kinds), rows, 3),
            Paragraph((Run(remark),), "soft"),
        )
        return Section("numbers", (Run(heading),), blocks)

    def asked_figure(self, kinds: tuple[str, str, str]) -> Figure:
        """A square for each pair of circles."""
        gettext, circles = self.wording.words.gettext, self.view.circles
        place = {one.key: at for at, one in enumerate(circles)}
        cells = {
            (place[one.from_circle], place[one.to_circle]): drawings.Cell(
                one.sent, one.selected, one.asked
            )
            for one in self.view.matrix
        }
        told = " ".join(
            gettext("%(from)s to %(to)s: %(sent)s sent, %(chosen)s chosen, %(asked)s asked.")
            % {
                "from": self.name_of(one.from_circle).text,
                "to": self.name_of(one.to_circle).text,
                "sent": one.sent,
                "chosen": one.selected,
                "asked": one.asked,
            }
            for one in self.view.matrix
        )
        names = [(self.named(one).text, one.colour) for one in circles]
        rtl = self.wording.direction == "rtl"
        return Figure(
            drawings.asked(names, cells, kinds, rtl),
            told,
            gettext("Each row asks, each column is asked."),
        )

    def appendix(self) -> Iterator[Section]:
        """The notes that were not put, by circle and by who asked."""
        gettext = self.wording.words.gettext
        blocks = tuple(block for circle in self.view.circles for block in self.left_over(circle))
        if blocks:
            heading = gettext("Appendix: notes that were not put to the circle")
            yield Section("appendix", (Run(heading),), blocks, own_page=True)

    def left_over(self, circle: CircleMinutes) -> Iterator[Block]:
        """The notes to one circle, under who asked."""
        gettext = self.wording.words.gettext
        if circle.notes:
            yield Heading((Run(gettext("Notes to this circle:")), self.named(circle)))
        for asking in self.view.circles:
            notes = _from(circle.notes, asking.key)
            if notes:
                yield Paragraph(
                    (Run(self.wording.words.pgettext("before a name", "From")), self.named(asking)),
                    "by",
                )
                yield Notes(tuple(self.note(one) for one in notes))


def _from(notes: Iterable[NoteMinutes], key: str) -> list[NoteMinutes]:
    return [one for one in notes if one.from_circle == key]


def _number(number: int | None) -> str:
    return "–" if number is None else str(number)
