"""A friendly reminder of what is still to be done, to copy into a mail.

Rule: plain text, in the language of whoever asks for it; people's words as they wrote them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Protocol

from .schools import Item


class Words(Protocol):
    """What a reminder needs of a language."""

    @property
    def comma(self) -> str: ...

    @property
    def colon(self) -> str: ...

    def gettext(self, message: str, **values: object) -> str: ...

    def short_date(self, iso: str) -> str: ...


def reminder(items: Iterable[Item], words: Words, status: Callable[[str], str]) -> str:
    """The text; "" when nothing is to be done. ``status`` words a status."""
    to_do = [one for one in items if one.to_do]
    if not to_do:
        return ""
    lines = [words.gettext("Dear all,"), ""]
    evenings = {one.conversation.id: one.conversation for one in to_do}.values()
    for conversation in sorted(evenings, key=lambda one: (one.starts_at, one.created_at)):
        lines.append(
            words.gettext(
                "On %(date)s we talked about “%(theme)s”. This was agreed and is not done yet:",
                date=words.short_date(conversation.date),
                theme=conversation.theme,
            )
        )
        lines += [
            f"- {_line(one, words, status)}"
            for one in to_do
            if one.conversation.id == conversation.id
        ]
        lines.append("")
    lines.append(
        words.gettext("How is it going? Please let us know, also when something is in the way.")
    )
    return "\n".join(lines)


def _line(item: Item, words: Words, status: Callable[[str], str]) -> str:
    agreement = item.agreement
    by = words.short_date(item.due.isoformat()) if item.due else agreement.by
    parts = (agreement.what, agreement.who, by, status(str(agreement.status)), agreement.remark)
    what, who, by, stands, remark = map(apart, parts) if any(map(_turns, parts)) else parts
    about = words.comma.join(part for part in (who, by) if part)
    said = f"{what} ({about})" if about else what
    told = f"{said}{words.colon} {stands}"
    if item.late:
        told += words.comma + words.gettext("the date has passed")
    return f"{told}. {remark}" if remark else told


def apart(text: str) -> str:
    """``text`` so that its direction turns nothing around it (Unicode's isolates, not seen)."""
    return f"\u2068{text}\u2069" if text else ""


def _turns(text: str) -> bool:
    """Whether anything in it is written from right to left."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)
