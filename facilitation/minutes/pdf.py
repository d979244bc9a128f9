"""The minutes as PDF: typeset by Typst, tagged, PDF/UA-1 and PDF/A-2a at once.

Rule: people's words go in as data and are never markup; the template is
``templates/minutes/document.typ``. Only our own fonts (``characters``). A document of one page is
tried until it is one (``pages``).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import typst

from facilitation.paths import TEMPLATES

from . import drawings
from .characters import FAMILIES, FOLDER, Signs, printable
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
    Table,
    Words,
)
from .wording import plain, right_to_left

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""What the file says it is. The typesetter refuses to write one that breaks their rules."""
TEMPLATE = TEMPLATES / "minutes" / "document.typ"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def write(document: Document) -> bytes:
    """The PDF."""
    made = _compiler(document).compile(
        format="pdf", pdf_standards=STANDARDS, timestamp=document.made_at // 1000
    )
    return _one(made)


def pages(document: Document) -> int:
    """How many pages it takes."""
    return int(_compiler(document).query("<pages>", field="value", one=True))


def pictures(document: Document, ppi: float = 96) -> list[bytes]:
    """Its pages as PNG, to look at."""
    made = _compiler(document).compile(format="png", ppi=ppi)
    return made if isinstance(made, list) else [_one(made)]


@lru_cache(maxsize=32)
def png(drawing: drawings.Drawing, ppi: float = 288) -> bytes:
    """A drawing as a sharp picture, for what takes no SVG."""
    source = (
        b"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg")'
    )
    compiler = typst.Compiler(
        source,
        font_paths=fonts(),
        sys_inputs={"svg": _svg(drawing)},
    )
    return _one(compiler.compile(format="png", ppi=ppi))


def _one(made: bytes | list[bytes] | None) -> bytes:
    if isinstance(made, list):
        return made[0]
    if made is None:
        raise TypeError("the typesetter gave nothing back")
    return made


@cache
def fonts() -> typst.Fonts:
    """Our own and no others."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


def _compiler(document: Document) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        sys_inputs={"document": json.dumps(_Data(document).document())},
    )


def _svg(drawing: drawings.Drawing) -> str:
    return drawings.svg(drawings.with_texts(drawing, printable), alone=True)


class _Data:
    """A document as plain values for the template."""

    def __init__(self, given: Document) -> None:
        self._given = given
        self._rtl = given.direction == "rtl"
        self._signs = Signs()

    def document(self) -> dict[str, Any]:
        given = self._given
        made = datetime.fromtimestamp(given.made_at / 1000, UTC)
        data = {
            "title": plain(given.title).replace("\n", " "),
            "lang": _language(given.language) or "nl",
            "rtl": given.direction == "rtl",
            "fonts": list(FAMILIES),
            "size": given.size,
            "edition": given.edition,
            "made": {"year": made.year, "month": made.month, "day": made.day},
            "kind": given.kind,
            "theme": self._run(given.theme),
            "theme-rtl": right_to_left(given.theme.text),
            "question-label": given.question_label,
            "question": self._run(given.question),
            "facts": [{"name": one.name, "value": self._run(one.value)} for one in given.facts],
            "remarks": list(given.remarks),
            "sections": [
                {
                    "heading": self._line(one.heading),
                    "colour": one.colour,
                    "own-page": one.own_page,
                    "blocks": [self._block(block) for block in one.blocks],
                }
                for one in given.sections
            ],
            "foot": list(given.foot),
        }
        return data | {"signs": self._signs.named(given.signs["missing"])}

    def _run(self, run: Run) -> dict[str, Any]:
        return {
            "text": self._signs.pieces(self._standing(run)),
            "lang": _language(run.language),
            "colour": run.colour,
        }

    def _standing(self, run: Run) -> str:
        """Words of the other direction, with marks at their ends that keep their signs in place."""
        rtl = right_to_left(run.text)
        if not run.own or rtl == self._rtl:
            return run.text
        mark = "\N{RIGHT-TO-LEFT MARK}" if rtl else "\N{LEFT-TO-RIGHT MARK}"
        return f"{mark}{run.text}{mark}"

    def _line(self, line: Line) -> list[dict[str, Any]]:
        return [self._run(run) for run in line]

    def _block(self, block: Block) -> dict[str, Any]:
        draw: Any = getattr(self, f"_{type(block).__name__.lower()}")
        return {"kind": type(block).__name__.lower(), **draw(block)}

    def _heading(self, one: Heading) -> dict[str, Any]:
        return {"level": one.level, "line": self._line(one.line)}

    def _paragraph(self, one: Paragraph) -> dict[str, Any]:
        return {"look": one.look, "line": self._line(one.line)}

    def _words(self, one: Words) -> dict[str, Any]:
        parts = [part.split("\n") for part in re.split(r"\n{2,}", plain(one.text).strip("\n"))]
        return {
            "lang": _language(one.language),
            "rtl": right_to_left(one.text),
            "parts": [[self._signs.pieces(line) for line in part] for part in parts],
        }

    def _table(self, one: Table) -> dict[str, Any]:
        return {
            "head": list(one.head),
            "rows": [self._line(cell) for row in one.rows for cell in row],
            "numbers": one.numbers,
            "look": one.look,
        }

    def _questions(self, one: Questions) -> dict[str, Any]:
        return {
            "items": [self._question(each) for each in one.items],
            "answer": one.answer,
            "merged": one.merged,
            "label": one.label,
        }

    def _question(self, one: Question) -> dict[str, Any]:
        return {
            "asking": self._line(one.asking),
            "note": self._note(one.note),
            "merged": [self._note(each) for each in one.merged],
            "answer": self._run(one.answer) if one.answer else None,
        }

    def _notes(self, one: Notes) -> dict[str, Any]:
        return {"items": [self._note(each) for each in one.items]}

    def _note(self, one: Note) -> dict[str, Any]:
        return {
            "text": self._run(one.text),
            "rtl": right_to_left(one.text.text),
            "rendering": self._run(one.rendering) if one.rendering else None,
            "rendering-rtl": bool(one.rendering and right_to_left(one.rendering.text)),
            "by": self._run(one.by) if one.by else None,
        }

    def _figure(self, one: Figure) -> dict[str, Any]:
        return {
            "svg": _svg(one.drawing),
            "width": one.drawing.width,
            "alternative": plain(one.alternative),
            "caption": one.caption,
        }


def _language(tag: str) -> str:
    """The part of a language tag that the typesetter knows; "" for what is none."""
    found = _LANGUAGE.match(tag.lower())
    return found.group() if found else ""
