"""The days on which agreements are due, as a file that every calendar program reads (RFC 5545).

Rule: one whole-day event for each agreement that is still to be done and has a date. Its name in
the file never changes, so a newer file brings an older entry up to date.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

from .schools import Item

PRODUCT = "-//Driegesprek//agreements//EN"


def calendar(name: str, items: Iterable[Item], now: int) -> bytes:
    """The file. ``name`` is what the calendar is called, ``now`` unix ms."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for one in items:
        if one.due is not None and one.to_do:
            made.add_component(_event(one, now))
    written: bytes = made.to_ical()
    return written


def _event(item: Item, now: int) -> Event:
    agreement, conversation = item.agreement, item.conversation
    event = Event()
    event.add("uid", f"{agreement.id}@driegesprek")
    event.add("dtstamp", datetime.fromtimestamp(now // 1000, UTC))
    event.add("sequence", agreement.changed)
    event.add("dtstart", item.due)
    who = f" ({agreement.who})" if agreement.who else ""
    event.add("summary", f"{agreement.what}{who}")
    about = (conversation.theme, conversation.school, agreement.remark)
    event.add("description", "\n".join(line for line in about if line))
    # Nobody is busy the whole day because something is due.
    event.add("transp", "TRANSPARENT")
    return event
