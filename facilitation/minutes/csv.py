"""The minutes as one flat table for a spreadsheet, to filter and count in.

Rule: nothing in a cell may run. A cell that a spreadsheet could take for a formula gets an
apostrophe in front, full-width signs included; so does what follows a comma or semicolon inside a
cell, because a spreadsheet of another country splits there, quotes or not.

Semicolons and a byte-order mark, because the Excel of a Dutch school (decimal comma) opens exactly
that in columns and with its accents by a double click. Times are whole seconds: a decimal point
would turn into a date there.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from facilitation.views.editions import FEW
from facilitation.views.minutes import Agreed, CircleMinutes, Minutes

from .wording import Wording, plain

_STARTS_FORMULA = frozenset("=+-@")
_AFTER_SEPARATOR = re.compile(
    "([,;|])(?=[\\s\"'\u200b-\u200f\u2060\ufeff]*[=+\\-@\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20])"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. Every row fills ``part`` and what else applies to it."""

    part: str
    circle: str = ""
    by: str = ""
    kind: str = ""
    text: str = ""
    answer: str = ""
    who: str = ""
    when: str = ""
    count: str = ""
    rendering: str = ""


def write(view: Minutes, wording: Wording) -> bytes:
    """UTF-8 with a byte-order mark, semicolons, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (header(wording), *rows(view, wording)):
        writer.writerow([cell(value) for value in astuple(row)])
    return out.getvalue().encode("utf-8-sig")


def cell(text: str) -> str:
    """``text`` on one line, so that a spreadsheet shows it and does nothing else with it."""
    line = " / ".join(part for part in plain(text).split("\n") if part)
    guarded = _AFTER_SEPARATOR.sub(r"\1'", line)
    return f"'{guarded}" if _could_run(text) or _could_run(line) else guarded


def _could_run(text: str) -> bool:
    """Whether its first visible sign starts a formula, in any of the widths Unicode has."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    for character in text:
        if not unicodedata.category(character).startswith(("Z", "C", "M")):
            return unicodedata.normalize("NFKC", character)[0] in _STARTS_FORMULA
    return False


def header(wording: Wording) -> Row:
    """The names of the columns."""
    pgettext = wording.words.pgettext
    return Row(
        part=pgettext("column", "part"),
        circle=pgettext("column", "circle"),
        by=pgettext("column", "from"),
        kind=pgettext("column", "what"),
        text=pgettext("column", "text"),
        answer=pgettext("column", "answer"),
        who=pgettext("column", "who"),
        when=pgettext("column", "by when"),
        count=pgettext("column", "number"),
        rendering=pgettext("column", "translation"),
    )


def rows(view: Minutes, wording: Wording) -> Iterator[Row]:
    """The table, in the order of the minutes."""
    yield from _conversation(view, wording)
    yield from _times(view, wording)
    names = {circle.key: circle.name for circle in view.circles}
    for circle in view.circles:
        yield from _circle(circle, names, wording)
    yield from _closing(view, wording)
    yield from _counts(view, names, wording)
    for circle in view.circles:
        for note in circle.notes:
            part = wording.words.pgettext("part", "note")
            by = names[note.from_circle]
            yield Row(part, circle.name, by, note.language, note.text, rendering=note.rendering)


def _conversation(view: Minutes, wording: Wording) -> Iterator[Row]:
    gettext = wording.words.gettext
    part = wording.words.pgettext("part", "conversation")
    about = view.conversation
    facts = (
        (gettext("School"), about.school),
        (gettext("Date"), about.date),
        (gettext("Began"), wording.clock(about.started_at)),
        (gettext("Ended"), wording.clock(about.ended_at)),
        (gettext("Theme"), about.theme),
        (gettext("Central question"), about.question),
    )
    return (Row(part, kind=kind, text=text) for kind, text in facts)


def _times(view: Minutes, wording: Wording) -> Iterator[Row]:
    words = wording.words
    names = {circle.key: circle.name for circle in view.circles}
    planned = words.pgettext("part", "time planned (seconds)")
    used = words.pgettext("part", "time used (seconds)")
    for phase in view.phases:
        circle = names.get(phase.circle or "", "")
        kind = wording.phase(phase.name)
        if phase.planned_s is not None:
            yield Row(planned, circle, kind=kind, count=_whole(phase.planned_s))
        yield Row(used, circle, kind=kind, count=_whole(phase.used_s))


def _circle(circle: CircleMinutes, names: dict[str, str], wording: Wording) -> Iterator[Row]:
    words = wording.words
    presence = words.pgettext("part", "people")
    if circle.present is not None:
        yield Row(presence, circle.name, kind=words.gettext("present"), count=str(circle.present))
    if circle.joined is not None:
        kind = words.gettext("with a phone")
        yield Row(presence, circle.name, kind=kind, count=str(circle.joined))
    if circle.few:
        few = words.gettext("fewer than %(number)s") % {"number": FEW}
        yield Row(presence, circle.name, kind=words.gettext("present"), text=few)
    if circle.functions:
        functions = words.gettext("Functions of those present")
        yield Row(presence, circle.name, kind=functions, text=circle.functions)
    for number, question in enumerate(circle.questions, 1):
        asking = _listed(names[key] for key in question.from_circles)
        part = words.pgettext("part", "question")
        yield Row(
            part,
            circle.name,
            asking,
            text=question.text,
            answer=question.answer,
            count=str(number),
            rendering=question.rendering,
        )
        for original in question.merged:
            merged = words.pgettext("part", "note merged into the question")
            by = names[original.from_circle]
            yield Row(
                merged,
                circle.name,
                by,
                text=original.text,
                count=str(number),
                rendering=original.rendering,
            )
    if circle.summary:
        yield Row(words.gettext("Summary"), circle.name, text=circle.summary)


def _closing(view: Minutes, wording: Wording) -> Iterator[Row]:
    words = wording.words
    if view.response:
        yield Row(words.gettext("Response"), view.circles[0].name, text=view.response)
    for one in view.agreements:
        part = words.pgettext("part", "agreement")
        yield _agreed(part, one, wording)
    for earlier in view.earlier:
        part = words.pgettext("part", "earlier agreement")
        yield from (_agreed(part, one, wording) for one in earlier.agreements)
    if view.follow_up:
        yield Row(words.gettext("Follow-up"), text=view.follow_up)


def _agreed(part: str, one: Agreed, wording: Wording) -> Row:
    kind = wording.status(one.status)
    return Row(part, kind=kind, text=one.what, answer=one.remark, who=one.who, when=one.by)


def _counts(view: Minutes, names: dict[str, str], wording: Wording) -> Iterator[Row]:
    words = wording.words
    part = words.pgettext("part", "notes between circles")
    for one in view.matrix:
        for kind, count in (
            (words.gettext("sent"), one.sent),
            (words.gettext("chosen"), one.selected),
            (words.gettext("asked"), one.asked),
        ):
            by, to = names[one.from_circle], names[one.to_circle]
            yield Row(part, to, by, kind, count=str(count))


def _whole(seconds: float) -> str:
    return str(round(seconds))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
