"""The one pure transition: ``decide(conversation, command, now)``.

Rule: every rule of the circles is in this folder and nowhere else. The order of checks is the
contract's: role, ended, stale screen, phase and circle, content. Journal entries hold names,
numbers and ids, never words that a person wrote and never who wrote them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import asking, corrections, following, permissions, run, seats, stale, table, writing
from . import commands as c
from .model import Conversation, Role, replace

Result = dict[str, Any]
Decider = Callable[[Conversation, Any, int], tuple[Conversation, Result]]

DECIDERS: dict[type[c.Command], Decider] = (
    run.DECIDERS
    | table.DECIDERS
    | asking.DECIDERS
    | writing.DECIDERS
    | following.DECIDERS
    | seats.DECIDERS
    | corrections.DECIDERS
)

if missing := set(c.ALL.values()) - set(DECIDERS):
    raise RuntimeError(f"commands that nothing decides: {missing}")

_JOURNALLED = frozenset(
    {
        "note",
        "into",
        "circle",
        "number",
        "seconds",
        "position",
        "agreement",
        "ends_at",
        "kind",
        "place",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal row: at which revision, when, in which role somebody did what."""

    revision: int
    at: int
    role: Role
    name: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """An accepted command: the conversation after it, its journal entry, its answer."""

    conversation: Conversation
    entry: Entry
    result: Result


def decide(conversation: Conversation, command: c.Command, now: int) -> Decision:
    """What ``command`` makes of ``conversation`` at ``now`` (unix ms).

    Pure: neither argument changes. Raises ``Refused`` with a code of ``refusals.CODES``; then
    nothing has happened. Accepted commands raise the revision by exactly one.
    """
    permissions.check_role(command)
    permissions.check_not_ended(conversation, command, now)
    stale.check(conversation, command)
    permissions.check_phase(conversation, command)
    after, result = DECIDERS[type(command)](conversation, command, now)
    after = corrections.pruned(after)
    revision = conversation.revision + 1
    entry = Entry(revision, now, command.actor.role, c.NAMES[type(command)], _told(command, result))
    return Decision(replace(after, revision=revision), entry, result)


def _told(command: c.Command, result: Result) -> dict[str, Any]:
    """The journal's share of a command: ids and numbers only."""
    given = {name: getattr(command, name, None) for name in _JOURNALLED}
    return {name: value for name, value in (given | result).items() if value is not None}
