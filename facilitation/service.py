"""The only writer: load, decide, commit, then tell what changed.

Rule: nobody is answered ok before the commit; what somebody may do comes from the store's record of
the ticket, looked up in the same transaction; a command id that was answered ok gives the same
answer again without being looked at. ``now`` is read once for each command, here. The states in
memory are replaced by the writer's thread alone, in the order of their commits: none goes back.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from . import keys
from .core import commands as c
from .core.decide import Decision, Entry, decide
from .core.model import Conversation, Role
from .core.refusals import Refused
from .core.schools import HOME
from .store import Given, RevisionConflict, Seat, Store, StoreBusy
from .worker import PATIENCE_S, Job, Outcome, Worker

T = TypeVar("T")
LONGEST_ID = 64
ASIDE_S = 120.0
"""How long somebody waits for a document, others' before it included."""
_FORGETTING = (
    c.WithdrawNote,
    c.EraseNote,
    c.EditNote,
    c.CutLinks,
    c.CorrectMinutes,
    c.RestoreLine,
)


def unix_ms() -> int:
    """The server's clock, the only clock."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A command that is on disk: the revision it made, its result."""

    revision: int
    result: dict[str, Any]


class _Alone:
    """A job that runs between transactions instead of in one."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, store: Store) -> Any:
        return self.job(store)


class Service:
    """Everything that changes or reads conversations goes through here.

    ``open_store`` opens one more connection to the same data (one writes, one reads);
    ``on_commit`` is told the ids of conversations that changed, after the commit, on the
    submitter's side (a green thread where there are such), and may be called too often.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        run_in_thread: Callable[[Callable[[], Any]], Any],
        clock: Callable[[], int] = unix_ms,
    ) -> None:
        self.clock = clock
        self._run_in_thread = run_in_thread
        self.on_commit: Callable[[set[str]], None] = lambda changed: None
        self._committed: dict[str, Conversation] = {}
        self._staged: dict[str, Conversation] = {}
        self._changed: set[str] = set()
        self._seen_changes: int | None = None
        self._scrub = False
        self._missing: set[str] = set()
        """Earlier conversations that were asked for and are erased."""
        self._store = open_store()
        self._reading = open_store()
        self._writer = Worker(self._write_batch, run_in_thread, self._publish)
        self._reader = Worker(self._read_batch, run_in_thread)
        self._aside = Worker(_done_aside, run_in_thread)

    def close(self) -> None:
        """Finish what is queued and close the store."""
        self._writer.stop()
        self._reader.stop()
        self._aside.stop()
        self._store.close()
        self._reading.close()

    # --- commands

    def command(self, ticket: str, payload: object) -> Accepted:
        """A command of the contract, from whoever holds ``ticket``.

        Raises ``Refused``; ``unknown_ticket`` when the ticket is good for nothing (any more).
        """
        return self.command_hashed(keys.hashed(ticket), payload)

    def command_hashed(self, hashed: str, payload: object) -> Accepted:
        """The same for a caller that kept only the hash of the ticket."""
        command_id = payload.get("id") if isinstance(payload, dict) else None
        if not isinstance(command_id, str) or not 1 <= len(command_id) <= LONGEST_ID:
            raise Refused("bad_request", field="id")
        if not command_id.isprintable():
            raise Refused("bad_request", field="id")
        fresh = keys.identifier()
        accepted = self._writer.submit(
            lambda store: self._command(store, hashed, command_id, payload, fresh)
        )
        return _as(Accepted, accepted)

    def _command(
        self, store: Store, ticket: str, command_id: str, payload: object, fresh: str
    ) -> Accepted:
        given = store.given(ticket, command_id)
        if given is not None:
            return Accepted(given.revision, given.result)
        seat = store.seat(ticket)
        if seat is None:
            raise Refused("unknown_ticket")
        command = c.parse(payload, c.Actor(seat.role, seat.participant), fresh)
        if isinstance(command, c.SetAgreementStatus):
            own = self._fresh(store, seat.conversation)
            earlier = self._made_earlier(store, own, command.agreement)
            if own is not None and earlier is not None:
                # Revisions of two conversations cannot be compared: the last press counts.
                told = replace(command, revision=None)
                return self._decided(store, earlier.id, told, ticket, command_id, own.revision)
        return self._decided(store, seat.conversation, command, ticket, command_id)

    def _made_earlier(
        self, store: Store, own: Conversation | None, agreement: str
    ) -> Conversation | None:
        """The conversation that ``own`` follows, if it is the one that made this agreement."""
        if own is None or not own.follows or agreement in own.agreements:
            return None
        earlier = self._fresh(store, own.follows)
        return earlier if earlier is not None and agreement in earlier.agreements else None

    def run(self, conversation: str, command: c.Command) -> Accepted:
        """A command of the program's own or of the organiser. Raises ``Refused``."""
        accepted = self._writer.submit(lambda store: self._decided(store, conversation, command))
        return _as(Accepted, accepted)

    def _decided(
        self,
        store: Store,
        conversation: str,
        command: c.Command,
        ticket: str | None = None,
        command_id: str = "",
        seen_from: int | None = None,
    ) -> Accepted:
        """``seen_from``: the revision to answer with, when it is another conversation's screen."""
        before = self._fresh(store, conversation)
        if before is None:
            raise Refused("unknown_conversation")
        decision = decide(before, command, self.clock())
        revision = decision.conversation.revision if seen_from is None else seen_from
        given = Given(ticket, command_id, revision, decision.result) if ticket else None
        self._save(store, before, decision, given)
        if isinstance(command, _FORGETTING):
            self._scrub = True
        return Accepted(revision, decision.result)

    def _save(
        self, store: Store, before: Conversation, decision: Decision, given: Given | None
    ) -> None:
        store.save(before, decision.conversation, decision.entry, given)
        self._staged[before.id] = decision.conversation

    def _fresh(self, store: Store, conversation: str) -> Conversation | None:
        """The present state inside the batch; a cached one only if nobody else has written."""
        if conversation in self._staged:
            return self._staged[conversation]
        cached = self._committed.get(conversation)
        if cached is not None and store.revision(conversation) == cached.revision:
            return cached
        return store.load(conversation)

    def create(
        self, conversation: Conversation, school: str = HOME, how: str = "create"
    ) -> Conversation:
        """Keep a new conversation, of that school."""
        entry = Entry(conversation.revision, self.clock(), Role.ORGANISER, how, {})

        def job(store: Store) -> Conversation:
            store.create(conversation, entry, school)
            self._missing.discard(conversation.id)
            self._staged[conversation.id] = conversation
            return conversation

        return _as(Conversation, self._writer.submit(job))

    # --- one batch, in a real thread

    def _write_batch(self, jobs: Sequence[Job]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        together: list[Job] = []
        for job in jobs:
            if isinstance(job, _Alone):
                outcomes += self._transaction(together)
                together = []
                outcomes.append(_attempt(job, self._store))
            else:
                together.append(job)
        outcomes += self._transaction(together)
        if self._scrub:
            # Somebody who is reading may be in the way; then after the next batch.
            self._scrub = not self._store.scrub()
        return outcomes

    def _transaction(self, jobs: Sequence[Job]) -> list[Outcome]:
        """All jobs in one commit; if that fails for one's sake, each in its own."""
        if not jobs:
            return []
        try:
            return self._commit(jobs)
        except StoreBusy:
            return [Outcome(error=Refused("server_busy")) for _ in jobs]
        except (sqlite3.Error, RevisionConflict) as error:
            if len(jobs) == 1:
                return [Outcome(error=error)]
            return [outcome for job in jobs for outcome in self._transaction([job])]

    def _commit(self, jobs: Sequence[Job]) -> list[Outcome]:
        self._staged.clear()
        try:
            with self._store.batch():
                outcomes = [
                    _attempt(job, self._store, (sqlite3.Error, RevisionConflict)) for job in jobs
                ]
            self._committed.update(self._staged)
            self._changed |= self._with_followers(self._staged)
        finally:
            self._staged.clear()
        return outcomes

    def _read_batch(self, jobs: Sequence[Job]) -> list[Outcome]:
        return [_attempt(job, self._reading) for job in jobs]

    def _publish(self) -> None:
        if self._changed:
            changed, self._changed = self._changed, set()
            self.on_commit(changed)

    # --- reading

    def latest(self, conversation: str) -> Conversation:
        """The latest committed state. Raises ``Refused('unknown_conversation')``."""
        cached = self._committed.get(conversation)
        if cached is not None:
            return cached

        def job(store: Store) -> Conversation | None:
            return self._committed.get(conversation) or self._taken_up(store, conversation)

        loaded = self.maintain(job, PATIENCE_S)
        if loaded is None:
            raise Refused("unknown_conversation")
        return _as(Conversation, loaded)

    def earlier(self, conversation: Conversation) -> Conversation | None:
        """The conversation that this one follows; ``None`` when it follows none or it is erased."""
        if not conversation.follows or conversation.follows in self._missing:
            return None
        try:
            return self.latest(conversation.follows)
        except Refused as refused:
            if refused.code != "unknown_conversation":
                raise
            self._missing.add(conversation.follows)
            return None

    def _with_followers(self, changed: Iterable[str]) -> set[str]:
        """These, and the conversations in memory that show what became of their agreements.

        In the writer's thread only.
        """
        ids = set(changed)
        return ids | {one.id for one in self._committed.values() if one.follows in ids}

    def read(self, job: Callable[[Store], Any]) -> Any:
        """Anything that only reads, in a real thread, beside the writer."""
        return self._reader.submit(job)

    def in_turn(self, job: Callable[[], T]) -> T:
        """A document: seconds of work without the store, in a real thread, one at a time."""
        done: T = self._aside.submit(lambda _: job(), ASIDE_S)
        return done

    def seat(self, ticket: str) -> Seat | None:
        """What a ticket is good for."""
        hashed = keys.hashed(ticket)
        seat: Seat | None = self.read(lambda store: store.seat(hashed))
        return seat

    def by_code(self, code: str) -> str | None:
        """The conversation with this typed code."""
        found: str | None = self.read(lambda store: store.by_code(code))
        return found

    # --- the installation

    def write(self, job: Callable[[Store], Any]) -> Any:
        """Anything of the organiser's desk (schools, accounts, archive), in one transaction."""
        return self._writer.submit(job)

    def aside(self, job: Callable[[], Any]) -> Any:
        """Something slow that touches no store, in a real thread: it holds nobody up."""
        return self._run_in_thread(job)

    def maintain(self, job: Callable[[Store], Any], patience: float = 60.0) -> Any:
        """A job between transactions: forget, purge, backup."""
        return self._writer.submit(_Alone(job), patience)

    def setting(self, name: str) -> str | None:
        """A setting of the installation."""
        value: str | None = self.read(lambda store: store.setting(name))
        return value

    def set_setting(self, name: str, value: str | None) -> None:
        """Keep or drop a setting."""
        self._writer.submit(lambda store: store.set_setting(name, value))

    def forget(self, conversation: str) -> None:
        """Erase a conversation; its screens are told."""

        def job(store: Store) -> set[str]:
            wiped = store.forget(conversation)
            self._committed.pop(conversation, None)
            if not wiped:
                self._scrub = True  # Somebody was reading older pages; again after the next batch.
            return self._with_followers({conversation})

        self.on_commit(self.maintain(job))

    def purge(
        self,
        among: Collection[str] | None = None,
        told: Callable[[int, int], None] = lambda done, of: None,
    ) -> list[str]:
        """Erase what is past its retention (of those named); gives the ids.

        One after another, so that an evening that goes on is never held up by all of them;
        ``told`` hears how many are done.
        """
        now = self.clock()
        due = [
            one for one in self.read(lambda store: store.due(now)) if among is None or one in among
        ]
        gone = []
        for number, one in enumerate(due):
            told(number, len(due))
            if self.maintain(partial(self._purge_one, one, now)):
                gone.append(one)
        # Also when nothing was due: the last time somebody may have been reading.
        self.maintain(lambda store: store.wipe() if gone else store.scrub())
        told(len(due), len(due))
        if gone:
            self.on_commit(set(gone))
        return gone

    def _purge_one(self, conversation: str, now: int, store: Store) -> bool:
        erased = store.purge_one(conversation, now)
        self._committed.pop(conversation, None)
        return erased

    def backup(self, target: Path) -> None:
        """A consistent copy while running."""
        self.maintain(lambda store: store.backup(target))

    def notice_others(self) -> None:
        """Take up what another process wrote beside this one (``driegesprek forget`` …)."""
        changed: set[str] = self.maintain(self._others_changes)
        if changed:
            self.on_commit(changed)

    def _others_changes(self, store: Store) -> set[str]:
        changes = store.changes()
        if changes == self._seen_changes:
            return set()
        self._seen_changes = changes
        changed = {
            known.id
            for known in self._committed.values()
            if store.revision(known.id) != known.revision
        }
        for one in changed:
            self._taken_up(store, one)
        self._missing.clear()
        return self._with_followers(changed)

    def _taken_up(self, store: Store, conversation: str) -> Conversation | None:
        """What stands on the disk, kept in memory; in the writer's thread only."""
        loaded = store.load(conversation)
        if loaded is None:
            self._committed.pop(conversation, None)
        else:
            self._committed[conversation] = loaded
        return loaded


def _done_aside(jobs: Sequence[Job]) -> list[Outcome]:
    outcomes = []
    for job in jobs:
        try:
            outcomes.append(Outcome(job(None)))
        except Exception as error:
            outcomes.append(Outcome(error=error))
    return outcomes


def _attempt(job: Job, store: Store, fatal: tuple[type[BaseException], ...] = ()) -> Outcome:
    """Run one job. Errors of the store sink the whole batch; a refusal or a bug only itself."""
    try:
        return Outcome(job(store))
    except fatal:
        raise
    except Exception as error:
        return Outcome(error=error)


def _as(kind: type[T], value: Any) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value
