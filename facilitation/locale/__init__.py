"""Gettext catalogues: which languages there are, and their translations.

Rule: the ``.po`` files are the only copy; they are compiled in memory, once a process. A message
that a language lacks is shown in Dutch, and what Dutch lacks in the English of the source.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

__all__ = ["DEFAULT", "catalogue_path", "known", "languages", "translations"]

FOLDER = Path(__file__).resolve().parent
DEFAULT = "nl"
_SOURCE = "en"
"""The language that the message ids are written in: it needs no fallback."""


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language is, or would be."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


@cache
def languages() -> tuple[str, ...]:
    """The languages with a catalogue, Dutch first, then by code."""
    found = {path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/messages.po")}
    return tuple(sorted(found, key=lambda code: (code != DEFAULT, code)))


def known(language: str) -> str:
    """The catalogue that serves a language tag (``tr-TR`` → ``tr``); Dutch when there is none."""
    wanted = language.replace("-", "_").casefold()
    for code in (wanted, wanted.split("_")[0]):
        for have in languages():
            if have.casefold() == code:
                return have
    return DEFAULT


def translations(language: str) -> Translations:
    """The translations that serve a language tag, with Dutch behind them."""
    return _compiled(known(language))


@cache
def _compiled(code: str) -> Translations:
    with catalogue_path(code).open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    made = Translations(compiled)
    if code not in (DEFAULT, _SOURCE):
        made.add_fallback(_compiled(DEFAULT))
    return made
