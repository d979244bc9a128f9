"""When a rehearsal ends, what its copy looks like, and that a failed one leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from facilitation import crew, preparation, rehearsal
from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core.model import Conversation, PhaseName, Role, replace
from facilitation.core.refusals import Refused
from facilitation.creating import create
from facilitation.rehearsal import NotNow, Rehearsals, copying
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore

SECRET = b"s" * 32
MINUTE = 60_000


@dataclass
class Clock:
    now: int = 1_767_981_600_000

    def __call__(self) -> int:
        return self.now


@dataclass
class Phones:
    """Stands in for the process: remembers its orders and whether it was ended."""

    orders: crew.Orders
    ended: bool = False


@dataclass
class Stage:
    service: Service
    clock: Clock
    rehearsals: Rehearsals
    phones: list[Phones] = field(default_factory=list)

    def conversation(self, **options: object) -> Conversation:
        given = {"theme": "Huiswerk", "question": "Wanneer helpt het?", "lang": "nl", **options}
        prepared = preparation.from_options(given, now=self.clock())
        return create(self.service, SECRET, prepared)

    def ids(self) -> set[str]:
        return {one.id for one in self.service.read(lambda store: store.conversations())}


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    clock = Clock()
    service = Service(lambda: SqliteStore(tmp_path / "driegesprek.sqlite"), run_here, clock)
    made = Stage(service, clock, Rehearsals(service, SECRET, "127.0.0.1", 8000))

    def start(orders: crew.Orders, silent: bool) -> Phones:
        assert silent
        made.phones.append(Phones(orders))
        return made.phones[-1]

    monkeypatch.setattr(crew, "start", start)
    monkeypatch.setattr(crew, "stop", lambda one: setattr(one, "ended", True))
    yield made
    service.close()


def test_copy_is_marked_and_fast_and_begins_now(stage: Stage) -> None:
    original = stage.conversation(school="De Regenboog", date="2199-01-01", time="19:30")
    copy = stage.rehearsals.start(original)
    assert copy.theme == "Oefening: Huiswerk"
    assert (copy.question, copy.school) == (original.question, original.school)
    assert 0 <= stage.clock() - copy.starts_at < MINUTE
    kept = stage.service.latest(copy.id)
    planned = {(one.name, one.planned_ms) for one in kept.phases if one.planned_ms is not None}
    assert planned == {
        (PhaseName.OPENING, 20_000),
        (PhaseName.DISCUSSION, 60_000),
        (PhaseName.QUESTIONS, 60_000),
        (PhaseName.RESPONSE, 20_000),
    }
    assert kept.code != original.code
    assert stage.service.latest(original.id) == original


def test_long_theme_still_fits_what_the_chair_may_correct(stage: Stage) -> None:
    copy = stage.rehearsals.start(stage.conversation(theme="a" * 120))
    correct = c.EditConversation(
        actor=c.Actor(Role.CHAIR), theme=copy.theme, question=copy.question
    )
    stage.service.run(copy.id, correct)
    assert copy.theme.startswith("Oefening: aaa")


def test_phones_sit_in_all_circles_and_each_has_a_voice(stage: Stage) -> None:
    five = [f"k{n}:Kring {n}:10:10" for n in range(5)]
    stage.rehearsals.start(stage.conversation())
    stage.rehearsals.start(stage.conversation(circle=five))
    usual, many = (one.orders for one in stage.phones)
    assert usual.hall == {"pupils": 5, "parents": 5, "teachers": 5}
    assert sum(many.hall.values()) == copying.PHONES
    assert set(many.voices.values()) == set(copying.VOICES)
    assert usual.join_path.startswith("/j/")


def test_ends_after_an_hour(stage: Stage) -> None:
    copy = stage.rehearsals.start(stage.conversation())
    stage.clock.now += 60 * MINUTE - 1
    stage.rehearsals.look_around()
    assert copy.id in stage.ids()
    stage.clock.now += 1
    stage.rehearsals.look_around()
    assert copy.id not in stage.ids()
    assert stage.phones[0].ended


def test_ends_when_the_chair_has_ended_it(stage: Stage) -> None:
    copy = stage.rehearsals.start(stage.conversation())
    for _ in copy.phases[1:]:
        stage.service.run(copy.id, c.Advance(actor=c.Actor(Role.CHAIR)))
    stage.rehearsals.look_around()
    assert copy.id in stage.ids()  # its last screen may be looked at for a moment
    stage.clock.now += rehearsal.LAST_LOOK_MS
    stage.rehearsals.look_around()
    assert copy.id not in stage.ids()


@pytest.mark.parametrize("which", ["original", "copy"])
def test_ends_when_either_was_erased_elsewhere(stage: Stage, which: str) -> None:
    original = stage.conversation()
    copy = stage.rehearsals.start(original)
    stage.service.forget({"original": original.id, "copy": copy.id}[which])
    stage.rehearsals.look_around()
    assert stage.rehearsals.ids() == set()
    assert stage.phones[0].ended
    assert copy.id not in stage.ids()


def test_one_of_each_and_three_at_once(stage: Stage) -> None:
    originals = [stage.conversation() for _ in range(4)]
    first, *_ = [stage.rehearsals.start(one) for one in originals[:3]]
    for one in (originals[0], originals[3]):
        with pytest.raises(NotNow):
            stage.rehearsals.start(one)
    stage.rehearsals.stop(first.id)
    stage.rehearsals.start(originals[3])
    assert len(stage.ids()) == 4 + 3


def test_one_that_cannot_begin_leaves_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(orders: crew.Orders, silent: bool) -> None:
        raise OSError("no more processes")

    original = stage.conversation()
    monkeypatch.setattr(crew, "start", refuse)
    with pytest.raises(OSError, match="no more"):
        stage.rehearsals.start(original)
    assert stage.ids() == {original.id}
    assert rehearsal.kept(stage.service) == []


def test_erasing_that_fails_is_tried_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = stage.rehearsals.start(stage.conversation())

    def busy(conversation: str) -> None:
        raise Refused("server_busy")

    with monkeypatch.context() as broken:
        broken.setattr(stage.service, "forget", busy)
        with pytest.raises(Refused):
            stage.rehearsals.stop(copy.id)
    assert rehearsal.kept(stage.service) == [copy.id]
    stage.rehearsals.look_around()
    assert copy.id not in stage.ids()
    assert rehearsal.kept(stage.service) == []


def test_next_server_clears_away_what_was_only_written_down_or_made(stage: Stage) -> None:
    """Killed before the copy was there, and killed while it was."""
    copy = stage.rehearsals.start(stage.conversation())
    stage.service.set_setting(rehearsal.SETTING, json.dumps(["never-made", copy.id]))
    Rehearsals(stage.service, SECRET, "127.0.0.1", 8000).clear_away()
    assert copy.id not in stage.ids()
    assert rehearsal.kept(stage.service) == []


def test_plan_of_nothing_stays_nothing(stage: Stage) -> None:
    original = stage.conversation()
    skipped = replace(original.phases[2], planned_ms=0)
    changed = replace(original, phases=(*original.phases[:2], skipped, *original.phases[3:]))
    assert copying.fast(changed).phases[2].planned_ms == 0
    assert copying.fast(changed).phases[3].planned_ms is None
