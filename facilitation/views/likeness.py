"""Which notes on the table nearly say the same, so that chair or minute-taker can merge them.

Rule: it must be possible to explain an offer to the person who reads it. Two notes are alike when
they mention the same numbers and share four letters in five, whatever the case, the accents, the
punctuation and the order of the words. A program that judges meaning would find more, and nobody
could say why. It only offers; a person merges.

What was compared is remembered by table, so that a note which comes in is compared once with those
that lie there. The memory holds no words: a note is known by its id and a digest of its text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

import regex
from rapidfuzz import fuzz, process

from facilitation.core import model as m

ALIKE = 80.0
"""Of 100: the share of letters that both have, in order. From 80 on, pairs of real questions were
the same one in other words; between 70 and 80 they asked for something else in the same words."""
MOST_COMPARED = 400
"""Notes on one table, oldest first; beyond that nobody merges by hand."""
MOST_NEAR = 8
"""Earlier ones remembered for a note: the first may be merged away, and a flood of one and the same
sentence must not be remembered pair by pair."""
MOST_TABLES = 16
"""Remembered at once; an installation runs one evening, seldom two."""

_Print = tuple[str, int]
_Near = tuple[_Print, ...]
_compared: dict[str, dict[_Print, _Near]] = {}

_WORDS = re.compile(r"\w+")
_NUMBERS = re.compile(r"\b\d+\b")
_ACCENTS = regex.compile(r"\p{Mn}+")


def likest(table: str, notes: Sequence[m.Note]) -> dict[str, str]:
    """For each note that is like an earlier one, the earlier one that it is most like.

    ``notes`` in the order in which they came; ``table`` names where they lie.
    """
    known = notes[:MOST_COMPARED]
    close = _closeness(table, known)
    here = set(close)
    near = {one: [other for other in row if other in here] for one, row in close.items()}
    return {one[0]: others[0][0] for one, others in near.items() if others}


def _closeness(table: str, notes: Sequence[m.Note]) -> dict[_Print, _Near]:
    """For each note the earlier ones that are alike; compares only what is new on this table."""
    prints = [(note.id, hash(note.text)) for note in notes]
    before = _compared.get(table, {})
    close = {one: before[one] for one in prints if one in before}
    if len(close) < len(prints):
        _compare(close, dict(zip(prints, map(letters, notes), strict=True)))
    if len(_compared) >= MOST_TABLES and table not in _compared:
        _compared.clear()
    _compared[table] = close
    return close


def _compare(close: dict[_Print, _Near], words: Mapping[_Print, str]) -> None:
    """Add what is missing in ``close``. ``words`` in the order of the notes."""
    earlier: defaultdict[str, dict[_Print, str]] = defaultdict(dict)
    later = {one: text for one, text in words.items() if one in close}
    for one, text in words.items():
        later.pop(one, None)
        beside = earlier[numbers(text)]
        if one not in close:
            close[one] = _alike(text, beside)
            for other in _alike(text, later, len(later)):  # A note was changed by its author.
                if numbers(later[other]) == numbers(text):
                    close[other] = _alike(later[other], {**_texts(close[other], words), one: text})
        beside[one] = text


def _texts(near: _Near, words: Mapping[_Print, str]) -> dict[_Print, str]:
    return {one: words[one] for one in near if one in words}


def _alike(text: str, others: Mapping[_Print, str], most: int = MOST_NEAR) -> _Near:
    """Those of the others that share enough letters, the likest first. Hearts have no letters."""
    if not text or not others:
        return ()
    found = process.extract(text, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=most)
    return tuple(other for _, _, other in found)


def letters(note: m.Note) -> str:
    """What is compared: the words in alphabetical order, without case, accents, punctuation."""
    text = note.text.casefold()
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(sorted(_WORDS.findall(text)))


def numbers(words: str) -> str:
    """The numbers in it: "20 minutes" and "30 minutes" are two questions."""
    return " ".join(_NUMBERS.findall(words))
