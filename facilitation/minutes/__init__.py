"""The minutes in every format that can be downloaded or asked for on the command line.

Rule: one writer a format, all of them fed by ``views.minutes``. See README.md in this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facilitation.core.model import Conversation
from facilitation.views.edited import edited
from facilitation.views.minutes import Minutes, minutes

from . import csv, html, json, markdown
from .wording import Wording, Words, slug

__all__ = ["FORMATS", "LATER", "Format", "FormatNotYet", "UnknownFormat", "page", "write"]


class FormatNotYet(Exception):
    """A format that the contract names and that this version cannot write yet."""


class UnknownFormat(Exception):
    """A format that nobody promised."""


@dataclass(frozen=True, slots=True)
class Format:
    """How one format is written and served."""

    write: Callable[[Minutes, Wording, int], bytes]
    mimetype: str


FORMATS = {
    "html": Format(html.write, "text/html; charset=utf-8"),
    "md": Format(markdown.write, "text/markdown; charset=utf-8"),
    "csv": Format(csv.write, "text/csv; charset=utf-8"),
    "json": Format(json.write, "application/json"),
}
LATER = ("pdf", "docx")


def write(
    conversation: Conversation,
    format: str,  # noqa: A002 - the contract's word
    *,
    words: Words,
    language: str,
    now: int,
    appendix: bool = True,
    earlier: Conversation | None = None,
    as_noted: bool = False,
) -> tuple[bytes, str, str]:
    """The document, its media type and a file name.

    ``words`` is a catalogue (``facilitation.locale.translations(language)``), ``now`` unix ms,
    ``earlier`` the conversation that this one follows. ``as_noted`` leaves out what was corrected
    and hidden afterwards. Raises ``FormatNotYet`` for pdf and docx, ``UnknownFormat`` for anything
    else.
    """
    chosen = _chosen(format)
    view = _read(conversation, now, appendix, as_noted, earlier)
    wording = Wording(words, language, conversation.timezone)
    return chosen.write(view, wording, now), chosen.mimetype, _file_name(view, wording, format)


def page(
    conversation: Conversation,
    *,
    words: Words,
    language: str,
    now: int,
    appendix: bool = True,
    earlier: Conversation | None = None,
    as_noted: bool = False,
    downloads: Sequence[tuple[str, str]] = (),
    back: str = "",
) -> str:
    """The same minutes as a page of the web: see ``html.page``."""
    view = _read(conversation, now, appendix, as_noted, earlier)
    wording = Wording(words, language, conversation.timezone)
    return html.page(view, wording, now, downloads=downloads, back=back)


def _read(
    conversation: Conversation,
    now: int,
    appendix: bool,
    as_noted: bool,
    earlier: Conversation | None,
) -> Minutes:
    view = minutes(conversation, now, appendix=appendix, earlier=earlier)
    return view if as_noted else edited(view, conversation.corrections)


def _chosen(format: str) -> Format:  # noqa: A002
    if format in LATER:
        raise FormatNotYet(format)
    if format not in FORMATS:
        raise UnknownFormat(format)
    return FORMATS[format]


def _file_name(view: Minutes, wording: Wording, ending: str) -> str:
    about = view.conversation
    parts = (wording.words.pgettext("file name", "minutes"), about.theme, about.date)
    return f"{'-'.join(filter(None, map(slug, parts)))}.{ending}"
