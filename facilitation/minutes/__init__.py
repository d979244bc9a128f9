"""The minutes in every format and edition that can be downloaded or asked for on the command line.

Rule: the view says what an edition may show, ``compose`` and ``brief`` make one document of it,
and one writer a format draws that. JSON and CSV are for programs and spreadsheets: they are written
from the view itself. See README.md in this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from facilitation.core.model import Conversation
from facilitation.views import edited, editions
from facilitation.views.editions import Edition
from facilitation.views.minutes import Minutes, minutes

from . import brief, compose, csv, docx, html, json, markdown, pdf
from .document import Document
from .wording import Wording, Words, slug

__all__ = [
    "DATA",
    "EDITIONS",
    "FORMATS",
    "Edition",
    "NotInThisEdition",
    "UnknownFormat",
    "page",
    "write",
]


class NotInThisEdition(Exception):
    """The short edition is a page to read, no table or data; and only the full one is as noted."""


class UnknownFormat(Exception):
    """A format that nobody promised."""


FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
"""Format → media type."""
READ: dict[str, Callable[[Document], bytes]] = {
    "pdf": pdf.write,
    "docx": docx.write,
    "html": html.write,
    "md": markdown.write,
}
"""Formats that people read: each draws the document."""
DATA: dict[str, Callable[[Minutes, Wording], bytes]] = {"csv": csv.write, "json": json.write}
"""Formats for programs: every value by itself."""
EDITIONS = tuple(str(one) for one in Edition)


TYPESET = ("pdf", "docx")
"""Formats that take seconds."""
Run = Callable[[Callable[[], Any]], Any]
MOST_FITTING = 1000
_FITTING: dict[bytes, brief.Room] = {}
"""What fits on a page was asked before: a whole hall opens the same one. A hash, so no words."""


def here(job: Callable[[], Any]) -> Any:
    """Do it at once, in this thread."""
    return job()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which minutes somebody asks for.

    ``words`` is the catalogue of ``language`` (``facilitation.locale.translations``), ``names`` the
    circles' names in it as far as they are the program's own, ``now`` unix ms. ``earlier`` is the
    conversation that this one follows. ``as_noted`` leaves out what was corrected and hidden
    afterwards. ``run`` does what takes long: whoever serves others meanwhile gives one that uses a
    thread.
    """

    words: Words
    language: str
    now: int
    appendix: bool = True
    edition: str = "full"
    names: Mapping[str, str] | None = None
    run: Run = here
    earlier: Conversation | None = None
    as_noted: bool = False


def write(
    conversation: Conversation,
    format: str,  # noqa: A002 - the contract's word
    *,
    words: Words,
    language: str,
    now: int,
    appendix: bool = True,
    edition: str = "full",
    names: Mapping[str, str] | None = None,
    run: Run = here,
    earlier: Conversation | None = None,
    as_noted: bool = False,
) -> tuple[bytes, str, str]:
    """The document, its media type and a file name.

    The arguments are those of ``Asked``. Raises ``UnknownFormat``; ``NotInThisEdition`` for the
    short edition as a table or data, and for another than the full one as it was noted.
    """
    asked = Asked(words, language, now, appendix, edition, names, run, earlier, as_noted)
    if format not in FORMATS:
        raise UnknownFormat(format)
    view, wording = _view(conversation, asked), _wording(conversation, asked)
    name = _file_name(view, wording, Edition(edition), format)
    if format in READ:
        made, draw = _document(view, wording, asked), READ[format]
        written = run(lambda: draw(made)) if format in TYPESET else draw(made)
        return written, FORMATS[format], name
    if edition == Edition.BRIEF:
        raise NotInThisEdition(format)
    return DATA[format](view, wording), FORMATS[format], name


def page(
    conversation: Conversation,
    *,
    words: Words,
    language: str,
    now: int,
    appendix: bool = True,
    edition: str = "full",
    names: Mapping[str, str] | None = None,
    run: Run = here,
    earlier: Conversation | None = None,
    as_noted: bool = False,
    downloads: Sequence[tuple[str, str]] = (),
    back: str = "",
) -> str:
    """The same minutes as a page of the web: see ``html.page``."""
    asked = Asked(words, language, now, appendix, edition, names, run, earlier, as_noted)
    made = _document(_view(conversation, asked), _wording(conversation, asked), asked)
    return html.page(made, downloads=downloads, back=back)


def document(conversation: Conversation, asked: Asked) -> Document:
    """What the writers of formats to read are given."""
    return _document(_view(conversation, asked), _wording(conversation, asked), asked)


def _view(conversation: Conversation, asked: Asked) -> Minutes:
    edition = Edition(asked.edition)
    view = minutes(conversation, asked.now, appendix=asked.appendix, earlier=asked.earlier)
    if asked.as_noted:
        if edition is not Edition.FULL:
            raise NotInThisEdition("as noted")
        return view
    return editions.edited(edited.edited(view, conversation.corrections), edition)


def _wording(conversation: Conversation, asked: Asked) -> Wording:
    return Wording(asked.words, asked.language, conversation.timezone, asked.names or {})


def _document(view: Minutes, wording: Wording, asked: Asked) -> Document:
    edition = Edition(asked.edition)
    if edition is not Edition.BRIEF:
        return compose.document(view, wording, asked.now, edition)
    return _on_one_page(view, wording, asked)


def _on_one_page(view: Minutes, wording: Wording, asked: Asked) -> Document:
    """The typesetter tells how much a page holds, for every format: they all say the same."""
    largest = brief.document(view, wording, asked.now)
    known = sha256(repr(replace(largest, made_at=0)).encode(errors="replace")).digest()
    room = _FITTING.get(known)
    if room is None:
        room = asked.run(lambda: _room(view, wording, asked.now))
        if len(_FITTING) >= MOST_FITTING:
            _FITTING.clear()
        _FITTING[known] = room
    return brief.document(view, wording, asked.now, room)


def _room(view: Minutes, wording: Wording, now: int) -> brief.Room:
    for room in brief.ROOMS:
        if pdf.pages(brief.document(view, wording, now, room)) == 1:
            break
    return room


def _file_name(view: Minutes, wording: Wording, edition: Edition, ending: str) -> str:
    about, pgettext = view.conversation, wording.words.pgettext
    kinds = {
        Edition.FULL: pgettext("file name", "minutes"),
        Edition.PUBLIC: pgettext("file name", "public minutes"),
        Edition.BRIEF: pgettext("file name", "in short"),
    }
    parts = (kinds[edition], about.theme, about.date)
    return f"{'-'.join(filter(None, map(slug, parts)))}.{ending}"
