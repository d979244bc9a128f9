"""What LibreOffice makes of our DOCX and CSV: a reader that knows nothing of our writers."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import subprocess
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from facilitation.web.locale import circle_names

from . import evening
from .test_documents import file
from .test_injection import everywhere
from .test_pdf import with_note

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")

PATIENCE_S = 120
# Semicolon, double quote, UTF-8, from the first line; numbers and formulas as it likes them.
AS_CSV = "CSV:59,34,76,1,,1043,false,true,false,false,false,0,true"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
A_TIME = re.compile(r"^(\d\d:\d\d):00$")
"""How it shows a time of day: a value, which our text 20:04 is to it."""
FORMULAS = "=1+1 +2 -3 @SUM(A1) =HYPERLINK(1)"


def read_back(folder: Path, made: bytes, kind: str) -> ElementTree.Element:
    """Our file, opened by LibreOffice and written by it as flat OpenDocument."""
    flat, options = {"docx": ("fodt", []), "csv": ("fods", [f"--infilter={AS_CSV}"])}[kind]
    source = folder / f"minutes.{kind}"
    source.write_bytes(made)
    assert SOFFICE is not None
    command = [
        SOFFICE,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        *options,
        "--convert-to",
        flat,
        "--outdir",
        str(folder),
        str(source),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as running:
        try:
            said, _ = running.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
    target = source.with_suffix(f".{flat}")
    assert target.exists(), said.decode(errors="replace")
    return ElementTree.parse(target).getroot()


def words(element: ElementTree.Element) -> str:
    """The text of an element; LibreOffice writes more than one space as an element."""
    told = element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            told += " " * int(child.get(f"{TEXT}c", "1"))
        elif child.tag != f"{OFFICE}annotation":
            told += words(child)
        told += child.tail or ""
    return told


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> ElementTree.Element:
    conversation = evening.held().conversation
    made = file(conversation, "docx", "nl", names=circle_names(conversation, "nl"))
    return read_back(tmp_path_factory.mktemp("docx"), made, "docx")


def test_docx_has_its_headings_in_order(document: ElementTree.Element) -> None:
    headings = [
        (int(one.get(f"{TEXT}outline-level", "0")), words(one)) for one in document.iter(f"{TEXT}h")
    ]
    levels = [level for level, _ in headings]
    assert levels.count(1) == 11
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))
    assert {"Afspraken", "Vervolg"} <= {told for _, told in headings}


def test_docx_has_header_rows_and_alternative_texts(document: ElementTree.Element) -> None:
    tables = list(document.iter(f"{TABLE}table"))
    assert len(tables) == 4
    for table in tables:
        assert len(list(table.iter(f"{TABLE}table-header-rows"))) == 1
    about = [
        words(one) for frame in document.iter(f"{DRAW}frame") for one in frame.iter(f"{SVG}desc")
    ]
    assert len(about) == 2
    assert "Leerlingen: 30:45 gebruikt, 30:00 gepland." in about[0]
    assert "Ouders aan Leerlingen: 3 verstuurd, 1 gekozen, 1 voorgelegd." in about[1]


def test_docx_says_the_language_of_itself_and_of_a_foreign_note(
    document: ElementTree.Element,
) -> None:
    default = document.find(f".//{STYLE}default-style[@{STYLE}family='paragraph']")
    assert default is not None
    assert default.find(f"{STYLE}text-properties").get(f"{FO}language") == "nl"  # type: ignore[union-attr]
    spoken = {
        one.get(f"{STYLE}name"): properties.get(f"{FO}language")
        for one in document.iter(f"{STYLE}style")
        for properties in one.iter(f"{STYLE}text-properties")
    }
    note = next(one for one in document.iter(f"{TEXT}span") if "Ödev için" in words(one))
    assert spoken[note.get(f"{TEXT}style-name")] == "tr"


def test_docx_of_hostile_words_opens_with_all_of_them(tmp_path: Path) -> None:
    text = "a <b>&amp;</b> \"c\" 'd' ]]> =1+1 {{ x }} متى 👍🏽"
    told = words(read_back(tmp_path, file(with_note(text), "docx"), "docx"))
    assert text in told


@pytest.mark.parametrize("kind", ["evening", "formulas"])
def test_csv_opens_cell_by_cell_and_runs_nothing(kind: str, tmp_path: Path) -> None:
    conversation = {
        "evening": lambda: evening.held().conversation,
        "formulas": lambda: everywhere(FORMULAS),
    }[kind]()
    made = file(conversation, "csv", "nl", names=circle_names(conversation, "nl"))
    asked = list(csv.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=";"))
    root = read_back(tmp_path, made, "csv")
    assert [one for one in root.iter() if one.get(f"{TABLE}formula")] == []
    seen = [cells(row) for row in root.iter(f"{TABLE}table-row")]
    seen = [row for row in seen if any(row)]
    assert len(seen) == len(asked) > 20
    for ours, theirs in zip(asked, seen, strict=True):
        padded = [*theirs, *([""] * (len(ours) - len(theirs)))][: len(ours)]
        assert [A_TIME.sub(r"\1", one) for one in padded] == ours


def cells(row: ElementTree.Element) -> list[str]:
    """What a person sees in each cell."""
    told: list[str] = []
    for one in row.iter(f"{TABLE}table-cell"):
        again = int(one.get(f"{TABLE}number-columns-repeated", "1"))
        text = "\n".join(words(paragraph) for paragraph in one.iter(f"{TEXT}p"))
        told += [text] * min(again, 20)
    return told
