"""What becomes of agreements, and how one conversation follows another.

Rule: an agreement belongs to the conversation that made it, its status included, for ever. A
conversation that follows knows only the id of the earlier one; the service looks that one up and
has it decide (``service.py``), so nothing here needs two conversations at once.
"""

from __future__ import annotations

from typing import Any

from . import commands as c
from . import text
from .model import Conversation, Status, replace
from .refusals import Refused

REMARK_CHARACTERS = 200
PAGE = 5
"""Earlier agreements on the hall screen at once: legible from fifteen metres."""
MOST_PAGES = 20
"""As many as the most agreements fill."""

Decided = tuple[Conversation, dict[str, Any]]


def set_status(conversation: Conversation, command: c.SetAgreementStatus, now: int) -> Decided:
    """What became of an agreement: its status, a remark, or both. The words of it stay."""
    row = conversation.agreements.get(command.agreement)
    if row is None:
        raise Refused("unknown_agreement")
    if command.status is None and command.remark is None:
        raise Refused("bad_request", field="status")
    remark = row.remark
    if command.remark is not None:
        remark = text.line_of(command.remark, REMARK_CHARACTERS)
    status = row.status if command.status is None else _status(command.status)
    if (status, remark) == (row.status, row.remark):
        return conversation, {}
    changed = conversation.revision + 1
    told = replace(row, status=status, remark=remark, status_at=now, changed=changed)
    return replace(conversation, agreements={**conversation.agreements, row.id: told}), {}


def _status(word: str) -> Status:
    try:
        return Status(word)
    except ValueError:
        raise Refused("bad_request", field="status") from None


def show_earlier(conversation: Conversation, command: c.ShowEarlier, now: int) -> Decided:
    """A page of the earlier agreements onto the hall screen. A page too far is the last one."""
    if not 1 <= command.page <= MOST_PAGES:
        raise Refused("bad_request", field="page")
    return replace(conversation, earlier_page=command.page if conversation.follows else 0), {}


def hide_earlier(conversation: Conversation, command: c.HideEarlier, now: int) -> Decided:
    """Off the hall screen, which then shows what the phase shows."""
    return replace(conversation, earlier_page=0), {}


def follow(conversation: Conversation, command: c.Follow, now: int) -> Decided:
    """Another earlier conversation to follow. Nobody follows themselves."""
    if command.earlier == conversation.id:
        raise Refused("unknown_conversation")
    return replace(conversation, follows=command.earlier, earlier_page=0), {}


DECIDERS: dict[type[c.Command], Any] = {
    c.SetAgreementStatus: set_status,
    c.ShowEarlier: show_earlier,
    c.HideEarlier: hide_earlier,
    c.Follow: follow,
}
