"""What python-docx has no word for: languages, directions, header rows, alternative texts, numbers.

Rule: one small function for each mark of WordprocessingML, in the order that its schema asks.
"""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

_REGIONS = {
    "nl": "nl-NL",
    "en": "en-GB",
    "tr": "tr-TR",
    "ar": "ar-SA",
    "pl": "pl-PL",
    "uk": "uk-UA",
    "fr": "fr-FR",
    "de": "de-DE",
    "es": "es-ES",
}
_AFTER_BIDI = tuple(
    f"w:{name}"
    for name in (
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
        *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
        *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)
"""What the schema wants behind the mark of a paragraph from the right."""
_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
_AFTER_LANGUAGE = ["w:eastAsianLayout", "w:specVanish", "w:oMath"]


def tag(language: str) -> str:
    """The language as word processors know it, with a region where we know one."""
    return _REGIONS.get(language, language.replace("_", "-"))


def _element(name: str, **attributes: str) -> Any:
    made: Any = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


# --- languages and directions


def document_language(document: Any, language: str, rtl: bool) -> None:
    """The language of all that does not say another."""
    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(_lang(language, rtl))
    if rtl:
        section = document.sections[0]._sectPr
        before = [qn(f"w:{name}") for name in ("rtlGutter", "docGrid", "printerSettings")]
        place = next((at for at, one in enumerate(section) if one.tag in before), len(section))
        section.insert(place, _element("w:bidi"))


def _lang(language: str, rtl: bool) -> Any:
    name = "bidi" if rtl else "val"
    return _element("w:lang", **{name: tag(language)})


def turn(paragraph: Any) -> None:
    """A paragraph that goes from right to left."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(_element("w:bidi"), *_AFTER_BIDI)


def speak(run: Any, language: str, rtl: bool) -> None:
    """The language of a run and its direction."""
    properties = run._r.get_or_add_rPr()
    if rtl:
        if run.bold:
            run.font.cs_bold = True
        run.font.rtl = True
    properties.insert_element_before(_lang(language, rtl), *_AFTER_LANGUAGE)


def at_end(rtl: bool) -> Any:
    """Where a column of numbers stands."""
    # In a paragraph from right to left, "left" is the end; older files call it so as well.
    return WD_ALIGN_PARAGRAPH.LEFT if rtl else WD_ALIGN_PARAGRAPH.RIGHT


# --- styles


def sized(style: Any, size: float, font: str) -> None:
    """Size and typeface, also of scripts written from the right."""
    style.font.size = Pt(round(size * 2) / 2)
    style.font.name = font
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(_element("w:szCs", val=str(round(size * 2))))


def looks(style: Any, size: float, font: str, bold: bool, before: Any, after: Any) -> None:
    """One of our styles: dark, upright, its room above and below."""
    sized(style, size, font)
    style.font.bold, style.font.cs_bold, style.font.italic = bold, bold, False
    style.font.color.rgb = RGBColor(0x1B, 0x1B, 0x23)
    style.paragraph_format.space_before, style.paragraph_format.space_after = before, after
    border = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if border is not None:
        style.element.pPr.remove(border)


# --- tables


def header_row(row: Any) -> None:
    """The row that names the columns, repeated on each page."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def unbroken(row: Any) -> None:
    """A row that stays on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def describe(table: Any, label: str, rtl: bool) -> None:
    """What the table holds, and which way its columns go."""
    properties = table._tbl.tblPr
    if rtl:
        after = properties.find(qn("w:tblStyle"))
        after.addnext(_element("w:bidiVisual"))
    properties.append(_element("w:tblCaption", val=label))


def widths(table: Any, shares: tuple[int, ...], document: Any) -> None:
    """The columns' shares of the page; none given, they fit what they hold."""
    table.autofit = not shares
    section = document.sections[0]
    whole = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(table.columns, shares, strict=False):
        column.width = int(whole * share / 100)
        for cell in column.cells:
            cell.width = column.width


def calm(table: Any) -> None:
    """Thin lines between the rows and none between the columns."""
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="8A8172"))
    for side in ("left", "right", "insideV"):
        borders.append(_element(f"w:{side}", val="nil"))
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders[:] = sorted(borders, key=lambda one: order.index(one.tag.rpartition("}")[2]))
    table._tbl.tblPr.insert_element_before(borders, *_AFTER_BORDERS)


# --- lists, pictures, page numbers


def new_numbering(document: Any) -> int:
    """A numbering of its own that begins at 1, like the style "List Number"."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    like = numbering.num_having_numId(style.pPr.numPr.numId.val)
    made = numbering.add_num(like.abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def number(paragraph: Any, numbering: int) -> None:
    """Count this paragraph in that numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def alternative(picture: Any, text: str, name: str) -> None:
    """What a picture says, for who cannot see it."""
    about = picture._inline.docPr
    about.set("descr", text)
    about.set("name", name)


def page_numbers(paragraph: Any) -> None:
    """2 / 7, by fields that the word processor fills."""
    for place, field in enumerate(("PAGE", "NUMPAGES")):
        if place:
            paragraph.add_run(" / ")
        run = paragraph.add_run()._r
        for kind, text in (
            ("begin", ""),
            ("", field),
            ("separate", ""),
            ("shown", "1"),
            ("end", ""),
        ):
            run.append(_field(kind, text))


def _field(kind: str, text: str) -> Any:
    if kind == "shown":
        made = _element("w:t")
        made.text = text
    elif text:
        made = _element("w:instrText")
        made.text = text
    else:
        made = _element("w:fldChar", fldCharType=kind)
    return made
