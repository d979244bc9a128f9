"""The minutes as Markdown (CommonMark, with tables as on most platforms).

Rule: what a person wrote stays text. Every sign that Markdown could take for markup gets a
backslash, line by line, so no heading, link, picture, table or HTML can come out of a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .document import (
    Document,
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
from .wording import plain

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~^$&@]")
_STARTS_BLOCK = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")
_LINK = re.compile(r"(?i)(?<=\w)(:)(?=/)|(?<=\bwww)(\.)")


def write(document: Document) -> bytes:
    """UTF-8, with a line feed at the end."""
    blocks = [
        *_head(document),
        *(block for section in document.sections for block in _section(section)),
        *(f"*{_md(line)}*" for line in document.foot),
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


def _head(document: Document) -> Iterator[str]:
    yield f"*{_md(document.kind)}*"
    yield f"# {_run(document.theme)}"
    yield from (f"*{_md(remark)}*" for remark in document.remarks)
    facts = [(document.question_label, document.question)]
    facts += [(fact.name, fact.value) for fact in document.facts]
    yield "\n".join(f"- **{_md(name)}:** {_run(value)}" for name, value in facts)


def _section(section: Section) -> Iterator[str]:
    yield f"## {_line(section.heading)}"
    for block in section.blocks:
        draw: Any = _DRAW[type(block)]
        drawn = draw(block)
        if drawn:
            yield drawn


def _md(text: str) -> str:
    """A fixed text, escaped like any other: a translation is no markup either."""
    return escaped(text)


def _run(run: Run) -> str:
    return escaped(run.text) or "–"


def _line(line: Line) -> str:
    return " ".join(map(_run, line))


def _heading(one: Heading) -> str:
    return f"{'#' * one.level} {_line(one.line)}"


def _paragraph(one: Paragraph) -> str:
    return _line(one.line)


def _words(one: Words) -> str:
    return paragraphs(one.text)


def _table(one: Table) -> str:
    """A table; its last ``numbers`` columns are aligned to the right."""
    rule = ["---"] * (len(one.head) - one.numbers) + ["--:"] * one.numbers
    rows: Iterable[Sequence[str]] = ([_line(cell) for cell in row] for row in one.rows)
    head = [_md(name) for name in one.head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _questions(one: Questions) -> str:
    listed = "\n".join(_question(number, each, one) for number, each in enumerate(one.items, 1))
    return f"{_md(one.label)}\n\n{listed}" if one.label else listed


def _question(number: int, one: Question, among: Questions) -> str:
    start = f"{number}. "
    asking = ", ".join(map(_run, one.asking))
    lines = [f"{start}{_both(one.note)} ({asking})"]
    if one.answer:
        lines.append(f"- {_md(among.answer)}: {_run(one.answer)}")
    lines += [f"- {_md(among.merged)}: {_note(note)}" for note in one.merged]
    return f"\n{' ' * len(start)}".join(lines)


def _notes(one: Notes) -> str:
    return "\n".join(f"- {_note(note)}" for note in one.items)


def _note(note: Note) -> str:
    return f"{_both(note)} ({_run(note.by)})" if note.by else _both(note)


def _both(note: Note) -> str:
    """Somebody's own words, and behind a dash what they say in the conversation's language."""
    return " – ".join(_run(one) for one in (note.text, note.rendering) if one)


def _figure(one: Figure) -> str:
    """Its words: a text file has no picture."""
    return _md(one.alternative)


_DRAW: dict[type, Any] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Words: _words,
    Table: _table,
    Questions: _questions,
    Notes: _notes,
    Figure: _figure,
}
