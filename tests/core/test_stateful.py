"""Any evening whatever: random presses by everybody, and what must be true after each of them.

The machine keeps its own account of the clock and of the notes, in the simplest way it can, and
compares. `HYPOTHESIS_PROFILE=thorough` searches long.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from facilitation.core import agenda, timer
from facilitation.core import commands as c
from facilitation.core.decide import Decision, decide
from facilitation.core.model import (
    Conversation,
    LinkKind,
    Participant,
    Phase,
    PhaseName,
    Place,
    Role,
    replace,
)
from facilitation.core.refusals import Refused
from facilitation.core.run import MIS_TAP_MS

from .builders import CHAIR, KEYS, ORGANISER, SEVEN, evening, phases_for

CANARY = "KANARIE"  # in everything that people write
SEAT = "zetel"  # in every participant's id
WITHOUT_CLOCK = (PhaseName.LOBBY, PhaseName.ENDED)
SORTING = [c.MergeNotes, c.UnmergeNote, c.MoveNote, c.UnselectNote, c.SetAsideNote, c.EraseNote]
ASKING = [c.PutQuestion, c.ShowSelection, c.HideSelection, c.UnselectNote]
ON_THE_FLOOR = [c.TakeBackQuestion, c.AnswerQuestion, c.EraseNote, c.Advance]
SECONDS = st.one_of(st.sampled_from([0, 1, -1, 59, 60, 61, -60, 90_000]), st.integers(-1200, 1200))


def contents(conversation: Conversation) -> list[Any]:
    """The fields with their mappings copied: what a change in place could not reach."""
    values = (getattr(conversation, one.name) for one in fields(conversation))
    return [dict(value) if hasattr(value, "keys") else value for value in values]


def unchanging(phase: Phase) -> Phase:
    return replace(phase, changed=0)


class Evening(RuleBasedStateMachine):
    @initialize(
        circles=st.integers(2, 5),
        quarter=st.sampled_from([0, 0.5, 1, 5, 15]),
        full=st.booleans(),
        late=st.booleans(),
        steps=st.sampled_from([0, 1, 2, 3, 4, 4, 4, 5, 7, 7, 9]),
    )
    def doors_open(self, circles: int, quarter: float, full: bool, late: bool, steps: int) -> None:
        keys = KEYS[:circles]
        seats = {f"{SEAT}-{key}-{n}": key for key in keys for n in (1, 2)}
        self.now = SEVEN
        self.made = 0
        self.words: dict[str, str] = {}
        self.used: Counter[int] = Counter()
        self.ran: dict[int, bool] = {}
        self.running = False
        self.conversation = evening(
            circles,
            quarter,
            full_quarter=full,
            late_notes=late,
            participants={one: Participant(one, key, "nl") for one, key in seats.items()},
        )
        for _ in range(steps):
            self.send(c.Advance(actor=CHAIR))
            self.some_notes_are_written()

    def some_notes_are_written(self) -> None:
        for seat in sorted(self.conversation.participants)[:6]:
            if self.conversation.phase.name is PhaseName.DISCUSSION:
                self.made += 1
                who = c.Actor(role=Role.PARTICIPANT, participant=seat)
                words = f"{CANARY} {self.made}"
                self.send(c.SubmitNote(actor=who, fresh_id=f"x{self.made}", text=words))

    # --- what happens

    @rule(passing=st.one_of(st.integers(0, 90_000), st.integers(0, 1_500_000)))
    def time_passes(self, passing: int) -> None:
        self.now += passing
        if self.running:
            self.used[self.conversation.current] += passing

    @rule(step=st.sampled_from([None, c.Advance, c.Back]))
    def chair_steps(self, step: type[c.Command] | None) -> None:
        if step is not None:
            self.send(step(actor=CHAIR))

    @rule(data=st.data())
    def somebody_does_something(self, data: st.DataObject) -> None:
        command = data.draw(st.sampled_from(sorted(c.ALL)), label="command")
        actor = data.draw(self.anybody(), label="who")
        older = st.integers(0, self.conversation.revision)
        revision = data.draw(st.none() | older, label="revision")
        self.send(replace(self.filled(data, c.ALL[command], actor), revision=revision))

    @rule(
        data=st.data(),
        kind=st.sampled_from([c.SubmitNote, c.SubmitNote, c.EditNote, c.WithdrawNote]),
    )
    def phone_does_something(self, data: st.DataObject, kind: type[c.Command]) -> None:
        listening = [
            seat.id
            for seat in self.conversation.participants.values()
            if self.conversation.listening(seat.circle)
        ]
        if listening:
            seat = data.draw(st.sampled_from(sorted(listening)), label="who")
            who = c.Actor(role=Role.PARTICIPANT, participant=seat)
            self.send(self.filled(data, kind, who))

    @rule(data=st.data(), kind=st.sampled_from([c.Pause, c.Resume, c.AdjustTime, c.BackdateStart]))
    def chair_sets_the_clock(self, data: st.DataObject, kind: type[c.Command]) -> None:
        self.send(self.filled(data, kind, CHAIR))

    @precondition(lambda self: self.conversation.notes)
    @rule(data=st.data(), kind=st.sampled_from(SORTING))
    def table_is_sorted(self, data: st.DataObject, kind: type[c.Command]) -> None:
        self.send(self.filled(data, kind, CHAIR))

    @precondition(lambda self: self.conversation.notes)
    @rule(data=st.data(), into=st.sampled_from([c.MergeNotes, c.SelectNote]))
    def notes_are_chosen(self, data: st.DataObject, into: type[c.Command]) -> None:
        self.send(self.filled(data, into, CHAIR))
        self.send(self.filled(data, into, CHAIR))

    @precondition(lambda self: self.conversation.phase.name is PhaseName.QUESTIONS)
    @rule(data=st.data(), kind=st.sampled_from(ASKING))
    def questions_are_asked(self, data: st.DataObject, kind: type[c.Command]) -> None:
        self.send(self.filled(data, c.PutQuestion, CHAIR))
        self.send(self.filled(data, kind, CHAIR))

    @precondition(lambda self: self.conversation.floor is not None)
    @rule(data=st.data(), kind=st.sampled_from(ON_THE_FLOOR))
    def question_on_the_floor_is_dealt_with(
        self, data: st.DataObject, kind: type[c.Command]
    ) -> None:
        command = self.filled(data, kind, CHAIR)
        if kind is not c.Advance:
            command = replace(command, note=self.conversation.floor)
        self.send(command)

    # --- doing it

    def anybody(self) -> st.SearchStrategy[c.Actor]:
        seats = st.sampled_from([*sorted(self.conversation.participants), f"{SEAT}-of-nobody"])
        phones = st.builds(c.Actor, role=st.just(Role.PARTICIPANT), participant=seats)
        others = [role for role in Role if role is not Role.PARTICIPANT]
        return phones | st.builds(c.Actor, role=st.sampled_from(others))

    def filled(self, data: st.DataObject, kind: type[c.Command], actor: c.Actor) -> c.Command:
        if kind is c.Prepare:
            return self.form(actor)
        self.made += 1
        drawn = {
            one.name: data.draw(self.argument(one.name), label=one.name)
            for one in fields(kind)
            if one.name not in ("actor", "revision")
        }
        return kind(actor=actor, **drawn)

    def form(self, actor: c.Actor) -> c.Prepare:
        names = {one.name for one in fields(c.Prepare)} - {"actor", "revision", "phases"}
        form = {name: getattr(self.conversation, name) for name in names}
        keys = tuple(one.key for one in self.conversation.circles)
        return c.Prepare(actor=actor, phases=phases_for(keys, 10), **form)

    def argument(self, name: str) -> st.SearchStrategy[Any]:
        words = f"{CANARY} {self.made}"
        circles = [one.key for one in self.conversation.circles]
        given: dict[str, st.SearchStrategy[Any]] = {
            "fresh_id": st.just(f"x{self.made}"),
            "phase": st.none() | st.integers(0, 12),
            "lang": st.sampled_from(["tr", "nl", words]),
            "language": st.just("ar"),
            "circle": st.sampled_from([*circles, "cooks"]),
            "seconds": SECONDS,
            "number": st.integers(-1, 30),
            "ends_at": st.integers(self.now - 60_000, self.now + 8_000_000),
            "position": st.integers(-1, 5),
            "agreement": st.sampled_from([*sorted(self.conversation.agreements), "none"]),
            "participant": st.just(f"{SEAT}-{self.made}"),
            "kind": st.sampled_from(LinkKind),
            "place": st.sampled_from([*self.places(), "nowhere", "summary:nobody"]),
            "hash": st.just(words),
            "code": st.none(),
        }
        if name in ("note", "into"):
            return st.sampled_from([*self.within_reach(), "none"])
        return given.get(name, st.just(words))

    def places(self) -> list[str]:
        notes = [f"{kind}:{one}" for one in self.conversation.notes for kind in ("note", "answer")]
        agreed = [f"{kind}:{one}" for one in self.conversation.agreements for kind in ("who", "by")]
        return ["theme", "response", "follow_up", "summary:pupils", *sorted(notes), *sorted(agreed)]

    def within_reach(self) -> list[str]:
        """Mostly what lies before the circle whose turn it is, so that something happens."""
        notes = self.conversation.notes.values()
        here = [one.id for one in notes if one.to_circle == self.conversation.phase.circle]
        return sorted(here) * 3 + sorted(self.conversation.notes)

    def send(self, command: c.Command) -> Decision | None:
        before = self.conversation
        was = contents(before)
        try:
            decision = decide(before, command, self.now)
        except Refused:
            assert contents(before) == was
            return None
        assert contents(before) == was
        assert decision.conversation.revision == before.revision + 1
        assert decision.entry.revision == before.revision + 1
        assert CANARY not in repr(decision.entry)
        assert SEAT not in repr(decision.entry)
        self.conversation = decision.conversation
        self.account(before, command, decision)
        return decision

    def account(self, before: Conversation, command: c.Command, decision: Decision) -> None:
        """The machine's own books: the clock, and which notes there are."""
        here = before.current
        match command:
            case c.Advance():
                self.ran[here] = self.running
                self.running = self.conversation.phase.name not in WITHOUT_CLOCK
            case c.Back():
                self.left_backwards(before)
            case c.Pause():
                self.running = False
            case c.Resume():
                self.running = True
            case c.BackdateStart():
                moved = self.used[here] + command.seconds * 1000
                self.used[here] = min(timer.LONGEST_MS, max(0, moved))
            case c.Prepare():
                self.used.clear()
            case c.SubmitNote() | c.AddPaperNote():
                self.words[decision.result["note"]] = command.text
            case c.EditNote():
                self.words[command.note] = command.text
            case c.WithdrawNote() | c.EraseNote():
                del self.words[command.note]

    def left_backwards(self, before: Conversation) -> None:
        here = before.current
        happened = any(one.phase == here for one in before.notes.values()) or any(
            one.phase == here for one in before.questions.values()
        )
        self.ran[here] = self.running
        if self.used[here] < MIS_TAP_MS and not happened:
            self.used[here] = 0
        self.running = self.ran[self.conversation.current]

    # --- what must be true

    @invariant()
    def clocks_say_what_was_used(self) -> None:
        for phase in self.conversation.phases:
            assert (phase.number, timer.used_ms(phase, self.now)) == (
                phase.number,
                self.used[phase.number],
            )
            here = phase.number == self.conversation.current
            assert (phase.running_since is not None) == (here and self.running)
            assert phase.planned_ms is None or phase.planned_ms >= 0

    @invariant()
    def step_back_right_after_a_step_on_restores_everything(self) -> None:
        before = self.conversation
        if before.ended_at is not None:
            return
        there = decide(before, c.Advance(actor=CHAIR), self.now).conversation
        after = decide(there, c.Back(actor=CHAIR), self.now).conversation
        assert (after.current, after.floor, after.ended_at) == (before.current, before.floor, None)
        assert timer.used_ms(after.phase, self.now) == timer.used_ms(before.phase, self.now)
        assert (after.phase.running_since is None) == (before.phase.running_since is None)
        for was, now in zip(before.phases, after.phases, strict=True):
            assert (was.floor, was.list_shown) == (now.floor, now.list_shown)
            # Questions begun earlier keep what a longer collection took off them meanwhile.
            same = was.name is not PhaseName.QUESTIONS or was.started_at is None
            plans = [(one.planned_ms or 0) + one.deducted_ms for one in (was, now)]
            assert plans[0] == plans[1]
            assert not same or was.planned_ms == now.planned_ms
            begun = was.started_at is not None or was.number == before.current
            assert begun or unchanging(was) == unchanging(now)

    @invariant()
    def phases_are_in_their_places(self) -> None:
        phases = self.conversation.phases
        assert [one.position for one in phases] == list(range(len(phases)))
        assert len({one.number for one in phases}) == len(phases)
        assert (phases[0].name, phases[-1].name) == (PhaseName.LOBBY, PhaseName.ENDED)
        ended = self.conversation.phase.name is PhaseName.ENDED
        assert ended == (self.conversation.ended_at is not None)

    @invariant()
    def end_is_never_expected_in_the_past(self) -> None:
        if self.conversation.ended_at is None:
            assert agenda.expected_end(self.conversation, self.now) >= self.now

    @invariant()
    def notes_are_neither_lost_nor_doubled(self) -> None:
        assert {key: one.text for key, one in self.conversation.notes.items()} == self.words
        assert all(key == one.id for key, one in self.conversation.notes.items())
        assert set(self.conversation.authors) <= set(self.conversation.notes)

    @invariant()
    def notes_come_from_those_who_listened(self) -> None:
        for note in self.conversation.notes.values():
            phase = self.conversation.phase_by_number(note.phase)
            assert note.to_circle == phase.circle
            assert note.from_circle != phase.circle
            assert self.conversation.has_circle(note.from_circle)

    @invariant()
    def merged_notes_lie_beneath_one_that_lies_on_the_table(self) -> None:
        for note in self.conversation.notes.values():
            assert (note.place is Place.MERGED) == (note.merged_into is not None)
            if note.merged_into is not None:
                top = self.conversation.notes[note.merged_into]
                assert (top.place is Place.MERGED, top.to_circle) == (False, note.to_circle)

    @invariant()
    def selection_has_an_order(self) -> None:
        for circle in self.conversation.circles:
            chosen = self.conversation.selected(circle.key)
            assert len({one.position for one in chosen}) == len(chosen)
        for note in self.conversation.notes.values():
            assert (note.place is Place.SELECTED) == (note.position is not None)

    @invariant()
    def floor_holds_one_question_in_a_questions_phase(self) -> None:
        for phase in self.conversation.phases:
            assert phase.name is PhaseName.QUESTIONS or not (phase.floor or phase.list_shown)
            if phase.floor is not None:
                assert self.conversation.is_put(phase.floor)
                assert self.conversation.notes[phase.floor].to_circle == phase.circle

    @invariant()
    def questions_are_chosen_notes(self) -> None:
        assert set(self.conversation.questions) <= set(self.conversation.notes)
        for note, question in self.conversation.questions.items():
            phase = self.conversation.phase_by_number(question.phase)
            row = self.conversation.notes[note]
            assert (phase.name, phase.circle) == (PhaseName.QUESTIONS, row.to_circle)
            assert question.taken_back or row.place is Place.SELECTED
        orders = [one.put_order for one in self.conversation.questions.values()]
        assert len(set(orders)) == len(orders)


# The thorough profile plays 2,000 evenings.
TestEvening = pytest.mark.timeout(3600)(Evening.TestCase)


def test_form_by_the_organiser_is_the_only_one_that_prepares() -> None:
    machine = Evening()
    machine.doors_open(circles=2, quarter=5, full=False, late=False, steps=0)
    assert machine.send(machine.form(CHAIR)) is None
    assert machine.send(machine.form(ORGANISER)) is not None
