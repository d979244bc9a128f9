"""Corrections of the minutes: a layer over what was noted, which itself stays as it was.

Rule: a place names one line of the minutes: ``theme``, ``question``, ``response``, ``follow_up``
or ``<kind>:<key>`` with a circle's key (``summary``, ``functions``), a note's id (``note``,
``rendering``, ``answer``) or an agreement's id (``agreement``, ``who``, ``by``). A correction holds
for the words that it was made for: when somebody writes others afterwards, those stand. A line that
is hidden stays hidden. Where the words themselves go, so do their corrections.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import commands as c
from . import text
from .asking import ANSWER_CHARACTERS
from .model import Agreement, Conversation, Correction, Link, LinkKind, replace
from .refusals import Refused
from .table import RENDERING_CHARACTERS
from .writing import (
    BY_CHARACTERS,
    QUESTION_CHARACTERS,
    TEXT_CHARACTERS,
    THEME_CHARACTERS,
    WHAT_CHARACTERS,
    WHO_CHARACTERS,
)

FUNCTIONS_CHARACTERS = 300
_OF_NOTES = frozenset({"note", "rendering", "answer"})

Decided = tuple[Conversation, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be done with a line. ``limit``: characters; ``several``: keeps its line breaks."""

    limit: int
    several: bool = False
    needed: bool = False
    """There must be something in it."""
    hidden: bool = True
    """It can be left out."""


KINDS: dict[str, Kind] = {
    "theme": Kind(THEME_CHARACTERS, needed=True, hidden=False),
    "question": Kind(QUESTION_CHARACTERS, needed=True, hidden=False),
    "functions": Kind(FUNCTIONS_CHARACTERS, hidden=False),
    "summary": Kind(TEXT_CHARACTERS, several=True),
    "response": Kind(TEXT_CHARACTERS, several=True),
    "follow_up": Kind(TEXT_CHARACTERS, several=True),
    "note": Kind(text.NOTE_CHARACTERS, needed=True),
    "rendering": Kind(RENDERING_CHARACTERS, needed=True),
    "answer": Kind(ANSWER_CHARACTERS, several=True),
    "agreement": Kind(WHAT_CHARACTERS, needed=True),
    "who": Kind(WHO_CHARACTERS, hidden=False),
    "by": Kind(BY_CHARACTERS, hidden=False),
}


def kind_of(place: str) -> str:
    """Which kind of line a place names."""
    return place.partition(":")[0]


def noted(conversation: Conversation, place: str) -> str | None:
    """What was noted at ``place``; ``None`` when the minutes have no such line."""
    kind, _, key = place.partition(":")
    if place in ("theme", "question"):
        return conversation.theme if place == "theme" else conversation.question
    if place in ("response", "follow_up"):
        return conversation.text(place)
    if kind in ("summary", "functions") and conversation.has_circle(key):
        return conversation.text(place) if kind == "summary" else ""
    if kind in _OF_NOTES:
        return _of_note(conversation, kind, key)
    agreement = conversation.agreements.get(key)
    if agreement is None:
        return None
    return {"agreement": agreement.what, "who": agreement.who, "by": agreement.by}.get(kind)


def _of_note(conversation: Conversation, kind: str, key: str) -> str | None:
    note = conversation.notes.get(key)
    if note is None:
        return None
    if kind == "answer":
        return conversation.questions[key].answer if conversation.is_put(key) else None
    return note.text if kind == "note" else (note.rendering or None)


def said(correction: Correction | None, words: str) -> str:
    """The words that stand, of a line that was noted as ``words``."""
    return correction.text if correction and correction.original == words else words


def reads(conversation: Conversation, place: str) -> str:
    """What stands at ``place``, whether it is hidden or not."""
    return said(conversation.corrections.get(place), noted(conversation, place) or "")


def is_hidden(conversation: Conversation, place: str) -> bool:
    """Whether the line is left out."""
    correction = conversation.corrections.get(place)
    return correction is not None and correction.hidden


def shown(conversation: Conversation, place: str) -> str:
    """What whoever reads the minutes finds at ``place``: "" when it is hidden."""
    return "" if is_hidden(conversation, place) else reads(conversation, place)


def standing_agreements(conversation: Conversation) -> tuple[Agreement, ...]:
    """The agreements that are not hidden, as they read, in their order."""
    ordered = sorted(conversation.agreements.values(), key=lambda one: (one.position, one.id))
    return tuple(
        replace(
            one,
            what=reads(conversation, f"agreement:{one.id}"),
            who=reads(conversation, f"who:{one.id}"),
            by=reads(conversation, f"by:{one.id}"),
        )
        for one in ordered
        if not is_hidden(conversation, f"agreement:{one.id}")
    )


# --- correcting


def correct(conversation: Conversation, command: c.CorrectMinutes, now: int) -> Decided:
    """Other words for a line; its own words again are no correction."""
    original = _line(conversation, command.place)
    kind = KINDS[kind_of(command.place)]
    words = _kept(command.text, kind)
    hidden = is_hidden(conversation, command.place)
    return _laid(conversation, command, original, words, hidden, now), {}


def hide(conversation: Conversation, command: c.HideLine, now: int) -> Decided:
    """The line is left out, with all that hangs on it."""
    original = _line(conversation, command.place)
    if not KINDS[kind_of(command.place)].hidden:
        raise Refused("bad_request", field="place")
    words = reads(conversation, command.place)
    return _laid(conversation, command, original, words, True, now), {}


def show(conversation: Conversation, command: c.ShowLine, now: int) -> Decided:
    """The line is there again, as it was corrected."""
    original = _line(conversation, command.place)
    words = reads(conversation, command.place)
    return _laid(conversation, command, original, words, False, now), {}


def restore(conversation: Conversation, command: c.RestoreLine, now: int) -> Decided:
    """The line as it was noted."""
    _line(conversation, command.place)
    return _without(conversation, command.place), {}


def _line(conversation: Conversation, place: str) -> str:
    """What was noted there, for a command that may change it."""
    if conversation.final_at is not None:
        raise Refused("minutes_final")
    words = noted(conversation, place)
    if words is None:
        raise Refused("unknown_line")
    return words


def _kept(words: str, kind: Kind) -> str:
    line = text.lines_of if kind.several else text.line_of
    kept = line(words, kind.limit)
    if kind.needed and not text.visible(kept):
        raise Refused("empty_text")
    return kept


def _laid(
    conversation: Conversation,
    command: c.CorrectMinutes | c.HideLine | c.ShowLine,
    original: str,
    words: str,
    hidden: bool,
    now: int,
) -> Conversation:
    if words == original and not hidden:
        return _without(conversation, command.place)
    changed = conversation.revision + 1
    row = Correction(command.place, original, words, hidden, command.actor.role, now, changed)
    return replace(conversation, corrections={**conversation.corrections, row.place: row})


def _without(conversation: Conversation, place: str) -> Conversation:
    left = {key: row for key, row in conversation.corrections.items() if key != place}
    return replace(conversation, corrections=left)


def pruned(conversation: Conversation) -> Conversation:
    """Without the corrections of lines that are gone; of a note's earlier words nothing is kept."""
    kept = {}
    for place, row in conversation.corrections.items():
        words = noted(conversation, place)
        if words is None:
            continue
        if words == row.original or kind_of(place) not in _OF_NOTES:
            kept[place] = row
        elif row.hidden:
            kept[place] = replace(row, original=words, text=words)
    same = kept == conversation.corrections
    return conversation if same else replace(conversation, corrections=kept)


# --- final, and shared


def mark_final(conversation: Conversation, command: c.MarkFinal, now: int) -> Decided:
    """From now on the minutes stay as they are."""
    if conversation.final_at is not None:
        raise Refused("minutes_final")
    return replace(conversation, final_at=now), {}


def reopen(conversation: Conversation, command: c.ReopenMinutes, now: int) -> Decided:
    """They can be corrected again."""
    _final(conversation)
    return replace(conversation, final_at=None), {}


def share(conversation: Conversation, command: c.ShareMinutes, now: int) -> Decided:
    """The link to the final minutes works; the first time it is made."""
    _final(conversation)
    before = conversation.links.get(LinkKind.SHARE)
    link = Link(LinkKind.SHARE, before.generation if before else 0, command.hash)
    links = {**conversation.links, LinkKind.SHARE: link}
    return replace(conversation, links=links, shared=True), {}


def withdraw(conversation: Conversation, command: c.WithdrawShare, now: int) -> Decided:
    """The link is dead, also when the minutes are shared again later. Twice is once."""
    before = conversation.links.get(LinkKind.SHARE)
    if before is None or not conversation.shared:
        return conversation, {}
    link = Link(LinkKind.SHARE, before.generation + 1, command.hash)
    links = {**conversation.links, LinkKind.SHARE: link}
    return replace(conversation, links=links, shared=False), {}


def _final(conversation: Conversation) -> None:
    if conversation.final_at is None:
        raise Refused("minutes_not_final")


DECIDERS: dict[type[c.Command], Any] = {
    c.CorrectMinutes: correct,
    c.HideLine: hide,
    c.ShowLine: show,
    c.RestoreLine: restore,
    c.MarkFinal: mark_final,
    c.ReopenMinutes: reopen,
    c.ShareMinutes: share,
    c.WithdrawShare: withdraw,
}
