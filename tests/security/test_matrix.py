"""P7: every command × every role × every phase, through the service on a real file.

Each payload also claims to be somebody else (``actor``, ``role``, ``participant`` …): the role
comes from the server's record of the ticket and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facilitation import keys
from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core import permissions
from facilitation.core.model import Conversation, LinkKind, replace
from facilitation.core.refusals import Refused
from facilitation.service import Accepted, Service
from facilitation.store import connection
from facilitation.store.sqlite import SqliteStore
from tests import evening

from . import expectations, stand

OTHER_CIRCLE = {"pupils": "parents", "parents": "teachers", "teachers": "pupils"}


class Desk:
    """One file, one service, as many conversations as the test wants."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = stand.now_of("0")
        self.service = Service(lambda: SqliteStore(path), run_here, clock=lambda: self.now)
        self._ids = 0

    def keep(self, phase: str, name: str) -> Conversation:
        self.now = stand.now_of(phase)
        return self.service.create(stand.copy_of(stand.conversation_in(phase), name))

    def give(self, ticket: str, payload: dict[str, Any]) -> Accepted | str:
        """The answer, or the code of the refusal."""
        self._ids += 1
        try:
            return self.service.command(ticket, {"id": f"press-{self._ids}", **payload})
        except Refused as refused:
            return refused.code

    def on_disk(self, conversation: str) -> tuple[Conversation | None, int]:
        """What another process would read: the conversation, the length of its journal."""
        store = SqliteStore(self.path)
        try:
            return store.load(conversation), len(store.journal(conversation))
        finally:
            store.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Thousands of commits; power loss is other tests' business, so none waits for the disk."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(connection.PRAGMAS, "synchronous", 0)
        desk = Desk(tmp_path_factory.mktemp("matrix") / "driegesprek.sqlite")
        yield desk
        desk.service.close()


def payload(command: str, phase: str, role: str, name: str) -> dict[str, Any]:
    """The command as it should be, and every lie that a payload could tell."""
    lies = {
        "actor": {"role": "chair", "participant": stand.ticket("pupils", name)},
        "role": "chair",
        "participant": keys.hashed(stand.ticket("parents", name)),
        "author": keys.hashed(stand.ticket("parents", name)),
        "ticket": stand.ticket("chair", name),
        "conversation": name,
        "fresh_id": "chosen-by-the-phone",
        "now": 0,
        "sent_at": 0,
        "paper": True,
        "place": "selected",
    }
    circle = (
        {"circle": OTHER_CIRCLE[role]}
        if command == "change_circle" and role in OTHER_CIRCLE
        else {}
    )
    circle = circle or ({"circle": "pupils"} if command == "change_circle" else {})
    return {**lies, **stand.arguments(command, phase), **circle, "name": command}


def theirs(phase: str, role: str) -> bool:
    """Whether the note that is changed or withdrawn was written on this role's phone."""
    number = stand.round_of(phase)
    return bool(number) and stand.authors_of(number)[0] == role


def test_every_command_has_a_row() -> None:
    assert sorted(expectations.ALLOWED) == sorted(c.PUBLIC)


def test_every_command_is_allowed_to_somebody_at_some_time() -> None:
    never = [
        command
        for command in c.PUBLIC
        if not any(
            expectations.allowed(command, role, phase)
            for role in expectations.ROLES
            for phase in expectations.PHASES
        )
    ]
    assert never == []


def wrongly_answered(desk: Desk, phase: str, name: str) -> list[tuple[str, str, object, str]]:
    """What was not refused, or not in the contract's words, or left a trace."""
    before = desk.keep(phase, name)
    wrong: list[tuple[str, str, object, str]] = []
    for command in c.PUBLIC:
        for role in expectations.ROLES:
            if expectations.allowed(command, role, phase):
                continue
            answer = desk.give(stand.ticket(role, name), payload(command, phase, role, name))
            expected = expectations.refusal(command, role, phase, theirs(phase, role))
            if answer != expected or desk.service.latest(name) != before:
                wrong.append((command, role, answer, expected))
    return wrong


@pytest.mark.parametrize("phase", expectations.PHASES)
def test_command_is_refused_to_whoever_has_no_right(desk: Desk, phase: str) -> None:
    name = f"refusing-{phase}"
    assert wrongly_answered(desk, phase, name) == []
    kept = desk.service.latest(name)
    assert desk.on_disk(name) == (kept, 1)  # its making is all that the journal knows


@pytest.mark.parametrize("guard", ["check_role", "check_not_ended", "check_phase"])
def test_without_a_guard_the_matrix_goes_red(
    desk: Desk, guard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permissions, guard, lambda *given: None)
    phase = "16" if guard == "check_not_ended" else "5"
    assert wrongly_answered(desk, phase, f"unguarded-{guard}") != []


@pytest.mark.parametrize("phase", expectations.PHASES)
def test_command_is_accepted_from_whoever_has_the_right(desk: Desk, phase: str) -> None:
    wrong = []
    for command in c.PUBLIC:
        for role in expectations.ROLES:
            if not expectations.allowed(command, role, phase):
                continue
            name = f"accepting-{phase}-{command}-{role}"
            before = desk.keep(phase, name)
            answer = desk.give(stand.ticket(role, name), payload(command, phase, role, name))
            after = desk.service.latest(name)
            told = isinstance(answer, Accepted) and answer.revision == before.revision + 1
            if (
                not told
                or after.revision != before.revision + 1
                or "chosen-by-the-phone" in after.notes
            ):
                wrong.append((command, role, answer))
    assert wrong == []


@pytest.mark.parametrize("phase", expectations.PHASES)
def test_strangers_change_nothing(desk: Desk, phase: str) -> None:
    """No ticket, a renewed link, a seat that was dropped, the key that only opens the door."""
    name = f"strangers-{phase}"
    before = desk.keep(phase, name)
    chair = c.RenewLink(
        actor=evening.ORGANISER, kind=LinkKind.CHAIR, hash=keys.hashed(f"renewed-{name}")
    )
    desk.service.run(name, chair)
    before = desk.service.latest(name)
    kept = desk.on_disk(name)
    strangers = ["", "x" * 200, stand.ticket("chair", name), stand.ticket("join", name)]
    strangers.append(keys.hashed(stand.ticket("minute_taker", name)))  # what the file holds
    for command in c.PUBLIC:
        for stranger in strangers:
            answer = desk.give(stranger, payload(command, phase, "chair", name))
            assert (command, stranger, answer) == (command, stranger, "unknown_ticket")
    assert desk.service.latest(name) == before
    assert desk.on_disk(name) == kept


@pytest.mark.parametrize("phase", expectations.PHASES)
def test_tickets_of_other_conversations_change_nothing_here(desk: Desk, phase: str) -> None:
    name, elsewhere, over = (f"{one}-{phase}" for one in ("here", "elsewhere", "over"))
    before = desk.keep(phase, name)
    kept = desk.on_disk(name)
    for command in c.PUBLIC:
        desk.service.create(_elsewhere(phase, f"{elsewhere}-{command}"))
        desk.service.create(_elsewhere("X", f"{over}-{command}"))
        for role in expectations.ROLES:
            for other in (elsewhere, over):
                ticket = stand.ticket(role, f"{other}-{command}")
                desk.give(ticket, payload(command, phase, role, name))
    assert desk.service.latest(name) == before
    assert desk.on_disk(name) == kept


def _elsewhere(phase: str, name: str) -> Conversation:
    """Another conversation, whose notes even have the same ids."""
    return stand.copy_of(stand.conversation_in(phase), name)


def test_seat_that_was_dropped_is_good_for_nothing(desk: Desk) -> None:
    name = "dropped"
    kept = stand.copy_of(stand.conversation_in("2"), name)
    gone = keys.hashed(stand.ticket("parents", name))
    seats = {key: seat for key, seat in kept.participants.items() if key != gone}
    before = desk.service.create(replace(kept, participants=seats))
    answers = {
        desk.give(stand.ticket("parents", name), payload(command, "2", "parents", name))
        for command in c.PUBLIC
    }
    assert answers == {"unknown_ticket"}
    assert desk.service.latest(name) == before
