"""Whether a command was pressed on a screen that had been overtaken.

Rule (contract.md): stale only when what the command acts on has changed since the revision it was
pressed on. That is the phase or its clock for run commands, that note for note commands, that text
for write commands. What arrived meanwhile is no reason. Participants' commands are never stale.
"""

from __future__ import annotations

from typing import Any

from . import agenda, corrections
from . import commands as c
from .model import Conversation, Role
from .refusals import Refused

_RUN = (
    c.Advance,
    c.Back,
    c.Pause,
    c.Resume,
    c.AdjustTime,
    c.BackdateStart,
    c.FitToEnd,
    c.ShowSelection,
    c.HideSelection,
)

_LINES = (c.CorrectMinutes, c.HideLine, c.ShowLine, c.RestoreLine)


def check(conversation: Conversation, command: c.Command) -> None:
    """Refuses ``stale_screen``; for texts with what stands there now, so that no words are lost."""
    if command.revision is None or command.actor.role is Role.PARTICIPANT:
        return
    if last_change(conversation, command) > command.revision:
        raise Refused("stale_screen", **_standing(conversation, command))


def last_change(conversation: Conversation, command: c.Command) -> int:
    """The revision at which what ``command`` acts on last changed; 0 when nothing was there."""
    if isinstance(command, c.AddBreak):
        following = agenda.next_phase(conversation)
        return max(conversation.phase.changed, following.changed if following else 0)
    if isinstance(command, _RUN):
        return conversation.phase.changed
    if isinstance(command, c.PlanPhase):
        found = [one.changed for one in conversation.phases if one.number == command.number]
        return max(found, default=0)
    if isinstance(command, c.EditConversation):
        return conversation.details_changed
    if isinstance(command, _LINES):
        corrected = conversation.corrections.get(command.place)
        return corrected.changed if corrected else 0
    name = _text_name(command)
    if name is not None:
        written = conversation.texts.get(name)
        return written.changed if written else 0
    agreement = conversation.agreements.get(getattr(command, "agreement", ""))
    if agreement is not None:
        return agreement.changed
    notes = [getattr(command, "note", ""), getattr(command, "into", "")]
    found = [conversation.notes[one].changed for one in notes if one in conversation.notes]
    return max(found, default=0)


def _text_name(command: c.Command) -> str | None:
    if isinstance(command, c.WriteSummary):
        return f"summary:{command.circle}"
    if isinstance(command, c.WriteResponse):
        return "response"
    if isinstance(command, c.WriteFollowUp):
        return "follow_up"
    return None


def _standing(conversation: Conversation, command: c.Command) -> dict[str, Any]:
    name = _text_name(command)
    if name is not None:
        return {"current": conversation.text(name)}
    if isinstance(command, _LINES):
        return {"current": corrections.reads(conversation, command.place)}
    if isinstance(command, c.AnswerQuestion) and command.note in conversation.questions:
        return {"current": conversation.questions[command.note].answer}
    if isinstance(command, c.RenderNote) and command.note in conversation.notes:
        return {"current": conversation.notes[command.note].rendering}
    if isinstance(command, c.ChangeAgreement) and command.agreement in conversation.agreements:
        standing = conversation.agreements[command.agreement]
        return {"current": {"what": standing.what, "who": standing.who, "by": standing.by}}
    return {}
