"""The minutes as Markdown (CommonMark, with tables as on most platforms).

Rule: what a person wrote stays text. Every sign that Markdown could take for markup gets a
backslash, line by line, so no heading, link, picture, table or HTML can come out of a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from facilitation.views.minutes import (
    Agreed,
    CircleMinutes,
    Minutes,
    NoteMinutes,
    Original,
    QuestionMinutes,
)

from .wording import Wording, plain

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~^$&@]")
_STARTS_BLOCK = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")
_LINK = re.compile(r"(?i)(?<=\w)(:)(?=/)|(?<=\bwww)(\.)")


def write(view: Minutes, wording: Wording, now: int) -> bytes:
    """UTF-8, with a line feed at the end."""
    names = {circle.key: circle.name for circle in view.circles}
    blocks = [
        *_head(view, wording),
        *_presence(view, wording),
        *_earlier(view, wording),
        *(block for circle in view.circles for block in _circle(circle, names, wording)),
        *_closing(view, wording),
        *_counts(view, names, wording),
        *_times(view, names, wording),
        *_appendix(view, names, wording),
        f"*{wording.words.gettext('Made on %(moment)s.') % {'moment': wording.made(now)}}*",
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(line: str) -> str:
    """One line of somebody's words, as text wherever it stands."""
    text = _MARKUP.sub(r"\\\g<0>", plain(line).replace("\n", " ").strip())
    text = _LINK.sub(r"\\\g<0>", text)
    return _STARTS_BLOCK.sub(_defused, text)


def _defused(found: re.Match[str]) -> str:
    start = found.group(0)
    # "1." becomes "1\.": the digits stand, the sign after them is escaped.
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def paragraphs(text: str) -> str:
    """Somebody's words of several lines: line breaks and empty lines stay."""
    lines = [escaped(line) for line in text.split("\n")]
    made = "\n\n".join("\\\n".join(part) for part in _parts(lines))
    return made or "–"


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in lines:
        if line:
            part.append(line)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> str:
    """A table; its last ``numbers`` columns are aligned to the right."""
    rule = ["---"] * (len(head) - numbers) + ["--:"] * numbers
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _head(view: Minutes, wording: Wording) -> Iterator[str]:
    words, about = wording.words, view.conversation
    yield f"# {escaped(about.theme)}"
    if about.ended_at is None:
        yield f"*{words.gettext('Provisional: the conversation has not ended yet.')}*"
    if view.erased:
        yield f"*{words.gettext('The notes and answers were erased, as promised.')}*"
    began = wording.clock(about.started_at) or about.time
    times = f"{began} – {wording.clock(about.ended_at)}" if about.ended_at else began
    facts = (
        (words.gettext("Central question"), about.question),
        (words.gettext("School"), about.school),
        (words.gettext("Date"), wording.day(about.date)),
        (words.gettext("Time"), times),
    )
    yield "\n".join(f"- **{name}:** {escaped(value)}" for name, value in facts if value)


def _presence(view: Minutes, wording: Wording) -> Iterator[str]:
    words = wording.words
    yield f"## {words.gettext('Who were there')}"
    head = (words.gettext("Circle"), words.gettext("present"), words.gettext("with a phone"))
    yield _table(
        head,
        (
            (escaped(one.name), "–" if one.present is None else str(one.present), str(one.joined))
            for one in view.circles
        ),
        numbers=2,
    )
    added = [one for one in view.circles if one.functions]
    if added:
        yield "\n".join(f"- {escaped(one.name)}: {escaped(one.functions)}" for one in added)


def _circle(circle: CircleMinutes, names: dict[str, str], wording: Wording) -> Iterator[str]:
    words = wording.words
    yield f"## {escaped(circle.name)}"
    yield words.gettext("Planned %(planned)s, used %(used)s (minutes:seconds).") % {
        "planned": wording.duration(circle.planned_s),
        "used": wording.duration(circle.used_s),
    }
    yield f"### {words.gettext('Summary')}"
    yield paragraphs(circle.summary)
    yield f"### {words.gettext('Questions put to this circle')}"
    listed = [
        _question(number, one, names, wording) for number, one in enumerate(circle.questions, 1)
    ]
    yield "\n".join(listed) or "–"


def _question(
    number: int, question: QuestionMinutes, names: dict[str, str], wording: Wording
) -> str:
    words = wording.words
    asking = ", ".join(escaped(names[key]) for key in question.from_circles)
    start = f"{number}. "
    lines = [f"{start}{_both(question)} ({asking})"]
    if question.answer:
        answer = escaped(question.answer)
        lines.append(f"- {words.gettext('Answer: %(answer)s') % {'answer': answer}}")
    for original in question.merged:
        by = escaped(names[original.from_circle])
        note = f"{_both(original)} ({by})"
        lines.append(f"- {words.gettext('Merged with: %(note)s') % {'note': note}}")
    return f"\n{' ' * len(start)}".join(lines)


def _both(one: QuestionMinutes | Original | NoteMinutes) -> str:
    """Somebody's own words, and behind a dash what they say in the conversation's language."""
    return " – ".join(escaped(words) for words in (one.text, one.rendering) if words)


def _closing(view: Minutes, wording: Wording) -> Iterator[str]:
    words = wording.words
    yield f"## {words.gettext('Response')} ({escaped(view.circles[0].name)})"
    yield paragraphs(view.response)
    yield f"## {words.gettext('Agreements')}"
    if view.agreements:
        yield _agreed(view.agreements, wording, any(one.status_at for one in view.agreements))
    else:
        yield words.gettext("No agreements were noted.")
    yield f"## {words.gettext('Follow-up')}"
    yield paragraphs(view.follow_up)


def _earlier(view: Minutes, wording: Wording) -> Iterator[str]:
    """What has become of the agreements of the conversation that this one follows."""
    words = wording.words
    for one in view.earlier:
        heading = words.gettext("Agreements of %(date)s") % {"date": wording.day(one.date)}
        yield f"## {escaped(heading)}"
        yield escaped(one.theme)
        if one.agreements:
            yield _agreed(one.agreements, wording, told=True)
        else:
            yield words.gettext("No agreements were noted.")


def _agreed(agreements: Sequence[Agreed], wording: Wording, told: bool) -> str:
    words = wording.words
    head = [words.gettext("What"), words.gettext("Who"), words.gettext("By when")]
    rows = [[one.what, one.who, wording.due(one.by)] for one in agreements]
    if told:
        head.append(words.gettext("What became of it"))
        rows = [[*row, wording.became(one)] for row, one in zip(rows, agreements, strict=True)]
    return _table(head, ([escaped(text) or "–" for text in row] for row in rows))


def _counts(view: Minutes, names: dict[str, str], wording: Wording) -> Iterator[str]:
    words = wording.words
    yield f"## {words.gettext('Who asked whom')}"
    head = [words.gettext("From"), words.gettext("To")]
    head += [words.gettext("sent"), words.gettext("chosen"), words.gettext("asked")]
    rows = (
        (
            escaped(names[one.from_circle]),
            escaped(names[one.to_circle]),
            str(one.sent),
            str(one.selected),
            str(one.asked),
        )
        for one in view.matrix
    )
    yield _table(head, rows, numbers=3)


def _times(view: Minutes, names: dict[str, str], wording: Wording) -> Iterator[str]:
    words = wording.words
    yield f"## {words.gettext('How the evening went')}"
    head = [words.gettext("Phase"), words.gettext("Circle"), words.gettext("Began")]
    head += [words.gettext("Planned"), words.gettext("Used")]
    rows = (
        (
            wording.phase(one.name),
            escaped(names.get(one.circle or "", "")) or "–",
            wording.clock(one.started_at),
            wording.duration(one.planned_s),
            wording.duration(one.used_s),
        )
        for one in view.phases
    )
    yield _table(head, rows, numbers=3) if view.phases else "–"


def _appendix(view: Minutes, names: dict[str, str], wording: Wording) -> Iterator[str]:
    if not any(circle.notes for circle in view.circles):
        return
    words = wording.words
    yield f"## {words.gettext('Appendix: notes that were not put to the circle')}"
    for circle in view.circles:
        if circle.notes:
            heading = words.gettext("To %(circle)s") % {"circle": escaped(circle.name)}
            yield f"### {heading}"
            yield "\n".join(
                f"- {_both(note)} ({escaped(names[note.from_circle])})" for note in circle.notes
            )
