"""What the tests of the store share: commands through `decide` into a store, words on disk."""

from collections.abc import Iterable
from pathlib import Path

from facilitation.core import commands as c
from facilitation.core.decide import Entry, decide
from facilitation.core.model import Conversation, Role
from facilitation.store import Given, Store
from tests import evening

CREATED = Entry(0, evening.START, Role.ORGANISER, "create")


def kept(store: Store, conversation: Conversation) -> Conversation:
    """Keep a new conversation."""
    with store.batch():
        store.create(conversation, CREATED)
    return conversation


def driven(
    store: Store, before: Conversation, commands: Iterable[c.Command], now: int = evening.START
) -> Conversation:
    """Decide and save one command after the other, each in its own batch."""
    for number, command in enumerate(commands):
        decision = decide(before, command, now + number * evening.SECOND)
        after = decision.conversation
        ticket = command.actor.participant or f"hash-of-{command.actor.role}-{before.id}"
        given = Given(ticket, f"command-{after.revision}", after.revision, decision.result)
        with store.batch():
            store.save(before, after, decision.entry, given)
        before = after
    return before


def loaded(store: Store, name: str = "avond") -> Conversation:
    """The conversation as it is kept."""
    found = store.load(name)
    assert found is not None
    return found


def on_disk(folder: Path, *words: str) -> set[tuple[str, str]]:
    """Which files hold which of these words, the log and its index included."""
    return {
        (path.name, word)
        for path in folder.rglob("*")
        if path.is_file()
        for word in words
        if word.encode() in path.read_bytes()
    }
