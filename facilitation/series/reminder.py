"""A friendly reminder of what is still to be done, to copy into a mail.

Rule: plain text, in the language of whoever asks for it; people's words as they wrote them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from .schools import Item


class Words(Protocol):
    """What a reminder needs of a language."""

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
    about = ", ".join(part for part in (agreement.who, by) if part)
    said = f"{agreement.what} ({about})" if about else agreement.what
    told = f"{said}: {status(str(agreement.status))}"
    if item.late:
        told += f", {words.gettext('the date has passed')}"
    return f"{told}. {agreement.remark}" if agreement.remark else told
