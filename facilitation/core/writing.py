"""What chair and minute-taker write: summaries, response, agreements, follow-up, corrections.

Rule: texts may be empty (that clears them) and keep their line breaks. Two people in the same text
at once is told by ``stale.py``, so nobody's words are overwritten unseen.
"""

from __future__ import annotations

from typing import Any

from . import commands as c
from . import text
from .model import Agreement, Conversation, Text, replace
from .refusals import Refused

TEXT_CHARACTERS = 4000
THEME_CHARACTERS = 120
QUESTION_CHARACTERS = 300
WHAT_CHARACTERS = 500
WHO_CHARACTERS = 120
BY_CHARACTERS = 60
MOST_AGREEMENTS = 100
MOST_PRESENT = 5000

Decided = tuple[Conversation, dict[str, Any]]


def write_summary(conversation: Conversation, command: c.WriteSummary, now: int) -> Decided:
    """A circle's summary; private until its summary phase."""
    if not conversation.has_circle(command.circle):
        raise Refused("unknown_circle")
    return _written(conversation, f"summary:{command.circle}", command.text)


def write_response(conversation: Conversation, command: c.WriteResponse, now: int) -> Decided:
    """What the first circle said in response."""
    return _written(conversation, "response", command.text)


def write_follow_up(conversation: Conversation, command: c.WriteFollowUp, now: int) -> Decided:
    """How and when everyone hears what happens next."""
    return _written(conversation, "follow_up", command.text)


def _written(conversation: Conversation, name: str, words: str) -> Decided:
    kept = text.lines_of(words, TEXT_CHARACTERS)
    if kept == conversation.text(name):
        return conversation, {}
    row = Text(name, kept, conversation.revision + 1)
    return replace(conversation, texts={**conversation.texts, name: row}), {}


def add_agreement(conversation: Conversation, command: c.AddAgreement, now: int) -> Decided:
    """A new agreement at the end of the list. Result: ``agreement``."""
    if len(conversation.agreements) >= MOST_AGREEMENTS:
        raise Refused("too_many_agreements", limit=MOST_AGREEMENTS)
    position = 1 + max((one.position for one in conversation.agreements.values()), default=-1)
    row = _agreement(conversation, command.fresh_id, position, command)
    return _with_agreement(conversation, row), {"agreement": row.id}


def change_agreement(conversation: Conversation, command: c.ChangeAgreement, now: int) -> Decided:
    """Other words for an agreement, at its place."""
    before = _standing(conversation, command.agreement)
    row = _agreement(conversation, before.id, before.position, command)
    told = replace(row, status=before.status, remark=before.remark, status_at=before.status_at)
    return _with_agreement(conversation, told), {}


def remove_agreement(conversation: Conversation, command: c.RemoveAgreement, now: int) -> Decided:
    """An agreement is dropped."""
    gone = _standing(conversation, command.agreement).id
    kept = {key: row for key, row in conversation.agreements.items() if key != gone}
    return replace(conversation, agreements=kept), {}


def _agreement(
    conversation: Conversation,
    agreement_id: str,
    position: int,
    command: c.AddAgreement | c.ChangeAgreement,
) -> Agreement:
    return Agreement(
        id=agreement_id,
        position=position,
        what=_needed(command.what, WHAT_CHARACTERS),
        who=text.line_of(command.who, WHO_CHARACTERS),
        by=text.line_of(command.by, BY_CHARACTERS),
        changed=conversation.revision + 1,
    )


def _with_agreement(conversation: Conversation, row: Agreement) -> Conversation:
    return replace(conversation, agreements={**conversation.agreements, row.id: row})


def _standing(conversation: Conversation, agreement_id: str) -> Agreement:
    row = conversation.agreements.get(agreement_id)
    if row is None:
        raise Refused("unknown_agreement")
    return row


def _needed(words: str, limit: int) -> str:
    kept = text.line_of(words, limit)
    if not text.visible(kept):
        raise Refused("empty_text")
    return kept


def edit_conversation(conversation: Conversation, command: c.EditConversation, now: int) -> Decided:
    """Correct the theme or the central question."""
    if command.theme is None and command.question is None:
        raise Refused("bad_request", field="theme")
    theme, question = conversation.theme, conversation.question
    if command.theme is not None:
        theme = _needed(command.theme, THEME_CHARACTERS)
    if command.question is not None:
        question = _needed(command.question, QUESTION_CHARACTERS)
    revision = conversation.revision + 1
    return replace(conversation, theme=theme, question=question, details_changed=revision), {}


def set_present(conversation: Conversation, command: c.SetPresent, now: int) -> Decided:
    """How many people of a circle are in the room, with or without a phone."""
    if not conversation.has_circle(command.circle):
        raise Refused("unknown_circle")
    if not 0 <= command.number <= MOST_PRESENT:
        raise Refused("bad_request", field="number")
    circles = tuple(
        replace(one, present=command.number) if one.key == command.circle else one
        for one in conversation.circles
    )
    return replace(conversation, circles=circles), {}


DECIDERS: dict[type[c.Command], Any] = {
    c.WriteSummary: write_summary,
    c.WriteResponse: write_response,
    c.WriteFollowUp: write_follow_up,
    c.AddAgreement: add_agreement,
    c.ChangeAgreement: change_agreement,
    c.RemoveAgreement: remove_agreement,
    c.EditConversation: edit_conversation,
    c.SetPresent: set_present,
}
