"""Who may give which command, and in which phases: the contract's table as data.

Rule: one row for each command; a command without a row is an error at import. The order of checks
is the contract's: role, then 'ended', then a stale screen, then phase and circle, then content.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import commands as c
from .model import Conversation, PhaseName, Role
from .refusals import Refused

GRACE_MS = 15 * 60 * 1000
"""After the end: how long it can be taken back and texts can still be written (protocol.md)."""

EVERY = frozenset(PhaseName) - {PhaseName.ENDED}
FROM_DISCUSSION = EVERY - {PhaseName.LOBBY, PhaseName.OPENING}
RUNNING = EVERY - {PhaseName.LOBBY}

_CHAIR = frozenset({Role.CHAIR})
_TABLE = frozenset({Role.CHAIR, Role.MINUTE_TAKER})
_PHONE = frozenset({Role.PARTICIPANT})
_DESK = frozenset({Role.ORGANISER})
_EDITORS = frozenset({Role.ORGANISER, Role.MINUTE_TAKER})


@dataclass(frozen=True, slots=True)
class Rule:
    """``roles`` may give the command in ``phases``; ``after_end``: also in the grace time."""

    roles: frozenset[Role]
    phases: frozenset[PhaseName]
    after_end: bool = False
    for_ever: bool = False
    """Allowed even when the conversation is long over (housekeeping, a phone's language)."""
    afterwards: bool = False
    """Allowed only when it is over, and then for as long as there are minutes."""


def _rules() -> dict[type[c.Command], Rule]:
    run = Rule(_CHAIR, EVERY)
    clock = Rule(_CHAIR, RUNNING)
    sort = Rule(_TABLE, FROM_DISCUSSION)
    ask = Rule(_CHAIR, frozenset({PhaseName.QUESTIONS}))
    begin = Rule(_CHAIR, frozenset({PhaseName.LOBBY, PhaseName.OPENING}))
    write = Rule(_TABLE, EVERY, after_end=True)
    # For a participant "wrong phase" has kinds of its own, so the deciders look at the phase.
    note = Rule(_PHONE, EVERY)
    edit = Rule(_EDITORS, frozenset(), afterwards=True)
    share = Rule(_DESK, frozenset(), afterwards=True)
    return {
        c.SubmitNote: note,
        c.EditNote: note,
        c.WithdrawNote: note,
        c.SetLanguage: Rule(_PHONE, EVERY, for_ever=True),
        c.ChangeCircle: Rule(_PHONE, EVERY),
        c.Advance: run,
        c.Back: Rule(_CHAIR, RUNNING, after_end=True),
        c.Pause: clock,
        c.Resume: clock,
        c.AdjustTime: clock,
        c.BackdateStart: clock,
        c.PlanPhase: run,
        c.FitToEnd: run,
        c.AddBreak: run,
        c.OpenDoor: run,
        c.CloseDoor: run,
        c.ShowJoin: run,
        c.HideJoin: run,
        c.EditConversation: Rule(_CHAIR | _DESK, EVERY, after_end=True),
        c.SetPresent: Rule(_TABLE, EVERY, after_end=True),
        c.SelectNote: sort,
        c.UnselectNote: sort,
        c.SetAsideNote: sort,
        c.RestoreNote: sort,
        c.MoveNote: sort,
        c.MergeNotes: sort,
        c.UnmergeNote: sort,
        c.AddPaperNote: Rule(_TABLE, frozenset({PhaseName.DISCUSSION, PhaseName.COLLECTION})),
        c.RenderNote: Rule(_TABLE, FROM_DISCUSSION, after_end=True),
        c.EraseNote: Rule(_CHAIR, EVERY, after_end=True),
        c.QuietAuthor: Rule(_CHAIR, FROM_DISCUSSION),
        c.UnquietAuthors: Rule(_CHAIR, EVERY),
        c.ShowSelection: ask,
        c.HideSelection: ask,
        c.PutQuestion: ask,
        c.TakeBackQuestion: ask,
        c.AnswerQuestion: Rule(_TABLE, FROM_DISCUSSION, after_end=True),
        c.WriteSummary: write,
        c.WriteResponse: write,
        c.WriteFollowUp: write,
        c.AddAgreement: write,
        c.ChangeAgreement: write,
        c.RemoveAgreement: write,
        # What became of an agreement shows only long after the evening.
        c.SetAgreementStatus: Rule(_TABLE | _DESK, EVERY, for_ever=True),
        c.ShowEarlier: begin,
        c.HideEarlier: begin,
        c.Join: Rule(_PHONE, EVERY),
        c.Prepare: Rule(_DESK, frozenset({PhaseName.LOBBY})),
        c.SetWifi: Rule(_DESK, EVERY, after_end=True),
        c.Follow: Rule(_DESK, EVERY, after_end=True),
        c.RenewLink: Rule(_DESK | _CHAIR, EVERY, for_ever=True),
        c.CorrectMinutes: edit,
        c.HideLine: edit,
        c.ShowLine: edit,
        c.RestoreLine: edit,
        c.MarkFinal: edit,
        c.ReopenMinutes: share,
        c.ShareMinutes: share,
        c.WithdrawShare: share,
        c.CutLinks: Rule(frozenset({Role.SYSTEM}), frozenset(), for_ever=True),
    }


RULES = _rules()

_BESIDE_MINUTES = (c.EraseNote, c.SetWifi)
"""After the end, these are given even when the minutes are final: words that must go, go."""

if missing := set(c.ALL.values()) - set(RULES):
    raise RuntimeError(f"commands without a rule: {missing}")


def check_role(command: c.Command) -> None:
    """Refuses ``not_allowed`` when the actor's role may never give this command."""
    if command.actor.role not in RULES[type(command)].roles:
        raise Refused("not_allowed")


def check_not_ended(conversation: Conversation, command: c.Command, now: int) -> None:
    """Refuses ``conversation_ended`` unless the command is one for after the end, in its time.

    Refuses ``minutes_final`` when it would change what the final minutes say.
    """
    rule = RULES[type(command)]
    if conversation.ended_at is None or rule.for_ever or rule.afterwards:
        return
    if not rule.after_end or not in_grace(conversation, now):
        raise Refused("conversation_ended")
    if conversation.final_at is not None and not isinstance(command, _BESIDE_MINUTES):
        raise Refused("minutes_final")


def check_phase(conversation: Conversation, command: c.Command) -> None:
    """Refuses ``wrong_phase`` when the command belongs to other phases."""
    rule = RULES[type(command)]
    if rule.afterwards:
        if not is_over(conversation):
            raise Refused("wrong_phase", phase=str(conversation.phase.name))
        return
    if conversation.ended_at is not None or rule.for_ever:
        return
    if conversation.phase.name not in rule.phases:
        raise Refused("wrong_phase", phase=str(conversation.phase.name))


def is_over(conversation: Conversation) -> bool:
    """Whether there are whole minutes: it ended, or nobody ended it and its days have passed."""
    begun = conversation.phase.name is not PhaseName.LOBBY
    return conversation.ended_at is not None or (begun and conversation.purged_at is not None)


def in_grace(conversation: Conversation, now: int) -> bool:
    """Whether the end can still be taken back and texts written."""
    ended = conversation.ended_at
    return ended is not None and now < ended + GRACE_MS and not conversation.links_cut
