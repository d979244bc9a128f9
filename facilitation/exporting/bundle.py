"""Many conversations as one ZIP: a folder for each, with its minutes and its complete export.

Rule: made in memory, never in a file of this computer: what leaves it leaves by the download.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
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
    conversation: Conversation, now: int, earlier: Conversation | None
) -> Iterator[tuple[str, bytes]]:
    """What is in the folder of one conversation."""
    if conversation.phase.name is not PhaseName.LOBBY:
        for name in minutes.FORMATS:
            written, _, file_name = minutes.write(
                conversation,
                name,
                words=translations(conversation.language),
                language=conversation.language,
                now=now,
                earlier=earlier,
            )
            yield file_name, written
    yield f"{name_of(conversation)}{COMPLETE}", exported(conversation)


class Bundle:
    """A ZIP that grows by one conversation at a time; its ``with`` drops what is unfinished."""

    def __init__(self) -> None:
        self._held = BytesIO()
        self._zip = zipfile.ZipFile(self._held, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(
        self, conversation: Conversation, now: int, earlier: Conversation | None = None
    ) -> None:
        """One more folder; ``earlier`` is the conversation that this one follows."""
        for name, written in files(conversation, now, earlier):
            self._zip.writestr(f"{name_of(conversation)}/{name}", written)

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
