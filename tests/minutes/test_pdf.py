"""The PDF read back by pypdf: its tags, languages, alternative texts; and what it claims to be."""

from __future__ import annotations

import random
import unicodedata
from functools import cache
from itertools import pairwise

import pytest

from facilitation import locale, minutes
from facilitation.core.model import Conversation, Note, replace
from facilitation.minutes import characters, pdf
from facilitation.minutes.document import Document, Paragraph, Run, Section, Words
from facilitation.web.locale import circle_names

from . import evening
from .reading import pdf_text, reader, tags
from .test_documents import NOW, file
from .test_injection import CORPUS, everywhere


@cache
def sample(language: str = "nl", edition: str = "full") -> bytes:
    conversation = evening.held().conversation
    names = circle_names(conversation, language)
    return file(conversation, "pdf", language, edition=edition, names=names)


def with_note(text: str, language: str = "nl", **given: str) -> Conversation:
    """The evening with one more note to the pupils, not put to them."""
    held = evening.held().conversation
    note = Note("extra", 2, "pupils", "parents", text, language, evening.START, **given)
    return replace(held, notes={**held.notes, "extra": note})


# --- what it says it is


def test_file_says_that_it_is_pdf_ua_1_and_pdf_a_2a() -> None:
    made = reader(sample())
    about = made.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert made.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_file_names_the_evening_and_nobody() -> None:
    about = reader(sample()).metadata
    assert about is not None
    assert about.title == "Verslag: Huiswerk"
    assert about.author is None


@pytest.mark.parametrize("language", locale.languages())
def test_document_has_its_language(language: str) -> None:
    assert reader(sample(language, "brief")).trailer["/Root"]["/Lang"] == language


def test_same_evening_at_the_same_moment_is_the_same_file() -> None:
    assert sample() == file(evening.held().conversation, "pdf", names={})


# --- tags


def test_headings_are_in_order_and_none_is_left_out() -> None:
    levels = [int(one.name[1]) for one in tags(sample()) if one.name[:1] == "H" and one.name[1:]]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 11
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_have_rows_and_header_cells() -> None:
    tables = [one for one in tags(sample()) if one.name == "Table"]
    assert len(tables) == 4
    for table in tables:
        heads = [one for one in table.all() if one.name == "TH"]
        rows = [one for one in table.all() if one.name == "TR"]
        assert {one.scope for one in heads} == {"Column"}
        assert len(rows[0].children) == len(heads)
        assert {len(row.children) for row in rows} == {len(heads)}


def test_pictures_say_what_they_show() -> None:
    figures = [one.alternative for one in tags(sample()) if one.name == "Figure"]
    assert len(figures) == 2
    assert "Leerlingen: 30:45 gebruikt, 30:00 gepland." in figures[0]
    assert "Ouders aan Leerlingen: 3 verstuurd, 1 gekozen, 1 voorgelegd." in figures[1]


def test_notes_and_questions_are_lists() -> None:
    assert sum(one.name == "LI" for one in tags(sample())) >= 6


def test_note_in_another_language_says_so() -> None:
    foreign = {one.language for one in tags(sample()) if one.language}
    assert "tr" in foreign


def test_people_s_words_in_a_translated_document_keep_their_language() -> None:
    told = {one.language for one in tags(sample("uk", "brief")) if one.language}
    assert "nl" in told


def test_arabic_note_is_arabic() -> None:
    made = file(with_note("متى تساعدنا الواجبات؟", "ar", rendering="Wanneer helpt het?"), "pdf")
    assert "ar" in {one.language for one in tags(made)}
    assert "Wanneer helpt het?" in pdf_text(made)


def test_fonts_are_ours_and_inside() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader(sample("ar")).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(
        one.startswith(("AtkinsonHyperlegibleNext", "NotoSans", "NotoEmoji")) for one in fonts
    )


# --- signs


@cache
def ordinary() -> bytes:
    return file(everywhere("gewone woorden"), "pdf")


@pytest.mark.parametrize("text", CORPUS)
def test_words_of_people_are_no_markup(text: str) -> None:
    made = file(everywhere(text), "pdf")
    plain = ordinary()
    kept = ("H1", "H2", "H3", "Table", "TH", "Figure", "LI")
    shape = [one.name for one in tags(made) if one.name in kept]
    assert shape == [one.name for one in tags(plain) if one.name in kept]


@pytest.mark.parametrize(
    "text", ["#pagebreak()", '#image("x")', "$x^2$", "= Kop", "@label", "#sys.inputs", "\\ `raw`"]
)
def test_typst_markup_is_shown_as_it_was_written(text: str) -> None:
    told = " ".join(pdf_text(file(with_note(f"x {text} y"), "pdf")).split())
    assert f"x {text} y" in told


MISSING = {"sign": 0, "code": "U+6F22", "first": True}
HOSTILE = {
    "emoji": "👨‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇳🇱 1️⃣ ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "arabic": "مرحبا كيف حالك؟ ﷺ ۱۲۳ پښتو ئۇيغۇر",
    "zalgo": "z\u0336\u0337\u0338a\u0301\u0302l\u0489go",
    "marks": "a\u0301\u064b \u0301los ◌\u0301",
    "nul": "nul\x00hier",
    "surrogate": "half\ud800 teken \udfff",
    "nothing": "\u200b\u200e",
    "none": "",
    "han": "漢字仮名交じり文 한국어",
    "indic": "हिन्दी ไทย தமிழ்",
    "none-characters": "\uffff\ufffe\U0001ffff\ufeff",
    "private": "\ue000\U000f0000",
    "directions": "\u202eomgekeerd\u202c \u2067abc\u2069 שלום",
    "new": "𐍈 𝒳 🫠 \U0001fae9 \U0001fabf",
    "spaces": "a\u2001b\u3000c\u00a0d\u2028e\x0bf",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("edition", ["full", "brief"])
def test_no_sign_stops_the_typesetter(text: str, edition: str) -> None:
    assert len(reader(file(everywhere(text), "pdf", edition=edition)).pages) >= 1


def test_every_sign_that_a_font_has_can_be_set() -> None:
    known = sorted(set().union(*characters.coverage().values()))
    lines = ["x".join(map(chr, known[at : at + 80])) for at in range(0, len(known), 80)]
    blocks = (
        *(Words(line, "nl") for line in lines),
        *(Paragraph((Run(line, "nl", "orange"),)) for line in lines),
    )
    made = Document(
        "t", "nl", "ltr", "full", "k", Run("T"), "q", Run("V"), (), (),
        (Section("s", (Run("S"),), blocks),), (), NOW, signs={"missing": "%(code)s %(name)s"},
    )  # fmt: skip
    assert len(reader(pdf.write(made)).pages) > 5


def test_random_signs_can_be_set() -> None:
    dice = random.Random(11)
    line = "".join(
        chr(dice.choice((dice.randrange(0x3000), dice.randrange(0x110000)))) for _ in range(900)
    )
    assert reader(file(with_note(line), "pdf")).pages


def test_missing_sign_is_a_box_with_its_name_in_a_footnote() -> None:
    told = " ".join(pdf_text(file(with_note("Waarom 漢 en weer 漢?"), "pdf")).split())
    assert told.count("U+6F22") == 3  # two boxes, one footnote
    name = unicodedata.name("漢")
    assert told.count(f"Teken U+6F22, {name}: dat kan hier niet worden gedrukt.") == 1


def test_box_and_footnote_are_part_of_the_tags() -> None:
    made = tags(file(with_note("Waarom 漢?"), "pdf"))
    assert sum(one.name == "Note" for one in made) == 1


def test_thousands_of_missing_signs_have_boxes_and_at_most_so_many_footnotes() -> None:
    line = "".join(chr(0x4E00 + at) for at in range(characters.MOST_FOOTNOTES + 50))
    told = pdf_text(file(with_note(line), "pdf"))
    assert "U+4E00" in told
    assert f"U+{0x4E00 + characters.MOST_FOOTNOTES + 49:04X}" in "".join(told.split())


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hallo!", ["Hallo!"]),
        ("Привіт, Ann", [{"font": "Noto Sans", "text": "Привіт, "}, "Ann"]),
        ("", ["–"]),
        ("\u200b", ["–"]),
        ("a漢", ["a", MISSING]),
        ("漢漢", [MISSING, MISSING | {"first": False}]),
        ("1️⃣", [{"font": "Noto Emoji", "text": "1️⃣"}]),
    ],
)  # fmt: skip
def test_pieces(text: str, pieces: list[object]) -> None:
    assert characters.Signs().pieces(text) == pieces


def test_formats_have_their_media_type() -> None:
    words = locale.translations("nl")
    _, mimetype, name = minutes.write(
        evening.held().conversation, "pdf", words=words, language="nl", now=NOW, edition="public"
    )
    assert (mimetype, name) == ("application/pdf", "openbaar-verslag-huiswerk-2026-11-25.pdf")


def test_appendix_fills_two_columns_and_stays_on_its_pages() -> None:
    held = with_note("Waarom?")
    extra = {
        f"n{number}": Note(f"n{number}", 2, "pupils", asking, f"Vraag {number}?", "nl", 1)
        for number, asking in enumerate(["parents"] * 20 + ["teachers"] * 20)
    }
    made = reader(file(replace(held, notes={**held.notes, **extra}), "pdf"))
    places: dict[str, list[float]] = {"left": [], "right": []}

    def at(text: str, around: list[float], matrix: list[float], *_: object) -> None:
        if "Vraag" in text:
            across = matrix[4] * around[0] + around[4]
            places["right" if across > 297 else "left"].append(matrix[5] * around[3] + around[5])

    for page in made.pages:
        page.extract_text(visitor_text=at)
    assert min(len(one) for one in places.values()) >= 10
    assert min(down for one in places.values() for down in one) > 40
