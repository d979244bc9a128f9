"""Bring the catalogues up to date with the sources: ``python -m facilitation.locale.update``.

Rule: messages come from templates and Python and from nowhere else; what no source uses any more
is dropped. The files are sorted by message and hold no source lines, so that they change only when
a text does. English is filled in by itself, since the message ids are English.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from facilitation.locale import catalogue_path, languages
from facilitation.paths import PACKAGE, TEMPLATES

FORMS_OF_ADDRESS = ("je", "u")
"""Contexts of a message marked with ``say`` (or, in a table of messages, ``N_say``)."""

_SINGLE = ("_", "gettext", "N_")
_SPOKEN = ("say", "N_say")
_KEYWORDS = (*_SINGLE, "ngettext", "pgettext", "P_", "npgettext", *_SPOKEN)
_COMMENTS = ("Translators:",)
_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Key:
    """What names a message: its context and its id, a pair of ids when it has a plural."""

    id: str | tuple[str, ...]
    context: str | None = None


Found = tuple[Key, tuple[str, ...]]
Call = tuple[str, list[str], tuple[str, ...]]
"""A call of one of the keywords, the texts in it, and the comments above it."""


def sources() -> Iterator[Path]:
    """Every file that may hold messages."""
    for path in sorted(TEMPLATES.rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".typ"):
            yield path
    yield from sorted(PACKAGE.rglob("*.py"))


def messages_in(path: Path) -> Iterator[Found]:
    """The messages of one file; of a template also its comments for translators."""
    with path.open("rb") as source:
        calls = _python_calls(source) if path.suffix == ".py" else _template_calls(source)
        for keyword, words, comments in calls:
            for key in _keys(keyword, words):
                yield key, comments


def _python_calls(source: BinaryIO) -> Iterator[Call]:
    """From the syntax tree, because Babel's tokens do not see into an f-string in Python 3.11."""
    for node in ast.walk(ast.parse(source.read())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in _KEYWORDS:
            values = (one.value for one in node.args if isinstance(one, ast.Constant))
            yield name, [value for value in values if isinstance(value, str)], ()


def _template_calls(source: BinaryIO) -> Iterator[Call]:
    options = {"silent": "false", "extensions": "jinja2.ext.do", "encoding": "utf-8"}
    for _line, keyword, given, comments in babel_extract(source, _KEYWORDS, _COMMENTS, options):
        words = given if isinstance(given, tuple | list) else (given,)
        yield keyword, [word for word in words if isinstance(word, str)], tuple(comments)


def _keys(keyword: str, words: list[str]) -> Iterator[Key]:
    """The messages that one call stands for; none when its text is not written out there."""
    if keyword in _SINGLE and words:
        yield Key(words[0])
    elif keyword in _SPOKEN and words:
        yield from (Key(words[0], form) for form in FORMS_OF_ADDRESS)
    elif keyword == "ngettext" and len(words) >= 2:
        yield Key((words[0], words[1]))
    elif keyword in ("pgettext", "P_") and len(words) >= 2:
        yield Key(words[1], words[0])
    elif keyword == "npgettext" and len(words) >= 3:
        yield Key((words[1], words[2]), words[0])


def extracted() -> Catalog:
    """All messages of the sources, untranslated."""
    catalogue = Catalog(fuzzy=False)
    for path in sources():
        for key, comments in messages_in(path):
            if key.id:
                catalogue.add(key.id, context=key.context, auto_comments=comments)
    return catalogue


def read(language: str) -> Catalog:
    """The catalogue as it is on disk; an empty one when there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def renewed(old: Catalog, wanted: Catalog, language: str) -> Catalog:
    """The wanted messages with the translations of ``old``."""
    new = Catalog(locale=language, fuzzy=False)
    for message in _messages(wanted):
        before = old.get(_first(message), message.context)
        string = before.string if before and before.id == message.id else ""
        if language == "en" and not _filled(string, new.num_plurals):
            string = message.id
        flags = before.flags if before else set()
        new.add(
            message.id,
            string,
            flags=flags,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            context=message.context,
        )
    return new


def merge(into: Catalog, folder: Path) -> list[str]:
    """Take over the translations of the fragments in ``folder``; gives what could not be used."""
    trouble = []
    taken: dict[Key, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as source:
            fragment = read_po(source, locale=into.locale)
        for message in _messages(fragment):
            known = into.get(_first(message), message.context)
            if known is None or known.id != message.id:
                trouble.append(f"{path.name}: no source uses {_shown(message)}")
            elif _filled(message.string, into.num_plurals):
                key = Key(_first(message), message.context)
                if key in taken and known.string != message.string:
                    trouble.append(f"{path.name}: differs from {taken[key]}: {_shown(message)}")
                taken[key] = path.name
                known.string = message.string
    return trouble


def shortcomings(catalogue: Catalog) -> list[str]:
    """What keeps a catalogue from being complete."""
    found = []
    for message in _messages(catalogue):
        if not _filled(message.string, catalogue.num_plurals):
            found.append(f"not translated: {_shown(message)}")
            continue
        if message.fuzzy:
            found.append(f"fuzzy: {_shown(message)}")
        found.extend(f"{error}: {_shown(message)}" for error in message.check(catalogue))
    return found


def written(catalogue: Catalog, language: str) -> bytes:
    """The file: a header without dates, then the messages in alphabetical order."""
    body = BytesIO()
    write_po(
        body,
        catalogue,
        width=_WIDTH,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    locale = Locale.parse(language)
    header = (
        f"# {locale.english_name} translation of Driegesprek.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + body.getvalue()


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _filled(string: object, plurals: int) -> bool:
    if isinstance(string, str):
        return bool(string)
    return isinstance(string, tuple | list) and len(string) == plurals and all(string)


def _shown(message: Message) -> str:
    context = f" [{message.context}]" if message.context else ""
    return f"“{_first(message)}”{context}"


def check(wanted: Catalog) -> list[str]:
    """Everything that is not as it should be: each catalogue complete, valid and up to date."""
    found = []
    for language in languages():
        catalogue = renewed(read(language), wanted, language)
        if catalogue_path(language).read_bytes() != written(catalogue, language):
            found.append(f"{language}: not up to date with the sources")
        found.extend(f"{language}: {one}" for one in shortcomings(catalogue))
    return found


def update(wanted: Catalog, fragments: Path | None) -> list[str]:
    """Write every catalogue anew; gives what still lacks or could not be used."""
    told = []
    for language in languages():
        catalogue = renewed(read(language), wanted, language)
        if fragments is not None:
            told.extend(merge(catalogue, fragments / language))
        catalogue_path(language).write_bytes(written(catalogue, language))
        told.extend(f"{language}: {one}" for one in shortcomings(catalogue))
    return told


def main(arguments: list[str] | None = None) -> int:
    """The command line; exit code 1 when ``--check`` finds something."""
    parser = argparse.ArgumentParser(prog="python -m facilitation.locale.update")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    parser.add_argument("--merge", type=Path, metavar="DIR", help="take over DIR/<language>/*.po")
    chosen = parser.parse_args(arguments)
    wanted = extracted()
    told = check(wanted) if chosen.check else update(wanted, chosen.merge)
    for line in told:
        sys.stdout.write(f"{line}\n")
    return 1 if chosen.check and told else 0


if __name__ == "__main__":
    sys.exit(main())
