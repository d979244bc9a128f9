"""The minutes as DOCX, to work on in a word processor: real headings, lists, tables, pictures.

Rule: everything that looks like something is a style, so that who edits it keeps its structure.
Pictures are PNG, since python-docx takes no SVG. The file names nobody: no author, no company.
Of a language that is written from the right, paragraphs, tables and runs say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt, RGBColor

from . import docx_parts as part
from . import pdf
from .document import (
    Block,
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
from .drawings import COLOURS
from .wording import direction_of, plain, right_to_left

FONT = "Calibri"
SOFT = RGBColor(0x5B, 0x58, 0x66)
WIDTHS = {("agreements", 3): (55, 25, 20), ("agreements", 4): (38, 18, 17, 27)}
"""Percent of the page, by look and number of columns."""


def write(document: Document) -> bytes:
    """The file. Its XML is the same for the same evening at the same moment."""
    return _Writer(document).made()


class _Writer:
    def __init__(self, given: Document) -> None:
        self._given = given
        self._rtl = given.direction == "rtl"
        self._brief = given.edition == "brief"
        self._docx: Any = docx.Document()
        self._page()
        self._styles()
        self._ids = {one.name: one.style_id for one in self._docx.styles}
        self._properties()

    def made(self) -> bytes:
        given = self._given
        self._paragraph((Run(given.kind),), "Subtitle")
        self._paragraph((given.theme,), "Title")
        self._paragraph((Run(given.question_label),), "Soft", keep=True)
        self._paragraph((given.question,), "Central")
        for fact in given.facts:
            self._paragraph((Run(f"{fact.name}:"), fact.value), "Fact")
        for remark in given.remarks:
            self._paragraph((Run(remark),), "Remark")
        for section in given.sections:
            self._section(section)
        for line in given.foot:
            self._paragraph((Run(line),), "Soft")
        out = BytesIO()
        self._docx.save(out)
        return out.getvalue()

    # --- the file

    def _page(self) -> None:
        page = self._docx.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        beside, above = (17, 12) if self._brief else (20, 18)
        page.left_margin = page.right_margin = Mm(beside)
        page.top_margin = page.bottom_margin = Mm(above)
        if not self._brief:
            footer = page.footer.paragraphs[0]
            footer.style = self._docx.styles["Footer"]
            part.page_numbers(footer)
            footer.alignment = 1

    def _properties(self) -> None:
        about, at = self._docx.core_properties, self._given.made_at
        about.title = plain(self._given.title).replace("\n", " ")[:255]
        about.language = part.tag(self._given.language)
        about.author = about.last_modified_by = about.comments = about.keywords = ""
        about.subject = about.category = ""
        about.revision = 1
        about.created = about.modified = datetime.fromtimestamp(at // 1000, UTC)
        part.document_language(self._docx, self._given.language, self._rtl)

    def _styles(self) -> None:
        size, styles = self._given.size, self._docx.styles
        part.sized(styles["Normal"], size, FONT)
        styles["Normal"].paragraph_format.space_after = Pt(size * 0.4)
        looks = {
            "Title": (2.2, True, 0.1, 0.5),
            "Subtitle": (1, True, 0, 0),
            "Heading 1": (1.45, True, 0.7 if self._brief else 1.5, 0.3),
            "Heading 2": (1.12, True, 0.4 if self._brief else 0.9, 0.2),
            "Caption": (0.9, False, 0, 0.6),
            "Footer": (0.85, False, 0, 0),
        }
        for name, (share, bold, before, after) in looks.items():
            part.looks(styles[name], size * share, FONT, bold, Pt(size * before), Pt(size * after))
        for name, share, bold in (
            ("Soft", 0.92, False),
            ("Central", 1.2, True),
            ("Fact", 1, False),
            ("Remark", 1, True),
            ("By", 1, True),
        ):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
            after = Pt(0) if name in ("Fact", "By") else Pt(size * 0.4)
            part.looks(styles[name], size * share, FONT, bold, Pt(0), after)
        styles["Soft"].font.color.rgb = styles["Caption"].font.color.rgb = SOFT
        styles["Subtitle"].font.color.rgb = SOFT
        styles["By"].paragraph_format.keep_with_next = True
        styles["By"].paragraph_format.space_before = Pt(size * 0.4)

    # --- paragraphs

    def _paragraph(self, line: Line, style: str, *, keep: bool = False, words: bool = False) -> Any:
        """A paragraph; with ``words`` it goes the way its own words are written."""
        made = self._docx.add_paragraph()
        # python-docx would look the style up anew for each of thousands of paragraphs.
        made._p.style = self._ids[style]
        if keep:
            made.paragraph_format.keep_with_next = True
        rtl = right_to_left(line[0].text) if words else self._rtl
        self._fill(made, line, rtl)
        return made

    def _fill(self, paragraph: Any, line: Line, rtl: bool) -> None:
        if rtl:
            part.turn(paragraph)
        for place, run in enumerate(line):
            self._run(paragraph, run, rtl, " " if place else "")

    def _run(self, paragraph: Any, run: Run, rtl: bool, before: str = "") -> None:
        lines = plain(run.text).split("\n")
        for place, words in enumerate(lines):
            made = paragraph.add_run(before + words)
            before = ""
            if place < len(lines) - 1:
                made.add_break(WD_BREAK.LINE)
            if run.colour in COLOURS:
                made.bold = True
                made.font.color.rgb = RGBColor.from_string(COLOURS[run.colour][1:])
            turned = {"rtl": True, "ltr": False}.get(direction_of(words), rtl)
            part.speak(made, run.language or self._given.language, turned)

    # --- blocks

    def _section(self, section: Section) -> None:
        made = self._paragraph(section.heading, "Heading 1")
        if section.own_page:
            made.paragraph_format.page_break_before = True
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        draw: Any = getattr(self, f"_{type(block).__name__.lower()}_block")
        draw(block)

    def _heading_block(self, one: Heading) -> None:
        self._paragraph(one.line, f"Heading {one.level - 1}")

    def _paragraph_block(self, one: Paragraph) -> None:
        styles = {"": "Normal", "soft": "Soft", "lead": "Soft", "remark": "Remark", "by": "By"}
        self._paragraph(one.line, styles[one.look], keep=one.look == "lead")

    def _words_block(self, one: Words) -> None:
        for text in re.split(r"\n{2,}", plain(one.text).strip("\n")):
            self._paragraph((Run(text, one.language),), "Normal", words=True)

    def _table_block(self, one: Table) -> None:
        table = self._docx.add_table(rows=1, cols=len(one.head), style="Table Grid")
        part.describe(table, one.label, self._rtl)
        self._row(table.rows[0], [(Run(name),) for name in one.head], one.numbers, bold=True)
        part.header_row(table.rows[0])
        for cells in one.rows:
            self._row(table.add_row(), cells, one.numbers)
        part.calm(table)
        part.widths(table, WIDTHS.get((one.look, len(one.head)), ()), self._docx)
        self._docx.add_paragraph(style="Soft").paragraph_format.space_after = Pt(0)

    def _row(self, row: Any, cells: Sequence[Line], numbers: int, bold: bool = False) -> None:
        part.unbroken(row)
        for place, (cell, line) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            self._fill(paragraph, line, self._rtl)
            if place >= len(cells) - numbers:
                paragraph.alignment = part.at_end(self._rtl)
            for run in paragraph.runs if bold else ():
                run.bold = True

    def _questions_block(self, one: Questions) -> None:
        if one.label:
            self._paragraph((Run(one.label),), "Soft", keep=True)
        number = part.new_numbering(self._docx)
        for question in one.items:
            self._question(question, one, number)

    def _question(self, one: Question, among: Questions, number: int) -> None:
        asked = self._paragraph((one.note.text,), "List Number", keep=True, words=True)
        part.number(asked, number)
        for run in asked.runs:
            run.bold = True
        if one.note.rendering:
            self._paragraph((one.note.rendering,), "List Continue", words=True)
        self._paragraph(commas(one.asking), "List Continue")
        if one.merged:
            self._paragraph((Run(f"{among.merged}:"),), "List Continue", keep=True)
            for note in one.merged:
                self._note(note, "List Bullet 2")
        if one.answer:
            self._paragraph((Run(f"{among.answer}:"), one.answer), "List Continue")

    def _notes_block(self, one: Notes) -> None:
        for note in one.items:
            self._note(note, "List Bullet")

    def _note(self, note: Note, style: str) -> None:
        line = [note.text]
        line += [Run("–"), note.rendering] if note.rendering else []
        line += [note.by] if note.by else []
        self._paragraph(tuple(line), style, words=True)

    def _figure_block(self, one: Figure) -> None:
        paragraph = self._docx.add_paragraph(style="Normal")
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(BytesIO(pdf.png(one.drawing)), width=Mm(125))
        part.alternative(picture, plain(one.alternative), one.drawing.name)
        self._paragraph((Run(one.caption),), "Caption")


def commas(names: Sequence[Run]) -> Line:
    """Names one after the other, as they are read."""
    last = len(names) - 1
    return tuple(replace(one, text=one.text + "," * (at < last)) for at, one in enumerate(names))
