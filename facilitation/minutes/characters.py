"""Which signs the print fonts have, and what stands in place of those that they have not.

Rule: the typesetter stops at a sign that no font has, so nothing reaches it unseen: each character
as a reader counts them is set from one font, and what none has becomes its number in a box with its
name in a footnote. No fonts of the machine: the same evening gives the same pages everywhere.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex
from fontTools.ttLib import TTFont

from facilitation.paths import STATIC

from .wording import plain

FOLDER = STATIC / "fonts" / "print"
FAMILIES = {
    "Atkinson Hyperlegible Next": (
        "AtkinsonHyperlegibleNext_400Regular.ttf",
        "AtkinsonHyperlegibleNext_700Bold.ttf",
    ),
    "Noto Sans": ("NotoSans_400Regular.ttf", "NotoSans_700Bold.ttf"),
    "Noto Sans Arabic": ("NotoSansArabic_400Regular.ttf", "NotoSansArabic_700Bold.ttf"),
    "Noto Sans Hebrew": ("NotoSansHebrew_400Regular.ttf",),
    "Noto Sans Ethiopic": ("NotoSansEthiopic_400Regular.ttf",),
    "Noto Sans Symbols": ("NotoSansSymbols_400Regular.ttf",),
    "Noto Sans Symbols 2": ("NotoSansSymbols2_400Regular-signs.ttf",),
    "Noto Emoji": ("NotoEmoji_400Regular.ttf",),
}
"""Family → its weights, in the order in which a sign is looked for."""
MOST_FOOTNOTES = 200
"""Of an evening in a script that is not here; after these the box alone says which sign it is."""
FIRST = next(iter(FAMILIES))
_GRAPHEME = regex.compile(r"\X")
_UNSEEN = regex.compile(r"\p{DI}")
_TURNS = regex.compile(r"[\u200e\u200f]")
_MARK = regex.compile(r"\p{M}")
_SPACE = regex.compile(r"\p{Zs}")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|.[\ufe0f\u20e3]")

Piece = str | dict[str, object]
"""Words in the first family; words in another; or a sign that is missing."""


@cache
def coverage() -> dict[str, frozenset[int]]:
    """The code points that each family has in all its weights."""
    return {
        family: frozenset.intersection(*map(_signs_of, files)) for family, files in FAMILIES.items()
    }


def _signs_of(name: str) -> frozenset[int]:
    with TTFont(FOLDER / name, lazy=True) as font:
        # A sign of private use means nothing to who reads the file aloud: PDF/A has none.
        return frozenset(
            one for one in font.getBestCmap() if unicodedata.category(chr(one)) != "Co"
        )


@dataclass(slots=True)
class Signs:
    """What was missing in one document: its signs in the order in which they came."""

    numbers: dict[str, int] = field(default_factory=dict)

    def pieces(self, text: str) -> list[Piece]:
        """``text`` on one line: what each family sets, and what none has. Never nothing."""
        made: list[Piece] = []
        for family, words in _parts(text):
            if family is None:
                made += [self._missing(sign) for sign in words]
            elif family == FIRST:
                made.append(words)
            else:
                made.append({"font": family, "text": words})
        return made or ["–"]

    def _missing(self, sign: str) -> Piece:
        first = sign not in self.numbers
        number = self.numbers.setdefault(sign, len(self.numbers))
        return {"sign": number, "code": code(sign), "first": first and number < MOST_FOOTNOTES}

    def named(self, sentence: str) -> list[str]:
        """The footnotes: ``sentence`` with ``code`` and ``name`` of each sign."""
        listed = list(self.numbers)[:MOST_FOOTNOTES]
        return [sentence % {"code": code(one), "name": name(one)} for one in listed]


def code(sign: str) -> str:
    """U+1F600."""
    return f"U+{ord(sign):04X}"


def name(sign: str) -> str:
    """The sign's name in Unicode; of those newer than this Python, a dash."""
    return unicodedata.name(sign, "–")


def printable(text: str) -> str:
    """``text`` for a picture, whose letters are drawn one by one: "?" for a missing sign."""
    flat = unicodedata.normalize("NFC", plain(text).replace("\n", " "))
    drawn = (_drawn(cluster) for cluster in _GRAPHEME.findall(flat))
    return "".join(drawn)


def _drawn(cluster: str) -> str:
    """The base of a character: a picture has no room for a mark of another family."""
    base = next((sign for sign in cluster if not _UNSEEN.match(sign)), "")
    if not base or _family(base, {ord(base)}, None):
        return base
    return "?"


def _parts(text: str) -> list[tuple[str | None, str]]:
    """Runs of one family; with ``None`` the signs that no family has."""
    made: list[tuple[str | None, str]] = []
    flat = unicodedata.normalize("NFC", plain(text).replace("\n", " "))
    for cluster in _GRAPHEME.findall(flat):
        before = made[-1][0] if made else None
        for family, words in _of_cluster(cluster, before):
            if made and made[-1][0] == family:
                made[-1] = (family, made[-1][1] + words)
            else:
                made.append((family, words))
    return made


@lru_cache(maxsize=4096)
def _of_cluster(cluster: str, before: str | None) -> tuple[tuple[str | None, str], ...]:
    """Who sets a character; one that others have too stays with the family ``before`` it."""
    if _SPACE.fullmatch(cluster) and not any(ord(cluster) in one for one in coverage().values()):
        cluster = " "
    seen = [sign for sign in cluster if not _UNSEEN.match(sign) or _TURNS.match(sign)]
    family = _family(cluster, {ord(sign) for sign in seen}, before)
    if family:
        return ((family, cluster),)
    home = _family(cluster, {ord(sign) for sign in seen[:1]}, before)
    has = coverage()[home] if home else frozenset()
    return tuple((home if ord(sign) in has else None, sign) for sign in seen)


def _family(cluster: str, seen: set[int], before: str | None) -> str | None:
    """The family that has all that is seen of a character. A mark needs a letter to stand on."""
    if not seen or _MARK.match(cluster):
        return None
    having = [family for family, signs in coverage().items() if seen <= signs]
    if _EMOJI.match(cluster) and "Noto Emoji" in having:
        return "Noto Emoji"
    letters = any(sign.isalpha() for sign in cluster)
    if before in having and not letters:
        return before
    return having[0] if having else None
