"""What a person wrote, made safe to keep: one line for a note, several for a summary.

Rule (protocol.md, Notes): NFC; control and format characters go, except those that words and
emoji need; line breaks of a note become spaces; at most three combining marks on a character;
length counted in grapheme clusters, as a person counts, and in bytes. Nothing is ever cut off:
a text that is too long is refused, so that its author can shorten it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

import regex

from .refusals import Refused

NOTE_CHARACTERS = 280
NOTE_BYTES = 4000

_BREAKS = regex.compile(r"[\r\n\v\f\x85\u2028\u2029\t]+")
_LINE_ENDS = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# ZWNJ, ZWJ, LRM, RLM are needed in words; tags (with the black flag) in emoji of regions.
_KEPT_FORMAT = r"\u200c\u200d\u200e\u200f\U000e0020-\U000e007f"
# Of what is unassigned only the invisible goes: next year's emoji are unassigned here today.
_UNWANTED = regex.compile(
    rf"[[\p{{Cc}}\p{{Cf}}\p{{Co}}\p{{Cs}}\p{{NChar}}[\p{{Cn}}&&\p{{DI}}]]--[\n{_KEPT_FORMAT}]]",
    regex.V1,
)
# All marks of one character, also those with something invisible in between.
_MARKS = regex.compile(rf"[\p{{M}}{_KEPT_FORMAT}]{{4,}}")
_SELECTOR = regex.compile(r"\p{VS}")
# Signs beside or within the letter do not pile up: Burmese needs two of them and three on top.
_BESIDE = regex.compile(r"[\p{Mc}\u103b-\u103e]")
_MARK = regex.compile(r"\p{M}")
MOST_MARKS = 3
_SPACES = regex.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_GRAPHEME = regex.compile(r"\X")
# Fillers are letters and the empty Braille cell is a symbol, yet nobody can see them.
_VISIBLE = regex.compile(
    r"[[\p{L}\p{N}\p{P}\p{S}\p{Extended_Pictographic}]--[\p{DI}\u2800]]", regex.V1
)


def characters(text: str) -> int:
    """How many characters a person counts in ``text`` (grapheme clusters, UAX 29)."""
    return len(_GRAPHEME.findall(text))


def clean_line(text: str) -> str:
    """``text`` on one line, normalised, without what nobody can see. May be empty."""
    return _SPACES.sub(" ", _clean(_BREAKS.sub(" ", text))).strip()


def clean_lines(text: str) -> str:
    """The same for a text of several lines; at most one empty line in a row."""
    lines = [clean_line(line) for line in _LINE_ENDS.sub("\n", text).split("\n")]
    return regex.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _clean(text: str) -> str:
    wanted = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    return unicodedata.normalize("NFC", _MARKS.sub(_cut, wanted))


def _cut(marks: regex.Match[str]) -> str:
    """The first three marks that pile up, the first three beside the letter; selectors stay."""
    seen: Counter[bool] = Counter()
    kept = []
    for one in marks.group():
        if _MARK.match(one) and not _SELECTOR.match(one):
            beside = _BESIDE.match(one) is not None
            seen[beside] += 1
            if seen[beside] > MOST_MARKS:
                continue
        kept.append(one)
    return "".join(kept)


def visible(text: str) -> bool:
    """Whether there is anything to see: a letter, digit, punctuation mark, symbol or emoji."""
    return _VISIBLE.search(text) is not None


def note_text(text: str) -> str:
    """A note's text as it is kept. Refuses ``empty_note`` and ``note_too_long``."""
    line = clean_line(text)
    if not visible(line):
        raise Refused("empty_note")
    _fits(line, NOTE_CHARACTERS, NOTE_BYTES, "note_too_long")
    return line


def line_of(text: str, limit: int) -> str:
    """Any other short text (a theme, who does it), at most ``limit`` characters; may be empty."""
    line = clean_line(text)
    _fits(line, limit, limit * 16, "text_too_long")
    return line


def lines_of(text: str, limit: int) -> str:
    """A longer text (a summary), at most ``limit`` characters; may be empty."""
    lines = clean_lines(text)
    _fits(lines, limit, limit * 16, "text_too_long")
    return lines


def _fits(text: str, limit: int, limit_bytes: int, code: str) -> None:
    count = characters(text)
    if count > limit or len(text.encode()) > limit_bytes:
        raise Refused(code, limit=limit, count=count)
