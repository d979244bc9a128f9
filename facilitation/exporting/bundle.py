"""Many conversations as one ZIP: a folder for each, with its minutes and its complete export.

Rule: made in memory, never in a file of this computer: what leaves it leaves by the download.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Self

from facilitation import minutes
from facilitation.core.model import Conversation, PhaseName
from facilitation.locale import translations
from facilitation.minutes.wording import slug

from .reading import LARGEST_FILE, NotAnExport
from .writing import exported

COMPLETE = "-complete.json"
LARGEST_ZIP = 64 * 1024 * 1024
LARGEST_TOGETHER = 128 * 1024 * 1024
MOST_FILES = 2000
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


def name_of(conversation: Conversation) -> str:
    """A file name for one conversation, without an ending."""
    parts = (conversation.date, slug(conversation.theme)[:60], conversation.code)
    return "-".join(filter(None, parts))


def files(
    conversation: Conversation, now: int, earlier: Conversation | None = None
) -> list[Callable[[], tuple[str, bytes]]]:
    """What is in the folder of one conversation: each a job that makes a file and its path.

    ``earlier``: the conversation that this one follows. A job takes up to some seconds.
    """
    folder = name_of(conversation)

    def document(form: str) -> tuple[str, bytes]:
        written, _, name = minutes.write(
            conversation,
            form,
            words=translations(conversation.language),
            language=conversation.language,
            now=now,
            earlier=earlier,
        )
        return f"{folder}/{name}", written

    def complete() -> tuple[str, bytes]:
        return f"{folder}/{folder}{COMPLETE}", exported(conversation)

    begun = conversation.phase.name is not PhaseName.LOBBY
    return [*(partial(document, form) for form in minutes.FORMATS if begun), complete]


class Bundle:
    """A ZIP that grows by one file at a time; its ``with`` drops what is unfinished."""

    def __init__(self) -> None:
        self._held = BytesIO()
        self._zip = zipfile.ZipFile(self._held, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, file: Callable[[], tuple[str, bytes]]) -> None:
        """One more of `files`."""
        self._zip.writestr(*file())

    def finished(self) -> bytes:
        """The whole file."""
        self._zip.close()
        return self._held.getvalue()


def exports_in(data: bytes) -> list[tuple[str, bytes]]:
    """The complete exports in a ZIP, by their names there. Raises ``NotAnExport``."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            found = [one for one in opened.infolist() if one.filename.endswith(COMPLETE)]
            sizes = [one.file_size for one in found]
            if not found or len(found) > MOST_FILES or max(sizes) > LARGEST_FILE:
                raise NotAnExport("not_ours")
            if sum(sizes) > LARGEST_TOGETHER:
                raise NotAnExport("not_ours")
            return [(one.filename, opened.read(one)) for one in found]
    except _UNREADABLE as error:
        raise NotAnExport("not_ours") from error
