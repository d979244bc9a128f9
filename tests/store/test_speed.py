"""One note among five thousand costs the writer next to nothing."""

import time
from dataclasses import replace

from facilitation.core.decide import decide
from facilitation.core.model import Conversation, Note
from facilitation.store import Store
from facilitation.store.sqlite import SqliteStore
from tests import evening

from .keeping import kept, loaded

NOTES = 5000


def full_table() -> Conversation:
    """The pupils' discussion with five thousand notes by 300 parents."""
    joins = [evening.join(f"phone-{number}", "parents") for number in range(300)]
    begun = evening.run(evening.conversation(), *joins, evening.ADVANCE, evening.ADVANCE)
    notes = {
        f"{number:05}": Note(
            f"{number:05}", 2, "pupils", "parents", "Waarom? " * 10, "nl", evening.START + number
        )
        for number in range(NOTES)
    }
    authors = {note: f"phone-{number % 300}" for number, note in enumerate(notes)}
    return replace(begun, notes=notes, authors=authors)


def measure(store: Store, before: Conversation, times: int = 40) -> list[float]:
    """Milliseconds of each save of one more note, without the commit."""
    taken = []
    for number in range(times):
        note = evening.note(f"new-{number}", f"phone-{number}", "Nog een vraag?")
        decision = decide(before, note, evening.START + 10_000 + number)
        with store.batch():
            begin = time.perf_counter()
            store.save(before, decision.conversation, decision.entry)
            taken.append((time.perf_counter() - begin) * 1000)
        before = decision.conversation
    return taken


def test_one_note_among_thousands_is_saved_in_two_milliseconds(sqlite: SqliteStore) -> None:
    before = kept(sqlite, full_table())
    assert loaded(sqlite) == before
    changes = sqlite.db.conn.total_changes
    taken = measure(sqlite, before, 40)
    # The conversation, the note, its author, the journal: nothing else is touched.
    assert sqlite.db.conn.total_changes - changes == 40 * 4
    # The best of them: other programs on the machine slow some down, nothing speeds one up.
    assert min(taken) < 2
