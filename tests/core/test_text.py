"""What people write, in any script: kept whole, made safe, refused when too long."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.core import text

from .builders import refusal

FAMILY = "\U0001f468‍\U0001f469‍\U0001f467‍\U0001f466"  # 25 bytes
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

WHOLE = {
    "family": FAMILY,
    "flags": "\U0001f1f3\U0001f1f1\U0001f1f9\U0001f1f7",
    "rainbow flag": "\U0001f3f3️‍\U0001f308",
    "flag of Scotland": SCOTLAND,
    "keycap": "1️⃣ en #️⃣",
    "skin tone": "\U0001f44d\U0001f3fd",
    "red heart": "❤️",
    "text heart": "❤︎",
    "Arabic with all marks": "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ",
    "Persian with ZWNJ": "می‌خواهم",
    "Hebrew with points": "שָׁלוֹם לְכֻלָּם",
    "Hebrew with LRM and RLM": "אבג‎ 5‏",
    "Devanagari": "क्षत्रिय शक्ति ह्रीं",
    "Devanagari with ZWJ": "क्‍ष",
    "Sinhala with ZWJ": "ශ්‍රී ලංකා",
    "Malayalam with ZWNJ": "അവന്‌",
    "Thai": "ที่นี่ก็ดีน้ำ",
    "Lao": "ເຂົ້າໜຽວ",
    "Burmese": "မြို့ လျှို့ဝှက် ကျွန်ုပ်",
    "Khmer": "ស្ត្រី ខ្ញុំ",
    "Tibetan": "བསྒྲུབས",
    "Vietnamese": "Tiếng Việt đường phố",
    "Yoruba": "ọ̀rẹ́",
    "Tamil": "கொடுக்கிறோம்",
    "Korean": "안녕하세요",
    "Chinese beyond the first plane": "\U00020bb7野家",
    "Dutch": "Waaróm geen één-op-één? Café, ’s avonds – “ja”…",
    "Turkish": "İstanbul'da ığdır",
    "Greek": "Ἀθῆναι ᾧ",
    "music": "\U0001d11e",
    "markup": "<script>alert('x')</script> & \"y\"",
    "formula": "=1+1",
}


@pytest.mark.parametrize("name", WHOLE)
def test_note_of_any_script_survives_whole(name: str) -> None:
    assert text.note_text(WHOLE[name]) == unicodedata.normalize("NFC", WHOLE[name])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Waarom?  ", "Waarom?"),
        ("een\ntwee\r\ndrie", "een twee drie"),
        (
            "een\u2028twee\u2029drie\x85vier\x0bvijf\x0czes\tzeven",
            "een twee drie vier vijf zes zeven",
        ),
        ("een \u00a0\u2003\u3000 twee", "een twee"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("\u202eabc\u202c \u202adef\u202b \u202dghi", "abc def ghi"),
        ("\u2066abc\u2069 \u2067def\u2068", "abc def"),
        ("\ufeffWaar\u200bom\u2060\u00ad?", "Waarom?"),
        ("cafe\u0301", "café"),
        ("\u1112\u1161\u11ab", "한"),
        ("\u212b", "Å"),
        ("\ufb01", "\ufb01"),  # NFC, not NFKC: the ligature stays
        ("a\ue000\U000f0000b", "ab"),
        ("a\ufdd0\uffffb", "ab"),
        ("a\ud800b\udfff", "ab"),
        ("x\u0378y", "x\u0378y"),  # unassigned today
    ],
)
def test_note_is_made_safe(written: str, kept: str) -> None:
    assert text.note_text(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "\n\t\r\n",
        "\u200b\u200b\ufeff\u2060",
        "\u200d\u200c\u200e\u200f",
        "\u202e\u202c",
        "\x00\x01",
        "\u0301\u0302",
        "\ufe0f",
        "\U000e0067\U000e0062\U000e007f",
        "\u3164\u115f\u1160\uffa0",
        "\u2800 \u2800",
        "\ue000",
        "\u2028",
    ],
)
def test_note_with_nothing_visible_is_empty(written: str) -> None:
    assert refusal(lambda: text.note_text(written)).code == "empty_note"


@pytest.mark.parametrize("written", ["?", "7", "€", "ok", "\U0001f600", "\U0001f1f3", "ا"])
def test_note_of_one_character_is_enough(written: str) -> None:
    assert text.note_text(written) == written


@pytest.mark.parametrize(
    "between",
    ["", "\u200d", "\u200c", "\ufe0f", "\u200e", "\U000e0061"],
    ids=["nothing", "ZWJ", "ZWNJ", "selector", "LRM", "tag"],
)
def test_zalgo_is_cut_to_three_marks_whatever_lies_between(between: str) -> None:
    kept = text.note_text("q" + between.join(["\u0316\u0317\u0320\u0330"] * 40) + "!")
    marks = [one for one in kept if unicodedata.category(one) == "Mn" and one != "\ufe0f"]
    assert len(marks) == 3
    assert (kept[0], kept[-1]) == ("q", "!")


def test_zalgo_on_every_letter_is_cut_on_every_letter() -> None:
    written = "".join(letter + "\u0334\u0335\u0336\u0337\u0338" * 9 for letter in "qxz")
    assert text.note_text(written) == "".join(f"{letter}\u0334\u0335\u0336" for letter in "qxz")


def test_zalgo_of_thai_vowels_is_cut() -> None:
    assert text.note_text("ก" + "\u0e47" * 50) == "ก" + "\u0e47" * 3


def test_zalgo_of_enclosing_marks_is_cut() -> None:
    assert text.note_text("a" + "\u20dd" * 20) == "a" + "\u20dd" * 3


def test_spacing_signs_of_one_letter_are_cut_too() -> None:
    assert text.note_text("क" + "\u093e" * 50) == "क" + "\u093e" * 3


@pytest.mark.parametrize("letter", ["a", "é", "한", "\U0001f600", "க்"])
def test_note_of_280_characters_fits_and_281_do_not(letter: str) -> None:
    assert text.characters(text.note_text(letter * 280)) == 280
    refused = refusal(lambda: text.note_text(letter * 281))
    assert (refused.code, refused.data) == ("note_too_long", {"limit": 280, "count": 281})


def test_note_length_is_counted_as_a_person_counts() -> None:
    counts = [text.characters(one) for one in (FAMILY, SCOTLAND, "\U0001f1f3\U0001f1f1", "e\u0301")]
    assert counts == [1, 1, 1, 1]


def test_note_of_280_families_has_too_many_bytes() -> None:
    assert text.note_text(FAMILY * 160) == FAMILY * 160  # 4,000 bytes exactly
    assert refusal(lambda: text.note_text(FAMILY * 161)).code == "note_too_long"
    assert refusal(lambda: text.note_text(FAMILY * 280)).code == "note_too_long"


def test_note_is_measured_after_cleaning() -> None:
    assert text.note_text("a" * 280 + "\u200b" * 500 + "  ") == "a" * 280


@given(st.text(st.characters(), max_size=300))
def test_note_cleaned_twice_is_the_same(written: str) -> None:
    once = text.clean_line(written)
    assert text.clean_line(once) == once


@given(st.text(st.characters(), max_size=300))
def test_clean_line_is_normal_one_line_and_storable(written: str) -> None:
    line = text.clean_line(written)
    line.encode()
    assert unicodedata.is_normalized("NFC", line)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert not set(line) & set("\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(
    st.text(st.sampled_from("a \u0301\u0e47\u093e\u200d\ufe0f\u200e\u0316क\U0001f600"), max_size=60)
)
def test_clean_line_of_marks_cleaned_twice_is_the_same(written: str) -> None:
    once = text.clean_line(written)
    assert text.clean_line(once) == once


def test_lines_keep_their_breaks_and_one_empty_line() -> None:
    written = "\n\n een \r\n\r\n\r\n\r\ntwee\u2028drie \rvier\n"
    assert text.lines_of(written, 100) == "een\n\ntwee\ndrie\nvier"


def test_lines_and_line_may_be_empty() -> None:
    assert (text.lines_of(" \n ", 10), text.line_of("\u200b", 10)) == ("", "")


@pytest.mark.parametrize("measured", [text.line_of, text.lines_of])
def test_longer_texts_are_refused_one_over_the_limit(measured) -> None:
    assert measured("a" * 10, 10) == "a" * 10
    refused = refusal(lambda: measured("a" * 11, 10))
    assert (refused.code, refused.data) == ("text_too_long", {"limit": 10, "count": 11})
