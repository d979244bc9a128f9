"""The closed list of commands: one frozen dataclass for each thing that a person can do.

Rule: the list is the specification. ``PUBLIC`` are the contract's commands, which arrive over
Socket.IO by name; the rest are the program's own (joining, preparing, renewing links,
housekeeping). Every command has its row in ``permissions.py`` and its function in ``decide.py``.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, fields
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from .model import Circle, LinkKind, Phase, Role
from .refusals import Refused

LONGEST_STRING = 20_000
"""Characters of any text argument before its own limit is looked at."""
LARGEST_NUMBER = 2**53 - 1
"""Whole numbers that JavaScript, JSON and SQLite all hold exactly."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives the command, by the server's record of the ticket."""

    role: Role
    participant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What every command carries. ``revision``: of the view it was pressed on, if it was one."""

    actor: Actor
    revision: int | None = None


# --- participants


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitNote(Command):
    fresh_id: str
    text: str
    phase: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditNote(Command):
    note: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNote(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLanguage(Command):
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCircle(Command):
    circle: str


# --- running the evening


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Back(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustTime(Command):
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackdateStart(Command):
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPhase(Command):
    number: int
    seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FitToEnd(Command):
    ends_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBreak(Command):
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDoor(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDoor(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowJoin(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HideJoin(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EditConversation(Command):
    theme: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPresent(Command):
    circle: str
    number: int


# --- notes on the table


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectNote(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnselectNote(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideNote(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreNote(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveNote(Command):
    note: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeNotes(Command):
    note: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeNote(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPaperNote(Command):
    fresh_id: str
    circle: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseNote(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietAuthor(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnquietAuthors(Command):
    pass


# --- questions to the circle


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSelection(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HideSelection(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PutQuestion(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackQuestion(Command):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(Command):
    note: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderNote(Command):
    note: str
    text: str


# --- texts


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSummary(Command):
    circle: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteResponse(Command):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFollowUp(Command):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAgreement(Command):
    fresh_id: str
    what: str
    who: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAgreement(Command):
    agreement: str
    what: str
    who: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAgreement(Command):
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAgreementStatus(Command):
    """``None`` leaves that part as it is. From a following conversation as well (service)."""

    agreement: str
    status: str | None = None
    remark: str | None = None


# --- the agreements of the conversation that this one follows


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEarlier(Command):
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HideEarlier(Command):
    pass


# --- the minutes, afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectMinutes(Command):
    """Other words for one line (``corrections.py`` names the places)."""

    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HideLine(Command):
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLine(Command):
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreLine(Command):
    """The line as it was noted, and to be seen."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFinal(Command):
    pass


# --- the program's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Command):
    """A phone takes a seat. ``participant`` is the hash of the new ticket."""

    participant: str
    circle: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare(Command):
    """The organiser's form, whole; only in the lobby. Already validated and parsed by the form."""

    school: str
    theme: str
    question: str
    ground_rules: str
    date: str
    time: str
    timezone: str
    starts_at: int
    language: str
    trusted_contact: str
    retention_days: int
    full_quarter: bool
    late_notes: bool
    circles: tuple[Circle, ...]
    phases: tuple[Phase, ...]
    wifi_name: str = ""
    wifi_password: str = ""
    wifi_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWifi(Command):
    """Another network for the guests, also in the middle of the evening; "" for none."""

    wifi_name: str
    wifi_password: str
    wifi_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow(Command):
    """Which earlier conversation this one follows; "" for none. The organiser's form judged it."""

    earlier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewLink(Command):
    """A new key for one link; for the join link also a new code."""

    kind: LinkKind
    hash: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLinks(Command):
    """Drop the link from notes to phones, 15 minutes after the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenMinutes(Command):
    """The final minutes can be corrected again; who has their link sees nothing until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMinutes(Command):
    """The link to the final minutes works. ``hash``: of the key that is next to be handed out."""

    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawShare(Command):
    """The link is dead for ever. ``hash``: of the key that a later link will have."""

    hash: str


# --- the list

PUBLIC: dict[str, type[Command]] = {
    "submit_note": SubmitNote,
    "edit_note": EditNote,
    "withdraw_note": WithdrawNote,
    "set_language": SetLanguage,
    "change_circle": ChangeCircle,
    "advance": Advance,
    "back": Back,
    "pause": Pause,
    "resume": Resume,
    "adjust_time": AdjustTime,
    "backdate_start": BackdateStart,
    "plan_phase": PlanPhase,
    "fit_to_end": FitToEnd,
    "add_break": AddBreak,
    "open_door": OpenDoor,
    "close_door": CloseDoor,
    "show_join": ShowJoin,
    "hide_join": HideJoin,
    "edit_conversation": EditConversation,
    "set_present": SetPresent,
    "select_note": SelectNote,
    "unselect_note": UnselectNote,
    "set_aside_note": SetAsideNote,
    "restore_note": RestoreNote,
    "move_note": MoveNote,
    "merge_notes": MergeNotes,
    "unmerge_note": UnmergeNote,
    "add_paper_note": AddPaperNote,
    "render_note": RenderNote,
    "erase_note": EraseNote,
    "quiet_author": QuietAuthor,
    "unquiet_authors": UnquietAuthors,
    "show_selection": ShowSelection,
    "hide_selection": HideSelection,
    "put_question": PutQuestion,
    "take_back_question": TakeBackQuestion,
    "answer_question": AnswerQuestion,
    "write_summary": WriteSummary,
    "write_response": WriteResponse,
    "write_follow_up": WriteFollowUp,
    "add_agreement": AddAgreement,
    "change_agreement": ChangeAgreement,
    "remove_agreement": RemoveAgreement,
    "set_agreement_status": SetAgreementStatus,
    "show_earlier": ShowEarlier,
    "hide_earlier": HideEarlier,
    "correct_minutes": CorrectMinutes,
    "hide_line": HideLine,
    "show_line": ShowLine,
    "restore_line": RestoreLine,
    "mark_final": MarkFinal,
}

INTERNAL: dict[str, type[Command]] = {
    "join": Join,
    "prepare": Prepare,
    "set_wifi": SetWifi,
    "follow": Follow,
    "renew_link": RenewLink,
    "cut_links": CutLinks,
    "reopen_minutes": ReopenMinutes,
    "share_minutes": ShareMinutes,
    "withdraw_share": WithdrawShare,
}

ALL: dict[str, type[Command]] = PUBLIC | INTERNAL
NAMES: dict[type[Command], str] = {command: name for name, command in ALL.items()}

_GIVEN = frozenset({"actor", "revision", "fresh_id"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_HINTS: dict[type[Command], dict[str, Any]] = {
    command: get_type_hints(command) for command in PUBLIC.values()
}


def parse(payload: object, actor: Actor, fresh_id: str) -> Command:
    """The command that a payload of the contract asks for, its shape checked.

    ``payload`` is any JSON value; ``actor`` and ``fresh_id`` come from the server and never from
    it. Unknown arguments are ignored. Raises ``Refused``: ``unknown_command``, ``bad_request``.
    """
    if not isinstance(payload, dict):
        raise Refused("bad_request", field="")
    name = payload.get("name")
    if not isinstance(name, str) or name not in PUBLIC:
        raise Refused("unknown_command")
    command = PUBLIC[name]
    arguments: dict[str, Any] = {}
    for one in fields(command):
        if one.name in _GIVEN:
            continue
        if one.name in payload:
            arguments[one.name] = _checked(one.name, payload[one.name], _HINTS[command][one.name])
        elif _required(one):
            raise Refused("bad_request", field=one.name)
    if "fresh_id" in _HINTS[command]:
        arguments["fresh_id"] = fresh_id
    revision = _checked("revision", payload.get("revision"), int | None)
    return command(actor=actor, revision=revision, **arguments)


def _required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _checked(name: str, value: object, hint: Any) -> Any:
    """``value`` if it has the type of the hint and is within bounds, else ``bad_request``."""
    allowed = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if value is None and NoneType in allowed:
        return None
    if int in allowed and isinstance(value, int) and not isinstance(value, bool):
        if abs(value) <= LARGEST_NUMBER:
            return value
    elif str in allowed and isinstance(value, str) and _clean_string(value):
        return value
    raise Refused("bad_request", field=name)


def _clean_string(value: str) -> bool:
    """Short enough to look at, and without lone surrogates, which no database can keep."""
    return len(value) <= LONGEST_STRING and not _SURROGATE.search(value)
