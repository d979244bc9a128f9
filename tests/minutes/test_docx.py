"""The DOCX read back from its own XML: styles, header rows, languages, directions, pictures."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import docx
import pytest

from facilitation import locale
from facilitation.web.locale import circle_names

from . import evening
from .reading import W, docx_text, part
from .test_documents import file
from .test_injection import CORPUS, everywhere
from .test_pdf import HOSTILE, with_note

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@cache
def sample(language: str = "nl", edition: str = "full") -> bytes:
    conversation = evening.held().conversation
    names = circle_names(conversation, language)
    return file(conversation, "docx", language, edition=edition, names=names)


def body(made: bytes) -> ElementTree.Element:
    return part(made, "word/document.xml")


def test_headings_are_styles_in_order() -> None:
    styles = [one.style.name for one in docx.Document(io.BytesIO(sample())).paragraphs]
    levels = [int(one[-1]) for one in styles if one.startswith("Heading")]
    assert styles.count("Title") == 1
    assert levels.count(1) == 11
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))


def test_first_row_of_each_table_is_its_header_and_says_what_it_is() -> None:
    tables = list(body(sample()).iter(f"{W}tbl"))
    assert len(tables) == 4
    for table in tables:
        rows = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert rows == [True, *([False] * (len(rows) - 1))]
        caption = table.find(f"{W}tblPr/{W}tblCaption")
        assert caption is not None
        assert caption.get(f"{W}val")


def test_pictures_have_an_alternative_text_and_are_sharp() -> None:
    about = [one.get("descr", "") for one in body(sample()).iter(f"{WP}docPr")]
    assert "Leerlingen: 30:45 gebruikt, 30:00 gepland." in about[0]
    assert "Ouders aan Leerlingen: 3 verstuurd, 1 gekozen, 1 voorgelegd." in about[1]
    with zipfile.ZipFile(io.BytesIO(sample())) as made:
        pictures = [made.read(one) for one in made.namelist() if one.startswith("word/media/")]
    assert [one[:8] for one in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2
    # 125 mm wide: at least 250 points to the inch.
    assert [struct.unpack(">I", one[16:20])[0] > 1230 for one in pictures] == [True, True]


@pytest.mark.parametrize("language", locale.languages())
def test_document_has_its_language(language: str) -> None:
    made = sample(language, "brief")
    said = part(made, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert said is not None
    rtl = language == "ar"
    assert str(said.get(f"{W}bidi" if rtl else f"{W}val"))[:2] == language
    assert docx.Document(io.BytesIO(made)).core_properties.language[:2] == language


def test_note_in_another_language_says_so() -> None:
    run = next(
        one
        for one in body(sample()).iter(f"{W}r")
        if "Ödev için" in "".join(text.text or "" for text in one.iter(f"{W}t"))
    )
    said = run.find(f"{W}rPr/{W}lang")
    assert said is not None
    assert said.get(f"{W}val") == "tr-TR"


def test_arabic_goes_from_the_right() -> None:
    made = body(sample("ar"))
    headings = [
        one
        for one in made.iter(f"{W}p")
        if one.find(f"{W}pPr/{W}pStyle[@{W}val='Heading1']") is not None
    ]
    assert headings
    assert [one for one in headings if one.find(f"{W}pPr/{W}bidi") is None] == []
    assert [
        one for one in made.iter(f"{W}tbl") if one.find(f"{W}tblPr/{W}bidiVisual") is None
    ] == []


def test_arabic_note_in_a_dutch_document_goes_from_the_right() -> None:
    made = body(file(with_note("متى تساعدنا الواجبات؟", "ar"), "docx"))
    paragraph = next(one for one in made.iter(f"{W}p") if "متى" in "".join(one.itertext()))
    assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    assert paragraph.find(f"{W}r/{W}rPr/{W}rtl") is not None


def test_file_names_nobody() -> None:
    about = docx.Document(io.BytesIO(sample())).core_properties
    assert about.title == "Verslag: Huiswerk"
    assert (about.author, about.last_modified_by, about.comments, about.keywords) == ("",) * 4
    with zipfile.ZipFile(io.BytesIO(sample())) as made:
        names = made.namelist()
        told = b"".join(made.read(one) for one in names if one.endswith(".xml"))
    assert b"python-docx" not in told


def test_each_list_of_questions_begins_at_one() -> None:
    numbers = [one.get(f"{W}val") for one in body(sample()).iter(f"{W}numId")]
    asked = list(dict.fromkeys(numbers))
    assert len(asked) == 2  # pupils and parents; the teachers were asked nothing
    starts = {
        one.get(f"{W}numId"): one.find(f"{W}lvlOverride/{W}startOverride")
        for one in part(sample(), "word/numbering.xml").iter(f"{W}num")
    }
    assert [starts[one] is not None for one in asked] == [True, True]


@cache
def ordinary() -> bytes:
    return file(everywhere("gewone woorden"), "docx")


@pytest.mark.parametrize("text", [*CORPUS, *HOSTILE.values()])
def test_whatever_was_written_is_text_and_the_file_opens(text: str) -> None:
    made = file(everywhere(text), "docx")
    opened = docx.Document(io.BytesIO(made))
    plain = docx.Document(io.BytesIO(ordinary()))
    assert len(opened.tables) == len(plain.tables)
    kept = ("Title", "Heading 1", "Heading 2", "List Number", "List Bullet", "Caption")
    shape = [one.style.name for one in opened.paragraphs if one.style.name in kept]
    assert shape == [one.style.name for one in plain.paragraphs if one.style.name in kept]


def test_words_stand_as_they_were_written() -> None:
    text = "a <b>&amp;</b> \"c\" 'd' ]]> =1+1 {{ x }} 👍🏽"
    assert text in docx_text(file(with_note(text), "docx"))
