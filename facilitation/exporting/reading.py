"""A conversation from the bytes of an export, or why not.

Rule: a file may have been written by anybody. What is read is a state that the program could have
come to by itself, as far as its pages and rules rely on it.
"""

from __future__ import annotations

import json
import re
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints
from zoneinfo import available_timezones

from facilitation.core.corrections import noted
from facilitation.core.model import Conversation, Correction, Note, Phase, PhaseName, Place, Role
from facilitation.locale import languages
from facilitation.preparation import COLOURS, FEWEST_CIRCLES, MOST_CIRCLES
from facilitation.preparation.reading import MOST_RETENTION_DAYS
from facilitation.views.minutes import minutes

from .fields import EXPORTED, FORMAT, PARTS, VERSION

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TEXT = 20_000
MOST_ROWS = 50_000
MOST_PHASES = 300
LATEST = 7_258_118_400_000
"""The year 2200, in unix ms: beyond it no date can be written."""
_LARGEST_NUMBER = 2**40
_COUNTS = frozenset(("present", "joined", "sent", "selected", "asked", "revision", "number"))
_PATTERNS = {
    "code": re.compile(r"[0-9A-Z]{4,12}"),
    "language": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "date": re.compile(r"2[01]\d\d-\d\d-\d\d"),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
    "key": re.compile(r"[a-z][a-z0-9_-]{0,31}"),
    "id": re.compile(r"[\w-]{1,64}"),
    "colour": re.compile("|".join(COLOURS)),
}

T = TypeVar("T")


class NotAnExport(Exception):
    """``code``: ``not_ours``, ``newer`` or ``broken``; ``where`` names the value, for "broken"."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code, self.where = code, where


def read(data: bytes) -> Conversation:
    """The conversation, with an empty id and without links. Raises ``NotAnExport``."""
    document = _document(data)
    about = _row(Conversation, document.get("conversation"), "conversation")
    rows = {name: _rows(kind, document.get(name), name) for name, kind in PARTS.items()}
    phases = {one["number"]: one for one in rows["phases"]}
    for note in rows["notes"]:
        began = phases.get(note["phase"], {}).get("started_at")
        note |= {"sent_at": began or about["created_at"], "changed": 0}
    made = {name: [kind(**row) for row in rows[name]] for name, kind in PARTS.items()}
    conversation = Conversation(
        **about,
        id="",
        circles=tuple(made["circles"]),
        phases=tuple(made["phases"]),
        notes=_by("id", made["notes"]),
        questions=_by("note", made["questions"]),
        texts=_by("name", made["texts"]),
        agreements=_by("id", made["agreements"]),
        corrections=_by("place", made["corrections"]),
        kept_counts=tuple(made["counts"]),
    )
    _sound(conversation)
    return conversation


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_FILE:
        raise NotAnExport("not_ours")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotAnExport("not_ours") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NotAnExport("not_ours")
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise NotAnExport("broken", "version")
    if version > VERSION or set(document) - {"format", "version", "conversation", *PARTS}:
        raise NotAnExport("newer")
    return document


# --- values


def _rows(kind: type, given: object, where: str) -> list[dict[str, Any]]:
    if not isinstance(given, list) or len(given) > MOST_ROWS:
        raise NotAnExport("broken", where)
    return [_row(kind, one, f"{where}[{number}]") for number, one in enumerate(given)]


_hints = cache(get_type_hints)


def _row(kind: type, given: object, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise NotAnExport("broken", where)
    if set(given) - set(EXPORTED[kind]):
        raise NotAnExport("newer")
    hints = _hints(kind)
    return {
        name: _value(hints[name], name, given.get(name, _MISSING), f"{where}.{name}")
        for name in EXPORTED[kind]
    }


_MISSING = object()


def _value(hint: Any, name: str, given: object, where: str) -> Any:
    kinds = get_args(hint) or (hint,)
    if given is None and NoneType in kinds:
        return None
    kind = kinds[0]
    if issubclass(kind, Enum):
        if isinstance(given, str) and given in [one.value for one in kind]:
            return kind(given)
        raise NotAnExport("broken", where)
    if type(given) is not kind or not _fits(name, given):
        raise NotAnExport("broken", where)
    return given


def _fits(name: str, value: object) -> bool:
    if isinstance(value, str):
        pattern = _PATTERNS.get(name)
        right = pattern is None or pattern.fullmatch(value) is not None
        return right and len(value) <= LONGEST_TEXT and _encodable(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return True
    if name == "at" or name.endswith(("_at", "_since")):
        return 0 <= value < LATEST
    return (0 if name in _COUNTS else -_LARGEST_NUMBER) <= value < _LARGEST_NUMBER


def _encodable(value: str) -> bool:
    return "\x00" not in value and not any("\ud800" <= one <= "\udfff" for one in value)


def _by(key: str, ones: list[T]) -> dict[Any, T]:
    found = {getattr(one, key): one for one in ones}
    _hold(len(found) == len(ones), key)
    return found


# --- the whole


def _hold(right: bool, where: str) -> None:
    if not right:
        raise NotAnExport("broken", where)


def _sound(conversation: Conversation) -> None:
    """Each reference leads somewhere, and the minutes can be made of it."""
    _about(conversation)
    _circles(conversation)
    numbers = {one.number for one in conversation.phases}
    _hold(len(numbers) == len(conversation.phases) <= MOST_PHASES, "phases")
    _hold(conversation.current in numbers, "current")
    for place, phase in enumerate(conversation.phases):
        _phase(conversation, phase, place)
    for note in conversation.notes.values():
        _note(conversation, note, numbers)
    for question in conversation.questions.values():
        _hold(question.note in conversation.notes and question.phase in numbers, "questions")
    for correction in conversation.corrections.values():
        _correction(conversation, correction)
    keys = {one.key for one in conversation.circles}
    names = {"response", "follow_up", *(f"summary:{key}" for key in keys)}
    _hold(set(conversation.texts) <= names, "texts")
    pairs = [(one.from_circle, one.to_circle) for one in conversation.kept_counts]
    _hold(len(set(pairs)) == len(pairs) and {key for two in pairs for key in two} <= keys, "counts")
    try:
        minutes(conversation, conversation.created_at)
    except (LookupError, ValueError, OverflowError, TypeError) as error:
        raise NotAnExport("broken", "minutes") from error


def _about(conversation: Conversation) -> None:
    _hold(1 <= conversation.retention_days <= MOST_RETENTION_DAYS, "retention_days")
    _hold(conversation.timezone in available_timezones(), "timezone")
    _hold(conversation.language in languages(), "language")
    try:
        date.fromisoformat(conversation.date)
    except ValueError as error:
        raise NotAnExport("broken", "date") from error


def _circles(conversation: Conversation) -> None:
    circles = conversation.circles
    _hold(FEWEST_CIRCLES <= len(circles) <= MOST_CIRCLES, "circles")
    _hold([one.position for one in circles] == list(range(len(circles))), "circles")
    _hold(len({one.key for one in circles}) == len(circles), "circles")


def _phase(conversation: Conversation, phase: Phase, place: int) -> None:
    where, last = f"phases[{place}]", len(conversation.phases) - 1
    _hold(phase.position == place, where)
    _hold((phase.name is PhaseName.LOBBY) == (place == 0), where)
    _hold((phase.name is PhaseName.ENDED) == (place == last), where)
    _hold(phase.circle is None or conversation.has_circle(phase.circle), where)
    _hold(phase.floor is None or phase.floor in conversation.questions, where)


def _correction(conversation: Conversation, correction: Correction) -> None:
    where = f"corrections.{correction.place}"
    _hold(noted(conversation, correction.place) is not None, where)
    _hold(correction.role in (Role.ORGANISER, Role.MINUTE_TAKER), where)


def _note(conversation: Conversation, note: Note, numbers: set[int]) -> None:
    where = f"notes.{note.id}"
    _hold(note.phase in numbers and note.language in languages(), where)
    _hold(conversation.has_circle(note.to_circle), where)
    _hold(conversation.has_circle(note.from_circle), where)
    top = conversation.notes.get(note.merged_into or "")
    _hold((note.place is Place.MERGED) == (note.merged_into is not None), where)
    _hold(note.merged_into is None or (top is not None and top.merged_into is None), where)
